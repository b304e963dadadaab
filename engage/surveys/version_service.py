"""How does a survey that people are answering already come to ask something else?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.bilingual import Bilingual
from engage.consultations import notice_service as notices
from engage.consultations import preparation_service as preparations
from engage.consultations import queries as consultations
from engage.consultations import service as consultation_verbs
from engage.consultations.notices import Kind
from engage.database import db, unit_of_work
from engage.errors import Conflict, Invalid, NotAllowed, NotFound
from engage.surveys import approval_service, queries, ready_service, welsh_record, workflow
from engage.surveys.differences import Differences
from engage.surveys.draft_service import Overtaken
from engage.surveys.models import Survey, SurveyVersion
from engage.surveys.problems import Problem
from engage.surveys.workflow import Move

PROBLEMS: dict[str, tuple[str, ...]] = {
    "version_kind": ("question",),
    "version_same": (),
    "version_words": ("language",),
    "version_gate": (),
}


class NotPublished(Conflict):
    """There is no first version yet, so there cannot be a second."""

    page = "not_open"


def versions(officer: Officer, consultation_id: int) -> list[SurveyVersion]:
    """Every version that was published, the first one first. Raises NotFound or NotAllowed."""
    survey = queries.draft(officer, consultation_id)
    return list(survey.versions) if survey else []


def differences(officer: Officer, consultation_id: int) -> Differences | None:
    """What the draft has otherwise than what residents answer; None when nothing is published.

    Raises NotFound or NotAllowed.
    """
    consultations.for_officer(officer, consultation_id)
    survey = queries.draft(officer, consultation_id)
    if survey is None or not survey.versions:
        return None
    return Differences(survey.versions[-1].definition, survey.definition)


def may_publish(officer: Officer, survey: Survey) -> bool:
    """May this officer publish the draft as a new version, which nobody else has to approve?"""
    return workflow.may_approve(officer.role_names, own=approval_service.is_own(officer, survey))


@unit_of_work
def publish_new_version(
    officer: Officer, consultation_id: int, changed: Bilingual, *, seen: int, now: datetime
) -> SurveyVersion:
    """Make the draft what whoever begins from now on is asked, and tell the public what has changed.

    It goes through the same gate as the first version: nothing that blocks publication may be left to do, and
    whoever publishes their own work must be allowed to. `seen` is the revision that the officer was shown.
    Whoever has begun goes on in the version in which they began, and every answer stays with its own. Raises
    NotFound, NotAllowed, NotPublished, NotOpen, Overtaken, or Invalid with every problem.
    """
    survey = _hold(officer, consultation_id)
    if not survey.versions:
        raise NotPublished
    notices.require_open(survey.consultation, now=now)
    if survey.revision != seen:
        raise Overtaken
    own = approval_service.is_own(officer, survey)
    if not may_publish(officer, survey):
        raise NotAllowed
    if found := _problems(survey, changed, now):
        raise Invalid(found)
    version = survey.freeze(officer.id, now)
    preparations.keep_questions(consultation_id, welsh_record.titles(survey.definition))
    notices.tell(officer, survey.consultation, Kind.NEW_VERSION, changed, now=now)
    approval_service.hand_over(officer, survey, Move.PUBLISH, own=own, now=now)
    accounts.record(officer, Action.SURVEY_PUBLISHED, version, at=now)
    return version


def _hold(officer: Officer, consultation_id: int) -> Survey:
    consultation_verbs.hold(officer, consultation_id, Permission.PUBLISH_SURVEY)
    survey = db.session.scalar(select(Survey).filter_by(consultation_id=consultation_id))
    if survey is None:
        raise NotFound
    db.session.refresh(survey)
    return survey


def _problems(survey: Survey, changed: Bilingual, now: datetime) -> tuple[Problem, ...]:
    """What keeps the draft from being the next version of a published survey."""
    between = Differences(survey.versions[-1].definition, survey.definition)
    found = [Problem("version_words", parameters={"language": each}) for each in changed.missing]
    if between.nothing:
        found.append(Problem("version_same"))
    for change in between.uncountable:
        found.append(Problem("version_kind", change.place, {"question": change.title}))
    if ready_service.of_survey(survey, now=now).in_the_way:
        found.append(Problem("version_gate"))
    return tuple(found)
