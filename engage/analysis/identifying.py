"""Which answers could tell who somebody is, besides what people say about themselves?

Where they live, how old they are, what the law protects in particular, and whatever is asked only after some
answers to these: that it was asked tells what was answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engage.equality.asking import AGE_QUESTION
from engage.surveys.conditions import named
from engage.surveys.definition import Condition, PostcodeQuestion, Question, Step


def identifying(steps: Iterable[Step]) -> Iterator[str]:
    """The keys of these questions, of the steps of a survey in their order: conditions look backwards."""
    known: set[str] = set()
    ended: set[str] = set()  # the questions that decided for whom the survey has ended by now
    for step in steps:
        for question in step.page.questions:
            needed = ended.union(_named(step.conditions), _needed(step, question))
            if _is_about_somebody(question) or known & needed:
                known.add(question.id)
                yield step.key(question)
        if step.page.ends:
            ended.update(_named(step.conditions))


def _is_about_somebody(question: Question) -> bool:
    asks = isinstance(question, PostcodeQuestion) or question.id == AGE_QUESTION
    return asks or bool(question.special_category)


def _needed(step: Step, question: Question) -> Iterator[str]:
    """The questions that decide whether this one is asked, where its page is shown."""
    yield from _named((question.show_if,) if question.show_if else ())
    if step.block and step.block.picked_by:
        yield step.block.picked_by


def _named(conditions: Iterable[Condition]) -> Iterator[str]:
    for condition in conditions:
        yield from named(condition)
