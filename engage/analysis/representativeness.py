"""Who is missing among those who responded, beside the residents of the area?

Everything here is a function of released figures and of published census counts. People who did not answer
are left out on both sides, and so are groups that only one side has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from engage.analysis.columns import Choice
from engage.analysis.intervals import Interval, interval
from engage.analysis.rule import Rule
from engage.analysis.statistics import LEAST_BASE
from engage.analysis.tables import Figure, SafeTable

TOLD = 2  # decimals of a ratio; what is said of it goes by what is shown
FEW, MANY = 0.8, 1.25  # the ratios below and above which a group is said to be under- or over-represented


class Band(StrEnum):
    """What may be said of one group's share."""

    UNDER = "under"
    ALIKE = "alike"
    OVER = "over"
    UNSURE = "unsure"  # the ratio is outside `FEW` ... `MANY`, but chance alone could explain it
    UNKNOWN = "unknown"  # no share may be said of the group, or no resident is in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One group among those who responded and among the residents."""

    group: Choice
    count: Figure  # people who responded, as released
    base: Figure  # people who responded and are in one of the groups that both sides have
    residents: float  # share, 0 to 1
    interval: Interval | None  # of the ratio

    @property
    def ratio(self) -> float | None:
        """The share of respondents for one of residents: 1 where both are the same."""
        if self.interval is None or self.count is None or self.base is None:
            return None
        return round(min(self.count / self.base, 1.0) / self.residents, TOLD)

    @property
    def band(self) -> Band:
        if self.ratio is None or self.interval is None:
            return Band.UNKNOWN
        if FEW <= self.ratio <= MANY:
            return Band.ALIKE
        if self.interval.lower <= 1 <= self.interval.upper:
            return Band.UNSURE
        return Band.UNDER if self.ratio < 1 else Band.OVER


@dataclass(frozen=True, slots=True)
class Dissimilarity:
    """How many in 100 respondents would have to be of another group to have the shares of the residents."""

    in_a_hundred: int
    at_least: bool  # groups that are hidden were taken together, which can only make it smaller


def standings(table: SafeTable, residents: Mapping[str, int]) -> tuple[Standing, ...]:
    """Compare one characteristic with the census, group by group in the order of the table.

    table: the characteristic alone, of everyone together; residents: people by the code of the group. Groups
    that the census does not have, such as people under 16, are left out, and so is what was released of them
    from the base. Interval: that of the share of respondents (`intervals.interval`) divided by the census
    share.
    """
    (row,) = table.rows
    shared = [
        (group, count)
        for group, count in zip(table.subject.choices, row.counts, strict=True)
        if group.code in residents
    ]
    apart = [
        count
        for group, count in zip(table.subject.choices, row.counts, strict=True)
        if group.code not in residents and count is not None
    ]
    base = None if row.answered is None else row.answered - sum(apart)
    total = sum(residents[group.code] for group, _ in shared)
    return tuple(
        _standing(
            group, count, base, residents[group.code] / total if total else 0.0, 1 + len(apart), table.rule
        )
        for group, count in shared
    )


def _standing(
    group: Choice, count: Figure, base: Figure, residents: float, roundings: int, rule: Rule
) -> Standing:
    found = interval(count, base, base_roundings=roundings, rule=rule) if residents else None
    return Standing(
        group=group,
        count=count,
        base=base,
        residents=residents,
        interval=_told(found.over(residents)) if found else None,
    )


def _told(found: Interval) -> Interval:
    return Interval(round(found.lower, TOLD), round(found.upper, TOLD))


def dissimilarity(found: tuple[Standing, ...], least_base: int = LEAST_BASE) -> Dissimilarity | None:
    """Return half the sum of the gaps between the shares of both sides; None below the least base.

    Groups whose count is hidden are taken together, their share being what the others leave.
    Source: Duncan and Duncan (1955), A Methodological Analysis of Segregation Indexes, doi:10.2307/2088328.
    """
    base = found[0].base if found else None
    shown = [each for each in found if each.count is not None]
    if base is None or base < least_base or not shown:
        return None
    gaps = [each.count / base - each.residents for each in shown if each.count is not None]
    if len(shown) < len(found):
        gaps.append(-sum(gaps))  # both sides add up to 1
    index = sum(map(abs, gaps)) / 2
    return Dissimilarity(round(100 * index), at_least=len(found) - len(shown) > 1)
