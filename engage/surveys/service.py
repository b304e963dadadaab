"""What can be done with a survey?"""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

from sqlalchemy import select

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.consultations import preparation_service as preparations
from engage.consultations import service as consultations
from engage.consultations.checks import Problem as ConsultationProblem
from engage.consultations.models import Consultation
from engage.database import db, fetch, unit_of_work
from engage.errors import Conflict, Invalid, NotFound
from engage.surveys import approval_service as approval
from engage.surveys import edit_service, queries, ready_service, welsh_record
from engage.surveys.interchange import read_yaml
from engage.surveys.models import Survey, SurveyVersion
from engage.surveys.problems import Problem
from engage.surveys.workflow import Move

AnyProblem: TypeAlias = Problem | ConsultationProblem


class TooEarly(Conflict):
    """A publication can only be set for a moment to come, no later than the consultation opens."""


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
    return (*ready_service.problems(survey), *consultations.problems(survey.consultation, now=now))


@unit_of_work
def publish(
    officer: Officer,
    consultation_id: int,
    *,
    last: int | None = None,
    now: datetime,
    due_at: datetime | None = None,
) -> SurveyVersion:
    """Freeze the approved draft as the version that residents answer, and put it before the public.

    With `due_at`, at that moment; the version is frozen at once, and can be called back until then. Both
    languages, the survey and its consultation, are published in one transaction. `last` is the step that it
    had taken last when the officer was shown it, so that nobody publishes what was approved since; None: they
    were shown no page. Raises NotFound, NotAllowed,
    AlreadyPublished, NotNow when it is not approved, TooEarly, or Invalid with every line that is in the way.
    """
    consultations.hold(officer, consultation_id, Permission.PUBLISH_SURVEY)
    require_unpublished(consultation_id)
    move = Move.SCHEDULE if due_at else Move.PUBLISH
    survey = approval.hold(officer, consultation_id, move, now=now)
    if last is not None and last != approval.last_step(survey):
        raise approval.NotNow
    if due_at and not now < due_at <= survey.consultation.opens_at:
        raise TooEarly
    if found := ready_service.of_survey(survey, now=now, due_at=due_at).in_the_way:
        raise Invalid(found)
    version = survey.freeze(officer.id, due_at or now)
    preparations.keep_questions(consultation_id, welsh_record.titles(survey.definition))
    approval.hand_over(officer, survey, move, due_at=due_at, now=now)
    consultations.publish(officer, consultation_id, now=now, due_at=due_at)
    if due_at is None:
        accounts.record(officer, Action.SURVEY_PUBLISHED, version, at=now)
    return version


@unit_of_work
def call_back(officer: Officer, consultation_id: int, *, now: datetime) -> Survey:
    """Take back a publication whose moment has not come; the survey is approved, as it was before.

    Raises NotFound, NotAllowed or NotNow.
    """
    survey = approval.hold(officer, consultation_id, Move.CALL_BACK, now=now)
    consultations.call_back(officer, consultation_id, now=now)
    db.session.delete(survey.versions.pop())
    approval.hand_over(officer, survey, Move.CALL_BACK, now=now)
    return survey


def require_unpublished(consultation_id: int) -> None:
    """Raise AlreadyPublished if residents have been shown a version."""
    survey = db.session.scalar(select(Survey).filter_by(consultation_id=consultation_id))
    if survey and survey.versions:
        raise AlreadyPublished
