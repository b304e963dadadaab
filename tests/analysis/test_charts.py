"""Do the drawings of a table say what the table says, and nothing more?"""

from __future__ import annotations

import pytest

from engage.analysis.charts import MOST_POINTS, bars, diverging, dots, shade
from engage.analysis.presentation import intervals
from tests.analysis.safe import alone, crossed, subject

FIVE = ("bad", "poor", "neither", "fair", "good")
FEEL = subject("feel", *FIVE, "na")
EVERYONE = alone(FEEL, 20, 40, 40, 60, 40, None, 205, 210)
GROUPS = crossed(
    FEEL,
    "sex",
    {
        "f": (20, 20, 20, 20, 20, None, 100, 100),
        "m": (None, 10, 10, 40, 40, None, 100, 105),  # the lowest point is hidden
        "x": (None, None, None, None, None, None, 20, 25),  # too few for a percentage
    },
)
BUS = subject("bus", "yes", "no")
SHARES = crossed(BUS, "age", {"a": (60, 40, 100, 100), "b": (None, 45, 50, 50), "c": (15, 10, 25, 25)})


def whole(part):
    return (part.shade, part.x, part.width, part.text, part.hidden)


def test_everyone_has_a_bar_for_each_choice_in_the_order_of_the_survey():
    chart = bars(EVERYONE, "cy")
    assert chart.title == "Pawb"
    assert [bar["label"] for bar in chart.bars] == [f"{code} (cy)" for code in (*FIVE, "na")]
    assert [bar["value"] for bar in chart.bars] == [10, 20, 20, 29, 20, None]
    assert chart.bars[-1]["shown"] == "[c]"


def test_a_bar_is_never_empty_or_full():
    table = alone(BUS, 500, 10, 505, 505)
    assert [(bar["value"], bar["shown"]) for bar in bars(table, "en").bars] == [
        (95, "over 95%"),
        (5, "under 5%"),
    ]


# --- dots -----------------------------------------------------------------------------------------------


def test_each_answer_has_a_dot_for_each_group_and_the_range_around_it():
    drawn = dots([SHARES], intervals([SHARES]), "en")
    assert [chart.title for chart in drawn] == ["yes", "no"]
    first, *_ = drawn[0].dots
    assert (first.label, first.at, first.shown) == ("a", 60, "60%")
    assert first.lower < 60 < first.upper
    assert first.reach == f"{first.lower}% to {first.upper}%"


def test_a_figure_that_is_not_shown_has_neither_dot_nor_range():
    yes, no = dots([SHARES], intervals([SHARES]), "en")
    hidden, few = yes.dots[1], yes.dots[2]
    assert (hidden.at, hidden.lower, hidden.upper, hidden.shown, hidden.reach) == (
        None,
        None,
        None,
        "[c]",
        "",
    )
    assert (few.at, few.lower, few.upper, few.shown, few.reach) == (None, None, None, "[x]", "")
    assert (no.dots[1].at, no.dots[1].shown) == (90, "90% [u]")


# --- to both sides of the middle ------------------------------------------------------------------------


def test_the_lower_points_lie_left_of_the_middle_and_the_one_between_lies_across_it():
    fifths = crossed(FEEL, "sex", {"f": (20, 20, 20, 20, 20, None, 100, 100)})
    drawn = diverging([fifths], FIVE, "en")
    assert drawn.middle == 50.0
    lowest, *_, highest = drawn.rows[0].parts
    assert whole(lowest) == ("low-3", 0.0, 20.0, "20%", False)
    assert [part.x for part in drawn.rows[0].parts] == [0, 20, 40, 60, 80]
    assert whole(highest) == ("high-3", 80.0, 20.0, "20%", False)


def test_the_ends_have_room_for_the_longest_bar_on_each_side():
    drawn = diverging([GROUPS, EVERYONE], FIVE, "en")
    for row in drawn.rows:
        assert all(part.x >= 0 and part.x + part.width <= 100 for part in row.parts)


def test_a_hidden_point_has_no_length_and_says_so():
    drawn = diverging([GROUPS], FIVE, "en")
    assert drawn.hides
    hidden, *others = drawn.rows[1].parts
    assert (hidden.hidden, hidden.width, hidden.text) == (True, 0, "")
    assert not any(part.hidden for part in others)


def test_a_group_without_percentages_has_no_bar():
    few = diverging([GROUPS], FIVE, "en").rows[2]
    assert (few.label, few.parts, few.shown) == ("x", (), "[x]")


def test_a_group_whose_base_is_hidden_is_marked_as_hidden():
    hidden = crossed(FEEL, "sex", {"f": (20, 20, 20, 20, 20, None, 100, 100), "x": (None,) * 8})
    assert diverging([hidden], FIVE, "en").rows[1].shown == "[c]"
    no_point = crossed(FEEL, "sex", {"f": (None, None, None, None, None, 35, 40, 45)})
    assert diverging([no_point], FIVE, "en").rows[0].shown == "[c]"


def test_a_group_below_a_base_of_100_is_marked():
    table = crossed(FEEL, "sex", {"f": (10, 10, 10, 10, 10, None, 50, 50)})
    assert diverging([table], FIVE, "en").rows[0].shown == "[u]"


def test_what_is_not_on_the_scale_is_left_to_the_table():
    assert diverging([GROUPS], FIVE, "en").leaves_out
    assert not diverging([crossed(BUS, "age", {"a": (60, 40, 100, 100)})], ("yes", "no"), "en").leaves_out
    assert [name for _, name in diverging([GROUPS], FIVE, "cy").key] == [f"{code} (cy)" for code in FIVE]


@pytest.mark.parametrize("points", [(), ("other",), ("bad",)])
def test_what_is_on_no_scale_is_not_drawn_so(points):
    assert diverging([GROUPS], points, "en") is None


def test_a_scale_of_too_many_points_is_not_drawn_so():
    codes = tuple(f"p{number}" for number in range(MOST_POINTS + 1))
    about = subject("long", *codes)
    assert diverging([alone(about, *[10] * len(codes), 80, 80)], codes, "en") is None


@pytest.mark.parametrize(
    ("points", "shades"),
    [
        (2, ["low-2", "high-2"]),
        (3, ["low-2", "middle", "high-2"]),
        (4, ["low-3", "low-1", "high-1", "high-3"]),
        (5, ["low-3", "low-1", "middle", "high-1", "high-3"]),
        (7, ["low-3", "low-2", "low-1", "middle", "high-1", "high-2", "high-3"]),
    ],
)
def test_shades_are_stronger_the_further_from_the_middle(points, shades):
    assert [shade(place, points) for place in range(points)] == shades
