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
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias

import numpy as np

from engage.analysis.audited import Progress
from engage.analysis.bounds import Bounds, Questions, System
from engage.analysis.programs import Numbers, Program
from engage.analysis.search import Mask, Search

GOLDEN = 0.6180339887498949  # the fractional parts of its multiples are spread evenly
ROUNDS = (4, 3, 3)  # of pushing many numbers over the whole system, before each look at single questions
BLOCK_ROUNDS = 20  # of pushing many numbers of one question
WORKERS = 2  # questions at the same time
BLOCKS = 4  # how long a look at all questions takes beside a round over the whole, by experience
EXPECTED = ROUNDS[0] + BLOCKS + ROUNDS[1] + BLOCKS  # rounds that an audit mostly takes
Telling: TypeAlias = Callable[[Progress], None]


def settled(
    system: System, bounds: Bounds, questions: Questions, outer: Bounds, tell: Telling
) -> tuple[Bounds, int]:
    """Return the bounds of all questions that are given away, and how many programs it took.

    `bounds` and `outer` are what propagation found of the numbers and of the questions; those of a question
    that stays unknown are not narrowed further. Raises Contradiction.
    """
    work = _Work(system, bounds, questions, outer, tell)
    if work.search.open.any():
        work.run()
    return work.search.outer, work.solved


class _Work:
    def __init__(
        self, system: System, bounds: Bounds, questions: Questions, outer: Bounds, tell: Telling
    ) -> None:
        self.system, self.bounds, self._tell = system, bounds, tell
        self.search = Search(questions, outer)
        self.owners = questions.owners(system)
        self.owner_of_row = system.owner_of_row
        self.everything = np.ones(len(questions), np.bool_)
        self.bounded = np.zeros(len(questions), np.bool_)  # by what one question tells
        self.solved, self.whole_seconds = 0, 0.0
        self._rounds, self._seconds = 0.0, 0.0

    def run(self) -> None:
        whole = Program(self.system, self.bounds, self.system.essential, large=True)
        states: list[Numbers] = []
        for rounds in ROUNDS:
            for state in _pushed(self.search, whole, self.everything, rounds):
                states.append(state)
                self._after(1, whole.seconds - self.whole_seconds)
                self.whole_seconds = whole.seconds
            self._blocks(np.array(states))
        for place in _open(self.search, self.everything):
            _push_one(self.search, whole, place, bound=True, see=self.everything)
            self.search.close(place)
            self._after(0, 0)
        self.solved += whole.solved

    def _blocks(self, states: Numbers) -> None:
        """Look at one question after the other."""
        open_ones = sorted(set(self.owners[self.search.open].tolist()) - {0})
        with ThreadPoolExecutor(WORKERS) as workers:
            for solved, seconds in workers.map(lambda owner: self._block(owner, states), open_ones):
                self.solved += solved
                self._after(BLOCKS / len(open_ones), seconds / WORKERS)

    def _block(self, owner: int, states: Numbers) -> tuple[int, float]:
        """Settle what one question can settle; return how many programs it took, and how long."""
        mine = self.owners == owner
        own, common = self._rows_of(owner), self._rows_of(0)
        inside = Program(self.system, self.bounds, own)
        inside.mix(states, np.flatnonzero(self.system.owners == 0))
        for _ in _pushed(self.search, inside, mine, BLOCK_ROUNDS):
            pass
        around = Program(self.system, self.bounds, own | common)
        for place in _open(self.search, mine):
            _push_one(self.search, inside, place, see=mine)
            if not self.bounded[place]:
                _push_one(self.search, around, place, bound=True)
                self.bounded[place] = True
        return inside.solved + around.solved, inside.seconds + around.seconds

    def _rows_of(self, owner: int) -> Mask:
        mine: Mask = self.system.essential & (self.owner_of_row == owner)
        return mine

    def _after(self, rounds: float, seconds: float) -> None:
        """Tell how far it is, after work that is as much as so many rounds over the whole."""
        self._rounds += rounds
        self._seconds += seconds
        left = max(EXPECTED - self._rounds, 0) * self._seconds / max(self._rounds, 1)
        total = len(self.everything)
        self._tell(Progress(total - int(self.search.open.sum()), total, left))


def _pushed(search: Search, program: Program, mine: Mask, rounds: int) -> Iterator[Numbers]:
    """Push some of the open numbers up and the others down, then the other way; yield the states.

    In each pair of rounds the weights, from -1 to 1, fall to other numbers.
    """
    for turn in range(rounds):
        now = search.open & mine
        if not now.any():
            return
        weights = 2 * (np.arange(len(now)) * GOLDEN * (turn // 2 + 1) % 1) - 1
        state = search.push(program, np.where(now, weights if turn % 2 else -weights, 0.0))
        search.see(state, mine)
        yield state


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
