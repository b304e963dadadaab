"""How are the files of records made? In the background, and kept sealed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from time import monotonic

from sqlalchemy import delete, update

from engage import dates
from engage.analysis import queries
from engage.analysis import record_queries as found
from engage.analysis import working_service as working
from engage.analysis.identifying import identifying
from engage.analysis.keeping import Marks
from engage.analysis.keys import Hmac, epoch_key
from engage.analysis.models import Release
from engage.analysis.record_files import AboutRecords, Kind, csv_archive
from engage.analysis.record_models import MOST_TRIES, RecordAccess, RecordFile
from engage.analysis.record_sav_service import sav
from engage.analysis.records import Records, TooFew, records
from engage.analysis.today import read_key
from engage.bilingual import LANGUAGES, Bilingual
from engage.config import settings
from engage.consultations.models import Consultation
from engage.database import db, fetch, unit_of_work
from engage.jobs import jobs
from engage.sealing import open_sealed, seal

SELDOM = 2.0  # seconds between two times that progress is noted
READ = 60  # per cent of the work, once all responses are read
WRITERS: dict[Kind, Callable[[Records, AboutRecords, str], bytes]] = {Kind.CSVW: csv_archive, Kind.SAV: sav}


@jobs.handler
def make_files(access_id: int, *, now: datetime) -> None:
    """Read every response and write the records in every format and language.

    Raises NotFound, or Conflict when versions of the survey cannot be counted together.
    """
    access = fetch(RecordAccess, access_id)
    release = fetch(Release, access.release_id)
    if access.made_at or not access.is_open(now) or release.marks is None:
        return
    stood, note = found.standing(access.consultation_id), _Progress(access_id)
    try:
        made = _records(access, release, lambda share: note(int(READ * share)))
    except TooFew:
        _give_up(access_id)
        return
    files = {}
    for kind, write in WRITERS.items():
        for language in LANGUAGES:
            files[kind, language] = write(made, about(access, release), language)
            note(READ + (100 - READ) * len(files) // (len(WRITERS) * len(LANGUAGES)))
    _keep(access_id, files, stood, now=now)


def _records(access: RecordAccess, release: Release, progress: Callable[[float], None]) -> Records:
    """The records of the responses that the release counted and that are still as they were."""
    key = epoch_key(settings().release_key, str(release.consultation_id), release.epoch)
    universe = queries.planned_universe(release)
    snapshot = working.everything(release, universe, progress)
    sealed = open_sealed(release.marks or b"", settings().snapshot_key, release.context)
    tables = found.people_of(release)
    return records(
        universe,
        snapshot,
        [tables[code, level] for code, level in access.people],
        kept=Marks.from_bytes(sealed).same(snapshot, key),
        telling=_telling(release),
        key=Hmac(key).digest(b"order of the records"),
        rule=release.rule,
    )


def _telling(release: Release) -> dict[str, set[str]]:
    """What is `identifying` in any version, in the keys of today."""
    telling: dict[str, set[str]] = {}
    body_question = release.plan.filter if release.plan.bodies else ""
    for asked in queries.asked_of(release).values():
        for key, deciding in identifying(asked.steps, body_question).items():
            today = {read_key(each, asked.paths) for each in deciding}
            telling.setdefault(read_key(key, asked.paths), set()).update(today)
    return telling


def about(access: RecordAccess, release: Release) -> AboutRecords:
    """What the files say of themselves."""
    consultation = fetch(Consultation, release.consultation_id)
    return AboutRecords(
        consultation=consultation.title,
        council=consultation.council.name,
        epoch=release.epoch,
        delete_by=Bilingual(*(dates.day(access.ends_at, each) for each in LANGUAGES)),
        rule=release.rule,
    )


class _Progress:
    """Notes how far the work has come, now and then."""

    def __init__(self, access_id: int) -> None:
        self._access_id, self._noted = access_id, monotonic()

    def __call__(self, percent: int) -> None:
        if monotonic() - self._noted >= SELDOM:
            self._noted = monotonic()
            _note(self._access_id, percent)


@unit_of_work
def _note(access_id: int, percent: int) -> None:
    here = update(RecordAccess).where(RecordAccess.id == access_id)
    db.session.execute(here.values(progress=percent))


@unit_of_work
def _give_up(access_id: int) -> None:
    fetch(RecordAccess, access_id).tries = MOST_TRIES + 1


@unit_of_work
def _keep(access_id: int, files: dict[tuple[Kind, str], bytes], stood: list[int], *, now: datetime) -> None:
    """Seal the files, unless another worker was faster or the access has ended."""
    access = fetch(RecordAccess, access_id)
    db.session.refresh(access, with_for_update={"of": RecordAccess})
    if access.made_at or access.ended_at:
        return
    for (kind, language), content in files.items():
        file = RecordFile(access_id=access_id, kind=kind.value, language=language)
        file.sealed = seal(content, settings().snapshot_key, file.context)
        db.session.add(file)
    access.made_at, access.stood = now, stood


def delete_files(access: RecordAccess) -> None:
    """Keep no records of this access, within the caller's transaction."""
    db.session.execute(delete(RecordFile).where(RecordFile.access_id == access.id))
    access.made_at = None
