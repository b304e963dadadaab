"""Is what a device has kept stored exactly once, by the survey's rules, and nothing of it lost in silence?"""

from __future__ import annotations

import base64
import json
import threading
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.permissions import Role
from engage.consultations.models import Consultation
from engage.database import db
from engage.respond import (
    codes,
    kiosk,
    kiosk_entry_service,
    kiosk_queries,
    kiosk_sealing,
    kiosk_service,
    ledger_queries,
)
from engage.respond.channel import Channel
from engage.respond.kiosk_models import Kiosk, KioskRemnant
from engage.respond.ledger import Line
from engage.respond.ledger_models import Decision
from engage.respond.models import ContactDetails, EqualityAnswers, Response
from engage.sealing import WrongSeal
from engage.surveys.definition import Answered, Not
from engage.surveys.ways import STANDARD
from tests.examples import BUDGET, EVERY_KIND, ROUTED, SHORT
from tests.factories import NOON, make_consultation, make_officer
from tests.respond.conftest import Browser, publish
from tests.respond.kiosk_device import EQUALITY_KEY, entry, sealed, sealed_entry
from tests.respond.test_journeys import EVERY_FIELD, values
from tests.respond.test_kiosk import kiosk_of, started
from tests.respond.test_ways import with_ways

YES = {"longer_hours": ["yes"]}


@pytest.fixture
def short(app, time):
    """A version of SHORT whose kiosk takes answers, in a consultation with a quarter of an hour of grace."""
    version = publish(SHORT, grace_minutes=15)
    version.kiosk_id = kiosk_of(version)[0].id
    return version


def arrive(version, content: bytes, now=NOON):
    db.session.rollback()
    return kiosk_entry_service.receive(version.kiosk_id, content, now=now)


def rows(model) -> list:
    db.session.rollback()
    return list(db.session.scalars(select(model).execution_options(populate_existing=True)))


# --- once -----------------------------------------------------------------------------------------------


def test_what_arrives_twice_is_stored_once_under_the_same_reference(short):
    content = sealed_entry(short.id, YES)
    first, again = arrive(short, content), arrive(short, content)
    assert first == again
    [response] = rows(Response)
    assert (response.reference, response.channel, response.variant) == (
        first.reference,
        Channel.KIOSK,
        STANDARD,
    )
    assert rows(Kiosk)[0].sent == 1


def test_the_return_code_that_is_shown_opens_what_was_sent(short, app):
    stored = arrive(short, sealed_entry(short.id, YES))
    browser = Browser(app)
    browser.open("/en/response")
    browser.send(reference=stored.reference, code=stored.return_code)
    assert "Yes, it should" in browser.text


def test_the_same_entry_a_hundred_times_at_once_is_one_response(short, app: Flask):
    content, version_id, kiosk_id = sealed_entry(short.id, YES), short.id, short.kiosk_id
    db.session.rollback()
    references: list[str] = []
    ready = threading.Barrier(10)

    def post() -> None:
        with app.app_context():
            ready.wait()
            for _ in range(10):
                references.append(kiosk_entry_service.receive(kiosk_id, content, now=NOON).reference)
            db.session.remove()

    threads = [threading.Thread(target=post) for _ in range(10)]
    [each.start() for each in threads]
    [each.join() for each in threads]
    assert Counter(references) == {rows(Response)[0].reference: 100}
    assert [each.version_id for each in rows(Response)] == [version_id]
    assert rows(Kiosk)[0].sent == 1


# --- by the rules of the survey ---------------------------------------------------------------------------


def test_every_kind_of_answer_is_what_it_would_be_online(app, time, browser):
    version = publish(EVERY_KIND)
    version.kiosk_id = kiosk_of(version)[0].id
    fields = {name: value if isinstance(value, list) else [value] for name, value in EVERY_FIELD.items()}
    arrive(version, sealed_entry(version.id, fields))
    browser.open(f"/en/consultations/{version.survey.consultation.slug_en}/answer/new")
    browser.onward()
    browser.send(EVERY_FIELD)
    online, received = sorted(rows(Response), key=lambda each: each.channel == Channel.KIOSK)
    assert values(received) == values(online)
    assert rows(KioskRemnant) == []


def test_what_is_not_asked_is_dropped(app, time):
    version = publish(ROUTED)
    version.kiosk_id = kiosk_of(version)[0].id
    typed = {"who": ["organisation"], "travel": ["bus"], "better": ["More"], "comments": ["Thank you"]}
    arrive(version, sealed_entry(version.id, typed))
    assert values(rows(Response)[0]) == {"who": "organisation", "comments": "Thank you"}


def test_equality_answers_and_the_address_have_stores_of_their_own(app, time, dump):
    version = publish(BUDGET)
    version.kiosk_id = kiosk_of(version)[0].id
    content = sealed_entry(
        version.id,
        {"matters": ["none"]},
        equality={"age": ["age_35_to_44"]},
        email="somebody@example.org",
        language="cy",
    )
    arrive(version, content)
    arrive(version, content)
    [response] = rows(Response)
    assert (values(response), response.language) == ({"matters": ["none"]}, "cy")
    assert len(rows(EqualityAnswers)) == 1
    assert [each.code_hash for each in rows(ContactDetails)] == [None]
    assert "age_35_to_44" not in dump()
    assert "somebody@example.org" not in dump()


def test_equality_answers_of_whom_they_are_not_asked_are_dropped(app, time):
    hidden = replace(BUDGET.equality, show_if=Not(Answered("matters")))
    version = publish(replace(BUDGET, equality=hidden))
    version.kiosk_id = kiosk_of(version)[0].id
    arrive(version, sealed_entry(version.id, {"matters": ["none"]}, equality={"age": ["age_35_to_44"]}))
    assert rows(EqualityAnswers) == []


def test_an_entry_of_an_older_version_stays_an_answer_to_that_one(short):
    consultation = short.survey.consultation
    newer = publish(SHORT, consultation)
    for version in (short, newer):
        arrive(short, sealed_entry(version.id, YES))
    assert sorted(each.version_id for each in rows(Response)) == sorted([short.id, newer.id])


def test_what_a_device_still_holds_of_another_kiosk_of_the_council_is_stored_where_it_belongs(short, time):
    """The device was started again, for another consultation, before it could send."""
    council = short.survey.consultation.council
    newer = publish(SHORT, council=council)
    newer.kiosk_id = kiosk_of(newer)[0].id
    content = sealed_entry(short.id, YES)
    stored = arrive(newer, content)
    assert [(each.reference, each.version_id) for each in rows(Response)] == [(stored.reference, short.id)]
    assert rows(KioskRemnant) == []
    assert rows(Decision) == []


def test_a_device_sends_nothing_for_what_never_had_a_kiosk(short):
    other = publish(SHORT, council=short.survey.consultation.council)
    assert arrive(short, sealed_entry(other.id, YES)).reference is None
    assert len(rows(KioskRemnant)) == 1


@pytest.mark.parametrize(("number", "variant"), [(0, STANDARD), (1, "easy_read"), (2, "large_print")])
def test_an_answer_in_another_way_is_recorded_as_one(app, time, number, variant):
    version = publish(with_ways(SHORT, "easy_read", "large_print"))
    version.kiosk_id = kiosk_of(version)[0].id
    stored = arrive(version, sealed_entry(version.id, YES, variant=number))
    assert [(each.reference, each.variant) for each in rows(Response)] == [(stored.reference, variant)]
    assert rows(KioskRemnant) == []


# --- in time, and too late --------------------------------------------------------------------------------

CLOSES = NOON + timedelta(days=30)
ENDS = CLOSES + timedelta(minutes=15)


@pytest.mark.parametrize(
    ("pressed_at", "arrives", "late"),
    [
        (CLOSES - timedelta(minutes=1), CLOSES - timedelta(minutes=1), False),
        (CLOSES + timedelta(minutes=14), CLOSES + timedelta(minutes=14), False),  # in the period of grace
        (CLOSES - timedelta(hours=1), CLOSES + timedelta(days=2), False),  # there was no network
        (CLOSES - timedelta(hours=1), ENDS + timedelta(days=3), True),  # for too long
        (ENDS, ENDS, True),
        (ENDS + timedelta(days=400), ENDS, True),  # a clock that is wrong
    ],
)
def test_what_comes_too_late_is_kept_with_its_reason_and_counted_as_received(
    short, pressed_at, arrives, late
):
    stored = arrive(short, sealed_entry(short.id, YES, pressed_at=pressed_at), now=arrives)
    assert stored.reference
    assert [each.reason for each in rows(Decision)] == (["late"] if late else [])
    line = Line.of(ledger_queries.tallies(short.survey.consultation_id))
    assert (line.received, line.analysed) == (1, 0 if late else 1)


def test_what_was_pressed_after_the_kiosk_was_stopped_is_for_a_person_to_decide(short):
    officer, of = make_officer(short.survey.consultation.council, Role.CLERK), short.survey.consultation_id
    kiosk_service.stop(officer, of, short.kiosk_id, now=NOON + timedelta(minutes=30))
    for minutes in (25, 35):
        pressed_at = NOON + timedelta(minutes=minutes)
        arrive(short, sealed_entry(short.id, YES, pressed_at=pressed_at), now=NOON + timedelta(hours=1))
    assert len(rows(Response)) == 2
    assert [each.reason for each in rows(Decision)] == ["late"]


# --- what cannot be read ----------------------------------------------------------------------------------


def bad(version_id: int) -> dict[str, bytes]:
    other = publish(SHORT, make_consultation())
    good = entry(version_id, YES)
    return {
        "not sealed": b"hello",
        "sealed to another key": sealed(b"{}", bytes(32)),
        "no entry": sealed(b"[]"),
        "not JSON": sealed(b"\xff"),
        "another consultation": sealed_entry(other.id, YES),
        "no such version": sealed_entry(999_999, YES),
        "an impossible version": sealed_entry(2**40, YES),
        "no such variant": sealed_entry(version_id, YES, variant=1),
        "an impossible variant": sealed_entry(version_id, YES, variant=-1),
        "an impossible moment": sealed(json.dumps(good | {"pressed_at": 1e300}).encode()),
        "a code that cannot be read out": sealed(json.dumps(good | {"random": f"{36:x}"}).encode()),
        "no language": sealed(json.dumps(good | {"language": "fr"}).encode()),
        "no answer": sealed_entry(version_id, {}),
        "no fields": sealed(json.dumps(good | {"opinions": None}).encode()),
    }


def test_what_cannot_be_read_is_kept_as_it_came_once(short):
    names = bad(short.id)
    for name, content in names.items():
        stored = [arrive(short, content) for _ in range(2)]
        assert {each.reference for each in stored} == {None}, name
    assert rows(Response) == []
    kept = [each.sealed for each in rows(KioskRemnant)]
    assert len(set(kept)) == len(kept) == len(names)


@pytest.mark.parametrize(
    "fields",
    [
        {"opinions": {**YES, "longer_hours--other--x": ["no harm"]}, "email": "nobody"},
        {"opinions": YES, "email": "somebody@example.org"},  # this survey asks for no address
    ],
)
def test_what_can_be_read_is_stored_and_the_whole_is_kept_beside_it(short, fields):
    stored = arrive(short, sealed_entry(short.id, **fields))
    assert [each.reference for each in rows(Response)] == [stored.reference]
    assert [each.reference for each in rows(KioskRemnant)] == [stored.reference]


def test_an_answer_that_is_refused_takes_no_other_with_it(app, time):
    version = publish(EVERY_KIND)
    version.kiosk_id = kiosk_of(version)[0].id
    stored = arrive(version, sealed_entry(version.id, {"street": ["Stryd y Môr"], "visits": ["many"]}))
    assert values(rows(Response)[0]) == {"street": "Stryd y Môr"}
    assert [each.reference for each in rows(KioskRemnant)] == [stored.reference]


def test_a_copy_of_the_database_does_not_open_what_is_kept(short, dump):
    arrive(short, sealed(b'{"email": "somebody@example.org"}'))
    assert "somebody" not in dump()
    [remnant] = rows(KioskRemnant)
    assert kiosk_sealing.open_entry(remnant.sealed, EQUALITY_KEY) == b'{"email": "somebody@example.org"}'
    with pytest.raises(WrongSeal):
        kiosk_sealing.open_entry(remnant.sealed[:-1] + bytes([remnant.sealed[-1] ^ 1]), EQUALITY_KEY)


# --- the door ---------------------------------------------------------------------------------------------


@pytest.fixture
def device(browser):
    version = publish(SHORT)
    browser.version_id = version.id
    browser.kiosk, code = kiosk_of(version)
    return started(browser, code)


def post(browser: Browser, path: str, message) -> tuple[int, dict]:
    response = browser.client.post(f"/en/kiosk/{path}", json=message)
    return response.status_code, response.get_json()


def test_a_device_sends_and_is_told_the_reference_and_the_code(device):
    content = base64.b64encode(sealed_entry(device.version_id, YES)).decode()
    status, reply = post(device, "entries", {"sealed": content})
    assert status == 200
    assert reply["reference"] == rows(Response)[0].reference
    assert codes.read_return_code(reply["return_code"]) is not None


@pytest.mark.parametrize(
    ("message", "status"),
    [({"sealed": "%"}, 413), ({}, 413), ([], 413), ({"sealed": "A" * (kiosk.LONGEST * 2)}, 413)],
)
def test_what_is_no_entry_is_not_acknowledged(device, message, status):
    assert post(device, "entries", message)[0] == status


def test_a_device_that_is_not_started_keeps_what_it_has(browser):
    version = publish(SHORT)
    content = base64.b64encode(sealed_entry(version.id, YES)).decode()
    for path in ("entries", "alive"):
        assert post(browser, path, {"sealed": content}) == (403, {"problem": "not_started"})
    assert rows(Response) == []


def test_another_sites_form_cannot_send(device):
    content = base64.b64encode(sealed_entry(device.version_id, YES)).decode()
    response = device.client.post("/en/kiosk/entries", data={"sealed": content})
    assert response.status_code == 413


@pytest.mark.parametrize(
    ("heard", "waiting", "stopped", "may_hold"),
    [
        (ENDS, 0, None, False),  # it was there when answers ended, and held nothing
        (ENDS + timedelta(days=9), 2, None, True),
        (ENDS - timedelta(minutes=1), 0, None, True),  # nobody knows what came after that
        (NOON, 0, NOON, False),  # it was put away before
        (NOON, 1, NOON, True),
        (NOON, 0, NOON + timedelta(days=1), True),
        (None, 0, None, False),  # no device ever had it
    ],
)
def test_a_kiosk_may_hold_what_has_not_arrived(short, heard, waiting, stopped, may_hold):
    of = db.session.get(Kiosk, short.kiosk_id)
    of.heard_at, of.waiting, of.stopped_at = heard, waiting, stopped
    db.session.commit()
    found = kiosk_queries.may_hold_unsent(short.survey.consultation_id, ENDS, now=ENDS + timedelta(days=9))
    assert [each.id for each in found] == ([short.kiosk_id] if may_hold else [])


def test_what_waits_on_a_device_that_another_has_replaced_is_not_forgotten(short):
    consultation_id, kiosk_id = short.survey.consultation_id, short.kiosk_id
    clerk = make_officer(db.session.get(Consultation, consultation_id).council, Role.CLERK)

    def held() -> list[int]:
        db.session.expire_all()
        found = kiosk_queries.may_hold_unsent(consultation_id, ENDS, now=ENDS)
        return [each.unsent for each in found]

    kiosk_service.pair(kiosk_service.new_code(clerk, consultation_id, kiosk_id, now=ENDS).code, now=ENDS)
    kiosk_service.hear(kiosk_id, 5, now=ENDS)
    again = kiosk_service.new_code(clerk, consultation_id, kiosk_id, now=ENDS)
    cookie = kiosk_service.pair(again.code, now=ENDS)
    kiosk_service.hear(kiosk_id, 0, now=ENDS)
    assert held() == [5]
    kiosk_service.settle(clerk, consultation_id, kiosk_id, now=ENDS)
    assert held() == []
    kiosk_service.hear(kiosk_id, 2, now=ENDS + timedelta(seconds=1))
    assert held() == [2]
    again = kiosk_service.new_code(clerk, consultation_id, kiosk_id, now=ENDS)
    kiosk_service.pair(again.code, cookie, now=ENDS)  # the same device
    kiosk_service.hear(kiosk_id, 0, now=ENDS)
    assert held() == []


def test_a_device_that_becomes_another_kiosk_leaves_what_it_held_known_at_the_first(short):
    consultation_id = short.survey.consultation_id
    clerk = make_officer(db.session.get(Consultation, consultation_id).council, Role.CLERK)
    first = kiosk_service.add(clerk, consultation_id, "One", "Here", now=ENDS)
    cookie = kiosk_service.pair(first.code, now=ENDS)
    kiosk_service.hear(first.kiosk_id, 3, now=ENDS)
    second = kiosk_service.add(clerk, consultation_id, "Two", "There", now=ENDS)
    kiosk_service.pair(second.code, cookie, now=ENDS)
    left = db.session.get(Kiosk, first.kiosk_id, populate_existing=True)
    assert (left.token_hash, left.waiting, left.lost, left.lost_at) == (None, 0, 3, ENDS)


@pytest.mark.parametrize(("minutes", "may_hold"), [(1, False), (30, True)])
def test_while_answers_are_taken_only_a_kiosk_that_is_silent_may_hold_some(short, minutes, may_hold):
    of = db.session.get(Kiosk, short.kiosk_id)
    of.heard_at = NOON - timedelta(minutes=minutes)
    db.session.commit()
    found = kiosk_queries.may_hold_unsent(short.survey.consultation_id, ENDS, now=NOON)
    assert [each.id for each in found] == ([short.kiosk_id] if may_hold else [])


@pytest.mark.parametrize(("waiting", "known"), [(3, 3), (0, 0), (-1, 0), ("7", 0), (None, 0)])
def test_the_officer_sees_how_many_wait(device, time, waiting, known):
    time.moment = NOON + timedelta(hours=2)
    status, reply = post(device, "alive", {"waiting": waiting})
    assert (status, reply["takes_answers"]) == (200, True)
    assert reply["now"] == time.moment.timestamp() * 1000
    assert rows(Kiosk)[0].waiting == known


def test_the_device_learns_of_a_new_version_and_of_closing(device, time):
    before = post(device, "alive", {})[1]["digest"]
    publish(SHORT, db.session.get(Consultation, rows(Kiosk)[0].consultation_id))
    after = post(device, "alive", {})[1]["digest"]
    assert before != after
    time.moment = NOON + timedelta(days=31)
    assert post(device, "alive", {})[1] == {
        "now": time.moment.timestamp() * 1000,
        "takes_answers": False,
        "digest": "",
    }
