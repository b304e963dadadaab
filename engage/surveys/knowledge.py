"""What is known of the answer to one question, and can any answer be like that?"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Self

from engage.surveys.choices import choices, points
from engage.surveys.definition import (
    Answered,
    Between,
    Is,
    Matrix,
    NumberQuestion,
    Option,
    Question,
    Ranking,
    SeveralChoices,
)

Cell = tuple[str, str]  # the row and the scale of a matrix; of any other question ("", "")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Facts about an answer: that it is given, that it is missing, what it holds and what it does not."""

    question: Question
    given: bool = False
    missing: bool = False
    low: float = -math.inf
    high: float = math.inf
    needed: tuple[tuple[Cell, frozenset[str]], ...] = ()  # at least one of these codes in that cell
    barred: tuple[tuple[Cell, frozenset[str]], ...] = ()  # none of these codes in that cell

    @classmethod
    def about(cls, question: Question) -> Self:
        """What is known before anything is asked: the bounds of a number."""
        if not isinstance(question, NumberQuestion):
            return cls(question)
        return cls(question)._within(question.minimum, question.maximum)

    def learn(self, condition: Is | Between | Answered, true: bool) -> Self:
        """Add that the condition is true or false; a `Between` can only be learned as true."""
        match condition:
            case Answered():
                return replace(self, given=self.given or true, missing=self.missing or not true)
            case Is(_, codes, row, scale):
                fact = (self._cell(row, scale), frozenset(codes))
                if true:
                    return replace(self, given=True, needed=(*self.needed, fact))
                return replace(self, barred=(*self.barred, fact))
            case Between(_, low, high):
                return replace(self._within(low, high), given=True)

    @property
    def is_possible(self) -> bool:
        """Tell whether some answer, or none, is like that."""
        if not self.given:
            return True
        cells = {cell for cell, _ in (*self.needed, *self.barred)}
        return not self.missing and self.low <= self.high and all(map(self._can_be_filled, cells))

    def _within(self, low: float | None, high: float | None) -> Self:
        low = self.low if low is None else max(self.low, low)
        high = self.high if high is None else min(self.high, high)
        return replace(self, low=low, high=high)

    def _cell(self, row: str, scale: str) -> Cell:
        """A matrix with a single scale need not name it."""
        if isinstance(self.question, Matrix) and len(self.question.scales) == 1:
            scale = self.question.scales[0].code
        return row, scale

    def _can_be_filled(self, cell: Cell) -> bool:
        needed = [codes for place, codes in self.needed if place == cell]
        barred = frozenset[str]().union(*(codes for place, codes in self.barred if place == cell))
        if isinstance(self.question, Matrix) and "" in cell:
            return True  # several rows or scales: each may hold something else
        options = [option for option in self._options(cell) if option.code not in barred]
        if not isinstance(self.question, SeveralChoices | Ranking):
            return any(all(option.code in codes for codes in needed) for option in options)
        alone = [option.code for option in options if option.exclusive]
        together = {option.code for option in options if not option.exclusive}
        if any(all(code in codes for codes in needed) for code in alone):
            return True
        return bool(together) and all(together & codes for codes in needed)

    def _options(self, cell: Cell) -> tuple[Option, ...]:
        if isinstance(self.question, Matrix):
            scales = [scale for scale in self.question.scales if scale.code == cell[1]]
            return points(scales[0]) if scales else ()
        return choices(self.question)
