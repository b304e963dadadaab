"""What can be done with files of other tools, from bringing one to undoing what came of it?

A file goes through three pieces of work: it is read, checked and stored. Small ones are done at once, others
in the background by whichever worker is free.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import delete, select

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.service import Action
from engage.config import settings
from engage.database import db, unit_of_work
from engage.errors import Conflict
from engage.respond import contribution_service, duplicate_service
from engage.respond import importing_queries as queries
from engage.respond.importing_columns import Tool
from engage.respond.importing_models import ImportedFile, ImportedNumber, SavedMapping, Stage
from engage.respond.importing_standing import Whose
from engage.respond.importing_words import for_others
from engage.respond.importing_work_service import begin_work
from engage.respond.ledger_models import Decision, Trace
from engage.respond.models import EqualityAnswers, Response
from engage.sealing import seal

SMALL = 60_000  # bytes that are read at once: a moment, also of a workbook
FEW = 500  # rows that are checked and stored at once


class OtherMapping(Conflict):
    """Somebody has changed the mapping since the page was shown, or the file is with a worker."""


class NotGood(Conflict):
    """Nobody has said that rows with problems are left out, or whose rows are; or no row is stored."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A file and what the officer knows about it."""

    name: str
    content: bytes
    tool: Tool
    language: str
    heading_rows: int = 0


def bring(officer: Officer, consultation_id: int, brought: Brought, *, now: datetime) -> ImportedFile:
    """Take a file in, to be read. Raises NotFound, NotAllowed or NotYet."""
    file = _keep(officer, consultation_id, brought, now=now)
    begin_work(file, is_small=len(brought.content) <= SMALL, now=now)
    return file


def say_headings(
    officer: Officer, consultation_id: int, file_id: int, heading_rows: int, *, seen: int, now: datetime
) -> None:
    """Say whether the file has one row of headings or two; then it is read.

    Raises NotFound, NotAllowed, NotYet, or OtherMapping when `seen` is not the revision any more.
    """
    file = _head(officer, consultation_id, file_id, heading_rows, seen, now)
    begin_work(file, is_small=len(file.sealed or b"") <= SMALL, now=now)


def map_columns(
    officer: Officer,
    consultation_id: int,
    file_id: int,
    columns: Sequence[str],
    words: dict[str, dict[str, str]],
    *,
    month_first: bool | None = None,
    seen: int,
    now: datetime,
) -> None:
    """Say what stands in each column, and what words mean; then the rows are checked.

    `month_first`: the order of days in figures, which stays as it is for None.
    Raises NotFound, NotAllowed, NotYet, or OtherMapping when `seen` is not the revision any more.
    """
    file = _map(officer, consultation_id, file_id, columns, words, month_first, seen=seen, now=now)
    begin_work(file, is_small=file.rows <= FEW, now=now)


def take(
    officer: Officer, consultation_id: int, file_id: int, *, whose: Whose, seen: int, now: datetime
) -> None:
    """Say whose the rows are that are like rows that were imported before; then they are checked again.

    Raises NotFound, NotAllowed, NotYet, or OtherMapping when `seen` is not the revision any more.
    """
    file = _take(officer, consultation_id, file_id, whose, seen, now)
    begin_work(file, is_small=file.rows <= FEW, now=now)


def store(
    officer: Officer,
    consultation_id: int,
    file_id: int,
    *,
    leave_out: bool,
    apart: bool = False,
    seen: int,
    now: datetime,
) -> None:
    """Store every good row as one batch; `apart`: these are other people than those of earlier imports.

    Raises NotFound, NotAllowed, NotYet, OtherMapping or NotGood.
    """
    file = _order(officer, consultation_id, file_id, leave_out, apart, seen, now)
    begin_work(file, is_small=file.rows <= FEW, now=now)


@unit_of_work
def forget(officer: Officer, consultation_id: int, file_id: int, *, now: datetime) -> None:
    """Throw a file away. Raises NotFound, NotAllowed, NotYet, or OtherMapping while it is being stored."""
    file = _held(officer, consultation_id, file_id, now=now)
    if file.stage == Stage.STORING:
        raise OtherMapping
    db.session.delete(file)


@unit_of_work
def undo(officer: Officer, consultation_id: int, batch_id: int, *, now: datetime) -> int:
    """Delete all that came with a batch, and return how many responses these were; a second time none.

    A release that was made before is a snapshot, and still counts them.
    Raises NotFound, NotAllowed or NotYet.
    """
    consultation = contribution_service.for_clerk(officer, consultation_id, now=now)
    found = queries.batch(consultation.id, batch_id)
    batch = found.batch
    db.session.refresh(batch, with_for_update=True)
    if batch.undone_at:
        return 0
    mine = select(Response.id).where(Response.batch_id == batch.id)
    uuids = select(Response.uuid).where(Response.batch_id == batch.id)
    references = select(Response.reference).where(Response.batch_id == batch.id)
    originals = duplicate_service.originals(consultation.id, references)
    db.session.execute(delete(Decision).where(Decision.response_id.in_(mine)))
    db.session.execute(delete(Trace).where(Trace.response_id.in_(mine)))
    db.session.execute(delete(EqualityAnswers).where(EqualityAnswers.response_uuid.in_(uuids)))
    db.session.execute(delete(ImportedNumber).where(ImportedNumber.batch_id == batch.id))
    gone = cast(Any, db.session.execute(delete(Response).where(Response.batch_id == batch.id))).rowcount
    duplicate_service.settle(consultation.id, originals, now=now, officer=officer)
    batch.undone_at, found.of.undone_by = now, officer.id
    accounts.record(officer, Action.IMPORT_UNDONE, batch, at=now)
    return int(gone)


@unit_of_work
def save_mapping(officer: Officer, consultation_id: int, file_id: int, name: str, *, now: datetime) -> None:
    """Keep how this file is read for files with the same headings; the same name is written over.

    Raises NotFound, NotAllowed or NotYet.
    """
    file = queries.file(officer, consultation_id, file_id, now=now)
    before = db.session.scalar(select(SavedMapping).filter_by(council_id=officer.council_id, name=name))
    mapping = before or SavedMapping(council_id=officer.council_id, name=name)
    mapping.tool, mapping.officer_id, mapping.saved_at = file.tool, officer.id, now
    pairs = zip(file.headings or (), file.columns or (), strict=True)
    mapping.columns = {heading: column for heading, column in pairs if column}
    mapping.words, mapping.month_first = for_others(file.words or {}), file.month_first
    db.session.add(mapping)
    accounts.record(officer, Action.MAPPING_SAVED, mapping, at=now)


def use_mapping(
    officer: Officer, consultation_id: int, file_id: int, mapping_id: int, *, seen: int, now: datetime
) -> None:
    """Read this file as a saved mapping says. Raises NotFound, NotAllowed, NotYet or OtherMapping."""
    file = queries.file(officer, consultation_id, file_id, now=now)
    _asked, known = queries.asked(consultation_id)
    fits = {each.id: each for each in queries.mappings(officer.council_id, file.headings or ())}
    if mapping_id not in fits:
        raise OtherMapping
    mapping = fits[mapping_id]
    wanted = [mapping.columns.get(heading, "") for heading in file.headings or ()]
    columns = [each if each in known or "--" not in each else "" for each in wanted]
    words, order = mapping.words, mapping.month_first
    map_columns(officer, consultation_id, file_id, columns, words, month_first=order, seen=seen, now=now)


@unit_of_work
def _keep(officer: Officer, consultation_id: int, brought: Brought, *, now: datetime) -> ImportedFile:
    consultation = contribution_service.for_clerk(officer, consultation_id, now=now)
    uuid = secrets.token_bytes(16)
    file = ImportedFile(
        uuid=uuid,
        consultation_id=consultation.id,
        officer_id=officer.id,
        name=brought.name[:120],
        tool=brought.tool,
        language=brought.language,
        heading_rows=brought.heading_rows,
        stage=Stage.READING,
        sealed=seal(brought.content, settings().contact_key, uuid),
        revision=1,
        brought_at=now,
        touched_at=now,
    )
    db.session.add(file)
    db.session.flush()
    return file


@unit_of_work
def _head(
    officer: Officer, consultation_id: int, file_id: int, heading_rows: int, seen: int, now: datetime
) -> ImportedFile:
    file = _seen(officer, consultation_id, file_id, seen, Stage.ASKED, now=now)
    file.heading_rows, file.sealed_report = heading_rows, None
    _put_to_work(file, Stage.READING, now)
    return file


@unit_of_work
def _map(
    officer: Officer,
    consultation_id: int,
    file_id: int,
    columns: Sequence[str],
    words: dict[str, dict[str, str]],
    month_first: bool | None,
    *,
    seen: int,
    now: datetime,
) -> ImportedFile:
    file = _seen(officer, consultation_id, file_id, seen, Stage.READ, Stage.CHECKING, Stage.CHECKED, now=now)
    file.columns, file.words, file.whose = list(columns), words, Whose.SAME
    file.month_first = file.month_first if month_first is None else month_first
    file.sealed_report = None
    _put_to_work(file, Stage.CHECKING, now)
    return file


@unit_of_work
def _take(
    officer: Officer, consultation_id: int, file_id: int, whose: Whose, seen: int, now: datetime
) -> ImportedFile:
    file = _seen(officer, consultation_id, file_id, seen, Stage.CHECKED, now=now)
    file.whose, file.sealed_report = whose, None
    _put_to_work(file, Stage.CHECKING, now)
    return file


@unit_of_work
def _order(
    officer: Officer,
    consultation_id: int,
    file_id: int,
    leave_out: bool,
    apart: bool,
    seen: int,
    now: datetime,
) -> ImportedFile:
    file = _seen(officer, consultation_id, file_id, seen, Stage.CHECKED, now=now)
    found = queries.report(file)
    if found.is_open or not found.new or (found.bad and not leave_out) or (found.earlier and not apart):
        raise NotGood
    file.leaves_out, file.officer_id = leave_out, officer.id
    _put_to_work(file, Stage.STORING, now)
    return file


def _seen(
    officer: Officer, consultation_id: int, file_id: int, seen: int, *stages: Stage, now: datetime
) -> ImportedFile:
    """The same, if it is as it was `seen` and at one of these stages. Raises OtherMapping."""
    file = _held(officer, consultation_id, file_id, now=now)
    if file.revision != seen or file.stage not in stages:
        raise OtherMapping
    return file


def _held(officer: Officer, consultation_id: int, file_id: int, *, now: datetime) -> ImportedFile:
    """The file, kept to this transaction."""
    file = queries.file(officer, consultation_id, file_id, now=now)
    db.session.refresh(file, with_for_update=True)
    return file


def _put_to_work(file: ImportedFile, stage: Stage, now: datetime) -> None:
    file.stage, file.progress, file.tries, file.touched_at = stage, 0, 0, now
    file.refused = None
    file.revision += 1
