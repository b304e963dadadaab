"""Do the bars of a chart say what the table says?"""

from __future__ import annotations

from engage.analysis.charts import by_choice, by_group
from engage.analysis.statistics import row_lines
from tests.analysis import people

UNIVERSE = people.of(people.VIEW, characteristics=("race",))
ALONE, TOPLINE, CROSSED = people.release(UNIVERSE, people.invented(UNIVERSE, 60, seed=1))


def test_a_group_has_a_bar_for_each_choice():
    charts = by_group(CROSSED)
    assert [chart.code for chart in charts] == [group.code for group in CROSSED.by.choices]
    for chart, row in zip(charts, CROSSED.rows, strict=True):
        *choices, _ = row_lines(CROSSED, row)
        assert [(bar.label, bar.percentage) for bar in chart.bars] == [
            (c.label, c.percentage) for c in choices
        ]


def test_a_choice_has_a_bar_for_each_group():
    charts = by_choice(CROSSED)
    assert [chart.title for chart in charts] == [choice.label for choice in people_of(CROSSED)]
    assert [bar.label for bar in charts[0].bars] == [group.label for group in CROSSED.by.choices]


def people_of(table):
    return table.subject.choices


def test_a_topline_is_one_chart():
    (chart,) = by_group(TOPLINE)
    assert chart.title.en == "Everyone"
    assert len(chart.bars) == 3


def test_a_hidden_figure_has_no_bar_and_a_shown_one_is_neither_empty_nor_full():
    lengths = [bar.length for table in (ALONE, TOPLINE, CROSSED) for c in by_group(table) for bar in c.bars]
    assert None in lengths
    assert all(length is None or 5 <= length <= 95 for length in lengths)
    hidden = [bar for chart in by_group(CROSSED) for bar in chart.bars if bar.length is None]
    assert {bar.percentage.text("cy") for bar in hidden} <= {"[c]", "[x]"}
