"""What does a release say? From a frozen snapshot to every table of its universe, made safe."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeAlias

import numpy as np

from engage.analysis.columns import EVERYONE, NOT_ANSWERED, Choice
from engage.analysis.disclosure import figures_of, protect, released, reopen
from engage.analysis.keys import record_keys
from engage.analysis.nearness import without_near
from engage.analysis.rule import USUAL, Rule
from engage.analysis.snapshot import Codes, Snapshot
from engage.analysis.tables import Figure, SafeTable, table
from engage.analysis.tally import Axis, Histogram, Keys, tally
from engage.analysis.told import LANGUAGE, NOTHING, Told, Ways, Written
from engage.analysis.universe import Universe

Stored: TypeAlias = list[list[list[Figure]]]  # for each table, each group's figures
Axes: TypeAlias = Mapping[str, Axis]  # by the key of a column


def release_tables(universe: Universe, snapshot: Snapshot, key: bytes) -> tuple[SafeTable, ...]:
    """Make every table of the universe from the snapshot, under the key of this release's epoch.

    Raises ValueError when the snapshot was coded for another universe.
    """
    return protected(universe, snapshot, key, record_keys(key, snapshot.references))


def people_counted(snapshot: Snapshot, key: bytes, keys: Keys, rule: Rule = USUAL) -> Figure:
    """How many people a release counts, protected like every other figure.

    Told exactly, beside the number of responses received, it would tell how many were left out.
    """
    key_sum = sum(int(each) for each in keys.tolist())
    return released(snapshot.responses, key_sum, key, snapshot.received, rule)


def protected(
    universe: Universe,
    snapshot: Snapshot,
    key: bytes,
    keys: Keys,
    rule: Rule = USUAL,
    told: Told = NOTHING,
) -> tuple[SafeTable, ...]:
    """Do the same with record keys, one for each response, that were made before."""
    axes = _axes(universe, snapshot)
    histograms: dict[Choice | None, dict[str, dict[str, Histogram]]] = {}
    for within in dict.fromkeys(listed.within for listed in universe.tables()):
        mine = axes if within is None else _cut(axes, within)
        those = keys if within is None else keys[axes[within.column].codes == within.value]
        histograms[within] = _histograms(universe, mine, those, crossed=within is None)
    return without_near(
        [
            protect(
                table(
                    each.subject,
                    each.by,
                    histograms[each.within][each.by.key],
                    within=each.within,
                    with_others=each.with_others,
                ),
                key,
                snapshot.received,
                rule,
                told,
            )
            for each in universe.tables()
        ]
    )


def repeated(tables: Iterable[SafeTable], before: Iterable[SafeTable]) -> tuple[SafeTable, ...]:
    """Let each table have the figures that it had `before`, which were told of the same people."""
    told = {_place(table): figures_of(table) for table in before}
    return tuple(_again(table, told.get(_place(table))) for table in tables)


def _again(table: SafeTable, told: list[list[Figure]] | None) -> SafeTable:
    if told is None:
        return table
    subject, by, within, others = table.subject, table.by, table.within, bool(table.others)
    return reopen(subject, by, told, within, with_others=others, rule=table.rule)


def _place(table: SafeTable) -> object:
    """What a table counts, of whom, and by which groups, without its words."""
    cells = (tuple((each.column, each.code) for each in by.choices) for by in (table.subject, table.by))
    within = table.within and (table.within.column, table.within.code)
    return table.subject.key, table.subject.level, table.by.key, *cells, within, bool(table.others)


def counted_in(universe: Universe, snapshot: Snapshot) -> Ways:
    """How many are counted in each way and language, by which a release divides people or filters."""
    held = dict(zip(snapshot.columns, snapshot.codes, strict=True))
    return {
        (choice.column, choice.code): int((held[each.column] == choice.value).sum())
        for each in universe.circumstances
        for choice in each.subject.choices
    }


def _codes(snapshot: Snapshot) -> Mapping[str, Codes]:
    """What a snapshot holds, by the key of the column."""
    return {column.key: held for column, held in zip(snapshot.columns, snapshot.codes, strict=True)}


def answered_in(universe: Universe, snapshot: Snapshot, required: Collection[str]) -> frozenset[str]:
    """The subjects of these questions, by their keys, that nobody left out who was asked."""
    codes = _codes(snapshot)
    return frozenset(
        subject.key
        for question in universe.questions
        if question.key in required
        for subject in question.subjects
        if not (codes[subject.column] == NOT_ANSWERED).any()
    )


def texts_in(universe: Universe, snapshot: Snapshot) -> Mapping[Written, int]:
    """How many wrote something at each place for it, and in each language by which people are divided."""
    codes = _codes(snapshot)
    spoken = [each for each in universe.circumstances if each.column.key == LANGUAGE]
    found = {}
    for subject, choice in universe.texts:
        wrote = codes[choice.column] == choice.value
        found[Written(subject.key, choice.code)] = int(wrote.sum())
        for each in (choice for every in spoken for choice in every.subject.choices):
            those = wrote & (codes[each.column] == each.value)
            found[Written(subject.key, choice.code, each.code)] = int(those.sum())
    return found


def figures(tables: Sequence[SafeTable]) -> Stored:
    """Return the released figures for storage as JSON: pages then need neither the snapshot nor the key."""
    return [figures_of(table) for table in tables]


def reopened(universe: Universe, stored: Stored, rule: Rule = USUAL) -> tuple[SafeTable, ...]:
    """Make the released tables again from `figures`. Raises ValueError when they do not fit the universe."""
    return tuple(
        reopen(each.subject, each.by, figures, each.within, with_others=each.with_others, rule=rule)
        for each, figures in zip(universe.tables(), stored, strict=True)
    )


def _axes(universe: Universe, snapshot: Snapshot) -> dict[str, Axis]:
    """What can be counted, by the key of its column, two characteristics together too."""
    held = dict(zip(snapshot.columns, snapshot.codes, strict=True))
    if not held.keys() >= set(universe.columns):
        raise ValueError("the snapshot was coded for another universe")
    axes = {column.key: Axis(codes, column.size) for column, codes in held.items()}
    for each in universe.intersections:
        joined = each.joined(held[each.first], held[each.second])
        axes[each.column.key] = Axis(joined, each.column.size)
    return axes


def _cut(axes: Axes, within: Choice) -> dict[str, Axis]:
    """The same of those alone who are within this value of the filter."""
    those = axes[within.column].codes == within.value
    return {key: Axis(axis.codes[those], axis.size) for key, axis in axes.items()}


def _histograms(
    universe: Universe, axes: Axes, keys: Keys, *, crossed: bool
) -> dict[str, dict[str, Histogram]]:
    """Count what was asked by everyone and by each division, and each division by everyone."""
    everyone = Axis(np.zeros(len(keys), np.uint8), 1)
    divisions = universe.divisions if crossed else universe.characteristics
    alone = [division.column for division in divisions]
    asked = list(dict.fromkeys(choice.column for each in universe.subjects for choice in each.choices))
    by = [axes[column] for column in alone]
    found = tally([everyone, *by], [axes[column] for column in asked], keys)
    (lone,) = tally([everyone], by, keys)
    histograms = {
        subject.key: dict(zip(asked, row, strict=True))
        for subject, row in zip((EVERYONE, *divisions), found, strict=True)
    }
    histograms[EVERYONE.key] |= dict(zip(alone, lone, strict=True))
    return histograms
