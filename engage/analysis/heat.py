"""Where are the notable differences, over all questions and all groups at once, in one language?

A table with a row for each question and a column for each group. Its words and numbers come from percentages
that other pages show; the strength of a colour repeats the number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from engage.analysis.columns import Subject
from engage.analysis.findings import Difference, Findings
from engage.analysis.statistics import percentage
from engage.analysis.tables import SafeTable

STRENGTHS = (15, 25)  # points from which a colour is stronger


class Told(StrEnum):
    """What a cell of the map tells."""

    NOTABLE = "notable"
    NOTHING = "nothing"  # compared, and nothing is notable
    UNTESTED = "untested"  # too few people, or all numbers hidden


@dataclass(frozen=True, slots=True)
class Gap:
    """How far a group's percentage lies from that of everyone else, as both are shown."""

    points: int
    is_higher: bool
    is_more: bool  # one of the two is only known to be under or over a bound
    is_uncertain: bool  # fewer than `SURE_BASE` people are on one side

    @property
    def strength(self) -> int:
        return 1 + sum(self.points >= least for least in STRENGTHS)


@dataclass(frozen=True, slots=True)
class Mark:
    """One answer in which a group differs notably."""

    answer: str
    gap: Gap


@dataclass(frozen=True, slots=True)
class Cell:
    """One question and one group."""

    told: Told
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One question, or one part of it."""

    key: str
    heading: str
    cells: tuple[Cell, ...]  # in the order of the columns

    @property
    def is_notable(self) -> bool:
        return any(cell.marks for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Columns:
    """The groups of one characteristic."""

    key: str
    title: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """The whole map."""

    columns: tuple[Columns, ...]
    rows: tuple[Row, ...]

    @property
    def is_uncertain(self) -> bool:
        """Is any of what it marks of few people?"""
        return any(mark.gap.is_uncertain for row in self.rows for cell in row.cells for mark in cell.marks)


def heat(tables: Iterable[SafeTable], found: Findings, language: str, by: str = "") -> Heat:
    """Draw the map of these tables' findings, of one characteristic alone where `by` names it."""
    crossed = [table for table in tables if table.others and by in ("", table.by.key)]
    divisions = {table.by.key: table.by for table in crossed}
    subjects = {table.subject.key: table.subject for table in crossed}
    differences: dict[tuple[str, str, str], list[Difference]] = {}
    for each in found.differences:
        place = each.subject.key, each.by.key, each.group.code
        differences.setdefault(place, []).append(each)
    return Heat(
        tuple(_columns(division, language) for division in divisions.values()),
        tuple(
            Row(
                subject.key,
                subject.heading[language],
                tuple(
                    _cell(differences.get((subject.key, division.key, group.code), ()), language)
                    for division in divisions.values()
                    for group in division.choices
                ),
            )
            for subject in subjects.values()
        ),
    )


def gap(difference: Difference) -> Gap:
    """Say how many points lie between the two percentages as they are shown."""
    group, others = (
        percentage(share.count, share.base)
        for share in (difference.comparison.group, difference.comparison.others)
    )
    assert group.value is not None  # nothing is compared below a base of 50
    assert others.value is not None
    return Gap(
        abs(group.value - others.value),
        difference.comparison.difference > 0,
        bool(group.bound or others.bound),
        difference.comparison.is_of_few,
    )


def _columns(division: Subject, language: str) -> Columns:
    groups = tuple(group.label[language] for group in division.choices)
    return Columns(division.key, division.title[language], groups)


def _cell(found: Sequence[Difference], language: str) -> Cell:
    if not found:
        return Cell(Told.UNTESTED)
    marks = tuple(Mark(each.choice.label[language], gap(each)) for each in found if each.is_notable)
    return Cell(Told.NOTABLE if marks else Told.NOTHING, marks)
