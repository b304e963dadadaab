"""What was translated from what, by whom, and what have translators and authors said about it?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.bilingual import Bilingual
from engage.database import Json, Model, Utc, Words
from engage.surveys.translation import Record


class TranslationRecord(Model):
    """From what a text was translated, as it stood in both languages together. Kept for undo."""

    __tablename__ = "translation_record"
    __table_args__ = (UniqueConstraint("consultation_id", "key", "digest"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    key: Mapped[str] = mapped_column(Text)  # texts.Text.key, or one of consultation_texts
    digest: Mapped[str] = mapped_column(String(64))  # translation.digest(words)
    words: Mapped[Bilingual] = mapped_column(Words)
    language: Mapped[str] = mapped_column(String(2))  # from which it was translated
    source: Mapped[str] = mapped_column(Text)  # the words in it that were translated
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)  # translation.fingerprint(source)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))  # None: from the console
    at: Mapped[datetime] = mapped_column(Utc)
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    signed_at: Mapped[datetime | None] = mapped_column(Utc)

    @property
    def record(self) -> Record:
        return Record(self.language, self.source, self.signed_at is not None)


class Sort(StrEnum):
    """What somebody says about a text. A question is open until an answer follows it."""

    NOTE = "note"
    QUESTION = "question"
    ANSWER = "answer"


class TranslationMessage(Model):
    """Something that a translator or an author says about one text."""

    __tablename__ = "translation_message"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    key: Mapped[str] = mapped_column(Text)
    sort: Mapped[str] = mapped_column(String(10))
    said: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))  # of the page on which it was written
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime] = mapped_column(Utc)


class TranslationDelivery(Model):
    """A translator's file that was read but not yet taken in, until somebody has seen what it would do."""

    __tablename__ = "translation_delivery"
    __table_args__ = (UniqueConstraint("consultation_id", "officer_id"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2))  # from which the file was translated
    revision: Mapped[int]  # of the draft from which the file was made
    rows: Mapped[list[dict[str, Any]]] = mapped_column(Json)  # translation_files.Row
    at: Mapped[datetime] = mapped_column(Utc)
