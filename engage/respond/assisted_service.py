"""How does an officer begin to enter answers for somebody else?"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, select, update

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.consultations import queries as consultations
from engage.consultations.models import Consultation
from engage.database import db, unit_of_work
from engage.respond import draft_service, service
from engage.respond.assisted_models import Assistance
from engage.respond.channel import Channel
from engage.respond.models import Response
from engage.surveys.ways import STANDARD

ONLY_HERE = and_(Response.sent_at.is_(None), Response.left_at.is_(None))  # no code has been read out
SESSION = timedelta(days=1)  # longer than anybody helps without signing in again


def for_helper(officer: Officer, consultation_id: int) -> Consultation:
    """A consultation in which this officer may enter answers. Raises NotFound or NotAllowed."""
    return consultations.for_officer(officer, consultation_id, Permission.ENTER_RESPONSES)


@unit_of_work
def begin(
    officer: Officer, consultation_id: int, channel: Channel, *, variant: str = STANDARD, now: datetime
) -> str:
    """Record that somebody has agreed, and make the code with which the officer enters their answers.

    Raises NotFound, NotAllowed or Closed.
    """
    consultation = for_helper(officer, consultation_id)
    _lock_others(officer, now)
    code = service.begin(consultation, now=now, variant=variant, channel=channel)
    assistance = Assistance(
        consultation_id=consultation.id,
        code_hash=draft_service.digest(code),
        channel=channel,
        officer_id=officer.id,
        agreed_at=now,
    )
    db.session.add(assistance)
    accounts.record(officer, Action.ASSISTANCE_BEGUN, consultation, at=now)
    return code


def unsent(officer: Officer, now: datetime) -> list[datetime]:
    """When this officer began with each whose answers are not sent, and open in this browser alone."""
    query = (
        select(Assistance.agreed_at)
        .join(Response, Response.code_hash == Assistance.code_hash)
        .where(*_open_here(officer, now), ONLY_HERE)
        .order_by(Assistance.agreed_at)
    )
    return list(db.session.scalars(query))


def _open_here(officer: Officer, now: datetime) -> tuple[ColumnElement[bool], ...]:
    mine = select(Assistance.code_hash).where(
        Assistance.officer_id == officer.id, Assistance.agreed_at >= now - SESSION
    )
    return (Response.code_hash.in_(mine), Response.locks == 0)


def _lock_others(officer: Officer, now: datetime) -> None:
    """Let this browser show nothing any more of those whom the officer has helped before.

    The return code opens what is not sent yet, and the reference with it what is. What nobody has a code
    for yet stays open, or it would be lost. Whoever has gone on at home has addresses of their own.
    """
    db.session.execute(
        update(Response).where(*_open_here(officer, now), ~ONLY_HERE).values(locks=1),
        execution_options={"synchronize_session": False},
    )
