"""Which kiosks does a consultation have, and which one is this device?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.consultations import queries as consultations
from engage.consultations.models import Consultation
from engage.consultations.stage import Stage
from engage.database import db, fetch
from engage.errors import NotFound
from engage.respond import kiosk_service, queries
from engage.respond.kiosk_models import SILENCE, Kiosk, KioskRemnant
from engage.surveys.definition import Question, is_looked_up


class Listed(NamedTuple):
    """A kiosk, and how much came from it that could not be read in full."""

    kiosk: Kiosk
    remnants: int


@dataclass(frozen=True, slots=True)
class Device:
    """The kiosk that somebody stands at, with its consultation."""

    id: int
    consultation: Consultation
    stopped: bool

    def takes_answers(self, now: datetime) -> bool:
        """May somebody begin here now?"""
        return not self.stopped and self.consultation.stage(now) == Stage.OPEN


def for_starter(officer: Officer, consultation_id: int) -> Consultation:
    """A consultation for which this officer may start kiosks. Raises NotFound or NotAllowed."""
    return consultations.for_officer(officer, consultation_id, Permission.ENTER_RESPONSES)


def left_out(consultation_id: int) -> list[Question]:
    """The questions that only the council's list of postcodes can answer, which are not asked at kiosks."""
    asked = queries.questionnaire_of(consultation_id)
    every = (question for step in (*asked.steps, *asked.equality) for question in step.page.questions)
    return list({each.id: each for each in every if is_looked_up(each)}.values())


def kiosks(consultation_id: int) -> list[Listed]:
    """The kiosks of a consultation, those that are in use first, then by name."""
    many = (
        select(KioskRemnant.kiosk_id, func.count().label("many")).group_by(KioskRemnant.kiosk_id).subquery()
    )
    query = (
        select(Kiosk, func.coalesce(many.c.many, 0))
        .outerjoin(many, many.c.kiosk_id == Kiosk.id)
        .where(Kiosk.consultation_id == consultation_id)
        .order_by(Kiosk.stopped_at.is_not(None), Kiosk.name, Kiosk.id)
    )
    return [Listed(*row) for row in db.session.execute(query)]


def may_hold_unsent(consultation_id: int, ended: datetime, *, now: datetime) -> list[Kiosk]:
    """The kiosks on which responses may wait, which do not count yet. `ended`: when answers do."""
    until = min(ended, now - SILENCE)
    return [each.kiosk for each in kiosks(consultation_id) if each.kiosk.may_hold_unsent(until)]


def kiosk(consultation_id: int, kiosk_id: int) -> Kiosk:
    """One kiosk of this consultation. Raises NotFound."""
    found = fetch(Kiosk, kiosk_id)
    if found.consultation_id != consultation_id:
        raise NotFound
    return found


def remnants(kiosk_id: int) -> list[KioskRemnant]:
    """What came from a kiosk and could not be read in full, the oldest first."""
    mine = select(KioskRemnant).where(KioskRemnant.kiosk_id == kiosk_id)
    return list(db.session.scalars(mine.order_by(KioskRemnant.id)))


def device(cookie: str) -> Device | None:
    """The kiosk whose device has this cookie; None when it has none, or has been given to another device."""
    token_hash = kiosk_service.token_hash_of(cookie)
    if token_hash is None:
        return None
    query = (
        select(Kiosk.id, Consultation, Kiosk.stopped_at)
        .join(Consultation, Consultation.id == Kiosk.consultation_id)
        .where(Kiosk.token_hash == token_hash)
    )
    row = db.session.execute(query).first()
    return Device(row[0], row[1], row[2] is not None) if row else None
