"""Which survey files have officers brought that are not yet anybody's draft?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Json, Model, Utc
from engage.surveys.definition import Definition
from engage.surveys.document import from_json
from engage.surveys.outcome import problems
from engage.surveys.problems import Problem


class Stage(StrEnum):
    """How far a file has come. It is waiting until a worker reads it."""

    WAITING = "waiting"
    READING = "reading"
    READ = "read"
    REFUSED = "refused"
    FAILED = "failed"  # it took too long, or too much memory


class BroughtFile(Model):
    """A file that would become the draft of a survey; a later one takes its place."""

    __tablename__ = "brought_file"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), unique=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    number: Mapped[int] = mapped_column(default=1)  # 1, 2, 3 ... of this consultation
    name: Mapped[str] = mapped_column(String(120))
    format: Mapped[str] = mapped_column(String(20))  # formats.Format
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)  # until it is read
    stage: Mapped[Stage] = mapped_column(String(20), index=True)
    progress: Mapped[int] = mapped_column(default=0)  # per cent
    tries: Mapped[int] = mapped_column(default=0)
    document: Mapped[dict[str, Any] | None] = mapped_column(Json, deferred=True)
    found: Mapped[list[Any] | None] = mapped_column(Json)  # what is wrong with it: outcome.plain
    remarked: Mapped[list[Any] | None] = mapped_column(Json)  # what is not as it was in the file
    brought_at: Mapped[datetime] = mapped_column(Utc)
    touched_at: Mapped[datetime] = mapped_column(Utc)  # when its reading last came a step further

    @property
    def definition(self) -> Definition:
        """What it would make. Only of a file that was read."""
        return from_json(self.document)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return problems(self.found)

    @property
    def remarks(self) -> tuple[Problem, ...]:
        return problems(self.remarked)
