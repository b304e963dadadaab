"""Is a LimeSurvey structure understood in both languages, and what cannot be expressed refused by its row?"""

from __future__ import annotations

import csv
import io
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.bilingual import Bilingual
from engage.errors import Invalid
from engage.surveys.definition import (
    All,
    Allocation,
    Answered,
    AnyOf,
    Between,
    DateQuestion,
    FileQuestion,
    Is,
    LongText,
    Matrix,
    NumberQuestion,
    Ranking,
    ScaleQuestion,
    SeveralChoices,
    ShortText,
    SingleChoice,
)
from engage.surveys.limesurvey import read_limesurvey
from engage.surveys.limesurvey_rows import LIMIT, MOST_ROWS

HEADINGS = ("id", "class", "type/scale", "name", "relevance", "text", "help", "language", "validation",
            "mandatory", "other", "default")  # fmt: skip
Cells = dict[str, str]


def row(kind: str, name: str = "", text: str = "", scale: str = "", **cells: str) -> Cells:
    return {"class": kind, "name": name, "text": text, "type/scale": scale, **cells}


def table(*rows: Cells) -> bytes:
    """A TSV file, as LimeSurvey and spreadsheets write it."""
    headings = [*HEADINGS, *dict.fromkeys(name for each in rows for name in each if name not in HEADINGS)]
    stream = io.StringIO()
    writer = csv.DictWriter(stream, headings, delimiter="\t", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def both(*rows: Cells) -> list[Cells]:
    """Each row in English, then each in Welsh: words are written "English | Cymraeg"."""
    return [_in(at, language, each) for at, language in enumerate(("en", "cy")) for each in rows]


def _in(at: int, language: str, cells: Cells) -> Cells:
    worded = {"text", "help", "suffix", "dualscale_headerA", "dualscale_headerB"}
    worded |= {"name"} if cells["class"] == "G" else set()
    words = {name: (cells[name].split(" | ") * 2)[at] for name in worded & set(cells)}
    return {**cells, **words, "language": language}


SETTINGS = [
    row("S", "language", "en"), row("S", "additional_languages", "cy"), row("S", "format", "G"),
    *both(row("SL", "surveyls_title", "Getting about | Mynd o le i le"),
          row("SL", "surveyls_welcometext",
              "<p>Say <strong>more</strong>.</p> | <p>Dywedwch <b>fwy</b>.</p>")),
]  # fmt: skip


def points(*codes: str, scale: str = "0") -> list[Cells]:
    return [row("A", code, f"{code} en | {code} cy", scale) for code in codes]


def subquestions(*codes: str) -> list[Cells]:
    return [row("SQ", code, f"{code} en | {code} cy") for code in codes]


SURVEY = table(*SETTINGS, *both(
    row("G", "About you | Amdanoch chi", "Who you are. | Pwy ydych chi.", relevance="1"),
    row("Q", "WHO", "<p>Who&nbsp;are you?</p> | <p>Pwy ydych chi?</p>", "L", mandatory="Y", other="Y",
        help="Choose one. | Dewiswch un."),
    *points("A1", "A2"),
    row("Q", "AGE", "How old? | Faint yw eich oed?", "N", num_value_int_only="1", min_num_value_n="0",
        max_num_value_n="120", suffix="years | oed"),
    row("G", "Travel | Teithio", relevance='WHO.NAOK == "A1" and !is_empty(AGE.NAOK)'),
    row("Q", "INFO", "<p>Now the <em>buses</em>.</p> | <p>Nawr y <em>bysiau</em>.</p>", "X"),
    row("Q", "HOW", "How do you travel? | Sut rydych chi'n teithio?", "M", max_answers="2",
        exclude_all_others="NONE"),
    *subquestions("BUS", "CAR", "NONE"),
    row("Q", "WHY", "Why the bus? | Pam y bws?", "T", relevance='HOW_BUS.NAOK == "Y"', maximum_chars="300"),
    row("Q", "RATE", "Rate these | Graddiwch y rhain", "F"), *subquestions("S1", "S2"), *points("P1", "P2"),
    row("Q", "TWO", "Rate twice | Graddiwch ddwywaith", "1", dualscale_headerA="Own | Eich hun",
        dualscale_headerB="All | Pawb"),
    *subquestions("S1"), *points("P1", "P2"), *points("P1", "P2", scale="1"),
    row("G", "The rest | Y gweddill",
        relevance='RATE_S1.NAOK == "P1" || TWO_S1_1.NAOK == "P2" || AGE.NAOK > 15'),
    row("Q", "A5", "Five | Pump", "A"), *subquestions("S1"),
    row("Q", "B10", "Ten | Deg", "B"), *subquestions("S1"),
    row("Q", "UNC", "Sure? | Siŵr?", "C"), *subquestions("S1"),
    row("Q", "CHG", "Change? | Newid?", "E"), *subquestions("S1"),
    row("Q", "COL", "By column | Yn ôl colofn", "H"), *subquestions("S1"), *points("P1", "P2"),
    row("Q", "RANK", "Rank | Trefn", "R", max_answers="2"), *points("R1", "R2", "R3"),
    row("Q", "WHEN", "When? | Pryd?", "D", date_min="2020-01-01"),
    row("Q", "NAME", "Short | Byr", "S"),
    row("Q", "HUGE", "Huge | Hir", "U"),
    row("Q", "YES", "Yes? | Ie?", "Y"),
    row("Q", "SEX", "Sex | Rhyw", "G"),
    row("Q", "FIVE", "Five points | Pum pwynt", "5"),
    row("Q", "DROP", "Drop | Cwymplen", "!"), *points("D1", "D2"),
    row("Q", "COM", "Comment | Sylw", "O"), *points("C1", "C2"),
    row("Q", "MC", "Several | Sawl un", "P"), *subquestions("S1", "S2"),
    row("Q", "SHARE", "Share | Rhannwch", "K", equals_num_value="100"), *subquestions("S1", "S2"),
    row("Q", "COUNT", "Count | Cyfrwch", "K"), *subquestions("S1", "S2"),
    row("Q", "DOCS", "Papers | Papurau", "|", max_num_of_files="9", allowed_filetypes="png, pdf"),
))  # fmt: skip


@pytest.fixture(scope="module")
def reading():
    return read_limesurvey(SURVEY)


@pytest.fixture(scope="module")
def asked(reading):
    return {question.id: question for question in reading.definition.questions()}


def test_groups_and_words_are_understood_in_both_languages(reading, asked):
    survey = reading.definition
    assert survey.title == Bilingual("Getting about", "Mynd o le i le")
    assert survey.intro == Bilingual("Say **more**.", "Dywedwch **fwy**.")
    assert [section.title.cy for section in survey.sections] == ["Amdanoch chi", "Teithio", "Y gweddill"]
    first, travel, onward, *_ = survey.pages()
    assert first.body == Bilingual("Who you are.", "Pwy ydych chi.")
    assert asked["who"].title == Bilingual("Who are you?", "Pwy ydych chi?")
    assert asked["who"].hint == Bilingual("Choose one.", "Dewiswch un.")
    assert travel.body.en == "Now the *buses*."
    assert [question.id for question in travel.questions] == ["how"]
    assert onward.questions[0].id == "why"


def test_each_type_has_its_kind_of_question(asked):
    kinds = {name: type(question) for name, question in asked.items()}
    assert kinds == {
        "who": SingleChoice, "age": NumberQuestion, "how": SeveralChoices, "why": LongText, "rate": Matrix,
        "two": Matrix, "a5": Matrix, "b10": Matrix, "unc": Matrix, "chg": Matrix, "col": Matrix,
        "rank": Ranking, "when": DateQuestion, "name": ShortText, "huge": LongText, "yes": SingleChoice,
        "sex": SingleChoice, "five": ScaleQuestion, "drop": SingleChoice, "com": SingleChoice,
        "com_comment": LongText, "mc": SeveralChoices, "share": Allocation, "count_s1": NumberQuestion,
        "count_s2": NumberQuestion, "docs": FileQuestion,
    }  # fmt: skip


def test_no_more_files_are_asked_for_than_are_taken(asked):
    assert asked["docs"].maximum == FileQuestion.MOST


def test_limits_options_and_scales_are_understood(asked):
    assert asked["who"].required
    assert [option.code for option in asked["who"].options] == ["a1", "a2", "other"]
    assert asked["who"].options[2].other.complete
    assert (asked["age"].minimum, asked["age"].maximum, asked["age"].decimals) == (0, 120, 0)
    assert asked["age"].unit == Bilingual("years", "oed")
    assert [option.exclusive for option in asked["how"].options] == [False, False, True]
    assert asked["how"].maximum == 2
    assert asked["why"].limit == 300
    assert [scale.title.cy for scale in asked["two"].scales] == ["Eich hun", "Pawb"]
    assert [len(asked[name].scales[0].points) for name in ("a5", "b10", "unc", "chg")] == [5, 10, 3, 3]
    assert asked["rank"].top == 2
    assert asked["mc"].options[0].other.complete
    assert not asked["mc"].options[0].other_required
    assert asked["share"].total == 100
    assert asked["count_s1"].title == Bilingual("Count: S1 en", "Cyfrwch: S1 cy")


def test_relevance_is_understood(reading, asked):
    _, travel, rest = reading.definition.sections
    assert travel.show_if == All((Is("who", ("a1",)), Answered("age")))
    assert asked["why"].show_if == Is("how", ("bus",))
    assert rest.show_if == AnyOf(
        (
            Is("rate", ("p1",), row="s1"),
            Is("two", ("p2",), row="s1", scale="scale_2"),
            Between("age", minimum=16),
        )
    )


def test_what_became_something_else_is_said(reading):
    assert {remark.code for remark in reading.remarks} == {
        "page_divided", "question_split", "comment_added", "words_added", "attribute_left_out",
    }  # fmt: skip


def test_question_by_question_gives_each_a_page():
    group = row("G", "One | Un"), row("Q", "A", "A | A", "S"), row("Q", "B", "B | B", "S")
    survey = read_limesurvey(table(row("S", "format", "S"), *both(*group))).definition
    assert [page.title.en for page in survey.pages()] == ["A", "B"]


def test_welsh_may_be_the_first_language():
    rows = [row("S", "language", "cy"), row("G", "Un", language="cy"), row("Q", "A", "Pam?", "S",
        language="cy"),
            row("G", "One", language="en"), row("Q", "A", "Why?", "S", language="en")]  # fmt: skip
    survey = read_limesurvey(table(*rows)).definition
    assert next(survey.questions()).title == Bilingual("Why?", "Pam?")
    assert survey.sections[0].title == Bilingual("One", "Un")


# --- refusals -------------------------------------------------------------------------------------------


def refused(content: bytes) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as found:
        read_limesurvey(content)
    return [(problem.code, problem.place.path) for problem in found.value.problems]


GROUP, TEXT = row("G", "One"), row("Q", "T", "Why?", "S")


@pytest.mark.parametrize(
    ("rows", "code", "number"),
    [
        ([GROUP, row("Q", "E", "{sum(1)}", "*")], "type_refused", 3),
        ([GROUP, row("Q", "E", "Sum", "*")], "type_refused", 3),
        ([GROUP, row("Q", "E", "Texts", ";")], "type_refused", 3),
        ([GROUP, row("Q", "", "Why?", "S")], "name_missing", 3),
        ([GROUP, TEXT, TEXT], "name_repeated", 4),
        ([TEXT], "row_astray", 2),
        ([row("QTA", "quota")], "row_unknown", 2),
        ([row("G", "Eins", language="de")], "language_refused", 2),
        ([GROUP, TEXT, row("G", "Un", language="cy"), row("Q", "X", "X?", "S", language="cy")],
         "translation_astray", 5),
        ([GROUP, TEXT | {"text": '<img src="a.png">Why?'}], "html_refused", 3),
        ([GROUP, TEXT | {"text": '<a href="https://a.example">Why?</a>'}], "html_refused", 3),
        ([GROUP, row("Q", "X", '<a href="javascript:alert(1)">Go</a>', "X")], "html_refused", 3),
        ([GROUP, TEXT | {"text": "So, {WHO.shown}?"}], "script_in_words", 3),
        ([GROUP, TEXT | {"hidden": "1"}], "hidden_refused", 3),
        ([GROUP, TEXT | {"validation": "/[0-9]+/"}], "validation_refused", 3),
        ([GROUP, TEXT | {"default": "x"}], "default_refused", 3),
        ([GROUP, TEXT | {"em_validation_q": "strlen(self) > 3"}], "attribute_refused", 3),
        ([GROUP, TEXT | {"maximum_chars": "many"}], "attribute_refused", 3),
        ([GROUP, row("Q", "L", "L?", "L", random_order="1"), *points("A1")], "attribute_refused", 3),
        ([GROUP, row("Q", "D", "D?", "D", date_format="dd/mm/yyyy HH:MM")], "attribute_refused", 3),
        ([GROUP, row("Q", "D", "D?", "D", date_min="today")], "attribute_refused", 3),
        ([GROUP, row("Q", "M", "M?", "M", exclude_all_others="X"), *subquestions("A")],
            "attribute_refused", 3),
        ([GROUP, row("Q", "M", "M?", "M"), row("SQ", "A", "A", relevance="T == 1")], "attribute_refused", 4),
        ([GROUP, TEXT, row("Q", "U", "U?", "S", relevance="0")], "never_asked", 4),
        ([GROUP, TEXT, row("Q", "U", "U?", "S", relevance='regexMatch("/a/", T)')],
            "condition_unreadable", 4),
        ([GROUP, TEXT, row("Q", "U", "U?", "S", relevance='T.NAOK == "a"')], "condition_unreadable", 4),
        ([GROUP, TEXT, row("Q", "U", "U?", "S", relevance='TOKEN:EMAIL == "a"')], "condition_unreadable", 4),
        ([GROUP, TEXT, row("Q", "U", "U?", "S", relevance="!" * 500)], "condition_unreadable", 4),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)  # fmt: skip
def test_what_cannot_be_expressed_is_refused_by_its_row(rows, code, number):
    assert (code, f"tsv › {number}") in refused(table(*rows))


def test_a_condition_that_denies_something_never_asked_is_to_be_checked():
    rows = [GROUP, row("Q", "A", "A?", "N"), row("Q", "B", "B?", "S", relevance="A != 3")]
    remarks = read_limesurvey(table(*rows)).remarks
    assert ("condition_to_check", "tsv › 4") in [(remark.code, remark.place.path) for remark in remarks]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "table_unreadable"),
        (b"\xff\xff\xff", "table_unreadable"),
        (b"class\ttype/scale\tname\n\0", "table_unreadable"),
        (b"class\ttype/scale\tname\n" + b"Q\tS\t" + b"x" * 200_000, "table_unreadable"),
        (b"class\ttype/scale\tname\n" + b"A\t0\tx\n" * (MOST_ROWS + 1), "table_too_long"),
        (b"class\ttype/scale\tname\n" + b"x" * LIMIT, "file_too_big"),
    ],
    ids=["empty", "binary", "zero", "long cell", "long", "big"],
)
def test_a_file_that_is_no_table_is_refused_at_once(content, code):
    started = time.process_time()
    assert code in [found for found, _ in refused(content)]
    assert time.process_time() - started < 2


def test_a_table_that_a_spreadsheet_saved_as_unicode_text_is_read():
    content = table(GROUP, TEXT).decode("utf-8-sig").encode("utf-16")
    assert next(read_limesurvey(content).definition.questions()).title.en == "Why?"


CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=10) | st.sampled_from(
    ["G", "Q", "SQ", "A", "S", "L", "M", "F", "K", "1", "R", "A1", 'A1.NAOK == "x"', "<p>", "{a}", "en", "cy"]
)


@given(st.lists(st.dictionaries(st.sampled_from(HEADINGS), CELLS, max_size=8), max_size=8))
def test_rubbish_in_every_cell_never_crashes(rows):
    with suppress(Invalid):
        read_limesurvey(table(*rows))
