"""Are gaps judged as chance and rounding would make them?"""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.stats.contingency import association
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_effectsize, proportions_ztest

from engage.analysis.comparisons import adjusted, associate, chi_square_above, cohens_h, compare
from tests.analysis.safe import rounded

FIGURES = st.integers(2, 400).map(lambda n: 5 * n)
BASES = st.integers(10, 400).map(lambda n: 5 * n)

# Snee (1974), Graphical display of two-way contingency tables: hair by eye colour of 592 students.
HAIR_AND_EYES = ((68, 20, 15, 5), (119, 84, 54, 29), (26, 17, 14, 14), (7, 94, 10, 16))


def test_a_comparison_is_a_z_test_with_the_rounding_in_its_variance():
    found = compare(75, 120, 205, 430)
    plain, _ = proportions_ztest([75, 205], [120, 430])
    pooled = (75 + 205) / (120 + 430)
    chance = pooled * (1 - pooled) * (1 / 120 + 1 / 430)
    rounding = 4 * (1 + pooled**2) * (1 / 120**2 + 1 / 430**2)
    assert found.z == pytest.approx(plain * sqrt(chance / (chance + rounding)))
    assert found.p == pytest.approx(2 * stats.norm.sf(found.z))
    assert found.difference == pytest.approx(100 * (75 / 120 - 205 / 430))


@given(FIGURES, BASES, FIGURES, BASES)
def test_rounding_never_makes_a_gap_more_certain(count, base, other, other_base):
    count, other = min(count, base), min(other, other_base)
    found = compare(count, base, other, other_base)
    if 0 < count + other < base + other_base:
        _, plain = proportions_ztest([count, other], [base, other_base])
        assert found.p >= plain - 1e-12
    assert 0 <= found.p <= 1


@given(FIGURES, BASES, FIGURES, BASES)
def test_the_other_way_round_is_the_same_gap(count, base, other, other_base):
    one, two = compare(count, base, other, other_base), compare(other, other_base, count, base)
    assert (one.p, one.is_wide) == (two.p, two.is_wide)
    assert (one.z, one.difference, one.h) == (-two.z, -two.difference, -two.h)


@pytest.mark.parametrize(
    "figures",
    [
        (None, 100, 50, 100),
        (50, None, 50, 100),
        (50, 100, None, 100),
        (50, 100, 50, None),
        (20, 45, 50, 100),
        (50, 100, 20, 45),
    ],
)
def test_hidden_figures_and_fewer_than_fifty_people_are_not_tested(figures):
    assert compare(*figures) is None


def test_fifty_people_on_each_side_are_tested():
    assert compare(25, 50, 25, 50).p == 1


@pytest.mark.parametrize(
    ("figures", "wide"),
    [
        ((60, 100, 50, 100), True),  # ten points, no less
        ((50, 100, 60, 100), True),
        ((60, 100, 505, 1000), False),
        ((35, 50, 30, 50), True),
        ((105, 100, 100, 100), False),  # both are all
    ],
)
def test_ten_points_are_wide(figures, wide):
    assert compare(*figures).is_wide is wide


def test_cohens_h_is_his_own_example():
    """Cohen (1988), table 6.2.2: 1.875 for .65 and 1.471 for .45."""
    assert cohens_h(0.65, 0.45) == pytest.approx(1.875 - 1.471, abs=0.001)


@given(st.floats(0, 1), st.floats(0, 1))
def test_cohens_h_agrees_with_statsmodels(share, other):
    assert cohens_h(share, other) == pytest.approx(proportion_effectsize(share, other), abs=1e-12)


# --- whole tables -----------------------------------------------------------------------------------------


def many(cells, times: int):
    return [[count * times for count in row] for row in cells]


def test_where_rounding_does_not_matter_chi_square_is_the_published_one():
    """The table gives 138.29 with 9 degrees of freedom and a V of 0.279."""
    found = associate(many(HAIR_AND_EYES, 1000))
    assert found.freedom == 9
    assert found.statistic == pytest.approx(138_290, rel=1e-3)
    assert found.v == pytest.approx(0.279, abs=0.001)


def test_v_agrees_with_scipy_where_rounding_does_not_matter():
    table = many(HAIR_AND_EYES, 1000)
    assert associate(table).v == pytest.approx(association(np.array(table), method="cramer"), abs=1e-4)


@given(st.lists(st.lists(st.integers(4, 100), min_size=3, max_size=3), min_size=2, max_size=4))
def test_rounding_never_makes_a_connection_more_certain(cells):
    table = many(cells, 5)
    found = associate(table)
    if found:
        plain = stats.chi2_contingency(table, correction=False)
        assert found.statistic <= plain.statistic + 1e-9
        assert found.p >= plain.pvalue - 1e-9
        assert found.v <= association(np.array(table), method="cramer") + 1e-9


@pytest.mark.parametrize(
    "cells",
    [
        ((40, 60), (None, 60)),  # something is hidden
        ((40, 60),),  # one group
        ((60,), (60,)),  # one answer
        ((20, 25), (40, 60)),  # a group of 45
        ((40, 10), (2000, 10)),  # fewer than five expected
    ],
)
def test_a_table_that_cannot_be_tested_well_is_not_tested(cells):
    assert associate(cells) is None


@given(st.floats(0, 3000), st.integers(1, 400))
def test_the_tail_of_chi_square_agrees_with_scipy(statistic, freedom):
    assert chi_square_above(statistic, freedom) == pytest.approx(
        stats.chi2.sf(statistic, freedom), rel=1e-8, abs=1e-300
    )


# --- many tests -------------------------------------------------------------------------------------------


def test_of_fifteen_tests_the_four_are_left_that_benjamini_and_hochberg_found():
    published = (0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459)
    published += (0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0)
    assert [q <= 0.05 for q in adjusted(published)] == [True] * 4 + [False] * 11


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_adjusted_rates_agree_with_scipy_and_statsmodels(probabilities):
    found = adjusted(probabilities)
    assert found == pytest.approx(stats.false_discovery_control(probabilities), abs=1e-12)
    assert found == pytest.approx(multipletests(probabilities, method="fdr_bh")[1], abs=1e-12)


def test_no_tests_are_no_rates():
    assert adjusted(()) == ()


# --- how often is chance taken for a difference? ----------------------------------------------------------

DRAWS = 8000


@pytest.mark.parametrize("share", [0.25, 0.5, 0.8])
@pytest.mark.parametrize(("base", "other_base"), [(57, 143), (102, 897), (252, 248), (502, 498)])
def test_one_in_twenty_equal_groups_at_most_seem_to_differ(base, other_base, share):
    """Bases and shares are spread a little, since all figures are multiples of 5."""
    chance = np.random.default_rng(base + round(1000 * share))
    shares, drawn = chance.uniform(share - 0.02, share + 0.02, DRAWS), []
    for each in (base, other_base):
        true = chance.integers(each - 2, each + 3, DRAWS)
        drawn += [rounded(chance.binomial(true, shares), chance), rounded(true, chance)]
    shown = [figures for figures in np.column_stack(drawn).tolist() if min(figures) > 0]
    found = [each for figures in shown if (each := compare(*figures))]
    assert 0.03 <= sum(each.p < 0.05 for each in found) / len(found) <= 0.06


@pytest.mark.parametrize(
    ("people", "groups", "answers"),
    [
        (300, (0.5, 0.5), (0.4, 0.6)),
        (500, (0.5, 0.3, 0.2), (0.2, 0.3, 0.5)),
        (2000, (0.7, 0.2, 0.1), (0.1, 0.2, 0.3, 0.4)),
    ],
)
def test_one_in_twenty_tables_without_a_connection_seem_to_have_one(people, groups, answers):
    chance = np.random.default_rng(people)
    true = chance.multinomial(people, np.outer(groups, answers).ravel(), size=DRAWS)
    tables = rounded(true, chance).reshape(DRAWS, len(groups), len(answers))
    found = [each for table in tables if table.min() > 0 and (each := associate(table.tolist()))]
    assert 0.043 <= sum(each.p < 0.05 for each in found) / len(found) <= 0.057
