"""Does a closing date move with a notice in both languages, and is the public told?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from lxml import html

from engage import clock
from engage.accounts.permissions import Role
from engage.bilingual import Bilingual
from engage.consultations import notice_service
from engage.consultations.checks import Code
from engage.database import db
from engage.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.factories import make_consultation, make_council, make_officer
from tests.officers import send, sign_in

WHY = Bilingual("Many have asked for more time.", "Mae llawer wedi gofyn am ragor o amser.")


def arrange(**fields):
    officer, now = make_officer(), clock.now().replace(second=0, microsecond=0)
    usual = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=20)}
    return officer, make_consultation(officer.council, **usual | fields), now


@pytest.mark.parametrize(("days", "kind"), [(30, "closes_later"), (10, "closes_earlier")])
def test_a_closing_date_moves_and_the_page_says_so_in_both_languages(app: Flask, days, kind):
    officer, consultation, now = arrange()
    was = consultation.closes_at
    becomes = now + timedelta(days=days)
    notice = notice_service.move_closing(officer, consultation.id, becomes, WHY, now=now)
    assert (notice.kind, notice.was, notice.becomes, consultation.closes_at) == (kind, was, becomes, becomes)
    english = app.test_client().get(f"/en/consultations/{consultation.slug_en}").get_data(as_text=True)
    welsh = app.test_client().get(f"/cy/ymgynghoriadau/{consultation.slug_cy}").get_data(as_text=True)
    assert "Changes to this consultation" in english
    assert WHY.en in english
    assert "Newidiadau i’r ymgynghoriad hwn" in welsh.replace("&#39;", "’").replace("'", "’")
    assert WHY.cy in welsh


@pytest.mark.parametrize(
    ("days", "words", "code"),
    [
        (30, Bilingual("Only English"), Code.MISSING),
        (10, Bilingual("", "Cymraeg yn unig"), Code.MISSING),
        (20, WHY, Code.SAME),
        (-1, WHY, Code.PAST),
        (0, WHY, Code.PAST),
    ],
)
def test_what_does_not_do_is_refused(app: Flask, days, words, code):
    officer, consultation, now = arrange()
    with pytest.raises(Invalid) as refused:
        notice_service.move_closing(officer, consultation.id, now + timedelta(days=days), words, now=now)
    assert [problem.code for problem in refused.value.problems] == [code]
    db.session.refresh(consultation)
    assert consultation.closes_at == now + timedelta(days=20)
    assert notice_service.notices(consultation.id) == []


@pytest.mark.parametrize("is_published", [True, False], ids=["closed", "draft"])
def test_only_what_is_before_the_public_moves(app: Flask, is_published):
    closed = clock.now() - timedelta(minutes=2)
    over = {"closes_at": closed, "opens_at": closed - timedelta(days=9)}
    officer, consultation, now = arrange(**over if is_published else {"published_at": None})
    with pytest.raises(Conflict):
        notice_service.move_closing(officer, consultation.id, now + timedelta(days=50), WHY, now=now)


def test_only_who_may_publish_moves_it(app: Flask):
    officer, consultation, now = arrange()
    later = now + timedelta(days=30)
    author, stranger = make_officer(officer.council, Role.AUTHOR), make_officer(make_council())
    with pytest.raises(NotAllowed):
        notice_service.move_closing(author, consultation.id, later, WHY, now=now)
    with pytest.raises(NotFound):
        notice_service.move_closing(stranger, consultation.id, later, WHY, now=now)


def test_an_officer_moves_it_in_the_browser(app: Flask):
    officer, consultation, now = arrange()
    client = sign_in(app.test_client(), officer)
    address = f"/en/officers/consultations/{consultation.id}/closing"
    assert send(client, address).status_code == 422
    on = now + timedelta(days=40)
    fields = {"closes_day": str(on.day), "closes_month": str(on.month), "closes_year": str(on.year)}
    done = send(client, address, words_en=WHY.en, words_cy=WHY.cy, closes_time="17:00", **fields)
    assert done.status_code == 302
    assert "The closing date is moved" in client.get(done.location).get_data(as_text=True)
    assert len(notice_service.notices(consultation.id)) == 1


def test_an_earlier_date_is_moved_to_only_when_it_is_said_to_be_meant(app: Flask):
    officer, consultation, _now = arrange()
    client, was = sign_in(app.test_client(), officer), consultation.closes_at
    address = f"/en/officers/consultations/{consultation.id}/closing"
    on = was - timedelta(days=1)
    fields = {"closes_day": str(on.day), "closes_month": str(on.month), "closes_year": str(on.year)}
    fields |= {"closes_time": "17:00", "words_en": WHY.en, "words_cy": WHY.cy}
    assert 'name="earlier"' not in client.get(address).get_data(as_text=True)
    asked = send(client, address, **fields)
    assert asked.status_code == 422
    assert "It would close earlier than people were told" in asked.get_data(as_text=True)
    assert notice_service.notices(consultation.id) == []
    assert send(client, address, earlier="y", **fields).status_code == 302
    assert notice_service.notices(consultation.id)[0].becomes < was


def test_each_language_in_which_the_public_is_not_told_is_named_by_itself(app: Flask):
    officer, consultation, now = arrange()
    client, on = sign_in(app.test_client(), officer), now + timedelta(days=40)
    day = {"closes_day": str(on.day), "closes_month": str(on.month), "closes_year": str(on.year)}
    refused = send(client, f"/en/officers/consultations/{consultation.id}/closing", **day)
    found = html.document_fromstring(refused.data).find_class("govuk-error-summary")[0].xpath(".//li/a")
    assert [(each.get("href"), each.text) for each in found] == [
        ("#words_en", "Tell the public in English why it closes at another time"),
        ("#words_cy", "Tell the public in Welsh why it closes at another time"),
    ]


@pytest.mark.parametrize("rubbish", ["", "x", "99", "\x00", "-1", "é" * 20_000, "<b>"])
def test_rubbish_in_every_field_breaks_nothing(app: Flask, rubbish):
    officer, consultation, _now = arrange()
    client = sign_in(app.test_client(), officer)
    names = ("closes_day", "closes_month", "closes_year", "closes_time", "words_en", "words_cy")
    for name in names:
        answer = send(client, f"/en/officers/consultations/{consultation.id}/closing", **{name: rubbish})
        assert answer.status_code == 422, name
