"""Is a page that was drawn for one person and is shown to the next the one that would be drawn for them?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from itsdangerous.timed import TimestampSigner

from engage import web
from engage.bilingual import LANGUAGES
from engage.database import db
from engage.respond.blank_views import MARKS, _remembered
from engage.respond.door_views import SOON
from engage.surveys.definition import Definition
from engage.surveys.models import SurveyVersion
from tests.examples import BUDGET, ROUTED, SHORT
from tests.respond import test_ways
from tests.respond.conftest import Browser, publish
from tests.respond.test_journeys import begin


@pytest.fixture(autouse=True)
def nothing_remembered():
    _remembered.cache_clear()


@pytest.fixture(autouse=True)
def one_second(monkeypatch):
    """A token says the second at which it was made: let it be the same one throughout a test."""
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _signer: 1_800_000_000)


def code_of(browser: Browser) -> str:
    return browser.address.split("/")[3]


def first_page(browser: Browser, version: SurveyVersion, lang: str) -> Browser:
    """Somebody on the first page that asks something."""
    begin(browser, version, lang)
    if not browser.page.xpath("//main//form[@method='post']"):
        browser.onward()
    return browser


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("survey", [SHORT, ROUTED, BUDGET])
def test_the_second_person_gets_their_own_page(browsers, monkeypatch, survey: Definition, lang: str):
    monkeypatch.setattr(web.secrets, "token_urlsafe", lambda _size: "the-same-nonce-for-all")
    version = publish(survey)
    first, second = (first_page(browsers(), version, lang) for _ in range(2))
    assert code_of(first) != code_of(second)
    assert _remembered.cache_info().hits == 1
    shown = second.text
    assert code_of(first) not in shown
    assert first.typed()["csrf_token"] != second.typed()["csrf_token"]
    assert not any(mark in shown for mark in MARKS)
    _remembered.cache_clear()
    second.open(second.address)
    assert _remembered.cache_info().misses == 1
    assert second.text == shown


def test_a_page_is_remembered_only_as_long_as_the_council_looks_as_it_did(browsers):
    version = publish(SHORT)
    assert "#123abc" not in first_page(browsers(), version, "en").text
    version.survey.consultation.council.colour = "#123abc"
    db.session.commit()
    assert "#123abc" in first_page(browsers(), version, "en").text


def test_the_way_back_is_that_of_whoever_is_here(browsers):
    version = publish(ROUTED)
    for answers, way_back in (({"who": "resident"}, "/page/2"), ({"who": "organisation"}, "/page/1")):
        person = first_page(browsers(), version, "en")
        person.send(answers)
        if answers["who"] == "resident":
            person.send({"travel": ["car"]})
        assert person.title == "Anything else"
        assert person.page.xpath("//a[@class='govuk-back-link']/@href")[0].endswith(way_back)


def test_whoever_asks_for_a_variant_or_changes_something_is_shown_a_page_of_their_own(browsers):
    in_a_way = test_ways.begin(browsers(), publish(test_ways.with_ways(SHORT, "easy_read")), "Easy Read")
    assert in_a_way.status_code == 200
    assert _remembered.cache_info().currsize == 0
    changing = first_page(browsers(), publish(ROUTED), "en")
    changing.send({"who": "organisation"})
    before = _remembered.cache_info().misses
    changing.open(changing.address + "?until=3")
    assert changing.page.xpath("//a[@class='govuk-back-link']/@href")[0].endswith("/check")
    assert _remembered.cache_info().misses == before


def test_equality_pages_too_are_everybodys_own(browsers, monkeypatch):
    monkeypatch.setattr(web.secrets, "token_urlsafe", lambda _size: "the-same-nonce-for-all")
    version = publish(BUDGET)
    first, second = (first_page(browsers(), version, "en") for _ in range(2))
    for person in (first, second):
        person.send({"matters": ["none"]})
        while "/page/" in person.address:
            person.send()
        person.onward()  # from what was answered to what the next questions are for
        person.onward()
    assert "/equality/" in second.address
    for _page in range(3):
        shown = second.text
        assert code_of(first) not in shown
        _remembered.cache_clear()
        second.open(second.address)
        assert second.text == shown
        for person in (first, second):
            person.send()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_in_the_last_day_every_page_says_when_the_consultation_closes(browsers, time, lang):
    version, said = publish(SHORT), {"en": "This consultation closes soon.", "cy": "cau cyn bo hir"}[lang]
    closes_at = version.survey.consultation.closes_at
    before, after = browsers(), browsers()
    assert said not in first_page(before, version, lang).text
    time.moment = closes_at - SOON
    assert said in first_page(after, version, lang).text
    after.send(longer_hours="yes")
    assert said in after.text  # and where everything is looked over
    time.moment = closes_at - SOON - timedelta(minutes=1)
    before.open(before.address)
    assert said not in before.text
