"""Who may still answer around the closing minute, and what do the others see?"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from engage import clock, database
from tests.examples import BUDGET, SHORT
from tests.factories import NOON
from tests.respond.conftest import publish
from tests.respond.test_journeys import begin, stored
from tests.respond.test_turning_pages import count_responses

CLOSES = NOON + timedelta(minutes=10)
SECOND = timedelta(seconds=1)
GRACE = timedelta(minutes=30)


@pytest.fixture
def version(app):
    return publish(SHORT, closes_at=CLOSES)


def ready(browser, version):
    begin(browser, version, "en")
    browser.send(longer_hours="yes")
    browser.onward()
    return browser


@pytest.mark.parametrize(("after", "sent"), [(-SECOND, True), (GRACE - SECOND, True), (GRACE, False)])
def test_a_draft_may_be_sent_until_half_an_hour_after_closing(browser, version, time, after, sent):
    ready(browser, version)
    time.moment = CLOSES + after
    browser.send()
    assert (browser.title == "Your answers have been sent") is sent
    assert (stored().sent_at is not None) is sent


def test_the_page_says_until_when_a_draft_may_be_sent(browser, version, time):
    ready(browser, version)
    assert "This consultation has closed" not in browser.text
    time.moment = CLOSES
    browser.open(browser.address)
    assert "you can still send your answers until: Wednesday 10 June 2026, 1:39pm" in browser.text


def test_a_page_can_still_be_changed_within_the_half_hour(browser, version, time):
    ready(browser, version)
    time.moment = CLOSES
    browser.open(browser.address.replace("/send", "/page/1"))
    browser.send(longer_hours="no")
    assert stored().answers["longer_hours"]["value"] == "no"


def test_whoever_is_too_late_sees_what_they_had_answered(browser, version, time):
    ready(browser, version)
    time.moment = CLOSES + GRACE
    for path in ("/send", "/check", "/page/1"):
        browser.open(browser.address.replace("/send", path))
        assert (browser.response.status_code, browser.title) == (200, "This consultation has closed")
        assert "Yes, it should" in browser.text
        browser.open(browser.address.replace(path, "/send"))
    assert count_responses() == 1


def test_a_first_page_that_was_open_at_closing_is_saved_within_the_half_hour(browser, version, time):
    begin(browser, version, "en")
    time.moment = CLOSES + GRACE - SECOND
    browser.send(longer_hours="no")
    assert "you can still send your answers until" in browser.text
    assert stored().answers["longer_hours"]["value"] == "no"


def test_a_first_page_is_not_saved_after_the_half_hour_but_shown(browser, version, time):
    begin(browser, version, "en")
    time.moment = CLOSES + GRACE
    browser.send(longer_hours="no")
    assert (browser.response.status_code, browser.title) == (409, "This consultation has closed")
    assert "No, it should not" in browser.text
    assert count_responses() == 0


def test_nobody_begins_after_closing(browser, version, time):
    time.moment = CLOSES
    browser.open(f"/en/consultations/{version.survey.consultation.slug_en}/answer/new")
    assert browser.address.endswith("/answer")
    assert count_responses() == 0


def test_what_was_just_typed_on_a_later_page_is_shown_too(browser, version, time):
    ready(browser, version)
    browser.open(browser.address.replace("/send", "/page/1"))
    time.moment = CLOSES + GRACE
    browser.send(longer_hours="no")
    assert browser.response.status_code == 409
    assert "No, it should not" in browser.text
    assert stored().answers["longer_hours"]["value"] == "yes"


def test_equality_answers_and_contact_are_refused_after_closing(browser, time):
    begin(browser, publish(BUDGET, closes_at=CLOSES), "en")
    browser.send({"matters": ["none"]})
    browser.send()
    check = browser.address
    for path, fields in (("/equality/1", {"age": "age_35_to_44"}), ("/contact", {"email": "a@example.org"})):
        time.moment = NOON
        browser.open(check.replace("/check", path))
        time.moment = CLOSES + GRACE
        browser.send(fields)
        assert browser.response.status_code == 409


class Striking:
    """A clock that strikes the end of all grace after it was looked at so many times."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def __call__(self, *_now) -> datetime:
        self.looks -= 1
        return CLOSES + GRACE - (SECOND if self.looks >= 0 else timedelta())


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/page/1", {"matters": ["parks"]}),
        ("/equality/1", {"age": "age_35_to_44"}),
        ("/contact", {"email": "a@example.org"}),
        ("/send", {}),
    ],
)
@pytest.mark.parametrize("looks", range(8))
def test_closing_between_a_look_and_a_save_keeps_all_of_it_or_says_that_it_is_too_late(
    browser, time, monkeypatch, path, fields, looks
):
    begin(browser, publish(BUDGET, closes_at=CLOSES), "en")
    browser.send({"matters": ["none"]})
    browser.send()
    browser.open(browser.address.replace("/check", path))
    before, data = stored().revision, {**browser.typed(), **fields}
    strikes = Striking(looks)
    monkeypatch.setattr(clock, "now", strikes)
    monkeypatch.setattr(database, "its_time", strikes)
    status = browser.client.post(browser.address, data=data).status_code
    is_kept = stored().revision > before
    assert status == (303 if is_kept else 409)
    assert (stored().sent_at is not None) == (is_kept and path == "/send")


@pytest.mark.parametrize(("moment", "says"), [(NOON - timedelta(days=11), "Opens:"), (CLOSES, "Closed on:")])
def test_the_start_page_of_what_is_not_open_says_so_and_lets_nobody_begin(
    browser, version, time, moment, says
):
    slug = version.survey.consultation.slug_en
    time.moment = moment
    browser.open(f"/en/consultations/{slug}/answer/new")
    assert browser.address == f"/en/consultations/{slug}/answer"
    assert says in browser.text
    assert "Start in English" not in browser.text


def test_a_code_opens_nothing_before_the_opening(browser, version, time):
    begin(browser, version, "en")
    time.moment = NOON - timedelta(days=11)
    assert browser.open(browser.address).status_code == 404


def test_a_draft_of_a_consultation_cannot_be_answered(browser, app):
    version = publish(SHORT, published_at=None)
    slug = version.survey.consultation.slug_en
    for path in ("", "/questions", "/new"):
        assert browser.open(f"/en/consultations/{slug}/answer{path}").status_code == 404


@pytest.mark.parametrize(
    ("path", "fields", "shown"),
    [
        ("/contact", {"email": "a@example.org"}, "a@example.org"),
        ("/equality/1", {"age": "age_35_to_44"}, "35 to 44"),
    ],
)
def test_what_was_typed_on_the_last_pages_is_shown_when_it_is_too_late(browser, time, path, fields, shown):
    begin(browser, publish(BUDGET, closes_at=CLOSES), "en")
    browser.send({"matters": ["none"]})
    browser.send()
    browser.open(browser.address.replace("/check", path))
    time.moment = CLOSES + GRACE
    browser.send(fields)
    assert browser.title == "This consultation has closed"
    assert "It is not saved. You can copy it from here." in browser.text
    assert shown in browser.text
