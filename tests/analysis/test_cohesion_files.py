"""Do files on cohesion hold what the view shows, the same in every format and both languages?"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from engage.analysis import archive, findings_words
from engage.analysis.cohesion import Kind, National, Surveyed
from engage.analysis.cohesion_csvw import DESCRIPTION, FIGURES, csvw
from engage.analysis.cohesion_page import Beside, beside
from engage.analysis.cohesion_sheets import book
from engage.analysis.ods import ods
from engage.analysis.sheets import Look
from engage.analysis.words import SHORTHAND
from engage.analysis.xlsx import xlsx
from engage.bilingual import LANGUAGES, Bilingual
from tests.analysis import files
from tests.analysis.test_cohesion import measured, topline

BOTH = pytest.mark.parametrize("language", LANGUAGES)
BELONG = (30, 40, 40, 80, 50, 10, 250, 260)
HIDDEN = (30, 40, 40, 80, None, 10, 200, 260)
TOO_FEW = (None, None, None, 15, 10, None, 25, 30)
ROWS = ("belong", "get_on", "respect")


def surveyed(kind: Kind, name: str) -> Surveyed:
    figures = zip(ROWS, (BELONG, HIDDEN, TOO_FEW), strict=True)
    tables = [topline(*each, key=f"cohesion.{row}.agreement") for row, each in figures]
    return Surveyed(
        key=1,
        kind=kind,
        council=Bilingual("Thornmere Borough Council", "Cyngor Bwrdeistref Thornmere"),
        title=Bilingual(name, f"{name} (cy)"),
        closed=date(2025, 5, 31),
        is_interim=False,
        readings=measured(*tables),
    )


def national(key: int, **fields) -> National:
    usual = {
        "measure": "cohesion.belong",
        "tenths": 725,
        "survey": Bilingual("=SUM(A1)", "@arolwg"),
        "place": Bilingual("Wales", "Cymru"),
        "period": Bilingual("2024", "2024"),
        "people": None,
        "source": Bilingual("A bulletin", "Bwletin ŵ"),
        "address": "https://survey.example",
        "published_on": date(2025, 1, 2),
        "note": Bilingual("+44", "-44"),
    }
    return National(key=key, **usual | fields)


def shown(language: str) -> Beside:
    figures = [national(1), national(2, measure="cohesion.all_three", tenths=520, people=12_500)]
    others = (surveyed(Kind.EARLIER, "Before"), surveyed(Kind.OTHER, "Neighbours"))
    return beside(surveyed(Kind.OWN, "Now"), others, figures, language)


def laid_out(language: str):
    return book(shown(language), files.ABOUT, language)


@BOTH
def test_both_spreadsheets_hold_the_tables_as_they_were_laid_out(language):
    wanted = files.grids_of(laid_out(language))
    assert files.grids_of_xlsx(xlsx(laid_out(language))) == wanted
    assert files.grids_of_ods(ods(laid_out(language))) == wanted


def test_libreoffice_reads_the_same(tmp_path: Path):
    written = []
    for kind, write in (("xlsx", xlsx), ("ods", ods)):
        path = tmp_path / f"{kind}.{kind}"
        path.write_bytes(write(laid_out("cy")))
        written.append(path)
    wanted = files.grids_of(laid_out("cy"))
    for sheets in files.sheets_in_libreoffice(*written).values():
        for name, grid in wanted.items():
            read = [row[: len(grid[0])] for row in sheets[name]]
            assert read[-len(grid) :] == grid, name


def test_both_languages_have_the_same_sheets_and_figures():
    english, welsh = (laid_out(each) for each in LANGUAGES)
    assert len(english.sheets) == len(welsh.sheets)
    for one, other in zip(english.sheets[2:], welsh.sheets[2:], strict=True):
        assert numbers(one.grid) == numbers(other.grid)


def numbers(grid) -> list[list[object]]:
    """What stands in the columns of figures, words left out."""
    places = [place for place, column in enumerate(grid.columns) if column.look is not Look.WORDS]
    return [
        [row[place] for place in places if isinstance(row[place], int) or row[place] in SHORTHAND]
        for row in grid.rows
    ]


@BOTH
def test_every_cell_is_filled_and_hidden_figures_are_hidden(language):
    found = laid_out(language)
    for sheet in found.sheets:
        assert all(cell != "" for row in (sheet.grid.rows if sheet.grid else ()) for cell in row)
    (figures,) = (sheet.grid for sheet in found.sheets if sheet.grid and sheet.grid.name == "strand_1")
    belong, get_on, respect = (figures.rows[place] for place in (0, 4, 7))
    assert belong[6:10] == (52, 45, 59, 250)
    assert get_on[6] == "[c]"
    assert get_on[9] == 200
    assert respect[6:10] == ("[x]", "[x]", "[x]", 25)


@BOTH
def test_open_data_hold_the_rows_of_the_spreadsheet(language):
    parts = archive.parts(csvw(shown(language), files.ABOUT, language))
    described = json.loads(parts[DESCRIPTION])
    rows = list(csv.reader(io.StringIO(parts[FIGURES].decode("utf-8-sig"))))
    assert rows[0] == [column["titles"] for column in described["tableSchema"]["columns"]]
    figures = [row for sheet in laid_out(language).sheets[3:-1] for row in sheet.grid.rows]
    assert [row[9:14] for row in rows[1:]] == [[str(cell) for cell in row[6:11]] for row in figures]
    assert {row[0] for row in rows[1:]} == {
        "cohesion.belong",
        "cohesion.get_on",
        "cohesion.respect",
        "cohesion.all_three",
    }
    assert {tuple(row[15:]) for row in rows[1:] if row[1] != "national"} == {("", "", "")}
    assert {row[16] for row in rows[1:] if row[1] == "national"} == {"2025-01-02"}
    whose = [row[7] for row in rows[1:] if row[1] == "national"]
    assert all(text.startswith("'") for text in whose)  # no spreadsheet takes it for a formula


@BOTH
def test_open_data_say_by_which_rule_and_from_which_release_they_are_in_both_languages(language):
    described = json.loads(archive.parts(csvw(shown(language), files.ABOUT, language))[DESCRIPTION])
    (rule,) = described["notes"]
    assert (rule["epoch"], rule["rounded_to"], rule["hidden_below"]) == (files.ABOUT.epoch, 5, 10)
    assert described["dc:temporal"]["@value"] == files.ABOUT.counted_up_to.isoformat()
    for column in described["tableSchema"]["columns"]:
        assert [title["@language"] for title in column["dc:title"]] == ["en", "cy"]


@BOTH
def test_notes_speak_of_no_groups_for_there_are_none(language):
    about = replace(files.ABOUT, done=(Bilingual("Not shown: buses / Sex", "Heb ei ddangos: bysiau / Rhyw"),))
    grid = book(shown(language), about, language).sheets[2].grid
    notes = [row[1] for row in grid.rows]
    assert about.done[0][language] not in notes
    assert not set(notes) & {text[language] for text in findings_words.reading(about.rule)}
    assert set(about.protection(language)) <= set(notes)


@BOTH
def test_the_same_view_is_the_same_bytes(language):
    for write in (lambda: xlsx(laid_out(language)), lambda: ods(laid_out(language))):
        assert write() == write()
    assert csvw(shown(language), files.ABOUT, language) == csvw(shown(language), files.ABOUT, language)
