"""Does the audit know what everybody knows: who can have been asked a question at all?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from engage.analysis.audit import audit, quick
from engage.analysis.audited import Contradiction, Kind, Public, Routed, Whose
from engage.analysis.guarded import guarded
from engage.analysis.known import Asked, public
from engage.analysis.universe import Plan, universe
from engage.equality.characteristics import Level
from engage.surveys.definition import All, Is, Not, Page, Section, SingleChoice, steps
from engage.surveys.standard import opinion_steps
from tests.analysis import people
from tests.analysis.safe import alone, crossed, subject
from tests.analysis.test_bounds_truth import Truth, check, true_answers
from tests.examples import ROUTED

WHY = SingleChoice(id="why", title=people.both("Why"), options=people.options("cost", "time"))
PLAN = Plan(level=Level.SUMMARY, characteristics=("sex", "age"))
FOR = Is("view", ("for",))


def routes(*pages: Page) -> set[Routed]:
    asked = steps((Section(id="s", title=people.both("S"), parts=pages),))
    tables = universe(PLAN, (asked,), people.STANDARD)
    return set(public(tables, [Asked(asked, {}, None)], [PLAN]).routed)


def page(*questions, **fields) -> Page:
    return Page(id=questions[0].id, title=people.both("P"), questions=questions, **fields)


@pytest.mark.parametrize(
    ("show_if", "found"),
    [
        (FOR, {Routed("why", "view", frozenset({"for"}), True)}),
        (Is("view", ("for", "neither")), {Routed("why", "view", frozenset({"for", "neither"}), True)}),
        (All((FOR, Is("uses", ("bus",)))), {Routed("why", "view", frozenset({"for"}), False),
                                            Routed("why", "uses", frozenset({"bus"}), False)}),
        (Not(FOR), set()),
        (None, set()),
    ],
)  # fmt: skip
def test_who_is_asked_is_read_from_the_survey(show_if, found):
    assert routes(page(people.VIEW, people.USES), page(replace(WHY, show_if=show_if))) == found
    assert routes(page(people.VIEW, people.USES), page(WHY, show_if=show_if)) == found


def test_after_a_page_that_ends_for_some_it_is_not_everybody_who_answered_so():
    ending = page(people.FEEL, show_if=Is("uses", ("bus",)), ends=True)
    (_, route) = sorted(routes(page(people.VIEW, people.USES), ending, page(WHY, show_if=FOR)))
    assert route == Routed("why", "view", frozenset({"for"}), False)


def test_a_survey_with_conditions_of_sections_and_pages():
    asked = opinion_steps(ROUTED)
    tables = universe(PLAN, (asked,), people.STANDARD)
    found = {route[:3] for route in public(tables, [Asked(asked, {}, None)], [PLAN]).routed}
    assert ("travel", "who", frozenset({"resident"})) in found
    assert ("better", "travel", frozenset({"bus"})) in found


VIEW, LATER = subject("view", "for", "neither", "against"), subject("why", "cost", "time")
ROUTE = Routed("why", "view", frozenset({"for"}), True)
KNOWN = Public(asked_of_all=frozenset({"view"}), complete=frozenset({"language"}), routed=(ROUTE,))


def test_more_cannot_be_asked_than_have_chosen_the_answer_that_leads_there():
    tables = [alone(VIEW, 20, 40, 40, 100, 100), alone(LATER, 20, 10, 30, 30)]  # at most 24 of 26 at least
    assert quick(tables, 300, public=replace(KNOWN, routed=())).safe
    with pytest.raises(Contradiction):
        quick(tables, 300, public=KNOWN)


def test_what_routing_tells_of_a_hidden_answer_is_found():
    """Ten or so were asked why: so many were for it."""
    views = {"en": (None, 20, 20, 50, 50), "cy": (20, 20, 20, 60, 60)}
    asked = {"en": (None, None, 10, 10), "cy": (10, 10, 20, 20)}
    tables = [crossed(VIEW, "language", views), crossed(LATER, "language", asked)]
    found = {each[3:5] + each[1:2] for each in tables_failing(tables, KNOWN)}
    without = {each[3:5] + each[1:2] for each in tables_failing(tables, replace(KNOWN, routed=()))}
    assert ("en", "for", "language") in found - without


def tables_failing(tables, known):
    return [
        failure
        for failure in audit(tables, 110, public=known).failures
        if failure.kind is Kind.NARROW and failure.whose is Whose.COUNTED
    ]


@pytest.mark.parametrize("exactly", [True, False])
@pytest.mark.parametrize("leads", ["view", "uses"])
def test_what_follows_from_routing_is_true(leads, exactly):
    asked = people.of(people.VIEW, people.USES, WHY, characteristics=("age", "sex"))
    code = {"view": "for", "uses": "bus"}[leads]
    everybody = [routed(each, leads, code) for each in people.invented(asked, 150, 6)]
    known = Public(
        characteristics=people.STANDARD.characteristics,
        asked_of_all=frozenset({"age", "sex", "view", "uses"}),
        all_counted=True,
        routed=(Routed("why", leads, frozenset({code}), exactly),),
    )
    gathered = guarded(people.release(asked, everybody), 150, known)
    check(gathered, true_answers(gathered, Truth(asked, everybody)))


def routed(person, leads: str, code: str):
    """Why is asked of those alone who gave this answer."""
    if leads in person.answers and code in person.answers[leads]["value"]:
        return person
    kept = {key: value for key, value in person.answers.items() if key != "why"}
    return replace(person, answers=kept, asked=[key for key in person.asked if key != "why"])
