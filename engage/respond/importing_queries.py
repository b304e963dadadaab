"""Which files of other tools wait at a consultation, what is in them, and what was imported?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from engage.accounts.models import Officer
from engage.config import settings
from engage.database import db
from engage.errors import NotFound
from engage.respond import contribution_service, importing_rows, queries
from engage.respond.channel import Channel
from engage.respond.importing import Table
from engage.respond.importing_columns import UNDATED, Target, Tool, targets
from engage.respond.importing_keys import saying
from engage.respond.importing_models import (
    WORKING,
    ImportedBatch,
    ImportedFile,
    ImportedNumber,
    SavedMapping,
    Stage,
)
from engage.respond.importing_report import Report
from engage.respond.importing_rows import Plan
from engage.respond.ledger_models import Batch
from engage.respond.models import Response
from engage.respond.visit import Questionnaire
from engage.sealing import open_sealed

AT_ONCE = 500  # keys in one question


class Imported(NamedTuple):
    """One batch that came from a file, with who imported and who undid it."""

    batch: Batch
    of: ImportedBatch
    by: str
    undone_by: str | None


def waiting(consultation_id: int) -> list[ImportedFile]:
    """Files that are not imported yet, the latest first."""
    mine = select(ImportedFile).filter_by(consultation_id=consultation_id)
    unfinished = mine.where(ImportedFile.stage != Stage.STORED)
    return [*db.session.scalars(unfinished.order_by(ImportedFile.id.desc()))]


def file(officer: Officer, consultation_id: int, file_id: int, *, now: datetime) -> ImportedFile:
    """One file of a consultation. Raises NotFound, NotAllowed or NotYet."""
    contribution_service.for_clerk(officer, consultation_id, now=now)
    found = db.session.scalar(
        select(ImportedFile)
        .filter_by(id=file_id, consultation_id=consultation_id)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def table(of: ImportedFile) -> Table:
    """What is in a file that was read."""
    return Table.from_bytes(opened(of, of.sealed))


def report(of: ImportedFile) -> Report:
    """What was found in a file that was checked."""
    return Report.from_bytes(opened(of, of.sealed_report))


def first_rows(of: ImportedFile) -> list[tuple[str, str]]:
    """What stands in each column of the first two rows, of which it is asked whether both are headings."""
    first, second = json.loads(opened(of, of.sealed_report))
    return [*zip(first, second, strict=True)]


def opened(of: ImportedFile, sealed: bytes | None) -> bytes:
    """What was sealed with the file. Raises NotFound when it is gone."""
    if sealed is None:
        raise NotFound
    return open_sealed(sealed, settings().contact_key, of.uuid)


def plan(of: ImportedFile) -> Plan:
    has_codes = of.tool == Tool.LIMESURVEY
    undated = UNDATED.get(Tool(of.tool))
    return Plan(tuple(of.columns or ()), of.words or {}, of.language, has_codes, undated, of.month_first)


def in_other_order(of: ImportedFile, known: Mapping[str, Target]) -> dict[int, str]:
    """The columns of days with one which can only be read in another order than was said, and that one."""
    return importing_rows.in_other_order(table(of), known, plan(of))


def asked(consultation_id: int) -> tuple[Questionnaire, dict[str, Target]]:
    """The survey into which files are imported, and all its fields. Raises NotFound without one."""
    questionnaire = queries.questionnaire_of(consultation_id)
    return questionnaire, targets(questionnaire)


def stored(keys: Iterable[bytes]) -> set[bytes]:
    """Which of these keys are those of responses that are here."""
    return _there(Response.code_hash, keys)


def marked(marks: Iterable[bytes]) -> set[bytes]:
    """Which of these marks are those of numbers of rows that were imported."""
    return _there(ImportedNumber.mark, marks)


def _there(column: InstrumentedAttribute[bytes], values: Iterable[bytes]) -> set[bytes]:
    wanted, found = list(values), set[bytes]()
    for begin in range(0, len(wanted), AT_ONCE):
        some = column.in_(wanted[begin : begin + AT_ONCE])
        found.update(db.session.scalars(select(column).where(some)))
    return found


def batches(consultation_id: int) -> list[Imported]:
    """Everything that was imported, the latest first, also what is undone."""
    undoer = aliased(Officer)
    rows = db.session.execute(
        select(Batch, ImportedBatch, Officer.name, undoer.name)
        .join(ImportedBatch, ImportedBatch.batch_id == Batch.id)
        .join(Officer, Officer.id == Batch.officer_id)
        .outerjoin(undoer, undoer.id == ImportedBatch.undone_by)
        .where(Batch.consultation_id == consultation_id, Batch.channel == Channel.IMPORTED)
        .order_by(Batch.id.desc())
    )
    return [Imported(*row) for row in rows]


def batch(consultation_id: int, batch_id: int) -> Imported:
    """One of them. Raises NotFound."""
    for each in batches(consultation_id):
        if each.batch.id == batch_id:
            return each
    raise NotFound


def numbered(consultation_id: int) -> dict[int, bool]:
    """For each batch that is here: did all its rows come with a number?"""
    marks = select(func.count()).where(ImportedNumber.batch_id == Batch.id).scalar_subquery()
    rows = db.session.execute(
        select(Batch.id, ImportedBatch.stored, marks)
        .join(ImportedBatch, ImportedBatch.batch_id == Batch.id)
        .where(Batch.consultation_id == consultation_id, Batch.undone_at.is_(None))
        .order_by(Batch.id)
    )
    return {id: stored <= found for id, stored, found in rows if stored}


def said_in(batch_ids: Iterable[int]) -> set[str]:
    """All that people have said whose responses came with these batches."""
    mine = select(Response.answers).where(Response.batch_id.in_([*batch_ids]))
    return {saying(answers) for answers in db.session.scalars(mine.execution_options(yield_per=AT_ONCE))}


def leaning_on(batch: Batch) -> list[Imported]:
    """Later imports that did not store some rows because they were here already, perhaps with this batch."""
    later = [each for each in batches(batch.consultation_id) if each.batch.id > batch.id]
    return [each for each in later if each.of.known and not each.batch.undone_at]


def count_in(batch_id: int) -> int:
    """How many responses of a batch are there now."""
    return db.session.scalar(select(func.count()).where(Response.batch_id == batch_id)) or 0


def mappings(council_id: int, headings: Iterable[str]) -> list[SavedMapping]:
    """The council's mappings whose headings are all in this file."""
    there = set(headings)
    mine = db.session.scalars(
        select(SavedMapping).filter_by(council_id=council_id).order_by(SavedMapping.name)
    )
    return [each for each in mine if set(each.columns) <= there]


def stuck(*, touched_before: datetime) -> list[tuple[int, int]]:
    """Files whose work has not come further since then, by their key and revision."""
    unfinished = select(ImportedFile.id, ImportedFile.revision).where(
        ImportedFile.stage.in_(WORKING), ImportedFile.touched_at < touched_before
    )
    return [(row.id, row.revision) for row in db.session.execute(unfinished)]
