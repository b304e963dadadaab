"""Which sets of people does a release count, and how do they hang together?

A block holds the numbers of one table: a row for each group and one for those in no group, a column for each
choice, then those who answered, who were asked, and who did not answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engage.analysis.audited import PAIR, Public, Routed
from engage.analysis.bounds import NO, Index, Knowledge
from engage.analysis.columns import FIRST, Choice, Subject
from engage.equality.characteristics import Characteristic, Level

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
        self._owners: dict[str, str] = {}
        for route in public.routed:
            old, new = self.owner(route.asked), self.owner(route.chosen)
            together = {route.asked, *(key for key, owner in self._owners.items() if owner == old)}
            self._owners |= dict.fromkeys(together, new)
        self._alone: dict[tuple[Within, Dimension], Block] = {}

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

    def _made(self, within: Within, by: Dimension, counted: Counted) -> Block:
        if PAIR in by.key:
            return self._crossed(within, by, counted)
        numbers = self.knowledge.numbers(by.height, counted.width, owner=self.owner(counted.key))
        by_choice = self._related(numbers, within, by, counted)
        by_group = np.full(counted.width, NO)
        if by is not WHOLE:
            total = self.block(within, WHOLE, counted).numbers[0]
            implied = self._implied(counted)
            for which, essential in ((~implied, True), (implied, False)):
                rows = self.knowledge.add_up(numbers.T[which], total[which], essential=essential)
                by_group[which] = rows
            if by.key in self.public.complete:
                self.knowledge.know(numbers[-1], 0, 0)
        return Block(numbers, by_choice, by_group)

    def _implied(self, counted: Counted) -> NDArray[np.bool_]:
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
        return self._choices(numbers[:, : counted.answered], numbers[:, counted.answered], counted.several)

    def _choices(self, choices: Index, answered: Index, several: bool) -> Index:
        """Everybody who answered made one choice, or one at least."""
        if not several:
            return self.knowledge.add_up(choices, answered)
        self.knowledge.cover(choices, answered)
        totals = np.broadcast_to(answered[:, None], choices.shape)
        self.knowledge.add_up(choices[..., None], totals, missing=self.knowledge.most)
        return np.full(len(choices), NO)

    def _crossed(self, within: Within, by: Dimension, counted: Counted) -> Block:
        """Divide the groups of one characteristic by those of another; each has its own no group."""
        first, second = self.halves(by)
        numbers = self.knowledge.numbers(
            first.height, second.height, counted.width, owner=self.owner(counted.key)
        )
        flat = numbers.reshape(-1, counted.width)
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
        if by.key in self.public.asked_of_all or by.key in self.public.complete:
            asked = everyone
        else:
            self.knowledge.add_up(asked[:, None], everyone, missing=self.knowledge.most)
        row = self.knowledge.add_up(people[groups][None], given)
        self.knowledge.add_up(np.array([[given[0], silent[0]]]), asked)
        if by.key in self.public.complete:
            self.knowledge.know(silent, 0, 0)
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

    # --- between blocks -----------------------------------------------------------------------------------

    def join(self) -> None:
        """Relate filters to everyone, levels to each other. Every table must have been asked for before."""
        self._join_filters()
        self._join_levels()
        for route in self.public.routed:
            self._join_route(route)

    def _join_route(self, route: Routed) -> None:
        """Relate those who were asked a question to those who answered another one so."""
        for within, by, counted in [key for key in self.blocks if key[2].key == route.asked]:
            for other in [key[2] for key in self.blocks if key[:2] == (within, by)]:
                columns = [n for n, (_, code) in enumerate(other.choices) if code in route.codes]
                if other.key == route.chosen and columns and route.asked not in self.public.asked_of_all:
                    asked = self.blocks[within, by, counted].numbers[:, counted.asked]
                    self._lead(self.blocks[within, by, other].numbers[:, columns], asked, route, other)

    def _lead(self, chosen: Index, asked: Index, route: Routed, other: Counted) -> None:
        if route.exactly and not other.several:
            self.knowledge.add_up(chosen, asked)
            return
        self.knowledge.cover(chosen, asked)
        if route.exactly:
            totals = np.broadcast_to(asked[:, None], chosen.shape)
            self.knowledge.add_up(chosen[..., None], totals, missing=self.knowledge.most)

    def owner(self, key: str) -> str:
        """What the numbers of a subject are about: of questions that lead to each other, the first."""
        return self._owners.get(key, key)

    def filtered(self) -> dict[str, list[tuple[str, str]]]:
        """Return the values within which there are tables, by the column of the filter."""
        values = sorted({within for within, *_ in self.blocks if within and within[1] != REST})
        return {column: [each for each in values if each[0] == column] for column, _ in values}

    def _join_filters(self) -> None:
        """The people of all values, and those of none, are everyone."""
        for values in self.filtered().values():
            tables = [(by, counted) for within, by, counted in self.blocks if within in values]
            for by, counted in dict.fromkeys(tables):
                self._make_up([self.block(each, by, counted) for each in self._parts(values)], by, counted)
            for by in dict.fromkeys(by for within, by in self._alone if within in values):
                self._make_up([self.alone(each, by) for each in self._parts(values)], by)
            for value in values:
                self._join_value(value)

    def _parts(self, values: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return these values of one filter and, unless everybody has one, the place of those with none."""
        column = values[0][0]
        return values if column in self.public.complete else [*values, (column, REST)]

    def _make_up(self, parts: list[Block], by: Dimension, counted: Counted | None = None) -> None:
        """Know that these parts make up everyone; what the relations within each part imply adds no row."""
        whole = (self.block(None, by, counted) if counted else self.alone(None, by)).numbers
        within = np.stack([each.numbers for each in parts], axis=-1)
        implied = self._implied(counted) if counted else np.zeros(whole.shape[1], np.bool_)
        for which, essential in ((~implied, True), (implied, False)):
            self.knowledge.add_up(within[:, which], whole[:, which], essential=essential)

    def outside(
        self, those: Collection[tuple[str, str]], by: Dimension, counted: Counted | None = None
    ) -> Index | None:
        """Return the numbers of all who are within none of several values; None where there are none.

        Of a table, or without `counted` of a characteristic alone. Only once everything is joined.
        """
        values = self.filtered()[next(iter(those))[0]]
        left = [each for each in self._parts(values) if each not in those]
        if not left:
            return None
        blocks = [self.block(each, by, counted) if counted else self.alone(each, by) for each in left]
        parts = np.stack([each.numbers for each in blocks], axis=-1)
        if len(left) == 1:
            return parts[..., 0]
        numbers = self.knowledge.numbers(*parts.shape[:-1], owner=self.owner(counted.key) if counted else "")
        self.knowledge.add_up(parts, numbers)
        return numbers

    def _join_value(self, value: tuple[str, str]) -> None:
        """The people within a filter's value are those who gave that answer."""
        for within, by, counted in list(self.blocks):
            if within is None and value in counted.choices and (value, by, PEOPLE) in self.blocks:
                chose = self.blocks[None, by, counted].numbers[:, counted.choices.index(value)]
                self.knowledge.add_up(chose[:, None], self.people(value, by))
        for by in self.dimensions:
            if by.column == value[0] and value[1] in by.groups:
                people = self.people(None, by)[[by.groups.index(value[1])]]
                self.knowledge.add_up(people[:, None], self.people(value, WHOLE))

    def _join_levels(self) -> None:
        known = {each.code: each for each in self.public.characteristics}
        for one, other in combinations(self.dimensions, 2):
            if one.key == other.key in known and one.level and other.level:
                fine, coarse = sorted((one, other), key=lambda each: LEVELS.index(each.level or LEVELS[0]))
                self._join_groups(fine, coarse, known[one.key])

    def _join_groups(self, fine: Dimension, coarse: Dimension, characteristic: Characteristic) -> None:
        """The groups of the finer level make up those of the coarser, but for who is known at one alone."""
        pairs = [
            (self.blocks[within, fine, counted], self.blocks[within, coarse, counted])
            for within, by, counted in list(self.blocks)
            if by == fine and (within, coarse, counted) in self.blocks
        ]
        for place, parts, whole in nested(characteristic, fine, coarse):
            missing = 0 if whole else self.knowledge.most
            for finer, coarser in pairs:
                self.knowledge.add_up(finer.numbers[parts].T, coarser.numbers[place], missing=missing)


def nested(
    characteristic: Characteristic, fine: Dimension, coarse: Dimension
) -> list[tuple[int, list[int], bool]]:
    """List each coarse group's place, those of the fine ones inside it, and whether they are all of it."""
    holds = {
        (level, category.code): set(category.holds)
        for level, categories in characteristic.levels.items()
        for category in categories
    }
    found = []
    for place, group in enumerate(coarse.groups):
        whole = holds[coarse.level or LEVELS[0], group]
        parts = {at: holds[fine.level or LEVELS[0], code] for at, code in enumerate(fine.groups)}
        inside = [at for at, part in parts.items() if part <= whole]
        if inside:
            found.append((place, inside, set().union(*(parts[at] for at in inside)) == whole))
    return found
