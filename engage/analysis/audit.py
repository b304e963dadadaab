"""Does a release, with all that is public and was released before, give anything away?"""

from __future__ import annotations

from collections.abc import Sequence

from engage.analysis.audited import Earlier, Progress, Public, Report
from engage.analysis.bounds import Bounds
from engage.analysis.guarded import Guarded, guarded
from engage.analysis.linear import Telling, settled
from engage.analysis.propagation import answered, narrowed
from engage.analysis.tables import Figure, SafeTable

NOTHING_MORE = Public()


def _nobody(progress: Progress) -> None:
    """Tell nobody how far it is."""


def quick(
    tables: Sequence[SafeTable],
    received: int,
    *,
    people: Figure = None,
    public: Public = NOTHING_MORE,
    earlier: Sequence[Earlier] = (),
) -> Report:
    """Find at once what follows from one sum after the other. Raises Contradiction.

    What it finds is certain; `audit` may find more.
    """
    known = guarded(tables, received, public, earlier, people)
    bounds = narrowed(known.system)
    return _report(known, answered(known.system, bounds, known.questions))


def audit(
    tables: Sequence[SafeTable],
    received: int,
    *,
    people: Figure = None,
    public: Public = NOTHING_MORE,
    earlier: Sequence[Earlier] = (),
    progress: Telling = _nobody,
) -> Report:
    """Find everything that follows from all sums together. Raises Contradiction.

    It takes from seconds to minutes, and calls `progress` now and then, in the thread that called it.
    """
    known = guarded(tables, received, public, earlier, people)
    bounds = narrowed(known.system)
    outer = answered(known.system, bounds, known.questions)
    outer, programs = settled(known.system, bounds, known.questions, outer, progress)
    return _report(known, outer, programs)


def step_by_step(
    tables: Sequence[SafeTable],
    received: int,
    *,
    people: Figure = None,
    public: Public = NOTHING_MORE,
    earlier: Sequence[Earlier] = (),
    progress: Telling = _nobody,
) -> Report:
    """Do as `audit`, but tell only what `quick` finds, where it finds anything. Raises Contradiction.

    For whoever leaves out what fails and asks again: what is certain at once needs no whole audit.
    """
    report = quick(tables, received, people=people, public=public, earlier=earlier)
    if not report.safe:
        return report
    return audit(tables, received, people=people, public=public, earlier=earlier, progress=progress)


def _report(known: Guarded, bounds: Bounds, programs: int = 0) -> Report:
    rows = (row for table in known.tables for row in (*table.rows, *table.others))
    return Report(
        failures=tuple(known.failures(bounds)),
        checked=len(known.questions),
        figures=sum(len(row.counts) + 2 for row in rows),
        programs=programs,
    )
