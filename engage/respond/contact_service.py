"""How is kept where somebody may be written to, with no way from there to their answers?"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import cast

from sqlalchemy import Table, delete, insert

from engage import dates
from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.service import Action
from engage.config import settings
from engage.consultations.models import Consultation
from engage.database import db, fetch, unit_of_work
from engage.respond import contact_queries, queries
from engage.respond import draft_service as drafts
from engage.respond.folding import padded
from engage.respond.models import ContactDetails
from engage.respond.queries import Contact
from engage.respond.visit import Visit
from engage.sealing import seal

TABLE = cast(Table, ContactDetails.__table__)


def put(visit: Visit, email: str, purposes: Collection[str], *, language: str, now: datetime) -> None:
    """Keep an address with the draft, which must be held, for these purposes alone; none: take it away."""
    code_hash = drafts.digest(visit.code)
    _forget(code_hash)
    for purpose in purposes if email else ():
        _write(visit.occasion.id, Contact(email, language, purpose), now, code_hash=code_hash)


def part(visit: Visit, now: datetime) -> None:
    """Write what was left anew, as strangers': nothing in the new rows tells whose response it was."""
    if visit.questionnaire.definition.contact:
        part_from(drafts.digest(visit.code), visit.occasion.id, now)


def part_from(code_hash: bytes, consultation_id: int, now: datetime) -> None:
    """The same, of the draft whose code has this digest."""
    left = queries.contacts_under(code_hash)
    if left:
        _forget(code_hash)
    for contact in left:
        _write(consultation_id, contact, now)


@unit_of_work
def add(consultation_id: int, contacts: Iterable[Contact], *, now: datetime) -> None:
    """Add addresses that came without a draft."""
    for contact in contacts:
        _write(consultation_id, contact, now)


@unit_of_work
def take_slip(officer: Officer, consultation_id: int, contacts: Iterable[Contact], *, now: datetime) -> None:
    """Add what stood on the slip of a paper. Nothing is recorded of it: not by whom, nor after which paper.

    Raises NotFound, NotAllowed or GivenOut.
    """
    consultation, _offered = contact_queries.for_slips(officer, consultation_id)
    if contact_queries.are_given_out(consultation, now=now):
        raise contact_queries.GivenOut
    add(consultation.id, contacts, now=now)


@unit_of_work
def hand_out(officer: Officer, consultation_id: int, purpose: str, *, now: datetime) -> list[Contact]:
    """Every address that was left for this purpose, and the trace of who had them.

    Raises NotFound, NotAllowed or NotYet.
    """
    found = contact_queries.addresses(officer, consultation_id, purpose, now=now)
    consultation = fetch(Consultation, consultation_id)
    accounts.record(officer, Action.CONTACTS_DOWNLOADED, consultation, at=now)
    return found


def _forget(code_hash: bytes) -> None:
    db.session.execute(delete(TABLE).where(TABLE.c.code_hash == code_hash))


def _write(consultation_id: int, contact: Contact, now: datetime, *, code_hash: bytes | None = None) -> None:
    uuid = secrets.token_bytes(16)
    row = {
        "id": secrets.randbits(62),
        "uuid": uuid,
        "consultation_id": consultation_id,
        "code_hash": code_hash,
        "purpose": contact.purpose,
        "language": contact.language,
        "given_on": now.astimezone(dates.LONDON).date(),
        "sealed": seal(padded({"email": contact.email}), settings().contact_key, uuid),
    }
    db.session.execute(insert(TABLE).values(**row))
