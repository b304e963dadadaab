"""Which forms have been drawn already, so that nobody waits for them again?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Model, Utc


class PaperFile(Model):
    """A form as it is downloaded. It is drawn anew when `digest` is no longer that of what it shows."""

    __tablename__ = "paper_file"
    __table_args__ = (UniqueConstraint("version_id", "form", "kind"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("survey_version.id"))
    form: Mapped[str] = mapped_column(String(12))  # paper_ids.FormId: variant, size and language
    kind: Mapped[str] = mapped_column(String(4))  # pdf or docx
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int]  # bytes
    made_at: Mapped[datetime] = mapped_column(Utc)
