"""How does a definition become an XLSForm, and an XLSForm a definition?

XLSForm is a spreadsheet in which many survey tools write forms: sheets `survey`, `choices` and `settings`. It
cannot say everything that a definition can. So our own files hold the whole definition, too, in a sheet that
other tools do not look at; what somebody changes in the ordinary sheets wins over it.
"""

from __future__ import annotations

import base64
import binascii
import io
import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from engage.errors import Invalid
from engage.surveys import losses, xlsform_writing
from engage.surveys.definition import Definition
from engage.surveys.document import from_json, to_json
from engage.surveys.merging import merged
from engage.surveys.naming import codes
from engage.surveys.problems import Problem
from engage.surveys.remarks import Notes, Reading, in_order, place
from engage.surveys.tour import tour
from engage.surveys.workbook import Sheet, sheets
from engage.surveys.xlsform_reading import TITLE_CY, Reader, Renamed

PROBLEMS: dict[str, tuple[str, ...]] = {
    "sheet_missing": ("sheet",),
    "sheet_refused": ("sheet",),
    "column_missing": ("column",),
    "xlsform_refused": ("said",),
}
REMARKS: dict[str, tuple[str, ...]] = {"own_facts_unreadable": ()}
OWN = "engage"  # the sheet with the whole definition
KEEP = (
    "Engage reads this sheet: leave it as it is. / Mae Engage yn darllen y daflen hon: gadewch hi fel y mae."
)
_WIDE, _LINE = 50, 15  # characters of a column of words, points of a line
_CELL = 32_000  # characters; a cell of a spreadsheet holds 32,767
_DOCUMENT = 3_000_000  # bytes of a document
_OPTIONS = {"in_memory": True} | dict.fromkeys(
    ("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False
)


def read_xlsform(content: bytes) -> Reading:
    """Read an XLSX or XLS file. Raises Invalid with everything that we cannot express, by sheet and row."""
    found = sheets(content, OWN)
    notes, renamed, now = _read(found)
    if notes.problems:
        raise Invalid(in_order(notes.problems))
    _require_accepted(found)
    own = _own_facts(found, notes)
    if own:
        _, _, written = _read(sheets(write_xlsform(own), OWN))
        now = merged(own, written, now, renamed)
    return Reading(now, in_order(each for each in notes.remarks if _has_come(each, now)))


def _has_come(remark: Problem, definition: Definition) -> bool:
    """Is it so in what was read? What a file of ours called otherwise has its own code again."""
    return remark.code != "code_made" or remark.parameters["code"] in _every_code(definition)


def _every_code(definition: Definition) -> set[str]:
    parts = [stop.part for stop in tour(definition)]
    return {part.id for part in parts}.union(*(codes(part) for part in parts))


def write_xlsform(definition: Definition) -> bytes:
    """Write an XLSX file; `read_xlsform` gives the same definition back."""
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, _OPTIONS)
    styles = {
        "bold": book.add_format({"bold": True}),
        "top": book.add_format({"valign": "top"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    found = xlsform_writing.rows(definition)
    _write(book, "survey", xlsform_writing.SURVEY, found["survey"], styles)
    _write(book, "choices", xlsform_writing.CHOICES, found["choices"], styles)
    _write(book, "settings", tuple(found["settings"][0]), found["settings"], styles)
    _write(book, losses.SHEET, losses.HEADINGS, losses.rows(definition), styles)
    own = book.add_worksheet(OWN)
    for number, line in enumerate((KEEP, *_packed(definition))):
        own.write_string(number, 0, line)
    own.hide()
    book.close()
    return file.getvalue()


# --- reading --------------------------------------------------------------------------------------------


def _read(found: Mapping[str, Sheet]) -> tuple[Notes, Renamed, Definition]:
    notes = Notes()
    _require_sheets(found, notes)
    reader = Reader(notes)
    return notes, reader.renamed, reader.definition(found)


def _require_sheets(found: Mapping[str, Sheet], notes: Notes) -> None:
    if "survey" not in found:
        notes.refuse("sheet_missing", "survey", sheet="survey")
        return
    headings = {heading.strip().lower() for heading in found["survey"].headings}
    for column, others in (("type", {"command"}), ("name", {"tag", "value"})):
        if not headings & {column, *others}:
            notes.refuse("column_missing", "survey", column=column)
    for name in ("external_choices", "entities", "osm"):
        if name in found and any(found[name].rows):
            notes.refuse("sheet_refused", name, sheet=name)


def _require_accepted(found: Mapping[str, Sheet]) -> None:
    """Let the reference reader of the format say what it thinks of the form."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    book = {
        key: value
        for name, sheet in found.items()
        if name != OWN
        for key, value in (
            (name, [dict(row) for row in sheet.rows]),
            (f"{name}_header", [dict.fromkeys(sheet.headings)]),
        )
    }
    try:
        convert(book, validate=False, form_name="data")
    except PyXFormError as refused:
        raise Invalid([Problem("xlsform_refused", place("survey"), {"said": str(refused)[:500]})]) from None


def _own_facts(found: Mapping[str, Sheet], notes: Notes) -> Definition | None:
    """The definition that the file was written from, if it still says so."""
    if OWN not in found:
        return None
    lines = [row[OWN] for row in found[OWN].rows if row[OWN] != KEEP]
    try:
        packed = base64.b64decode("".join(lines), validate=True)
        return from_json(json.loads(zlib.decompressobj().decompress(packed, _DOCUMENT)))
    except (ValueError, zlib.error, binascii.Error, RecursionError, Invalid):
        notes.remark("own_facts_unreadable", OWN)
        return None


# --- writing --------------------------------------------------------------------------------------------


def _packed(definition: Definition) -> Iterable[str]:
    """The definition in pieces that no spreadsheet program changes."""
    plain = json.dumps(to_json(definition), separators=(",", ":")).encode()
    text = base64.b64encode(zlib.compress(plain, 9)).decode()
    return (text[start : start + _CELL] for start in range(0, len(text), _CELL))


def _write(
    book: Any, name: str, headings: Iterable[str], rows: Iterable[Mapping[str, str]], styles: Any
) -> None:
    sheet = book.add_worksheet(name)
    columns = {heading: column for column, heading in enumerate(headings)}
    for heading, column in columns.items():
        sheet.write_string(0, column, heading, styles["bold"])
        sheet.set_column(column, column, _WIDE if _is_worded(heading) else 32)
    sheet.freeze_panes(1, 2)
    for number, row in enumerate(rows, 1):
        sheet.set_row(number, _LINE * max((_lines(cell) for cell in row.items()), default=1))
        for heading, written in row.items():
            if written:
                style = styles["wrap" if _is_worded(heading) else "top"]
                sheet.write_string(number, columns[heading], written[:_CELL], style)


def _is_worded(heading: str) -> bool:
    return "::" in heading or heading in ("English", "Cymraeg", "form_title", TITLE_CY)


def _lines(cell: tuple[str, str]) -> int:
    """How many lines of its column a cell takes: programs do not all measure it themselves."""
    heading, written = cell
    if not _is_worded(heading):
        return 1
    return min(20, sum(1 + len(line) // (_WIDE - 5) for line in written.split("\n")))
