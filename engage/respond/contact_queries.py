"""Who may be written to, for each purpose? Lists for officers, from which no way leads to any answer.

A list is there once answers have ended, and what kiosks and papers hold has had time to come: before that,
two of them compared would tell who answered in between.
It is in an order that tells nothing, names each address once, and says of it nothing but the language.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from engage.accounts.models import AuditEvent, Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.config import settings
from engage.consultations import queries as consultations
from engage.consultations.models import Consultation
from engage.database import db
from engage.errors import Conflict, NotFound
from engage.respond import queries
from engage.respond.channel import Channel
from engage.respond.closing_models import SettledClosing
from engage.respond.kiosk import ON_ITS_WAY
from engage.respond.kiosk_models import Kiosk
from engage.respond.ledger_models import Batch
from engage.respond.models import ContactDetails
from engage.respond.queries import Contact
from engage.sealing import open_sealed
from engage.surveys.contact import PURPOSES, Purpose

KEYED_WITHIN = timedelta(days=14)  # what comes on paper, after the last day on which it may come


class GivenOut(Conflict):
    """Officers may have the lists already: who is new on one would be whoever has answered since."""


class NotYet(Conflict):
    """Answers are still taken, or may still come from a kiosk."""

    page = "contacts_not_yet"


def lists(
    officer: Officer, consultation_id: int, *, now: datetime
) -> tuple[Consultation, dict[Purpose, int]]:
    """The consultation, and how many addresses there are for each purpose; nothing before they are given out.

    Raises NotFound or NotAllowed.
    """
    consultation = consultations.for_officer(officer, consultation_id, Permission.SEE_CONTACTS)
    if not are_given_out(consultation, now=now):
        return consultation, {}
    found = {purpose: len(list(_once(consultation_id, purpose))) for purpose in PURPOSES}
    return consultation, {purpose: number for purpose, number in found.items() if number}


def addresses(officer: Officer, consultation_id: int, purpose: str, *, now: datetime) -> list[Contact]:
    """Every address that was left for this purpose. Raises NotFound, NotAllowed or NotYet."""
    consultation = consultations.for_officer(officer, consultation_id, Permission.SEE_CONTACTS)
    if purpose not in PURPOSES:
        raise NotFound
    if not are_given_out(consultation, now=now):
        raise NotYet
    return list(_once(consultation_id, purpose))


def are_given_out(consultation: Consultation, *, now: datetime) -> bool:
    """Is nothing added any more, not even from answers that were not sent, or that wait on a kiosk?

    Whatever comes up later, such as papers after all: once somebody has had a list, none grows.
    """
    if _were_handed_out(consultation):
        return True
    if consultation.published_at is None or now < given_out_from(consultation):
        return False
    settled = select(SettledClosing.id).filter_by(consultation_id=consultation.id)
    return not consultation.uses_partial or db.session.scalar(settled) is not None


def _were_handed_out(consultation: Consultation) -> bool:
    of_it = {"subject_kind": Consultation.__tablename__, "subject_id": consultation.id}
    found = select(AuditEvent.id).filter_by(action=Action.CONTACTS_DOWNLOADED, **of_it)
    return db.session.scalar(found.limit(1)) is not None


def given_out_from(consultation: Consultation) -> datetime:
    """The first moment at which no address can come: later where there are kiosks, or papers to be keyed."""
    kiosks = select(Kiosk.id).filter_by(consultation_id=consultation.id)
    papers = select(Batch.id).filter_by(consultation_id=consultation.id, channel=Channel.PAPER)
    waits = [consultation.answers_until]
    if db.session.scalar(kiosks.limit(1)):
        waits.append(consultation.answers_until + ON_ITS_WAY)
    if db.session.scalar(papers.limit(1)):
        waits.append((consultation.post_until or consultation.closes_at) + KEYED_WITHIN)
    return max(waits)


def for_slips(officer: Officer, consultation_id: int) -> tuple[Consultation, tuple[str, ...]]:
    """The consultation, and the purposes that stand on the slip of its paper form.

    Raises NotFound, also where no address is asked for, or NotAllowed.
    """
    consultation = consultations.for_officer(officer, consultation_id, Permission.ENTER_RESPONSES)
    offered = queries.questionnaire_of(consultation.id).definition.contact
    if consultation.published_at is None or not offered:
        raise NotFound
    return consultation, tuple(offered)


def _once(consultation_id: int, purpose: str) -> Iterator[Contact]:
    """Those that belong to no draft, in the order of random numbers; of equal addresses the first."""
    query = (
        select(ContactDetails.uuid, ContactDetails.sealed, ContactDetails.language)
        .where(ContactDetails.consultation_id == consultation_id, ContactDetails.purpose == purpose)
        .where(ContactDetails.code_hash.is_(None))
        .order_by(ContactDetails.uuid)
    )
    seen = set()
    for uuid, sealed, language in db.session.execute(query):
        email = json.loads(open_sealed(sealed, settings().contact_key, uuid))["email"]
        if email.casefold() not in seen:
            seen.add(email.casefold())
            yield Contact(email, language, purpose)
