import timeit
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.surveys.definition import (
    All,
    Answer,
    Answered,
    AnyOf,
    Between,
    Is,
    ListItem,
    Not,
    steps,
)
from engage.surveys.routing import asked, holds, route
from tests import examples
from tests.surveys.strategies import answers_to, surveys, words

ROUTED = steps(examples.ROUTED.sections)
BUDGET = steps(examples.BUDGET.sections)


def answers(**values):
    """Answers by question; "@" cannot stand in a Python name, so "__" does."""
    return {key.replace("__", "@"): Answer(value, "en") for key, value in values.items()}


GIVEN = answers(
    one="a",
    some=["a", "b"],
    age=15,
    rated={"parks": {"good": "agree", "needed": "neither"}, "buses": {"good": "disagree"}},
    inside__x="a",
)


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        (Is("one", ("a", "z")), True),
        (Is("one", ("z",)), False),
        (Is("some", ("b",)), True),
        (Is("some", ("c",)), False),
        (Is("nothing", ("a",)), False),
        (Is("age", ("15",)), False),  # a number is no code
        (Is("rated", ("disagree",)), True),  # in any row, on any scale
        (Is("rated", ("neither",), row="parks"), True),
        (Is("rated", ("neither",), row="buses"), False),
        (Is("rated", ("neither",), scale="good"), False),
        (Is("rated", ("agree",), row="parks", scale="good"), True),
        (Between("age", 15, 15), True),
        (Between("age", 16), False),
        (Between("age", None, 14.5), False),
        (Between("one", 0), False),  # a code is no number
        (Between("nothing"), False),
        (Answered("age"), True),
        (Answered("nothing"), False),
        (Not(Is("nothing", ("a",))), True),
        (All(()), True),
        (All((Answered("one"), Answered("nothing"))), False),
        (AnyOf(()), False),
        (AnyOf((Answered("nothing"), Answered("one"))), True),
    ],
)
def test_a_condition_is_true_or_false(condition, truth):
    assert holds(condition, GIVEN) is truth


def test_inside_a_block_a_condition_means_the_answer_for_the_same_item():
    condition = Is("inside", ("a",))
    assert holds(condition, GIVEN, ListItem("x", words("x")))
    assert not holds(condition, GIVEN, ListItem("y", words("y")))
    assert not holds(condition, GIVEN)


def test_inside_a_block_a_condition_may_still_mean_a_question_outside():
    assert holds(Is("one", ("a",)), GIVEN, ListItem("x", words("x")))


def pages(found):
    return [step.page.id + (f"@{step.item.code}" if step.item else "") for step in found]


@pytest.mark.parametrize(
    ("given_answers", "expected"),
    [
        ({}, ["respondent", "more"]),
        (answers(who="organisation"), ["respondent", "more"]),
        (answers(who="resident"), ["respondent", "journeys", "more"]),
        (answers(who="resident", age="under_16"), ["respondent", "more"]),
        (answers(who="resident", travel=["car"]), ["respondent", "journeys", "more"]),
        (
            answers(who="resident", travel=["bus", "car"]),
            ["respondent", "journeys", "bus"],
        ),  # the bus page ends
    ],
)
def test_answers_lead_through_sections_and_pages(given_answers, expected):
    assert pages(asked(ROUTED, given_answers)) == expected


@pytest.mark.parametrize(
    ("given_answers", "expected"),
    [
        ({}, ["choose"]),
        (answers(matters=["none"]), ["choose"]),
        (answers(matters=["parks"]), ["choose", "proposal@parks"]),
        (answers(matters=["libraries", "parks"]), ["choose", "proposal@libraries", "proposal@parks"]),
        (
            answers(matters=["libraries", "parks"], agree__parks="disagree"),
            ["choose", "proposal@libraries", "proposal@parks", "effect@parks"],
        ),
    ],
)
def test_a_block_is_asked_for_each_item_that_was_picked(given_answers, expected):
    assert pages(asked(BUDGET, given_answers)) == expected


def test_an_answer_on_a_route_no_longer_taken_does_not_count():
    changed = answers(who="organisation", travel=["bus"], better="More of them", comments="None")
    found = route(ROUTED, changed)
    assert pages(found.steps) == ["respondent", "more"]
    assert set(found.kept) == {"who", "comments"}


def with_reasons(*more):
    """The short survey, and a second page that asks why, but only of those who said no."""
    (section,) = examples.SHORT.sections
    (page,) = section.parts
    (question,) = page.questions
    why = replace(question, id="why", show_if=Is("longer_hours", ("no",)))
    reasons = replace(page, id="reasons", questions=(why, *more))
    return steps((replace(section, parts=(page, reasons)),))


def test_an_answer_to_a_question_that_is_hidden_does_not_count():
    other = examples.question(examples.ROUTED, "comments")
    found = route(with_reasons(other), answers(longer_hours="yes", why="yes", comments="Good"))
    assert [question.id for question in found.questions[2]] == ["comments"]
    assert set(found.kept) == {"longer_hours", "comments"}


def test_a_page_all_of_whose_questions_are_hidden_is_left_out():
    assert pages(asked(with_reasons(), answers(longer_hours="yes"))) == ["support"]
    assert pages(asked(with_reasons(), answers(longer_hours="no"))) == ["support", "reasons"]


@given(st.data())
def test_routing_looks_backward_only(data):
    everything = steps(data.draw(surveys()))
    before, after = data.draw(answers_to(everything)), data.draw(answers_to(everything))
    cut = data.draw(st.integers(0, len(everything)))
    early = {step.key(q) for step in everything[:cut] for q in step.page.questions}
    mixed = {key: answer for key, answer in before.items() if key in early}
    mixed |= {key: answer for key, answer in after.items() if key not in early}

    def start(found):
        return [step.number for step in found.steps if step.number <= cut + 1]

    one, other = route(everything, before), route(everything, mixed)
    assert start(one) == start(other)
    assert all(one.questions[n] == other.questions[n] for n in start(one))


@given(st.data())
def test_what_is_kept_leads_the_same_way_and_keeps_all_of_itself(data):
    everything = steps(data.draw(surveys()))
    found = route(everything, data.draw(answers_to(everything)))
    assert route(everything, found.kept) == found


@given(st.data())
def test_only_answers_to_questions_that_are_asked_are_kept(data):
    everything = steps(data.draw(surveys()))
    given_answers = data.draw(answers_to(everything))
    found = route(everything, given_answers)
    keys = {step.key(q) for step in found.steps for q in found.questions[step.number]}
    assert found.kept == {key: answer for key, answer in given_answers.items() if key in keys}


def test_thirty_steps_are_routed_in_no_time():
    everything = steps(examples.BUDGET.sections * 6)
    given_answers = answers(matters=["libraries", "parks"], agree__parks="disagree")
    assert len(everything) == 30
    assert min(timeit.repeat(lambda: route(everything, given_answers), number=20, repeat=20)) / 20 < 0.001
