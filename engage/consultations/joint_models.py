"""Which bodies hold a consultation together, and who agreed to that when?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.accounts.models import Council
from engage.database import Model, Utc

_STANDS = text("ended_at IS NULL")


class Joint(Model):
    """That a consultation is held by several bodies, and whose resident somebody is by which question."""

    __tablename__ = "joint"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), unique=True)
    question: Mapped[str] = mapped_column(String(60))  # of one choice, or from a postcode to an area
    code: Mapped[str] = mapped_column(String(60))  # the answer of the lead's own residents


class Partner(Model):
    """A council that the lead has named. It takes part from when it accepts until it leaves or is removed."""

    __tablename__ = "partner"
    __table_args__ = tuple(
        Index(
            f"uq_partner_standing_{column}",
            "consultation_id",
            column,
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        )
        for column in ("council_id", "code")
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    council: Mapped[Council] = relationship(lazy="joined")
    code: Mapped[str] = mapped_column(String(60))  # the answer of its residents
    named_at: Mapped[datetime] = mapped_column(Utc)
    named_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    accepted_at: Mapped[datetime | None] = mapped_column(Utc)
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Utc)  # it left, or the lead removed it
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))

    @property
    def takes_part(self) -> bool:
        return self.accepted_at is not None and self.ended_at is None

    @property
    def is_asked(self) -> bool:
        """Has it been named, and said neither yes nor no?"""
        return self.accepted_at is None and self.ended_at is None
