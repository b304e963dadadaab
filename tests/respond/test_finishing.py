"""Is nothing left of anybody on a computer that others use, and is nothing lost that they wished to keep?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engage.config import settings
from engage.consultations.models import Consultation
from engage.database import db
from engage.respond import codes, return_service
from engage.respond.channel import Channel
from engage.respond.models import ClearedCode, ContactDetails, EqualityAnswers, Response
from engage.surveys.models import SurveyVersion
from tests.examples import BUDGET, EVERY_KIND, SHORT
from tests.factories import NOON
from tests.respond.conftest import Browser, publish
from tests.respond.test_coming_back import come_back, shown_code
from tests.respond.test_journeys import EVERY_FIELD, begin, stored, values
from tests.respond.test_sent import come_back as again
from tests.respond.test_sent import do, pair, send_short

CLEARED = '"cache", "storage"'


def rows(*models) -> list[int]:
    db.session.rollback()
    return [db.session.scalar(select(func.count()).select_from(model)) for model in models]


@pytest.fixture
def every(browser):
    begin(browser, publish(EVERY_KIND), "en")
    browser.onward()
    return browser


def finish(browser: Browser, choice: str) -> Browser:
    """Choose on the page that finishes, and look at the redirect before following it."""
    data = {**browser.typed(), "draft": choice}
    browser.redirect = browser.client.post(browser.address, data=data)
    browser.open(browser.redirect.location)
    return browser


def test_what_is_typed_is_kept_and_the_page_says_so_before_anything_is_cleared(every):
    every.send(EVERY_FIELD, then="finish")
    assert every.title == "Finish and clear this computer"
    assert len(shown_code(every)) == 19
    assert "Friday 10 July 2026" in every.text
    assert values(stored())["street"] == "Stryd y Môr"
    assert stored().locks == 0


def test_without_a_choice_nothing_is_done(every):
    every.send(EVERY_FIELD, then="finish")
    every.send()
    assert (every.response.status_code, every.errors) == (
        422,
        ["Choose whether your answers are kept or deleted"],
    )
    assert stored().locks == 0
    every.send(draft="keep", csrf_token="made-up")
    assert every.response.status_code == 422
    assert stored().locks == 0


def test_keeping_ends_the_session_clears_the_browser_and_leads_to_the_consultation(every):
    every.send(EVERY_FIELD, then="finish")
    finish(every, "keep")
    assert every.redirect.headers["Clear-Site-Data"] == CLEARED
    assert "engage=;" in every.redirect.headers["Set-Cookie"]
    assert every.response.request.path == f"/en/consultations/{stored_slug()}"
    assert "This computer is cleared. What you had not sent is kept" in every.text
    assert not every.client._cookies


def stored_slug() -> str:
    return db.session.get(Consultation, stored().consultation_id).slug_en


@pytest.mark.parametrize(
    "path", ["/page/1", "/page/2", "/check", "/send", "/later", "/slip", "/finish", "/go-on"]
)
def test_going_back_shows_nothing(every, path):
    here = every.address
    every.send(EVERY_FIELD, then="finish")
    code = shown_code(every)
    finish(every, "keep")
    every.open(here.replace("/page/2", path))
    assert every.title == "Nothing is shown here any more"
    assert "Stryd y Môr" not in every.text
    assert code not in every.text


def test_the_code_opens_everything_again(every, browsers):
    here = every.address
    every.send(EVERY_FIELD, then="finish")
    code = shown_code(every)
    finish(every, "keep")
    other = come_back(browsers(), code, "cy")
    assert other.typed()["street"] == ["Stryd y Môr"]
    every.open(here)  # on the computer that was cleared
    assert every.title == "Nothing is shown here any more"
    other.send(then="finish")
    assert shown_code(other) == code
    finish(other, "keep")
    assert come_back(browsers(), code).typed()["street"] == ["Stryd y Môr"]


def test_an_old_tab_can_save_nothing_but_shows_what_was_typed(every, browsers):
    other = browsers()
    other.open(every.address)
    every.send(EVERY_FIELD, then="finish")
    finish(every, "keep")
    other.send(street="Y Bryn")
    assert (other.response.status_code, other.title) == (409, "Nothing is shown here any more")
    assert "Y Bryn" in other.text
    assert values(stored())["street"] == "Stryd y Môr"


@pytest.mark.parametrize(("saves", "choice"), [(True, "keep"), (True, "delete"), (False, "")])
def test_a_page_that_an_old_tab_sends_again_shows_nothing_of_what_was_typed(every, saves, choice):
    """A browser offers to send the page before again, with all that the person before has typed on it."""
    page, version = every.address, db.session.scalar(select(SurveyVersion))
    old = {**every.typed(), "street": "MY PRIVATE WORDS"}
    if saves:
        every.send(EVERY_FIELD, then="finish")
    else:
        every.open(page.replace("/page/2", "/finish"))
    finish(every, choice)
    before = [(row.answers, row.revision) for row in db.session.scalars(select(Response))]
    for _ in ("without a session", "in that of whoever comes next"):
        again = every.client.post(page, data=old)
        assert again.status_code == 409
        assert "Nothing is shown here any more" in again.text
        assert "MY PRIVATE WORDS" not in again.text
        assert "Nothing is shown here any more" in every.client.get(page).text
        begin(every, version, "en")
    assert [(row.answers, row.revision) for row in db.session.scalars(select(Response))] == before


def test_what_was_cleared_is_forgotten_after_a_week(browser, time):
    begin(browser, publish(SHORT), "en")
    browser.open(browser.address.replace("/page/1", "/finish"))
    finish(browser, "")
    assert rows(ClearedCode) == [1]
    return_service.forget_cleared(now=NOON + timedelta(days=7))
    assert rows(ClearedCode) == [1]
    return_service.forget_cleared(now=NOON + timedelta(days=7, seconds=1))
    assert rows(ClearedCode) == [0]


def test_deleting_leaves_nothing_anywhere(browser, dump):
    begin(browser, publish(BUDGET), "en")
    browser.send({"matters": ["none"]})
    browser.send()
    check = browser.address
    for path, fields in (("/equality/1", {"age": "age_35_to_44"}), ("/contact", {"email": "a@example.org"})):
        browser.open(check.replace("/check", path))
        browser.send(fields)
    assert rows(Response, EqualityAnswers)[0] == 1
    browser.open(check.replace("/check", "/finish"))
    finish(browser, "delete")
    assert browser.redirect.headers["Clear-Site-Data"] == CLEARED
    assert "This computer is cleared, and what you had not sent is deleted." in browser.text
    assert rows(Response, EqualityAnswers, ContactDetails) == [0, 0, 0]
    browser.open(check)
    assert not browser.page.xpath("//input[@checked]")


def test_with_nothing_saved_there_is_nothing_to_choose(browser):
    begin(browser, publish(SHORT), "en")
    browser.open(browser.address.replace("/page/1", "/finish"))
    assert not browser.page.xpath("//input[@type='radio'] | //*[@class='engage-code']")
    finish(browser, "")
    assert browser.redirect.headers["Clear-Site-Data"] == CLEARED
    assert "This computer is cleared." in browser.text
    assert rows(Response) == [0]


def test_after_sending_the_computer_is_cleared_and_what_was_sent_stays(browser):
    begin(browser, publish(SHORT), "en")
    browser.send(longer_hours="yes")
    browser.onward()
    browser.send()
    browser.follow("Finish and clear this computer")
    assert stored().reference in browser.text
    sent, code = browser.address.replace("/finish", "/sent"), shown_code(browser)
    finish(browser, "delete")
    assert stored().sent_at
    browser.open(sent)
    assert browser.title == "Nothing is shown here any more"
    assert stored().reference not in browser.text
    come_back(browser, code)
    assert browser.address == "/en/response?sent=yes"  # the reference is asked for too
    browser.open(sent)
    assert browser.title == "Nothing is shown here any more"


def test_an_hour_after_sending_the_code_is_not_shown_to_whoever_comes_next(browser, time):
    begin(browser, publish(SHORT), "en")
    browser.send(longer_hours="yes")
    browser.onward()
    browser.send()
    time.moment = NOON + timedelta(minutes=61)
    browser.follow("Finish and clear this computer")
    assert not browser.page.xpath("//*[@class='engage-code']")


def test_a_kiosk_is_cleared_by_itself_and_keeps_what_waits_on_it(browser):
    begin(browser, publish(SHORT), "en")
    browser.send({"longer_hours": "yes"}, then="finish")
    row = stored()
    random = codes.read_return_code(shown_code(browser))
    opens = codes.Opens(row.version_id, 0, Channel.KIOSK)
    code = codes.new_code(opens, random, settings().secret_key)
    browser.open(f"/en/respond/{code}/finish")
    finish(browser, "keep")
    assert "Clear-Site-Data" not in browser.redirect.headers


@pytest.mark.parametrize("choice", ["keep", "delete"])
def test_a_change_that_is_left_clears_what_was_sent_too_and_is_gone_on_with_elsewhere(
    browser, browsers, choice
):
    known = pair(send_short(browser))
    sent = browser.address
    again(browser, known)
    do(browser, "change")
    browser.open(browser.address.replace("/check", "/page/1"))
    browser.send(longer_hours="no")
    browser.follow("Finish and clear this computer")
    finish(browser, choice)
    browser.open(sent)
    assert browser.title == "Nothing is shown here any more"
    other = again(browsers(), known)
    do(other, "change")
    assert other.title == "Check your answers"
    assert ("No" if choice == "keep" else "Yes, it should") in other.text


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_the_ways_out_say_it_in_both_languages(browser, lang):
    begin(browser, publish(SHORT), lang)
    browser.send({"longer_hours": "yes"}, then="finish")
    for address in (None, "later", "slip"):
        if address:
            path = {"later": "yn-nes-ymlaen", "slip": "slip"}[address] if lang == "cy" else address
            browser.open(browser.address.rsplit("/", 1)[0] + "/" + path)
        assert browser.page.get("lang") == lang


def test_in_the_middle_of_a_change_the_page_says_what_becomes_of_the_change_alone(browser):
    send_short(browser)
    again(browser, pair(browser))
    do(browser, "change")
    browser.open(browser.address.replace("/check", "/later"))
    assert (
        "Your change so far is saved. Until you send it, what you sent before stays as it is." in browser.text
    )
    browser.open(browser.address.replace("/later", "/finish"))
    assert "Forget the change" in browser.text
    assert "What you sent before stays as it is." in browser.text
    assert "Delete everything" not in browser.text
    browser.send()
    assert browser.errors == ["Choose whether your change is kept or forgotten"]
    finish(browser, "delete")
    assert [row.sent_at is not None for row in db.session.scalars(select(Response))] == [True]


CLEAR = "Finish and clear this computer"


@pytest.mark.parametrize(
    "end", ["sent", "mine", "mine/withdraw", "mine/erase", "receipt", "receipt/email/sent"]
)
def test_every_page_about_what_was_sent_leads_out(browser, end):
    known = pair(send_short(browser))
    again(browser, known)
    browser.open(browser.address.removesuffix("mine") + end)
    assert browser.address.endswith(f"/{end}")
    browser.follow(CLEAR)
    finish(browser, "")
    assert browser.redirect.headers["Clear-Site-Data"] == CLEARED


def test_what_was_typed_after_sending_in_another_tab_can_be_cleared_and_changed(browser):
    begin(browser, publish(SHORT), "en")
    late = browser.address, browser.typed()
    browser.send(longer_hours="yes")
    browser.onward()
    browser.send()
    browser.open(late[0], "POST", data=late[1] | {"longer_hours": "no"})
    assert browser.title == "You have already sent your answers"
    assert "cannot be changed" not in browser.text
    browser.follow("See, change or withdraw answers that you have sent")
    browser.open(late[0], "POST", data=late[1] | {"longer_hours": "no"})
    browser.follow(CLEAR)
    assert browser.title == CLEAR


@pytest.mark.parametrize("uses_partial", [True, False])
def test_after_closing_the_computer_is_cleared_and_nothing_is_asked_or_deleted(browser, time, uses_partial):
    version = publish(SHORT, uses_partial=uses_partial)
    begin(browser, version, "en")
    browser.send(longer_hours="yes")
    time.moment = version.survey.consultation.answers_until
    browser.open(browser.address)
    assert browser.title == "This consultation has closed"
    browser.follow(CLEAR)
    assert "What should happen to your answers?" not in browser.text
    finish(browser, "")
    assert browser.redirect.headers["Clear-Site-Data"] == CLEARED
    assert values(stored()) == {"longer_hours": "yes"}
