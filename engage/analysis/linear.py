"""What follows from all sums of a release together?

The bounds of a number are the ends of a linear program over the whole system. There are far too many numbers
to solve two for each, and no need to: first many numbers at once are pushed up or down, and every state on
the way settles some. Then the system falls apart. Questions hang together only through the people in each
group, so within a mixture of states of the whole a state of one question fits the whole too, and what one
question with the groups gives away is certain. What neither settles takes programs over the whole.
The answer is that of the programs over the whole, whatever way it is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from typing import TypeAlias

import numpy as np

from engage.analysis.audited import Progress
from engage.analysis.bounds import Bounds, Questions, System
from engage.analysis.programs import Numbers, Program
from engage.analysis.search import Mask, Search

GOLDEN = 0.6180339887498949  # the fractional parts of its multiples are spread evenly
FIRST = 4  # rounds of pushing many numbers over the whole system, before anything else
BLOCK_ROUNDS = 20  # of pushing many numbers of one question
LOOKS = 3  # at single numbers of each question, after more of the whole was seen
LARGE = 3_000  # rows from which on a question, with those it is tied to, is pushed as the whole is
PAYING = 200  # numbers of a large program for each that a round must settle, to be worth another
WORKERS = 2  # questions at the same time
SILENCE = 10.0  # seconds after which it is said that the work goes on
BLOCKS = 4  # how long a look at all questions takes beside a round over the whole, by experience
EXPECTED = FIRST + BLOCKS + 4  # rounds that an audit mostly takes
Telling: TypeAlias = Callable[[Progress], None]


def settled(
    system: System, bounds: Bounds, questions: Questions, outer: Bounds, tell: Telling, *, some: bool = False
) -> tuple[Bounds, int]:
    """Return the bounds of all questions that are given away, and how many programs it took.

    `bounds` and `outer` are what propagation found of the numbers and of the questions; those of a question
    that stays unknown are not narrowed further. `some`: where any are given away, it is enough to find some.
    Raises Contradiction.
    """
    work = _Work(system, bounds, questions, outer, tell, some)
    if work.search.open.any():
        work.run()
    return work.search.outer, work.solved


class _Work:
    def __init__(
        self, system: System, bounds: Bounds, questions: Questions, outer: Bounds, tell: Telling, some: bool
    ) -> None:
        self.system, self.bounds, self._tell, self._some = system, bounds, tell, some
        self.search = Search(questions, outer)
        self.owners = questions.owners(system)
        self.owner_of_row = system.owner_of_row
        self.everything = np.ones(len(questions), np.bool_)
        self.bounded = np.zeros(len(questions), np.bool_)  # by what one question tells
        self.states: list[Numbers] = []  # of the whole system
        self.solved, self.whole_seconds = 0, 0.0
        self._rounds, self._seconds = 0.0, 0.0

    def run(self) -> None:
        whole = Program(self.system, self.bounds, self.system.essential, large=True)
        for _ in range(FIRST):
            self._push(whole)
        self._blocks(self._push_block)
        for _ in range(LOOKS):
            self._push_while_it_pays(whole)
            self._blocks(self._settle_block)
        self._one_by_one(whole)
        self.solved += whole.solved

    def _one_by_one(self, whole: Program) -> None:
        """Settle over the whole system what is still open; how long that takes, the first of it tell."""
        before = whole.seconds
        for done, place in enumerate(_open(self.search, self.everything), 1):
            if self._is_enough:
                break
            _push_one(self.search, whole, place, bound=True, see=self.everything)
            self.search.close(place)
            self._say(int(self.search.open.sum()) * (whole.seconds - before) / done)

    @property
    def _is_enough(self) -> bool:
        return self._some and bool(self.search.given_away.any())

    def _push(self, whole: Program) -> int:
        """Push many numbers over the whole system; return how many that has settled."""
        before = int(self.search.open.sum())
        if not before or self._is_enough:
            return 0
        state = _pushed(self.search, whole, self.everything, len(self.states))
        self.states.append(state)
        self._after(1, whole.seconds - self.whole_seconds)
        self.whole_seconds = whole.seconds
        return before - int(self.search.open.sum())

    def _push_while_it_pays(self, whole: Program) -> None:
        while self._pays(whole, self._push(whole)):
            pass

    @staticmethod
    def _pays(program: Program, settled: int) -> bool:
        """Is another round like one that has settled so many worth its time?"""
        return settled * PAYING > program.size

    def _blocks(self, look: Callable[[int], tuple[int, float]]) -> None:
        """Look at one question after the other."""
        open_ones = sorted(set(self.owners[self.search.open].tolist()) - {0})
        if self._is_enough:
            return
        with ThreadPoolExecutor(WORKERS) as workers:
            waiting = {workers.submit(look, owner) for owner in open_ones}
            while waiting:
                done, waiting = wait(waiting, SILENCE, FIRST_COMPLETED)
                for solved, seconds in (each.result() for each in done):
                    self.solved += solved
                    self._after(BLOCKS / 2 / len(open_ones), seconds / WORKERS)
                if not done:  # it goes on, but nobody knows for how long
                    self._say(None)

    def _push_block(self, owner: int) -> tuple[int, float]:
        """Push many numbers of one question; return how many programs it took, and how long."""
        mine = self.owners == owner
        inside = self._inside(owner, large=bool(self._rows_of(owner).sum() > LARGE))
        for turn in range(BLOCK_ROUNDS):
            before = int((self.search.open & mine).sum())
            if before:
                _pushed(self.search, inside, mine, turn)
            if inside.is_large and not self._pays(inside, before - int((self.search.open & mine).sum())):
                break
        return inside.solved, inside.seconds

    def _settle_block(self, owner: int) -> tuple[int, float]:
        """Settle what one question can settle; return how many programs it took, and how long."""
        mine = self.owners == owner
        inside = self._inside(owner)
        around = Program(self.system, self.bounds, self._rows_of(owner) | self._rows_of(0))
        for place in _open(self.search, mine):
            _push_one(self.search, inside, place, see=mine)
            if not self.bounded[place]:
                _push_one(self.search, around, place, bound=True)
                self.bounded[place] = True
        return inside.solved + around.solved, inside.seconds + around.seconds

    def _inside(self, owner: int, *, large: bool = False) -> Program:
        """One question, where the people in each group are a mixture of the states that were seen."""
        inside = Program(self.system, self.bounds, self._rows_of(owner), large=large)
        inside.mix(np.array(self.states), np.flatnonzero(self.system.owners == 0))
        return inside

    def _rows_of(self, owner: int) -> Mask:
        mine: Mask = self.system.essential & (self.owner_of_row == owner)
        return mine

    def _after(self, rounds: float, seconds: float) -> None:
        """Tell how far it is, after work that is as much as so many rounds over the whole."""
        self._rounds += rounds
        self._seconds += seconds
        left = EXPECTED - self._rounds
        self._say(left * self._seconds / max(self._rounds, 1) if left > 0 else None)

    def _say(self, left: float | None) -> None:
        """Tell how far it is; None: nobody knows how many seconds are left."""
        total = len(self.everything)
        self._tell(Progress(total - int(self.search.open.sum()), total, left))


def _pushed(search: Search, program: Program, mine: Mask, turn: int) -> Numbers:
    """Push some of the open numbers up and the others down, in every other turn the other way.

    In each pair of turns the weights, from -1 to 1, fall to other numbers. Returns the state.
    """
    weights = 2 * (np.arange(len(mine)) * GOLDEN * (turn // 2 + 1) % 1) - 1
    state = search.push(program, np.where(search.open & mine, weights if turn % 2 else -weights, 0.0))
    search.see(state, mine)
    return state


def _open(search: Search, mine: Mask) -> Iterator[int]:
    """List what is still open when its turn comes."""
    for place in np.flatnonzero(search.open & mine).tolist():
        if search.is_open(place):
            yield place


def _push_one(
    search: Search, program: Program, place: int, *, bound: bool = False, see: Mask | None = None
) -> None:
    """Push one number down and up until it is settled: bound it, or see what is possible."""
    for sign in (-1, 1):
        if search.is_open(place):
            weights = np.zeros(len(search.questions))
            weights[place] = sign
            state = search.push(program, weights, near=True)
            if bound:
                search.bound(place, state, sign)
            if see is not None:
                search.see(state, see)
