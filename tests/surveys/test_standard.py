from dataclasses import replace

import pytest

from engage.bilingual import Bilingual
from engage.equality.asking import AGE_QUESTION, is_asked
from engage.equality.characteristics import PREFER_NOT_TO_SAY
from engage.equality.library import SETS
from engage.surveys import checks
from engage.surveys.definition import Answer, EqualityModule, LongText, steps
from engage.surveys.journey import Journey
from engage.surveys.routing import route
from engage.surveys.standard import (
    GROUPS,
    WELSH_EFFECTS_IDS,
    equality_intro,
    equality_section,
    equality_steps,
    opinion_steps,
    problems,
    welsh_effects_section,
)
from tests import examples
from tests.surveys.test_routing import answers

SET = SETS["2026-11"]
EQUALITY = equality_steps(examples.BUDGET)


def questions_asked(**given_answers):
    found = route(EQUALITY, answers(**given_answers))
    return {question.id for step in found.steps for question in found.questions[step.number]}


@pytest.mark.parametrize("standard", SETS.values(), ids=SETS)
def test_every_question_of_every_set_is_on_exactly_one_page(standard):
    asked = [question.id for step in steps((equality_section(standard),)) for question in step.page.questions]
    expected = [question.id for each in standard.choose() for question in each.questions]
    assert sorted(asked) == sorted(expected)


def test_every_characteristic_has_a_group():
    grouped = [code for _, _, codes in GROUPS for code in codes]
    assert sorted(grouped) == sorted({each.code for each in SET.characteristics})


def test_the_age_question_comes_first():
    assert [question.id for question in EQUALITY[0].page.questions] == [AGE_QUESTION]


def test_nobody_has_to_answer_anything():
    for step in EQUALITY:
        for question in step.page.questions:
            assert not question.required
            assert not any(option.other_required for option in question.options)
            assert question.options[-1].code == PREFER_NOT_TO_SAY


def test_there_are_few_questions_on_a_page():
    assert max(len(step.page.questions) for step in EQUALITY) <= 3


def test_under_16s_are_not_asked_about_gender_identity_orientation_marriage_and_pregnancy():
    grown_up = {"gender_identity", "sexual_orientation", "marriage", "pregnancy"}
    assert not grown_up & questions_asked(age="under_16")
    assert grown_up <= questions_asked(age="age_16_to_19")
    assert grown_up <= questions_asked(age=PREFER_NOT_TO_SAY)
    assert grown_up <= questions_asked()  # who has not said how old they are can skip each of them


def test_the_second_question_on_disability_follows_a_yes():
    assert "disability_impact" in questions_asked(disability_condition="yes")
    assert "disability_impact" not in questions_asked(disability_condition="no")
    assert "disability_impact" not in questions_asked()


def test_the_detailed_ethnic_group_follows_the_group():
    detailed = {id_ for id_ in questions_asked(ethnic_group="white") if id_.startswith("ethnic_group_")}
    assert detailed == {"ethnic_group_white"}


@pytest.mark.parametrize("age", ["under_16", "age_25_to_34", PREFER_NOT_TO_SAY, None])
@pytest.mark.parametrize("condition", ["yes", "no", None])
@pytest.mark.parametrize("group", ["white", "black", PREFER_NOT_TO_SAY, None])
def test_routing_asks_what_the_room_of_equality_says(age, condition, group):
    given_answers = {"age": age, "disability_condition": condition, "ethnic_group": group}
    expected = {
        question.id
        for characteristic in SET.choose()
        for question in characteristic.questions
        if is_asked(question, given_answers)
    }
    assert questions_asked(**{key: value for key, value in given_answers.items() if value}) == expected


def test_no_page_is_empty_for_anybody():
    for age in ("under_16", "age_25_to_34"):
        journey = Journey(EQUALITY, {"age": Answer(age, "en")})
        assert all(journey.questions(step) for step in journey.asked)


def test_a_page_of_one_question_is_called_as_its_question():
    alone = [step.page for step in EQUALITY if len(step.page.questions) == 1]
    assert len(alone) >= 3
    assert all(page.title == page.questions[0].title for page in alone)


def test_a_survey_may_ask_about_some_characteristics_alone():
    survey = replace(examples.SHORT, equality=EqualityModule("2026-11", ("age", "race")))
    ids = {question.id for step in equality_steps(survey) for question in step.page.questions}
    assert {"age", "ethnic_group", "ethnic_group_white"} <= ids
    assert "sex" not in ids


def test_a_survey_without_equality_questions_has_none():
    assert (equality_steps(examples.SHORT), equality_intro(examples.SHORT)) == ((), Bilingual())
    assert equality_intro(examples.BUDGET) == SET.intro


@pytest.mark.parametrize(
    ("module", "found"),
    [
        (None, []),
        (EqualityModule("2026-11"), []),
        (EqualityModule("2026-11", ("age", "sex", "marriage")), []),
        (EqualityModule("2026-11", ("sex", "race")), []),
        (EqualityModule("1999-01"), [("unknown_set", {"set": "1999-01"})]),
        (EqualityModule("2026-11", ("age", "shoes")), [("unknown_characteristic", {"code": "shoes"})]),
        (EqualityModule("2026-11", ("sex", "marriage")), [("age_needed", {})]),  # not asked of under-16s
    ],
)
def test_what_is_wrong_with_a_reference_to_a_set_is_named(module, found):
    survey = replace(examples.SHORT, equality=module)
    assert [(problem.code, problem.parameters) for problem in problems(survey)] == found


def test_a_draft_with_an_unknown_set_can_still_be_looked_at():
    survey = replace(examples.SHORT, equality=EqualityModule("1999-01"))
    assert (equality_steps(survey), equality_intro(survey)) == ((), Bilingual())


# --- effects on Welsh -----------------------------------------------------------------------------------


def test_the_questions_on_effects_on_welsh_come_last_and_name_the_proposal():
    *_, last = opinion_steps(examples.BUDGET)
    assert last.number == 6
    assert last.page.title == Bilingual(
        "Effects on the Welsh language: The budget for next year",
        "Effeithiau ar y Gymraeg: Y gyllideb ar gyfer y flwyddyn nesaf",
    )
    assert [type(question) for question in last.page.questions] == [LongText] * 3
    assert (last.page.id, *(question.id for question in last.page.questions)) == WELSH_EFFECTS_IDS


def test_a_survey_without_a_proposal_asks_nothing_about_welsh():
    assert [step.page.id for step in opinion_steps(examples.SHORT)] == ["support"]


def test_the_steps_of_the_survey_have_their_words_filled():
    titles = [step.page.title.en for step in opinion_steps(examples.BUDGET)]
    assert titles[1] == "Proposal: Shorter opening hours in libraries"
    assert titles[3] == "Proposal: Fewer flower beds in parks"


def test_the_standard_questions_pass_the_checks_that_surveys_must_pass():
    sections = (equality_section(SET), welsh_effects_section(Bilingual("Parks", "Parciau")))
    found = checks.problems(replace(examples.SHORT, sections=sections))
    assert {problem.code for problem in found} <= {"reserved_code"}


def test_household_income_is_asked_where_it_is_chosen_and_nowhere_else():
    def pages(*chosen: str) -> list[str]:
        return [part.id for part in equality_section(SET, chosen).parts]

    assert "household" not in pages()
    assert pages("age", "household_income") == ["age", "household"]
