"""Can officers read every text, and learn from the list nothing about who wrote it?"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import NamedTuple

import pytest
from flask import Flask
from lxml import html

from engage.accounts.models import AuditEvent
from engage.accounts.permissions import Role
from engage.accounts.service import Action
from engage.analysis.free_text import shuffled
from engage.bilingual import Bilingual
from engage.consultations.models import Consultation
from engage.database import db
from engage.respond.ledger_models import Decision
from engage.respond.models import Response
from engage.surveys.definition import (
    Definition,
    LongText,
    Option,
    Page,
    Section,
    ShortText,
    SingleChoice,
)
from tests.analysis.stored import add_responses, make_survey
from tests.factories import NOON, make_officer, saved
from tests.officers import sign_in

pytestmark = pytest.mark.usefixtures("time")
KEY = b"k" * 32
PEOPLE = 120


def both(text: str) -> Bilingual:
    return Bilingual(text, f"{text} (cy)")


WHY = SingleChoice(
    id="why",
    title=both("Why"),
    options=(Option("other", both("Other"), other=both("Say")), Option("no", both("No"))),
)
SURVEY = Definition(
    title=both("Survey"),
    sections=(
        Section(
            id="s",
            title=both("Section"),
            parts=(
                Page(
                    id="p",
                    title=both("Page"),
                    questions=(
                        LongText(id="better", title=both("Better")),
                        ShortText(id="worse", title=both("Worse")),
                        WHY,
                    ),
                ),
            ),
        ),
    ),
)


class Text(NamedTuple):
    uuid: bytes


def test_every_question_has_an_order_of_its_own_that_is_always_the_same():
    texts = [Text(number.to_bytes(16)) for number in range(50)]
    one, other = shuffled(texts, KEY, "better"), shuffled(texts, KEY, "worse")
    assert sorted(one) == sorted(other) == texts
    assert one != other
    assert texts not in (one, other)
    assert one == shuffled(reversed(texts), KEY, "better")
    assert one != shuffled(texts, b"o" * 32, "better")


@pytest.fixture
def consultation(app: Flask) -> Consultation:
    version = make_survey(SURVEY)
    said = [
        (
            {"better": f"Better text {at}", "worse": f"Worse text {at}"} if at else {"better": "<b>Bold</b>"},
            {},
        )
        for at in range(PEOPLE)
    ]
    add_responses(version, said)
    return db.session.get(Consultation, version.survey.consultation_id)


@pytest.fixture
def desk(app: Flask, consultation: Consultation):
    return sign_in(app.test_client(), make_officer(consultation.council, Role.ANALYST))


def room(consultation, language="en"):
    return {
        "en": f"/en/officers/consultations/{consultation.id}/written-answers",
        "cy": f"/cy/swyddogion/ymgynghoriadau/{consultation.id}/atebion-ysgrifenedig",
    }[language]


def read(desk, consultation, question: str) -> list[str]:
    """Everything that is shown of a question, page after page."""
    texts: list[str] = []
    for page in range(1, 5):
        response = desk.get(f"{room(consultation)}/read?question={question}&page={page}")
        if response.status_code == 404:
            return texts
        shown = html.document_fromstring(response.get_data(as_text=True))
        texts += [each.text_content() for each in shown.xpath("//li[@class='govuk-inset-text']")]
    return texts


def test_every_text_can_be_read_in_an_order_that_does_not_join_two_questions(desk, consultation):
    better, worse = read(desk, consultation, "better"), read(desk, consultation, "worse")
    assert sorted(better) == sorted(["<b>Bold</b>", *(f"Better text {at}" for at in range(1, PEOPLE))])
    assert len(worse) == PEOPLE - 1
    order = [[int(text.split()[-1]) for text in texts if text[-1].isdigit()] for texts in (better, worse)]
    assert order[0] != order[1]
    assert sorted(order[0]) not in order


def test_the_page_says_nothing_of_time_reference_or_number(desk, consultation):
    text = desk.get(f"{room(consultation)}/read?question=worse").get_data(as_text=True)
    assert "reference-" not in text
    assert not re.search(
        r"\b2026\b", html.document_fromstring(text).get_element_by_id("main-content").text_content()
    )
    assert str(PEOPLE - 1) not in text


def test_what_is_set_aside_is_not_in_the_list(desk, consultation):
    response = db.session.scalars(db.select(Response)).first()
    saved(
        Decision(consultation_id=consultation.id, response_id=response.id, reason="withdrawn", made_at=NOON)
    )
    assert len(read(desk, consultation, "better")) == PEOPLE - 1


def test_texts_beside_an_option_are_a_list_of_their_own(desk, consultation):
    response = db.session.scalars(db.select(Response)).first()
    response.answers = {"why": {"value": "other", "language": "cy", "other": {"other": "Rheswm arall"}}}
    db.session.commit()
    assert read(desk, consultation, "why/other") == ["Rheswm arall"]
    text = desk.get(f"{room(consultation, 'cy')}/darllen?question=why/other").get_data(as_text=True)
    assert '<li class="govuk-inset-text" lang="cy">Rheswm arall</li>' in text


@pytest.mark.parametrize("question", ["why", "nothing", "better&sex=female&page=9"])
def test_what_is_no_place_for_texts_is_not_found(desk, consultation, question):
    assert desk.get(f"{room(consultation)}/read?question={question}").status_code == 404


def test_nothing_is_shown_while_answers_can_come_in(desk, consultation):
    consultation.closes_at = NOON + timedelta(days=1)
    db.session.commit()
    assert desk.get(f"{room(consultation)}/read?question=better").status_code == 404
    assert "once the consultation has closed" in desk.get(room(consultation)).get_data(as_text=True)


def test_reading_is_recorded_once_for_each_list(desk, consultation):
    read(desk, consultation, "better")
    db.session.rollback()
    deeds = db.session.scalars(db.select(AuditEvent).filter_by(action=Action.TEXTS_READ)).all()
    assert [each.subject_kind for each in deeds] == ["consultation"]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_list_of_questions_leads_to_the_texts(desk, consultation, language):
    shown = html.document_fromstring(desk.get(room(consultation, language)).get_data(as_text=True))
    ways = [way for way in shown.xpath("//main//li/a/@href") if "question=" in way]
    assert [way.rpartition("=")[2] for way in ways] == ["better", "worse", "why/other"]
    assert all(desk.get(way).status_code == 200 for way in ways)
