"""How are figures made: read, counted and rounded, checked together, and kept?

The job that does it may be killed at any moment and run again: nothing is kept but all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Protocol

from sqlalchemy import update

from engage.accounts import service as accounts
from engage.accounts.service import Action
from engage.analysis import breakdown, queries, words
from engage.analysis import given_out_queries as given_out
from engage.analysis import working_service as working
from engage.analysis.audited import Contradiction, Earlier, Progress, Public, Report
from engage.analysis.dropping import CannotBeMended, dropped, telling, what_was_done
from engage.analysis.epochs import AFTER_CLOSING, Kind, Refusal
from engage.analysis.keeping import Changed, Marks
from engage.analysis.keys import record_keys, rounding_key
from engage.analysis.known import public
from engage.analysis.models import Release
from engage.analysis.rule import Rule
from engage.analysis.snapshot import Snapshot
from engage.analysis.tables import Figure, SafeTable, rule_of
from engage.analysis.told import Told
from engage.analysis.universe import Universe
from engage.config import settings
from engage.consultations.models import Consultation
from engage.database import db, fetch, unit_of_work
from engage.sealing import seal

READING, COUNTING, CHECKING = "reading", "counting", "checking"  # the steps, in their order
REFUSED = {Refusal.TOO_LITTLE: Action.RELEASE_REFUSED, Refusal.NOT_SAFE: Action.RELEASE_UNSAFE}
SELDOM = 2.0  # seconds between two times that progress is noted


class Audit(Protocol):
    """What looks through all tables of a release together; see `audited`."""

    def __call__(
        self,
        tables: Sequence[SafeTable],
        received: int,
        *,
        people: Figure,
        told: Told,
        public: Public,
        earlier: Sequence[Earlier],
        progress: Callable[[Progress], None],
    ) -> Report: ...


def make(release: Release, audit: Audit, *, now: datetime) -> None:
    """Count every response once and keep what may be released, or refuse it and keep nothing.

    It is refused because too little has changed, or because the check finds no way to make it safe.

    Raises Conflict when versions of the survey cannot be counted together, or ValueError for an answer that
    no version offers.
    """
    if release.is_composition and _is_over(release.consultation_id):
        working.forget(release.consultation_id)  # which this may have kept while the final ones were made
        _refuse(release.id, Refusal.TOO_LITTLE, now=now)
        return
    tracker = Tracker(release.id, now)
    try:
        universe = queries.planned_universe(release)
        tracker.begin(READING)
        snapshot = _read(release, universe, tracker, now)
        known = _ids_made(release.consultation_id)
        earlier = given_out.earlier(release, snapshot)
        if any(changed.least < given_out.needed(release, before) for before, changed in earlier):
            _refuse(release.id, Refusal.TOO_LITTLE, now=now)
        else:
            made = _made(release, universe, snapshot, earlier, audit, tracker, now)
            _keep(release.id, known, made, now=tracker.now)
    except (Contradiction, CannotBeMended):  # which would come again, however often it is tried
        _refuse(release.id, Refusal.NOT_SAFE, now=now)
    finally:
        tracker.stop()


def _is_over(consultation_id: int) -> bool:
    """Are there final figures? Then nothing is told of an open consultation, and no codes are kept for it."""
    return any(each.kind == Kind.FINAL for each in queries.all_made(consultation_id))


class Tracker:
    """Notes how far the work has come, now and then, for whoever waits."""

    def __init__(self, release_id: int, now: datetime) -> None:
        self._release_id, self._now, self._step = release_id, now, ""
        self._first = self._began = self._noted = monotonic()

    def begin(self, step: str) -> None:
        """Go on to the next step of the work."""
        self._step, self._began, self._noted = step, monotonic(), monotonic()
        self._tell(0, None)

    @property
    def now(self) -> datetime:
        """What time it is by now, to the second."""
        return self._now + timedelta(seconds=int(monotonic() - self._first))

    def stop(self) -> None:
        """Nobody works on it any more."""
        _note(self._release_id, worked_at=None)

    def share(self, share: float) -> None:
        """A share of this step is done, 0 to 1; what is left takes as long in proportion."""
        spent = monotonic() - self._began
        self.note(share, spent * (1 - share) / share if share else None)

    def audited(self, progress: Progress) -> None:
        """An audit has come so far."""
        self.note(progress.done / max(progress.total, 1), progress.seconds_left)

    def note(self, share: float, seconds_left: float | None) -> None:
        if monotonic() - self._noted < SELDOM:
            return
        self._noted = monotonic()
        self._tell(int(100 * share), None if seconds_left is None else round(seconds_left))

    def _tell(self, percent: int, seconds_left: int | None) -> None:
        at = self._now + timedelta(seconds=monotonic() - self._first)
        said = {"step": self._step, "progress": percent, "seconds_left": seconds_left}
        _note(self._release_id, worked_at=at, **said)


@unit_of_work
def _note(release_id: int, **said: Any) -> None:
    db.session.execute(update(Release).where(Release.id == release_id).values(said))


def _read(release: Release, universe: Universe, tracker: Tracker, now: datetime) -> Snapshot:
    """After closing everything is read anew, once and for all."""
    if release.kind in AFTER_CLOSING:
        return working.everything(release, universe, tracker.share)
    return working.current(release, universe, now=now, progress=tracker.share)


# --- counting, checking, keeping ------------------------------------------------------------------------


def _made(
    release: Release,
    planned: Universe,
    snapshot: Snapshot,
    earlier: Sequence[tuple[Release, Changed]],
    audit: Audit,
    tracker: Tracker,
    now: datetime,
) -> dict[str, Any]:
    """Everything that a release holds once it is made, by column."""
    tracker.begin(COUNTING)
    key = _rounding_key(release, snapshot)
    keys = record_keys(key, snapshot.references)
    compared = given_out.compared(release, earlier)
    same = _same_people(compared, release.rule)
    people = same[0].people if same else breakdown.people_counted(snapshot, key, keys, release.rule)
    told_before = [table for each in reversed(same) for table in each.tables]  # the newest counts
    versions, plans = list(queries.asked_of(release).values()), given_out.plans(release)
    told = given_out.told(release, planned, snapshot)
    universe = planned
    while True:
        rounded = breakdown.protected(universe, snapshot, key, keys, release.rule, told)
        rounded = breakdown.repeated(rounded, told_before)
        shown, tables = telling(universe, rounded)
        if not tables:
            raise CannotBeMended("every table was left out")
        tracker.begin(CHECKING)
        report = audit(
            tables,
            snapshot.received,
            people=people,
            told=told,
            public=public(shown, versions, plans),
            earlier=compared,
            progress=tracker.audited,
        )
        if report.safe:
            break
        universe = dropped(universe, report.failures)
    log = [*what_was_done(planned, universe)]
    if empty := shown.left_out - universe.left_out:
        log.append(words.without_answers(len(empty)))
    marks = Marks.of(snapshot, given_out.key_of(release)).to_bytes()
    lengths = {} if release.is_composition else queries.lengths(release, tables, now, log)
    return {
        "counted_up_to": now,
        "received": snapshot.received,
        "changed": given_out.since_last(earlier),
        "people": people,
        "told": [[*each, many] for each, many in told.ways.items()],
        "texts": [[*each, many] for each, many in told.texts.items()],
        "exact_people": told.people,
        "complete": sorted(told.complete),
        "levels": dict(shown.levels),
        "left_out": [list(name) for name in sorted(shown.left_out)],
        "log": [line.to_json() for line in log],
        "marks": seal(marks, settings().snapshot_key, release.context),
        "figures": breakdown.figures(tables),
        "file_bytes": lengths,
    }


def _rounding_key(release: Release, snapshot: Snapshot) -> bytes:
    before, consultation = given_out.answers_told(release), str(release.consultation_id)
    return rounding_key(settings().release_key, consultation, release.kind, before, snapshot.digest)


def _same_people(compared: Sequence[Earlier], rule: Rule) -> list[Earlier]:
    """All figures, the newest first, by the same rule, since which no response is different.

    What they told is told again: another rounding of the same people would tell more.
    """
    return [each for each in compared if not each.changed and rule_of(each.tables) == rule]


def _ids_made(consultation_id: int) -> set[int]:
    """Which figures there are."""
    return {each.id for each in queries.all_made(consultation_id)}


@unit_of_work
def _keep(release_id: int, known: set[int], made: dict[str, Any], *, now: datetime) -> None:
    """Store what was made, unless another worker was faster, and forget what is not compared any more.

    `known`: the figures that it was compared with. If there are others by now, it is made once more.
    """
    release = fetch(Release, release_id)
    consultation = fetch(Consultation, release.consultation_id)
    db.session.refresh(consultation, with_for_update={"of": Consultation})  # one after the other
    db.session.refresh(release, with_for_update=True)
    if not release.is_waited_for or _ids_made(consultation.id) != known:
        return
    for column, value in made.items():
        setattr(release, column, value)
    release.made_at = now
    for before in queries.all_made(release.consultation_id):
        if before.id != release.id and before.is_composition == release.is_composition:
            before.marks = None
    if release.kind in AFTER_CLOSING:
        working.forget(release.consultation_id)
    accounts.record(None, Action.RELEASE_MADE, release, at=now, council_id=consultation.council_id)


@unit_of_work
def _refuse(release_id: int, why: Refusal, *, now: datetime) -> None:
    """There will be no figures; others can be asked for."""
    release = fetch(Release, release_id)
    db.session.refresh(release, with_for_update=True)
    if release.is_waited_for:
        release.refused_at, release.refused_for = now, why
        council_id = fetch(Consultation, release.consultation_id).council_id
        accounts.record(None, REFUSED[why], release, at=now, council_id=council_id)
