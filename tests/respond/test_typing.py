"""Is what somebody types kept on the way, as a script sends it, without ever overwriting anything?"""

from __future__ import annotations

import pytest

from engage.database import db
from tests.examples import BUDGET, EVERY_KIND, REQUIRED
from tests.factories import NOON
from tests.respond.conftest import publish
from tests.respond.test_closing import CLOSES, GRACE
from tests.respond.test_journeys import EVERY_FIELD, FILES, begin, stored, values, words
from tests.respond.test_turning_pages import WRONG, count_responses


@pytest.fixture(params=[EVERY_KIND, REQUIRED], ids=["optional", "required"])
def page(browser, request):
    """Somebody who types on the page with every kind of question."""
    begin(browser, publish(request.param, closes_at=CLOSES), "en")
    browser.onward()
    return browser


def keep(browser, fields, seen=None):
    """Send what stands on the page as the script does; the browser goes on showing its page."""
    typed = {**browser.typed(), "then": "type-on", **fields}
    return browser.client.post(browser.address, data=typed | ({} if seen is None else {"seen": seen}))


def test_what_is_good_is_kept_and_the_page_learns_what_is_stored(page):
    reply = keep(page, {"street": "Stryd y Môr", "visits": "fo"})
    assert reply.status_code == 200
    assert values(stored()) == {"street": "Stryd y Môr"}
    assert reply.json["partly"]  # the page must not say that all of it is saved
    browsers_send = {FILES: "[object File]"}  # for an empty field for files
    whole = {"street": "Stryd y Môr", "visits": "4"} | browsers_send
    reply = keep(page, whole, seen=reply.json["seen"])
    assert values(stored()) == {"street": "Stryd y Môr", "visits": 4}
    assert not reply.json["partly"]
    page.send(EVERY_FIELD | {"seen": reply.json["seen"], FILES: words()})
    assert page.title == "Check your answers"


def test_a_reply_that_was_lost_does_no_harm_when_the_same_comes_again(page):
    keep(page, {"street": "Stryd y Môr"})
    assert keep(page, {"street": "Stryd y Môr"}).status_code == 200


def test_mistakes_leave_what_was_saved_before(page):
    page.send(EVERY_FIELD | {FILES: words()})
    page.follow("Change: Your street")
    assert keep(page, WRONG).status_code == 200
    assert (values(stored())["visits"], values(stored())["street"]) == (4, "Stryd y Môr")


def test_it_never_overwrites_what_somebody_else_has_saved(page, browsers):
    other = browsers()
    other.open(page.address)
    other.send(EVERY_FIELD | {FILES: words()})
    assert keep(page, {"street": "Y Bryn"}).status_code == 412
    assert values(stored())["street"] == "Stryd y Môr"


def test_nothing_is_kept_without_the_pages_own_token(page):
    assert keep(page, {"street": "Y Bryn", "csrf_token": "made-up"}).status_code == 422
    assert count_responses() == 0


def test_nothing_is_kept_after_closing_or_sending(page, time):
    keep(page, {"street": "Y Bryn"})
    time.moment = CLOSES + GRACE
    assert keep(page, {"street": "Y Môr"}).status_code == 409
    time.moment = NOON
    row = stored()
    row.sent_at, row.reference = NOON, "REFERENCE"
    db.session.commit()
    assert keep(page, {"street": "Y Môr"}).status_code == 409
    assert values(stored())["street"] == "Y Bryn"


def is_unsaved(browser):
    """Does the page tell the script that it shows what was only typed?"""
    return "data-unsaved" in browser.form.attrib


def test_a_page_that_comes_back_says_whether_what_it_shows_is_stored(page):
    assert not is_unsaved(page)
    page.switch()
    assert not is_unsaved(page)  # nothing is typed yet
    page.switch({"street": "Stryd y Môr"})
    assert is_unsaved(page)
    keep(page, {})
    page.switch()
    assert (values(stored()), is_unsaved(page)) == ({"street": "Stryd y Môr"}, False)
    page.switch({"street": ""})
    assert is_unsaved(page)


@pytest.mark.parametrize(
    "fields",
    [
        {"street": "Stryd y Môr", "visits": "99"},  # a mistake elsewhere on the page
        {"visits": "99"},
        {"street": "Stryd y Môr", "csrf_token": "made-up"},
    ],
)
def test_a_page_that_was_not_taken_says_so_to_the_script(page, fields):
    page.send(fields)
    assert is_unsaved(page)
    page.open(page.address)
    assert not is_unsaved(page)


def test_what_is_typed_beside_a_file_that_is_uploaded_is_not_stored_with_it(page):
    page.send({"street": "Stryd y Môr", FILES: words(), f"{FILES}--files": "yes"})
    assert page.text.count("engage-files__file") == 1
    assert is_unsaved(page)
    keep(page, {})
    page.send({f"{FILES}--files": "yes"})
    assert not is_unsaved(page)


@pytest.mark.parametrize(
    ("path", "typed"), [("/equality/1", {"age": "age_35_to_44"}), ("/contact", {"email": "a@example.org"})]
)
def test_pages_after_the_survey_say_it_too(browser, path, typed):
    begin(browser, publish(BUDGET), "en")
    browser.send({"matters": ["none"]})
    browser.send()
    here = browser.address.replace("/check", path)
    browser.open(here)
    browser.switch(typed)
    assert is_unsaved(browser)
    browser.switch()
    browser.send()
    browser.open(here)
    browser.switch()
    assert not is_unsaved(browser)
