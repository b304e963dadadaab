"""Are drafts kept exactly as long as people are told, and then gone with all that belongs to them?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engage.database import db
from engage.respond import return_service
from engage.respond.closing_models import SettledClosing
from engage.respond.leaving import days_end, kept_until
from engage.respond.models import ContactDetails, EqualityAnswers, Response
from tests.examples import BUDGET, SHORT
from tests.factories import NOON, saved
from tests.respond.conftest import publish
from tests.respond.test_journeys import begin, stored
from tests.respond.test_visit import OCCASION

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
LONG = NOON + timedelta(days=300)


def drafts() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Response))


def draft(browser, **consultation):
    version = publish(SHORT, closes_at=consultation.pop("closes_at", LONG), **consultation)
    begin(browser, version, "en")
    browser.send(longer_hours="yes")
    return browser


@pytest.mark.parametrize(
    ("days", "expected"),
    [(60, OCCASION.closes_at), (0, days_end(NOON, 0))],
)
def test_a_draft_is_kept_for_whole_days_but_never_after_closing(days, expected):
    from dataclasses import replace

    assert kept_until(replace(OCCASION, draft_days=days), NOON, NOON) == expected


def test_in_the_time_of_grace_it_is_kept_until_that_is_over():
    assert kept_until(OCCASION, NOON, OCCASION.closes_at) == OCCASION.closes_at + OCCASION.grace


def test_the_last_day_ends_at_midnight_in_london():
    assert days_end(NOON, 3).isoformat() == "2026-06-13T23:00:00+00:00"


@pytest.mark.parametrize(("after", "left"), [(-SECOND, 1), (SECOND, 0)])
def test_a_draft_goes_when_its_days_are_over(browser, time, after, left):
    draft(browser, draft_days=10)
    time.moment = days_end(NOON, 10) + after
    return_service.forget_expired(now=time.moment)
    assert drafts() == left
    assert return_service.forget_expired(now=time.moment) == 0


def test_each_save_begins_the_days_anew(browser, time):
    draft(browser, draft_days=10)
    time.moment = NOON + 9 * DAY
    browser.open(browser.address.replace("/check", "/page/1"))
    browser.send(longer_hours="no")
    assert return_service.forget_expired(now=NOON + 12 * DAY) == 0
    assert return_service.forget_expired(now=NOON + 21 * DAY) == 1


@pytest.mark.parametrize(
    ("uses_partial", "settled", "after", "left"),
    [
        (False, False, timedelta(hours=23), 1),  # who was too late can still copy their words
        (False, False, timedelta(hours=25), 0),
        (True, False, timedelta(days=5), 1),  # not before it is settled which ones count
        (True, True, timedelta(days=5), 0),
    ],
)
def test_after_closing_drafts_go_unless_they_are_to_be_used(browser, uses_partial, settled, after, left):
    closes_at = NOON + DAY
    draft(browser, closes_at=closes_at, uses_partial=uses_partial)
    if settled:
        saved(SettledClosing(consultation_id=stored().consultation_id, settled_at=closes_at, counted=0))
    return_service.forget_expired(now=closes_at + timedelta(minutes=30) + after)
    assert drafts() == left


def test_what_was_sent_never_goes(browser):
    draft(browser, draft_days=1)
    browser.onward()
    browser.send()
    assert return_service.forget_expired(now=LONG + 400 * DAY) == 0
    assert drafts() == 1


def test_equality_answers_and_contact_details_go_with_the_draft_and_no_others(browser, browsers, time):
    version = publish(BUDGET, closes_at=LONG, draft_days=10)
    for each, moment in ((browsers(), NOON), (browsers(), NOON + 5 * DAY)):
        time.moment = moment
        begin(each, version, "en")
        each.send({"matters": ["none"]})
        each.send()
        check = each.address
        for path, fields in (
            ("/equality/1", {"age": "age_35_to_44"}),
            ("/contact", {"email": "a@example.org"}),
        ):
            each.open(check.replace("/check", path))
            each.send(fields)
    before = [each.scalar() for each in counts()]
    assert return_service.forget_expired(now=NOON + 12 * DAY) == 1
    assert [each.scalar() * 2 for each in counts()] == before
    assert before[0] == 2


def counts():
    db.session.rollback()
    models = (Response, EqualityAnswers, ContactDetails)
    return [db.session.execute(select(func.count()).select_from(model)) for model in models]


def test_the_start_page_says_how_long_drafts_are_kept(browser):
    version = publish(SHORT, draft_days=42)
    for lang, words in (("en", "42 days"), ("cy", "42 diwrnod")):
        slug = version.survey.consultation.slug[lang]
        browser.open(
            {"en": f"/en/consultations/{slug}/answer", "cy": f"/cy/ymgynghoriadau/{slug}/ateb"}[lang]
        )
        assert words in browser.text
