"""Is every answer known that could tell who somebody is, and whatever is asked because of it?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engage.analysis.columns import FIRST
from engage.analysis.identifying import identifying
from engage.analysis.records import HIDDEN, records
from engage.analysis.snapshot import freeze
from engage.surveys.definition import All, Block, Is, ListItem, Not, Page, Section, SeveralChoices, steps
from tests.analysis import people as p

NORTH = Is("where", ("north",))
HEALTH = replace(p.USES, id="health", special_category="health")
AFTER = replace(p.VIEW, id="after", show_if=NORTH)
LATER = replace(p.FEEL, id="later", show_if=Not(Is("after", ("for",))))


def page(id, *questions, **fields):
    return Page(id=id, title=p.both(id), questions=questions, **fields)


def found(*parts, **fields):
    return list(decided(*parts, **fields))


def decided(*parts, body_question="", **fields):
    section = Section(id="all", title=p.both("All"), parts=parts, **fields)
    return identifying(steps((section,)), body_question)


def test_where_somebody_lives_and_what_the_law_protects_are_known():
    assert found(page("one", p.VIEW, p.WHERE, HEALTH)) == ["where", "health"]


def test_how_old_somebody_is_is_known_and_what_is_asked_because_of_it():
    age = replace(p.USES, id="age")
    mine = replace(p.VIEW, id="school", show_if=Is("age", (p.USES.options[0].code,)))
    assert found(page("one", p.VIEW, age), page("two", mine)) == ["age", "school"]


def test_what_is_asked_because_of_such_an_answer_tells_it_too_and_so_does_what_follows_from_that():
    assert found(page("one", p.WHERE), page("two", AFTER, p.YEARS), page("three", LATER)) == [
        "where",
        "after",
        "later",
    ]


def test_pages_that_are_shown_because_of_such_an_answer_tell_it():
    assert found(page("one", p.WHERE), page("two", p.VIEW, show_if=NORTH)) == ["where", "view"]


@pytest.mark.parametrize("special", ["", "health"])
def test_items_that_are_picked_by_such_an_answer_tell_it(special):
    picking = SeveralChoices(
        id="health", title=p.both("Health"), options=p.options("a", "b"), special_category=special
    )
    items = (ListItem("a", p.both("A")), ListItem("b", p.both("B")))
    block = Block(id="each", items=items, pages=(page("two", p.VIEW),), picked_by="health")
    assert found(page("one", picking), block) == (["health", "view@a", "view@b"] if special else [])


def test_after_a_page_that_ends_the_survey_for_some_everything_tells_who_they_were():
    last = page("two", show_if=NORTH, ends=True)
    assert found(page("one", p.WHERE), last, page("three", p.VIEW)) == ["where", "view"]
    assert (
        found(page("one", p.USES), replace(last, show_if=Is("uses", ("bus",))), page("three", p.VIEW)) == []
    )


def test_the_question_that_tells_whose_resident_somebody_is_is_known_by_its_name():
    mine = replace(p.FEEL, show_if=Is("view", ("for",)))
    parts = (page("one", p.VIEW, p.YEARS), page("two", mine))
    assert decided(*parts) == {}
    assert decided(*parts, body_question="view") == {"view": frozenset(), "feel": {"view"}}


def test_it_is_known_what_decides_whether_such_a_question_is_asked():
    both = replace(LATER, show_if=All((Is("after", ("for",)), Is("years", ("one",)))))
    parts = (page("one", p.WHERE), page("two", AFTER, p.YEARS), page("three", both))
    assert decided(*parts) == {"where": frozenset(), "after": {"where"}, "later": {"where", "after"}}


def test_of_items_only_the_same_one_decides():
    first = page("first", replace(p.VIEW, special_category="health"))
    then = page("then", p.FEEL, show_if=Is("view", ("for",)))
    items = (ListItem("a", p.both("A")), ListItem("b", p.both("B")))
    assert decided(Block(id="each", items=items, pages=(first, then))) == {
        "view@a": frozenset(),
        "feel@a": {"view@a"},
        "view@b": frozenset(),
        "feel@b": {"view@b"},
    }


@pytest.mark.parametrize("questions", [(), (p.USES,)])
def test_what_picked_the_page_that_ends_the_survey_decides_about_everything_after_it(questions):
    picking = SeveralChoices(
        id="health", title=p.both("Health"), options=p.options("a"), special_category="health"
    )
    last = page("last", *questions, ends=True)
    block = Block(id="each", items=(ListItem("a", p.both("A")),), pages=(last,), picked_by="health")
    assert decided(page("one", picking), block, page("two", p.VIEW))["view"] == {"health"}


AGE = replace(p.VIEW, id="age", options=p.options("under_16", "over"))
CONSENT = replace(p.AGREE, show_if=All((Is("uses", ("bus",)), Is("age", ("over",)))))


def test_a_hidden_age_does_not_come_back_by_what_was_not_asked():
    """Only whoever says to be over 16 is asked to agree; six are under 16, and twenty do not say."""
    parts = (page("one", AGE, p.USES), page("two", CONSENT))
    universe = p.of(AGE, p.USES, CONSENT)
    ages = [*["under_16"] * 6, *[""] * 20, *["over"] * 174]
    invented = []
    for number, age in enumerate(ages):
        said = {"age": age, "uses": ["bus"]} | ({"agree": "yes"} if age == "over" and number % 2 else {})
        asked = ["age", "uses", *(["agree"] if age == "over" else [])]
        invented.append(p.received(said, number=number, asked=asked))
    snapshot = freeze(universe, invented)
    made = records(universe, snapshot, [], kept=np.ones(200, bool), telling=decided(*parts), key=b"k" * 32)
    at = {variable.name: values for variable, values in zip(made.variables, made.values, strict=True)}
    hidden = at["age"] == HIDDEN
    assert 10 <= hidden.sum() < 200
    assert set(at["agree"][hidden].tolist()) == {HIDDEN}
    assert HIDDEN not in at["agree"][at["age"] == FIRST + 1]
    assert HIDDEN not in at["uses_bus"]


def test_nobody_is_found_in_records_by_what_only_they_were_asked():
    asked = (p.WHERE, AFTER)
    universe = p.of(*asked)
    few = [p.received({"where": "north", "after": "for"}, number=at) for at in range(4)]
    many = [p.received({"where": "elsewhere"}, number=at) for at in range(4, 200)]
    snapshot = freeze(universe, [*few, *many])
    telling = identifying(p.survey(*asked))
    made = records(universe, snapshot, [], kept=np.ones(200, bool), telling=telling, key=b"k" * 32)
    assert set(made.values.ravel().tolist()) == {HIDDEN}
