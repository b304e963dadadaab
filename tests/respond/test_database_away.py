"""Does somebody keep what they typed while the database cannot store it?"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from engage.accounts.permissions import Role
from engage.database import db
from engage.respond.ledger_models import Contribution, ContributionFile
from tests.examples import EVERY_KIND, SHORT
from tests.factories import PASSWORD, make_officer
from tests.officers import send, sign_in, upload
from tests.pages import CheckingClient
from tests.respond import test_attachments as attachments
from tests.respond import test_contributions as contributions
from tests.respond.conftest import Browser, publish
from tests.respond.test_journeys import EVERY_FIELD, begin, stored, values

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # `make chaos` fills a real disk
SORRY = {
    "en": "Sorry, we cannot save anything at the moment",
    "cy": "Mae'n ddrwg gennym, ni allwn gadw dim ar hyn o bryd",
}


def full(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA query_only=ON")


def gone(_connection: Any, _record: Any) -> None:
    raise sqlite3.OperationalError("unable to open database file")


@contextmanager
def disk_full(connected: Callable[[Any, Any], None] = full) -> Iterator[None]:
    """Let nothing more be stored."""
    _connect_anew()
    event.listen(db.engine, "connect", connected)
    yield
    event.remove(db.engine, "connect", connected)
    _connect_anew()


def _connect_anew() -> None:
    db.session.remove()
    db.engine.dispose()


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_the_page_keeps_what_was_typed_and_sends_it_again(browser: Browser, lang: str):
    begin(browser, publish(SHORT), lang)
    with disk_full():
        answer = browser.send(longer_hours="yes")
        assert (answer.status_code, browser.title) == (503, SORRY[lang])
        assert answer.headers["Retry-After"]
        assert browser.typed()["longer_hours"] == ["yes"]
        assert browser.send().status_code == 503
    browser.send()
    assert values(stored()) == {"longer_hours": "yes"}


def test_the_language_can_be_switched_without_losing_it(browser: Browser):
    begin(browser, publish(SHORT), "en")
    with disk_full():
        browser.send(longer_hours="yes")
        browser.switch()
        assert browser.response.status_code == 200  # to show a page, nothing has to be stored
    assert browser.typed()["longer_hours"] == ["yes"]
    browser.send()
    assert values(stored()) == {"longer_hours": "yes"}


def test_no_reference_is_shown_for_what_is_not_stored(browser: Browser):
    begin(browser, publish(SHORT), "en")
    browser.send(longer_hours="yes")
    browser.follow("Continue")
    with disk_full():
        assert browser.send().status_code == 503
        assert "reference" not in browser.text
    browser.send()
    assert stored().reference in browser.text


def test_the_log_says_what_is_wrong_and_not_what_anybody_typed(browser: Browser, caplog):
    begin(browser, publish(EVERY_KIND), "en")
    browser.onward()
    with disk_full():
        assert browser.send(EVERY_FIELD).status_code == 503
    assert "attempt to write a readonly database" in caplog.text
    for value in ("Stryd y Môr", "Stays"):
        assert value not in caplog.text


@pytest.mark.parametrize("chosen", [True, False])
def test_a_page_that_asks_for_files_keeps_what_was_typed_and_says_what_it_cannot_keep(browser, chosen):
    attachments.begin(browser)
    with disk_full():
        files = [attachments.file(attachments.png())] if chosen else []
        assert attachments.send(browser, *files, **attachments.ANSWERED).status_code == 503
        assert browser.typed()["street"] == ["Heol y Bont"]
        assert ("choose the files again" in browser.text) is chosen
    browser.send()
    if chosen:  # nothing is taken without them
        assert (browser.response.status_code, browser.typed()["street"]) == (200, ["Heol y Bont"])
        attachments.send(browser, attachments.file(attachments.png()))
        assert values(stored())["papers"]
    assert values(stored())["street"] == "Heol y Bont"


def test_a_letter_is_not_entered_without_the_scan_that_was_chosen(app, time):
    consultation = publish(SHORT).survey.consultation
    client = sign_in(CheckingClient(app), make_officer(consultation.council, Role.CLERK))
    address = f"/en/officers/consultations/{consultation.id}/contributions/add"
    typed = {**contributions.TYPED, "do": "keep"}
    scan = upload(contributions.picture(), "scan.png")
    with disk_full():
        page = send(client, address, **typed, files=scan)
        assert (page.status_code, "choose the files again" in page.text) == (503, True)
    page = contributions.again(client, address, page)
    assert (page.status_code, "Cadwch y llyfrgell." in page.text) == (200, True)
    assert db.session.query(Contribution).count() == 0
    scan = upload(contributions.picture(), "scan.png")
    assert contributions.again(client, address, page, do="keep", files=scan).status_code == 302
    db.session.commit()
    assert [file.name for file in db.session.query(ContributionFile)] == ["scan.png"]


def test_too_much_at_once_is_no_crash_when_there_is_no_database_at_all(browser: Browser):
    attachments.begin(browser)
    with disk_full(gone):
        much = [attachments.file(b"x" * (7 * 1024**2), f"{number}.txt") for number in range(2)]
        assert attachments.send(browser, *much).status_code == 503
    assert "Answers that you have saved are safe." in browser.text


def test_no_password_is_put_on_the_page(browser: Browser):
    with disk_full():
        browser.open("/en/sign-in")
        answer = browser.open("/en/sign-in", "POST", data={"email": "a@example.org", "password": PASSWORD})
    assert PASSWORD not in answer.get_data(as_text=True)
