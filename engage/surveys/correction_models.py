"""Which slips of the pen were corrected in what had been published?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engage.bilingual import Bilingual
from engage.database import Json, Model, Utc, Words


class Correction(Model):
    """One text that was corrected, with what it said before; the log is only ever added to."""

    __tablename__ = "correction"

    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"), index=True)
    key: Mapped[str] = mapped_column(String(300))  # texts.Text.key
    before: Mapped[Bilingual] = mapped_column(Words)
    after: Mapped[Bilingual] = mapped_column(Words)
    reason: Mapped[str] = mapped_column(Text)  # the officer's, in one language
    doubts: Mapped[list[str]] = mapped_column(Json)  # slips.doubts that the officer has answered with "no"
    versions: Mapped[list[Any]] = mapped_column(Json)  # the numbers of the versions in which it was corrected
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime] = mapped_column(Utc)
