"""Which numbers must not become known from a release: what is hidden, and what is left beside the shown?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

from engage.analysis.audited import ANSWERED, ASKED, PAIR, UNANSWERED, Earlier, Failure, Kind, Public, Whose
from engage.analysis.bounds import NO, Bounds, Index, Knowledge, Questions, System, Whole
from engage.analysis.joining import filtered, outside
from engage.analysis.knowing import (
    Between,
    Release,
    between,
    block_of,
    compare,
    figures,
    within_of,
)
from engage.analysis.relations import PEOPLE, WHOLE, Block, Sets, counted_of, dimension_of
from engage.analysis.tables import Figure, SafeTable, rule_of
from engage.analysis.told import NOTHING, Most, Told

WIDTH = 4  # how far apart the lowest and the highest that such a number can be must stay
WHOSE = tuple(Whose)


@dataclass(frozen=True, kw_only=True)
class Guarded:
    """Everything that is known, and what must not follow from it."""

    system: System
    questions: Questions
    tables: tuple[SafeTable, ...]  # those that are checked, then those that were given out before
    checked: int  # how many of the tables are checked
    labels: Index  # for each question: table, group, choice, place in `WHOSE`, `together`

    def failures(self, bounds: Bounds) -> Iterator[Failure]:
        """Name what these bounds of the questioned numbers give away."""
        low, high = bounds
        for place in np.flatnonzero(self.questions.given_away(bounds)):
            yield self._failure(self.labels[place].tolist(), int(low[place]), int(high[place]))

    def _failure(self, label: Sequence[int], low: int, high: int) -> Failure:
        number, group, choice, whose, _together = label
        table = self.tables[number]
        codes = (*(choice.code for choice in table.subject.choices), ANSWERED, ASKED, UNANSWERED)
        return Failure(
            table=table.subject.key,
            characteristic=table.by.key,
            level=table.by.level if table.by.key else table.subject.level,
            group=table.by.choices[group].code,
            choice=codes[choice],
            kind=_kind(WHOSE[whose], low, high),
            whose=WHOSE[whose],
            filter=within_of(table),
        )


def _kind(whose: Whose, low: int, high: int) -> Kind:
    if high == 0:
        return Kind.ALL if whose is Whose.REST_OF_GROUP else Kind.NONE
    return Kind.EXACT if low == high else Kind.NARROW


def guarded(
    tables: Sequence[SafeTable],
    received: int,
    public: Public,
    earlier: Sequence[Earlier] = (),
    *,
    people: Figure = None,
    told: Told = NOTHING,
) -> Guarded:
    """Gather what is known from a release and those before it, and what it must not give away.

    That is what it hides itself, and what those before it hide: another rounding may tell of it.
    """
    knowledge = Knowledge(max([received, *(each.received for each in earlier)]))
    before = [table for each in earlier for table in each.tables]
    now = Release(knowledge, tables, received, public, people=people, told=told, before=before)
    found, releases = _Found(), [now]
    found.guard(now)
    for each in earlier:  # whose own tables are asked about after all that is about the new ones
        then = Release(knowledge, each.tables, each.received, public, people=each.people, told=each.told)
        most = between(now, then, each, public)
        _guard_changes(now, then, compare(now, then, most, public), most, found)
        releases.append(then)
    for then in releases[1:]:
        found.guard(then)
    sure = np.concatenate([each.sure for each in releases])
    questions, labels = found.once(sure)
    return Guarded(
        system=knowledge.system(),
        questions=questions,
        tables=tuple(found.tables),
        checked=len(now.tables),
        labels=labels,
    )


@dataclass
class _Found:
    """Questions with their labels, in the order in which they are found."""

    columns: list[tuple[Index, ...]] = field(default_factory=list)
    tables: list[SafeTable] = field(default_factory=list)  # of all releases so far
    start: int = 0  # the place of the first table of the release that is asked about
    small: int = 0  # what its rule would show is no secret

    def guard(self, release: Release) -> None:
        """Ask about everything that the tables of a release hide, and about what is left beside it."""
        self.start, self.small = len(self.tables), rule_of(release.tables).hidden
        self.tables.extend(release.tables)
        for number in range(len(release.tables)):
            for guard in (_guard, _guard_several, _guard_levels, _guard_halves):
                guard(release, number, self)

    def add(
        self,
        table: int,
        whose: Whose,
        whole: Index,
        *,
        part: Index | int = NO,
        row: Index | int = NO,
        width: Whole | int,
        of: NDArray[np.bool_] | None = None,
        top: int = 0,
        first: int = 0,
        together: int = 0,
    ) -> None:
        """Ask about a table's numbers, shape (groups from the `top`, choices from the `first` on).

        Where `of` says so. `together`: a bit for each value of the filter outside of which the people are, in
        their order; between levels the group of the other level, from 1, and 0 for none; of a pair which
        of the two characteristics the group is of, 1 or 2.
        """
        group, choice = np.indices(whole.shape)
        labels = self.start + table, group + top, choice + first, WHOSE.index(whose), together
        each = np.broadcast_arrays(whole, part, row, width, self.small, *labels)
        wanted = slice(None) if of is None else of.ravel()
        self.columns.append(tuple(one.ravel()[wanted] for one in each))

    def once(self, sure: Index) -> tuple[Questions, Index]:
        """Return each question once, though several tables may ask it.

        What follows from `sure` numbers, which are told, is no secret.
        """
        whole, part, *more = (np.concatenate(each) for each in zip(*self.columns, strict=True))
        _, firsts = np.unique(np.stack((whole, part)), axis=1, return_index=True)
        firsts.sort()
        is_told = np.isin(whole, sure) & ((part == NO) | np.isin(part, sure))
        firsts = firsts[~is_told[firsts]]
        row, width, small, *labels = (each[firsts] for each in more)
        questions = Questions(whole=whole[firsts], part=part[firsts], row=row, width=width, small=small)
        return questions, np.stack(labels, axis=1)


def _guard(release: Release, number: int, found: _Found) -> None:
    """Ask about what one table hides and about every complement of what it shows."""
    table, block = release.tables[number], release.blocks[number]
    if _is_filter(table):
        return
    rows, choices = release.rows(table), len(table.subject.choices)
    numbers, most = block.numbers[rows], Most.of(table.by, table.within, release.received, release.told)
    width = np.minimum(WIDTH, most.groups)[:, None]
    hidden = figures(table.rows) < 0
    found.add(number, Whose.COUNTED, numbers[:, : choices + 2], of=hidden, width=width)
    if table.subject.level is None or table.subject.key not in release.sets.public.complete:
        found.add(number, Whose.COUNTED, numbers[:, choices + 2 :], first=choices + 2, width=width)
    if choices > 1 or counted_of(table.subject).several:
        parts, answered = numbers[:, :choices], np.broadcast_to(numbers[:, [choices]], (len(rows), choices))
        row = block.by_choice[rows, None]
        found.add(number, Whose.REST_OF_GROUP, answered, part=parts, row=row, width=width)
    _guard_others(release, number, numbers[:, : choices + 2], found, np.minimum(WIDTH, most.others)[:, None])
    if within := within_of(table):
        whole = _outside(release.sets, table).numbers[rows, : choices + 2]
        left = min(WIDTH, release.received - release.told.ways.get(within, 0))
        found.add(number, Whose.OUTSIDE, whole, part=numbers[:, : choices + 2], width=left)


def _guard_several(release: Release, number: int, found: _Found) -> None:
    """Ask about those who are outside all values of the filter; of several bodies, outside any of them.

    Each body has its own tables and those of everyone: whoever has those of some bodies can take them away.
    """
    table, sets = release.tables[number], release.sets
    within = within_of(table)
    values = filtered(sets)[within[0]] if within else []
    if within is None or within != values[0] or _is_filter(table):
        return
    by, subject = dimension_of(table.by), dimension_of(table.subject)
    alone = not table.by.key and subject in sets.dimensions
    rows, width = release.rows(table), min(WIDTH, release.received)
    sizes = range(2, len(values) + 1) if within[0] in sets.public.joint else (len(values),)
    for those in chain.from_iterable(combinations(values, size) for size in sizes):
        left = outside(sets, those, subject) if alone else outside(sets, those, by, counted_of(table.subject))
        if left is not None and len(those) > 1:
            together = sum(1 << values.index(each) for each in those)
            numbers = left[rows, : len(table.subject.choices) + 2]
            found.add(number, Whose.OUTSIDE, numbers, width=width, together=together)


def _guard_levels(release: Release, number: int, found: _Found) -> None:
    """Ask about those of a group whom another level of the characteristic tells apart from the rest of it.

    The levels may be those of two releases, or of a characteristic alone and together with another.
    """
    table, sets = release.tables[number], release.sets
    if _is_filter(table):
        return
    subject = dimension_of(table.subject)
    alone = not table.by.key and subject in sets.dimensions
    by, counted = (subject, PEOPLE) if alone else (dimension_of(table.by), counted_of(table.subject))
    for each in sets.halves(by) if PAIR in by.key else (by,):
        for part in sets.between_levels.get((within_of(table), each, counted), ()):
            place = part.place if each == by else 0
            top, first = (0, place) if alone else (place, 0)
            numbers, width = part.numbers[None, : len(counted.choices) + 2], min(WIDTH, release.received)
            found.add(
                number, Whose.BETWEEN_LEVELS, numbers, width=width, top=top, first=first, together=part.other
            )


def _guard_halves(release: Release, number: int, found: _Found) -> None:
    """Ask about those of a group who are not in the other group of a pair too."""
    table, sets = release.tables[number], release.sets
    subject, width = dimension_of(table.subject), min(WIDTH, release.received)
    if not table.by.key and PAIR in subject.key:
        pair, counted, columns = subject, PEOPLE, 1
    elif PAIR in table.by.key and not _is_filter(table):
        pair, counted, columns = (
            dimension_of(table.by),
            counted_of(table.subject),
            len(table.subject.choices) + 2,
        )
    else:
        return
    first, second = sets.halves(pair)
    rows = sets.rows(pair)
    parts = sets.block(within_of(table), pair, counted).numbers[rows, :columns]
    for place, (half, places) in enumerate(
        ((first, rows // second.height), (second, rows % second.height)), 1
    ):
        whole = sets.block(within_of(table), half, counted).numbers[places, :columns]
        numbers = (
            (whole, parts) if table.by.key else (whole.T, parts.T)
        )  # alone, groups are choices of one row
        found.add(number, Whose.REST_OF_HALF, numbers[0], part=numbers[1], width=width, together=place)


def _is_filter(table: SafeTable) -> bool:
    """Say whether a table counts its own filter: then everybody gave the same answer."""
    within = within_of(table)
    return within is not None and within[0] in (choice.column for choice in table.subject.choices)


def _guard_others(release: Release, number: int, numbers: Index, found: _Found, width: Whole) -> None:
    table, others = release.tables[number], release.others[number]
    if others is not None:
        found.add(number, Whose.OTHER_GROUPS, others, width=width)
    elif table.by.key:
        everyone = release.sets.block(within_of(table), WHOLE, counted_of(table.subject)).numbers[0]
        whole = np.broadcast_to(everyone[: numbers.shape[1]], numbers.shape)
        row = release.blocks[number].by_group[: numbers.shape[1]]
        found.add(number, Whose.OTHER_GROUPS, whole, part=numbers, row=row, width=width)


def _outside(sets: Sets, table: SafeTable) -> Block:
    """Return the block of the same table without its filter."""
    subject = dimension_of(table.subject)
    if not table.by.key and subject in sets.dimensions:
        return sets.alone(None, subject)
    return sets.block(None, dimension_of(table.by), counted_of(table.subject))


def _guard_changes(now: Release, then: Release, stayed: Sets, most: Between, found: _Found) -> None:
    """Ask about those who came and those who went since an earlier release, as far as both count them.

    Where it is known anyway that nobody came, or that nobody went, there is nobody to guard.
    """
    for number, table in enumerate(now.tables):
        if _is_filter(table) or not _counts(then.sets, table):
            continue
        shown = now.rows(table), slice(len(table.subject.choices) + 1)
        both = block_of(stayed, table).numbers[shown]
        for whose, release, change in ((Whose.CAME, now, most.came), (Whose.GONE, then, most.gone)):
            if change.many:
                whole = block_of(release.sets, table).numbers[shown]
                here = change.in_groups(dimension_of(table.by), within_of(table), len(table.by.choices))
                width = np.minimum(WIDTH, here)[:, None]
                found.add(number, whose, whole, part=both, of=~np.isin(whole, release.sure), width=width)


def _counts(sets: Sets, table: SafeTable) -> bool:
    within, by, subject = within_of(table), dimension_of(table.by), dimension_of(table.subject)
    if not table.by.key and subject in sets.dimensions:
        return (within, subject) in sets.known_alone()
    return (within, by, counted_of(table.subject)) in sets.blocks
