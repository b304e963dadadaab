"""Do the pages lead an officer from a downloaded file to a census table, in both languages?"""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from engage.accounts.models import Officer
from engage.accounts.permissions import Role
from engage.analysis import census_queries as queries
from engage.analysis.census_models import CensusTable
from engage.bilingual import Bilingual
from engage.database import db
from tests.analysis import census_files as files
from tests.factories import make_council, make_officer
from tests.officers import send, sign_in, upload

EN, CY = "/en/officers/census", "/cy/swyddogion/cyfrifiad"


@pytest.fixture
def analyst(app: Flask) -> Officer:
    name = Bilingual("Glynmorfa County Council", "Cyngor Sir Glynmorfa")
    return make_officer(make_council(name=name), Role.ANALYST)


@pytest.fixture
def desk(app: Flask, analyst: Officer) -> FlaskClient:
    return sign_in(app.test_client(), analyst)


def bring(desk: FlaskClient, text: str = files.SEX_LONG, address: str = f"{EN}/bring", **fields):
    given = {"file": upload(text.encode(), "sex.csv"), "characteristic": "sex", "population": "all"}
    return send(desk, address, **given | fields)


def tables(analyst: Officer) -> list[CensusTable]:
    """What there is now, as another request sees it."""
    db.session.rollback()
    return queries.tables(analyst)


def page(desk: FlaskClient, address: str) -> str:
    response = desk.get(address)
    assert response.status_code == 200, address
    return " ".join(html.document_fromstring(response.get_data(as_text=True)).text_content().split())


def test_a_file_is_brought_put_into_groups_and_kept(desk, analyst):
    where = bring(desk).location
    assert "52" not in page(desk, f"{EN}")
    text = page(desk, where)
    assert "Female 61,200 51.0%" in text
    assert "Male 58,800 49.0%" in text
    shown = desk.get(send(desk, where, keep="yes").location)
    assert "The census table is kept" in shown.get_data(as_text=True)
    (table,) = tables(analyst)
    assert table.area == "Glynmorfa"
    assert table.source == Bilingual(
        "Office for National Statistics, Census 2021", "Swyddfa Ystadegau Gwladol, Cyfrifiad 2021"
    )


def test_the_area_is_that_of_the_council_and_can_be_changed(desk, analyst):
    where = bring(desk).location
    text = send(desk, where, area="E07999002", show="yes").get_data(as_text=True)
    assert "50.6%" in text
    assert tables(analyst) == []
    send(desk, where, area="E07999002", keep="yes")
    assert tables(analyst)[0].area == "Thornmere"


def test_the_same_pages_are_there_in_welsh(desk):
    where = bring(desk, address=f"{CY}/dod-a-thabl").location
    assert where.startswith(f"{CY}/ffeiliau/")
    assert "Benyw 61,200 51.0%" in page(desk, where)
    shown = send(desk, where, keep="yes").location
    assert "Swyddfa Ystadegau Gwladol" in page(desk, shown)
    assert "Glynmorfa" in page(desk, CY)


def test_what_is_wrong_in_a_file_is_shown_row_by_row(desk):
    response = bring(desk, files.SEX_LONG.replace("61200", "many").replace("39500", "?"))
    assert response.status_code == 422
    text = response.get_data(as_text=True)
    assert text.count("This is not a number of people") == 2
    assert "many" in text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"file": ""}, "Choose a file"),
        ({"characteristic": "height"}, "Choose the characteristic"),
        ({"level": "deep"}, "Choose the level of detail"),
        ({"population": ""}, "Choose whom the table counts"),
        ({"source_cy": ""}, "Enter the source in Welsh"),
        ({"source_en": "x" * 201}, "Enter fewer characters"),
        ({"month": "13"}, "The day of the census must be a real date"),
        ({"year": "2090"}, "The day of the census must be in the past"),
    ],
)
def test_what_is_missing_is_asked_for(desk, fields, message):
    response = bring(desk, **fields)
    assert response.status_code == 422
    assert message in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"area": "W99999999"}, "Choose the area"),
        ({"category-1": "dragon"}, "Choose one of the groups"),
        ({"category-1": ""}, "Put categories into two groups at least"),
    ],
)
def test_groups_that_cannot_be_are_refused(desk, analyst, fields, message):
    response = send(desk, bring(desk).location, keep="yes", **fields)
    assert response.status_code == 422
    assert message in response.get_data(as_text=True)
    assert tables(analyst) == []


def test_a_part_beside_its_whole_is_refused(desk, analyst):
    where = bring(desk, files.RACE_WIDE, characteristic="race").location
    response = send(
        desk, where, keep="yes", **{"category-8": "white_british"}
    )  # White, whose parts are mapped
    assert response.status_code == 422
    assert "because this is a part of: White" in response.get_data(as_text=True)


def test_a_table_that_is_there_is_said_to_be_replaced(desk):
    send(desk, bring(desk).location, keep="yes")
    assert "It will be replaced." in page(desk, bring(desk).location)


def test_a_file_can_be_thrown_away(desk, analyst):
    where = bring(desk).location
    token = html.document_fromstring(desk.get(where).get_data(as_text=True)).forms[-1].fields["csrf_token"]
    assert desk.post(f"{where}/forget", data={"csrf_token": token}).status_code == 302
    db.session.rollback()
    assert queries.drafts(analyst) == []


def test_a_table_is_deleted_after_one_question(desk, analyst):
    send(desk, bring(desk).location, keep="yes")
    table_id = tables(analyst)[0].id
    page(desk, f"{EN}/{table_id}/delete")
    assert len(tables(analyst)) == 1
    send(desk, f"{EN}/{table_id}/delete")
    assert tables(analyst) == []
