import time
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.surveys import definition as d
from engage.surveys.checks import problems
from engage.surveys.definition import steps
from engage.surveys.routing import route
from tests.surveys.builders import MATRIX, YES_NO, block, found, number, page, several, single, survey
from tests.surveys.strategies import answers_to, small_surveys, some_options, surveys, words

NONE = d.Option("none", words("none"), exclusive=True)
START = page(
    "start", single("who"), several("some", (*YES_NO, NONE)), number("age", minimum=0, maximum=120), MATRIX
)


def unreachable(condition, *before):
    definition = survey(START, *before, page("end", single("end"), show_if=condition))
    return [(code, path) for code, path, _ in found(definition)]


@pytest.mark.parametrize(
    "condition",
    [
        d.All((d.Is("who", ("yes",)), d.Is("who", ("yes", "no")))),
        d.AnyOf((d.Is("who", ("yes",)), d.Is("who", ("no",)))),
        d.Not(d.Is("who", ("yes", "no"))),  # who is not answered
        d.All((d.Is("some", ("yes",)), d.Is("some", ("no",)))),  # both are ticked
        d.All((d.Is("some", ("yes",)), d.Not(d.Is("some", ("no", "none"))))),
        d.All((d.Between("age", 16), d.Not(d.Between("age", 18)))),  # 16 or 17
        d.All((d.Between("age", 16), d.Not(d.Between("age", 17, 19)))),
        d.All((d.Is("m", ("yes",), scale="s"), d.Is("m", ("no",), scale="s"))),  # in two rows
        d.All((d.Is("m", ("yes",), "r", "s"), d.Is("m", ("a",), "r", "t"))),
        d.All((d.Answered("who"), d.Not(d.Is("who", ("yes",))))),
        d.Not(d.All((d.Is("who", ("yes",)), d.Is("who", ("no",))))),
    ],
)
def test_what_can_be_true_leads_on(condition):
    assert unreachable(condition) == []


@pytest.mark.parametrize(
    "condition",
    [
        d.All((d.Is("who", ("yes",)), d.Is("who", ("no",)))),
        d.All((d.Is("who", ("yes",)), d.Not(d.Is("who", ("yes",))))),
        d.All((d.Answered("who"), d.Not(d.Is("who", ("yes", "no"))))),
        d.All((d.Answered("who"), d.Not(d.Answered("who")))),
        d.Not(d.AnyOf((d.Answered("who"), d.Not(d.Answered("who"))))),
        d.All(
            (
                d.AnyOf((d.Is("who", ("yes",)), d.Is("age", ("x",)))),
                d.Not(d.Answered("who")),
                d.Not(d.Answered("age")),
            )
        ),
        d.All((d.Is("some", ("yes",)), d.Is("some", ("none",)))),  # nothing stands beside "none"
        d.All((d.Is("some", ("yes",)), d.Not(d.Is("some", ("yes", "no"))))),
        d.All((d.Answered("some"), d.Not(d.Is("some", ("yes", "no", "none"))))),
        d.Between("age", 121),
        d.All((d.Between("age", 16), d.Between("age", None, 15))),
        d.All((d.Between("age", 16), d.Not(d.Between("age", 16)))),
        d.All((d.Between("age", 16, 17), d.Not(d.Between("age", 15, 17)))),
        d.All((d.Is("m", ("yes",), "r", "s"), d.Is("m", ("no",), "r", "s"))),
    ],
)
def test_what_contradicts_itself_leads_nowhere(condition):
    assert ("unreachable", "section › end") in unreachable(condition)


def test_a_contradiction_between_section_and_page_is_seen():
    inside = d.Section(
        id="inside",
        title=words("inside"),
        show_if=d.Is("who", ("yes",)),
        parts=(page("two", single("b"), show_if=d.Is("who", ("no",))),),
    )
    definition = survey(START)
    assert found(replace(definition, sections=(*definition.sections, inside))) == [
        ("unreachable", "inside › two", {})
    ]


def test_a_contradiction_with_what_asks_the_question_is_seen():
    middle = page("middle", single("why"), show_if=d.Is("who", ("no",)))
    assert unreachable(d.All((d.Answered("why"), d.Is("who", ("yes",)))), middle) == [
        ("unreachable", "section › end")
    ]


def test_nothing_comes_after_a_page_that_ends_everybodys_survey():
    assert unreachable(None, page("stop", ends=True)) == [("after_the_end", "section › end")]


def test_a_page_that_ends_some_surveys_lets_the_others_go_on():
    stop = page("stop", ends=True, show_if=d.Is("who", ("no",)))
    assert unreachable(d.Is("who", ("yes",)), stop) == []
    assert unreachable(d.Is("who", ("no",)), stop) == [("unreachable", "section › end")]


def test_two_ends_that_catch_everybody_leave_nobody():
    ends = (
        page("one", ends=True, show_if=d.Answered("who")),
        page("two", ends=True, show_if=d.Not(d.Answered("who"))),
    )
    assert unreachable(None, *ends) == [("unreachable", "section › end")]


def test_a_question_that_nobody_is_asked_is_found_on_its_page():
    never = single("never", show_if=d.All((d.Is("who", ("yes",)), d.Is("who", ("no",)))))
    definition = survey(START, page("two", single("b"), never))
    assert found(definition) == [("unreachable", "section › two › never", {})]


def test_a_page_whose_questions_are_all_hidden_is_not_reached():
    never = single("never", show_if=d.All((d.Is("who", ("yes",)), d.Is("who", ("no",)))))
    assert found(survey(START, page("two", never))) == [("unreachable", "section › two", {})]


def test_a_page_of_a_block_is_reached_when_one_of_its_items_is():
    pick = page("pick", several("pick", tuple(d.Option(code, words(code)) for code in ("x", "y"))))
    only_x = block(page("two", single("b"), show_if=d.Not(d.Is("pick", ("y",)))), picked_by="pick")
    never = block(page("two", single("b"), show_if=d.Not(d.Is("pick", ("x", "y")))), picked_by="pick")
    assert found(survey(pick, only_x)) == []
    assert found(survey(pick, never)) == [("unreachable", "section › block › two", {})]


@given(st.data())
def test_whatever_somebody_reaches_is_not_called_unreachable(data):
    sections = data.draw(surveys())
    everything = steps(sections)
    definition = d.Definition(title=words("t"), sections=sections)
    lost = {(p.place.page, p.place.question) for p in problems(definition)}
    for _ in range(5):
        here = route(everything, data.draw(answers_to(everything)))
        for step in here.steps:
            assert (step.page.id, "") not in lost
            for question in here.questions[step.number]:
                assert (step.page.id, question.id) not in lost


ONE_CODE = (None, "a", "b", "c")
SEVERAL_CODES = (None, ["a"], ["b"], ["a", "b"], ["c"])  # "c" stands alone


@given(small_surveys())
def test_a_page_is_called_unreachable_exactly_when_no_way_of_answering_leads_to_it(sections):
    everything = steps(sections)
    questions = [question for step in everything for question in step.page.questions]
    values = [SEVERAL_CODES if question.kind == "several" else ONE_CODE for question in questions]
    met = set()
    for way in product(*values):
        given_answers = {q.id: d.Answer(v, "en") for q, v in zip(questions, way, strict=True) if v}
        met |= {step.page.id for step in route(everything, given_answers).steps}
    lost = {problem.place.page for problem in problems(d.Definition(title=words("t"), sections=sections))}
    assert lost == {step.page.id for step in everything} - met


def test_a_survey_with_a_hundred_routes_is_checked_in_a_moment():
    pages = [page("p0", single("q0", some_options()))]
    for n in range(1, 100):
        show_if = d.AnyOf((d.Is(f"q{n - 1}", ("a",)), d.Not(d.Is(f"q{n // 2}", ("b", "c")))))
        pages.append(page(f"p{n}", single(f"q{n}", some_options()), show_if=show_if, ends=n % 7 == 0))
    started = time.process_time()
    problems(survey(*pages))
    assert time.process_time() - started < 5
