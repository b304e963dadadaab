"""Can people see, change, withdraw and erase what they have sent, and does nobody else?"""

from __future__ import annotations

import base64
import re
import subprocess
import sys
from datetime import timedelta

import pytest

from engage.accounts.models import AuditEvent
from engage.config import ROOT
from engage.consultations.models import Consultation
from engage.database import db
from engage.respond import queries
from engage.respond.ledger_models import Decision, Trace
from engage.respond.models import EqualityAnswers, Response
from tests.examples import BUDGET, SHORT
from tests.factories import NOON, make_officer
from tests.officers import sign_in
from tests.respond.conftest import publish
from tests.respond.test_journeys import begin, stored, values
from tests.respond.test_sending import together

CLOSES = NOON + timedelta(days=30)
MINE = "Answers that you have sent"


def pair(browser) -> dict[str, str]:
    """The reference and the code that stand on the page after sending."""
    shown = browser.page.xpath("//*[contains(@class, 'engage-reference')]")
    return dict(zip(("reference", "code"), (each.text_content() for each in shown), strict=True))


def send_short(browser, says="yes", **fields):
    begin(browser, publish(SHORT, **fields), "en")
    browser.send(longer_hours=says)
    browser.onward()
    browser.send()
    return browser


def send_budget(browser):
    begin(browser, publish(BUDGET), "en")
    browser.send({"matters": ["none"]})
    browser.send()
    browser.onward()
    browser.onward()
    browser.send(age="age_35_to_44")
    browser.follow("Skip the rest of these questions")
    browser.send(email="resident@example.org")
    browser.send()
    return browser


def come_back(browser, known):
    browser.open("/en/response")
    browser.send(known)
    assert browser.title == MINE
    return browser


def do(browser, deed):
    """Press the button of the page that does this."""
    return browser.open(browser.address, "POST", data=browser.typed() | {"do": deed})


@pytest.fixture
def known(browser):
    return pair(send_short(browser))


def test_whoever_goes_on_with_the_code_of_sent_answers_is_told_why_more_is_asked(known, browsers):
    other = browsers()
    other.open("/en/return")
    other.send(typed=known["code"])
    assert other.title == MINE
    assert "have been sent. To see them, give the reference number too." in other.page.text_content()
    other.send(known)
    assert "have been sent. To see them" not in other.page.text_content()


def test_whoever_has_both_sees_what_was_sent_long_after(known, browsers, time):
    time.moment = NOON + timedelta(days=3)
    other = come_back(browsers(), known)
    assert "Yes, it should" in other.text
    other.follow("Print or save a receipt with your answers")
    assert known["code"] in other.text


@pytest.mark.parametrize(
    "how", [str.lower, lambda text: text.replace("-", " "), lambda t: t.replace("-", "")]
)
def test_both_may_be_typed_as_people_type(known, browsers, how):
    come_back(browsers(), {name: how(text) for name, text in known.items()})


def test_one_of_both_is_not_enough_and_which_is_wrong_is_not_said(known, browsers):
    other = pair(send_short(browsers()))
    said = set()
    for wrong in ({"reference": other["reference"]}, {"code": other["code"]}):
        stranger = browsers()
        stranger.open("/en/response")
        stranger.send(known | wrong)
        assert stranger.response.status_code == 422
        said.add(tuple(stranger.errors))
    assert said == {("No response has this reference number and this code: check both",)}


def test_a_slip_of_the_pen_is_told_at_its_field(known, browsers):
    stranger = browsers()
    stranger.open("/en/response")
    stranger.send(reference="ABC", code=known["code"][:-1] + ("0" if known["code"][-1] != "0" else "1"))
    assert [error.split(":")[0] for error in stranger.errors] == [
        "Check the reference number",
        "Check the code",
    ]


def test_the_address_alone_opens_nothing(known, browser, browsers):
    code = browser.address.split("/")[3]
    stranger = browsers()
    for path in ("mine", "mine/withdraw", "mine/erase"):
        stranger.open(f"/en/respond/{code}/{path}")
        assert stranger.address == "/en/response"
        stranger.open(f"/en/respond/{code}/{path}", "POST", data={"do": "change"})
        assert stranger.address == "/en/response"
    assert stored().erased_at is None


def test_what_was_opened_closes_after_half_an_hour_and_at_once_when_asked(known, browsers, time):
    other = come_back(browsers(), known)
    address = other.address
    time.moment += timedelta(minutes=29)
    assert other.open(address).status_code == 200
    time.moment += timedelta(minutes=29)  # after the last page, not after the first
    assert "Yes, it should" in other.open(address).get_data(as_text=True)
    time.moment += timedelta(minutes=30)
    other.open(address)
    assert other.address == "/en/response"
    come_back(other, known)
    do(other, "close")
    other.open(address)
    assert other.address == "/en/response"


def test_no_cookie_holds_the_code_the_reference_or_an_answer(known, browsers):
    other = come_back(browsers(), known)
    cookie = other.client.get_cookie("engage").value
    plain = base64.urlsafe_b64decode(cookie.split(".")[0] + "===").decode(errors="replace")
    for secret in (*known.values(), *(text.replace("-", "") for text in known.values()), "yes"):
        assert secret not in plain


GUESS = """
from dataclasses import replace
from lxml import html
from engage import create_app
from tests.conftest import make_settings
app = create_app(replace(make_settings("sqlite:///{folder}/engage.db"), environment="production"))
from engage.database import db
client = app.test_client()
page = dict(base_url="https://engage.example")
with app.app_context():
    db.create_all()
form = html.document_fromstring(client.get("/en/response", **page).text)
token = form.xpath("//input[@name='csrf_token']/@value")
typed = {{"csrf_token": token[0], "reference": "7KQ4", "code": "7"}}
headers = {{"Referer": "https://engage.example/en/response"}}
for _ in range(25):
    print(client.post("/en/response", data=typed, headers=headers, **page).status_code)
"""


def test_guesses_are_limited(tmp_path):
    """In a process of its own, because in tests there are no limits."""
    found = subprocess.run(
        [sys.executable, "-c", GUESS.format(folder=tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.split() == ["422"] * 20 + ["429"] * 5


# --- changing -------------------------------------------------------------------------------------------


def test_a_change_counts_when_it_is_sent_and_not_before(known, browsers, time):
    other = come_back(browsers(), known)
    time.moment += timedelta(days=1)
    come_back(other, known)
    do(other, "change")
    assert other.title == "Check your answers"
    other.follow("Change: Should the library open on Saturdays?")
    other.send(longer_hours="no")
    assert values(stored_sent()) == {"longer_hours": "yes"}
    other.onward()
    other.send()
    assert other.title == "Your change has been sent"
    assert "enter your reference number and your code again" in other.text
    response = stored()
    assert (values(response), response.reference) == ({"longer_hours": "no"}, known["reference"])
    assert (response.sent_at, response.changed_at) == (NOON, time.moment)
    assert queries.count_sent(response.consultation_id) == 1


def stored_sent() -> Response:
    db.session.rollback()
    return db.session.query(Response).filter(Response.sent_at.is_not(None)).populate_existing().one()


def test_whoever_withdraws_is_told_what_becomes_of_a_change_that_was_begun(known, browsers):
    other = come_back(browsers(), known)
    here = other.address
    other.open(f"{here}/withdraw")
    assert "The change that you have begun" not in other.text
    come_back(other, known)
    do(other, "change")
    other.open(f"{here}/withdraw")
    assert "The change that you have begun and not sent is deleted." in other.text


def test_a_change_that_is_left_harms_nothing_and_can_be_taken_up_or_forgotten(known, browsers):
    other = come_back(browsers(), known)
    do(other, "change")
    other.follow("Change: Should the library open on Saturdays?")
    other.send(longer_hours="no")
    third = come_back(browsers(), known)
    assert "You have begun to change your answers" in third.text
    do(third, "change")
    assert "No, it should not" in third.text
    come_back(third, known)
    do(third, "drop_change")
    assert "You have begun" not in third.text
    assert db.session.query(Response).count() == 1
    assert values(stored()) == {"longer_hours": "yes"}


def test_a_change_sent_ten_times_at_once_is_one_and_gives_the_same_reference(known, browsers):
    first = come_back(browsers(), known)
    do(first, "change")
    first.follow("Change: Should the library open on Saturdays?")
    first.send(longer_hours="no")
    first.onward()
    pages = [browsers() for _ in range(10)]
    for page in pages:
        page.open(first.address)
    references = together(*(lambda page=page: (page.send(), pair(page)["reference"])[1] for page in pages))
    assert set(references) == {known["reference"]}
    assert values(stored()) == {"longer_hours": "no"}
    first.open(first.address)
    assert pair(first)["reference"] == known["reference"]


def test_equality_answers_are_changed_with_the_rest(browser, browsers):
    known = pair(send_budget(browser))
    other = come_back(browsers(), known)
    assert "35 to 44" in other.text
    do(other, "change")
    for _ in range(2):
        other.onward()
    other.send(age="age_20_to_24")
    other.follow("Skip the rest of these questions")
    assert other.title == "Send your answers"  # contact details are not asked for again
    (before,) = queries.sent_responses(stored_sent().consultation_id)
    other.send()
    (after,) = queries.sent_responses(stored().consultation_id)
    assert (before.equality["age"], after.equality["age"]) == ("age_35_to_44", "age_20_to_24")
    db.session.rollback()
    assert db.session.query(EqualityAnswers).count() == 1


def test_nothing_is_changed_after_closing_but_within_the_grace_of_a_change_begun(known, browsers, time):
    other, late = come_back(browsers(), known), browsers()
    do(other, "change")
    other.follow("Change: Should the library open on Saturdays?")
    other.send(longer_hours="no")
    other.onward()
    time.moment = CLOSES
    come_back(late, known)
    assert "Change my answers" not in late.text
    assert "cannot be changed any more" not in late.text
    do(late, "change")
    assert late.address.split("/")[3] == other.address.split("/")[3]
    other.send()
    assert values(stored()) == {"longer_hours": "no"}


def test_a_change_that_comes_too_late_leaves_what_was_sent(known, browsers, time):
    other = come_back(browsers(), known)
    do(other, "change")
    other.open(other.address.replace("/check", "/send"))
    time.moment = CLOSES + timedelta(minutes=30)
    other.send()
    assert other.response.status_code == 409
    assert "What you sent before stays as it is" in other.text
    assert values(stored_sent()) == {"longer_hours": "yes"}


def test_an_old_page_of_a_change_makes_no_new_response(known, browsers):
    other, tab = come_back(browsers(), known), browsers()
    do(other, "change")
    tab.open(other.address.replace("/check", "/page/1"))
    other.onward()
    other.send()
    tab.send(longer_hours="no")
    assert db.session.query(Response).count() == 1
    assert values(stored()) == {"longer_hours": "yes"}


# --- withdrawing and erasing ----------------------------------------------------------------------------


def test_what_is_withdrawn_is_not_counted_until_it_is_put_back(known, browsers):
    other = come_back(browsers(), known)
    other.follow("Withdraw my answers")
    assert "Figures that the council has published already stay as they are" in other.text
    assert queries.count_sent(stored().consultation_id) == 1
    other.send()
    assert "You have withdrawn your answers" in other.text
    assert queries.count_sent(stored().consultation_id) == 0
    assert stored().changed_at is not None
    officer = make_officer(db.session.get(Consultation, stored().consultation_id).council)
    item = f"/en/officers/consultations/{stored().consultation_id}/ledger/item/{stored().reference}"
    shown = sign_in(browsers().client, officer).get(item).text
    assert "so nobody reads it here" in shown
    assert "Should the library open on Saturdays?" not in shown
    do(other, "put_back")
    assert queries.count_sent(stored().consultation_id) == 1
    assert values(stored()) == {"longer_hours": "yes"}


def test_what_was_withdrawn_cannot_be_put_back_after_closing(known, browsers, time):
    time.moment = CLOSES
    other = come_back(browsers(), known)
    other.follow("Withdraw my answers")
    assert "you cannot put them back" in other.text
    other.send()
    assert do(other, "put_back").status_code == 409
    assert queries.count_sent(stored().consultation_id) == 0


def test_a_withdrawal_and_its_undoing_leave_what_officers_decided(known, browsers, app):
    response = stored()
    officer = make_officer()
    decision = Decision(
        consultation_id=response.consultation_id,
        response_id=response.id,
        reason="out_of_scope",
        officer_id=officer.id,
        made_at=NOON,
    )
    db.session.add(decision)
    db.session.commit()
    other = come_back(browsers(), known)
    other.follow("Withdraw my answers")
    other.send()
    do(other, "put_back")
    db.session.rollback()
    standing = db.session.query(Decision).filter(Decision.undone_at.is_(None)).populate_existing().one()
    assert standing.reason == "out_of_scope"


def test_a_change_of_what_was_withdrawn_is_refused_and_forgotten(known, browsers):
    other, tab = come_back(browsers(), known), come_back(browsers(), known)
    do(tab, "change")
    tab.open(tab.address.replace("/check", "/send"))
    other.follow("Withdraw my answers")
    other.send()
    tab.send()
    assert pair(tab)["reference"] == known["reference"]
    assert queries.count_sent(stored().consultation_id) == 0


def test_erasing_leaves_nothing_but_that_a_response_was_received(browser, browsers, dump):
    known = pair(send_budget(browser))
    other = come_back(browsers(), known)
    do(other, "change")
    come_back(other, known)
    other.follow("Have my answers erased")
    assert "cannot be found from here" in other.text
    other.send()
    assert "Your answers have been erased" in other.text
    response = stored()
    assert (response.answers, response.reference) == ({}, known["reference"])
    assert response.erased_at is not None
    assert db.session.query(EqualityAnswers).count() == 0
    assert queries.count_sent(response.consultation_id) == 0
    kept = [line for line in dump().splitlines() if line.startswith("response ")]
    assert len(kept) == 1
    assert "'value'" not in kept[0]
    assert db.session.query(Trace).count() == 0
    come_back(browsers(), known)


def test_nothing_of_what_was_erased_comes_back(known, browsers):
    other = come_back(browsers(), known)
    address = other.address
    other.follow("Have my answers erased")
    other.send()
    other.open(address)
    for deed in ("put_back", "change"):
        assert do(other, deed).status_code == 409
        other.open(address)
    assert "Yes, it should" not in other.text
    assert stored().answers == {}


def test_every_deed_leaves_a_trace_without_answers(known, browsers):
    other = come_back(browsers(), known)
    do(other, "change")
    other.open(other.address.replace("/check", "/send"))
    other.send()
    come_back(other, known)
    other.follow("Withdraw my answers")
    other.send()
    do(other, "put_back")
    other.follow("Have my answers erased")
    other.send()
    db.session.rollback()
    traces = db.session.query(AuditEvent).filter_by(subject_kind="response").order_by(AuditEvent.id)
    assert [each.action for each in traces] == [
        "response_changed",
        "response_withdrawn",
        "response_put_back",
        "response_erased",
    ]
    assert {each.officer_id for each in traces} == {None}


def test_nothing_is_done_without_the_token_of_the_page(known, browsers):
    other = come_back(browsers(), known)
    for path in ("", "/withdraw", "/erase"):
        address = other.address + path
        response = other.client.post(address, data={"do": "change"})
        assert response.status_code == 422
    assert stored().erased_at is None
    assert queries.count_sent(stored().consultation_id) == 1


@pytest.mark.parametrize("path", ["", "/withdraw", "/erase"])
def test_every_page_is_there_in_welsh(known, browsers, path):
    other = come_back(browsers(), known)
    english = other.address + path
    other.open(english)
    welsh = other.page.xpath("//link[@hreflang='cy']/@href")[0]
    other.open(re.sub(r"https://[^/]+", "", welsh))
    assert other.response.status_code == 200
    assert other.page.get("lang") == "cy"


# --- the pages after sending, once it is taken back -------------------------------------------------------


@pytest.mark.parametrize(
    ("deed", "title", "receipt"),
    [
        ("withdraw", "You have withdrawn your answers", "Receipt for your answers"),
        ("erase", "Your answers were erased", "Your answers were erased"),
    ],
)
def test_the_page_after_sending_says_that_the_answers_were_taken_back(browser, deed, title, receipt):
    send_short(browser)
    after_sending = browser.address
    come_back(browser, pair(browser))
    browser.open(f"{browser.address}/{deed}")
    browser.send()
    browser.open(after_sending)
    assert browser.title == title
    assert "Thank you for having your say" not in browser.text
    assert "change them until the consultation closes" not in browser.text
    browser.open(after_sending.replace("/sent", "/receipt"))
    assert browser.title == receipt


@pytest.mark.parametrize(
    ("over", "title"),
    [
        ("sent", "You have already sent your answers"),
        ("dropped", "You have already sent your answers"),
        ("withdraw", "You have withdrawn your answers"),
        ("erase", "Your answers were erased"),
    ],
)
def test_what_was_typed_in_another_tab_of_a_change_that_is_over_is_shown(known, browsers, over, title):
    first = come_back(browsers(), known)
    here = first.address
    do(first, "change")
    first.follow("Change: Should the library open on Saturdays?")
    page, typed = first.address, first.typed()
    if over == "sent":
        first.send(longer_hours="no")
        first.onward()
        first.send()
    else:
        first.open(here)
        do(first, "drop_change" if over == "dropped" else "close")
        if over in ("withdraw", "erase"):
            come_back(first, known)
            first.open(f"{here}/{over}")
            first.send()
    first.open(page, "POST", data=typed | {"longer_hours": "yes"})
    assert (first.response.status_code, first.title) == (409, title)
    assert ("We have them safely" in first.text) == (over in ("sent", "dropped"))
    assert known["reference"] in first.text
    assert "What you entered just now" in first.text
