"""Is nothing told of nearly everybody in a row beside what is told of everybody in it?"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from engage.analysis.columns import EVERYONE, Choice, Subject
from engage.analysis.disclosure import reopen
from engage.analysis.nearness import without_near
from engage.analysis.tables import SafeTable
from engage.equality.characteristics import Level
from tests.analysis.safe import alone, crossed, subject

VIEW = subject("view", "yes", "no")
WAY = "response:channel"


def row(base: int | None) -> tuple[int | None, ...]:
    half = base and base - base % 10
    return (half or None, None, base, base)


def by(characteristic: str, groups: dict[str, int | None], others: Sequence[int | None] = ()) -> SafeTable:
    rest = dict(zip(groups, map(row, others), strict=True)) if others else None
    return crossed(VIEW, characteristic, {code: row(base) for code, base in groups.items()}, rest)


def within(way: str, *bases: int | None, characteristic: str = "") -> SafeTable:
    value = Choice(way, VIEW.title, WAY, 2)
    about = subject(characteristic, "a", "b", level=Level.SUMMARY) if characteristic else EVERYONE
    return reopen(VIEW, about, [row(base) for base in bases], value)


def untold(*tables: SafeTable) -> list[str]:
    """The rows that are untold, each with the value of the filter that it is within."""
    found = without_near(tables)
    assert [_shown(table) for table in found] == [
        [figures for figures, is_hidden in zip(_shown(before), _untold(table), strict=True) if not is_hidden]
        for before, table in zip(tables, found, strict=True)
    ]
    return [
        "".join((name, each.group.code, f" {table.within.code}" if table.within else ""))
        for table in found
        for name, rows in (("", table.rows), ("not ", table.others))
        for each in rows
        if each.untold
    ]


def _untold(table: SafeTable) -> list[bool]:
    return [each.untold for each in (*table.rows, *table.others)]


def _shown(table: SafeTable) -> list[tuple[object, ...]]:
    rows = (*table.rows, *table.others)
    return [(each.group, each.counts, each.answered, each.asked) for each in rows if not each.untold]


@pytest.mark.parametrize(
    ("everyone", "groups", "near"),
    [
        (165, {"a": 150, "b": 10}, ["a"]),  # 7 people at least, and 6
        (165, {"a": 150, "b": 15}, []),  # 11 at least are in the other group
        (165, {"a": 145, "b": None}, []),  # 12 at least are in none, or in the hidden one
        (165, {"a": 165, "b": None}, ["a"]),
        (100, {"a": 60, "b": 40}, []),
        (20, {"a": 10, "b": None}, ["a"]),
        (165, {"a": None, "b": None}, []),
        (None, {"a": 10, "b": None}, []),  # nothing is told of everyone
    ],
)
def test_a_group_of_nearly_everybody(everyone, groups, near):
    assert untold(alone(VIEW, *row(everyone)), by("sex", groups)) == near


@pytest.mark.parametrize(
    ("everyone", "groups", "others", "near"),
    [
        (165, {"a": 150, "b": 10, "c": None}, (10, 150, 165), ["a", "not a", "not b", "not c"]),
        (300, {"a": 150, "b": 90, "c": 60}, (150, 210, 240), []),
        (250, {"a": 150, "b": 90, "c": 10}, (100, 160, 240), ["not a", "not b", "not c"]),
        (265, {"a": 150, "b": 90, "c": 10, "d": 10}, (110, 170, 250, 250), ["not c", "not d"]),
        (300, {"a": 150, "b": 90, "c": 10, "d": 10}, (110, 170, 250, 250), []),  # many in no group
        (245, {"a": 150, "b": 90}, (90, 150), []),  # the other group
    ],
)
def test_everyone_else_than_a_few(everyone, groups, others, near):
    assert untold(alone(VIEW, *row(everyone)), by("age", groups, others)) == near


def test_everyone_else_beside_a_part_of_a_hidden_group_that_was_rounded_up():
    """Of nine people eight may be told as ten, and everyone else but these as ten too."""
    tables = by("age", {"a": 200, "b": None, "c": None}, (10, None, 200)), by("sex*age", {"f*b": 10})
    assert "not a" in untold(*tables)


@pytest.mark.parametrize(
    ("web", "paper", "near"),
    [
        (155, None, ["everyone web"]),
        (145, None, []),  # 12 at least did not come by the web
        (150, 10, ["everyone web"]),
        (150, 15, []),
    ],
)
def test_a_value_of_the_filter_with_nearly_everybody(web, paper, near):
    assert untold(alone(VIEW, *row(165)), within("web", web), within("paper", paper)) == near


@pytest.mark.parametrize(
    ("whole", "web", "paper", "near"),
    [
        ((60, 100), (50, 50), (None, 50), ["a web"]),
        ((60, 100), (40, 50), (None, 50), []),  # 12 at least did not come by the web
        ((60, 100), (45, 50), (10, 50), ["a web"]),
        ((60, 100), (45, 50), (15, 50), []),
        ((None, 100), (10, 50), (None, 50), []),  # nothing is told of the whole group
    ],
)
def test_a_group_nearly_all_of_whom_are_within_one_value(whole, web, paper, near):
    tables = [
        alone(VIEW, *row(300)),
        by("sex", dict(zip("ab", whole, strict=True))),
        within("web", 150),
        within("paper", 150),
        within("web", *web, characteristic="sex"),
        within("paper", *paper, characteristic="sex"),
    ]
    assert untold(*tables) == near


def test_a_group_of_nearly_everybody_within_a_value():
    tables = within("web", 100), within("web", 90, None, characteristic="sex")
    assert untold(alone(VIEW, *row(300)), *tables) == ["a web"]


@pytest.mark.parametrize(
    ("pairs", "near"),
    [
        ({"f*x": 50, "f*y": None, "m*x": 30, "m*y": 20}, ["f*x"]),  # of all f
        ({"f*x": 40, "f*y": 20, "m*x": None, "m*y": 40}, []),
        ({"f*x": 35, "f*y": 20, "m*x": 40, "m*y": None}, []),
        ({"f*x": 30, "f*y": 30, "m*x": 65, "m*y": 10}, ["m*x"]),  # of all m
        ({"f*x": 30, "f*y": 30, "m*x": 65, "m*y": 15}, []),
        ({"f*x": None, "f*y": 30, "m*x": 75, "m*y": 20}, ["m*x"]),  # of all x
    ],
)
def test_two_groups_together_that_are_nearly_one_of_them(pairs, near):
    tables = by("sex", {"f": 60, "m": 80}), by("age", {"x": 80, "y": 60}), by("sex*age", pairs)
    assert untold(alone(VIEW, *row(160)), *tables) == near


def test_each_subject_has_bases_of_its_own():
    other: Subject = subject("other", "yes", "no")
    tables = alone(VIEW, *row(165)), by("sex", {"a": 145, "b": None}), alone(other, *row(150))
    assert untold(*tables) == []


def test_what_has_no_whole_beside_it_is_told():
    assert untold(by("sex", {"a": 60, "b": None})) == []
