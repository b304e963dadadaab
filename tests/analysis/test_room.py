"""Does the room show the table that was asked for, and say why one is not there?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from engage.analysis.room import Missing, chosen
from engage.analysis.universe import Name
from tests.analysis.people import FEEL, VIEW, invented, of, received, release

PLAN = {"characteristics": ("sex", "disability"), "intersections": (("sex", "disability"),)}
UNIVERSE = of(VIEW, FEEL, filter="view", **PLAN)
TABLES = release(UNIVERSE, invented(UNIVERSE, 120, seed=2))


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        (("feel",), [""]),
        (("feel", "sex"), ["", "sex"]),
        (("feel", "sex*disability"), ["", "sex*disability"]),
        (("feel", "sex", "for"), ["", "sex"]),
    ],
)
def test_everyone_stands_beside_the_groups(asked, shown):
    found = chosen(UNIVERSE, TABLES, *asked)
    assert [table.by.key for table in found.tables] == shown
    assert {table.subject.key for table in found.tables} == {"feel"}
    assert {table.within for table in found.tables} == {found.within}
    assert found.missing is None


@pytest.mark.parametrize(
    "asked", [("nothing",), ("sex",), ("",), ("feel", "nothing"), ("feel", "", "nothing"), ("feel", "feel")]
)
def test_there_is_nothing_of_another_name(asked):
    assert chosen(UNIVERSE, TABLES, *asked) is None


def test_without_a_filter_there_is_nothing_within_one():
    universe = of(VIEW, FEEL, **PLAN)
    assert chosen(universe, release(universe, [received({"view": "for"})]), "feel", "", "for") is None


@pytest.mark.parametrize(
    ("asked", "why", "shown"),
    [
        (("view", "", "for"), Missing.IS_FILTER, []),
        (("feel", "sex*disability", "for"), Missing.NOT_FILTERED, [""]),
    ],
)
def test_a_table_that_can_be_named_but_is_never_made_says_why(asked, why, shown):
    found = chosen(UNIVERSE, TABLES, *asked)
    assert found.missing is why
    assert [table.by.key for table in found.tables] == shown


def test_a_table_that_the_check_left_out_says_so_and_everyone_is_still_shown():
    name = Name(alone=False, subject="feel", by="sex", filtered=False)
    universe = replace(UNIVERSE, left_out=frozenset({name}))
    kept = [
        table for table in TABLES if (table.subject.key, table.by.key, table.within) != ("feel", "sex", None)
    ]
    found = chosen(universe, kept, "feel", "sex")
    assert found.missing is Missing.LEFT_OUT
    assert [table.by.key for table in found.tables] == [""]
