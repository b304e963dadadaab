"""Does everybody land in the right group, and in one only?"""

from __future__ import annotations

import pytest

from engage.equality.characteristics import PREFER_NOT_TO_SAY, Characteristic, Level
from engage.equality.coding import NotGiven, categorise, codebook
from engage.equality.library import CURRENT, standard_set
from tests.equality.people import complete_answers

CHARACTERISTICS = {each.code: each for each in standard_set(CURRENT).characteristics}
RATHER_NOT, SKIPPED, NOT_ASKED = NotGiven.PREFER_NOT_TO_SAY, NotGiven.NOT_ANSWERED, NotGiven.NOT_ASKED
DETAILED, STANDARD, SUMMARY = Level.DETAILED, Level.STANDARD, Level.SUMMARY

everybody = pytest.mark.parametrize("characteristic", CHARACTERISTICS.values(), ids=CHARACTERISTICS)
at_every_level = pytest.mark.parametrize("level", Level)


@everybody
@at_every_level
def test_every_complete_answer_falls_into_exactly_one_category(characteristic: Characteristic, level: Level):
    categories = {category.code for category in characteristic.levels[level]}
    coded = {categorise(characteristic, level, answers) for answers in complete_answers(characteristic)}
    assert coded == categories  # everybody has one, and none is empty for ever


# Census groups that overlap: figures at both levels about the same people would give a difference away.
NOT_NESTED = {
    ("age", DETAILED, STANDARD),  # 35 to 49 against 45 to 54
    ("race", STANDARD, SUMMARY),  # White against White British
    ("welsh_skills", STANDARD, SUMMARY),  # who reads or writes may or may not speak
}


@everybody
def test_a_coarser_level_only_joins_groups_of_a_finer_one(characteristic: Characteristic):
    broken = set()
    for finer, coarser in ((DETAILED, STANDARD), (DETAILED, SUMMARY), (STANDARD, SUMMARY)):
        joins: dict[object, set[object]] = {}
        for answers in complete_answers(characteristic):
            joined = joins.setdefault(categorise(characteristic, finer, answers), set())
            joined.add(categorise(characteristic, coarser, answers))
        if any(len(joined) > 1 for joined in joins.values()):
            broken.add((characteristic.code, finer, coarser))
    assert broken == {entry for entry in NOT_NESTED if entry[0] == characteristic.code}


@everybody
@at_every_level
def test_prefer_not_to_say_and_skipped_stay_apart(characteristic: Characteristic, level: Level):
    first = characteristic.questions[0]
    declined = [PREFER_NOT_TO_SAY] if first.kind == "several" else PREFER_NOT_TO_SAY
    nothing = [] if first.kind == "several" else ""
    assert categorise(characteristic, level, {first.id: declined}) is RATHER_NOT
    assert categorise(characteristic, level, {first.id: nothing}) is SKIPPED
    assert categorise(characteristic, level, {}) is SKIPPED


@pytest.mark.parametrize("code", [code for code in CHARACTERISTICS if code != "age"])
@at_every_level
def test_people_under_16_are_not_asked_what_is_for_16_and_over(code: str, level: Level):
    characteristic = CHARACTERISTICS[code]
    for_adults = characteristic.questions[0].minimum_age == 16
    for answers in complete_answers(characteristic):  # even if something was answered before the age was
        coded = categorise(characteristic, level, {**answers, "age": "under_16"})
        assert (coded is NOT_ASKED) is for_adults


@pytest.mark.parametrize(
    ("code", "answers", "detailed", "standard", "summary"),
    [
        ("age", {"age": "under_16"}, "under_16", "under_16", "under_25"),
        ("age", {"age": "age_16_to_19"}, "age_16_to_19", "age_16_to_24", "under_25"),
        ("age", {"age": "age_20_to_24"}, "age_20_to_24", "age_16_to_24", "under_25"),
        ("age", {"age": "age_25_to_34"}, "age_25_to_34", "age_25_to_34", "age_25_to_64"),
        ("age", {"age": "age_35_to_44"}, "age_35_to_49", "age_35_to_44", "age_25_to_64"),
        ("age", {"age": "age_45_to_49"}, "age_35_to_49", "age_45_to_54", "age_25_to_64"),
        ("age", {"age": "age_50_to_54"}, "age_50_to_64", "age_45_to_54", "age_25_to_64"),
        ("age", {"age": "age_55_to_64"}, "age_50_to_64", "age_55_to_64", "age_25_to_64"),
        ("age", {"age": "age_65_to_74"}, "age_65_to_74", "age_65_to_74", "age_65_and_over"),
        ("age", {"age": "age_75_to_84"}, "age_75_to_84", "age_75_and_over", "age_65_and_over"),
        ("age", {"age": "age_85_and_over"}, "age_85_and_over", "age_75_and_over", "age_65_and_over"),
        # disability is worked out from two questions
        ("disability", {"disability_condition": "no"}, "no_condition", "no_condition", "not_disabled"),
        (
            "disability",
            {"disability_condition": "yes", "disability_impact": "not_at_all"},
            "not_limited",
            "not_limited",
            "not_disabled",
        ),
        (
            "disability",
            {"disability_condition": "yes", "disability_impact": "a_little"},
            "limited_a_little",
            "limited_a_little",
            "disabled",
        ),
        ("disability", {"disability_condition": "yes"}, SKIPPED, SKIPPED, SKIPPED),
        (
            "disability",
            {"disability_condition": "yes", "disability_impact": PREFER_NOT_TO_SAY},
            RATHER_NOT,
            RATHER_NOT,
            RATHER_NOT,
        ),
        (  # "no" makes an earlier answer about the impact void
            "disability",
            {"disability_condition": "no", "disability_impact": "a_lot"},
            "no_condition",
            "no_condition",
            "not_disabled",
        ),
        (
            "disability",
            {"disability_condition": PREFER_NOT_TO_SAY, "disability_impact": "a_lot"},
            RATHER_NOT,
            RATHER_NOT,
            RATHER_NOT,
        ),
        # ethnic group: what is known of the group counts where the group is enough
        (
            "race",
            {"ethnic_group": "white", "ethnic_group_white": "white_british"},
            "white_british",
            "white",
            "white_british",
        ),
        (
            "race",
            {"ethnic_group": "white", "ethnic_group_white": "white_roma"},
            "white_roma",
            "white",
            "other_groups",
        ),
        ("race", {"ethnic_group": "white"}, SKIPPED, "white", SKIPPED),
        (
            "race",
            {"ethnic_group": "white", "ethnic_group_white": PREFER_NOT_TO_SAY},
            RATHER_NOT,
            "white",
            RATHER_NOT,
        ),
        ("race", {"ethnic_group": "asian"}, SKIPPED, "asian", "other_groups"),
        (  # an answer left over from another group is void
            "race",
            {"ethnic_group": "black", "ethnic_group_white": "white_british"},
            SKIPPED,
            "black",
            "other_groups",
        ),
        ("gender_reassignment", {"gender_identity": "yes"}, "same", "same", "same"),
        ("gender_reassignment", {"gender_identity": "no"}, "different", "different", "different"),
        ("sexual_orientation", {"sexual_orientation": "bisexual"}, "bisexual", "lgb_plus", "lgb_plus"),
        (
            "marriage",
            {"marriage": "civil_partnership"},
            "civil_partnership",
            "married_or_partnership",
            "married_or_partnership",
        ),
        ("marriage", {"marriage": "separated_marriage"}, "separated_marriage", "separated", "other_status"),
        ("religion", {"religion": "muslim"}, "muslim", "muslim", "any_religion"),
        ("religion", {"religion": "sikh"}, "sikh", "other_religions", "any_religion"),
        ("religion", {"religion": "no_religion"}, "no_religion", "no_religion", "no_religion"),
        ("unpaid_care", {"unpaid_care": "hours_10_to_19"}, "hours_10_to_19", "hours_19_or_less", "carer"),
        ("unpaid_care", {"unpaid_care": "hours_35_to_49"}, "hours_35_to_49", "hours_20_to_49", "carer"),
        # several answers: one group for each combination, whatever the order of ticking
        (
            "pregnancy",
            {"pregnancy": ["on_leave", "recent_birth"]},
            "recent_birth",
            "pregnancy_or_maternity",
            "pregnancy_or_maternity",
        ),
        (
            "pregnancy",
            {"pregnancy": ["on_leave", "expecting"]},
            "expecting",
            "pregnancy_or_maternity",
            "pregnancy_or_maternity",
        ),
        ("pregnancy", {"pregnancy": ["none"]}, "none", "none", "none"),
        (
            "welsh_skills",
            {"welsh_skills": ["understand"]},
            "understand_only",
            "understand_only",
            "cannot_speak",
        ),
        (
            "welsh_skills",
            {"welsh_skills": ["write", "understand", "speak"]},
            "speak_write",
            "speak_read_or_write",
            "can_speak",
        ),
        (
            "welsh_skills",
            {"welsh_skills": ["understand", "read"]},
            "read_only",
            "speak_read_or_write",
            "cannot_speak",
        ),
        ("welsh_skills", {"welsh_skills": ["none"]}, "no_skills", "no_skills", "cannot_speak"),
        ("armed_forces", {"armed_forces": ["reserve", "regular"]}, "regular_and_reserve", "served", "served"),
        ("national_identity", {"national_identity": ["welsh"]}, "welsh", "welsh", "uk_only"),
        (
            "national_identity",
            {"national_identity": ["british", "welsh"]},
            "welsh_british",
            "welsh_british",
            "uk_only",
        ),
        ("national_identity", {"national_identity": ["scottish"]}, "scottish", "other_uk", "uk_only"),
        (
            "national_identity",
            {"national_identity": ["welsh", "english"]},
            "uk_combination",
            "other_uk",
            "uk_only",
        ),
        (
            "national_identity",
            {"national_identity": ["other", "welsh"]},
            "uk_and_other",
            "uk_and_other",
            "uk_and_other",
        ),
        ("national_identity", {"national_identity": ["other"]}, "other", "other", "other"),
    ],
)
def test_answers_fall_into_these_groups(code, answers, detailed, standard, summary):
    coded = [categorise(CHARACTERISTICS[code], level, answers) for level in Level]
    assert coded == [detailed, standard, summary]


@pytest.mark.parametrize(
    ("code", "answers"),
    [
        ("sex", {"sex": "unheard_of"}),
        ("sex", {"sex": ["female", "male"]}),  # one answer only
        ("pregnancy", {"pregnancy": ["none", "expecting"]}),  # "none" stands alone
        ("welsh_skills", {"welsh_skills": ["speak", PREFER_NOT_TO_SAY]}),
        ("welsh_skills", {"welsh_skills": ["speak", "speak"]}),
    ],
)
def test_an_answer_that_cannot_be_given_is_refused_without_repeating_it(code, answers):
    with pytest.raises(ValueError, match=f"cannot be an answer to {code}$"):
        categorise(CHARACTERISTICS[code], STANDARD, answers)


@everybody
@at_every_level
def test_a_codebook_codes_many_people_as_it_codes_one(characteristic: Characteristic, level: Level):
    people = [{}, *complete_answers(characteristic), {"age": "under_16"}]
    book = codebook(characteristic, level)
    coded = [book.outcomes[place] for place in book.positions(people * 2)]
    assert coded == [categorise(characteristic, level, answers) for answers in people] * 2


def test_a_codebook_counts_categories_first_and_reasons_last():
    book = codebook(CHARACTERISTICS["sex"], SUMMARY)
    assert book.outcomes == ("female", "male", RATHER_NOT, SKIPPED, NOT_ASKED)
    assert book.positions([{"sex": "male"}, {}, {"sex": PREFER_NOT_TO_SAY}]) == bytes([1, 3, 2])
    assert book.positions([]) == b""


def test_a_codebook_is_made_once():
    assert codebook(CHARACTERISTICS["race"], DETAILED) is codebook(CHARACTERISTICS["race"], DETAILED)
