"""What can be done with the records behind a release? They are opened for a while, with a reason, and closed.

The files are made in the background, kept sealed, and deleted when the access ends. When a response of the
consultation is erased or withdrawn, access ends; there are new files without whoever has gone once these are
so many that nobody can tell whose they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.service import Action
from engage.analysis import record_making_service as making
from engage.analysis import record_queries as found
from engage.analysis.models import Release
from engage.analysis.record_files import Kind
from engage.analysis.record_models import RecordAccess, RecordFile
from engage.config import settings
from engage.consultations.models import Consultation
from engage.database import db, fetch, unit_of_work
from engage.errors import Conflict, Invalid, NotFound
from engage.jobs import jobs
from engage.sealing import open_sealed

DAYS = (7, 14, 30)  # for which records may be opened
PATIENCE = timedelta(minutes=15)  # after which work on the files is thought to be lost


class NoRecords(Conflict):
    """There are no final figures yet, too few people responded, or too few have gone since."""


def open_records(
    officer: Officer, consultation_id: int, *, reason: str, days: int, people: Sequence[str], now: datetime
) -> RecordAccess:
    """Open the records behind the newest final figures; whoever has them open keeps what there is.

    `people` are the codes of what people are, the one that matters most first; once somebody has chosen,
    that holds. Raises NotFound, NotAllowed, NoRecords, or Invalid naming what is wrong.
    """
    access = _open(officer, consultation_id, reason.strip(), days, people, now=now)
    _give_to_worker(access.id, now=now)
    return access


@unit_of_work
def _open(
    officer: Officer, consultation_id: int, reason: str, days: int, people: Sequence[str], *, now: datetime
) -> RecordAccess:
    consultation = found.consultation(officer, consultation_id)
    db.session.refresh(consultation, with_for_update={"of": Consultation})
    if standing := found.own(officer, consultation_id, now=now):
        return standing
    offer = found.offer(consultation_id)
    if offer is None:
        raise NoRecords
    tables = {table.subject.key: table for table in offer.people}
    wrong = [("reason", not reason), ("days", days not in DAYS), ("people", bool({*people} - {*tables}))]
    if problems := [name for name, is_wrong in wrong if is_wrong]:
        raise Invalid(problems)
    chosen = [tables[code] for code in dict.fromkeys(people)] if offer.chosen is None else offer.chosen
    access = RecordAccess(
        consultation_id=consultation_id,
        release_id=offer.released.release.id,
        officer_id=officer.id,
        reason=reason,
        people=[[table.subject.key, str(table.subject.level)] for table in chosen],
        asked_at=now,
        ends_at=now + timedelta(days=days),
    )
    db.session.add(access)
    accounts.record(officer, Action.RECORDS_OPENED, access, at=now)
    return access


@unit_of_work
def download(
    officer: Officer, consultation_id: int, access_id: int, kind: Kind, language: str, *, now: datetime
) -> bytes:
    """Give out a file, count that, and keep it in mind.

    Raises NotFound, also when the access has ended or the files are not made, or NotAllowed.
    """
    access = found.access(officer, consultation_id, access_id)
    file = db.session.scalar(
        select(RecordFile).filter_by(access_id=access.id, kind=kind.value, language=language)
    )
    if file is None or access.made_at is None or not access.is_open(now) or _is_stale(access):
        raise NotFound
    one_more = update(RecordAccess).where(RecordAccess.id == access.id)
    db.session.execute(one_more.values(times=RecordAccess.times + 1))
    accounts.record(officer, Action.RECORDS_DOWNLOADED, access, at=now)
    return open_sealed(file.sealed, settings().snapshot_key, file.context)


@unit_of_work
def end(officer: Officer, consultation_id: int, access_id: int, *, now: datetime) -> None:
    """End one's own access and delete its files. Raises NotFound or NotAllowed."""
    _end(found.access(officer, consultation_id, access_id), officer, now=now)


def _end(access: RecordAccess, officer: Officer | None, *, now: datetime) -> None:
    if access.ended_at:
        return
    access.ended_at = now
    making.delete_files(access)
    council_id = fetch(Consultation, access.consultation_id).council_id
    accounts.record(officer, Action.RECORDS_ENDED, access, at=now, council_id=council_id)


# --- looking after them -----------------------------------------------------------------------------------


@jobs.sweep
def look_after_records(*, now: datetime) -> None:
    """End what has run out, take out whoever was erased or has withdrawn, and go on with what was lost."""
    standing = select(RecordAccess.id).where(RecordAccess.ended_at.is_(None))
    for access_id in db.session.scalars(standing.order_by(RecordAccess.id)).all():
        _renew(access_id, now=now)
        _give_to_worker(access_id, now=now)


@unit_of_work
def _renew(access_id: int, *, now: datetime) -> None:
    access = fetch(RecordAccess, access_id)
    release = fetch(Release, access.release_id)
    is_stale = access.made_at is not None and _is_stale(access)
    if not access.is_open(now) or release.marks is None or is_stale:
        _end(access, None, now=now)  # over by time, other figures took the place of these, or somebody went


def _is_stale(access: RecordAccess) -> bool:
    """Has anything been erased, withdrawn or put back since the files were made?"""
    return access.stood != found.standing(access.consultation_id)


def _give_to_worker(access_id: int, *, now: datetime) -> None:
    if _begin(access_id, now=now):
        jobs.enqueue(making.make_files, access_id)


@unit_of_work
def _begin(access_id: int, *, now: datetime) -> bool:
    access = fetch(RecordAccess, access_id)
    db.session.refresh(access, with_for_update={"of": RecordAccess})
    if not access.is_due(now, PATIENCE):
        return False
    access.begun_at, access.tries = now, access.tries + 1
    return not access.is_given_up
