"""How does somebody try a survey out, when nothing of what they answer is kept?

Where they are and what they have answered travels with the page's form, and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

from engage.respond.visit import Visit
from engage.surveys.definition import Answers, Step, answers_from_json, answers_to_json
from engage.surveys.journey import Journey

OPINIONS, EQUALITY, CHECK, END = "page", "equality", "check", "end"


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is: on a page of the survey or of the equality questions, or at one of two stages."""

    leg: str
    number: int = 0

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The place with this name, such as ``page:3`` or ``check``; None for anything else."""
        leg, _, number = text.partition(":")
        if leg in (CHECK, END) and not number:
            return cls(leg)
        if leg in (OPINIONS, EQUALITY) and number.isdecimal() and len(number) < 6:
            return cls(leg, int(number))
        return None

    def __str__(self) -> str:
        return f"{self.leg}:{self.number}" if self.number else self.leg


@dataclass(frozen=True)
class Trial:
    """Somebody's way through a draft so far."""

    visit: Visit
    equality: Answers

    @property
    def state(self) -> dict[str, Any]:
        """What travels with the form."""
        given = {"answers": answers_to_json(self.visit.answers), "equality": answers_to_json(self.equality)}
        return {name: answers for name, answers in given.items() if answers}

    def with_answers(self, leg: str, answers: Answers) -> Trial:
        """The same with these answers on one of the two legs."""
        if leg == EQUALITY:
            return replace(self, equality=answers)
        assert self.visit.kept
        return replace(self, visit=replace(self.visit, kept=replace(self.visit.kept, answers=answers)))

    def answers(self, leg: str) -> Answers:
        return self.equality if leg == EQUALITY else self.visit.answers

    def journey(self, leg: str) -> Journey:
        return self.visit.equality_journey(self.equality) if leg == EQUALITY else self.visit.journey

    def step(self, place: Place) -> Step | None:
        """The step at this place, if somebody may be there."""
        if place.leg not in (OPINIONS, EQUALITY) or not self.journey(place.leg).can_visit(place.number):
            return None
        return self.journey(place.leg).step(place.number)

    @property
    def first(self) -> Place:
        """Where one begins, or has to be: at the first page that lacks an answer."""
        journey = self.visit.journey
        step = journey.next_step or (journey.asked[0] if journey.asked else None)
        return Place(OPINIONS, step.number) if step else Place(CHECK)

    def after(self, place: Place) -> Place:
        """What comes next."""
        if place.leg == CHECK:
            asked = self.journey(EQUALITY).asked if "equality" in self.visit.stages else ()
            return Place(EQUALITY, asked[0].number) if asked else Place(END)
        if place.leg == END:
            return place
        step = self.journey(place.leg).after(place.number)
        if step:
            return Place(place.leg, step.number)
        return Place(CHECK) if place.leg == OPINIONS else Place(END)

    def before(self, place: Place) -> Place | None:
        """What came before; None from the first page."""
        if place.leg == END:
            return Place(CHECK)
        if place.leg == CHECK:
            asked = self.visit.journey.asked
            return Place(OPINIONS, asked[-1].number) if asked else None
        step = self.journey(place.leg).before(place.number)
        if step:
            return Place(place.leg, step.number)
        return Place(CHECK) if place.leg == EQUALITY else None


def answers_of(state: Any, name: str) -> Answers:
    """The answers that travelled with a form whose signature was right."""
    return answers_from_json(state.get(name, {})) if isinstance(state, dict) else {}
