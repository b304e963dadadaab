"""Which bars does a table show?"""

from __future__ import annotations

from dataclasses import dataclass

from engage.analysis.statistics import NOT_ANSWERED, Line, Percentage, lines
from engage.analysis.tables import SafeTable
from engage.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Bar:
    """One horizontal bar as long as its percentage; where there is none, its shorthand alone."""

    label: Bilingual
    percentage: Percentage

    @property
    def length(self) -> int | None:
        """Per cent of the width of the chart; of "under 5%" and "over 95%" it is 5 and 95."""
        return self.percentage.value


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars under one heading, in the order of the survey, never in the order of their lengths."""

    code: str
    title: Bilingual
    bars: tuple[Bar, ...]


def by_group(table: SafeTable) -> tuple[Chart, ...]:
    """Draw one chart for each group, with a bar for each choice: what did this group answer?"""
    answers = _answers(table)
    return tuple(
        Chart(
            group.code,
            group.label,
            tuple(Bar(line.label, line.percentage) for line in answers if line.group == group),
        )
        for group in table.by.choices
    )


def by_choice(table: SafeTable) -> tuple[Chart, ...]:
    """Draw one chart for each choice, with a bar for each group: who answered this?"""
    answers = _answers(table)
    return tuple(
        Chart(
            choice.code,
            choice.label,
            tuple(Bar(line.group.label, line.percentage) for line in answers if line.code == choice.code),
        )
        for choice in table.subject.choices
    )


def _answers(table: SafeTable) -> list[Line]:
    return [line for line in lines(table) if line.code != NOT_ANSWERED]
