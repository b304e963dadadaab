"""Can only what the survey asks be planned, and does a plan follow a draft that changes?"""

from __future__ import annotations

from dataclasses import replace

from engage.analysis import planning
from engage.analysis.epochs import Kind
from engage.analysis.universe import Plan
from engage.equality.characteristics import Level
from engage.surveys.definition import EqualityModule, Is, Not
from engage.surveys.standard import opinion_steps
from tests.analysis.people import STANDARD
from tests.examples import BUDGET, ROUTED, SHORT

PERSON = Not(Is("who", ("organisation",)))
ASKING = replace(ROUTED, equality=EqualityModule(STANDARD.id, ("age", "sex"), show_if=PERSON))
PLAN = Plan(
    level=Level.STANDARD,
    characteristics=("age", "sex"),
    organisation_question="who",
    organisation_codes=("organisation",),
)


def test_the_survey_says_which_characteristics_there_are():
    assert [each.code for each in planning.characteristics(ASKING)] == ["age", "sex"]
    assert planning.characteristics(SHORT) == ()
    unknown = replace(SHORT, equality=EqualityModule("a set of the future"))
    assert planning.characteristics(unknown) == ()
    assert planning.equality_set(unknown) is None


def test_an_organisation_is_told_by_nothing_but_what_the_survey_itself_goes_by():
    """Else leaving out one answer and comparing two numbers would count the people who gave it."""
    assert [each.id for each in planning.choosing_questions(ASKING)] == ["who"]
    assert [option.code for option in planning.options_of(ASKING, "who")] == ["resident", "organisation"]
    assert planning.options_of(ASKING, "age") == ()
    assert planning.choosing_questions(ROUTED) == ()
    assert planning.choosing_questions(BUDGET) == ()


def test_a_plan_that_fits_stays_as_it_is():
    assert planning.fitted(PLAN, ASKING) == PLAN


def test_what_a_changed_draft_no_longer_asks_leaves_the_plan():
    without_sex = replace(ASKING, equality=replace(ASKING.equality, characteristics=("age", "disability")))
    assert planning.fitted(PLAN, without_sex).characteristics == ("age",)
    neither = replace(ASKING, equality=replace(ASKING.equality, characteristics=("race", "disability")))
    assert planning.fitted(PLAN, neither).characteristics == ("disability", "race")  # all there are
    fitted = planning.fitted(PLAN, replace(SHORT, equality=ASKING.equality))
    assert (fitted.organisation_question, fitted.organisation_codes) == ("", ())


def test_organisations_are_named_in_words():
    question, answers = planning.organisations(PLAN, ASKING)
    assert (question.cy, [answer.cy for answer in answers]) == ("Ydych chi'n ateb fel:", ["Sefydliad"])
    assert planning.organisations(planning.default(ASKING), ASKING) is None


def test_a_survey_without_equality_questions_is_not_broken_down():
    universe = planning.universe_of(planning.default(SHORT), None, ())
    assert universe.characteristics == ()


def test_who_has_responded_is_told_by_one_thing_at_a_time():
    """Two together, or one within a filter, would ask for as many changed responses as other figures."""
    plan = replace(PLAN, intersections=(("age", "sex"),), dimensions=("language",), filter="response:channel")
    known = planning.fitted(plan, ASKING)
    universe = planning.universe_of(known, STANDARD.id, [opinion_steps(ASKING)], Kind.COMPOSITION)
    assert [name[1:] for name in (each.name for each in universe.tables())] == [
        ("age", "", False), ("sex", "", False), ("language", "", False),
    ]  # fmt: skip
    finished = planning.universe_of(known, STANDARD.id, [opinion_steps(ASKING)], Kind.FINAL)
    assert {each.by.key for each in finished.tables()} >= {"age*sex", "language"}
