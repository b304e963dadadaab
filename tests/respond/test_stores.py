"""Who could learn what: from the database, the logs, the address, a cache, another site?"""

from __future__ import annotations

import base64
import json
import logging
import re

import pytest

from engage.config import settings
from engage.database import db
from engage.respond import codes
from engage.respond.models import ContactDetails, EqualityAnswers, Response
from tests.examples import BUDGET, SHORT
from tests.respond.conftest import publish
from tests.respond.test_journeys import begin, stored
from tests.respond.test_turning_pages import count_responses

EMAIL = "resident@example.org"


def code_in(address: str) -> str:
    return address.split("/")[3]


@pytest.fixture
def drafted(browser):
    """Somebody who has answered something in each of the three stores."""
    begin(browser, publish(BUDGET), "en")
    browser.send({"matters": ["none"]})
    browser.send()
    browser.onward()
    browser.onward()
    browser.send(age="age_35_to_44")
    browser.follow("Skip the rest of these questions")
    browser.send(email=EMAIL)
    return browser


def test_nothing_is_stored_before_the_first_page_is_saved(browser, dump):
    version = publish(SHORT)
    before = dump()
    begin(browser, version, "en")
    browser.switch({"longer_hours": "yes"})
    browser.send(longer_hours=[])  # the required answer is missing
    assert browser.response.status_code == 422
    assert dump() == before


def test_the_database_holds_no_code_no_equality_answer_and_no_email_address(drafted, dump):
    address = drafted.address
    for copy in (dump(), (drafted.send(), dump())[1]):
        assert code_in(address) not in copy
        assert "age_35_to_44" not in copy
        assert EMAIL not in copy
        assert "none" in copy  # what can be seen can be seen


def test_sealed_answers_do_not_tell_by_their_length_how_many_they_are(drafted, browsers):
    other = begin(browsers(), publish(BUDGET), "en")
    other.send({"matters": ["none"]})
    other.send()
    other.onward()
    other.onward()
    other.send(age="under_16")
    other.send(sex="male")
    db.session.rollback()
    assert len({len(row.sealed) for row in db.session.query(EqualityAnswers)}) == 1


def test_contact_details_have_no_link_to_the_response_once_it_is_sent(drafted):
    draft = db.session.query(ContactDetails).one()
    before = (draft.id, draft.uuid, draft.sealed)
    assert draft.code_hash == stored().code_hash
    drafted.send()
    response = stored()
    contact = db.session.query(ContactDetails).one()
    assert contact.code_hash is None
    assert not {contact.id, contact.uuid, contact.sealed} & set(before)
    known = {response.uuid, response.code_hash, response.id, response.reference}
    assert not {contact.uuid, contact.id} & known
    assert contact.given_on == response.sent_at.date()


def test_contact_details_of_many_do_not_stand_in_the_order_of_their_responses(app, browsers):
    version, ids = publish(BUDGET), []
    for number in range(6):
        browser = begin(browsers(), version, "en")
        browser.send({"matters": ["none"]})
        browser.send()
        browser.open(browser.address.replace("/check", "/contact"))
        browser.send(email=f"number{number}@example.org")
        known = set(ids)
        browser.send()
        db.session.rollback()
        ids += [row.id for row in db.session.query(ContactDetails) if row.id not in known]
    assert ids != sorted(ids)


def test_only_codes_that_we_made_open_anything(browser):
    begin(browser, publish(SHORT), "en")
    code, address = code_in(browser.address), browser.address
    other_version = codes.new_code(codes.Opens(999), 0, settings().secret_key)
    forged = codes.new_code(codes.Opens(1), 0, "somebody else's secret" * 2)
    swapped = base64.urlsafe_b64encode(base64.urlsafe_b64decode(code)[::-1]).decode()
    for wrong in (other_version, forged, swapped, code[:-1], code + "A", code.lower(), "%00" * 40, "ŵ" * 40):
        browser.open(address.replace(code, wrong))
        assert browser.response.status_code == 404, wrong
        browser.open(address.replace(code, wrong), "POST", data={"longer_hours": "yes"})
        assert browser.response.status_code == 404, wrong
    assert count_responses() == 0


def test_one_persons_code_opens_nothing_of_anothers(browsers, app):
    version = publish(SHORT)
    one, other = (begin(browsers(), version, "en") for _ in range(2))
    one.send(longer_hours="yes")
    other.open(other.address.replace("/page/1", "/check"))
    assert other.address.endswith("/page/1")
    other.send(longer_hours="no")
    assert "No, it should not" in other.text
    assert count_responses() == 2


def test_no_code_and_no_answer_is_logged(drafted, caplog):
    caplog.set_level(logging.DEBUG)
    drafted.open(drafted.address.replace("/send", "/page/1"))
    drafted.send({"matters": ["libraries"]})
    drafted.send({"agree@libraries": "disagree"})
    drafted.send({"csrf_token": "wrong", "why@libraries": "A secret."})
    code = code_in(drafted.address)
    for record in caplog.records:
        assert code not in record.getMessage()
        assert "A secret." not in record.getMessage()


def test_pages_with_answers_are_in_no_cache_no_search_and_no_referrer(drafted):
    address = drafted.address
    for path in ("/page/1", "/check", "/equality", "/equality/1", "/contact", "/send"):
        headers = drafted.open(address.replace("/send", path)).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Robots-Tag"] == "noindex"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_public_pages_set_no_cookie_and_may_be_cached_for_everybody(browser):
    slug = publish(SHORT).survey.consultation.slug_en
    for path in ("", "/questions"):
        headers = browser.open(f"/en/consultations/{slug}/answer{path}").headers
        assert "Set-Cookie" not in headers
        assert headers["Cache-Control"].startswith("public")
        assert "Cookie" not in headers.get("Vary", "")
    fresh = browser.client.get(f"/en/consultations/{slug}/answer/new").headers
    assert "Set-Cookie" not in fresh
    assert fresh["Cache-Control"] == "no-store"


def test_a_cookie_holds_no_answer_and_no_code(drafted):
    kept = drafted.client.get_cookie("engage").value
    opened = json.loads(base64.urlsafe_b64decode(kept.split(".")[0] + "==="))
    assert re.fullmatch(r"[0-9a-f]{40}", opened.pop("csrf_token"))
    assert opened in ({}, {"_fresh": False})  # nobody is signed in


def test_each_of_the_three_stores_has_its_own_rows(drafted):
    drafted.send()
    db.session.rollback()
    assert [db.session.query(model).count() for model in (Response, EqualityAnswers, ContactDetails)] == [
        1,
        1,
        1,
    ]
    assert set(stored().answers) == {"matters"}
