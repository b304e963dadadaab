"""Which responses have come, changed or gone since somebody last looked?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select, union

from engage.config import settings
from engage.database import db, reading
from engage.respond.folding import values
from engage.respond.ledger_models import Decision
from engage.respond.models import EqualityAnswers, Response
from engage.respond.queries import ANALYSED, AT_ONCE, Sent
from engage.sealing import open_sealed


def last_id(consultation_id: int) -> int:
    """The number of the newest response, a draft too; 0 when there is none."""
    newest = select(func.max(Response.id)).where(Response.consultation_id == consultation_id)
    return db.session.scalar(newest) or 0


def count_touched(consultation_id: int, since: datetime) -> int:
    """How many responses that were sent may be different from what they were at this moment, or more."""
    return (
        db.session.scalar(select(func.count()).select_from(_touched(consultation_id, since).subquery())) or 0
    )


def erased(consultation_id: int, since: datetime) -> list[bytes]:
    """The uuids of the responses that were erased from this moment on."""
    mine = select(Response.uuid).where(Response.consultation_id == consultation_id)
    return list(db.session.scalars(mine.where(Response.changed_at >= since, Response.erased_at >= since)))


def touched(consultation_id: int, since: datetime, after: int) -> Iterator[tuple[bytes, Sent | None]]:
    """Every response that was sent and may be different from what it was, with what it says now.

    `after` is the `last_id` of that moment: what came in later may have been sent before it. None stands for
    a response that is not analysed now. What was deleted with a whole import is not told of.
    """
    newer = select(Response.id).where(
        Response.consultation_id == consultation_id, Response.id > after, Response.sent_at.is_not(None)
    )
    ids = union(_touched(consultation_id, since), newer).subquery()
    query = (
        select(
            Response.uuid,
            Response.version_id,
            Response.language,
            Response.channel,
            Response.answers,
            EqualityAnswers.sealed,
            ANALYSED.label("analysed"),
        )
        .join(ids, ids.c.id == Response.id)
        .outerjoin(EqualityAnswers, EqualityAnswers.response_uuid == Response.uuid)
        .order_by(Response.uuid)
    )
    key = settings().equality_key
    with reading() as transaction:
        for row in transaction.execute(query, execution_options={"yield_per": AT_ONCE}):
            yield row.uuid, _sent(row, key) if row.analysed else None


def _sent(row: Any, key: bytes) -> Sent:
    equality = values(open_sealed(row.sealed, key, row.uuid)) if row.sealed else {}
    return Sent(row.uuid, row.version_id, row.language, row.channel, row.answers, equality)


def _touched(consultation_id: int, since: datetime) -> Select[Any]:
    """The ids of what was sent, changed, set aside or put back from this moment on."""
    mine = Response.consultation_id == consultation_id
    decided = or_(Decision.made_at >= since, Decision.undone_at >= since)
    ids = union(
        select(Response.id).where(mine, Response.sent_at >= since),
        select(Response.id).where(mine, Response.changed_at >= since, Response.sent_at.is_not(None)),
        select(Decision.response_id).where(
            Decision.consultation_id == consultation_id, Decision.response_id.is_not(None), decided
        ),
    ).subquery()
    return select(ids.c[0].label("id"))
