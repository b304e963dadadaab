"""What did people write in their own words under one question?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import select

from engage.database import reading
from engage.respond.models import Response
from engage.respond.queries import ANALYSED, AT_ONCE


class Written(NamedTuple):
    """One text. The uuid of its response is for putting texts into an order, and goes no further."""

    uuid: bytes
    text: str
    language: str


def written(consultation_id: int, key: str, option: str = "") -> Iterator[Written]:
    """Every text under this answer, or beside this option of it, of responses that are analysed.

    In the order of the uuids, which are random.
    """
    query = (
        select(Response.uuid, Response.language, Response.answers[key].label("answer"))
        .where(Response.consultation_id == consultation_id, Response.sent_at.is_not(None), ANALYSED)
        .where(Response.answers[key].is_not(None))
        .order_by(Response.uuid)
    )
    with reading() as transaction:
        for uuid, language, answer in transaction.execute(query, execution_options={"yield_per": AT_ONCE}):
            said = (answer or {}).get("other", {}).get(option, "") if option else (answer or {}).get("value")
            if isinstance(said, str) and said.strip():
                yield Written(uuid, said, answer.get("language") or language)
