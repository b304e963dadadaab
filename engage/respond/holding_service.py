"""Which files has an officer chosen on a form that is not finished?

A browser forgets what was chosen whenever a page comes back; so files are held here from the first moment.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import delete, select

from engage.accounts.models import Officer
from engage.config import settings
from engage.database import db, unit_of_work
from engage.jobs import jobs
from engage.respond.enclosures import Enclosure
from engage.respond.ledger_models import HeldFile
from engage.sealing import open_sealed, seal

KEPT = timedelta(days=1)


@unit_of_work
def hold(officer: Officer, entry: bytes, chosen: Iterable[Enclosure], *, now: datetime) -> None:
    """Hold what was chosen, each once however often it is sent."""
    there = list(enclosures(officer, entry))
    for each in chosen:
        if each not in there:
            there.append(each)
            db.session.add(_row(officer, entry, each, now))


def held(officer: Officer, entry: bytes) -> Sequence[HeldFile]:
    """What this officer has chosen on the form with this name, in that order."""
    mine = select(HeldFile).filter_by(entry=entry, officer_id=officer.id)
    return db.session.scalars(mine.order_by(HeldFile.id)).all()


def enclosures(officer: Officer, entry: bytes) -> list[Enclosure]:
    """The same with what is in them."""
    key = settings().contact_key
    return [
        Enclosure(file.name, file.kind, open_sealed(file.sealed, key, file.uuid))
        for file in held(officer, entry)
    ]


@unit_of_work
def let_go(officer: Officer, entry: bytes, name: str = "") -> None:
    """Forget the file whose uuid has this name, or all of them."""
    for file in held(officer, entry):
        if name in ("", file.uuid.hex()):
            db.session.delete(file)


@jobs.sweep
@unit_of_work
def forget_left(*, now: datetime) -> int:
    """Forget what was chosen on forms that nobody finished, and return how many files these were."""
    gone = db.session.execute(delete(HeldFile).where(HeldFile.held_at < now - KEPT))
    return int(cast(Any, gone).rowcount)


def _row(officer: Officer, entry: bytes, enclosure: Enclosure, now: datetime) -> HeldFile:
    uuid = secrets.token_bytes(16)
    return HeldFile(
        uuid=uuid,
        entry=entry,
        officer_id=officer.id,
        name=enclosure.name,
        kind=enclosure.kind,
        size=len(enclosure.content),
        sealed=seal(enclosure.content, settings().contact_key, uuid),
        held_at=now,
    )
