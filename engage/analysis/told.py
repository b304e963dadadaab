"""Which numbers does somebody know exactly, figures or not?

The ledger tells how many responses came in each way and in each language; whoever reads what people wrote can
count the texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engage.analysis.columns import Choice, Subject

Ways: TypeAlias = Mapping[tuple[str, str], int]  # by the key of a column and a code of it: responses
LANGUAGE = "response:language"  # the column of the one of them by which texts are told apart


class Written(NamedTuple):
    """What people wrote under a question, or beside a choice; `language` "": in either."""

    subject: str  # its key
    choice: str  # its code
    language: str = ""


class Told(NamedTuple):
    """What is told exactly: responses in each way and language, and the texts that officers may read.

    Where organisations are left out, texts of theirs alone tell how many there are, and so how many `people`.
    Whoever answers online cannot leave a required question out: `complete` are the keys of subjects that
    everybody answered who was asked, and that every version requires.
    """

    ways: Ways = MappingProxyType({})
    texts: Mapping[Written, int] = MappingProxyType({})
    people: int | None = None  # that are counted; None: nobody knows, or all who were received
    complete: frozenset[str] = frozenset()


NOTHING = Told()


class Most(NamedTuple):
    """How many people there can be at the most in each group, and in all other groups."""

    groups: NDArray[np.int64]
    others: NDArray[np.int64]

    @classmethod
    def of(cls, by: Subject, within: Choice | None, received: int, told: Told) -> Self:
        """In the groups of `by` and outside each, of those within a value of the filter, if there is one."""
        everyone = told.ways.get((within.column, within.code), received) if within else received
        people = everyone if told.people is None else min(told.people, everyone)
        groups = [min(told.ways.get((by.column, each.code), people), people) for each in by.choices]
        others = [min(everyone - told.ways.get((by.column, each.code), 0), people) for each in by.choices]
        return cls(np.array(groups), np.array(others))


def adds_up(ways: Ways, received: int) -> bool:
    """Is it told of each who was received? Of what came while figures were made only a part may be."""
    found = Counter[str]()
    for (column, _code), many in ways.items():
        found[column] += many
    return all(many == received for many in found.values())


def elsewhere(now: Ways, then: Ways) -> Ways:
    """How many came for certain in another way or language: there are more there now than there were then."""
    grown = {each: max(now[each] - then[each], 0) for each in now.keys() & then.keys()}
    return {
        each: sum(many for other, many in grown.items() if other[0] == each[0] and other != each)
        for each in grown
    }
