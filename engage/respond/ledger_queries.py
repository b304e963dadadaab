"""What stands in the ledger of a consultation?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, false, func, literal, null, or_, select, union_all
from sqlalchemy.orm import aliased

from engage import dates
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.consultations import queries as consultations
from engage.consultations.models import Consultation
from engage.database import db
from engage.errors import NotFound
from engage.respond.assisted_models import Assistance
from engage.respond.ledger import ANALYSED, REMOVED, Filter, Tally
from engage.respond.ledger_models import Contribution, Decision
from engage.respond.models import Response
from engage.respond.visit import Questionnaire
from engage.surveys import queries as surveys
from engage.surveys.definition import Answers, answers_from_json


class Entry(NamedTuple):
    """One thing received. `reason` is why it is not analysed; None: it is."""

    kind: str  # response or contribution
    id: int
    reference: str
    channel: str
    language: str
    received_on: date
    reason: str | None
    partial: bool
    erased: bool
    people: int
    revision: int  # a person may change what they have sent
    decision_id: int | None  # the one that stands
    is_rewritten: bool  # it was changed since an officer decided that
    is_original_rewritten: bool  # the one of which it is a duplicate was


@dataclass(frozen=True, slots=True)
class Ruling:
    """One decision of the past or the present, with the names of who made and who undid it."""

    decision: Decision
    by: str | None
    undone_by: str | None


STANDS = Decision.undone_at.is_(None)


def tallies(consultation_id: int) -> list[Tally]:
    """Everything received, counted by channel, language and reason."""
    responses = (
        select(Response.channel, Response.language, Decision.reason, func.count(), func.count())
        .outerjoin(Decision, and_(Decision.response_id == Response.id, STANDS))
        .where(Response.consultation_id == consultation_id, Response.sent_at.is_not(None))
        .group_by(Response.channel, Response.language, Decision.reason)
    )
    contributions = (
        select(
            Contribution.channel,
            Contribution.language,
            Decision.reason,
            func.count(),
            func.sum(Contribution.speaks_for),
        )
        .outerjoin(Decision, and_(Decision.contribution_id == Contribution.id, STANDS))
        .where(Contribution.consultation_id == consultation_id)
        .group_by(Contribution.channel, Contribution.language, Decision.reason)
    )
    rows = [*db.session.execute(responses), *db.session.execute(contributions)]
    return [Tally(*row) for row in rows]


def page(consultation_id: int, only: Filter, *, number: int, size: int) -> list[Entry]:
    """One page of the ledger, from 1, by reference: an order that tells nothing else."""
    every = entries(consultation_id).subquery()
    query = select(every).order_by(every.c.reference).offset((number - 1) * size).limit(size)
    for name in ("channel", "language"):
        if wanted := getattr(only, name):
            query = query.where(every.c[name] == wanted)
    if only.state == ANALYSED:
        query = query.where(every.c.reason.is_(None))
    elif only.state == REMOVED:
        query = query.where(every.c.reason.is_not(None))
    elif only.state:
        query = query.where(every.c.reason == only.state)
    return [entry_of(row) for row in db.session.execute(query)]


def entry(consultation_id: int, reference: str) -> Entry:
    """The thing with this reference. Raises NotFound."""
    every = entries(consultation_id).subquery()
    row = db.session.execute(select(every).where(every.c.reference == reference)).first()
    if row is None:
        raise NotFound
    return entry_of(row)


def rewritten(consultation_id: int) -> list[str]:
    """The references of what was changed since an officer decided that it is not analysed.

    Or the one of which it is a duplicate was: then the two may not say the same any more.
    """
    every = entries(consultation_id).subquery()
    since = select(every.c.reference).where(or_(every.c.is_rewritten, every.c.is_original_rewritten))
    return list(db.session.scalars(since.order_by(every.c.reference)))


def entries(consultation_id: int) -> Any:
    """Responses and contributions in the same columns."""
    by_officer, original = Decision.officer_id.is_not(None), aliased(Response)
    is_original_rewritten = and_(by_officer, original.saved_at > Decision.made_at)
    responses = (
        select(
            literal("response").label("kind"),
            Response.id.label("id"),
            Response.reference.label("reference"),
            Response.channel.label("channel"),
            Response.language.label("language"),
            Response.sent_at.label("sent_at"),
            Response.received_on.label("received_on"),
            Decision.reason.label("reason"),
            Decision.duplicate_of.label("duplicate_of"),
            Response.partial.label("partial"),
            Response.erased_at.label("erased_at"),
            literal(1).label("people"),
            Response.revision.label("revision"),
            Decision.id.label("decision_id"),
            and_(by_officer, Response.saved_at > Decision.made_at).label("is_rewritten"),
            is_original_rewritten.label("is_original_rewritten"),
        )
        .outerjoin(Decision, and_(Decision.response_id == Response.id, STANDS))
        .outerjoin(original, original.reference == Decision.duplicate_of)
        .where(Response.consultation_id == consultation_id, Response.sent_at.is_not(None))
    )
    contributions = (
        select(
            literal("contribution"),
            Contribution.id,
            Contribution.reference,
            Contribution.channel,
            Contribution.language,
            Contribution.entered_at,
            Contribution.received_on,
            Decision.reason,
            Decision.duplicate_of,
            false(),
            null(),
            Contribution.speaks_for,
            literal(0),
            Decision.id,
            false(),
            is_original_rewritten,
        )
        .outerjoin(Decision, and_(Decision.contribution_id == Contribution.id, STANDS))
        .outerjoin(original, original.reference == Decision.duplicate_of)
        .where(Contribution.consultation_id == consultation_id)
    )
    return union_all(responses, contributions)


def entry_of(row: Any) -> Entry:
    received_on = row.received_on or row.sent_at.astimezone(dates.LONDON).date()
    return Entry(
        row.kind,
        row.id,
        row.reference,
        row.channel,
        row.language,
        received_on,
        row.reason,
        row.partial,
        row.erased_at is not None,
        row.people,
        row.revision,
        row.decision_id,
        bool(row.is_rewritten),
        bool(row.is_original_rewritten),
    )


def entered_for_somebody(officer: Officer, entries: Iterable[Entry]) -> set[str]:
    """References of the responses that this officer entered for people whom they helped.

    The people were told that the officer does not look at their answers again.
    """
    ids = [each.id for each in entries if each.kind == "response"]
    query = (
        select(Response.reference)
        .join(Assistance, Assistance.code_hash == Response.code_hash)
        .where(Response.id.in_(ids), Assistance.officer_id == officer.id)
    )
    return {reference for reference in db.session.scalars(query) if reference}


def rulings(of: Entry) -> list[Ruling]:
    """Every decision about one thing, latest first."""
    about = Decision.response_id if of.kind == "response" else Decision.contribution_id
    found = db.session.scalars(select(Decision).where(about == of.id).order_by(Decision.id.desc())).all()
    ids = {id for each in found for id in (each.officer_id, each.undone_by) if id}
    named = select(Officer.id, Officer.name).where(Officer.id.in_(ids))
    names = {row.id: row.name for row in db.session.execute(named)}
    return [Ruling(each, names.get(each.officer_id or 0), names.get(each.undone_by or 0)) for each in found]


def for_keeper(officer: Officer, consultation_id: int) -> Consultation:
    """A consultation whose ledger this officer may keep. Raises NotFound or NotAllowed."""
    return consultations.for_officer(officer, consultation_id, Permission.KEEP_LEDGER)


def opinions(of: Entry) -> tuple[Questionnaire, Answers]:
    """What was asked and answered in a response, without the equality questions. Raises NotFound."""
    response = db.session.get(Response, of.id) if of.kind == "response" else None
    if response is None:
        raise NotFound
    version = surveys.version(response.version_id)
    asked = Questionnaire.of(version.id, version.digest, version.definition)
    return asked, answers_from_json(response.answers)


def reference_of(decision: Decision) -> str:
    """The reference of what a decision is about."""
    of_response = select(Response.reference).where(Response.id == decision.response_id)
    of_other = select(Contribution.reference).where(Contribution.id == decision.contribution_id)
    return str(db.session.scalar(of_response) or db.session.scalar(of_other))


def duplicates_of(consultation_id: int, of: Entry) -> list[str]:
    """The references of what is not analysed because it is a duplicate of this one."""
    every = entries(consultation_id).subquery()
    same = select(every.c.reference).where(every.c.duplicate_of == of.reference)
    return list(db.session.scalars(same.order_by(every.c.reference)))


def contribution(of: Entry) -> Contribution:
    """The letter, e-mail, petition or event. Raises NotFound for a response."""
    found = db.session.get(Contribution, of.id) if of.kind == "contribution" else None
    if found is None:
        raise NotFound
    return found
