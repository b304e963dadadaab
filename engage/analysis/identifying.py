"""Which answers could tell who somebody is, besides what people say about themselves?

Where they live, whose residents they are, how old they are, what the law protects in particular, and whatever
is asked only after some answers to these: that it was asked tells what was answered.
"""

from __future__ import annotations

from collections.abc import Iterable

from engage.equality.asking import AGE_QUESTION
from engage.surveys.conditions import deciding
from engage.surveys.definition import PostcodeQuestion, Question, Step


def identifying(steps: Iterable[Step], body_question: str = "") -> dict[str, frozenset[str]]:
    """The keys of these questions, each with all of them that decide, also through others, if it is asked.

    `steps` are those of a survey in their order: conditions look backwards. Several councils that consult
    together ask by the `body_question` whose resident somebody is.
    """
    found: dict[str, frozenset[str]] = {}
    ended: set[str] = set()  # what decided for whom the survey has ended by now
    for step in steps:
        for question in step.page.questions:
            known = found.keys() & ended.union(deciding(step, question))
            if known or _is_about_somebody(question, body_question):
                found[step.key(question)] = frozenset(known.union(*(found[each] for each in known)))
        if step.page.ends:
            ended.update(*(deciding(step, question) for question in step.page.questions or (None,)))
    return found


def _is_about_somebody(question: Question, body_question: str) -> bool:
    asks = isinstance(question, PostcodeQuestion) or question.id in (AGE_QUESTION, body_question)
    return asks or bool(question.special_category)
