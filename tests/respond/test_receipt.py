"""Does somebody who has sent get a receipt on screen, on paper, as a PDF and by e-mail, and nobody else?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest

from engage.bilingual import Bilingual
from engage.database import db
from engage.mail import OutgoingLetter
from tests import mail_server, tagged
from tests.examples import BUDGET, SHORT
from tests.factories import NOON
from tests.respond.conftest import publish
from tests.respond.test_journeys import begin
from tests.respond.test_sent import come_back, pair, send_budget, send_short

HOUR = timedelta(hours=1)


@pytest.fixture
def mailbox(app, monkeypatch):
    with mail_server.running() as box:
        on = replace(app.extensions["settings"], mail_server=box.address, mail_from="no-reply@engage.example")
        monkeypatch.setitem(app.extensions, "settings", on)
        yield box


def path(browser, end: str) -> str:
    return "/".join([*browser.address.split("/")[:4], end])


def test_the_receipt_has_reference_code_and_answers(browser):
    known = pair(send_short(browser))
    browser.follow("Print or save a receipt with your answers")
    for text in (*known.values(), "Yes, it should", "Wednesday 10 June 2026, 12pm"):
        assert text.replace("12pm", "1pm") in browser.text


def test_the_receipt_says_what_is_not_on_it(browser):
    send_budget(browser)
    browser.follow("Print or save a receipt with your answers")
    assert "are kept apart and are not on this receipt" in browser.text
    assert "35 to 44" not in browser.text


@pytest.mark.parametrize(("language", "end"), [("en", "receipt.pdf"), ("cy", "derbynneb.pdf")])
def test_the_pdf_is_tagged_and_in_the_language_of_the_page(browser, language, end):
    known = pair(send_short(browser))
    code = browser.address.split("/")[3]
    folder = "respond" if language == "en" else "ymateb"
    response = browser.open(f"/{language}/{folder}/{code}/{end}")
    assert response.mimetype == "application/pdf"
    assert (
        response.headers["Content-Disposition"]
        == f'attachment; filename="{known["reference"]}-{language}.pdf"'
    )
    assert response.headers["Cache-Control"] == "no-store"
    assert tagged.faults(response.data) == []
    document = pikepdf.open(BytesIO(response.data))
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang) == language
    with document.open_metadata() as about:
        assert known["reference"] in about["dc:title"]
        assert about["pdfuaid:part"] == "1"


def test_nothing_of_a_receipt_is_there_after_an_hour_but_for_whoever_has_both(browser, browsers, time):
    known = pair(send_short(browser))
    time.moment = NOON + HOUR
    for end in ("receipt", "receipt.pdf", "receipt/email", "receipt/email/sent"):
        browser.open(path(browser, end))
        assert browser.title == "Your answers have been sent"
        assert known["code"] not in browser.text
    other = come_back(browsers(), known)
    other.open(path(other, "receipt"))
    assert known["code"] in other.text


def test_a_draft_has_no_receipt(browser):
    begin(browser, publish(SHORT), "en")
    browser.send(longer_hours="yes")
    check = browser.address
    for end in ("receipt", "receipt.pdf", "receipt/email"):
        browser.open(path(browser, end))
        assert browser.address == check


def test_without_a_mail_server_no_email_is_offered(browser):
    send_short(browser)
    assert "by email" not in browser.text
    browser.open(path(browser, "receipt/email"))
    assert browser.title == "Your answers have been sent"


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_receipt_comes_by_email_in_the_language_of_the_page(mailbox, browser, language):
    title = Bilingual("Tea & <cake>", "Te a <chacen>")
    known = pair(send_short(browser, title=title))
    browser.open(path(browser, "receipt/email"))
    if language == "cy":
        browser.switch()
    browser.send(email="resident@example.org")
    assert browser.response.status_code == 200
    (came,) = mailbox.letters
    assert came["To"] == "resident@example.org"
    assert came["Content-Language"] == language
    assert came["Subject"].endswith(title[language])
    text, html = (part.get_content() for part in came.iter_parts())
    assert title[language] in text
    assert "&lt;" in html
    assert f'<html lang="{language}">' in html
    link = {"en": "https://engage.example/en/response", "cy": "https://engage.example/cy/ymateb-a-anfonwyd"}
    for part in (text, html):
        assert known["reference"] in part
        assert link[language] in part
        assert known["code"] not in part
        assert browser.address.split("/")[3] not in part
        assert "Yes, it should" not in part
        assert "http://" not in part
    assert db.session.query(OutgoingLetter).count() == 0


def test_nothing_that_a_resident_typed_stands_in_a_letter(mailbox, browser):
    begin(browser, publish(BUDGET), "en")
    browser.send({"matters": ["libraries"]})
    browser.send({"agree@libraries": "disagree", "why@libraries": "See http://evil.example"})
    while browser.title != "Your answers have been sent":
        browser.open(path(browser, "send"))
        browser.send()
    browser.open(path(browser, "receipt/email"))
    browser.send(email="resident@example.org")
    assert b"evil" not in mailbox.letters[0].as_bytes()


@pytest.mark.parametrize(
    "typed", ["", "nobody", "a@b", "a@example.org\r\nBcc: b@example.org", "a@example.org, b@c.org"]
)
def test_what_is_no_address_is_refused(mailbox, browser, typed):
    send_short(browser)
    browser.open(path(browser, "receipt/email"))
    browser.send(email=typed)
    assert browser.response.status_code == 422
    assert browser.errors == ["Enter an email address, such as name@example.org"]
    assert mailbox.letters == []


def test_a_hundred_wishes_send_few_letters_and_say_the_same(mailbox, browser):
    send_short(browser)
    said = set()
    for _ in range(100):
        browser.open(path(browser, "receipt/email"))
        browser.send(email="victim@example.org")
        said.add(browser.text.split("<main")[1].split("</main>")[0])
    assert len(mailbox.letters) == 5
    assert len(said) == 1


def test_an_email_address_is_not_kept(mailbox, browser, dump):
    send_short(browser)
    browser.open(path(browser, "receipt/email"))
    browser.send(email="resident@example.org")
    assert "resident@example.org" not in dump()


def test_what_was_typed_is_shown_again_in_its_own_lines(browser):
    begin(browser, publish(SHORT), "en")
    browser.send(longer_hours="yes")
    assert browser.page.xpath("//dd[contains(@class, 'engage-said')]/text()") == ["Yes, it should"]


def test_the_facts_of_a_receipt_stand_apart_from_the_answers(browser):
    known = pair(send_short(browser))
    browser.follow("Print or save a receipt with your answers")
    facts = browser.page.xpath("//dl[@class='engage-receipt']/dd/text()")
    assert {*known.values()} < {*facts}
