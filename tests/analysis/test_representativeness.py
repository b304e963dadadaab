"""Is a group said to be missing only where the figures bear it?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.analysis.intervals import Interval, interval
from engage.analysis.representativeness import Band, dissimilarity, standings
from engage.equality.characteristics import Level
from tests.analysis.safe import alone, subject

AGE = subject("age", "under_16", "young", "middle", "old", level=Level.STANDARD)
CENSUS = {"young": 20_000, "middle": 50_000, "old": 30_000}


def of(*figures):
    """Counts of the four groups, then answered and asked."""
    return standings(alone(AGE, *figures), CENSUS)


def test_a_ratio_is_the_share_of_respondents_for_one_of_residents():
    young, middle, old = of(None, 50, 150, 200, 400, 450)
    assert [each.ratio for each in (young, middle, old)] == [0.62, 0.75, 1.67]
    assert [each.residents for each in (young, middle, old)] == [0.2, 0.5, 0.3]


def test_its_interval_is_that_of_the_share_divided_by_the_census_share():
    young, *_ = of(None, 50, 150, 200, 400, 450)
    share = interval(50, 400)
    assert young.interval == Interval(round(share.lower / 0.2, 2), round(share.upper / 0.2, 2))


@pytest.mark.parametrize(
    ("count", "base", "band"),
    [
        (50, 400, Band.UNDER),
        (65, 400, Band.ALIKE),  # 0.81
        (80, 400, Band.ALIKE),
        (100, 400, Band.ALIKE),  # 1.25
        (130, 400, Band.OVER),
        (35, 240, Band.UNSURE),  # 0.73, and up to 0.999, which is shown as 1.00
        (15, 100, Band.UNSURE),  # 0.75 of so few people
        (10, 35, Band.UNSURE),  # 1.43
        (None, 400, Band.UNKNOWN),
        (10, 25, Band.UNKNOWN),
        (None, None, Band.UNKNOWN),
    ],
)
def test_the_bands(count, base, band):
    young, *_ = of(None, count, None, None, base, base)
    assert young.band is band


def test_groups_that_the_census_does_not_have_are_left_out_on_both_sides():
    with_children, *_ = of(20, 20, 40, 20, 100, 110)
    without, *_ = of(None, 20, 40, 20, 80, 90)
    assert with_children.group.code == "young"
    assert (with_children.base, with_children.ratio) == (80, without.ratio)
    assert with_children.interval.lower < without.interval.lower  # one more rounded figure is in it


def test_a_group_without_residents_has_no_ratio():
    found = standings(alone(AGE, None, 50, 150, 200, 400, 450), CENSUS | {"old": 0})
    assert (found[2].ratio, found[2].band) == (None, Band.UNKNOWN)
    assert found[0].residents == pytest.approx(2 / 7)


def test_a_band_is_not_said_where_rounding_alone_could_have_made_it():
    """20 of 30 can be 24 of 26: as large a share as among the residents, whatever chance allows."""
    found = standings(alone(AGE, None, 20, None, None, 30, 30), {"young": 92, "middle": 4, "old": 4})
    assert (found[0].ratio, found[0].interval.upper) == (0.72, 0.92)
    assert found[0].band is Band.UNSURE


def told(found):
    return found.in_a_hundred, found.lower, found.upper, found.mark


def test_dissimilarity_is_half_the_sum_of_the_gaps():
    """Shares of 12.5, 37.5 and 50 per cent beside 20, 50 and 30: 7.5 + 12.5 + 20, halved."""
    assert told(dissimilarity(of(None, 50, 150, 200, 400, 450))) == (20, 18, 22, "")


def test_its_shares_add_up_though_the_figures_do_not():
    found = dissimilarity(of(None, 25, 40, 50, 105, 110))
    assert found.in_a_hundred == 15  # of 105 it would be 17


def test_what_rounding_alone_could_make_is_not_told():
    disability = subject("disability", "yes", "no", level=Level.SUMMARY)
    found = dissimilarity(standings(alone(disability, 15, 50, 70, 75), {"yes": 23_000, "no": 77_000}))
    assert (found.in_a_hundred, found.lower, found.is_told) == (0, 0, False)
    found = dissimilarity(standings(alone(disability, 15, 50, 70, 75), {"yes": 28_000, "no": 72_000}))
    assert (found.in_a_hundred, found.is_told) == (5, False)


def test_of_few_people_it_is_marked():
    found = dissimilarity(of(None, 10, 10, 60, 80, 90))
    assert found.is_told
    assert found.mark == "[u]"


def test_a_hidden_group_is_what_the_others_leave():
    assert told(dissimilarity(of(None, None, 200, 200, 405, 450))) == (19, 17, 22, "")


def test_several_hidden_groups_are_taken_together():
    assert told(dissimilarity(of(None, None, None, 380, 400, 450))) == (65, 65, 70, "")


@given(
    st.lists(st.integers(14, 80), min_size=2, max_size=5),
    st.lists(st.integers(1, 99), min_size=5, max_size=5),
    st.lists(st.integers(-4, 4), min_size=5, max_size=5),
)
def test_whatever_was_rounded_lies_within_what_is_told(counts, residents, rounding):
    people = dict(zip("abcde", residents, strict=True))
    group = subject("group", *"abcde"[: len(counts)], level=Level.SUMMARY)
    shown = [5 * round((count + off) / 5) for count, off in zip(counts, rounding, strict=False)]
    shown = [each if abs(each - n) < 5 else n // 5 * 5 for each, n in zip(shown, counts, strict=True)]
    base = 5 * (sum(counts) // 5)
    found = dissimilarity(standings(alone(group, *shown, base, base), people))
    whole = sum(people[code] for code in "abcde"[: len(counts)])
    true = sum(abs(n / sum(counts) - people[code] / whole) for n, code in zip(counts, "abcde", strict=False))
    if found:
        assert found.lower <= 50 * true <= found.upper


@pytest.mark.parametrize(
    "figures",
    [(None, None, None, None, None, None), (None, 10, None, None, 25, 30), (None,) * 4 + (400, 450)],
)
def test_of_too_few_people_there_is_no_index(figures):
    assert dissimilarity(of(*figures)) is None


def test_without_a_shared_group_there_is_nothing_to_compare():
    assert standings(alone(AGE, None, 50, 150, 200, 400, 450), {}) == ()
    assert dissimilarity(()) is None


@given(st.lists(st.integers(2, 400).map(lambda n: 5 * n), min_size=3, max_size=3))
def test_residents_like_the_respondents_are_alike(counts):
    table = alone(AGE, None, *counts, sum(counts), sum(counts))
    found = standings(table, dict(zip(("young", "middle", "old"), counts, strict=True)))
    assert {each.band for each in found} <= {Band.ALIKE, Band.UNKNOWN}
    if sum(counts) >= 30:
        assert dissimilarity(found).in_a_hundred == 0
