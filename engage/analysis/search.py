"""Which of the numbers that must stay unknown are settled: seen far apart, or bound too near each other?"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from engage.analysis.bounds import Bounds, Questions
from engage.analysis.programs import Numbers, Program

NEAR = 1e-4  # by which the solver may be off
Mask: TypeAlias = NDArray[np.bool_]


class Search:
    """The questioned numbers: the bounds that they cannot leave, and how far apart they were seen.

    Every state that fits all sums is proof that the numbers in it are possible. Two that are far enough apart
    in a number settle it: it stays unknown. So does a lowest bound so high that it is no secret. Bounds that
    are too near each other settle it as well: it is given away.
    """

    def __init__(self, questions: Questions, outer: Bounds) -> None:
        self.questions = questions
        self.outer = Bounds(outer.low.copy(), outer.high.copy())
        self._closed = questions.given_away(outer) | (outer.low > questions.small)
        self._lowest = np.full(len(questions), np.inf)
        self._highest = np.full(len(questions), -np.inf)

    @property
    def open(self) -> Mask:
        """Which are not settled."""
        return ~self._closed & (self._apart() < self.questions.width)

    @property
    def given_away(self) -> Mask:
        """Which are known to be bound too near each other."""
        return self.questions.given_away(self.outer)

    def is_open(self, place: int) -> bool:
        apart = np.floor(self._highest[place] + NEAR) - np.ceil(self._lowest[place] - NEAR)
        return not self._closed[place] and bool(apart < self.questions.width[place])

    def _apart(self) -> Numbers:
        """How far apart the lowest and the highest whole number are between what was seen."""
        return np.floor(self._highest + NEAR) - np.ceil(self._lowest - NEAR)

    def push(self, program: Program, weights: Numbers, *, near: bool = False) -> Numbers:
        """Return a state in which the questioned numbers, with these weights, are together the highest."""
        aim = self.questions.aim(weights, program.numbers)
        state = np.full(program.numbers, np.nan)
        state[program.places] = program.furthest(aim[program.places], near=near)
        return state

    def see(self, state: Numbers, mine: Mask) -> None:
        """Take a state that fits all sums as proof for these questions."""
        values = self.questions.values(state)
        self._lowest[mine] = np.minimum(self._lowest, values)[mine]
        self._highest[mine] = np.maximum(self._highest, values)[mine]

    def bound(self, place: int, state: Numbers, sign: int) -> None:
        """Take the state in which a number is the highest, or with sign -1 the lowest, as its bound."""
        value = self.questions.values(state)[place]
        if sign > 0:
            self.outer.high[place] = min(self.outer.high[place], np.floor(value + NEAR))
        else:
            self.outer.low[place] = max(self.outer.low[place], np.ceil(value - NEAR))
        low, high = self.outer.low[place], self.outer.high[place]
        if low > self.questions.small[place] or high - low < self.questions.width[place]:
            self._closed[place] = True

    def close(self, place: int) -> None:
        """Settle a number whose bounds are now those of all sums together."""
        self._closed[place] = True
