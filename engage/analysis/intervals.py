"""Between which shares may what a released percentage stands for lie?

Everything here is a function of released figures alone. They were rounded at random to a multiple of 5, right
on average and with a variance of 4, so an interval has to be wider than one of true counts. It tells how far
chance alone could move a share among people like those who responded. They chose themselves: it is no margin
of error for the residents of the area.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from engage.analysis.rule import USUAL, Rule
from engage.analysis.statistics import SURE_BASE, Percentage, percentage
from engage.analysis.tables import Figure
from engage.analysis.words import UNCERTAIN

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """Shares from `lower` to `upper`, both from 0 to 1."""

    lower: float
    upper: float

    def over(self, share: float) -> Interval:
        """Divide both ends by a share that is known exactly: an interval of a ratio."""
        return Interval(self.lower / share, self.upper / share)


def interval(
    count: Figure,
    base: Figure,
    *,
    confidence: float = CONFIDENCE,
    base_roundings: int = 1,
    count_roundings: int = 1,
    least_base: int = 0,
    rule: Rule = USUAL,
) -> Interval | None:
    """Return the interval of a released share; None where no percentage may be said of it.

    count, base: people, as released; base_roundings, count_roundings: how many released figures each of them
    was added up from; least_base: people, larger where groups are of two characteristics together and if the
    rule by which they were released has none larger.
    Wilson's interval on the effective base (below).
    Source: Wilson (1927), Probable Inference, the Law of Succession, and Statistical Inference,
    doi:10.1080/01621459.1927.10502953.
    """
    if count is None or base is None or base < max(least_base, rule.least_base):
        return None
    share = min(count / base, 1.0)
    people = effective_base(count, base, base_roundings, count_roundings, rule)
    return wilson(share, people, _z(confidence))


def effective_base(
    count: int, base: int, base_roundings: int = 1, count_roundings: int = 1, rule: Rule = USUAL
) -> float:
    """Return how many people, counted exactly, would tell as much about a share as these rounded figures do.

    b* = p(1 - p) / v with v = p(1 - p) / b + 4(1 + p²) / b² by the usual rule: the second term is the
    variance that rounding adds to the ratio of two figures rounded on their own; a sum of several adds that
    of each. A share closer to 0 or 1 than one step of rounding is taken one step away from it, or the
    variance of "all" would be nothing.
    """
    step = min(rule.base / base, 0.5)
    share = min(max(count / base, step), 1 - step)
    spread = share * (1 - share)
    rounding = rule.variance * (count_roundings + base_roundings * share**2) / base**2
    return spread / (spread / base + rounding)


def wilson(share: float, base: float, z: float) -> Interval:
    """Return Wilson's score interval.

    share: 0 to 1; base: people, above 0, need not be whole; z: deviates.
    """
    middle = share + z**2 / (2 * base)
    half = z * sqrt(share * (1 - share) / base + z**2 / (4 * base**2))
    whole = 1 + z**2 / base
    lower, upper = (middle - half) / whole, (middle + half) / whole
    return Interval(max(min(lower, share), 0.0), min(max(upper, share), 1.0))  # of none and of all exactly


def ends(found: Interval, base: int) -> tuple[Percentage, Percentage]:
    """Return both ends as they are shown: whole per cent, never under 5 or over 95, marked like the share."""
    mark = UNCERTAIN if base < SURE_BASE else ""
    lower, upper = (percentage(round(10_000 * end), 10_000) for end in (found.lower, found.upper))
    return Percentage(lower.value, lower.bound, mark), Percentage(upper.value, upper.bound, mark)


def _z(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)
