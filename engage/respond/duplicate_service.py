"""What becomes of duplicates when the one that was to stay does not? Then what they say would be lost.

All of this is done within the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, select, update

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.service import Action
from engage.consultations.models import Consultation
from engage.database import db
from engage.respond import ledger_queries as queries
from engage.respond.ledger_models import Decision
from engage.respond.models import Response

References = Collection[str] | Select[Any]


def standing(consultation_id: int, references: References) -> Sequence[Decision]:
    """The decisions that something is a duplicate of one of these."""
    theirs = _of(consultation_id, references)
    decisions = select(Decision).where(*theirs, Decision.undone_at.is_(None)).order_by(Decision.id)
    return db.session.scalars(decisions).all()


def analyse_again(
    consultation_id: int, references: References, *, now: datetime, officer: Officer | None = None
) -> None:
    """Undo these decisions: of what was left out as duplicates of one thing, the first stands in its place.

    The others are duplicates of that now. Nobody: the one that stayed was withdrawn.
    """
    council_id = db.session.scalar(select(Consultation.council_id).filter_by(id=consultation_id))
    gone = set(db.session.scalars(references) if isinstance(references, Select) else references)
    firsts: dict[str | None, str] = {}
    others: list[tuple[Decision, str]] = []
    for decision in standing(consultation_id, references):
        decision.undone_at, decision.undone_by = now, officer.id if officer else None
        accounts.record(officer, Action.DECISION_UNDONE, decision, at=now, council_id=council_id)
        reference = queries.reference_of(decision)
        if reference in gone or firsts.setdefault(decision.duplicate_of, reference) == reference:
            _mark_changed(decision, now)
        else:
            others.append((decision, firsts[decision.duplicate_of]))
    db.session.flush()
    for decision, first in others:
        db.session.add(_moved(decision, first, now))
    db.session.flush()


def leave_out_again(consultation_id: int, reference: str, *, since: datetime, now: datetime) -> None:
    """Let decisions stand again that gave way at that moment, where nobody has decided otherwise since."""
    gave_way = (Decision.undone_at == since, Decision.undone_by.is_(None))
    theirs = select(Decision).where(*_of(consultation_id, [reference]), *gave_way)
    for decision in db.session.scalars(theirs).all():
        db.session.execute(delete(Decision).where(*_about(decision), *_was_moved(since)))
        if not _is_decided(decision):
            decision.undone_at = None
            _mark_changed(decision, now)
    db.session.flush()


def _is_decided(decision: Decision) -> bool:
    """Does another decision stand about the same thing?"""
    stands = Decision.undone_at.is_(None)
    return db.session.scalar(select(Decision.id).where(*_about(decision), stands)) is not None


def _about(decision: Decision) -> tuple[ColumnElement[bool], ...]:
    """Conditions on decisions about the same thing."""
    of_response = Decision.response_id.is_not_distinct_from(decision.response_id)
    return of_response, Decision.contribution_id.is_not_distinct_from(decision.contribution_id)


def _moved(decision: Decision, first: str, now: datetime) -> Decision:
    """The same decision, of a duplicate of something else."""
    same = ("consultation_id", "response_id", "contribution_id", "reason", "note", "officer_id")
    values = {name: getattr(decision, name) for name in same}
    return Decision(**values, duplicate_of=first, made_at=now)


def _was_moved(since: datetime) -> tuple[ColumnElement[bool], ...]:
    """Conditions on decisions that were moved at that moment, and that nobody has undone."""
    return Decision.duplicate_of.is_not(None), Decision.made_at == since, Decision.undone_at.is_(None)


def _of(consultation_id: int, references: References) -> tuple[ColumnElement[bool], ...]:
    return Decision.consultation_id == consultation_id, Decision.duplicate_of.in_(references)


def _mark_changed(decision: Decision, now: datetime) -> None:
    """What counts as a change for later releases."""
    db.session.execute(update(Response).where(Response.id == decision.response_id).values(changed_at=now))
