"""Which pictures does a council have for its surveys?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Model, Utc


class StoredPicture(Model):
    """A picture as it is shown. Its name is made of its content, so the same one is never kept twice."""

    __tablename__ = "picture"
    __table_args__ = (UniqueConstraint("council_id", "file"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    file: Mapped[str] = mapped_column(String(60), index=True)  # pictures.Picture.file
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    added_at: Mapped[datetime] = mapped_column(Utc)  # when an officer last brought it
