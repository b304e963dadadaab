"""Is a released figure written with its mark, and never more precisely than it may be?"""

from __future__ import annotations

import pytest

from engage.analysis.figures import explained, number, reach, share
from engage.analysis.intervals import Interval
from engage.analysis.statistics import Percentage
from engage.analysis.words import OVER


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
    assert share(percentage, "en") == shown


def test_large_numbers_are_written_with_a_comma_and_hidden_ones_as_shorthand():
    assert number(12345) == "12,345"
    assert number(None) == "[c]"


@pytest.mark.parametrize(
    ("found", "language", "written"),
    [
        (Interval(0.4, 0.5), "en", "40% to 50%"),
        (Interval(0.4, 0.5), "cy", "40% i 50%"),
        (Interval(0.01, 0.12), "en", "under 5% to 12%"),
        (Interval(0.97, 1.0), "en", "over 95%"),
    ],
)
def test_a_range_goes_from_end_to_end(found, language, written):
    assert reach(found, 200, Percentage(45), language) == written


@pytest.mark.parametrize("mark", ["[c]", "[x]"])
def test_where_there_is_no_percentage_there_is_no_range(mark):
    assert reach(Interval(0.4, 0.5), 200, Percentage(None, mark=mark), "en") == mark
    assert reach(None, None, Percentage(None, mark=mark), "en") == mark


def test_marks_are_explained_in_one_order():
    assert [mark for mark, _ in explained({"[u]", "[c]"}, "en")] == ["[c]", "[u]"]
    assert explained({""}, "en") == ()
