"""Does the audit know what everybody knows: who can have been asked a question at all?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from engage.analysis.audit import audit, quick
from engage.analysis.audited import (
    ANSWERED,
    UNANSWERED,
    Contradiction,
    Kind,
    Public,
    Routed,
    Steered,
    Whose,
)
from engage.analysis.guarded import guarded
from engage.analysis.known import Asked, public
from engage.analysis.snapshot import Received
from engage.analysis.universe import Plan, universe
from engage.equality.characteristics import Level
from engage.surveys.definition import (
    All,
    Answered,
    AnyOf,
    Block,
    Is,
    ListItem,
    Not,
    Option,
    Page,
    Section,
    SingleChoice,
    steps,
)
from engage.surveys.standard import opinion_steps
from tests.analysis import people
from tests.analysis.safe import alone, crossed, subject
from tests.analysis.test_bounds_truth import Truth, check, true_answers
from tests.examples import ROUTED

WHY = SingleChoice(id="why", title=people.both("Why"), options=people.options("cost", "time"))
PLAN = Plan(level=Level.SUMMARY, characteristics=("sex", "age"))
FOR = Is("view", ("for",))


def known(*pages: Page) -> Public:
    asked = steps((Section(id="s", title=people.both("S"), parts=pages),))
    tables = universe(PLAN, (asked,), people.STANDARD)
    return public(tables, [Asked(asked, {}, None)], [PLAN])


def routes(*pages: Page) -> set[Routed | Steered]:
    found = known(*pages)
    return {*found.routed, *found.steered}


def steered(by: str, always: str = "", never: str = "", tick: str = "") -> Steered:
    """How being asked why depends on an answer; "*" is none."""
    names = {"*": UNANSWERED, "+": ANSWERED}
    sets = (frozenset(names.get(each, each) for each in codes.split()) for codes in (always, never))
    return Steered("why", by, tick, *sets)


def page(*questions, **fields) -> Page:
    return Page(id=questions[0].id, title=people.both("P"), questions=questions, **fields)


@pytest.mark.parametrize(
    ("show_if", "found"),
    [
        (FOR, {steered("view", "for", "neither against *")}),
        (Not(FOR), {steered("view", "neither against *", "for")}),
        (Not(Answered("view")), {steered("view", "*", "for neither against")}),
        (Is("view", ("for", "neither")), {steered("view", "for neither", "against *")}),
        (AnyOf((FOR, Is("uses", ("bus",)))), {steered("view", "for"), steered("uses", "bus", tick="bus")}),
        (All((FOR, Is("uses", ("bus",)))), {steered("view", never="neither against *"),
                                            steered("uses", never="+ *", tick="bus"),
                                            Routed("why", "uses", frozenset({"bus"}), False)}),
        (Is("uses", ("bus",)), {steered("uses", "bus", "+ *", tick="bus"),
                                Routed("why", "uses", frozenset({"bus"}), True)}),
        (None, set()),
    ],
)  # fmt: skip
def test_who_is_asked_is_read_from_the_survey(show_if, found):
    assert routes(page(people.VIEW, people.USES), page(replace(WHY, show_if=show_if))) == found
    assert routes(page(people.VIEW, people.USES), page(WHY, show_if=show_if)) == found


def test_what_stands_alone_is_ticked_by_whoever_ticks_nothing_else():
    none = Option("nothing", people.both("Nothing"), exclusive=True)
    uses = replace(people.USES, options=(*people.options("bus", "train"), none))
    any_of = Is("uses", ("bus", "train"))
    found = {each for each in known(page(uses), page(WHY, show_if=any_of)).steered if each.tick == "nothing"}
    assert found == {steered("uses", "+", "nothing *", tick="nothing")}


def test_after_a_page_that_ends_for_some_it_is_not_everybody_who_answered_so():
    ending = page(people.FEEL, show_if=Is("uses", ("bus",)), ends=True)
    found = routes(page(people.VIEW, people.USES), ending, page(WHY, show_if=FOR))
    assert steered("view", never="neither against *") in found
    assert steered("uses", never="bus", tick="bus") in found
    ending = page(people.FEEL, show_if=Not(FOR), ends=True)
    found = routes(page(people.VIEW, people.USES), ending, page(WHY))
    assert found >= {steered("view", "for", "neither against *")}


def test_a_survey_with_conditions_of_sections_and_pages():
    asked = opinion_steps(ROUTED)
    tables = universe(PLAN, (asked,), people.STANDARD)
    found = public(tables, [Asked(asked, {}, None)], [PLAN])
    by_who = {each.asked: each.never for each in found.steered if each.chosen == "who"}
    assert by_who["travel"] == {"organisation", UNANSWERED}
    assert ("better", "travel", frozenset({"bus"})) in {each[:3] for each in found.routed}


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


NONE = Option("none", people.both("None"), exclusive=True)
TICKS = replace(people.USES, options=(*people.options("bus", "train", "tram"), NONE))
CONDITIONS = (
    Not(FOR),
    Not(Answered("view")),
    Is("uses", ("bus", "train")),
    Not(Is("uses", ("none",))),
    AnyOf((FOR, Is("uses", ("bus",)))),
    All((Not(FOR), Not(Is("uses", ("bus",))))),
    All((Is("uses", ("bus",)), Is("uses", ("train",)))),
    All((Is("uses", ("bus", "tram")), Not(Is("uses", ("train",))))),
    Not(AnyOf((FOR, Is("feel", ("good", "na"))))),
)


@pytest.mark.parametrize("ends", [False, True])
@pytest.mark.parametrize("show_if", CONDITIONS)
@pytest.mark.parametrize("seed", [1, 2])
def test_what_follows_from_any_condition_is_true(show_if, ends, seed):
    """Also of groups, and where a page ends the survey for those of whom it is true."""
    first = page(people.VIEW, TICKS, people.FEEL)
    pages = (first, page(people.DAY, show_if=show_if, ends=True), page(WHY))
    if not ends:
        pages = (first, page(WHY, show_if=show_if))
    asked = steps((Section(id="s", title=people.both("S"), parts=pages),))
    tables = universe(PLAN, (asked,), people.STANDARD)
    everybody = []
    for each in people.invented(tables, 150, seed):
        ticked = each.answers.get("uses", {}).get("value", [])
        said = ["none"] if "none" in ticked else ticked
        answers = each.answers | ({"uses": {"value": said, "language": "en"}} if said else {})
        everybody.append(Received.routed(each.reference, asked, answers, each.equality))
    found = public(tables, [Asked(asked, {}, None)], [PLAN])
    assert found.steered
    given = replace(found, characteristics=people.STANDARD.characteristics)
    gathered = guarded(people.release(tables, everybody), 150, given)
    check(gathered, true_answers(gathered, Truth(tables, everybody)))


BLOCK = Block(
    id="b",
    items=(ListItem("park", people.both("Park")), ListItem("pool", people.both("Pool"))),
    pages=(page(people.VIEW), page(WHY, show_if=Not(FOR)), page(people.DAY, show_if=FOR)),
)


def test_who_is_asked_about_an_item_is_read_by_what_they_said_of_that_item():
    for place in ("park", "pool"):
        assert {each for each in routes(BLOCK) if each.asked == f"why@{place}"} == {
            steered(f"view@{place}", "neither against *", "for")._replace(asked=f"why@{place}")
        }


@pytest.mark.parametrize("ends", [False, True])
@pytest.mark.parametrize("seed", [1, 2])
def test_what_follows_from_conditions_inside_a_block_is_true(ends, seed):
    pages = tuple(replace(each, ends=ends and each.id == "why") for each in BLOCK.pages)
    asked = steps((Section(id="s", title=people.both("S"), parts=(replace(BLOCK, pages=pages),)),))
    tables = universe(PLAN, (asked,), people.STANDARD)
    everybody = [
        Received.routed(each.reference, asked, each.answers, each.equality)
        for each in people.invented(tables, 150, seed)
    ]
    found = public(tables, [Asked(asked, {}, None)], [PLAN])
    assert {each.asked for each in found.steered} > {"why@park", "why@pool"}
    given = replace(found, characteristics=people.STANDARD.characteristics)
    gathered = guarded(people.release(tables, everybody), 150, given)
    check(gathered, true_answers(gathered, Truth(tables, everybody)))


def test_a_number_that_follows_from_who_was_spared_is_found():
    """Of 137 people 131 to 139 were asked, because they had not chosen an answer that 6 to 14 had."""
    tables = [alone(VIEW, 10, 60, 65, 135, 135), alone(LATER, 70, 65, 135, 135)]
    plain = replace(KNOWN, routed=(), all_counted=True)
    spared = steered("view", "neither against *", "for")
    assert audit(tables, 137, public=plain).safe
    (found,) = {each.choice for each in audit(tables, 137, public=replace(plain, steered=(spared,))).failures}
    assert found
