"""An open consultation, people who respond, change and go, and figures asked for meanwhile."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select, update

from engage.analysis import queries, service
from engage.analysis.epochs import Kind
from engage.analysis.models import BreakdownPlan, Release
from engage.analysis.universe import Plan
from engage.bilingual import Bilingual
from engage.consultations.models import Consultation
from engage.database import db
from engage.equality.characteristics import Level
from engage.respond.ledger import Reason
from engage.respond.ledger_models import Decision
from engage.respond.models import Response
from engage.surveys.models import SurveyVersion
from tests.analysis.stored import add_responses, invented, make_survey
from tests.conftest import Clock
from tests.factories import NOON, saved

ABOUT = ("age", "sex", "disability", "race")  # few, so that a check of all tables takes little
DAY = timedelta(days=1)
LATER = NOON + 10 * DAY
FIRST = 60
HANDS: list[Clock] = []  # of the clock by which jobs tell the time, set by whoever asks for something


def make_open(about: tuple[str, ...] = ABOUT) -> SurveyVersion:
    """A consultation to which some have responded, and which is open for a long time yet."""
    version = make_survey(closes_at=NOON + 60 * DAY)
    decided = {"decided_at": NOON - DAY, "decided_by_id": version.published_by_id}
    plan = Plan(level=Level.SUMMARY, characteristics=about)
    saved(BreakdownPlan(plan=plan, consultation_id=version.survey.consultation_id, **decided))
    respond(version, FIRST, sent_at=NOON - DAY)
    return version


WRONG = Bilingual("One was counted twice.", "Cyfrifwyd un ddwywaith.")  # with earlier figures
OTHER_REASON = Bilingual("Two were about another matter.", "Roedd dau am fater arall.")


def respond(version: SurveyVersion, people: int, *, sent_at) -> None:
    """So many people, other than before, respond at this moment."""
    before = db.session.scalar(select(func.count(Response.id))) or 0
    add_responses(version, invented(before + people)[before:], first=before, sent_at=sent_at)


def ask(officer, consultation, kind: Kind, now, **given) -> Release:
    HANDS[0].moment = now
    service.ask_release(officer, consultation.id, now=now, kind=kind, **given)
    fresh()
    return queries.releases(consultation.id)[0]


def look(now) -> None:
    """What happens every minute."""
    HANDS[0].moment = now
    service.look_who_responds(now=now)
    fresh()


def fresh() -> None:
    db.session.rollback()
    db.session.expire_all()


def interim(officer, consultation, now=NOON) -> Release:
    return ask(officer, consultation, Kind.INTERIM, now)


def some(number: int) -> list[int]:
    return list(db.session.scalars(select(Response.id).order_by(Response.id).limit(number)))


WALKS = {
    "who": {"value": "resident", "language": "en"},
    "age": {"value": "adult", "language": "en"},
    "travel": {"value": ["none", "bus"], "language": "en"},
}


def edit(responses: list[int], now, **answers) -> None:
    """Let these people say something that nobody has said, or this."""
    said = answers or WALKS
    change = update(Response).where(Response.id.in_(responses))
    db.session.execute(change.values(answers=said, changed_at=now, revision=Response.revision + 1))
    db.session.commit()


def withdraw(consultation, responses: list[int], now) -> None:
    for response in responses:
        decision = {"reason": Reason.WITHDRAWN, "made_at": now}
        db.session.add(Decision(consultation_id=consultation.id, response_id=response, **decision))
    db.session.execute(update(Response).where(Response.id.in_(responses)).values(changed_at=now))
    db.session.commit()


def close(consultation: Consultation) -> None:
    consultation.closes_at = NOON + 9 * DAY
    db.session.commit()
