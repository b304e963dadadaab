"""What can be done with councils and officers, and how is every deed kept in mind?"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from email_validator import EmailNotValidError, validate_email
from flask_security.utils import hash_password, verify_password
from sqlalchemy import func, select

from engage.accounts.colours import ENOUGH, HEX, contrast_with_white
from engage.accounts.models import AuditEvent, Council, Officer
from engage.accounts.permissions import Permission, Role, are_apart, may
from engage.bilingual import Bilingual
from engage.database import db, fetch, unit_of_work
from engage.errors import Conflict, Invalid, NotAllowed, NotFound


class Action(StrEnum):
    """What an audit event can tell of."""

    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    STATEMENT_REVIEWED = "statement_reviewed"
    OFFICER_ADDED = "officer_added"
    CONSULTATION_ADDED = "consultation_added"
    CONSULTATION_CHANGED = "consultation_changed"
    CONSULTATION_PUBLISHED = "consultation_published"
    PREPARATION_CHANGED = "preparation_changed"
    SCHOOL_HOLIDAYS_CHANGED = "school_holidays_changed"
    DOCUMENT_ADDED = "document_added"
    DOCUMENT_REMOVED = "document_removed"
    PICTURE_ADDED = "picture_added"
    OUTCOME_REPORTED = "outcome_reported"
    LIBRARY_SAVED = "library_saved"
    LIBRARY_CHANGED = "library_changed"
    LIBRARY_WITHDRAWN = "library_withdrawn"
    SURVEY_IMPORTED = "survey_imported"
    SURVEY_CHANGED = "survey_changed"
    SURVEY_SENT_TO_TRANSLATOR = "survey_sent_to_translator"
    SURVEY_HANDED_BACK = "survey_handed_back"
    SURVEY_SENT_TO_APPROVER = "survey_sent_to_approver"
    SURVEY_TAKEN_BACK = "survey_taken_back"
    SURVEY_SENT_BACK = "survey_sent_back"
    SURVEY_APPROVED = "survey_approved"
    OWN_SURVEY_APPROVED = "own_survey_approved"
    SURVEY_LOOKED_AT = "survey_looked_at"
    SURVEY_COMMENTED = "survey_commented"
    COMMENT_RESOLVED = "comment_resolved"
    COMMENT_REOPENED = "comment_reopened"
    ADVICE_SET_ASIDE = "advice_set_aside"
    ADVICE_TAKEN_UP = "advice_taken_up"
    TRANSLATION_SIGNED_OFF = "translation_signed_off"
    TRANSLATION_CONFIRMED = "translation_confirmed"
    PUBLICATION_SCHEDULED = "publication_scheduled"
    PUBLICATION_CALLED_BACK = "publication_called_back"
    SURVEY_PUBLISHED = "survey_published"
    SURVEY_CORRECTED = "survey_corrected"
    CLOSING_MOVED = "closing_moved"
    PREVIEW_LINK_MADE = "preview_link_made"
    PREVIEW_LINK_WITHDRAWN = "preview_link_withdrawn"
    BODY_QUESTION_CHOSEN = "body_question_chosen"
    PARTNER_NAMED = "partner_named"
    PARTNER_ACCEPTED = "partner_accepted"
    PARTNER_LEFT = "partner_left"
    PARTNER_REMOVED = "partner_removed"
    RULE_DECIDED = "rule_decided"
    BREAKDOWN_PLANNED = "breakdown_planned"
    RELEASE_ASKED = "release_asked"
    RELEASE_MADE = "release_made"
    RELEASE_REFUSED = "release_refused"
    RELEASE_UNSAFE = "release_unsafe"
    RELEASE_READ = "release_read"
    RELEASE_DOWNLOADED = "release_downloaded"
    RESPONSES_EXPORTED = "responses_exported"
    TEXTS_READ = "texts_read"
    RECORDS_OPENED = "records_opened"
    RECORDS_DOWNLOADED = "records_downloaded"
    RECORDS_ENDED = "records_ended"
    CENSUS_BROUGHT = "census_brought"
    CENSUS_DELETED = "census_deleted"
    POSTCODES_BROUGHT = "postcodes_brought"
    POSTCODES_NAMED = "postcodes_named"
    POSTCODES_DELETED = "postcodes_deleted"
    COHESION_SHARED = "cohesion_shared"
    COHESION_WITHDRAWN = "cohesion_withdrawn"
    NATIONAL_FIGURE_ENTERED = "national_figure_entered"
    NATIONAL_FIGURE_DELETED = "national_figure_deleted"
    ASSISTANCE_BEGUN = "assistance_begun"
    CONTRIBUTION_ADDED = "contribution_added"
    CONTRIBUTION_REMOVED = "contribution_removed"
    RESPONSES_IMPORTED = "responses_imported"
    IMPORT_UNDONE = "import_undone"
    MAPPING_SAVED = "mapping_saved"
    PAPERS_OPENED = "papers_opened"
    PAPERS_CLOSED = "papers_closed"
    PAPER_SETTLED = "paper_settled"
    DECISION_MADE = "decision_made"
    DECISION_UNDONE = "decision_undone"
    LIKENESS_CLEARED = "likeness_cleared"
    LIKENESS_SHOWN = "likeness_shown"
    HOUR_SEEN = "hour_seen"
    RESPONSE_CHANGED = "response_changed"
    RESPONSE_WITHDRAWN = "response_withdrawn"
    RESPONSE_PUT_BACK = "response_put_back"
    RESPONSE_ERASED = "response_erased"
    RESPONSE_ERASED_FOR = "response_erased_for"
    RESPONSE_READ = "response_read"
    RESPONSES_READ = "responses_read"
    ATTACHMENT_READ = "attachment_read"
    CONTACTS_DOWNLOADED = "contacts_downloaded"
    KIOSK_ADDED = "kiosk_added"
    KIOSK_CODE_MADE = "kiosk_code_made"
    KIOSK_STOPPED = "kiosk_stopped"
    KIOSK_STARTED_AGAIN = "kiosk_started_again"
    KIOSK_SETTLED = "kiosk_settled"


class Subject(Protocol):
    """A row that a deed was done to."""

    __tablename__: str
    id: int


LEAST_PASSWORD = 12  # characters
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class SlugTaken(Conflict):
    """Another council has this short name already."""


class AmongTheInvented(Conflict):
    """This installation holds the demonstration, which never mixes with real councils."""


class EmailTaken(Conflict):
    """Another officer has this e-mail address already."""


def require(officer: Officer, permission: Permission, council_id: int) -> None:
    """Raise NotFound if the thing is another council's, NotAllowed if the officer may not do this."""
    if officer.council_id != council_id:
        raise NotFound
    if not may(officer.role_names, permission):
        raise NotAllowed


def record(
    officer: Officer | None,
    action: Action,
    subject: Subject,
    *,
    at: datetime,
    council_id: int | None = None,
    also: Iterable[int] = (),
) -> None:
    """Add the trace of a deed to the transaction that does it. `council_id` is needed for the console.

    `also`: councils whom the deed concerns too, and in whose record it stands as well.
    """
    db.session.flush()
    council = officer.council_id if officer else council_id
    for each in dict.fromkeys((council, *also)):
        event = AuditEvent(
            council_id=each,
            officer_id=officer.id if officer else None,
            action=action,
            subject_kind=subject.__tablename__,
            subject_id=subject.id,
            at=at,
        )
        db.session.add(event)


def councils() -> list[Council]:
    """Every council, for filters and lists; the caller sorts them by name in the reader's language."""
    return list(db.session.scalars(select(Council)))


def council(slug: str) -> Council:
    """The council with this slug, or NotFound."""
    found = db.session.scalar(select(Council).filter_by(slug=slug)) if SLUG.fullmatch(slug) else None
    if found is None:
        raise NotFound
    return found


@unit_of_work
def add_council(**fields: Any) -> Council:
    """Add a council; the fields are the columns of `Council`.

    Raises SlugTaken, AmongTheInvented, or Invalid naming every field that is wrong.
    """
    if problems := list(_council_problems(fields)):
        raise Invalid(problems)
    if db.session.scalar(select(Council.id).filter_by(slug=fields["slug"])):
        raise SlugTaken
    if not fields.get("is_demo") and db.session.scalar(select(Council.id).filter_by(is_demo=True)):
        raise AmongTheInvented
    new = Council(**fields)
    db.session.add(new)
    return new


@unit_of_work
def review_statement(of: Council, *, barriers: Bilingual | None, reviewed_on: date, now: datetime) -> None:
    """Say in the accessibility statement which barriers are known, in both languages, and the day of review.

    Without `barriers` they stay as they are; empty, none is known. Raises Invalid naming "barriers" or
    "reviewed_on".
    """
    if barriers and barriers.missing:
        raise Invalid(["barriers"])
    if not of.statement_made_on <= reviewed_on <= now.date():
        raise Invalid(["reviewed_on"])
    if barriers is not None:
        of.known_barriers = barriers
    of.statement_reviewed_on = reviewed_on
    record(None, Action.STATEMENT_REVIEWED, of, at=now, council_id=of.id)


@unit_of_work
def add_officer(
    of: Council, *, email: str, name: str, password: str, roles: Iterable[Role], now: datetime
) -> Officer:
    """Give somebody an account. Raises EmailTaken, or Invalid naming "email", "password" or "roles"."""
    address, names = _address(email), [str(role) for role in roles]
    if len(password) < LEAST_PASSWORD:
        raise Invalid(["password"])
    if not are_apart(names):
        raise Invalid(["roles"])
    if _by_email(address):
        raise EmailTaken
    officer = Officer(
        council_id=of.id,
        email=address,
        name=name,
        password=hash_password(password),
        fs_uniquifier=secrets.token_hex(32),
        active=True,
        role_names=names,
    )
    db.session.add(officer)
    record(None, Action.OFFICER_ADDED, officer, at=now, council_id=of.id)
    return officer


def authenticate(email: str, password: str, *, now: datetime) -> Officer | None:
    """The active officer with this e-mail address and password, or None; takes as long either way.

    The password is checked before the transaction begins: that is slow on purpose, and others want to write.
    """
    officer = _by_email(email.strip().lower())
    if officer is None:
        hash_password(password)
        return None
    known = verify_password(password, officer.password) and officer.active
    _remember_sign_in(officer, Action.SIGNED_IN if known else Action.SIGN_IN_REFUSED, now)
    return officer if known else None


@unit_of_work
def _remember_sign_in(officer: Officer, action: Action, now: datetime) -> None:
    record(officer, action, officer, at=now)


@unit_of_work
def sign_out(officer: Officer) -> None:
    """End every session of this officer: what a session cookie names is no longer theirs."""
    fetch(Officer, officer.id).fs_uniquifier = secrets.token_hex(32)


def audit_trail(
    officer: Officer, *, page: int = 1, size: int = 50
) -> tuple[list[tuple[AuditEvent, str | None]], int]:
    """One page of the council's deeds, latest first, each with the officer's name, and how many there are."""
    require(officer, Permission.SEE_AUDIT, officer.council_id)
    mine = (
        select(AuditEvent, Officer.name)
        .outerjoin(Officer, Officer.id == AuditEvent.officer_id)
        .where(AuditEvent.council_id == officer.council_id)
    )
    total = db.session.scalar(select(func.count()).select_from(mine.subquery())) or 0
    rows = db.session.execute(
        mine.order_by(AuditEvent.at.desc(), AuditEvent.id.desc()).limit(size).offset((page - 1) * size)
    )
    return [(event, name) for event, name in rows], total


def _council_problems(fields: Mapping[str, Any]) -> Iterator[str]:
    """The fields without which nobody knows or reaches a council."""
    if not SLUG.fullmatch(fields["slug"]):
        yield "slug"
    yield from (
        name for name in ("name", "post") if not (fields[name].en.strip() and fields[name].cy.strip())
    )
    if not HEX.fullmatch(fields["colour"]) or contrast_with_white(fields["colour"]) < ENOUGH:
        yield "colour"
    try:
        _address(fields["email"])
    except Invalid:
        yield "email"
    if not any(each.isdecimal() for each in fields["telephone"]):
        yield "telephone"


def _address(email: str) -> str:
    """The e-mail address as it is kept, or Invalid."""
    try:
        return validate_email(
            email.strip(), check_deliverability=False, test_environment=True
        ).normalized.lower()
    except EmailNotValidError as wrong:
        raise Invalid(["email"]) from wrong


def _by_email(address: str) -> Officer | None:
    return db.session.scalar(select(Officer).filter_by(email=address))


def officer(email: str) -> Officer | None:
    """The officer with this e-mail address, for the console."""
    return _by_email(email.strip().lower())


def officers_of(council: Council) -> list[Officer]:
    """Everybody who works for the council, in the order in which they came."""
    return list(db.session.scalars(select(Officer).filter_by(council_id=council.id).order_by(Officer.id)))
