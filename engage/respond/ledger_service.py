"""What can be decided about what was received? Every decision has a reason, and can be undone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from engage import dates
from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.service import Action
from engage.consultations.models import Consultation
from engage.database import db, fetch, unit_of_work
from engage.errors import Conflict, Invalid, NotFound
from engage.respond import duplicate_service
from engage.respond import ledger_queries as queries
from engage.respond import likeness_queries as alike
from engage.respond.ledger import BY_OFFICERS, Reason
from engage.respond.ledger_models import BusyHour, Contribution, Decision, Trace
from engage.respond.ledger_queries import Entry
from engage.respond.models import Response


class Decided(Conflict):
    """Something else was decided about it meanwhile; that stands."""

    page = "decided"


class Stays(Conflict):
    """Others were left out as duplicates of it: without it nothing of what they say would be analysed."""

    def __init__(self, references: Collection[str]) -> None:
        super().__init__()
        self.references = references


class Rewritten(Conflict):
    """Somebody has changed their answers since the page was shown on which this was decided."""


class Others(Conflict):
    """Others belong to the group by now than those that the page showed."""


class TheirOwn(Conflict):
    """A person has withdrawn: no officer undoes that."""

    page = "withdrawn"


@unit_of_work
def note_read(officer: Officer, consultation_id: int, entries: Sequence[Entry], *, now: datetime) -> None:
    """Keep in mind that this officer has read these: one response, or several together.

    Raises NotFound or NotAllowed.
    """
    consultation = queries.for_keeper(officer, consultation_id)
    if len(entries) == 1:
        accounts.record(officer, Action.RESPONSE_READ, fetch(Response, entries[0].id), at=now)
    elif entries:
        accounts.record(officer, Action.RESPONSES_READ, consultation, at=now)


@unit_of_work
def remove(
    officer: Officer,
    consultation_id: int,
    references: Collection[str],
    reason: Reason,
    *,
    now: datetime,
    duplicate_of: str = "",
    note: str = "",
    seen: Mapping[str, int] | None = None,
) -> None:
    """Decide that these things are not analysed. `duplicate_of` is the reference of the one that stays.

    `seen` are the revisions that the officer has read; None: whatever is there. Raises NotFound, NotAllowed,
    Decided, Rewritten, Stays, and Invalid with "duplicate_of" when that is none that stays.
    """
    consultation = queries.for_keeper(officer, consultation_id)
    if reason not in BY_OFFICERS:
        raise TheirOwn
    others = {duplicate_of} if reason == Reason.DUPLICATE else set()
    _require_known(consultation.id, others)
    held = {each: _hold(consultation.id, each) for each in sorted({*references, *others})}
    if any(held[each].reason for each in references):
        raise Decided
    if seen is not None and any(held[each].revision != seen.get(each) for each in references):
        raise Rewritten
    if any(held[each].reason or each in references for each in others):
        raise Invalid(["duplicate_of"])
    if left_out := duplicate_service.standing(consultation.id, references):
        raise Stays(sorted(queries.reference_of(decision) for decision in left_out))
    for entry in (held[each] for each in sorted(references)):
        kept = duplicate_of if reason == Reason.DUPLICATE else None
        decide(entry, consultation.id, reason, now=now, officer=officer, duplicate_of=kept, note=note)


@unit_of_work
def undo(
    officer: Officer, consultation_id: int, reference: str, *, now: datetime, decision_id: int | None = None
) -> None:
    """Let something be analysed again.

    `decision_id` is the decision that the officer has read; None: whatever stands. Raises NotFound,
    NotAllowed, TheirOwn, or Decided if it is analysed already, or another decision stands.
    """
    consultation = queries.for_keeper(officer, consultation_id)
    entry = _hold(consultation.id, reference)
    if entry.reason is None or decision_id not in (None, entry.decision_id):
        raise Decided
    if entry.reason == Reason.WITHDRAWN:
        raise TheirOwn
    standing = db.session.scalars(select(Decision).where(_about(entry), Decision.undone_at.is_(None))).one()
    standing.undone_at, standing.undone_by = now, officer.id
    _mark_changed(entry, now)
    accounts.record(officer, Action.DECISION_UNDONE, standing, at=now)
    db.session.flush()
    duplicate_service.settle(consultation.id, [reference], now=now, officer=officer)


@unit_of_work
def clear(
    officer: Officer, consultation_id: int, kind: str, key: str, *, now: datetime, mark: str | None = None
) -> None:
    """Say that the responses of a group are different people's; of an hour, that it was looked at.

    `mark` is that of the group that the officer has seen; None: whatever it is. Raises NotFound, NotAllowed
    or Others.
    """
    consultation = queries.for_keeper(officer, consultation_id)
    if kind == alike.HOUR:
        _see(officer, consultation, key, now)
        return
    group = alike.likeness(consultation.id, kind, key)
    if mark not in (None, group.mark):
        raise Others
    db.session.execute(update(Trace).where(*group.same).values(cleared=True))
    accounts.record(officer, Action.LIKENESS_CLEARED, consultation, at=now)


@unit_of_work
def show_again(officer: Officer, consultation_id: int, *, now: datetime) -> None:
    """Take back whatever was said of groups of this consultation. Raises NotFound or NotAllowed."""
    consultation = queries.for_keeper(officer, consultation_id)
    cleared = (Trace.consultation_id == consultation.id, Trace.cleared)
    db.session.execute(update(Trace).where(*cleared).values(cleared=False))
    accounts.record(officer, Action.LIKENESS_SHOWN, consultation, at=now)


def _see(officer: Officer, consultation: Consultation, key: str, now: datetime) -> None:
    """Write down that an hour was looked at, once."""
    db.session.refresh(consultation, with_for_update={"of": Consultation})
    burst = alike.burst(consultation.id, key)
    if burst.seen_at is None:
        seen = BusyHour(consultation_id=consultation.id, hour=burst.hour, officer_id=officer.id, seen_at=now)
        db.session.add(seen)
        accounts.record(officer, Action.HOUR_SEEN, consultation, at=now)


def is_late(consultation: Consultation, received_on: date) -> bool:
    """Did it come after the last day, by the calendar in London?"""
    last = consultation.last_post or consultation.last_minute
    return received_on > last.astimezone(dates.LONDON).date()


def decide(
    entry: Entry,
    consultation_id: int,
    reason: Reason,
    *,
    now: datetime,
    officer: Officer | None = None,
    duplicate_of: str | None = None,
    note: str = "",
) -> None:
    """Write a decision down within the caller's transaction; without an officer, a published rule made it."""
    decision = Decision(
        consultation_id=consultation_id,
        **{f"{entry.kind}_id": entry.id},
        reason=reason,
        duplicate_of=duplicate_of,
        note=note,
        officer_id=officer.id if officer else None,
        made_at=now,
    )
    db.session.add(decision)
    if officer:
        _mark_changed(entry, now)
        accounts.record(officer, Action.DECISION_MADE, decision, at=now)


def _hold(consultation_id: int, reference: str) -> Entry:
    """Take the thing for this transaction: whoever else decides about it waits. Raises NotFound."""
    entry = queries.entry(consultation_id, reference)
    table: Any = Response if entry.kind == "response" else Contribution
    db.session.execute(select(table.id).where(table.id == entry.id).with_for_update())
    return queries.entry(consultation_id, reference)


def _require_known(consultation_id: int, references: Collection[str]) -> None:
    try:
        for reference in references:
            queries.entry(consultation_id, reference)
    except NotFound:
        raise Invalid(["duplicate_of"]) from None


def _about(entry: Entry) -> Any:
    return getattr(Decision, f"{entry.kind}_id") == entry.id


def _mark_changed(entry: Entry, now: datetime) -> None:
    """What counts as a change for later releases."""
    if entry.kind == "response":
        db.session.execute(update(Response).where(Response.id == entry.id).values(changed_at=now))
