"""Which questions and pages has a council kept for its later surveys?"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Text, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.bilingual import Bilingual
from engage.consultations.searching import search_text
from engage.database import Json, Model, Utc, Words
from engage.surveys.definition import Page
from engage.surveys.document import from_json
from engage.surveys.texts import texts


class LibraryEntry(Model):
    """A question or a page of a council, as it was when it was saved. What it holds is never changed."""

    __tablename__ = "library_entry"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    title: Mapped[Bilingual] = mapped_column(Words)
    edition: Mapped[date]
    document: Mapped[dict[str, Any]] = mapped_column(Json)  # of a definition with one page
    whole_page: Mapped[bool]  # False: a single question, whose page is only its place
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("library_entry.id"), unique=True)
    replaces: Mapped[LibraryEntry | None] = relationship(remote_side="LibraryEntry.id")
    became: Mapped[dict[str, str] | None] = mapped_column(Json)  # see becoming.Said; None: not said yet
    search_text: Mapped[str] = mapped_column(Text, deferred=True)
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    saved_at: Mapped[datetime] = mapped_column(Utc)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Utc)  # not offered any more, still a source

    @property
    def page(self) -> Page:
        return next(from_json(self.document).pages())


@event.listens_for(LibraryEntry, "before_insert")
@event.listens_for(LibraryEntry, "before_update")
def _keep_search_text(_mapper: object, _connection: object, entry: LibraryEntry) -> None:
    words = (text.words for text in texts(from_json(entry.document)))
    entry.search_text = search_text((entry.title, *words))
