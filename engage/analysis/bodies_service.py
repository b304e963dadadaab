"""How do several councils come to hold a consultation together?

The lead chooses the body question and names its partners; each agrees or does not. All of it ends when the
consultation opens, so that everybody who answers has been told who will see figures. A partner can leave and
the lead can remove it at any time: figures that were asked for before keep their bodies.
"""

from __future__ import annotations

from datetime import datetime

from engage.accounts import service as accounts
from engage.accounts.models import Council, Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.analysis import planning, queries
from engage.analysis.bodies import MOST
from engage.consultations import joint_queries
from engage.consultations.joint_models import Joint, Partner
from engage.consultations.models import Consultation
from engage.consultations.stage import Stage
from engage.database import db, fetch, unit_of_work
from engage.errors import Conflict, Invalid, NotFound

BEFORE_OPENING = (Stage.DRAFT, Stage.FORTHCOMING)


class Opened(Conflict):
    """People have been told who will see figures, and may have answered."""


class HasPartners(Conflict):
    """Partners were named for answers of another question: remove them first."""


def may_change(consultation: Consultation, *, now: datetime) -> bool:
    """Can there still be other bodies?"""
    return consultation.stage(now) in BEFORE_OPENING


@unit_of_work
def choose(officer: Officer, consultation_id: int, question: str, code: str, *, now: datetime) -> Joint:
    """Choose the question that tells whose resident somebody is, and the answer of the lead's own residents.

    Raises NotFound, NotAllowed, Opened, HasPartners, or Invalid naming "question" or "code".
    """
    consultation = _lead(officer, consultation_id, now=now)
    if joint_queries.partners(consultation_id):
        raise HasPartners
    _require_answer(officer, consultation, question, code)
    joint = joint_queries.joint(consultation_id) or Joint(consultation_id=consultation_id)
    joint.question, joint.code = question, code
    db.session.add(joint)
    accounts.record(officer, Action.BODY_QUESTION_CHOSEN, joint, at=now)
    return joint


@unit_of_work
def name(officer: Officer, consultation_id: int, council_id: int, code: str, *, now: datetime) -> Partner:
    """Name a partner and the answer of its residents. It takes part once it has agreed.

    Raises NotFound, also before a body question was chosen, NotAllowed, Opened, or Invalid naming "council"
    or "code".
    """
    consultation = _lead(officer, consultation_id, now=now)
    joint, others = joint_queries.joint(consultation_id), joint_queries.partners(consultation_id)
    if joint is None:
        raise NotFound
    _require_answer(officer, consultation, joint.question, code)
    taken = {consultation.council_id, *(each.council_id for each in others)}
    if council_id in taken or db.session.get(Council, council_id) is None or len(taken) >= MOST:
        raise Invalid(["council"])
    if code in {joint.code, *(each.code for each in others)}:
        raise Invalid(["code"])
    named = {"named_at": now, "named_by_id": officer.id}
    partner = Partner(consultation_id=consultation_id, council_id=council_id, code=code, **named)
    db.session.add(partner)
    accounts.record(officer, Action.PARTNER_NAMED, partner, at=now, also=[council_id])
    return partner


@unit_of_work
def accept(officer: Officer, consultation_id: int, *, now: datetime) -> Partner:
    """Agree on behalf of a partner. Agreeing again changes nothing. Raises NotFound, NotAllowed or Opened."""
    partner, consultation = _own(officer, consultation_id)
    if partner.accepted_at:
        return partner
    if not may_change(consultation, now=now):
        raise Opened
    partner.accepted_at, partner.accepted_by_id = now, officer.id
    accounts.record(officer, Action.PARTNER_ACCEPTED, partner, at=now, also=[consultation.council_id])
    return partner


@unit_of_work
def leave(officer: Officer, consultation_id: int, *, now: datetime) -> None:
    """Decline, or take part no longer. Raises NotFound or NotAllowed."""
    partner, consultation = _own(officer, consultation_id)
    partner.ended_at, partner.ended_by_id = now, officer.id
    accounts.record(officer, Action.PARTNER_LEFT, partner, at=now, also=[consultation.council_id])


@unit_of_work
def remove(officer: Officer, consultation_id: int, partner_id: int, *, now: datetime) -> None:
    """Remove a partner from all figures that are asked for from now on. Raises NotFound or NotAllowed."""
    queries.consultation(officer, consultation_id, Permission.MAKE_RELEASE)
    partner = next((p for p in joint_queries.partners(consultation_id) if p.id == partner_id), None)
    if partner is None:
        raise NotFound
    partner.ended_at, partner.ended_by_id = now, officer.id
    accounts.record(officer, Action.PARTNER_REMOVED, partner, at=now, also=[partner.council_id])


def _lead(officer: Officer, consultation_id: int, *, now: datetime) -> Consultation:
    """Keep the lead's consultation to this transaction."""
    consultation = queries.consultation(officer, consultation_id, Permission.MAKE_RELEASE)
    db.session.refresh(consultation, with_for_update={"of": Consultation})
    if not may_change(consultation, now=now):
        raise Opened
    return consultation


def require_standing(officer: Officer, consultation_id: int) -> None:
    """Raise NotAllowed if the officer may not speak for the council, NotFound if it does not take part."""
    accounts.require(officer, Permission.MAKE_RELEASE, officer.council_id)
    if not any(p.council_id == officer.council_id for p in joint_queries.partners(consultation_id)):
        raise NotFound


def _own(officer: Officer, consultation_id: int) -> tuple[Partner, Consultation]:
    """Keep the officer's council's own part in a consultation to this transaction."""
    accounts.require(officer, Permission.MAKE_RELEASE, officer.council_id)
    mine = [p for p in joint_queries.partners(consultation_id) if p.council_id == officer.council_id]
    if not mine:
        raise NotFound
    consultation = fetch(Consultation, consultation_id)
    db.session.refresh(consultation, with_for_update={"of": Consultation})
    db.session.refresh(mine[0])
    if mine[0].ended_at:
        raise NotFound
    return mine[0], consultation


def _require_answer(officer: Officer, consultation: Consultation, question: str, code: str) -> None:
    """Raise Invalid unless the survey has this question with this answer."""
    known = queries.planning_of(officer, consultation.id)
    answers = planning.values_of(known.definition, question) if known else {}
    if not answers:
        raise Invalid(["question"])
    if code not in answers:
        raise Invalid(["code"])
