"""Which figures on cohesion did a council agree to share, and which published ones has it entered?"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from engage.bilingual import Bilingual
from engage.database import Model, Utc, Words


class CohesionShare(Model):
    """That a council lets the others of the installation see the measures of cohesion of one release.

    The row goes when the council no longer does; the audit trail keeps both.
    """

    __tablename__ = "cohesion_share"

    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), unique=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)  # which shares
    agreed_at: Mapped[datetime] = mapped_column(Utc)
    agreed_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))


class NationalFigure(Model):
    """A share that somebody else published, as an officer entered it for the own council."""

    __tablename__ = "national_figure"
    __table_args__ = (
        CheckConstraint("tenths BETWEEN 0 AND 1000", name="a_share"),
        CheckConstraint("people IS NULL OR people > 0", name="somebody_asked"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    measure: Mapped[str] = mapped_column(String(60))  # of the set, or several together
    tenths: Mapped[int]  # of a per cent
    survey: Mapped[Bilingual] = mapped_column(Words)
    place: Mapped[Bilingual] = mapped_column(Words)
    period: Mapped[Bilingual] = mapped_column(Words)
    people: Mapped[int | None]  # who were asked
    source: Mapped[Bilingual] = mapped_column(Words)
    address: Mapped[str] = mapped_column(String(500), default="")  # of the source
    published_on: Mapped[date]
    note: Mapped[Bilingual] = mapped_column(Words)  # such as how its words differ
    entered_at: Mapped[datetime] = mapped_column(Utc)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
