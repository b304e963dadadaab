"""The main job as a whole: publish, answer in both languages, release, download."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from lxml import html

from engage.consultations import queries as consultations
from engage.consultations.models import Consultation
from engage.database import db
from engage.demo.residents import residents
from engage.respond import queries as responses
from engage.respond import service as respond
from engage.surveys import queries as surveys
from engage.surveys.definition import EqualityModule
from engage.surveys.interchange import write_yaml
from tests.conftest import Clock
from tests.examples import EVERY_KIND
from tests.factories import make_council, make_officer
from tests.officers import send, sign_in, upload
from tests.respond.conftest import Browser

OPENS = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
SURVEY = replace(EVERY_KIND, equality=EqualityModule("2026-11"), contact=("outcome",))
NEIGHBOURS = 120  # answer the same survey, so that there are groups large enough to show


@pytest.fixture
def time(time: Clock) -> Clock:
    """The job begins some days before the consultation opens."""
    time.moment = OPENS - timedelta(days=10)
    return time


def add_consultation(client, **fields: str) -> int:
    """Fill in the form as an author would; return the new consultation's number."""
    words = "summary why can_change cannot_change audience area contact other_formats privacy".split()  # noqa: SIM905
    typed = {f"{name}_{language}": f"{name}, {language}" for name in words for language in ("en", "cy")}
    day = {"opens_day": "4", "opens_month": "5", "opens_year": "2026", "opens_time": "9am"}
    day |= {"closes_day": "31", "closes_month": "5", "closes_year": "2026", "closes_time": "11:59pm"}
    response = send(client, "/en/officers/consultations/add", **typed, **day, **fields)
    assert response.status_code == 302, html.document_fromstring(response.data).xpath("//li//text()")
    return db.session.query(Consultation.id).scalar()


def prepare(client, address: str) -> None:
    """Say everything that has to be said before a consultation goes out."""
    both = {"en": "Words.", "cy": "Geiriau."}
    pages = {
        "fairness": {
            f"{name}_{each}": words
            for name in ("formative", "consideration")
            for each, words in both.items()
        },
        "equality": {
            "affected": ["age"], "effect_age": "Much.", "involved_age": "Two meetings.",
            "aims": ["advance"], "how_advance": "It is open to everybody.",
        },
        "data-protection": {
            "purpose": "To decide.", "lawful_basis": "public_task", "policy_document": "Version 2.",
            "delete_day": "31", "delete_month": "3", "delete_year": "2029",
        },
        "welsh/add": {
            "question": "ideas",
            **{
                f"{name}_{each}": words
                for name in ("title", "positive", "negative", "increase", "reduce")
                for each, words in both.items()
            },
        },
    }  # fmt: skip
    for page, fields in pages.items():
        saved = send(client, f"{address}/{page}", **fields)
        assert saved.status_code == 302, (page, saved.get_data(as_text=True))


def answer(app: Flask, address: str, first: dict[str, str]) -> str:
    """Go through the survey as a resident and return the reference."""
    browser = Browser(app)
    browser.open(address)
    for _ in range(30):
        if found := re.search(r'class="engage-reference[^>]*>([^<]+)<', browser.text):
            return found.group(1).strip()
        if browser.page.xpath("//main//form[@method='post']"):
            known = {name: value for name, value in first.items() if f'name="{name}"' in browser.text}
            browser.send(known)
            assert browser.response.status_code == 200, browser.errors
        else:
            browser.onward()
    raise AssertionError(browser.text)


def add_neighbours(consultation_id: int) -> None:
    version = surveys.published_version(consultation_id)
    invented = residents(version.definition, version.definition.equality, NEIGHBOURS, seed=5)
    rows = [
        respond.Answered(each.language, each.answers, each.equality, OPENS + timedelta(days=1))
        for each in invented
    ]
    respond.add_many(version.id, rows)


def test_from_publishing_to_the_download(app: Flask, time):
    council = make_council()
    officer = make_officer(council)
    desk = sign_in(app.test_client(), officer)
    number = add_consultation(desk, title_en="The square", title_cy="Y sgwâr", topics="cohesion")
    consultation = consultations.for_officer(officer, number)
    assert app.test_client().get(f"/en/consultations/{consultation.slug_en}").status_code == 404

    survey = upload(write_yaml(SURVEY).encode(), "survey.yaml")
    files = f"/en/officers/consultations/{number}/survey/files"
    assert send(desk, f"{files}/bring", file=survey).location == f"{files}/brought"
    taken = send(desk, f"{files}/brought", do="accept")
    assert taken.status_code == 302, taken.get_data(as_text=True)
    prepare(desk, f"/en/officers/consultations/{number}/preparation")
    for step in ("publishing/send", "publishing/approve", "publish"):
        taken = send(desk, f"/en/officers/consultations/{number}/survey/{step}")
        assert taken.status_code == 302, (step, taken.get_data(as_text=True))

    time.moment = OPENS + timedelta(days=2)
    english = answer(app, f"/en/consultations/{consultation.slug_en}/answer/new", {"ideas": "More trees"})
    welsh = answer(app, f"/cy/ymgynghoriadau/{consultation.slug_cy}/ateb/newydd", {"ideas": "Rhagor o goed"})
    assert english != welsh
    db.session.rollback()  # see what the requests have written since
    sent = list(responses.sent_responses(number))
    assert sorted(each.language for each in sent) == ["cy", "en"]
    add_neighbours(number)
    live = desk.get(f"/en/officers/consultations/{number}/responses").get_data(as_text=True)
    assert str(NEIGHBOURS + 2) in live

    breakdown = f"/en/officers/consultations/{number}/breakdown"
    early = desk.get(f"{breakdown}/make")
    assert early.status_code in (302, 409)
    time.moment = datetime(2026, 6, 2, 9, 0, tzinfo=UTC)
    made = send(desk, f"{breakdown}/make", confirm="y")
    assert made.status_code == 302, made.get_data(as_text=True)
    overview = desk.get(breakdown)
    files = re.findall(r'href="([^"]+/files/[^"]+)"', overview.get_data(as_text=True))
    assert files
    english_rows = rows(desk.get(files[0]).data)
    welsh_rows = rows(desk.get(other(files[0], overview, desk)).data)
    assert len(english_rows) == len(welsh_rows) > 100
    for row in english_rows:
        figure = row["count"]
        assert figure.startswith("[") or (int(figure) % 5 == 0 and int(figure) >= 10), row
    assert any(row["count"].isdecimal() for row in english_rows)


def rows(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")  # so that a spreadsheet shows Welsh letters
    table = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    header = [name.lower() for name in next(table)]
    found = [dict(zip(header, row, strict=True)) for row in table]
    for row in found:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in row.values()), row
        if "cyfrif" in row:
            row["count"] = row["cyfrif"]
    return found


def other(english: str, overview, desk) -> str:
    """The same file's address in Welsh."""
    page = html.document_fromstring(overview.get_data(as_text=True))
    welsh = [link for link in page.xpath("//a/@href") if link.startswith("/cy/") and "/ffeiliau/" in link]
    return welsh[0]
