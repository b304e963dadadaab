"""Where are the files kept that come with answers? Sealed, in a table of their own, found only with those.

All of this is done within the caller's transaction.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Select, Table, delete, exists, func, insert, literal, select, update

from engage.config import settings
from engage.database import db
from engage.respond.attachment_models import Attachment
from engage.respond.enclosures import Enclosure
from engage.sealing import open_sealed, seal
from engage.surveys.definition import Answers

TABLE = cast(Table, Attachment.__table__)


class File(NamedTuple):
    """A file that came with answers."""

    name: str
    kind: str  # enclosures.TYPES
    content: bytes


def put_under(response_uuid: bytes, key: str, enclosure: Enclosure) -> str:
    """Keep a file with a response; return its id."""
    uuid = secrets.token_bytes(16)
    row = {
        "uuid": uuid,
        "response_uuid": response_uuid,
        "key": key,
        "name": enclosure.name,
        "kind": enclosure.kind,
        "size": len(enclosure.content),
        "sealed": seal(enclosure.content, settings().contact_key, uuid),
    }
    db.session.execute(insert(TABLE).values(row))
    return uuid.hex()


def is_there(response_uuid: bytes, key: str, enclosure: Enclosure) -> bool:
    """Was the same file kept for this question before, as when a page is sent twice?"""
    same = (TABLE.c.key == key, TABLE.c.name == enclosure.name, TABLE.c.size == len(enclosure.content))
    found = select(TABLE.c.uuid, TABLE.c.sealed).where(TABLE.c.response_uuid == response_uuid, *same)
    secret = settings().contact_key
    return any(
        open_sealed(row.sealed, secret, row.uuid) == enclosure.content for row in db.session.execute(found)
    )


class Kept(NamedTuple):
    """A file without its content."""

    id: str
    key: str  # Step.key of the question
    name: str
    size: int  # bytes


def kept_under(response_uuid: bytes) -> list[Kept]:
    """The files of a response, in the order in which they came."""
    columns = TABLE.c.uuid, TABLE.c.key, TABLE.c.name, TABLE.c.size
    mine = select(*columns).where(TABLE.c.response_uuid == response_uuid).order_by(TABLE.c.id)
    return [Kept(uuid.hex(), *others) for uuid, *others in db.session.execute(mine)]


def size_of_all(response_uuid: bytes) -> int:
    """How many bytes all files of a response have together."""
    total = select(func.coalesce(func.sum(TABLE.c.size), 0)).where(TABLE.c.response_uuid == response_uuid)
    return int(db.session.execute(total).scalar_one())


def file_of(response_uuid: bytes, id: str) -> File | None:
    """The file with this id, if it came with this response."""
    found = select(TABLE.c.uuid, TABLE.c.name, TABLE.c.kind, TABLE.c.sealed)
    row = db.session.execute(found.where(*_this(response_uuid, id))).one_or_none()
    return File(row.name, row.kind, _opened(row)) if row else None


def forget_one(response_uuid: bytes, id: str) -> None:
    db.session.execute(delete(TABLE).where(*_this(response_uuid, id)))


def forget(response_uuids: Collection[bytes] | Select[tuple[bytes]]) -> None:
    """Forget all files of these responses."""
    db.session.execute(delete(TABLE).where(TABLE.c.response_uuid.in_(response_uuids)))


def has_some(response_uuid: Any) -> ColumnElement[bool]:
    """As a condition: did any file come with the response that has this identifier?"""
    return exists().where(TABLE.c.response_uuid == response_uuid)


def keep_only(response_uuid: bytes, answers: Answers) -> None:
    """Forget the files of questions that are not asked any more."""
    gone = TABLE.c.key.not_in(answers)
    db.session.execute(delete(TABLE).where(TABLE.c.response_uuid == response_uuid, gone))


def copy(response_uuid: bytes, to: bytes) -> None:
    """Give the draft of a change what came with the response."""
    same = ("uuid", "key", "name", "kind", "size", "sealed")
    columns: list[Any] = [TABLE.c[name] for name in same]
    mine = select(*columns, literal(to)).where(TABLE.c.response_uuid == response_uuid)
    db.session.execute(insert(TABLE).from_select([*same, "response_uuid"], mine))


def replace(response_uuid: bytes, by: bytes) -> None:
    """Let what came with a change take the place of what came with the response."""
    forget([response_uuid])
    move(by, response_uuid)


def move(from_uuid: bytes, to: bytes) -> None:
    """Give what was kept under one to another."""
    db.session.execute(update(TABLE).where(TABLE.c.response_uuid == from_uuid).values(response_uuid=to))


def _this(response_uuid: bytes, id: str) -> tuple[Any, ...]:
    """Conditions on one file. What is no id is nobody's."""
    try:
        uuid = bytes.fromhex(id)
    except ValueError:
        uuid = b""
    return TABLE.c.response_uuid == response_uuid, TABLE.c.uuid == uuid


def _opened(row: Any) -> bytes:
    return open_sealed(row.sealed, settings().contact_key, row.uuid)
