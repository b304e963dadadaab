"""What does somebody know who has every released figure and the published survey?

By the usual rule a shown figure x means x - 4 to x + 4, a hidden one 0 to 9. A row whose base is hidden is
hidden whole: then those who were asked can be any number. A row that is untold can be any number of people;
which rows these are is taken for known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from engage.analysis.audited import Earlier, Public
from engage.analysis.bounds import Index, Knowledge, Whole
from engage.analysis.joining import join
from engage.analysis.relations import WHOLE, Block, Dimension, Sets, Within, counted_of, dimension_of
from engage.analysis.tables import Figure, SafeRow, SafeTable, rule_of
from engage.analysis.told import LANGUAGE, NOTHING, Told, Ways, Written, adds_up, elsewhere


def within_of(table: SafeTable) -> Within:
    """Return the value of the filter that a table is within."""
    return (table.within.column, table.within.code) if table.within else None


def _dimensions(tables: Sequence[SafeTable]) -> Iterator[Dimension]:
    """Everything that people are divided by, in the order of the tables."""
    for table in tables:
        yield dimension_of(table.by)
        if table.subject.level is not None:  # a question may be called as a characteristic is
            yield dimension_of(table.subject)


class Release:
    """The sets that a release counts, with what its figures say about them."""

    def __init__(
        self,
        knowledge: Knowledge,
        tables: Sequence[SafeTable],
        received: int,
        public: Public,
        *,
        people: Figure = None,
        told: Told = NOTHING,
        before: Sequence[SafeTable] = (),
    ) -> None:
        """`people`: how many are counted, as released; `before`: tables that are only to be compared.

        `sure` are the numbers that are `told`.
        """
        self.knowledge, self.tables, self.received, self.told = knowledge, tuple(tables), received, told
        self.threshold = rule_of(tables).threshold
        self.sets = Sets(knowledge, public, _dimensions((*tables, *before)))
        everyone = self.sets.people(None, WHOLE)
        knowledge.know(everyone, received if public.all_counted else 0, received)
        self.sure = everyone
        if people is not None:
            off = rule_of(tables).off
            knowledge.know(everyone, people - off, people + off)
        if told.people is not None:
            knowledge.know(everyone, told.people, told.people)
        self._hear(told.ways, exactly=public.all_counted)
        self.blocks = [block_of(self.sets, table) for table in self.tables]
        self.others = [self._read(*pair) for pair in zip(self.tables, self.blocks, strict=True)]
        for table in before:
            block_of(self.sets, table)
        self._count_texts()
        join(self.sets)

    def _hear(self, told: Ways, *, exactly: bool) -> None:
        """Know what was told of the people in each group, and within each value of the filter."""
        found = []
        for by in self.sets.dimensions:
            for place, group in enumerate(by.groups):
                if (by.column, group) in told:
                    found.append((self.sets.people(None, by)[place], told[by.column, group]))
        for within in {within_of(table) for table in self.tables}:
            if within and within in told:
                found.append((self.sets.people(within, WHOLE)[0], told[within]))
        if found:
            places, many = np.array(found).T
            self.knowledge.know(places, many if exactly else 0, many)
            self.sure = np.append(self.sure, places) if exactly else self.sure

    def _count_texts(self) -> None:
        """Know how many wrote something, as if it were known too which texts are of those who are counted.

        Of so few that their number is hidden this says nothing: it is guarded from whoever reads no texts.
        """
        for (within, by, counted), block in self.sets.blocks.items():
            for row, language in _in_languages(within, by):
                for place, (_column, code) in enumerate(counted.choices):
                    many = self.told.texts.get(Written(counted.key, code, language), 0)
                    if many >= self.threshold:
                        self.knowledge.know(block.numbers[row, [place]], many, many)
            if counted.key in self.told.complete:
                silent = block.numbers[:, counted.unanswered]
                self.knowledge.know(silent, 0, 0)
                self.sure = np.append(self.sure, silent)

    def rows(self, table: SafeTable) -> Index:
        """Return which rows of its block a table shows, in its order."""
        return self.sets.rows(dimension_of(table.by))

    def _read(self, table: SafeTable, block: Block) -> Index | None:
        """Know what the figures say; return the numbers of all in another group, where they are told."""
        shown = block.numbers[self.rows(table), : len(table.subject.choices) + 2]
        self.knowledge.know(shown, *self._bounds(table, table.rows))
        if not table.others:
            return None
        groups, owner = shown.T, self.sets.owner(table.subject.key)
        together = self.knowledge.numbers(len(groups), owner=owner)
        others = self.knowledge.numbers(*shown.shape, owner=owner)
        self.knowledge.add_up(groups, together)
        totals = np.broadcast_to(together, shown.shape)
        self.knowledge.add_up(np.stack((shown, others), axis=-1), totals)
        self.knowledge.know(others, *self._bounds(table, table.others))
        if np.isin(shown[:, -1], self.sure).all():
            self.sure = np.append(self.sure, others[:, -1])
        return others

    def _bounds(self, table: SafeTable, rows: Sequence[SafeRow]) -> tuple[Whole, Whole]:
        shown, rule = figures(rows), table.rule
        hidden = shown < 0
        low, high = np.where(hidden, 0, shown - rule.off), np.where(hidden, rule.hidden, shown + rule.off)
        if not table.subject.of_asked:
            high[hidden[:, -2], -1] = self.received
        untold = [row.untold for row in rows]
        high[untold] = self.received
        low[untold, -1 if table.subject.of_asked else -2] = rule.threshold - rule.off  # else it was hidden
        return low, high


def _in_languages(within: Within, by: Dimension) -> Iterator[tuple[int, str]]:
    """Which rows of a block are of everyone, or of all who responded in one language?"""
    if by is WHOLE and within is None:
        yield 0, ""
    elif by is WHOLE and within and within[0] == LANGUAGE:
        yield 0, within[1]
    elif by.column == LANGUAGE and within is None:
        yield from enumerate(by.groups)


def figures(rows: Sequence[SafeRow]) -> Whole:
    """Return the figures of these rows, -1 where one is hidden: choices, answered, asked."""
    return np.array(
        [[-1 if each is None else each for each in (*row.counts, row.answered, row.asked)] for row in rows]
    )


def block_of(sets: Sets, table: SafeTable) -> Block:
    """Return the block whose numbers a table counts; a characteristic alone has one of its own."""
    subject, within = dimension_of(table.subject), within_of(table)
    if not table.by.key and subject in sets.dimensions:
        return sets.alone(within, subject)
    return sets.block(within, dimension_of(table.by), counted_of(table.subject))


class Change(NamedTuple):
    """How many people at the most are counted somewhere in one of two releases and not in the other.

    Of `received` responses that came, or went, counted or not, it is `sure` that so many are in other groups.
    """

    many: int
    received: int
    sure: Ways

    def in_groups(self, by: Dimension, within: Within, size: int) -> Whole:
        """How many of these people there can be in each of so many groups, the last of which may be none."""
        outside = self.sure.get(within or ("", ""), 0)
        away = np.full(size, outside)
        for place, group in enumerate(by.groups[:size]):
            away[place] = max(outside, self.sure.get((by.column, group), 0))
        most: Whole = np.clip(self.received - away, 0, self.many)
        return most


class Between(NamedTuple):
    """Who came and who went between two releases."""

    came: Change
    gone: Change


def between(now: Release, then: Release, earlier: Earlier, public: Public) -> Between:
    """Of the responses that changed, as many have gone for certain as there are fewer now, or have come.

    Known where everybody is counted, or where it is known how many others came or went.
    """
    apart = 0 if public.all_counted else earlier.apart
    if apart is None:
        return Between(*(Change(earlier.changed, earlier.changed, {}),) * 2)
    is_told = all(adds_up(each.told.ways, each.received) for each in (now, then))
    changed, more = earlier.changed + apart, now.received - then.received
    return Between(
        *(
            Change(
                min(earlier.changed, received),
                received,
                elsewhere(one.told.ways, other.told.ways) if is_told else {},
            )
            for received, one, other in (
                (changed - max(-more, 0), now, then),
                (changed - max(more, 0), then, now),
            )
        )
    )


def compare(now: Release, then: Release, most: Between, public: Public) -> Sets:
    """Know that two releases differ in no more than so many people; return the sets of those in both."""
    stayed = Sets(now.knowledge, public, now.sets.dimensions)
    for within, by, counted in [key for key in now.sets.blocks if key in then.sets.blocks]:
        pair = [each.sets.blocks[within, by, counted].numbers for each in (now, then)]
        missing = [each.in_groups(by, within, len(pair[0]))[:, None] for each in most]
        _overlap(stayed.block(within, by, counted).numbers, pair, missing, now.knowledge)
    for within, by in now.sets.known_alone():
        if (within, by) in then.sets.known_alone():
            pair = [each.sets.alone(within, by).numbers for each in (now, then)]
            missing = [each.in_groups(by, within, pair[0].shape[1]) for each in most]
            _overlap(stayed.alone(within, by).numbers, pair, missing, now.knowledge)
    join(stayed)
    return stayed


def _overlap(both: Index, pair: Sequence[Index], most: Sequence[Whole], knowledge: Knowledge) -> None:
    for numbers, missing in zip(pair, most, strict=True):
        knowledge.add_up(both[..., None], numbers, missing=np.broadcast_to(missing, numbers.shape))
