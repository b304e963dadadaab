"""Are the demo's instruments complete, sound and made of what a real survey needs?"""

import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

import engage
from engage.bilingual import Bilingual
from engage.surveys import checks
from engage.surveys.definition import (
    KINDS,
    Answer,
    Block,
    Matrix,
    Page,
    PostcodeQuestion,
    SeveralChoices,
    steps,
)
from engage.surveys.interchange import read_yaml, write_yaml
from engage.surveys.journey import Journey

FOLDER = Path(engage.__file__).parent / "demo" / "instruments"
INSTRUMENTS = {path.stem: read_yaml(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.yaml"))}
COHESION, BUDGET, REGIONAL = (INSTRUMENTS[name] for name in ("cohesion", "budget", "regional_equality"))
MEASURES = ("belong", "get_on", "respect")  # the three of the National Survey for Wales

ORGANISATION = {
    "cohesion": "organisation",
    "budget": "voluntary",
    "regional_equality": "organisation",
    "play_area": "organisation",
}
EVERYTHING = {  # the answers of a person with everything to say
    "cohesion": {
        "respondent": "resident",
        "topics": ["community", "hub"],
        "age": "sixteen_or_over",
        "fair_chances": {"work": {"fairness": "very_unfair"}},
        "hate_crime_consent": "yes",
        "hate_crime_happened": ["seen"],
    },
    "budget": {"respondent": "resident", "chosen": ["rubbish"]},
    "regional_equality": {
        "respondent": "myself",
        "county": "glynmorfa",
        "work": {"pay": {"others": "a_little_worse"}},
        "employment": "employee",
        "barriers": ["welsh"],
    },
    "play_area": {"respondent": "resident"},
}

each_instrument = pytest.mark.parametrize("name", INSTRUMENTS)


def words(part, path=""):
    """Every text in a definition with its place."""
    if isinstance(part, Bilingual):
        yield path, part
    elif isinstance(part, tuple):
        for at, each in enumerate(part):
            yield from words(each, f"{path}/{getattr(each, 'id', getattr(each, 'code', at))}")
    elif is_dataclass(part):
        for field in fields(part):
            yield from words(getattr(part, field.name), f"{path}.{field.name}")


def question(definition, wanted):
    return next(each for each in definition.questions() if each.id == wanted)


def page(definition, wanted):
    return next(each for each in definition.pages() if each.id == wanted)


def asked(definition, **values):
    """The pages, or pages and items, that these answers lead to."""
    answers = {key: Answer(value, "en") for key, value in values.items()}
    journey = Journey(steps(definition.sections), answers)
    return [step.item.code if step.item else step.page.id for step in journey.asked]


@each_instrument
def test_an_instrument_has_no_problems(name):
    assert list(checks.problems(INSTRUMENTS[name])) == []


@each_instrument
def test_an_instrument_survives_being_written_and_read_again(name):
    assert read_yaml(write_yaml(INSTRUMENTS[name])) == INSTRUMENTS[name]


@each_instrument
def test_an_instrument_is_complete_in_both_languages(name):
    incomplete = [place for place, text in words(INSTRUMENTS[name]) if text and not text.complete]
    assert incomplete == []


@each_instrument
def test_amounts_and_telephone_numbers_are_the_same_in_both_languages(name):
    digits = re.compile(r"£?[0-9][0-9,./]*[0-9]%?|[0-9]")
    different = [
        place
        for place, text in words(INSTRUMENTS[name])
        if sorted(digits.findall(text.en)) != sorted(digits.findall(text.cy))
    ]
    assert different == []


@each_instrument
def test_no_words_are_left_in_the_other_language(name):
    """Only amounts, years, placeholders and a few names of places read the same in both."""
    names = {"Glynmorfa", "Ystradwen", "{item}"}
    same = {text.en for _, text in words(INSTRUMENTS[name]) if text and text.en == text.cy}
    assert {each for each in same if re.search("[A-Za-z]", each)} <= names


@each_instrument
def test_no_text_has_an_ampersand(name):
    assert [place for place, text in words(INSTRUMENTS[name]) if "&" in text.en + text.cy] == []


@each_instrument
def test_question_titles_fit_into_a_heading(name):
    titles = [title for each in INSTRUMENTS[name].questions() for title in (each.title.en, each.title.cy)]
    assert max(map(len, titles)) <= 100


@each_instrument
def test_an_instrument_is_whole(name):
    definition = INSTRUMENTS[name]
    assert definition.intro.complete
    assert len(definition.welsh_effects.en) <= 90  # it becomes part of a heading
    assert definition.contact
    assert definition.equality.set == "2026-11"
    assert "report" in definition.intro.en  # what is done with the answers


@each_instrument
def test_the_council_says_which_effects_on_welsh_it_expects_right_before_it_asks(name):
    last = INSTRUMENTS[name].sections[-1]
    assert not last.show_if
    assert last.parts[-1].id == "effects_considered"
    assert last.parts[-1].body.complete


@each_instrument
def test_whoever_chooses_none_of_these_chooses_nothing_else(name):
    for each in INSTRUMENTS[name].questions():
        if isinstance(each, SeveralChoices):
            alone = {option.code for option in each.options if option.exclusive}
            assert alone == alone & {"none", "nothing", "nobody", "not_sure", "prefer_not_to_say"}
            assert {"none", "nothing", "nobody"} & {o.code for o in each.options} <= alone


@each_instrument
def test_organisations_are_not_asked_about_their_own_lives(name):
    personal = {"age_and_area", "belonging", "hub_use", "bodies", "employment", "community", "visits"}
    route = asked(INSTRUMENTS[name], respondent=ORGANISATION[name], topics=["community", "hub"])
    assert not personal & set(route)
    assert {"organisation", "your_organisation"} & set(route)


def test_cohesion_uses_every_kind_of_question():
    assert {each.kind for each in COHESION.questions()} == set(KINDS)


@pytest.mark.parametrize("definition", [COHESION, REGIONAL])
def test_the_three_national_measures_of_cohesion_are_asked_on_a_scale_of_five(definition):
    measures = question(definition, "cohesion")
    assert tuple(row.code for row in measures.rows) == MEASURES
    assert len(measures.scales[0].points) == 5


def test_each_strand_of_cohesion_is_asked_about():
    route = asked(COHESION, respondent="resident", topics=["community"])
    assert [each for each in route if each in ("belonging", "diversity", "chances", "relationships")] == [
        "belonging", "diversity", "chances", "relationships",
    ]  # fmt: skip


def test_who_sees_unfair_chances_is_asked_who_has_less():
    fair = {"education": {"fairness": "very_fair"}}
    unfair = fair | {"home": {"fairness": "quite_unfair"}}
    person = {"respondent": "resident", "topics": ["community"]}
    assert "unfair_chances" not in asked(COHESION, **person, fair_chances=fair)
    assert "unfair_chances" in asked(COHESION, **person, fair_chances=unfair)


@pytest.mark.parametrize(
    ("answers", "reached"),
    [
        ({"age": "sixteen_or_over"}, True),
        ({"age": "under_16"}, False),
        ({"age": "prefer_not_to_say"}, False),
        ({}, False),  # has not said
        ({"age": "sixteen_or_over", "respondent": "organisation"}, False),
        ({"age": "sixteen_or_over", "topics": ["hub"]}, False),
    ],
)
def test_hate_crime_is_offered_to_people_of_16_who_chose_to_answer_about_their_area(answers, reached):
    person = {"respondent": "resident", "topics": ["community"]}
    assert ("hate_crime_choice" in asked(COHESION, **person | answers)) == reached


def test_questions_about_hate_crime_need_a_choice_and_none_must_be_answered():
    person = {"respondent": "resident", "topics": ["community"], "age": "sixteen_or_over"}
    about_hate = next(section for section in COHESION.sections if section.id == "hate_crime")
    assert "hate_crime_experience" not in asked(COHESION, **person)
    assert "hate_crime_experience" in asked(COHESION, **person, hate_crime_consent="yes")
    assert not any(each.required for part in about_hate.parts for each in part.questions)


def test_every_page_about_hate_crime_can_be_left_at_once_and_help_is_named_first():
    about_hate = next(section for section in COHESION.sections if section.id == "hate_crime")
    assert all(part.safe_exit for part in about_hate.parts)
    for body in (about_hate.parts[0].body, page(COHESION, "hate_crime_help").body):
        for text in (body.en, body.cy):
            assert {"999", "101"} <= set(re.findall(r"\b[0-9]{3}\b", text))


def test_postcodes_of_the_demo_belong_to_nobody():
    postcodes = [
        beginning
        for each in COHESION.questions()
        if isinstance(each, PostcodeQuestion)
        for area in each.areas
        for beginning in area.postcodes
    ]
    assert postcodes
    assert all(beginning.startswith("ZZ") for beginning in postcodes)


def proposals() -> Block:
    return next(part for section in BUDGET.sections for part in section.parts if isinstance(part, Block))


def test_the_budget_repeats_one_page_over_fourteen_proposals():
    assert len(proposals().items) == 14
    offered = [option.code for option in question(BUDGET, "chosen").options if not option.exclusive]
    assert offered == [item.code for item in proposals().items]


def test_the_savings_add_up_to_what_the_introduction_says():
    amounts = [dict(item.data)["amount"].en for item in proposals().items]
    total = sum(int(amount.removeprefix("£").replace(",", "")) for amount in amounts)
    assert f"£{total:,}" in BUDGET.intro.en
    assert f"£{total:,}" in BUDGET.intro.cy


def test_the_amounts_to_choose_by_are_the_amounts_of_the_proposals():
    beside = {option.code: option.hint.en for option in question(BUDGET, "chosen").options if option.hint}
    assert beside == {item.code: dict(item.data)["amount"].en for item in proposals().items}


def test_only_chosen_proposals_are_asked_about():
    route = asked(BUDGET, respondent="resident", chosen=["rubbish", "day_centres"])
    assert [each for each in route if each in {item.code for item in proposals().items}] == [
        "day_centres", "rubbish",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("respondent", "effect"),
    [
        ("resident", "effect"),
        ("business", "effect_on_organisation"),
        ("voluntary", "effect_on_organisation"),
        ("town_council", "effect_on_organisation"),
    ],
)
def test_residents_and_organisations_are_asked_about_effects_in_their_own_way(respondent, effect):
    answers = {"respondent": Answer(respondent, "cy"), "chosen": Answer(["rubbish"], "cy")}
    journey = Journey(steps(BUDGET.sections), answers)
    proposal = next(step for step in journey.asked if step.item)
    assert [each.id for each in journey.questions(proposal)] == ["agree", effect, "know"]


def test_six_areas_of_life_are_rated_on_two_scales_on_the_same_rows():
    life = next(section for section in REGIONAL.sections if section.id == "life")
    rated = [each for part in life.parts for each in part.questions if isinstance(each, Matrix)]
    assert [tuple(scale.code for scale in each.scales) for each in rated] == [("own", "others")] * 6


def test_whoever_sees_others_fare_worse_is_asked_which_groups():
    person = {"respondent": "myself", "county": "ystradwen"}
    own = {"schools": {"own": "very_bad", "others": "same"}}
    others = {"help": {"others": "much_worse"}}
    assert "groups" not in asked(REGIONAL, **person, education=own)
    assert "groups" in asked(REGIONAL, **person, education=own, safety=others)


def test_somebody_from_outside_the_region_is_asked_one_page_and_no_more():
    assert asked(REGIONAL, respondent="myself", county="elsewhere") == ["who", "elsewhere"]


@pytest.mark.parametrize(
    ("barriers", "reached"), [(["cost", "online"], True), (["nothing"], False), (None, False)]
)
def test_only_whom_something_stops_is_asked_what_would_help(barriers, reached):
    given = {"barriers": barriers} if barriers else {}
    assert ("help" in asked(REGIONAL, respondent="myself", county="glynmorfa", **given)) == reached


@each_instrument
def test_every_page_of_an_instrument_is_met_on_some_route(name):
    """A person with everything to say, an organisation and a stranger meet them all."""
    definition = INSTRUMENTS[name]
    routes = [
        asked(definition, **EVERYTHING[name]),
        asked(definition, **EVERYTHING[name] | {"respondent": ORGANISATION[name]}),
        asked(definition, respondent="myself", county="elsewhere"),
    ]
    met = {each for route in routes for each in route}
    pages = {part.id for s in definition.sections for part in s.parts if isinstance(part, Page)}
    assert pages <= met
