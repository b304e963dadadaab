"""Is nothing shown of nearly everybody beside what is shown of everybody?"""

from __future__ import annotations

import pytest

from engage.analysis.audited import Whose
from engage.analysis.columns import EVERYONE, Choice
from engage.analysis.disclosure import reopen
from engage.analysis.nearness import too_near
from engage.analysis.tables import SafeTable
from tests.analysis.safe import alone, crossed, subject

VIEW = subject("view", "yes", "no")


def row(base: int | None) -> tuple[int | None, ...]:
    half = base and base - base % 10
    return (half or None, None, base, base)


def named(everyone: int, groups: dict[str, int | None]) -> set[str]:
    tables = [alone(VIEW, *row(everyone)), crossed(VIEW, "sex", {code: row(b) for code, b in groups.items()})]
    return {failure.group for failure in too_near(tables)}


@pytest.mark.parametrize(
    ("everyone", "groups", "near"),
    [
        (165, {"a": 150, "b": 10}, {"a"}),  # 7 people at least, and 6
        (165, {"a": 150, "b": 15}, set()),  # 11 at least are in the other group
        (165, {"a": 145, "b": None}, set()),  # 12 at least are in none, or in the hidden one
        (165, {"a": 165, "b": None}, {"a"}),
        (100, {"a": 60, "b": 40}, set()),
        (20, {"a": 10, "b": None}, {"a"}),
        (165, {"a": None, "b": None}, set()),
    ],
)
def test_a_group_of_nearly_everybody_is_found(everyone, groups, near):
    assert named(everyone, groups) == near


def within(code: str, base: int | None, by: str = "") -> SafeTable:
    value = Choice(code, VIEW.title, "response:channel", 2)
    about = subject(by, "a", "b", level=None) if by else EVERYONE
    rows = [row(base)] * len(about.choices)
    return reopen(VIEW, about, rows, value)


def test_a_value_of_the_filter_with_nearly_everybody_is_found_in_each_table_within_it():
    tables = [
        alone(VIEW, *row(165)),
        within("web", 155),
        within("paper", None),
        within("web", 75, by="sex"),
        within("paper", None, by="sex"),
    ]
    found = [(each.characteristic, each.filter, each.whose) for each in too_near(tables)]
    web = ("response:channel", "web")
    assert found == [("", web, Whose.OUTSIDE), ("sex", web, Whose.OUTSIDE)]
    enough = [alone(VIEW, *row(165)), within("web", 130), within("paper", 20), within("web", 65, by="sex")]
    assert list(too_near(enough)) == []


def test_what_has_no_whole_beside_it_is_left_alone():
    assert list(too_near([crossed(VIEW, "sex", {"a": row(60), "b": row(None)})])) == []
