"""What can be done with survey files that officers bring?

A file is kept, read in the background by whichever worker is free, and looked at before it becomes the draft.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.consultations.documents import LONGEST_NAME
from engage.consultations.models import Consultation
from engage.database import db, fetch, unit_of_work
from engage.errors import Conflict, NotFound
from engage.jobs import jobs
from engage.surveys import confined_service, edit_service, files_queries, formats, outcome
from engage.surveys.draft_service import Overtaken
from engage.surveys.import_models import BroughtFile, Stage
from engage.surveys.models import Survey

PATIENCE = timedelta(minutes=2)  # after which a file whose reading stands still is read again
TRIES = 3
KEPT = timedelta(days=7)
NO_DRAFT = -1
AT_ONCE = (formats.Format.YAML, formats.Format.UNKNOWN)  # they can neither grow nor take long


class OtherFile(Conflict):
    """Somebody has brought another file since this one was shown."""


def bring(officer: Officer, consultation_id: int, name: str, content: bytes, *, now: datetime) -> BroughtFile:
    """Take a file in, to be read in the background. Raises NotFound or NotAllowed."""
    brought = _keep(officer, consultation_id, name, content, now=now)
    jobs.enqueue(read, brought.id, brought.number)
    return brought


@unit_of_work
def accept(officer: Officer, consultation_id: int, number: int, *, seen: int, now: datetime) -> Survey:
    """Make what was read the draft, in place of the one before, which can be brought back.

    `number` is that of the file and `seen` the revision of the draft that the officer was shown, or NO_DRAFT.
    Raises NotFound, NotAllowed, OtherFile, Overtaken or WithApprover.
    """
    brought = _held(officer, consultation_id)
    if brought.number != number or brought.stage != Stage.READ:
        raise OtherFile
    survey = db.session.scalar(select(Survey).filter_by(consultation_id=consultation_id))
    if (survey.revision if survey else NO_DRAFT) != seen:
        raise Overtaken
    taken = edit_service.replace_draft(officer, consultation_id, brought.definition, now=now)
    db.session.delete(brought)
    return taken


@unit_of_work
def forget(officer: Officer, consultation_id: int, number: int) -> None:
    """Throw the file away. Raises NotFound or NotAllowed; another file stays."""
    brought = _held(officer, consultation_id)
    if brought.number == number:
        db.session.delete(brought)


# --- in the background ----------------------------------------------------------------------------------


@jobs.handler
def read(brought_id: int, number: int, *, now: datetime) -> None:
    """Read a file and keep what came of it; a file that was read, or has gone, is left alone."""
    content = _begin(brought_id, number, now=now)
    if content is None:
        return
    try:
        if formats.format_of(content) in AT_ONCE:
            came = outcome.of(content)
        else:
            came = confined_service.read(content, lambda step: _note(brought_id, number, step))
    except confined_service.TookTooMuch:
        came = {}
    _finish(brought_id, number, came, now=now)


@jobs.sweep
def resume_reading(*, now: datetime) -> None:
    """Queue again the files whose job was lost, and forget those that nobody came back to."""
    _clear(now=now)
    for brought_id, number in files_queries.stuck(touched_before=now - PATIENCE):
        jobs.enqueue(read, brought_id, number)


@unit_of_work
def _keep(officer: Officer, consultation_id: int, name: str, content: bytes, *, now: datetime) -> BroughtFile:
    consultation = fetch(Consultation, consultation_id)
    accounts.require(officer, Permission.EDIT_CONSULTATION, consultation.council_id)
    db.session.refresh(consultation, with_for_update={"of": Consultation})
    before = db.session.scalar(select(BroughtFile).filter_by(consultation_id=consultation_id))
    brought = before or BroughtFile(consultation_id=consultation_id, number=0)
    brought.number += 1
    brought.officer_id, brought.name = officer.id, name[:LONGEST_NAME]
    brought.format, brought.content = formats.format_of(content), content
    brought.stage, brought.progress, brought.tries = Stage.WAITING, 0, 0
    brought.document = brought.found = brought.remarked = None
    brought.brought_at = brought.touched_at = now
    db.session.add(brought)
    db.session.flush()
    return brought


def _held(officer: Officer, consultation_id: int) -> BroughtFile:
    """The file that waits at this consultation, kept to this transaction."""
    consultation = fetch(Consultation, consultation_id)
    accounts.require(officer, Permission.EDIT_CONSULTATION, consultation.council_id)
    db.session.refresh(consultation, with_for_update={"of": Consultation})
    brought = db.session.scalar(select(BroughtFile).filter_by(consultation_id=consultation_id))
    if brought is None:
        raise NotFound
    db.session.refresh(brought)
    return brought


@unit_of_work
def _begin(brought_id: int, number: int, *, now: datetime) -> bytes | None:
    """Say that the file is being read; give its content, unless there is nothing to do."""
    brought = _unread(brought_id, number)
    if brought is None:
        return None
    brought.tries += 1
    brought.stage, brought.touched_at = Stage.READING, now
    if brought.tries > TRIES:
        brought.stage, brought.content = Stage.FAILED, None
        return None
    return brought.content


@unit_of_work
def _note(brought_id: int, number: int, progress: int) -> None:
    if brought := _unread(brought_id, number):
        brought.progress = progress


@unit_of_work
def _finish(brought_id: int, number: int, came: outcome.Outcome, *, now: datetime) -> None:
    brought = _unread(brought_id, number)
    if brought is None:
        return
    brought.document, brought.remarked = came.get("document"), came.get("remarks")
    brought.found = came.get("problems")
    brought.stage = Stage.FAILED if not came else Stage.REFUSED if "problems" in came else Stage.READ
    brought.progress, brought.content, brought.touched_at = 100, None, now


def _unread(brought_id: int, number: int) -> BroughtFile | None:
    """This very file, if nobody has read it to its end, kept to this transaction."""
    wanted = select(BroughtFile).filter_by(id=brought_id, number=number).with_for_update()
    brought = db.session.scalar(wanted.execution_options(populate_existing=True))
    return brought if brought and brought.stage in (Stage.WAITING, Stage.READING) else None


@unit_of_work
def _clear(*, now: datetime) -> None:
    db.session.execute(delete(BroughtFile).where(BroughtFile.brought_at < now - KEPT))
