"""What does a council ask the public about, when, and with which documents?"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.accounts.models import Council
from engage.bilingual import Bilingual
from engage.consultations import documents, moments
from engage.consultations.details import SEARCHED
from engage.consultations.searching import search_text
from engage.consultations.stage import Stage, stage
from engage.consultations.topics import TOPICS
from engage.database import Json, Model, Utc, Words

_PUBLISHED = text("published_at IS NOT NULL")


class Consultation(Model):
    """One consultation. Its stage is computed from dates and facts, never stored.

    Addresses are unique among what is published, now or later: a draft must not tell another council that
    it exists.
    """

    __tablename__ = "consultation"
    __table_args__ = (
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
        CheckConstraint(
            "published_at IS NULL OR (slug_en IS NOT NULL AND slug_cy IS NOT NULL)",
            name="published_with_addresses",
        ),
        *(
            Index(
                f"uq_consultation_published_{slug}",
                slug,
                unique=True,
                sqlite_where=_PUBLISHED,
                postgresql_where=_PUBLISHED,
            )
            for slug in ("slug_en", "slug_cy")
        ),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    council: Mapped[Council] = relationship(lazy="joined")
    title: Mapped[Bilingual] = mapped_column(Words)
    slug_en: Mapped[str | None] = mapped_column(String(100))  # None: a draft without a title in English
    slug_cy: Mapped[str | None] = mapped_column(String(100))
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
    grace_minutes: Mapped[int] = mapped_column(default=30)  # after closing, for who has begun to answer
    uses_partial: Mapped[bool] = mapped_column(default=False)  # are answers used that were not sent in time?
    draft_days: Mapped[int] = mapped_column(default=60)  # how long a draft is kept after it was last saved
    post_until: Mapped[datetime | None] = mapped_column(Utc)  # when paper must be there; None: by closing
    published_at: Mapped[datetime | None] = mapped_column(Utc)
    held_at: Mapped[datetime | None] = mapped_column(Utc)  # since when it is with an approver
    outcome: Mapped[Bilingual] = mapped_column(Words)  # Markdown: what the council tells back
    reported_at: Mapped[datetime | None] = mapped_column(Utc)
    search_text: Mapped[str] = mapped_column(Text, deferred=True)  # searching.search_text, always up to date
    documents: Mapped[list[Document]] = relationship(order_by="Document.id", cascade="all, delete-orphan")

    @property
    def slug(self) -> Bilingual:
        return Bilingual(self.slug_en or "", self.slug_cy or "")

    @property
    def answers_until(self) -> datetime:
        """The first moment at which no answer is taken any more, also from those who have begun."""
        return self.closes_at + timedelta(minutes=self.grace_minutes)

    @property
    def last_minute(self) -> datetime:
        """The minute in which answers can last be sent: what people are told as the closing time."""
        return moments.last_minute(self.closes_at)

    @property
    def last_post(self) -> datetime | None:
        """The minute by which paper must be there, if that is not the closing time."""
        return moments.last_minute(self.post_until) if self.post_until else None

    def follow_closing(self) -> None:
        """Paper is taken at least as long as answers on the website."""
        if self.post_until:
            self.post_until = max(self.post_until, self.closes_at)

    def is_held(self, now: datetime) -> bool:
        """Is it with an approver, or waiting for its minute? Then nothing of it changes."""
        return self.held_at is not None and self.stage(now) == Stage.DRAFT

    def stage(self, now: datetime) -> Stage:
        return stage(self.published_at, self.opens_at, self.closes_at, self.reported_at, now)


class Document(Model):
    """A paper that belongs to a consultation: always a pair of files, one in each language."""

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("consultation_id", "code"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    code: Mapped[str] = mapped_column(String(40))  # by which surveys point to it; documents.new_code
    title: Mapped[Bilingual] = mapped_column(Words)
    file_name: Mapped[Bilingual] = mapped_column(Words)  # documents.safe_name: the end tells the type
    file_en: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    file_cy: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    bytes_en: Mapped[int]
    bytes_cy: Mapped[int]

    def content(self, language: str) -> bytes:
        """The file in this language."""
        return self.file_en if language == "en" else self.file_cy

    def kind(self, language: str) -> str:
        """What kind of file there is in this language, such as "PDF"."""
        return documents.extension(self.file_name[language]).upper()

    def size(self, language: str) -> str:
        """How large the file in this language is, such as "340 kB"."""
        return documents.size(self.bytes_en if language == "en" else self.bytes_cy)


@event.listens_for(Consultation, "before_insert")
@event.listens_for(Consultation, "before_update")
def _keep_search_text(_mapper: object, _connection: object, consultation: Consultation) -> None:
    texts = [getattr(consultation, name) for name in SEARCHED]
    texts += [TOPICS[code] for code in consultation.topics if code in TOPICS]
    consultation.search_text = search_text(texts)
