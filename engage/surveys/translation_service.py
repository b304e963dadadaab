"""How is it kept in mind what was translated from what, while words change?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engage.accounts.models import Officer
from engage.bilingual import Bilingual
from engage.database import db
from engage.surveys.document import from_json
from engage.surveys.models import Survey
from engage.surveys.texts import texts
from engage.surveys.translation import Record, digest, fingerprint, followed, implied
from engage.surveys.translation_models import TranslationRecord

NOTHING = Bilingual()


def follow(
    officer: Officer | None, survey: Survey, before: dict[str, Any], after: dict[str, Any], *, now: datetime
) -> None:
    """Keep the record of what was translated from what, while the draft changes from `before` to `after`."""
    follow_words(
        officer, survey.consultation_id, _words(before), _words(after), written_in=survey.written_in, now=now
    )


def follow_words(
    officer: Officer | None,
    consultation_id: int,
    before: Mapping[str, Bilingual],
    after: Mapping[str, Bilingual],
    *,
    written_in: str,
    now: datetime,
) -> None:
    """Keep the records of these texts, given by their keys, while their words change."""
    changed = {key: words for key, words in after.items() if words != before.get(key, NOTHING)}
    known = _known(consultation_id, changed)
    for key, words in changed.items():
        old = before.get(key, NOTHING)
        record = known.get((key, digest(old))) or implied(old, written_in)
        found = {old: record, words: followed(record, old, words, written_in)}
        for each, its in found.items():
            if its and (key, digest(each)) not in known:
                known[key, digest(each)] = its
                db.session.add(row(officer, consultation_id, key, each, its, now))


def row(
    officer: Officer | None, consultation_id: int, key: str, words: Bilingual, record: Record, now: datetime
) -> TranslationRecord:
    """A record as it is kept."""
    return TranslationRecord(
        consultation_id=consultation_id,
        key=key,
        digest=digest(words),
        words=words,
        language=record.language,
        source=record.source,
        fingerprint=fingerprint(record.source),
        officer_id=officer.id if officer else None,
        at=now,
    )


def _known(consultation_id: int, keys: Iterable[str]) -> dict[tuple[str, str], Record]:
    """The records of these texts, by key and digest."""
    rows = db.session.scalars(
        select(TranslationRecord)
        .filter_by(consultation_id=consultation_id)
        .where(TranslationRecord.key.in_(list(keys)))
    )
    return {(found.key, found.digest): found.record for found in rows}


def _words(document: dict[str, Any] | None) -> dict[str, Bilingual]:
    """The texts of a draft by their keys; a survey that is new had none."""
    return {text.key: text.words for text in texts(from_json(document))} if document else {}
