"""How is a file of another tool read, checked and stored, also when the work is broken off?

Storing is one transaction: all rows that are good, or none.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import cast

from sqlalchemy import Table as SqlTable
from sqlalchemy import delete, insert, select

from engage import dates
from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.service import Action
from engage.config import settings
from engage.consultations.models import Consultation
from engage.database import db, fetch, unit_of_work
from engage.jobs import jobs
from engage.respond import importing_queries as queries
from engage.respond import ledger_service, service, tracing
from engage.respond.channel import Channel
from engage.respond.importing import Either, Table, Unreadable, read_table
from engage.respond.importing_columns import Tool, guess
from engage.respond.importing_keys import keys, marks, saying
from engage.respond.importing_models import WORKING, ImportedBatch, ImportedFile, ImportedNumber, Stage
from engage.respond.importing_report import Report, report
from engage.respond.importing_rows import Heard, Reader, wanted
from engage.respond.importing_standing import Standing, Whose, standing
from engage.respond.ledger import Reason
from engage.respond.ledger_models import Batch, Decision, Trace
from engage.respond.models import Response
from engage.sealing import seal
from engage.surveys import postcode_queries as postcodes
from engage.surveys.definition import answers_to_json

STEP = 250  # rows after which progress is noted
PATIENCE = timedelta(minutes=10)  # after which work that stands still is begun again
TRIES = 3
KEPT = timedelta(days=7)
CHANGED = "changed"  # why nothing was stored: rows read otherwise than when somebody looked at them


def begin_work(file: ImportedFile, *, is_small: bool, now: datetime) -> None:
    """Do what is due at once, or have it done in the background. Call it after the transaction."""
    if is_small:
        work(file.id, file.revision, now=now)
    else:
        jobs.enqueue(work, file.id, file.revision)


@jobs.handler
def work(file_id: int, revision: int, *, now: datetime) -> None:
    """Do what is due with a file; what was done, changed or thrown away meanwhile is left alone.

    Only what somebody has looked at is stored: if rows read otherwise by now, they are shown again.
    """
    file = _begin(file_id, revision)
    if file is None:
        return
    if file.stage == Stage.READING:
        _read(file, now=now)
        return
    table, (asked, known) = queries.table(file), queries.asked(file.consultation_id)
    plan = queries.plan(file)
    found = postcodes.found(file.consultation_id, wanted(table, known, plan))
    since = _day(fetch(Consultation, file.consultation_id).published_at or now)
    heard = _heard(file, table, Reader(asked, known, plan, since=since, today=_day(now), found=found))
    if file.stage == Stage.CHECKING:
        _finish_check(file, heard, now=now)
    else:
        _store(file, asked.version_id, heard, now=now)


@jobs.sweep
def resume(*, now: datetime) -> None:
    """Queue again what was lost, and forget files that nobody came back to."""
    _clear(now=now)
    for file_id, revision in queries.stuck(touched_before=now - PATIENCE):
        jobs.enqueue(work, file_id, revision)


@unit_of_work
def _clear(*, now: datetime) -> None:
    db.session.execute(delete(ImportedFile).where(ImportedFile.brought_at < now - KEPT))


@unit_of_work
def _begin(file_id: int, revision: int) -> ImportedFile | None:
    """This very file, if it waits for work that did not fail too often."""
    file = _undone(file_id, revision)
    if file is None:
        return None
    file.tries += 1
    if file.tries > TRIES:
        file.stage, file.sealed, file.sealed_report, file.headings = Stage.FAILED, None, None, None
        return None
    return file


def _undone(file_id: int, revision: int) -> ImportedFile | None:
    wanted = select(ImportedFile).filter_by(id=file_id, revision=revision).with_for_update()
    file = db.session.scalar(wanted.execution_options(populate_existing=True))
    return file if file and file.stage in WORKING else None


def _read(file: ImportedFile, *, now: datetime) -> None:
    try:
        table = read_table(queries.opened(file, file.sealed), file.heading_rows)
    except Unreadable as wrong:
        _refuse(file.id, file.revision, wrong, now=now)
        return
    except Either as asked:
        _ask(file.id, file.revision, asked, now=now)
        return
    _asked, known = queries.asked(file.consultation_id)
    _finish_reading(file.id, file.revision, table, guess(table.headings, known, Tool(file.tool)), now=now)


@unit_of_work
def _refuse(file_id: int, revision: int, wrong: Unreadable, *, now: datetime) -> None:
    if file := _undone(file_id, revision):
        file.stage, file.sealed, file.touched_at = Stage.REFUSED, None, now
        file.refused = {"code": wrong.code, "parameters": wrong.parameters}


@unit_of_work
def _ask(file_id: int, revision: int, asked: Either, *, now: datetime) -> None:
    """Have somebody say how many rows of headings there are. The second may be what a person has said."""
    if file := _undone(file_id, revision):
        file.sealed_report = seal(json.dumps(asked.rows).encode(), settings().contact_key, file.uuid)
        file.stage, file.progress, file.touched_at = Stage.ASKED, 100, now


@unit_of_work
def _finish_reading(file_id: int, revision: int, table: Table, columns: list[str], *, now: datetime) -> None:
    if file := _undone(file_id, revision):
        file.sealed = seal(table.to_bytes(), settings().contact_key, file.uuid)
        file.stage, file.progress, file.touched_at = Stage.READ, 100, now
        file.encoding, file.sheet, file.rows = table.encoding, table.sheet[:120], len(table.rows)
        file.headings, file.columns, file.words = list(table.headings), columns, {}


def _day(when: datetime) -> date:
    return when.astimezone(dates.LONDON).date()


def _heard(file: ImportedFile, table: Table, reader: Reader) -> list[Heard]:
    """Read all rows, and note from time to time how far that has come."""
    heard: list[Heard] = []
    for each in reader.rows(table):
        heard.append(each)
        if len(heard) % STEP == 0 and len(table.rows) > STEP:
            _note(file.id, file.revision, len(heard) * 100 // len(table.rows))
    return heard


@unit_of_work
def _note(file_id: int, revision: int, progress: int) -> None:
    if file := _undone(file_id, revision):
        file.progress = progress


@unit_of_work
def _finish_check(file: ImportedFile, heard: list[Heard], *, now: datetime) -> None:
    if current := _undone(file.id, file.revision):
        _tell(current, _report(current, heard, _standing(current, heard)), now)


def _tell(file: ImportedFile, found: Report, now: datetime) -> None:
    """Show what was found, instead of storing it if that was due."""
    if file.stage == Stage.STORING:
        file.refused = {"code": CHANGED, "parameters": {}}
    file.sealed_report = seal(found.to_bytes(), settings().contact_key, file.uuid)
    file.stage, file.progress, file.touched_at = Stage.CHECKED, 100, now


def _marks(file: ImportedFile, heard: list[Heard]) -> list[frozenset[bytes]]:
    return marks(heard, file.consultation_id, _secret())


def _secret() -> str:
    """The keys of rows are made under the key of equality answers, for these are a part of them."""
    return settings().equality_key.hex()


def _standing(file: ImportedFile, heard: list[Heard]) -> Standing:
    """How the rows stand now beside what was imported before."""
    beside = queries.stored if file.whose == Whose.OTHERS else None
    its_keys, its_marks = keys(heard, file.consultation_id, _secret(), beside=beside), _marks(file, heard)
    return standing(
        heard,
        its_keys,
        its_marks,
        Whose(file.whose),
        stored=queries.stored(its_keys),
        marked=queries.marked(mark for each in its_marks for mark in each),
    )


def _report(file: ImportedFile, heard: list[Heard], rows: Standing) -> Report:
    """What was found, with the imports whose people cannot be told from those of this file by a number."""
    is_numbered = all(each.number for each, _key in rows.new)
    imports = queries.numbered(file.consultation_id) if rows.new else {}
    earlier = [batch_id for batch_id, has_numbers in imports.items() if not (is_numbered and has_numbers)]
    said = queries.said_in(earlier) - {""}
    alike = [each.row for each, _key in rows.new if saying(answers_to_json(each.answers)) in said]
    return report(heard, rows, earlier, alike)


@unit_of_work
def _store(file: ImportedFile, version_id: int, heard: list[Heard], *, now: datetime) -> None:
    """Store the batch, all of it or nothing; files of one consultation one after another."""
    current = _undone(file.id, file.revision)
    if current is None:
        return
    db.session.scalar(
        select(Consultation.id).filter_by(id=file.consultation_id).with_for_update(key_share=True)
    )
    rows = _standing(current, heard)
    told = _report(current, heard, rows)
    if told.to_bytes() != queries.opened(current, current.sealed_report):
        _tell(current, told, now)
        return
    batch = _batch(current, told.new, now)
    _add(version_id, batch, rows.new, now)
    _mark(batch, current, [each for each, _key in rows.new])
    db.session.add(
        ImportedBatch(
            batch_id=batch.id,
            tool=current.tool,
            rows=told.rows,
            stored=told.new,
            known=told.good - told.new,
            left_out=told.bad,
        )
    )
    current.stage, current.progress, current.touched_at = Stage.STORED, 100, now
    current.sealed = current.sealed_report = None
    current.headings = current.columns = current.words = None
    current.batch_id = batch.id
    accounts.record(fetch(Officer, current.officer_id), Action.RESPONSES_IMPORTED, batch, at=now)


def _mark(batch: Batch, file: ImportedFile, new: list[Heard]) -> None:
    """Keep the marks of the numbers that came with a batch."""
    found = [{"batch_id": batch.id, "mark": mark} for each in _marks(file, new) for mark in each]
    if found:
        db.session.execute(insert(cast(SqlTable, ImportedNumber.__table__)), found)


def _batch(file: ImportedFile, expected: int, now: datetime) -> Batch:
    batch = Batch(
        consultation_id=file.consultation_id,
        channel=Channel.IMPORTED,
        name=file.name,
        expected=expected,
        officer_id=file.officer_id,
        made_at=now,
        closed_at=now,
    )
    db.session.add(batch)
    db.session.flush()
    return batch


def _add(version_id: int, batch: Batch, new: Sequence[tuple[Heard, bytes]], now: datetime) -> None:
    """The responses, what is blank or late among them, and by what likely duplicates of them are found."""
    service.add_many(
        version_id,
        (
            service.Answered(
                each.language,
                each.answers,
                each.equality,
                now,
                key=key,
                received_on=each.received_on,
                batch_id=batch.id,
            )
            for each, key in new
        ),
        channel=Channel.IMPORTED,
    )
    rows = db.session.execute(select(Response.code_hash, Response.id).where(Response.batch_id == batch.id))
    ids = {row.code_hash: row.id for row in rows}
    _leave_out(fetch(Consultation, batch.consultation_id), [(each, ids[key]) for each, key in new], now)
    day = _day(now)
    traces = [
        {"consultation_id": batch.consultation_id, "response_id": ids[key], "day": day, "words": words}
        for each, key in new
        if (words := tracing.words(each.answers, settings().secret_key))
    ]
    if traces:
        db.session.execute(
            insert(cast(SqlTable, Trace.__table__)).values(trapped=False, cleared=False), traces
        )


def _leave_out(consultation: Consultation, new: list[tuple[Heard, int]], now: datetime) -> None:
    decisions = [
        {
            "consultation_id": consultation.id,
            "response_id": response_id,
            "reason": reason,
            "note": "",
            "made_at": now,
        }
        for each, response_id in new
        if (reason := _reason(consultation, each))
    ]
    if decisions:
        db.session.execute(insert(cast(SqlTable, Decision.__table__)), decisions)


def _reason(consultation: Consultation, row: Heard) -> Reason | None:
    """Why a row is not analysed, by rule."""
    if row.is_blank:
        return Reason.BLANK
    is_late = row.received_on and ledger_service.is_late(consultation, row.received_on)
    return Reason.LATE if is_late else None
