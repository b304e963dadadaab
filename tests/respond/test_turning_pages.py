"""Is nothing that somebody has typed ever lost: by a mistake, a change of language, a lost cookie?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engage.bilingual import Bilingual
from engage.database import db
from engage.respond import queries
from engage.respond.models import Response
from engage.respond.visit import Host
from tests.examples import BUDGET, EVERY_KIND, REQUIRED, ROUTED
from tests.respond.conftest import Browser, publish
from tests.respond.test_journeys import EVERY_FIELD, begin, stored, values

WRONG = {
    "heard": ["other"],
    "heard--other--other": ["x" * 201],
    "use": ["libraries", "none"],
    "services--libraries--good": ["agree"],
    "first--rank--parks": ["1"],
    "first--rank--buses": ["1"],
    "share--points--libraries": ["sixty"],
    "visits": ["99"],
    "spend": ["a lot"],
    "moved--day": ["31"],
    "moved--month": ["2"],
    "moved--year": ["1999"],
    "street": ["y" * 41],
    "ideas": ["Stays — ŵŷ <b>\n\n  as typed "],
    "where": ["nowhere"],
}


def count_responses() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Response))


def typed(browser: Browser) -> dict[str, list[str]]:
    return {name: texts for name, texts in browser.typed().items() if name != "csrf_token" and texts != [""]}


@pytest.fixture
def every(browser):
    """Somebody on the page with every kind of question."""
    begin(browser, publish(EVERY_KIND), "en")
    browser.onward()
    return browser


def test_mistakes_bring_the_page_back_with_everything_typed_and_a_sentence_for_each(every):
    every.send(WRONG)
    assert every.response.status_code == 422
    assert typed(every) == WRONG
    assert every.page.findtext(".//title").strip().startswith("Error: ")
    assert len(every.errors) == len(set(every.errors)) == 9
    assert all(each.split(":")[0] in every.text for each in every.errors)
    assert count_responses() == 0


def test_every_required_question_is_named_when_nothing_is_answered(browser):
    begin(browser, publish(REQUIRED), "en")
    browser.onward()
    browser.send()
    titles = [question.title.en for question in REQUIRED.questions()]
    assert [title for title in titles if not any(each.startswith(title) for each in browser.errors)] == []
    assert count_responses() == 0


def test_the_switch_keeps_what_is_typed_and_stores_and_checks_nothing(every):
    every.switch(WRONG)
    assert (every.response.status_code, every.page.get("lang")) == (200, "cy")
    assert typed(every) == WRONG
    assert every.errors == []
    every.switch()
    assert (every.page.get("lang"), typed(every)) == ("en", WRONG)
    assert count_responses() == 0


def test_the_switch_on_a_page_with_mistakes_shows_them_in_the_other_language(every):
    every.send(WRONG)
    every.switch()
    assert (every.response.status_code, every.page.get("lang")) == (200, "cy")
    assert typed(every) == WRONG
    assert len(every.errors) == 9
    assert count_responses() == 0


def test_after_a_switch_the_page_is_saved_in_the_new_language(every):
    every.switch(EVERY_FIELD)
    every.send()
    assert every.errors == []
    assert {answer["language"] for answer in stored().answers.values()} == {"cy"}


def test_the_switch_keeps_the_way_back_to_checking(browser):
    begin(browser, publish(ROUTED), "en")
    browser.send(who="organisation")
    browser.send(comments="Fine.")
    browser.open(browser.page.xpath("//dl//a/@href")[0])
    browser.switch({"who": "organisation"})
    browser.send()
    assert browser.address.endswith("/gwirio")


@pytest.mark.parametrize("token", ["", "made-up", None])
def test_a_lost_token_loses_nothing_that_was_typed(every, token):
    fields = every.typed() | EVERY_FIELD
    fields.pop("csrf_token")
    every.open(every.address, "POST", data=fields | ({"csrf_token": token} if token is not None else {}))
    assert every.response.status_code == 422
    assert len(every.errors) == 1
    assert every.errors[0].startswith("This page was not saved")
    assert count_responses() == 0
    every.send()
    assert values(stored())["ideas"] == "Mainc.\nCoeden."


def test_a_browser_that_lost_its_cookies_loses_nothing_either(every):
    every.client._cookies.clear()
    every.send(EVERY_FIELD)
    assert every.response.status_code == 422
    every.send()
    assert values(stored())["street"] == "Stryd y Môr"


def test_another_browsers_token_does_not_count(every, browsers):
    other = browsers().open(every.address)
    stolen = every.typed()["csrf_token"]
    assert other.status_code == 200
    another = browsers()
    another.open(every.address)
    another.open(every.address, "POST", data={"csrf_token": stolen, "street": "Elsewhere"})
    assert another.response.status_code == 422
    assert count_responses() == 0


def test_fields_that_the_page_does_not_have_are_not_taken(every):
    every.send(
        {
            "street": "Y Bryn",
            "reference": "MINE",
            "sent_at": "2026-01-01",
            "answers[x]": "1",
            "status": "open",
        }
    )
    assert values(stored()) == {"street": "Y Bryn"}
    assert stored().reference is None


def test_a_change_leads_back_to_checking(browser):
    begin(browser, publish(ROUTED), "en")
    browser.send(who="organisation")
    browser.send(comments="Fine.")
    browser.follow("Change: Your comments")
    browser.send(comments="Not fine.")
    assert browser.title == "Check your answers"
    assert "Not fine." in browser.text


def test_a_change_leads_through_the_pages_that_are_asked_only_now(browser):
    begin(browser, publish(BUDGET), "en")
    browser.send({"matters": ["libraries"]})
    browser.send({"agree@libraries": "agree"})
    browser.send()
    browser.follow("Change: Which proposals do you want to comment on?")
    browser.send({"matters": ["libraries", "parks"]})
    assert browser.title == "Proposal: Shorter opening hours in libraries"  # on the way to the new page
    browser.send()
    assert browser.title == "Proposal: Fewer flower beds in parks"
    browser.send({"agree@parks": "disagree"})
    assert browser.title == "Effect: Fewer flower beds in parks"
    browser.send()
    assert browser.title == "Check your answers"


@pytest.mark.parametrize(
    ("lang", "heading"), [("en", "Answers that are not sent"), ("cy", "Atebion na fyddant")]
)
def test_who_checks_answers_is_told_which_are_not_asked_any_more(browser, lang, heading):
    begin(browser, publish(ROUTED), lang)
    browser.send(who="resident")
    browser.send(travel=["bus"])
    browser.send(better="More of them.")
    assert heading not in browser.text
    browser.follow("Change: Are you answering as:" if lang == "en" else "Newid: Ydych chi'n ateb fel:")
    browser.send(who="organisation")
    browser.send()
    assert heading in browser.text
    after = browser.text.split(heading)[1]
    titles = ("How do you travel?", "What would be better?") if lang == "en" else ("n teithio?", "n well?")
    assert all(title in after for title in titles)


def test_back_from_a_change_leads_to_checking(browser):
    begin(browser, publish(ROUTED), "en")
    browser.send(who="organisation")
    browser.send()
    browser.follow("Change: Your comments")
    browser.follow("Back")
    assert browser.title == "Check your answers"


def test_an_answer_can_be_taken_back(every):
    every.send(EVERY_FIELD)
    every.follow("Change: Your street")
    every.send(street="", use=[])
    assert "street" not in values(stored())
    assert "use" not in values(stored())
    assert values(stored())["visits"] == 4


def test_an_area_is_kept_without_its_postcode_until_it_is_dropped(every):
    every.send(EVERY_FIELD)
    assert "1 9ab" not in str(stored().answers).lower()
    every.follow("Change: What is your postcode?")
    every.send()
    assert values(stored())["where"] == "coast"
    every.follow("Change: What is your postcode?")
    every.send({"where--forget": "yes"})
    assert "where" not in values(stored())


def test_a_wrong_email_address_is_shown_again_in_both_languages(browser):
    begin(browser, publish(BUDGET), "en")
    browser.send({"matters": ["none"]})
    browser.send()
    browser.onward()
    browser.follow("Skip these questions")
    browser.send(email="resident at home")
    assert (browser.response.status_code, browser.typed()["email"]) == (422, ["resident at home"])
    browser.switch()
    assert (browser.response.status_code, browser.typed()["email"]) == (200, ["resident at home"])
    assert len(browser.errors) == 1
    browser.send(email="resident@example.org")
    assert browser.address.endswith("/anfon")
    assert "resident@example.org" in browser.text


def test_an_email_address_can_be_taken_back(browser):
    begin(browser, publish(BUDGET), "en")
    browser.send({"matters": ["none"]})
    browser.send()
    browser.onward()
    browser.follow("Skip these questions")
    browser.send(email="resident@example.org")
    browser.follow("Change: Email address")
    browser.send(email="")
    assert "resident@example.org" not in browser.text


def test_a_page_is_light(every):
    begin(every, publish(ROUTED), "en")
    assert len(every.response.get_data()) < 15_000


def test_everything_about_the_consultation_is_what_is_stored_also_when_it_has_changed(browser):
    version = publish(EVERY_KIND)
    consultation = version.survey.consultation
    consultation.title = Bilingual("Tŷ “ŵ” \\ 1", "Tŷ 'ŷ'\n2")
    consultation.council.logo = b"a picture"
    db.session.commit()
    code = begin(browser, version, "en").address.split("/")[3]
    before = queries.visit(code).occasion
    consultation.closes_at += timedelta(days=200)  # in summer time, or out of it
    consultation.council.is_demo, consultation.uses_partial = True, True
    db.session.commit()
    after = queries.visit(code).occasion

    council = consultation.council
    assert before.council == Host(council.slug, council.name, council.colour, True, False)
    assert (before.title, before.slug) == (consultation.title, consultation.slug)
    assert (after.council.is_demo, after.uses_partial) == (True, True)
    assert (before.published_at, before.opens_at) == (consultation.published_at, consultation.opens_at)
    assert after.closes_at == consultation.closes_at == before.closes_at + timedelta(days=200)
    assert after.closes_at.utcoffset() == timedelta()
    assert (after.grace, after.draft_days) == (
        timedelta(minutes=consultation.grace_minutes),
        consultation.draft_days,
    )
