"""Do the files open in a spreadsheet as they should, and say the same in both languages every time?"""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.analysis import file_words, words
from engage.analysis.exports import everything, files
from engage.analysis.plain import safe_text
from engage.bilingual import Bilingual
from engage.equality.characteristics import Level
from tests.analysis import people

UNIVERSE = people.of(people.VIEW, people.USES, people.SAY, level=Level.STANDARD)
PEOPLE = people.invented(UNIVERSE, 237, seed=4)
TABLES = people.release(UNIVERSE, PEOPLE)


def rows_of(written: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))


def english(tables=TABLES) -> list[dict[str, str]]:
    header, *rows = rows_of(everything(tables, "Budget 1", "en"))
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_file_is_csv_as_spreadsheets_expect_it(language):
    written = everything(TABLES, "Budget 1", language)
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.count(b"\n") == written.count(b"\r\n") == len(rows_of(written))
    assert rows_of(written)[0] == [header[language] for header in file_words.HEADERS]
    assert {len(row) for row in rows_of(written)} == {len(file_words.HEADERS)}


def test_welsh_letters_stay_as_they_are():
    assert "Grŵp" in everything(TABLES, "Budget 1", "cy").decode("utf-8-sig")


def test_the_two_languages_hold_the_same_codes_and_figures():
    same = (0, 1, 3, 5, 7, 9, 11, 13, 14, 16)  # all but the labels, and the percentages that are in words
    _, *left = rows_of(everything(TABLES, "Budget 1", "en"))
    _, *right = rows_of(everything(TABLES, "Budget 1", "cy"))
    assert [[row[place] for place in same] for row in left] == [
        [row[place] for place in same] for row in right
    ]


def test_the_same_release_is_always_the_same_bytes():
    again = people.release(UNIVERSE, PEOPLE[::-1])
    assert files(again, "Budget 1", "cy", "today") == files(TABLES, "Budget 1", "cy", "today")
    assert everything(TABLES[::-1], "Budget 1", "cy") == everything(TABLES, "Budget 1", "cy")


def test_rows_are_sorted_by_code():
    codes = [
        (row["Question code"], row["Characteristic code"], row["Group code"], row["Option code"])
        for row in english()
    ]
    assert codes == sorted(codes)
    assert len(codes) == len(set(codes))


def test_a_percentage_is_worked_out_from_the_two_figures_beside_it_and_from_nothing_else():
    counted = [row for row in english() if "not_answered" not in (row["Option code"], row["Group code"])]
    assert len(counted) > 250
    for row in counted:
        assert row["Percent"] == said(row["Count"], row["Base"]), row
        reliable = row["Percent"].startswith("[") or int(row["Base"]) >= 100
        assert row["Note"] == ("" if reliable else "[u]")


def said(count: str, base: str) -> str:
    if "[c]" in (count, base):
        return "[c]"
    if int(base) < 30:
        return "[x]"
    share = int(100 * int(count) / int(base) + 0.5)
    return "under 5%" if share < 5 else "over 95%" if share > 95 else str(share)


def test_the_share_of_those_who_did_not_answer_is_what_is_left_of_the_bases():
    topline = {
        row["Option code"]: row
        for row in english()
        if row["Question code"] == "view" and not row["Characteristic"]
    }
    silent, base = topline["not_answered"], int(topline["for"]["Base"])
    assert silent["Count"] == "[x]"
    share = 100 - int(100 * base / int(silent["Base"]) + 0.5)
    assert silent["Percent"] == ("under 5%" if share < 5 else str(share))


def test_toplines_characteristics_and_crossed_tables_are_in_the_file():
    kinds = {
        (bool(row["Question code"]), bool(row["Characteristic code"]), row["Level"]) for row in english()
    }
    assert kinds == {(True, False, ""), (False, True, "Standard"), (True, True, "Standard")}
    toplines = [row for row in english() if not row["Characteristic code"]]
    assert {(row["Group code"], row["Group"]) for row in toplines} == {("everyone", "Everyone")}
    alone = [row for row in english() if not row["Question code"]]
    assert {row["Option code"] for row in alone} == {""}
    assert {row["Group code"] for row in alone if row["Characteristic code"] == "sex"} == {
        "female",
        "male",
        "not_answered",
    }


@pytest.mark.parametrize(
    ("language", "names"),
    [
        (
            "en",
            [
                "everything.csv",
                "characteristics.csv",
                "question-say.csv",
                "question-uses.csv",
                "question-view.csv",
                "notes.txt",
            ],
        ),
        (
            "cy",
            [
                "popeth.csv",
                "cwestiwn-say.csv",
                "cwestiwn-uses.csv",
                "cwestiwn-view.csv",
                "nodweddion.csv",
                "nodiadau.txt",
            ],
        ),
    ],
)
def test_a_release_is_a_file_of_everything_one_for_each_question_and_notes(language, names):
    written = files(TABLES, "Budget 1", language, "1 May 2026")
    assert list(written) == names
    everywhere, *parts = (rows_of(content)[1:] for name, content in written.items() if name.endswith(".csv"))
    assert sorted(everywhere) == sorted(row for part in parts for row in part)


@pytest.mark.parametrize(("language", "date"), [("en", "1 May 2026"), ("cy", "1 Mai 2026")])
def test_the_notes_explain_the_method_and_every_shorthand(language, date):
    done = Bilingual("Larger groups: age", "Grwpiau mwy: oed")
    left_out = [words.left_out(Bilingual(name, name), [words.EVERY_TABLE]) for name in ("one: 1", "two")]
    written = files(TABLES, "Budget 1", language, date, [done, *left_out])
    notes = written[f"{words.FILE_NOTES[language]}.txt"].decode("utf-8-sig")
    every = words.EVERY_TABLE[language]
    for text in (*words.explanation(), *words.SHORTHAND.values(), done):
        assert text[language] in notes
    assert date in notes
    assert notes.count(left_out[0][language].partition(":")[0]) == 1
    assert f":\r\n- one: 1: {every}\r\n- two: {every}\r\n" in notes


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("Buses", "Buses"),
        ("=1+1", "'=1+1"),
        ("+44", "'+44"),
        ("-5 degrees", "'-5 degrees"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "'=1"),
        ("\t=1", "'=1"),
        ("\r\n=1", "'=1"),
        ("＝1", "'＝1"),  # full width
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠x", "'＠x"),
        ("﹣1", "'﹣1"),  # small
        ("−1", "'−1"),  # the sign for minus
        ("\u200b=1", "'=1"),  # behind a space of no width
        ("\ufeff=1", "'=1"),
        ("\x00=1", "'=1"),
        ("one\ntwo", "one two"),
        ("Llan\u00adfair", "Llanfair"),
        ("a = b", "a = b"),
        ("", ""),
    ],
)
def test_no_text_is_a_formula(text, safe):
    assert safe_text(text) == safe


@given(st.text())
def test_whatever_is_written_no_text_is_a_formula(text):
    safe = safe_text(text)
    assert not unicodedata.normalize("NFKC", safe).lstrip().startswith(("=", "+", "-", "@"))
    assert not any(unicodedata.category(letter) in ("Cc", "Cf") for letter in safe)


def test_no_cell_of_a_file_is_a_formula():
    evil = Bilingual("=HYPERLINK()", '@cmd";=1')
    question = replace(
        people.VIEW, title=evil, options=tuple(replace(o, label=evil) for o in people.VIEW.options)
    )
    universe = people.of(question)
    tables = people.release(universe, people.invented(universe, 60, seed=1))
    for language in ("en", "cy"):
        cells = [cell for row in rows_of(everything(tables, "=release", language)) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "@"))]
        assert f"'{evil[language]}" in cells


def test_figures_are_numbers_and_words_are_quoted():
    _, *lines = everything(TABLES, "Budget 1", "en").decode("utf-8-sig").splitlines()
    for line in lines:
        assert line.startswith('"Budget 1",')
        assert all(cell.startswith('"') or cell.isdigit() for cell in line.rsplit(",", 4)[1:])
