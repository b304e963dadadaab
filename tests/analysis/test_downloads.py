"""Do all files of a release say the same, in every program and both languages, and nothing that is hidden?"""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import openpyxl
import pikepdf
import pytest
from lxml import html

from engage.analysis import breakdown, file_words, findings_words, formats, formats_service, words
from engage.analysis.exports import everything
from engage.analysis.findings import findings
from engage.analysis.formats import Format
from engage.analysis.ods import ods
from engage.analysis.sheets import book
from engage.analysis.tables import Table
from engage.analysis.xlsx import xlsx
from engage.bilingual import Bilingual
from tests import tagged
from tests.analysis import files, people, safe
from tests.analysis.files import ABOUT, TABLES, UNIVERSE, laid_out, written
from tests.analysis.test_exports import rows_of

LANGUAGES = ("en", "cy")
BOTH = pytest.mark.parametrize("language", LANGUAGES)
SPREADSHEETS = pytest.mark.parametrize("kind", [Format.XLSX, Format.ODS])
COUNT = re.compile(r"\d*[05]")
MARKS = set(words.SHORTHAND)


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


# --- the same figures everywhere --------------------------------------------------------------------------


@BOTH
def test_both_spreadsheets_hold_the_tables_as_they_were_laid_out(language):
    meant = files.grids_of(laid_out(language))
    assert len(meant) == 4 + 1 + len(UNIVERSE.subjects)
    assert files.grids_of_xlsx(written(Format.XLSX, language)) == meant
    assert files.grids_of_ods(written(Format.ODS, language)) == meant


@pytest.fixture(scope="module")
def spreadsheets(tmp_path_factory) -> list[Path]:
    """Both spreadsheets in both languages, as files."""
    folder = tmp_path_factory.mktemp("spreadsheets")
    found = [
        folder / f"{kind}_{language}.{kind}" for kind in (Format.XLSX, Format.ODS) for language in LANGUAGES
    ]
    for file in found:
        file.write_bytes(written(Format(file.suffix[1:]), file.stem[-2:]))
    return found


def test_libreoffice_reads_the_same(spreadsheets):
    for stem, read in files.sheets_in_libreoffice(*spreadsheets).items():
        meant = laid_out(stem[-2:])
        assert set(read) == {sheet.name for sheet in meant.sheets}, stem
        for sheet in meant.sheets:
            assert read[sheet.name][0][0] == sheet.title
            if sheet.grid:
                assert read[sheet.name][len(sheet.lines) + 1 :] == files.grids_of(meant)[sheet.name], stem


def test_libreoffice_can_print_them(spreadsheets):
    files.in_libreoffice("pdf", *spreadsheets[1::2])
    with pikepdf.open(spreadsheets[-1].with_suffix(".pdf")) as printed:
        assert len(printed.pages) > len(laid_out("cy").sheets)


def test_both_languages_have_the_same_sheets_and_figures():
    english, welsh = (list(files.grids_of(laid_out(each)).values()) for each in LANGUAGES)
    assert [len(grid) for grid in english] == [len(grid) for grid in welsh]
    for left, right in zip(english[2:], welsh[2:], strict=True):
        assert [[neutral(cell, "en") for cell in row] for row in left[1:]] == [
            [neutral(cell, "cy") for cell in row] for row in right[1:]
        ]


def neutral(cell: str, language: str) -> str:
    """A figure in no language; of a label only that it is one."""
    bounds = {words.UNDER[language]: "<", words.OVER[language]: ">"}
    figure = cell.isdigit() or cell in MARKS
    return cell if figure else bounds.get(cell, "words")


@BOTH
def test_the_page_shows_the_figures_of_the_spreadsheet(language):
    shown = files.figures_of_page(written(Format.HTML, language))
    meant = list(files.grids_of(laid_out(language)).values())[4:]
    on_page = sorted(figure for row in shown for figure in row[1:] if figure.removesuffix("%").isdigit())
    columns = [zip(*grid[1:], strict=True) for grid in meant]
    in_sheets = [cell for each in columns for column in each for cell in column if cell.isdigit()]
    assert {figure.removesuffix("%") for figure in on_page} == set(in_sheets)
    people, *questions = meant
    assert len(shown) == len(people) - 1 + 2 * sum(len(grid) - 1 for grid in questions)
    first = shown[: len(people) - 1]
    assert [row[1:3] for row in first] == [row[-4:-2] for row in people[1:]]


def test_the_json_holds_every_count_of_the_file_of_everything():
    told = json.loads(written(Format.JSON, "en"))
    counts = [
        str(count)
        for each in told["tables"]
        for row in (*each["groups"], *each.get("everyone_else", ()))
        for count in row["counts"].values()
        if count is not None
    ]
    header, *rows = rows_of(everything(TABLES, "buses-1", "en"))
    assert sorted(counts) == sorted(row[header.index("Count")] for row in rows if row[13].isdigit())
    assert len(counts) > 500


def test_no_file_says_that_the_language_of_a_response_was_not_answered():
    told = json.loads(written(Format.JSON, "en"))
    alone = {each["counts"]: each for each in told["tables"] if each["of"] == "characteristic"}
    assert "not_answered" not in alone["language"]["groups"][0]
    assert "not_answered" in alone["sex"]["groups"][0]
    listed = {(row[1], row[2]) for row in files.grids_of(laid_out("en"))["Table 1"][1:]}
    assert {group for about, group in listed if about == "Language of the response"} == {"English", "Welsh"}
    header, *rows = rows_of(everything(TABLES, "a", "en"))
    told = [dict(zip(header, row, strict=True)) for row in rows]
    codes = {(row["Characteristic code"], row["Group code"]) for row in told if not row["Question code"]}
    assert ("language", "not_answered") not in codes
    assert ("sex", "not_answered") in codes


def test_the_json_tells_the_rule_the_epoch_and_labels_in_both_languages():
    told = json.loads(written(Format.JSON, "cy"))
    assert written(Format.JSON, "cy") == written(Format.JSON, "en")
    assert (told["release"]["epoch"], told["release"]["kind"]) == (1, "final")
    assert (told["rule"]["rounded_to"], told["rule"]["hidden_below"]) == (5, 10)
    assert told["questions"]["view"]["codes"]["for"] == {"en": "for", "cy": "for (cy)"}
    assert told["characteristics"]["sex"]["codes"]["female"] == {"en": "Female", "cy": "Benyw"}
    known = told["questions"] | told["characteristics"] | {None: {}}
    assert {each[side] for each in told["tables"] for side in ("counts", "by")} <= set(known)


# --- nothing but what was released ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Format)
def test_only_tables_that_were_made_safe_can_be_written(kind):
    bare = Table(people.VIEW, people.VIEW, np.ones((1, 5)), np.ones((1, 5)))
    with pytest.raises((TypeError, AttributeError)):
        formats_service.MAKERS[kind]([bare], ABOUT, "en")


@BOTH
def test_every_figure_is_one_that_may_be_released(language):
    for name, (heads, *rows) in list(files.grids_of(laid_out(language)).items())[2:]:
        if name == file_words.CONNECTIONS[language]:
            continue  # what is told of whole tables counts nobody
        for row in rows:
            for head, cell in zip(heads, row, strict=True):
                if cell.isdigit() and is_of_people(head, language):
                    assert COUNT.fullmatch(cell), (name, row)
                    assert int(cell) >= 10, (name, row)
                elif cell.isdigit():
                    assert 5 <= int(cell) <= 95, (name, row)


def is_of_people(head: str, language: str) -> bool:
    return {"en": "per cent", "cy": "y cant"}[language] not in head.lower()


@pytest.mark.parametrize("kind", Format)
@BOTH
def test_the_same_release_is_the_same_bytes_also_from_what_is_stored(kind, language):
    stored = json.loads(json.dumps(breakdown.figures(TABLES)))
    again = breakdown.reopened(UNIVERSE, stored)
    assert files.write(kind, again, language) == written(kind, language)


@pytest.mark.parametrize("kind", [Format.XLSX, Format.ODS, Format.CSVW])
@BOTH
def test_an_archive_tells_no_time(kind, language):
    with zipfile.ZipFile(io.BytesIO(written(kind, language))) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@BOTH
def test_no_spreadsheet_works_anything_out_or_hides_anything(language):
    for name, part in parts(written(Format.XLSX, language)).items():
        for sign in (b"<f>", b"<f ", b"hidden=", b"veryHidden", b"mergeCell", b"<comment", b"externalLink"):
            assert sign not in part, name
    content = parts(written(Format.ODS, language))["content.xml"]
    for sign in (b"formula", b"visibility", b"covered", b"spanned", b"annotation", b"script:"):
        assert sign not in content.replace(b"xmlns:script:", b"").replace(b"xmlns:formula", b""), sign


@BOTH
def test_a_spreadsheet_says_its_title_and_language_but_not_who_made_it_or_when(language):
    core = parts(written(Format.XLSX, language))["docProps/core.xml"].decode()
    meta = parts(written(Format.ODS, language))["meta.xml"].decode()
    for about in (core, meta):
        assert f"<dc:title>{ABOUT.title[language]}</dc:title>" in about
        assert f"<dc:language>{language}-GB</dc:language>" in about
        assert not re.search("creat|modif|date|author|editing", about.replace("core-properties", ""))
    styles = parts(written(Format.ODS, language))["styles.xml"].decode()
    assert set(re.findall('fo:language="([^"]+)"', styles)) == {language}


# --- sheets that everybody can read -----------------------------------------------------------------------


@BOTH
def test_the_sheets_are_a_cover_contents_notes_and_one_table_each(language):
    found = openpyxl.load_workbook(io.BytesIO(written(Format.XLSX, language)))
    names = {
        "en": ["Cover", "Contents", "Notes", "Differences", "Connections", "Table 1"],
        "cy": ["Clawr", "Cynnwys", "Nodiadau", "Gwahaniaethau", "Cysylltiadau", "Tabl 1"],
    }[language]
    assert found.sheetnames[:6] == names
    assert all(len(name) <= 31 for name in found.sheetnames)
    cover, *others = found
    assert cover.tables == {}
    for sheet in others:
        assert len(sheet.tables) == 1
        area = next(iter(sheet.tables.values())).ref
        assert area.startswith("A")
        assert all(cell.value not in (None, "") for row in sheet[area] for cell in row)
        top = int(re.search(r"A(\d+)", area).group(1))
        assert sheet.freeze_panes is None
        assert sheet.print_title_rows == f"${top}:${top}"
    assert len({table for sheet in others for table in sheet.tables}) == len(others)


@BOTH
def test_nothing_is_frozen_or_filled(language):
    """Whoever magnifies the screen would see nothing but frozen headings."""
    found = openpyxl.load_workbook(io.BytesIO(written(Format.XLSX, language)))
    assert {cell.fill.fill_type for sheet in found for row in sheet.rows for cell in row} == {None}
    ods_parts = parts(written(Format.ODS, language))
    assert b"Split" not in ods_parts["settings.xml"]
    assert b"background-color" not in ods_parts["styles.xml"] + ods_parts["content.xml"]


@BOTH
def test_headings_are_cell_styles_in_both_spreadsheets(language):
    found = openpyxl.load_workbook(io.BytesIO(written(Format.XLSX, language)))
    assert {sheet["A1"].style for sheet in found} == {"Heading 1"}
    assert [row[0].style for row in found.worksheets[0].rows].count("Heading 2") == 2
    content = parts(written(Format.ODS, language))["content.xml"].decode()
    assert content.count('table:style-name="Heading_20_1"') == len(found.sheetnames)
    assert 'style:display-name="Heading 1"' in parts(written(Format.ODS, language))["styles.xml"].decode()


@BOTH
def test_links_lead_to_sheets_that_are_there(language):
    found = openpyxl.load_workbook(io.BytesIO(written(Format.XLSX, language)))
    cells = (cell for sheet in found for row in sheet.rows for cell in row)
    links = [cell.hyperlink.location for cell in cells if cell.hyperlink]
    assert len(links) == 2 + len(found.sheetnames) - 2 + len(found.sheetnames) - 2
    assert {location.split("!")[0].strip("'") for location in links} <= set(found.sheetnames)
    content = parts(written(Format.ODS, language))["content.xml"].decode()
    addresses = re.findall("xlink:href=\"#'([^']+)'", content)
    assert len(addresses) == len(links)
    assert set(addresses) <= set(found.sheetnames)


@BOTH
def test_the_notes_explain_the_method_every_mark_and_what_was_made_coarser(language):
    done = Bilingual("Larger groups: age", "Grwpiau mwy: oed")
    coarser = book(TABLES, replace(ABOUT, done=(done,)), language)
    told = [meaning for _, meaning in files.grids_of(coarser)[coarser.sheets[2].name]]
    for text in (*words.explanation(), *words.SHORTHAND.values(), done, *findings_words.reading()):
        assert text[language] in told


@BOTH
def test_notable_differences_are_told_the_same_in_spreadsheet_page_and_json(language):
    found = findings(TABLES)
    assert len(found.notable) > 1
    sheet = laid_out(language).sheets[3]
    assert {str(found.tests), str(len(found.notable))} == {
        str(line).split(": ")[1] for line in sheet.lines[:2]
    }
    in_sheet = [(f"{row[-3]:.2f}", row[-1]) for row in sheet.grid.rows]
    meant = [(f"{each.comparison.h:.2f}", each.sentences[language]) for each in found.notable]
    assert in_sheet == meant
    assert [row[-2] for row in sheet.grid.rows] == [
        round(each.q, 3) if each.q >= 0.001 else file_words.UNDER_LEAST[language] for each in found.notable
    ]
    page = html.document_fromstring(written(Format.HTML, language).decode())
    said = [each.text_content() for each in page.xpath("//dl[@class='told']/dd")]
    assert all(
        text.startswith(sentence) and h in text for text, (h, sentence) in zip(said, meant, strict=True)
    )
    told = json.loads(written(Format.JSON, language))["differences"]
    assert told["tests"] == found.tests
    assert [(f"{each['cohens_h']:.2f}", each["sentences"][language]) for each in told["notable"]] == meant


@BOTH
def test_how_closely_groups_and_answers_are_connected_is_told_the_same_everywhere(language):
    found = findings(TABLES).connections
    assert len(found) == 3
    (sheet,) = (each for each in laid_out(language).sheets if each.name == file_words.CONNECTIONS[language])
    meant = [
        (round(each.association.v, 3), round(each.association.statistic, 3), each.association.freedom)
        for each in found
    ]
    assert [row[2:5] for row in sheet.grid.rows] == meant
    page = html.document_fromstring(written(Format.HTML, language).decode())
    said = [each.text_content() for each in page.xpath("//dl[contains(@class, 'connected')]/dd")]
    assert [text.split(". ")[0] for text in said] == [
        f"{file_words.CRAMERS_V[language]}: {v:.3f}" for v, _chi_square, _freedom in meant
    ]
    told = json.loads(written(Format.JSON, language))["differences"]["connections"]
    assert [(each["cramers_v"], each["chi_square"], each["degrees_of_freedom"]) for each in told] == meant


@BOTH
def test_a_difference_between_few_people_is_marked_as_uncertain(language):
    groups = {"a": (60, 20, 80, 80), "b": (300, 900, 1200, 1200)}
    others = {"a": groups["b"], "b": groups["a"]}
    table = safe.crossed(safe.subject("view", "for", "against"), "sex", groups, others)
    sheet = book([table], ABOUT, language).sheets[3]
    heads = [column.heading for column in sheet.grid.columns]
    place = heads.index(file_words.MARK[language])
    assert {row[place] for row in sheet.grid.rows} == {"[u]"}
    assert any(words.SHORTHAND["[u]"][language] in str(line) for line in sheet.lines)
    many = safe.crossed(
        table.subject, "sex", {**groups, "a": (90, 30, 120, 120)}, {**others, "b": (90, 30, 120, 120)}
    )
    sure = book([many], ABOUT, language).sheets[3]
    assert {row[place] for row in sure.grid.rows} == {file_words.NO_MARK[language]}


def test_where_nothing_is_notable_the_sheet_says_so_without_a_table():
    universe = people.of(people.VIEW)
    tables = people.release(universe, people.invented(universe, 60, seed=1))
    sheet = book(tables, ABOUT, "en").sheets[3]
    assert (sheet.grid, sheet.lines[1]) == (None, "Differences that are notable: 0")
    for write, read in ((xlsx, files.grids_of_xlsx), (ods, files.grids_of_ods)):
        assert "Differences" not in read(write(book(tables, ABOUT, "en")))


@BOTH
def test_the_cover_says_what_was_counted_and_by_which_rule(language):
    told = laid_out(language).sheets[0].lines
    date = {"en": "1 May 2026", "cy": "1 Mai 2026"}[language]
    for said in (date, ABOUT.council[language], "237", "235", ABOUT.name[language], ABOUT.telephone):
        assert any(str(line).endswith(f": {said}") for line in told), said


def test_welsh_letters_are_right_in_every_file():
    for kind in (Format.HTML, Format.JSON):
        assert "Nglŷn Morfa ŵ" in written(kind, "cy").decode()
    strings = parts(written(Format.XLSX, "cy"))["xl/sharedStrings.xml"].decode()
    content = parts(written(Format.ODS, "cy"))["content.xml"].decode()
    for text in (strings, content):
        assert "Nglŷn Morfa ŵ" in text
        assert "Grŵp" in text


@SPREADSHEETS
def test_whatever_a_label_is_it_stays_a_text_and_headings_differ(kind):
    odd = ("=1+1", "@SUM(A1)", "=1+1", "a\x00\ufffe b\nc", "<b>&\"'", "x" * 300, "X" * 300)
    options = people.options(*(f"o{number}" for number, _ in enumerate(odd)))
    question = replace(
        people.VIEW,
        options=tuple(replace(o, label=Bilingual(text, text)) for o, text in zip(options, odd, strict=True)),
    )
    universe = people.of(question)
    tables = people.release(universe, people.invented(universe, 60, seed=1))
    meant = book(tables, ABOUT, "en")
    content = {Format.XLSX: xlsx, Format.ODS: ods}[kind](meant)
    read = {Format.XLSX: files.grids_of_xlsx, Format.ODS: files.grids_of_ods}[kind](content)
    assert read == files.grids_of(meant)
    heads = read["Table 2"][0]
    assert heads[3:8] == ["=1+1 (per cent)", "@SUM(A1) (per cent)", "=1+1 (per cent) 2", "a b c (per cent)",
                          "<b>&\"' (per cent)"]  # fmt: skip
    assert len({head.casefold() for head in heads}) == len(heads)
    assert max(map(len, heads)) <= 255


def test_a_survey_without_equality_questions_has_only_what_everyone_answered():
    universe = replace(people.of(people.VIEW), groupings=(), levels={})
    tables = people.release(universe, people.invented(universe, 60, seed=1))
    assert [sheet.name for sheet in book(tables, ABOUT, "en").sheets][3:] == ["Table 1"]


# --- the page and the PDF ---------------------------------------------------------------------------------


@BOTH
def test_the_page_stands_alone_and_is_well_marked_up(language):
    content = written(Format.HTML, language).decode()
    page = html.document_fromstring(content)
    assert page.get("lang") == language
    assert page.findtext(".//title") == ABOUT.title[language]
    assert len(page.xpath("//h1")) == 1
    assert page.xpath("//script | //link | //img | //iframe | //@style | //@onclick | //base") == []
    assert "http" not in content
    assert "url(" not in content
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {address.removeprefix("#") for address in page.xpath("//a/@href")} <= set(ids)
    assert set(page.xpath("//@aria-labelledby")) <= set(ids)
    assert all(table.find("caption").text_content() for table in page.xpath("//table"))
    assert {cell.get("scope") for cell in page.xpath("//th")} == {"col", "row", "rowgroup"}
    levels = [int(each.tag[1]) for each in page.xpath("//h1|//h2|//h3")]
    assert all(after <= before + 1 for before, after in pairwise(levels))


@BOTH
def test_labels_are_no_markup_on_the_page(language):
    evil = replace(ABOUT, consultation=Bilingual("<script>1</script>", "<script>1</script>"))
    content = formats_service.html(TABLES[:3], evil, language)
    assert "<script" not in content
    assert "&lt;script&gt;" in content


def test_many_options_stand_in_several_tables():
    options = people.options(*(f"o{number}" for number in range(9)))
    universe = people.of(replace(people.VIEW, options=options))
    tables = people.release(universe, people.invented(universe, 60, seed=1))
    page = html.document_fromstring(formats_service.html(tables, ABOUT, "en"))
    captions = [caption.text for caption in page.xpath("//caption")][1:]
    assert captions == [
        "View – Percentages – Part: 1", "View – Percentages – Part: 2",
        "View – Numbers of people – Part: 1", "View – Numbers of people – Part: 2",
    ]  # fmt: skip
    heads = [head.text for head in page.xpath("//table[caption[contains(., 'Percentages')]]/thead//th")]
    assert [head for head in heads if head in {o.label.en for o in options}] == [o.label.en for o in options]


@BOTH
def test_the_pdf_is_tagged_and_says_its_language_and_title(language):
    content = written(Format.PDF, language)
    assert tagged.faults(content) == []
    with pikepdf.open(io.BytesIO(content)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == language
        assert document.Root.ViewerPreferences.DisplayDocTitle
        with document.open_metadata() as about:
            assert about["dc:title"] == ABOUT.title[language]
            assert about["pdfuaid:part"] == "1"
        assert not {"/Author", "/CreationDate", "/ModDate"} & set(document.docinfo)


# --- data with their description --------------------------------------------------------------------------


@BOTH
def test_the_description_fits_the_figures(language):
    found = parts(written(Format.CSVW, language))
    described = json.loads(found["figures.csv-metadata.json"])
    figures, *lists = described["tables"]
    assert found["figures.csv"] == everything(TABLES, ABOUT.name[language], language)
    for each in (figures, *lists):
        heads, *rows = rows_of(found[each["url"]])
        columns = each["tableSchema"]["columns"]
        assert heads == [column["titles"] for column in columns]
        for row in rows:
            for column, cell in zip(columns, row, strict=True):
                assert fits(cell, column), (column["name"], cell)
        key = each["tableSchema"].get("primaryKey")
        assert not key or len({picked(row, columns, key) for row in rows}) == len(rows)


def fits(cell: str, column: dict) -> bool:
    """Is the cell a value that the description allows in this column?"""
    kind = column["datatype"]
    if cell in column.get("null", [""]) or kind == "string":
        return True
    if kind["base"] == "integer":
        return cell.isdigit() and int(cell) >= kind["minimum"]
    return bool(re.fullmatch(kind["format"], cell))


def picked(row: list[str], columns: list[dict], names: list[str]) -> tuple[str, ...]:
    places = {column["name"]: place for place, column in enumerate(columns)}
    return tuple(row[places[name]] for name in names)


@BOTH
def test_every_code_is_in_the_lists_with_its_label_in_both_languages(language):
    found = parts(written(Format.CSVW, language))
    described = json.loads(found["figures.csv-metadata.json"])
    figures, *lists = described["tables"]
    columns = figures["tableSchema"]["columns"]
    _, *rows = rows_of(found["figures.csv"])
    for refers in figures["tableSchema"]["foreignKeys"]:
        there = next(each for each in lists if each["url"] == refers["reference"]["resource"])
        _, *listed = rows_of(found[there["url"]])
        known = {picked(row, there["tableSchema"]["columns"], refers["columnReference"]) for row in listed}
        used = {picked(row, columns, refers["columnReference"]) for row in rows}
        assert used == known
        assert all(row[2] and row[3] for row in listed)


@BOTH
def test_the_description_tells_the_rule_and_the_epoch(language):
    described = json.loads(parts(written(Format.CSVW, language))["figures.csv-metadata.json"])
    (rule,) = described["notes"]
    assert (rule["epoch"], rule["rounded_to"], rule["hidden_below"]) == (1, 5, 10)
    assert described["dialect"]["encoding"] == "utf-8"
    assert described["@context"][0] == "http://www.w3.org/ns/csvw"
    assert {"@value": ABOUT.title["cy"], "@language": "cy"} in described["dc:title"]


def test_the_names_of_files_differ_between_formats_and_languages():
    names = [name for language in LANGUAGES for name in formats.names(language)]
    assert len(names) == len(set(names)) == 2 * len(Format)
    assert set(Format) <= set(formats.TYPES)
