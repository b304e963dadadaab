"""Into which published group does a person's answer fall?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import TypeAlias

from engage.bilingual import Bilingual
from engage.equality.asking import AGE_QUESTION, Answers, Given, is_asked
from engage.equality.characteristics import PREFER_NOT_TO_SAY, Characteristic, Level, StandardQuestion


class NotGiven(Enum):
    """Why somebody is in no group. Kept apart in storage; the first two are published as one line."""

    PREFER_NOT_TO_SAY = "prefer_not_to_say"
    NOT_ANSWERED = "not_answered"
    NOT_ASKED = "not_asked"


NOT_GIVEN_LABEL = Bilingual(
    "Prefer not to say, or not answered",
    "Gwell ganddynt beidio â dweud, neu heb ateb",
)

Key: TypeAlias = tuple[str | tuple[str, ...] | None, ...]


def categorise(characteristic: Characteristic, level: Level, answers: Answers) -> str | NotGiven:
    """Return the code of the person's category at this level, or why there is none.

    A category may be known at one level only: "White" without a follow-up answer has a category at the
    standard level and none at the detailed one. Raises ValueError for an answer that cannot be given.
    """
    book = codebook(characteristic, level)
    return book.outcomes[book.positions([answers])[0]]


@dataclass(frozen=True, slots=True)
class Codebook:
    """One characteristic at one level, made ready to code many people by looking their answers up."""

    characteristic: Characteristic
    level: Level
    questions: tuple[str, ...]  # the ids of the questions that decide, in the order of a `Key`
    outcomes: tuple[str | NotGiven, ...]  # category codes in the order of the level, then the three reasons
    _places: dict[Key, int] = field(default_factory=dict, repr=False, compare=False)

    def positions(self, people: Sequence[Answers]) -> bytes:
        """Return everybody's place in `outcomes`, one byte each, in the order of `people`.

        Raises ValueError for an answer that cannot be given.
        """
        columns = [
            [
                tuple(given) if isinstance(given := answers.get(question), list) else given
                for answers in people
            ]
            for question in self.questions
        ]
        keys: list[Key] = list(zip(*columns, strict=True))
        for key in set(keys) - self._places.keys():
            self._places[key] = self._decide(dict(zip(self.questions, key, strict=True)))
        return bytes([self._places[key] for key in keys])

    def _decide(self, answers: Answers) -> int:
        answer, reason = _last_answer(self.characteristic, answers)
        for place, category in enumerate(self.characteristic.levels[self.level]):
            if answer in category.holds:
                return place
        return self.outcomes.index(reason)


@cache
def codebook(characteristic: Characteristic, level: Level) -> Codebook:
    """Return the codebook of this characteristic at this level, always the same one."""
    age = (AGE_QUESTION,) if any(question.minimum_age for question in characteristic.questions) else ()
    questions = age + tuple(question.id for question in characteristic.questions)
    categories = tuple(category.code for category in characteristic.levels[level])
    return Codebook(characteristic, level, questions, categories + tuple(NotGiven))


def _last_answer(characteristic: Characteristic, answers: Answers) -> tuple[str, NotGiven]:
    """Return what the last answered question says, "" when none does, and why no more than that is known."""
    answer, reason = "", NotGiven.NOT_ASKED
    for question in characteristic.questions:
        if not is_asked(question, answers):
            continue
        codes = _checked(question, answers.get(question.id))
        if not codes:
            reason = NotGiven.NOT_ANSWERED
        elif PREFER_NOT_TO_SAY in codes:
            reason = NotGiven.PREFER_NOT_TO_SAY
        else:
            answer = "+".join(codes)
    return answer, reason


def _checked(question: StandardQuestion, given: Given) -> tuple[str, ...]:
    """Return the given codes in the order of the question's choices, none when it was skipped.

    Raises ValueError, which does not repeat the answer: errors are written to logs.
    """
    codes = (given,) if isinstance(given, str) and given else tuple(given or ())
    ticked = tuple(choice for choice in question.choices if choice.code in codes)
    alone = question.kind != "several" or any(choice.exclusive for choice in ticked)
    if len(ticked) != len(codes) or (alone and len(ticked) > 1):
        raise ValueError(f"what was given cannot be an answer to {question.id}")
    return tuple(choice.code for choice in ticked)
