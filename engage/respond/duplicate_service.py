"""What becomes of duplicates when the one that was to stay does not? Then what they say would be lost.

All of this is done within the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select, update

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.service import Action
from engage.consultations.models import Consultation
from engage.database import db
from engage.respond.ledger_models import Decision
from engage.respond.models import Response

References = Collection[str] | Select[Any]


def standing(consultation_id: int, references: References) -> Sequence[Decision]:
    """The decisions that something is a duplicate of one of these."""
    theirs = _of(consultation_id, references)
    return db.session.scalars(select(Decision).where(*theirs, Decision.undone_at.is_(None))).all()


def analyse_again(
    consultation_id: int, references: References, *, now: datetime, officer: Officer | None = None
) -> None:
    """Undo these decisions: what was left out stands alone now. Nobody: the one that stayed was withdrawn."""
    council_id = db.session.scalar(select(Consultation.council_id).filter_by(id=consultation_id))
    for decision in standing(consultation_id, references):
        decision.undone_at, decision.undone_by = now, officer.id if officer else None
        _mark_changed(decision, now)
        accounts.record(officer, Action.DECISION_UNDONE, decision, at=now, council_id=council_id)
    db.session.flush()


def leave_out_again(consultation_id: int, reference: str, *, since: datetime, now: datetime) -> None:
    """Let decisions stand again that gave way at that moment, where nobody has decided otherwise since."""
    gave_way = (Decision.undone_at == since, Decision.undone_by.is_(None))
    theirs = select(Decision).where(*_of(consultation_id, [reference]), *gave_way)
    for decision in db.session.scalars(theirs).all():
        if not _is_decided(decision):
            decision.undone_at = None
            _mark_changed(decision, now)
    db.session.flush()


def _is_decided(decision: Decision) -> bool:
    """Does another decision stand about the same thing?"""
    same = {"response_id": decision.response_id, "contribution_id": decision.contribution_id}
    return db.session.scalar(select(Decision.id).filter_by(**same, undone_at=None)) is not None


def _of(consultation_id: int, references: References) -> tuple[ColumnElement[bool], ...]:
    return Decision.consultation_id == consultation_id, Decision.duplicate_of.in_(references)


def _mark_changed(decision: Decision, now: datetime) -> None:
    """What counts as a change for later releases."""
    db.session.execute(update(Response).where(Response.id == decision.response_id).values(changed_at=now))
