"""Can whoever answers on paper get the form, in every way, and does it say all that has to be on it?"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pytest
from docx import Document
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn

from engage.database import db
from engage.respond import paper_ids
from engage.respond.paper_models import PaperFile
from engage.surveys.definition import Definition, Matrix, MatrixScale, Option, Page, Row
from engage.surveys.media import Image
from engage.surveys.media_models import StoredPicture
from engage.surveys.variant import Variant
from tests import tagged
from tests.conftest import Clock
from tests.examples import BUDGET, EVERY_KIND, ROUTED, SHORT, both
from tests.factories import NOON, make_consultation, saved
from tests.respond.conftest import Browser, publish

LARGE = Variant("large_print")
ADDRESSES = {
    "en": "/en/consultations/{slug}/paper/{path}/form.{kind}",
    "cy": "/cy/ymgynghoriadau/{slug}/papur/{path}/ffurflen.{kind}",
}
STANDARD = {"en": "standard", "cy": "safonol"}
BIG = {"en": "large-print", "cy": "print-bras"}


def form_file(
    browser, survey: Definition, lang: str = "en", kind: str = "pdf", paths=STANDARD, **fields
) -> bytes:
    consultation = make_consultation(slug_en="paper", slug_cy="paper", **fields)
    publish(survey, consultation)
    response = browser.open(ADDRESSES[lang].format(slug="paper", path=paths[lang], kind=kind))
    assert response.status_code == 200
    return response.data


def tags(document: pikepdf.Pdf) -> list[str]:
    """The kinds of all elements of the document's structure, in its order."""
    return [str(each.S).removeprefix("/") for each in elements(document.Root.StructTreeRoot.K)]


def elements(node) -> Iterator[pikepdf.Dictionary]:
    """Every element of the structure from this one on."""
    if isinstance(node, pikepdf.Array):
        for each in node:
            yield from elements(each)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        if "/K" in node:
            yield from elements(node.K)


def test_each_cell_of_a_table_in_the_pdf_names_the_headings_that_it_stands_under(browser):
    document = pikepdf.open(io.BytesIO(form_file(browser, EVERY_KIND)))
    found = [*elements(document.Root.StructTreeRoot.K)]
    headings = {str(each.ID) for each in found if each.S == "/TH"}
    cells = [each for each in found if each.S == "/TD"]
    assert len(cells) > 10
    for cell in cells:
        named = {str(each) for each in cell.A.Headers}
        assert len(named) == 2  # that of its row, and that of its column
        assert named <= headings


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_a_pdf_is_tagged_has_a_title_and_says_its_language(browser, lang):
    content = form_file(browser, EVERY_KIND, lang)
    assert tagged.faults(content) == []
    assert tagged.languages(content) == {"en", "cy"}  # one says that there is a form in the other
    document = pikepdf.open(io.BytesIO(content))
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang) == lang
    assert document.Root.ViewerPreferences.DisplayDocTitle
    with document.open_metadata() as about:
        assert about["dc:title"].startswith(EVERY_KIND.title[lang])
        assert about["pdfuaid:part"] == "1"
    found = tags(document)
    assert found.count("H1") == 1
    assert {"H2", "H3", "L", "LI", "Table", "TH", "P"} <= set(found)
    assert found.count("Table") == 2  # one for each scale of the matrix
    assert "AcroForm" not in document.Root  # it is filled in with a pen


def test_a_picture_on_the_form_is_in_the_pdf_with_what_it_shows(browser):
    page = replace(
        SHORT.sections[0].parts[0], images=(Image("plan", PICTURE, both("The plan", "Y cynllun")),)
    )
    survey = replace(SHORT, sections=(replace(SHORT.sections[0], parts=(page,)),))
    consultation = make_consultation(slug_en="paper", slug_cy="paper")
    saved(StoredPicture(council_id=consultation.council_id, file=PICTURE, content=PNG, added_at=NOON))
    publish(survey, consultation)
    content = browser.open(ADDRESSES["en"].format(slug="paper", path="standard", kind="pdf")).data
    assert tagged.faults(content) == []
    assert "Figure" in tags(pikepdf.open(io.BytesIO(content)))


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_an_email_address_is_left_on_a_sheet_of_its_own(browser, lang):
    content = form_file(browser, replace(SHORT, contact=("outcome", "draw")), lang)
    assert tagged.faults(content) == []
    document = pikepdf.open(io.BytesIO(content))
    words = {"en": "How we may write to you", "cy": "Sut y cawn ysgrifennu atoch"}[lang]
    with document.open_outline() as outline:
        entries = [*outline.root, *(each for entry in outline.root for each in entry.children)]
        slip = next(entry for entry in entries if entry.title == words)
    begins = [page.obj.objgen for page in document.pages].index(slip.destination[0].objgen)
    assert begins == len(document.pages) - 1
    assert begins % 2 == 0  # never on the back of another sheet


def test_there_is_a_slip_only_where_addresses_are_asked_for(browser):
    assert "How we may write to you" in writing(browser, replace(SHORT, contact=("outcome",)))
    assert "How we may write to you" not in writing(browser, SHORT, "other")


def test_in_the_document_to_edit_it_begins_a_sheet_too(browser):
    file = form_file(browser, replace(SHORT, contact=("outcome",)), kind="docx")
    *_form, slip = Document(io.BytesIO(file)).sections
    assert slip.start_type == WD_SECTION.ODD_PAGE
    assert slip.footer.is_linked_to_previous  # it has the mark of the form


def writing(browser: Browser, survey: Definition, slug: str = "paper") -> str:
    """All that stands in the document to edit."""
    publish(survey, make_consultation(slug_en=slug, slug_cy=slug))
    file = browser.open(ADDRESSES["en"].format(slug=slug, path="standard", kind="docx")).data
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(file)).paragraphs)


PICTURE = "0" * 32 + "-1x1.png"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_a_document_to_edit_has_headings_a_title_its_language_and_tables_with_headings(browser, lang):
    document = Document(io.BytesIO(form_file(browser, EVERY_KIND, lang, "docx")))
    assert document.core_properties.title == EVERY_KIND.title[lang]
    language = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == f"{lang}-GB"
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    for number, question in enumerate(EVERY_KIND.questions(), start=1):
        assert f"{number}. {question.title[lang]}" in headings
    assert len(document.tables) == 2
    for table in document.tables:
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None


@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("paths", [STANDARD, BIG], ids=["standard", "large"])
def test_the_preview_shows_every_question_under_its_number_with_numbered_boxes(browser, lang, paths):
    consultation = make_consultation(slug_en="paper", slug_cy="paper")
    publish(BUDGET, consultation)
    address = ADDRESSES[lang].format(slug="paper", path=paths[lang], kind="").rsplit("/", 1)[0]
    browser.open(address)
    titles = [
        " ".join(each.text_content().split()) for each in browser.page.xpath("//*[@class='question__title']")
    ]
    assert titles[0] == f"1. {next(BUDGET.questions()).title[lang]}"
    assert [int(title.split(".")[0]) for title in titles] == [*range(1, len(titles) + 1)]
    assert len(titles) > 20  # the equality questions with them
    first = browser.page.xpath("//*[@class='question']")[0]
    assert [code.text for code in first.xpath(".//*[@class='code']")] == ["1", "2", "3"]
    (paper,) = browser.page.xpath("//article")
    assert ("paper--large" in paper.get("class")) == (paths is BIG)


def test_what_has_to_be_on_a_form_is_on_it(browser):
    consultation = make_consultation(slug_en="paper", slug_cy="papur", post_until=NOON + timedelta(days=20))
    publish(ROUTED, consultation)
    browser.open("/en/consultations/paper/paper/standard")
    text = " ".join(browser.page.xpath("//article")[0].text_content().split())
    council = consultation.council
    for wanted in (
        council.telephone,
        council.email,
        "The Hall",
        "Use black or blue ink",
        "fill in the whole box",
        "Tuesday 30 June 2026",
        "https://engage.example/en/consultations/paper",
        "https://engage.example/cy/ymgynghoriadau/papur/papur",
        "Mae'r ffurflen hon ar gael yn Gymraeg",
        "Privacy notice",
        "If somebody helped with this form",
        "If you ticked “Under 16”, go to question 5.",
        "Answer questions 3 to 4 only if all of these are true:",
        "you ticked “A resident” at question 1",
        "you did not tick “Under 16” at question 2",
    ):
        assert wanted in text, wanted
    (mark,) = browser.page.xpath("//*[@class='paper-mark']/@data-form")
    assert paper_ids.read(mark.removeprefix("Form ")).lang == "en"


def test_the_consultations_page_leads_to_the_forms_in_both_languages(browser):
    consultation = make_consultation(slug_en="paper", slug_cy="papur")
    publish(replace(SHORT, variants=(LARGE,)), consultation)
    for lang, slug, name in (("en", "paper", "Answer on paper"), ("cy", "papur", "Ateb ar bapur")):
        browser.open(f"/{lang}/{'consultations' if lang == 'en' else 'ymgynghoriadau'}/{slug}")
        browser.follow(name)
        assert browser.title == name
        links = {
            a.get("href"): a.get("hreflang")
            for a in browser.page.xpath("//main//a[contains(@href, 'form.') or contains(@href, 'ffurflen.')]")
        }
        assert len(links) == 8  # two forms, in two languages, as PDF and as DOCX
        assert all(address.startswith(f"/{language}/") for address, language in links.items())


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_in_large_print_no_table_has_so_many_columns_that_words_break(browser, kind):
    drawn = io.BytesIO(form_file(browser, EVERY_KIND, "cy", kind, BIG))
    tables = tags(pikepdf.open(drawn)).count("Table") if kind == "pdf" else len(Document(drawn).tables)
    assert tables == 0  # each row of the matrix has its own boxes


def test_a_form_is_drawn_once_until_something_on_it_changes(browser):
    consultation = make_consultation(slug_en="paper", slug_cy="paper")
    publish(SHORT, consultation)
    address = ADDRESSES["en"].format(slug="paper", path="standard", kind="docx")
    browser.open(address)
    (first,) = db.session.query(PaperFile).all()
    made, digest = first.made_at, first.digest
    browser.open(address)
    db.session.expire_all()
    assert [(row.made_at, row.digest) for row in db.session.query(PaperFile)] == [(made, digest)]
    consultation.privacy = both("Another notice.", "Hysbysiad arall.")
    saved(consultation)
    browser.open(address)
    db.session.expire_all()
    (again,) = db.session.query(PaperFile).all()
    assert again.digest != digest


def test_a_form_that_is_not_offered_is_not_found(browser):
    publish(SHORT, make_consultation(slug_en="paper", slug_cy="paper"))
    for path in ("easy-read", "sign-language", "nowhere"):
        assert browser.open(f"/en/consultations/paper/paper/{path}").status_code == 404
    assert browser.open("/en/consultations/paper/paper/standard/form.exe").status_code == 404


def test_there_are_no_forms_of_a_consultation_that_is_not_published(browser, time: Clock):
    publish(SHORT, make_consultation(slug_en="paper", slug_cy="paper", published_at=None))
    assert browser.open("/en/consultations/paper/paper").status_code == 404


POINTS = tuple(Option(f"p{n}", both(f"Point {n}", f"Pwynt {n}")) for n in range(6))
RATED_PAGE = Page(
    id="rated",
    title=both("What you think", "Eich barn"),
    questions=(
        Matrix(
            id="rated",
            title=both("Do you agree?", "Ydych chi'n cytuno?"),
            rows=tuple(Row(f"r{n}", both(f"Statement {n}", f"Gosodiad {n}")) for n in range(5)),
            scales=(MatrixScale("agree", POINTS),),
        ),
    ),
)
RATED = replace(
    SHORT,
    intro=both("1. One\n2. Two\n\nThen\n\n1. Another\n", "1. Un\n2. Dau\n\nWedyn\n\n1. Arall\n"),
    sections=(replace(SHORT.sections[0], parts=(RATED_PAGE,)),),
)


def test_a_long_matrix_in_large_print_leaves_no_heading_alone_on_a_page(browser):
    document = pikepdf.open(io.BytesIO(form_file(browser, RATED, paths=BIG)))
    texts = [
        sum(str(each.operator) in ("Tj", "TJ") for each in pikepdf.parse_content_stream(page))
        for page in document.pages
    ]
    assert min(texts) > 5, texts  # its foot and its heading are five at most


def test_lists_with_numbers_keep_them_on_paper_and_each_begins_at_one(browser):
    document = Document(io.BytesIO(form_file(browser, RATED, kind="docx")))
    lists = [p._p.pPr.numPr.numId.val for p in document.paragraphs if p.style.name == "List Number"]
    assert len(lists) == 3
    assert lists[0] == lists[1] != lists[2]


def test_the_words_of_a_rated_statement_have_room_in_a_document_to_edit(browser):
    (table,) = Document(io.BytesIO(form_file(browser, RATED, kind="docx"))).tables
    about, *others = [column.width for column in table.columns]
    assert about > 2 * max(others)
    assert not table.autofit
