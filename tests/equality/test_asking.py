"""Who is asked what?"""

from __future__ import annotations

import pytest

from engage.equality.asking import is_asked
from engage.equality.library import CURRENT, standard_set

QUESTIONS = {q.id: q for each in standard_set(CURRENT).characteristics for q in each.questions}
FROM_16 = {"gender_identity", "sexual_orientation", "marriage", "pregnancy", "armed_forces"}
FOLLOW_UPS = {
    "disability_impact",
    "ethnic_group_white",
    "ethnic_group_mixed",
    "ethnic_group_asian",
    "ethnic_group_black",
    "ethnic_group_other",
}


@pytest.mark.parametrize(
    ("answers", "not_asked"),
    [
        ({}, FOLLOW_UPS),  # whoever has not said their age is asked
        ({"age": "prefer_not_to_say"}, FOLLOW_UPS),
        ({"age": "age_16_to_19"}, FOLLOW_UPS),
        ({"age": "under_16"}, FOLLOW_UPS | FROM_16),
        ({"disability_condition": "yes"}, FOLLOW_UPS - {"disability_impact"}),
        ({"disability_condition": "no"}, FOLLOW_UPS),
        ({"disability_condition": "prefer_not_to_say"}, FOLLOW_UPS),
        ({"ethnic_group": "black"}, FOLLOW_UPS - {"ethnic_group_black"}),
        ({"ethnic_group": "prefer_not_to_say"}, FOLLOW_UPS),
    ],
)
def test_age_and_earlier_answers_decide_what_is_asked(answers, not_asked):
    assert {question for question in QUESTIONS if not is_asked(QUESTIONS[question], answers)} == not_asked
