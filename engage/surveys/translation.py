"""Was a text translated from what its source says now?

A record belongs to a text as it stands in both languages together, and says from which words it was
translated. Words that come back, by undo or by hand, therefore meet the record that they had before.
When in doubt a translation counts as stale: whoever reads both languages can say that it is still right.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256

from engage.bilingual import LANGUAGES, Bilingual, other_language


class State(StrEnum):
    """What is to be done with a text."""

    NOTHING = "nothing"  # it is left out in both languages, as it may be
    MISSING = "missing"
    STALE = "stale"
    DONE = "done"
    SIGNED_OFF = "signed_off"


@dataclass(frozen=True, slots=True)
class Record:
    """From which language, and from which words in it, a text was translated."""

    language: str
    source: str
    signed_off: bool = False

    def fits(self, words: Bilingual) -> bool:
        """Does the source still say what was translated?"""
        return _plain(self.source) == _plain(words[self.language])


class Records:
    """What is known of the texts of a consultation: each record has its text's key and the words' digest."""

    def __init__(self, known: Iterable[tuple[str, str, Record]] = ()) -> None:
        """`known` comes in the order in which the records were made."""
        self._exact: dict[tuple[str, str], Record] = {}
        self._latest: dict[str, Record] = {}
        for key, words, record in known:
            self.keep(key, words, record)

    def keep(self, key: str, words: str, record: Record) -> None:
        self._exact[key, words] = record
        self._latest[key] = replace(record, signed_off=False)

    def has(self, key: str, words: Bilingual) -> bool:
        return (key, digest(words)) in self._exact

    def of(self, key: str, words: Bilingual) -> Record | None:
        """The record of these words; of words that came unnoticed, the latest one of their text."""
        return self._exact.get((key, digest(words))) or (self._latest.get(key) if words else None)


def state(words: Bilingual, record: Record | None, *, required: bool) -> State:
    """Where the text stands. Complete without a record, it was written in both languages by the author."""
    if not words.complete:
        return State.MISSING if words or required else State.NOTHING
    if record is None:
        return State.DONE
    if not record.fits(words):
        return State.STALE
    return State.SIGNED_OFF if record.signed_off else State.DONE


def followed(record: Record | None, before: Bilingual, after: Bilingual, written_in: str) -> Record | None:
    """The record of the words after a change; `record` is that of the words before it.

    Changing one language alone makes the text stale, whichever it is: the one that was changed is the source
    from then on. Changing the other one after it, or both at once, or writing what was missing renews it.
    After the source was emptied nobody knows which language follows which: until both change it is stale.
    """
    record = record or implied(before, written_in)
    if record is None:
        return _first(before, after, written_in)
    if not after:
        return None
    changed = [each for each in LANGUAGES if _plain(before[each]) != _plain(after[each])]
    translation = other_language(record.language)
    if not after[record.language].strip():  # nothing that what is written now could be a translation of
        return Record(record.language, "") if translation in changed else record
    if not after.complete or not changed:
        return record
    if changed == [record.language]:
        return record if before[record.language].strip() else Record(record.language, "")
    if changed == [translation] and before.complete:
        return _turned(record, before, after)
    return Record(record.language, after[record.language])


def _turned(record: Record, before: Bilingual, after: Bilingual) -> Record:
    """The record after the translation alone was changed: did it go ahead, or follow its source?"""
    translation = other_language(record.language)
    if record.fits(before):
        return Record(translation, before[translation])
    return Record(record.language, after[record.language]) if record.source.strip() else record


def implied(words: Bilingual, written_in: str) -> Record | None:
    """The record of a text that has none: what is complete, as in a file, counts as translated."""
    return Record(written_in, words[written_in]) if words.complete else None


def source_language(words: Bilingual, record: Record | None, written_in: str) -> str:
    """From which language the text is, or was, translated: from the one that is there, if only one is."""
    if len(words.missing) == 1:
        return other_language(words.missing[0])
    return record.language if record and words.complete else written_in


def fingerprint(text: str) -> str:
    """SHA-256 of the words, whatever the white space between them."""
    return sha256(_plain(text).encode()).hexdigest()


@lru_cache(maxsize=10_000)
def digest(words: Bilingual) -> str:
    """SHA-256 of a text in both languages together."""
    return sha256(f"{_plain(words.en)}\n{_plain(words.cy)}".encode()).hexdigest()


def _first(before: Bilingual, after: Bilingual, written_in: str) -> Record | None:
    """The first record of a text: in which language did it begin?"""
    if not after.complete:
        return None
    began = [each for each in LANGUAGES if before[each].strip()] or [written_in]
    return Record(began[0], after[began[0]])


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
