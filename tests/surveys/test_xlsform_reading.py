"""Is an officer's spreadsheet understood, and what cannot be expressed refused by its sheet and row?"""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import date

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engage.bilingual import Bilingual
from engage.errors import Invalid
from engage.surveys import checks
from engage.surveys.definition import (
    All,
    Answered,
    Between,
    Consent,
    DateQuestion,
    FileQuestion,
    Is,
    LongText,
    Matrix,
    Not,
    NumberQuestion,
    Option,
    Ranking,
    ScaleQuestion,
    SeveralChoices,
    SingleChoice,
)
from engage.surveys.workbook import LIMIT
from engage.surveys.xlsform import read_xlsform

HEADINGS = (
    "type", "name", "label::English (en)", "label::Cymraeg (cy)", "hint::English (en)", "hint::Cymraeg (cy)",
    "required", "relevant", "constraint", "appearance", "parameters", "repeat_count",
)  # fmt: skip
CHOICES = ("list_name", "name", "label::English (en)", "label::Cymraeg (cy)")
SHORT_NAMES = {"en": "label::English (en)", "cy": "label::Cymraeg (cy)", "hint": "hint::English (en)"}
YES_NO = [("yn", "yes", "Yes", "Ydw"), ("yn", "no", "No", "Nac ydw")]
FARES = [
    ("how", "1", "By bus", "Ar fws"),
    ("how", "Car", "By car", "Mewn car"),
    ("how", "none", "Neither", "Dim"),
]
ALL_CHOICES = (*YES_NO, *FARES)


def form(*rows: dict[str, str], choices: Sequence[Sequence[str]] = ALL_CHOICES, **more: object) -> bytes:
    """An XLSX file with these rows; `more` are further sheets, lists of lists."""
    book = openpyxl.Workbook()
    survey = book.active
    survey.title = "survey"
    full = [{SHORT_NAMES.get(name, name): value for name, value in row.items()} for row in rows]
    headings = [*HEADINGS, *dict.fromkeys(name for row in full for name in row if name not in HEADINGS)]
    survey.append(headings)
    for row in full:
        survey.append([row.get(name) for name in headings])
    sheets = {"choices": [CHOICES, *choices], **more}
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def row(kind: str, name: str = "", en: str = "", cy: str = "", **cells: str) -> dict[str, str]:
    return {"type": kind, "name": name, "en": en, "cy": cy, **cells}


END = row("end_group")
SETTINGS = [("form_title", "form_id", "default_language"), ("Buses and roads", "buses", "English (en)")]
OFFICERS = form(
    row("note", "welcome", "Tell us **what you think**.", "Dywedwch **eich barn**."),
    row("begin group", "About_You", "About you", "Amdanoch chi"),
    row("select_one yn", "driver", "Do you drive?", "Ydych chi'n gyrru?", hint="Or van.", required="yes"),
    row("integer", "age", "How old are you?", "Faint yw eich oed?", constraint=". > 0 and . <= 120"),
    row("select_one yn", "cars", "More than one car?", "Mwy nag un car?", relevant="${driver} = 'yes'"),
    END,
    row("begin_group", "travel", "How you travel", "Sut rydych chi'n teithio", relevant="${age} >= 16"),
    row("begin_group", "ways", "Ways", "Ffyrdd", appearance="field-list"),
    row("note", "ways_note", "Think of **last week**.", "Meddyliwch am yr **wythnos diwethaf**."),
    row("select_multiple how or_other", "uses", "How do you travel?", "Sut ydych chi'n teithio?",
        constraint="count-selected(.) <= 2 and not(selected(., 'none') and count-selected(.) > 1)"),
    row("select_one how", "most", "Which most?", "Pa un fwyaf?", appearance="minimal"),
    row("text", "most_other", "Say more", "Dywedwch fwy", relevant="${most} = '1'"),
    row("rank how", "order", "Put them in order", "Rhowch nhw mewn trefn"),
    row("range", "happy", "How happy, 0 to 10?", "Pa mor hapus, 0 i 10?", parameters="start=0 end=10 step=1"),
    END,
    row("begin_group", "grid", "Your views", "Eich barn", appearance="field-list",
        relevant="selected(${uses}, '1') and not(${driver} = 'no')"),
    row("begin_group", "views", "Do you agree?", "Ydych chi'n cytuno?", appearance="table-list"),
    row("select_one yn", "views_clean", "Buses are clean", "Mae bysiau'n lân"),
    row("select_one yn", "views_late", "Buses are late", "Mae bysiau'n hwyr"),
    END, END,
    row("begin_repeat", "each", repeat_count="count-selected(${uses})"),
    row("text", "why", "Why?", "Pam?", appearance="multiline", constraint="string-length(.)<=500"),
    row("end_repeat"),
    END,
    row("date", "since", "Since when?", "Ers pryd?", constraint=". >= date('2001-01-31')"),
    row("select_one yn", "fair", "Is it fair?", "Ydy hi'n deg?", appearance="likert"),
    row("acknowledge", "sure", "I am sure", "Rwy'n siŵr"),
    row("image", "photo", "A photograph", "Llun"),
    row("file", "plan", "A plan", "Cynllun", required="yes"),
    settings=SETTINGS,
)  # fmt: skip


def test_an_officers_form_is_understood():
    reading = read_xlsform(OFFICERS)
    survey = reading.definition
    assert survey.title == Bilingual("Buses and roads")
    assert survey.intro == Bilingual("Tell us **what you think**.", "Dywedwch **eich barn**.")
    assert [section.id for section in survey.sections] == ["about_you", "travel", "survey"]
    assert [page.id for page in survey.pages()] == [
        "about_you", "about_you_2", "ways", "grid", "each", "since", "fair", "sure",
        "photo", "plan",
    ]  # fmt: skip
    kinds = {question.id: type(question) for question in survey.questions()}
    assert kinds == {
        "driver": SingleChoice, "age": NumberQuestion, "cars": SingleChoice, "uses": SeveralChoices,
        "most": SingleChoice, "order": Ranking, "happy": NumberQuestion, "views": Matrix, "why": LongText,
        "since": DateQuestion, "fair": ScaleQuestion, "sure": Consent,
        "photo": FileQuestion, "plan": FileQuestion,
    }  # fmt: skip
    assert [(remark.code, remark.place.path) for remark in reading.remarks] == [
        ("code_made", "choices › 4"), ("note_is_intro", "survey › 2"),
        ("page_divided", "survey › 6"), ("appearance_left_out", "survey › 12"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def asked():
    return {question.id: question for question in read_xlsform(OFFICERS).definition.questions()}


def test_words_limits_and_choices_are_understood(asked):
    assert asked["driver"].hint == Bilingual("Or van.")
    assert asked["driver"].required
    assert asked["driver"].options == (
        Option("yes", Bilingual("Yes", "Ydw")), Option("no", Bilingual("No", "Nac ydw")),
    )  # fmt: skip
    assert (asked["age"].minimum, asked["age"].maximum) == (1, 120)
    assert (asked["happy"].minimum, asked["happy"].maximum) == (0, 10)
    assert (asked["uses"].maximum, asked["uses"].minimum) == (2, 0)
    assert [(each.code, each.exclusive) for each in asked["uses"].options] == [
        ("option_1", False), ("car", False), ("none", True), ("other", False),
    ]  # fmt: skip
    assert asked["uses"].options[3].other.complete
    assert asked["most"].options[0].other == Bilingual("Say more", "Dywedwch fwy")
    assert not asked["most"].options[0].other_required
    assert asked["why"].limit == 500
    assert asked["since"].earliest == date(2001, 1, 31)
    assert [scale_row.code for scale_row in asked["views"].rows] == ["clean", "late"]
    assert len(asked["fair"].points) == 2


def test_conditions_pages_and_blocks_are_understood(asked):
    survey = read_xlsform(OFFICERS).definition
    travel = survey.sections[1]
    ways, grid, each = travel.parts
    assert asked["cars"].show_if == Is("driver", ("yes",))
    assert travel.show_if == Between("age", minimum=16)
    assert ways.body == Bilingual("Think of **last week**.", "Meddyliwch am yr **wythnos diwethaf**.")
    assert grid.show_if == All((Is("uses", ("option_1",)), Not(Is("driver", ("no",)))))
    assert each.picked_by == "uses"
    assert [item.code for item in each.items] == ["option_1", "car", "other"]
    assert {problem.code for problem in checks.problems(survey)} == {
        "missing_words",  # the title and a hint in Welsh
    }  # fmt: skip


def one(*rows: dict[str, str], **more: object):
    return read_xlsform(form(*rows, **more)).definition


def test_each_question_outside_of_groups_has_a_page_of_its_own():
    survey = one(row("text", "a", "A?", "A?"), row("text", "b", "B?", "B?"), settings=SETTINGS)
    assert [page.title.en for page in survey.pages()] == ["A?", "B?"]
    assert survey.sections[0].title == Bilingual("Buses and roads")


def test_a_note_with_a_condition_is_a_page_of_its_own():
    survey = one(
        row("begin_group", "g", "G", "G"),
        row("integer", "n", "N?", "N?"),
        row("note", "big", "That is much.", "Mae hynny'n llawer.", relevant="${n} > 5"),
        row("text", "t", "T?", "T?"),
        END,
    )
    first, note, last = survey.pages()
    assert (note.body.en, note.show_if) == ("That is much.", Between("n", minimum=6))
    assert (first.questions[0].id, last.questions[0].id) == ("n", "t")


def test_a_group_without_words_inside_a_page_is_a_condition_on_its_questions():
    survey = one(
        row("integer", "n", "N?", "N?"),
        row("begin_group", "g", "G", "G", appearance="field-list"),
        row("begin_group", "inner", relevant="${n} != ''"),
        row("text", "t", "T?", "T?"),
        row("text", "u", "U?", "U?", relevant="${n} = 3"),
        END,
        END,
    )
    _, first, second = survey.questions()
    assert first.show_if == Answered("n")
    assert second.show_if == All((Answered("n"), Between("n", 3, 3)))


def test_a_repeat_over_a_fixed_list_is_a_block():
    survey = one(
        row("begin_repeat", "how", repeat_count="3"), row("text", "t", "T?", "T?"), row("end_repeat")
    )
    (block,) = survey.sections[0].parts
    assert [item.label.cy for item in block.items] == ["Ar fws", "Mewn car", "Dim"]


def test_tables_with_the_same_rows_are_one_question_on_several_scales():
    survey = one(
        row("begin_group", "p", "P", "P", appearance="field-list"),
        row("begin_group", "m", "Rate", "Graddiwch"),
        row("begin_group", "m_own", "For you", "I chi", appearance="table-list"),
        row("select_one yn", "m_own_a", "A", "A"),
        END,
        row("begin_group", "m_all", "For all", "I bawb", appearance="table-list"),
        row("select_one yn", "m_all_a", "A", "A"),
        END, END, END,
        row("text", "t", "T?", "T?", relevant="${m_all_a} = 'yes'"),
    )  # fmt: skip
    matrix, text = survey.questions()
    assert [(scale.code, scale.title.en) for scale in matrix.scales] == [
        ("own", "For you"),
        ("all", "For all"),
    ]
    assert [scale_row.code for scale_row in matrix.rows] == ["a"]
    assert text.show_if == Is("m", ("yes",), row="a", scale="all")


def test_languages_are_known_by_many_names_and_words_without_one_are_in_the_default_language():
    rows = [("type", "name", "label", "label::English"), ("text", "t", "Pam?", "Why?")]
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for line in rows:
        book.active.append(line)
    book.create_sheet("settings").append(["form_title", "default_language"])
    book["settings"].append(["Ffyrdd", "Cymraeg"])
    stream = io.BytesIO()
    book.save(stream)
    survey = read_xlsform(stream.getvalue()).definition
    assert survey.title == Bilingual(cy="Ffyrdd")
    assert next(survey.questions()).title == Bilingual("Why?", "Pam?")


# --- refusals -------------------------------------------------------------------------------------------


def refused(content: bytes) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as found:
        read_xlsform(content)
    return [(problem.code, problem.place.path) for problem in found.value.problems]


TEXT = row("text", "t", "T?", "T?")


@pytest.mark.parametrize(
    ("rows", "code", "place"),
    [
        ([row("geopoint", "g", "G?", "G?")], "type_refused", 2),
        ([row("start", "start")], "type_refused", 2),
        ([row("audio", "i", "I?", "I?")], "type_refused", 2),
        ([row("select_one_from_file a.csv", "i", "I?", "I?")], "type_refused", 2),
        ([row("calculate", "c", calculation="1 + 1")], "type_refused", 2),
        ([row("", "t", "T?", "T?")], "row_without_type", 2),
        ([row("text", "", "T?", "T?")], "name_missing", 2),
        ([TEXT, TEXT], "name_repeated", 3),
        ([row("select_one missing", "s", "S?", "S?")], "list_missing", 2),
        ([row("begin_group", "g", "G", "G"), TEXT], "never_ended", 2),
        ([TEXT, END], "never_begun", 3),
        ([TEXT | {"hint": "So, ${t}?"}], "reference_in_words", 2),
        ([TEXT | {"label::Polski (pl)": "Co?"}], "other_language", 0),
        ([TEXT | {"default": "x"}], "column_not_here", 2),
        ([TEXT | {"read_only": "yes"}], "column_not_here", 2),
        ([TEXT | {"trigger": "${t}"}], "column_not_here", 2),
        ([row("select_one yn", "s", "S", "S", choice_filter="a=b")], "column_not_here", 2),
        ([TEXT | {"guidance_hint::English (en)": "x"}], "column_not_here", 2),
        ([TEXT | {"constraint_message::English (en)": "No!"}], "own_message", 2),
        ([TEXT | {"required_message": "Please"}], "own_message", 2),
        ([TEXT | {"media::image": "a.png"}], "medium_not_here", 2),
        ([TEXT | {"image": "a.png"}], "medium_not_here", 2),
        ([TEXT | {"calculation": "1"}], "cell_not_here", 2),
        ([TEXT | {"parameters": "rows=3"}], "cell_not_here", 2),
        ([row("select_one yn", "s", "S", "S", parameters="randomize=true")], "cell_not_here", 2),
        ([TEXT | {"required": "${t} = 1"}], "required_unclear", 2),
        ([TEXT | {"constraint": "regex(., '[A-Z]')"}], "constraint_unreadable", 2),
        ([row("integer", "n", "N", "N", constraint=". mod 2 = 0")], "constraint_unreadable", 2),
        ([row("decimal", "n", "N", "N", constraint=". > 0")], "constraint_unreadable", 2),
        ([row("date", "d", "D", "D", constraint=". <= today()")], "constraint_unreadable", 2),
        ([row("select_one yn", "s", "S", "S", constraint=". = 'yes'")], "constraint_unreadable", 2),
        ([row("range", "n", "N", "N", parameters="start=1 end=9 step=2")], "range_unclear", 2),
        ([row("range", "n", "N", "N", parameters="start=one")], "range_unclear", 2),
        ([TEXT, row("text", "u", "U", "U", relevant="${missing} = 1")], "condition_unknown", 3),
        ([TEXT, row("text", "u", "U", "U", relevant="regex(${t}, 'a')")], "condition_unreadable", 3),
        ([TEXT, row("text", "u", "U", "U", relevant="${t} = 'a'")], "condition_unreadable", 3),
        ([TEXT, row("text", "u", "U", "U", relevant="((")], "condition_unreadable", 3),
        ([row("text", "t", "T", "T", appearance="signature")], "appearance_refused", 2),
        ([row("date", "d", "D", "D", appearance="month-year")], "appearance_refused", 2),
        ([row("select_one yn", "s", "S", "S", appearance="list-nolabel")], "appearance_refused", 2),
        ([row("begin_repeat", "r", "R", "R"), TEXT, row("end_repeat")], "repeat_open", 2),
        ([row("begin_repeat", "r", repeat_count="5"), TEXT, row("end_repeat")], "repeat_open", 2),
        ([row("begin_group", "g", "G", "G", appearance="table-list"), row("select_one yn", "a", "A", "A"),
          row("select_one how", "b", "B", "B"), END], "matrix_mixed", 2),
        ([row("begin_group", "g", "G", "G", appearance="table-list"),
          row("select_one yn", "a", "A", "A", required="yes"), row("select_one yn", "b", "B", "B"), END],
         "required_in_part", 2),
        ([row("begin_group", "g", "G", "G", appearance="table-list"),
          row("select_one yn", "a", "A", "A", relevant="${t} != ''"), END, TEXT], "cell_not_here", 3),
        ([row("begin_group", "a", "A", "A"), row("begin_group", "b", "B", "B"),
          row("begin_group", "c", "C", "C"), TEXT, END, END, END], "group_inside", 4),
        ([row("begin_group", "a", "A", "A", hint="Why"), TEXT, END], "words_not_here", 2),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)  # fmt: skip
def test_what_cannot_be_expressed_is_refused_by_its_row(rows, code, place):
    found = refused(form(*rows))
    assert (code, f"survey › {place}" if place else "survey") in found


@pytest.mark.parametrize(
    ("choices", "code", "place"),
    [
        ([("", "a", "A", "A")], "choice_without_list", 2),
        ([("yn", "", "A", "A")], "choice_without_name", 2),
        ([*YES_NO, ("yn", "no", "A", "A")], "choice_repeated", 4),
    ],
)
def test_choices_that_are_not_whole_are_refused_by_their_row(choices, code, place):
    assert (code, f"choices › {place}") in refused(form(TEXT, choices=choices))


def test_everything_is_refused_at_once():
    found = refused(
        form(row("geopoint", "g", "G", "G"), row("barcode", "b", "B", "B"), TEXT | {"default": "x"})
    )
    assert found == [
        ("type_refused", "survey › 2"),
        ("type_refused", "survey › 3"),
        ("column_not_here", "survey › 4"),
    ]


def test_forms_without_a_survey_or_with_entities_are_refused():
    book = openpyxl.Workbook()
    book.active.title = "survey"
    book.active.append(["kind", "label"])
    book.create_sheet("other")
    stream = io.BytesIO()
    book.save(stream)
    assert refused(stream.getvalue()) == [("column_missing", "survey")] * 2
    entities = [("dataset", "label"), ("trees", "a")]
    assert ("sheet_refused", "entities") in refused(form(TEXT, entities=entities))


def test_what_the_reference_reader_refuses_is_told_in_its_own_words():
    content = form(TEXT, settings=[("form_title", "style", "name"), ("A", "pages", "not a name")])
    assert refused(content) == [("xlsform_refused", "survey")]


def test_columns_and_settings_of_nobody_are_said_to_be_left_out():
    settings = [("form_title", "style"), ("A", "pages")]
    reading = read_xlsform(form(TEXT | {"my notes": "ask Elin"}, choices=YES_NO, settings=settings))
    assert [(remark.code, remark.place.path) for remark in reading.remarks] == [
        ("setting_left_out", "settings › 2"),
        ("column_left_out", "survey"),
    ]


# --- files that are dangerous or broken -----------------------------------------------------------------


def archive(parts: dict[str, bytes], base: bytes = b"") -> bytes:
    """An XLSX file in which these parts stand in place of its own."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        with zipfile.ZipFile(io.BytesIO(base or form(TEXT))) as source:
            for name in source.namelist():
                if name not in parts:
                    made.writestr(name, source.read(name))
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
LAUGHS = b'<!DOCTYPE a [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (c + 1, (b"&%c;" % c) * 10) for c in range(97, 110)
) + b"]><a>&n;</a>"  # fmt: skip
ROWS = b"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>%s</sheetData></worksheet>"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (archive({SHEET: ENTITY}), "workbook_doctype"),
        (archive({"xl/styles.xml": LAUGHS}), "workbook_doctype"),
        (archive({SHEET: b" " * 100_000 + ENTITY}), "workbook_unreadable"),
        (archive({SHEET: ENTITY.decode().encode("utf-16")}), "workbook_doctype"),
        (archive({"xl/media/a.png": ENTITY}), "workbook_doctype"),
        (archive({SHEET: b"\0" * 200_000_000}), "workbook_unfolds"),
        (archive({SHEET: ROWS % (b"<row/>" * 1_000_000)}), "workbook_unfolds"),
        (archive({f"xl/worksheets/sheet{n}.xml": b"<a/>" for n in range(2_000)}), "workbook_unfolds"),
        (archive({SHEET: b"<a><b></a>"}), "workbook_unreadable"),
        (archive({SHEET: b"rubbish"}), "workbook_unreadable"),
        (archive({"[Content_Types].xml": b"<a/>"}), "workbook_unreadable"),
        (b"PK\x03\x04 and rubbish", "workbook_unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5_000, "workbook_unreadable"),
        (b"nothing of this sort", "workbook_unreadable"),
        (b"PK\x03\x04" + b"\0" * LIMIT, "file_too_big"),
        (b"", "workbook_unreadable"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_form_is_refused_at_once_and_with_little_memory(content, code):
    read_xlsform(form(TEXT))  # so that libraries are loaded
    tracemalloc.start()
    started = time.process_time()
    assert [found for found, _ in refused(content)] == [code]
    taken, (_, peak) = time.process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken < 2
    assert peak < 100_000_000


def test_a_file_that_lies_about_its_size_gains_nothing():
    whole = bytearray(archive({SHEET: ROWS % (b"<row/>" * 1_000_000)}))
    directory = whole.rindex(b"PK\x01\x02", 0, whole.rindex(SHEET.encode()))
    struct.pack_into("<I", whole, directory + 24, 100)
    assert [found for found, _ in refused(bytes(whole))] == ["workbook_unreadable"]


def test_a_locked_file_is_refused_as_one():
    whole = bytearray(form(TEXT))
    at = whole.index(b"PK\x01\x02")
    whole[at + 8] |= 1
    assert [found for found, _ in refused(bytes(whole))] == ["workbook_locked"]


TYPED = [
    *("begin_group", "end_group", "begin_repeat", "end_repeat", "select_one yn", "text", "range", "note"),
    *("matrix", "allocation", "page", "table-list", "field-list", "${a}", "a", "selected(${a}, 'yes')"),
]
CELLS = st.text(st.characters(exclude_categories=["C"]), max_size=12) | st.sampled_from(TYPED)
ROWS_OF_RUBBISH = st.lists(
    st.dictionaries(
        st.sampled_from([*HEADINGS, "default", "media::image", "engage_part"]), CELLS, max_size=6
    ),
    max_size=6,
)


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(ROWS_OF_RUBBISH)
def test_rubbish_in_every_cell_never_crashes(rows):
    with suppress(Invalid):
        read_xlsform(form(*rows))
