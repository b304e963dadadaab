"""Does the comparison with the census say what the figures say, and no more?"""

from __future__ import annotations

from engage.analysis.beside import beside
from engage.equality.characteristics import Level
from tests.analysis.safe import alone, subject

AGE = subject("age", "under_16", "young", "middle", "old", level=Level.STANDARD)
CENSUS = {"young": 20_000, "middle": 50_000, "old": 30_000}


def test_each_group_is_a_row_with_both_shares_the_ratio_and_what_it_means():
    found = beside(alone(AGE, None, 50, 150, 200, 400, 450), CENSUS, "en")
    assert found.rows == (
        ("young", "50", "13%", "20%", "0.62", "0.47 – 0.81", "Fewer than among residents"),
        ("middle", "150", "38%", "50%", "0.75", "0.66 – 0.85", "Fewer than among residents"),
        ("old", "200", "50%", "30%", "1.67", "1.50 – 1.83", "More than among residents"),
    )
    assert found.dissimilarity.in_a_hundred == 20
    assert found.shorthand == ()


def test_bars_are_as_long_as_the_percentages_that_are_shown():
    found = beside(alone(AGE, None, 50, 150, 200, 400, 450), CENSUS, "cy")
    assert found.pairs[0] == {"label": "young (cy)", "first": 13, "second": 20, "shown": ("13%", "20%")}


def test_a_hidden_group_has_no_bar_and_no_ratio():
    found = beside(alone(AGE, None, None, 200, 200, 405, 450), CENSUS, "en")
    assert found.rows[0] == ("young", "[c]", "[c]", "20%", "[c]", "[c]", "Too few to say")
    assert (found.pairs[0]["first"], found.pairs[0]["shown"]) == (None, ("[c]", "20%"))
    assert [mark for mark, _meaning in found.shorthand] == ["[c]"]


def test_of_a_small_base_there_is_no_percentage_and_no_ratio():
    found = beside(alone(AGE, None, 10, 10, None, 25, 30), CENSUS, "en")
    assert found.rows[0] == ("young", "10", "[x]", "20%", "[x]", "[x]", "Too few to say")
    assert [mark for mark, _meaning in found.shorthand] == ["[c]", "[x]"]
    assert found.dissimilarity is None


def test_the_mark_of_how_unlike_both_sides_are_is_explained():
    found = beside(alone(AGE, None, None, None, 80, 90, 90), CENSUS, "en")
    assert found.dissimilarity.mark in [mark for mark, _meaning in found.shorthand]


def test_nobody_is_told_none_or_all_of_those_who_responded():
    found = beside(alone(AGE, None, 10, 10, 980, 1000, 1000), CENSUS, "en")
    assert [row[2] for row in found.rows] == ["under 5%", "under 5%", "over 95%"]
    assert [pair["first"] for pair in found.pairs] == [5, 5, 95]


def test_a_small_share_of_residents_may_be_told():
    found = beside(alone(AGE, None, 50, 150, 200, 400, 450), CENSUS | {"young": 100}, "en")
    assert found.rows[0][3] == "< 1%"
