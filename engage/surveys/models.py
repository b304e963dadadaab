"""Which surveys are being written, and which wordings have been published?"""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.consultations.models import Consultation
from engage.database import Json, Model, Utc
from engage.surveys.definition import Definition
from engage.surveys.document import from_json


class Survey(Model):
    """The survey of a consultation, as its authors are writing it."""

    __tablename__ = "survey"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), unique=True)
    consultation: Mapped[Consultation] = relationship(lazy="joined")
    draft: Mapped[dict[str, Any]] = mapped_column(Json)  # document.to_json(definition)
    changed_at: Mapped[datetime] = mapped_column(Utc)
    versions: Mapped[list[SurveyVersion]] = relationship(order_by="SurveyVersion.number")


class SurveyVersion(Model):
    """One frozen wording of a survey. Residents answer a version, never a draft."""

    __tablename__ = "survey_version"
    __table_args__ = (UniqueConstraint("survey_id", "number"),)

    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    survey: Mapped[Survey] = relationship(back_populates="versions")
    number: Mapped[int]  # 1, 2, 3 ... within its survey
    document: Mapped[dict[str, Any]] = mapped_column(Json)  # document.to_json(definition)
    published_at: Mapped[datetime] = mapped_column(Utc)
    published_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))

    @cached_property
    def definition(self) -> Definition:
        return from_json(self.document)
