"""How is a translator's file kept until somebody has seen what it would do, and then taken in?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, select

from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.consultations import service as consultations
from engage.database import db, unit_of_work
from engage.errors import NotFound
from engage.surveys import translating_service, translation_queries
from engage.surveys.models import Survey
from engage.surveys.translating_service import Saved, Typed
from engage.surveys.translation import State, digest
from engage.surveys.translation_files import Fate, Head, Judged, Row, identity, judged, require_fit
from engage.surveys.translation_models import TranslationDelivery
from engage.surveys.translation_queries import Sheet


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file that waits, and what would become of each of its rows now."""

    name: str
    head: Head
    rows: tuple[Judged, ...]
    older: int  # how many times the draft has changed since the file was made

    def of(self, *fates: Fate) -> list[Judged]:
        return [each for each in self.rows if each.fate in fates]


@unit_of_work
def deliver(
    officer: Officer, consultation_id: int, name: str, head: Head, rows: Sequence[Row], *, now: datetime
) -> None:
    """Keep a file that was read, in place of the officer's earlier one.

    Raises NotFound, NotAllowed, or FileRefused if it is not for this version of this survey.
    """
    consultations.hold(officer, consultation_id, Permission.TRANSLATE)
    sheet = translation_queries.sheet(officer, consultation_id)
    require_fit(head, head_of(sheet, head.source_language, now=now), rows, sheet.entries)
    _forget(officer, consultation_id)
    db.session.add(
        TranslationDelivery(
            consultation_id=consultation_id,
            officer_id=officer.id,
            name=name[:200],
            language=head.source_language,
            revision=head.revision,
            rows=[row.to_json() for row in rows],
            at=now,
        )
    )


def is_waiting(officer: Officer, consultation_id: int) -> bool:
    """Has the officer brought a file back that is not taken in yet?"""
    return _waiting(officer, consultation_id) is not None


def head_of(sheet: Sheet, source_language: str, *, now: datetime) -> Head:
    """What a file that is made now says of itself."""
    survey = sheet.survey
    return Head(
        identity(sheet.consultation.council.slug, sheet.consultation.id),
        source_language,
        survey.revision if survey else 0,
        version_in_work(survey, now=now),
    )


def version_in_work(survey: Survey | None, *, now: datetime) -> int:
    """The number of the version that the draft will be: what waits for its minute is not published yet."""
    return 1 + sum(each.published_at <= now for each in survey.versions) if survey else 1


def delivery(officer: Officer, consultation_id: int, *, now: datetime) -> Delivery:
    """The officer's file that waits.

    Raises NotFound, also when there is none, NotAllowed, or FileRefused if the survey has become another, or
    its draft another version, since the file was brought.
    """
    sheet = translation_queries.sheet(officer, consultation_id)
    row = _waiting(officer, consultation_id)
    if row is None:
        raise NotFound
    here = head_of(sheet, row.language, now=now)
    version = version_in_work(sheet.survey, now=row.at)
    head = replace(here, revision=row.revision, version=version)
    rows = [Row(**each) for each in row.rows]
    require_fit(head, here, rows, sheet.entries)
    found = judged(head, rows, sheet.entries)
    return Delivery(row.name, head, tuple(found), here.revision - head.revision)


@unit_of_work
def take_in(
    officer: Officer, consultation_id: int, chosen: Mapping[str, str], *, now: datetime
) -> tuple[Saved, Delivery]:
    """Take in what is good in the file that waits; rows that are left out stay, with their reasons.

    `chosen` are the texts, changed on both sides, for which the file's wording was chosen: by key, the digest
    of the text as it was shown. Raises NotFound, NotAllowed, FileRefused, WithApprover or Held.
    """
    consultations.hold(officer, consultation_id, Permission.TRANSLATE)
    waiting = delivery(officer, consultation_id, now=now)
    good = [_typed(each) for each in waiting.of(Fate.GOOD)]
    good += [
        _typed(each, chosen[each.row.key]) for each in waiting.of(Fate.CONFLICT) if each.row.key in chosen
    ]
    saved = translating_service.save(officer, consultation_id, good, now=now)
    left = [each.row for each in waiting.of(Fate.BAD, Fate.CONFLICT) if each.row.key not in saved.saved]
    _keep(officer, consultation_id, left)
    return saved, waiting


@unit_of_work
def forget(officer: Officer, consultation_id: int) -> None:
    """Throw the officer's file away. Raises NotFound or NotAllowed."""
    consultations.hold(officer, consultation_id, Permission.TRANSLATE)
    _forget(officer, consultation_id)


def _typed(judged_row: Judged, seen: str = "") -> Typed:
    entry, row = judged_row.entry, judged_row.row
    assert entry
    confirmed = row.confirmed and entry.state == State.STALE
    return Typed(row.key, row.target, seen or digest(entry.text.words), still_right=confirmed)


def _keep(officer: Officer, consultation_id: int, rows: Iterable[Row]) -> None:
    waiting = _waiting(officer, consultation_id)
    left = [row.to_json() for row in rows]
    if waiting and left:
        waiting.rows = left
    elif waiting:
        db.session.delete(waiting)


def _waiting(officer: Officer, consultation_id: int) -> TranslationDelivery | None:
    mine = select(TranslationDelivery).filter_by(consultation_id=consultation_id, officer_id=officer.id)
    return db.session.scalar(mine)


def _forget(officer: Officer, consultation_id: int) -> None:
    db.session.execute(
        delete(TranslationDelivery).where(
            TranslationDelivery.consultation_id == consultation_id,
            TranslationDelivery.officer_id == officer.id,
        )
    )
