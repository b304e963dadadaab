"""Does the map of notable differences show what was found, and say where nothing could be?"""

from __future__ import annotations

import pytest

from engage.analysis.findings import findings
from engage.analysis.heat import Gap, Told, gap, heat
from tests.analysis.safe import alone, crossed, subject
from tests.analysis.test_findings import GROUPS, OTHERS, TWO, VIEW

TABLE = crossed(VIEW, "sex", GROUPS, OTHERS)
SAME = {"x": (100, 100, 200, 200), "y": (100, 100, 200, 200), "z": (None, 30, 40, 40)}
REST = {"x": (120, 130, 240, 240), "y": (120, 130, 240, 240), "z": (200, 200, 400, 400)}
OTHER = crossed(subject("feel", "for", "against"), "age", SAME, REST)
TABLES = [alone(VIEW, 325, 375, 700, 710), TABLE, OTHER]


def test_rows_are_questions_and_columns_are_groups_in_the_order_of_the_survey():
    drawn = heat(TABLES, findings(TABLES), "cy")
    assert [row.heading for row in drawn.rows] == ["View (cy)", "Feel (cy)"]
    assert [(each.title, each.groups) for each in drawn.columns] == [
        ("Sex (cy)", ("a (cy)", "b (cy)", "c (cy)")),
        ("Age (cy)", ("x (cy)", "y (cy)", "z (cy)")),
    ]
    assert {len(row.cells) for row in drawn.rows} == {6}


def test_a_cell_tells_each_notable_answer_and_how_many_points_it_is_apart():
    found = findings(TABLES)
    row = heat(TABLES, found, "en").rows[0]
    marks = [(mark.answer, mark.gap.is_higher) for cell in row.cells for mark in cell.marks]
    assert marks == [
        (each.choice.code, each.comparison.difference > 0) for each in found.differences if each.is_notable
    ]
    first, *_ = row.cells[0].marks
    assert (first.answer, first.gap.points) == ("for", 23)  # 62.5%, shown as 63%, beside 40%


def test_nothing_notable_is_told_apart_from_nothing_compared():
    same, _, few = heat([OTHER], findings([OTHER]), "en").rows[0].cells
    assert (same.told, few.told) == (Told.NOTHING, Told.UNTESTED)
    assert (
        heat(TABLES, findings(TABLES), "en").rows[1].cells[0].told == Told.UNTESTED
    )  # there is no such table


def test_one_characteristic_alone_can_be_shown_and_is_judged_with_all():
    found = findings(TABLES)
    drawn = heat(TABLES, found, "en", "sex")
    assert [each.key for each in drawn.columns] == ["sex"]
    assert [row.key for row in drawn.rows] == ["view"]
    assert drawn.rows[0].cells == heat(TABLES, found, "en").rows[0].cells[:3]


def test_both_of_two_groups_are_marked():
    table = crossed(VIEW, "sex", TWO, {"a": TWO["b"], "b": TWO["a"]})
    first, second = heat([table], findings([table]), "en").rows[0].cells
    assert [mark.gap.is_higher for mark in first.marks] == [True, False]
    assert [mark.gap.is_higher for mark in second.marks] == [False, True]


@pytest.mark.parametrize(
    ("group", "others", "found"),
    [
        ((100, 200), (50, 200), Gap(25, is_higher=True, is_more=False, is_uncertain=False)),
        ((50, 200), (100, 200), Gap(25, is_higher=False, is_more=False, is_uncertain=False)),
        ((45, 90), (50, 200), Gap(25, is_higher=True, is_more=False, is_uncertain=True)),
        (
            (200, 200),
            (100, 200),
            Gap(45, is_higher=True, is_more=True, is_uncertain=False),
        ),  # nobody reads that it was all
        ((10, 1000), (500, 1000), Gap(45, is_higher=False, is_more=True, is_uncertain=False)),
    ],
)
def test_a_gap_is_between_percentages_as_they_are_shown(group, others, found):
    table = crossed(
        VIEW,
        "sex",
        {"a": (group[0], None, group[1], group[1])},
        {"a": (others[0], None, others[1], others[1])},
    )
    (difference,) = findings([table]).differences
    assert gap(difference) == found


@pytest.mark.parametrize(("points", "strength"), [(10, 1), (14, 1), (15, 2), (24, 2), (25, 3), (90, 3)])
def test_a_colour_is_as_strong_as_its_number(points, strength):
    assert Gap(points, is_higher=True, is_more=False, is_uncertain=False).strength == strength
