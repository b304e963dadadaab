"""A consultation whose residents have answered, as it stands in a database: always the same people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from random import Random

import numpy as np
from sqlalchemy import insert

from engage.config import settings
from engage.consultations.models import Consultation
from engage.database import db
from engage.respond.channel import Channel
from engage.respond.folding import fold
from engage.respond.models import EqualityAnswers, Response
from engage.sealing import seal
from engage.surveys.definition import Answer, Answers, Definition, EqualityModule, Is, Not, answers_to_json
from engage.surveys.document import to_json
from engage.surveys.models import Survey, SurveyVersion
from tests.analysis.people import STANDARD, invented_equality
from tests.examples import ROUTED
from tests.factories import NOON, make_consultation, make_officer, saved

PERSON = Not(Is("who", ("organisation",)))
SURVEY = replace(ROUTED, equality=EqualityModule(STANDARD.id, show_if=PERSON))
CLOSED = NOON - timedelta(hours=1)
PEOPLE = 300


def make_survey(definition: Definition = SURVEY, consultation: Consultation | None = None, **fields):
    """A consultation with a published survey; it closed an hour before NOON."""
    usual = {"closes_at": CLOSED, "slug_en": "buses", "slug_cy": "bysiau"}
    consultation = consultation or make_consultation(**usual | fields)
    officer = make_officer(consultation.council)
    survey = saved(Survey(consultation=consultation, draft=to_json(definition), changed_at=NOON))
    return saved(survey.freeze(officer.id, NOON - timedelta(days=20)))


def make_answered(people: int = PEOPLE, **fields) -> Consultation:
    """The same, answered by these many people, of whom every tenth speaks for an organisation."""
    version = make_survey(**fields)
    add_responses(version, invented(people))
    return db.session.get(Consultation, version.survey.consultation_id)


@cache
def invented(people: int) -> tuple[tuple[dict, dict], ...]:
    """What each of them says of the subject, and of themselves."""
    chance = np.random.default_rng(1)
    return tuple((opinions(number, chance), invented_equality(chance)) for number in range(people))


def opinions(number: int, chance: np.random.Generator) -> dict[str, object]:
    if number % 10 == 0:
        return {"who": "organisation", "comments": "We run buses."}
    travels = [code for code in ("bus", "car") if chance.random() < 0.5]
    return {"who": "resident", "age": "adult", "travel": travels or ["none"]}


def add_responses(
    version: SurveyVersion, people: Iterable[tuple[dict, dict]], *, first: int = 0, sent_at: datetime = CLOSED
) -> None:
    """Store what was sent; a person's place among them, counted from `first`, decides the uuid."""
    chance, key = Random(1 + first), settings().equality_key
    responses, equality = [], []
    for number, (said, of_themselves) in enumerate(people, first):
        uuid = chance.randbytes(16)
        responses.append(
            {
                "uuid": uuid,
                "consultation_id": version.survey.consultation_id,
                "version_id": version.id,
                "code_hash": uuid * 2,
                "reference": f"reference-{number}",
                "language": "en",
                "channel": Channel.ONLINE,
                "answers": answers_to_json(answers(said)),
                "revision": 1,
                "saved_at": sent_at,
                "sent_at": sent_at,
            }
        )
        sealed = seal(fold(answers(of_themselves)), key, uuid)
        equality.append({"response_uuid": uuid, "sealed": sealed})
    if responses:
        db.session.execute(insert(Response), responses)
        db.session.execute(insert(EqualityAnswers), equality)
    db.session.commit()


def answers(given: dict) -> Answers:
    return {key: Answer(value, "en") for key, value in given.items()}
