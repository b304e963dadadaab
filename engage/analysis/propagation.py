"""How far do the bounds of numbers narrow, when each sum is looked at on its own, again and again?

Interval propagation. It finds much of what linear programs find, in a moment, and nothing that is not so.
"""

from __future__ import annotations

import numpy as np

from engage.analysis.audited import Contradiction
from engage.analysis.bounds import NO, Bounds, Questions, System, Whole

SWEEPS = 500  # after which bounds that still creep are left as they are: they are true, if not the narrowest


def narrowed(system: System) -> Bounds:
    """Narrow the bounds of each number by every row until nothing moves. Raises Contradiction."""
    low, high = (bound.copy() for bound in system.bounds)
    rows, added = system.row_of_term, system.signs > 0
    least, most = (limit[rows] for limit in system.limits)
    for _ in range(SWEEPS):
        if (low > high).any():
            raise Contradiction("the bounds of a number cross")
        before = low.copy(), high.copy()
        lows, highs = low[system.terms], high[system.terms]
        smallest, largest = np.where(added, lows, -highs), np.where(added, highs, -lows)
        others_least = np.add.reduceat(smallest, system.starts)[rows] - smallest
        others_most = np.add.reduceat(largest, system.starts)[rows] - largest
        smallest, largest = least - others_most, most - others_least
        np.maximum.at(low, system.terms, np.where(added, smallest, -largest))
        np.minimum.at(high, system.terms, np.where(added, largest, -smallest))
        if (low == before[0]).all() and (high == before[1]).all():
            break
    return Bounds(low, high)


def answered(system: System, bounds: Bounds, questions: Questions) -> Bounds:
    """Say how low and how high each of the questioned numbers can be within these bounds."""
    low, high = bounds
    none = questions.part == NO
    part_low, part_high = (np.where(none, 0, bound[questions.part]) for bound in bounds)
    least = np.maximum(low[questions.whole] - part_high, 0)
    most = high[questions.whole] - part_low
    sums_low, sums_high = _parts(system, bounds)
    in_row = questions.row != NO
    least = np.where(in_row, np.maximum(least, sums_low[questions.row] - part_low), least)
    most = np.where(in_row, np.minimum(most, sums_high[questions.row] - part_high), most)
    return Bounds(least, most)


def _parts(system: System, bounds: Bounds) -> tuple[Whole, Whole]:
    """How low and how high the parts of each row can be together, those included that it may miss."""
    parts = system.signs < 0
    low, high = (np.add.reduceat(np.where(parts, bound[system.terms], 0), system.starts) for bound in bounds)
    return low, high + system.limits.high
