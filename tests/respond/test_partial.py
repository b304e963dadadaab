"""What becomes of answers that were saved and not sent, and who decides when time is over?"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from engage import database
from engage.consultations import moments
from engage.database import db
from engage.respond import closing_service, export_service, likeness_queries, queries, service
from engage.respond.closing_models import SettledClosing
from engage.respond.models import ContactDetails, Response
from engage.respond.service import Closed
from engage.surveys.answers import PageReading
from engage.surveys.definition import Answer
from tests.examples import BUDGET, EVERY_KIND, ROUTED, SHORT
from tests.factories import NOON, make_consultation
from tests.respond.conftest import publish
from tests.respond.test_journeys import begin, stored, values
from tests.respond.test_sent import come_back, do, pair, send_short
from tests.respond.test_turning_pages import count_responses

CLOSES = NOON + timedelta(minutes=10)
ENDS = CLOSES + timedelta(minutes=30)
SETTLED = ENDS + closing_service.LATECOMERS
COUNTING = {"closes_at": CLOSES, "uses_partial": True}


def settle(now=SETTLED) -> int:
    db.session.rollback()
    return closing_service.settle_closed(now=now)


def test_what_was_saved_is_counted_where_the_rule_says_so(browser):
    begin(browser, publish(SHORT, **COUNTING), "en")
    browser.send(longer_hours="yes")
    assert settle() == 1
    response = stored()
    assert (response.partial, response.sent_at, values(response)) == (True, ENDS, {"longer_hours": "yes"})
    assert len(response.reference) == 14
    assert queries.count_sent(response.consultation_id) == 1


def test_who_broke_off_twice_with_the_same_long_words_is_shown(browsers):
    version = publish(EVERY_KIND, **COUNTING)
    for _time in range(2):
        browser = browsers()
        begin(browser, version, "en")
        browser.onward()
        browser.send(ideas="Keep the library open on Saturdays, for all of us who work.")
    assert settle() == 2
    [group] = likeness_queries.likenesses(version.survey.consultation_id)
    assert (group.kind, group.size) == ("words", 2)


def test_nothing_is_counted_where_the_rule_does_not_say_so(browser):
    begin(browser, publish(SHORT, closes_at=CLOSES), "en")
    browser.send(longer_hours="yes")
    assert settle() == 0
    assert stored().sent_at is None


@pytest.mark.parametrize("early", [CLOSES, ENDS, SETTLED - timedelta(seconds=1)])
def test_nothing_is_counted_while_answers_may_be_on_their_way(browser, early):
    begin(browser, publish(SHORT, **COUNTING), "en")
    browser.send(longer_hours="yes")
    assert settle(early) == 0
    assert settle() == 1


def test_a_draft_is_counted_once_however_often_the_sweep_runs(browser):
    begin(browser, publish(SHORT, **COUNTING), "en")
    browser.send(longer_hours="yes")
    assert [settle() for _ in range(3)] == [1, 0, 0]
    assert db.session.query(SettledClosing).one().counted == 1


def test_a_sweep_that_died_half_way_is_finished_by_the_next(app, browsers, monkeypatch):
    version = publish(SHORT, **COUNTING)
    for _ in range(5):
        begin(browsers(), version, "en").send(longer_hours="yes")
    monkeypatch.setattr(closing_service, "AT_ONCE", 2)
    real, calls = closing_service._count, []

    def dies(batch, ended):
        calls.append(batch)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(batch, ended)

    monkeypatch.setattr(closing_service, "_count", dies)
    with pytest.raises(KeyboardInterrupt):
        settle()
    db.session.rollback()
    assert db.session.query(SettledClosing).count() == 0
    settle()
    assert db.session.query(Response).filter_by(partial=True).count() == 5


def test_only_what_is_asked_is_counted(browser):
    begin(browser, publish(ROUTED, **COUNTING), "en")
    first = browser.address
    browser.send(who="resident", age="adult")
    browser.send(travel="bus")
    browser.open(first)
    browser.send(who="organisation")
    assert settle() == 1
    assert values(stored()) == {"who": "organisation", "age": "adult"}


def test_a_blank_draft_is_not_counted(browser):
    begin(browser, publish(EVERY_KIND, **COUNTING), "en")
    browser.onward()
    browser.send()
    assert count_responses() == 1
    assert settle() == 0
    assert stored().sent_at is None


def test_equality_answers_and_contact_details_go_with_a_partial_response(browser):
    begin(browser, publish(BUDGET, **COUNTING), "en")
    browser.send({"matters": ["none"]})
    browser.send()
    browser.onward()
    browser.onward()
    browser.send(age="age_35_to_44")
    browser.follow("Skip the rest of these questions")
    browser.send(email="resident@example.org")
    assert settle() == 1
    (sent,) = queries.sent_responses(stored().consultation_id)
    assert sent.equality == {"age": "age_35_to_44"}
    contact = db.session.query(ContactDetails).one()
    assert contact.code_hash is None
    assert contact.uuid != stored().uuid


def test_whoever_was_too_late_is_told_what_was_counted_and_can_withdraw_it(browser, browsers, time):
    begin(browser, publish(SHORT, **COUNTING), "en")
    browser.send(longer_hours="yes")
    check = browser.address
    time.moment = ENDS
    browser.open(check)
    assert "what you had saved by then is counted" in browser.text
    settle()
    time.moment = SETTLED
    browser.open(check)
    assert browser.title == "Your answers were counted"
    known = pair(browser)
    other = come_back(browsers(), known)
    assert "You had not sent these answers" in other.text
    other.follow("Withdraw my answers")
    other.send()
    assert queries.count_sent(stored().consultation_id) == 0


def test_whoever_never_sent_needs_the_return_code_alone(browser, browsers, time):
    begin(browser, publish(SHORT, **COUNTING), "en")
    browser.send(longer_hours="yes")
    code = queries.return_code(queries.visit(browser.address.split("/")[3]))
    settle()
    time.moment = SETTLED
    other = browsers()
    other.open("/en/return")
    other.send(typed=code)
    assert other.title == "Answers that you have sent"
    assert "You had not sent these answers" in other.text


def test_a_change_that_was_not_sent_is_no_partial_response(browser, browsers):
    known = pair(send_short(browser, **COUNTING))
    other = come_back(browsers(), known)
    do(other, "change")
    assert settle() == 0
    assert queries.count_sent(stored_sent().consultation_id) == 1


def stored_sent() -> Response:
    return db.session.query(Response).filter_by(change_of=None).one()


def test_the_export_says_which_responses_are_partial(browser, tmp_path):
    begin(browser, publish(SHORT, **COUNTING), "en")
    browser.send(longer_hours="yes")
    settle()
    export_service.export_sent(stored().consultation_id, tmp_path / "all.csv", now=NOON)
    header, row = (tmp_path / "all.csv").read_text("utf-8-sig").splitlines()
    assert dict(zip(header.split(","), row.split(","), strict=True))["partial"] == "1"


# --- clocks ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "at", "closes", "said", "still"),
    [
        # clocks go back at 01:00 UTC on 25 October 2026, forward at 01:00 UTC on 28 March 2027
        (
            date(2026, 10, 24),
            time(23, 59),
            "2026-10-24T23:00Z",
            "Saturday 24 October 2026, 11:59pm",
            "12:29am",
        ),
        (date(2026, 10, 25), time(0, 59), "2026-10-25T00:00Z", "Sunday 25 October 2026, 12:59am", "1:29am"),
        (date(2026, 10, 25), time(1, 45), "2026-10-25T01:46Z", "Sunday 25 October 2026, 1:45am", "2:15am"),
        (date(2027, 3, 28), time(0, 59), "2027-03-28T01:00Z", "Sunday 28 March 2027, 12:59am", "2:29am"),
        (date(2027, 3, 28), time(23, 59), "2027-03-28T23:00Z", "Sunday 28 March 2027, 11:59pm", "12:29am"),
    ],
)
def test_grace_is_half_an_hour_of_real_time_whatever_clocks_do(browser, time, on, at, closes, said, still):
    ends = datetime.fromisoformat(closes)
    assert moments.closing(on, at) == ends
    version = publish(SHORT, closes_at=ends)
    time.moment = ends - timedelta(minutes=1)
    begin(browser, version, "en")
    browser.send(longer_hours="yes")
    browser.onward()
    begun = browser.address
    browser.open(f"/en/consultations/{version.survey.consultation.slug_en}")
    assert said in browser.text
    time.moment = ends + timedelta(minutes=30) - timedelta(seconds=1)
    browser.open(begun)
    assert "you can still send your answers until:" in browser.text
    assert still in browser.text
    time.moment = ends + timedelta(minutes=30)
    browser.open(begun)
    assert browser.title == "This consultation has closed"


@pytest.mark.parametrize(
    ("closes_in", "server_is_ahead_by", "taken"),
    [(60, 100, True), (-60, -100, False), (3600, 0, True), (-3600, 0, False)],  # seconds
)
def test_at_the_closing_minute_the_clock_of_the_database_decides(app, closes_in, server_is_ahead_by, taken):
    if db.engine.dialect.name == "sqlite":
        server_is_ahead_by = 0  # its clock is the server's
    real = database.its_time(datetime.now(UTC))
    consultation = make_consultation(
        opens_at=NOON, closes_at=real + timedelta(seconds=closes_in), grace_minutes=0
    )
    publish(SHORT, consultation)
    code = service.begin(consultation, now=NOON)
    reading = PageReading(("longer_hours",), {"longer_hours": Answer("yes", "en")}, ())
    service.save_page(queries.visit(code), reading, language="en", now=NOON)
    now = real + timedelta(seconds=server_is_ahead_by)
    if taken:
        assert service.send(code, language="en", now=now)
    else:
        with pytest.raises(Closed):
            service.send(code, language="en", now=now)


def test_the_database_is_asked_only_around_closing(app, monkeypatch):
    asked = []
    monkeypatch.setattr(database, "its_time", lambda now: asked.append(now) or now)
    version = publish(SHORT)
    code = service.begin(version.survey.consultation, now=NOON)
    reading = PageReading(("longer_hours",), {"longer_hours": Answer("yes", "en")}, ())
    service.save_page(queries.visit(code), reading, language="en", now=NOON)
    assert asked == []
