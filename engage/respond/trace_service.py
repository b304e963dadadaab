"""How is it remembered by what likely duplicates are found, and when is it forgotten?"""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engage import dates
from engage.config import settings
from engage.consultations.models import Consultation
from engage.database import db, unit_of_work
from engage.jobs import jobs
from engage.respond import tracing
from engage.respond.ledger_models import DailySalt, Trace
from engage.respond.models import Response
from engage.respond.tracing import Sender
from engage.surveys.definition import Answers

KEPT = timedelta(days=90)  # after closing: long enough to decide
TRACE, SALT = cast(Table, Trace.__table__), cast(Table, DailySalt.__table__)
_SALT = select(SALT.c.salt).where(SALT.c.day == bindparam("day"))
_RESPONSE_ID = select(Response.id).where(Response.code_hash == bindparam("code_hash")).scalar_subquery()
_LEAVE = insert(TRACE).values(
    {column.name: bindparam(column.name) for column in TRACE.c if column.name != "id"}
    | {"response_id": _RESPONSE_ID}
)


def leave(
    consultation_id: int, code_hash: bytes, answers: Answers, sender: Sender | None, *, now: datetime
) -> None:
    """Remember a response that is being sent, within the caller's transaction."""
    day = now.astimezone(dates.LONDON).date()
    row = {
        "consultation_id": consultation_id,
        "code_hash": code_hash,
        "day": day,
        "device": tracing.device(sender, consultation_id, _salt(day)) if sender else None,
        "words": tracing.words(answers, settings().secret_key),
        "trapped": bool(sender and sender.trapped),
        "cleared": False,
    }
    db.session.connection().execute(_LEAVE, row)


def reread(code_hash: bytes, answers: Answers) -> None:
    """Know a response by what it says now, within the caller's transaction."""
    new = {"words": tracing.words(answers, settings().secret_key)}
    response = select(Response.id).where(Response.code_hash == code_hash).scalar_subquery()
    db.session.execute(update(TRACE).where(TRACE.c.response_id == response).values(new))


def _salt(day: date) -> bytes:
    """The day's salt; whoever needs it first makes it."""
    transaction = db.session.connection()
    found = transaction.execute(_SALT, {"day": day}).scalar()
    if found is None:
        dialect: Any = sqlite if db.engine.dialect.name == "sqlite" else postgresql
        new = dialect.insert(SALT).values(day=day, salt=secrets.token_bytes(32))
        transaction.execute(new.on_conflict_do_nothing(index_elements=["day"]))
        found = transaction.execute(_SALT, {"day": day}).scalar()
    return cast(bytes, found)


@jobs.sweep
@unit_of_work
def forget(*, now: datetime) -> None:
    """Forget the salts of days that are over, and the traces of consultations that closed long ago."""
    today = now.astimezone(dates.LONDON).date()
    db.session.execute(delete(SALT).where(SALT.c.day < today))
    over = select(Consultation.id).where(Consultation.closes_at < now - KEPT)
    db.session.execute(delete(TRACE).where(TRACE.c.consultation_id.in_(over)))
