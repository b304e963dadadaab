"""How does a paper become a response, and how is one mended that was keyed wrongly?"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import cast

from sqlalchemy import Table, and_, delete, insert, or_, select, update

from engage.config import settings
from engage.consultations.documents import size
from engage.consultations.models import Consultation
from engage.database import db, fetch
from engage.respond import attachment_service as attachments
from engage.respond import duplicate_service, handed, ledger_queries, ledger_service, service
from engage.respond import trace_service as traces
from engage.respond.channel import Channel
from engage.respond.folding import fold
from engage.respond.keying_form import Facts, Keyed
from engage.respond.ledger import Reason
from engage.respond.ledger_models import Decision
from engage.respond.models import EqualityAnswers, Response
from engage.respond.service import Answered
from engage.sealing import seal
from engage.surveys.definition import Answers, answers_to_json

RESPONSE, EQUALITY = (cast(Table, model.__table__) for model in (Response, EqualityAnswers))
BY_RULE = (Reason.BLANK, Reason.LATE)


def store(
    consultation_id: int,
    batch_id: int,
    key: bytes,
    keyed: Keyed,
    facts: Facts,
    *,
    now: datetime,
) -> str:
    """Store the response of a paper under its key, or put what was keyed better in its place.

    The rules that were published decide at once about what is blank or came late. Returns the reference.
    """
    answered = Answered(
        facts.language,
        keyed.answers,
        keyed.equality,
        now,
        variant=keyed.form.asked.variant,
        key=key,
        received_on=facts.received_on,
        batch_id=batch_id,
    )
    version_id = keyed.form.id.version_id
    reference, is_new = service.receive(version_id, answered, channel=Channel.PAPER)
    if not is_new:
        _mend(key, version_id, answered, now)
    _keep_files(key)
    _follow_rules(consultation_id, reference, keyed, facts.received_on, now)
    return reference


def enclosed(key: bytes, language: str) -> Answers:
    """What was enclosed with the paper that has this key, as answers."""
    found: Answers = {}
    for file in attachments.kept_under(files_place(key)):
        called = f"{file.name}, {size(file.size)}"
        found[file.key] = handed.with_file(found.get(file.key), file.id, called, language)
    return found


def files_place(key: bytes) -> bytes:
    """Under what the files of a paper are kept: its response, or what stands for it until there is one."""
    return _response_of(key) or _waiting(key)


def _response_of(key: bytes) -> bytes | None:
    return db.session.execute(select(RESPONSE.c.uuid).where(RESPONSE.c.code_hash == key)).scalar()


def _waiting(key: bytes) -> bytes:
    return hashlib.sha256(b"engage paper files" + key).digest()[:16]


def _keep_files(key: bytes) -> None:
    """Let the files be found with the response."""
    uuid = _response_of(key)
    assert uuid  # it was stored
    attachments.move(_waiting(key), uuid)


def forget_unasked_files(batch_id: int) -> None:
    """Forget the files of questions that were not asked: once nothing of a stack can be mended any more."""
    of_batch = select(RESPONSE.c.uuid, RESPONSE.c.answers).where(RESPONSE.c.batch_id == batch_id)
    for uuid, answers in db.session.execute(of_batch.where(attachments.has_some(RESPONSE.c.uuid))).all():
        attachments.keep_only(uuid, answers)


def _mend(key: bytes, version_id: int, answered: Answered, now: datetime) -> None:
    """Write a response anew. Releases see it as changed."""
    row = db.session.execute(select(RESPONSE.c.uuid).where(RESPONSE.c.code_hash == key)).one()
    new = {
        "version_id": version_id,
        "language": answered.language,
        "variant": answered.variant,
        "answers": answers_to_json(answered.answers),
        "revision": RESPONSE.c.revision + 1,
        "received_on": answered.received_on,
        "saved_at": now,
        "changed_at": now,
    }
    db.session.execute(update(RESPONSE).where(RESPONSE.c.code_hash == key).values(new))
    traces.reread(key, answered.answers)
    db.session.execute(delete(EQUALITY).where(EQUALITY.c.response_uuid == row.uuid))
    if answered.equality:
        sealed = seal(fold(answered.equality), settings().equality_key, row.uuid)
        db.session.execute(insert(EQUALITY).values(response_uuid=row.uuid, sealed=sealed))


def _follow_rules(
    consultation_id: int, reference: str, keyed: Keyed, received_on: date, now: datetime
) -> None:
    """Decide by rule, and take back what a rule decided when it does not hold any more."""
    consultation = fetch(Consultation, consultation_id)
    late = ledger_service.is_late(consultation, received_on)
    reason = Reason.BLANK if keyed.is_blank else Reason.LATE if late else None
    entry = ledger_queries.entry(consultation_id, reference)
    mine = Decision.response_id == entry.id
    by_rule = (
        mine,
        Decision.undone_at.is_(None),
        Decision.officer_id.is_(None),
        Decision.reason.in_(BY_RULE),
    )
    db.session.execute(update(Decision).where(*by_rule, Decision.reason != reason).values(undone_at=now))
    undone = and_(Decision.reason == reason, Decision.undone_by.is_not(None))
    settled = select(Decision.id).where(mine, or_(Decision.undone_at.is_(None), undone)).limit(1)
    if reason and db.session.scalar(settled) is None:  # nor is what somebody decided overturned
        ledger_service.decide(entry, consultation_id, reason, now=now)
        db.session.flush()
    duplicate_service.settle(consultation_id, [reference], now=now)
