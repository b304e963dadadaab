"""What can be done with a draft that is left: keep it for later, lock it, throw it away, let it expire?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, and_, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engage.config import settings
from engage.consultations.models import Consultation
from engage.database import db, unit_of_work
from engage.dates import LONDON, london
from engage.jobs import jobs
from engage.respond import attachment_service as attachments
from engage.respond import codes
from engage.respond import draft_service as drafts
from engage.respond.closing_models import SettledClosing
from engage.respond.models import ClearedCode, ContactDetails, EqualityAnswers, Response

AT_ONCE = 500
LATECOMERS = timedelta(days=1)  # after answers have ended: so long whoever was too late can still copy them
CLEARED = timedelta(days=7)  # so long a browser that was never closed may offer an old page again
_EQUALITY, _CONTACT, _CLEARED = (
    cast(Table, model.__table__) for model in (EqualityAnswers, ContactDetails, ClearedCode)
)


@unit_of_work
def leave(code: str, place: str) -> None:
    """Remember of a draft on which page it was left."""
    mine = (Response.code_hash == drafts.digest(code), Response.sent_at.is_(None))
    _change(update(Response).where(*mine).values(left_at=place))


@unit_of_work
def lock(code: str) -> None:
    """Let the addresses that this computer remembers open nothing any more; the return code makes new ones.

    What was sent and a change to it have one return code, and are locked together.
    """
    secret = settings().secret_key
    both = [codes.changing(code, secret, changes=changes) or "" for changes in (False, True)]
    mine = Response.code_hash.in_([codes.digest(each, secret) for each in both])
    _change(update(Response).where(mine).values(locks=Response.locks + 1))


@unit_of_work
def throw_away(code: str, *, now: datetime) -> None:
    """Delete a draft, if there is one, with everything that belongs to it.

    Of its code nothing is left but that it was cleared: nobody else begins with it.
    """
    mine = drafts.digest(code)
    _delete([Response.code_hash == mine])
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    cleared = dialect.insert(_CLEARED).values(code_hash=mine, cleared_at=now)
    db.session.execute(cleared.on_conflict_do_nothing(index_elements=["code_hash"]))


@jobs.sweep
def forget_expired(*, now: datetime) -> int:
    """Delete the drafts that are not kept any more, and return how many those were."""
    rules = select(Consultation.draft_days, Consultation.grace_minutes).distinct()
    return sum(_forget_expired(days, grace, now) for days, grace in db.session.execute(rules).all())


@jobs.sweep
@unit_of_work
def forget_cleared(*, now: datetime) -> None:
    """Forget which codes were cleared, once no browser knows their pages any more."""
    db.session.execute(delete(ClearedCode).where(ClearedCode.cleared_at < now - CLEARED))


@unit_of_work
def _forget_expired(draft_days: int, grace_minutes: int, now: datetime) -> int:
    """Those of consultations with these rules, some at once: the next sweep finds the others."""
    first_day_kept = now.astimezone(LONDON).date() - timedelta(days=draft_days)
    ended = now - timedelta(minutes=grace_minutes) - LATECOMERS
    expired = or_(Response.saved_at < london(first_day_kept, time()), _is_over(ended))
    found = (
        select(Response.id, Response.saved_at)
        .join(Consultation, Consultation.id == Response.consultation_id)
        .where(Consultation.draft_days == draft_days, Consultation.grace_minutes == grace_minutes)
        .where(Response.sent_at.is_(None), expired)
        .limit(AT_ONCE)
    )
    rows = db.session.execute(found).all()
    if not rows:
        return 0
    last = max(row.saved_at for row in rows)  # whoever has saved since then has come back
    return _delete([Response.id.in_([row.id for row in rows]), Response.saved_at <= last])


def _is_over(ended: datetime) -> ColumnElement[bool]:
    """Had the consultation closed by then, and is it settled that its drafts are not used?"""
    settled = select(SettledClosing.consultation_id)
    unused = or_(Consultation.uses_partial.is_(False), Consultation.id.in_(settled))
    return and_(Consultation.closes_at < ended, unused)


def _delete(which: Sequence[ColumnElement[bool]]) -> int:
    """Delete these drafts, but nothing that was sent."""
    gone = delete(Response).where(*which, Response.sent_at.is_(None))
    rows = _change(gone.returning(Response.uuid, Response.code_hash)).all()
    db.session.execute(delete(_EQUALITY).where(_EQUALITY.c.response_uuid.in_([row.uuid for row in rows])))
    attachments.forget([row.uuid for row in rows])
    db.session.execute(delete(_CONTACT).where(_CONTACT.c.code_hash.in_([row.code_hash for row in rows])))
    return len(rows)


def _change(statement: Any) -> Any:
    return db.session.execute(statement, execution_options={"synchronize_session": False})
