"""Which tables hold true counts, and which may be shown? Two types: one cannot be taken for the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import InitVar, dataclass
from typing import Any, NoReturn, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engage.analysis.columns import FIRST, NOT_ANSWERED, Choice, Subject
from engage.analysis.rule import USUAL, Rule
from engage.analysis.tally import Histogram

Figure: TypeAlias = int | None  # as released; None is hidden
TOTALS = 2  # the last two columns of a table: answered, asked

_MADE_SAFE = object()  # known to `disclosure` alone


class Table:
    """True counts of one subject in each group, and the sums of their record keys.

    It cannot be printed, copied, pickled or looped over; `disclosure.protect` makes what may be shown.
    Both arrays have a row for each group, `with_others` as many again of everyone else, and a column for each
    choice, then answered, asked.
    """

    __slots__ = ("by", "counts", "subject", "sums", "with_others", "within")

    def __init__(
        self,
        subject: Subject,
        by: Subject,
        counts: NDArray[np.int64],
        sums: NDArray[np.uint64],
        *,
        within: Choice | None = None,
        with_others: bool = False,
    ) -> None:
        self.subject = subject
        self.by = by
        self.counts = counts
        self.sums = sums
        self.within = within
        self.with_others = with_others

    def __repr__(self) -> str:
        return f"<Table {self.subject.key} by {self.by.key or 'everyone'}: true counts, not to be shown>"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a table of true counts cannot be copied, pickled or written down")


def table(
    subject: Subject,
    by: Subject,
    histograms: Mapping[str, Histogram],
    *,
    within: Choice | None = None,
    with_others: bool = False,
) -> Table:
    """Count the subject's choices in each group of `by`, from the histograms of the subject's columns.

    `with_others` counts everyone else too: for each group all who are in another group of `by`.
    """
    groups = [group.value for group in by.choices]
    asked = histograms[subject.column]
    counts = [histograms[choice.column].counts[groups, choice.value] for choice in subject.choices]
    sums = [histograms[choice.column].sums[groups, choice.value] for choice in subject.choices]
    own_counts = np.column_stack((*counts, *_totals(asked.counts[groups])))
    own_sums = np.column_stack((*sums, *_totals(asked.sums[groups])))
    if with_others:
        own_counts, own_sums = _and_others(own_counts), _and_others(own_sums)
    return Table(subject, by, own_counts, own_sums, within=within, with_others=with_others)


def _and_others(rows: NDArray[Any]) -> NDArray[Any]:
    """Add, for each group, the sum of all other groups; sums of record keys are modulo 2^64."""
    return np.concatenate((rows, rows.sum(axis=0) - rows))


def _totals(codes: NDArray[np.generic]) -> tuple[NDArray[np.generic], ...]:
    """Return how many answered and how many were asked."""
    return codes[:, FIRST:].sum(axis=1), codes[:, NOT_ANSWERED:].sum(axis=1)


@dataclass(frozen=True, slots=True)
class SafeRow:
    """The released figures of one group; `counts` in the order of the subject's choices.

    There is none for those who did not answer: it would be a second figure for what the other two already
    tell, and the three together often give each other away.
    """

    group: Choice
    counts: tuple[Figure, ...]
    answered: Figure
    asked: Figure
    untold: bool = False  # hidden as a whole beside another row, though they need not be few people


@dataclass(frozen=True, kw_only=True)
class SafeTable:
    """Released figures, and nothing that could not be released. Only `disclosure` can make one.

    A table may be of the people `within` one value of the filter alone. `others` are the figures of everyone
    else, for each group in the same order: of all who are in another group of `by`, without those who are in
    none because they did not say or were not asked. It is empty where nothing is compared.
    """

    subject: Subject
    by: Subject
    rows: tuple[SafeRow, ...]
    within: Choice | None = None
    others: tuple[SafeRow, ...] = ()
    rule: Rule = USUAL  # by which it was made safe
    made_safe: InitVar[object] = None

    def __post_init__(self, made_safe: object) -> None:
        if made_safe is not _MADE_SAFE:
            raise TypeError("only disclosure control makes a table that may be shown")

    @property
    def least_base(self) -> int:
        """No percentage is given of fewer people than these."""
        return max(self.by.least_base, self.rule.least_base)

    def base(self, row: SafeRow) -> Figure:
        """Return how many people the percentages of this row's choices are of."""
        return row.asked if self.subject.of_asked else row.answered


def rule_of(tables: Sequence[SafeTable]) -> Rule:
    """Return the rule of a release, which all its tables have."""
    return tables[0].rule if tables else USUAL
