"""What has been received, why is some of it not analysed, and does it all add up?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Self


class Reason(StrEnum):
    """Why one thing received is not among what is analysed."""

    BLANK = "blank"
    DUPLICATE = "duplicate"
    TEST = "test"
    OUT_OF_SCOPE = "out_of_scope"
    WITHDRAWN = "withdrawn"
    LATE = "late"
    CAMPAIGN = "campaign"


class Again(StrEnum):
    """What is it that is entered with a form that has entered something before, or the same once more?"""

    CORRECTED = "corrected"  # it takes the place of what was kept
    ANOTHER = "another"


BY_OFFICERS = tuple(reason for reason in Reason if reason != Reason.WITHDRAWN)
ANALYSED, REMOVED = "analysed", "removed"


class Tally(NamedTuple):
    """How many things received are alike, and for how many people they speak."""

    channel: str
    language: str
    reason: str | None  # None: they are analysed
    items: int
    people: int


@dataclass(frozen=True, slots=True)
class Filter:
    """Which part of the ledger is looked at; empty: all of it."""

    channel: str = ""
    language: str = ""
    state: str = ""  # ANALYSED, REMOVED, or one Reason

    def takes(self, tally: Tally) -> bool:
        """Are these things in the part that is looked at?"""
        return (
            self.channel in ("", tally.channel)
            and self.language in ("", tally.language)
            and (
                self.state in ("", tally.reason)
                or (self.state == ANALYSED and tally.reason is None)
                or (self.state == REMOVED and tally.reason is not None)
            )
        )


@dataclass(frozen=True, slots=True)
class Line:
    """The line that is published: received = analysed + everything removed, each for one reason."""

    received: int
    analysed: int
    removed: tuple[tuple[Reason, int], ...]  # in the order of Reason, without those for which there is none
    people: int  # for whom what is analysed speaks: one for each response, more for a petition

    @classmethod
    def of(cls, tallies: Iterable[Tally]) -> Self:
        counted: Counter[str | None] = Counter()
        people = 0
        for tally in tallies:
            counted[tally.reason] += tally.items
            people += tally.people if tally.reason is None else 0
        removed = tuple((reason, counted[reason]) for reason in Reason if counted[reason])
        return cls(counted.total(), counted[None], removed, people)
