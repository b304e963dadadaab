"""Is each purpose a list of its own, for officers who may see it, with no way from it to answers?"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest
from lxml import html

from engage.accounts.models import AuditEvent
from engage.accounts.permissions import Role
from engage.database import db
from engage.respond import (
    closing_service,
    contact_queries,
    contact_service,
    keying_service,
    kiosk_entry_service,
)
from engage.respond.kiosk_models import KioskRemnant
from engage.respond.models import ContactDetails
from engage.respond.queries import Contact
from tests.examples import BUDGET, SHORT
from tests.factories import NOON, make_council, make_officer
from tests.officers import send, sign_in
from tests.pages import CheckingClient
from tests.respond.conftest import publish
from tests.respond.kiosk_device import sealed_entry
from tests.respond.test_journeys import begin
from tests.respond.test_kiosk import kiosk_of

SLIPS = {
    "en": "/en/officers/consultations/{}/contacts/slips",
    "cy": "/cy/swyddogion/ymgynghoriadau/{}/cysylltiadau/slipiau",
}
BOTH = replace(SHORT, contact=("outcome", "draw"))
ENDED = NOON + timedelta(days=31)


def at_contact(browser, version, language="en"):
    begin(browser, version, language)
    browser.send(longer_hours="yes")
    browser.open(browser.address.replace("/check", "/contact").replace("/gwirio", "/cyswllt"))
    return browser


def leave(browser, version, email, *purposes):
    at_contact(browser, version)
    browser.send(email=email, purposes=list(purposes))
    return browser


def rows() -> list[ContactDetails]:
    db.session.rollback()
    return db.session.query(ContactDetails).populate_existing().order_by(ContactDetails.purpose).all()


def test_each_purpose_has_a_row_of_its_own_without_a_link(browser):
    leave(browser, publish(BOTH), "resident@example.org", "outcome", "draw")
    assert "To take part in the prize draw" in browser.text
    assert len({row.code_hash for row in rows()}) == 1
    browser.send()
    assert [(row.purpose, row.code_hash) for row in rows()] == [("draw", None), ("outcome", None)]
    assert len({row.uuid for row in rows()}) == 2


def test_no_purpose_is_chosen_beforehand_and_one_can_be_taken_back(browser):
    version = publish(BOTH)
    at_contact(browser, version)
    assert browser.page.xpath("//input[@name='purposes'][@checked]") == []
    contact = browser.address
    browser.send(email="resident@example.org", purposes=["draw", "outcome"])
    browser.open(contact)
    assert len(browser.page.xpath("//input[@name='purposes'][@checked]")) == 2
    browser.send(purposes=["draw"])
    assert [row.purpose for row in rows()] == ["draw"]
    browser.open(contact)
    browser.send(email="", purposes=[])
    assert rows() == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"email": "resident@example.org"},
            "Choose what the council may use your email address for, or leave it empty",
        ),
        ({"purposes": ["draw"]}, "Enter your email address, or choose nothing below it"),
        (
            {"email": "resident@example.org", "purposes": ["further"]},
            "Choose what the council may use your email address for, or leave it empty",
        ),
    ],
)
def test_an_address_without_a_purpose_is_not_kept(browser, fields, said):
    at_contact(browser, publish(BOTH))
    browser.send(fields)
    assert (browser.response.status_code, browser.errors) == (422, [said])
    assert rows() == []


def test_the_only_purpose_is_agreed_to_by_giving_an_address(browser):
    at_contact(browser, publish(replace(SHORT, contact=("draw",))))
    assert "To take part in the prize draw" in browser.text
    browser.send(email="resident@example.org")
    assert [row.purpose for row in rows()] == ["draw"]


def test_the_page_is_there_in_welsh_and_keeps_what_was_typed(browser):
    at_contact(browser, publish(BOTH))
    browser.switch({"email": "resident@example.org", "purposes": ["draw"]})
    assert "I gymryd rhan yn y raffl" in browser.text
    assert browser.typed()["purposes"] == ["draw"]
    assert rows() == []


# --- officers -------------------------------------------------------------------------------------------


def downloaded(client, consultation, purpose="draw"):
    response = client.get(f"/en/officers/consultations/{consultation.id}/contacts/{purpose}.csv")
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.get_data(as_text=True).removeprefix("\ufeff"))))


def test_an_officer_downloads_one_list_after_answers_have_ended(app, browsers, time):
    version = publish(BOTH)
    consultation = version.survey.consultation
    for number in range(12):
        leave(browsers(), version, f"number{number}@example.org", "draw").send()
    for _ in range(2):
        leave(browsers(), version, "Number3@example.org", "draw", "outcome").send()
    leave(browsers(), version, "left@example.org", "draw")  # and not sent
    client = sign_in(app.test_client(), make_officer(consultation.council, Role.AUTHOR))
    lists = f"/en/officers/consultations/{consultation.id}/contacts"
    assert client.get(f"{lists}/draw.csv").status_code == 409
    assert "12 addresses" not in client.get(lists).get_data(as_text=True)
    time.moment = ENDED
    page = html.document_fromstring(client.get(lists).get_data(as_text=True))
    said = " ".join(page.xpath("//main")[0].text_content().split())
    assert "To take part in the prize draw 12 addresses" in said
    header, *found = downloaded(client, consultation)
    assert header == ["Email address", "Language"]
    assert {email.lower() for email, _language in found} == {f"number{n}@example.org" for n in range(12)}
    assert [email for email, _ in found] != sorted(email for email, _ in found)
    assert {language for _, language in found} == {"en"}
    db.session.rollback()
    trace = db.session.query(AuditEvent).filter_by(action="contacts_downloaded").one()
    assert (trace.subject_kind, trace.subject_id) == ("consultation", consultation.id)


def test_a_list_waits_until_the_rule_on_answers_not_sent_is_applied(app, browser, time):
    version = publish(BOTH, uses_partial=True)
    leave(browser, version, "resident@example.org", "draw")
    consultation = version.survey.consultation
    client = sign_in(app.test_client(), make_officer(consultation.council, Role.AUTHOR))
    time.moment = ENDED
    address = f"/en/officers/consultations/{consultation.id}/contacts/draw.csv"
    assert client.get(address).status_code == 409
    closing_service.settle_closed(now=ENDED)
    assert downloaded(client, consultation)[1:] == [["resident@example.org", "en"]]


@pytest.mark.parametrize("role", [each for each in Role if each != Role.AUTHOR])
def test_nobody_else_sees_an_address(app, time, role):
    consultation = publish(BUDGET).survey.consultation
    time.moment = ENDED
    client = sign_in(app.test_client(), make_officer(consultation.council, role))
    stranger = sign_in(app.test_client(), make_officer(make_council()))
    for end in ("", "/outcome.csv"):
        address = f"/en/officers/consultations/{consultation.id}/contacts{end}"
        assert client.get(address).status_code == 403
        assert stranger.get(address).status_code == 404


def test_an_address_is_no_formula_and_a_purpose_that_is_none_is_not_there(app, browser, time):
    version = publish(BOTH)
    leave(browser, version, "=cmd@example.org", "draw").send()
    consultation = version.survey.consultation
    client = sign_in(app.test_client(), make_officer(consultation.council, Role.AUTHOR))
    time.moment = ENDED
    assert downloaded(client, consultation)[1:] == [["'=cmd@example.org", "en"]]
    assert client.get(f"/en/officers/consultations/{consultation.id}/contacts/other.csv").status_code == 404


# --- while kiosks may hold some -------------------------------------------------------------------------

WAITED = ENDED + timedelta(days=3)


def from_kiosk(kiosk_id, version, email, now):
    content = sealed_entry(version.id, {"longer_hours": ["yes"]}, email=email, purposes=["draw"])
    db.session.rollback()
    return kiosk_entry_service.receive(kiosk_id, content, now=now)


def test_lists_wait_for_what_kiosks_may_still_hold(app, browser, time):
    version = publish(BOTH)
    consultation = version.survey.consultation
    kiosk_id = kiosk_of(version)[0].id
    client = sign_in(app.test_client(), make_officer(consultation.council, Role.AUTHOR))
    leave(browser, version, "resident@example.org", "draw").send()
    lists = f"/en/officers/consultations/{consultation.id}/contacts"
    time.moment = ENDED
    assert client.get(f"{lists}/draw.csv").status_code == 409
    assert (
        "What kiosks have kept without a network and what stands on paper may still come"
        in client.get(lists).text
    )
    from_kiosk(kiosk_id, version, "kiosk@example.org", ENDED)
    time.moment = WAITED
    found = {email for email, _ in downloaded(client, consultation)[1:]}
    assert found == {"resident@example.org", "kiosk@example.org"}


def test_an_address_that_comes_when_lists_are_given_out_is_not_kept_but_its_answers_are(app, time):
    version = publish(BOTH)
    kiosk_id = kiosk_of(version)[0].id
    stored = from_kiosk(kiosk_id, version, "late@example.org", WAITED)
    assert stored.reference
    assert rows() == []
    assert db.session.query(KioskRemnant).all() == []  # which would hold the address beside the reference


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_a_slip_of_paper_is_keyed_into_the_lists_and_nothing_is_recorded_of_it(app, time, lang):
    version = publish(BOTH)
    consultation = version.survey.consultation
    client = sign_in(CheckingClient(app), make_officer(consultation.council, Role.CLERK))
    address = SLIPS[lang].format(consultation.id)
    before = db.session.query(AuditEvent).count()
    slip = {"email": "resident@example.org", "purposes": ["draw", "outcome"], "language": "cy"}
    for _twice in range(2):
        assert send(client, address, **slip).status_code == 302
    assert {(row.purpose, row.language, row.code_hash) for row in rows()} == {
        ("draw", "cy", None),
        ("outcome", "cy", None),
    }
    assert db.session.query(AuditEvent).count() == before
    _there, lists = contact_queries.lists(
        make_officer(consultation.council), consultation.id, now=ENDED + timedelta(days=30)
    )
    assert set(lists.values()) == {1}  # keyed twice, there once


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"email": ""}, "Enter the email address on the slip"),
        ({"email": "resident"}, "Enter an email address, such as name@example.org"),
        ({"purposes": []}, "Choose what the council may use your email address for"),
        ({"language": []}, "Choose the language of the slip"),
    ],
)
def test_what_is_wrong_with_a_slip_is_said_and_nothing_is_kept(app, time, wrong, message):
    consultation = publish(BOTH).survey.consultation
    client = sign_in(CheckingClient(app), make_officer(consultation.council, Role.CLERK))
    slip = {"email": "resident@example.org", "purposes": ["draw"], "language": "en", **wrong}
    page = send(client, SLIPS["en"].format(consultation.id), **slip)
    assert (page.status_code, message in page.text) == (422, True)
    assert rows() == []


def test_no_slip_is_keyed_where_no_address_is_asked_for_or_once_lists_are_given_out(app, time):
    consultation = publish(BOTH).survey.consultation
    clerk = make_officer(consultation.council, Role.CLERK)
    client, address = sign_in(CheckingClient(app), clerk), SLIPS["en"].format(consultation.id)
    assert client.get(SLIPS["en"].format(publish(SHORT).survey.consultation.id)).status_code == 404
    time.moment = ENDED
    assert "none is added any more" in client.get(address).text
    late = {"email": "resident@example.org", "language": "en", "purposes": ["draw"]}
    with pytest.raises(contact_queries.GivenOut):
        contact_service.take_slip(clerk, consultation.id, [Contact(late["email"], "en", "draw")], now=ENDED)
    assert rows() == []


def test_no_list_grows_once_somebody_has_had_one_though_papers_are_opened_after_that(app, time):
    consultation = publish(BOTH).survey.consultation
    clerk, author = make_officer(consultation.council, Role.CLERK), make_officer(consultation.council)
    contact_service.hand_out(author, consultation.id, "draw", now=ENDED)
    keying_service.open_batch(clerk, consultation.id, name="One", expected=None, percent_twice=0, now=ENDED)
    assert contact_queries.given_out_from(consultation) > ENDED
    assert contact_queries.are_given_out(consultation, now=ENDED)
    slip = Contact("resident@example.org", "en", "draw")
    with pytest.raises(contact_queries.GivenOut):
        contact_service.take_slip(clerk, consultation.id, [slip], now=ENDED)
    assert contact_service.hand_out(author, consultation.id, "draw", now=ENDED) == []


def test_lists_wait_until_paper_is_keyed(app, time):
    consultation = publish(BOTH).survey.consultation
    clerk = make_officer(consultation.council, Role.CLERK)
    keying_service.open_batch(clerk, consultation.id, name="One", expected=None, percent_twice=0, now=NOON)
    for days, there in ((13, False), (14, True)):
        moment = consultation.closes_at + timedelta(days=days)
        assert contact_queries.are_given_out(consultation, now=moment) is there
