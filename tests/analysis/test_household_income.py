"""Is household income counted only of those who were asked about it?"""

from __future__ import annotations

from collections import Counter

import pytest

from engage.analysis.columns import NOT_ANSWERED, NOT_ASKED
from engage.analysis.known import Asked, public
from engage.analysis.snapshot import Received, freeze
from engage.equality.characteristics import Level
from engage.surveys.definition import EqualityModule
from tests.analysis import people as p

INCOME = "household_income"
PLAN = {"characteristics": ("age", INCOME)}
STEPS = p.survey(p.VIEW)


def counted(module: EqualityModule) -> list[int]:
    """What the column of income holds for one person who said nothing about it."""
    universe = p.of(p.VIEW, **PLAN)
    person = Received.routed(b"r" * 16, STEPS, {"view": p.answer("for")}, {"age": "under_16"}, module=module)
    snapshot = freeze(universe, [person])
    names = [column.key for column in snapshot.columns]
    return snapshot.codes[names.index(f"characteristic:{INCOME}:summary")].tolist()


@pytest.mark.parametrize(
    ("characteristics", "code"),
    [((), NOT_ASKED), (("age",), NOT_ASKED), (("age", INCOME), NOT_ANSWERED)],
)
def test_whoever_was_not_asked_has_not_left_it_unanswered(characteristics, code):
    assert counted(EqualityModule(p.STANDARD.id, characteristics)) == [code]


@pytest.mark.parametrize(("characteristics", "is_known"), [((), False), (("age", INCOME), True)])
def test_the_audit_takes_nobody_for_asked_who_was_not(characteristics, is_known):
    module = EqualityModule(p.STANDARD.id, characteristics)
    universe = p.of(p.VIEW, **PLAN)
    found = public(universe, [Asked(STEPS, {}, module)], [universe.plan])
    assert (INCOME in found.asked_of_all) is is_known
    assert "age" in found.asked_of_all


@pytest.mark.parametrize(("level", "groups"), [(Level.DETAILED, 6), (Level.STANDARD, 4), (Level.SUMMARY, 3)])
def test_income_is_released_at_three_levels(level, groups):
    universe = p.of(p.VIEW, level=level, **PLAN)
    bands = ("under_10000", "from_10000", "from_20000", "from_30000", "from_40000", "from_60000")
    people = [p.received({"view": "for"}, number=at, equality={INCOME: bands[at % 6]}) for at in range(600)]
    people = [
        Received(each.reference, each.answers, each.asked, each.equality, characteristics=(INCOME,))
        for each in people
    ]
    (income,) = [t for t in p.release(universe, people) if t.subject.key == INCOME]
    assert len(income.rows[0].counts) == groups
    assert None not in income.rows[0].counts
    assert Counter(choice.label.complete for choice in income.subject.choices) == {True: groups}
