"""Which bounds and which sums are known of numbers that are not told?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Index: TypeAlias = NDArray[np.int64]  # places of numbers, or of rows, in a system
Whole: TypeAlias = NDArray[np.int64]
NO = -1  # in an `Index`: there is none


class Bounds(NamedTuple):
    """The lowest and the highest that each number can be."""

    low: Whole
    high: Whole


@dataclass(frozen=True, kw_only=True)
class System:
    """Whole numbers within bounds, and rows: each a sum of some of them with signs, within bounds too.

    The terms of row r stand in `terms` and `signs` from `starts[r]` up to the start of the next row.
    """

    bounds: Bounds
    owners: Index  # of each number: 0 if it hangs together with everything, or the place of what it is about
    terms: Index
    signs: Whole  # 1 or -1 for each term
    starts: Index
    limits: Bounds  # of each row's sum
    essential: NDArray[np.bool_]  # the rows that do not follow from others

    @property
    def row_of_term(self) -> Index:
        lengths = np.diff(self.starts, append=len(self.terms))
        return np.repeat(np.arange(len(self.starts)), lengths)

    @property
    def owner_of_row(self) -> Index:
        """What each row is about: the one owner of its numbers besides 0."""
        return np.maximum.reduceat(self.owners[self.terms], self.starts)


class _Rows(NamedTuple):
    """Rows of the same shape: `terms` has the numbers of one row in each of its own."""

    terms: Index
    signs: Whole
    most: Whole  # each sum lies between 0 and this
    essential: bool


class Knowledge:
    """A system in the making. No number is below 0 or above `most`, and none stands in a row twice."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._owned: list[tuple[str, int]] = []
        self._size = 0
        self._rows: list[_Rows] = []
        self._facts: list[tuple[Index, Whole, Whole]] = []
        self._count = 0

    def numbers(self, *shape: int, owner: str = "") -> Index:
        """Return the places of as many new numbers; no row may hold numbers of two owners, but for ""."""
        places = np.arange(self._size, self._size + math.prod(shape)).reshape(shape)
        self._size += places.size
        self._owned.append((owner, places.size))
        return places

    def know(self, places: Index, low: Whole | int, high: Whole | int) -> None:
        """Know that these numbers lie between these bounds, both included."""
        facts = np.broadcast_arrays(places, low, high)
        self._facts.append((facts[0].ravel(), facts[1].ravel(), facts[2].ravel()))

    def add_up(
        self, parts: Index, total: Index, *, missing: Whole | int = 0, essential: bool = True
    ) -> Index:
        """Know that `parts`, along the last axis, add up to `total` but for 0 to `missing` people.

        Return the places of the new rows, in the shape of `total`. Not `essential`: other rows imply it.
        """
        return self.exceed(total[..., None], parts, by=missing, essential=essential)

    def cover(self, parts: Index, total: Index) -> None:
        """Know that each person in `total` is in at least one of the `parts` along the last axis."""
        self.exceed(parts, total[..., None], by=self.most * parts.shape[-1])

    def exceed(self, more: Index, less: Index, *, by: Whole | int, essential: bool = True) -> Index:
        """Know that `more`, along the last axis, come to as much as `less` do, or to at most `by` more.

        Return the places of the new rows, in their shape without the last axis. Raises ValueError when a
        number would stand in a row twice: with that no solver comes to an end.
        """
        terms = np.concatenate((more, less), axis=-1)
        shape, terms = terms.shape[:-1], terms.reshape(-1, terms.shape[-1])
        if (np.diff(np.sort(terms), axis=-1) == 0).any():
            raise ValueError("a number stands in a row twice")
        signs = np.repeat([1, -1], (more.shape[-1], less.shape[-1]))
        most = np.broadcast_to(np.asarray(by, np.int64), shape).ravel()
        return self._add(terms, signs, most, essential=essential).reshape(shape)

    def _add(self, terms: Index, signs: Whole, most: Whole, *, essential: bool) -> Index:
        self._rows.append(_Rows(terms, signs, most, essential))
        self._count += len(terms)
        return np.arange(self._count - len(terms), self._count)

    def system(self) -> System:
        """Return everything that is known. Raises nothing: bounds that cross are found by who uses them."""
        low, high = np.zeros(self._size, np.int64), np.full(self._size, self.most, np.int64)
        for places, lowest, highest in self._facts:
            np.maximum.at(low, places, lowest)
            np.minimum.at(high, places, highest)
        names = {name: place for place, name in enumerate(dict.fromkeys(("", *dict(self._owned))))}
        lengths = np.concatenate([np.full(len(r.terms), r.terms.shape[1]) for r in self._rows])
        most = np.concatenate([rows.most for rows in self._rows])
        return System(
            bounds=Bounds(low, high),
            owners=np.concatenate([np.full(size, names[owner]) for owner, size in self._owned]),
            terms=np.concatenate([rows.terms.ravel() for rows in self._rows]),
            signs=np.concatenate([np.tile(rows.signs, len(rows.terms)) for rows in self._rows]),
            starts=np.concatenate(([0], np.cumsum(lengths)[:-1])),
            limits=Bounds(np.zeros_like(most), most),
            essential=np.concatenate([np.full(len(r.terms), r.essential) for r in self._rows]),
        )


@dataclass(frozen=True, kw_only=True)
class Questions:
    """Numbers that must not become known: each `whole`, less `part` where there is one.

    `row`, where there is one, adds `part` and others up to `whole`: what is left is these others.
    `width` is how far apart the lowest and the highest that it can be must stay, unless both are so high
    that it is no secret.
    """

    whole: Index
    part: Index
    row: Index
    width: Whole
    small: Whole  # a number that is certainly higher is no secret: it would be shown, rounded

    def __len__(self) -> int:
        return len(self.whole)

    def given_away(self, bounds: Bounds) -> NDArray[np.bool_]:
        """Say which may be small and are known to less than their width."""
        low, high = bounds
        return (high - low < self.width) & (low <= self.small)

    def owners(self, system: System) -> Index:
        """What each is about; 0: it hangs together with everything."""
        parts = np.where(self.part == NO, 0, system.owners[self.part])
        return np.maximum(system.owners[self.whole], parts)

    def values(self, numbers: NDArray[np.float64]) -> NDArray[np.float64]:
        """Work each out from the numbers of the system."""
        return numbers[self.whole] - np.where(self.part == NO, 0, numbers[self.part])

    def aim(self, weights: NDArray[np.float64], numbers: int) -> NDArray[np.float64]:
        """Turn a weight of each into one for each of the system's numbers."""
        parts = self.part != NO
        aim = np.zeros(numbers)
        np.add.at(aim, self.whole, weights)
        np.subtract.at(aim, self.part[parts], weights[parts])
        return aim
