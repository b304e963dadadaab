import pytest
from hypothesis import given

from engage.bilingual import Bilingual
from engage.surveys import definition as d
from engage.surveys.checks import PROBLEMS, problems, problems_of
from tests import examples
from tests.surveys.builders import ONE, YES_NO, block, page, single, survey
from tests.surveys.strategies import definitions, surveys, words


@pytest.mark.parametrize("definition", examples.ALL)
def test_the_examples_can_be_published(definition):
    assert problems(definition) == ()


@given(definitions)
def test_any_definition_is_checked_without_a_crash_and_with_announced_problems_alone(definition):
    for problem in problems(definition):
        assert tuple(problem.parameters) == PROBLEMS[problem.code]


@given(definitions)
def test_a_question_has_those_of_all_problems_that_lie_in_it(definition):
    every = problems(definition)
    for question in definition.questions():
        mine = [problem for problem in every if problem.place.question == question.id]
        found = problems_of(definition, question.id)
        assert sorted(map(repr, found)) == sorted(map(repr, mine))


@given(surveys())
def test_surveys_that_make_sense_have_no_problem_but_routes_that_lead_nowhere(sections):
    definition = d.Definition(title=words("t"), sections=sections)
    assert {problem.code for problem in problems(definition)} <= {"unreachable", "after_the_end"}


def test_all_problems_are_reported_at_once_in_the_order_of_the_steps():
    definition = survey(
        page("one", single("a", YES_NO[:1])),
        page("two", title=Bilingual("5", "6")),
        page("three", show_if=d.Answered("nobody")),
        minutes=0,
    )
    assert [(p.code, p.place.step) for p in problems(definition)] == [
        ("out_of_range", 0),
        ("too_few", 1),
        ("numbers_differ", 2),
        ("unknown_question", 3),
    ]


def test_a_problem_in_a_block_leads_to_its_first_step():
    inner = (page("two", single("b")), page("three", single("c", YES_NO[:1])))
    (problem,) = problems(survey(ONE, block(*inner), page("last", single("z"))))
    assert (problem.place.step, problem.place.page, problem.place.question) == (3, "three", "c")
    (problem,) = problems(survey(block(*inner[:1]), page("last", single("z", YES_NO[:1]))))
    assert problem.place.step == 3  # after two items of one page each
