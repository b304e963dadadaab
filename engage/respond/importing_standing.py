"""Which rows of another tool's table are here already, which are only like those, and which are new?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from engage.respond.importing_rows import Heard


class Whose(StrEnum):
    """Whose are rows that are like those that were imported before?"""

    SAME = "same"  # what says just the same is the same response; of the others nothing is said yet
    CHANGED = "changed"  # other answers under the number of an earlier row are those of the same person
    NUMBERS = "numbers"  # they are those of other people, who have the same number
    OTHERS = "others"  # all of them are other people's, also what says just the same


@dataclass(frozen=True, slots=True)
class Standing:
    """The good rows of a table, parted by what is here."""

    whose: Whose
    good: tuple[Heard, ...]
    known: tuple[Heard, ...]  # here already
    changed: tuple[Heard, ...]  # with the number of a row that is here, but other answers
    new: tuple[tuple[Heard, bytes], ...]  # what is stored, with its keys


def standing(
    heard: Sequence[Heard],
    keys: Sequence[bytes],
    marks: Sequence[Collection[bytes]],
    whose: Whose,
    *,
    stored: Collection[bytes],
    marked: Collection[bytes],
) -> Standing:
    """Part the good rows; `stored` of their keys are here, and `marked` of the marks of their numbers."""
    rows = [row for row in zip(heard, keys, marks, strict=True) if not row[0].problems]
    known = [each for each, key, _marks in rows if key in stored]
    unknown = [row for row in rows if row[1] not in stored]
    asks = whose != Whose.OTHERS
    changed = [each for each, _key, its in unknown if asks and any(mark in marked for mark in its)]
    left = set() if whose == Whose.NUMBERS else {each.row for each in changed}
    return Standing(
        whose,
        tuple(each for each, _key, _marks in rows),
        tuple(known),
        tuple(changed),
        tuple((each, key) for each, key, _marks in unknown if each.row not in left),
    )
