"""Do officers bring survey files, see what they would make, and take files away, in the browser?"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from engage import clock
from engage.accounts.permissions import Role
from engage.bilingual import Bilingual
from engage.database import db
from engage.jobs import jobs
from engage.surveys import confined_service, draft_service, files_queries, files_service, queries, service
from engage.surveys.formats import Format, format_of
from engage.surveys.import_models import BroughtFile
from engage.surveys.interchange import LIMIT, read_yaml, write_yaml
from engage.surveys.workbook import LIMIT as LARGEST
from engage.surveys.xlsform import read_xlsform, write_xlsform
from tests import officers
from tests.examples import BUDGET, EVERY_KIND, ROUTED, SHORT
from tests.factories import make_consultation, make_council, make_officer
from tests.officers import send, sign_in
from tests.surveys.test_limesurvey import SURVEY as LIMESURVEY
from tests.surveys.test_xlsform import edited, saved
from tests.surveys.test_xlsform_reading import OFFICERS, form, row

DESK = "/en/officers/consultations"


class Desk:
    """A signed-in author at the files of one survey."""

    def __init__(self, app: Flask, definition=SHORT, *roles: Role) -> None:
        now = clock.now()
        self.author = make_officer()
        fields = {"published_at": None, "opens_at": now, "closes_at": now + timedelta(days=60)}
        self.consultation_id = make_consultation(self.author.council, **fields).id
        if definition:
            service.import_draft(self.author, self.consultation_id, write_yaml(definition), now=now)
        person = make_officer(self.author.council, *roles) if roles else self.author
        self.client: FlaskClient = sign_in(app.test_client(), person)
        self.address = f"{DESK}/{self.consultation_id}/survey/files"

    def bring(self, content: bytes, name: str = "survey.yaml"):
        return send(self.client, f"{self.address}/bring", file=officers.upload(content, name))

    def look(self):
        return self.client.get(f"{self.address}/brought")

    def decide(self, what: str):
        return send(self.client, f"{self.address}/brought", do=what)

    @property
    def draft(self):
        db.session.rollback()
        return queries.draft(self.author, self.consultation_id).definition


def text(response) -> str:
    page = html.document_fromstring(response.get_data(as_text=True))
    return " ".join(page.find(".//main").text_content().split())


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (write_yaml(SHORT).encode(), Format.YAML),
        (OFFICERS, Format.XLSFORM),
        (LIMESURVEY, Format.LIMESURVEY),
        (LIMESURVEY.decode("utf-8-sig").encode("utf-16"), Format.LIMESURVEY),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format.XLSFORM),
        (b"type/scale: 1", Format.UNKNOWN),
        (b"title: \xe9t\xe9", Format.YAML),
        ("title: {en: A}".encode("utf-16"), Format.YAML),
        ("\ufefftitle: {en: A}".encode(), Format.YAML),
        (b'{"sections": [', Format.YAML),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3\n", Format.UNKNOWN),
        (b"", Format.UNKNOWN),
        (b"\xff\xff", Format.UNKNOWN),
    ],
)
def test_the_format_is_seen_from_what_stands_in_the_file(content, kind):
    assert format_of(content) is kind


@pytest.mark.parametrize(
    ("content", "name", "title"),
    [
        (write_yaml(BUDGET).encode(), "a.txt", "Choose what matters to you"),
        (OFFICERS, "buses.xlsx", "How do you travel?"),
        (LIMESURVEY, "survey.txt", "Who are you?"),
    ],
)
def test_what_a_file_would_make_is_shown_before_anything_changes(app: Flask, content, name, title):
    desk = Desk(app)
    assert desk.bring(content, name).location == f"{desk.address}/brought"
    shown = text(desk.look())
    assert title in shown
    assert name in shown
    assert desk.draft == SHORT
    assert desk.decide("accept").location == f"{DESK}/{desk.consultation_id}/survey"
    assert title in write_yaml(desk.draft)
    assert desk.look().status_code == 302


@pytest.mark.parametrize("spoilt", [False, True])
def test_what_would_be_different_from_the_draft_is_shown_word_by_word(app: Flask, spoilt):
    desk = Desk(app)
    content = edited(write_xlsform(SHORT), ("choices", "yes", "label::English (en)", "Yes, on Saturdays"))
    if spoilt:
        book = openpyxl.load_workbook(io.BytesIO(content))
        book["engage"]["A2"].value = "spoilt"
        content = saved(book)
    desk.bring(content, "survey.xlsx")
    shown = text(desk.look())
    assert "What would be different from the draft" in shown
    assert "Before: Yes, it should Now: Yes, on Saturdays" in shown
    assert ("the hidden sheet engage was changed" in shown) == spoilt
    desk.bring(write_yaml(SHORT).encode())
    assert "What would be different" not in text(desk.look())


def test_an_import_can_be_undone(app: Flask):
    desk = Desk(app)
    desk.bring(write_yaml(BUDGET).encode())
    desk.decide("accept")
    revision = queries.draft(desk.author, desk.consultation_id).revision
    draft_service.undo(desk.author, desk.consultation_id, seen=revision, now=clock.now())
    assert desk.draft == SHORT


def test_a_file_can_be_the_first_draft(app: Flask):
    desk = Desk(app, None)
    assert "There is no survey to take away yet." in text(desk.client.get(desk.address))
    desk.bring(write_yaml(ROUTED).encode())
    assert "It would be the first draft of the survey." in text(desk.look())
    desk.decide("accept")
    assert desk.draft == ROUTED


def test_a_file_can_be_thrown_away(app: Flask):
    desk = Desk(app)
    desk.bring(write_yaml(BUDGET).encode())
    assert desk.decide("forget").location == desk.address
    assert "The file is thrown away" in text(desk.client.get(desk.address))
    assert files_queries.waiting(desk.author, desk.consultation_id) is None
    assert desk.draft == SHORT


def test_a_file_that_says_what_the_draft_says_changes_nothing(app: Flask):
    desk = Desk(app)
    desk.bring(write_yaml(SHORT).encode())
    assert "The draft would not change" in text(desk.look())


def test_a_draft_that_somebody_has_changed_meanwhile_is_not_replaced(app: Flask):
    desk = Desk(app)
    desk.bring(write_yaml(BUDGET).encode())
    seen = html.document_fromstring(desk.look().data).get_element_by_id("page-form")
    service.import_draft(desk.author, desk.consultation_id, write_yaml(ROUTED), now=clock.now())
    page = desk.client.post(f"{desk.address}/brought", data={**dict(seen.form_values()), "do": "accept"})
    assert page.status_code == 409
    assert "Somebody has changed the draft since you looked." in text(page)
    assert desk.draft == ROUTED
    assert desk.decide("accept").status_code == 302
    assert desk.draft == BUDGET


def test_a_file_that_somebody_has_brought_meanwhile_is_shown_first(app: Flask):
    desk = Desk(app)
    desk.bring(write_yaml(BUDGET).encode())
    seen = html.document_fromstring(desk.look().data).get_element_by_id("page-form")
    desk.bring(write_yaml(EVERY_KIND).encode())
    page = desk.client.post(f"{desk.address}/brought", data={**dict(seen.form_values()), "do": "accept"})
    assert page.status_code == 409
    assert "Somebody has brought another file since you looked." in text(page)
    assert desk.draft == SHORT


def test_what_is_with_the_approver_stays_as_it_is(app: Flask):
    desk = Desk(app)
    desk.bring(write_yaml(BUDGET).encode())
    queries.draft(desk.author, desk.consultation_id).state = "approval"
    db.session.commit()
    page = desk.decide("accept")
    assert page.status_code == 409
    assert "The survey is with the approver or approved" in text(page)
    assert desk.draft == SHORT


@pytest.mark.parametrize("sent", [{}, {"number": "x", "revision": ""}, {"number": "9" * 30, "revision": "-"}])
def test_rubbish_in_the_hidden_fields_decides_nothing(app: Flask, sent):
    desk = Desk(app)
    desk.bring(write_yaml(BUDGET).encode())
    page = send(desk.client, f"{desk.address}/brought", do="accept", **{"number": "", "revision": "", **sent})
    assert page.status_code == 409
    assert desk.draft == SHORT


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3\n", "Format: Not a survey file that we know"),
        (b"Dear council,", "a spreadsheet (XLSForm) or a LimeSurvey structure"),
        (b"title: \xe9t\xe9", "The file is not text in UTF-8. Save it again as UTF-8"),
        (b"title: {", "The file cannot be read as YAML. Line 2, column 1"),
        (b"title: {en: A, cy: B}\n", "This key is missing: sections"),
        (b"title: {en: 1, cy: B}\nsections: []\nbanana: 1", "This key is not known here: banana"),
        (b"title: !!python/object:os.system {}\n", "YAML tags are not allowed"),
        (b"title: " + b"[" * 5000, "Lists and groups are inside each other too deep"),
        (b"title: " + b"x" * LIMIT, "The file is too big"),
        (
            form(row("geopoint", "g", "Where?", "Ble?")),
            "survey › 2 There is no question of this type here: geopoint",
        ),
        (b"PK\x03\x04", "The file cannot be read as a spreadsheet"),
        (b"class\ttype/scale\tname\nQ\tS\tA\n", "tsv › 2 The row stands before the group or question"),
    ],
    ids=[
        "pdf",
        "rubbish",
        "encoding",
        "broken",
        "missing",
        "unknown",
        "tag",
        "deep",
        "huge",
        "form",
        "archive",
        "table",
    ],
)
def test_a_file_that_is_no_survey_is_refused_with_what_to_mend(app: Flask, content, said):
    desk = Desk(app)
    desk.bring(content)
    shown = text(desk.look())
    assert "The file cannot be taken" in shown
    assert said in shown
    assert desk.client.post(f"{desk.address}/brought", data={"do": "accept"}).status_code in (302, 400)
    assert desk.draft == SHORT


def test_words_of_the_reference_reader_are_marked_as_english(app: Flask):
    desk = Desk(app)
    settings = [("form_title", "name"), ("A", "not a name")]
    desk.bring(form(row("text", "t", "T?", "T?"), settings=settings))
    welsh = f"/cy/swyddogion/ymgynghoriadau/{desk.consultation_id}/arolwg/ffeiliau/a-ddaeth"
    page = html.document_fromstring(desk.client.get(welsh).get_data(as_text=True))
    assert page.xpath("//main//td/span[@lang='en']")


def test_a_long_list_of_problems_is_cut_short(app: Flask):
    desk = Desk(app)
    desk.bring(b"title: {en: A, cy: B}\nsections: [" + b"1, " * 500 + b"1]")
    assert "There are 401 more." in text(desk.look())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "Choose a survey file"),
        (b" \n", "The file is empty"),
        (b"x" * (LARGEST + 1), "The file is too big: it may have 3 MB"),
    ],
)
def test_what_cannot_be_a_file_is_refused_at_once(app: Flask, content, said):
    desk = Desk(app)
    page = send(desk.client, f"{desk.address}/bring") if content is None else desk.bring(content)
    assert page.status_code == 422
    assert said in text(page)


# --- taking files away ----------------------------------------------------------------------------------


def test_the_survey_is_taken_away_as_a_file_and_brought_back(app: Flask):
    desk = Desk(app, BUDGET)
    yaml = desk.client.get(f"{desk.address}/yaml")
    assert yaml.headers["Content-Disposition"].startswith("attachment; filename=survey-")
    assert read_yaml(yaml.data) == BUDGET
    spreadsheet = desk.client.get(f"{desk.address}/xlsform")
    assert spreadsheet.mimetype.endswith("spreadsheetml.sheet")
    assert read_xlsform(spreadsheet.data).definition == BUDGET
    assert desk.client.get(f"{desk.address}/limesurvey").status_code == 404
    assert desk.client.get(f"{desk.address}/exe").status_code == 404


def test_what_others_will_not_see_is_listed_in_the_language_of_the_page(app: Flask):
    desk = Desk(app, BUDGET)
    assert "The standard equality questions" in text(desk.client.get(desk.address))
    welsh = f"/cy/swyddogion/ymgynghoriadau/{desk.consultation_id}/arolwg/ffeiliau"
    assert "Y cwestiynau cydraddoldeb safonol" in text(desk.client.get(welsh))


def test_formulas_in_words_stay_words(app: Flask):
    desk = Desk(app, replace(SHORT, title=Bilingual('=HYPERLINK("https://a.example")', "+1")))
    with zipfile.ZipFile(io.BytesIO(desk.client.get(f"{desk.address}/xlsform").data)) as book:
        sheets = [book.read(name) for name in book.namelist() if "worksheets" in name]
    assert len(sheets) > 3
    assert not any(b"<f>" in sheet or b"hyperlink" in sheet.lower() for sheet in sheets)


def test_who_may_only_look_can_take_files_but_bring_none(app: Flask):
    desk = Desk(app, SHORT, Role.ANALYST)
    page = desk.client.get(desk.address)
    assert "Bring a survey file" not in text(page)
    assert desk.client.get(f"{desk.address}/yaml").status_code == 200
    assert desk.client.get(f"{desk.address}/bring").status_code == 403
    assert desk.look().status_code == 403


def test_another_council_finds_nothing(app: Flask):
    desk = Desk(app)
    stranger = sign_in(app.test_client(), make_officer(make_council()))
    for path in ("", "/bring", "/brought", "/yaml", "/progress"):
        assert stranger.get(desk.address + path).status_code == 404


# --- in the background ----------------------------------------------------------------------------------


def waiting_file(desk: Desk, content: bytes) -> BroughtFile:
    """A file whose job is lost before anybody has read it."""
    brought = files_service._keep(desk.author, desk.consultation_id, "lost.yaml", content, now=clock.now())
    db.session.commit()
    return brought


def test_a_file_that_waits_says_so_and_a_lost_job_is_found_again(app: Flask):
    desk = Desk(app)
    brought = waiting_file(desk, write_yaml(BUDGET).encode())
    page = desk.look()
    assert "The file is waiting to be read" in text(page)
    assert desk.client.get(f"{desk.address}/progress").json == {"progress": 0, "over": False}
    files_service.resume_reading(now=brought.touched_at + timedelta(seconds=30))
    assert "waiting" in text(desk.look())
    files_service.resume_reading(now=brought.touched_at + timedelta(minutes=5))
    db.session.rollback()
    assert "What the file would make" in text(desk.look())
    assert desk.client.get(f"{desk.address}/progress").json == {"progress": 100, "over": True}


def test_reading_twice_does_no_harm_and_an_older_file_is_left_alone(app: Flask):
    desk = Desk(app)
    desk.bring(write_yaml(BUDGET).encode())
    file = files_queries.waiting(desk.author, desk.consultation_id)
    for number in (file.number, file.number - 1, file.number + 1):
        files_service.read(file.id, number, now=clock.now())
    desk.decide("accept")
    assert desk.draft == BUDGET
    files_service.read(file.id, file.number, now=clock.now())
    assert desk.draft == BUDGET


def test_a_file_that_is_never_read_to_its_end_is_given_up(app: Flask):
    desk = Desk(app)
    brought = waiting_file(desk, write_yaml(BUDGET).encode())
    for _ in range(files_service.TRIES):  # as if the worker died each time
        assert files_service._begin(brought.id, brought.number, now=clock.now())
    files_service.read(brought.id, brought.number, now=clock.now())
    assert "The file could not be read" in text(desk.look())


def test_what_takes_too_long_is_stopped():
    with pytest.raises(confined_service.TookTooMuch):
        confined_service.read(OFFICERS, lambda _step: None, patience=0.05)


def test_reading_apart_says_how_far_it_is():
    steps: list[int] = []
    came = confined_service.read(OFFICERS, steps.append)
    assert steps == [20, 50]
    assert came["document"]["title"]["en"] == "Buses and roads"


def test_files_that_nobody_comes_back_to_are_forgotten(app: Flask):
    desk = Desk(app)
    desk.bring(write_yaml(BUDGET).encode())
    files_service.resume_reading(now=clock.now() + timedelta(days=8))
    assert files_queries.waiting(desk.author, desk.consultation_id) is None


def test_the_sweep_is_hung_in_the_queue():
    assert files_service.resume_reading in jobs.sweeps
