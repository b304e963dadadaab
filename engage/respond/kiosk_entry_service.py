"""How is what a kiosk kept, and sends when it can, stored exactly once, and nothing of it lost in silence?

Whatever arrives from a device is kept in some way, so that the device may forget it: as a response, as one
that came too late and is for a person to decide about, or as it came when it cannot be read.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import NamedTuple, cast

from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite

from engage.config import ADDRESS, settings
from engage.consultations.models import Consultation
from engage.database import db, fetch, unit_of_work
from engage.errors import NotFound
from engage.respond import (
    codes,
    contact_queries,
    contact_service,
    kiosk,
    kiosk_service,
    ledger_queries,
    ledger_service,
    queries,
    service,
)
from engage.respond.channel import Channel
from engage.respond.kiosk import Entry, Heard, Unreadable
from engage.respond.kiosk_models import Kiosk, KioskRemnant
from engage.respond.kiosk_sealing import open_entry
from engage.respond.ledger import Reason
from engage.respond.queries import Contact
from engage.respond.service import Answered
from engage.respond.visit import Visit
from engage.sealing import WrongSeal

REMNANT = cast(Table, KioskRemnant.__table__)
LONGEST_EMAIL = 254
TIMES = "%Y-%m-%d %H:%M"


class Stored(NamedTuple):
    """What became of an entry. Without a reference it could not be read, and is kept as it came."""

    reference: str | None
    return_code: str | None


@unit_of_work
def receive(kiosk_id: int, sealed: bytes, *, now: datetime) -> Stored:
    """Store one person's answers, once however often they arrive. Raises NotFound without the kiosk."""
    device = fetch(Kiosk, kiosk_id)
    try:
        entry = kiosk.read_entry(open_entry(sealed, settings().equality_key))
        visit = _visit(device, entry)
    except (WrongSeal, Unreadable, NotFound):
        return _keep(device, sealed, None, now)
    said = kiosk.heard(visit.questionnaire, entry)
    if not said.answers:
        return _keep(device, sealed, None, now)
    return _store(device, entry, visit, said, sealed, now)


def _visit(device: Kiosk, entry: Entry) -> Visit:
    """The person with the code that the device has made for them. Raises NotFound for another survey."""
    queries.questionnaire_of_version(entry.version_id, entry.variant)
    opens = codes.Opens(entry.version_id, entry.variant, Channel.KIOSK)
    code = codes.new_code(opens, entry.random, settings().secret_key)
    visit = queries.visit_within(db.session.connection(), code)
    _require_kiosks(visit.occasion.id, device)
    return visit


def _require_kiosks(consultation_id: int, device: Kiosk) -> None:
    """A device may have been another kiosk of this council before, and still hold what was sent there."""
    council_id = fetch(Consultation, device.consultation_id).council_id
    known = select(Kiosk.id).join(Consultation, Consultation.id == Kiosk.consultation_id)
    known = known.where(Consultation.id == consultation_id, Consultation.council_id == council_id)
    if db.session.scalar(known.limit(1)) is None:
        raise NotFound


def _store(device: Kiosk, entry: Entry, visit: Visit, said: Heard, sealed: bytes, now: datetime) -> Stored:
    consultation = fetch(Consultation, visit.occasion.id)
    pressed_at = min(max(entry.pressed_at, consultation.opens_at), now)
    key = codes.digest(visit.code, settings().secret_key)
    variant = visit.questionnaire.variant
    answered = Answered(entry.language, said.answers, said.equality, pressed_at, variant=variant, key=key)
    reference, is_new = service.receive(entry.version_id, answered, channel=Channel.KIOSK)
    if is_new:
        kiosk_service.count(device.id, now=now)
        if _is_late(device, consultation, pressed_at, now):
            _mark_late(consultation, reference, pressed_at, now)
        if not (_leave_contact(visit, entry, now) and said.complete):
            _keep(device, sealed, reference, now)
    return Stored(reference, queries.return_code(visit))


def _is_late(device: Kiosk, consultation: Consultation, pressed_at: datetime, now: datetime) -> bool:
    ends = consultation.answers_until
    mine, stopped_at = device.consultation_id == consultation.id, device.stopped_at
    is_stopped = mine and stopped_at is not None and pressed_at >= stopped_at
    return is_stopped or pressed_at >= ends or now >= ends + kiosk.ON_ITS_WAY


def _mark_late(consultation: Consultation, reference: str, pressed_at: datetime, now: datetime) -> None:
    """A person can decide otherwise: the note says when it was sent and when it arrived, in UTC."""
    note = f"{pressed_at:{TIMES}} → {now:{TIMES}}"
    entry = ledger_queries.entry(consultation.id, reference)
    ledger_service.decide(entry, consultation.id, Reason.LATE, now=now, note=note)


def _leave_contact(visit: Visit, entry: Entry, now: datetime) -> bool:
    """Keep an e-mail address apart, if one was left; False for what cannot be one, or has no purpose.

    Not any more once officers may have the lists: the one that is new on a list would be that of the response
    that has just come.
    """
    email, offered = entry.email.strip(), visit.questionnaire.definition.contact
    if not email:
        return True
    chosen = offered if len(offered) == 1 else [each for each in offered if each in entry.purposes]
    if not chosen or len(email) > LONGEST_EMAIL or not ADDRESS.fullmatch(email):
        return False
    if not contact_queries.are_given_out(fetch(Consultation, visit.occasion.id), now=now):
        contacts = [Contact(email, entry.language, purpose) for purpose in chosen]
        contact_service.add(visit.occasion.id, contacts, now=now)
    return True


def _keep(device: Kiosk, sealed: bytes, reference: str | None, now: datetime) -> Stored:
    """Keep an entry as it came, once, for what of it could not be read."""
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    row = {
        "kiosk_id": device.id,
        "digest": sha256(sealed).digest(),
        "sealed": sealed,
        "reference": reference,
        "received_at": now,
    }
    statement = dialect.insert(REMNANT).values(row).on_conflict_do_nothing(index_elements=["digest"])
    db.session.execute(statement)
    return Stored(reference, None)
