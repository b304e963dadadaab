"""How is it kept what a council says before it consults, and when its schools are on holiday?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.bilingual import Bilingual
from engage.consultations.models import Consultation
from engage.consultations.preparation import EMPTY, Preparation, to_json
from engage.consultations.preparation_models import PreparationRow, SchoolHoliday
from engage.consultations.service import Frozen, Words, followers, hold, require_free
from engage.database import db, fetch, unit_of_work
from engage.errors import Conflict, NotFound

Edit = Callable[[Preparation], Preparation]


class Overtaken(Conflict):
    """Somebody has changed it since it was shown."""


def said(consultation_id: int) -> tuple[Preparation, int]:
    """What was said so far, and its revision. The caller has made sure that its reader may know."""
    row = _row(consultation_id)
    return (row.said, row.revision) if row else (EMPTY, 0)


@unit_of_work
def change(officer: Officer, consultation_id: int, edit: Edit, *, seen: int, now: datetime) -> Preparation:
    """Put what was said through `edit`; `seen` is the revision that the officer was shown.

    Raises NotFound, NotAllowed, Held, Frozen or Overtaken.
    """
    consultation = hold(officer, consultation_id, Permission.EDIT_CONSULTATION)
    require_open(consultation, now=now)
    row = _row(consultation_id) or PreparationRow(consultation_id=consultation_id, document={}, revision=0)
    db.session.add(row)
    if row.revision != seen:
        raise Overtaken
    return _write(officer, consultation, row, edit(row.said), now)


@unit_of_work
def reword(officer: Officer, consultation_id: int, words: Words, *, now: datetime) -> Preparation:
    """Put these texts, by the keys of `Preparation.texts`, in place of those that are there.

    Raises NotFound, also when nothing has been said, NotAllowed, Held or Frozen.
    """
    consultation = hold(officer, consultation_id, Permission.TRANSLATE)
    require_open(consultation, now=now)
    row = _row(consultation_id)
    if row is None:
        raise NotFound
    return _write(officer, consultation, row, row.said.rewritten(words), now)


def correct(
    officer: Officer, consultation: Consultation, key: str, words: Bilingual, *, now: datetime
) -> None:
    """Put a slip right in what is published, within the transaction that keeps the log. Raises NotFound."""
    row = _row(consultation.id)
    if row is None:
        raise NotFound
    _write(officer, consultation, row, row.said.rewritten({key: words}), now)


def _write(
    officer: Officer, consultation: Consultation, row: PreparationRow, after: Preparation, now: datetime
) -> Preparation:
    """Keep what is said now, and tell whoever follows how its words have changed."""
    before = row.said
    row.document, row.revision, row.changed_at = to_json(after), row.revision + 1, now
    accounts.record(officer, Action.PREPARATION_CHANGED, consultation, at=now)
    db.session.flush()
    for follower in followers:
        follower(officer, consultation, before.texts(), after.texts(), now)
    return after


@unit_of_work
def keep_questions(consultation_id: int, words: Mapping[str, Bilingual]) -> None:
    """Keep the words of the questions that ask about effects on Welsh, as they are at publication."""
    row = _row(consultation_id)
    if row is None:
        return
    before = row.said
    proposals = tuple(replace(each, asked=words.get(each.question, each.asked)) for each in before.proposals)
    row.document = to_json(replace(before, proposals=proposals))


def school_holidays(council_id: int) -> list[SchoolHoliday]:
    """The holidays that the council has entered, in their order."""
    mine = select(SchoolHoliday).filter_by(council_id=council_id)
    return list(db.session.scalars(mine.order_by(SchoolHoliday.first_on, SchoolHoliday.last_on)))


@unit_of_work
def add_school_holiday(officer: Officer, first_on: date, last_on: date, *, now: datetime) -> SchoolHoliday:
    """Enter a holiday of the council's schools; one that is there already stays. Raises NotAllowed."""
    accounts.require(officer, Permission.EDIT_CONSULTATION, officer.council_id)
    same = {"council_id": officer.council_id, "first_on": first_on, "last_on": last_on}
    there = db.session.scalar(select(SchoolHoliday).filter_by(**same))
    if there:
        return there
    holiday = SchoolHoliday(**same)
    db.session.add(holiday)
    accounts.record(officer, Action.SCHOOL_HOLIDAYS_CHANGED, holiday, at=now)
    return holiday


@unit_of_work
def remove_school_holiday(officer: Officer, holiday_id: int, *, now: datetime) -> None:
    """Take a holiday out. Raises NotFound or NotAllowed."""
    holiday = fetch(SchoolHoliday, holiday_id)
    accounts.require(officer, Permission.EDIT_CONSULTATION, holiday.council_id)
    accounts.record(officer, Action.SCHOOL_HOLIDAYS_CHANGED, holiday, at=now)
    db.session.delete(holiday)


def require_open(consultation: Consultation, *, now: datetime) -> None:
    """Raise Held or Frozen if nothing of it can be said any more."""
    require_free(consultation, now=now)
    if consultation.published_at:
        raise Frozen


def _row(consultation_id: int) -> PreparationRow | None:
    return db.session.scalar(select(PreparationRow).filter_by(consultation_id=consultation_id))
