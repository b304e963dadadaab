"""What can be done with a survey?"""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

from sqlalchemy import select

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.consultations import service as consultations
from engage.consultations.checks import Problem as ConsultationProblem
from engage.consultations.models import Consultation
from engage.database import db, fetch, unit_of_work
from engage.errors import Conflict, Invalid, NotFound
from engage.surveys import checks, edit_service, queries
from engage.surveys.interchange import read_yaml
from engage.surveys.models import Survey, SurveyVersion
from engage.surveys.problems import Problem

AnyProblem: TypeAlias = Problem | ConsultationProblem


class AlreadyPublished(Conflict):
    """What residents answer is never changed under their hands."""

    page = "survey_published"


@unit_of_work
def import_draft(
    officer: Officer | None, consultation_id: int, file: str | bytes, *, now: datetime
) -> Survey:
    """Take a YAML file as the draft, in place of the one before; without an officer, from the console.

    A survey that is unfinished is taken too. What residents answer is a published version, which stays as it
    is. Raises NotFound, NotAllowed, WithApprover, or Invalid with every problem of a file that does not
    describe a survey.
    """
    consultation = fetch(Consultation, consultation_id)
    if officer:
        accounts.require(officer, Permission.EDIT_CONSULTATION, consultation.council_id)
    return edit_service.replace_draft(officer, consultation_id, read_yaml(file), now=now)


def problems(officer: Officer, consultation_id: int, *, now: datetime) -> tuple[AnyProblem, ...]:
    """Everything that an author must mend before the survey and its consultation can be published.

    Raises NotFound, also when there is no survey, or NotAllowed.
    """
    survey = queries.draft(officer, consultation_id)
    if survey is None:
        raise NotFound
    return _problems(survey, now)


@unit_of_work
def publish(officer: Officer, consultation_id: int, *, now: datetime) -> SurveyVersion:
    """Freeze the draft as the version that residents answer, and put the consultation before the public.

    Both happen in both languages and in one transaction. Raises NotFound, NotAllowed, AlreadyPublished, or
    Invalid with every problem that an author must mend.
    """
    survey = _hold(officer, consultation_id, Permission.PUBLISH_SURVEY)
    if not survey.draft:
        raise NotFound
    if found := _problems(survey, now):
        raise Invalid(found)
    version = survey.freeze(officer.id, now)
    consultations.publish(officer, consultation_id, now=now)
    accounts.record(officer, Action.SURVEY_PUBLISHED, version, at=now)
    return version


def require_unpublished(consultation_id: int) -> None:
    """Raise AlreadyPublished if residents have been shown a version."""
    survey = db.session.scalar(select(Survey).filter_by(consultation_id=consultation_id))
    if survey and survey.versions:
        raise AlreadyPublished


def _problems(survey: Survey, now: datetime) -> tuple[AnyProblem, ...]:
    return (
        *checks.problems(survey.definition),
        *consultations.problems(survey.consultation, now=now),
    )


def _hold(officer: Officer | None, consultation_id: int, permission: Permission) -> Survey:
    """The consultation's survey, new or not yet published, kept to this transaction."""
    consultation = fetch(Consultation, consultation_id)
    if officer:
        accounts.require(officer, permission, consultation.council_id)
    db.session.refresh(consultation, with_for_update={"of": Consultation})
    require_unpublished(consultation_id)
    survey = db.session.scalar(select(Survey).filter_by(consultation_id=consultation_id))
    return survey or Survey(consultation=consultation)
