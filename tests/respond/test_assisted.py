"""Does somebody who is helped answer as everybody does, and does the helper not see it again?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from engage.accounts.permissions import Role
from engage.database import db
from engage.respond.assisted_models import Assistance
from engage.respond.models import Response
from tests.examples import SHORT
from tests.factories import make_officer
from tests.officers import send, sign_in
from tests.respond.conftest import publish

AGREED = {"channel": "telephone", "language": "cy", "agreed": "y"}


@pytest.fixture
def helper(app, browser):
    """A clerk's browser, and the address at which they begin."""
    consultation = publish(SHORT).survey.consultation
    sign_in(browser.client, make_officer(consultation.council, Role.CLERK))
    return browser, f"/en/officers/consultations/{consultation.id}/enter-for-somebody"


def test_the_helper_and_the_agreement_are_recorded_with_the_response(helper):
    browser, address = helper
    begun = send(browser.client, address, **AGREED)
    assert begun.status_code == 302
    browser.open(begun.location)
    assert browser.address.startswith("/cy/ymateb/")
    assert "Rydych yn cofnodi atebion dros rywun arall" in browser.text
    browser.send(longer_hours="yes")
    browser.onward()
    browser.send()
    response = db.session.query(Response).one()
    assert (response.channel, response.language, response.reference is None) == ("telephone", "cy", False)
    assistance = db.session.query(Assistance).one()
    assert (assistance.code_hash, assistance.channel) == (response.code_hash, "telephone")


def test_the_helper_does_not_see_the_answers_again(helper):
    browser, address = helper
    browser.open(send(browser.client, address, **AGREED | {"language": "en"}).location)
    page = browser.address
    browser.send(longer_hours="yes")
    check = browser.address
    browser.onward()
    browser.send()
    assert "I can no longer see them" in browser.text
    sent = browser.address
    for path in (page, check, sent.replace("/sent", "/receipt"), sent.replace("/sent", "/receipt.pdf")):
        browser.open(path)
        assert browser.address == sent, path


def test_a_helped_person_may_have_the_code_read_out(helper):
    browser, address = helper
    browser.open(send(browser.client, address, **AGREED | {"language": "en"}).location)
    browser.send(longer_hours="yes")
    browser.onward()
    browser.send()
    assert "Read out this code too" in browser.text


@pytest.mark.parametrize(
    ("left_out", "message"),
    [
        ({"agreed": []}, "Ask the person, and tick the box if they agree"),
        ({"channel": "online"}, "Choose how you speak with the person"),
        ({"language": "fr"}, "Choose the language in which they answer"),
    ],
)
def test_nothing_begins_without_agreement(helper, left_out, message):
    browser, address = helper
    refused = send(browser.client, address, **AGREED | left_out)
    assert refused.status_code == 422
    assert message in refused.get_data(as_text=True)
    assert db.session.query(Assistance).count() == 0


def test_nobody_is_helped_after_closing(helper, time):
    browser, address = helper
    time.moment += timedelta(days=31)
    page = browser.client.get(address)
    assert "Answers are taken only while the consultation is open" in page.get_data(as_text=True)
