"""Of responses that officers say are one person's, which is analysed? One, as long as any of them stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple


class Ruled(NamedTuple):
    """One decision about one thing, as far as it matters here."""

    id: int
    reference: str  # of what it is about
    duplicate_of: str | None  # None: it was made for another reason
    made_at: datetime
    undone_by: int | None  # an officer, not a rule


class Double(NamedTuple):
    """An officer has decided that something is a duplicate, and nobody has decided otherwise since.

    Where something else stays in the place of the original, the same decision is written down once more.
    """

    original: str  # the one that was to stay
    decision_id: int
    moved: tuple[int, ...]  # the ids of the same decision, of a duplicate of something else


Doubles = Mapping[str, Double]  # by reference


def doubles(rulings: Iterable[Ruled]) -> dict[str, Double]:
    """What is a duplicate by these decisions, which are in the order in which they were written down."""
    latest: dict[str, list[Ruled]] = {}
    for each in rulings:
        if each.undone_by is not None:
            latest.pop(each.reference, None)
        elif each.duplicate_of:
            before = latest.get(each.reference, [])
            is_same = before and before[0].made_at == each.made_at
            latest[each.reference] = [*before, each] if is_same else [each]
    return {
        reference: Double(first.duplicate_of or "", first.id, tuple(each.id for each in moved))
        for reference, (first, *moved) in latest.items()
    }


def sets(found: Doubles, references: Collection[str]) -> list[set[str]]:
    """The sets to which these belong, each of what is one person's; of one alone there is none."""
    neighbours: dict[str, set[str]] = {}
    for reference, double in found.items():
        neighbours.setdefault(reference, set()).add(double.original)
        neighbours.setdefault(double.original, set()).add(reference)
    several: list[set[str]] = []
    known: set[str] = set()
    for reference in references:
        if reference in neighbours and reference not in known:
            several.append(_reached(neighbours, reference))
            known |= several[-1]
    return several


def _reached(neighbours: Mapping[str, set[str]], start: str) -> set[str]:
    reached, ends = {start}, {start}
    while ends:
        ends = set().union(*(neighbours[each] for each in ends)) - reached
        reached |= ends
    return reached


def stays(found: Doubles, standing: Collection[str]) -> str | None:
    """Which one of a set is analysed, of those that stand: the original, else what was left out first."""

    def rank(reference: str) -> tuple[int, int]:
        double = found.get(reference)
        return _depth(found, reference), double.decision_id if double else 0

    return min(standing, key=rank, default=None)


def _depth(found: Doubles, reference: str) -> int:
    """Over how many others something is a duplicate of the one that officers want to stay."""
    depth = 0
    while reference in found and depth <= len(found):
        reference, depth = found[reference].original, depth + 1
    return depth
