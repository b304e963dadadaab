"""Who is missing among those who responded, beside the residents of the area?

Everything here is a function of released figures and of published census counts. People who did not answer
are left out on both sides, and so are groups that only one side has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor
from typing import TypeAlias

from engage.analysis.columns import Choice
from engage.analysis.intervals import Interval, interval
from engage.analysis.rule import USUAL, Rule
from engage.analysis.statistics import SURE_BASE
from engage.analysis.tables import Figure, SafeTable
from engage.analysis.words import UNCERTAIN

TOLD = 2  # decimals of a ratio; what is said of it goes by what is shown
Limits: TypeAlias = tuple[int, int, float]  # the fewest and the most people of a group, share of residents
FEW, MANY = 0.8, 1.25  # the ratios below and above which a group is said to be under- or over-represented


class Band(StrEnum):
    """What may be said of one group's share."""

    UNDER = "under"
    ALIKE = "alike"
    OVER = "over"
    UNSURE = "unsure"  # the ratio is outside `FEW` ... `MANY`, but chance or rounding could explain it
    UNKNOWN = "unknown"  # no share may be said of the group, or no resident is in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One group among those who responded and among the residents."""

    group: Choice
    count: Figure  # people who responded, as released
    base: Figure  # people who responded and are in one of the groups that both sides have
    residents: float  # share, 0 to 1
    interval: Interval | None  # of the ratio
    rounding: Interval | None  # of the ratio: where rounding can have moved it from

    @property
    def ratio(self) -> float | None:
        """The share of respondents for one of residents: 1 where both are the same."""
        if self.interval is None or self.count is None or self.base is None:
            return None
        return round(min(self.count / self.base, 1.0) / self.residents, TOLD)

    @property
    def band(self) -> Band:
        if self.ratio is None or self.interval is None or self.rounding is None:
            return Band.UNKNOWN
        if FEW <= self.ratio <= MANY:
            return Band.ALIKE
        if any(each.lower <= 1 <= each.upper for each in (self.interval, self.rounding)):
            return Band.UNSURE
        return Band.UNDER if self.ratio < 1 else Band.OVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissimilarity:
    """How many in 100 respondents would have to be of another group to have the shares of the residents."""

    in_a_hundred: int
    lower: int  # true counts that were rounded to these figures give no smaller number,
    upper: int  # and no larger one
    mark: str  # of a small base

    @property
    def is_told(self) -> bool:
        """Is there a gap that rounding alone cannot have made?"""
        return self.lower > 0


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
    moved = _by_rounding(count, base, roundings, rule)
    return Standing(
        group=group,
        count=count,
        base=base,
        residents=residents,
        interval=_told(found.over(residents)) if found else None,
        rounding=_told(moved.over(residents)) if found and moved else None,
    )


def _by_rounding(count: Figure, base: Figure, roundings: int, rule: Rule) -> Interval | None:
    """Between which shares does every share lie that can have been rounded to this one?"""
    if count is None or base is None:
        return None
    fewest, most = base - roundings * rule.off, base + roundings * rule.off
    return Interval(min((count - rule.off) / most, 1.0), min((count + rule.off) / max(fewest, 1), 1.0))


def _told(found: Interval) -> Interval:
    return Interval(round(found.lower, TOLD), round(found.upper, TOLD))


def dissimilarity(found: Sequence[Standing], rule: Rule = USUAL) -> Dissimilarity | None:
    """Return half the sum of the gaps between the shares of both sides; None below the least base.

    The shares add up, as those of the residents do: they are of what is shown, with what that leaves of the
    base for the groups whose count is hidden, which are taken together.
    Source: Duncan and Duncan (1955), A Methodological Analysis of Segregation Indexes, doi:10.2307/2088328.
    """
    base = found[0].base if found else None
    shown = [(each.count, each.residents) for each in found if each.count is not None]
    if base is None or base < rule.least_base or not shown:
        return None
    hidden = len(found) - len(shown)
    rest = min(max(base - sum(count for count, _ in shown), 0), hidden * rule.hidden)
    parts = [*shown, (rest, 1 - sum(residents for _, residents in shown))] if hidden else shown
    total = sum(count for count, _ in parts)
    index = sum(abs(count / total - residents) for count, residents in parts) / 2
    lower, upper = _reach([_limits(each, rule) for each in found])
    return Dissimilarity(
        in_a_hundred=round(100 * min(max(index, lower), upper)),
        lower=floor(100 * lower),
        upper=ceil(100 * upper),
        mark=UNCERTAIN if base < SURE_BASE else "",
    )


def _limits(standing: Standing, rule: Rule) -> Limits:
    if standing.count is None:
        return 0, rule.hidden, standing.residents
    return standing.count - rule.off, standing.count + rule.off, standing.residents


def _reach(limits: Sequence[Limits]) -> tuple[float, float]:
    """Between which numbers does the index of every set of counts within these limits lie?

    The index is what some shares are above those of the residents, and as much what the others are below.
    """
    lower, upper = 1.0, 0.0
    for total in range(sum(low for low, _, _ in limits), sum(high for _, high, _ in limits) + 1):
        wanted = [residents * total for _, _, residents in limits]
        above = [(low - want, high - want) for (low, high, _), want in zip(limits, wanted, strict=True)]
        least = max(sum(max(low, 0) for low, _ in above), sum(max(-high, 0) for _, high in above))
        most = min(sum(max(high, 0) for _, high in above), sum(max(-low, 0) for low, _ in above))
        lower, upper = min(lower, least / total), max(upper, most / total)
    return lower, upper
