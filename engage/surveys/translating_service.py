"""What can translators do?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.bilingual import Bilingual
from engage.consultations import preparation_service as preparations
from engage.consultations import service as consultations
from engage.consultations.address_service import taken_addresses
from engage.consultations.models import Consultation
from engage.database import db, unit_of_work
from engage.errors import NotFound
from engage.surveys import draft_service
from engage.surveys import translation_service as translation
from engage.surveys.all_texts import reworded
from engage.surveys.deeds import Deed
from engage.surveys.models import Survey
from engage.surveys.translation import Record, State, digest, fingerprint
from engage.surveys.translation_checks import Refusal, refusals
from engage.surveys.translation_models import Sort, TranslationMessage, TranslationRecord
from engage.surveys.translation_sheet import CONSULTATION, PREPARATION, Entry

NOT_SIGNED = (State.MISSING, State.STALE)


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed for one text."""

    key: str
    words: str  # in the language into which the text is translated
    seen: str  # translation.digest of the text as it was shown
    still_right: bool = False  # of a stale text: the translation fits the new source as it is
    checked: bool = False  # sign it off


@dataclass(slots=True)
class Saved:
    """What became of what was typed, by the texts' keys."""

    saved: list[str] = field(default_factory=list)
    signed_off: list[str] = field(default_factory=list)
    refused: dict[str, tuple[Refusal, ...]] = field(default_factory=dict)


@unit_of_work
def save(officer: Officer, consultation_id: int, typed: Sequence[Typed], *, now: datetime) -> Saved:
    """Take in every translation that is good; whatever is not stays out, with the reasons.

    Raises NotFound, NotAllowed, WithApprover or Held.
    """
    consultation, survey = _hold(officer, consultation_id, now)
    entries = {entry.key: entry for entry in translation.entries(consultation, survey)}
    done, words = Saved(), dict[str, Bilingual]()
    for each in typed:
        entry = entries.get(each.key)
        if entry:
            each = replace(each, words=entry.tidied(each.words))
        same = entry is not None and each.words.strip() == entry.target.strip()
        if same and not (each.still_right or each.checked):
            continue
        if found := _refused(consultation, entry, each, now):
            done.refused[each.key] = found
        elif entry:
            words[each.key] = entry.text.words if same else _translated(entry, each.words)
    _write(officer, consultation, survey, entries, words, now)
    done.saved = [key for key, text in words.items() if text != entries[key].text.words]
    _renew(officer, consultation_id, {key: entries[key] for key in words}, words, typed, now)
    done.saved += [each.key for each in typed if each.still_right and each.key in words]
    done.saved = list(dict.fromkeys(done.saved))
    checked = {each.key: digest(words[each.key]) for each in typed if each.checked and each.key in words}
    done.signed_off = sign_off(officer, consultation_id, checked, now=now) if checked else []
    return done


@unit_of_work
def sign_off(officer: Officer, consultation_id: int, seen: Mapping[str, str], *, now: datetime) -> list[str]:
    """Record that the officer has checked these texts, as they were shown: `seen` are their digests by key.

    Texts that are missing, stale or changed meanwhile are left as they are. Returns the keys of the others.
    Raises NotFound or NotAllowed.
    """
    consultation = consultations.hold(officer, consultation_id, Permission.TRANSLATE)
    entries = translation.entries(consultation, _survey(consultation_id))
    good = [
        entry
        for entry in entries
        if entry.state not in NOT_SIGNED and seen.get(entry.key) == digest(entry.text.words)
    ]
    rows = _rows(consultation_id, (entry.key for entry in good))
    for entry in good:
        row = rows.get((entry.key, seen[entry.key]))
        if row is None:
            row = _new_row(officer, consultation_id, entry, entry.text.words, now)
        row.signed_by_id, row.signed_at = officer.id, now
    if good:
        accounts.record(officer, Action.TRANSLATION_SIGNED_OFF, consultation, at=now)
    return [entry.key for entry in good]


@unit_of_work
def take_back(officer: Officer, consultation_id: int, key: str) -> None:
    """Take the sign-off of a text back. Raises NotFound or NotAllowed."""
    consultations.hold(officer, consultation_id, Permission.TRANSLATE)
    for row in _rows(consultation_id, [key]).values():
        row.signed_by_id = row.signed_at = None


@unit_of_work
def say(
    officer: Officer, consultation_id: int, key: str, sort: Sort, said: str, *, language: str, now: datetime
) -> TranslationMessage:
    """Note, ask or answer something about a text. Raises NotFound or NotAllowed."""
    consultation = consultations.hold(officer, consultation_id, Permission.TRANSLATE)
    if key not in {entry.key for entry in translation.entries(consultation, _survey(consultation_id))}:
        raise NotFound
    message = TranslationMessage(
        consultation_id=consultation_id,
        key=key,
        sort=sort,
        said=said,
        language=language,
        officer_id=officer.id,
        at=now,
    )
    db.session.add(message)
    return message


def _hold(officer: Officer, consultation_id: int, now: datetime) -> tuple[Consultation, Survey | None]:
    """The consultation and its survey, if there is one, kept to this transaction."""
    consultation = consultations.hold(officer, consultation_id, Permission.TRANSLATE)
    if _survey(consultation_id) is None:
        consultations.require_free(consultation, now=now)
        return consultation, None
    return consultation, draft_service.hold(officer, consultation_id, Permission.TRANSLATE, now=now)


def _survey(consultation_id: int) -> Survey | None:
    return db.session.scalar(select(Survey).filter_by(consultation_id=consultation_id))


def _translated(entry: Entry, words: str) -> Bilingual:
    return replace(entry.text.words, **{entry.target_language: words})


def _refused(
    consultation: Consultation, entry: Entry | None, typed: Typed, now: datetime
) -> tuple[Refusal, ...]:
    """Why this cannot be taken in; nothing: it can."""
    if entry is None:
        return (Refusal("gone"),)
    if typed.seen != digest(entry.text.words):
        return (Refusal("overtaken", entry.text.words),)
    words = _translated(entry, typed.words)
    found = refusals(entry, words)
    return found or _taken(consultation, entry, words, now)


def _taken(consultation: Consultation, entry: Entry, words: Bilingual, now: datetime) -> tuple[Refusal, ...]:
    """Has another consultation this address already?"""
    if entry.kind != "consultation.slug":
        return ()
    taken = taken_addresses(words, consultation.council_id, consultation.id, now=now)
    return (Refusal("taken"),) if f"slug_{entry.target_language}" in [each.field for each in taken] else ()


def _write(
    officer: Officer,
    consultation: Consultation,
    survey: Survey | None,
    entries: Mapping[str, Entry],
    words: Mapping[str, Bilingual],
    now: datetime,
) -> None:
    """Put the words where they belong: in the consultation's details, its preparation or the survey."""
    changed = {key: text for key, text in words.items() if text != entries[key].text.words}
    own = {key: text for key, text in changed.items() if entries[key].part == CONSULTATION}
    prepared = {key: text for key, text in changed.items() if entries[key].part == PREPARATION}
    of_survey = {key: text for key, text in changed.items() if key not in own | prepared}
    if own:
        consultations.reword(officer, consultation.id, own, now=now)
    if prepared:
        preparations.reword(officer, consultation.id, prepared, now=now)
    if of_survey and survey:
        draft_service.change(
            officer,
            consultation.id,
            lambda definition: reworded(definition, of_survey),
            seen=survey.revision,
            deed=Deed.TRANSLATED,
            subject=_subject([entries[key] for key in of_survey]),
            now=now,
            permission=Permission.TRANSLATE,
        )


def _subject(entries: Sequence[Entry]) -> Bilingual:
    """What was translated, by the title of what it is inside; of many texts, how many."""
    if len(entries) > 1:
        return Bilingual(f"Texts: {len(entries)}", f"Testunau: {len(entries)}")
    entry = entries[0]
    return entry.trail[-1] if entry.trail and entry.trail[-1] else entry.text.words


def _renew(
    officer: Officer,
    consultation_id: int,
    entries: Mapping[str, Entry],
    words: Mapping[str, Bilingual],
    typed: Iterable[Typed],
    now: datetime,
) -> None:
    """Record that these texts were translated from their source as it is now: a translator saw both."""
    wanted = {each.key for each in typed if each.still_right}
    renewed = {
        key: text
        for key, text in words.items()
        if text.complete and (key in wanted or digest(text) != digest(entries[key].text.words))
    }
    rows = _rows(consultation_id, renewed)
    for key, text in renewed.items():
        row = rows.get((key, digest(text))) or _new_row(officer, consultation_id, entries[key], text, now)
        row.language, row.source = entries[key].source_language, entries[key].source
        row.fingerprint, row.officer_id, row.at = fingerprint(row.source), officer.id, now


def _new_row(
    officer: Officer, consultation_id: int, entry: Entry, words: Bilingual, now: datetime
) -> TranslationRecord:
    record = Record(entry.source_language, words[entry.source_language])
    row = translation.row(officer, consultation_id, entry.key, words, record, now)
    db.session.add(row)
    return row


def _rows(consultation_id: int, keys: Iterable[str]) -> dict[tuple[str, str], TranslationRecord]:
    db.session.flush()
    wanted = TranslationRecord.key.in_(list(keys))
    found = select(TranslationRecord).where(TranslationRecord.consultation_id == consultation_id, wanted)
    return {(row.key, row.digest): row for row in db.session.scalars(found)}
