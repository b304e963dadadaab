"""What does the demonstration leave for somebody to decide about what was received?"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from engage.database import db, unit_of_work
from engage.respond.ledger_models import Trace
from engage.respond.models import Response

ALIKE = {"device": 3, "words": 2}  # how many responses look alike, by what


@unit_of_work
def leave_likenesses(consultation_id: int, *, day: date) -> None:
    """Let a few responses look alike; in the demonstration nobody has sent them from any device."""
    mine = select(Response.id).filter_by(consultation_id=consultation_id).order_by(Response.reference)
    ids = iter(db.session.scalars(mine.limit(sum(ALIKE.values()))))
    for kind, several in ALIKE.items():
        for _number, response_id in zip(range(several), ids, strict=False):
            trace = {"consultation_id": consultation_id, "response_id": response_id, "day": day}
            db.session.add(Trace(**trace, **{kind: b"invented"}))
