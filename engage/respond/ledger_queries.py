"""What stands in the ledger of a consultation?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, extract, false, func, literal, null, select, union_all

from engage import dates
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.consultations import queries as consultations
from engage.consultations.models import Consultation
from engage.database import db
from engage.errors import NotFound
from engage.respond.channel import Channel
from engage.respond.ledger import ANALYSED, REMOVED, Filter, Tally
from engage.respond.ledger_models import Contribution, Decision, Trace
from engage.respond.models import Response
from engage.respond.visit import Questionnaire
from engage.surveys import queries as surveys
from engage.surveys.definition import Answers, answers_from_json

SEVERAL = (
    2  # responses of one device on one day, or with the same words, from which on a person looks at them
)
BURST = 30  # responses in an hour, at least, and
TIMES = 5  # times the usual hour with any: worth a look


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


@dataclass(frozen=True, slots=True)
class Ruling:
    """One decision of the past or the present, with the names of who made and who undid it."""

    decision: Decision
    by: str | None
    undone_by: str | None


@dataclass(frozen=True, slots=True)
class Likeness:
    """Responses that look alike. `kind` is device, words or trapped; `key` names the group in an address."""

    kind: str
    key: str
    day: date | None
    entries: tuple[Entry, ...]


class Burst(NamedTuple):
    """An hour, in UTC, in which many more responses came than usual."""

    hour: datetime
    items: int


_STANDS = Decision.undone_at.is_(None)


def tallies(consultation_id: int) -> list[Tally]:
    """Everything received, counted by channel, language and reason."""
    responses = (
        select(Response.channel, Response.language, Decision.reason, func.count(), func.count())
        .outerjoin(Decision, and_(Decision.response_id == Response.id, _STANDS))
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
        .outerjoin(Decision, and_(Decision.contribution_id == Contribution.id, _STANDS))
        .where(Contribution.consultation_id == consultation_id)
        .group_by(Contribution.channel, Contribution.language, Decision.reason)
    )
    rows = [*db.session.execute(responses), *db.session.execute(contributions)]
    return [Tally(*row) for row in rows]


def page(consultation_id: int, only: Filter, *, number: int, size: int) -> list[Entry]:
    """One page of the ledger, from 1, by reference: an order that tells nothing else."""
    entries = _entries(consultation_id).subquery()
    query = select(entries).order_by(entries.c.reference).offset((number - 1) * size).limit(size)
    for name in ("channel", "language"):
        if wanted := getattr(only, name):
            query = query.where(entries.c[name] == wanted)
    if only.state == ANALYSED:
        query = query.where(entries.c.reason.is_(None))
    elif only.state == REMOVED:
        query = query.where(entries.c.reason.is_not(None))
    elif only.state:
        query = query.where(entries.c.reason == only.state)
    return [_entry(row) for row in db.session.execute(query)]


def entry(consultation_id: int, reference: str) -> Entry:
    """The thing with this reference. Raises NotFound."""
    entries = _entries(consultation_id).subquery()
    row = db.session.execute(select(entries).where(entries.c.reference == reference)).first()
    if row is None:
        raise NotFound
    return _entry(row)


def _entries(consultation_id: int) -> Any:
    """Responses and contributions in the same columns."""
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
            Response.partial.label("partial"),
            Response.erased_at.label("erased_at"),
            literal(1).label("people"),
        )
        .outerjoin(Decision, and_(Decision.response_id == Response.id, _STANDS))
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
            false(),
            null(),
            Contribution.speaks_for,
        )
        .outerjoin(Decision, and_(Decision.contribution_id == Contribution.id, _STANDS))
        .where(Contribution.consultation_id == consultation_id)
    )
    return union_all(responses, contributions)


def _entry(row: Any) -> Entry:
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
    )


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


# --- what a person should look at -----------------------------------------------------------------------


def likenesses(consultation_id: int, *, most: int = 100) -> list[Likeness]:
    """Groups of analysed responses that look alike and that nobody has cleared, the largest first."""
    return [
        *_alike("device", consultation_id, (Trace.day, Trace.device), most),
        *_alike("words", consultation_id, (Trace.words,), most),
        *_trapped(consultation_id, most),
    ]


def likeness(consultation_id: int, kind: str, key: str) -> Likeness:
    """The group of this kind and key. Raises NotFound when there is none any more."""
    for each in likenesses(consultation_id):
        if (each.kind, each.key) == (kind, key):
            return each
    raise NotFound


def _open(consultation_id: int) -> tuple[Any, ...]:
    """Conditions on traces of analysed online responses that nobody has looked at."""
    decided = select(Decision.id).where(Decision.response_id == Trace.response_id, _STANDS).exists()
    return (Trace.consultation_id == consultation_id, Trace.cleared.is_(False), ~decided)


def _alike(kind: str, consultation_id: int, by: tuple[Any, ...], most: int) -> list[Likeness]:
    groups = (
        select(*by)
        .where(*_open(consultation_id), by[-1].is_not(None))
        .group_by(*by)
        .having(func.count() >= SEVERAL)
        .order_by(func.count().desc(), *by)
        .limit(most)
    )
    found = []
    for values in db.session.execute(groups).all():
        same = [column == value for column, value in zip(by, values, strict=True)]
        day = values[0] if kind == "device" else None
        key = f"{day.isoformat()}-{values[-1].hex()}" if day else values[-1].hex()
        found.append(Likeness(kind, key, day, _of_traces(consultation_id, same)))
    return found


def _trapped(consultation_id: int, most: int) -> list[Likeness]:
    entries = _of_traces(consultation_id, [Trace.trapped.is_(True)])[:most]
    return [Likeness("trapped", "trapped", None, entries)] if entries else []


def _of_traces(consultation_id: int, conditions: Sequence[Any]) -> tuple[Entry, ...]:
    ids = select(Trace.response_id).where(*_open(consultation_id), *conditions)
    entries = _entries(consultation_id).subquery()
    mine = select(entries).where(entries.c.kind == "response", entries.c.id.in_(ids))
    return tuple(_entry(row) for row in db.session.execute(mine.order_by(entries.c.reference)))


def bursts(consultation_id: int) -> list[Burst]:
    """Hours in which BURST online responses came at least, and TIMES as many as in the median hour."""
    parts = [extract(part, Response.sent_at) for part in ("year", "month", "day", "hour")]
    online = (Response.consultation_id == consultation_id, Response.channel == Channel.ONLINE)
    query = select(*parts, func.count()).where(*online, Response.sent_at.is_not(None)).group_by(*parts)
    hours = [_burst(row) for row in db.session.execute(query)]
    if not hours:
        return []
    usual = sorted(burst.items for burst in hours)[(len(hours) - 1) // 2]
    return sorted(burst for burst in hours if burst.items >= max(BURST, TIMES * usual))


def _burst(row: Any) -> Burst:
    """Databases give the parts of a moment as one or another sort of number."""
    *parts, items = row
    year, month, day, hour = (int(part) for part in parts)
    return Burst(datetime(year, month, day, hour, tzinfo=UTC), items)


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


def contribution(of: Entry) -> Contribution:
    """The letter, e-mail, petition or event. Raises NotFound for a response."""
    found = db.session.get(Contribution, of.id) if of.kind == "contribution" else None
    if found is None:
        raise NotFound
    return found
