"""Whose answers does a return code open, and until when are they kept?"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, select

from engage.config import settings
from engage.consultations.models import Consultation
from engage.database import alone
from engage.errors import NotFound
from engage.respond import codes, queries
from engage.respond.channel import Channel, at_home
from engage.respond.leaving import days_end, kept_until, place
from engage.respond.models import Response
from engage.respond.visit import Visit
from engage.surveys import queries as surveys
from engage.surveys.ways import STANDARD

_response, _consultation = (cast(Table, model.__table__) for model in (Response, Consultation))
_FOUND = (
    select(
        _response.c.version_id,
        _response.c.variant,
        _response.c.channel,
        _response.c.left_at,
        _response.c.saved_at,
        _response.c.sent_at,
        _response.c.erased_at,
        _response.c.locks,
        _consultation.c.closes_at,
        _consultation.c.draft_days,
    )
    .join(_consultation, _consultation.c.id == _response.c.consultation_id)
    .where(_response.c.code_hash == bindparam("code_hash"))
)
_SAVED = select(_response.c.saved_at).where(_response.c.code_hash == bindparam("code_hash"))


def code_of(random: int, *, now: datetime, helped: bool = False) -> str:
    """The code with these random bits, for the person themselves unless they are `helped`.

    Raises NotFound, for what expired or was erased as for what never was.
    All of these take one look, so nobody can tell them apart by the time.
    """
    secret = settings().secret_key
    with alone() as connection:
        row = connection.execute(_FOUND, {"code_hash": codes.digest_of(random, secret)}).first()
    if row is None or row.erased_at or _has_expired(row, now):
        raise NotFound
    number = _place_of_variant(row.version_id, row.variant)
    channel = Channel(row.channel) if helped else at_home(Channel(row.channel))
    opens = codes.Opens(row.version_id, number, channel, locks=row.locks)
    return codes.new_code(opens, random, secret)


def where_left(code: str) -> tuple[Visit, str, int | None]:
    """Who has come back, with the endpoint and the number of the page on which they go on."""
    visit = queries.visit(code)
    with alone() as connection:
        hashed = {"code_hash": codes.digest(code, settings().secret_key)}
        row = connection.execute(_FOUND, hashed).first()
    return visit, *place(visit, row.left_at if row else None)


def is_kept_until(visit: Visit, *, now: datetime) -> datetime:
    """The first moment at which the draft of this visit is not kept any more. Raises NotFound without one."""
    with alone() as connection:
        hashed = {"code_hash": codes.digest(visit.code, settings().secret_key)}
        row = connection.execute(_SAVED, hashed).first()
    if row is None:
        raise NotFound
    return kept_until(visit.occasion, row.saved_at, now)


def _has_expired(row: Any, now: datetime) -> bool:
    return row.sent_at is None and now >= days_end(row.saved_at, row.draft_days)


def _place_of_variant(version_id: int, variant: str) -> int:
    if variant == STANDARD:
        return 0
    offered = [each.code for each in surveys.version(version_id).definition.variants]
    return offered.index(variant) + 1 if variant in offered else 0
