"""What can be done with a consultation?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TypeAlias

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.bilingual import Bilingual
from engage.consultations import checks, documents, texts
from engage.consultations.address_service import addressed, free_address, taken_addresses
from engage.consultations.checks import Code, Problem
from engage.consultations.details import Details
from engage.consultations.documents import Paper
from engage.consultations.models import Consultation, Document
from engage.consultations.queries import document_of
from engage.consultations.stage import Stage
from engage.database import db, fetch, unit_of_work
from engage.errors import Conflict, Invalid

Words: TypeAlias = Mapping[str, Bilingual]  # by their keys, as in `texts`
Follower: TypeAlias = Callable[[Officer, Consultation, Words, Words, datetime], None]
followers: list[Follower] = []
"""Who is told, before and after, that words have changed: rooms below, which this one does not know."""


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
    details = addressed(details, officer.council_id, now=now)
    consultation = Consultation(council=officer.council, outcome=Bilingual(), **details.columns())
    db.session.add(consultation)
    accounts.record(officer, Action.CONSULTATION_ADDED, consultation, at=now)
    _tell(officer, consultation, {}, now)
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
    details = addressed(details, officer.council_id, but=consultation_id, now=now)
    with _telling(officer, consultation, now):
        for name, value in details.columns().items():
            setattr(consultation, name, value)
        consultation.follow_closing()
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
    with _telling(officer, consultation, now):
        consultation.contact, consultation.other_formats = contact, other_formats
    accounts.record(officer, Action.CONSULTATION_CHANGED, consultation, at=now)
    return consultation


@unit_of_work
def reword(
    officer: Officer,
    consultation_id: int,
    words: Words,
    *,
    now: datetime,
    permission: Permission = Permission.TRANSLATE,
) -> Consultation:
    """Put these texts, by their keys, in place of those that are there; a key that is not there is left out.

    Raises NotFound, NotAllowed, Held, Frozen for what does not change after publication, or Invalid if an
    address is taken or a language of what is published would be missing.
    """
    consultation = hold(officer, consultation_id, permission)
    require_free(consultation, now=now)
    free = {texts.key_of(field) for field in texts.AFTER_PUBLISHING}
    if consultation.published_at and set(words) - free:
        raise Frozen
    if consultation.published_at and not all(each.complete for each in words.values()):
        raise Invalid([Problem(Code.MISSING, key) for key, each in words.items() if each.missing])
    with _telling(officer, consultation, now):
        _write(consultation, words, now)
    accounts.record(officer, Action.CONSULTATION_CHANGED, consultation, at=now)
    return consultation


def correct(
    officer: Officer, consultation: Consultation, key: str, words: Bilingual, *, now: datetime
) -> None:
    """Put a slip right in what is published, within the transaction that keeps the log of it."""
    with _telling(officer, consultation, now):
        _write(consultation, {key: words}, now)


def problems(
    consultation: Consultation, *, now: datetime, due_at: datetime | None = None
) -> tuple[Problem, ...]:
    """Everything that stands in the way of publishing at that moment, or now.

    These are `checks.problems`, and addresses that are taken now.
    """
    taken = taken_addresses(consultation.slug, consultation.council_id, consultation.id, now=now)
    return (*checks.problems(consultation, now=due_at or now), *taken)


@unit_of_work
def publish(
    officer: Officer, consultation_id: int, *, now: datetime, due_at: datetime | None = None
) -> Consultation:
    """Put a consultation before the public, in both languages at the same moment; what is published stays so.

    With `due_at`, at that moment: until then the public does not know of it, and nothing of it changes. Its
    address gets a number if another council keeps the same one for what is published later.

    Raises NotFound, NotAllowed, or Invalid with every problem that an author must mend.
    """
    consultation = hold(officer, consultation_id, Permission.PUBLISH_SURVEY)
    if consultation.published_at:
        return consultation
    if found := problems(consultation, now=now, due_at=due_at):
        raise Invalid(found)
    slug = free_address(consultation.slug, consultation.council_id, consultation.id)
    if slug != consultation.slug:
        with _telling(officer, consultation, now):
            consultation.slug_en, consultation.slug_cy = slug.en, slug.cy
    consultation.published_at, consultation.held_at = due_at or now, now if due_at else None
    if due_at is None:
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
        code=documents.new_code(title, {each.code for each in consultation.documents}),
        title=title,
        file_name=Bilingual(en.name, cy.name),
        file_en=en.content,
        file_cy=cy.content,
        bytes_en=len(en.content),
        bytes_cy=len(cy.content),
    )
    with _telling(officer, consultation, now):
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


def _write(consultation: Consultation, words: Words, now: datetime) -> None:
    """Raises Invalid if an address is taken."""
    slug = words.get(texts.key_of("slug"))
    if slug is not None:
        taken = taken_addresses(slug, consultation.council_id, consultation.id, now=now)
        if taken:
            raise Invalid(taken)
        consultation.slug_en, consultation.slug_cy = slug.en or None, slug.cy or None
    for field in texts.FIELDS:
        if field != "slug" and (text := words.get(texts.key_of(field))) is not None:
            setattr(consultation, field, text)
    for document in consultation.documents:
        document.title = words.get(texts.document_key(document), document.title)


@contextmanager
def _telling(officer: Officer, consultation: Consultation, now: datetime) -> Iterator[None]:
    """Tell the followers what is done to the words meanwhile."""
    before = texts.texts(consultation)
    yield
    _tell(officer, consultation, before, now)


def _tell(officer: Officer, consultation: Consultation, before: Words, now: datetime) -> None:
    db.session.flush()
    after = texts.texts(consultation)
    for follower in followers:
        follower(officer, consultation, before, after, now)
