"""How many responses came in each way and in each language? The ledger tells that exactly, figures or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engage.analysis.columns import Choice, Subject

Told: TypeAlias = Mapping[tuple[str, str], int]  # by the key of a column and a code of it: responses
NOTHING: Told = {}


class Most(NamedTuple):
    """How many people there can be at the most in each group, and in all other groups."""

    groups: NDArray[np.int64]
    others: NDArray[np.int64]

    @classmethod
    def of(cls, by: Subject, within: Choice | None, received: int, told: Told) -> Self:
        """In the groups of `by` and outside each, of those within a value of the filter, if there is one."""
        everyone = told.get((within.column, within.code), received) if within else received
        groups = [min(told.get((by.column, each.code), everyone), everyone) for each in by.choices]
        others = [everyone - told.get((by.column, each.code), 0) for each in by.choices]
        return cls(np.array(groups), np.array(others))


def adds_up(told: Told, received: int) -> bool:
    """Is it told of each who was received? Of what came while figures were made only a part may be."""
    found = Counter[str]()
    for (column, _code), many in told.items():
        found[column] += many
    return all(many == received for many in found.values())


def elsewhere(now: Told, then: Told) -> Told:
    """How many came for certain in another way or language: there are more there now than there were then."""
    grown = {each: max(now[each] - then[each], 0) for each in now.keys() & then.keys()}
    return {
        each: sum(many for other, many in grown.items() if other[0] == each[0] and other != each)
        for each in grown
    }
