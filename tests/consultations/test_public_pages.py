"""Does the public see every consultation in both languages, at the right address, with the right words?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from lxml import html

from engage.bilingual import Bilingual
from engage.consultations.models import Document
from engage.database import db
from tests.consultations.files import PDF
from tests.factories import make_consultation, make_council

DAY = timedelta(days=1)


def text_of(response) -> str:
    page = html.document_fromstring(response.get_data(as_text=True))
    return " ".join(" ".join(page.xpath("//main")[0].itertext()).split())


def links(response) -> list[str]:
    return html.document_fromstring(response.get_data(as_text=True)).xpath("//main//a/@href")


@pytest.fixture
def bus(app):
    """An open consultation of a council in Wales, with a document."""
    glynmorfa = make_council(
        slug="glynmorfa", name=Bilingual("Glynmorfa County Council", "Cyngor Sir Glynmorfa")
    )
    of = make_consultation(
        glynmorfa,
        title=Bilingual("Our buses", "Ein bysiau"),
        slug_en="our-buses",
        slug_cy="ein-bysiau",
        opens_at=datetime(2026, 6, 1, 8, 0, tzinfo=UTC),
        closes_at=datetime(2026, 10, 26, 0, 0, tzinfo=UTC),  # the end of 25 October, in winter time
        outcome=Bilingual("There will be **more** buses.", "Bydd **mwy** o fysiau."),
    )
    of.documents.append(
        Document(
            code="the_plan",
            title=Bilingual("The plan", "Y cynllun"),
            file_name=Bilingual("plan.pdf", "cynllun tŷ.docx"),
            file_en=PDF,
            file_cy=b"PK",
            bytes_en=340_000,
            bytes_cy=1_200_000,
        )
    )
    db.session.commit()
    return of


@pytest.mark.parametrize(
    ("header", "home"),
    [
        ("cy", "/cy/"),
        ("cy-GB,en;q=0.5", "/cy/"),
        ("en-GB,en", "/en/"),
        ("fr", "/en/"),
        ("", "/en/"),
        ("cy;q=0,en", "/en/"),
        ("en;q=0.5, CY-GB;q=0.7", "/cy/"),
        (";;rubbish=,*;q=x", "/en/"),
    ],
)
def test_a_newcomer_is_sent_to_the_language_that_the_browser_asks_for(client, header, home):
    response = client.get(
        "/", headers={"Accept-Language": header.encode("utf-8", "replace").decode("latin-1")}
    )
    assert (response.status_code, response.headers["Location"]) == (302, home)
    assert "Accept-Language" in response.headers["Vary"]
    assert "public" not in response.headers["Cache-Control"]


@pytest.mark.parametrize("address", ["/en/", "/en/consultations", "/cy/", "/cy/ymgynghoriadau"])
def test_no_other_page_asks_which_language_the_browser_wants(client, address):
    response = client.get(address, headers={"Accept-Language": "cy" if address.startswith("/en") else "en"})
    assert response.status_code == 200
    assert "Accept-Language" not in response.headers.get("Vary", "")
    assert response.headers["Content-Language"] == address[1:3]


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/en/",
        "/en/consultations?q=bus",
        "/en/consultations/our-buses",
        "/en/consultations/our-buses/documents/1",
    ],
)
def test_reading_sets_no_cookie(client, bus, address):
    assert "Set-Cookie" not in client.get(address).headers


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/en/", ["Our buses", "Open now", "Closes Sunday 25 October 2026, 11:59pm"]),
        ("/cy/", ["Ein bysiau", "Ar agor nawr", "Yn cau Dydd Sul 25 Hydref 2026, 11:59pm"]),
        ("/en/consultations", ["Our buses", "1 consultation found"]),
        ("/cy/ymgynghoriadau", ["Ein bysiau", "1 ymgynghoriad"]),
        (
            "/en/consultations/our-buses",
            [
                "Closes: Sunday 25 October 2026, 11:59pm (UK time)",
                "Opened on Monday 1 June 2026, 9am",
                "Start survey",
                "You are welcome to answer in Welsh. Answering in Welsh will not lead to delay.",
                "The plan (PDF, 340 kB)",
                "Also in Welsh: Y cynllun (DOCX, 1.2 MB)",
            ],
        ),
        (
            "/cy/ymgynghoriadau/ein-bysiau",
            [
                "Yn cau: Dydd Sul 25 Hydref 2026, 11:59pm (amser y DU)",
                "Dechrau'r arolwg",
                "Mae croeso i chi ateb yn Gymraeg",
                "Y cynllun (DOCX, 1.2 MB)",
                "Hefyd yn Saesneg: The plan (PDF, 340 kB)",
            ],
        ),
    ],
)
def test_an_open_consultation_is_shown_in_both_languages(client, bus, address, words):
    shown = text_of(client.get(address))
    assert [each for each in words if each not in shown] == []


def test_an_open_consultation_leads_to_its_survey_and_its_questions(client, bus):
    found = links(client.get("/en/consultations/our-buses"))
    assert found.count("/en/consultations/our-buses/answer") == 2
    assert "/en/consultations/our-buses/answer/questions" in found


@pytest.mark.parametrize(
    ("now", "words", "not_words"),
    [
        (
            datetime(2026, 5, 31, tzinfo=UTC),
            ["Opens: Monday 1 June 2026, 9am (UK time)"],
            ["Start survey", "Thank you"],
        ),
        (datetime(2026, 10, 25, 23, 59, 59, tzinfo=UTC), ["Start survey"], ["Thank you"]),
        (
            datetime(2026, 10, 26, tzinfo=UTC),
            ["Closed on: Sunday 25 October 2026, 11:59pm", "Thank you to everybody who answered"],
            ["Start survey", "There will be more buses."],
        ),
    ],
)
def test_each_stage_has_its_own_words(client, bus, time, now, words, not_words):
    time.moment = now
    shown = text_of(client.get("/en/consultations/our-buses"))
    assert [each for each in words if each not in shown] == []
    assert [each for each in not_words if each in shown] == []


@pytest.mark.parametrize(
    ("address", "outcome", "why"),
    [
        ("/en/consultations/our-buses", "There will be more buses.", "Why we are asking"),
        ("/cy/ymgynghoriadau/ein-bysiau", "Bydd mwy o fysiau.", "Pam rydym yn gofyn"),
    ],
)
def test_the_outcome_comes_first(client, bus, time, address, outcome, why):
    bus.reported_at = bus.closes_at
    db.session.commit()
    time.moment = bus.closes_at + DAY
    shown = text_of(client.get(address))
    assert shown.index(outcome) < shown.index(why)


def test_the_other_languages_slug_leads_to_the_right_address(client, bus):
    assert client.get("/en/consultations/ein-bysiau").headers["Location"] == "/en/consultations/our-buses"
    assert client.get("/cy/ymgynghoriadau/our-buses").headers["Location"] == "/cy/ymgynghoriadau/ein-bysiau"
    document = f"documents/{bus.documents[0].id}"
    moved = client.get(f"/en/consultations/ein-bysiau/{document}")
    assert moved.headers["Location"] == f"/en/consultations/our-buses/{document}"


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("/en/consultations/our-buses", "/cy/ymgynghoriadau/ein-bysiau"),
        ("/en/consultations?q=t%C5%B7&stage=open", "/cy/ymgynghoriadau?q=t%C5%B7&stage=open"),
        ("/cy/ymgynghoriadau?topic=budget&page=1", "/en/consultations?topic=budget&page=1"),
        ("/en/", "/cy/"),
    ],
)
def test_a_page_names_the_same_page_in_the_other_language(client, bus, address, other):
    page = html.document_fromstring(client.get(address).get_data(as_text=True))
    site = "https://engage.example"
    assert page.xpath("//link[@rel='canonical']/@href") == [site + address]
    named = {link.get("hreflang"): link.get("href") for link in page.xpath("//link[@rel='alternate']")}
    assert named[other[1:3]] == site + other
    assert page.xpath("//header//a[@rel='alternate']/@href") == [other]


def test_the_address_keeps_the_search_from_page_to_page(client):
    council = make_council()
    for _ in range(21):
        make_consultation(council)
    first = client.get("/en/consultations?q=consultation&stage=open")
    following = [link for link in links(first) if "page=2" in link]
    assert following == ["/en/consultations?q=consultation&stage=open&page=2"]
    assert "21 consultations found" in text_of(client.get(following[0]))


def test_filters_offer_names_in_the_order_of_the_language(client):
    for name in (Bilingual("Chester", "Chwilog"), Bilingual("Cwm", "Cwm"), Bilingual("Dee", "Dyfrdwy")):
        make_council(name=name)
    for address, names in (
        ("/en/consultations", ["All councils", "Chester", "Cwm", "Dee"]),
        ("/cy/ymgynghoriadau", ["Pob cyngor", "Cwm", "Chwilog", "Dyfrdwy"]),
    ):
        page = html.document_fromstring(client.get(address).get_data(as_text=True))
        assert page.xpath("//select[@name='council']/option/text()") == names


@pytest.mark.parametrize(
    "query",
    [
        "q=nothing+like+it",
        "stage=closed",
        "council=nobody",
        "q=%25",
        "q=%00",
        "q=" + "a+" * 5000,
    ],
)
def test_an_empty_result_says_what_to_do(client, bus, query):
    response = client.get(f"/en/consultations?{query}")
    assert response.status_code == 200
    assert "No consultation fits your search" in text_of(response)
    assert "/en/consultations" in links(response)


@pytest.mark.parametrize(
    "query", ["topic=rubbish", "stage=draft", "stage=%00", "page=x", "page=", "q=", "q[]=1"]
)
def test_rubbish_in_a_filter_is_not_looked_for(client, bus, query):
    assert "Our buses" in text_of(client.get(f"/en/consultations?{query}"))


@pytest.mark.parametrize("page", ["0", "-1", "2", "9" * 40])
def test_a_page_beyond_the_end_is_not_found(client, bus, page):
    assert client.get(f"/en/consultations?page={page}").status_code == 404


def test_an_installation_without_consultations_says_so(client):
    assert "Nothing is open for answers" in text_of(client.get("/en/"))
    assert "There are no consultations yet" in text_of(client.get("/en/consultations"))


@pytest.mark.parametrize("name", ["", "/documents/1", "/answer", "/answer/questions"])
@pytest.mark.parametrize("slug", ["our-buses", "ein-bysiau", "no-such", "%00", "x" * 500])
def test_a_draft_is_as_invisible_as_what_does_not_exist(client, bus, slug, name):
    bus.published_at = None
    db.session.commit()
    response = client.get(f"/en/consultations/{slug}{name}")
    assert response.status_code == 404
    assert "Our buses" not in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("address", "content", "kind", "name"),
    [
        ("/en/consultations/our-buses", PDF, "application/pdf", "filename=plan.pdf"),
        (
            "/cy/ymgynghoriadau/ein-bysiau",
            b"PK",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "filename=\"cynllun ty.docx\"; filename*=UTF-8''cynllun%20t%C5%B7.docx",
        ),
    ],
)
def test_a_document_is_downloaded_in_the_language_of_its_address(client, bus, address, content, kind, name):
    word = "documents" if address.startswith("/en") else "dogfennau"
    response = client.get(f"{address}/{word}/{bus.documents[0].id}")
    assert (response.status_code, response.data, response.content_type) == (200, content, kind)
    assert response.headers["Content-Disposition"] == f"attachment; {name}"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Language"] == address[1:3]


def test_a_document_of_another_consultation_is_not_found(client, bus):
    other = make_consultation(slug_en="other")
    assert other.documents == []
    for document_id in (bus.documents[0].id, 10**30):
        assert client.get(f"/en/consultations/other/documents/{document_id}").status_code == 404


def test_an_officers_words_are_shown_as_words(client):
    make_consultation(
        title=Bilingual("<script>alert(1)</script>", "<b>"),
        why=Bilingual("<img src=x onerror=alert(1)> [go](javascript:alert(1))", "Pam"),
        slug_en="hostile",
    )
    shown = client.get("/en/consultations/hostile").get_data(as_text=True)
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown
    assert 'href="javascript' not in shown
