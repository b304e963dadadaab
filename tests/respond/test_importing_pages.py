"""Can a clerk bring a file of another tool, look at what it would be, import it, and take it back?"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import datetime

import pytest
from lxml import html

from engage.accounts.models import AuditEvent
from engage.accounts.permissions import Role
from engage.database import db
from engage.respond import ledger_service, sent_service, service
from engage.respond import queries as respond
from engage.respond.importing_forms import Asked
from engage.respond.importing_models import ImportedBatch, ImportedFile, ImportedNumber, SavedMapping
from engage.respond.ledger import Reason
from engage.respond.ledger_models import Batch, Decision, Trace
from engage.respond.models import EqualityAnswers, Response
from engage.respond.service import Answered
from engage.surveys.definition import Answer, Definition, Section
from engage.surveys.models import SurveyVersion
from tests.examples import EVERY_KIND
from tests.factories import NOON, make_officer
from tests.officers import send, sign_in, upload
from tests.pages import CheckingClient
from tests.respond.conftest import publish
from tests.respond.importing_files import as_xlsx
from tests.respond.test_journeys import begin

HEADINGS = [
    "ID",
    "Completion time",
    "Language",
    "How did you hear of this?",
    "Which services do you use?",
    "Your ideas",
]
LONG = "Cadwch y llyfrgell ar agor ar ddydd Sadwrn, os gwelwch yn dda: mae'r plant yn mynd yno."
ROWS = [
    ["1", "2026-06-02 10:00:00", "English", "By letter", "Libraries;Parks;", "=1+1"],
    ["2", "2026-06-03 11:30:00", "Cymraeg", "Drwy lythyr", "Llyfrgelloedd", LONG],
    ["3", "2026-06-04 11:30:00", "English", "From a friend", "None of these", "@SUM(A1)"],
]

A_FRIEND = Asked("q--heard", "from a friend").field
ALL_OTHERS = Asked("q--heard", "*").field


def table(rows=ROWS, headings=HEADINGS) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([headings, *rows])
    return out.getvalue().encode("utf-8-sig")


@pytest.fixture
def clerk(app, time):
    consultation = publish(EVERY_KIND).survey.consultation
    officer = make_officer(consultation.council, Role.CLERK)
    return sign_in(CheckingClient(app), officer), consultation


def stored(*columns):
    """Rows as they are now, whatever was read before."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(*columns)


def there(consultation, path="", lang="en") -> str:
    if lang == "cy":
        return f"/cy/swyddogion/ymgynghoriadau/{consultation.id}/mewnforion{path}"
    return f"/en/officers/consultations/{consultation.id}/imports{path}"


def bring(client, consultation, content=None, name="export.csv", **more) -> str:
    """Bring a file; return its own address."""
    fields = {"tool": "microsoft_forms", **more}
    sent = send(client, there(consultation, "/bring"), **fields, file=upload(content or table(), name))
    assert sent.status_code == 302, sent.get_data(as_text=True)
    return sent.headers["Location"]


def without(survey: Definition, question: str) -> Definition:
    """The survey without one of its questions."""
    return replace(survey, sections=tuple(_less(section, question) for section in survey.sections))


def _less(section: Section, question: str) -> Section:
    return replace(
        section,
        parts=tuple(
            replace(page, questions=tuple(each for each in page.questions if each.id != question))
            for page in section.parts
        ),
    )


def words_of(page) -> str:
    return " ".join(page.get_data(as_text=True).split())


@pytest.mark.parametrize(
    ("more", "again"),
    [
        ({"tool": []}, "Choose this again: a file cannot stay on a page that is shown again"),
        ({"tool": "snap", "switch": "1"}, "Dewiswch hyn eto: ni all ffeil aros ar dudalen a ddangosir eto"),
    ],
)
def test_whoever_chose_a_file_is_told_where_it_has_to_be_chosen_again(clerk, more, again):
    client, consultation = clerk
    where = there(consultation, "/dod-a-ffeil", "cy") if "switch" in more else there(consultation, "/bring")
    shown = send(client, where, **more, file=upload(table(), "export.csv"))
    page = html.document_fromstring(shown.get_data(as_text=True))
    (told,) = page.xpath("//input[@type='file']/preceding-sibling::*[contains(@class, 'error-message')]")
    assert again in told.text_content()


def test_a_file_becomes_a_batch_once_its_words_are_said_and_can_be_undone(clerk):
    client, consultation = clerk
    file = bring(client, consultation)
    columns = client.get(f"{file}/columns")
    assert "How did you hear of this?" in words_of(columns)
    checked = send(client, f"{file}/columns", do="keep")
    assert checked.status_code == 302
    check = words_of(client.get(f"{file}/check"))
    assert "This is none of the options" in check
    assert "=1+1" in check
    refused = send(client, f"{file}/check", do="store")
    assert refused.status_code == 422
    assert stored(Response).count() == 0
    said = send(client, f"{file}/words", **{A_FRIEND: "+other"})
    assert said.status_code == 302
    assert send(client, f"{file}/check", do="store").status_code == 302
    assert client.get(file).status_code == 302
    rows = stored(Response).order_by(Response.received_on).all()
    assert [row.language for row in rows] == ["en", "cy", "en"]
    assert {row.channel for row in rows} == {"imported"}
    assert rows[0].answers["ideas"]["value"] == "=1+1"
    assert rows[2].answers["heard"] == {
        "value": "other",
        "language": "en",
        "other": {"other": "From a friend"},
    }
    kept = stored(ImportedBatch).one()
    assert (kept.rows, kept.stored, kept.known, kept.left_out) == (3, 3, 0, 0)
    assert stored(Trace).count() == 1
    assert stored(ImportedFile).one().sealed is None
    undo = there(consultation, f"/batches/{kept.batch_id}/undo")
    assert "3 responses are deleted" in words_of(client.get(undo))
    assert send(client, undo).status_code == 302
    assert [stored(each).count() for each in (Response, Trace, Decision, EqualityAnswers)] == [0] * 4
    assert stored(Batch).one().undone_at
    actions = {row.action for row in stored(AuditEvent)}
    assert {"responses_imported", "import_undone"} <= actions
    assert "Undone" in words_of(client.get(there(consultation)))
    assert "It is undone already" in words_of(client.get(undo))


def test_every_page_is_there_in_welsh(clerk):
    client, consultation = clerk
    assert client.get(there(consultation, lang="cy")).status_code == 200
    assert client.get(there(consultation, "/dod-a-ffeil", lang="cy")).status_code == 200
    bring(client, consultation)
    id = stored(ImportedFile.id).scalar()
    file = there(consultation, f"/{id}", lang="cy")
    assert client.get(f"{file}/colofnau").status_code == 200
    assert send(client, f"{file}/colofnau", do="keep").status_code == 302
    for page in ("gwirio", "geiriau", "cadw"):
        assert client.get(f"{file}/{page}").status_code == 200
    assert "Dweud" not in client.get(f"{file}/problemau").get_data(as_text=True)
    assert send(client, f"{file}/gwirio", do="store", leave_out="y").status_code == 302
    batch = stored(Batch).one()
    assert client.get(there(consultation, f"/sypiau/{batch.id}/dadwneud", lang="cy")).status_code == 200
    assert client.get(there(consultation, lang="cy")).status_code == 200


def test_of_a_workbook_with_several_sheets_it_is_said_which_one_was_read(clerk):
    client, consultation = clerk
    told = 'The file has several sheets. This one was read: <span lang="zxx">Sheet</span>.'
    for sheets, is_told in (([("Ymatebion", [["Enw"], ["1"]])], True), ([], False)):
        file = bring(client, consultation, as_xlsx(HEADINGS, ROWS[0], sheets=sheets), "export.xlsx")
        assert (told in words_of(client.get(f"{file}/columns"))) is is_told
        send(client, f"{file}/columns", do="keep")
        check = words_of(client.get(f"{file}/check"))
        assert (told in check) is is_told
        assert ("put that sheet first and bring the file again" in check) is is_told


WITH_NOTES = as_xlsx(
    [*HEADINGS, ""], [*ROWS[0], "rang twice, has two children"], ["2", "2026-06-03", "English", "By letter"]
)


@pytest.mark.parametrize(("said", "people"), [("1", 2), ("2", 1)])
def test_whether_the_second_row_is_one_of_headings_is_asked_and_what_it_says_is_forgotten(
    clerk, dump, said, people
):
    client, consultation = clerk
    file = bring(client, consultation, WITH_NOTES, heading_rows="0")
    assert "rang twice" not in dump()
    assert client.get(file).headers["Location"] == f"{file}/headings"
    shown = words_of(client.get(f"{file}/headings"))
    for stands_there in ("How did you hear of this?", "By letter", "rang twice, has two children"):
        assert stands_there in shown
    assert client.get(f"{file}/columns").status_code == 302
    refused = send(client, f"{file}/headings")
    assert refused.status_code == 422
    assert "Choose what stands in the second row" in words_of(refused)
    assert send(client, f"{file}/headings", heading_rows=said, revision="7").status_code == 302
    assert stored(ImportedFile).one().stage == "asked"
    assert send(client, f"{file}/headings", heading_rows=said).status_code == 302
    assert client.get(f"{file}/headings").headers["Location"] == file
    assert stored(ImportedFile).one().rows == people
    columns = {f"column-{at}": name for at, name in enumerate(["number", "", "", "q--heard--whole"])}
    send(client, f"{file}/columns", **columns, do="keep")
    assert send(client, f"{file}/check", do="store").status_code == 302
    assert stored(Response).count() == people
    assert "rang twice" not in dump()


def test_the_second_row_is_asked_about_in_welsh_too(clerk):
    client, consultation = clerk
    bring(client, consultation, WITH_NOTES, heading_rows="0")
    file = there(consultation, f"/{stored(ImportedFile.id).scalar()}", lang="cy")
    assert client.get(f"{file}/penawdau").status_code == 200


def test_rows_with_problems_are_left_out_only_by_a_tick_and_counted(clerk):
    client, consultation = clerk
    file = bring(client, consultation)
    send(client, f"{file}/columns", do="keep")
    assert send(client, f"{file}/check", do="store", leave_out="y").status_code == 302
    kept = stored(ImportedBatch).one()
    assert (kept.rows, kept.stored, kept.left_out) == (3, 2, 1)


def test_the_same_file_twice_doubles_nothing_and_says_so(clerk):
    client, consultation = clerk
    for _time in range(2):
        file = bring(client, consultation, table(ROWS[:2]))
        send(client, f"{file}/columns", do="keep")
        last = send(client, f"{file}/check", do="store")
    assert last.status_code == 422
    assert "Rows that were imported before are not stored again" in words_of(client.get(f"{file}/check"))
    assert stored(Response).count() == 2
    again = bring(
        client, consultation, table([*ROWS[:2], ["4", "2026-06-05", "English", "By letter", "", ""]])
    )
    send(client, f"{again}/columns", do="keep")
    assert send(client, f"{again}/check", do="store").status_code == 302
    assert stored(Response).count() == 3
    assert [each.known for each in stored(ImportedBatch).order_by(ImportedBatch.id)] == [0, 2]


def test_where_no_row_has_a_number_people_who_say_the_same_can_be_stored_too(clerk):
    client, consultation = clerk
    rows = [["2026-06-05", "English", "By letter", "", ""], ["2026-06-06", "English", "By letter", "", ""]]
    for times in (1, 2):
        file = bring(client, consultation, table(rows[:times], HEADINGS[1:]))
        send(client, f"{file}/columns", do="keep")
        if times == 2:
            assert "Rows that are here already: 2" in words_of(client.get(f"{file}/check"))
            assert send(client, f"{file}/check", do="others").status_code == 302
            assert "are taken for other people's" in words_of(client.get(f"{file}/check"))
            send(client, f"{file}/check", do="same")
            assert "Rows that are here already: 2" in words_of(client.get(f"{file}/check"))
            send(client, f"{file}/check", do="others")
            assert send(client, f"{file}/check", do="store").status_code == 422
        assert send(client, f"{file}/check", apart="y", do="store").status_code == 302
    assert stored(Response).count() == 3


NUMBERED = [
    ["1", "2026-06-02 10:00:00", "English", "By letter", "Parks", "Swings"],
    ["2", "2026-06-03 11:30:00", "English", "By letter", "Libraries", "Open later"],
]


def bare(*columns) -> list[list[str]]:
    """Rows without their numbers, and with these columns alone."""
    return [[row[at] for at in columns] for row in NUMBERED]


TOLD_APART = "People can only be told apart there by what their rows say."


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        (table(bare(3, 4), HEADINGS[3:5]), table(bare(3, 4, 5), HEADINGS[3:]), False),
        (
            as_xlsx(HEADINGS[1:], *([datetime(2026, 6, 2, 10), *row] for row in bare(2, 3, 4, 5))),
            table([["02/06/2026 10:00", *row] for row in bare(2, 3, 4, 5)], HEADINGS[1:]),
            True,
        ),
        (table(bare(3, 5), [HEADINGS[3], HEADINGS[5]]), table(NUMBERED), False),
        (table(NUMBERED), table(bare(1, 2, 3, 4, 5), HEADINGS[1:]), True),
    ],
    ids=["a column more", "another form", "a number later", "a number before"],
)
def test_people_without_a_number_are_stored_beside_earlier_ones_only_by_a_tick(clerk, first, second, alike):
    client, consultation = clerk
    file = bring(client, consultation, first, "first.csv")
    send(client, f"{file}/columns", do="keep")
    assert TOLD_APART not in words_of(client.get(f"{file}/check"))
    assert send(client, f"{file}/check", do="store").status_code == 302
    file = bring(client, consultation, second, "second.csv")
    send(client, f"{file}/columns", do="keep")
    check = words_of(client.get(f"{file}/check"))
    assert TOLD_APART in check
    assert '<span lang="zxx">first.csv</span>, Wednesday 10 June 2026' in check
    assert "Rows that were stored: 2" in check
    assert ("or of somebody else: 2, 3</p>" in check) is alike
    refused = send(client, f"{file}/check", do="store")
    assert refused.status_code == 422
    assert "those of people who are not here yet, if that is so" in words_of(refused)
    assert stored(Response).count() == 2
    assert send(client, f"{file}/check", apart="y", do="store").status_code == 302
    assert stored(Response).count() == 4


def test_where_everybody_has_a_number_or_all_else_is_undone_there_is_nothing_to_tick(clerk):
    client, consultation = clerk
    batch = imported(client, consultation)
    file, check = checked(client, consultation, [["7", *NUMBERED[1][1:]]])
    assert TOLD_APART not in check
    bare_file, check = checked(client, consultation, bare(3, 5), [HEADINGS[3], HEADINGS[5]])
    assert TOLD_APART in check
    send(client, there(consultation, f"/batches/{batch.id}/undo"))
    send(client, f"{bare_file}/check", apart="y", do="store")
    check = words_of(client.get(f"{bare_file}/check"))
    assert "Something has changed since you looked" in check
    assert TOLD_APART not in check
    assert send(client, f"{bare_file}/check", do="store").status_code == 302
    send(client, f"{file}/check", do="store")
    assert stored(Response).count() == 2
    assert TOLD_APART in words_of(client.get(f"{file}/check"))


def in_table(check: str, what: str) -> str:
    (cell,) = html.document_fromstring(check).xpath(f"//tr[contains(., '{what}')]/td[last()]")
    return cell.text_content()


def checked(client, consultation, rows, headings=HEADINGS) -> tuple[str, str]:
    """Bring these rows and have them checked: the address of the file, and what its page says."""
    file = bring(client, consultation, table(rows, headings))
    send(client, f"{file}/columns", do="keep")
    return file, words_of(client.get(f"{file}/check"))


@pytest.mark.parametrize(
    ("headings", "more"),
    [
        ([*HEADINGS, "Last modified time"], ["2026-06-05"]),
        (["Rhif adnabod", "Amser cwblhau", "Iaith", "Sut clywsoch chi am hyn?", *HEADINGS[4:]], []),
        ([each.upper() for each in HEADINGS], []),
    ],
)
def test_the_same_rows_under_other_headings_are_not_stored_again(clerk, headings, more):
    client, consultation = clerk
    imported(client, consultation)
    file, check = checked(client, consultation, [[*row, *more] for row in ROWS[:2]], headings)
    assert "Rows that are here already: 2, 3" in check
    assert send(client, f"{file}/check", do="store").status_code == 422
    assert stored(Response).count() == 2


LIBRARY_B = [
    ["1", "2026-06-02", "English", "By letter", "Parks", "Open on Sundays"],
    ["2", "2026-06-03", "Cymraeg", "Drwy lythyr", "Parciau", ""],
]
CHOOSE = "Rows with the number of a row that was imported before, but other answers: "


def test_of_rows_that_have_only_the_number_of_earlier_ones_it_is_asked_whose_they_are(clerk):
    client, consultation = clerk
    imported(client, consultation)
    file, check = checked(client, consultation, [*LIBRARY_B, ["7", "2026-06-02", "English", "", "", "New"]])
    assert f"{CHOOSE}2, 3" in check
    assert "Rows that are here already" not in check
    assert (in_table(check, "but other answers"), in_table(check, "would be stored")) == ("2", "1")
    assert "Open on Sundays" not in check
    refused = send(client, f"{file}/check", do="store")
    assert refused.status_code == 422
    assert "Say whose the answers are" in words_of(refused)
    assert stored(Response).count() == 2
    send(client, f"{file}/check", do="changed")
    check = words_of(client.get(f"{file}/check"))
    assert f"{CHOOSE}2, 3" in check
    assert "are left out: what was imported first stays" in check
    assert "Open on Sundays" not in check
    send(client, f"{file}/check", do="numbers")
    check = words_of(client.get(f"{file}/check"))
    assert f"{CHOOSE}2, 3" in check
    assert "They are taken for other people's answers, and are stored" in check
    assert "Open on Sundays" in check
    assert in_table(check, "would be stored") == "3"
    send(client, f"{file}/check", do="store")
    assert stored(Response).count() == 5
    kept = stored(ImportedBatch).order_by(ImportedBatch.id.desc()).first()
    assert (kept.rows, kept.stored, kept.known, kept.left_out) == (3, 3, 0, 0)
    for rows in (ROWS[:2], LIBRARY_B):
        again, check = checked(client, consultation, rows)
        assert "Rows that are here already: 2, 3" in check
        assert CHOOSE not in check
        assert send(client, f"{again}/check", do="store").status_code == 422
    assert stored(Response).count() == 5


def test_what_somebody_has_changed_in_the_other_tool_can_be_left_out(clerk):
    client, consultation = clerk
    imported(client, consultation)
    rows = [ROWS[0], [*ROWS[1][:5], "Rhywbeth arall"], ["4", "2026-06-05", "English", "By letter", "", ""]]
    file, check = checked(client, consultation, rows, [*HEADINGS[:5], "YOUR IDEAS"])
    assert "Rows that are here already: 2</p>" in check
    assert f"{CHOOSE}3</p>" in check
    send(client, f"{file}/check", do="changed")
    shown = words_of(client.get(f"{file}/check"))
    assert "Row: 4" in shown.replace("</span>", "")
    assert "Row: 2" not in shown
    send(client, f"{file}/check", do="store")
    assert stored(Response).count() == 3
    assert LONG in {row.answers.get("ideas", {}).get("value") for row in stored(Response)}
    kept = stored(ImportedBatch).order_by(ImportedBatch.id.desc()).first()
    assert (kept.rows, kept.stored, kept.known, kept.left_out) == (3, 1, 2, 0)


@pytest.mark.parametrize(
    ("first", "reworded"),
    [({}, "What else should we know? (optional)"), ({"column-5": ""}, "Your ideas (optional)")],
)
def test_a_number_is_known_again_whatever_was_reworded_or_left_out(clerk, first, reworded):
    client, consultation = clerk
    file = bring(client, consultation, table(ROWS[:2]))
    send(client, f"{file}/columns", **first, do="keep")
    send(client, f"{file}/check", do="store")
    rows = [ROWS[0], [*ROWS[1][:5], "Rhywbeth arall"]]
    again = bring(client, consultation, table(rows, [*HEADINGS[:5], reworded]), tool="other")
    send(client, f"{again}/columns", **{"column-5": "q--ideas--whole"}, do="keep")
    check = words_of(client.get(f"{again}/check"))
    changed = "2, 3" if first else "3"
    assert f"{CHOOSE}{changed}</p>" in check
    assert in_table(check, "would be stored") == "0"
    assert send(client, f"{again}/check", do="store").status_code == 422
    assert stored(Response).count() == 2


def test_another_forms_people_who_have_the_same_numbers_and_answers_can_be_stored_too(clerk):
    client, consultation = clerk
    imported(client, consultation)
    rows = [ROWS[0], LIBRARY_B[1]]
    file, check = checked(client, consultation, rows)
    assert "Rows that are here already: 2</p>" in check
    send(client, f"{file}/check", do="others")
    assert "are taken for other people's" in words_of(client.get(f"{file}/check"))
    send(client, f"{file}/check", do="store")
    assert stored(Response).count() == 4
    again, check = checked(client, consultation, rows)
    assert "Rows that are here already: 2, 3" in check
    assert send(client, f"{again}/check", do="store").status_code == 422


def test_undoing_an_import_forgets_its_numbers_and_leaves_those_of_others(clerk):
    client, consultation = clerk
    imported(client, consultation)
    file, _check = checked(client, consultation, LIBRARY_B)
    send(client, f"{file}/check", do="numbers")
    send(client, f"{file}/check", do="store")
    first, second = (
        there(consultation, f"/batches/{batch.id}/undo") for batch in stored(Batch).order_by(Batch.id)
    )
    send(client, first)
    assert f"{CHOOSE}2, 3" in checked(client, consultation, ROWS[:2])[1]
    assert "Rows that are here already: 2, 3" in checked(client, consultation, LIBRARY_B)[1]
    send(client, second)
    assert stored(ImportedNumber).count() == 0
    file, check = checked(client, consultation, ROWS[:2])
    assert CHOOSE not in check
    send(client, f"{file}/check", do="store")
    assert stored(Response).count() == 2


def test_what_another_file_has_brought_meanwhile_is_asked_about_before_anything_is_stored(clerk):
    client, consultation = clerk
    file, check = checked(client, consultation, LIBRARY_B)
    assert CHOOSE not in check
    imported(client, consultation)
    send(client, f"{file}/check", do="store")
    assert stored(Response).count() == 2
    check = words_of(client.get(f"{file}/check"))
    assert "Something has changed since you looked" in check
    assert f"{CHOOSE}2, 3" in check


def test_all_problems_come_as_a_file_without_formulas(clerk):
    client, consultation = clerk
    rows = [["1", "2026-06-02", "English", "=HYPERLINK(1)", "", ""], ["2", "never", "Klingon", "+44", "", ""]]
    file = bring(client, consultation, table(rows))
    send(client, f"{file}/columns", do="keep")
    sent = client.get(f"{file}/problems")
    found = [*csv.reader(io.StringIO(sent.get_data().decode("utf-8-sig")))]
    assert [row[:3] for row in found[1:]] == [
        ["2", "How did you hear of this?", "'=HYPERLINK(1)"],
        ["3", "Language", "Klingon"],
        ["3", "Completion time", "never"],
        ["3", "How did you hear of this?", "'+44"],
    ]


def test_what_came_without_any_answer_is_received_and_left_out_as_blank(clerk):
    client, consultation = clerk
    empty = ["4", "2026-06-04 12:00:00", "English", "", "", ""]
    file = bring(client, consultation, table([*ROWS[:2], empty]))
    send(client, f"{file}/columns", do="keep")
    assert "1 row that would be stored has no answer" in words_of(client.get(f"{file}/check"))
    send(client, f"{file}/check", do="store")
    (blank,) = stored(Decision)
    assert (blank.reason, blank.officer_id) == ("blank", None)
    assert next(each for each in stored(Response) if each.id == blank.response_id).answers == {}
    assert stored(Response).count() == 3


def test_what_came_too_late_is_kept_as_late(clerk):
    client, consultation = clerk
    consultation.closes_at = consultation.opens_at.replace(month=6, day=3)
    db.session.commit()
    file = bring(
        client, consultation, table([*ROWS[:2], ["9", "2026-06-09", "English", "By letter", "", ""]])
    )
    send(client, f"{file}/columns", do="keep")
    send(client, f"{file}/check", do="store")
    assert [each.reason for each in stored(Decision)] == ["late"]
    batch = stored(Batch).one()
    send(client, there(consultation, f"/batches/{batch.id}/undo"))
    assert (stored(Response).count(), stored(Decision).count()) == (0, 0)


@pytest.mark.parametrize(
    ("day", "received", "is_told"), [(9, "", True), (9, "received", False), (10, "", False)]
)
def test_it_is_said_before_anything_is_stored_that_no_column_says_when_it_came(clerk, day, received, is_told):
    client, consultation = clerk
    consultation.closes_at = NOON.replace(day=day)
    db.session.commit()
    file = bring(client, consultation, table(ROWS[:2]))
    send(client, f"{file}/columns", **{"column-1": received}, do="keep")
    check = words_of(client.get(f"{file}/check"))
    told = "They are stored as received today, 10 June 2026, which is after closing, and are analysed"
    assert (told in check) is is_told
    assert stored(Response).count() == 0


def test_files_of_limesurvey_without_days_are_told_of_as_any_that_do_not_say_them(clerk):
    client, consultation = clerk
    consultation.closes_at = NOON.replace(day=9)
    db.session.commit()
    content = b"id,submitdate,ideas\n1,1980-01-01 00:00:00,Trees\n"
    for tool, is_told in (("limesurvey", True), ("other", False)):
        file = bring(client, consultation, content, tool=tool)
        columns = {"column-0": "number", "column-1": "received", "column-2": "q--ideas--whole"}
        send(client, f"{file}/columns", **columns, do="keep")
        check = words_of(client.get(f"{file}/check"))
        assert ("They are stored as received today, 10 June 2026, which is after closing" in check) is is_told


def test_days_before_the_consultation_was_published_are_refused_as_on_paper(clerk):
    client, consultation = clerk
    _file, check = checked(client, consultation, [["1", "2026-05-20", *NUMBERED[0][2:]]])
    assert "This day is before the consultation was published" in check
    assert in_table(check, "would be stored") == "0"
    _file, check = checked(client, consultation, [["1", "2026-05-21", *NUMBERED[0][2:]]])
    assert in_table(check, "would be stored") == "1"


def test_it_is_said_at_the_column_that_days_have_the_month_first_and_that_can_be_chosen_and_saved(clerk):
    client, consultation = clerk
    rows = [["1", "06/02/2026", *NUMBERED[0][2:]], ["2", "05/25/2026", "English", "From a friend", "", ""]]
    file = bring(client, consultation, table(rows))
    asked = "What comes first in a day that is written in figures"
    told = 'A day here can only be read with the month first: <span lang="zxx">05/25/2026</span>'
    columns = words_of(client.get(f"{file}/columns"))
    assert asked in columns
    assert told in columns
    send(client, f"{file}/columns", do="keep")
    check = words_of(client.get(f"{file}/check"))
    assert told in check
    assert in_table(check, "Rows with problems") == "2"
    assert "so it is not sure which day this is" in check
    send(client, f"{file}/columns", order="month", do="keep")
    send(client, f"{file}/words", **{A_FRIEND: "letter"})
    assert told not in words_of(client.get(f"{file}/columns"))
    check = words_of(client.get(f"{file}/check"))
    assert told not in check
    assert in_table(check, "would be stored") == "2"
    assert stored(ImportedFile).one().month_first
    send(client, f"{file}/save", name="Y ffurflen")
    send(client, f"{file}/check", do="store")
    assert (
        stored(Response).order_by(Response.received_on).first().received_on.isoformat()[:10] == "2026-05-25"
    )
    other = bring(client, consultation, table([["3", "06/03/2026", *NUMBERED[0][2:]]]))
    send(client, f"{other}/columns", do="use")
    assert in_table(words_of(client.get(f"{other}/check")), "would be stored") == "1"
    plain = bring(client, consultation, table(NUMBERED))
    assert asked not in words_of(client.get(f"{plain}/columns"))
    send(client, f"{plain}/columns", order="rubbish", do="keep")
    assert not stored(ImportedFile).order_by(ImportedFile.id.desc()).first().month_first


def test_a_mapping_is_saved_and_offered_where_the_headings_fit(clerk):
    client, consultation = clerk
    file = bring(client, consultation)
    send(client, f"{file}/columns", do="keep")
    send(client, f"{file}/words", **{ALL_OTHERS: "+other"})
    assert send(client, f"{file}/save", name="").status_code == 422
    assert send(client, f"{file}/save", name="Y ffurflen").status_code == 302
    assert stored(SavedMapping).one().words == {"q--heard": {"*": "+other"}}
    other = bring(client, consultation, table([["7", "2026-06-02", "English", "A poster", "", ""]]))
    assert "Y ffurflen" in words_of(client.get(f"{other}/columns"))
    assert send(client, f"{other}/columns", do="use").status_code == 302
    assert "This is none of the options" not in words_of(client.get(f"{other}/check"))
    unlike = bring(client, consultation, b"a,b\n1,2\n")
    assert "Y ffurflen" not in words_of(client.get(f"{unlike}/columns"))


def test_more_rows_than_a_few_are_worked_on_in_the_background(clerk):
    client, consultation = clerk
    rows = [[str(at), "2026-06-02", "English", "By letter", "Parks", f"Idea {at}"] for at in range(501)]
    file = bring(client, consultation, table(rows))
    send(client, f"{file}/columns", do="keep")
    assert client.get(f"{file}/progress").get_json() == {"over": True, "progress": 100}
    send(client, f"{file}/check", do="store")
    assert stored(Response).count() == 501


def test_what_is_thrown_away_is_gone(clerk):
    client, consultation = clerk
    file = bring(client, consultation)
    send(client, f"{file}/columns", do="keep")
    assert send(client, f"{file}/check", do="forget").status_code == 302
    assert client.get(f"{file}/check").status_code == 404
    assert stored(ImportedFile).count() == 0


def test_what_waits_is_not_to_be_read_in_the_database(clerk, dump):
    client, consultation = clerk
    file = bring(client, consultation)
    send(client, f"{file}/columns", do="keep")
    found = dump()
    assert "From a friend" not in found
    assert "llyfrgell ar agor" not in found


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a,b\n", "There is no row under the headings"),
        (as_xlsx(["Our survey"], sheets=[("More", ())]), "Put the sheet with the responses first"),
        (b"PK\x03\x04 rubbish", "The file cannot be read"),
        ((",".join(f"c{n}" for n in range(301)) + "\n" + "1," * 301).encode(), "too many columns"),
        (b"a\n" + b"1\n" * 20_001, "too many rows"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_the_reason(clerk, content, sentence):
    client, consultation = clerk
    page = client.get(bring(client, consultation, content))
    assert sentence in words_of(page)
    assert stored(ImportedFile).one().sealed is None


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"tool": ""}, "Choose the tool"),
        ({"file": b""}, "The file is empty"),
        ({"file": b"\x00\x01\x02,\n1\n"}, "The file cannot be read"),
        ({"file": b'id,ideas\n1,x\n2,"never closed\n3,y\n'}, "in the row that begins on line 3"),
        ({"file": b'id,ideas\n1,"the "big" one, yes"\n'}, "in the row that begins on line 2"),
        ({"file": b"x" * (8 * 1024 * 1024 + 1)}, "The file is too big"),
        ({"heading_rows": "9"}, "Choose how many rows of headings there are"),
    ],
)
def test_what_is_wrong_with_the_form_is_said(clerk, fields, message):
    client, consultation = clerk
    sent = {"tool": "snap", "file": b"a\n1\n", **fields}
    sent["file"] = upload(sent["file"], "a.csv")
    page = send(client, there(consultation, "/bring"), **sent)
    assert page.status_code == 422
    told = html.document_fromstring(page.data).xpath("//*[contains(@class, 'govuk-error-message')]")
    assert any(message in each.text_content() for each in told)
    assert stored(ImportedFile).count() == 0


def test_quotation_marks_that_do_not_fit_together_are_told_in_welsh_too(clerk):
    client, consultation = clerk
    broken = upload(b'id,ideas\n1,"never closed\n', "a.csv")
    page = send(client, there(consultation, "/dod-a-ffeil", "cy"), tool="snap", file=broken)
    assert page.status_code == 422
    assert "yn y rhes sy'n dechrau ar linell 2" in words_of(page).replace("&#39;", "'")


def test_a_row_with_more_cells_than_headings_is_left_out_and_names_what_stands_there(clerk):
    client, consultation = clerk
    lines = ["ID,How did you hear of this?,Your ideas", "20,By letter,Swings"]
    lines += ['21,By letter,I like trees, and grass but not "swings"', '22,By letter,"Trees,\nand grass"', ""]
    file = bring(client, consultation, "\n".join(lines).encode())
    send(client, f"{file}/columns", do="keep")
    check = words_of(client.get(f"{file}/check"))
    (bad,) = html.document_fromstring(check).xpath("//tr[contains(., 'Rows with problems')]/td[last()]")
    assert bad.text_content() == "1"
    assert "and grass but not" in check
    assert "needs quotation marks around it" in check
    send(client, f"{file}/check", do="store", leave_out="y")
    assert {row.answers["ideas"]["value"] for row in stored(Response)} == {"Swings", "Trees,\nand grass"}


@pytest.mark.parametrize("rubbish", ["", "rubbish", "q--heard--other--nothing", "'; DROP TABLE response; --"])
def test_rubbish_in_the_mapping_maps_nothing(clerk, rubbish):
    client, consultation = clerk
    file = bring(client, consultation)
    fields = {f"column-{at}": rubbish for at in range(6)}
    assert send(client, f"{file}/columns", **fields, do="keep").status_code == 302
    assert "No column is said to hold answers" in words_of(client.get(f"{file}/check"))
    assert client.get(f"{file}/words").status_code == 200


def test_a_row_has_one_number_and_one_day(clerk):
    client, consultation = clerk
    file = bring(client, consultation)
    page = send(client, f"{file}/columns", **{"column-5": "number"}, do="keep")
    assert page.status_code == 422
    assert "Another column is this already" in words_of(page)


def test_what_somebody_else_has_changed_is_not_written_over(clerk):
    client, consultation = clerk
    file = bring(client, consultation)
    assert send(client, f"{file}/columns", do="keep").status_code == 302
    stale = send(client, f"{file}/columns", revision="1", **{"column-5": ""}, do="keep")
    assert stale.status_code == 409
    assert 'value="2"' in words_of(stale)
    assert "Somebody has changed the mapping" in words_of(stale)
    assert send(client, f"{file}/check", revision="1", leave_out="y", do="store").status_code == 409
    assert stored(Response).count() == 0


def test_what_was_said_of_a_word_can_be_changed_and_taken_back(clerk):
    client, consultation = clerk
    file = bring(client, consultation)
    send(client, f"{file}/columns", do="keep")
    for meant, words in (("letter", {"q--heard": {"from a friend": "letter"}}), ("-", None), ("", {})):
        assert send(client, f"{file}/words", **{A_FRIEND: meant}).status_code == 302
        expected = {"q--heard": {"from a friend": ""}} if words is None else words
        assert stored(ImportedFile).one().words == expected
    assert send(client, f"{file}/words", **{A_FRIEND: "rubbish"}).status_code == 302
    assert stored(ImportedFile).one().words == {}
    overtaken = send(client, f"{file}/words", **{A_FRIEND: "letter"}, revision="1")
    assert overtaken.status_code == 409
    assert "Somebody has changed the mapping" in words_of(overtaken)
    assert stored(ImportedFile).one().words == {}
    (select,) = html.document_fromstring(overtaken.data).xpath(f"//select[@id='{A_FRIEND}']")
    assert select.value == "letter"


def imported(client, consultation, content=None) -> Batch:
    """The batch that comes of a file whose rows are all good."""
    file = bring(client, consultation, content or table(ROWS[:2]))
    send(client, f"{file}/columns", do="keep")
    assert send(client, f"{file}/check", do="store").status_code == 302
    return stored(Batch).one()


def test_what_was_left_out_as_a_duplicate_of_an_import_is_analysed_once_that_is_undone(clerk):
    client, consultation = clerk
    batch = imported(client, consultation)
    first, second = (row.reference for row in stored(Response).order_by(Response.received_on))
    service.add_many(
        stored(Response.version_id).distinct().scalar(),
        [Answered("en", {"street": Answer(street, "en")}, {}, NOON) for street in ("1", "2", "3")],
    )
    online = stored(Response).filter_by(batch_id=None)
    of_import, other, stays = (each.reference for each in online)
    keeper = make_officer(consultation.council, Role.AUTHOR)
    for reference, kept in ((of_import, first), (second, first), (other, stays)):
        ledger_service.remove(
            keeper, consultation.id, [reference], Reason.DUPLICATE, duplicate_of=kept, now=NOON
        )
    page = words_of(client.get(there(consultation, f"/batches/{batch.id}/undo")))
    assert "What was left out as a duplicate of one of them is analysed again." in page
    send(client, there(consultation, f"/batches/{batch.id}/undo"))
    assert [each.duplicate_of for each in stored(Decision).filter_by(undone_at=None)] == [stays]
    assert respond.count_sent(consultation.id) == 2
    assert stored(AuditEvent).filter_by(action="decision_undone").count() == 1


def test_what_is_put_back_is_no_duplicate_of_what_is_not_here_any_more(clerk, browser):
    client, consultation = clerk
    batch = imported(client, consultation)
    kept = stored(Response).first().reference
    begin(browser, stored(SurveyVersion).one(), "en")
    browser.onward()
    browser.send(ideas="A bench")
    browser.onward()
    browser.send()
    visit = respond.visit(browser.address.split("/")[3])
    keeper = make_officer(consultation.council, Role.AUTHOR)
    ledger_service.remove(
        keeper, consultation.id, [visit.reference], Reason.DUPLICATE, duplicate_of=kept, now=NOON
    )
    sent_service.withdraw(visit, now=NOON)
    send(client, there(consultation, f"/batches/{batch.id}/undo"))
    sent_service.put_back(visit, now=NOON)
    assert stored(Decision).filter_by(undone_at=None).all() == []
    assert respond.count_sent(consultation.id) == 1


def test_nobodys_words_are_kept_with_a_mapping_or_after_the_import(clerk, dump):
    client, consultation = clerk
    file = bring(client, consultation)
    send(client, f"{file}/columns", do="keep")
    send(client, f"{file}/words", **{A_FRIEND: "+other"})
    send(client, f"{file}/save", name="Y ffurflen")
    assert stored(SavedMapping).one().words == {}
    send(client, f"{file}/check", do="store")
    batch = stored(Batch).one()
    send(client, there(consultation, f"/batches/{batch.id}/undo"))
    assert "from a friend" not in dump().casefold()


def test_nothing_is_stored_that_reads_otherwise_than_when_it_was_looked_at(clerk):
    client, consultation = clerk
    file = bring(client, consultation, table(ROWS[:2]))
    send(client, f"{file}/columns", do="keep")
    publish(without(EVERY_KIND, "ideas"), consultation)
    send(client, f"{file}/check", do="store")
    assert stored(Response).count() == 0
    assert "Something has changed since you looked" in words_of(client.get(f"{file}/check"))
    send(client, f"{file}/check", do="store")
    assert [set(row.answers) for row in stored(Response)] == [{"heard", "use"}] * 2


def test_the_language_is_switched_without_checking_what_was_chosen(clerk):
    client, consultation = clerk
    file = bring(client, consultation)
    page = send(client, f"{file}/columns", **{"column-5": "number"}, switch="cy")
    assert page.status_code == 200
    assert "Another column is this already" not in words_of(page)


def test_a_saved_mapping_takes_the_place_of_what_was_chosen_even_if_that_was_wrong(clerk):
    client, consultation = clerk
    file = bring(client, consultation)
    send(client, f"{file}/columns", do="keep")
    send(client, f"{file}/save", name="Y ffurflen")
    assert send(client, f"{file}/columns", **{"column-5": "number"}, do="use").status_code == 302
    assert stored(ImportedFile).one().columns[5] == "q--ideas--whole"


def test_what_was_undone_can_be_imported_again_once(clerk):
    client, consultation = clerk
    batch = imported(client, consultation)
    send(client, there(consultation, f"/batches/{batch.id}/undo"))
    for _time in range(2):
        file = bring(client, consultation, table(ROWS[:2]))
        send(client, f"{file}/columns", do="keep")
        send(client, f"{file}/check", do="store")
    assert respond.count_sent(consultation.id) == 2
    assert [(kept.stored, kept.known) for kept in stored(ImportedBatch)] == [(2, 0), (2, 0)]


def test_before_an_import_is_undone_it_is_said_which_later_files_left_out_rows_that_were_here(clerk):
    client, consultation = clerk
    four = ["4", "2026-06-05", "English", "By letter", "", ""]
    for rows, name in ((ROWS[:2], "first.csv"), ([*ROWS[:2], four], "later.csv")):
        file = bring(client, consultation, table(rows), name)
        send(client, f"{file}/columns", do="keep")
        send(client, f"{file}/check", do="store")
    first, later = (
        there(consultation, f"/batches/{batch.id}/undo") for batch in stored(Batch).order_by(Batch.id)
    )
    page = words_of(client.get(first))
    told = "Files that were imported later left out rows because they were here already."
    assert told in page
    assert "later.csv" in page
    assert "Rows that were here already: 2" in page
    assert told not in words_of(client.get(later))
    send(client, later)
    assert told not in words_of(client.get(first))
    send(client, first)
    file = bring(client, consultation, table([*ROWS[:2], four]))
    send(client, f"{file}/columns", do="keep")
    send(client, f"{file}/check", do="store")
    assert stored(Response).count() == 3
