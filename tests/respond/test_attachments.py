"""Are files kept with the answers they came with, for nobody else, and never as what they pretend to be?"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import timedelta
from time import process_time

import pytest
from PIL import Image
from sqlalchemy import select

from engage.accounts.models import AuditEvent, Council
from engage.accounts.permissions import Role
from engage.bilingual import Bilingual
from engage.consultations.models import Consultation
from engage.database import db
from engage.respond import (
    attachment_service,
    handed,
    handed_forms,
    queries,
    return_service,
    sent_service,
    service,
)
from engage.respond.attachment_models import Attachment
from engage.respond.channel import TAKES_FILES, Channel
from engage.respond.enclosures import LARGEST
from engage.respond.models import Response
from engage.surveys.answers import read
from engage.surveys.definition import (
    Definition,
    FileQuestion,
    LongText,
    Page,
    Section,
    ShortText,
    takes_files,
)
from tests.examples import EVERY_KIND, both, question
from tests.factories import NOON, make_council, make_officer
from tests.officers import sign_in
from tests.pages import CheckingClient
from tests.respond.conftest import Browser, publish
from tests.respond.test_trial import guests, officers, press
from tests.surveys.test_pictures import file as picture

PAPERS = FileQuestion(id="papers", title=both("Show us", "Dangoswch i ni"), maximum=3)
SURVEY = Definition(
    title=both("The bridge", "Y bont"),
    sections=(
        Section(
            id="all",
            title=both("All", "Popeth"),
            parts=(
                Page(
                    id="one",
                    title=both("Your view", "Eich barn"),
                    questions=(
                        ShortText(id="street", title=both("Your street", "Eich stryd"), required=True),
                        PAPERS,
                    ),
                ),
                Page(
                    id="two",
                    title=both("More", "Rhagor"),
                    questions=(LongText(id="why", title=both("Why?", "Pam?")),),
                ),
            ),
        ),
    ),
)
ANSWERED = {"street": "Heol y Bont"}


def png() -> bytes:
    return picture(size=(8, 8), colour="green")


def file(content: bytes, name: str = "plan.png") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def begin(browser: Browser, survey: Definition = SURVEY, lang: str = "en") -> Browser:
    version = publish(survey)
    slug = getattr(version.survey.consultation, f"slug_{lang}")
    start = {"en": f"/en/consultations/{slug}/answer", "cy": f"/cy/ymgynghoriadau/{slug}/ateb"}[lang]
    browser.open(start)
    browser.open(f"{start}/{'new' if lang == 'en' else 'newydd'}")
    return browser


def send(browser: Browser, *files: tuple[io.BytesIO, str], **fields):
    response = browser.send({"papers": list(files), **fields})
    response.request.environ["wsgi.input"].close()  # the test client writes much into a file, and leaves it
    return response


def kept(browser: Browser) -> list[str]:
    found = browser.page.xpath("//li[@class='engage-files__file']/*[1]")
    return [each.text_content() for each in found]


def ids(browser: Browser) -> list[str]:
    return browser.page.xpath("//button[@name='remove']/@value")


def code_of(browser: Browser) -> str:
    return browser.address.split("/")[3]


def rows() -> list[Attachment]:
    db.session.commit()  # and so see what others have written since
    return list(db.session.scalars(select(Attachment).execution_options(populate_existing=True)))


# --- somebody who answers -------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_a_file_is_kept_shown_again_and_fetched_by_whoever_sent_it(browser, lang):
    begin(browser, lang=lang)
    send(browser, file(png()), **ANSWERED)
    assert browser.address.endswith("/2")
    browser.open(browser.address.replace("/2", "/1"))
    assert kept(browser) == ["plan.png, 1 kB"]
    address = browser.page.xpath("//li[@class='engage-files__file']/a/@href")[0]
    fetched = browser.client.get(address)
    assert Image.open(io.BytesIO(fetched.data)).size == (8, 8)
    assert fetched.headers["Content-Disposition"] == "attachment; filename=plan.png"
    assert fetched.headers["X-Content-Type-Options"] == "nosniff"
    assert fetched.headers["Cache-Control"] == "private, no-store"


def test_a_file_stays_when_another_answer_is_wrong_and_the_error_names_only_that(browser):
    begin(browser)
    response = send(browser, file(png()), street="")
    assert response.status_code == 422
    assert browser.errors == ["Your street: Enter an answer"]
    assert kept(browser) == ["plan.png, 1 kB"]


def test_files_are_added_one_after_the_other_and_what_is_typed_stays(browser):
    begin(browser)
    send(browser, file(png()), street="Heol", **{"papers--files": "yes"})
    assert browser.response.status_code == 200
    assert browser.typed()["street"] == ["Heol"]
    send(browser, file(b"Some words", "words.txt"), **{"papers--files": "yes"})
    assert kept(browser) == ["plan.png, 1 kB", "words.txt, 1 kB"]
    send(browser, remove=ids(browser)[0])
    assert kept(browser) == ["words.txt, 1 kB"]
    assert browser.typed()["street"] == ["Heol"]
    assert [row.name for row in rows()] == ["words.txt"]


def test_the_language_switch_keeps_the_file_that_was_chosen(browser):
    begin(browser)
    browser.switch({"papers": [file(png())], "street": "Heol"})
    assert browser.address.startswith("/cy/")
    assert kept(browser) == ["plan.png, 1 kB"]
    assert browser.typed()["street"] == ["Heol"]


def test_the_same_page_sent_twice_keeps_a_file_once(browser):
    begin(browser)
    page = browser.address
    typed = browser.typed()
    for _ in range(2):
        browser.open(page, "POST", data={**typed, **ANSWERED, "papers": [file(png())]})
    assert len(rows()) == 1


def test_no_more_files_are_kept_than_may_be(browser):
    begin(browser)
    files = [file(f"Text {number}".encode(), f"{number}.txt") for number in range(4)]
    assert send(browser, *files, **ANSWERED).status_code == 422
    assert browser.errors == ["Show us: You can add 3 files. Remove one to add another"]
    assert len(kept(browser)) == 3
    assert not browser.page.xpath("//input[@type='file']")


def test_a_required_file_is_asked_for(browser):
    part = SURVEY.sections[0].parts[0]
    needed = replace(part, questions=(part.questions[0], replace(PAPERS, required=True)))
    begin(browser, replace(SURVEY, sections=(replace(SURVEY.sections[0], parts=(needed,)),)))
    assert send(browser, **ANSWERED).status_code == 422
    assert browser.errors == ["Show us: Add at least one file"]
    send(browser, file(png()), **ANSWERED)
    assert "/check" in browser.address


def test_only_pages_that_ask_for_files_send_forms_in_parts(browser):
    begin(browser)
    assert browser.form.get("enctype") == "multipart/form-data"
    send(browser, **ANSWERED)
    assert browser.form.get("enctype") is None


def test_the_answers_are_played_back_with_names_and_sizes(browser):
    begin(browser)
    send(browser, file(png()), file(b"Some words", "words.txt"), **ANSWERED)
    browser.send()
    assert "plan.png, 1 kB" in browser.text
    assert "words.txt, 1 kB" in browser.text


# --- what is not taken ----------------------------------------------------------------------------------


def docx_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<Types/>")
        bomb.writestr("word/document.xml", b"0" * 110_000_000)
    return out.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
UNKNOWN = "This file cannot be taken. Choose a picture or a document (PDF, DOCX, ODT, XLSX, ODS or TXT): "


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"MZ\x90\x00\x03", "plan.png", UNKNOWN + "plan.png"),
        (b"", "plan.png", "This file is empty. Choose another one: plan.png"),
        (b"x" * (LARGEST + 1), "a.txt", "This file is larger than 8 MB. Choose a smaller one: a.txt"),
        (docx_bomb(), "a.docx", UNKNOWN + "a.docx"),
        (b"PK\x03\x04 no archive", "a.docx", UNKNOWN + "a.docx"),
    ],
    ids=["program", "empty", "large", "bomb", "broken"],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_and_the_rest_of_the_page_stays(browser, content, name, said):
    begin(browser)
    response = send(browser, file(content, name), **ANSWERED)
    assert response.status_code == 422
    assert browser.errors == [f"Show us: {said}"]
    assert browser.typed()["street"] == ["Heol y Bont"]
    assert rows() == []


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (SVG, "a.svg"), (HTML, "a.html"), (HTML, "a.png"), (png() + HTML, "a.png.html"),
        (png() + HTML, "a.png\x00.html"), (png() + HTML, "a.png%00.html"), (png(), '../../etc/"x"\r\n.png'),
        (png() + b"PK\x03\x04", "a.docx"),
    ],
)  # fmt: skip
def test_nothing_comes_back_as_what_a_browser_would_run(browser, content, name):
    begin(browser)
    send(browser, file(content, name), **{"papers--files": "yes", **ANSWERED})
    for row in rows():
        assert row.kind in ("png", "txt")
        assert row.name.endswith(f".{row.kind}")
        fetched = browser.client.get(browser.page.xpath("//li[@class='engage-files__file']/a/@href")[0])
        assert fetched.headers["Content-Disposition"].startswith("attachment")
        assert fetched.headers["X-Content-Type-Options"] == "nosniff"
        assert fetched.mimetype in ("image/png", "text/plain")
        if row.kind == "png":
            assert b"script" not in fetched.data
            assert b"PK" not in fetched.data
    assert not browser.page.xpath("//script[contains(text(), 'alert')]")


def test_where_and_with_what_a_picture_was_taken_is_not_kept(browser):
    exif = Image.Exif()
    exif[0x010F] = "A camera of somebody"
    photo = picture("JPEG", size=(8, 8), exif=exif)
    begin(browser)
    send(browser, file(photo, "photo.jpg"), **{"papers--files": "yes"})
    (row,) = rows()
    content = attachment_service.file_of(row.response_uuid, row.uuid.hex()).content
    assert b"A camera of somebody" in photo
    assert b"A camera of somebody" not in content


def test_too_much_at_once_is_said_on_the_page_and_loses_nothing_saved(browser):
    begin(browser)
    send(browser, file(png()), **{"papers--files": "yes", **ANSWERED})
    much = [file(b"x" * (21 * 1024**2), f"{number}.txt") for number in range(3)]
    assert send(browser, *much).status_code == 422
    assert browser.errors[0].startswith("Show us: The files were too large together")
    assert kept(browser) == ["plan.png, 1 kB"]


def test_of_several_large_files_each_is_named_and_the_rest_of_the_page_stays(browser):
    begin(browser)
    photos = [file(b"x" * (LARGEST + 1), f"{number}.txt") for number in range(2)]
    assert send(browser, *photos, **ANSWERED).status_code == 422
    said = "Show us: This file is larger than 8 MB. Choose a smaller one: "
    assert browser.errors == [f"{said}0.txt", f"{said}1.txt"]
    assert browser.typed()["street"] == ["Heol y Bont"]


def test_a_file_that_was_chosen_is_kept_when_another_is_removed(browser):
    begin(browser)
    send(browser, file(png()), **{"papers--files": "yes"})
    send(browser, file(b"Some words", "words.txt"), remove=ids(browser)[0])
    assert kept(browser) == ["words.txt, 1 kB"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the parser leaves files open
def test_ten_thousand_parts_are_refused(browser):
    begin(browser)
    part = '--x\r\nContent-Disposition: form-data; name="papers"; filename="a.txt"\r\n\r\na\r\n'
    body = f"{part * 10_000}--x--\r\n".encode()
    began = process_time()
    sent = browser.client.post(browser.address, data=body, content_type="multipart/form-data; boundary=x")
    assert sent.status_code == 422
    assert "The files were too large together" in sent.get_data(as_text=True)
    assert process_time() - began < 2
    assert rows() == []


def test_all_files_of_one_person_together_have_a_limit():
    answer = None
    with pytest.raises(handed.Refused) as refused:
        handed.require_room(PAPERS, answer, handed.TOGETHER * 1024**2 + 1)
    assert refused.value.code == "files_too_much"


def test_every_reason_has_a_sentence():
    assert {*handed_forms.SENTENCES, "file_too_many"} == set(handed.PROBLEMS)


def test_a_lost_token_keeps_no_file(browser):
    begin(browser)
    send(browser, file(png()), csrf_token="x", **ANSWERED)
    assert browser.response.status_code == 422
    assert rows() == []


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ["is still here, except the files", "Show us: Choose this again"]),
        ("cy", ["yma o hyd, heblaw'r ffeiliau", "Dangoswch i ni: Dewiswch hyn eto"]),
    ],
)
def test_a_lost_token_does_not_pretend_that_a_chosen_file_is_still_there(browser, lang, said):
    begin(browser, lang=lang)
    send(browser, file(png()), csrf_token="x", **ANSWERED)
    assert [words in error for words, error in zip(said, browser.errors, strict=True)] == [True, True]
    assert browser.typed()["street"] == ["Heol y Bont"]
    browser.switch({"csrf_token": "x", "papers": [file(png())]})
    assert len(browser.errors) == 1
    send(browser, csrf_token="x", **ANSWERED)
    assert len(browser.errors) == 1  # no file was chosen: nothing is said of one


def test_what_a_script_saves_on_the_way_brings_no_files(browser):
    begin(browser)
    brought = {**browser.typed(), "papers": [file(png())], "then": "type-on"}
    browser.client.post(browser.address, data=brought)
    assert rows() == []


# --- somebody else --------------------------------------------------------------------------------------


def test_somebody_elses_file_is_neither_answered_nor_fetched_nor_removed(browsers):
    theirs, mine = browsers(), browsers()
    begin(theirs)
    send(theirs, file(png()), **{"papers--files": "yes", **ANSWERED})
    (id,) = ids(theirs)
    begin(mine)
    mine.send({**ANSWERED, "papers": id})
    mine.open(mine.address.replace("/2", "/1"))
    assert kept(mine) == []
    mine.send({**ANSWERED, "remove": id})
    assert len(rows()) == 1
    assert mine.client.get(f"/en/respond/{code_of(mine)}/files/{id}").status_code == 404
    assert mine.client.get(f"/en/respond/{code_of(mine)}/files/{'0' * 32}").status_code == 404
    assert mine.client.get(f"/en/respond/{code_of(mine)}/files/x").status_code == 404


def test_no_field_says_which_files_are_answered():
    papers = question(EVERY_KIND, "papers")

    class Sent(dict):
        def getlist(self, key):
            return ["0a"]

    assert read(papers, "papers", Sent(), "en").answer is None


def test_officers_who_keep_the_ledger_fetch_files_and_it_is_recorded(browser, app):
    begin(browser)
    send(browser, file(png()), **ANSWERED)
    response = finish(browser)
    council = response_council(response)
    keeper = CheckingClient(app, use_cookies=True)
    sign_in(keeper, make_officer(council, Role.AUTHOR))
    entry = f"/en/officers/consultations/{response.consultation_id}/ledger/item/{response.reference}"
    assert "plan.png, 1 kB" in keeper.get(entry).get_data(as_text=True)
    (row,) = rows()
    fetched = keeper.get(f"{entry}/files/{row.uuid.hex()}")
    assert fetched.headers["Content-Disposition"] == "attachment; filename=plan.png"
    db.session.commit()
    assert "attachment_read" in db.session.scalars(select(AuditEvent.action)).all()
    assert keeper.get(f"{entry}/files/{'0' * 32}").status_code == 404
    stranger = CheckingClient(app, use_cookies=True)
    sign_in(stranger, make_officer(make_council(), Role.AUTHOR))
    assert stranger.get(f"{entry}/files/{row.uuid.hex()}").status_code == 404


def response_council(response: Response) -> Council:
    return db.session.get(Consultation, response.consultation_id).council


# --- how long -------------------------------------------------------------------------------------------


def finish(browser: Browser) -> Response:
    """Go on to the end, and send."""
    for _ in range(6):
        if browser.page.xpath("//main//form[@id='page-form']") or "/send" in browser.address:
            browser.send()
        elif "/sent" not in browser.address:
            browser.onward()
    db.session.expire_all()
    return db.session.scalars(select(Response).where(Response.reference.is_not(None))).one()


def test_a_draft_that_is_deleted_or_expires_takes_its_files_along(browsers, time):
    one, two = browsers(), browsers()
    for each in (one, two):
        begin(each)
        send(each, file(png()), **ANSWERED)
    return_service.throw_away(code_of(one), now=NOON)
    assert len(rows()) == 1
    return_service.forget_expired(now=NOON + timedelta(days=1000))
    assert rows() == []


def test_what_was_sent_is_changed_and_erased_with_its_files(browser):
    begin(browser)
    send(browser, file(png()), **ANSWERED)
    code = code_of(browser)
    response = finish(browser)
    (before,) = rows()
    visit = queries.visit(code)
    change = sent_service.begin_change(visit, now=NOON)
    assert len(rows()) == 2
    sent_service.drop_change(visit)
    assert [row.uuid for row in rows()] == [before.uuid]
    change = sent_service.begin_change(visit, now=NOON)
    browser.open(f"/en/respond/{change}/page/1")
    assert kept(browser) == ["plan.png, 1 kB"]
    browser.send({"papers": [file(b"Words", "words.txt")], "papers--files": "yes"})
    browser.send({"remove": ids(browser)[0]})
    assert len(rows()) == 2
    browser.send()
    finish(browser)
    (row,) = rows()
    assert (row.response_uuid, row.name) == (response.uuid, "words.txt")
    sent_service.erase(queries.visit(code), now=NOON)
    assert rows() == []


def test_nothing_of_a_file_can_be_read_from_the_database(browser, dump):
    begin(browser)
    send(browser, file(b"A secret of somebody", "words.txt"), **ANSWERED)
    assert "A secret of somebody" not in dump()


# --- other ways -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", [each for each in Channel if each not in TAKES_FILES])
def test_where_no_file_can_be_sent_none_is_asked_for(app, time, channel):
    needed = replace(PAPERS, required=True)
    page = Page(id="files", title=Bilingual("F", "Ff"), questions=(needed,))
    section = replace(SURVEY.sections[0], parts=(*SURVEY.sections[0].parts, page))
    version = publish(replace(SURVEY, sections=(section,)))
    code = service.begin(version.survey.consultation, now=NOON, channel=channel)
    steps = queries.visit(code).questionnaire.steps
    assert [step.page.id for step in steps] == ["one", "two"]
    assert not any(takes_files(each) for step in steps for each in step.page.questions)


@pytest.mark.parametrize("trying", [officers, guests])
def test_who_tries_a_draft_out_sees_what_they_added_and_nothing_is_kept(app, time, trying):
    browser = trying(app, SURVEY)
    press(browser, papers=file(png()), **{"papers--files": "yes", **ANSWERED})
    assert kept(browser) == ["plan.png, 1 kB"]
    press(browser, papers=file(b"MZ\x90\x00", "a.exe"))
    assert browser.errors == [f"Show us: {UNKNOWN}a.exe"]
    press(browser, remove=ids(browser)[0])
    assert kept(browser) == []
    press(browser, papers=file(png()))
    press(browser)
    assert "plan.png, 1 kB" in browser.text
    assert rows() == []
