"""How does the public learn that something about a consultation has changed?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.bilingual import Bilingual
from engage.consultations.checks import Code, Problem
from engage.consultations.models import Consultation
from engage.consultations.notice_models import Notice
from engage.consultations.notices import Kind, of_closing
from engage.consultations.stage import Stage
from engage.database import db, fetch, unit_of_work
from engage.errors import Conflict, Invalid

CHANGING = (Stage.FORTHCOMING, Stage.OPEN)


class NotOpen(Conflict):
    """What has closed, or is not published, does not change in this way."""

    page = "not_open"


def require_open(consultation: Consultation, *, now: datetime) -> None:
    """Raise NotOpen unless the consultation is before the public and has not closed."""
    if consultation.stage(now) not in CHANGING:
        raise NotOpen


def tell(
    officer: Officer,
    consultation: Consultation,
    kind: Kind,
    words: Bilingual,
    *,
    now: datetime,
    instead_of: Bilingual | None = None,
    was: datetime | None = None,
    becomes: datetime | None = None,
) -> Notice:
    """Put a notice on the consultation's page, within the transaction that makes the change.

    Raises Invalid when a language is missing: the public is told in both.
    """
    if words.missing:
        raise Invalid([Problem(Code.MISSING, f"words_{each}") for each in words.missing])
    notice = Notice(
        consultation_id=consultation.id,
        kind=kind,
        words=words,
        instead_of=instead_of,
        was=was,
        becomes=becomes,
        officer_id=officer.id,
        at=now,
    )
    db.session.add(notice)
    return notice


@unit_of_work
def move_closing(
    officer: Officer, consultation_id: int, closes_at: datetime, words: Bilingual, *, now: datetime
) -> Notice:
    """Let a consultation close later, or earlier, and tell the public why in both languages.

    Raises NotFound, NotAllowed, NotOpen, or Invalid: a language is missing, the closing time is the same as
    before, it has passed, or it comes before the opening.
    """
    consultation = fetch(Consultation, consultation_id)
    accounts.require(officer, Permission.PUBLISH_SURVEY, consultation.council_id)
    db.session.refresh(consultation, with_for_update={"of": Consultation})
    require_open(consultation, now=now)
    was = consultation.closes_at
    if closes_at == was:
        raise Invalid([Problem(Code.SAME, "closes_day")])
    if closes_at <= max(now, consultation.opens_at):
        raise Invalid([Problem(Code.PAST, "closes_day")])
    kind = of_closing(was, closes_at)
    notice = tell(officer, consultation, kind, words, now=now, was=was, becomes=closes_at)
    consultation.closes_at = closes_at
    consultation.follow_closing()
    accounts.record(officer, Action.CLOSING_MOVED, consultation, at=now)
    return notice


def notices(consultation_id: int) -> list[Notice]:
    """Everything that the public was told about this consultation, the latest first."""
    mine = select(Notice).filter_by(consultation_id=consultation_id)
    return list(db.session.scalars(mine.order_by(Notice.id.desc())))
