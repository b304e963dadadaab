"""Does a page say what the released tables say, and no more?"""

from __future__ import annotations

import pytest

from engage.analysis import presentation
from engage.analysis.statistics import Percentage
from engage.analysis.words import OVER
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


def test_everyone_alone_is_one_chart_and_groups_are_a_chart_for_each_answer():
    (alone,) = presentation.layout([TABLES["view", ""]], "en").charts
    assert [bar["label"] for bar in alone.bars] == ["for", "neither", "against"]
    layout = presentation.layout([TABLES["view", ""], TABLES["view", "sex"]], "en")
    assert [chart.title for chart in layout.charts] == ["for", "neither", "against"]
    for chart, row in zip(layout.charts, layout.shares, strict=True):
        assert tuple(bar["label"] for bar in chart.bars) == layout.groups
        assert tuple(bar["shown"] for bar in chart.bars) == row[1:]


def test_the_marks_that_stand_in_a_table_are_explained_and_no_others():
    for (subject, by), table in TABLES.items():
        layout = presentation.layout([table], "en")
        cells = [cell for row in (*layout.shares, *layout.counts) for cell in row[1:]]
        text = " ".join((*cells, *layout.unanswered))
        assert {mark for mark, _ in layout.shorthand} == {m for m in ("[c]", "[x]", "[u]") if m in text}, (
            subject,
            by,
        )


@pytest.mark.parametrize(
    ("percentage", "shown"),
    [
        (Percentage(45), "45%"),
        (Percentage(45, mark="[u]"), "45% [u]"),
        (Percentage(95, OVER, "[u]"), "over 95% [u]"),
        (Percentage(None, mark="[c]"), "[c]"),
    ],
)
def test_a_percentage_comes_with_its_mark(percentage, shown):
    assert presentation.share(percentage, "en") == shown


def test_large_numbers_are_written_with_a_comma():
    assert presentation.number(12345) == "12,345"


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
