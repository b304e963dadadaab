"""How is a letter, an e-mail, a petition or what was said at an event taken into the ledger?"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.config import settings
from engage.consultations import queries as consultations
from engage.consultations.models import Consultation
from engage.consultations.stage import Stage
from engage.database import db, unit_of_work
from engage.errors import Conflict, NotFound
from engage.respond import duplicate_service, holding_service, ledger_queries, ledger_service, service
from engage.respond.channel import Channel
from engage.respond.enclosures import Enclosure
from engage.respond.ledger import Reason
from engage.respond.ledger_models import Contribution, ContributionFile
from engage.sealing import open_sealed, seal

TAKEN_BACK_WITHIN = timedelta(days=1)
RECENT = 20  # of what an officer has entered is shown to them


class Settled(Conflict):
    """Only whoever entered something takes it back, within a day; after that somebody decides about it."""


class NotYet(Conflict):
    """Before a consultation opens nothing can be received in it."""

    page = "not_open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What came, and for whom it speaks. `texts` by id of question; "" is what is about all of it."""

    channel: Channel
    language: str
    received_on: date
    texts: Mapping[str, str]
    speaks_for: int = 1
    organisation: str = ""
    sender: str = ""  # who wrote, and how to answer them
    files: Sequence[Enclosure] = field(default=())
    entry: bytes = b""  # names the form on which it was entered


def for_clerk(officer: Officer, consultation_id: int, *, now: datetime) -> Consultation:
    """A published consultation into which this officer may enter. Raises NotFound, NotAllowed or NotYet."""
    consultation = consultations.for_officer(officer, consultation_id, Permission.ENTER_RESPONSES)
    if consultation.stage(now) in (Stage.DRAFT, Stage.FORTHCOMING):
        raise NotYet
    return consultation


def add(officer: Officer, consultation_id: int, said: Said, *, now: datetime) -> str:
    """Take something in, once however often the same form sends it, and return its reference.

    What came after closing is late until somebody decides. Raises NotFound, NotAllowed or NotYet.
    """
    try:
        return _add(officer, consultation_id, said, now=now)
    except IntegrityError:  # a second click at the same moment: by now it is there
        return _add(officer, consultation_id, said, now=now)


@unit_of_work
def _add(officer: Officer, consultation_id: int, said: Said, *, now: datetime) -> str:
    consultation = for_clerk(officer, consultation_id, now=now)
    before = db.session.scalar(select(Contribution).filter_by(uuid=said.entry))
    holding_service.let_go(officer, said.entry)
    if before and _said(before) == said:
        return before.reference
    uuid = said.entry if said.entry and before is None else secrets.token_bytes(16)
    contribution = Contribution(
        uuid=uuid,
        consultation_id=consultation.id,
        reference=service.new_reference(),
        channel=said.channel,
        language=said.language,
        received_on=said.received_on,
        speaks_for=said.speaks_for,
        organisation=said.organisation,
        sealed_from=seal(said.sender.encode(), settings().contact_key, uuid) if said.sender else None,
        texts=dict(said.texts),
        officer_id=officer.id,
        entered_at=now,
    )
    db.session.add(contribution)
    db.session.flush()
    db.session.add_all(_file(contribution, enclosure) for enclosure in said.files)
    if ledger_service.is_late(consultation, said.received_on):
        entry = ledger_queries.entry(consultation.id, contribution.reference)
        ledger_service.decide(entry, consultation.id, Reason.LATE, now=now)
    accounts.record(officer, Action.CONTRIBUTION_ADDED, contribution, at=now)
    return contribution.reference


@unit_of_work
def remove(officer: Officer, consultation_id: int, reference: str, *, now: datetime) -> None:
    """Take back what this officer has entered by mistake within a day.

    Raises NotFound, NotAllowed or Settled.
    """
    consultation = for_clerk(officer, consultation_id, now=now)
    contribution = _found(consultation.id, reference)
    if not may_remove(officer, contribution, now=now):
        raise Settled
    accounts.record(officer, Action.CONTRIBUTION_REMOVED, contribution, at=now)
    db.session.execute(delete(ContributionFile).filter_by(contribution_id=contribution.id))
    db.session.delete(contribution)


def may_remove(officer: Officer, contribution: Contribution, *, now: datetime) -> bool:
    """Was it entered by this officer less than a day ago, and nothing decided about it or by it since?"""
    entry = ledger_queries.entry(contribution.consultation_id, contribution.reference)
    mine = contribution.officer_id == officer.id and contribution.entered_at > now - TAKEN_BACK_WITHIN
    stays = duplicate_service.standing(contribution.consultation_id, [contribution.reference])
    return mine and not stays and not ledger_queries.rulings(entry)


def recent(officer: Officer, consultation_id: int, *, now: datetime) -> list[Contribution]:
    """What this officer has entered and may still take back, the latest first."""
    mine = select(Contribution).filter_by(consultation_id=consultation_id, officer_id=officer.id)
    today = mine.where(Contribution.entered_at > now - TAKEN_BACK_WITHIN)
    found = db.session.scalars(today.order_by(Contribution.id.desc()).limit(RECENT))
    return [each for each in found if may_remove(officer, each, now=now)]


def sender(contribution: Contribution) -> str:
    """Who wrote, as it was entered."""
    sealed = contribution.sealed_from
    return open_sealed(sealed, settings().contact_key, contribution.uuid).decode() if sealed else ""


def files(contribution: Contribution) -> Sequence[ContributionFile]:
    """What came with it, in the order in which it was entered."""
    mine = select(ContributionFile).filter_by(contribution_id=contribution.id)
    return db.session.scalars(mine.order_by(ContributionFile.id)).all()


def content(officer: Officer, consultation_id: int, reference: str, name: str) -> tuple[str, str, bytes]:
    """The name, the kind and the content of a file, whose address ends `name`. Raises NotFound."""
    consultation = ledger_queries.for_keeper(officer, consultation_id)
    contribution = _found(consultation.id, reference)
    for file in files(contribution):
        if file.uuid.hex() == name:
            return file.name, file.kind, _opened(file)
    raise NotFound


def _found(consultation_id: int, reference: str) -> Contribution:
    return ledger_queries.contribution(ledger_queries.entry(consultation_id, reference))


def _said(contribution: Contribution) -> Said:
    """What was said when it was entered."""
    return Said(
        channel=Channel(contribution.channel),
        language=contribution.language,
        received_on=contribution.received_on,
        texts=contribution.texts,
        speaks_for=contribution.speaks_for,
        organisation=contribution.organisation,
        sender=sender(contribution),
        files=[Enclosure(file.name, file.kind, _opened(file)) for file in files(contribution)],
        entry=contribution.uuid,
    )


def _opened(file: ContributionFile) -> bytes:
    return open_sealed(file.sealed, settings().contact_key, file.uuid)


def _file(contribution: Contribution, enclosure: Enclosure) -> ContributionFile:
    uuid = secrets.token_bytes(16)
    return ContributionFile(
        uuid=uuid,
        contribution_id=contribution.id,
        name=enclosure.name,
        kind=enclosure.kind,
        size=len(enclosure.content),
        sealed=seal(enclosure.content, settings().contact_key, uuid),
    )
