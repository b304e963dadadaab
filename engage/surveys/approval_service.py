"""How does a survey get from its author to the public, and what is said about it on the way?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.service import Action
from engage.consultations import queries as consultations
from engage.consultations import service as consultation_verbs
from engage.database import db, unit_of_work
from engage.errors import Conflict, Invalid, NotAllowed, NotFound
from engage.surveys import look_service, ready_service, workflow
from engage.surveys.approval_models import Handover
from engage.surveys.deeds import Deed
from engage.surveys.draft_service import Overtaken
from engage.surveys.models import DraftChange, Survey
from engage.surveys.workflow import TRANSITIONS, Move, State

ACTIONS = {
    Move.TRANSLATE: Action.SURVEY_SENT_TO_TRANSLATOR,
    Move.HAND_BACK: Action.SURVEY_HANDED_BACK,
    Move.SEND: Action.SURVEY_SENT_TO_APPROVER,
    Move.TAKE_BACK: Action.SURVEY_TAKEN_BACK,
    Move.SEND_BACK: Action.SURVEY_SENT_BACK,
    Move.APPROVE: Action.SURVEY_APPROVED,
    Move.PUBLISH: Action.SURVEY_PUBLISHED,
    Move.SCHEDULE: Action.PUBLICATION_SCHEDULED,
    Move.CALL_BACK: Action.PUBLICATION_CALLED_BACK,
}
HELD = (State.APPROVAL, State.APPROVED, State.SCHEDULED)  # in which the consultation stands still as well


class NotNow(Conflict):
    """The survey has gone another way since the page was opened."""

    page = "moved_on"


@dataclass(frozen=True, slots=True)
class Way:
    """Where a survey stands, which steps were taken so far, and which this officer can take now."""

    survey: Survey
    state: State
    handovers: list[Handover]
    moves: list[Move]
    is_own: bool

    @property
    def sent(self) -> Handover | None:
        """The last time that it was sent to an approver."""
        return next((each for each in reversed(self.handovers) if each.move == Move.SEND), None)

    @property
    def is_published(self) -> bool:
        return bool(self.survey.versions) and self.state != State.SCHEDULED


def way(officer: Officer, consultation_id: int, *, now: datetime) -> Way:
    """The survey on its way. Raises NotFound, also when there is none, or NotAllowed."""
    consultations.for_officer(officer, consultation_id)
    survey = db.session.scalar(select(Survey).filter_by(consultation_id=consultation_id))
    if survey is None:
        raise NotFound
    state, own = survey.standing(now), is_own(officer, survey)
    found = [] if is_live(survey, now) else workflow.moves(state, officer.role_names)
    if not workflow.may_approve(officer.role_names, own=own):
        found = [move for move in found if move != Move.APPROVE]
    return Way(survey, state, handovers(survey), found, own)


@unit_of_work
def move(
    officer: Officer,
    consultation_id: int,
    chosen: Move,
    *,
    seen: int,
    last: int | None = None,
    note: str = "",
    language: str = "en",
    now: datetime,
) -> Survey:
    """Take the survey one step further, or back; `seen` is the revision that the officer was shown.

    `last` is the step that it had taken last when they were shown it: on the way back and forth the words of
    the consultation may have changed, which the revision does not tell; None: the officer was shown no page.
    Approving needs everything that blocks publication to be done. Raises NotFound, NotAllowed, NotNow,
    Overtaken, or Invalid with the lines that are in the way.
    """
    survey = hold(officer, consultation_id, chosen, now=now)
    if survey.revision != seen:
        raise Overtaken
    if last is not None and last != last_step(survey):
        raise NotNow
    own = chosen == Move.APPROVE and _approve(officer, survey, now)
    if chosen in (Move.APPROVE, Move.SEND_BACK):
        look_service.remember(officer, survey, now=now)
    hand_over(officer, survey, chosen, note=note, language=language, own=own, now=now)
    return survey


def hold(officer: Officer, consultation_id: int, chosen: Move, *, now: datetime) -> Survey:
    """The survey, kept to this transaction, if this officer may make this move now.

    Raises NotFound, NotAllowed or NotNow.
    """
    transition = TRANSITIONS[chosen]
    consultation_verbs.hold(officer, consultation_id, transition.permission)
    survey = db.session.scalar(select(Survey).filter_by(consultation_id=consultation_id))
    if survey is None:
        raise NotFound
    db.session.refresh(survey)
    if is_live(survey, now) or survey.standing(now) not in transition.origins:
        raise NotNow
    return survey


def hand_over(
    officer: Officer,
    survey: Survey,
    chosen: Move,
    *,
    note: str = "",
    language: str = "en",
    own: bool = False,
    due_at: datetime | None = None,
    now: datetime,
) -> None:
    """Write down that the step was taken, within the transaction that takes it."""
    survey.state = TRANSITIONS[chosen].target
    consultation_verbs.keep_still(survey.consultation, still=survey.state in HELD, now=now)
    db.session.add(
        Handover(
            survey_id=survey.id,
            move=chosen,
            officer_id=officer.id,
            at=now,
            revision=survey.revision,
            note=note,
            language=language,
            own=own,
            due_at=due_at,
        )
    )
    action = Action.OWN_SURVEY_APPROVED if own else ACTIONS[chosen]
    if chosen != Move.PUBLISH:  # which records its version
        accounts.record(officer, action, survey, at=now)


def is_live(survey: Survey, now: datetime) -> bool:
    """Has the public been shown a version?"""
    return bool(survey.versions) and survey.standing(now) != State.SCHEDULED


def handovers(survey: Survey) -> list[Handover]:
    """Every step that the survey took, the first one first."""
    return list(db.session.scalars(select(Handover).filter_by(survey_id=survey.id).order_by(Handover.id)))


def last_step(survey: Survey) -> int:
    """Which step the survey took last; 0: none."""
    return db.session.scalar(select(func.max(Handover.id)).filter_by(survey_id=survey.id)) or 0


def is_own(officer: Officer, survey: Survey) -> bool:
    """Did this officer send the survey to an approver, or write any of it, more than correct a slip?"""
    wrote = select(DraftChange.id).filter_by(survey_id=survey.id, officer_id=officer.id)
    wrote = wrote.where(DraftChange.deed != Deed.CORRECTED)
    sent = select(Handover.id).filter_by(survey_id=survey.id, officer_id=officer.id, move=Move.SEND)
    return db.session.scalar(select(or_(wrote.exists(), sent.exists()))) or False


def _approve(officer: Officer, survey: Survey, now: datetime) -> bool:
    """Make sure that this officer may approve the survey as it is; tell whether it is their own work."""
    own = is_own(officer, survey)
    if not workflow.may_approve(officer.role_names, own=own):
        raise NotAllowed
    if found := ready_service.of_survey(survey, now=now).in_the_way:
        raise Invalid(found)
    return own
