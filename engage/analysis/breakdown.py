"""What does a release say? From a frozen snapshot to every table of its universe, made safe."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from engage.analysis.columns import EVERYONE, Column
from engage.analysis.disclosure import figures_of, protect, released, reopen
from engage.analysis.keys import record_keys
from engage.analysis.snapshot import Snapshot
from engage.analysis.tables import Figure, SafeTable, table
from engage.analysis.tally import Axis, Histogram, Keys, tally
from engage.analysis.universe import Universe

Stored: TypeAlias = list[list[list[Figure]]]  # for each table, each group's figures


def release_tables(
    universe: Universe, snapshot: Snapshot, key: bytes, received: int
) -> tuple[SafeTable, ...]:
    """Make every table of the universe from the snapshot, under the key of this release's epoch.

    `received` is how many responses were sent in all, which is told exactly: never less than the snapshot
    counts. Raises ValueError when the snapshot was coded for another universe.
    """
    return protected(universe, snapshot, key, record_keys(key, snapshot.references), received)


def people_counted(snapshot: Snapshot, key: bytes, received: int) -> Figure:
    """How many people a release counts, protected like every other figure.

    Told exactly, beside the number of responses received, it would tell how many were left out.
    """
    total = sum(int(each) for each in record_keys(key, snapshot.references).tolist())
    return released(snapshot.responses, total, key, received)


def protected(
    universe: Universe, snapshot: Snapshot, key: bytes, keys: Keys, received: int
) -> tuple[SafeTable, ...]:
    """Do the same with record keys, one for each response, that were made before."""
    if snapshot.columns != universe.columns:
        raise ValueError("the snapshot was coded for another universe")
    histograms = _histograms(universe, snapshot, keys)
    return tuple(
        protect(table(subject, by, histograms[by.key]), key, received) for subject, by in universe.tables()
    )


def figures(tables: Sequence[SafeTable]) -> Stored:
    """Return the released figures for storage as JSON: pages then need neither the snapshot nor the key."""
    return [figures_of(table) for table in tables]


def reopened(universe: Universe, stored: Stored) -> tuple[SafeTable, ...]:
    """Make the released tables again from `figures`. Raises ValueError when they do not fit the universe."""
    pairs = zip(universe.tables(), stored, strict=True)
    return tuple(reopen(subject, by, released) for (subject, by), released in pairs)


def _histograms(universe: Universe, snapshot: Snapshot, keys: Keys) -> dict[str, dict[str, Histogram]]:
    """Count what was asked by everyone and by each characteristic, and each characteristic by everyone."""
    axes = [Axis(codes, column.size) for column, codes in zip(snapshot.columns, snapshot.codes, strict=True)]
    questions = len(axes) - len(universe.groupings)
    everyone = Axis(np.zeros(snapshot.responses, np.uint8), 1)
    by = (EVERYONE, *universe.characteristics)
    found = tally([everyone, *axes[questions:]], axes[:questions], keys)
    (alone,) = tally([everyone], axes[questions:], keys)
    histograms = {
        subject.key: _named(snapshot.columns[:questions], row) for subject, row in zip(by, found, strict=True)
    }
    histograms[EVERYONE.key] |= _named(snapshot.columns[questions:], alone)
    return histograms


def _named(columns: Sequence[Column], histograms: Sequence[Histogram]) -> dict[str, Histogram]:
    return {column.key: histogram for column, histogram in zip(columns, histograms, strict=True)}
