"""Which breakdown was planned for a consultation, and which figures were released?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.analysis.universe import Plan
from engage.database import Json, Model, Utc
from engage.equality.characteristics import Level


class Planned:
    """The columns of a `universe.Plan`, in which every characteristic is named."""

    level: Mapped[str] = mapped_column(String(10))
    characteristics: Mapped[list[str]] = mapped_column(Json)
    organisation_question: Mapped[str] = mapped_column(String(40))  # "": nobody is left out
    organisation_codes: Mapped[list[str]] = mapped_column(Json)

    @property
    def plan(self) -> Plan:
        return Plan(
            level=Level(self.level),
            characteristics=tuple(self.characteristics),
            organisation_question=self.organisation_question,
            organisation_codes=tuple(self.organisation_codes),
        )

    @plan.setter
    def plan(self, plan: Plan) -> None:
        self.level = plan.level
        self.characteristics = list(plan.characteristics)
        self.organisation_question = plan.organisation_question
        self.organisation_codes = list(plan.organisation_codes)


class BreakdownPlan(Planned, Model):
    """What was last decided about a consultation's breakdown; it may change until a release is asked for."""

    __tablename__ = "breakdown_plan"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), unique=True)
    decided_at: Mapped[datetime] = mapped_column(Utc)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))


class Release(Planned, Model):
    """One set of figures about a consultation: asked for, then made once and never changed.

    It keeps the plan, the rule and the wordings under which it was made, so that its tables can be put
    together again. `figures` are what disclosure control let through; true counts are nowhere.
    """

    __tablename__ = "release"
    __table_args__ = (
        UniqueConstraint("consultation_id", "epoch"),
        CheckConstraint(
            "(made_at IS NULL) = (snapshot IS NULL)"
            " AND (made_at IS NULL) = (figures IS NULL) AND (made_at IS NULL) = (file_bytes IS NULL)",
            name="made_whole",
        ),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    epoch: Mapped[int]  # 1, 2, 3 ... within its consultation: each has a key of its own
    version_ids: Mapped[list[int]] = mapped_column(Json)  # of the survey, newest first
    equality_set: Mapped[str | None] = mapped_column(String(40))  # None: the survey asks no such questions
    rounded_to: Mapped[int]  # every figure is a multiple of this
    hidden_below: Mapped[int]  # and none is smaller than this
    asked_at: Mapped[datetime] = mapped_column(Utc)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    made_at: Mapped[datetime | None] = mapped_column(Utc)
    people: Mapped[int | None]  # that are counted, as released: rounded, None when too few
    snapshot: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)  # sealed under SNAPSHOT_KEY
    figures: Mapped[Any] = mapped_column(Json, nullable=True, deferred=True)  # breakdown.Stored
    file_bytes: Mapped[Any] = mapped_column(Json, nullable=True)  # length of each file, by language and name

    @property
    def context(self) -> bytes:
        """What binds a sealed snapshot to its place."""
        return f"release {self.consultation_id} {self.epoch}".encode()
