"""Into which groups are people divided, and how is everybody's group coded?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engage.analysis import words
from engage.analysis.audited import PAIR
from engage.analysis.columns import FIRST, NOT_ANSWERED, NOT_ASKED, Choice, Column, Subject, choices_of
from engage.bilingual import LANGUAGES, Bilingual
from engage.equality.characteristics import Characteristic, Level
from engage.equality.coding import Codebook, NotGiven, codebook

CIRCUMSTANCES: Mapping[str, tuple[Bilingual, Mapping[str, Bilingual]]] = {
    "language": (words.LANGUAGE, words.LANGUAGES),
    "channel": (words.CHANNEL, words.CHANNELS),
}
JOINT_BASE = 50  # no percentage is given of fewer people in a group of two characteristics


class Person(Protocol):
    """What is known of somebody who responded."""

    @property
    def equality(self) -> Mapping[str, str | list[str]]: ...
    @property
    def language(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def characteristics(self) -> Collection[str] | None: ...


@dataclass(frozen=True)
class Grouping:
    """One characteristic at one level: its groups, its column, and how people fall into it."""

    subject: Subject
    column: Column
    book: Codebook

    @cached_property
    def codes(self) -> bytes:
        """What the column holds for each place in the outcomes of the codebook, as a table of 256 bytes."""
        return bytes(map(self._code, self.book.outcomes)).ljust(256, bytes((NOT_ASKED,)))

    @property
    def holds(self) -> tuple[tuple[str, ...], ...]:
        """The answers that fall into each group."""
        level = self.subject.level
        assert level is not None
        return tuple(category.holds for category in self.book.characteristic.levels[level])

    def coded(self, people: Sequence[Person]) -> bytes:
        """Everybody's group, one byte each."""
        codes = self.book.positions([person.equality for person in people]).translate(self.codes)
        usual = not self.book.characteristic.optional
        asked = [
            usual if each.characteristics is None else self.subject.key in each.characteristics
            for each in people
        ]
        if all(asked):
            return codes
        return bytes(code if was else NOT_ASKED for code, was in zip(codes, asked, strict=True))

    def _code(self, outcome: str | NotGiven) -> int:
        if isinstance(outcome, str):
            return FIRST + self.column.codes.index(outcome)
        return NOT_ASKED if outcome is NotGiven.NOT_ASKED else NOT_ANSWERED


@dataclass(frozen=True)
class Circumstance:
    """What is known of every response without a question: the language of its answers, or its channel."""

    subject: Subject
    column: Column

    def coded(self, people: Sequence[Person]) -> bytes:
        """Everybody's group, one byte each. Raises ValueError for one that there is not."""
        places = {code: FIRST + place for place, code in enumerate(self.column.codes)}
        given = [getattr(person, self.subject.key) for person in people]
        if unknown := set(given) - places.keys():
            raise ValueError(f"no {self.subject.key} of a response is called {sorted(unknown)}")
        return bytes([places[code] for code in given])


@dataclass(frozen=True)
class Intersection:
    """Two characteristics together: a group for each pair of their groups."""

    subject: Subject
    column: Column
    first: Column
    second: Column

    def joined(self, first: NDArray[np.uint8], second: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Everybody's pair of groups, from the two columns. Who is not in both is in none."""
        joined: NDArray[np.uint8] = self._codes[first.astype(np.intp) * self.second.size + second]
        return joined

    @cached_property
    def _codes(self) -> NDArray[np.uint8]:
        pairs = product(range(self.first.size), range(self.second.size))
        return np.array([self._code(*pair) for pair in pairs], np.uint8)

    def _code(self, first: int, second: int) -> int:
        if min(first, second) < FIRST:
            return min(first, second)
        return FIRST + (first - FIRST) * len(self.second.codes) + second - FIRST


def groupings(characteristic: Characteristic, finest: Level) -> Iterator[Grouping]:
    """The characteristic at this level and at every coarser one, finest first."""
    for level in list(Level)[list(Level).index(finest) :]:
        yield grouping(characteristic, level)


def grouping(characteristic: Characteristic, level: Level) -> Grouping:
    """The characteristic at this level."""
    categories = characteristic.levels[level]
    column = Column(f"characteristic:{characteristic.code}:{level}", tuple(each.code for each in categories))
    subject = Subject(
        key=characteristic.code,
        question=characteristic.code,
        title=characteristic.name,
        choices=choices_of(column, ((each.code, each.label) for each in categories)),
        level=level,
    )
    return Grouping(subject, column, codebook(characteristic, level))


def circumstance(name: str) -> Circumstance:
    """The language or the channel of responses. Raises KeyError for anything else."""
    title, labels = CIRCUMSTANCES[name]
    column = Column(f"response:{name}", tuple(labels))
    choices = choices_of(column, labels.items())
    subject = Subject(
        key=name, question=name, title=title, choices=choices, level=Level.SUMMARY, is_known=True
    )
    return Circumstance(subject, column)


def intersection(first: Grouping, second: Grouping) -> Intersection:
    """Two characteristics together, in the groups that each has here."""
    pairs = tuple(product(first.subject.choices, second.subject.choices))
    key = PAIR.join((first.subject.key, second.subject.key))
    column = Column(f"characteristic:{key}", tuple(PAIR.join((a.code, b.code)) for a, b in pairs))
    labels = ((code, _both(a, b)) for code, (a, b) in zip(column.codes, pairs, strict=True))
    subject = Subject(
        key=key,
        question=key,
        title=words.both(first.subject.title, second.subject.title),
        choices=choices_of(column, labels),
        level=first.subject.level,
        least_base=JOINT_BASE,
    )
    return Intersection(subject, column, first.column, second.column)


def _both(first: Choice, second: Choice) -> Bilingual:
    return Bilingual(*(f"{first.label[each]} – {second.label[each]}" for each in LANGUAGES))
