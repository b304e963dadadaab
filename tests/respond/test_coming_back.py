"""Can somebody leave a survey anywhere and go on with a code, on another device and in either language?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from engage import create_app, mail
from engage.database import db
from engage.respond import codes, queries
from engage.respond.return_views import WRONG as TRIES
from engage.web import limiter
from tests import mail_server
from tests.examples import BUDGET, EVERY_KIND, REQUIRED, ROUTED, SHORT
from tests.factories import NOON
from tests.mail_server import Mailbox
from tests.respond.conftest import Browser, publish
from tests.respond.test_journeys import EVERY_FIELD, begin, stored, values
from tests.respond.test_turning_pages import WRONG, count_responses, typed

LATER, ANYWAY = "later", "later-anyway"
RETURN = {"en": "/en/return", "cy": "/cy/dychwelyd"}


def shown_code(browser: Browser) -> str:
    return browser.page.xpath("//*[@class='engage-code']/span[@aria-hidden]")[0].text


def come_back(browser: Browser, code: str, lang: str = "en") -> Browser:
    browser.open(RETURN[lang])
    browser.send(typed=code)
    return browser


@pytest.fixture
def every(browser):
    begin(browser, publish(EVERY_KIND), "en")
    browser.onward()
    return browser


@pytest.mark.parametrize(
    "written",
    [
        lambda code: code,
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: f"  {code.replace('-', ' – ')} ",
        lambda code: code.replace("0", "o").replace("1", "l"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "cy"])
def test_the_code_leads_back_in_the_language_of_the_page(every, browsers, lang, written):
    every.send(EVERY_FIELD, then=LATER)
    assert every.title == "Come back later"
    other = come_back(browsers(), written(shown_code(every)), lang)
    assert other.page.get("lang") == lang
    assert other.typed()["street"] == ["Stryd y Môr"]
    assert other.response.request.path.endswith({"en": "/page/2", "cy": "/tudalen/2"}[lang])


def test_the_page_says_until_when_and_how_to_say_it_aloud(every):
    every.send(EVERY_FIELD, then=LATER)
    assert "Friday 10 July 2026, 12:59pm (UK time)" in every.text  # it closes before 60 days are over
    aloud = " ".join(every.page.xpath("//ol[@class='engage-aloud']")[0].text_content().split())
    spoken = [word for word in aloud.replace(",", "").split() if word not in ("number", "letter")]
    assert "".join(spoken) == shown_code(every).replace("-", "")
    assert "number " in aloud
    read_out = every.page.xpath("//*[@class='engage-code']/span[contains(@class, 'hidden')]")[
        0
    ].text_content()
    assert read_out.replace(" ", "").replace(",", "") == shown_code(every).replace("-", "")


def test_the_slip_holds_the_code_the_address_and_the_date(every):
    every.send(EVERY_FIELD, then=LATER)
    code = shown_code(every)
    every.follow("Print the code on a slip")
    assert shown_code(every) == code
    assert "engage.example/en/return" in every.text
    assert "Friday 10 July 2026" in every.text


def test_leaving_takes_an_empty_page_though_it_is_required(browser, browsers):
    begin(browser, publish(REQUIRED), "en")
    browser.onward()
    browser.send({"street": "Y Bryn"}, then=LATER)
    assert browser.title == "Come back later"
    other = come_back(browsers(), shown_code(browser))
    assert other.typed()["street"] == ["Y Bryn"]


def test_what_cannot_be_kept_is_said_and_the_others_are_saved_if_one_wishes(every, browsers):
    every.send(EVERY_FIELD)
    every.follow("Change: Your street")
    every.send(WRONG, then=LATER)
    assert every.response.status_code == 422
    assert len(every.errors) == 9
    assert typed(every).items() >= WRONG.items()
    assert values(stored())["visits"] == 4
    every.send(then=ANYWAY)
    assert every.title == "Come back later"
    kept = values(stored())
    assert kept["ideas"].startswith("Stays")
    assert (kept["street"], kept["visits"]) == ("Stryd y Môr", 4)  # what was saved before stays
    assert (kept["heard"], kept["clear"]) == ("other", "no_opinion")


def test_mistakes_while_leaving_are_shown_in_the_other_language_too(every):
    every.send(WRONG, then=LATER)
    every.switch()
    assert (every.response.status_code, every.page.get("lang"), len(every.errors)) == (200, "cy", 9)
    every.send(then=ANYWAY)
    assert every.response.request.path.endswith("/yn-nes-ymlaen")


def test_a_lost_token_is_not_got_round_by_leaving_anyway(every):
    every.send(EVERY_FIELD, then=ANYWAY, csrf_token="made-up")
    assert every.response.status_code == 422
    assert count_responses() == 0
    every.send(then=LATER)
    assert values(stored())["street"] == "Stryd y Môr"


def test_leaving_a_stale_page_asks_which_answer_to_keep_and_then_leaves(browsers):
    one, other = browsers(), browsers()
    begin(one, publish(ROUTED), "en")
    other.open(one.address)
    one.send(who="resident")
    other.send(who="organisation", then=LATER)
    assert other.response.status_code == 409
    other.send({"version:who": "mine"})
    assert other.title == "Come back later"


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        ([{"who": "organisation"}], "/page/4"),  # on the page after the last that is answered
        ([{"who": "organisation"}, {"comments": "Fine."}], "/check"),
    ],
)
def test_whoever_just_goes_away_goes_on_after_what_they_have_answered(browser, browsers, turns, expected):
    begin(browser, publish(ROUTED), "en")
    for fields in turns:
        browser.send(fields)
    code = queries.return_code(queries.visit(browser.address.split("/")[3]))
    assert come_back(browsers(), code).address.endswith(expected)


def test_equality_answers_are_left_and_come_back_to(browser, browsers):
    begin(browser, publish(BUDGET), "en")
    browser.send({"matters": ["none"]})
    browser.send()
    browser.open(browser.address.replace("/check", "/equality/1"))
    browser.send(age="age_35_to_44", then=LATER)
    other = come_back(browsers(), shown_code(browser), "cy")
    assert other.address.endswith("/cydraddoldeb/1")
    assert other.typed()["age"] == ["age_35_to_44"]


def test_an_email_address_is_kept_on_leaving_and_a_wrong_one_is_said(browser):
    begin(browser, publish(BUDGET), "en")
    browser.send({"matters": ["none"]})
    browser.send()
    browser.open(browser.address.replace("/check", "/contact"))
    browser.send(email="at home", then=LATER)
    assert (browser.response.status_code, browser.typed()["email"]) == (422, ["at home"])
    browser.send(then=ANYWAY)
    assert browser.title == "Come back later"


@pytest.mark.parametrize("survey", [EVERY_KIND, BUDGET])
def test_with_nothing_answered_there_is_nothing_to_come_back_to(browser, survey):
    begin(browser, publish(survey), "en")
    browser.open(browser.address.replace("/page/1", "/later"))
    assert "nothing to save" in browser.text
    assert not browser.page.xpath("//*[@class='engage-code']")
    assert count_responses() == 0


def test_every_page_of_a_journey_leads_out(browser):
    begin(browser, publish(BUDGET), "en")
    addresses = [browser.address]
    browser.send({"matters": ["none"]})
    browser.send()
    check = browser.address
    addresses += [
        check.replace("/check", path)
        for path in ("/page/1", "/check", "/equality", "/equality/1", "/contact", "/send")
    ]
    for address in addresses:
        browser.open(address)
        words = " ".join(browser.page.xpath("//main")[0].text_content().split())
        assert "Save and come back later" in words, address
        assert "Finish and clear this computer" in words, address


# --- codes that open nothing ------------------------------------------------------------------------------


def test_a_slip_of_the_pen_is_said_at_once_and_what_was_typed_stays(every):
    every.send(EVERY_FIELD, then=LATER)
    code = shown_code(every)
    wrong = ("2" if code[0] != "2" else "3") + code[1:]
    come_back(every, wrong)
    assert (every.response.status_code, every.typed()["typed"]) == (422, [wrong])
    assert every.errors[0].startswith("Check what you typed")


def test_what_never_was_has_expired_or_is_erased_is_answered_alike(every, time):
    every.send(EVERY_FIELD, then=LATER)
    code, answers = shown_code(every), []
    row = stored()

    def ask(typed: str) -> None:
        come_back(every, typed)
        answers.append((every.response.status_code, every.text.replace(typed, "")))

    row.erased_at = NOON
    db.session.commit()
    ask(code)
    row.erased_at, row.saved_at = None, NOON - timedelta(days=61)
    db.session.commit()
    ask(code)
    db.session.delete(row)
    db.session.commit()
    ask(code)
    assert answers[0][0] == 422
    assert len({without_token(text) for _status, text in answers}) == 1


def without_token(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "csrf_token" not in line and "nonce" not in line)


@pytest.fixture
def limited(sqlite_app, time) -> Iterator[Flask]:
    """The application with limits as in production; they are the same on every database."""
    settings = replace(sqlite_app.extensions["settings"], environment="demo")
    with_limits = create_app(settings)
    with_limits.testing = True
    limiter.reset()
    with with_limits.app_context():
        yield with_limits
        db.session.remove()
        db.engine.dispose()


def guess(browser: Browser, number: int, address: str) -> int:
    """Type in the return code with these random bits, from this address."""
    typed = codes.return_code(codes.new_code(codes.Opens(1), number, "any"), "any")
    origin = {"REMOTE_ADDR": address}
    data = {**browser.typed(), "typed": typed}
    return browser.open(RETURN["en"], "POST", data=data, environ_base=origin).status_code


UNKNOWN = [number for number in range(2000) if codes.is_speakable(number)]


def test_codes_cannot_be_tried_out_from_one_address_but_others_are_not_held_up(limited):
    browser = Browser(limited)
    browser.open(RETURN["en"])
    assert guess(browser, UNKNOWN[0], "192.0.2.1") == 422
    for _ in range(TRIES.amount - 2):
        limiter.limiter.hit(TRIES, "return", "192.0.2.1")
    assert guess(browser, UNKNOWN[1], "192.0.2.1") == 422
    page = browser.response
    assert guess(browser, UNKNOWN[2], "192.0.2.1") == 429
    browser.response = page
    assert guess(browser, UNKNOWN[3], "192.0.2.2") == 422


def test_nobody_who_guesses_from_many_addresses_shuts_out_the_others(limited):
    browser = Browser(limited)
    begin(browser, publish(SHORT), "en")
    browser.send({"longer_hours": "yes"}, then=LATER)
    code = shown_code(browser)
    browser.open(RETURN["en"])
    page = browser.response
    for at, number in enumerate(UNKNOWN[:700]):
        assert guess(browser, number, f"192.0.2.{at % 250}") == 422
        browser.response = page
    assert come_back(browser, code).response.status_code == 200


def test_a_slip_of_the_pen_and_a_right_code_cost_no_attempt(limited):
    browser = Browser(limited)
    begin(browser, publish(SHORT), "en")
    browser.send({"longer_hours": "yes"}, then=LATER)
    code = shown_code(browser)
    for _ in range(70):
        come_back(browser, code[:-1])
        assert browser.response.status_code == 422
        assert come_back(browser, code).response.status_code == 200


# --- by e-mail --------------------------------------------------------------------------------------------


@pytest.fixture
def mailbox(app, monkeypatch) -> Iterator[Mailbox]:
    with mail_server.running() as box:
        turned_on = replace(
            app.extensions["settings"], mail_server=box.address, mail_from="no@engage.example"
        )
        monkeypatch.setitem(app.extensions, "settings", turned_on)
        yield box


def link_in(letter) -> str:
    """The path of the letter's link."""
    text = letter.get_body(("plain",)).get_content()
    return re.search(r"https://engage\.example(/(?:en/return|cy/dychwelyd)/\S+)", text)[1]


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_the_link_comes_in_the_language_of_the_page_and_still_works_after_it_was_looked_at(
    browser, browsers, mailbox, lang
):
    begin(browser, publish(SHORT), lang)
    browser.send({"longer_hours": "yes"}, then=LATER)
    code = shown_code(browser)
    browser.send(email="somebody@example.org")
    assert "somebody@example.org" in browser.text
    (letter,) = mailbox.letters
    assert letter["Content-Language"] == lang
    scanner = browsers()
    for _ in range(5):
        scanner.open(link_in(letter))
    assert scanner.typed()["typed"] == [code]
    other = browsers()
    other.open(link_in(letter))
    other.send()
    assert other.page.get("lang") == lang
    assert other.typed()["longer_hours"] == ["yes"]


def test_a_letter_of_the_time_of_grace_says_until_when_that_is(browser, mailbox, time):
    version = publish(SHORT)
    begin(browser, version, "en")
    browser.send({"longer_hours": "yes"})
    time.moment = version.survey.consultation.closes_at + timedelta(minutes=1)
    browser.open(browser.address.replace("/check", "/later"))
    (notice,) = browser.page.find_class("govuk-notification-banner")
    until = re.search(r"until: (.+?m) ", " ".join(notice.text_content().split()))[1]
    browser.send(email="somebody@example.org")
    text = mailbox.letters[-1].get_body(("plain",)).get_content()
    assert f"Send your answers by: {until} (UK time)" in text
    assert f"Your answers are kept until: {until} (UK time)" in text


@pytest.mark.parametrize("email", ["", "at home", "a@example.org\r\nBcc: b@example.org", "ŵyn@example.org"])
def test_no_letter_goes_to_what_is_no_address(browser, mailbox, email):
    begin(browser, publish(SHORT), "en")
    browser.send({"longer_hours": "yes"}, then=LATER)
    browser.send(email=email)
    assert (browser.response.status_code, len(browser.errors)) == (422, 1)
    browser.switch()
    assert (browser.page.get("lang"), len(browser.errors)) == ("cy", 1)
    assert mailbox.letters == []


def test_a_hundred_wishes_send_few_letters(browser, mailbox):
    begin(browser, publish(SHORT), "en")
    browser.send({"longer_hours": "yes"}, then=LATER)
    for _ in range(100):
        browser.send(email="somebody@example.org")
        assert browser.response.status_code == 200
    assert len(mailbox.letters) == mail.TO_ONE_ADDRESS


def test_without_a_mail_server_no_letter_is_offered(every):
    every.send(EVERY_FIELD, then=LATER)
    assert not every.page.xpath("//input[@type='email']")
