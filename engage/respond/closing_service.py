"""What becomes of answers that were saved, but not sent, when the time for sending is over?

Where the council's published rule says so, they are counted as far as they go, once. Otherwise they are left
to expire.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select, update

from engage.consultations.models import Consultation
from engage.database import db, unit_of_work
from engage.jobs import jobs
from engage.respond import attachment_service as attachments
from engage.respond import contact_service, equality_service, queries, service
from engage.respond import trace_service as traces
from engage.respond.closing_models import SettledClosing
from engage.respond.draft_service import RESPONSE
from engage.respond.models import Response
from engage.respond.queries import Draft
from engage.surveys.definition import answers_to_json

AT_ONCE = 200
_FOUND = (RESPONSE.c.version_id, RESPONSE.c.variant, RESPONSE.c.channel, RESPONSE.c.code_hash)
LATECOMERS = timedelta(minutes=2)  # in which what was on its way arrives, and clocks may differ


@jobs.sweep
def settle_closed(*, now: datetime) -> int:
    """Apply the rule to every consultation whose answers have just ended; return how many were counted."""
    total = 0
    for consultation in _unsettled(now):
        after, counted = 0, 0
        while batch := _drafts(consultation.id, after):
            counted += _count(batch, consultation.answers_until)
            after = batch[-1]
        _settled(consultation.id, counted, now)
        total += counted
    return total


def _unsettled(now: datetime) -> Iterator[Consultation]:
    settled = select(SettledClosing.consultation_id)
    query = select(Consultation).where(
        Consultation.uses_partial.is_(True),
        Consultation.published_at.is_not(None),
        Consultation.closes_at <= now,
        Consultation.id.not_in(settled),
    )
    yield from (each for each in list(db.session.scalars(query)) if each.answers_until + LATECOMERS <= now)


def _drafts(consultation_id: int, after: int) -> list[int]:
    """The ids of some drafts, the smallest first; a change to what was sent is none."""
    query = select(Response.id).where(
        Response.consultation_id == consultation_id,
        Response.sent_at.is_(None),
        Response.change_of.is_(None),
        Response.id > after,
    )
    return list(db.session.scalars(query.order_by(Response.id).limit(AT_ONCE)))


@unit_of_work
def _count(batch: list[int], ended: datetime) -> int:
    return sum(_count_one(response_id, ended) for response_id in batch)


def _count_one(response_id: int, ended: datetime) -> bool:
    """Count one draft, with only what is asked of this person; False if nothing is left, or it was sent."""
    transaction = db.session.connection()
    held = update(RESPONSE).where(RESPONSE.c.id == response_id, RESPONSE.c.sent_at.is_(None))
    row = transaction.execute(held.values(revision=RESPONSE.c.revision + 1).returning(*_FOUND)).first()
    visit = queries.draft_within(transaction, Draft(*row)) if row else None
    answers = visit.journey.kept() if visit else {}
    if row is None or visit is None or not answers:
        return False
    equality_service.put(visit, equality_service.kept(visit))
    if visit.kept and visit.questionnaire.takes_files:
        attachments.keep_only(visit.kept.uuid, answers)
    contact_service.part_from(row.code_hash, visit.occasion.id, ended)
    new = {
        "answers": answers_to_json(answers),
        "reference": service.new_reference(),
        "sent_at": ended,
        "partial": True,
    }
    transaction.execute(update(RESPONSE).where(RESPONSE.c.id == response_id).values(new))
    traces.leave(visit.occasion.id, row.code_hash, answers, None, now=ended)
    return True


@unit_of_work
def _settled(consultation_id: int, counted: int, now: datetime) -> None:
    db.session.add(SettledClosing(consultation_id=consultation_id, settled_at=now, counted=counted))
