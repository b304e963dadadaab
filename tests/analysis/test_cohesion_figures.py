"""Is a published figure entered, changed and deleted as promised, whatever somebody types?"""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select

from engage.accounts.models import AuditEvent, Officer
from engage.accounts.permissions import Role
from engage.analysis import cohesion_queries as queries
from engage.analysis import cohesion_service as service
from engage.analysis.cohesion_models import NationalFigure
from engage.analysis.cohesion_service import Entered
from engage.bilingual import Bilingual
from engage.database import db
from engage.errors import NotAllowed, NotFound
from tests.analysis.cohesive import make_councils
from tests.factories import NOON, make_council, make_officer
from tests.officers import send, sign_in

pytestmark = pytest.mark.usefixtures("time")
EN, CY = "/en/officers/cohesion", "/cy/swyddogion/cydlyniant"
TYPED = {
    "measure": "cohesion.belong",
    "share": "72.5 %",
    "survey_en": "National Survey for Wales",
    "survey_cy": "Arolwg Cenedlaethol Cymru",
    "place_en": "Wales",
    "place_cy": "Cymru",
    "period_en": "April 2024 to March 2025",
    "period_cy": "Ebrill 2024 i Fawrth 2025",
    "people": "12,500",
    "source_en": "A bulletin",
    "source_cy": "Bwletin",
    "link": "https://survey.example/bulletin?year=2025",
    "day": "2",
    "month": "1",
    "year": "2026",
    "note_en": "Adults.\r\nAsked by telephone.",
    "note_cy": "Oedolion.\r\nHolwyd dros y ffôn.",
}
RUBBISH = (
    "\x00",
    "\ud7ff\u202e\u200b",
    "<script>alert(1)</script>",
    "'; DROP TABLE release; --",
    "{{ 7 * 7 }}",
    "%s%n%(x)s",
    "9" * 5000,
    "٥٢",
    "-1",
    "1e3",
    "NaN",
    "∞",
    "   ",
    "javascript:alert(1)",
    "https://[::1",
    "https://a b.example",
    "=cmd()",
)


@pytest.fixture
def analyst(app: Flask) -> Officer:
    return make_officer(make_councils()[0], Role.ANALYST)


@pytest.fixture
def desk(app: Flask, analyst: Officer) -> FlaskClient:
    return sign_in(app.test_client(), analyst)


def held() -> list[NationalFigure]:
    db.session.rollback()
    return list(db.session.scalars(select(NationalFigure)))


def acts(officer: Officer) -> list[str]:
    db.session.rollback()
    mine = select(AuditEvent.action).filter_by(council_id=officer.council_id).order_by(AuditEvent.id)
    return [act for act in db.session.scalars(mine) if act.startswith("national_figure")]


def test_a_figure_is_entered_changed_and_deleted_after_one_question(desk, analyst):
    assert send(desk, f"{EN}/figures/add", **TYPED).status_code == 302
    (figure,) = held()
    assert (figure.tenths, figure.people, figure.published_on) == (725, 12_500, date(2026, 1, 2))
    assert figure.note == Bilingual("Adults.\nAsked by telephone.", "Oedolion.\nHolwyd dros y ffôn.")
    where = f"{EN}/figures/{figure.id}"
    assert send(desk, where).status_code == 302  # what is shown in the form is what is held
    (same,) = held()
    assert (same.tenths, same.people, same.survey) == (725, 12_500, figure.survey)
    send(desk, where, share="73", people="")
    (figure,) = held()
    assert (figure.tenths, figure.people) == (730, None)
    assert "Delete this published figure?" in desk.get(f"{where}/delete").get_data(as_text=True)
    assert len(held()) == 1
    send(desk, f"{where}/delete")
    assert held() == []
    assert acts(analyst) == ["national_figure_entered"] * 3 + ["national_figure_deleted"]


def test_nobody_overwrites_what_somebody_else_has_just_said(desk, analyst):
    send(desk, f"{EN}/figures/add", **TYPED)
    (figure,) = queries.figures(analyst)
    db.session.rollback()
    where = f"{EN}/figures/{figure.id}"
    opened = html.document_fromstring(desk.get(where).get_data(as_text=True)).get_element_by_id("page-form")
    mine = dict(opened.form_values()) | {"share": "70"}
    assert send(desk, where, share="71").status_code == 302
    late = desk.post(where, data=mine)
    assert late.status_code == 422
    page = late.get_data(as_text=True)
    assert "Somebody else has changed this figure since you opened it" in page
    assert 'value="70"' in page
    assert shares(analyst) == [710]
    again = html.document_fromstring(page).get_element_by_id("page-form")
    assert desk.post(where, data=dict(again.form_values())).status_code == 302
    assert shares(analyst) == [700]


def shares(analyst) -> list[int]:
    db.session.rollback()
    db.session.expire_all()
    found = [each.tenths for each in queries.figures(analyst)]
    db.session.rollback()
    return found


def test_the_form_is_there_in_welsh(desk):
    assert send(desk, f"{CY}/ffigurau/ychwanegu", **TYPED).status_code == 302
    said = desk.get(CY).get_data(as_text=True)
    assert "Arolwg Cenedlaethol Cymru" in said
    assert "72.5%" in said


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"measure": ""}, "Choose what the figure is about"),
        ({"measure": "dragons"}, "Choose what the figure is about"),
        ({"share": ""}, "Enter a percentage from 0 to 100"),
        ({"share": "101"}, "Enter a percentage from 0 to 100"),
        ({"share": "52.55"}, "Enter a percentage from 0 to 100"),
        ({"share": "half"}, "Enter a percentage from 0 to 100"),
        ({"people": "0"}, "Enter a whole number of people"),
        ({"people": "many"}, "Enter a whole number of people"),
        ({"people": "999999999"}, "Enter a whole number of people"),
        ({"survey_cy": ""}, "Enter the name of the survey (Welsh)"),
        ({"place_en": " "}, "Enter the place that the figure is about (English)"),
        ({"period_cy": ""}, "Enter when people were asked (Welsh)"),
        ({"source_en": "x" * 201}, "Use 200 characters or fewer"),
        ({"link": "javascript:alert(1)"}, "Enter an address that begins with https://"),
        ({"link": "https://me:you@survey.example"}, "Enter an address that begins with https://"),
        ({"link": "https://survey.example/" + "x" * 500}, "Enter an address that begins with https://"),
        ({"day": "31", "month": "2"}, "The day of publication must be a real date"),
        ({"year": "2027"}, "The day of publication must be in the past"),
        ({"note_cy": ""}, "Write it in both languages, or leave both empty"),
        ({"note_en": "x" * 1001}, "Use 1,000 characters or fewer"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_what_was_typed_stays(desk, fields, message):
    response = send(desk, f"{EN}/figures/add", **TYPED | fields)
    assert response.status_code == 422
    said = response.get_data(as_text=True)
    assert message in said
    assert "Ebrill 2024 i Fawrth 2025" in said or "period_cy" in fields
    assert held() == []


@pytest.mark.parametrize("field", TYPED)
def test_rubbish_in_any_field_is_taken_as_words_or_refused_with_words(desk, field):
    for rubbish in RUBBISH:
        response = send(desk, f"{EN}/figures/add", **TYPED | {field: rubbish})
        assert response.status_code in (302, 422), rubbish
    for language in (EN, CY):
        said = desk.get(language).get_data(as_text=True)
        assert "<script>alert" not in said
        assert 'href="javascript' not in said
    for figure in held():
        assert desk.get(f"{EN}/figures/{figure.id}").status_code == 200


@pytest.mark.parametrize(("typed", "tenths"), [("0", 0), ("100%", 1000), ("52,5", 525), (" 7 ", 70)])
def test_a_percentage_may_be_typed_as_people_write_it(desk, typed, tenths):
    send(desk, f"{EN}/figures/add", **TYPED | {"share": typed})
    assert [figure.tenths for figure in held()] == [tenths]


def test_figures_are_the_own_councils_and_entered_by_whoever_may(analyst, desk):
    send(desk, f"{EN}/figures/add", **TYPED)
    (figure,) = held()
    (said,) = queries.national([figure])
    entered = Entered(**{name: getattr(said, name) for name in Entered.__annotations__})
    other = make_officer(make_council(), Role.ANALYST)
    for deed in (
        lambda: service.change(other, figure.id, entered, seen="", now=NOON),
        lambda: service.delete(other, figure.id, now=NOON),
        lambda: service.delete(other, 2**40, now=NOON),
    ):
        with pytest.raises(NotFound):
            deed()
    assert queries.figures(other) == []
    approver = make_officer(analyst.council, Role.APPROVER)
    with pytest.raises(NotAllowed):
        service.enter(approver, entered, now=NOON)
    assert len(held()) == 1
