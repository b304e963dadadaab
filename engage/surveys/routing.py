"""Which steps and questions is this person asked, given what they have answered so far?

One pass forwards. Only answers to questions that are themselves asked count: an answer left behind on a route
that is no longer taken neither steers the rest of the route nor is kept. A page all of whose questions are
hidden is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engage.surveys.definition import (
    All,
    Answer,
    Answered,
    Answers,
    AnyOf,
    Between,
    Condition,
    Is,
    ListItem,
    Not,
    Question,
    Step,
)


@dataclass(frozen=True, slots=True)
class Route:
    """What is asked: the steps in order, the questions on each by its number, and the answers that count."""

    steps: tuple[Step, ...]
    questions: Mapping[int, tuple[Question, ...]]
    kept: Answers


def route(steps: Iterable[Step], answers: Mapping[str, Answer]) -> Route:
    """Follow the survey from its first step, as these answers lead."""
    asked: list[Step] = []
    questions: dict[int, tuple[Question, ...]] = {}
    kept: Answers = {}
    for step in steps:
        if not _is_asked(step, kept):
            continue
        here = tuple(q for q in step.page.questions if not q.show_if or holds(q.show_if, kept, step.item))
        if step.page.questions and not here:
            continue
        asked.append(step)
        questions[step.number] = here
        for question in here:
            key = step.key(question)
            if key in answers:
                kept[key] = answers[key]
        if step.page.ends:
            break
    return Route(tuple(asked), questions, kept)


def asked(steps: Iterable[Step], answers: Mapping[str, Answer]) -> tuple[Step, ...]:
    """The steps that are asked, in order."""
    return route(steps, answers).steps


def holds(condition: Condition, answers: Mapping[str, Answer], item: ListItem | None = None) -> bool:
    """Tell whether the condition is true; inside a block `item` says whose answers are meant.

    A question without an answer makes `Is`, `Between` and `Answered` false, and so their `Not` true.
    """
    match condition:
        case Is():
            return not _codes(condition, answers, item).isdisjoint(condition.codes)
        case Answered(question):
            return _answer(question, answers, item) is not None
        case Between(question, minimum, maximum):
            answer = _answer(question, answers, item)
            return answer is not None and _lies_between(answer.value, minimum, maximum)
        case All(conditions):
            return all(holds(each, answers, item) for each in conditions)
        case AnyOf(conditions):
            return any(holds(each, answers, item) for each in conditions)
        case Not(negated):
            return not holds(negated, answers, item)


def _is_asked(step: Step, kept: Answers) -> bool:
    if step.block and step.item and step.block.picked_by:
        picks = kept.get(step.block.picked_by)
        if picks is None or not isinstance(picks.value, list) or step.item.code not in picks.value:
            return False
    return all(holds(condition, kept, step.item) for condition in step.conditions)


def _answer(question: str, answers: Mapping[str, Answer], item: ListItem | None) -> Answer | None:
    if item and (answer := answers.get(f"{question}@{item.code}")):
        return answer
    return answers.get(question)


def _codes(condition: Is, answers: Mapping[str, Answer], item: ListItem | None) -> set[str]:
    """The codes in the answer; of a matrix those in the condition's row and scale, or in all of them."""
    answer = _answer(condition.question, answers, item)
    match answer and answer.value:
        case str(code):
            return {code}
        case list(codes):
            return set(codes)
        case dict(rows):
            return {
                point
                for row, scales in rows.items()
                if condition.row in ("", row) and isinstance(scales, dict)
                for scale, point in scales.items()
                if condition.scale in ("", scale)
            }
        case _:
            return set()


def _lies_between(value: object, minimum: float | None, maximum: float | None) -> bool:
    if not isinstance(value, int | float):
        return False
    return (minimum is None or value >= minimum) and (maximum is None or value <= maximum)
