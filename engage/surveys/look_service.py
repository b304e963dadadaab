"""What has changed in a survey since an officer last looked at it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.bilingual import Bilingual
from engage.consultations import preparation_service as preparations
from engage.consultations import service as consultations
from engage.consultations.details import BILINGUAL
from engage.database import db, unit_of_work
from engage.errors import NotFound
from engage.surveys.approval_models import LastLook
from engage.surveys.differences import Differences
from engage.surveys.document import from_json
from engage.surveys.draft_service import Overtaken
from engage.surveys.models import Survey

NOTHING = Bilingual()


@dataclass(frozen=True, slots=True)
class Reworded:
    """A text around the survey, of the consultation or of its preparation, before and after."""

    key: str
    before: Bilingual
    after: Bilingual


@dataclass(frozen=True, slots=True)
class Since:
    """What is otherwise now than when an officer last looked."""

    at: datetime
    survey: Differences
    around: tuple[Reworded, ...]

    @property
    def nothing(self) -> bool:
        return self.survey.nothing and not self.around


def since(officer: Officer, survey: Survey) -> Since | None:
    """What has changed since this officer last looked; None when they never did."""
    look = _look(officer, survey)
    if look is None:
        return None
    before = {key: Bilingual.from_json(words) for key, words in look.seen["around"].items()}
    differences = Differences(from_json(look.seen["survey"]), survey.definition)
    return Since(look.at, differences, reworded(before, around(survey)))


@unit_of_work
def look(officer: Officer, consultation_id: int, *, seen: int, now: datetime) -> None:
    """Remember that this officer has looked at everything as it is now.

    Raises NotFound, NotAllowed, or Overtaken when that is not what they were shown.
    """
    consultations.hold(officer, consultation_id, Permission.SEE_CONSULTATIONS)
    survey = db.session.scalar(select(Survey).filter_by(consultation_id=consultation_id))
    if survey is None:
        raise NotFound
    if survey.revision != seen:
        raise Overtaken
    remember(officer, survey, now=now)
    accounts.record(officer, Action.SURVEY_LOOKED_AT, survey, at=now)


def remember(officer: Officer, survey: Survey, *, now: datetime) -> None:
    """Keep what this officer has seen, within the caller's transaction."""
    row = _look(officer, survey) or LastLook(survey_id=survey.id, officer_id=officer.id)
    texts = {key: words.to_json() for key, words in around(survey).items()}
    row.seen, row.revision, row.at = {"survey": survey.draft, "around": texts}, survey.revision, now
    db.session.add(row)


def around(survey: Survey) -> dict[str, Bilingual]:
    """Every text beside the survey's own that the public will read."""
    said, _revision = preparations.said(survey.consultation_id)
    details = {f"consultation/{name}": getattr(survey.consultation, name) for name in BILINGUAL}
    return {**details, **said.texts()}


def reworded(before: Mapping[str, Bilingual], after: Mapping[str, Bilingual]) -> tuple[Reworded, ...]:
    """The texts that differ, those that came or went included, in the order of what there is now."""
    keys = [*after, *(key for key in before if key not in after)]
    pairs = ((key, before.get(key, NOTHING), after.get(key, NOTHING)) for key in keys)
    return tuple(Reworded(key, old, new) for key, old, new in pairs if old != new)


def _look(officer: Officer, survey: Survey) -> LastLook | None:
    return db.session.scalar(select(LastLook).filter_by(survey_id=survey.id, officer_id=officer.id))
