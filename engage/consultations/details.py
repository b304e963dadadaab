"""What does an officer say about a consultation?"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from engage.bilingual import Bilingual

BILINGUAL = (
    "title",
    "summary",
    "why",
    "can_change",
    "cannot_change",
    "audience",
    "area",
    "contact",
    "other_formats",
    "privacy",
)
"""The texts of a consultation, all needed in both languages before it is published."""

NOTHING = Bilingual()
SEARCHED = ("title", "summary", "why", "audience", "area")


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """All that an author writes. In a draft any text may be empty, the dates may not.

    An empty slug is made from the title. `closes_at` is the first moment at which the consultation is closed.
    """

    opens_at: datetime
    closes_at: datetime
    title: Bilingual
    slug: Bilingual = NOTHING
    summary: Bilingual = NOTHING  # plain text
    why: Bilingual = NOTHING  # this and the texts below are Markdown
    can_change: Bilingual = NOTHING
    cannot_change: Bilingual = NOTHING
    audience: Bilingual = NOTHING
    contact: Bilingual = NOTHING
    other_formats: Bilingual = NOTHING
    privacy: Bilingual = NOTHING
    area: Bilingual = NOTHING  # plain text
    topics: tuple[str, ...] = ()

    def columns(self) -> dict[str, object]:
        """The details under the names of a consultation's columns; an empty slug is None."""
        found = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "slug"}
        slugs = {"slug_en": self.slug.en or None, "slug_cy": self.slug.cy or None}
        return {**found, **slugs, "topics": list(self.topics)}
