"""Which files of other tools are being imported, and which mappings does a council keep?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Json, Model, Utc


class Stage(StrEnum):
    """How far a file has come. What ends in "ing" waits for a worker, or is with one."""

    READING = "reading"
    REFUSED = "refused"
    ASKED = "asked"  # whether it has one row of headings or two
    READ = "read"  # its columns are to be mapped
    CHECKING = "checking"
    CHECKED = "checked"
    STORING = "storing"
    STORED = "stored"
    FAILED = "failed"


WORKING = (Stage.READING, Stage.CHECKING, Stage.STORING)


class ImportedFile(Model):
    """A file from another tool on its way into the data set. What is in it is sealed, and deleted after."""

    __tablename__ = "imported_file"

    uuid: Mapped[bytes] = mapped_column(LargeBinary(16), unique=True)  # context of what is sealed
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))  # who brought or last imported it
    name: Mapped[str] = mapped_column(String(120))
    tool: Mapped[str] = mapped_column(String(20))  # importing_columns.Tool
    language: Mapped[str] = mapped_column(String(2))  # of the answers where no column says it
    heading_rows: Mapped[int]  # 0: to be asked about where it could be one or two
    stage: Mapped[Stage] = mapped_column(String(20), index=True)
    refused: Mapped[dict[str, Any] | None] = mapped_column(
        Json
    )  # why it went no further: code and parameters
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)  # the file, then its table
    sealed_report: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    encoding: Mapped[str] = mapped_column(String(10), default="")
    sheet: Mapped[str] = mapped_column(String(120), default="")  # which one was read, if there are several
    rows: Mapped[int] = mapped_column(default=0)
    headings: Mapped[list[str] | None] = mapped_column(Json)  # until it is stored, as what they are for
    columns: Mapped[list[str] | None] = mapped_column(Json)  # what each one holds: importing_rows.Plan
    words: Mapped[dict[str, dict[str, str]] | None] = mapped_column(Json)
    month_first: Mapped[bool] = mapped_column(default=False)  # in days that are written in figures
    revision: Mapped[int] = mapped_column(default=1)  # grows with every change of the mapping
    leaves_out: Mapped[bool] = mapped_column(default=False)  # rows with problems, by an explicit tick
    whose: Mapped[str] = mapped_column(String(10), default="same")  # importing_standing.Whose
    progress: Mapped[int] = mapped_column(default=0)  # per cent
    tries: Mapped[int] = mapped_column(default=0)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"))
    brought_at: Mapped[datetime] = mapped_column(Utc)
    touched_at: Mapped[datetime] = mapped_column(Utc)


class ImportedBatch(Model):
    """What a batch that came from a file was, once the file itself is gone."""

    __tablename__ = "imported_batch"

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), unique=True)
    tool: Mapped[str] = mapped_column(String(20))
    rows: Mapped[int]  # in the file
    stored: Mapped[int]
    known: Mapped[int]  # were here already, as they are or with other answers
    left_out: Mapped[int]  # had problems, and were left out by an explicit tick
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))


class ImportedNumber(Model):
    """That a number came with a batch, by one of its marks (`importing_keys`); nothing leads to its row."""

    __tablename__ = "imported_number"

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    mark: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)


class SavedMapping(Model):
    """How files with these headings are read, for whoever brings the next one."""

    __tablename__ = "saved_mapping"
    __table_args__ = (UniqueConstraint("council_id", "name"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    name: Mapped[str] = mapped_column(String(80))
    tool: Mapped[str] = mapped_column(String(20))
    columns: Mapped[dict[str, str]] = mapped_column(Json)  # what stands under each heading
    words: Mapped[dict[str, dict[str, str]]] = mapped_column(Json)
    month_first: Mapped[bool] = mapped_column(default=False)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    saved_at: Mapped[datetime] = mapped_column(Utc)
