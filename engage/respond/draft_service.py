"""How is the row of one person's answers written?

Every page that is kept ends here, so each statement is built once, from plain columns, and not for each page.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Table, bindparam, update
from sqlalchemy.dialects import postgresql, sqlite

from engage.config import settings
from engage.database import db
from engage.respond import codes
from engage.respond.models import Response
from engage.respond.visit import Kept, Visit
from engage.surveys.definition import Answers, answers_to_json

RESPONSE = cast(Table, Response.__table__)
_MINE = RESPONSE.c.code_hash == bindparam("mine")
_DRAFT = RESPONSE.c.sent_at.is_(None)
_NEXT = RESPONSE.c.revision + 1

_HOLD = update(RESPONSE).where(_MINE, _DRAFT).values(revision=_NEXT)
_FIRST = (
    "uuid",
    "consultation_id",
    "version_id",
    "code_hash",
    "language",
    "channel",
    "variant",
    "answers",
    "revision",
    "saved_at",
    "partial",
)
_BEGIN: dict[str, Any] = {
    name: dialect.insert(RESPONSE)
    .values({name: bindparam(name) for name in _FIRST})
    .on_conflict_do_nothing(index_elements=["code_hash"])
    .returning(RESPONSE.c.id)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
_NEW: dict[str, Any] = {
    name: bindparam(f"new_{name}") for name in ("answers", "language", "variant", "saved_at")
}
_KEEP = (
    update(RESPONSE)
    .where(_MINE, _DRAFT, RESPONSE.c.revision == bindparam("seen"))
    .values(_NEW | {"revision": _NEXT})
    .returning(RESPONSE.c.id)
)
_SEND = (
    update(RESPONSE)
    .where(_MINE)
    .values(_NEW | {"sent_at": bindparam("new_saved_at"), "reference": bindparam("new_reference")})
)


def digest(code: str) -> bytes:
    """What is stored of a code of ours."""
    return codes.digest(code, settings().secret_key)


def hold(code: str) -> None:
    """Take a draft for this transaction: whoever else wants it waits until we are done."""
    db.session.connection().execute(_HOLD, {"mine": digest(code)})


def begin(transaction: Connection, visit: Visit, kept: Kept, *, language: str, now: datetime) -> bool:
    """Make the draft, unless another first page has made it already: then return False."""
    return _done(
        transaction,
        _BEGIN[db.engine.dialect.name],
        {
            "uuid": kept.uuid,
            "consultation_id": visit.occasion.id,
            "version_id": visit.questionnaire.version_id,
            "code_hash": digest(visit.code),
            "language": language,
            "channel": str(visit.channel),
            "variant": visit.questionnaire.variant,
            "answers": answers_to_json(kept.answers),
            "revision": kept.revision,
            "saved_at": now,
            "partial": False,
        },
    )


def add(response: dict[str, Any]) -> bool:
    """Add a whole response, unless there is one with its `code_hash`: then return False."""
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    statement = (
        dialect.insert(RESPONSE)
        .values(response)
        .on_conflict_do_nothing(index_elements=["code_hash"])
        .returning(RESPONSE.c.id)
    )
    return db.session.execute(statement).one_or_none() is not None


def keep(
    transaction: Connection, visit: Visit, seen: int, answers: Answers, *, language: str, now: datetime
) -> bool:
    """Write these answers into the draft, if its revision is still the one that was seen."""
    return _done(transaction, _KEEP, {"seen": seen} | _new(visit, answers, language, now))


def send(visit: Visit, answers: Answers, reference: str, *, language: str, now: datetime) -> None:
    """Turn the draft, which must be held, into a response that counts."""
    new = _new(visit, answers, language, now) | {"new_reference": reference}
    db.session.connection().execute(_SEND, new)


def _new(visit: Visit, answers: Answers, language: str, now: datetime) -> dict[str, Any]:
    return {
        "mine": digest(visit.code),
        "new_answers": answers_to_json(answers),
        "new_language": language,
        "new_variant": visit.questionnaire.variant,
        "new_saved_at": now,
    }


def _done(transaction: Connection, statement: Any, values: dict[str, Any]) -> bool:
    return transaction.execute(statement, values).one_or_none() is not None
