"""How does a survey that people are answering already come to ask something else?"""

from __future__ import annotations

from datetime import datetime

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.bilingual import Bilingual
from engage.consultations import notice_service as notices
from engage.consultations import queries as consultations
from engage.consultations.notices import Kind
from engage.database import unit_of_work
from engage.errors import Conflict, Invalid, NotFound
from engage.surveys import checks, queries
from engage.surveys.differences import Differences
from engage.surveys.models import Survey, SurveyVersion
from engage.surveys.problems import Problem

PROBLEMS: dict[str, tuple[str, ...]] = {
    "version_kind": ("question",),
    "version_same": (),
}


class NotPublished(Conflict):
    """There is no first version yet, so there cannot be a second."""

    page = "not_open"


def differences(officer: Officer, consultation_id: int) -> Differences | None:
    """What the draft has otherwise than what residents answer; None when nothing is published.

    Raises NotFound or NotAllowed.
    """
    consultations.for_officer(officer, consultation_id)
    survey = queries.draft(officer, consultation_id)
    if survey is None or not survey.versions:
        return None
    return Differences(survey.versions[-1].definition, survey.definition)


def problems(survey: Survey) -> tuple[Problem, ...]:
    """What keeps the draft from being the next version of a published survey."""
    between = Differences(survey.versions[-1].definition, survey.definition)
    found = list(checks.problems(survey.definition))
    if between.nothing:
        found.append(Problem("version_same"))
    for change in between.uncountable:
        found.append(Problem("version_kind", change.place, {"question": change.title}))
    return tuple(found)


@unit_of_work
def publish_new_version(
    officer: Officer, survey: Survey, changed: Bilingual, *, now: datetime
) -> SurveyVersion:
    """Make the draft what whoever begins from now on is asked, and tell the public what has changed.

    `survey` is held by the caller, who has made sure that it may be published. Whoever has begun goes on in
    the version in which they began, and every answer stays with its own. Raises NotFound, NotAllowed,
    NotPublished, NotOpen, or Invalid with every problem.
    """
    accounts.require(officer, Permission.PUBLISH_SURVEY, survey.consultation.council_id)
    if not survey.draft:
        raise NotFound
    if not survey.versions:
        raise NotPublished
    notices.require_open(survey.consultation, now=now)
    if found := problems(survey):
        raise Invalid(found)
    version = survey.freeze(officer.id, now)
    notices.tell(officer, survey.consultation, Kind.NEW_VERSION, changed, now=now)
    accounts.record(officer, Action.SURVEY_PUBLISHED, version, at=now)
    return version
