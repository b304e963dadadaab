"""Does a page say what the released tables say, and no more?"""

from __future__ import annotations

import pytest

from engage.analysis import presentation
from engage.analysis.intervals import interval
from tests.analysis import safe
from tests.analysis.people import FEEL, GRID, SAY, USES, VIEW, invented, of, release

UNIVERSE = of(VIEW, FEEL, USES)
TABLES = {(t.subject.key, t.by.key): t for t in release(UNIVERSE, invented(UNIVERSE, 400, seed=5))}


def test_everyone_stands_before_the_groups_in_rows_of_one_length():
    layout = presentation.layout([TABLES["view", ""], TABLES["view", "sex"]], "cy")
    assert layout.groups == ("Pawb", "Benyw", "Gwryw")
    assert [row[0] for row in layout.shares] == ["for (cy)", "neither (cy)", "against (cy)"]
    assert [row[0] for row in layout.counts] == [row[0] for row in layout.shares]
    widths = {len(row) - 1 for row in layout.shares + layout.counts}
    assert widths | {len(row) for row in (layout.bases, layout.asked, layout.unanswered)} == {3}


def test_counts_are_those_of_the_table():
    layout = presentation.layout([TABLES["view", ""]], "en")
    counts = ["[c]" if figure is None else str(figure) for figure in TABLES["view", ""].rows[0].counts]
    assert [row[1] for row in layout.counts] == counts


def test_everyone_alone_is_one_chart_and_groups_are_a_chart_of_dots_for_each_answer():
    alone = presentation.layout([TABLES["view", ""]], "en")
    assert [bar["label"] for bar in alone.bars.bars] == ["for", "neither", "against"]
    assert (alone.dots, alone.diverging) == ((), None)
    layout = presentation.layout([TABLES["view", ""], TABLES["view", "sex"]], "en")
    assert (layout.bars, layout.diverging) == (None, None)
    assert [chart.title for chart in layout.dots] == ["for", "neither", "against"]
    for chart, row in zip(layout.dots, layout.shares, strict=True):
        assert tuple(dot.label for dot in chart.dots) == layout.groups
        assert tuple(dot.shown for dot in chart.dots) == row[1:]


@pytest.mark.parametrize("by", [(), ("sex",)])
def test_a_labelled_scale_lies_to_both_sides_of_its_middle(by):
    tables = [TABLES["feel", each] for each in ("", *by)]
    layout = presentation.layout(tables, "en", ("bad", "good"))
    assert (layout.bars, layout.dots) == (None, ())
    assert tuple(row.label for row in layout.diverging.rows) == layout.groups
    assert [name for _, name in layout.diverging.key] == ["bad", "good"]


def test_every_percentage_has_its_range_and_what_is_hidden_has_none():
    for table in TABLES.values():
        layout = presentation.layout([table], "en")
        for shares, ranges in zip(layout.shares, layout.ranges, strict=True):
            assert ranges[0] == shares[0]
            for share, found in zip(shares[1:], ranges[1:], strict=True):
                assert (share in ("[c]", "[x]")) == (found in ("[c]", "[x]"))
                assert found in ("[c]", "[x]", "over 95%", "under 5%") or " to " in found


def test_a_figure_has_the_same_range_alone_and_beside_that_of_groups():
    for subject in ("view", "uses"):
        everyone, by = (
            TABLES[subject, ""],
            next(table for (key, group), table in TABLES.items() if key == subject and group),
        )
        alone, beside = presentation.layout([everyone], "en"), presentation.layout([everyone, by], "en")
        assert [row[1] for row in alone.ranges] == [row[1] for row in beside.ranges]
        (row,) = everyone.rows
        assert presentation.intervals([everyone]) == [
            tuple(interval(count, everyone.base(row)) for count in row.counts)
        ]


def test_the_marks_that_stand_in_a_table_are_explained_and_no_others():
    for (subject, by), table in TABLES.items():
        layout = presentation.layout([table], "en")
        cells = [cell for row in (*layout.shares, *layout.counts) for cell in row[1:]]
        text = " ".join((*cells, *layout.unanswered))
        assert {mark for mark, _ in layout.shorthand} == {m for m in ("[c]", "[x]", "[u]") if m in text}, (
            subject,
            by,
        )


def test_a_mark_that_stands_beside_a_bar_alone_is_explained():
    points = ("bad", "good")
    few = safe.crossed(
        safe.subject("feel", *points), "sex", {"f": (60, 50, 110, 110), "x": (None, None, 20, 40)}
    )
    layout = presentation.layout([few], "en", points)
    assert [row.shown for row in layout.diverging.rows] == ["", "[x]"]
    assert [mark for mark, _ in layout.shorthand] == ["[c]", "[x]", "[u]"]


def test_a_table_in_which_everything_is_hidden_says_nothing():
    few = {(t.subject.key, t.by.key): t for t in release(UNIVERSE, invented(UNIVERSE, 4, seed=5))}
    assert presentation.layout([few["view", ""]], "en").says_nothing
    assert not presentation.layout([TABLES["view", ""]], "en").says_nothing


def test_the_parts_of_a_question_stand_together_in_the_menu():
    menu = presentation.menu(of(VIEW, FEEL, GRID, SAY).subjects, "en")
    assert [entry.title for entry in menu] == ["View", "Feel", "Grid", "Say"]
    assert menu[0].parts == (("view", ""),)
    assert [key for key, _ in menu[2].parts] == [
        "grid.parks.now",
        "grid.parks.later",
        "grid.roads.now",
        "grid.roads.later",
    ]
