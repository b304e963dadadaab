"""How do officers talk about a survey before it is published?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.consultations import service as consultations
from engage.database import LARGEST_KEY, db, unit_of_work
from engage.errors import NotFound
from engage.surveys.approval_models import Comment, CommentThread
from engage.surveys.models import Survey
from engage.surveys.texts import key_of
from engage.surveys.tour import tour

WHOLE = ""  # what is said about the survey and its consultation as a whole
LONGEST = 2000  # characters


def threads(survey: Survey) -> list[CommentThread]:
    """Every thread, those first that are not settled, the oldest first."""
    found = db.session.scalars(select(CommentThread).filter_by(survey_id=survey.id))
    return sorted(found, key=lambda thread: (thread.resolved_at is not None, thread.id))


def unsettled(survey: Survey) -> int:
    """How many threads still wait for an answer."""
    return sum(thread.resolved_at is None for thread in threads(survey))


def subjects(survey: Survey) -> tuple[str, ...]:
    """What can be talked about: the whole, and each section, page, block and question."""
    return (WHOLE, *(key_of(stop.part) for stop in tour(survey.definition)))


@unit_of_work
def comment(
    officer: Officer, consultation_id: int, about: str, words: str, *, language: str, now: datetime
) -> CommentThread:
    """Begin a thread. Raises NotFound, also for a part that the survey does not have, or NotAllowed."""
    survey = _hold(officer, consultation_id)
    if about not in subjects(survey):
        raise NotFound
    thread = CommentThread(survey_id=survey.id, about=about, revision=survey.revision)
    thread.comments.append(Comment(officer_id=officer.id, at=now, words=words, language=language))
    db.session.add(thread)
    accounts.record(officer, Action.SURVEY_COMMENTED, thread, at=now)
    return thread


@unit_of_work
def reply(
    officer: Officer, consultation_id: int, thread_id: int, words: str, *, language: str, now: datetime
) -> None:
    """Say something more in a thread. Raises NotFound or NotAllowed."""
    thread = _thread(_hold(officer, consultation_id), thread_id)
    thread.comments.append(Comment(officer_id=officer.id, at=now, words=words, language=language))
    accounts.record(officer, Action.SURVEY_COMMENTED, thread, at=now)


@unit_of_work
def settle(officer: Officer, consultation_id: int, thread_id: int, *, settled: bool, now: datetime) -> None:
    """Say that a thread is settled, or open it again. Raises NotFound or NotAllowed."""
    thread = _thread(_hold(officer, consultation_id), thread_id)
    if (thread.resolved_at is not None) == settled:
        return
    thread.resolved_at, thread.resolved_by_id = (now, officer.id) if settled else (None, None)
    deed = Action.COMMENT_RESOLVED if settled else Action.COMMENT_REOPENED
    accounts.record(officer, deed, thread, at=now)


def _hold(officer: Officer, consultation_id: int) -> Survey:
    consultations.hold(officer, consultation_id, Permission.SEE_CONSULTATIONS)
    survey = db.session.scalar(select(Survey).filter_by(consultation_id=consultation_id))
    if survey is None:
        raise NotFound
    return survey


def _thread(survey: Survey, thread_id: int) -> CommentThread:
    thread = db.session.get(CommentThread, thread_id) if 0 < thread_id < LARGEST_KEY else None
    if thread is None or thread.survey_id != survey.id:
        raise NotFound
    return thread
