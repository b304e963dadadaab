"""How is kept where somebody may be written to, with no way from there to their answers?"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import cast

from sqlalchemy import Table, delete, insert

from engage import dates
from engage.config import settings
from engage.database import db
from engage.respond import draft_service as drafts
from engage.respond import queries
from engage.respond.folding import padded
from engage.respond.models import ContactDetails
from engage.respond.queries import Contact
from engage.respond.visit import Visit
from engage.sealing import seal

TABLE = cast(Table, ContactDetails.__table__)


def put(visit: Visit, email: str, purposes: Collection[str], *, language: str, now: datetime) -> None:
    """Keep an address with the draft, which must be held, for these purposes alone; none: take it away."""
    forget(visit)
    for purpose in purposes if email else ():
        _write(visit, Contact(email, language, purpose), now, code_hash=drafts.digest(visit.code))


def forget(visit: Visit) -> None:
    """Take away what was left with the draft."""
    db.session.execute(delete(TABLE).where(TABLE.c.code_hash == drafts.digest(visit.code)))


def part(visit: Visit, now: datetime) -> None:
    """Write what was left anew, as strangers': nothing in the new rows tells whose response it was."""
    left = queries.contacts(visit)
    if left:
        forget(visit)
    for contact in left:
        _write(visit, contact, now)


def _write(visit: Visit, contact: Contact, now: datetime, *, code_hash: bytes | None = None) -> None:
    uuid = secrets.token_bytes(16)
    row = {
        "id": secrets.randbits(62),
        "uuid": uuid,
        "consultation_id": visit.occasion.id,
        "code_hash": code_hash,
        "purpose": contact.purpose,
        "language": contact.language,
        "given_on": now.astimezone(dates.LONDON).date(),
        "sealed": seal(padded({"email": contact.email}), settings().contact_key, uuid),
    }
    db.session.execute(insert(TABLE).values(**row))
