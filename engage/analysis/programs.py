"""How far can numbers be pushed at once when every sum must hold? Linear programs, solved with HiGHS.

Huangfu and Hall (2018), "Parallelizing the dual revised simplex method", doi:10.1007/s12532-017-0130-5. The
solver is loaded when the first program is made, so that nobody else waits for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engage.analysis.audited import Contradiction
from engage.analysis.bounds import Bounds, Index, System

if TYPE_CHECKING:
    import highspy

Numbers: TypeAlias = NDArray[np.float64]
DUAL, PRIMAL = 1, 4  # the solver's names for two simplex methods: the second keeps to states that fit


class Program:
    """Some rows of a system, and the numbers in them, for one aim after the other.

    Every answer is one possible state of things: numbers that fit all the rows.
    """

    def __init__(
        self, system: System, bounds: Bounds, rows: NDArray[np.bool_], *, large: bool = False
    ) -> None:
        """`large`: go through the middle to the aim, which takes long and ever as long, whatever the aim."""
        kept = rows[system.row_of_term]
        self.places, columns = np.unique(system.terms[kept], return_inverse=True)
        lengths = np.diff(system.starts, append=len(system.terms))[rows]
        self.solved = 0
        self.seconds = 0.0  # that the solver has worked
        self.numbers = len(bounds.low)
        self.size = len(self.places)
        self.is_large = large
        self._solver = _solver()
        self._solver.passModel(
            _model(
                Bounds(*(bound[self.places] for bound in bounds)),
                Bounds(*(limit[rows] for limit in system.limits)),
                np.concatenate(([0], np.cumsum(lengths))),
                columns,
                system.signs[kept],
            )
        )

    def mix(self, states: Numbers, places: Index) -> None:
        """Let the numbers at these places be only what a mixture of these states has there.

        states: shape (states, numbers of the system).
        """
        known, at, _ = np.intersect1d(self.places, places, assume_unique=True, return_indices=True)
        shares = np.arange(self.size, self.size + len(states), dtype=np.int32)
        for _ in states:
            self._solver.addVar(0, 1)
        self._solver.addRow(1, 1, len(shares), shares, np.ones(len(shares)))
        for place, column in zip(known.tolist(), at.tolist(), strict=True):
            terms = np.append(shares, np.int32(column))
            values = np.append(states[:, place], -1.0)
            self._solver.addRow(0, 0, len(terms), terms, values)

    def furthest(self, aim: Numbers, *, near: bool = False) -> Numbers:
        """Return a state in which the sum of `aim` times the numbers at `places` is as large as can be.

        `near`: little is aimed at, so that the last state is a good start. Raises Contradiction when nothing
        fits.
        """
        self._solver.setOptionValue("simplex_strategy", PRIMAL if near and self.solved else DUAL)
        self._solver.changeColsCost(self.size, np.arange(self.size, dtype=np.int32), -aim)
        if not ((self.is_large and self._run("ipm")) or self._run("simplex") or self._run_anew()):
            raise Contradiction("no counts fit these figures")
        return np.array(self._solver.getSolution().col_value[: self.size])

    def _run_anew(self) -> bool:
        """Solve it from the start and as it is: now and then the solver gives up on its way to an answer."""
        self._solver.clearSolver()
        self._solver.setOptionValue("presolve", "off")
        solved = self._run("simplex")
        self._solver.setOptionValue("presolve", "choose")
        return solved

    def _run(self, method: str) -> bool:
        """Solve the program; say whether that was possible."""
        self._solver.setOptionValue("solver", method)
        before = self._solver.getRunTime()
        self._solver.run()
        self.solved += 1
        self.seconds += self._solver.getRunTime() - before
        return bool(self._solver.getModelStatus().name == "kOptimal")


def _solver() -> highspy.Highs:
    import highspy

    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # it alone of the library has no types
    solver.silent()
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("run_crossover", "off")
    return solver


def _model(bounds: Bounds, limits: Bounds, starts: Index, columns: Index, signs: Index) -> Any:
    import highspy

    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(bounds.low), len(limits.low)
    model.col_cost_ = np.zeros(len(bounds.low))
    model.col_lower_, model.col_upper_ = (bound.astype(np.float64) for bound in bounds)
    model.row_lower_, model.row_upper_ = (limit.astype(np.float64) for limit in limits)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = starts.astype(np.int32)
    model.a_matrix_.index_ = columns.astype(np.int32)
    model.a_matrix_.value_ = signs.astype(np.float64)
    return model
