"""Which PDFs are being drawn?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Model, Utc


class Drawing(Model):
    """A PDF that somebody waits for; once it is drawn, it is a `ReleaseFile` and this is gone."""

    __tablename__ = "release_drawing"
    __table_args__ = (UniqueConstraint("release_id", "language", "body"),)

    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    language: Mapped[str] = mapped_column(String(2))
    body: Mapped[str] = mapped_column(String(60), default="")  # whose tables of a joint one: its code
    begun_at: Mapped[datetime] = mapped_column(Utc)  # last given to a worker
    tries: Mapped[int] = mapped_column(default=1)
    given_up: Mapped[bool] = mapped_column(default=False)  # this machine cannot draw PDFs
