"""How is it kept in mind what was translated from what, and what does a survey still lack?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from engage.accounts.models import Officer
from engage.bilingual import LANGUAGES, Bilingual
from engage.consultations import preparation_service as preparations
from engage.consultations import service as consultations
from engage.consultations.models import Consultation
from engage.consultations.texts import texts as texts_of_consultation
from engage.database import db
from engage.surveys.all_texts import all_texts
from engage.surveys.definition import Definition
from engage.surveys.models import Survey
from engage.surveys.problems import Problem
from engage.surveys.text import short
from engage.surveys.translation import Record, Records, State, digest, fingerprint, followed, implied, state
from engage.surveys.translation_models import TranslationRecord
from engage.surveys.translation_sheet import DONE, Entry, counted, listed

PROBLEMS: dict[str, tuple[str, ...]] = {"stale_words": ("field", "language")}
NOTHING = Bilingual()


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the translation of a consultation and its survey has come."""

    counts: Counter[State]
    missing: tuple[Entry, ...]
    stale: tuple[Entry, ...]

    @property
    def done(self) -> int:
        return sum(self.counts[each] for each in DONE)

    @property
    def total(self) -> int:
        return self.counts.total()


def follow(
    officer: Officer | None, survey: Survey, before: Definition | None, after: Definition, *, now: datetime
) -> None:
    """Keep the record of what was translated from what, while the draft changes from `before` to `after`.

    Pages and blocks that both hold are the same values, and are left out.
    """
    follow_words(
        officer,
        survey.consultation_id,
        _words(before, after),
        _words(after, before),
        written_in=survey.written_in,
        now=now,
    )


def follow_consultation(
    officer: Officer | None,
    consultation: Consultation,
    before: Mapping[str, Bilingual],
    after: Mapping[str, Bilingual],
    now: datetime,
) -> None:
    """The same for the texts of the consultation itself."""
    survey = select(Survey.written_in).filter_by(consultation_id=consultation.id)
    written_in = db.session.scalar(survey) or "en"
    follow_words(officer, consultation.id, before, after, written_in=written_in, now=now)


consultations.followers.append(follow_consultation)


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
    records = known(consultation_id, changed)
    for key, words in changed.items():
        old = before.get(key, NOTHING)
        record = records.of(key, old) or implied(old, written_in)
        found = {old: record, words: followed(record, old, words, written_in)}
        for each, its in found.items():
            if its and not records.has(key, each):
                records.keep(key, digest(each), its)
                db.session.add(row(officer, consultation_id, key, each, its, now))


def turned(consultation_id: int, before: Definition, after: Definition) -> dict[str, str]:
    """Which texts has a change made stale, by their keys, and in which language alone did it change them?"""
    old, changed = _words(before, after), dict[str, tuple[Bilingual, str]]()
    for key, words in _words(after, before).items():
        which = [each for each in LANGUAGES if words[each] != old.get(key, NOTHING)[each]]
        if len(which) == 1 and words.complete and old[key].complete:
            changed[key] = (words, which[0])
    records = known(consultation_id, changed)

    def is_stale(key: str, words: Bilingual) -> bool:
        return state(words, records.of(key, words), required=True) == State.STALE

    return {
        key: language
        for key, (words, language) in changed.items()
        if is_stale(key, words) and not is_stale(key, old[key])
    }


def settle(consultation_id: int, key: str, words: Bilingual) -> None:
    """Record that the languages of this text agree, as somebody has made sure who saw both."""
    db.session.flush()
    wanted = select(TranslationRecord).filter_by(
        consultation_id=consultation_id, key=key, digest=digest(words)
    )
    for record in db.session.scalars(wanted):
        record.source = words[record.language]
        record.fingerprint = fingerprint(record.source)


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


def known(consultation_id: int, keys: Iterable[str] | None = None) -> Records:
    """What is known of these texts, or of every text of the consultation."""
    columns = (
        TranslationRecord.key,
        TranslationRecord.digest,
        TranslationRecord.language,
        TranslationRecord.source,
        TranslationRecord.signed_at,
    )
    wanted = select(*columns).where(TranslationRecord.consultation_id == consultation_id)
    if keys is not None:
        wanted = wanted.where(TranslationRecord.key.in_(list(keys)))
    rows = db.session.execute(wanted.order_by(TranslationRecord.id))
    return Records(
        (key, words, Record(language, source, signed_at is not None))
        for key, words, language, source, signed_at in rows
    )


def entries(consultation: Consultation, survey: Survey | None) -> tuple[Entry, ...]:
    """Every text of the consultation, its preparation and its survey that is not rightly left out."""
    return listed(
        survey.definition if survey else None,
        texts_of_consultation(consultation) | preparations.said(consultation.id)[0].texts(),
        known(consultation.id),
        written_in=survey.written_in if survey else "en",
        published=consultation.published_at is not None,
    )


def standing(survey: Survey) -> Standing:
    """How far the translation has come, and which texts keep the survey from being published."""
    every = [each for each in entries(survey.consultation, survey) if not each.locked]
    missing, stale = (
        tuple(each for each in every if each.state == state) for state in (State.MISSING, State.STALE)
    )
    return Standing(counted(every), missing, stale)


def states(survey: Survey) -> dict[str, State]:
    """Where each text stands, by its key; an editor shows it beside the text."""
    return {each.key: each.state for each in entries(survey.consultation, survey)}


def problems(survey: Survey) -> tuple[Problem, ...]:
    """Each stale text, as what stands in the way of publishing. Missing words are other checks' business."""
    return tuple(
        Problem("stale_words", each.text.place, {"field": _begun(each), "language": each.target_language})
        for each in standing(survey).stale
    )


def _begun(entry: Entry) -> Bilingual:
    """How a text begins, by which officers know it."""
    return Bilingual(short(entry.text.words.en), short(entry.text.words.cy))


def _words(definition: Definition | None, other: Definition | None) -> dict[str, Bilingual]:
    """The texts of a draft by their keys, those apart that stand on pages or in blocks of the other too."""
    if definition is None:
        return {}
    alike = other is not None and other.variants == definition.variants  # whose words belong to pages
    shared = {id(part) for section in other.sections for part in section.parts} if other and alike else set()
    own = tuple(
        replace(section, parts=tuple(part for part in section.parts if id(part) not in shared))
        for section in definition.sections
    )
    return {text.key: text.words for text in all_texts(replace(definition, sections=own))}
