"""Has every failure a page that says what happened and what to do next?"""

from __future__ import annotations

import pytest
from lxml import html
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from engage import error_pages, errors
from engage.accounts.permissions import Role
from tests.factories import make_council, make_officer
from tests.officers import sign_in
from tests.pages import faults

EXPECTED = {kind.page for kind in vars(errors).values() if hasattr(kind, "page")}
OTHERS = {"session_ended", "signed_out", "database_away", "closed", "already_sent"}
PAGES = sorted(EXPECTED | set(error_pages.HTTP_PAGES.values()) | OTHERS)


@pytest.mark.parametrize("name", PAGES)
def test_an_error_page_says_what_happened_and_leads_on(name, page):
    document = html.document_fromstring(page(f"errors/{name}.html"))
    assert len(document.xpath("//main//p")) >= 2
    assert document.xpath("//main//a/@href")


@pytest.mark.parametrize("name", PAGES)
def test_an_error_page_is_well_made(name, page):
    assert faults(page(f"errors/{name}.html")) == []


@pytest.mark.parametrize("name", PAGES)
def test_an_error_page_is_in_the_language_of_the_address(name, page):
    document = html.document_fromstring(page(f"errors/{name}.html", lang="cy"))
    assert document.get("lang") == "cy"
    assert document.xpath("//header//nav//@hreflang | //header//nav//button/@lang") == ["en"]


@pytest.mark.parametrize("name", ["not_found", "problem"])
def test_where_no_language_is_known_both_are_there_welsh_first(name, page):
    text = page("errors/bilingual.html", page=name)
    assert faults(text) == []
    languages = html.document_fromstring(text).xpath("//main//div[@lang]/@lang")
    assert languages == ["cy", "en"]


@pytest.mark.parametrize("rest", ["/99999", "/99999/edit", "/nothing/here"])
@pytest.mark.parametrize(
    ("lang", "desk", "out"),
    [("en", "officers/consultations", "Sign out"), ("cy", "swyddogion/ymgynghoriadau", "Allgofnodi")],
)
def test_an_error_page_still_knows_the_officer_who_is_signed_in(app, lang, desk, out, rest):
    officer = make_officer(make_council(), Role.AUTHOR)
    client = sign_in(app.test_client(), officer)
    response = client.get(f"/{lang}/{desk}{rest}")
    assert response.status_code == 404
    text = response.get_data(as_text=True)
    assert faults(text) == []
    document = html.document_fromstring(text)
    assert out in document.xpath("//form[contains(@class, 'engage-service__officer')]//button/text()")
    assert officer.name in text
    assert officer.council.name[lang] in text
    public = app.test_client().get(f"/{lang}/{desk}/nothing/here").get_data(as_text=True)
    assert "engage-service__officer" not in public


def test_what_is_refused_or_was_changed_meanwhile_is_said_within_the_officers_pages(app):
    client = sign_in(app.test_client(), make_officer(make_council(), Role.ANALYST))
    refused = client.get("/en/officers/consultations/add")
    assert refused.status_code == 403
    assert "engage-service__officer" in refused.get_data(as_text=True)


def test_an_error_page_needs_no_database(app, monkeypatch):
    client = sign_in(app.test_client(), make_officer(make_council(), Role.AUTHOR))

    def away(*_arguments, **_options):
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    monkeypatch.setattr(Session, "execute", away)
    monkeypatch.setattr(Session, "get", away)
    monkeypatch.setattr(Session, "scalar", away)
    monkeypatch.setattr(Session, "scalars", away)
    response = client.get("/en/officers/consultations")
    assert response.status_code == 503
    nowhere = client.get("/en/officers/nothing/here")
    assert nowhere.status_code == 404
    assert "engage-service__officer" not in nowhere.get_data(as_text=True)
