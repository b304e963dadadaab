"""Do officers see, import, try out and publish a survey in the browser?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from engage import clock
from engage.accounts.permissions import Role
from engage.bilingual import Bilingual
from engage.consultations.models import Consultation
from engage.database import db
from engage.surveys import queries, service
from engage.surveys.definition import Matrix, Page, Section
from engage.surveys.interchange import write_yaml
from tests import publishing
from tests.examples import BUDGET, EVERY_KIND, REQUIRED, ROUTED, SHORT
from tests.factories import make_consultation, make_council, make_officer
from tests.officers import send, sign_in

DESK = "/en/officers/consultations"
HALF = replace(
    SHORT,
    title=Bilingual("Only in English"),
    sections=(
        Section(
            id="first",
            title=Bilingual(cy="Rhan un"),
            parts=(
                Page(
                    id="empty",
                    title=Bilingual(),
                    questions=(Matrix(id="nothing", title=Bilingual("In half"), rows=(), scales=()),),
                ),
            ),
        ),
    ),
)


def arrange(app: Flask, definition=SHORT, *roles: Role, **fields) -> tuple[FlaskClient, str]:
    """A signed-in officer and the address of a survey that is not published; None: nothing is imported."""
    now = clock.now()
    author = make_officer()
    usual = {"published_at": None, "opens_at": now, "closes_at": now.replace(year=now.year + 1)}
    consultation = make_consultation(author.council, **usual | fields)
    if definition:
        service.import_draft(author, consultation.id, write_yaml(definition), now=now)
    officer = make_officer(author.council, *roles) if roles else author
    return sign_in(app.test_client(), officer), f"{DESK}/{consultation.id}/survey"


def text(response) -> str:
    page = html.document_fromstring(response.get_data(as_text=True))
    return " ".join(page.find(".//main").text_content().split())


def test_before_anything_is_imported_the_page_says_how(app: Flask):
    client, address = arrange(app, None)
    page = client.get(client.get(address).location)
    assert "There is no survey yet." in text(page)
    assert f"{address}/files/bring" in page.get_data(as_text=True)
    assert client.get(f"{address}/preview/1").status_code == 404
    assert client.get(f"{address}/publish").status_code == 404
    assert client.get(f"{address}/files/yaml").status_code == 404


@pytest.mark.parametrize("definition", [SHORT, ROUTED, BUDGET, EVERY_KIND, HALF], ids=lambda d: d.title.en)
def test_it_can_be_read_in_both_languages_and_who_is_asked(app: Flask, definition):
    client, address = arrange(app, definition)
    shown = text(client.get(f"{address}/read"))
    for question in definition.questions():
        for language in ("en", "cy"):
            assert question.title[language] in shown


def test_routing_is_told_in_plain_words(app: Flask):
    client, address = arrange(app, ROUTED)
    shown = text(client.get(f"{address}/read"))
    assert "Only asked if: “By bus” is chosen in “How do you travel?”." in shown


def test_a_block_is_told_in_plain_words(app: Flask):
    client, address = arrange(app, BUDGET)
    picked = "Asked once for each of these that is chosen in “Which proposals do you want to comment on?”"
    assert picked in text(client.get(f"{address}/read"))


def pages(client: FlaskClient, address: str) -> list[html.HtmlElement]:
    """Every page of the preview."""
    found = []
    while (page := client.get(f"{address}/preview/{len(found) + 1}")).status_code == 200:
        found.append(html.document_fromstring(page.get_data(as_text=True)))
    return found


@pytest.mark.parametrize("definition", [SHORT, ROUTED, BUDGET, EVERY_KIND, HALF], ids=lambda d: d.title.en)
def test_every_page_can_be_tried_out(app: Flask, definition):
    client, address = arrange(app, definition)
    found = pages(client, address)
    assert len(found) >= len(list(definition.pages()))
    assert all("This is a preview" in page.find(".//main").text_content() for page in found)


def test_the_equality_questions_and_those_on_welsh_are_among_them(app: Flask):
    standard = replace(BUDGET, equality=replace(BUDGET.equality, set="2026-11"))
    client, address = arrange(app, standard)
    titles = " ".join(page.find(".//h1").text_content() for page in pages(client, address))
    assert "Effects on the Welsh language" in titles
    assert "Languages" in titles


def test_an_unanswered_page_is_refused_and_an_answered_one_leads_on(app: Flask):
    client, address = arrange(app, SHORT)
    refused = send(client, f"{address}/preview/1")
    assert refused.status_code == 422
    assert "There is a problem" in text(refused)
    assert send(client, f"{address}/preview/1", longer_hours="yes").location == address
    client, address = arrange(app, ROUTED)
    assert send(client, f"{address}/preview/1", who="resident").location == f"{address}/preview/2"


def test_every_mistake_on_a_page_is_named_beside_its_field_and_above(app: Flask):
    client, address = arrange(app, REQUIRED)
    refused = send(client, f"{address}/preview/2", street="x" * 41)
    page = html.document_fromstring(refused.get_data(as_text=True))
    links = page.xpath("//*[contains(@class, 'govuk-error-summary__list')]//a")
    assert len(links) == 18
    assert "Your street: Your answer must be 40 characters or fewer" in [link.text for link in links]


@pytest.mark.parametrize(("switch", "errors"), [("1", 0), ("errors", 1)])
def test_the_language_switch_keeps_what_was_typed(app: Flask, switch, errors):
    client, address = arrange(app, EVERY_KIND)
    token = html.document_fromstring(client.get(f"{address}/preview/2").data).xpath(
        "//input[@name='csrf_token']"
    )
    typed = {
        "csrf_token": token[0].get("value"),
        "switch": switch,
        "visits": "lots",
        "use": ["parks", "buses"],
    }
    page = client.post(f"{address}/preview/2", data=typed)
    shown = html.document_fromstring(page.get_data(as_text=True))
    assert page.status_code == 200
    assert shown.get_element_by_id("visits").get("value") == "lots"
    assert shown.xpath("//input[@name='use' and @checked]/@value") == ["parks", "buses"]
    assert len(shown.xpath("//*[@id='visits-error']")) == errors


def test_trying_out_stores_nothing(app: Flask):
    client, address = arrange(app, SHORT)
    send(client, f"{address}/preview/1", longer_hours="yes")
    page = html.document_fromstring(client.get(f"{address}/preview/1").get_data(as_text=True))
    assert page.xpath("//input[@checked]") == []


def test_what_must_be_mended_is_listed_and_leads_to_the_page(app: Flask):
    client, address = arrange(app, HALF, topics=[])
    page = client.get(f"{address}/read")
    shown = text(page)
    assert "Words are missing in Welsh: Title" in shown
    assert "In the consultation's details" in shown
    assert f"{address}/preview/1" in page.get_data(as_text=True)
    assert "button" not in [
        a.text for a in html.document_fromstring(page.data).xpath("//a[text()='Publish']")
    ]
    assert "Before it can be published" in text(client.get(f"{address}/publish"))


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.AUTHOR, {"": 200, "/files/bring": 200, "/files/yaml": 200, "/preview/1": 200, "/publish": 403}),
        (
            Role.APPROVER,
            {"": 200, "/files/bring": 403, "/files/yaml": 200, "/preview/1": 200, "/publish": 200},
        ),
        (
            Role.ANALYST,
            {"": 200, "/files/bring": 403, "/files/yaml": 200, "/preview/1": 200, "/publish": 403},
        ),
    ],
)
def test_each_role_finds_its_own_doors_open(app: Flask, role, may):
    client, address = arrange(app, SHORT, role)
    assert {path: client.get(address + path).status_code for path in may} == may


@pytest.mark.parametrize("path", ["", "/files/bring", "/files/yaml", "/preview/1", "/publish"])
def test_another_council_and_the_public_find_nothing(app: Flask, path):
    _, address = arrange(app, SHORT)
    stranger = sign_in(app.test_client(), make_officer(make_council()))
    assert stranger.get(address + path).status_code == 404
    assert app.test_client().get(address + path).location.startswith("/en/sign-in")


def test_the_welsh_pages_show_the_welsh_words(app: Flask):
    client, address = arrange(app, ROUTED)
    welsh = address.replace("/en/officers/consultations", "/cy/swyddogion/ymgynghoriadau").replace(
        "/survey", "/arolwg"
    )
    page = html.document_fromstring(client.get(f"{welsh}/rhagolwg/1").get_data(as_text=True))
    assert page.get("lang") == "cy"
    assert page.find(".//h1").text == "Pwy sy'n ateb"
    assert client.get(welsh).status_code == 200


def test_residents_get_what_was_previewed(app: Flask):
    client, address = arrange(app, ROUTED)
    number = int(address.split("/")[-2])
    consultation = db.session.get(Consultation, number)
    publishing.publish(make_officer(consultation.council), consultation, now=clock.now())
    assert text(client.get(address))
    assert queries.published_version(number).definition == ROUTED
