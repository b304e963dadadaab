"""What can somebody do with what they have sent: change it, withdraw it, have it erased?

A change is a draft of its own, which holds a copy. It takes the place of what was sent in one transaction,
when it is sent too; until then, and should that never happen, what was sent stays as it is.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import bindparam, delete, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.service import Action
from engage.config import settings
from engage.consultations.models import Consultation
from engage.consultations.stage import Stage
from engage.database import alone, db, unit_of_work
from engage.errors import Conflict, NotFound
from engage.respond import attachment_service as attachments
from engage.respond import codes, equality_service, ledger_queries, queries
from engage.respond import draft_service as drafts
from engage.respond import duplicate_service as duplicates
from engage.respond import trace_service as traces
from engage.respond.channel import Channel, at_home
from engage.respond.draft_service import RESPONSE
from engage.respond.ledger import Reason
from engage.respond.ledger_models import Decision, Trace
from engage.respond.models import Response
from engage.respond.visit import Visit
from engage.surveys.definition import Answers, answers_to_json

_WITHDRAWN = (Decision.reason == Reason.WITHDRAWN, Decision.undone_at.is_(None))
_BECAME = select(
    RESPONSE.c.partial,
    RESPONSE.c.erased_at,
    exists(select(Decision.id).where(Decision.response_id == RESPONSE.c.id, *_WITHDRAWN)),
).where(RESPONSE.c.code_hash == bindparam("mine"))


class Gone(Conflict):
    """What was withdrawn or erased cannot be changed."""

    page = "sent_gone"


class TooLate(Conflict):
    """After closing nothing is changed, and nothing that was withdrawn comes back."""

    page = "closed"


class Became(NamedTuple):
    """What has become of a response, in short."""

    partial: bool  # it was counted although it was not sent
    erased: bool
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """What has become of one response since it was sent."""

    id: int
    partial: bool
    changed_at: datetime | None
    withdrawn_at: datetime | None
    erased_at: datetime | None
    is_changing: bool  # there is a change that was not sent yet

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None and self.erased_at is None


def code_of(reference: str, random: int) -> str:
    """The code that opens what was sent under this reference and return code. Raises NotFound.

    Which of the two is wrong makes no difference, not even in time.
    """
    secret = settings().secret_key
    mine = (Response.code_hash == codes.digest_of(random, secret), Response.reference == reference)
    found = db.session.execute(
        select(Response.version_id, Response.variant, Response.channel, Response.locks).where(*mine)
    ).one_or_none()
    if found is None:
        raise NotFound
    opens = codes.Opens(found.version_id, channel=at_home(Channel(found.channel)), locks=found.locks)
    in_standard = queries.visit(codes.new_code(opens, random, secret))
    return queries.same_in(in_standard, found.variant).code


def standing(visit: Visit) -> Sent:
    """What has become of what was sent with this code. Raises NotFound for a draft."""
    response = _response(visit)
    return Sent(
        response.id,
        response.partial,
        response.changed_at,
        db.session.scalar(select(Decision.made_at).where(*_withdrawn(response))),
        response.erased_at,
        db.session.scalar(select(Response.id).filter_by(change_of=response.id)) is not None,
    )


def became(visit: Visit) -> Became:
    """What the page after sending must know. Everybody who sends is shown it."""
    with alone() as connection:
        row = connection.execute(_BECAME, {"mine": drafts.digest(visit.code)}).one()
    return Became(row[0], row[1] is not None, row[2])


@unit_of_work
def begin_change(visit: Visit, *, now: datetime) -> str:
    """Copy what was sent into a change, unless one was begun; return the code with which it is made.

    Raises NotFound for a draft, Gone or TooLate.
    """
    response = _held(visit)
    begun = change_of(visit)
    if begun and queries.takes_answers(begun, now):
        _require_standing(response)
        return begun.code
    _require_changeable(response, visit, now)
    copy = _copy(response, visit, now)
    if copy:
        equality_service.put_under(copy, queries.equality_answers(visit))
        attachments.copy(response.uuid, copy)
    return _changing(visit)


def change_of(visit: Visit) -> Visit | None:
    """The change that was begun and not sent, if there is one."""
    change = queries.visit(_changing(visit))
    return change if change.kept else None


@unit_of_work
def drop_change(visit: Visit) -> None:
    """Forget a change that was not sent."""
    _forget_change(_held(visit))


def apply_change(change: Visit, answers: Answers, *, language: str, now: datetime) -> str:
    """Put what was changed in place of what was sent, within the caller's transaction; return the reference.

    The history is not kept, only that and when there was a change. Raises Gone.
    """
    visit = original(change)
    response = _held(visit)
    _require_standing(response)
    new = {
        "answers": answers_to_json(answers),
        "language": language,
        "variant": change.questionnaire.variant,
        "revision": response.revision + 1,
        "saved_at": now,
        "changed_at": now,
    }
    db.session.execute(update(RESPONSE).where(RESPONSE.c.id == response.id).values(new))
    traces.reread(response.code_hash, answers)
    equality_service.put_under(response.uuid, equality_service.kept(change))
    if change.kept:
        attachments.replace(response.uuid, change.kept.uuid)
    _forget_change(response)
    _is_blank_no_more(response, now)
    _record(Action.RESPONSE_CHANGED, response, now)
    assert response.reference
    return response.reference


@unit_of_work
def withdraw(visit: Visit, *, now: datetime) -> None:
    """Take a response out of what is analysed; nothing happens if it is out already. Raises NotFound."""
    response = _held(visit)
    if _decide(response, now):
        _forget_change(response)
        _mark(response, changed_at=now)
        _record(Action.RESPONSE_WITHDRAWN, response, now)


@unit_of_work
def put_back(visit: Visit, *, now: datetime) -> None:
    """Undo a withdrawal, while the consultation is open; what officers had decided before stands again.

    Raises NotFound, Gone once erased, or TooLate.
    """
    response = _held(visit)
    if response.erased_at:
        raise Gone
    if visit.occasion.stage(now) != Stage.OPEN:
        raise TooLate
    undone = update(Decision).where(*_withdrawn(response)).values(undone_at=now)
    withdrawn = db.session.execute(undone.returning(Decision.made_at)).first()
    if withdrawn:
        _stand_again(response, withdrawn.made_at)
        _mark(response, changed_at=now)
        _settle_duplicates(response, now)
        _record(Action.RESPONSE_PUT_BACK, response, now)


@unit_of_work
def erase(visit: Visit, *, now: datetime) -> None:
    """Empty a response for good; that it was received is still counted. Raises NotFound."""
    response = _held(visit)
    if not response.erased_at:
        _empty(response, now)
        _record(Action.RESPONSE_ERASED, response, now)


@unit_of_work
def erase_for(officer: Officer, consultation_id: int, reference: str, *, now: datetime) -> None:
    """Empty a response for good, as the person asks who sent it and has no code any more.

    Raises NotFound or NotAllowed.
    """
    consultation = ledger_queries.for_keeper(officer, consultation_id)
    mine = (RESPONSE.c.consultation_id == consultation.id, RESPONSE.c.reference == reference)
    db.session.execute(update(RESPONSE).where(*mine).values(revision=RESPONSE.c.revision))
    response = db.session.scalar(select(Response).where(*mine), execution_options={"populate_existing": True})
    if response is None:
        raise NotFound
    if not response.erased_at:
        _empty(response, now)
        accounts.record(officer, Action.RESPONSE_ERASED_FOR, response, at=now)


def _empty(response: Response, now: datetime) -> None:
    _forget_change(response)
    _decide(response, now)
    equality_service.put_under(response.uuid, {})
    attachments.forget([response.uuid])
    db.session.execute(delete(Trace).where(Trace.response_id == response.id))
    _mark(response, changed_at=now, erased_at=now, answers={}, left_at=None)


def original(change: Visit) -> Visit:
    """The visit of what this change is about, as this transaction sees it. Raises NotFound."""
    code = codes.changing(change.code, settings().secret_key, changes=False)
    return queries.visit_within(db.session.connection(), code or "")


# --- rows -----------------------------------------------------------------------------------------------


def _response(visit: Visit) -> Response:
    response = db.session.scalar(
        select(Response).filter_by(code_hash=drafts.digest(visit.code)),
        execution_options={"populate_existing": True},
    )
    if response is None or response.reference is None:
        raise NotFound
    return response


def _held(visit: Visit) -> Response:
    """The response, kept to this transaction. Raises NotFound."""
    mine = update(RESPONSE).where(RESPONSE.c.code_hash == drafts.digest(visit.code))
    db.session.execute(mine.values(revision=RESPONSE.c.revision))
    return _response(visit)


def _withdrawn(response: Response) -> tuple[Any, ...]:
    """Conditions on the decision that stands because the person has withdrawn."""
    return (Decision.response_id == response.id, *_WITHDRAWN)


def _require_standing(response: Response) -> None:
    if response.erased_at or db.session.scalar(select(Decision.id).where(*_withdrawn(response))):
        raise Gone


def _require_changeable(response: Response, visit: Visit, now: datetime) -> None:
    _require_standing(response)
    if visit.occasion.stage(now) != Stage.OPEN:
        raise TooLate


def _decide(response: Response, now: datetime) -> bool:
    """Let the person's decision stand, in place of any other; False if it stands already.

    One of what was left out as duplicates of it is analysed in its place.
    """
    if db.session.scalar(select(Decision.id).where(*_withdrawn(response))):
        return False
    standing = (Decision.response_id == response.id, Decision.undone_at.is_(None))
    db.session.execute(update(Decision).where(*standing).values(undone_at=now))
    decision = Decision(
        consultation_id=response.consultation_id,
        response_id=response.id,
        reason=Reason.WITHDRAWN,
        made_at=now,
    )
    db.session.add(decision)
    db.session.flush()
    _settle_duplicates(response, now)
    return True


def _is_blank_no_more(response: Response, now: datetime) -> None:
    """What was left out because nothing stood in it is analysed once the person has said something."""
    blank = (Decision.response_id == response.id, Decision.reason == Reason.BLANK)
    undone = update(Decision).where(*blank, Decision.undone_at.is_(None)).values(undone_at=now)
    db.session.execute(undone)
    _settle_duplicates(response, now)


def _settle_duplicates(response: Response, now: datetime) -> None:
    duplicates.settle(response.consultation_id, [response.reference or ""], now=now)


def _stand_again(response: Response, withdrawn_at: datetime) -> None:
    """What an officer had decided is undone by a withdrawal alone, at the same moment and by nobody.

    Whether it is a duplicate again is not to be told from this response alone.
    """
    by_officer = (Decision.officer_id.is_not(None), Decision.reason != Reason.DUPLICATE)
    theirs = (Decision.response_id == response.id, *by_officer)
    gave_way = (Decision.undone_at == withdrawn_at, Decision.undone_by.is_(None))
    db.session.execute(update(Decision).where(*theirs, *gave_way).values(undone_at=None))


def _mark(response: Response, **changed: Any) -> None:
    db.session.execute(update(RESPONSE).where(RESPONSE.c.id == response.id).values(changed))


def _changing(visit: Visit) -> str:
    code = codes.changing(visit.code, settings().secret_key)
    if code is None:
        raise NotFound
    return code


def _copy(response: Response, visit: Visit, now: datetime) -> bytes | None:
    """Write the draft of a change; return its uuid, or None when there is one."""
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    same = ("consultation_id", "version_id", "language", "channel", "variant", "answers", "locks")
    row = {name: getattr(response, name) for name in same} | {
        "uuid": secrets.token_bytes(16),
        "code_hash": drafts.digest(_changing(visit)),
        "revision": 1,
        "saved_at": now,
        "change_of": response.id,
    }
    statement = dialect.insert(RESPONSE).values(row).on_conflict_do_nothing(index_elements=["code_hash"])
    return db.session.scalar(statement.returning(RESPONSE.c.uuid))


def _forget_change(response: Response) -> None:
    mine = RESPONSE.c.change_of == response.id
    uuids = select(RESPONSE.c.uuid).where(mine)
    attachments.forget(uuids)
    of_equality = equality_service.TABLE
    db.session.execute(delete(of_equality).where(of_equality.c.response_uuid.in_(uuids)))
    db.session.execute(delete(RESPONSE).where(mine))


def _record(action: Action, response: Response, now: datetime) -> None:
    council_id = db.session.scalar(
        select(Consultation.council_id).where(Consultation.id == response.consultation_id)
    )
    accounts.record(None, action, response, at=now, council_id=cast(int, council_id))
