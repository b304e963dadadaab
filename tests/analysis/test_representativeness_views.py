"""Does the page set respondents beside residents, from released figures alone?"""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from lxml.html import HtmlElement

from engage.accounts.models import Officer
from engage.accounts.permissions import Role
from engage.analysis import census_service, service
from engage.analysis.census import Area
from engage.bilingual import Bilingual
from engage.consultations.models import Consultation
from engage.database import db
from tests.analysis.stored import make_answered
from tests.analysis.test_service import PLAN
from tests.factories import NOON, make_officer
from tests.officers import sign_in

pytestmark = pytest.mark.usefixtures("time")
LABELS = {"Female": "female", "Male": "male"}


@pytest.fixture
def consultation(app: Flask) -> Consultation:
    """Answered and released, by age, sex and disability at the summary level."""
    found = make_answered()
    analyst = make_officer(found.council, Role.ANALYST)
    service.decide_plan(analyst, found.id, PLAN, now=NOON)
    service.ask_release(analyst, found.id, now=NOON)
    db.session.rollback()
    return found


@pytest.fixture
def analyst(consultation: Consultation) -> Officer:
    return make_officer(consultation.council, Role.ANALYST)


@pytest.fixture
def desk(app: Flask, analyst: Officer) -> FlaskClient:
    return sign_in(app.test_client(), analyst)


def store(officer: Officer, level: str = "summary", **fields) -> None:
    about = census_service.About(
        characteristic="sex",
        level=level,
        source=Bilingual("A yearbook", "Blwyddlyfr"),
        taken_on=date(2021, 3, 21),
        population="grown",
    )
    area = Area("W06999001", "Glynmorfa", {"Female": 20_000, "Male": 80_000})
    census_service.store(officer, about, "Sex", area, LABELS, now=NOON, **fields)
    db.session.rollback()


def show(desk: FlaskClient, consultation: Consultation, language: str = "en") -> HtmlElement:
    address = {
        "en": f"/en/officers/consultations/{consultation.id}/breakdown/representativeness",
        "cy": f"/cy/swyddogion/ymgynghoriadau/{consultation.id}/dadansoddiad/cynrychiolaeth",
    }[language]
    response = desk.get(address)
    assert response.status_code == 200
    return html.document_fromstring(response.get_data(as_text=True)).get_element_by_id("main-content")


def text(element: HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def test_a_characteristic_with_a_census_table_is_compared_and_the_others_are_named(
    desk, consultation, analyst
):
    store(analyst)
    page = show(desk, consultation)
    assert [each.text for each in page.xpath(".//h2")][:2] == ["Sex", "Not compared"]
    rows = [[text(cell) for cell in row] for row in page.xpath(".//table//tbody/tr")]
    assert [(row[0], row[3], row[6]) for row in rows] == [
        ("Female", "20%", "More than among residents"),
        ("Male", "80%", "Fewer than among residents"),
    ]
    assert text(page.xpath(".//ul[@class='govuk-list govuk-list--bullet']")[0]) == "Age Disability"
    assert "A yearbook" in text(page)
    assert "invented" not in text(page)


def test_the_chart_draws_what_the_table_says(desk, consultation, analyst):
    store(analyst)
    page = show(desk, consultation)
    table = [[text(cell) for cell in row] for row in page.xpath(".//table//tbody/tr")]
    drawn = page.xpath(".//figure//div[@class='engage-chart__row']")
    for row, bars in zip(table, drawn, strict=True):
        first, second = bars.xpath(".//rect[not(@class='track')]")
        assert f"{first.get('width')}%" == row[2].replace(" [u]", "")
        assert f"{second.get('width')}%" == row[3]
        assert text(bars.xpath(".//span[@class='engage-chart__value']")[0]) == f"{row[2]} {row[3]}"


def test_in_welsh_it_has_the_same_figures(desk, consultation, analyst):
    store(analyst)
    english, welsh = (show(desk, consultation, language) for language in ("en", "cy"))
    figures = [
        [[text(cell) for cell in row[1:6]] for row in page.xpath(".//table//tbody/tr")]
        for page in (english, welsh)
    ]
    assert figures[0] == figures[1]
    assert "Blwyddlyfr" in text(welsh)


def test_it_is_told_how_sure_a_range_is_and_that_children_may_be_on_one_side_alone(
    desk, consultation, analyst
):
    store(analyst)
    english, welsh = (text(show(desk, consultation, language)) for language in ("en", "cy"))
    assert "19 in 20" in english
    assert "19 o bob 20" in welsh
    assert "children" in english.partition("How to read this")[2]
    assert "plant" in welsh.partition("Sut i ddarllen hyn")[2]


def test_invented_shares_say_so(desk, consultation, analyst):
    store(analyst, is_invented=True)
    assert "These shares are invented" in text(show(desk, consultation))
    assert "wedi'u dyfeisio" in text(show(desk, consultation, "cy"))


@pytest.mark.parametrize("level", [None, "detailed"])
def test_without_a_table_of_the_level_there_is_a_way_to_bring_one(desk, consultation, analyst, level):
    if level:
        store(analyst, level)
    page = show(desk, consultation)
    assert "There is no census table yet" in text(page)
    assert page.xpath(".//table") == []
    assert page.xpath(".//a[@href='/en/officers/census']")


def test_another_councils_table_is_not_used(desk, consultation):
    store(make_officer(None, Role.ANALYST))
    assert "There is no census table yet" in text(show(desk, consultation))


def test_before_there_are_figures_there_is_no_page(app):
    waiting = make_answered(people=0)
    desk = sign_in(app.test_client(), make_officer(waiting.council, Role.ANALYST))
    address = f"/en/officers/consultations/{waiting.id}/breakdown/representativeness"
    assert desk.get(address).status_code == 404


# --- what would change ------------------------------------------------------------------------------------


def ask(desk: FlaskClient, consultation: Consultation, language: str = "en", **given) -> HtmlElement:
    address = {
        "en": f"/en/officers/consultations/{consultation.id}/breakdown/sensitivity",
        "cy": f"/cy/swyddogion/ymgynghoriadau/{consultation.id}/dadansoddiad/sensitifrwydd",
    }[language]
    response = desk.get(address, query_string=given)
    assert response.status_code == 200
    return html.document_fromstring(response.get_data(as_text=True)).get_element_by_id("main-content")


def test_nothing_is_weighted_before_it_is_asked_for(desk, consultation, analyst):
    store(analyst)
    assert ask(desk, consultation).xpath(".//table") == []


def test_the_line_is_in_whole_per_cent_beside_the_share(desk, consultation, analyst):
    store(analyst)
    page = ask(desk, consultation, question="travel", by="sex", said=["residents", "no_campaign"])
    row = [text(cell) for cell in page.xpath(".//table//tbody/tr")[0]]
    assert all(cell.rstrip("[u] ").removesuffix("%").isdecimal() for cell in row[1:3])
    assert row[3].isdecimal()
    assert float(row[4]) > 1


@pytest.mark.parametrize("said", [[], ["residents"], ["no_campaign"]])
def test_what_is_not_said_to_be_true_refuses_the_line(desk, consultation, analyst, said):
    store(analyst)
    page = ask(desk, consultation, "cy", question="travel", by="sex", said=said)
    assert {text(row[3]) for row in page.xpath(".//table//tbody/tr")} == {"–"}


def test_a_question_that_is_not_there_is_not_found(desk, consultation):
    address = f"/en/officers/consultations/{consultation.id}/breakdown/sensitivity"
    assert desk.get(address, query_string={"question": "dragons"}).status_code == 404
