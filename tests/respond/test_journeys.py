"""Can a resident answer a whole survey, in either language or in both, and is what was said stored?"""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from engage.bilingual import Bilingual
from engage.database import db
from engage.respond import queries
from engage.respond.models import Response
from engage.surveys.definition import EqualityModule, Is, Not, Option, SingleChoice, answers_from_json
from tests.examples import BUDGET, EVERY_KIND, REQUIRED, ROUTED, SHORT
from tests.respond.conftest import Browser, publish

EVERY_FIELD = {
    "heard": "other",
    "heard--other--other": "Gan ffrind ŵyl",
    "use": ["libraries", "parks"],
    "clear": "no_opinion",
    "services--libraries--good": "agree",
    "services--libraries--needed": "no_opinion",
    "services--parks--good": "disagree",
    "services--parks--needed": "neither",
    "first--rank--parks": "1",
    "first--rank--buses": "2",
    "order--rank--libraries": "3",
    "order--rank--parks": "2",
    "order--rank--buses": "1",
    "share--points--libraries": "60",
    "share--points--parks": "40",
    "share--points--buses": "",
    "visits": "4",
    "spend": "£1,250.50",
    "moved--day": "1",
    "moved--month": "3",
    "moved--year": "1999",
    "street": "Stryd y Môr",
    "ideas": "Mainc.\r\nCoeden.",
    "where": "zz1 9ab",
    "quote": "yes",
}
EVERY_VALUE = {
    "heard": "other",
    "use": ["libraries", "parks"],
    "clear": "no_opinion",
    "services": {
        "libraries": {"good": "agree", "needed": "no_opinion"},
        "parks": {"good": "disagree", "needed": "neither"},
    },
    "first": ["parks", "buses"],
    "order": ["buses", "parks", "libraries"],
    "share": {"libraries": 60, "parks": 40, "buses": 0},
    "visits": 4,
    "spend": 1250.5,
    "moved": "1999-03-01",
    "street": "Stryd y Môr",
    "ideas": "Mainc.\nCoeden.",
    "where": "coast",
    "quote": "yes",
}
FILES = "papers"  # the question that is answered with a file, which can be sent only once


def words() -> tuple[io.BytesIO, str]:
    """A file for that question."""
    return io.BytesIO(b"Words"), "words.txt"


def begin(browser: Browser, version, lang: str) -> Browser:
    slug = version.survey.consultation.slug[lang]
    path = f"/en/consultations/{slug}/answer" if lang == "en" else f"/cy/ymgynghoriadau/{slug}/ateb"
    browser.open(path)
    browser.follow("Start in English" if lang == "en" else "Dechrau yn Gymraeg")
    return browser


def stored() -> Response:
    db.session.rollback()
    return db.session.query(Response).one()


def values(response: Response) -> dict:
    return {key: answer.value for key, answer in answers_from_json(response.answers).items()}


@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("survey", [EVERY_KIND, REQUIRED], ids=["optional", "required"])
def test_every_kind_of_question_is_answered_checked_and_sent(browser, survey, lang):
    begin(browser, publish(survey), lang)
    browser.onward()  # the first page only informs
    browser.send(EVERY_FIELD | {FILES: words()})
    assert browser.errors == []
    assert {key: value for key, value in values(stored()).items() if key != FILES} == EVERY_VALUE
    assert "words.txt, 1 kB" in browser.text
    assert answers_from_json(stored().answers)["heard"].other == {"other": "Gan ffrind ŵyl"}
    for said in ("Stryd y Môr", "Gan ffrind ŵyl", "1,250.5"):
        assert said in browser.text
    browser.onward()
    assert stored().sent_at is None
    browser.send()
    assert stored().reference in browser.text
    assert stored().language == lang
    assert {answer["language"] for answer in stored().answers.values()} == {lang}


def test_a_short_survey_without_equality_and_contact_goes_from_check_to_send(browser):
    begin(browser, publish(SHORT), "en")
    browser.send(longer_hours="yes")
    assert browser.title == "Check your answers"
    browser.follow("Continue")
    assert browser.title == "Send your answers"
    browser.send()
    assert browser.title == "Your answers have been sent"


def test_a_budget_is_answered_proposal_by_proposal_with_equality_and_contact(browser):
    begin(browser, publish(BUDGET), "en")
    browser.send({"matters": ["libraries", "parks"]})
    browser.send({"agree@libraries": "agree"})
    assert browser.title == "Proposal: Fewer flower beds in parks"
    browser.send({"agree@parks": "disagree"})
    browser.send({"why@parks": "My walk."})
    assert browser.title.startswith("Effects on the Welsh language")
    browser.send({"welsh_increase": "More signs."})
    browser.follow("Continue")
    browser.follow("Answer the equality questions")
    browser.send(age="age_35_to_44")
    browser.send(sex="female", gender_identity="yes")
    browser.follow("Skip the rest of these questions")
    browser.send(email="resident@example.org")
    assert browser.title == "Send your answers"
    assert "35 to 44" in browser.text
    assert "resident@example.org" in browser.text
    browser.send()
    assert values(stored()) == {
        "matters": ["libraries", "parks"],
        "agree@libraries": "agree",
        "agree@parks": "disagree",
        "why@parks": "My walk.",
        "welsh_increase": "More signs.",
    }
    (sent,) = queries.sent_responses(stored().consultation_id)
    assert sent.equality == {"age": "age_35_to_44", "sex": "female", "gender_identity": "yes"}


def test_equality_questions_and_contact_can_be_passed_by(browser):
    begin(browser, publish(BUDGET), "en")
    browser.send({"matters": ["none"]})
    browser.send()
    browser.follow("Continue")
    browser.follow("Skip these questions")
    browser.send()
    assert "You have not answered the equality questions" in browser.text
    browser.send()
    (sent,) = queries.sent_responses(stored().consultation_id)
    assert (sent.answers["matters"]["value"], sent.equality) == (["none"], {})


def test_each_answer_keeps_the_language_in_which_it_was_given(browser):
    begin(browser, publish(ROUTED), "en")
    browser.send(who="resident", age="adult")
    browser.switch()
    browser.send(travel="bus")
    browser.send(better="Mwy o fysiau.")
    browser.follow("English")
    assert 'lang="cy">Mwy o fysiau.' in browser.text
    languages = {key: answer["language"] for key, answer in stored().answers.items()}
    assert languages == {"who": "en", "age": "en", "travel": "cy", "better": "cy"}


def test_an_answer_that_is_not_changed_keeps_its_language_when_its_page_is_saved_in_the_other(browser):
    begin(browser, publish(ROUTED), "en")
    browser.send(who="resident", age="adult")
    browser.follow("Back")
    browser.switch()
    browser.send(age="under_16")
    languages = {key: answer["language"] for key, answer in stored().answers.items()}
    assert languages == {"who": "en", "age": "cy"}


def test_the_survey_ends_early_where_it_says_so(browser):
    begin(browser, publish(ROUTED), "en")
    browser.send(who="resident", age="adult")
    browser.send(travel="bus")
    browser.send()
    assert browser.title == "Check your answers"


def test_back_leads_through_the_pages_that_were_asked_to_the_start(browser):
    begin(browser, publish(ROUTED), "en")
    browser.send(who="organisation")
    assert browser.title == "Anything else"
    browser.follow("Back")
    assert browser.title == "Who is answering"
    assert browser.typed()["who"] == ["organisation"]
    browser.follow("Back")
    assert browser.title == ROUTED.title.en


def test_optional_questions_can_be_skipped_and_say_so(browser):
    begin(browser, publish(EVERY_KIND), "en")
    browser.follow("Continue")
    browser.send(street="Stryd y Môr")
    assert values(stored()) == {"street": "Stryd y Môr"}
    assert browser.text.count("Not answered") == len({*EVERY_VALUE, FILES}) - 1


def test_a_response_without_any_answer_is_not_sent(browser):
    begin(browser, publish(EVERY_KIND), "en")
    browser.follow("Continue")
    browser.send()
    assert "You have not answered any question yet" in browser.text
    browser.open(browser.address.replace("/check", "/send"))
    browser.send()
    assert browser.title == "Check your answers"
    assert stored().sent_at is None


def test_a_page_that_is_not_asked_leads_to_where_one_was(browser):
    begin(browser, publish(ROUTED), "en")
    first = browser.address
    browser.send(who="resident", age="adult")
    waiting = browser.address
    for beyond in ("/page/4", "/page/99", "/check", "/equality", "/send", "/sent", "/receipt", "/mine"):
        browser.open(first.replace("/page/1", beyond))
        assert browser.address == waiting, beyond


def test_equality_and_contact_are_not_there_when_they_are_not_offered(browser):
    begin(browser, publish(SHORT), "en")
    first = browser.address
    browser.send(longer_hours="yes")
    for missing in ("/equality", "/equality/1", "/contact"):
        assert browser.open(first.replace("/page/1", missing)).status_code == 404


PERSON = Not(Is("who", ("organisation",)))
ASKING = replace(ROUTED, equality=EqualityModule("2026-11", show_if=PERSON))


def test_an_organisation_is_not_asked_the_equality_questions(browser):
    begin(browser, publish(ASKING), "en")
    browser.send(who="organisation")
    while browser.title != "Check your answers":
        browser.send()
    browser.follow("Continue")
    assert browser.title == "Send your answers"
    assert "equality" not in browser.text.split("<main")[1].lower()
    last = browser.address
    for beyond in ("/equality", "/equality/1"):
        assert browser.open(last.replace("/send", beyond)).status_code == 404


def test_whoever_said_in_the_survey_that_they_are_under_16_is_asked_as_one_who_is(browser):
    young = SingleChoice(
        id="age",
        title=Bilingual("How old are you?", "Faint yw eich oed?"),
        options=(
            Option("under_16", Bilingual("Under 16", "O dan 16")),
            Option("sixteen_or_over", Bilingual("16 or over", "16 oed neu'n hŷn")),
        ),
    )
    page = replace(SHORT.sections[0].parts[0], questions=(young,))
    sections = (replace(SHORT.sections[0], parts=(page,)),)
    begin(browser, publish(replace(SHORT, sections=sections, equality=EqualityModule("2026-11"))), "en")
    browser.send(age="under_16")
    browser.follow("Continue")
    browser.follow("Answer the equality questions")
    assert browser.typed()["age"] == ["under_16"]
    browser.send()
    assert 'name="sex"' in browser.text
    assert 'name="gender_identity"' not in browser.text
    browser.send(sex="female")
    browser.follow("Skip the rest of these questions")
    browser.send()
    (sent,) = queries.sent_responses(stored().consultation_id)
    assert sent.equality == {"age": "under_16", "sex": "female"}


@pytest.mark.parametrize(
    ("lang", "who", "places"),
    [
        ("en", "organisation", ["Page 1 of 2", "Page 2 of 2"]),
        ("en", "resident", ["Page 1 of 2", "Page 2 of 3", "Page 3 of 3"]),
        ("cy", "resident", ["Tudalen 1 o 2", "Tudalen 2 o 3", "Tudalen 3 o 3"]),
    ],
)
def test_only_pages_that_are_asked_are_counted(browser, lang, who, places):
    begin(browser, publish(ROUTED), lang)
    for number, place in enumerate(places):
        assert place in browser.text
        if number < len(places) - 1:
            browser.send({"who": who} if number == 0 else {"travel": ["bus"]})


def test_a_page_that_was_drawn_for_somebody_else_counts_this_persons_pages(browsers):
    version = publish(ROUTED)
    for travel, place in (("bus", "Page 3 of 3"), ("car", "Page 3 of 3")):
        one = begin(browsers(), version, "en")
        one.send(who="resident")
        one.send(travel=[travel])
        assert place in one.text
    organisation = begin(browsers(), version, "en")
    organisation.send(who="organisation")
    assert "Page 2 of 2" in organisation.text
