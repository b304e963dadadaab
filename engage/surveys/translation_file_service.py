"""How is a translator's file kept until somebody has seen what it would do, and then taken in?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.consultations import service as consultations
from engage.database import db, unit_of_work
from engage.errors import NotFound
from engage.surveys import translating_service, translation_queries
from engage.surveys.translating_service import Saved, Typed
from engage.surveys.translation import State, digest
from engage.surveys.translation_files import Fate, FileRefused, Head, Judged, Row, identity, judged
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

    Raises NotFound, NotAllowed, or FileRefused if it belongs to another consultation.
    """
    consultation = consultations.hold(officer, consultation_id, Permission.TRANSLATE)
    if head.consultation != identity(consultation.council.slug, consultation_id):
        raise FileRefused("other_consultation")
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


def delivery(officer: Officer, consultation_id: int) -> Delivery:
    """The officer's file that waits. Raises NotFound, also when there is none, or NotAllowed."""
    sheet = translation_queries.sheet(officer, consultation_id)
    row = _waiting(officer, consultation_id)
    if row is None:
        raise NotFound
    head = Head(identity(sheet.consultation.council.slug, consultation_id), row.language, row.revision)
    rows = judged(head, [Row(**each) for each in row.rows], sheet.entries)
    return Delivery(row.name, head, tuple(rows), _age(sheet, head))


@unit_of_work
def take_in(
    officer: Officer, consultation_id: int, chosen: Mapping[str, str], *, now: datetime
) -> tuple[Saved, Delivery]:
    """Take in what is good in the file that waits; rows that are left out stay, with their reasons.

    `chosen` are the texts, changed on both sides, for which the file's wording was chosen: by key, the digest
    of the text as it was shown. Raises NotFound, NotAllowed, WithApprover or Held.
    """
    consultations.hold(officer, consultation_id, Permission.TRANSLATE)
    waiting = delivery(officer, consultation_id)
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


def _age(sheet: Sheet, head: Head) -> int:
    return max(0, (sheet.survey.revision if sheet.survey else 0) - head.revision)
