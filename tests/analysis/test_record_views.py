"""Do the pages lead an analyst from a reason to the files and to the end, in both languages?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from engage.accounts.permissions import Role
from engage.analysis import record_queries as queries
from engage.analysis import service as releases
from engage.analysis.epochs import Kind as ReleaseKind
from engage.consultations.models import Consultation
from engage.database import db
from tests.analysis.figures import WRONG
from tests.analysis.stored import make_answered
from tests.analysis.test_record_service import LATER, REASON, corrected, look_after
from tests.analysis.test_service import PLAN
from tests.factories import NOON, make_officer
from tests.officers import send, sign_in

pytestmark = pytest.mark.usefixtures("time")
SAID = {"reason": REASON, "days": "14", "people": ["sex"], "promise": "y"}


@pytest.fixture
def consultation(app: Flask) -> Consultation:
    return make_answered()


@pytest.fixture
def released(consultation: Consultation) -> Consultation:
    officer = make_officer(consultation.council)
    releases.decide_plan(officer, consultation.id, PLAN, now=NOON)
    releases.ask_release(officer, consultation.id, now=NOON)
    db.session.rollback()
    return consultation


@pytest.fixture
def desk(app: Flask, consultation: Consultation) -> FlaskClient:
    return sign_in(app.test_client(), make_officer(consultation.council, Role.RECORD_ANALYST))


def room(consultation: Consultation, language: str = "en") -> str:
    return {
        "en": f"/en/officers/consultations/{consultation.id}/breakdown/records",
        "cy": f"/cy/swyddogion/ymgynghoriadau/{consultation.id}/dadansoddiad/cofnodion",
    }[language]


def page(desk: FlaskClient, address: str) -> str:
    response = desk.get(address)
    assert response.status_code == 200, address
    return " ".join(html.document_fromstring(response.get_data(as_text=True)).text_content().split())


@pytest.mark.parametrize(
    ("language", "way", "label", "name", "other"),
    [
        ("en", "open", "with English labels", "records.sav", "cofnodion.sav"),
        ("cy", "agor", "gyda labeli Cymraeg", "cofnodion.sav", "records.sav"),
    ],
)
def test_an_analyst_opens_the_records_and_takes_them_away(desk, released, language, way, label, name, other):
    here = room(released, language)
    shown = send(desk, f"{here}/{way}", **SAID)
    assert shown.status_code == 302, shown.get_data(as_text=True)
    assert label in page(desk, shown.location)
    files = "files" if language == "en" else "ffeiliau"
    file = desk.get(f"{shown.location}/{files}/{name}")
    assert file.data.startswith(b"$FL2")
    assert file.headers["Cache-Control"] == "no-store"
    assert desk.get(f"{shown.location}/{files}/{other}").status_code == 404
    assert REASON in page(desk, here)


def test_everybody_who_may_open_records_sees_who_has_and_how_often(app, desk, released):
    shown = send(desk, f"{room(released)}/open", **SAID)
    desk.get(f"{shown.location}/files/records.zip")
    other = sign_in(app.test_client(), make_officer(released.council, Role.RECORD_ANALYST))
    text = page(other, room(released))
    assert REASON in text
    assert "1 time" in text
    assert other.get(shown.location).status_code == 404
    assert "sex" in page(other, f"{room(released)}/open").lower()


@pytest.mark.parametrize("left_out", ["reason", "days", "promise"])
def test_nothing_is_opened_while_something_is_missing(desk, released, left_out):
    said = SAID | {left_out: []}
    assert send(desk, f"{room(released)}/open", **said).status_code == 422
    assert queries.accesses(released.id) == []


def test_access_is_ended_after_one_question(desk, released):
    shown = send(desk, f"{room(released)}/open", **SAID)
    ended = send(desk, f"{shown.location}/end")
    assert "has ended" in page(desk, ended.location)
    assert "This access has ended" in page(desk, shown.location)
    assert desk.get(f"{shown.location}/files/records.zip").status_code == 404


def test_whose_access_ended_with_newer_figures_is_told_why(desk, released):
    shown = send(desk, f"{room(released)}/open", **SAID)
    assert "Newer figures" not in page(desk, shown.location)
    corrected = {"kind": ReleaseKind.CORRECTION, "reason": WRONG}
    officer, other = make_officer(released.council), replace(PLAN, dimensions=("channel",))
    releases.decide_plan(officer, released.id, other, now=LATER, knowing_the_cost=True)
    releases.ask_release(officer, released.id, now=LATER, **corrected)
    db.session.rollback()
    look_after(LATER)
    told = page(desk, shown.location)
    assert "This access has ended" in told
    assert "Newer figures have been made since" in told


def test_it_is_said_why_there_are_no_records_beside_other_groups(desk, released):
    shown = send(desk, f"{room(released)}/open", **SAID)
    corrected(released, characteristics=("age", "disability"))
    assert "in other groups than those behind the first records" in page(desk, room(released))
    assert desk.get(f"{room(released)}/open").status_code == 302
    told = page(desk, shown.location)
    assert "in other groups than those behind the first records" in told
    assert "open the records again" not in told


def test_before_final_figures_there_is_nothing_to_open(desk, consultation):
    assert "once the final figures are made" in page(desk, room(consultation))
    assert desk.get(f"{room(consultation)}/open").status_code == 302
    assert "ffigurau terfynol" in page(desk, room(consultation, "cy"))


def test_the_way_to_records_is_shown_to_those_who_may_go_it(app, desk, released):
    breakdown = f"/en/officers/consultations/{released.id}/breakdown"
    assert "Records for analysts" in page(desk, breakdown)
    analyst = sign_in(app.test_client(), make_officer(released.council, Role.ANALYST))
    assert "Records for analysts" not in page(analyst, breakdown)
