"""Does a page say what the line of sensitivity says, or why there is none?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from engage.analysis.disclosure import reopen
from engage.analysis.rule import Rule
from engage.analysis.weighted import marks, rows
from engage.analysis.weighting import Reason
from engage.analysis.weighting_words import REASONS
from tests.analysis.test_weighting import AGE, EVERYONE, FEW, HIDDEN_COUNT, USUAL, VIEW, Margin


def test_each_answer_has_its_share_the_weighted_one_and_what_it_costs():
    assert rows(EVERYONE, [AGE], USUAL, "en") == (
        ("for", "40%", "49%", "800", "1.2"),
        ("against", "60%", "51%", "800", "1.2"),
    )


def test_where_there_is_none_the_reason_names_the_group():
    few = Margin(by=FEW, residents=AGE.residents)
    assert rows(EVERYONE, [few], USUAL, "en")[0] == (
        "for",
        "40%",
        "Fewer than 30 people of this group answered: young",
        "–",
        "–",
    )
    hidden = Margin(by=HIDDEN_COUNT, residents=AGE.residents)
    assert rows(EVERYONE, [hidden], USUAL, "en")[0][2] == "A number that is needed is hidden: young"


def test_nothing_chosen_says_what_to_choose():
    assert rows(EVERYONE, [], USUAL, "cy")[0][2] == "Dewiswch un, dwy neu dair nodwedd."


def test_a_stricter_rule_holds_here_too():
    strict = Rule(least_base=100)
    everyone = reopen(VIEW, EVERYONE.by, [(30, 50, 80, 80)], rule=strict)
    by = reopen(VIEW, AGE.by.by, [(20, 20, 40, 40), (20, 20, 40, 40)], rule=strict)
    (answer, share, why, *_), *_rest = rows(everyone, [replace(AGE, by=by)], USUAL, "en")
    assert (answer, share, why) == ("for", "[x]", "Fewer than 100 people of this group answered: young")


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_can_be_said_in_both_languages(reason):
    assert REASONS[reason].complete


def test_the_marks_that_stand_in_the_rows_are_known():
    assert marks(rows(EVERYONE, [AGE], USUAL, "en")) == ()
    assert marks([("for [c]", "40% [u]", "[x]", "–", "–")]) == ("[x]", "[u]")
