"""Does somebody who is helped answer as everybody does, and does the helper not see it again?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from engage.accounts.permissions import Role
from engage.database import db
from engage.respond.assisted_models import Assistance
from engage.respond.models import Response
from tests.examples import SHORT
from tests.factories import make_council, make_officer
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


def test_who_helped_does_not_read_it_in_the_ledger_either(app, browser):
    """An author may do both; they have said that they do not look at it again."""
    consultation = publish(SHORT).survey.consultation
    authors = [make_officer(consultation.council, Role.AUTHOR) for _number in range(2)]
    sign_in(browser.client, authors[0])
    desk = f"/en/officers/consultations/{consultation.id}"
    browser.open(send(browser.client, f"{desk}/enter-for-somebody", **AGREED | {"language": "en"}).location)
    browser.send(longer_hours="yes")
    browser.onward()
    browser.send()
    item = f"{desk}/ledger/item/{db.session.query(Response).one().reference}"
    question = "Should the library open on Saturdays?"
    mine = browser.client.get(item).text
    assert "they were told that you do not look at their answers again" in mine
    assert question not in mine
    assert "Decide that it is not analysed" not in mine
    theirs = sign_in(app.test_client(), authors[1]).get(item).text
    assert question in theirs


def test_a_helper_is_warned_of_answers_that_are_not_sent_before_beginning_for_somebody_else(helper):
    browser, address = helper
    warned = "have not been sent. Go back to them"
    browser.open(send(browser.client, address, **AGREED | {"language": "en"}).location)
    assert warned not in browser.client.get(address).text  # nothing is entered yet
    browser.send(longer_hours="yes")
    assert warned in browser.client.get(address).text
    send(browser.client, address, **AGREED)  # for somebody else, in another tab
    browser.onward()
    browser.send()
    assert warned not in browser.client.get(address).text


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


def begun(helper):
    """The clerk's browser on the page after the first answers of somebody, and these pages' addresses."""
    browser, address = helper
    browser.open(send(browser.client, address, **AGREED | {"language": "en"}).location)
    page = browser.address
    browser.send(longer_hours="yes", then="later")
    code = browser.page.xpath("//p[@class='engage-code']/span[@aria-hidden]")[0].text
    return browser, page, code


def test_whoever_is_helped_next_ends_what_the_helper_sees_of_those_before(helper):
    browser, page, _code = begun(helper)
    browser.open(page)
    assert browser.address == page
    send(browser.client, helper[1], **AGREED)
    browser.open(page)
    assert browser.title == "Nothing is shown here any more"
    assert not browser.page.xpath("//input[@checked]")


def test_nobody_but_a_helper_sees_what_a_helper_enters(helper, browsers, app):
    _browser, page, _code = begun(helper)
    other = browsers()
    other.open(page)
    assert other.title == "Nothing is shown here any more"
    sign_in(other.client, make_officer(make_council(), Role.CLERK))
    other.open(page)
    assert other.title == "Nothing is shown here any more"


def test_whoever_goes_on_at_home_is_helped_by_nobody_and_seen_by_nobody(helper, browsers):
    browser, page, code = begun(helper)
    at_home = browsers()
    at_home.open("/en/return")
    at_home.send(typed=code)
    assert "You are entering answers for somebody else" not in at_home.text
    at_home.send(longer_hours="no")
    at_home.onward()
    at_home.send()
    assert "Read this out" not in at_home.text
    assert "Your code" in at_home.text
    browser.open(page)
    assert browser.title == "Nothing is shown here any more"
    assert db.session.query(Response).one().channel == "telephone"
