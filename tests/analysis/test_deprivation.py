"""Is deprivation counted by quintile, of those alone who were asked, as any characteristic is?"""

from __future__ import annotations

import pytest

from engage.analysis.columns import NOT_ANSWERED, NOT_ASKED
from engage.analysis.snapshot import Received, freeze
from engage.equality.characteristics import Level
from engage.surveys.definition import EqualityModule
from tests.analysis import people as p

QUINTILE = "wimd_quintile"
PLAN = {"characteristics": ("age", QUINTILE)}
STEPS = p.survey(p.VIEW)
CODES = (*(f"quintile_{number}" for number in range(1, 6)), "elsewhere")


@pytest.mark.parametrize(
    ("characteristics", "code"),
    [((), NOT_ASKED), (("age",), NOT_ASKED), (("age", QUINTILE), NOT_ANSWERED)],
)
def test_whoever_was_not_asked_has_not_left_it_unanswered(characteristics, code):
    universe = p.of(p.VIEW, **PLAN)
    module = EqualityModule(p.STANDARD.id, characteristics)
    person = Received.routed(b"r" * 16, STEPS, {"view": p.answer("for")}, {}, module=module)
    snapshot = freeze(universe, [person])
    names = [column.key for column in snapshot.columns]
    assert snapshot.codes[names.index(f"characteristic:{QUINTILE}:summary")].tolist() == [code]


@pytest.mark.parametrize(
    ("level", "groups"),
    [
        (Level.DETAILED, CODES),
        (Level.STANDARD, CODES),
        (Level.SUMMARY, ("most_deprived_40", "other_60", "elsewhere")),
    ],
)
def test_quintiles_are_released_at_three_levels(level, groups):
    universe = p.of(p.VIEW, level=level, **PLAN)
    people = [
        p.received({"view": "for"}, number=at, equality={QUINTILE: CODES[at % len(CODES)]})
        for at in range(600)
    ]
    people = [
        Received(each.reference, each.answers, each.asked, each.equality, characteristics=(QUINTILE,))
        for each in people
    ]
    (found,) = [table for table in p.release(universe, people) if table.subject.key == QUINTILE]
    assert tuple(choice.code for choice in found.subject.choices) == groups
    assert None not in found.rows[0].counts
