"""Do officers see who answered unlike everyone else, from released figures alone?"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask, get_template_attribute
from flask.testing import FlaskClient
from lxml import html
from lxml.html import HtmlElement
from sqlalchemy import select

from engage import dates
from engage.accounts.permissions import Role
from engage.analysis import queries, service
from engage.analysis.epochs import Kind
from engage.analysis.findings import findings
from engage.analysis.heat import Gap
from engage.analysis.universe import Plan
from engage.consultations.models import Consultation
from engage.database import db
from engage.respond.models import Response
from tests.analysis.figures import DAY, LATER, ask, close, fresh, interim, respond
from tests.analysis.stored import add_responses, make_answered, make_survey
from tests.analysis.test_service import PLAN
from tests.factories import NOON, make_officer
from tests.officers import sign_in

pytestmark = pytest.mark.usefixtures("time")
ROOMS = {
    "en": "/en/officers/consultations/{}/breakdown",
    "cy": "/cy/swyddogion/ymgynghoriadau/{}/dadansoddiad",
}
PAGES = {"en": "/differences", "cy": "/gwahaniaethau"}
GAP = {
    "en": re.compile(r"\+\d+ points, higher|−\d+ points, lower|more than \d+ points (higher|lower)"),
    "cy": re.compile(r"\+\d+ pwynt, uwch|−\d+ pwynt, is|mwy na \d+ pwynt yn (uwch|is)"),
}


def divided(number: int) -> tuple[dict, dict]:
    """Women mostly go by bus and men by car; everybody is of one age."""
    is_woman, usual = number % 2 == 0, number % 10 < 8
    travel = "bus" if is_woman == usual else "car"
    of_themselves = {"sex": "female" if is_woman else "male", "age": "age_35_to_44"}
    return {"who": "resident", "age": "adult", "travel": [travel]}, of_themselves


@pytest.fixture(scope="module")
def answers() -> list[tuple[dict, dict]]:
    return [divided(number) for number in range(300)]


@pytest.fixture
def unlike(app: Flask, answers) -> Consultation:
    """Answered by women and men unlike each other, and released."""
    version = make_survey()
    add_responses(version, answers)
    return release(db.session.get(Consultation, version.survey.consultation_id))


def release(consultation: Consultation, plan: Plan = PLAN) -> Consultation:
    analyst = make_officer(consultation.council, Role.ANALYST)
    service.decide_plan(analyst, consultation.id, plan, now=NOON)
    service.ask_release(analyst, consultation.id, now=NOON)
    db.session.rollback()
    return consultation


@pytest.fixture
def desk(app: Flask, unlike: Consultation) -> FlaskClient:
    return sign_in(app.test_client(), make_officer(unlike.council, Role.ANALYST))


@pytest.mark.parametrize(
    ("is_higher", "is_more", "said"),
    [
        (True, False, "+15 points, higher"),
        (False, False, "−15 points, lower"),
        (True, True, "more than 15 points higher"),
        (False, True, "more than 15 points lower"),
    ],
)
def test_a_gap_of_which_one_end_is_only_bounded_is_larger_whichever_way_it_goes(
    app, is_higher, is_more, said
):
    with app.test_request_context("/en/"):
        words = get_template_attribute("analysis/heat.html", "gap_words")
        assert words(Gap(15, is_higher=is_higher, is_more=is_more, is_uncertain=False)).strip() == said


def show(desk: FlaskClient, consultation: Consultation, rest: str, language: str = "en") -> HtmlElement:
    response = desk.get(ROOMS[language].format(consultation.id) + rest)
    assert response.status_code == 200
    return html.document_fromstring(response.get_data(as_text=True)).get_element_by_id("main-content")


def text(element: HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def found_in(consultation: Consultation):
    return findings(queries.released(None, consultation.id).tables)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_map_tells_every_notable_difference_in_words_and_numbers(desk, unlike, language):
    page = show(desk, unlike, PAGES[language], language)
    marks = page.xpath(".//td//*[contains(@class, 'engage-heat__mark')]")
    notable = [each for each in found_in(unlike).differences if each.is_notable]
    assert len(marks) == len(notable) > 1
    for mark, difference in zip(marks, notable, strict=True):
        words, answer = (text(part) for part in mark)
        assert GAP[language].fullmatch(words)
        assert answer == difference.choice.label[language]
        side = "higher" if difference.comparison.difference > 0 else "lower"
        assert re.search(rf"\b{side}-[123]\b", mark.get("class"))
        assert ("uwch" in words or "higher" in words) == (side == "higher")


def test_it_is_told_how_many_comparisons_were_made(desk, unlike):
    found = found_in(unlike)
    page = text(show(desk, unlike, PAGES["en"]))
    assert f"Comparisons made {found.tests} Differences that are notable {len(found.notable)}" in page
    assert "this is not a sample survey" in page


@pytest.mark.parametrize(("language", "other"), [("en", "cy"), ("cy", "en")])
def test_each_notable_difference_is_told_once_and_in_both_languages(desk, unlike, language, other):
    page = show(desk, unlike, PAGES[language], language)
    told = page.xpath(".//li[contains(@class, 'engage-finding')]")
    notable = found_in(unlike).notable
    assert len(told) == len(notable)
    for item, difference in zip(told, notable, strict=True):
        assert difference.sentences[language] in text(item)
        (translated,) = item.xpath(".//*[@lang=$other]", other=other)
        assert difference.sentences[other] in text(translated)


def test_a_characteristic_whose_tables_hide_every_answer_is_not_said_to_be_like_everyone_else(desk, unlike):
    """Nobody said anything of a disability: its tables are left out, and so is its part of the map."""
    page = show(desk, unlike, PAGES["en"])
    assert "disability" not in page.xpath(".//option/@value")
    assert "Disab" not in text(page)
    assert desk.get(f"{ROOMS['en'].format(unlike.id)}/differences?by=disability").status_code == 404


def test_one_characteristic_can_be_chosen(desk, unlike):
    page = show(desk, unlike, f"{PAGES['en']}?by=sex")
    assert page.xpath(".//option[@selected]/@value") == ["sex"]
    (heading,) = page.xpath(".//th[@scope='colgroup']")
    assert text(heading) == "Sex"
    assert desk.get(f"{ROOMS['en'].format(unlike.id)}/differences?by=nothing").status_code == 404


def test_each_question_of_the_map_leads_to_its_table(desk, unlike):
    page = show(desk, unlike, PAGES["en"])
    for link in page.xpath(".//tbody//th/a"):
        assert desk.get(link.get("href")).status_code == 200


def test_the_table_of_a_question_tells_what_is_notable_in_it(desk, unlike):
    page = show(desk, unlike, "/table?question=travel&by=sex")
    told = page.xpath(".//li[contains(@class, 'engage-finding')]")
    mine = [each for each in found_in(unlike).notable if each.subject.key == "travel"]
    assert [each.by.key for each in mine] == ["sex"] * len(told)
    assert len(told) > 0
    assert page.xpath(".//li[contains(@class, 'engage-finding')]") != []


@pytest.mark.parametrize(("language", "said"), [("en", "19 in 20"), ("cy", "19 o bob 20")])
@pytest.mark.parametrize("rest", [{"en": "/people", "cy": "/pobl"}, {"en": "/table", "cy": "/tabl"}])
def test_wherever_ranges_stand_it_is_told_how_sure_they_are(desk, unlike, language, said, rest):
    query = "?question=travel" if rest["en"] == "/table" else ""
    assert said in text(show(desk, unlike, rest[language] + query, language))


def test_where_too_few_responded_nothing_can_be_compared(app):
    consultation = release(make_answered(people=40))
    desk = sign_in(app.test_client(), make_officer(consultation.council, Role.ANALYST))
    page = show(desk, consultation, PAGES["en"])
    assert "Nothing can be compared" in text(page)
    assert page.xpath(".//table") == []


def test_charts_have_no_inline_style_and_say_what_they_draw(desk, unlike):
    for rest in ("/table?question=travel", "/table?question=travel&by=sex", "/table?question=who&by=age"):
        page = show(desk, unlike, rest)
        assert page.xpath(".//@style") == []
        figures = page.findall(".//figure")
        assert figures
        for figure in figures:
            (drawing,) = figure.xpath(".//*[@role='img']")
            about = figure.xpath(".//*[@id=$id]", id=drawing.get("aria-describedby"))
            assert text(about[0]).startswith("A drawing of the percentages")
            assert not re.search(r"\d", text(about[0]))


def test_where_there_are_several_figures_one_of_them_is_chosen(app, version, consultation, analyst, time):
    desk = sign_in(app.test_client(), analyst)
    interim(analyst, consultation)
    page = show(desk, consultation, "/table?question=who&by=sex")
    assert page.xpath(".//input[@name='release']/@value") == ["1"]
    fresh()
    respond(version, 60, sent_at=NOON + DAY)
    close(consultation)
    ask(analyst, consultation, Kind.FINAL, LATER)
    time.moment = LATER
    for rest in ("/table?question=who&by=sex", "/differences"):
        page = show(desk, consultation, rest)
        (choice,) = page.xpath(".//select[@name='release']")
        assert choice.xpath("option/@value") == ["2", "1"]
        assert choice.xpath("option[@selected]/@value") == ["2"]
        assert [text(each) for each in choice] == [
            f"{name}: {dates.moment(at, 'en')}"
            for name, at in (("Final figures", LATER), ("Interim figures", NOON))
        ]
    for rest in ("/table?question=who&by=sex", "/differences", "/people", "/representativeness"):
        page = show(desk, consultation, rest)
        assert text(page.find("*[@class='govuk-caption-l']")) == consultation.title.en
        assert "Final figures. Responses counted up to: " in text(page)
    page = show(desk, consultation, "/table?question=who&by=sex&release=1")
    assert "Interim figures. Responses counted up to: " in text(page)
    assert page.xpath(".//select[@name='release']/option[@selected]/@value") == ["1"]


def test_of_a_filter_only_values_are_offered_of_which_a_number_is_shown(app, answers):
    version = make_survey()
    add_responses(version, answers)
    channels = {"paper": range(60), "telephone": range(60, 64)}
    stored = db.session.scalars(select(Response).order_by(Response.id)).all()
    for channel, places in channels.items():
        for place in places:
            stored[place].channel = channel
    consultation = db.session.get(Consultation, version.survey.consultation_id)
    release(consultation, replace(PLAN, filter="response:channel"))
    desk = sign_in(app.test_client(), make_officer(consultation.council, Role.ANALYST))
    page = show(desk, consultation, "/table?question=travel")
    (choice,) = page.xpath(".//select[@name='within']")
    assert choice.xpath(".//option/@value") == ["", "online", "paper"]
    (hint,) = page.xpath(".//*[@id=$id]", id=choice.get("aria-describedby"))
    assert text(hint) == "What too few people chose for any number to be shown is not offered."
    page = show(desk, consultation, "/table?question=travel&within=telephone")
    assert page.xpath(".//select[@name='within']//option[@selected]/@value") == ["telephone"]
    assert "Too few people responded" in text(page)
