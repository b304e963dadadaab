"""Is every figure rounded as the method says, and hidden when it is small?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.analysis.columns import EVERYONE
from engage.analysis.disclosure import figures_of, protect, released_count, reopen, untold
from engage.analysis.keys import WHOLE, Hmac, cell_key
from engage.analysis.rule import USUAL, Rule
from engage.analysis.tables import Table
from tests.analysis import people
from tests.analysis.safe import crossed

HMAC = Hmac(people.KEY)
SUMS = st.integers(0, WHOLE - 1)
UNIVERSE = people.of(people.VIEW, people.SAY)
VIEW, SAY = UNIVERSE.subjects
DRAWS = 4000
TENS = Rule(base=10, threshold=20)
RULES = st.sampled_from((USUAL, TENS, Rule(threshold=35)))


def table(*counts: int, subject=VIEW) -> Table:
    """A topline with these true counts: choices, answered, asked."""
    return Table(subject, EVERYONE, np.array([counts]), np.array([counts], np.uint64))


@given(st.integers(0, 10_000_000), SUMS, RULES)
def test_a_figure_is_hidden_or_a_multiple_of_the_base_less_than_the_base_away(count, key_sum, rule):
    figure = released_count(count, key_sum, HMAC, rule)
    if figure is None:
        assert count <= rule.hidden
    else:
        assert figure % rule.base == 0
        assert figure >= rule.threshold
        assert abs(figure - count) <= rule.off


@given(st.data(), SUMS, RULES)
def test_a_count_as_far_below_the_threshold_as_the_base_is_always_hidden(data, key_sum, rule):
    count = data.draw(st.integers(0, rule.threshold - rule.base))
    assert released_count(count, key_sum, HMAC, rule) is None


@given(st.integers(20, 100_000), SUMS, RULES)
def test_a_multiple_of_the_base_stays_as_it_is(times, key_sum, rule):
    assert released_count(rule.base * times, key_sum, HMAC, rule) == rule.base * times


@given(st.integers(100, 100_000), SUMS, RULES)
def test_a_count_goes_up_when_its_cell_key_is_below_its_distance_from_the_multiple_below(
    count, key_sum, rule
):
    below, over = count - count % rule.base, count % rule.base
    goes_up = cell_key(HMAC, key_sum, count) / WHOLE < over / rule.base
    assert released_count(count, key_sum, HMAC, rule) == below + rule.base * goes_up


@pytest.mark.parametrize(
    ("rule", "count"), [(USUAL, n) for n in range(10, 20)] + [(TENS, n) for n in (23, 35, 48)]
)
def test_rounding_is_right_on_average(rule, count):
    figures = [released_count(count, key_sum, HMAC, rule) for key_sum in range(DRAWS)]
    over, base = count % rule.base, rule.base
    error = (over * (base - over) / DRAWS) ** 0.5  # of the mean; the variance of one is over × (base - over)
    assert np.mean(figures) == pytest.approx(count, abs=4 * error)


@pytest.mark.parametrize("rule", [USUAL, TENS])
def test_the_variance_of_rounding_is_its_mean_over_all_remainders(rule):
    found = [over * (rule.base - over) for over in range(rule.base)]
    assert rule.variance == pytest.approx(np.mean(found))


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


@pytest.mark.parametrize("rule", [USUAL, TENS])
def test_released_figures_come_back_from_storage(rule):
    safe = protect(table(372, 4, 128, 504, 516), people.KEY, 1000, rule)
    assert reopen(VIEW, EVERYONE, figures_of(safe), rule=rule) == safe


def test_rows_that_are_hidden_beside_others_have_no_figures_and_come_back_as_such():
    safe = crossed(VIEW, "sex", {"female": (20, 30, 10, 60, 65), "male": (None, 10, None, 15, 20)})
    hidden = untold(safe, [0], [])
    assert figures_of(hidden) == [[], [None, 10, None, 15, 20]]
    assert [row.untold for row in hidden.rows] == [True, False]
    assert (hidden.rows[0].counts, hidden.rows[0].answered, hidden.rows[0].asked) == ((None,) * 3, None, None)
    assert reopen(hidden.subject, hidden.by, figures_of(hidden)) == hidden


def test_figures_of_a_looser_rule_are_not_those_of_a_stricter_one():
    safe = protect(table(372, 4, 128, 504, 516), people.KEY, 1000)
    with pytest.raises(ValueError, match="released figures of view"):
        reopen(VIEW, EVERYONE, figures_of(safe), rule=TENS)


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
