"""What must a council say before it consults, and when are its schools on holiday?"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.consultations.preparation import Preparation, from_json
from engage.database import Json, Model, Utc


class PreparationRow(Model):
    """What is said before a consultation goes out; without a row nothing has been said yet."""

    __tablename__ = "preparation"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), unique=True)
    document: Mapped[dict[str, Any]] = mapped_column(Json)  # preparation.to_json
    revision: Mapped[int] = mapped_column(default=0)  # tells one state of it from the next
    changed_at: Mapped[datetime] = mapped_column(Utc)

    @property
    def said(self) -> Preparation:
        return from_json(self.document)


class SchoolHoliday(Model):
    """One of the holidays that a council has set for its schools."""

    __tablename__ = "school_holiday"
    __table_args__ = (
        UniqueConstraint("council_id", "first_on", "last_on"),
        CheckConstraint("last_on >= first_on", name="ends_after_it_begins"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    first_on: Mapped[date]
    last_on: Mapped[date]  # the last day without school
