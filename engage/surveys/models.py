"""Which surveys are being written, and which wordings have been published?"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.bilingual import Bilingual
from engage.consultations.models import Consultation
from engage.database import Json, Model, Utc, Words
from engage.surveys import workflow
from engage.surveys.definition import Definition
from engage.surveys.document import from_json, from_stored
from engage.surveys.workflow import State


def digest(document: dict[str, Any]) -> str:
    """SHA-256 of the document: what was parsed once need not be loaded again to know that it is the same."""
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def _digest(context: DefaultExecutionContext) -> str:
    return digest(context.get_current_parameters()["document"])


class Survey(Model):
    """The survey of a consultation, as its authors are writing it."""

    __tablename__ = "survey"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), unique=True)
    consultation: Mapped[Consultation] = relationship(lazy="joined")
    draft: Mapped[dict[str, Any]] = mapped_column(Json)  # document.to_json(definition)
    changed_at: Mapped[datetime] = mapped_column(Utc)
    revision: Mapped[int] = mapped_column(default=0)  # tells one state of the draft from the next
    state: Mapped[State] = mapped_column(String(20), default=State.DRAFT)
    written_in: Mapped[str] = mapped_column(String(2), default="en")  # the language that is written first
    versions: Mapped[list[SurveyVersion]] = relationship(
        order_by="SurveyVersion.number", back_populates="survey"
    )

    @property
    def definition(self) -> Definition:
        """The draft, parsed once for as long as it stays the same."""
        document, parsed = vars(self).get("_parsed", (None, None))
        if parsed is None or document != self.draft:
            parsed = from_stored(self.draft)
            vars(self)["_parsed"] = (self.draft, parsed)
        return parsed

    def standing(self, now: datetime) -> State:
        """Where it stands at this moment on its way to the public."""
        return workflow.standing(self.state, self.consultation.published_at, now)

    def freeze(self, officer_id: int, now: datetime) -> SurveyVersion:
        """Make the draft, as it is now, the next version."""
        version = SurveyVersion(
            number=len(self.versions) + 1, document=self.draft, published_at=now, published_by_id=officer_id
        )
        self.versions.append(version)
        return version


class DraftChange(Model):
    """One thing that was done to a draft, with the document as it was before, so that it can be undone."""

    __tablename__ = "draft_change"
    __table_args__ = (UniqueConstraint("survey_id", "revision"),)

    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    revision: Mapped[int]  # of the draft after the change
    before: Mapped[dict[str, Any]] = mapped_column(Json, deferred=True)
    deed: Mapped[str] = mapped_column(String(40))  # deeds.Deed
    subject: Mapped[Bilingual] = mapped_column(Words)  # what it was done to, by its title
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime] = mapped_column(Utc)


class SurveyVersion(Model):
    """One frozen wording of a survey. Residents answer a version, never a draft."""

    __tablename__ = "survey_version"
    __table_args__ = (UniqueConstraint("survey_id", "number"),)

    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    survey: Mapped[Survey] = relationship(back_populates="versions")
    number: Mapped[int]  # 1, 2, 3 ... within its survey
    document: Mapped[dict[str, Any]] = mapped_column(Json)  # document.to_json(definition); never changed
    corrected: Mapped[dict[str, Any] | None] = mapped_column(Json)  # shown instead, once a slip was corrected
    digest: Mapped[str] = mapped_column(String(64), default=_digest)  # of what is shown
    published_at: Mapped[datetime] = mapped_column(Utc)
    published_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))

    @property
    def definition(self) -> Definition:
        """The wording that residents are shown."""
        return from_json(self.corrected or self.document)

    def correct(self, document: dict[str, Any]) -> None:
        """Show this instead of what was published, which stays as it is beside it."""
        self.corrected, self.digest = document, digest(document)
