"""Can true counts be shown, written down or taken for released ones?"""

from __future__ import annotations

import ast
import copy
import csv
import io
import json
import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engage.analysis import charts, disclosure, exports, statistics
from engage.analysis.columns import EVERYONE
from engage.analysis.tables import SafeTable, Table
from tests.analysis import people

UNIVERSE = people.of(people.VIEW)
(SUBJECT,) = UNIVERSE.subjects
COUNTS = np.array([[371, 4, 128, 503, 512]])
TABLE = Table(SUBJECT, EVERYONE, COUNTS, COUNTS.astype(np.uint64))
SAFE = disclosure.protect(TABLE, people.KEY, 1000)


def as_csv(thing: object) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([thing])
    return written.getvalue()


@pytest.mark.parametrize("show", [str, repr, ascii, format, "{}".format, "%s".__mod__, as_csv])
def test_true_counts_are_never_printed(show):
    shown = show(TABLE)
    assert not [count for count in COUNTS.flat if str(count) in shown]


@pytest.mark.parametrize(
    "write",
    [
        pickle.dumps,
        copy.copy,
        copy.deepcopy,
        json.dumps,
        vars,
        list,
        dict,
        lambda table: exports.everything([table], "r", "en"),
        lambda table: exports.files([table], "r", "en", "today"),
        lambda table: list(statistics.lines(table)),
        lambda table: charts.bars(table, "en"),
        lambda table: charts.dots([table], [[]], "en"),
        lambda table: charts.diverging([table], [choice.code for choice in SUBJECT.choices], "en"),
        disclosure.figures_of,
    ],
)
def test_true_counts_cannot_be_written_down_or_exported(write):
    with pytest.raises((TypeError, AttributeError)):
        write(TABLE)


def test_a_table_that_may_be_shown_is_not_made_by_hand():
    with pytest.raises(TypeError, match="disclosure"):
        SafeTable(subject=SUBJECT, by=EVERYONE, rows=SAFE.rows)
    with pytest.raises(TypeError, match="disclosure"):
        SafeTable(subject=SUBJECT, by=EVERYONE, rows=SAFE.rows, made_safe=object())


def test_a_table_that_may_be_shown_is_not_changed():
    with pytest.raises(TypeError, match="disclosure"):
        replace(SAFE, rows=())
    with pytest.raises(AttributeError):
        SAFE.rows = ()


def test_no_module_but_disclosure_knows_how_to_make_one():
    engage = Path(disclosure.__file__).parents[1]
    knowing = {
        path.stem
        for path in engage.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if getattr(node, "id", getattr(node, "attr", getattr(node, "name", ""))) == "_MADE_SAFE"
    }
    assert knowing == {"tables", "disclosure"}


def test_a_released_table_holds_nothing_but_released_figures():
    shown = repr(SAFE)
    assert not [count for count in (371, 128, 503, 512) if str(count) in shown]
    assert {type(figure) for row in disclosure.figures_of(SAFE) for figure in row} <= {int, type(None)}
