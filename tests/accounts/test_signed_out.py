"""Does an officer keep what they typed when they are signed out meanwhile, and is no other site heard?"""

from __future__ import annotations

import pytest
from lxml import html

from engage.accounts.permissions import Role
from engage.consultations.models import Consultation
from engage.database import db
from tests.factories import make_consultation, make_officer
from tests.officers import sign_in

HERE, ELSEWHERE = "http://localhost", "https://elsewhere.example"
AGAIN = {"en": "Send what you entered once more", "cy": "Anfonwch yr hyn a roesoch unwaith eto"}
OUT = {"en": "You are not signed in any more", "cy": "Nid ydych wedi mewngofnodi mwyach"}
PATH = {
    "en": "/en/officers/consultations/{}/contact",
    "cy": "/cy/swyddogion/ymgynghoriadau/{}/cyswllt",
}


@pytest.fixture
def consultation(app):
    return make_consultation()


@pytest.fixture
def author(consultation):
    return make_officer(consultation.council, Role.AUTHOR)


def fields(page) -> dict[str, str]:
    form = html.document_fromstring(page.text).get_element_by_id("page-form")
    return {name: value for name, value in form.form_values() if value is not None}


def filled_in(client, author, address) -> dict[str, str]:
    """Everything that an officer has typed into the form, which is not sent yet."""
    return fields(sign_in(client, author).get(address)) | {"contact_en": "Ask about trees."}


def sign_out(app, client) -> None:
    """Let the session come to its end."""
    client.delete_cookie(app.config["SESSION_COOKIE_NAME"])


def heading(page) -> str:
    return html.document_fromstring(page.text).findtext(".//h1")


@pytest.mark.parametrize("language", ["en", "cy"])
def test_what_was_typed_waits_until_the_officer_has_signed_in_again(app, consultation, author, language):
    client, address = app.test_client(), PATH[language].format(consultation.id)
    typed = filled_in(client, author, address)
    sign_out(app, client)
    page = client.post(address, data=typed, headers={"Origin": HERE})
    assert (page.status_code, heading(page)) == (400, AGAIN[language])
    page = client.post(address, data=fields(page), headers={"Origin": HERE})
    assert (page.status_code, heading(page)) == (403, OUT[language])
    sign_in(client, author)  # which begins another session
    page = client.post(address, data=fields(page), headers={"Origin": HERE})
    assert (page.status_code, heading(page)) == (400, AGAIN[language])
    assert client.post(address, data=fields(page), headers={"Origin": HERE}).status_code == 302
    db.session.expire_all()
    assert db.session.get(Consultation, consultation.id).contact.en == "Ask about trees."


@pytest.mark.parametrize("origin", [ELSEWHERE, "null", None])
def test_what_another_site_sends_is_not_offered_to_be_sent_again(app, consultation, author, origin):
    client, address = app.test_client(), PATH["en"].format(consultation.id)
    typed = filled_in(client, author, address)
    headers = {"Origin": origin} if origin else {}
    page = client.post(address, data=typed | {"csrf_token": "another"}, headers=headers)
    assert (page.status_code, "about trees" in page.text) == (400, False)
    sign_out(app, client)
    token = fields(client.get("/en/sign-in"))["csrf_token"]
    page = client.post(address, data=typed | {"csrf_token": token}, headers=headers)
    assert (page.status_code, page.headers["Location"]) == (302, "/en/sign-in")
