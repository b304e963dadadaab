"""Does any definition survive the journey through an XLSForm, and do edits in a spreadsheet arrive?"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from engage.bilingual import Bilingual
from engage.config import ROOT
from engage.surveys.definition import Definition, Is, Option, Page, Question, Section, SeveralChoices, steps
from engage.surveys.interchange import read_yaml
from engage.surveys.losses import losses
from engage.surveys.routing import Route, route
from engage.surveys.texts import rewritten
from engage.surveys.xlsform import read_xlsform, write_xlsform
from tests import examples
from tests.examples import BUDGET, EVERY_KIND, ROUTED, SHORT
from tests.surveys.strategies import answers_to, definitions, surveys, words

INSTRUMENTS = [
    pytest.param(path, id=path.stem) for path in sorted((ROOT / "engage/demo/instruments").glob("*.yaml"))
]
FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def with_no_endings(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The same, but going on after every page, since a form cannot say that a survey ends early."""
    return tuple(
        replace(section, parts=tuple(
            replace(part, ends=False) if isinstance(part, Page) else part for part in section.parts
        ))
        for section in sections
    )  # fmt: skip


@FEW
@given(definitions)
def test_any_definition_survives_the_journey_through_an_xlsform(definition):
    reading = read_xlsform(write_xlsform(definition))
    assert reading.definition == definition
    assert reading.remarks == ()


@pytest.mark.parametrize("path", INSTRUMENTS)
def test_every_instrument_of_the_demonstration_survives_it(path):
    definition = read_yaml(path.read_bytes())
    file = write_xlsform(definition)
    assert read_xlsform(file).definition == definition
    warnings: list[str] = []
    convert(io.BytesIO(file), validate=False, warnings=warnings, file_type=".xlsx")
    assert not [said for said in warnings if "no label" not in said]


# --- edits in a spreadsheet -----------------------------------------------------------------------------


def edited(file: bytes, *edits: tuple[str, str, str, str]) -> bytes:
    """The file with cells changed: the sheet, the name in its row, the heading, and what is typed there."""
    book = openpyxl.load_workbook(io.BytesIO(file))
    for sheet, name, heading, typed in edits:
        found = book[sheet]
        headings = {cell.value: cell.column for cell in found[1]}
        rows = [row for row in found.iter_rows(min_row=2) if row[headings["name"] - 1].value == name]
        rows[0][headings[heading] - 1].value = typed
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


EN, CY = "label::English (en)", "label::Cymraeg (cy)"


def journey(definition: Definition, *edits: tuple[str, str, str, str]) -> Definition:
    return read_xlsform(edited(write_xlsform(definition), *edits)).definition


@pytest.mark.parametrize(
    ("edit", "key", "words"),
    [
        (
            ("survey", "who", EN, "Who are you?"),
            "question:who/title",
            ("Who are you?", "Ydych chi'n ateb fel:"),
        ),
        (("survey", "travel", CY, "Sut?"), "question:travel/title", ("How do you travel?", "Sut?")),
        (("survey", "journeys", EN, "Trips"), "page:journeys/title", ("Trips", "Sut rydych chi'n teithio")),
        (("survey", "you", CY, "Chi"), "section:you/title", ("About you", "Chi")),
        (("choices", "under_16", EN, "Below"), "question:age/options:under_16/label", ("Below", "O dan 16")),
        (("survey", "intro", EN, "Hello."), "survey/intro", ("Hello.", "Hoffem wybod eich barn.")),
    ],
)
def test_words_that_are_changed_in_the_spreadsheet_arrive_and_nothing_else_changes(edit, key, words):
    assert journey(ROUTED, edit) == rewritten(ROUTED, {key: Bilingual(*words)})


@FEW
@given(surveys(), st.data())
def test_one_changed_title_changes_one_title(sections, data):
    survey = Definition(title=Bilingual("Survey", "Arolwg"), sections=sections, minutes=7, contact=("draw",))
    question = data.draw(st.sampled_from(list(survey.questions())))
    arrived = journey(survey, ("survey", question.id, EN, "Something else"))
    title = Bilingual("Something else", question.title.cy)
    assert arrived == rewritten(survey, {f"question:{question.id}/title": title})


def test_what_only_we_can_say_stays_when_a_question_gets_another_kind():
    private = replace_question(EVERY_KIND, "heard", special_category="consent")
    edits = (
        ("survey", "heard", "type", "select_multiple heard"),
        ("survey", "heard_other", "relevant", "selected(${heard}, 'other')"),
    )
    several = examples.question(journey(private, *edits), "heard")
    assert isinstance(several, SeveralChoices)
    assert several.special_category == "consent"
    assert several.options[1].other == Bilingual("Please say how", "Dywedwch sut")


def test_what_only_we_can_say_stays_when_a_question_gets_another_name():
    private = replace_question(EVERY_KIND, "visits", special_category="consent", bands=(0, 5))
    visits = examples.question(journey(private, ("survey", "visits", "name", "calls")), "calls")
    assert (visits.special_category, visits.bands, visits.maximum) == ("consent", (0, 5), 31)


def test_a_hint_of_an_option_stays_when_its_code_and_words_change():
    hinted = replace_question(
        SHORT, "longer_hours", options=(Option("yes", words("yes"), words("hint")), Option("no", words("no")))
    )
    arrived = journey(hinted, ("choices", "yes", EN, "Of course"), ("choices", "yes", "name", "agreed"))
    (question,) = arrived.questions()
    assert question.options[0] == Option("agreed", Bilingual("Of course", words("yes").cy), words("hint"))


@pytest.mark.parametrize(
    ("edit", "field", "value"),
    [
        (("survey", "visits", "constraint", ". >= 1 and . <= 12"), ("visits", "maximum"), 12),
        (("survey", "visits", "required", "yes"), ("visits", "required"), True),
        (("survey", "ideas", "constraint", "string-length(.) < 50"), ("ideas", "limit"), 49),
        (
            ("survey", "moved", "constraint", ". > date('2000-12-31')"),
            ("moved", "earliest"),
            date(2001, 1, 1),
        ),
        (("survey", "use", "constraint", "count-selected(.) <= 3"), ("use", "maximum"), 3),
    ],
)
def test_limits_that_are_changed_in_the_spreadsheet_arrive(edit, field, value):
    question = examples.question(journey(EVERY_KIND, edit), field[0])
    assert getattr(question, field[1]) == value


def test_a_condition_that_is_changed_in_the_spreadsheet_arrives():
    arrived = journey(ROUTED, ("survey", "residents", "relevant", "${who} = 'organisation'"))
    assert arrived.sections[1].show_if == Is("who", ("organisation",))
    assert arrived.sections[0] == ROUTED.sections[0]


def test_rows_can_be_taken_out_put_in_and_moved():
    book = openpyxl.load_workbook(io.BytesIO(write_xlsform(ROUTED)))
    survey = book["survey"]
    names = [row[1].value for row in survey.iter_rows()]
    survey.delete_rows(names.index("age") + 1)  # its condition, too, must go
    headings = {cell.value: cell.column for cell in survey[1]}
    names = [row[1].value for row in survey.iter_rows()]
    survey.cell(names.index("residents") + 1, headings["relevant"]).value = "${who} = 'resident'"
    survey.insert_rows(names.index("comments") + 1)
    for heading, typed in {"type": "integer", "name": "years", EN: "For how long?", CY: "Ers pryd?"}.items():
        survey.cell(names.index("comments") + 1, headings[heading]).value = typed
    arrived = read_xlsform(saved(book)).definition
    assert [question.id for question in arrived.questions()] == [
        "who",
        "travel",
        "better",
        "years",
        "comments",
    ]
    assert examples.question(arrived, "years").title == Bilingual("For how long?", "Ers pryd?")
    assert list(arrived.pages())[2].ends  # which no column says


def test_without_our_own_sheet_the_form_is_read_as_any_other():
    book = openpyxl.load_workbook(io.BytesIO(write_xlsform(ROUTED)))
    del book["engage"]
    arrived = read_xlsform(saved(book)).definition
    assert arrived == replace(
        ROUTED, sections=(ROUTED.sections[0], without_ending(ROUTED.sections[1]), ROUTED.sections[2])
    )


def test_when_our_own_sheet_is_spoilt_it_is_said():
    book = openpyxl.load_workbook(io.BytesIO(write_xlsform(SHORT)))
    book["engage"]["A2"] = "Spoilt"
    reading = read_xlsform(saved(book))
    assert reading.definition == SHORT
    assert [remark.code for remark in reading.remarks] == ["own_facts_unreadable"]


def replace_question(definition: Definition, wanted: str, **changes: object) -> Definition:
    return editing(
        definition, lambda question: replace(question, **changes) if question.id == wanted else question
    )


def editing(definition: Definition, change: Callable[[Question], Question]) -> Definition:
    sections = [
        replace(section, parts=tuple(
            replace(page, questions=tuple(map(change, page.questions))) for page in section.parts
        ))
        for section in definition.sections
    ]  # fmt: skip
    return replace(definition, sections=tuple(sections))


def without_ending(section: Section) -> Section:
    return replace(section, parts=tuple(replace(page, ends=False) for page in section.parts))


# --- what is lost elsewhere -----------------------------------------------------------------------------


def test_what_an_xlsform_cannot_say_is_listed_by_place_in_both_languages():
    found = {(loss.where, loss.code) for loss in losses(BUDGET)}
    assert found == {
        ("", "title_cy"), ("", "equality"), ("", "welsh_effects"), ("", "contact"),
        ("proposals › each", "repeated"),
        ("proposals › each › proposal", "placeholders"), ("proposals › each › effect", "placeholders"),
        ("proposals › each › proposal › agree", "apart"),
    }  # fmt: skip
    assert all(loss.words.complete for loss in losses(BUDGET))
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsform(BUDGET)))["losses"]
    assert sheet.max_row == len(found) + 1


def test_a_condition_on_a_postcode_cannot_be_said():
    north = replace_question(EVERY_KIND, "quote", show_if=Is("where", ("north",)))
    assert ("all › every › quote", "condition") in {(loss.where, loss.code) for loss in losses(north)}
    assert read_xlsform(write_xlsform(north)).definition == north


# --- what the form says by itself -----------------------------------------------------------------------


def without_own_sheet(file: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(file))
    del book["engage"]
    return saved(book)


@FEW
@given(surveys().map(with_no_endings), st.data())
def test_the_form_alone_asks_everybody_the_same_questions(sections, data):
    survey = Definition(title=Bilingual("Survey", "Arolwg"), sections=sections)
    alone = read_xlsform(without_own_sheet(write_xlsform(survey))).definition
    assert list(alone.questions()) == [replace(q, show_if=a.show_if) for q, a in both(survey, alone)]
    answers = data.draw(answers_to(steps(sections)))
    before, after = (route(steps(each.sections), answers) for each in (survey, alone))
    assert [(step.number, step.page.id) for step in before.steps] == [
        (step.number, step.page.id) for step in after.steps
    ]
    assert ids(before) == ids(after)


def both(first: Definition, second: Definition) -> list[tuple[Question, Question]]:
    return list(zip(first.questions(), second.questions(), strict=True))


def ids(found: Route) -> list[list[str]]:
    return [[question.id for question in here] for here in found.questions.values()]


def test_a_name_that_had_to_be_made_for_the_form_is_no_change_of_the_code():
    name = "a" * 40  # twice, and as long as a code can be
    options = (Option(name, Bilingual("One", "Un")), Option(name, Bilingual("Two", "Dau")))
    question = SeveralChoices(id=name, title=Bilingual("Which?", "Pa rai?"), options=options)
    page = Page(id=name, title=Bilingual("Page", "Tudalen"), questions=(question,))
    section = Section(id=name, title=Bilingual("Section", "Adran"), parts=(page,))
    definition = replace(SHORT, sections=(section,))
    reading = read_xlsform(write_xlsform(definition))
    assert (reading.definition, reading.remarks) == (definition, ())


def test_a_code_that_another_tool_could_not_have_is_named():
    file = edited(write_xlsform(SHORT), ("choices", "yes", "name", "Yes please"))
    (remark,) = read_xlsform(file).remarks
    assert (remark.code, remark.place.path) == ("code_made", "choices › 2")
    assert dict(remark.parameters) == {"name": "Yes please", "code": "yes_please"}
