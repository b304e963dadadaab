"""Can every page and every question be reached by somebody?

For each one a search tries to make all of its conditions true at once, with those of the questions that they
speak of, and without having met a page that ends the survey. It knows what answers can hold: one code or
several, numbers within their bounds. What it cannot decide it takes to be reachable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from engage.surveys.definition import (
    All,
    Answered,
    AnyOf,
    Between,
    Condition,
    Definition,
    Is,
    Not,
    NumberQuestion,
    Page,
    Question,
    Step,
    steps,
)
from engage.surveys.knowledge import Knowledge
from engage.surveys.problems import Problem
from engage.surveys.tour import tour

PROBLEMS: dict[str, tuple[str, ...]] = {"unreachable": (), "after_the_end": ()}
Clause: TypeAlias = tuple[Condition, bool, Step]  # is to be true, or false, as seen from the step
Facts: TypeAlias = dict[str, Knowledge]  # by the key of the answer
_PATIENCE = 5_000  # clauses looked at for one step before it is taken to be reachable
_MOST_FORKS = 300  # alternatives open at the same time, for the same reason


def problems(definition: Definition) -> Iterator[Problem]:
    """Every page, and every question on a page that can be reached, which nobody can ever be asked."""
    everything = steps(definition.sections)
    search = Search(everything)
    for stop in tour(definition):
        if not isinstance(stop.part, Page):
            continue
        shown = [step for step in everything if step.page is stop.part]
        if not any(search.reaches(step) for step in shown):
            if any(search.is_after_the_end(step) for step in shown):
                yield Problem("after_the_end", stop.place)
            elif shown:
                yield Problem("unreachable", stop.place)
            continue
        for question in stop.part.questions:
            if question.show_if and not any(search.reaches(step, question) for step in shown):
                yield Problem("unreachable", stop.place.inside(question.id, question=question.id))


def needed(step: Step) -> tuple[Condition, ...]:
    """All that must be true for the step to be asked, but for the pages before it that end the survey."""
    conditions = list(step.conditions)
    if step.block and step.block.picked_by and step.item:
        conditions.append(Is(step.block.picked_by, (step.item.code,)))
    shown = [question.show_if for question in step.page.questions]
    if shown and all(shown):  # a page all of whose questions are hidden is left out
        conditions.append(AnyOf(tuple(condition for condition in shown if condition)))
    return tuple(conditions)


class Search:
    """Looks for answers that lead to a step."""

    def __init__(self, everything: tuple[Step, ...]) -> None:
        self._asked = {step.key(each): (step, each) for step in everything for each in step.page.questions}
        self._ends = [step for step in everything if step.page.ends]
        self._patience = 0

    def reaches(self, step: Step, question: Question | None = None) -> bool:
        """Tell whether somebody can be asked the step, and the question on it."""
        self._patience = _PATIENCE
        clauses = self._asking(step, question)
        clauses += [(All(needed(end)), False, end) for end in self._ends if end.number < step.number]
        return self._possible(clauses, [], {})

    def is_after_the_end(self, step: Step) -> bool:
        """Tell whether everybody's survey has ended before this step."""
        return any(not needed(end) for end in self._ends if end.number < step.number)

    def agrees(self, asked: Iterable[Step], left_out: Iterable[Step] = ()) -> bool:
        """Tell whether somebody can be asked all of these steps and none of those; ends apart."""
        self._patience = _PATIENCE
        clauses = [clause for step in asked for clause in self._asking(step, None)]
        clauses += [(All(needed(step)), False, step) for step in left_out]
        return self._possible(clauses, [], {})

    def _asking(self, step: Step, question: Question | None) -> list[Clause]:
        conditions = needed(step)
        if question and question.show_if:
            conditions += (question.show_if,)
        return [(condition, True, step) for condition in conditions]

    def _possible(self, clauses: list[Clause], forks: list[list[Clause]], facts: Facts) -> bool:
        """Tell whether all clauses can be made true, and of each fork at least one."""
        clauses, forks = list(clauses), list(forks)
        while clauses:
            self._patience -= 1
            if self._patience < 0 or len(forks) > _MOST_FORKS:
                return True
            condition, true, step = clauses.pop()
            match condition:
                case Not(negated):
                    clauses.append((negated, not true, step))
                case All(parts) | AnyOf(parts):
                    inside: list[Clause] = [(part, true, step) for part in parts]
                    if isinstance(condition, All) is true:
                        clauses += inside
                    else:
                        forks.append(inside)
                case Between() if not true:
                    forks.append(self._outside(condition, step))
                case Is() | Between() | Answered():
                    following = self._learn(condition, true, step, facts)
                    if following is None:
                        return False
                    clauses += following
        if not forks:
            return True
        first, *others = sorted(forks, key=len)
        return any(self._possible([clause], others, dict(facts)) for clause in first)

    def _learn(
        self, condition: Is | Between | Answered, true: bool, step: Step, facts: Facts
    ) -> list[Clause] | None:
        """Add a fact. Returns what follows from it; None when it contradicts what is known."""
        key = self._key(condition.question, step)
        if key is None:
            return []  # the question is not there: another check says so
        asked_on, question = self._asked[key]
        before = facts.get(key) or Knowledge.about(question)
        facts[key] = after = before.learn(condition, true)
        if not after.is_possible:
            return None
        if before.given or not after.given:
            return []
        return self._asking(asked_on, question)

    def _outside(self, condition: Between, step: Step) -> list[Clause]:
        """The ways not to lie between: no answer, below, above."""
        key = self._key(condition.question, step)
        question = self._asked[key][1] if key else None
        least = 10.0**-question.decimals if isinstance(question, NumberQuestion) else 0
        name, low, high = condition.question, condition.minimum, condition.maximum
        ways: list[Clause] = [(Answered(name), False, step)]
        if low is not None:
            ways.append((Between(name, None, low - least), True, step))
        if high is not None:
            ways.append((Between(name, high + least, None), True, step))
        return ways

    def _key(self, question: str, step: Step) -> str | None:
        keys = (f"{question}@{step.item.code}", question) if step.item else (question,)
        return next((key for key in keys if key in self._asked), None)
