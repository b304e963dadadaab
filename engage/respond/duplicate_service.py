"""What becomes of duplicates when the one that was to stay does not, or does again? See `doubles`.

All of this is done within the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, update

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.service import Action
from engage.consultations.models import Consultation
from engage.database import db, fetch
from engage.respond import doubles
from engage.respond import ledger_queries as queries
from engage.respond.doubles import Double, Ruled
from engage.respond.ledger import Reason
from engage.respond.ledger_models import Contribution, Decision
from engage.respond.models import Response

References = Collection[str] | Select[Any]


def standing(consultation_id: int, references: References) -> Sequence[Decision]:
    """The decisions that something is a duplicate of one of these."""
    theirs = _of(consultation_id, references)
    decisions = select(Decision).where(*theirs, Decision.undone_at.is_(None)).order_by(Decision.id)
    return db.session.scalars(decisions).all()


def originals(consultation_id: int, references: References) -> list[str]:
    """Those of these of which anything is, or was, said to be a duplicate."""
    theirs = select(Decision.duplicate_of).where(*_of(consultation_id, references)).distinct()
    return [each for each in db.session.scalars(theirs) if each]


def settle(
    consultation_id: int, references: Collection[str], *, now: datetime, officer: Officer | None = None
) -> None:
    """Let one of each set to which these belong be analysed, and the others be duplicates of it.

    It is to be called after whatever makes one of them stand or not stand. `officer` is who did that, if any.
    """
    several = doubles.sets(_doubles(consultation_id), references)
    if not several:
        return
    _hold(consultation_id, set().union(*several))
    found = _doubles(consultation_id)
    for each in doubles.sets(found, references):
        _settle(consultation_id, each, found, now, officer)


def _settle(
    consultation_id: int,
    together: Collection[str],
    found: doubles.Doubles,
    now: datetime,
    officer: Officer | None,
) -> None:
    council_id = fetch(Consultation, consultation_id).council_id
    left_out_as = _left_out_as(consultation_id, together)
    first = doubles.stays(found, left_out_as)
    for reference, before in left_out_as.items():
        after = None if reference == first else first
        if before != after and reference in found:
            decision = _put(found[reference], after, now)
            if before is None or after is None:
                _mark_changed(decision, now)
            if before is not None and decision.undone_at:
                accounts.record(officer, Action.DECISION_UNDONE, decision, at=now, council_id=council_id)


def _doubles(consultation_id: int) -> dict[str, Double]:
    """What officers say are duplicates, of all that this consultation has received."""
    its_reference = func.coalesce(Response.reference, Contribution.reference)
    columns = (Decision.id, its_reference, Decision.duplicate_of, Decision.made_at, Decision.undone_by)
    said = or_(Decision.duplicate_of.is_not(None), Decision.undone_by.is_not(None))
    rulings = (
        select(*columns)
        .outerjoin(Response, Response.id == Decision.response_id)
        .outerjoin(Contribution, Contribution.id == Decision.contribution_id)
        .where(Decision.consultation_id == consultation_id, said)
        .order_by(Decision.id)
    )
    return doubles.doubles(Ruled(*row) for row in db.session.execute(rulings))


def _hold(consultation_id: int, together: Collection[str]) -> None:
    """Keep responses to this transaction: whoever withdraws another one of them meanwhile waits."""
    mine = (Response.consultation_id == consultation_id, Response.reference.in_(together))
    db.session.execute(select(Response.id).where(*mine).order_by(Response.id).with_for_update(key_share=True))


def _left_out_as(consultation_id: int, together: Collection[str]) -> dict[str, str | None]:
    """Of what each is left out as a duplicate; what does not stand for another reason is not among them."""
    every = queries.entries(consultation_id).subquery()
    known = select(every.c.reference, every.c.reason, every.c.duplicate_of)
    rows = db.session.execute(known.where(every.c.reference.in_(together)))
    return {row.reference: row.duplicate_of for row in rows if row.reason in (None, Reason.DUPLICATE)}


def _put(double: Double, stays: str | None, now: datetime) -> Decision:
    """Let a decision stand as that of a duplicate of this one, or of none. Return it as it was made."""
    db.session.execute(delete(Decision).where(Decision.id.in_(double.moved)))
    made = db.session.get_one(Decision, double.decision_id, populate_existing=True)
    if stays == made.duplicate_of:
        made.undone_at = None
    else:
        made.undone_at = made.undone_at or now
    db.session.flush()
    if stays not in (None, made.duplicate_of):
        db.session.add(_moved(made, stays))
        db.session.flush()
    return made


def _moved(decision: Decision, stays: str | None) -> Decision:
    """The same decision, of a duplicate of something else: it was made when it was made."""
    same = ("consultation_id", "response_id", "contribution_id", "reason", "note", "officer_id", "made_at")
    values = {name: getattr(decision, name) for name in same}
    return Decision(**values, duplicate_of=stays)


def _of(consultation_id: int, references: References) -> tuple[ColumnElement[bool], ...]:
    return Decision.consultation_id == consultation_id, Decision.duplicate_of.in_(references)


def _mark_changed(decision: Decision, now: datetime) -> None:
    """What counts as a change for later releases."""
    db.session.execute(update(Response).where(Response.id == decision.response_id).values(changed_at=now))
