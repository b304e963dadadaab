"""Which responses look alike, or came many at once, so that a person should look?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, extract, func, select

from engage.accounts.models import Officer
from engage.database import db
from engage.errors import NotFound
from engage.respond import ledger_queries as ledger
from engage.respond.channel import Channel
from engage.respond.ledger_models import BusyHour, Decision, Trace
from engage.respond.ledger_queries import STANDS, Entry
from engage.respond.models import Response

BURST = 30  # responses in an hour, at least, and
TIMES = 5  # times the usual hour with any: worth a look
SHOWN = 100  # of one group on a page
HOUR = "hour"  # the kind of a group that is what came in a busy hour


@dataclass(frozen=True, slots=True)
class Kind:
    """By which marks responses look alike, and how many with the same ones a person looks at."""

    name: str
    marks: tuple[Any, ...]  # columns of traces
    is_marked: ColumnElement[bool]
    least: int


KINDS = (
    Kind("device", (Trace.day, Trace.device), Trace.device.is_not(None), 2),
    Kind("words", (Trace.words,), Trace.words.is_not(None), 2),
    Kind("trapped", (Trace.trapped,), Trace.trapped.is_(True), 1),
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Responses that belong together: `size` of them, of which `entries` are one page, by reference."""

    kind: str  # the name of one of KINDS, or HOUR
    key: str  # what names the group in an address: one that is in it, or its hour
    day: date | None
    size: int
    entries: tuple[Entry, ...]
    newest: int  # the highest id of them
    same: tuple[ColumnElement[bool], ...] = ()  # what is true of the traces of all of them

    @property
    def pages(self) -> int:
        return max(1, -(-self.size // SHOWN))

    @property
    def mark(self) -> str:
        """By which a page remembers whom it showed."""
        return f"{self.size}-{self.newest}"


class Burst(NamedTuple):
    """An hour in which many more responses came than usual, and who has looked at it."""

    hour: datetime  # at which it begins
    items: int
    usual: int  # how many came in the median hour with any
    seen_at: datetime | None = None
    seen_by: str = ""

    @property
    def key(self) -> str:
        return self.hour.strftime("%Y-%m-%dT%H")


def likenesses(consultation_id: int, *, most: int = 100) -> list[Likeness]:
    """Groups of analysed responses that look alike and that nobody has cleared, the largest first."""
    found = []
    for kind in KINDS:
        groups = (
            select(*kind.marks)
            .where(*_open(consultation_id), kind.is_marked)
            .group_by(*kind.marks)
            .having(func.count() >= kind.least)
            .order_by(func.count().desc(), *kind.marks)
            .limit(most)
        )
        found += [_alike(consultation_id, kind, marks) for marks in db.session.execute(groups).all()]
    return found


def cleared(consultation_id: int) -> int:
    """How many responses there are of which somebody said that they are different people's."""
    mine = select(func.count(Trace.id)).where(Trace.consultation_id == consultation_id, Trace.cleared)
    return db.session.scalar(mine) or 0


def likenesses_of(consultation_id: int, entry: Entry) -> list[Likeness]:
    """The groups in which this one is, unless somebody has decided about it."""
    return list(_groups_of(consultation_id, entry, *_open(consultation_id)))


def likeness(consultation_id: int, kind: str, key: str, number: int = 1) -> Likeness:
    """A page, from 1, of the group of this kind with this key.

    Raises NotFound if there is no such group, or page, any more.
    """
    found = None
    if kind == HOUR:
        found = _of_hour(burst(consultation_id, key), consultation_id, number)
    else:
        every = _groups_of(consultation_id, ledger.entry(consultation_id, key), number=number)
        found = next((each for each in every if each.kind == kind), None)
    if found is None or not 1 <= number <= found.pages:
        raise NotFound
    return found


def _groups_of(
    consultation_id: int, entry: Entry, *conditions: ColumnElement[bool], number: int = 1
) -> Iterator[Likeness]:
    """The groups with the marks of this one, if these conditions are true of its trace."""
    for kind in KINDS if entry.kind == "response" else ():
        mine = select(*kind.marks).where(Trace.response_id == entry.id, kind.is_marked, *conditions)
        marks = db.session.execute(mine).first()
        if (
            marks
            and (group := _alike(consultation_id, kind, marks, entry.reference, number)).size >= kind.least
        ):
            yield group


def _open(consultation_id: int) -> tuple[ColumnElement[bool], ...]:
    """Conditions on traces of analysed online responses that nobody has looked at."""
    undecided = ~_decided(Trace.response_id)
    return (Trace.consultation_id == consultation_id, Trace.cleared.is_(False), undecided)


def _decided(response_id: Any) -> ColumnElement[bool]:
    return select(Decision.id).where(Decision.response_id == response_id, STANDS).exists()


def _alike(
    consultation_id: int, kind: Kind, marks: Sequence[Any], key: str = "", number: int = 1
) -> Likeness:
    has_marks = (column == mark for column, mark in zip(kind.marks, marks, strict=True))
    same = (*_open(consultation_id), *has_marks)
    size, entries, newest = _page(consultation_id, select(Trace.response_id.label("id")).where(*same), number)
    day = marks[0] if kind.name == "device" else None
    return Likeness(kind.name, key or entries[0].reference, day, size, entries, newest, same)


def _of_hour(burst: Burst, consultation_id: int, number: int) -> Likeness:
    """Those that came in this hour and are analysed."""
    within = (Response.sent_at >= burst.hour, Response.sent_at < burst.hour + timedelta(hours=1))
    ids = select(Response.id).where(*_online(consultation_id), *within, ~_decided(Response.id))
    return Likeness(HOUR, burst.key, None, *_page(consultation_id, ids, number))


def _page(consultation_id: int, ids: Any, number: int) -> tuple[int, tuple[Entry, ...], int]:
    """How many responses have these ids, one page of them by reference, and the highest id.

    By reference, because that tells nothing else.
    """
    every = ledger.entries(consultation_id).subquery()
    page = select(every).where(every.c.kind == "response", every.c.id.in_(ids)).order_by(every.c.reference)
    rows = db.session.execute(page.offset((number - 1) * SHOWN).limit(SHOWN))
    found = ids.subquery()
    size, newest = db.session.execute(select(func.count(), func.max(found.c.id))).one()
    return size, tuple(map(ledger.entry_of, rows)), newest or 0


def bursts(consultation_id: int) -> list[Burst]:
    """Hours in which BURST online responses came at least, and TIMES as many as in the median hour."""
    parts = [extract(part, Response.sent_at) for part in ("year", "month", "day", "hour")]
    query = select(*parts, func.count()).where(*_online(consultation_id)).group_by(*parts)
    hours = dict(_hour(row) for row in db.session.execute(query))
    if not hours:
        return []
    usual = sorted(hours.values())[(len(hours) - 1) // 2]
    busy = sorted(hour for hour, items in hours.items() if items >= max(BURST, TIMES * usual))
    seen = _seen(consultation_id) if busy else {}
    return [Burst(hour, hours[hour], usual, *seen.get(hour, ())) for hour in busy]


def burst(consultation_id: int, key: str) -> Burst:
    """The one with this key. Raises NotFound: of no other hour is it told what came in it."""
    for each in bursts(consultation_id):
        if each.key == key:
            return each
    raise NotFound


def _online(consultation_id: int) -> tuple[ColumnElement[bool], ...]:
    mine = (Response.consultation_id == consultation_id, Response.channel == Channel.ONLINE)
    return (*mine, Response.sent_at.is_not(None))


def _seen(consultation_id: int) -> dict[datetime, tuple[datetime, str]]:
    """When, and by whom, each hour was looked at."""
    query = select(BusyHour.hour, BusyHour.seen_at, Officer.name).join(Officer)
    rows = db.session.execute(query.where(BusyHour.consultation_id == consultation_id))
    return {row.hour: (row.seen_at, row.name) for row in rows}


def _hour(row: Any) -> tuple[datetime, int]:
    """Databases give the parts of a moment as one or another sort of number."""
    *parts, items = row
    year, month, day, hour = (int(part) for part in parts)
    return datetime(year, month, day, hour, tzinfo=UTC), items
