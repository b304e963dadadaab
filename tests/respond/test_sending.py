"""Is a response sent exactly once, whatever is clicked twice, opened twice or sent again?"""

from __future__ import annotations

import threading

import pytest
from werkzeug.test import Cookie

from engage.respond import queries, service
from engage.respond.service import AlreadySent
from engage.surveys.answers import PageReading
from engage.surveys.definition import Answer
from tests.examples import BUDGET, REQUIRED, ROUTED, SHORT
from tests.factories import NOON
from tests.respond.conftest import Browser, publish
from tests.respond.test_journeys import begin, stored, values
from tests.respond.test_turning_pages import count_responses


@pytest.fixture
def ready(browser):
    """Somebody who need only press "Send"."""
    begin(browser, publish(SHORT), "en")
    browser.send(longer_hours="yes")
    browser.onward()
    return browser


def reference(browser: Browser) -> str:
    return browser.page.xpath("//*[contains(@class, 'engage-reference')]")[0].text_content()


def together(*deeds) -> list:
    """Do all of this at once, and return what each returned."""
    start, results = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(place, deed):
        start.wait()
        results[place] = deed()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_a_double_click_and_a_replay_get_the_same_reference(ready):
    address, form = ready.address, ready.typed()
    ready.send()
    first = reference(ready)
    for _ in range(2):
        ready.open(address, "POST", data=form)
        assert reference(ready) == first
    assert (count_responses(), stored().reference) == (1, first)


def test_sending_changes_a_cookie_so_that_back_shows_no_page_that_the_browser_kept_whole(ready):
    before = session_of(ready)
    assert before.http_only
    ready.open(ready.address)
    assert session_of(ready).value == before.value  # turning pages changes nothing
    ready.send()
    assert session_of(ready).value != before.value


def session_of(browser: Browser) -> Cookie:
    return next(each for each in browser.client._cookies.values() if each.key == "engage")


def test_ten_clicks_at_once_in_several_browsers_send_once(app, ready, browsers):
    pages = [browsers() for _ in range(10)]
    for page in pages:
        page.open(ready.address)
    references = together(*(lambda page=page: (page.send(), reference(page))[1] for page in pages))
    assert len(set(references)) == 1
    assert (count_responses(), stored().reference) == (1, references[0])


@pytest.mark.parametrize("time_and_again", range(3))
def test_two_first_pages_saved_at_once_make_one_response(app, browsers, time_and_again):
    one, other = begin(browsers(), publish(ROUTED), "en"), browsers()
    other.open(one.address)
    together(lambda: one.send(who="organisation"), lambda: other.send(who="organisation"))
    assert one.address == other.address
    assert values(stored()) == {"who": "organisation"}


@pytest.mark.parametrize("time_and_again", range(3))
def test_two_pages_saved_at_once_both_keep_their_answers(app, browsers, time_and_again):
    one, other = begin(browsers(), publish(ROUTED), "en"), browsers()
    first = one.address
    one.send(who="organisation")
    other.open(first)
    together(lambda: one.send(comments="All is well."), lambda: other.send(age="adult"))
    assert values(stored()) == {"who": "organisation", "age": "adult", "comments": "All is well."}


def test_a_page_saved_after_a_look_that_is_out_of_date_keeps_what_others_saved(app, time):
    version = publish(ROUTED)
    code = service.begin(version.survey.consultation, now=NOON)
    stale = queries.visit(code)
    for given in ({"who": "organisation"}, {"comments": "All is well."}, {"comments": "Or not."}):
        answers = {key: Answer(value, "en") for key, value in given.items()}
        service.save_page(stale, PageReading(tuple(given), answers, ()), language="en", now=NOON)
    assert values(stored()) == {"who": "organisation", "comments": "Or not."}
    service.send(code, language="en", now=NOON)
    with pytest.raises(AlreadySent):
        service.save_page(stale, PageReading((), {}, ()), language="en", now=NOON)


def test_whoever_changes_an_answer_after_sending_is_told_that_it_was_not_changed(ready):
    page = ready.address.replace("/send", "/page/1")
    form = ready.typed()
    ready.send()
    sent = reference(ready)
    ready.open(page, "POST", data=form | {"longer_hours": "no"})
    assert (ready.response.status_code, ready.title) == (409, "You have already sent your answers")
    assert reference(ready) == sent
    assert values(stored()) == {"longer_hours": "yes"}


def test_a_second_tab_finds_the_response_sent(ready, browsers):
    tab = browsers()
    tab.open(ready.address.replace("/send", "/page/1"))
    ready.send()
    tab.send(longer_hours="no")
    assert tab.response.status_code == 409
    for path in ("/page/1", "/check", "/send"):
        tab.open(ready.address.replace("/sent", path))
        assert tab.title == "Your answers have been sent"
    assert values(stored()) == {"longer_hours": "yes"}


def test_every_later_page_refuses_a_change_after_sending(browser, browsers):
    begin(browser, publish(BUDGET), "en")
    browser.send({"matters": ["none"]})
    browser.send()
    tab = browsers()
    tab.open(browser.address.replace("/check", "/equality/1"))
    form = tab.typed()
    browser.open(browser.address.replace("/check", "/send"))
    browser.send()
    for path, fields in (
        ("/equality/1", {"age": "age_35_to_44"}),
        ("/contact", {"email": "late@example.org"}),
    ):
        tab.open(browser.address.replace("/sent", path), "POST", data=form | fields)
        assert tab.response.status_code == 409


def test_answers_on_a_route_that_was_left_are_not_sent(browser):
    begin(browser, publish(ROUTED), "en")
    browser.send(who="resident", age="adult")
    browser.send(travel="bus")
    browser.send(better="More buses.")
    browser.follow("Change: Are you answering as:")
    browser.send(who="organisation")
    browser.send(comments="We run the buses.")
    assert "travel" in values(stored())  # still there, should the person change their mind again
    browser.onward()
    browser.send()
    assert values(stored()) == {"who": "organisation", "age": "adult", "comments": "We run the buses."}


def test_equality_answers_that_are_not_asked_any_more_are_not_sent(browser):
    begin(browser, publish(BUDGET), "en")
    browser.send({"matters": ["none"]})
    browser.send()
    browser.onward()
    browser.onward()
    browser.send(age="age_20_to_24")
    browser.send(sex="female", gender_identity="no")
    browser.follow("Skip the rest of these questions")
    browser.send()
    browser.follow("Change: Which age group are you in?")
    browser.send(age="under_16")
    assert browser.title == "Send your answers"
    browser.send()
    (sent,) = queries.sent_responses(stored().consultation_id)
    assert sent.equality == {"age": "under_16", "sex": "female"}


def test_what_is_required_is_asked_for_again_at_sending(browser):
    begin(browser, publish(REQUIRED), "en")
    browser.onward()
    first, form = browser.address, browser.typed()
    browser.open(first.replace("/page/2", "/send"), "POST", data=form)
    assert browser.address == first
    assert count_responses() == 0


def test_a_draft_stays_on_the_version_on_which_it_began(browser):
    version = publish(SHORT)
    begin(browser, version, "en")
    later = publish(ROUTED, version.survey.consultation)
    browser.send(longer_hours="yes")
    browser.onward()
    browser.send()
    assert stored().version_id == version.id != later.id


def test_a_reference_holds_no_number_and_no_time(app, browsers):
    version, found = publish(SHORT), []
    for _ in range(3):
        browser = begin(browsers(), version, "en")
        browser.send(longer_hours="yes")
        browser.onward()
        browser.send()
        found.append(reference(browser))
    assert len({each[:4] for each in found}) == 3
    assert all(len(each) == 14 for each in found)


def test_a_copy_is_shown_for_an_hour_and_then_not_any_more(ready, time):
    ready.send()
    ready.follow("Print or save a receipt with your answers")
    assert "Yes, it should" in ready.text
    copy = ready.address
    time.moment = NOON.replace(hour=13)
    ready.open(copy)
    assert ready.title == "Your answers have been sent"
    assert "Yes, it should" not in ready.text
    assert "more than one hour has passed" in ready.text
