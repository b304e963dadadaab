"""Is a gap between two groups larger than chance and rounding would make it?

Everything here is a function of released figures alone. A group is compared with everyone else, never with
the whole that contains it. No test is made of fewer than 50 people on either side, or of a hidden figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, erfc, exp, lgamma, log, sqrt

from engage.analysis.rule import LEAST_OF_TWO, USUAL, Rule
from engage.analysis.statistics import SURE_BASE
from engage.analysis.tables import Figure

LEAST_TESTED = LEAST_OF_TWO  # people on each side, by the usual rule
LEAST_EXPECTED = 5.0  # people in each cell of a table: Cochran (1954), doi:10.2307/3001616
RATE = 0.05  # how many of the differences that are called notable may be chance
GAP = 10  # points: a smaller difference is never called notable


@dataclass(frozen=True, slots=True)
class Share:
    """A released count and the released base that it is of, both in people."""

    count: int
    base: int

    @property
    def value(self) -> float:
        """From 0 to 1. Rounding may lift a count above its base: that is still no more than all."""
        return min(self.count / self.base, 1.0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one group's share is beside that of everyone else."""

    group: Share
    others: Share
    z: float  # standard errors
    p: float  # how often chance alone would make a gap at least this large

    @property
    def difference(self) -> float:
        """In points, from -100 to 100; above 0 where the group's share is the larger."""
        return 100 * (self.group.value - self.others.value)

    @property
    def is_wide(self) -> bool:
        """Are the shares `GAP` points or more apart? In whole numbers, so that no fraction tips it over."""
        one, two = (min(share.count, share.base) for share in (self.group, self.others))
        gap = abs(one * self.others.base - two * self.group.base)
        return 100 * gap >= GAP * self.group.base * self.others.base

    @property
    def is_of_few(self) -> bool:
        """Are so few people on one side that one or two more would change its percentage?"""
        return min(self.group.base, self.others.base) < SURE_BASE

    @property
    def h(self) -> float:
        return cohens_h(self.group.value, self.others.value)


@dataclass(frozen=True, slots=True)
class Association:
    """Whether a whole table of groups and answers shows a connection, and how strong it is."""

    statistic: float  # chi-square, less what rounding makes of it
    freedom: int
    p: float
    v: float  # Cramér's V, from 0 (none) to 1 (complete)


def compare(
    count: Figure, base: Figure, other_count: Figure, other_base: Figure, rule: Rule = USUAL
) -> Comparison | None:
    """Compare a group with everyone else; None where a figure is hidden or a base is below `LEAST_TESTED`.

    All four in people, as released. Two-proportion z-test on the pooled share P with the variance
    P(1 - P)(1/n₁ + 1/n₂) + 4(1 + P²)(1/n₁² + 1/n₂²), whose second term is that of the rounding.
    """
    if count is None or base is None or other_count is None or other_base is None:
        return None
    if min(base, other_base) < rule.least_of_two:
        return None
    group, others = Share(count, base), Share(other_count, other_base)
    pooled = min((count + other_count) / (base + other_base), 1.0)
    variance = pooled * (1 - pooled) * (1 / base + 1 / other_base)
    variance += rule.variance * (1 + pooled**2) * (1 / base**2 + 1 / other_base**2)
    z = (group.value - others.value) / sqrt(variance)
    return Comparison(group, others, z, erfc(abs(z) / sqrt(2)))


def cohens_h(share: float, other: float) -> float:
    """Return the distance of two shares, each 0 to 1, on a scale where equal steps are equally easy to
    notice.

    About 0.2 is small, 0.5 medium, 0.8 large. Source: Cohen (1988), Statistical Power Analysis for the
    Behavioral Sciences, chapter 6.
    """
    return 2 * asin(sqrt(share)) - 2 * asin(sqrt(other))


def associate(cells: Sequence[Sequence[Figure]], rule: Rule = USUAL) -> Association | None:
    """Test a whole table of people; None where it cannot be done well.

    cells: released counts, shape (groups, answers), each person in one cell only. Needs two groups and two
    answers, no hidden cell, `LEAST_TESTED` people in each group, `LEAST_EXPECTED` expected in each cell.
    Pearson's chi-square, divided by the mean factor by which rounding makes it larger where there is no
    connection; V from chi-square less what rounding adds to it. Sources: Cramér (1946), Mathematical Methods
    of Statistics, 21.9; Rao and Scott (1981), first-order correction, doi:10.1080/01621459.1981.10477633.
    """
    table = [[count for count in row if count is not None] for row in cells]
    if len(table) < 2 or len(table[0]) < 2 or any(len(row) < len(cells[0]) for row in table):
        return None
    rows, columns = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]
    total = sum(rows)
    expected = [[row * column / total for column in columns] for row in rows]
    if min(rows) < rule.least_of_two or min(map(min, expected)) < LEAST_EXPECTED:
        return None
    found = sum(
        (count - mean) ** 2 / mean
        for counts, means in zip(table, expected, strict=True)
        for count, mean in zip(counts, means, strict=True)
    )
    freedom = (len(rows) - 1) * (len(columns) - 1)
    added = _added_by_rounding(rows, columns, expected) * rule.variance
    statistic = found * freedom / (freedom + added)
    least = min(len(rows), len(columns)) - 1
    return Association(
        statistic,
        freedom,
        chi_square_above(statistic, freedom),
        sqrt(max(found - added, 0.0) / (total * least)),
    )


def _added_by_rounding(
    rows: Sequence[int], columns: Sequence[int], expected: Sequence[Sequence[float]]
) -> float:
    """Return by how much rounding every cell raises chi-square on average, for a variance of 1.

    A cell's residual takes from the rounding of cell (k, l) the part (δ_ik - r_i)(δ_jl - c_j), where r and c
    are the shares of the rows and columns; the squares of these parts add up to the product below.
    """
    total = sum(rows)
    of_rows, of_columns = ([_spread(each / total, len(sums)) for each in sums] for sums in (rows, columns))
    return sum(
        row * column / mean
        for row, means in zip(of_rows, expected, strict=True)
        for column, mean in zip(of_columns, means, strict=True)
    )


def _spread(share: float, parts: int) -> float:
    return 1 - 2 * share + parts * share**2


def chi_square_above(statistic: float, freedom: int) -> float:
    """Return the probability that chi-square with these degrees of freedom is larger than the statistic.

    Source: Abramowitz and Stegun (1964), Handbook of Mathematical Functions, 26.4.4 and 26.4.5.
    """
    half, start = statistic / 2, 0.5 if freedom % 2 else 0.0
    if half <= 0:
        return 1.0
    powers = (start + step for step in range(freedom // 2))
    terms = (exp(power * log(half) - half - lgamma(power + 1)) for power in powers)
    return min((erfc(sqrt(half)) if freedom % 2 else 0.0) + sum(terms), 1.0)


def adjusted(probabilities: Sequence[float]) -> tuple[float, ...]:
    """Return for each p-value the rate of false discoveries at which it would still count; same order.

    Source: Benjamini and Hochberg (1995), Controlling the False Discovery Rate,
    doi:10.1111/j.2517-6161.1995.tb02031.x.
    """
    order = sorted(range(len(probabilities)), key=probabilities.__getitem__, reverse=True)
    found, least = [0.0] * len(order), 1.0
    for behind, place in enumerate(order):
        least = min(least, probabilities[place] * len(order) / (len(order) - behind))
        found[place] = least
    return tuple(found)
