"""Does a release, with all that is public and was released before, give anything away?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypedDict, Unpack

from engage.analysis.audited import Earlier, Progress, Public, Report
from engage.analysis.bounds import Bounds
from engage.analysis.guarded import Guarded, guarded
from engage.analysis.linear import Telling, settled
from engage.analysis.propagation import answered, narrowed
from engage.analysis.tables import Figure, SafeTable
from engage.analysis.told import NOTHING, Told

NOTHING_MORE = Public()


class Known(TypedDict, total=False):
    """What else is known of a release: see `audited`."""

    people: Figure
    told: Told
    public: Public
    earlier: Sequence[Earlier]


def _nobody(progress: Progress) -> None:
    """Tell nobody how far it is."""


def quick(tables: Sequence[SafeTable], received: int, **known: Unpack[Known]) -> Report:
    """Find at once what follows from one sum after the other. Raises Contradiction.

    What it finds is certain; `audit` may find more.
    """
    return _begun(tables, received, known).report()


def audit(
    tables: Sequence[SafeTable], received: int, *, progress: Telling = _nobody, **known: Unpack[Known]
) -> Report:
    """Find everything that follows from all sums together. Raises Contradiction.

    It takes from seconds to minutes, and calls `progress` now and then, in the thread that called it.
    """
    return _begun(tables, received, known).ended(progress)


def step_by_step(
    tables: Sequence[SafeTable], received: int, *, progress: Telling = _nobody, **known: Unpack[Known]
) -> Report:
    """Do as `audit`, but where anything is found tell only what was found first. Raises Contradiction.

    For whoever leaves out what fails and asks again: what is certain at once needs no whole audit.
    """
    begun = _begun(tables, received, known)
    at_once = begun.report()
    return begun.ended(progress, some=True) if at_once.safe else at_once


class _Begun(NamedTuple):
    """An audit after its first look."""

    guarded: Guarded
    bounds: Bounds  # of every number
    outer: Bounds  # of every question

    def report(self) -> Report:
        return _report(self.guarded, self.outer)

    def ended(self, progress: Telling, *, some: bool = False) -> Report:
        system, questions = self.guarded.system, self.guarded.questions
        return _report(
            self.guarded, *settled(system, self.bounds, questions, self.outer, progress, some=some)
        )


def _begun(tables: Sequence[SafeTable], received: int, known: Known) -> _Begun:
    public, earlier = known.get("public", NOTHING_MORE), known.get("earlier", ())
    people, told = known.get("people"), known.get("told", NOTHING)
    found = guarded(tables, received, public, earlier, people=people, told=told)
    bounds = narrowed(found.system)
    return _Begun(found, bounds, answered(found.system, bounds, found.questions))


def _report(known: Guarded, bounds: Bounds, programs: int = 0) -> Report:
    rows = (row for table in known.tables[: known.checked] for row in (*table.rows, *table.others))
    return Report(
        failures=tuple(known.failures(bounds)),
        checked=len(known.questions),
        figures=sum(len(row.counts) + 2 for row in rows),
        programs=programs,
    )
