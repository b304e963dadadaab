"""Where is this person in the survey, and where may they go?"""

from __future__ import annotations

from collections.abc import Mapping

from engage.surveys.definition import Answer, Answers, Question, Step
from engage.surveys.routing import route


class Journey:
    """One person's way through these steps, as their answers lead. Steps are named by their number."""

    def __init__(self, steps: tuple[Step, ...], answers: Mapping[str, Answer]) -> None:
        self._route = route(steps, answers)

    @property
    def asked(self) -> tuple[Step, ...]:
        """The steps that are asked, in order."""
        return self._route.steps

    def step(self, number: int) -> Step | None:
        """The step with this number, if it is asked."""
        return next((step for step in self.asked if step.number == number), None)

    def questions(self, step: Step) -> tuple[Question, ...]:
        """The questions asked on this step; none when the step itself is not asked."""
        return self._route.questions.get(step.number, ())

    def kept(self) -> Answers:
        """The answers to what is asked; all others no longer count."""
        return dict(self._route.kept)

    @property
    def next_step(self) -> Step | None:
        """The first step that still lacks a required answer; None when all may be checked and sent."""
        return next((step for step in self.asked if self._lacks(step)), None)

    def can_visit(self, number: int) -> bool:
        """Tell whether the step is asked and every required question on the steps before it is answered."""
        waiting = self.next_step
        return self.step(number) is not None and (waiting is None or number <= waiting.number)

    def after(self, number: int) -> Step | None:
        """The next step that is asked; None when what comes next is to check the answers."""
        return next((step for step in self.asked if step.number > number), None)

    def before(self, number: int) -> Step | None:
        """The step to go back to; None from the first."""
        return next((step for step in reversed(self.asked) if step.number < number), None)

    def progress(self, number: int) -> tuple[int, int]:
        """Which one of how many steps this is, as the route looks now."""
        return sum(step.number <= number for step in self.asked), len(self.asked)

    def _lacks(self, step: Step) -> bool:
        return any(
            question.required and step.key(question) not in self._route.kept
            for question in self.questions(step)
        )
