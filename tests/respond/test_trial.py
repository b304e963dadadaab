"""Can a draft be tried out as a resident would answer it, with a link too, so that nothing is kept?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from engage import clock
from engage.accounts.permissions import Role
from engage.bilingual import Bilingual
from engage.consultations.models import Document
from engage.database import db
from engage.respond.models import ContactDetails, EqualityAnswers, Response
from engage.surveys import preview_service
from engage.surveys.document import to_json
from engage.surveys.media import Panel
from engage.surveys.models import Survey
from engage.surveys.preview import marked
from engage.surveys.preview_models import PreviewLink
from engage.surveys.texts import changed
from tests.examples import BUDGET, EVERY_KIND, ROUTED, SHORT
from tests.factories import make_consultation, make_council, make_officer, saved
from tests.officers import send, sign_in
from tests.respond.conftest import Browser
from tests.respond.test_journeys import EVERY_FIELD
from tests.respond.test_ways import with_ways


def draft(definition=SHORT, **fields):
    """An officer and a survey that is not published."""
    officer = make_officer()
    now = clock.now()
    usual = {"published_at": None, "opens_at": now, "closes_at": now + timedelta(days=9)}
    consultation = make_consultation(officer.council, **usual | fields)
    return officer, saved(Survey(consultation=consultation, draft=to_json(definition), changed_at=now))


def officers(app: Flask, definition=SHORT, query="") -> Browser:
    officer, survey = draft(definition)
    browser = Browser(app)
    sign_in(browser.client, officer)
    browser.open(f"/en/officers/consultations/{survey.consultation_id}/survey/preview/answer{query}")
    return browser


def guests(app: Flask, definition=SHORT) -> Browser:
    officer, survey = draft(definition)
    token = preview_service.make(officer, survey.consultation_id, "A councillor", now=clock.now())
    browser = Browser(app)
    browser.open(f"/en/try/{token}")
    return browser


def press(browser: Browser, **fields):
    """Fill in the page's form and press its own button."""
    form = browser.page.get_element_by_id("page-form")
    data: dict = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value.removeprefix("\n"))
    return browser.open(browser.address, "POST", data=data | fields)


def back(browser: Browser):
    form = browser.page.xpath("//section[@class='engage-before']//form")[0]
    button = form.xpath(".//button")[0]
    return browser.open(
        browser.address, "POST", data=dict(form.form_values()) | {button.get("name"): button.get("value")}
    )


def nothing_is_kept() -> bool:
    db.session.rollback()
    return not any(db.session.query(table).count() for table in (Response, EqualityAnswers, ContactDetails))


@pytest.fixture(params=["officer", "guest"])
def trying(request):
    return officers if request.param == "officer" else guests


def test_a_draft_is_answered_from_beginning_to_end_and_nothing_is_kept(app, trying):
    browser = trying(app, EVERY_KIND)
    assert "Draft, not published." in browser.text
    assert "Drafft, heb ei gyhoeddi." in browser.text
    press(browser)  # the first page only informs
    press(browser, **EVERY_FIELD)
    assert browser.title == "Check your answers"
    for said in ("Stryd y Môr", "Gan ffrind ŵyl", "1,250.5"):
        assert said in browser.text
    press(browser)
    assert browser.title == "You have reached the end"
    assert nothing_is_kept()


def test_errors_and_routes_work(app, trying):
    browser = trying(app, ROUTED)
    assert press(browser).status_code == 422
    assert browser.errors
    press(browser, who="organisation")
    assert browser.title == "Anything else"
    back(browser)
    assert browser.page.xpath("//input[@checked]/@value") == ["organisation"]
    press(browser, who="resident", age="adult")
    assert browser.title == "How you travel"


def test_the_equality_questions_are_tried_out_too(app, trying):
    browser = trying(app, BUDGET)
    press(browser, matters=["none"])
    press(browser)
    assert browser.title == "Check your answers"
    press(browser)
    assert browser.title.startswith("Which age group")
    press(browser, age="age_35_to_44")
    assert nothing_is_kept()


def test_the_language_switch_keeps_what_was_typed_and_what_was_answered(app, trying):
    browser = trying(app, ROUTED)
    press(browser, who="resident", age="adult")
    notice = "//*[@class='engage-trial']/p[strong]/@lang"
    assert browser.page.xpath(notice) == ["en", "cy"]
    button = browser.page.xpath("//button[@name='switch']")[0]
    form = browser.page.get_element_by_id("page-form")
    data = dict(form.form_values()) | {"travel": "bus", "switch": button.get("value")}
    browser.open(button.get("formaction"), "POST", data=data)
    assert browser.page.get("lang") == "cy"
    assert browser.page.xpath(notice) == ["cy", "en"], "that it is a draft is said in this language first"
    assert browser.page.xpath("//input[@name='travel' and @checked]/@value") == ["bus"]
    press(browser, travel="bus")
    assert browser.errors == []


@pytest.mark.parametrize("code", ["easy_read", "large_print", "bsl", "pl"])
def test_every_variant_is_tried_out_also_an_unfinished_one(app, code):
    browser = officers(app, with_ways(ROUTED, code), f"?variant={code}")
    assert f"engage-way--{code}" in browser.text
    press(browser, who="organisation")
    assert f"engage-way--{code}" in browser.text
    browser = officers(app, with_ways(ROUTED, code), "?variant=nowhere")
    assert browser.response.status_code == 404


@pytest.mark.parametrize("field", ["state", "at", "go", "csrf_token", "who", "age"])
@pytest.mark.parametrize("rubbish", ["", "x", "page:0", "page:99999", "equality:1", "\x00", "é" * 9000])
def test_rubbish_in_a_field_breaks_nothing(app, field, rubbish):
    browser = officers(app, ROUTED)
    answer = press(browser, **{field: rubbish})
    assert answer.status_code in (200, 400, 422)


def test_the_state_of_another_survey_counts_as_nothing(app):
    first = officers(app, ROUTED)
    press(first, who="resident", age="adult")
    state = first.page.xpath("//input[@name='state']/@value")[0]
    other = officers(app, ROUTED)
    press(other, state=state, at="check")
    assert other.title == "Who is answering"


def test_pages_of_a_draft_are_for_no_search_engine_and_stand_only_in_our_own_frames(app, trying):
    headers = trying(app).response.headers
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"


def test_the_phone_is_a_frame_of_320_pixels_and_the_paper_has_every_question(app):
    officer, survey = draft(BUDGET)
    client = sign_in(app.test_client(), officer)
    desk = f"/en/officers/consultations/{survey.consultation_id}/survey/preview"
    assert 'width="320"' in client.get(f"{desk}/phone").get_data(as_text=True)
    paper = client.get(f"{desk}/paper").get_data(as_text=True)
    assert all(question.title.en.split("{")[0] in paper for question in BUDGET.questions())


# --- links ----------------------------------------------------------------------------------------------


def test_a_link_is_made_used_and_withdrawn(app):
    officer, survey = draft()
    client = sign_in(app.test_client(), officer)
    hub = f"/en/officers/consultations/{survey.consultation_id}/survey/preview"
    made = send(client, f"{hub}/links/add", name="A councillor").get_data(as_text=True)
    address = re.search(r'value="https://engage.example(/en/try/[^"]+)"', made).group(1)
    assert app.test_client().get(address).status_code == 200
    assert app.test_client().get(f"{address}/paper").status_code == 200
    shown = client.get(hub).get_data(as_text=True)
    assert address.rsplit("/", 1)[1] not in shown  # it is shown only once
    link = db.session.query(PreviewLink).one()
    token = re.search(r'name="csrf_token" value="([^"]+)"', shown).group(1)
    client.post(f"{hub}/links/{link.id}/withdraw", data={"csrf_token": token})
    gone = app.test_client().get(address)
    assert gone.status_code == 404
    assert "This link does not work any more" in gone.get_data(as_text=True)


def test_whoever_has_a_link_chooses_a_way_and_can_print(app):
    browser = guests(app, with_ways(SHORT, "easy_read", "pl"))
    ways = browser.page.xpath("//section[contains(@class, 'engage-trial')]//li")
    names = [" ".join(way.text_content().split()) for way in ways]
    assert names[0] == "Standard (this one)"
    assert "Easy Read" in names
    assert names[-1] == "All the questions, to read or print"
    browser.follow("Easy Read")
    assert browser.address.endswith("?variant=easy_read")
    browser.follow("All the questions, to read or print")
    assert "paper?variant=easy_read" in browser.address
    assert "engage-way--easy_read" in browser.text
    browser.follow("Standard")
    assert "variant" not in browser.address


def with_documents():
    """A survey that points to one document, which `keep_documents` keeps beside another."""
    panel = Panel("facts", Bilingual("Facts", "Ffeithiau"), Bilingual("More.", "Mwy."), ("plan",))
    section = SHORT.sections[0]
    page = replace(section.parts[0], panels=(panel,))
    return replace(SHORT, sections=(replace(section, parts=(page,)),))


def keep_documents(consultation_id):
    for code in ("plan", "secret"):
        saved(
            Document(
                consultation_id=consultation_id,
                code=code,
                title=Bilingual(f"The {code}", f"Y {code}"),
                file_name=Bilingual(f"{code}.txt", f"{code}-cy.txt"),
                file_en=b"Plan",
                file_cy=b"Cynllun",
                bytes_en=4,
                bytes_cy=7,
            )
        )


def test_whoever_tries_a_draft_opens_the_documents_that_it_points_to(app, trying):
    browser = trying(app, with_documents())
    keep_documents(db.session.query(Survey).one().consultation_id)
    browser.open(browser.address)
    (link,) = browser.page.xpath("//main//a[starts-with(., 'The plan (')]/@href")
    file = browser.client.get(link)
    assert (file.data, file.headers["Content-Language"]) == (b"Plan", "en")
    assert file.headers["Cache-Control"] == "no-store"


def test_a_link_leads_to_no_other_document_and_to_none_when_it_has_expired(app, time):
    officer, survey = draft(with_documents())
    keep_documents(survey.consultation_id)
    client = app.test_client()
    token = preview_service.make(officer, survey.consultation_id, "x", now=time.moment)
    welsh = f"/cy/rhoi-cynnig/{token}/dogfennau"
    assert client.get(f"{welsh}/plan").data == b"Cynllun"
    assert client.get(f"{welsh}/secret").status_code == 404
    assert client.get(f"{welsh}/nothing").status_code == 404
    assert client.get("/cy/rhoi-cynnig/x/dogfennau/plan").status_code == 404
    time.moment += timedelta(days=14)
    assert client.get(f"{welsh}/plan").status_code == 404


def test_a_link_expires_after_a_fortnight(app, time):
    officer, survey = draft()
    token = preview_service.make(officer, survey.consultation_id, "x", now=time.moment)
    assert app.test_client().get(f"/en/try/{token}").status_code == 200
    time.moment += timedelta(days=14)
    assert app.test_client().get(f"/en/try/{token}").status_code == 404


def test_the_token_is_not_stored(app, dump):
    officer, survey = draft()
    token = preview_service.make(officer, survey.consultation_id, "x", now=clock.now())
    assert token not in dump()


@pytest.mark.parametrize("token", ["x", "a.b", "..", "\x00", "é" * 300])
def test_a_token_that_is_not_ours_opens_nothing(app, token):
    draft()
    assert app.test_client().get(f"/en/try/{token}").status_code == 404
    assert app.test_client().post(f"/en/try/{token}").status_code in (400, 404)


def test_only_authors_make_and_withdraw_links_and_only_their_councils(app):
    officer, survey = draft()
    preview_service.make(officer, survey.consultation_id, "x", now=clock.now())
    link = db.session.query(PreviewLink).one()
    hub = f"/en/officers/consultations/{survey.consultation_id}/survey/preview"
    analyst = sign_in(app.test_client(), make_officer(officer.council, Role.ANALYST))
    page = analyst.get(hub).get_data(as_text=True)
    assert "Make a link" not in page
    token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
    assert analyst.post(f"{hub}/links/add", data={"csrf_token": token, "name": "x"}).status_code == 403
    stranger = sign_in(app.test_client(), make_officer(make_council()))
    assert stranger.get(hub).status_code == 404
    token = re.search(
        r'name="csrf_token" value="([^"]+)"',
        stranger.get("/en/officers/consultations").get_data(as_text=True),
    ).group(1)
    assert stranger.post(f"{hub}/links/{link.id}/withdraw", data={"csrf_token": token}).status_code == 404


def half_written(definition):
    """The same survey before anybody has translated it into Welsh."""
    return changed(definition, lambda _key, words: Bilingual(words.en))


def test_what_is_not_yet_written_in_a_language_is_marked_and_not_nameless(app: Flask):
    officer, survey = draft(half_written(SHORT))
    browser = Browser(app)
    sign_in(browser.client, officer)
    address = f"/cy/swyddogion/ymgynghoriadau/{survey.consultation_id}/arolwg/rhagolwg"
    for door in (f"{address}/1", f"{address}/ateb"):
        browser.open(door)
        asked = " ".join(browser.page.find(".//main").text_content().split())
        assert "[…]" in asked
        assert all(each.text_content().strip() for each in browser.page.iter("h1", "legend", "label"))
        assert "-  -" not in browser.page.findtext(".//title")


def test_a_survey_that_is_written_is_shown_as_it_is():
    assert [marked(each) for each in (SHORT, EVERY_KIND, ROUTED)] == [SHORT, EVERY_KIND, ROUTED]
