"""Which sets of people does a release count, and how do they hang together?

A block holds the numbers of one table: a row for each group and one for those in no group, a column for each
choice, then those who answered, who were asked, and who did not answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engage.analysis.audited import PAIR, Public, Ticking, Together
from engage.analysis.bounds import NO, Index, Knowledge
from engage.analysis.columns import FIRST, Choice, Subject
from engage.equality.characteristics import Level

Within: TypeAlias = tuple[str, str] | None  # the column and the code of a filter's value; None: no filter
LEVELS = tuple(Level)
REST = ""  # in the place of a value's code: everybody who is within none of the values with tables


class Dimension(NamedTuple):
    """A way to divide people into groups; an intersection's are the pairs of two others."""

    key: str
    level: Level | None
    groups: tuple[str, ...]
    column: str = ""

    @property
    def height(self) -> int:
        """The rows of its blocks, if it is no intersection."""
        return len(self.groups) + 1 if self.groups else 1


class Counted(NamedTuple):
    """What a block counts. Without choices: people alone, in one column."""

    key: str
    choices: tuple[tuple[str, str], ...] = ()  # column and code of each
    several: bool = False

    @property
    def width(self) -> int:
        return len(self.choices) + 3 if self.choices else 1

    @property
    def answered(self) -> int:
        return len(self.choices)

    @property
    def asked(self) -> int:
        return len(self.choices) + 1

    @property
    def unanswered(self) -> int:
        return len(self.choices) + 2


@dataclass(frozen=True, slots=True)
class Block:
    """The places of a table's numbers, and of the rows that add them up: `NO` where there is none."""

    numbers: Index
    by_choice: Index  # for each group: the row that adds up its choices
    by_group: Index  # for each column: the row that adds up its groups


class Part(NamedTuple):
    """People of one group who are told apart by another level of the characteristic: a number per column."""

    place: int  # of their group; 0 if they are in none of this level
    other: int  # of their group of the other level, from 1; 0 if they are in none of it
    numbers: Index


WHOLE = Dimension("", None, ())
PEOPLE = Counted("")
Key: TypeAlias = tuple[Within, Dimension, Counted]


def dimension_of(subject: Subject) -> Dimension:
    groups = tuple(choice.code for choice in subject.choices)
    return Dimension(subject.key, subject.level, groups, subject.column) if subject.key else WHOLE


def counted_of(subject: Subject) -> Counted:
    choices = tuple((choice.column, choice.code) for choice in subject.choices)
    return Counted(subject.key, choices, _several(subject.choices))


def _several(choices: tuple[Choice, ...]) -> bool:
    """Say whether one person can be counted under more than one: each then has a column of its own."""
    return any(
        (choice.column, choice.value) != (choices[0].column, FIRST + n) for n, choice in enumerate(choices)
    )


class Sets:
    """The numbers of one release and what adds up to what, made as they are asked for."""

    def __init__(self, knowledge: Knowledge, public: Public, dimensions: Iterable[Dimension]) -> None:
        self.knowledge = knowledge
        self.public = public
        self.dimensions = tuple(dict.fromkeys(dimensions))
        halves = (half for by in self.dimensions if PAIR in by.key for half in self.halves(by))
        self.dimensions = tuple(dict.fromkeys((*self.dimensions, *halves)))
        self.blocks: dict[Key, Block] = {}
        self._ticking = {each.subject: each for each in public.ticking}
        self._owners: dict[str, str] = {}
        for route in public.routed:
            self._tie(route.asked, route.chosen)
        for steered in public.steered:
            if not steered.is_about_people:
                self._tie(steered.asked, steered.chosen)
        for ticking in public.ticking:
            if ticking.first:
                self._tie(ticking.first, ticking.subject)
        self._together = {subject: each for each in public.together for subject in each.subjects}
        self._first: dict[tuple[Within, Dimension, Together], Index] = {}
        for each in public.together:
            for subject in each.subjects[1:]:
                self._tie(subject, each.subjects[0])
        self._alone: dict[tuple[Within, Dimension], Block] = {}
        self.between_levels: dict[Key, list[Part]] = {}

    def _tie(self, key: str, other: str) -> None:
        """Let the numbers of two subjects stand in the same rows."""
        old, new = self.owner(key), self.owner(other)
        together = {key, *(each for each, owner in self._owners.items() if owner == old)}
        self._owners |= dict.fromkeys(together, new)

    def block(self, within: Within, by: Dimension, counted: Counted) -> Block:
        """Return the block of this table, with those that it is a part of."""
        key = within, by, counted
        if key not in self.blocks:
            self.blocks[key] = self._made(within, by, counted)
        return self.blocks[key]

    def people(self, within: Within, by: Dimension) -> Index:
        """Return how many people there are in each group, and at the end in none."""
        return self.block(within, by, PEOPLE).numbers[:, 0]

    def alone(self, within: Within, by: Dimension) -> Block:
        """Return the block of a characteristic alone: its groups are the choices of one row."""
        key = within, by
        if key not in self._alone:
            self._alone[key] = self._made_alone(within, by)
        return self._alone[key]

    def known_alone(self) -> tuple[tuple[Within, Dimension], ...]:
        return tuple(self._alone)

    def told_apart(self, keys: Sequence[Key], places: Sequence[int]) -> Index:
        """Return new numbers of those who are at once in these two groups, by their places; `NO`: in none."""
        owner, width = self.owner(keys[0][2].key), keys[0][2].width
        numbers = self.knowledge.numbers(width, owner=owner)
        for key, place, other in zip(keys, places, reversed(places), strict=True):
            part = Part(max(place, 0), other + 1, numbers)
            self.between_levels.setdefault(key, []).append(part)
        return numbers

    def _made(self, within: Within, by: Dimension, counted: Counted) -> Block:
        if PAIR in by.key:
            return self._crossed(within, by, counted)
        numbers = self.knowledge.numbers(by.height, counted.width, owner=self.owner(counted.key))
        self._share(numbers, within, by, counted)
        by_choice = self._related(numbers, within, by, counted)
        by_group = np.full(counted.width, NO)
        if by is not WHOLE:
            total = self.block(within, WHOLE, counted).numbers[0]
            implied = self.implied(counted)
            for which, essential in ((~implied, True), (implied, False)):
                rows = self.knowledge.add_up(numbers.T[which], total[which], essential=essential)
                by_group[which] = rows
            if by.key in self.public.complete:
                self.knowledge.know(numbers[-1], 0, 0)
        return Block(numbers, by_choice, by_group)

    def _share(self, numbers: Index, within: Within, by: Dimension, counted: Counted) -> None:
        """Let a subject that is asked together with another one have the numbers of who was asked of that.

        Also those of who answered, and who did not, where they are answered together.
        """
        together = self._together.get(counted.key)
        if together:
            first = self._first.setdefault((within, by, together), numbers[:, counted.answered :])
            same = slice(None) if together.shared_out else slice(1, 2)
            numbers[:, counted.answered :][:, same] = first[:, same]

    def implied(self, counted: Counted) -> NDArray[np.bool_]:
        """Say for which columns it follows from the others that groups add up to everyone."""
        columns = np.arange(counted.width)
        if counted is PEOPLE:
            return np.zeros(1, np.bool_)
        implied: NDArray[np.bool_] = columns == counted.unanswered
        if not counted.several:
            implied |= columns == counted.answered
        if counted.key in self.public.asked_of_all:
            implied |= columns == counted.asked
        return implied

    def _related(self, numbers: Index, within: Within, by: Dimension, counted: Counted) -> Index:
        """Relate the columns of a block: choices to answered, answered to asked, asked to people."""
        if counted is PEOPLE:
            return np.full(len(numbers), NO)
        people, asked = self.people(within, by), numbers[:, counted.asked]
        if counted.key in self.public.asked_of_all:
            numbers[:, counted.asked] = people
        else:
            self.knowledge.add_up(asked[:, None], people, missing=self.knowledge.most)
        silent = numbers[:, [counted.answered, counted.unanswered]]
        self.knowledge.add_up(silent, numbers[:, counted.asked])
        return self._choices(numbers[:, : counted.answered], numbers[:, counted.answered], counted)

    def _choices(self, choices: Index, answered: Index, counted: Counted) -> Index:
        """Everybody who answered made one choice, or as many as may be made at once."""
        if not counted.several:
            return self.knowledge.add_up(choices, answered)
        ticking = self._ticking.get(counted.key, Ticking(counted.key, 1, len(counted.choices)))
        alone = np.array([code in ticking.alone for _, code in counted.choices])
        among = choices[:, ~alone]
        is_limited = ticking.most < among.shape[1]
        numbers = ticking.most if is_limited else ticking.least
        people = self._by_number(answered, choices[:, alone], numbers, ticking)
        self.knowledge.exceed(among, people, by=0 if is_limited else self.knowledge.most * among.shape[1])
        ticked = np.broadcast_to(people[:, :1], among.shape)
        self.knowledge.add_up(among[..., None], ticked, missing=self.knowledge.most)
        return np.full(len(choices), NO)

    def _by_number(self, answered: Index, alone: Index, numbers: int, ticking: Ticking) -> Index:
        """Return how many people made at least one choice beside those that stand alone, two, and so on."""
        owner, found = self.owner(ticking.subject), answered
        if alone.size:
            found = self.knowledge.numbers(len(answered), owner=owner)
            self.knowledge.add_up(np.column_stack((found, alone)), answered)
        people = [found]
        for number in range(2, numbers + 1):
            people.append(self.knowledge.numbers(len(answered), owner=owner))
            missing = 0 if number <= ticking.least else self.knowledge.most
            self.knowledge.add_up(people[-1][:, None], people[-2], missing=missing)
        return np.column_stack(people)

    def at_most(self, times: int, among: Index, people: Index, key: str) -> None:
        """Know that each of these people is counted so many times at the most along the last axis."""
        numbers = self.knowledge.numbers(len(people), times, owner=self.owner(key))
        totals = np.broadcast_to(people[:, None], numbers.shape)
        self.knowledge.add_up(numbers[..., None], totals, missing=self.knowledge.most)
        self.knowledge.exceed(numbers, among, by=self.knowledge.most * times)

    def _crossed(self, within: Within, by: Dimension, counted: Counted) -> Block:
        """Divide the groups of one characteristic by those of another; each has its own no group."""
        first, second = self.halves(by)
        numbers = self.knowledge.numbers(
            first.height, second.height, counted.width, owner=self.owner(counted.key)
        )
        flat = numbers.reshape(-1, counted.width)
        self._share(flat, within, by, counted)
        if counted.key in self.public.asked_of_all:
            numbers[..., counted.asked] = self.people(within, by).reshape(numbers.shape[:2])
        for half, parts in ((first, numbers.transpose(0, 2, 1)), (second, numbers.transpose(1, 2, 0))):
            self.knowledge.add_up(parts, self.block(within, half, counted).numbers)
        by_choice = self._related(flat, within, by, counted)
        return Block(flat, by_choice, np.full(counted.width, NO))

    def halves(self, by: Dimension) -> tuple[Dimension, Dimension]:
        """Return the two dimensions that an intersection divides people by."""
        keys, groups = by.key.split(PAIR), [group.split(PAIR) for group in by.groups]
        first, second = (
            self._known(key, by.level, tuple(dict.fromkeys(pair[place] for pair in groups)))
            for place, key in enumerate(keys)
        )
        return first, second

    def _known(self, key: str, level: Level | None, groups: tuple[str, ...]) -> Dimension:
        found = [each for each in self.dimensions if each.key == key and set(groups) <= set(each.groups)]
        found.sort(key=lambda each: each.level is not level)
        return found[0] if found else Dimension(key, level, groups)

    def _made_alone(self, within: Within, by: Dimension) -> Block:
        people, everyone = self.people(within, by), self.people(within, WHOLE)
        groups = self._groups(by)
        given, asked, silent = self.knowledge.numbers(3, 1)
        if by.key in self.public.complete:
            given = asked = everyone
            self.knowledge.know(silent, 0, 0)
        else:
            if by.key in self.public.asked_of_all:
                asked = everyone
            else:
                self.knowledge.add_up(asked[:, None], everyone, missing=self.knowledge.most)
            self.knowledge.add_up(np.array([[given[0], silent[0]]]), asked)
        row = self.knowledge.add_up(people[groups][None], given)
        numbers = np.concatenate((people[groups], given, asked, silent))[None]
        return Block(numbers, row, np.full(numbers.shape[1], NO))

    def rows(self, by: Dimension) -> Index:
        """Return which rows of a block its table shows, in the order of the table."""
        return self._groups(by) if by.groups else np.zeros(1, np.int64)

    def _groups(self, by: Dimension) -> Index:
        if PAIR not in by.key:
            return np.arange(len(by.groups))
        first, second = self.halves(by)
        pairs = (group.split(PAIR) for group in by.groups)
        return np.array([first.groups.index(a) * second.height + second.groups.index(b) for a, b in pairs])

    def owner(self, key: str) -> str:
        """What the numbers of a subject are about: of questions that lead to each other, the first."""
        return self._owners.get(key, key)
