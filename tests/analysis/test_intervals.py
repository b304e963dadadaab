"""Do intervals say as much as rounded figures can tell, and no more?"""

from __future__ import annotations

from math import isclose

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from engage.analysis import words
from engage.analysis.intervals import Interval, effective_base, ends, interval, wilson
from engage.analysis.statistics import Percentage
from tests.analysis.safe import rounded

FIGURES = st.integers(2, 2000).map(lambda n: 5 * n)
BASES = st.integers(6, 2000).map(lambda n: 5 * n)
Z95 = 1.959963984540054


@pytest.mark.parametrize(
    ("count", "base", "lower", "upper"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_numbers_that_newcombe_printed(count, base, lower, upper):
    """Newcombe (1998), Two-sided confidence intervals for the single proportion, table I."""
    found = wilson(count / base, base, Z95)
    assert (round(found.lower, 4), round(found.upper, 4)) == (lower, upper)


@given(st.integers(0, 500), st.integers(1, 500))
def test_wilson_agrees_with_statsmodels(count, base):
    count = min(count, base)
    found = wilson(count / base, base, Z95)
    assert (found.lower, found.upper) == pytest.approx(
        proportion_confint(count, base, method="wilson"), abs=1e-12
    )


def test_an_interval_is_wilsons_on_the_effective_base():
    found = interval(60, 120)
    spread, rounding = 0.5 * 0.5 / 120, 4 * (1 + 0.5**2) / 120**2
    lower, upper = proportion_confint(
        0.5 * 0.25 / (spread + rounding), 0.25 / (spread + rounding), method="wilson"
    )
    assert (found.lower, found.upper) == pytest.approx((lower, upper))


@given(FIGURES, BASES)
def test_rounding_always_makes_an_interval_wider(count, base):
    share = min(count / base, 1)
    assert effective_base(count, base) < base
    found, plain = interval(count, base), wilson(share, base, Z95)
    assert 0 <= found.lower <= share <= found.upper <= 1
    assert found.upper - found.lower > plain.upper - plain.lower


@given(FIGURES, BASES)
def test_a_base_added_up_from_more_figures_says_less(count, base):
    assert effective_base(count, base, 2) < effective_base(count, base)


def test_rounding_does_not_matter_where_there_are_very_many_people():
    assert isclose(effective_base(500_000, 1_000_000), 1_000_000, rel_tol=1e-4)


@pytest.mark.parametrize(("count", "base"), [(None, 200), (None, None), (10, 25), (25, 25)])
def test_where_no_percentage_is_said_there_is_no_interval(count, base):
    assert interval(count, base) is None


def test_groups_of_two_characteristics_need_more_people():
    assert interval(20, 45, least_base=50) is None
    assert interval(20, 50, least_base=50) == interval(20, 50)


@pytest.mark.parametrize("base", [30, 50, 100, 500, 2000])
def test_all_may_still_be_some_fewer(base):
    """A shown count and a shown base of n each may be n - 4 of n + 4 people."""
    found = interval(base, base)
    assert found.lower < (base - 4) / (base + 4)
    assert found.upper == 1


@given(FIGURES, BASES)
def test_more_confidence_is_a_wider_interval(count, base):
    usual, sure = interval(count, base), interval(count, base, confidence=0.99)
    assert sure.lower <= usual.lower
    assert usual.upper <= sure.upper


@pytest.mark.parametrize(
    ("found", "base", "lower", "upper"),
    [
        (Interval(0.4249, 0.5751), 120, Percentage(42), Percentage(58)),
        (Interval(0.001, 0.12), 120, Percentage(5, words.UNDER), Percentage(12)),
        (Interval(0.0, 1.0), 40, Percentage(5, words.UNDER, "[u]"), Percentage(95, words.OVER, "[u]")),
    ],
)
def test_the_ends_are_shown_like_percentages(found, base, lower, upper):
    assert ends(found, base) == (lower, upper)


def test_an_interval_divided_by_a_share_is_that_of_a_ratio():
    assert Interval(0.1, 0.3).over(0.2) == Interval(0.5, pytest.approx(1.5))


# --- how often does it hold what it was made to hold? -----------------------------------------------------

DRAWS = 8000


def coverage(base: int, share: float, how=interval) -> float:
    """In how many of many draws of people, rounded and shown, is the share inside its interval?

    Bases and shares are spread a little, since all figures are multiples of 5: of one base and one share
    alone an interval holds the truth too often or too seldom.
    """
    chance = np.random.default_rng(base + round(1000 * share))
    true, shares = (
        chance.integers(base - 2, base + 3, DRAWS),
        chance.uniform(share - 0.02, share + 0.02, DRAWS),
    )
    counts, bases = rounded(chance.binomial(true, shares), chance), rounded(true, chance)
    found = [
        (how(count, shown), truth)
        for count, shown, truth in zip(counts.tolist(), bases.tolist(), shares.tolist(), strict=True)
        if count > 0
    ]
    return sum(each.lower <= truth <= each.upper for each, truth in found) / len(found)


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.9])
@pytest.mark.parametrize("base", [52, 102, 202, 502])
def test_nineteen_in_twenty_intervals_hold_the_truth(base, share):
    assert 0.94 <= coverage(base, share) <= 0.98


@pytest.mark.parametrize(("base", "share"), [(52, 0.9), (102, 0.9), (102, 0.97), (202, 0.97)])
def test_without_the_rounding_in_it_an_interval_promises_too_much(base, share):
    def plain(count: int, base: int) -> Interval:
        return wilson(min(count / base, 1), base, Z95)

    assert coverage(base, share, plain) < 0.9 < coverage(base, share)
