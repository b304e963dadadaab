"""Which percentages may be read from released figures?

They are worked out from the released count and the released base alone, so they tell nothing that the two do
not tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engage.analysis import words
from engage.analysis.columns import Choice
from engage.analysis.rule import USUAL
from engage.analysis.tables import Figure, SafeRow, SafeTable
from engage.bilingual import Bilingual
from engage.equality.coding import NOT_GIVEN_LABEL

LEAST_BASE = USUAL.least_base  # no percentage is given of fewer people
SURE_BASE = 100  # a percentage of fewer is marked as uncertain
LOWEST, HIGHEST = 5, 95  # outside these only "under" and "over" are said, so that nobody reads none or all
NOT_ANSWERED = "not_answered"  # the code of that line in every table


@dataclass(frozen=True, slots=True)
class Percentage:
    """A whole percentage from `LOWEST` to `HIGHEST`, or "under" or "over" them, or why there is none."""

    value: int | None
    bound: Bilingual | None = None  # what is said instead of the number
    mark: str = ""  # a key of `words.SHORTHAND`

    def text(self, language: str) -> str:
        """Say it without its mark; the shorthand itself where there is no percentage."""
        if self.value is None:
            return self.mark
        return self.bound[language] if self.bound else f"{self.value}%"


@dataclass(frozen=True, slots=True)
class Line:
    """One released count with what it is of."""

    group: Choice
    code: str  # of the choice, or `NOT_ANSWERED`
    label: Bilingual
    count: Figure
    base: Figure
    percentage: Percentage
    missing: str = words.HIDDEN  # what is shown where there is no count


def percentage(
    count: Figure, base: Figure, *, of_the_rest: bool = False, least_base: int = LEAST_BASE
) -> Percentage:
    """Return the share that a released count is of its released base, or the share that is left of it."""
    if count is None or base is None:
        return Percentage(None, mark=words.HIDDEN)
    if base < least_base:
        return Percentage(None, mark=words.UNAVAILABLE)
    mark = words.UNCERTAIN if base < SURE_BASE else ""
    share = (200 * count + base) // (2 * base)  # rounded half up, in whole numbers
    share = 100 - share if of_the_rest else share
    if share < LOWEST:
        return Percentage(LOWEST, words.UNDER, mark)
    if share > HIGHEST:
        return Percentage(HIGHEST, words.OVER, mark)
    return Percentage(share, None, mark)


def lines(table: SafeTable) -> Iterator[Line]:
    """List every released count of a table: group by group the choices, then those who did not answer."""
    if not isinstance(table, SafeTable):
        raise TypeError("only a table that went through disclosure control may be read")
    for row in table.rows:
        yield from row_lines(table, row)


def row_lines(table: SafeTable, row: SafeRow) -> tuple[Line, ...]:
    """List the counts of one group: the choices, then those who did not answer, by their share alone.

    Of what is known of every response there are the choices alone.
    """
    answers = answer_lines(table, row)
    return answers if table.subject.is_known else (*answers, not_answered(table, row))


def answer_lines(table: SafeTable, row: SafeRow) -> tuple[Line, ...]:
    """List the counts of one group: the choices."""
    base, least = table.base(row), table.least_base
    return tuple(
        Line(row.group, choice.code, choice.label, count, base, percentage(count, base, least_base=least))
        for choice, count in zip(table.subject.choices, row.counts, strict=True)
    )


def not_answered(table: SafeTable, row: SafeRow) -> Line:
    """Tell which share of one group did not answer."""
    label = words.NOT_ANSWERED if table.subject.level is None else NOT_GIVEN_LABEL
    share = percentage(row.answered, row.asked, of_the_rest=True, least_base=table.least_base)
    missing = words.HIDDEN if share.mark == words.HIDDEN else words.UNAVAILABLE
    return Line(row.group, NOT_ANSWERED, label, None, row.asked, share, missing)
