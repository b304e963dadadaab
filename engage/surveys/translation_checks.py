"""What keeps a translation from being taken in?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engage.bilingual import Bilingual
from engage.consultations.slugs import is_slug
from engage.surveys.date_parity import differences
from engage.surveys.media_checks import is_https
from engage.surveys.translation_sheet import Entry, Length

REFUSALS = (
    "gone", "overtaken", "locked", "no_source", "too_long", "bad_address", "not_https", "taken",
    "numbers_differ", "placeholders_differ", "links_differ", "dates_differ",
)  # fmt: skip
NOTHING = Bilingual()


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason. `words` are what is there instead, or what is in one language alone."""

    code: str
    words: Bilingual = NOTHING
    limit: int = 0


def refusals(entry: Entry, words: Bilingual) -> tuple[Refusal, ...]:
    """Why these words cannot be the entry's; emptying a translation is always possible."""
    if entry.locked:
        return (Refusal("locked"),)
    if not entry.source.strip():
        return (Refusal("no_source"),)
    return tuple(_wrong(entry, words)) if words[entry.target_language].strip() else ()


def _wrong(entry: Entry, words: Bilingual) -> Iterator[Refusal]:
    target = words[entry.target_language]
    if len(target) > entry.limit:
        yield Refusal("too_long", limit=entry.limit)
    if entry.length == Length.ADDRESS:
        if entry.kind == "consultation.slug" and not is_slug(target):
            yield Refusal("bad_address")
        elif entry.kind != "consultation.slug" and not is_https(target):
            yield Refusal("not_https")
        return
    for code, english, welsh in differences(words):
        yield Refusal(code, Bilingual(english, welsh))
