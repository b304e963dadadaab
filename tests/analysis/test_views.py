"""Do the pages of a breakdown lead an officer from the plan to the files, and show released figures alone?"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from lxml.html import HtmlElement
from sqlalchemy import update

from engage.accounts.permissions import Role
from engage.analysis import queries, service
from engage.analysis.statistics import percentage
from engage.consultations.models import Consultation
from engage.database import db
from engage.equality.characteristics import Level
from engage.respond import keying_service
from engage.respond.kiosk_models import Kiosk
from engage.respond.models import Response
from tests.analysis.stored import CLOSED, PEOPLE, SURVEY, make_answered, make_survey
from tests.analysis.test_service import PLAN, asked_in_vain
from tests.factories import NOON, make_consultation, make_officer
from tests.officers import send, sign_in

pytestmark = pytest.mark.usefixtures("time")
COUNT = re.compile(r"[1-9][0-9]*[05]|[1-9]0|\[c\]")  # a multiple of 5 from 10 on
SHARE = re.compile(r"(\d+)%( \[u\])?|(under 5|over 95|o dan 5|dros 95)%( \[u\])?|\[[cx]\]")
LEFT_OUT = {"en": "This table is left out of these figures", "cy": "Mae'r tabl hwn wedi'i adael allan"}
END = r"(\d+|under 5|over 95|o dan 5|dros 95)%"
RANGE = re.compile(rf"{END}( (to|i) {END})?|\[[cx]\]")


@pytest.fixture
def consultation(app: Flask) -> Consultation:
    return make_answered()


@pytest.fixture
def desk(app: Flask, consultation: Consultation) -> FlaskClient:
    """An analyst of the council, signed in."""
    return sign_in(app.test_client(), make_officer(consultation.council, Role.ANALYST))


@pytest.fixture
def released(consultation: Consultation) -> queries.Released:
    """The consultation's release, made under PLAN."""
    analyst = make_officer(consultation.council, Role.ANALYST)
    service.decide_plan(analyst, consultation.id, PLAN, now=NOON)
    service.ask_release(analyst, consultation.id, now=NOON)
    db.session.rollback()
    return queries.released(analyst, consultation.id)


def address(consultation: Consultation, rest: str = "", language: str = "en") -> str:
    officers, room = {
        "en": ("officers/consultations", "breakdown"),
        "cy": ("swyddogion/ymgynghoriadau", "dadansoddiad"),
    }[language]
    return f"/{language}/{officers}/{consultation.id}/{room}{rest}"


def show(client: FlaskClient, where: str, status: int = 200) -> HtmlElement:
    response = client.get(where)
    assert response.status_code == status, where
    return html.document_fromstring(response.get_data(as_text=True)).get_element_by_id("main-content")


def text(element: HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def plan_of(consultation: Consultation):
    analyst = make_officer(consultation.council, Role.ANALYST)
    return queries.planning_of(analyst, consultation.id).plan


def test_nobody_is_said_to_leave_out_the_language_of_a_response(desk, consultation):
    analyst = make_officer(consultation.council, Role.ANALYST)
    plan = replace(PLAN, characteristics=("sex",), dimensions=("language",))
    db.session.execute(update(Response).where(Response.id % 3 == 0).values(language="cy"))
    db.session.commit()
    service.decide_plan(analyst, consultation.id, plan, now=NOON)
    service.ask_release(analyst, consultation.id, now=NOON)
    db.session.rollback()
    page = show(desk, address(consultation, "/people"))
    assert [text(each) for each in page.findall(".//h2")] == ["Sex", "Language of the response", "Download"]
    assert text(page).count("Prefer not to say, or not answered") == 1


# --- before there are figures ---------------------------------------------------------------------------


@pytest.mark.parametrize("before", [timedelta(days=1), timedelta()], ids=["open", "in grace"])
def test_before_closing_there_is_the_number_of_responses_and_no_figure(app, before):
    consultation = make_answered(closes_at=NOON + before, people=40)
    desk = sign_in(app.test_client(), make_officer(consultation.council, Role.ANALYST))
    page = show(desk, address(consultation))
    assert "Why there are no figures yet" in text(page)
    assert "Responses so far 40" in text(page)
    assert page.xpath(".//table") == []
    assert page.xpath(".//a[contains(@href, '/make')]") == []
    assert desk.get(address(consultation, "/make")).location == address(consultation)
    assert send_nothing(desk, address(consultation, "/make")) == 422
    for rest in ("/people", "/table?question=who", "/files/everything.csv"):
        assert desk.get(address(consultation, rest)).status_code == 404
    assert queries.release(consultation.id) is None


def send_nothing(client: FlaskClient, where: str) -> int:
    """The status of a form that is sent without its page, with the session's own token."""
    page = client.get("/en/sign-in").get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)
    return client.post(where, data={"csrf_token": token}).status_code


def test_without_a_survey_there_is_nothing_to_plan(app):
    consultation = make_consultation()
    desk = sign_in(app.test_client(), make_officer(consultation.council, Role.ANALYST))
    assert "This consultation has no survey yet" in text(show(desk, address(consultation)))
    assert desk.get(address(consultation, "/plan")).location == address(consultation)


def test_a_release_that_is_not_made_yet_says_so_and_later_that_it_is_late(desk, consultation, time):
    asked_in_vain(consultation, make_officer(consultation.council, Role.ANALYST))
    page = show(desk, address(consultation))
    assert text(page.find(".//h1")) == "The breakdown is being made"
    assert "longer than it should" not in text(page)
    assert page.xpath(".//a[contains(@class, 'govuk-button')]/@href") == [address(consultation)]
    time.moment = NOON + timedelta(minutes=31)
    assert "longer than it should" in text(show(desk, address(consultation)))


# --- the plan -------------------------------------------------------------------------------------------


def test_a_plan_is_made_in_the_browser(desk, consultation):
    sent = send(desk, address(consultation, "/plan"), level="standard", characteristics=["sex", "age"])
    assert sent.location == address(consultation)
    assert "The plan is saved" in text(show(desk, address(consultation)))
    where = address(consultation, "/plan/organisations?question=who")
    assert send(desk, where, codes=["organisation"]).location == address(consultation)
    plan = plan_of(consultation)
    assert (plan.level, plan.characteristics) == (Level.STANDARD, ("age", "sex"))
    assert (plan.organisation_question, plan.organisation_codes) == ("who", ("organisation",))
    assert "Organisations left out An organisation" in text(show(desk, address(consultation)))


def test_choosing_no_question_counts_every_response(desk, consultation):
    send(desk, address(consultation, "/plan/organisations?question=who"), codes=["organisation"])
    send(desk, address(consultation, "/plan/organisations?question="))
    assert plan_of(consultation).organisation_question == ""


@pytest.mark.parametrize(
    ("rest", "fields", "message"),
    [
        ("/plan", {"level": "summary", "characteristics": []}, "Choose at least one characteristic"),
        ("/plan", {"level": "finest", "characteristics": ["age"]}, "Choose the level of detail"),
        ("/plan/organisations?question=who", {"codes": []}, "Choose the answers that mean an organisation"),
        ("/plan/organisations?question=who", {"codes": ["resident", "organisation"]}, "Leave at least one"),
    ],
)
def test_a_plan_that_cannot_be_is_sent_back_with_what_to_do(desk, consultation, rest, fields, message):
    before = plan_of(consultation)
    response = send(desk, address(consultation, rest), **fields)
    assert response.status_code == 422
    page = html.document_fromstring(response.get_data(as_text=True))
    assert message in text(page.xpath("//*[contains(@class, 'error-summary__list')]")[0])
    assert page.findtext(".//title").startswith("Error:")
    assert plan_of(consultation) == before


def test_the_other_language_shows_what_was_ticked_and_keeps_nothing(desk, consultation):
    ticked = {"level": "detailed", "characteristics": ["race"], "switch": "1"}
    response = send(desk, address(consultation, "/plan"), **ticked)
    page = html.document_fromstring(response.get_data(as_text=True))
    assert page.xpath("//input[@checked]/@value") == ["detailed", "summary", "race"]
    assert plan_of(consultation).level == Level.SUMMARY


def test_where_everybody_is_asked_the_page_says_why_nothing_can_be_chosen(app, desk, consultation):
    where = "/plan/organisations"
    assert "Nothing can be chosen here." not in text(show(desk, address(consultation, where)))
    asked = replace(SURVEY, equality=replace(SURVEY.equality, show_if=None))
    other = make_survey(asked, council=consultation.council, slug_en="a", slug_cy="b").survey.consultation
    said = text(show(desk, address(other, where)))
    assert "An answer can be left out only if it decides, in the published survey, who is asked" in said


@pytest.mark.parametrize("question", ["comments", "nothing"])
def test_only_a_question_with_choices_can_tell_an_organisation(desk, consultation, question):
    show(desk, address(consultation, f"/plan/organisations?question={question}"), 404)


# --- making it ------------------------------------------------------------------------------------------


def test_an_officer_confirms_and_then_has_the_breakdown(desk, consultation):
    page = show(desk, address(consultation, "/make"))
    assert "This can be done only once" in text(page)
    assert send(desk, address(consultation, "/make")).location == address(consultation)
    db.session.rollback()
    page = show(desk, address(consultation))
    assert f"People counted about {PEOPLE}" in text(page)
    assert "this is not a sample survey" in text(page)
    assert desk.get(address(consultation, "/make")).location == address(consultation)


@pytest.mark.parametrize("rest", ["", "/make"])
def test_an_officer_is_warned_while_kiosks_may_hold_responses(desk, consultation, rest):
    assert "kiosk" not in text(show(desk, address(consultation, rest))).lower()
    for name, waiting, heard in (("Tablet 1", 3, CLOSED), ("Tablet 2", 0, NOON), ("Tablet 3", 0, None)):
        db.session.add(
            Kiosk(
                consultation_id=consultation.id,
                name=name,
                place="Library",
                made_at=CLOSED,
                heard_at=heard,
                officer_id=make_officer(consultation.council).id,
                waiting=waiting,
            )
        )
    db.session.commit()
    page = show(desk, address(consultation, rest))
    assert "Some kiosks may still hold responses that have not been sent." in text(page)
    assert page.xpath("//table[.//caption[@id='unsent-caption']]//tbody//th/text()") == ["Tablet 1"]
    welsh = show(desk, address(consultation, rest.replace("make", "creu"), "cy"))
    assert welsh.xpath("//caption[@id='unsent-caption']") != []


@pytest.mark.parametrize("rest", ["", "/make"])
def test_an_officer_is_warned_while_a_stack_of_papers_is_open(desk, consultation, rest):
    clerk = make_officer(consultation.council, Role.CLERK)
    stack = {"name": "Post", "expected": 40, "percent_twice": 100, "now": CLOSED}
    of = keying_service.open_batch(clerk, consultation.id, **stack)
    told = text(show(desk, address(consultation, rest)))
    assert "1 batch of paper forms is still open: some of its papers may not be keyed" in told
    assert "every response is in" not in told
    keying_service.close(clerk, consultation.id, of.batch_id, reason="None came.", now=CLOSED)
    assert "still open" not in text(show(desk, address(consultation, rest)))


def test_sending_the_confirmation_twice_is_as_good_as_once(desk, consultation):
    send(desk, address(consultation, "/make"))
    db.session.rollback()
    made_at = queries.release(consultation.id).made_at
    assert send_nothing(desk, address(consultation, "/make")) == 302
    db.session.rollback()
    assert queries.release(consultation.id).made_at == made_at


def test_too_few_responses_are_a_result_in_words(app):
    consultation = make_answered(people=6)
    analyst = make_officer(consultation.council, Role.ANALYST)
    plan = replace(queries.planning_of(analyst, consultation.id).plan, characteristics=("sex",))
    service.decide_plan(analyst, consultation.id, plan, now=NOON)
    service.ask_release(analyst, consultation.id, now=NOON)
    desk = sign_in(app.test_client(), analyst)
    assert "Too few people responded" in text(show(desk, address(consultation)))
    for rest, why in (
        ("/people", "Too few people responded"),
        ("/table?question=age", "Too few people responded"),
        ("/table?question=who", "This table is left out of these figures"),  # all had to answer it
    ):
        page = show(desk, address(consultation, rest))
        assert why in text(page)
        assert page.xpath(".//table | .//figure") == []
        assert len(page.xpath(".//*[@class='govuk-inset-text']")) <= 2  # why, once, and that it is no sample


# --- reading it -----------------------------------------------------------------------------------------


def cells(page: HtmlElement, table: str) -> Iterator[tuple[str, list[str]]]:
    """Each row's heading and the texts of its cells."""
    for row in page.get_element_by_id(f"{table}-caption").xpath("ancestor::table//tbody/tr"):
        yield text(row.find("th")), [text(cell) for cell in row.findall("td")]


def every_table(released: queries.Released, language: str) -> Iterator[tuple[str, str, str]]:
    for subject in released.universe.subjects:
        for by in ("", *(each.key for each in released.universe.characteristics)):
            rest = {"en": "/table", "cy": "/tabl"}[language] + f"?question={quote(subject.key)}&by={by}"
            yield subject.key, by, address(released.consultation, rest, language)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_page_shows_released_figures_and_what_follows_from_them_alone(desk, released, language):
    for subject, by, where in every_table(released, language):
        page = show(desk, where)
        if (subject, by) not in {(each.subject.key, each.by.key) for each in released.tables}:
            assert LEFT_OUT[language] in text(page)
            assert page.xpath(".//*[@id='numbers-caption']") == []
            continue
        table = released.question(subject, by)
        if not page.findall(".//table"):
            assert subject in ("better", "comments")  # which no resident answered
        elif by:
            numbers, shares = dict(cells(page, "numbers")), dict(cells(page, "percentages"))
            assert all(RANGE.fullmatch(cell) for _, row in cells(page, "ranges") for cell in row), where
            assert all(COUNT.fullmatch(cell) for row in numbers.values() for cell in row), where
            assert all(SHARE.fullmatch(cell) or COUNT.fullmatch(cell) for r in shares.values() for cell in r)
            for place, row in enumerate(table.rows, 1):
                for choice, count in zip(table.subject.choices, row.counts, strict=True):
                    label = " ".join(choice.label[language].split())
                    assert numbers[label][place] == ("[c]" if count is None else str(count))
                    share = percentage(count, table.base(row))
                    assert shares[label][place].removesuffix(f" {share.mark}") == share.text(language)
        else:
            for _, (count, share, found) in cells(page, "answers-table"):
                assert COUNT.fullmatch(count), where
                assert SHARE.fullmatch(share), where
                assert RANGE.fullmatch(found), where
        for shown in page.xpath(".//*[contains(@class, 'engage-chart__value')]"):
            assert SHARE.fullmatch(text(shown)), where
        for shown in page.xpath(".//*[contains(@class, 'engage-plot__value')]"):
            assert re.fullmatch(rf"({SHARE.pattern})( ({RANGE.pattern}))?", text(shown)), where


def test_who_responded_shows_each_characteristic_alone(desk, released):
    page = show(desk, address(released.consultation, "/people"))
    titles = [text(heading) for heading in page.findall(".//h2")]
    assert titles == ["Age", "Sex", "Disability", "Download"]
    for name in ("age", "sex", "disability"):
        for _, (count, share, found) in cells(page, f"{name}-table"):
            assert COUNT.fullmatch(count)
            assert SHARE.fullmatch(share)
            assert RANGE.fullmatch(found)


def test_a_table_has_the_officers_words_in_the_language_of_the_page(desk, released):
    page = show(desk, address(released.consultation, "/tabl?question=travel&by=sex", "cy"))
    assert text(page.find(".//h1")) == "Sut rydych chi'n teithio?"
    assert [label for label, _ in cells(page, "numbers")][:3] == ["Ar fws", "Mewn car", "Dim un o'r rhain"]
    headings = page.xpath(".//table[.//*[@id='numbers-caption']]//thead//th")
    assert [text(heading) for heading in headings][1:] == ["Pawb", "Benyw", "Gwryw"]


def test_every_table_lies_in_a_region_that_scrolls_by_the_keyboard(desk, released):
    page = show(desk, address(released.consultation, "/table?question=who&by=age"))
    for table in page.findall(".//table"):
        region = table.getparent()
        assert (region.get("role"), region.get("tabindex")) == ("region", "0")


@pytest.mark.parametrize(
    "query", ["?question=nothing", "?question=who&by=nothing", "?question=sex", "?question="]
)
def test_there_are_no_other_tables(desk, released, query):
    show(desk, address(released.consultation, f"/table{query}"), 404)


def test_a_table_of_no_question_leads_back_to_the_overview(desk, released):
    assert desk.get(address(released.consultation, "/table")).location == address(released.consultation)


# --- taking it along ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "rest", "ending"),
    [
        ("en", "", "everything.csv"),
        ("cy", "", "popeth.csv"),
        ("en", "/table?question=travel", "question-travel.csv"),
        ("cy", "/tabl?question=travel", "cwestiwn-travel.csv"),
        ("en", "/people", "characteristics.csv"),
        ("cy", "", "nodiadau.txt"),
    ],
)
def test_every_file_can_be_had_from_the_page_in_its_language(desk, released, language, rest, ending):
    page = show(desk, address(released.consultation, rest, language))
    (link,) = page.xpath(".//a[@hreflang][contains(@href, $end)]", end=f"/{ending}")
    assert link.get("hreflang") == language
    assert re.search(r"\((CSV|text|testun), \d+ kB\)$", text(link))
    response = desk.get(link.get("href"))
    slug = released.consultation.slug[language]
    assert response.headers["Content-Disposition"] == f"attachment; filename={slug}-1-{ending}"
    assert response.headers["Content-Language"] == language
    assert response.headers["Cache-Control"] == "no-store"
    assert response.mimetype == ("text/plain" if ending.endswith(".txt") else "text/csv")
    assert response.data == released.files(language)[ending]
    assert response.data.startswith(b"\xef\xbb\xbf")


def test_a_file_speaks_one_language_and_has_no_formula(desk, released):
    file = desk.get(address(released.consultation, "/ffeiliau/popeth.csv", "cy")).data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(file)))
    assert {row["Grŵp"] for row in rows} >= {"Benyw", "Gwryw"}
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
    counts = {row["Nifer"] for row in rows}
    assert all(COUNT.fullmatch(count) or count == "[x]" for count in counts)


# --- who may --------------------------------------------------------------------------------------------

PAGES = (
    "",
    "/plan",
    "/plan/organisations",
    "/make",
    "/table?question=who",
    "/people",
    "/files/everything.csv",
)


@pytest.mark.parametrize(("own", "role", "status"), [(True, Role.AUTHOR, 403), (False, Role.ANALYST, 404)])
def test_authors_may_not_and_other_councils_do_not_learn_of_it(app, released, own, role, status):
    officer = make_officer(released.consultation.council if own else None, role)
    client = sign_in(app.test_client(), officer)
    for rest in PAGES:
        assert client.get(address(released.consultation, rest)).status_code == status, rest
    assert send_nothing(client, address(released.consultation, "/make")) == status


def test_the_way_to_a_breakdown_is_on_the_consultations_page(desk, consultation):
    page = show(desk, f"/en/officers/consultations/{consultation.id}")
    assert page.xpath(".//a[@href=$to]", to=address(consultation))
    assert consultation.closes_at == CLOSED
