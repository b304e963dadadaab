"""Which standard questions is this person asked?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from engage.equality.characteristics import StandardQuestion

Given: TypeAlias = str | list[str] | tuple[str, ...] | None  # one code, several codes, or nothing
Answers: TypeAlias = Mapping[str, Given]  # by the id of the question

AGE_QUESTION = "age"  # the question that is asked first, because others depend on it
BANDS_BELOW: Mapping[int, tuple[str, ...]] = {
    16: ("under_16",)
}  # minimum age: the answers to AGE_QUESTION below it


def too_young(question: StandardQuestion, answers: Answers) -> bool:
    """Tell whether the person has said that they are younger than the question's minimum age.

    Whoever has not said how old they are is asked: every question can be skipped.
    """
    minimum = question.minimum_age
    return minimum is not None and answers.get(AGE_QUESTION) in BANDS_BELOW[minimum]


def is_asked(question: StandardQuestion, answers: Answers) -> bool:
    """Tell whether the question is asked, given the answers to the questions before it."""
    if too_young(question, answers):
        return False
    condition = question.asked_if
    return condition is None or answers.get(condition.question) in condition.codes
