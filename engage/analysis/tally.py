"""How many responses stand in each pair of codes of two columns, and what do their record keys add up to?

Several columns are counted in one pass: their codes together make one number, whose histogram holds theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

BLOCK = 2**15  # responses counted at once: few enough to stay in the cache of a core
EXACT = 2**20  # responses whose 32-bit keys add up exactly in a float64, with one bit to spare
MOST_BINS = 2**15  # of one histogram, for the same cache
Keys: TypeAlias = NDArray[np.uint32]


class Axis(NamedTuple):
    """A column and how many different codes it may hold."""

    codes: NDArray[np.uint8]
    size: int


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Histogram:
    """For each code of one column (rows) and of another (columns): responses, and key sums modulo 2^64."""

    counts: NDArray[np.int64]
    sums: NDArray[np.uint64]

    def __add__(self, other: Histogram) -> Histogram:
        return Histogram(self.counts + other.counts, self.sums + other.sums)


def tally(by: Sequence[Axis], columns: Sequence[Axis], keys: Keys) -> list[list[Histogram]]:
    """Return for each axis of `by` the histogram of each of the `columns` against it."""
    total = _tally(by, columns, keys[:EXACT])
    for start in range(EXACT, len(keys), EXACT):
        part = slice(start, start + EXACT)
        more = _tally(_cut(by, part), _cut(columns, part), keys[part])
        total = [[a + b for a, b in zip(*rows, strict=True)] for rows in zip(total, more, strict=True)]
    return total


def _cut(axes: Sequence[Axis], part: slice) -> list[Axis]:
    return [Axis(axis.codes[part], axis.size) for axis in axes]


def _tally(by: Sequence[Axis], columns: Sequence[Axis], keys: Keys) -> list[list[Histogram]]:
    """Do the same for the first `EXACT` responses."""
    found: list[list[Histogram]] = [[] for _ in by]
    bins = min(MOST_BINS, max(len(keys), 256)) // max((axis.size for axis in by), default=1)
    for pack in _packs(columns, bins):
        for histograms, joint, axis in zip(found, _joint(by, pack, keys), by, strict=True):
            shape = [*(column.size for column in pack), axis.size]
            histograms += [_marginal(joint, shape, place) for place in range(len(pack))]
    return found


def _packs(columns: Sequence[Axis], bins: int) -> Iterator[list[Axis]]:
    """Divide the columns, in order, so that the codes of each part together make at most `bins` numbers."""
    pack: list[Axis] = []
    size = 1
    for column in columns:
        if pack and size * column.size > bins:
            yield pack
            pack, size = [], 1
        pack.append(column)
        size *= column.size
    if pack:
        yield pack


def _joint(
    by: Sequence[Axis], pack: Sequence[Axis], keys: Keys
) -> list[tuple[NDArray[np.int64], NDArray[np.float64]]]:
    """Count the codes of a whole pack against each axis of `by`."""
    bins = int(np.prod([column.size for column in pack]))
    joint = [(np.zeros(bins * axis.size, np.int64), np.zeros(bins * axis.size)) for axis in by]
    for start in range(0, len(keys), BLOCK):
        block = slice(start, start + BLOCK)
        weights = keys[block].astype(np.float64)
        together = np.zeros(len(weights), np.intp)
        for column in pack:
            together *= column.size
            together += column.codes[block]
        for axis, (counts, sums) in zip(by, joint, strict=True):
            place = together * axis.size + axis.codes[block]
            counts += np.bincount(place, minlength=len(counts))
            sums += np.bincount(place, weights, minlength=len(sums))
    return joint


def _marginal(
    joint: tuple[NDArray[np.int64], NDArray[np.float64]], shape: list[int], place: int
) -> Histogram:
    """Return the histogram of one column of the pack against the last axis."""
    others = tuple(other for other in range(len(shape) - 1) if other != place)
    counts, sums = (flat.reshape(shape).sum(axis=others).T for flat in joint)
    return Histogram(counts, sums.astype(np.uint64))
