"""What can be done with a consultation?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import chain, count

from sqlalchemy import or_, select

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.bilingual import Bilingual
from engage.consultations import checks, slugs
from engage.consultations.checks import Code, Problem
from engage.consultations.details import Details
from engage.consultations.documents import Paper
from engage.consultations.models import Consultation, Document
from engage.consultations.queries import document_of
from engage.consultations.stage import Stage
from engage.database import db, fetch, unit_of_work
from engage.errors import Conflict, Invalid


class Frozen(Conflict):
    """What the public was asked does not change any more."""


class Held(Conflict):
    """What somebody is approving, or what waits for its minute, stays as it is until it is taken back."""

    page = "with_approver"


class NotClosed(Conflict):
    """A consultation has no outcome before it has closed."""


@unit_of_work
def add(officer: Officer, details: Details, *, now: datetime) -> Consultation:
    """Begin a draft in the officer's council. Raises NotAllowed, or Invalid if an address is taken."""
    accounts.require(officer, Permission.EDIT_CONSULTATION, officer.council_id)
    details = _addressed(details, officer.council_id)
    consultation = Consultation(council=officer.council, outcome=Bilingual(), **details.columns())
    db.session.add(consultation)
    accounts.record(officer, Action.CONSULTATION_ADDED, consultation, at=now)
    return consultation


@unit_of_work
def change(officer: Officer, consultation_id: int, details: Details, *, now: datetime) -> Consultation:
    """Write the details of a draft anew.

    Raises NotFound, NotAllowed, Held, Frozen, or Invalid if an address is taken.
    """
    consultation = hold(officer, consultation_id, Permission.EDIT_CONSULTATION)
    require_free(consultation, now=now)
    if consultation.published_at:
        raise Frozen
    details = _addressed(details, officer.council_id, but=consultation_id)
    for name, value in details.columns().items():
        setattr(consultation, name, value)
    accounts.record(officer, Action.CONSULTATION_CHANGED, consultation, at=now)
    return consultation


@unit_of_work
def change_contact(
    officer: Officer, consultation_id: int, *, contact: Bilingual, other_formats: Bilingual, now: datetime
) -> Consultation:
    """Say anew whom to ask and which formats there are; this may change after publication too.

    Raises NotFound, NotAllowed, Held, or Invalid if it is published and a language would be missing.
    """
    consultation = hold(officer, consultation_id, Permission.EDIT_CONSULTATION)
    require_free(consultation, now=now)
    texts = {"contact": contact, "other_formats": other_formats}
    missing = [
        Problem(Code.MISSING, f"{name}_{each}") for name, text in texts.items() for each in text.missing
    ]
    if consultation.published_at and missing:
        raise Invalid(missing)
    consultation.contact, consultation.other_formats = contact, other_formats
    accounts.record(officer, Action.CONSULTATION_CHANGED, consultation, at=now)
    return consultation


def problems(consultation: Consultation, *, now: datetime) -> tuple[Problem, ...]:
    """Everything that stands in the way of publishing: `checks.problems`, and addresses that are taken."""
    taken = [
        Problem(Code.TAKEN, f"slug_{language}")
        for language in ("en", "cy")
        if consultation.slug[language]
        and _is_taken(consultation.slug[language], language, consultation.council_id, consultation.id)
    ]
    return (*checks.problems(consultation, now=now), *taken)


@unit_of_work
def publish(
    officer: Officer, consultation_id: int, *, now: datetime, due_at: datetime | None = None
) -> Consultation:
    """Put a consultation before the public, in both languages at the same moment; what is published stays so.

    With `due_at`, at that moment: until then the public does not know of it, and nothing of it changes.

    Raises NotFound, NotAllowed, or Invalid with every problem that an author must mend.
    """
    consultation = hold(officer, consultation_id, Permission.PUBLISH_SURVEY)
    if consultation.published_at:
        return consultation
    if found := problems(consultation, now=due_at or now):
        raise Invalid(found)
    consultation.published_at, consultation.held_at = due_at or now, now if due_at else None
    accounts.record(officer, Action.CONSULTATION_PUBLISHED, consultation, at=now)
    return consultation


@unit_of_work
def add_document(
    officer: Officer, consultation_id: int, *, title: Bilingual, en: Paper, cy: Paper, now: datetime
) -> Document:
    """Add a document, in both languages at once.

    Raises NotFound, NotAllowed, Held, or Invalid without both titles.
    """
    consultation = hold(officer, consultation_id, Permission.EDIT_CONSULTATION)
    require_free(consultation, now=now)
    if title.missing:
        raise Invalid([Problem(Code.MISSING, f"title_{language}") for language in title.missing])
    document = Document(
        title=title,
        file_name=Bilingual(en.name, cy.name),
        file_en=en.content,
        file_cy=cy.content,
        bytes_en=len(en.content),
        bytes_cy=len(cy.content),
    )
    consultation.documents.append(document)
    accounts.record(officer, Action.DOCUMENT_ADDED, document, at=now)
    return document


@unit_of_work
def remove_document(officer: Officer, consultation_id: int, document_id: int, *, now: datetime) -> None:
    """Take a document away, in both languages. Raises NotFound, NotAllowed or Held."""
    consultation = hold(officer, consultation_id, Permission.EDIT_CONSULTATION)
    require_free(consultation, now=now)
    document = document_of(consultation, document_id)
    accounts.record(officer, Action.DOCUMENT_REMOVED, document, at=now)
    consultation.documents.remove(document)


@unit_of_work
def report(officer: Officer, consultation_id: int, outcome: Bilingual, *, now: datetime) -> Consultation:
    """Tell the public what came of a consultation that has closed; it can be told anew.

    Raises NotFound, NotAllowed, NotClosed, or Invalid if a language is missing.
    """
    consultation = hold(officer, consultation_id, Permission.PUBLISH_SURVEY)
    require_closed(consultation, now=now)
    if found := checks.outcome_problems(outcome):
        raise Invalid(found)
    consultation.outcome = outcome
    consultation.reported_at = consultation.reported_at or now
    accounts.record(officer, Action.OUTCOME_REPORTED, consultation, at=now)
    return consultation


@unit_of_work
def call_back(officer: Officer, consultation_id: int, *, now: datetime) -> Consultation:
    """Take back a publication whose moment has not come. Raises NotFound, NotAllowed or Frozen."""
    consultation = hold(officer, consultation_id, Permission.PUBLISH_SURVEY)
    if not consultation.is_held(now) or consultation.published_at is None:
        raise Frozen
    consultation.published_at = None
    return consultation


@unit_of_work
def keep_still(consultation: Consultation, *, still: bool, now: datetime) -> None:
    """Let nobody change the consultation while it is with an approver; or let them again."""
    consultation.held_at = now if still else None


def require_free(consultation: Consultation, *, now: datetime) -> None:
    """Raise Held while the consultation is with an approver or waits for its moment."""
    if consultation.is_held(now):
        raise Held


def require_closed(consultation: Consultation, *, now: datetime) -> None:
    """Raise NotClosed if there cannot be an outcome yet."""
    if consultation.stage(now) not in (Stage.CLOSED, Stage.REPORTED):
        raise NotClosed


def hold(officer: Officer, consultation_id: int, permission: Permission) -> Consultation:
    """Fetch the consultation and keep it to this transaction, so that nothing is published half-changed.

    Raises NotFound or NotAllowed.
    """
    consultation = fetch(Consultation, consultation_id)
    accounts.require(officer, permission, consultation.council_id)
    db.session.refresh(consultation, with_for_update={"of": Consultation})
    return consultation


def _addressed(details: Details, council_id: int, but: int | None = None) -> Details:
    """The details with a slug where a title can make one. Raises Invalid if one that was typed is taken."""
    taken, slug = [], {}
    for language in ("en", "cy"):
        typed = details.slug[language]
        if typed and _is_taken(typed, language, council_id, but):
            taken.append(Problem(Code.TAKEN, f"slug_{language}"))
        slug[language] = typed or _free(slugs.proposed(details.title[language]), language, council_id, but)
    if taken:
        raise Invalid(taken)
    return replace(details, slug=Bilingual(**slug))


def _free(slug: str, language: str, council_id: int, but: int | None) -> str:
    """The slug, or the first one with a number behind it that is not taken."""
    tries = chain([slug], (slugs.numbered(slug, number) for number in count(2)))
    return next(each for each in tries if not each or not _is_taken(each, language, council_id, but))


def _is_taken(slug: str, language: str, council_id: int, but: int | None) -> bool:
    """Has something published, or another draft of this council, this slug already?

    Drafts of other councils do not count: nobody may learn from an address that they exist.
    """
    column = Consultation.slug_en if language == "en" else Consultation.slug_cy
    known = or_(Consultation.published_at.is_not(None), Consultation.council_id == council_id)
    return (
        db.session.scalar(
            select(Consultation.id).where(column == slug, known, Consultation.id != (but or 0)).limit(1)
        )
        is not None
    )
