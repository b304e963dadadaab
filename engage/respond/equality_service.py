"""How are equality answers kept: sealed, apart from the opinions?"""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import Table, delete, insert

from engage.config import settings
from engage.database import db
from engage.respond import queries
from engage.respond.folding import fold
from engage.respond.models import EqualityAnswers
from engage.respond.visit import Kept, Visit
from engage.sealing import seal
from engage.surveys.definition import Answers

TABLE = cast(Table, EqualityAnswers.__table__)


def row(uuid: bytes, answers: Answers) -> dict[str, Any]:
    """The answers of the response with this uuid as a row of their table."""
    return {"response_uuid": uuid, "sealed": seal(fold(answers), settings().equality_key, uuid)}


def kept(visit: Visit) -> Answers:
    """What somebody answered to the equality questions, as far as these are asked of them."""
    if "equality" not in visit.stages:
        return {}
    given = queries.equality_answers(visit)
    return {key: answer for key, answer in visit.equality_journey(given).kept().items() if key in given}


def put(visit: Visit, answers: Answers) -> None:
    """Store the equality answers in place of those before; the response must be held."""
    put_under(cast(Kept, visit.kept).uuid, answers)


def put_under(uuid: bytes, answers: Answers) -> None:
    """The same, for the response with this uuid."""
    db.session.execute(delete(TABLE).where(TABLE.c.response_uuid == uuid))
    if answers:
        db.session.execute(insert(TABLE).values(**row(uuid, answers)))
