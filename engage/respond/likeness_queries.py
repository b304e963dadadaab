"""Which responses look alike, or came many at once, so that a person should look?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, extract, func, select

from engage.database import db
from engage.errors import NotFound
from engage.respond import ledger_queries as ledger
from engage.respond.channel import Channel
from engage.respond.ledger_models import Decision, Trace
from engage.respond.ledger_queries import STANDS, Entry
from engage.respond.models import Response

BURST = 30  # responses in an hour, at least, and
TIMES = 5  # times the usual hour with any: worth a look
SHOWN = 100  # of one group at a time


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
    """Responses that look alike: `size` of them, of which `entries` are the first by reference."""

    kind: str  # the name of one of KINDS
    day: date | None
    size: int
    entries: tuple[Entry, ...]
    same: tuple[ColumnElement[bool], ...]  # what is true of the traces of all of them

    @property
    def key(self) -> str:
        """What names the group in an address: one that is in it."""
        return self.entries[0].reference


class Burst(NamedTuple):
    """An hour, in UTC, in which many more responses came than usual."""

    hour: datetime
    items: int


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


def likenesses_of(consultation_id: int, entry: Entry) -> list[Likeness]:
    """The groups in which this one is, unless somebody has decided about it."""
    return list(_groups_of(consultation_id, entry, *_open(consultation_id)))


def likeness(consultation_id: int, kind: str, key: str) -> Likeness:
    """The group of this kind in which is, or was, what this key names. Raises NotFound if there is none."""
    for each in _groups_of(consultation_id, ledger.entry(consultation_id, key)):
        if each.kind == kind:
            return each
    raise NotFound


def _groups_of(consultation_id: int, entry: Entry, *conditions: ColumnElement[bool]) -> Iterator[Likeness]:
    """The groups with the marks of this one, if these conditions are true of its trace."""
    for kind in KINDS if entry.kind == "response" else ():
        mine = select(*kind.marks).where(Trace.response_id == entry.id, kind.is_marked, *conditions)
        marks = db.session.execute(mine).first()
        if marks and (group := _alike(consultation_id, kind, marks)).size >= kind.least:
            yield group


def _open(consultation_id: int) -> tuple[ColumnElement[bool], ...]:
    """Conditions on traces of analysed online responses that nobody has looked at."""
    decided = select(Decision.id).where(Decision.response_id == Trace.response_id, STANDS).exists()
    return (Trace.consultation_id == consultation_id, Trace.cleared.is_(False), ~decided)


def _alike(consultation_id: int, kind: Kind, marks: Sequence[Any]) -> Likeness:
    has_marks = (column == mark for column, mark in zip(kind.marks, marks, strict=True))
    same = (*_open(consultation_id), *has_marks)
    ids = select(Trace.response_id).where(*same)
    every = ledger.entries(consultation_id).subquery()
    first = select(every).where(every.c.kind == "response", every.c.id.in_(ids))
    rows = db.session.execute(first.order_by(every.c.reference).limit(SHOWN))
    return Likeness(
        kind.name,
        marks[0] if kind.name == "device" else None,
        db.session.scalar(select(func.count()).select_from(ids.subquery())) or 0,
        tuple(map(ledger.entry_of, rows)),
        same,
    )


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
