"""Are the standard questions complete, the same in both languages, and true to the law?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date

import pytest

from engage.bilingual import Bilingual
from engage.equality.asking import AGE_QUESTION, BANDS_BELOW
from engage.equality.characteristics import PREFER_NOT_TO_SAY, Characteristic, Level, StandardQuestion
from engage.equality.coding import NOT_GIVEN_LABEL
from engage.equality.for_translator import FOR_TRANSLATOR
from engage.equality.library import CURRENT, SETS, standard_set
from engage.surveys.definition import CODE
from tests.equality.people import complete_answers

SET = standard_set("2026-11")
CHARACTERISTICS = SET.characteristics
QUESTIONS = [question for each in CHARACTERISTICS for question in each.questions]
CHOICES = [(question, choice) for question in QUESTIONS for choice in question.choices]
CATEGORIES = [
    (each, level, category) for each in CHARACTERISTICS for level in Level for category in each.levels[level]
]
SAME_IN_BOTH_LANGUAGES = {"Roma"}  # the people's own name


def words_in(thing: object, place: str = "set") -> Iterator[tuple[str, Bilingual]]:
    """Every text in the set with its place, the empty ones included."""
    if isinstance(thing, Bilingual):
        yield place, thing
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from words_in(getattr(thing, field.name), f"{place}.{field.name}")
    elif isinstance(thing, dict):
        for key, value in thing.items():
            yield from words_in(value, f"{place}.{key}")
    elif isinstance(thing, tuple):
        for value in thing:
            yield from words_in(value, f"{place}.{getattr(value, 'id', getattr(value, 'code', ''))}")


WORDS = [*words_in(SET), ("not given", NOT_GIVEN_LABEL)]
WRITTEN = [(place, words) for place, words in WORDS if words]


def named(characteristic: Characteristic) -> str:
    return characteristic.code


# --- the set --------------------------------------------------------------------------------------------


def test_the_current_set_is_known_under_its_id():
    assert CURRENT == "2026-11"
    assert SETS[CURRENT] is SET
    assert (SET.id, SET.valid_from) == ("2026-11", date(2026, 11, 1))


def test_an_unknown_set_is_refused_with_the_known_ids():
    with pytest.raises(KeyError, match="2026-11"):
        standard_set("1999-01")


def test_all_nine_protected_characteristics_are_there_and_eight_more():
    assert [each.code for each in CHARACTERISTICS if each.protected] == [
        "age",
        "sex",
        "gender_reassignment",
        "sexual_orientation",
        "marriage",
        "pregnancy",
        "disability",
        "race",
        "religion",
    ]
    assert [each.code for each in CHARACTERISTICS if not each.protected] == [
        "unpaid_care",
        "national_identity",
        "main_language",
        "welsh_skills",
        "armed_forces",
        "care_experience",
        "household_income",
        "wimd_quintile",
    ]


def test_protected_and_special_category_are_two_different_things():
    special = {each.code for each in CHARACTERISTICS if each.special_category}
    protected = {each.code for each in CHARACTERISTICS if each.protected}
    assert protected - special == {"age", "sex", "marriage", "pregnancy"}
    assert special - protected == {"national_identity"}


@pytest.mark.parametrize(
    ("codes", "chosen"),
    [
        (
            (),
            [each.code for each in CHARACTERISTICS if each.code not in ("household_income", "wimd_quintile")],
        ),  # none named: all usual
        (("household_income", "age"), ["age", "household_income"]),  # which is asked only where it is named
        (("sex", "age"), ["age", "sex"]),  # always in the order of the set
    ],
)
def test_a_survey_chooses_characteristics(codes, chosen):
    assert [each.code for each in SET.choose(codes)] == chosen


def test_an_unknown_characteristic_is_refused():
    with pytest.raises(KeyError, match="shoe_size"):
        SET.choose(("age", "shoe_size"))


# --- words ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("place", "words"), WRITTEN, ids=[place for place, _ in WRITTEN])
def test_every_text_is_in_both_languages_and_well_formed(place, words):
    assert words.complete
    assert words.en != words.cy or words.en in SAME_IN_BOTH_LANGUAGES
    for text in (words.en, words.cy):
        assert text == unicodedata.normalize("NFC", text)
        assert "  " not in text
        assert "&" not in text
    # the same numbers in both languages; 12 months is "12 mis", never "deuddeg mis"
    assert re.findall(r"\d+", words.en) == re.findall(r"\d+", words.cy)


def test_only_hints_and_write_in_boxes_may_be_without_words():
    empty = {place.rsplit(".", 1)[-1] for place, words in WORDS if not words}
    assert empty == {"hint", "other"}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_the_last_choice_is_always_prefer_not_to_say(question: StandardQuestion):
    last = question.choices[-1]
    assert last.code == PREFER_NOT_TO_SAY
    assert last.label == Bilingual("Prefer not to say", "Byddai'n well gen i beidio â dweud")
    assert last.exclusive is (question.kind == "several")
    assert question.codes.count(PREFER_NOT_TO_SAY) == 1


YES_AND_NO = {  # the Welsh answer echoes the verb of its own question
    "gender_identity": {"yes": "Ydy", "no": "Nac ydy"},
    "disability_condition": {"yes": "Oes", "no": "Nac oes"},
    "unpaid_care": {"no": "Nac ydw"},
    "armed_forces": {"no": "Nac ydw"},
    "care_experience": {"yes": "Ydw", "no": "Nac ydw"},
}


def test_yes_and_no_are_worded_for_each_question_in_welsh():
    found: dict[str, dict[str, str]] = {}
    for question, choice in CHOICES:
        if choice.label.en in ("Yes", "No"):
            found.setdefault(question.id, {})[choice.code] = choice.label.cy
    assert found == YES_AND_NO


@pytest.mark.parametrize(
    ("question", "begins"),
    [("disability_impact", "Ydy, "), ("unpaid_care", "Ydw, "), ("armed_forces", "Ydw, ")],
)
def test_longer_yeses_begin_with_the_verb_of_their_question(question, begins):
    yeses = [
        choice for asked, choice in CHOICES if asked.id == question and choice.label.en.startswith("Yes,")
    ]
    assert len(yeses) > 1
    assert all(choice.label.cy.startswith(begins) for choice in yeses)


def test_questions_with_several_answers_say_so():
    several = [question for question in QUESTIONS if question.kind == "several"]
    assert {question.id for question in several} == {
        "pregnancy",
        "national_identity",
        "welsh_skills",
        "armed_forces",
    }
    for question in several:
        assert question.hint.en.startswith("Select all that apply.")
        assert question.hint.cy.startswith("Dewiswch bob un sy'n berthnasol.")


def test_gender_identity_has_the_only_write_in_box():
    assert [(question.id, choice.code) for question, choice in CHOICES if choice.other] == [
        ("gender_identity", "no")
    ]


def test_the_introduction_says_voluntary_apart_and_unseen():
    assert "do not have to answer" in SET.intro.en
    assert "Nid oes rhaid i chi ateb" in SET.intro.cy
    assert "apart from your other answers" in SET.intro.en
    assert "ar wahân i'ch atebion eraill" in SET.intro.cy
    assert len(SET.intro.en.split("\n\n")) == len(SET.intro.cy.split("\n\n"))
    for language, words in (("en", "Prefer not to say"), ("cy", "Byddai'n well gen i beidio â dweud")):
        assert f"“{words}”" in SET.intro[language]


def places_for_a_translator() -> set[str]:
    places = {"title", "intro", "not_given"}
    for each in CHARACTERISTICS:
        places.add(f"{each.code}.name")
        places |= {f"{each.code}/{category.code}" for level in Level for category in each.levels[level]}
        for question in each.questions:
            places |= {question.id, f"{question.id}.title"}
            places |= {f"{question.id}.hint"} if question.hint else set()
    return places


def test_what_awaits_a_translator_can_be_found():
    assert set(FOR_TRANSLATOR) <= places_for_a_translator()
    assert len(set(FOR_TRANSLATOR)) == len(FOR_TRANSLATOR)
    assert {"pregnancy", "care_experience", "intro", "not_given"} <= set(FOR_TRANSLATOR)


# --- codes and rules ------------------------------------------------------------------------------------


def test_every_code_and_id_fits_a_survey_definition():
    codes = {each.code for each in CHARACTERISTICS} | {question.id for question in QUESTIONS}
    codes |= {choice.code for _, choice in CHOICES} | {category.code for _, _, category in CATEGORIES}
    assert [code for code in codes if not CODE.fullmatch(code)] == []


def test_codes_are_unique_where_they_must_be():
    ids = [question.id for question in QUESTIONS]
    assert len(set(ids)) == len(ids)
    for question in QUESTIONS:
        assert len(set(question.codes)) == len(question.codes)
    for each in CHARACTERISTICS:
        answers = [c.code for q in each.questions for c in q.choices if c.code != PREFER_NOT_TO_SAY]
        assert len(set(answers)) == len(answers)
        for level in Level:
            assert len({category.code for category in each.levels[level]}) == len(each.levels[level])


def test_the_same_code_of_a_characteristic_means_the_same_people_at_every_level():
    for each in CHARACTERISTICS:
        meanings: dict[str, set[tuple[Bilingual, frozenset[str]]]] = {}
        for level in Level:
            for category in each.levels[level]:
                meaning = (category.label, frozenset(category.holds))
                meanings.setdefault(category.code, set()).add(meaning)
        assert {code: found for code, found in meanings.items() if len(found) > 1} == {}


def test_the_same_people_of_a_characteristic_have_the_same_code_at_every_level():
    for each in CHARACTERISTICS:
        held: dict[frozenset[str], set[str]] = {}
        for level in Level:
            for category in each.levels[level]:
                held.setdefault(frozenset(category.holds), set()).add(category.code)
        assert {people: codes for people, codes in held.items() if len(codes) > 1} == {}


def test_age_is_asked_first_and_knows_who_is_under_16():
    age = QUESTIONS[0]
    assert age.id == AGE_QUESTION
    assert BANDS_BELOW[16] == (age.choices[0].code,)
    assert age.choices[0].label.en == "15 and under"


def test_five_questions_are_only_for_people_aged_16_and_over():
    assert {question.id: question.minimum_age for question in QUESTIONS if question.minimum_age} == {
        "gender_identity": 16,
        "sexual_orientation": 16,
        "marriage": 16,
        "pregnancy": 16,
        "armed_forces": 16,
    }


def test_a_follow_up_points_back_inside_its_own_characteristic():
    followed = []
    for each in CHARACTERISTICS:
        seen: dict[str, tuple[str, ...]] = {}
        for question in each.questions:
            if question.asked_if:
                assert set(question.asked_if.codes) <= set(seen[question.asked_if.question])
                followed.append(question.id)
            seen[question.id] = question.codes
    assert followed == [
        "disability_impact",
        "ethnic_group_white",
        "ethnic_group_mixed",
        "ethnic_group_asian",
        "ethnic_group_black",
        "ethnic_group_other",
    ]


def test_exclusive_choices_stand_only_in_questions_with_several_answers():
    exclusive = [(q.id, c.code) for q, c in CHOICES if c.exclusive and c.code != PREFER_NOT_TO_SAY]
    assert exclusive == [("pregnancy", "none"), ("welsh_skills", "none"), ("armed_forces", "no")]


# --- levels ---------------------------------------------------------------------------------------------

SIZES = {  # categories at the detailed, standard and summary level
    "age": (9, 8, 3),
    "sex": (2, 2, 2),
    "gender_reassignment": (2, 2, 2),
    "sexual_orientation": (4, 2, 2),
    "marriage": (9, 5, 2),
    "pregnancy": (4, 2, 2),
    "disability": (4, 4, 2),
    "unpaid_care": (6, 4, 2),
    "race": (19, 5, 2),
    "national_identity": (12, 8, 3),
    "religion": (8, 4, 2),
    "main_language": (2, 2, 2),
    "welsh_skills": (9, 3, 2),
    "armed_forces": (4, 2, 2),
    "care_experience": (2, 2, 2),
    "household_income": (6, 4, 3),
    "wimd_quintile": (6, 6, 3),
}


def test_every_characteristic_has_its_groups_at_every_level():
    assert {each.code: tuple(len(each.levels[level]) for level in Level) for each in CHARACTERISTICS} == SIZES


@pytest.mark.parametrize("characteristic", CHARACTERISTICS, ids=named)
@pytest.mark.parametrize("level", Level)
def test_a_category_holds_only_what_can_be_answered(characteristic: Characteristic, level: Level):
    held = [answer for category in characteristic.levels[level] for answer in category.holds]
    assert len(set(held)) == len(held)
    possible = set()
    for answers in complete_answers(characteristic):
        for given in answers.values():
            possible.add(given if isinstance(given, str) else "+".join(given))
    assert set(held) <= possible


def test_no_finer_gender_identity_than_same_or_different_can_be_published():
    gender = next(each for each in CHARACTERISTICS if each.code == "gender_reassignment")
    assert [category.code for category in gender.levels[Level.DETAILED]] == ["same", "different"]
    assert gender.levels[Level.DETAILED] == gender.levels[Level.STANDARD] == gender.levels[Level.SUMMARY]
