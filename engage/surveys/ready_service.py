"""How is it found out whether a consultation is ready, and how is advice set aside?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.consultations import joint_queries
from engage.consultations import preparation_service as preparations
from engage.consultations import queries as consultations
from engage.consultations import service as consultation_verbs
from engage.consultations.details import BILINGUAL
from engage.consultations.models import Consultation
from engage.database import db, unit_of_work
from engage.dates import LONDON
from engage.errors import Conflict, NotFound
from engage.surveys import checks, joint_checks, postcode_checks, postcode_queries, ready
from engage.surveys import media_service as media
from engage.surveys import translation_service as translation
from engage.surveys.definition import Definition
from engage.surveys.models import Survey
from engage.surveys.problems import Problem
from engage.surveys.readiness import Facts, Line, Reason, Verdict
from engage.surveys.ready_models import SetAside

MINUTE = timedelta(minutes=1)


class NotAdvice(Conflict):
    """What blocks publication, or is done already, cannot be set aside."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a consultation is ready: the facts, and every line that they lead to."""

    survey: Survey
    facts: Facts
    lines: tuple[Line, ...]

    @property
    def in_the_way(self) -> tuple[Line, ...]:
        return ready.in_the_way(self.lines)

    @property
    def advice(self) -> tuple[Line, ...]:
        return ready.advice(self.lines)

    def count(self, verdict: Verdict) -> int:
        return sum(line.verdict == verdict for line in self.lines)


def answer(officer: Officer, consultation_id: int, *, now: datetime) -> Answer:
    """Is it ready? Raises NotFound, also when there is no survey, or NotAllowed."""
    consultations.for_officer(officer, consultation_id)
    survey = db.session.scalar(select(Survey).filter_by(consultation_id=consultation_id))
    if survey is None:
        raise NotFound
    return of_survey(survey, now=now)


def of_survey(survey: Survey, *, now: datetime, due_at: datetime | None = None) -> Answer:
    """The same for whoever has made sure already that it may be known; now or when it is due."""
    facts = _facts(survey, now, due_at)
    return Answer(survey, facts, ready.lines(facts))


@unit_of_work
def set_aside(
    officer: Officer, consultation_id: int, code: str, reason: str, *, language: str, now: datetime
) -> SetAside:
    """Set a line of advice aside, for a reason that is kept in its `language`.

    Raises NotFound, NotAllowed, Held, or NotAdvice, also when it has been set aside already.
    """
    survey = _hold(officer, consultation_id, now)
    advice = {line.code for line in of_survey(survey, now=now).advice}
    if code not in advice:
        raise NotAdvice
    row = SetAside(
        survey_id=survey.id, code=code, reason=reason, language=language, officer_id=officer.id, at=now
    )
    db.session.add(row)
    accounts.record(officer, Action.ADVICE_SET_ASIDE, row, at=now)
    return row


@unit_of_work
def take_up(officer: Officer, consultation_id: int, code: str, *, now: datetime) -> None:
    """Take advice up again that was set aside. Raises NotFound, NotAllowed, Held or NotAdvice."""
    survey = _hold(officer, consultation_id, now)
    row = db.session.scalar(_set_aside(survey).where(SetAside.code == code))
    if row is None:
        raise NotAdvice
    row.taken_up_by_id, row.taken_up_at = officer.id, now
    accounts.record(officer, Action.ADVICE_TAKEN_UP, row, at=now)


def problems(survey: Survey) -> tuple[Problem, ...]:
    """Everything that stands in the way of publishing in the survey itself, its translation included."""
    definition = survey.definition
    return (
        *checks.problems(definition),
        *_of_postcodes(survey.consultation, definition),
        *_of_bodies(survey.consultation, definition),
        *media.problems(survey.consultation, definition),
        *translation.problems(survey),
    )


def _of_postcodes(consultation: Consultation, definition: Definition) -> tuple[Problem, ...]:
    """The council's lists are looked at only where the survey asks with one."""
    if not postcode_checks.named_by(definition):
        return ()
    known = postcode_queries.known_areas(consultation.council_id)
    return tuple(postcode_checks.problems(definition, known))


def _of_bodies(consultation: Consultation, definition: Definition) -> tuple[Problem, ...]:
    """The same of the question by which other councils were asked to take part."""
    joint, partners = joint_queries.joint(consultation.id), joint_queries.partners(consultation.id)
    if joint is None or not partners:
        return ()
    codes = (joint.code, *(each.code for each in partners))
    return tuple(joint_checks.problems(definition, joint.question, codes))


def _facts(survey: Survey, now: datetime, due_at: datetime | None) -> Facts:
    consultation = survey.consultation
    said, _revision = preparations.said(consultation.id)
    return Facts(
        nation=consultation.council.nation,
        colour=consultation.council.colour,
        definition=survey.definition,
        texts={name: getattr(consultation, name) for name in BILINGUAL},
        documents=len(consultation.documents),
        opens_on=consultation.opens_at.astimezone(LONDON).date(),
        closes_on=(consultation.closes_at - MINUTE).astimezone(LONDON).date(),
        said=said,
        school_holidays=_holidays(consultation),
        problems=problems(survey),
        of_consultation=consultation_verbs.problems(consultation, now=now, due_at=due_at),
        set_aside=_reasons(db.session.scalars(_set_aside(survey)).all()),
    )


def _holidays(consultation: Consultation) -> tuple[tuple[date, date], ...]:
    rows = preparations.school_holidays(consultation.council_id)
    return tuple((row.first_on, row.last_on) for row in rows)


def _set_aside(survey: Survey) -> Select[SetAside]:
    """What is set aside at present."""
    return select(SetAside).filter_by(survey_id=survey.id, taken_up_at=None).order_by(SetAside.id)


def _reasons(rows: Sequence[SetAside]) -> dict[str, Reason]:
    return {row.code: Reason(row.reason, row.officer.name, row.at, row.language) for row in rows}


def _hold(officer: Officer, consultation_id: int, now: datetime) -> Survey:
    """The survey, kept to this transaction while its author may still change it."""
    consultation = consultation_verbs.hold(officer, consultation_id, Permission.EDIT_CONSULTATION)
    consultation_verbs.require_free(consultation, now=now)
    survey = db.session.scalar(select(Survey).filter_by(consultation_id=consultation_id))
    if survey is None:
        raise NotFound
    return survey
