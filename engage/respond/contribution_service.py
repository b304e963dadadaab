"""How is a letter, an e-mail, a petition or what was said at an event taken into the ledger?"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from engage.respond.ledger import Again, Reason
from engage.respond.ledger_models import Contribution, ContributionFile
from engage.sealing import open_sealed, seal

TAKEN_BACK_WITHIN = timedelta(days=1)
RECENT = 20  # of what an officer has entered is shown to them


class Settled(Conflict):
    """Only whoever entered something takes it back, within a day; after that somebody decides about it."""


class NotYet(Conflict):
    """Before a consultation opens nothing can be received in it."""

    page = "not_open"


class KeptAlready(Conflict):
    """The form has entered something else before, or the officer the same, as `reference`: what is this?"""

    def __init__(self, reference: str, *, may_correct: bool) -> None:
        super().__init__(reference)
        self.reference, self.may_correct = reference, may_correct


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


def add(
    officer: Officer, consultation_id: int, said: Said, *, now: datetime, again: Again | None = None
) -> str:
    """Take something in, once however often the same form sends it, and return its reference.

    What came after closing is late until somebody decides. A correction keeps the reference and the files of
    what it corrects. Raises NotFound, NotAllowed or NotYet, and KeptAlready where `again` has to be said.
    """
    try:
        return _add(officer, consultation_id, said, again, now=now)
    except IntegrityError:  # a second click at the same moment: by now it is there
        return _add(officer, consultation_id, said, again, now=now)


@unit_of_work
def _add(officer: Officer, consultation_id: int, said: Said, again: Again | None, *, now: datetime) -> str:
    consultation = for_clerk(officer, consultation_id, now=now)
    before, uuid = _entered(said.entry), said.entry or secrets.token_bytes(16)
    if before and before.consultation_id != consultation.id:  # no form of ours
        before, uuid = None, secrets.token_bytes(16)
    if before and again is Again.ANOTHER:
        uuid = _of_content(said)
    kept = [before, _entered(uuid)]
    if same := next((each for each in kept if each and _is_sent_again(each, said)), None):
        holding_service.let_go(officer, said.entry)
        return same.reference
    if before is None and again is not Again.ANOTHER:
        before = _entered_alike(officer, consultation.id, said, now)
    files, reference = said.files, service.new_reference()
    if before and again is not Again.ANOTHER:
        may_correct = may_remove(officer, before, now=now)
        if again is None or not may_correct:
            raise KeptAlready(before.reference, may_correct=may_correct)
        had = _said(before).files
        files, reference = [*had, *(each for each in files if each not in had)], before.reference
        _take_back(officer, before, now=now)
    elif kept[1]:  # the same words about other files
        uuid = secrets.token_bytes(16)
    holding_service.let_go(officer, said.entry)
    contribution = Contribution(
        uuid=uuid,
        consultation_id=consultation.id,
        reference=reference,
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
    db.session.add_all(_file(contribution, enclosure) for enclosure in files)
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
    _take_back(officer, contribution, now=now)


def _take_back(officer: Officer, contribution: Contribution, *, now: datetime) -> None:
    accounts.record(officer, Action.CONTRIBUTION_REMOVED, contribution, at=now)
    db.session.execute(delete(ContributionFile).filter_by(contribution_id=contribution.id))
    db.session.delete(contribution)
    db.session.flush()


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


def _entered(uuid: bytes) -> Contribution | None:
    return db.session.scalar(select(Contribution).filter_by(uuid=uuid))


def _entered_alike(officer: Officer, consultation_id: int, said: Said, now: datetime) -> Contribution | None:
    """The very same, entered by this officer within a day: such as on a page that came back."""
    fields = ("channel", "language", "received_on", "speaks_for", "organisation")
    alike = {name: getattr(said, name) for name in fields}
    mine = select(Contribution).filter_by(consultation_id=consultation_id, officer_id=officer.id, **alike)
    today = db.session.scalars(mine.where(Contribution.entered_at > now - TAKEN_BACK_WITHIN))
    return next((each for each in today if each.texts == said.texts and _is_sent_again(each, said)), None)


def _of_content(said: Said) -> bytes:
    """What names a further entry from a form that has entered another: the same for the same words."""
    return hashlib.blake2b(repr(replace(said, files=())).encode(), digest_size=16).digest()


def _is_sent_again(kept: Contribution, said: Said) -> bool:
    """Is this what was kept? The files that were held for a form are let go as soon as it is."""
    before = _said(kept)
    files = before.files if said.files else said.files
    return replace(before, entry=said.entry, files=files) == said


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
