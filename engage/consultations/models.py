"""What does a council ask the public about, when, and with which documents?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.accounts.models import Council
from engage.bilingual import Bilingual
from engage.consultations.stage import Stage, stage
from engage.database import Json, Model, Utc, Words


class Consultation(Model):
    """One consultation. Its stage is computed from dates and facts, never stored."""

    __tablename__ = "consultation"
    __table_args__ = (CheckConstraint("closes_at > opens_at", name="closes_after_opening"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    council: Mapped[Council] = relationship(lazy="joined")
    title: Mapped[Bilingual] = mapped_column(Words)
    slug_en: Mapped[str] = mapped_column(String(100), unique=True)
    slug_cy: Mapped[str] = mapped_column(String(100), unique=True)
    summary: Mapped[Bilingual] = mapped_column(Words)  # plain text
    why: Mapped[Bilingual] = mapped_column(Words)  # this and the texts below: Markdown
    can_change: Mapped[Bilingual] = mapped_column(Words)
    cannot_change: Mapped[Bilingual] = mapped_column(Words)
    audience: Mapped[Bilingual] = mapped_column(Words)  # who should answer
    contact: Mapped[Bilingual] = mapped_column(Words)
    other_formats: Mapped[Bilingual] = mapped_column(Words)
    privacy: Mapped[Bilingual] = mapped_column(Words)
    area: Mapped[Bilingual] = mapped_column(Words)  # plain text
    topics: Mapped[list[str]] = mapped_column(Json)  # topics.TOPICS codes
    opens_at: Mapped[datetime] = mapped_column(Utc)
    closes_at: Mapped[datetime] = mapped_column(Utc)  # the first moment at which it is closed
    published_at: Mapped[datetime | None] = mapped_column(Utc)
    outcome: Mapped[Bilingual] = mapped_column(Words)  # Markdown: what the council tells back
    reported_at: Mapped[datetime | None] = mapped_column(Utc)
    documents: Mapped[list[Document]] = relationship(order_by="Document.id", cascade="all, delete-orphan")

    @property
    def slug(self) -> Bilingual:
        return Bilingual(self.slug_en, self.slug_cy)

    def stage(self, now: datetime) -> Stage:
        return stage(self.published_at, self.opens_at, self.closes_at, self.reported_at, now)


class Document(Model):
    """A paper that belongs to a consultation: always a pair of files, one in each language."""

    __tablename__ = "document"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    title: Mapped[Bilingual] = mapped_column(Words)
    file_name: Mapped[Bilingual] = mapped_column(Words)
    content_type: Mapped[str] = mapped_column(String(100))
    file_en: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    file_cy: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    bytes_en: Mapped[int]
    bytes_cy: Mapped[int]
