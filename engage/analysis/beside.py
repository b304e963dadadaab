"""How does the comparison of respondents with residents stand on a page, in one language?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from engage.analysis import census_words, words
from engage.analysis.figures import explained, number, share
from engage.analysis.representativeness import Dissimilarity, Standing, dissimilarity, standings
from engage.analysis.statistics import percentage
from engage.analysis.tables import SafeTable


class Pair(TypedDict):
    """Two bars, one under the other, as `analysis/paired.html` draws them; None where there is no bar."""

    label: str
    first: int | None  # respondents, per cent
    second: int  # residents, per cent
    shown: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Beside:
    """One characteristic: a row for each group, the same as bars, and how unlike both sides are.

    A row: group, people who responded, share of respondents, share of residents, ratio, its range, what it
    means.
    """

    rows: tuple[tuple[str, ...], ...]
    pairs: tuple[Pair, ...]
    dissimilarity: Dissimilarity | None
    shorthand: tuple[tuple[str, str], ...]


def beside(table: SafeTable, residents: Mapping[str, int], language: str) -> Beside:
    """Put a released characteristic, of everyone together, beside the residents by the code of the group."""
    found = standings(table, residents)
    rows = tuple(_row(each, table.least_base, language) for each in found)
    unlike = dissimilarity(found, table.rule)
    marks = [cell for row in rows for cell in row[1:]] + ([unlike.mark] if unlike and unlike.is_told else [])
    text = " ".join(marks)
    return Beside(
        rows,
        tuple(_pair(each, table.least_base, language) for each in found),
        unlike,
        explained((mark for mark in words.SHORTHAND if mark in text), language, table.rule),
    )


def _row(standing: Standing, least_base: int, language: str) -> tuple[str, ...]:
    of_respondents = percentage(standing.count, standing.base, least_base=least_base)
    missing = of_respondents.mark if of_respondents.value is None else words.UNAVAILABLE
    ends = standing.interval
    return (
        standing.group.label[language],
        number(standing.count),
        share(of_respondents, language),
        _whole(standing),
        missing if standing.ratio is None else f"{standing.ratio:.2f}",
        f"{ends.lower:.2f} – {ends.upper:.2f}" if ends else missing,
        census_words.BANDS[standing.band][language],
    )


def _pair(standing: Standing, least_base: int, language: str) -> Pair:
    of_respondents = percentage(standing.count, standing.base, least_base=least_base)
    return Pair(
        label=standing.group.label[language],
        first=of_respondents.value,
        second=round(100 * standing.residents),
        shown=(share(of_respondents, language), _whole(standing)),
    )


def _whole(standing: Standing) -> str:
    """The share of residents in whole per cent: published counts, so small shares may be told."""
    return f"{round(100 * standing.residents)}%" if standing.residents >= 0.005 else "< 1%"
