"""What does a translator see: the texts, who translated and checked them, what was said about them?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.bilingual import other_language
from engage.consultations import queries as consultations
from engage.consultations.models import Consultation
from engage.database import db
from engage.errors import NotFound
from engage.surveys import translation_service as translation
from engage.surveys.definition import Definition
from engage.surveys.models import Survey
from engage.surveys.translation import digest, fingerprint
from engage.surveys.translation_models import Sort, TranslationMessage, TranslationRecord
from engage.surveys.translation_sheet import Entry

MOST = 3  # earlier translations that are shown of one text


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that there is to translate for one consultation."""

    consultation: Consultation
    survey: Survey | None
    definition: Definition | None
    entries: tuple[Entry, ...]
    asked: frozenset[str]  # keys of the texts about which a question is open

    @property
    def written_in(self) -> str:
        return self.survey.written_in if self.survey else "en"

    def entry(self, key: str) -> Entry:
        """The text with this key. Raises NotFound."""
        for entry in self.entries:
            if entry.key == key:
                return entry
        raise NotFound


@dataclass(frozen=True, slots=True)
class Hands:
    """Who translated a text as it stands, and who signed it off."""

    translated_by: str | None
    translated_at: datetime
    signed_by: str | None
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Message:
    """Something that was said about a text."""

    by: str
    at: datetime
    sort: str
    said: str
    language: str


def sheet(officer: Officer, consultation_id: int, permission: Permission = Permission.TRANSLATE) -> Sheet:
    """Raises NotFound or NotAllowed."""
    consultation = consultations.for_officer(officer, consultation_id, permission)
    survey = db.session.scalar(select(Survey).filter_by(consultation_id=consultation_id))
    definition = survey.definition if survey else None
    return Sheet(
        consultation,
        survey,
        definition,
        translation.entries(consultation, survey),
        frozenset(_open(consultation_id)),
    )


def hands(consultation_id: int, entries: Iterable[Entry]) -> dict[str, Hands]:
    """Who translated and signed off these texts, by their keys."""
    now = {entry.key: digest(entry.text.words) for entry in entries}
    translator, checker = aliased(Officer), aliased(Officer)
    row = TranslationRecord
    rows = db.session.execute(
        select(row.key, row.digest, translator.name, row.at, checker.name, row.signed_at)
        .outerjoin(translator, translator.id == row.officer_id)
        .outerjoin(checker, checker.id == row.signed_by_id)
        .where(row.consultation_id == consultation_id, row.key.in_(list(now)))
    )
    return {
        key: Hands(by, at, signed_by, signed_at)
        for key, words, by, at, signed_by, signed_at in rows
        if now[key] == words
    }


def memory(council_id: int, entries: Iterable[Entry]) -> dict[str, list[str]]:
    """For each text the translations that the council has used for the same source, signed off ones first."""
    wanted = {entry.key: fingerprint(entry.source) for entry in entries if entry.source.strip()}
    row = TranslationRecord
    rows = db.session.execute(
        select(row.fingerprint, row.language, row.words)
        .join(Consultation, Consultation.id == row.consultation_id)
        .where(Consultation.council_id == council_id, row.fingerprint.in_(set(wanted.values())))
        .order_by(row.signed_at.is_(None), row.at.desc(), row.id.desc())
    )
    used: dict[tuple[str, str], list[str]] = {}
    for source, language, words in rows:
        if fingerprint(words[language]) == source and words.complete:
            used.setdefault((source, language), []).append(words[other_language(language)])
    return {entry.key: _others(entry, used) for entry in entries if entry.key in wanted}


def thread(consultation_id: int, key: str) -> list[Message]:
    """What was said about a text, the first thing first."""
    row = TranslationMessage
    rows = db.session.execute(
        select(Officer.name, row.at, row.sort, row.said, row.language)
        .join(Officer, Officer.id == row.officer_id)
        .where(row.consultation_id == consultation_id, row.key == key)
        .order_by(row.id)
    )
    return [Message(*each) for each in rows]


def is_open(messages: Sequence[Message]) -> bool:
    """Does a question wait for its answer?"""
    turns = [each.sort for each in messages if each.sort != Sort.NOTE]
    return bool(turns) and turns[-1] == Sort.QUESTION


def _others(entry: Entry, used: dict[tuple[str, str], list[str]]) -> list[str]:
    found = used.get((fingerprint(entry.source), entry.source_language), [])
    return [each for each in dict.fromkeys(found) if each != entry.target][:MOST]


def _open(consultation_id: int) -> list[str]:
    """The keys of the texts whose last question has no answer."""
    row = TranslationMessage
    said = select(row.key, row.sort).where(row.consultation_id == consultation_id, row.sort != Sort.NOTE)
    last = {key: sort for key, sort in db.session.execute(said.order_by(row.id))}  # noqa: C416
    return [key for key, sort in last.items() if sort == Sort.QUESTION]
