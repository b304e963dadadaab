"""Which table stands in the files of each tool, and which answers are in it?"""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime

import pytest

from engage.bilingual import Bilingual
from engage.respond.importing import Either, Table, Unreadable, read_table, require_well_formed
from engage.respond.importing_cells import NO_COLUMN
from engage.respond.importing_columns import UNDATED, Tool, guess, targets
from engage.respond.importing_keys import keys, marks
from engage.respond.importing_report import Report, report
from engage.respond.importing_rows import Plan, Reader
from engage.respond.importing_standing import Whose, standing
from engage.respond.importing_words import day, for_others, in_other_order, language, parts, same
from engage.respond.visit import Questionnaire
from engage.surveys.definition import Option, SeveralChoices
from tests.examples import BUDGET, EVERY_KIND, ROUTED, SHORT
from tests.respond.importing_files import (
    CITIZEN_SPACE,
    LIMESURVEY,
    MICROSOFT_FORMS,
    SMARTSURVEY,
    SNAP,
    as_csv,
    as_xlsx,
    cells,
)

TODAY = date(2026, 6, 10)
ASKED = Questionnaire.of(1, "digest", EVERY_KIND)
KNOWN = targets(ASKED)


def heard(content: bytes, tool: Tool, asked=ASKED, words=None, heading_rows=0):
    """The table, what its columns were taken for, and what each row says."""
    table = read_table(content, heading_rows)
    known = targets(asked)
    columns = guess(table.headings, known, tool)
    plan = Plan(tuple(columns), words or {}, "en", has_codes=tool == Tool.LIMESURVEY)
    return table, columns, [*Reader(asked, known, plan, today=TODAY).rows(table)]


def values(row) -> dict:
    return {key: answer.value for key, answer in row.answers.items()}


# --- files of the five tools ----------------------------------------------------------------------------


def test_citizen_space_has_a_column_for_each_option_and_what_is_personal_is_left_out():
    _table, columns, (first, second) = heard(CITIZEN_SPACE, Tool.CITIZEN_SPACE)
    assert columns[-1] == ""
    assert values(first) == {
        "heard": "other",
        "use": ["libraries"],
        "services": {"libraries": {"good": "agree"}},
        "ideas": "=1+1",
    }
    assert first.answers["heard"].other == {"other": "A poster"}
    assert (second.language, second.received_on, second.number) == ("cy", date(2026, 6, 2), "ANON-9M3T-4")
    assert values(second)["ideas"] == "Tŷ bach yn y parc, os gwelwch yn dda."
    assert not (first.problems)
    assert not (second.problems)


def test_microsoft_forms_parts_with_semicolons_and_ranks_in_a_list():
    _table, _columns, (first, second) = heard(MICROSOFT_FORMS, Tool.MICROSOFT_FORMS)
    assert values(first) == {
        "heard": "letter",
        "use": ["libraries", "parks"],
        "first": ["buses", "libraries"],
        "moved": "2019-03-01",
        "ideas": "=1+1",
    }
    assert (first.number, first.received_on) == ("1", date(2026, 6, 1))
    assert values(second) == {"use": ["none"], "ideas": "Ŵyn yn y cae"}


def test_snap_has_its_own_names_over_the_questions():
    table, _columns, (row,) = heard(SNAP, Tool.SNAP, heading_rows=2)
    assert table.headings[3] == "Q1 - How did you hear of this?"
    assert (row.row, row.number, row.received_on, row.language) == (3, "1", date(2026, 6, 3), "cy")
    assert values(row) == {
        "heard": "letter",
        "clear": "agree",
        "use": ["parks", "buses"],
        "street": "Ffordd y Môr",
    }


def test_smartsurvey_has_questions_over_their_options():
    table, _columns, (first, second) = heard(SMARTSURVEY, Tool.SMARTSURVEY, heading_rows=2)
    assert table.headings[6] == "2. Which services do you use? - Parks"
    assert values(first) == {
        "heard": "letter",
        "use": ["libraries", "parks"],
        "share": {"libraries": 50, "parks": 50, "buses": 0},
        "order": ["parks", "buses", "libraries"],
    }
    assert (first.row, first.number, first.received_on) == (3, "40017", date(2026, 6, 1))
    assert values(second) == {"use": ["none"]}


@pytest.mark.parametrize(
    ("heading", "column", "word", "meant"),
    [
        ("clear", "q--clear--whole", "no_opinion", {"clear": "no_opinion"}),
        ("use[none]", "q--use--option--none", "none", {"use": ["none"]}),
    ],
)
def test_a_word_that_happens_to_be_the_code_of_an_option_is_asked_about(heading, column, word, meant):
    """No officer sees codes: what they mean may be something else than the word in another tool's file."""
    content = as_csv(["Number", "Received", heading], ["1", "1 June 2026", word])
    for tool, answered in ((Tool.LIMESURVEY, meant), (Tool.OTHER, {})):
        _table, columns, (row,) = heard(content, tool)
        assert column in columns
        assert values(row) == answered
        assert [each.word for each in row.unknown] == ([] if answered else [word])


@pytest.mark.parametrize("heading", ["Received", "Date received", "Derbyniwyd", "DYDDIAD DERBYN"])
@pytest.mark.parametrize("tool", Tool)
def test_what_says_that_it_is_the_day_of_receiving_is_taken_for_it_from_every_tool(tool, heading):
    others = ["Completion time", "Date submitted", "submitdate", "Date", "Completed", "ID completed"]
    assert guess([*others, heading, f"{heading} by post"], KNOWN, tool) == [""] * 6 + ["received", ""]


def test_limesurvey_speaks_in_codes_and_what_was_never_sent_is_a_problem():
    _table, _columns, (first, second) = heard(LIMESURVEY, Tool.LIMESURVEY)
    assert values(first) == {
        "heard": "other",
        "use": ["libraries"],
        "clear": "agree",
        "services": {"libraries": {"good": "disagree"}, "parks": {"needed": "no_opinion"}},
        "order": ["buses", "parks", "libraries"],
        "share": {"libraries": 20, "parks": 80, "buses": 0},
        "visits": 4,
        "spend": 12.5,
        "where": "north",
        "quote": "yes",
    }
    assert first.answers["heard"].other == {"other": "Ar y bws"}
    assert {answer.language for answer in first.answers.values()} == {"cy"}
    assert [problem.code for problem in second.problems] == ["no_day"]


# --- files ----------------------------------------------------------------------------------------------


def test_what_is_not_utf8_is_read_as_windows_text_and_said():
    table = read_table("Enw,Barn\n1,Llŷn\n".encode("utf-16"))
    assert (table.rows[0].cells, table.encoding) == (("1", "Llŷn"), "")
    table = read_table("Question;Café\n1;£5 – “fine”\n".encode("cp1252"))
    assert (table.headings, table.rows[0].cells, table.encoding) == (
        ("Question", "Café"),
        ("1", "£5 – “fine”"),
        "cp1252",
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_parts_the_cells_is_seen(delimiter):
    table = read_table(as_csv(["a", "b, c; d", "e"], ["1", "2, 3;\t4", "5"], delimiter=delimiter))
    assert table.headings == ("a", "b, c; d", "e")


FIRST_PERSON = as_csv(
    cells("ID|Your ideas|"), cells("1|Swings|rang twice, has two children"), cells("2|Trees|")
)


@pytest.mark.parametrize("content", [SNAP, SMARTSURVEY, FIRST_PERSON], ids=["snap", "smartsurvey", "notes"])
def test_whether_there_are_two_rows_of_headings_is_never_guessed(content):
    """What looks like options under their questions may be what somebody has said."""
    with pytest.raises(Either) as asked:
        read_table(content)
    one, two = (read_table(content, number) for number in (1, 2))
    first, second = asked.value.rows
    assert {*first} <= {*one.headings, ""}
    assert second == (*one.rows[0].cells, *one.rows[0].beyond)[: len(second)]
    assert len(two.rows) == len(one.rows) - 1


def test_empty_rows_are_passed_over_and_rows_keep_their_numbers():
    table = read_table(b"\n\na,,b\n,,\n1,2\n\n3,4,5\n")
    assert table.headings == ("a", "B", "b")
    assert [(row.number, row.cells) for row in table.rows] == [(5, ("1", "2", "")), (7, ("3", "4", "5"))]
    assert Table.from_bytes(table.to_bytes()) == table


@pytest.mark.parametrize(
    ("rows", "beyond"),
    [
        (b"1,trees, and grass\n", [("and grass",)]),
        (b"1,trees, and grass, not swings\n2,x\n", [("and grass", "not swings"), ()]),
        (b"1, and grass,\n2,x\n", [("",), ()]),  # what was pushed into the last column
        (b"1,x,\n2,y,\n", [(), ()]),  # the tool ends every row like that
        (b'1,"trees, and\ngrass"\n', [()]),
    ],
)
def test_cells_after_the_last_heading_are_kept_apart(rows, beyond):
    table = read_table(b"id,ideas\n" + rows)
    assert table.headings == ("id", "ideas")
    assert [row.beyond for row in table.rows] == beyond
    assert Table.from_bytes(table.to_bytes()) == table


def test_in_a_workbook_no_cell_is_shifted_and_a_column_without_heading_has_its_letter():
    table = read_table(as_xlsx(["a"], ["1", "2"]))
    assert (table.headings, table.rows[0].cells, table.rows[0].beyond) == (("a", "B"), ("1", "2"), ())


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (b'1,"never closed\n2,x\n', 2),
        (b'1,"two\nlines"\n2,"never closed\n3,"Myself, here"\n', 4),
        (b'1,x\n2,"the "big" one, yes"\n', 3),
        (b'1,"' + b"x\n" * 200_000, 2),
    ],
)
def test_a_file_whose_quotation_marks_do_not_fit_together_is_refused_with_the_line(rows, line):
    for read in (read_table, require_well_formed):
        with pytest.raises(Unreadable) as refused:
            read(b"id,ideas\n" + rows)
        assert (refused.value.code, refused.value.parameters) == ("quotation", {"line": line})


def test_texts_in_quotation_marks_hold_lines_commas_and_doubled_marks():
    content = b'id,ideas\r\n1,"One, ""two""\r\nthree"\r\n2,5" pipes\r\n'
    require_well_formed(content)
    assert [row.cells for row in read_table(content).rows] == [("1", 'One, "two"\nthree'), ("2", '5" pipes')]


def test_a_formula_is_never_worked_out_and_what_somebody_wrote_is_kept():
    table = read_table(as_xlsx(["a", "b"], ["=1+1", "=cmd|'/c calc'!A1"], ["text", 3.0]))
    assert [row.cells for row in table.rows] == [("=1+1", "=cmd|'/c calc'!A1"), ("text", "3")]


def test_of_several_sheets_the_first_one_with_rows_is_read_and_named():
    rows = (["a"], ["1"])
    for content, sheet in (
        (as_xlsx(*rows), ""),
        (as_xlsx(*rows, sheets=[("Ymatebion", ())]), "Sheet"),
        (as_xlsx(sheets=[("Ymatebion", rows), ("More", ())]), "Ymatebion"),
    ):
        table = read_table(content)
        assert (table.headings, table.sheet) == (("a",), sheet)
        assert Table.from_bytes(table.to_bytes()) == table
    with pytest.raises(Unreadable, match="no_rows_in_sheet"):
        read_table(as_xlsx(["Our survey"], sheets=[("Ymatebion", rows)]))


def repacked(content: bytes, change) -> bytes:
    """The archive with every part changed by its name and its bytes; None leaves a part out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if (part := change(name, old.read(name))) is not None:
                new.writestr(name, part)
    return out.getvalue()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Line one_x000D_\nLine two", "Line one\nLine two"),
        ("One_x000d_Two_x0009_", "One\nTwo"),
        ("_x005F_x000D_ is how Excel writes a return", "_x000D_ is how Excel writes a return"),
        ("x005F_ and _x12_ and snake_xylo_case", "x005F_ and _x12_ and snake_xylo_case"),
        ("A smile: _xD83D__xDE00_, half of one: _xD83D_.", "A smile: \U0001f600, half of one: \ufffd."),
        ("No sign_x0000__x0007_", "No sign"),
    ],
)
@pytest.mark.parametrize("is_shared", [True, False])
def test_what_excel_writes_for_a_sign_is_read_as_that_sign(written, meant, is_shared):
    """Excel itself writes a line break as two signs, of which XML would lose one."""

    def within(name: str, part: bytes) -> bytes:
        return re.sub(rb't="s"><v>1</v>', b't="inlineStr"><is><t>%s</t></is>' % written.encode(), part)

    content = as_xlsx(["a"], [written])
    inline = repacked(content, within)
    assert inline != content
    table = read_table(content if is_shared else inline)
    assert [row.cells for row in table.rows] == [(meant,)]
    assert Table.from_bytes(table.to_bytes()) == table


def test_a_formula_is_seen_also_where_its_element_has_a_prefix():
    def prefixed(name: str, part: bytes) -> bytes:
        if not name.startswith("xl/worksheets/"):
            return part
        return re.sub(rb"<(/?)(\w)", rb"<\1x:\2", part).replace(b" xmlns=", b" xmlns:x=")

    table = read_table(repacked(as_xlsx(["a", "b"], ["=1+1", "text"]), prefixed))
    assert table.rows[0].cells == ("=1+1", "text")


@pytest.mark.parametrize("said", [b"A1:B2", b"A1:A3", b"A1"])
def test_what_a_workbook_says_of_its_size_is_not_believed(said):
    """Some programs write it wrongly: rows and columns would be lost without a word."""
    part = "xl/worksheets/sheet1.xml"

    def shrunk(name: str, content: bytes) -> bytes:
        return (
            re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="%s"' % said, content)
            if name == part
            else content
        )

    table = read_table(repacked(as_xlsx(["a", "b"], ["1", "2"], ["3", "4"]), shrunk))
    assert table.headings == ("a", "b")
    assert [row.cells for row in table.rows] == [("1", "2"), ("3", "4")]


PARTS = zipfile.ZipFile(io.BytesIO(as_xlsx(["a"], ["=1+1"]))).namelist()
BREAKS = {
    "missing": lambda part: None,
    "empty": lambda part: b"",
    "another": lambda part: b"<x/>",
    "half": lambda part: part[: len(part) // 2],
    "no numbers": lambda part: re.sub(rb'"\d+"', b'"x"', part),
    "far away": lambda part: re.sub(rb'"\d+"', b'"999999"', part),
    "no attributes": lambda part: re.sub(rb' (?!xmlns)[\w:]+="[^"]*"', b"", part),
    "no values": lambda part: re.sub(rb"<(v|t|f)>.*?</\1>", b"", part),
    "other namespace": lambda part: part.replace(b"http://schemas", b"http://other"),
}


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")  # which says what it leaves out, and reads on
@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("how", BREAKS)
def test_a_workbook_that_is_broken_inside_is_refused_or_read_but_never_a_crash(name, how):
    whole = as_xlsx(["a", "b"], ["=1+1", datetime(2026, 6, 1)], ["text", 3.0])
    broken = repacked(whole, lambda each, part: BREAKS[how](part) if each == name else part)
    with suppress(Unreadable):
        assert read_table(broken).headings


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"a\n", b"PK\x03\x04", b"a,b\n\0,\0", as_xlsx(), b'a\n"' + b"x" * 200_000]
)
def test_what_is_no_table_is_refused(content):
    with pytest.raises(Unreadable):
        read_table(content)


# --- words ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-06-01 09:15:00", date(2026, 6, 1)),
        ("2026-06-01T09:15:00.123Z", date(2026, 6, 1)),
        ("1/6/2026 9:15", date(2026, 6, 1)),
        ("01/06/2026 09:15 am", date(2026, 6, 1)),
        ("1 June 2026", date(2026, 6, 1)),
        ("13/13/2026", None),
        ("", None),
        ("never", None),
    ],
)
def test_days_are_read_as_they_are_written_here(text, found):
    assert day(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("03/04/2026 9:15:00 PM", date(2026, 3, 4)),
        ("6/25/26", date(2026, 6, 25)),
        ("25.06.2026", None),
        ("2026-04-03", date(2026, 4, 3)),
        ("3 April 2026", date(2026, 4, 3)),
    ],
)
def test_the_month_comes_first_where_it_is_said(text, found):
    assert day(text, month_first=True) == found


@pytest.mark.parametrize(
    ("texts", "with_day_first", "with_month_first"),
    [
        (["", "03/04/2026", "2026-06-25"], "", ""),
        (["03/04/2026", "6/25/2026 9:15"], "6/25/2026 9:15", ""),
        (["03/04/2026", "25.06.2026"], "", "25.06.2026"),
        (["25/25/2026", "6/31/2026", "never", "25/06/26"], "", "25/06/26"),
    ],
)
def test_it_is_seen_that_days_stand_in_the_other_order(texts, with_day_first, with_month_first):
    assert in_other_order(texts, month_first=False) == with_day_first
    assert in_other_order(texts, month_first=True) == with_month_first


def test_what_was_said_of_words_serves_others_without_what_somebody_has_written():
    said = {
        "q--heard": {"post": "letter", "my friend ceri": "+other", "*": "+other"},
        "q--use": {"ann": "+x"},
    }
    assert for_others(said) == {"q--heard": {"post": "letter", "*": "+other"}}


@pytest.mark.parametrize(
    ("text", "found"),
    [("English", "en"), ("cy-GB", "cy"), ("CYMRAEG", "cy"), ("Saesneg", "en"), ("fr", None), ("", None)],
)
def test_languages_are_named_in_either(text, found):
    assert language(text) == found


def test_case_accents_and_spaces_do_not_matter():
    assert same("  TŶ  Bach’ ") == same("tŷ bach'")
    assert same("Ty bach'") == same("Tŷ bach'")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Red, white;Blue;", ("Red, white", "Blue")),
        ("Red, white, Blue", ("Red, white", "Blue")),
        ("Red, white", ("Red, white",)),
        ("Blue|Green", ("Blue", "Green")),
        ("Blue\nBlack", ("Blue", "Black")),
        ("Puce", ("Puce",)),
    ],
)
def test_a_cell_with_several_is_parted_also_where_a_label_holds_the_mark(text, found):
    words = dict.fromkeys(["red, white", "blue", "green"], "code")
    assert parts(text, words) == found


# --- rows -----------------------------------------------------------------------------------------------

RUBBISH = [
    "=1+1",
    "<script>alert(1)</script>",
    "\u202e?\0",
    "9" * 400,
    "-1",
    "31/02/2026",
    "ŵŷâêîôû" * 30,
]


@pytest.mark.parametrize("rubbish", RUBBISH)
def test_rubbish_in_every_field_is_a_problem_or_a_text_but_never_a_crash(rubbish):
    names = [*KNOWN, "number", "received", "language"]
    table = read_table(as_csv(names, [rubbish] * len(names)))
    plan = Plan(tuple(names), {}, "en")
    (row,) = Reader(ASKED, KNOWN, plan, today=TODAY).rows(table)
    assert row.problems
    assert set(row.answers) <= {"heard", "street", "ideas", "visits", "spend"}


@pytest.mark.parametrize(
    ("name", "cell", "code"),
    [
        ("q--heard--whole", "By pigeon", "unknown_word"),
        ("q--use--option--parks", "perhaps", "unknown_word"),
        ("q--use--whole", "Parks;None of these", "exclusive"),
        ("q--use--whole", "Parks;Libraries;Buses", "too_many"),
        ("q--visits--whole", "32", "number_outside"),
        ("q--visits--whole", "a lot", "not_number"),
        ("q--moved--whole", "yesterday", "not_day"),
        ("q--moved--whole", "1/1/1900", "date_outside"),
        ("q--where--whole", "nowhere", "not_postcode"),
        ("q--share--points--parks", "30", "wrong_total"),
        ("q--order--rank--parks", "1", "rank_missing"),
        ("q--quote--whole", "hm", "unknown_word"),
        ("language", "French", "not_language"),
        ("language", "", "no_language"),
        ("received", "11/06/2026", "day_to_come"),
    ],
)
def test_what_cannot_be_taken_is_a_problem_of_its_row_and_column(name, cell, code):
    columns = ("q--street--whole", name)
    table = read_table(as_csv(["street", "x"], ["Heol", cell]))
    row = next(Reader(ASKED, KNOWN, Plan(columns, {}, "en"), today=TODAY).rows(table))
    assert [(problem.row, problem.column, problem.code) for problem in row.problems] == [(2, 1, code)]


def test_no_response_can_have_come_before_the_consultation_was_published():
    table = read_table(as_csv(["received", "ideas"], ["20/05/2026", "Trees"], ["21/05/2026", "Trees"]))
    plan, since = Plan(("received", "q--ideas--whole"), {}, "en"), date(2026, 5, 21)
    before, after = Reader(ASKED, KNOWN, plan, since=since, today=TODAY).rows(table)
    assert [(problem.column, problem.code) for problem in before.problems] == [(0, "day_before")]
    assert not after.problems


def test_answers_that_are_days_are_read_in_the_order_that_was_said():
    table = read_table(as_csv(["received", "moved"], ["06/01/2026", "03/04/2019"]))
    plan = Plan(("received", "q--moved--whole"), {}, "en", month_first=True)
    (row,) = Reader(ASKED, KNOWN, plan, today=TODAY).rows(table)
    assert (row.received_on, values(row)) == (date(2026, 6, 1), {"moved": "2019-03-04"})


@pytest.mark.parametrize(
    ("days", "codes"),
    [
        (["03/04/2026", "04/04/2026", "04/25/2026"], ["day_either", None, "not_day"]),
        (["03/04/2026", "25/04/2026", "04/25/2026"], [None, None, "not_day"]),  # a slip in one of them
        (["03/04/2026", "2026-04-25", "25/25/2026"], [None, None, "not_day"]),
    ],
)
@pytest.mark.parametrize("name", ["received", "q--moved--whole"])
def test_what_is_not_sure_beside_days_in_another_order_is_a_problem_of_its_row(days, codes, name):
    table = read_table(as_csv(["x", "ideas"], *([each, "Trees"] for each in days)))
    plan = Plan((name, "q--ideas--whole"), {}, "en")
    rows = Reader(ASKED, KNOWN, plan, today=TODAY).rows(table)
    assert [next((each.code for each in row.problems), None) for row in rows] == codes


def test_a_row_with_more_cells_than_headings_is_a_problem_of_the_whole_row_and_nothing_else():
    table = read_table(b"ideas,x,heard\nI like trees, and grass but not swings,By pigeon,By letter\n")
    plan = Plan(("q--ideas--whole", "", "q--heard--whole"), {}, "en")
    (row,) = Reader(ASKED, KNOWN, plan, today=TODAY).rows(table)
    assert [each[1:4] for each in row.problems] == [(NO_COLUMN, "By letter", "beyond")]
    assert (row.unknown, row.answers) == ((), {})


def test_a_row_without_any_answer_is_blank():
    table = read_table(as_csv(["ideas", "notes"], ["", "from the desk"]))
    (row,) = Reader(ASKED, KNOWN, Plan(("q--ideas--whole", ""), {}, "en"), today=TODAY).rows(table)
    assert (row.is_blank, row.problems) == (True, ())


def test_where_no_column_holds_answers_no_row_is_taken_for_a_blank_one():
    table = read_table(as_csv(["ideas", "id"], ["Trees", "1"]))
    (row,) = Reader(ASKED, KNOWN, Plan(("", "number"), {}, "en"), today=TODAY).rows(table)
    assert [(problem.column, problem.code) for problem in row.problems] == [(NO_COLUMN, "no_question")]


def test_a_row_with_answers_only_to_what_would_not_be_asked_is_not_said_to_be_without_any():
    asked = Questionnaire.of(1, "digest", ROUTED)
    rows = [["An organisation", "By bus", ""], ["", "By bus", ""], ["", "By pigeon", ""]]
    _table, _columns, found = heard(as_csv(["who", "travel", "comments"], *rows), Tool.OTHER, asked)
    assert [[problem.code for problem in row.problems] for row in found] == [
        [],
        ["not_asked"],
        ["not_asked"],
    ]


def test_the_day_that_limesurvey_writes_where_it_keeps_none_is_no_day():
    rows = as_csv(["id", "submitdate", "ideas"], ["1", "1980-01-01 00:00:00", "Trees"])
    table = read_table(rows)
    for undated, day_read in ((UNDATED[Tool.LIMESURVEY], None), (None, date(1980, 1, 1))):
        plan = Plan(("number", "received", "q--ideas--whole"), {}, "en", undated=undated)
        (row,) = Reader(ASKED, KNOWN, plan, today=TODAY).rows(table)
        assert (row.received_on, row.problems) == (day_read, ())


def test_words_that_were_said_are_codes_nothing_or_kept_beside_an_option():
    columns = ("q--heard--whole", "q--clear--whole")
    table = read_table(as_csv(["a", "b"], ["A friend", "Don't know"], ["Post", "AGREE "]))
    words = {"q--heard": {"post": "letter", "*": "+other"}, "q--clear": {"don't know": ""}}
    first, second = Reader(ASKED, KNOWN, Plan(columns, words, "en"), today=TODAY).rows(table)
    assert (values(first), first.answers["heard"].other) == ({"heard": "other"}, {"other": "A friend"})
    assert values(second) == {"heard": "letter", "clear": "agree"}


WAYS = SeveralChoices(
    id="ways",
    title=Bilingual("How did you hear?", "Sut glywsoch chi?"),
    options=(
        Option("letter", Bilingual("By letter", "Drwy lythyr")),
        Option("other", Bilingual("Another way", "Ffordd arall"), other=Bilingual("Say how", "Dywedwch sut")),
    ),
)
TICKED_WAYS = replace(
    SHORT, sections=(replace(SHORT.sections[0], parts=(replace(next(SHORT.pages()), questions=(WAYS,)),)),)
)


@pytest.mark.parametrize(
    ("cell", "codes", "other"),
    [
        ("By letter, my brother, who works there", ["letter", "other"], "my brother, who works there"),
        ("my brother, who works there, By letter", ["other", "letter"], "my brother, who works there"),
        ("my brother,  By letter, a neighbour", ["other", "letter"], "my brother; a neighbour"),
        ("my brother", ["other"], "my brother"),
    ],
)
def test_own_words_with_a_comma_beside_ticks_are_one_text(cell, codes, other):
    asked = Questionnaire.of(1, "digest", TICKED_WAYS)
    table = read_table(as_csv(["a"], [cell]))
    plan = Plan(("q--ways--whole",), {"q--ways": {"*": "+other"}}, "en")
    (row,) = Reader(asked, targets(asked), plan, today=TODAY).rows(table)
    assert row.problems == ()
    assert (set(row.answers["ways"].value), row.answers["ways"].other) == (set(codes), {"other": other})


def test_what_the_survey_would_not_have_asked_is_dropped_and_counted():
    asked = Questionnaire.of(1, "digest", ROUTED)
    rows = as_csv(["who", "travel", "comments"], ["An organisation", "By bus", "Fine"])
    _table, _columns, (row,) = heard(rows, Tool.OTHER, asked)
    assert (values(row), row.dropped, row.problems) == ({"who": "organisation", "comments": "Fine"}, 1, ())


def test_questions_of_a_block_and_about_equality_are_found_and_kept_apart():
    asked = Questionnaire.of(1, "digest", BUDGET)
    known = targets(asked)
    sex = next(each for each in known.values() if each.is_equality and each.key == "sex")
    content = as_csv(
        ["matters", "Do you agree?", "Do you agree?", sex.question.title["cy"]],
        ["Fewer flower beds in parks", "", "Disagree", sex.question.options[0].label["en"]],
    )
    _table, columns, (row,) = heard(content, Tool.OTHER, asked)
    assert columns[1:3] == ["q--agree@libraries--whole", "q--agree@parks--whole"]
    assert values(row) == {"matters": ["parks"], "agree@parks": "disagree"}
    assert [answer.value for answer in row.equality.values()] == [sex.question.options[0].code]


SAYING = ("number", "language", "q--heard--whole", "q--ideas--whole")


def read_rows(*rows, columns=SAYING):
    table = read_table(as_csv([f"{at}. {name}" for at, name in enumerate(columns)], *rows))
    return [*Reader(ASKED, KNOWN, Plan(columns, {}, "en"), today=TODAY).rows(table)]


def test_a_row_has_the_same_key_in_every_file_and_no_other_row_has_it():
    rows = read_rows(
        ["1", "en", "By letter", "Yes"],
        ["2", "en", "By letter", "Yes"],
        ["", "en", "", "No"],
        ["", "en", "", "No"],
    )
    made = keys(rows, 7, "secret")
    assert len(set(made)) == 4
    assert keys(rows, 7, "secret") == made
    assert not set(keys(rows, 8, "secret")) & set(made)
    assert not set(keys(rows, 7, "another")) & set(made)
    assert all(len(key) == 32 for key in made)


def test_with_a_number_a_key_is_of_what_was_understood_whatever_the_columns_are():
    (key,) = keys(read_rows(["1", "English", "By letter", "Yes"]), 7, "secret")
    columns = ("q--ideas--whole", "", "q--heard--whole", "received", "language", "number")
    again = read_rows(["Yes", "2026-06-10", "Drwy lythyr", "2026-06-01", "saesneg", "1"], columns=columns)
    assert keys(again, 7, "secret") == [key]
    for other in (
        ["2", "English", "By letter", "Yes"],
        ["1", "Cymraeg", "By letter", "Yes"],
        ["1", "English", "", "Yes"],
        ["1", "English", "By letter", "yes"],
    ):
        assert keys(read_rows(other), 7, "secret") != [key]


def test_what_was_said_about_equality_is_a_part_of_the_key_too():
    asked = Questionnaire.of(1, "digest", BUDGET)
    known = targets(asked)
    sex = next(each for each in known.values() if each.is_equality and each.key == "sex")
    labels = [option.label["en"] for option in sex.question.options[:2]]
    table = read_table(as_csv(["id", "sex"], ["1", labels[0]], ["2", labels[1]]))
    plan = Plan(("number", sex.name), {}, "en")
    one, other = Reader(asked, known, plan, today=TODAY).rows(table)
    assert keys([one], 7, "secret") != keys([replace(other, number="1")], 7, "secret")


def test_people_who_are_like_those_who_are_stored_can_be_other_people():
    rows = read_rows(
        ["1", "en", "", "Yes"], ["", "en", "", "No"], ["", "en", "", "No"], ["", "en", "", "Maybe"]
    )
    stored: set[bytes] = set()

    def there(some):
        return stored & set(some)

    first = keys(rows, 7, "secret", beside=there)
    assert first == keys(rows, 7, "secret")
    stored |= set(first[:3])
    *others, new = keys(rows, 7, "secret", beside=there)
    assert new == first[3]
    assert not stored & set(others)
    stored |= set(others)
    twice = keys([*rows, *rows[:3]], 7, "secret")
    assert set(twice) == {*first, *others}  # a file that holds them all finds them all


def test_a_number_has_the_same_mark_in_every_file_of_a_consultation():
    (row, bare) = read_rows(["1", "en", "", "Yes"], ["", "en", "", "Yes"])

    def of(number, consultation_id=7, secret="secret"):
        (found,) = marks([replace(row, number=number, answers={})], consultation_id, secret)
        return found

    assert marks([row, bare], 7, "secret") == [of("1"), frozenset()]
    assert of("0001") == of("1")
    assert of("anon-7k") == of("ANON-7K")
    for other in (of("2"), of("10"), of("0"), of("1", 8), of("1", secret="another")):
        assert other
        assert other != of("1")


@pytest.mark.parametrize(
    ("whose", "changed", "new"),
    [
        (Whose.SAME, [3], [4]),
        (Whose.CHANGED, [3], [4]),
        (Whose.NUMBERS, [3], [3, 4]),
        (Whose.OTHERS, [], [3, 4]),
    ],
)
def test_rows_are_here_already_or_only_their_numbers_are_or_they_are_new(whose, changed, new):
    rows = read_rows(
        ["1", "en", "", "Yes"], ["2", "en", "", "No"], ["3", "en", "", "No"], ["4", "en", "By pigeon", ""]
    )
    its_keys, its_marks = [b"1", b"2", b"3", b"4"], [{b"a"}, {b"b"}, {b"c"}, {b"d"}]
    found = standing(rows, its_keys, its_marks, whose, stored={b"1", b"4"}, marked={b"a", b"b", b"d"})
    assert [each.row for each in found.good] == [2, 3, 4]
    assert [each.row for each in found.known] == [2]
    assert [each.row for each in found.changed] == changed
    assert [each.row for each, _key in found.new] == new
    made = report(rows, found)
    assert (made.known, made.changed, made.new, made.bad) == (1, len(changed), len(new), 1)
    assert [each.row for each in made.shown] == new  # nothing else is stored
    assert made.is_open == (whose == Whose.SAME)


def test_a_number_that_comes_twice_is_a_problem_the_second_time():
    table = read_table(as_csv(["id", "ideas"], ["1", "Yes"], ["1", "No"]))
    first, second = Reader(ASKED, KNOWN, Plan(("number", "q--ideas--whole"), {}, "en"), today=TODAY).rows(
        table
    )
    assert ([p.code for p in first.problems], [p.code for p in second.problems]) == ([], ["number_twice"])


def test_a_report_is_the_same_after_it_was_kept():
    _table, _columns, rows = heard(LIMESURVEY, Tool.LIMESURVEY)
    how = standing(rows, [b"1", b"2"], [{b"a"}, {b"b"}], Whose.SAME, stored=set(), marked={b"a"})
    made = report(rows, how, [4], [2])
    assert (made.rows, made.good, made.bad, made.known, made.changed, made.new) == (2, 1, 1, 0, 1, 0)
    assert Report.from_bytes(made.to_bytes()) == made
