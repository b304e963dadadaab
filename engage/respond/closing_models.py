"""For which consultations has the rule on answers that were not sent been applied?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Model, Utc


class SettledClosing(Model):
    """A consultation whose drafts have been counted, or left out, by the rule that it published."""

    __tablename__ = "settled_closing"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), unique=True)
    settled_at: Mapped[datetime] = mapped_column(Utc)
    counted: Mapped[int]  # how many drafts were counted as partial responses
