"""Do the quick ways give the verdict of plain programs over the whole, and of another auditor?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from pytauargus._tauargus import audit_jj  # the auditor of τ-ARGUS by itself, for tables of any shape
from scipy.optimize import linprog
from scipy.sparse import csr_array

from engage.analysis.audit import audit
from engage.analysis.audited import Earlier, Public, Whose
from engage.analysis.bounds import Bounds
from engage.analysis.columns import EVERYONE
from engage.analysis.disclosure import reopen
from engage.analysis.guarded import guarded
from engage.analysis.tables import Figure
from engage.equality.characteristics import Level
from tests.analysis.safe import alone, crossed, rounded, subject


def plain(tables, received, public, earlier=()):
    """Solve two programs over the whole system for each number, one after the other, each from nothing."""
    known = guarded(tables, received, public, earlier)
    system, questions = known.system, known.questions
    shape = len(system.starts), len(system.bounds.low)
    starts = np.append(system.starts, len(system.terms))
    rows = csr_array((system.signs.astype(float), system.terms, starts), shape=shape)
    limits = np.concatenate((system.limits.high, -system.limits.low))
    rows = csr_array(np.vstack((rows.toarray(), -rows.toarray())))
    ends = [[], []]
    for place in range(len(questions)):
        weights = np.zeros(len(questions))
        weights[place] = 1
        aim = questions.aim(weights, shape[1])
        for found, sign in zip(ends, (1, -1), strict=True):
            solved = linprog(sign * aim, rows, limits, bounds=np.transpose(system.bounds), method="highs-ds")
            found.append(sign * solved.fun)
    bounds = Bounds(np.ceil(np.array(ends[0]) - 1e-6), np.floor(np.array(ends[1]) + 1e-6))
    return [each[:5] + each[6:] for each in known.failures(bounds)]


def without_kinds(report):
    return [each[:5] + each[6:] for each in report.failures]


VIEW = subject("view", "for", "neither", "against")
LANGUAGES, SEXES = ("en", "cy"), ("female", "male")
PUBLIC = Public(asked_of_all=frozenset({"view"}), complete=frozenset({"language", "language*sex"}))


def unlucky(counts: np.ndarray, chance: np.random.Generator, up: float) -> tuple[list[Figure], ...]:
    """Round rows of choices and those who did not answer as our rule may: mostly all in one direction."""
    rows = np.hstack(
        (counts[:, :3], counts[:, :3].sum(axis=1, keepdims=True), counts.sum(axis=1, keepdims=True))
    )
    down = np.where(np.arange(5) < 3, chance.random(rows.shape) < up, chance.random(rows.shape) > up)
    figures = rows - rows % 5 + 5 * (down & (rows % 5 > 0))
    shown = [[int(each) if each >= 10 else None for each in row] for row in figures]
    return tuple([None] * 5 if row[3] is None else row for row in shown)


def invented(chance: np.random.Generator) -> np.ndarray:
    """People by language, by sex with those who did not say it, and by answer with those who gave none.

    Many numbers are just over a multiple of 5: rounded up, they are as large as they can be.
    """
    over = chance.choice([0, 1, 2, 6, 11, 16, 21], (3, 4), p=[0.1, 0.2, 0.1, 0.1, 0.2, 0.2, 0.1])
    return np.stack((over, 5 * chance.integers(0, 4, (3, 4))))


def tables_of(
    people: np.ndarray, chance: np.random.Generator, *, crossing: bool = False, filtering: bool = False
):
    """The tables of everyone and by each characteristic, by both together, and within each language."""

    def table(by, counts, within=None, up=0.85):
        return reopen(VIEW, by, unlucky(counts.reshape(-1, 4), chance, up), within)

    language, sex = (
        subject(key, *groups, level=Level.SUMMARY)
        for key, groups in (("language", LANGUAGES), ("sex", SEXES))
    )
    yield table(EVERYONE, people.sum(axis=(0, 1)), up=0.15)
    yield table(sex, people[:, :2].sum(axis=0))
    if crossing:
        pairs = subject(
            "language*sex", *("*".join(pair) for pair in product(LANGUAGES, SEXES)), level=Level.SUMMARY
        )
        yield table(language, people.sum(axis=1), up=0.3)
        yield table(pairs, people[:, :2])
    if filtering:
        for place, value in enumerate(language.choices):
            yield table(EVERYONE, people[place].sum(axis=0), value)
            yield table(sex, people[place, :2], value)


@pytest.mark.parametrize(
    "shape", [{}, {"crossing": True}, {"filtering": True}], ids=("plain", "crossed", "filtered")
)
def test_the_verdict_is_that_of_plain_programs(shape):
    chance, failures = np.random.default_rng(3), 0
    for number in range(5):
        people = invented(chance)
        tables, received = list(tables_of(people, chance, **shape)), int(people.sum())
        public = replace(PUBLIC, all_counted=number % 2 == 0)
        report = audit(tables, received, public=public)
        assert without_kinds(report) == plain(tables, received, public)
        failures += len(report.failures)
    assert failures > 2


def test_the_verdict_is_that_of_plain_programs_after_an_earlier_release():
    chance, whose = np.random.default_rng(5), set()
    for _ in range(5):
        people = invented(chance)
        came = chance.multinomial(3, np.full(people.size, 1 / people.size)).reshape(people.shape)
        before = list(tables_of(people, chance))
        earlier = Earlier(tables=before, received=int(people.sum()), changed=3)
        tables, received = list(tables_of(people + came, chance)), int(people.sum()) + 3
        report = audit(tables, received, public=PUBLIC, earlier=[earlier])
        assert without_kinds(report) == plain(tables, received, PUBLIC, [earlier])
        whose |= {each.whose for each in report.failures}
    assert {Whose.COUNTED, Whose.CAME} <= whose


# --- one table, as τ-ARGUS sees it -------------------------------------------------------------------------


def written(shown: Sequence[Sequence[Figure]]) -> str:
    """Write a table with its totals for τ-ARGUS: each number hidden, between the bounds of its figure."""
    at = np.arange(len(shown) * len(shown[0])).reshape(len(shown), -1)
    cells = [(5, 0, 9) if each is None else (each, each - 4, each + 4) for row in shown for each in row]
    sums = [*at[:, ::-1].tolist(), *at[::-1].T.tolist()]
    lines = ["0", str(len(cells))]
    lines += [f"{place} {value} 1 u {low} {high} 1.0 1.0 0" for place, (value, low, high) in enumerate(cells)]
    lines += [str(len(sums))]
    for total, *parts in sums:
        lines.append(f"0 {len(parts) + 1} : {total} (-1) " + "".join(f"{part} (1) " for part in parts))
    return "\n".join(lines) + "\n"


def theirs(shown: Sequence[Sequence[Figure]], path: Path) -> set[tuple[int, int]]:
    """The hidden numbers that τ-ARGUS knows to within 3, by row and column."""
    path.write_text(written(shown))
    narrow = {
        divmod(each["cell"], len(shown[0]))
        for each in audit_jj(str(path))
        if np.floor(each["max"] + 1e-6) - np.ceil(each["min"] - 1e-6) < 4
    }
    return {(row, column) for row, column in narrow if shown[row][column] is None}


def ours(shown: Sequence[Sequence[Figure]]) -> set[tuple[int, int]]:
    """The same by our audit, of a table in which everybody is in a group and answered."""
    groups, codes = ("en", "cy", "both", "everyone"), ("for", "neither", "against")
    rows = [[*row, row[-1]] for row in shown]
    table = crossed(VIEW, "language", dict(zip(groups, rows[:3], strict=False)))
    public = Public(asked_of_all=frozenset({"view"}), complete=frozenset({"language"}))
    failures = audit([alone(VIEW, *rows[3]), table], 500, public=public).failures
    found = {(each.group, each.choice) for each in failures if each.whose is Whose.COUNTED}
    return {(groups.index(group), codes.index(choice)) for group, choice in found if choice in codes}


def test_single_tables_agree_with_tau_argus(tmp_path: Path):
    chance = np.random.default_rng(20261122)
    bounded = 0
    for number in range(80):
        counts = 1 + 5 * chance.integers(0, [[2, 5, 6], [3, 6, 6], [6, 2, 3]])
        totals = np.hstack((counts, counts.sum(axis=1, keepdims=True)))
        totals = np.vstack((totals, totals.sum(axis=0)))
        shown = [[None if each < 0 else int(each) for each in row] for row in rounded(totals, chance)]
        if all(row[-1] for row in shown):  # else a whole row is hidden
            found = theirs(shown, tmp_path / f"{number}.jj")
            assert ours(shown) == found
            bounded += len(found)
    assert bounded > 5
