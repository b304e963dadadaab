"""Can officers write and report a consultation, whatever they type, and only their own council's?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from lxml import html
from sqlalchemy import func, select

from engage.accounts.models import AuditEvent
from engage.accounts.permissions import Role
from engage.bilingual import Bilingual
from engage.consultations import service
from engage.consultations.documents import LARGEST, Paper
from engage.consultations.models import Consultation, Document
from engage.database import db
from tests.consultations.files import FILES, PDF
from tests.factories import NOON, make_consultation, make_council, make_officer
from tests.officers import send, sign_in, upload

DESK = "/en/officers/consultations"
DATES = {
    "opens_day": "1", "opens_month": "4", "opens_year": "2027", "opens_time": "9am",
    "closes_day": "30", "closes_month": "6", "closes_year": "2027", "closes_time": "23:59",
}  # fmt: skip
PAPERS = {"en": Paper("plan.pdf", PDF), "cy": Paper("cynllun.pdf", PDF)}


def page_of(response) -> html.HtmlElement:
    return html.document_fromstring(response.get_data(as_text=True))


def text_of(response) -> str:
    return " ".join(" ".join(page_of(response).xpath("//main")[0].itertext()).split())


def errors(response) -> list[str]:
    return page_of(response).xpath("//*[contains(@class, 'error-summary__list')]//a/text()")


def typed(response) -> dict[str, str]:
    return dict(page_of(response).get_element_by_id("page-form").form_values())


def stored(model=Consultation) -> list:
    db.session.rollback()  # what was read before may be out of date
    db.session.expire_all()
    return list(db.session.scalars(select(model).order_by(model.id)))


@pytest.fixture
def draft(council):
    return make_consultation(
        council,
        published_at=None,
        slug_en="draft",
        slug_cy="drafft",
        opens_at=NOON,
        closes_at=NOON + timedelta(30),
    )


@pytest.fixture
def published(council):
    return make_consultation(council, slug_en="published", slug_cy="cyhoeddwyd")


def with_document(officer, consultation) -> Document:
    title = Bilingual("The plan", "Y cynllun")
    return service.add_document(officer, consultation.id, title=title, **PAPERS, now=NOON)


PAGES = {  # of a draft with a document 1, and what an officer needs to see each
    "": None,
    "/preview": None,
    "/documents/1": None,
    "/edit": Role.AUTHOR,
    "/contact": Role.AUTHOR,
    "/documents/add": Role.AUTHOR,
    "/documents/1/remove": Role.AUTHOR,
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_there_for_those_who_may_see_it_alone(client, officer, draft, page):
    with_document(officer, draft)
    address = f"{DESK}/{draft.id}{page}"
    assert client.get(address).headers["Location"].startswith("/en/sign-in?next=")
    author, analyst, stranger = (
        make_officer(draft.council, Role.AUTHOR),
        make_officer(draft.council, Role.ANALYST),
        make_officer(make_council()),
    )
    statuses = {who: sign_in(client, who).get(address).status_code for who in (author, analyst, stranger)}
    assert statuses == {author: 200, analyst: 403 if PAGES[page] else 200, stranger: 404}


def test_a_form_that_is_sent_without_its_token_does_nothing(desk, draft):
    for page in ("edit", "contact", "documents/add"):
        assert desk.post(f"{DESK}/{draft.id}/{page}", data=DATES | {"title_en": "Hacked"}).status_code == 400
    assert stored()[0].title.en != "Hacked"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/en/officers/consultations", ["Your council's consultations", "Add a consultation"]),
        ("/cy/swyddogion/ymgynghoriadau", ["Ymgynghoriadau eich cyngor", "Ychwanegu ymgynghoriad"]),
    ],
)
def test_the_desk_lists_the_councils_consultations(desk, draft, published, address, words):
    make_consultation(title=Bilingual("Somebody else's", "Rhywun arall"))
    shown = text_of(desk.get(address))
    lang = address[1:3]
    assert [w for w in [*words, draft.title[lang], published.title[lang]] if w not in shown] == []
    assert "Somebody else's" not in shown


@pytest.mark.parametrize(
    ("due", "tag"), [(None, "With the approver"), (timedelta(9000), "Publication is set")]
)
def test_the_list_says_which_drafts_wait_for_somebody(desk, council, due, tag):
    at = due and NOON + due
    later = {"opens_at": NOON + timedelta(9001), "closes_at": NOON + timedelta(9099)}
    make_consultation(council, published_at=at, held_at=NOON, **later)
    assert tag in text_of(desk.get(DESK))
    make_consultation(council, slug_en="free", slug_cy="rhydd", published_at=None, **later)
    assert text_of(desk.get(DESK)).count(tag) == 1


@pytest.mark.parametrize(
    ("address", "first"), [(f"{DESK}/add", "en"), ("/cy/swyddogion/ymgynghoriadau/ychwanegu", "cy")]
)
def test_the_language_of_the_page_is_written_first(desk, address, first):
    names = page_of(desk.get(address)).xpath("//fieldset//*[@lang]/@name")
    assert [name[-2:] for name in names[:4]] == [first, "cy" if first == "en" else "en"] * 2
    refused = send(desk, address)
    assert f"#title_{first}" in page_of(refused).xpath("//*[contains(@class, 'error-summary')]//a/@href")


def test_a_title_in_one_language_alone_says_which_it_is(desk, council):
    make_consultation(council, published_at=None, title=Bilingual("", "Ein bysiau"), slug_en=None)
    page = page_of(desk.get(DESK))
    assert page.xpath("//main//*[@lang='cy']/text()") == ["Ein bysiau"]


def test_a_draft_is_begun_with_a_title_and_dates(desk, council):
    response = send(desk, f"{DESK}/add", title_cy="Tŷ'r Gymuned", topics=["housing", "cohesion"], **DATES)
    (draft,) = stored()
    assert response.headers["Location"] == f"{DESK}/{draft.id}"
    assert (draft.title, draft.slug) == (Bilingual("", "Tŷ'r Gymuned"), Bilingual("", "tyr-gymuned"))
    assert (draft.council_id, draft.topics) == (council.id, ["cohesion", "housing"])
    assert draft.opens_at == datetime(2027, 4, 1, 8, 0, tzinfo=UTC)
    assert draft.closes_at == datetime(2027, 6, 30, 23, 0, tzinfo=UTC)  # the end of 11:59pm in summer
    assert "The draft is saved" in text_of(desk.get(response.headers["Location"]))


def test_a_draft_comes_back_to_be_edited_as_it_was_typed(desk, draft):
    address = f"{DESK}/{draft.id}/edit"
    before = {column.name: getattr(draft, column.name) for column in Consultation.__table__.columns}
    assert send(desk, address).status_code == 302
    (after,) = stored()
    assert {name: getattr(after, name) for name in before} == before


def test_what_is_typed_is_kept_in_every_letter(desk, draft):
    words = "Ŵŷâêîôûï <b>&amp;</b> \"'\r\n\r\n- un\r\n\t- dau\0\x07"
    send(desk, f"{DESK}/{draft.id}/edit", why_cy=words, title_en="  Our \t buses\0 ")
    (after,) = stored()
    assert after.why.cy == "Ŵŷâêîôûï <b>&amp;</b> \"'\n\n- un\n    - dau"
    assert after.title.en == "Our buses"


@pytest.mark.parametrize(
    ("fields", "messages"),
    [
        ({"title_en": "", "title_cy": " "}, ["Enter a title in English or in Welsh"]),
        ({"title_en": "x" * 151}, ["Title (English): use 150 characters or fewer"]),
        ({"privacy_cy": "x" * 10_001}, ["Privacy notice (Welsh): use 10000 characters or fewer"]),
        ({"slug_en": "Our Buses"}, ["English address: use small letters a to z, numbers and single hyphens"]),
        ({"slug_cy": "tŷ"}, ["Welsh address: use small letters a to z, numbers and single hyphens"]),
        ({"opens_day": "", "opens_month": "", "opens_year": ""}, ["Enter the opening date"]),
        ({"opens_day": "31", "opens_month": "4"}, ["The opening date must be a real date, such as 1 4 2027"]),
        ({"closes_year": "x" * 99}, ["The closing date must be a real date, such as 30 6 2027"]),
        ({"closes_month": "²"}, ["The closing date must be a real date, such as 30 6 2027"]),
        ({"opens_time": ""}, ["Enter the opening time"]),
        ({"closes_time": "25:00"}, ["The closing time must be a time, such as 5pm or 23:59"]),
        ({"closes_time": "\0" * 9}, ["The closing time must be a time, such as 5pm or 23:59"]),
        (
            {
                "opens_day": "28",
                "opens_month": "3",
                "opens_time": "1:30",
            },  # in 2027 clocks go forward that night
            ["Opening time: clocks go forward over this time, so choose another"],
        ),
        ({"closes_month": "3"}, ["The consultation must close after it opens"]),
        (
            {"closes_day": "1", "closes_month": "4", "closes_time": "8:59"},
            ["The consultation must close after it opens"],
        ),
        (
            dict.fromkeys(DATES, ""),
            [
                "Enter the opening date",
                "Enter the opening time",
                "Enter the closing date",
                "Enter the closing time",
            ],
        ),
    ],
)
def test_every_mistake_is_named_and_nothing_is_stored(desk, fields, messages):
    response = send(desk, f"{DESK}/add", **{"title_en": "Buses"} | DATES | fields)
    assert (response.status_code, errors(response)) == (422, messages)
    assert stored() == []


def test_what_was_typed_comes_back_beside_the_mistakes(desk):
    response = send(
        desk, f"{DESK}/add", title_cy="Bysiau", why_en="Because", opens_day="fourth", topics="housing"
    )
    back = typed(response)
    assert (back["title_cy"], back["why_en"].strip(), back["opens_day"]) == ("Bysiau", "Because", "fourth")
    assert back["topics"] == "housing"


@pytest.mark.parametrize(
    "rubbish",
    ["\0", "x" * 20_000, "%(field)s {0} {{7*7}}", "💥" * 100, "<script>alert(1)</script>", "\u202e"],
)
def test_rubbish_in_every_field_is_no_accident(desk, draft, rubbish):
    address = f"{DESK}/{draft.id}/edit"
    names = typed(desk.get(address)).keys() - {"csrf_token"}
    response = send(desk, address, **dict.fromkeys(names, rubbish))
    assert response.status_code == 422
    assert "<script>alert(1)" not in response.get_data(as_text=True).replace("&lt;", "")
    assert stored()[0].why == draft.why


def test_fields_that_are_missing_or_come_twice_are_no_accident(desk):
    token = typed(desk.get(f"{DESK}/add"))["csrf_token"]
    assert desk.post(f"{DESK}/add", data={"csrf_token": token}).status_code == 422
    twice = {name: [value, "x"] for name, value in DATES.items()}
    sent = desk.post(
        f"{DESK}/add",
        data={"csrf_token": token, "title_en": ["Buses", "Trams"], "topics": ["x"] * 50, **twice},
    )
    assert sent.status_code == 302
    assert (stored()[0].title.en, stored()[0].topics) == ("Buses", [])


def test_an_address_that_is_taken_is_named(desk, draft, published):
    response = send(desk, f"{DESK}/{draft.id}/edit", slug_en="published", slug_cy="cyhoeddwyd")
    assert response.status_code == 422
    assert errors(response) == [
        "Another consultation has this English address: choose another",
        "Another consultation has this Welsh address: choose another",
    ]


def test_the_language_switch_keeps_what_was_typed_and_stores_nothing(desk):
    response = send(desk, f"{DESK}/add", title_en="Buses", opens_day="x", topics="housing", switch="1")
    assert response.status_code == 200
    page = page_of(desk.get(f"{DESK}/add"))
    assert page.xpath("//button[@name='switch']/@formaction") == ["/cy/swyddogion/ymgynghoriadau/ychwanegu"]
    token = typed(response)["csrf_token"]
    there = desk.post(
        "/cy/swyddogion/ymgynghoriadau/ychwanegu",
        data={
            "csrf_token": token,
            "title_en": "Buses",
            "opens_day": "x",
            "topics": "housing",
            "switch": "errors",
        },
    )
    assert there.status_code == 200
    assert (typed(there)["title_en"], typed(there)["opens_day"], typed(there)["topics"]) == (
        "Buses",
        "x",
        "housing",
    )
    assert "Rhaid i'r dyddiad agor fod yn ddyddiad go iawn, fel 1 4 2027" in errors(there)
    assert stored() == []


def test_the_overview_leads_to_every_problem(desk, council):
    draft = make_consultation(
        council,
        published_at=None,
        summary=Bilingual("Words."),
        privacy=Bilingual(),
        topics=[],
        closes_at=NOON,
    )
    page = page_of(desk.get(f"{DESK}/{draft.id}"))
    fields = [link.split("#")[1] for link in page.xpath("//main//a/@href") if "#" in link]
    assert fields == ["summary_cy", "privacy_en", "privacy_cy", "topics", "closes_day"]
    form = page_of(desk.get(f"{DESK}/{draft.id}/edit"))
    assert [field for field in fields if form.get_element_by_id(field, None) is None] == []


def test_a_complete_draft_says_so(desk, draft):
    assert "Everything about the consultation is there in both languages" in text_of(
        desk.get(f"{DESK}/{draft.id}")
    )


@pytest.mark.parametrize("name", ["draft", "published"])
def test_the_overview_is_there_in_both_languages(desk, officer, request, name):
    of = request.getfixturevalue(name)
    with_document(officer, of)
    assert of.title.en in text_of(desk.get(f"{DESK}/{of.id}"))
    assert of.title.cy in text_of(desk.get(f"/cy/swyddogion/ymgynghoriadau/{of.id}"))


def test_what_is_published_is_frozen_and_says_so(desk, published):
    address = f"{DESK}/{published.id}"
    assert desk.get(f"{address}/edit").headers["Location"] == f"{address}/contact"
    assert "cannot change any more" in text_of(desk.get(f"{address}/contact"))
    token = typed(desk.get(f"{address}/contact"))["csrf_token"]
    refused = desk.post(f"{address}/edit", data={"csrf_token": token, "title_en": "Changed", **DATES})
    assert refused.status_code == 409
    assert stored()[0].title == published.title


def test_whom_to_ask_changes_after_publication(desk, published):
    send(desk, f"{DESK}/{published.id}/contact", contact_en="Ann", contact_cy="Ann")
    assert stored()[0].contact == Bilingual("Ann", "Ann")


def test_whom_to_ask_stays_in_both_languages(desk, published):
    response = send(
        desk, f"{DESK}/{published.id}/contact", contact_en="Ann", contact_cy="", other_formats_en=" "
    )
    assert response.status_code == 422
    assert errors(response) == ["Say in Welsh whom to ask", "Say in English which other formats there are"]


def test_the_preview_shows_what_the_public_will_see(desk, officer, draft):
    with_document(officer, draft)
    for address, words in (
        (
            f"{DESK}/{draft.id}/preview",
            ["This is a preview", draft.title.en, "Why we are asking", "The plan (PDF, 1 kB)"],
        ),
        (
            f"/cy/swyddogion/ymgynghoriadau/{draft.id}/rhagolwg",
            ["Rhagolwg yw hwn", draft.title.cy, "Y cynllun (PDF, 1 kB)"],
        ),
    ):
        shown = text_of(desk.get(address))
        assert [each for each in words if each not in shown] == []


AGAIN = "Choose this again: a file cannot stay on a page that is shown again"  # of the two, the good one


def add_document(desk, of, **fields):
    files = {"file_en": upload(PDF, "plan.pdf"), "file_cy": upload(PDF, "cynllun.pdf")}
    usual = {"title_en": "The plan", "title_cy": "Y cynllun", **files}
    given = {name: value for name, value in (usual | fields).items() if value is not None}
    return send(desk, f"{DESK}/{of.id}/documents/add", **given)


@pytest.mark.parametrize("kind", FILES)
def test_a_pair_of_files_is_added_and_can_be_downloaded(desk, draft, kind):
    name = f"cynllun tŷ.{kind}"
    assert add_document(desk, draft, file_cy=upload(FILES[kind], name)).status_code == 302
    (document,) = stored(Document)
    assert document.file_name == Bilingual("plan.pdf", name)
    welsh = desk.get(f"/cy/swyddogion/ymgynghoriadau/{draft.id}/dogfennau/{document.id}")
    assert (welsh.status_code, welsh.data) == (200, FILES[kind])
    assert welsh.headers["Content-Disposition"].startswith("attachment; ")
    assert (welsh.headers["Cache-Control"], welsh.headers["Content-Language"]) == ("no-store", "cy")
    assert welsh.content_type.count("charset") == (1 if kind in ("csv", "txt") else 0)


@pytest.mark.parametrize(
    ("fields", "messages"),
    [
        ({"file_cy": None}, [AGAIN, "Choose the Welsh file too: a document is published in both languages"]),
        (
            {"file_en": None},
            ["Choose the English file too: a document is published in both languages", AGAIN],
        ),
        ({"file_en": None, "file_cy": None}, ["Choose the English file", "Choose the Welsh file"]),
        ({"file_en": "text", "file_cy": "text"}, ["Choose the English file", "Choose the Welsh file"]),
        ({"title_cy": " "}, ["Enter the title of the document in Welsh", AGAIN, AGAIN]),
        ({"title_en": ""}, ["Enter the title of the document in English", AGAIN, AGAIN]),
        (
            {"file_en": (b"MZ", "x.exe")},
            ["The English file must be a PDF, DOCX, ODT, XLSX, ODS, CSV or TXT", AGAIN],
        ),
        (
            {"file_cy": (b"GIF89a", "x.pdf")},
            [AGAIN, "The Welsh file cannot be read as what its name says it is"],
        ),
        ({"file_cy": (b"", "x.pdf")}, [AGAIN, "The Welsh file is empty"]),
        ({"file_en": (PDF + bytes(LARGEST), "x.pdf")}, ["The English file must be 5 MB or smaller", AGAIN]),
        (
            {"file_cy": (b"\xff\xfeT", "x.csv")},
            [AGAIN, "Save the Welsh file as UTF-8, so that every letter in it survives"],
        ),
    ],
)
def test_half_a_document_or_a_bad_one_is_refused(desk, draft, fields, messages):
    files = {name: upload(*value) if isinstance(value, tuple) else value for name, value in fields.items()}
    response = add_document(desk, draft, **files)
    assert (response.status_code, errors(response)) == (422, messages)
    assert stored(Document) == []


def test_files_that_are_far_too_large_are_refused(desk, draft):
    body, kind = bytes(13 * 1024 * 1024), "multipart/form-data; boundary=x"
    assert desk.post(f"{DESK}/{draft.id}/documents/add", data=body, content_type=kind).status_code == 413


def test_a_document_is_removed_after_a_question(desk, officer, published):
    document = with_document(officer, published)
    address = f"{DESK}/{published.id}/documents/{document.id}/remove"
    assert "Remove this document?" in text_of(desk.get(address))
    assert len(stored(Document)) == 1
    assert send(desk, address).status_code == 302
    assert stored(Document) == []
    assert desk.get(address).status_code == 404


def test_the_outcome_is_told_in_both_languages_after_closing(desk, published, time):
    address = f"{DESK}/{published.id}/outcome"
    assert desk.get(address).status_code == 409
    time.moment = published.closes_at
    refused = send(desk, address, outcome_en="More buses.")
    assert (refused.status_code, errors(refused)) == (422, ["Write the outcome in Welsh"])
    assert send(desk, address, outcome_en="More buses.", outcome_cy="Mwy o fysiau.").status_code == 302
    assert stored()[0].reported_at == published.closes_at
    assert "More buses." in text_of(desk.get("/en/consultations/published"))


def test_only_an_approver_tells_the_outcome(client, published, time):
    time.moment = published.closes_at
    author = sign_in(client, make_officer(published.council, Role.AUTHOR))
    assert author.get(f"{DESK}/{published.id}/outcome").status_code == 403


def test_reading_leaves_no_trace_and_writing_does(desk, draft):
    def deeds() -> int:
        return db.session.scalar(select(func.count(AuditEvent.id)))

    before = deeds()
    desk.get(f"{DESK}/{draft.id}/edit")
    assert deeds() == before
    send(desk, f"{DESK}/{draft.id}/edit")
    db.session.rollback()
    assert deeds() == before + 1


@pytest.mark.parametrize("number", ["0", "9" * 30])
def test_a_consultation_that_is_not_there_is_not_found(desk, number):
    for page in ("", "/edit", "/documents/1"):
        assert desk.get(f"{DESK}/{number}{page}").status_code == 404


@pytest.mark.parametrize("query", ["page=0", "page=2", "page=" + "9" * 30])
def test_a_page_of_the_list_that_is_not_there_is_not_found(desk, query):
    assert desk.get(f"{DESK}?{query}").status_code == 404
