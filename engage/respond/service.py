"""What can somebody do who answers a survey?

Whatever is saved is a draft; only sending makes it count. Two tabs, two clicks or two servers come one after
the other: whoever is later finds what the other has left, and nothing is lost or done twice.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, insert

from engage.config import settings
from engage.consultations.models import Consultation
from engage.consultations.stage import Stage
from engage.database import alone, db, unit_of_work
from engage.errors import Conflict, NotFound
from engage.respond import attachment_service as attachments
from engage.respond import codes, contact_service, equality_service, meanwhile, queries, sent_service
from engage.respond import draft_service as drafts
from engage.respond import trace_service as traces
from engage.respond.channel import Channel
from engage.respond.tracing import Sender
from engage.respond.visit import Kept, Visit
from engage.surveys import queries as surveys
from engage.surveys.answers import PageReading
from engage.surveys.contact import Purpose
from engage.surveys.definition import Answers, answers_to_json
from engage.surveys.ways import STANDARD


class AlreadySent(Conflict):
    """What was sent does not change any more."""

    page = "already_sent"


class Closed(Conflict):
    """Answers are not taken now."""

    page = "closed"


class Overtaken(Conflict):
    """Under these keys, something else was saved since the page was shown. Nothing has been overwritten."""

    def __init__(self, stored: Answers, keys: tuple[str, ...]) -> None:
        super().__init__()
        self.stored, self.keys = stored, keys


class Unfinished(Conflict):
    """A required answer is missing, or there is no answer at all."""


class Answered(NamedTuple):
    """One whole response that did not come through the pages.

    What is received twice under one `key` is stored once; without a key every one is stored.
    """

    language: str
    answers: Answers
    equality: Answers
    sent_at: datetime
    variant: str = STANDARD
    key: bytes = b""  # 32 bytes that nobody can guess
    received_on: date | None = None
    batch_id: int | None = None


def begin(
    consultation: Consultation,
    *,
    now: datetime,
    variant: str = STANDARD,
    channel: Channel = Channel.ONLINE,
) -> str:
    """Make a code with which somebody can answer, in this variant. Nothing is stored.

    Raises Closed, or NotFound.
    """
    if consultation.stage(now) != Stage.OPEN:
        raise Closed
    version_id, number = queries.place_of_variant(consultation.id, variant)
    opens = codes.Opens(version_id, number, channel)
    return codes.new_code(opens, _new_random(), settings().secret_key)


def save_page(
    visit: Visit, reading: PageReading, *, language: str, now: datetime, seen: str | None = None
) -> Visit:
    """Keep what one page says, also that nothing is answered on it; the first one makes the draft.

    `visit` may be older than what others have saved since: then it is looked up again. `seen` are the
    `meanwhile.marks` of the page; without them whatever is stored is written over. Raises AlreadySent, Closed
    or Overtaken.
    """
    _require_open(visit, now)
    _require_seen(visit.answers, reading, seen)
    with alone() as transaction:
        kept = _kept(transaction, visit, reading, language, now)
    return replace(visit, kept=kept) if kept else _save_overtaken(visit.code, reading, language, now, seen)


@unit_of_work
def _save_overtaken(code: str, reading: PageReading, language: str, now: datetime, seen: str | None) -> Visit:
    """Keep a page of a draft that somebody else has changed since the page was shown."""
    visit = taken(code, now)
    _require_seen(visit.answers, reading, seen)
    return put(visit, reading, language=language, now=now)


@unit_of_work
def save_equality_page(
    visit: Visit, reading: PageReading, *, now: datetime, seen: str | None = None
) -> Answers:
    """Keep what one page of the equality questions says; return all equality answers.

    Raises NotFound without a draft, AlreadySent, Closed or, as `save_page`, Overtaken.
    """
    visit = held(visit.code, now)
    stored = queries.equality_answers(visit)
    _require_seen(visit.equality_answers(stored), reading, seen)
    answers = reading.over(stored)
    equality_service.put(visit, answers)
    return answers


@unit_of_work
def save_contact(
    visit: Visit,
    email: str,
    *,
    language: str,
    now: datetime,
    purposes: Collection[str] = (Purpose.OUTCOME,),
    seen: str | None = None,
) -> None:
    """Keep an e-mail address with the draft, for these purposes; an empty one takes it away.

    Raises NotFound without a draft, AlreadySent, Closed or, as `save_page`, Overtaken.
    """
    visit = held(visit.code, now)
    _require_seen(queries.contact_left(visit).answers, meanwhile.contact(email, purposes), seen)
    contact_service.put(visit, email, purposes, language=language, now=now)


@unit_of_work
def send(code: str, *, language: str, now: datetime, sender: Sender | None = None) -> str:
    """Send the draft, once and for all, and return its reference: again and again the same.

    What is not asked any more is dropped, and the contact details part from the answers. Raises NotFound
    without a draft, Closed, or Unfinished.
    """
    drafts.hold(code)
    visit = _look(code)
    if visit.reference:
        return visit.reference
    if visit.changes and visit.kept is None:  # it was sent already
        return sent_service.original(visit).reference or ""
    _require_open(visit, now)
    answers = visit.journey.kept()
    if visit.kept is None or visit.journey.next_step or not answers:
        raise Unfinished
    if visit.questionnaire.takes_files:
        attachments.keep_only(visit.kept.uuid, answers)
    if visit.changes:
        return sent_service.apply_change(visit, answers, language=language, now=now)
    if visit.questionnaire.equality:
        equality_service.put(visit, equality_service.kept(visit))
    contact_service.part(visit, now)
    reference = new_reference()
    drafts.send(visit, answers, reference, language=language, now=now)
    where_from = sender if visit.channel == Channel.ONLINE else None  # one device has many answers elsewhere
    traces.leave(visit.occasion.id, drafts.digest(code), answers, where_from, now=now)
    return reference


@unit_of_work
def receive(version_id: int, answered: Answered, *, channel: Channel) -> tuple[str, bool]:
    """Store one whole response, once for its key; return its reference and whether it is new.

    The caller has read the answers by the rules of the survey, and dropped what is not asked.
    """
    consultation_id = surveys.version(version_id).consultation_id
    response = _row(version_id, consultation_id, answered, channel)
    if drafts.add(response):
        _add(equality_service.TABLE, _equality(response, answered))
        traces.leave(
            consultation_id, response["code_hash"], answered.answers, None, now=answered.sent_at
        )  # one device, or one stack, has many people's
        return response["reference"], True
    return queries.reference_of(response["code_hash"]), False


@unit_of_work
def add_many(version_id: int, rows: Iterable[Answered], *, channel: Channel = Channel.ONLINE) -> int:
    """Add whole responses, some thousands at once, and return how many; no code opens them."""
    consultation_id = surveys.version(version_id).consultation_id
    responses: list[dict[str, Any]] = []
    equality: list[dict[str, Any]] = []
    for row in rows:
        responses.append(_row(version_id, consultation_id, row, channel))
        equality += _equality(responses[-1], row)
    _add(drafts.RESPONSE, responses)
    _add(equality_service.TABLE, equality)
    return len(responses)


def _row(version_id: int, consultation_id: int, answered: Answered, channel: Channel) -> dict[str, Any]:
    """One whole response as a row of its table."""
    return {
        "uuid": secrets.token_bytes(16),
        "consultation_id": consultation_id,
        "version_id": version_id,
        "code_hash": answered.key or secrets.token_bytes(32),
        "reference": new_reference(),
        "language": answered.language,
        "channel": str(channel),
        "variant": answered.variant,
        "answers": answers_to_json(answered.answers),
        "revision": 1,
        "saved_at": answered.sent_at,
        "sent_at": answered.sent_at,
        "partial": False,
        "received_on": answered.received_on,
        "batch_id": answered.batch_id,
    }


def _equality(response: dict[str, Any], answered: Answered) -> list[dict[str, Any]]:
    return [equality_service.row(response["uuid"], answered.equality)] if answered.equality else []


def _add(table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(table), rows)


def _look(code: str) -> Visit:
    """Whoever has this code, as the transaction of this verb sees it."""
    return queries.visit_within(db.session.connection(), code)


# --- the row, and who has it ----------------------------------------------------------------------------


def _require_open(visit: Visit, now: datetime) -> None:
    if visit.reference:
        raise AlreadySent
    if not queries.takes_answers(visit, now):
        raise Closed


def _require_seen(stored: Answers, reading: PageReading, seen: str | None) -> None:
    if seen is None or (not stored and not seen):
        return
    if keys := meanwhile.disputed(seen, stored, reading):
        raise Overtaken(stored, keys)


def taken(code: str, now: datetime) -> Visit:
    """Take what may still be changed for this transaction, and look it up. Raises AlreadySent or Closed."""
    drafts.hold(code)
    visit = _look(code)
    _require_open(visit, now)
    return visit


def put(visit: Visit, reading: PageReading, *, language: str, now: datetime) -> Visit:
    """Write what a page says into the draft that was taken; the first one makes it."""
    kept = _kept(db.session.connection(), visit, reading, language, now)
    if kept is None:
        raise Conflict
    return replace(visit, kept=kept)


def held(code: str, now: datetime) -> Visit:
    """Take a draft that may still be changed, and look it up."""
    visit = taken(code, now)
    if visit.kept is None:
        raise NotFound
    return visit


def _kept(
    transaction: Connection, visit: Visit, reading: PageReading, language: str, now: datetime
) -> Kept | None:
    """Write the answers over those of the visit; None when the row is no longer as the visit found it."""
    answers = reading.over(visit.answers)
    if visit.kept is None and visit.changes:
        raise AlreadySent
    if visit.kept is None:
        kept = Kept(secrets.token_bytes(16), answers, 1, None, None)
        return kept if drafts.begin(transaction, visit, kept, language=language, now=now) else None
    seen = visit.kept.revision
    if drafts.keep(transaction, visit, seen, answers, language=language, now=now):
        return replace(visit.kept, answers=answers, revision=seen + 1)
    return None


def _new_random() -> int:
    while not codes.is_speakable(random := secrets.randbits(codes.RANDOM_BITS)):
        pass
    return random


def new_reference() -> str:
    """A reference that nobody has."""
    while True:
        if written := codes.reference(secrets.randbits(codes.REFERENCE_BITS)):
            return written
