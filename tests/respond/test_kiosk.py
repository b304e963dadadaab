"""Can a council start a device, can people answer on it one after the other, and does nothing stay there?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from lxml import html
from sqlalchemy import select

from engage.accounts.models import AuditEvent
from engage.accounts.permissions import Role
from engage.consultations.models import Consultation
from engage.database import db
from engage.respond import kiosk_queries, kiosk_service
from engage.respond.kiosk_models import Kiosk
from engage.respond.ledger_models import Trace
from engage.respond.models import Response
from tests.examples import BUDGET, EVERY_KIND, ROUTED, SHORT
from tests.factories import NOON, make_council, make_officer
from tests.officers import send, sign_in
from tests.respond.conftest import Browser, publish
from tests.respond.test_journeys import EVERY_FIELD
from tests.respond.test_ways import with_ways

WELCOME = "Croeso / Welcome"


def kiosk_of(version, name: str = "Tablet 1") -> tuple[Kiosk, str]:
    """A kiosk of this version's consultation and its start code."""
    consultation = version.survey.consultation
    officer = make_officer(consultation.council, Role.CLERK)
    started = kiosk_service.add(officer, consultation.id, name, "Library", now=NOON)
    return db.session.get(Kiosk, started.kiosk_id), started.code


def started(browser: Browser, code: str, language: str = "en") -> Browser:
    """The browser as a kiosk that was started with this code."""
    browser.open({"en": "/en/kiosk/start", "cy": "/cy/ciosg/cychwyn"}[language])
    browser.send(code=code)
    return browser


@pytest.fixture
def device(browser):
    kiosk, code = kiosk_of(publish(SHORT))
    browser.kiosk_id = kiosk.id
    return started(browser, code)


def kiosk(browser: Browser) -> Kiosk:
    db.session.rollback()
    return db.session.get(Kiosk, browser.kiosk_id, populate_existing=True)


def responses() -> list[Response]:
    db.session.rollback()
    return list(db.session.scalars(select(Response).execution_options(populate_existing=True)))


# --- starting -------------------------------------------------------------------------------------------


def test_an_officer_starts_a_device_with_a_code_that_works_once(browser, browsers, time):
    version = publish(SHORT)
    consultation = version.survey.consultation
    officer = make_officer(consultation.council, Role.CLERK)
    sign_in(browser.client, officer)
    address = f"/en/officers/consultations/{consultation.id}/kiosks"
    shown = send(browser.client, address, name="Tablet 1", place="The library's entrance")
    browser.open(shown.location)
    code = browser.page.xpath("//*[@class='engage-code']/span[@aria-hidden]/text()")[0]
    assert "engage.example/kiosk" in browser.text
    assert code not in browser.open(shown.location).get_data(as_text=True)
    tablet = started(browsers(), code.lower().replace("-", " "))
    assert tablet.title == WELCOME
    again = started(browsers(), code)
    assert again.errors == ["This start code does not work, or not any more. Ask the officer for a new one"]
    assert "In use" in browser.open(address).get_data(as_text=True)


@pytest.mark.parametrize("typed", ["", "7KQ4", "7KQ4-9XWD-M2TC", "0000-0000-0000"])
def test_a_wrong_code_starts_nothing(browser, typed):
    started(browser, typed, "cy")
    assert browser.response.status_code == 422
    assert len(browser.errors) == 1


def test_a_code_runs_out_after_an_hour(browser, time):
    _kiosk, code = kiosk_of(publish(SHORT))
    time.moment = NOON + timedelta(hours=1)
    assert started(browser, code).response.status_code == 422


def test_no_officer_stays_signed_in_on_the_device(browser):
    version = publish(SHORT)
    _kiosk, code = kiosk_of(version)
    sign_in(browser.client, make_officer(version.survey.consultation.council))
    started(browser, code)
    address = f"/en/officers/consultations/{version.survey.consultation_id}/kiosks"
    assert browser.client.get(address).status_code == 302


def test_the_cookie_is_out_of_reach_of_scripts_and_not_in_the_database(device, dump):
    cookie = next(each for each in device.client._cookies.values() if each.key == "engage-kiosk")
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    token = cookie.value.split(".")[0].strip('"')
    assert token not in dump()
    assert kiosk_queries.device(cookie.value).id == device.kiosk_id
    assert kiosk_queries.device(cookie.value[:-2] + "xx") is None


@pytest.mark.parametrize(
    ("wanted", "title"),
    [("cy-GB, en;q=0.5", "Cychwyn ciosg"), ("en-GB", "Start a kiosk"), ("", "Start a kiosk")],
)
def test_a_device_that_is_not_started_is_asked_for_the_code_in_its_language(browser, wanted, title):
    there = browser.client.get("/kiosk", headers={"Accept-Language": wanted}).location
    assert browser.open(there).status_code == 200
    assert browser.title == title


def test_another_device_takes_the_kiosk_over(device, browsers):
    officer = make_officer(council_of(device))
    code = kiosk_service.new_code(officer, kiosk(device).consultation_id, device.kiosk_id, now=NOON).code
    started(browsers(), code)
    device.open("/kiosk")
    assert device.title == "Start a kiosk"


def council_of(browser: Browser):
    return db.session.get(Consultation, kiosk(browser).consultation_id).council


def test_stopping_can_be_undone_and_every_deed_leaves_its_trace(device):
    officer, of = make_officer(council_of(device)), kiosk(device).consultation_id
    kiosk_service.stop(officer, of, device.kiosk_id, now=NOON)
    device.open("/kiosk")
    assert device.title == "Nid yw'r ciosg hwn yn derbyn atebion nawr"
    device.open("/en/kiosk/begin")
    assert device.title == "This kiosk does not take answers now"
    kiosk_service.go_on(officer, of, device.kiosk_id, now=NOON)
    device.open("/kiosk")
    assert device.title == WELCOME
    actions = select(AuditEvent.action).where(AuditEvent.subject_kind == "kiosk").order_by(AuditEvent.id)
    assert list(db.session.scalars(actions)) == ["kiosk_added", "kiosk_stopped", "kiosk_started_again"]


def test_officers_press_the_same_buttons(app, device):
    officer, of = make_officer(council_of(device), Role.CLERK), kiosk(device).consultation_id
    desk = Browser(app)
    sign_in(desk.client, officer)
    for language, address in (("en", "officers/consultations"), ("cy", "swyddogion/ymgynghoriadau")):
        page = f"/{language}/{address}/{of}/{'kiosks' if language == 'en' else 'ciosgau'}"
        desk.open(page)
        for state in (True, False):
            button = desk.page.xpath("//td//form")[0]
            desk.open(button.get("action"), "POST", data={"csrf_token": button.fields["csrf_token"]})
            assert (kiosk(device).stopped_at is not None) == state
    desk.open(f"{page}/{device.kiosk_id}")
    token = desk.page.xpath("//form")[0].fields["csrf_token"]
    assert desk.client.post(f"{page}/{device.kiosk_id}/x", data={"csrf_token": token}).status_code == 404


# --- answering page by page -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nation", "first", "address"),
    [("wales", "cy", "/cy/ciosg/croeso"), ("england", "en", "/en/kiosk/welcome")],
)
def test_language_comes_first_and_welsh_first_in_wales(browser, nation, first, address):
    _kiosk, code = kiosk_of(publish(SHORT, council=make_council(nation=nation)))
    started(browser, code)
    assert browser.address == address
    sections = browser.page.xpath("//main//section/@lang")
    assert sections == [first, "en" if first == "cy" else "cy"]
    skip = browser.page.xpath("//a[contains(@class, 'skip-link')]/span/@lang")
    assert skip == sections


WAYS = {
    "en": ("/en/kiosk/begin", ["Easy Read", "Large print"], "Standard form"),
    "cy": ("/cy/ciosg/dechrau", ["Hawdd ei Ddeall", "Print bras"], "Ffurflen safonol"),
}


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_after_the_language_people_choose_another_way(browser, lang):
    _kiosk, code = kiosk_of(publish(with_ways(SHORT, "easy_read", "large_print", "pl")))
    started(browser, code)
    begin, ways, standard = WAYS[lang]
    browser.open(begin)
    offered = browser.page.xpath("//ul[contains(@class, 'engage-kiosk-ways')]//a")
    assert [a.text for a in offered] == ways
    browser.follow(ways[0])
    assert "engage-way--easy_read" in browser.text
    assert [a.text for a in browser.page.xpath("//ul[contains(@class, 'engage-kiosk-ways')]//a")] == [
        standard,
        ways[1],
    ]
    browser.onward()
    browser.send({"longer_hours": "yes"})
    browser.onward()
    browser.send()
    assert [(each.variant, each.language) for each in responses()] == [("easy_read", lang)]


@pytest.mark.parametrize("way", ["pl", "bsl", "young_people", "nothing"])
def test_a_way_that_is_not_offered_here_is_not_found(browser, way):
    _kiosk, code = kiosk_of(publish(with_ways(SHORT, "easy_read", "pl")))
    started(browser, code)
    for page in ("begin", "survey", "questions"):
        assert browser.client.get(f"/en/kiosk/{page}?way={way}").status_code == 404


def test_people_answer_one_after_the_other_and_each_gets_a_reference(device):
    references = []
    for answer in ("yes", "no", "yes"):
        device.open("/kiosk")
        device.follow("Start in English")
        assert device.title == "The library in Glan-y-nant"
        device.onward()
        assert device.response.headers["Cache-Control"] == "no-store"
        assert "Save and come back later" not in device.text
        assert "answering.js" not in device.text
        assert not device.page.xpath("//a[contains(@href, '/consultations')]")
        device.send({"longer_hours": answer})
        device.onward()
        device.send()
        assert device.title == "Your answers have been sent"
        references.append(device.page.xpath("//*[@data-put='reference']/text()")[0])
    assert {each.reference for each in responses()} == {*references}
    assert {each.channel for each in responses()} == {"kiosk"}
    assert kiosk(device).sent == 3


def test_a_second_press_on_the_last_button_is_thanked_as_the_first_is(device):
    device.open("/en/kiosk/begin?go=1")
    device.send({"longer_hours": "yes"})
    device.onward()
    address, fields = device.address, device.typed()
    device.send()
    reference = device.page.xpath("//*[@data-put='reference']/text()")
    device.open(address, "POST", data=fields)
    assert device.title == "Your answers have been sent"
    assert device.page.xpath("//*[@data-put='reference']/text()") == reference
    assert len(responses()) == 1
    device.open("/en/kiosk/welcome")  # the next person
    device.open(address, "POST", data=fields)
    assert "Nothing is shown here any more" in device.title


def test_the_browser_of_a_kiosk_keeps_nothing_to_offer_to_the_next_person(browser):
    _kiosk, code = kiosk_of(publish(EVERY_KIND))
    started(browser, code).open("/en/kiosk/begin?go=1")
    browser.onward()
    fields = browser.page.xpath("//main//input[@type='text']")
    assert len(fields) > 5
    assert {each.get("autocomplete") for each in fields} == {"off"}


def test_the_last_page_is_left_by_itself_without_a_script_and_not_too_soon(device):
    device.open("/cy/ciosg/dechrau?go=1")
    device.send({"longer_hours": "yes"})
    device.onward()
    device.send()
    assert "What you have not sent is deleted" not in device.text
    assert "Caiff yr hyn nad ydych wedi ei anfon ei ddileu" not in device.text
    refresh = device.page.xpath("//head/noscript/meta[@http-equiv='refresh']/@content")[0]
    seconds, address = refresh.split("; url=")
    assert int(seconds) >= 120
    device.open(address)
    assert device.title == WELCOME
    assert device.response.headers["Clear-Site-Data"] == '"cache"'  # the queue is storage


def time_over(browser: Browser) -> tuple[int, str]:
    """After how many seconds the page is left by itself without a script, and where to."""
    [content] = browser.page.xpath("//head/noscript/meta[@http-equiv='refresh']/@content")
    seconds, address = content.split("; url=")
    return int(seconds), address


def test_what_somebody_has_left_is_cleared_without_a_script_when_the_time_is_over(device, time):
    device.open("/en/kiosk/begin?go=1")
    page = device.address
    device.send({"longer_hours": "yes"})
    seconds, address = time_over(device)
    time.moment += timedelta(seconds=seconds)
    assert device.client.get(address).headers["Clear-Site-Data"] == '"cache"'
    assert responses() == []
    for each in (address, page):
        device.open(each)
        assert "checked" not in device.text
    device.open("/kiosk")
    assert device.title == WELCOME


def test_nothing_is_cleared_before_its_time_or_when_somebody_went_on_or_for_anybody_else(
    device, browsers, time
):
    device.open("/en/kiosk/begin?go=1")
    page = device.address
    _seconds, first = time_over(device)
    device.send({"longer_hours": "yes"})
    seconds, second = time_over(device)
    assert browsers().open(second).request.path == "/en/kiosk/start"  # no kiosk
    for address in (second, second.split("?")[0]):
        device.open(address)
        assert device.title == "Check your answers"
    time.moment += timedelta(seconds=seconds)
    other = time_over_of_another(device)
    for address in (first, f"{second.split('?')[0]}?{other.split('?')[1]}", second[:-2]):
        device.open(address)
        assert device.title == "Check your answers"
    device.open(page)
    assert device.typed()["longer_hours"] == ["yes"]


def time_over_of_another(device: Browser) -> str:
    device.open("/en/kiosk/begin?go=1")
    return time_over(device)[1]


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_every_page_of_a_person_asks_without_a_script_whether_they_need_more_time(browser, lang):
    _kiosk, code = kiosk_of(publish(BUDGET))
    started(browser, code)
    browser.open({"en": "/en/kiosk/begin?go=1", "cy": "/cy/ciosg/dechrau?go=1"}[lang])
    browser.send({"matters": ["none"]})
    seen = set()
    while not browser.page.xpath("//*[@data-put='reference']"):
        seen.add(browser.title)
        assert time_over(browser)[0] >= 240  # three minutes, and one to say so
        assert len(browser.page.xpath("//noscript/div[@role='alert']")) == 1
        browser.send() if browser.page.xpath("//main//form") else browser.onward()
    assert len(seen) >= 5


def test_more_time_keeps_what_is_typed_and_any_mistakes_said(browser):
    _kiosk, code = kiosk_of(publish(EVERY_KIND))
    started(browser, code)
    browser.open("/en/kiosk/begin?go=1")
    browser.onward()
    for told in (0, 1):
        [button] = browser.page.xpath("//noscript/div/button")
        assert (button.get("form"), button.get("formaction")) == ("page-form", browser.address)
        typed = {**browser.typed(), "street": "Stryd y Môr", "visits": "99"}
        browser.open(
            button.get("formaction"), "POST", data={**typed, button.get("name"): button.get("value")}
        )
        assert (browser.typed()["street"], browser.page.get("lang")) == (["Stryd y Môr"], "en")
        assert len(browser.errors) == told
        browser.send()
        assert len(browser.errors) == 1
    assert responses() == []


def test_help_that_somebody_has_left_open_is_cleared_too(device, time):
    device.open("/en/kiosk/begin?go=1")
    device.send({"longer_hours": "yes"})
    device.follow("Help and privacy")
    assert device.page.xpath("//dialog[@id='kiosk-idle']")
    seconds, address = time_over(device)
    time.moment += timedelta(seconds=seconds)
    device.open(address)
    assert (device.title, responses()) == (WELCOME, [])
    assert device.open("/en/kiosk/help?back=nobody").status_code == 404


def test_nothing_of_the_person_before_can_be_seen(device):
    device.open("/en/kiosk/begin?go=1")
    page = device.address
    device.send({"longer_hours": "yes"})
    check = device.address
    device.onward()
    device.send()
    reference = responses()[0].reference
    device.open("/kiosk")
    for address in (page, check, page.replace("/page/1", "/sent"), page.replace("/page/1", "/receipt")):
        device.open(address)
        assert device.title == "Nothing is shown here any more"
        assert reference not in device.text
    device.open("/en/kiosk/thanks")
    assert device.title == WELCOME


def test_a_script_that_keeps_the_first_page_takes_no_session_away(device):
    device.open("/en/kiosk/begin?go=1")
    device.client.get("/cy/ciosg/croeso", headers={"Sec-Fetch-Mode": "cors"})
    device.send({"longer_hours": "yes"})
    assert device.title == "Check your answers"


def test_whoever_finishes_without_sending_leaves_nothing(browser):
    _kiosk, code = kiosk_of(publish(EVERY_KIND))
    started(browser, code)
    browser.open("/en/kiosk/begin?go=1")
    browser.onward()
    page = browser.address
    browser.send(EVERY_FIELD)
    browser.follow("Finish and clear this device")
    browser.send()
    assert browser.title == WELCOME
    assert responses() == []
    browser.open(page)
    assert "Stryd y Môr" not in browser.text


@pytest.mark.parametrize(
    "address", ["/en/kiosk/begin", "/en/kiosk/survey", "/en/kiosk/questions", "/en/kiosk/help"]
)
def test_what_is_no_kiosk_is_asked_for_a_start_code(browser, address):
    publish(SHORT)
    browser.open(address)
    assert browser.title == "Start a kiosk"


def test_many_answers_from_one_device_are_not_taken_for_duplicates(device):
    for _ in range(3):
        device.open("/en/kiosk/begin?go=1")
        device.send({"longer_hours": "yes"})
        device.onward()
        device.send()
    assert list(db.session.scalars(select(Trace.device).where(Trace.device.is_not(None)))) == []


def test_every_page_of_a_long_survey_stays_in_the_kiosk(browser):
    _kiosk, code = kiosk_of(publish(BUDGET))
    started(browser, code)
    browser.open("/cy/ciosg/dechrau?go=1")
    browser.send({"matters": ["none"]})
    for _ in range(20):
        inside = [
            a
            for a in browser.page.xpath("//a/@href")
            if not a.startswith(("#", "/cy/ymateb", "/cy/ciosg", "/en/"))
        ]
        assert not inside, inside
        if browser.page.xpath("//*[@data-put='reference']"):
            return
        browser.send() if browser.page.xpath("//main//form") else browser.onward()
    raise AssertionError(browser.address)


def test_help_is_in_the_same_place_and_leads_back(device):
    device.open("/en/kiosk/begin?go=1")
    page = device.address
    device.follow("Help and privacy")
    assert "01632 960001" in device.text
    device.follow("Back")
    assert device.address == page
    assert html.tostring(device.page.xpath("//footer//a")[0])


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/en/kiosk/questions", "Page %(number)s of %(total)s"),
        ("/cy/ciosg/cwestiynau", "Tudalen %(number)s o %(total)s"),
    ],
)
def test_the_script_says_itself_which_of_the_pages_that_are_asked_it_shows(browser, address, words):
    started(browser, kiosk_of(publish(ROUTED))[1])
    survey = browser.open(address).get_json()
    assert survey["words"]["page"] == words
    for step in survey["steps"]:
        assert '<p class="engage-progress"></p>' in step["html"]
        assert "(" not in step["title"]
