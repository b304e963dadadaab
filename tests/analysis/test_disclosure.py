"""Is every figure rounded as the method says, and hidden when it is small?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.analysis.columns import EVERYONE
from engage.analysis.disclosure import figures_of, protect, released_count, reopen
from engage.analysis.keys import WHOLE, Hmac, cell_key
from engage.analysis.tables import Table
from tests.analysis import people

HMAC = Hmac(people.KEY)
SUMS = st.integers(0, WHOLE - 1)
UNIVERSE = people.of(people.VIEW, people.SAY)
VIEW, SAY = UNIVERSE.subjects
DRAWS = 4000


def table(*counts: int, subject=VIEW) -> Table:
    """A topline with these true counts: choices, answered, asked."""
    return Table(subject, EVERYONE, np.array([counts]), np.array([counts], np.uint64))


@given(st.integers(0, 10_000_000), SUMS)
def test_a_figure_is_hidden_or_a_multiple_of_five_less_than_five_away(count, key_sum):
    figure = released_count(count, key_sum, HMAC)
    if figure is None:
        assert count <= 9
    else:
        assert figure % 5 == 0
        assert figure >= 10
        assert abs(figure - count) <= 4


@given(st.integers(0, 5), SUMS)
def test_a_count_up_to_five_is_always_hidden(count, key_sum):
    assert released_count(count, key_sum, HMAC) is None


@given(st.integers(2, 100_000), SUMS)
def test_a_multiple_of_five_stays_as_it_is(fives, key_sum):
    assert released_count(5 * fives, key_sum, HMAC) == 5 * fives


@given(st.integers(10, 100_000), SUMS)
def test_a_count_goes_up_when_its_cell_key_is_below_its_distance_from_the_five_below(count, key_sum):
    below, over = count - count % 5, count % 5
    goes_up = cell_key(HMAC, key_sum, count) / WHOLE < over / 5
    assert released_count(count, key_sum, HMAC) == below + 5 * goes_up


@pytest.mark.parametrize("count", range(10, 20))
def test_rounding_is_right_on_average(count):
    figures = [released_count(count, key_sum, HMAC) for key_sum in range(DRAWS)]
    over = count % 5
    error = (over * (5 - over) / DRAWS) ** 0.5  # of the mean: the variance of one figure is over × (5 - over)
    assert np.mean(figures) == pytest.approx(count, abs=4 * error)


@pytest.mark.parametrize("count", range(6, 10))
def test_a_count_from_six_to_nine_is_sometimes_hidden_and_sometimes_ten(count):
    figures = [released_count(count, key_sum, HMAC) for key_sum in range(DRAWS)]
    assert set(figures) == {None, 10}
    assert figures.count(10) / DRAWS == pytest.approx((count - 5) / 5, abs=0.04)


def test_another_key_gives_another_figure_as_often_as_chance_would():
    """Two draws differ with the chance 2p(1 - p); p is 0, .2, .4, .6, .8 by remainder: .32 over all."""
    other = Hmac(people.OTHER_KEY)
    sets = [(count, key_sum) for count in range(20, 70) for key_sum in range(100)]
    differ = sum(released_count(*each, HMAC) != released_count(*each, other) for each in sets)
    assert differ / len(sets) == pytest.approx(0.32, abs=0.03)


def test_figures_of_different_people_are_drawn_apart():
    figures = {released_count(22, key_sum, HMAC) for key_sum in range(50)}
    assert figures == {20, 25}


def test_everything_in_a_table_is_rounded_and_nothing_adds_up_by_force():
    (row,) = figures_of(protect(table(372, 4, 128, 504, 516), people.KEY, 1000))
    true = (372, 4, 128, 504, 516)
    assert row == [released_count(count, count, HMAC) for count in true]
    assert row[1] is None
    assert all(figure is None or figure % 5 == 0 for figure in row)


@pytest.mark.parametrize("answered", [0, 5])
def test_a_group_with_a_hidden_base_is_hidden_altogether(answered):
    assert figures_of(protect(table(0, 0, answered, answered, 65), people.KEY, 1000)) == [[None] * 5]


def test_a_group_of_whom_few_answered_shows_who_was_asked_when_that_is_its_base():
    assert figures_of(protect(table(5, 5, 65, subject=SAY), people.KEY, 1000)) == [[None, None, 65]]


def test_released_figures_come_back_from_storage():
    safe = protect(table(372, 4, 128, 504, 516), people.KEY, 1000)
    assert reopen(VIEW, EVERYONE, figures_of(safe)) == safe


@pytest.mark.parametrize(
    "figures",
    [
        [[370, None, 130, 505]],  # one too few
        [[370, None, 130, 505, 515]] * 2,  # a group too many
        [],
        [[372, None, 130, 505, 515]],  # not rounded
        [[370, 5, 130, 505, 515]],  # too small
        [[370, 0, 130, 505, 515]],
    ],
)
def test_figures_that_were_never_released_are_refused(figures):
    with pytest.raises(ValueError, match="released figures of view"):
        reopen(VIEW, EVERYONE, figures)


@pytest.mark.parametrize("everyone", range(10, 75))
def test_no_figure_tells_that_everyone_is_in_it(everyone):
    """Whatever the key, the largest figure fits at least five numbers of people up to the exact total."""
    for seed in range(40):
        safe = protect(table(everyone, 0, 0, everyone, everyone), bytes([seed]) * 32, everyone)
        shown = {figure for row in figures_of(safe) for figure in row if figure is not None}
        assert all(
            figure % 5 == 0 and len(range(figure - 4, min(figure + 4, everyone) + 1)) >= 5 for figure in shown
        )
