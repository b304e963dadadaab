"""Which advice did an officer set aside, and why?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.accounts.models import Officer
from engage.database import Model, Utc


class SetAside(Model):
    """An advising line that was set aside. When it is taken up again, the row stays."""

    __tablename__ = "set_aside"

    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"), index=True)
    code: Mapped[str] = mapped_column(String(40))  # ready.Line.code
    reason: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))  # of the page on which it was written
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    officer: Mapped[Officer] = relationship(foreign_keys=[officer_id], lazy="joined")
    at: Mapped[datetime] = mapped_column(Utc)
    taken_up_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    taken_up_at: Mapped[datetime | None] = mapped_column(Utc)
