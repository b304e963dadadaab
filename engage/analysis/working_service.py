"""How is what everybody answered read, and read again without reading everything?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from engage.analysis import queries
from engage.analysis.keeping import renewed
from engage.analysis.models import Release, WorkingSnapshot
from engage.analysis.snapshot import Received, Snapshot, freeze, from_bytes
from engage.analysis.universe import Universe
from engage.config import settings
from engage.database import db, unit_of_work
from engage.equality.following import read
from engage.respond import changed_queries as changes
from engage.respond import queries as responses
from engage.sealing import open_sealed, seal

OVERLAP = timedelta(minutes=30)  # what was written then may have become visible only later
TRIES = 3  # to read what has changed, while ever more comes in
Progress = Callable[[float], None]  # told the share that is done, 0 to 1


def everything(release: Release, universe: Universe, progress: Progress = lambda share: None) -> Snapshot:
    """Read and code every response. Raises ValueError for an answer that no version offers."""
    total = max(responses.count_sent(release.consultation_id), 1)
    sent = responses.sent_responses(release.consultation_id)
    return freeze(universe, _received(release, universe, sent), lambda done: progress(min(done / total, 1)))


def current(
    release: Release, universe: Universe, *, now: datetime, progress: Progress = lambda share: None
) -> Snapshot:
    """What everybody answers now; what was read before is kept sealed, and only what has changed is read.

    Raises ValueError for an answer that no version offers.
    """
    consultation_id, coded_for = release.consultation_id, _coded_for(release, universe)
    last_id = changes.last_id(consultation_id)
    snapshot = _brought_up_to_date(release, universe, coded_for)
    if snapshot is None:
        snapshot = everything(release, universe, progress)
    _keep(consultation_id, coded_for, snapshot, last_id, now=now)
    return snapshot


@unit_of_work
def forget(consultation_id: int) -> None:
    """Keep no codes of a consultation any more."""
    db.session.execute(delete(WorkingSnapshot).where(WorkingSnapshot.consultation_id == consultation_id))


@unit_of_work
def forget_erased() -> None:
    """Take whoever was erased out of what is kept."""
    for row in db.session.scalars(select(WorkingSnapshot)):
        gone = set(changes.erased(row.consultation_id, row.read_at - OVERLAP))
        snapshot = _opened(row) if gone else None
        if snapshot and (smaller := renewed(snapshot, gone, _nobody(snapshot))).received < snapshot.received:
            row.sealed = _sealed(row, smaller)


def _brought_up_to_date(release: Release, universe: Universe, coded_for: bytes) -> Snapshot | None:
    """What was kept with all changes since; None when nothing fits, or the number is not right."""
    row = db.session.scalar(select(WorkingSnapshot).filter_by(consultation_id=release.consultation_id))
    if row is None or row.coded_for != coded_for:
        return None
    snapshot = _opened(row)
    for _ in range(TRIES):
        touched = list(changes.touched(release.consultation_id, row.read_at - OVERLAP, row.last_id))
        come = freeze(universe, _received(release, universe, (sent for _uuid, sent in touched if sent)))
        snapshot = renewed(snapshot, {uuid for uuid, _sent in touched}, come)
        if snapshot.received == responses.count_sent(release.consultation_id):
            return snapshot
    return None


def _received(release: Release, universe: Universe, sent: Iterable[responses.Sent]) -> Iterator[Received]:
    asked = queries.asked_of(release)
    lacking = {version_id: version.lacks(universe) for version_id, version in asked.items()}
    for each in sent:
        version = asked[each.version_id]
        yield Received.routed(
            each.uuid,
            version.steps,
            each.answers,
            read(each.equality, version.sets) if version.sets else each.equality,
            version.paths,
            module=version.module,
            language=each.language,
            channel=each.channel,
            lacking=lacking[each.version_id],
        )


def _coded_for(release: Release, universe: Universe) -> bytes:
    """A digest of everything on which the codes of an answer depend."""
    columns = [[column.key, list(column.codes)] for column in universe.columns]
    organisations = [release.organisation_question, release.organisation_codes]
    parts = [release.version_ids, release.equality_set, organisations, columns]
    return hashlib.sha256(json.dumps(parts).encode()).digest()


@unit_of_work
def _keep(consultation_id: int, coded_for: bytes, snapshot: Snapshot, last_id: int, *, now: datetime) -> None:
    row = db.session.scalar(select(WorkingSnapshot).filter_by(consultation_id=consultation_id))
    row = row or WorkingSnapshot(consultation_id=consultation_id)
    row.coded_for, row.read_at, row.last_id = coded_for, now, last_id
    row.sealed = _sealed(row, snapshot)
    db.session.add(row)


def _opened(row: WorkingSnapshot) -> Snapshot:
    return from_bytes(open_sealed(row.sealed, settings().snapshot_key, row.context))


def _sealed(row: WorkingSnapshot, snapshot: Snapshot) -> bytes:
    return seal(snapshot.to_bytes(), settings().snapshot_key, row.context)


def _nobody(snapshot: Snapshot) -> Snapshot:
    """An empty snapshot of the same columns."""
    return Snapshot(snapshot.columns, snapshot.references[:0], snapshot.codes[:, :0], snapshot.apart[:0])
