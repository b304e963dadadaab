"""What does a release say of one question, or of who responded, in one language?

Everything that a person reads in a file comes from here, so that every format says the same. A cell is a
released number, or the words that stand in its place. Rows are in the order of the survey.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from engage.analysis import file_words as say
from engage.analysis import words
from engage.analysis.columns import Subject
from engage.analysis.plain import one_line
from engage.analysis.statistics import NOT_ANSWERED, Line, Percentage, answer_lines, not_answered, row_lines
from engage.analysis.tables import Figure, SafeRow, SafeTable

Cell: TypeAlias = int | float | str
PLACES = 3  # after the point of a number that is no count


@dataclass(frozen=True, slots=True)
class Row:
    """What one group of people answered, or everyone else."""

    within: str  # whose responses are counted: those with this value of the filter; empty: all
    characteristic: str
    group: str
    base: Cell
    shares: tuple[Cell, ...]  # in per cent of the base
    unanswered: Cell  # in per cent of those who were asked
    mark: str  # on the percentages of the row
    counts: tuple[Cell, ...]
    asked: Cell


@dataclass(frozen=True, slots=True)
class Panel:
    """One question, or one part of it, as everyone and every group answered it."""

    subject: Subject
    heading: str
    options: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """How many of the people are of one group."""

    within: str
    characteristic: str
    group: str
    count: Cell
    base: Cell
    share: Cell
    mark: str


def panels(tables: Iterable[SafeTable], language: str) -> tuple[Panel, ...]:
    """Put all tables of each question together."""
    found: dict[str, list[SafeTable]] = {}
    for table in tables:
        if table.subject.level is None:
            found.setdefault(table.subject.key, []).append(table)
    return tuple(_panel(own, language) for own in found.values())


def groups(tables: Iterable[SafeTable], language: str) -> tuple[Group, ...]:
    """List the groups of each characteristic, then those who are in none."""
    return tuple(
        _group(table, line, language)
        for table in tables
        if table.subject.level is not None
        for row in table.rows
        for line in row_lines(table, row)
    )


def marks(cells: Iterable[Cell]) -> tuple[str, ...]:
    """Which shorthand stands in these cells?"""
    found = set(cells)
    return tuple(mark for mark in words.SHORTHAND if mark in found)


def _panel(tables: Sequence[SafeTable], language: str) -> Panel:
    subject = tables[0].subject
    return Panel(
        subject,
        one_line(subject.heading[language]),
        tuple(one_line(choice.label[language]) for choice in subject.choices),
        tuple(row for table in tables for row in _rows(table, language)),
    )


def _rows(table: SafeTable, language: str) -> Iterator[Row]:
    """List the groups, each followed by everyone else where the two are compared."""
    for place, row in enumerate(table.rows):
        label = one_line(row.group.label[language])
        yield _row(table, row, label, language)
        if table.others:
            yield _row(table, table.others[place], say.everyone_else(label)[language], language)


def _row(table: SafeTable, row: SafeRow, group: str, language: str) -> Row:
    answers, unanswered = answer_lines(table, row), not_answered(table, row)
    return Row(
        _within(table, language),
        one_line(table.by.heading[language]) or group,
        group,
        _number(table.base(row)),
        tuple(_share(line.percentage, language) for line in answers),
        _share(unanswered.percentage, language),
        _mark(line.percentage for line in (*answers, unanswered)),
        tuple(_number(line.count) for line in answers),
        _number(row.asked),
    )


def _group(table: SafeTable, line: Line, language: str) -> Group:
    missing = line.missing if line.code == NOT_ANSWERED else words.HIDDEN
    return Group(
        _within(table, language),
        one_line(table.subject.title[language]),
        one_line(line.label[language]),
        missing if line.count is None else line.count,
        _number(line.base),
        _share(line.percentage, language),
        _mark([line.percentage]),
    )


def _within(table: SafeTable, language: str) -> str:
    return one_line(table.within.label[language]) if table.within else ""


def _number(figure: Figure) -> Cell:
    return words.HIDDEN if figure is None else figure


def _share(percentage: Percentage, language: str) -> Cell:
    if percentage.value is None:
        return percentage.mark
    return percentage.bound[language] if percentage.bound else percentage.value


def _mark(percentages: Iterable[Percentage]) -> str:
    """Whether any percentage of a row is uncertain; what is missing says so in its own cell."""
    return words.UNCERTAIN if any(each.mark == words.UNCERTAIN for each in percentages) else ""


def shown(cell: Cell, unit: str = "") -> str:
    """Write a cell for people: numbers with commas, and with their unit."""
    if isinstance(cell, float):
        return f"{cell:.{PLACES}f}"
    return f"{cell:,}{unit}" if isinstance(cell, int) else cell
