"""Does the line of sensitivity come from released margins alone, and only where it means something?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.analysis.statistics import Percentage
from engage.analysis.weighting import (
    HEAVIEST,
    LIGHTEST,
    Circumstances,
    Margin,
    Reason,
    Refused,
    raked,
    sensitivity,
)
from engage.analysis.words import OVER
from tests.analysis.safe import alone, crossed, subject

VIEW = subject("view", "for", "against")
USUAL = Circumstances(organisations=False, campaign=False, residents=True)
EVERYONE = alone(VIEW, 400, 600, 1000, 1000)
AGE = Margin(
    by=crossed(VIEW, "age", {"young": (150, 50, 200, 200), "old": (250, 550, 800, 800)}),
    residents={"young": 40_000, "old": 60_000},
)
SEX = Margin(
    by=crossed(VIEW, "sex", {"female": (280, 420, 700, 700), "male": (120, 180, 300, 300)}),
    residents={"female": 60_000, "male": 40_000},
)


def test_one_margin_is_post_stratification():
    """0.4 × 150/200 + 0.6 × 250/800 = 0.4875; weights of 2 and 0.75."""
    found = sensitivity(EVERYONE, "for", [AGE], USUAL)
    assert found.percentage == Percentage(49)
    effect = 0.2 * 2**2 + 0.8 * 0.75**2
    assert found.design_effect == round(effect, 1)
    assert found.n_eff == int(1000 / effect)


def test_a_margin_that_has_nothing_to_do_with_the_answer_changes_nothing_but_the_cost():
    one, two = (sensitivity(EVERYONE, "for", margins, USUAL) for margins in ([AGE], [AGE, SEX]))
    assert two.percentage == one.percentage
    assert two.n_eff < one.n_eff


def test_both_answers_add_up():
    shares = [sensitivity(EVERYONE, code, [AGE, SEX], USUAL).percentage.value for code in ("for", "against")]
    assert sum(shares) == 100


def test_where_respondents_are_like_residents_nothing_moves():
    margin = replace(AGE, residents={"young": 200, "old": 800})
    found = sensitivity(EVERYONE, "for", [margin], USUAL)
    assert (found.percentage, found.n_eff, found.design_effect) == (Percentage(40), 1000, 1.0)


def test_weights_are_trimmed():
    """Young respondents would weigh 4.5 each; they weigh 3, and so the line stops short of the residents."""
    margin = replace(AGE, residents={"young": 90_000, "old": 10_000})
    found = sensitivity(EVERYONE, "for", [margin], USUAL)
    young, old = 0.2 * 3, 0.8 * 0.3
    assert (young * 0.75 + old * 0.3125) / (young + old) == pytest.approx(0.625)
    assert found.percentage == Percentage(63)


def test_it_is_said_like_any_percentage():
    everyone = alone(VIEW, 980, 20, 1000, 1000)
    margin = replace(AGE, by=crossed(VIEW, "age", {"young": (195, 10, 200, 200), "old": (785, 15, 800, 800)}))
    assert sensitivity(everyone, "for", [margin], USUAL).percentage == Percentage(95, OVER)


FEW = crossed(VIEW, "age", {"young": (15, 10, 25, 25), "old": (250, 550, 800, 800)})
HIDDEN_GROUP = crossed(VIEW, "age", {"young": (None,) * 4, "old": (250, 550, 800, 800)})
HIDDEN_COUNT = crossed(VIEW, "age", {"young": (None, 50, 55, 55), "old": (250, 550, 800, 800)})


@pytest.mark.parametrize(
    ("margins", "circumstances", "reason", "group"),
    [
        ([AGE], replace(USUAL, organisations=True), Reason.ORGANISATIONS, None),
        ([AGE], replace(USUAL, campaign=True), Reason.CAMPAIGN, None),
        ([AGE], replace(USUAL, residents=False), Reason.NOT_RESIDENTS, None),
        ([], USUAL, Reason.MARGINS, None),
        ([AGE] * 4, USUAL, Reason.MARGINS, None),
        ([replace(AGE, by=FEW)], USUAL, Reason.SMALL_GROUP, "young"),
        ([replace(AGE, by=HIDDEN_GROUP)], USUAL, Reason.SMALL_GROUP, "young"),
        ([replace(AGE, residents={"young": 1})], USUAL, Reason.NO_CENSUS, "old"),
        ([replace(AGE, residents={"young": 0, "old": 1})], USUAL, Reason.NO_CENSUS, "young"),
        ([replace(AGE, by=HIDDEN_COUNT)], USUAL, Reason.HIDDEN, "young"),
    ],
)
def test_it_is_refused_with_a_reason(margins, circumstances, reason, group):
    with pytest.raises(Refused) as refused:
        sensitivity(EVERYONE, "for", margins, circumstances)
    assert (refused.value.reason, refused.value.group and refused.value.group.code) == (reason, group)


def test_an_answer_whose_count_is_hidden_has_no_line():
    with pytest.raises(Refused) as refused:
        sensitivity(alone(VIEW, None, 600, 605, 605), "for", [AGE], USUAL)
    assert refused.value.reason is Reason.HIDDEN


def test_margins_that_contradict_the_whole_have_no_line():
    margin = replace(AGE, by=crossed(VIEW, "age", {"young": (200, 10, 200, 200), "old": (800, 10, 800, 800)}))
    with pytest.raises(Refused) as refused:
        sensitivity(EVERYONE, "for", [margin], USUAL)
    assert refused.value.reason is Reason.UNSETTLED


SHARES = st.lists(st.integers(30, 100), min_size=2, max_size=3).map(lambda some: np.array(some) / sum(some))


@given(SHARES, SHARES, SHARES, SHARES)
def test_raked_weights_meet_every_margin_unless_they_are_trimmed(rows, columns, some_rows, some_columns):
    if rows.shape != some_rows.shape or columns.shape != some_columns.shape:
        return
    respondents = np.outer(rows, columns)
    weights = raked(respondents, [some_rows, some_columns])
    assert weights.min() >= LIGHTEST
    assert weights.max() <= HEAVIEST
    if weights.min() > LIGHTEST and weights.max() < HEAVIEST:
        weighted = respondents * weights
        assert weighted.sum(axis=1) == pytest.approx(some_rows)
        assert weighted.sum(axis=0) == pytest.approx(some_columns)


def test_raking_gives_the_table_that_deming_and_stephan_ask_for():
    """Raking keeps the odds ratio of the table that it starts from."""
    respondents = np.array([[0.3, 0.1], [0.2, 0.4]])
    found = respondents * raked(respondents, [np.array([0.5, 0.5]), np.array([0.45, 0.55])])

    def odds(table):
        return table[0, 0] * table[1, 1] / (table[0, 1] * table[1, 0])

    assert odds(found) == pytest.approx(odds(respondents))
