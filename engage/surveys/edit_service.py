"""How does a survey begin, and how are the few things changed that are said of it outside its draft?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.bilingual import Bilingual
from engage.consultations.models import Consultation
from engage.database import db, fetch, unit_of_work
from engage.errors import Conflict
from engage.surveys import draft_service, variant_following
from engage.surveys import translation_service as translation
from engage.surveys.deeds import Deed
from engage.surveys.definition import Definition
from engage.surveys.document import to_json
from engage.surveys.models import Survey


class AlreadyBegun(Conflict):
    """The consultation has a survey, which is not thrown away by beginning another."""


@unit_of_work
def begin(
    officer: Officer, consultation_id: int, definition: Definition, *, written_in: str, now: datetime
) -> Survey:
    """Make this the first draft of the consultation's survey. Raises NotFound, NotAllowed or AlreadyBegun."""
    consultation = _held(officer, consultation_id)
    if _survey(consultation_id):
        raise AlreadyBegun
    survey = _first(officer, consultation, definition, written_in, now)
    accounts.record(officer, Action.SURVEY_CHANGED, survey, at=now)
    return survey


@unit_of_work
def replace_draft(
    officer: Officer | None, consultation_id: int, definition: Definition, *, now: datetime
) -> Survey:
    """Take a definition from a file as the draft, in place of the one before, which can be brought back.

    Without an officer, from the console. Raises NotFound, NotAllowed or WithApprover.
    """
    consultation = _held(officer, consultation_id)
    if _survey(consultation_id):
        permission = Permission.EDIT_CONSULTATION
        survey = draft_service.hold(officer, consultation_id, permission, now=now)
        subject = definition.title
        draft = variant_following.followed(survey.definition, definition, survey.written_in)
        draft_service.write(officer, survey, draft, deed=Deed.IMPORTED, subject=subject, now=now)
        return survey
    survey = _first(officer, consultation, definition, "en", now)
    accounts.record(officer, Action.SURVEY_IMPORTED, survey, at=now, council_id=consultation.council_id)
    return survey


@unit_of_work
def change_settings(
    officer: Officer,
    consultation_id: int,
    edit: Callable[[Definition], Definition],
    *,
    written_in: str,
    seen: int,
    subject: Bilingual,
    now: datetime,
) -> Survey:
    """Change what is said of the whole survey, and which language is written first.

    Raises what `draft_service.change` raises.
    """
    survey = draft_service.change(
        officer, consultation_id, edit, seen=seen, deed=Deed.CHANGED, subject=subject, now=now
    )
    survey.written_in = written_in
    return survey


def _held(officer: Officer | None, consultation_id: int) -> Consultation:
    """The consultation, kept to this transaction."""
    consultation = fetch(Consultation, consultation_id)
    if officer:
        accounts.require(officer, Permission.EDIT_CONSULTATION, consultation.council_id)
    db.session.refresh(consultation, with_for_update={"of": Consultation})
    return consultation


def _survey(consultation_id: int) -> int | None:
    return db.session.scalar(select(Survey.id).filter_by(consultation_id=consultation_id))


def _first(
    officer: Officer | None,
    consultation: Consultation,
    definition: Definition,
    written_in: str,
    now: datetime,
) -> Survey:
    document = to_json(definition)
    survey = Survey(consultation=consultation, draft=document, changed_at=now, written_in=written_in)
    db.session.add(survey)
    db.session.flush()
    translation.follow(officer, survey, None, definition, now=now)
    return survey
