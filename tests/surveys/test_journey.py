import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.surveys.definition import Answer, steps
from engage.surveys.journey import Journey
from tests import examples
from tests.surveys.strategies import answers_to, surveys
from tests.surveys.test_routing import answers

RESPONDENT, JOURNEYS, BUS, MORE = (1, 2, 3, 4)
STEPS = steps(examples.ROUTED.sections)


def journey(**values):
    return Journey(STEPS, answers(**values))


def numbers(*found):
    return [step and step.number for step in found]


def test_the_first_page_comes_first():
    start = journey()
    assert numbers(start.next_step, start.before(RESPONDENT), start.after(RESPONDENT)) == [1, None, MORE]


@pytest.mark.parametrize(
    ("values", "open_steps"),
    [
        ({}, [RESPONDENT]),  # who is answering is required
        ({"age": "adult"}, [RESPONDENT]),
        ({"who": "organisation"}, [RESPONDENT, MORE]),
        ({"who": "resident"}, [RESPONDENT, JOURNEYS]),  # how they travel is required
        ({"who": "resident", "travel": ["car"]}, [RESPONDENT, JOURNEYS, MORE]),
        ({"who": "resident", "travel": ["bus"]}, [RESPONDENT, JOURNEYS, BUS]),
    ],
)
def test_a_step_opens_once_what_is_required_before_it_is_answered(values, open_steps):
    here = journey(**values)
    assert [number for number in range(6) if here.can_visit(number)] == open_steps


def test_after_the_last_step_the_answers_are_checked():
    done = journey(who="resident", travel=["bus"])
    assert numbers(done.after(RESPONDENT), done.after(JOURNEYS), done.after(BUS)) == [JOURNEYS, BUS, None]
    assert done.next_step is None


def test_back_leads_over_what_is_not_asked():
    assert numbers(journey(who="organisation").before(MORE)) == [RESPONDENT]


def test_progress_counts_the_steps_that_are_asked():
    assert journey(who="organisation").progress(MORE) == (2, 2)
    assert journey(who="resident").progress(JOURNEYS) == (2, 3)


def test_a_step_that_is_not_asked_asks_nothing():
    here = journey(who="organisation")
    assert here.step(JOURNEYS) is None
    assert here.questions(STEPS[JOURNEYS - 1]) == ()
    assert [question.id for question in here.questions(STEPS[0])] == ["who", "age"]


def test_only_what_is_asked_is_kept():
    assert set(journey(who="organisation", travel=["bus"]).kept()) == {"who"}


@given(st.data())
def test_answering_what_is_required_step_by_step_reaches_the_end(data):
    everything = steps(data.draw(surveys()))
    given_answers = data.draw(answers_to(everything))
    for _ in range(len(everything) + 1):
        here = Journey(everything, given_answers)
        if here.next_step is None:
            break
        for question in here.questions(here.next_step):
            code = "a" if question.kind == "single" else ["a"]
            given_answers.setdefault(here.next_step.key(question), Answer(code, "en"))
    assert here.next_step is None
    assert all(here.can_visit(step.number) for step in here.asked)


@given(st.data())
def test_forward_and_back_are_each_others_opposite(data):
    everything = steps(data.draw(surveys()))
    here = Journey(everything, data.draw(answers_to(everything)))
    for one, following in zip(here.asked, here.asked[1:], strict=False):
        assert here.after(one.number) is following
        assert here.before(following.number) is one
