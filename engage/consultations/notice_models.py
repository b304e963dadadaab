"""Which changes of a consultation was the public told of?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from engage.bilingual import Bilingual
from engage.consultations import moments
from engage.consultations.notices import Kind
from engage.database import Model, Utc, Words


class Notice(Model):
    """One change of a published consultation, as its page tells it; it is never changed or removed."""

    __tablename__ = "notice"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    kind: Mapped[Kind] = mapped_column(String(20))
    words: Mapped[Bilingual] = mapped_column(Words)  # what has changed and why; of a correction the new words
    instead_of: Mapped[Bilingual | None] = mapped_column(Words)  # of a correction: the words before
    was: Mapped[datetime | None] = mapped_column(Utc)  # of a closing date: consultation.closes_at before
    becomes: Mapped[datetime | None] = mapped_column(Utc)  # and after
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime] = mapped_column(Utc)

    def moment(self, which: str) -> datetime | None:
        """The last minute before it closes, "was" or "becomes", as people are told it."""
        closes_at: datetime | None = getattr(self, which)
        return moments.last_minute(closes_at) if closes_at else None
