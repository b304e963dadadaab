"""How is a book of sheets written as an Excel workbook?

Every cell is a number or a text: nothing is worked out by the program that opens it, so nothing is cached.
The same book is always the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from math import ceil
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from defusedxml.ElementTree import fromstring

from engage.analysis.archive import archive, parts
from engage.analysis.panel import PLACES, Cell
from engage.analysis.sheets import PROSE, Book, Grid, Heading, Link, Look, Sheet

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
FONT = {"font_name": "Arial", "font_size": 12, "font_scheme": "none"}
TOP = {"valign": "top"}
WRAPPED = TOP | {"text_wrap": True}
HEAD = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 2}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "heading": {"bold": True, "font_size": 14},
    "line": TOP,
    "prose": WRAPPED,
    "link": TOP | {"font_color": "#0B3D91", "underline": 1},
    "head": HEAD,
    "head of numbers": HEAD | {"align": "right"},
    Look.WORDS.value: WRAPPED,
    Look.NUMBER.value: TOP | {"num_format": "#,##0", "align": "right"},
    Look.PERCENT.value: TOP | {"num_format": '0"%"', "align": "right"},
    Look.DECIMAL.value: TOP | {"num_format": f"0.{'0' * PLACES}", "align": "right"},
}
STYLES = {"title": ("Heading 1", 16), "heading": ("Heading 2", 17)}  # names of Excel's own, and their numbers
LINE, LETTERS = 15.5, 1.06  # points of a line; letters of this font for each character of width
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

LANGUAGE = {"en": "en-GB", "cy": "cy-GB"}
CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title>'
    "<dc:language>{language}</dc:language></cp:coreProperties>"
)


def xlsx(book: Book) -> bytes:
    """Write the book."""
    import xlsxwriter  # here: web processes start without it

    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, OPTIONS | {"default_format_properties": dict(FONT)})
    looks = {name: workbook.add_format(look) for name, look in LOOKS.items()}
    for sheet in book.sheets:
        _write(workbook.add_worksheet(sheet.name), sheet, looks)
    workbook.close()
    return _finished(file.getvalue(), book, {name: looks[name].xf_index for name in STYLES})


def _write(worksheet: Any, sheet: Sheet, looks: Mapping[str, Any]) -> None:
    worksheet.hide_gridlines(2)
    worksheet.write_string(0, 0, sheet.title, looks["title"])
    prose = "line" if sheet.grid else "prose"
    for number, line in enumerate(sheet.lines, 1):
        if isinstance(line, Heading):
            worksheet.write_string(number, 0, line.text, looks["heading"])
        else:
            _write_cell(worksheet, number, 0, line, looks[prose], looks)
            if isinstance(line, str) and not sheet.grid:
                _set_height(worksheet, number, [(line, PROSE)])
    if sheet.grid:
        _write_grid(worksheet, sheet.grid, len(sheet.lines) + 1, looks)
    else:
        worksheet.set_column(0, 0, PROSE)
    worksheet.set_landscape()
    worksheet.set_paper(9)  # A4
    worksheet.fit_to_pages(1, 0)


def _write_grid(worksheet: Any, grid: Grid, top: int, looks: Mapping[str, Any]) -> None:
    """Write a table whose headings stand in the row `top`."""
    last = len(grid.columns) - 1
    headings = [
        {
            "header": column.heading,
            "header_format": looks["head" if column.look is Look.WORDS else "head of numbers"],
        }
        for column in grid.columns
    ]
    worksheet.add_table(
        top, 0, top + len(grid.rows), last,
        {"name": grid.name, "columns": headings, "style": None, "autofilter": False},
    )  # fmt: skip
    _set_height(worksheet, top, [(column.heading, column.width) for column in grid.columns])
    formats = [looks[column.look.value] for column in grid.columns]
    for number, row in enumerate(grid.rows, top + 1):
        for place, cell in enumerate(row):
            _write_cell(worksheet, number, place, cell, formats[place], looks)
        texts = zip(row, grid.columns, strict=True)
        _set_height(worksheet, number, [(cell, c.width) for cell, c in texts if isinstance(cell, str)])
    for place, column in enumerate(grid.columns):
        worksheet.set_column(place, place, column.width)
    worksheet.repeat_rows(top)


def _set_height(worksheet: Any, row: int, texts: Iterable[tuple[str, int]]) -> None:
    """Make a row high enough for texts that do not fit on one line; not every program does that itself."""
    lines = max((ceil(len(text) / (LETTERS * width)) for text, width in texts), default=1)
    if lines > 1:
        worksheet.set_row(row, lines * LINE)


def _write_cell(
    worksheet: Any, row: int, column: int, cell: Cell | Link, look: Any, looks: Mapping[str, Any]
) -> None:
    if isinstance(cell, Link):
        worksheet.write_url(row, column, f"internal:'{cell.sheet}'!A1", looks["link"], cell.text)
    elif isinstance(cell, int | float):
        worksheet.write_number(row, column, cell, look)
    else:
        worksheet.write_string(row, column, cell, look)


# --- what the library does not write ----------------------------------------------------------------------


def _finished(content: bytes, book: Book, formats: Mapping[str, int]) -> bytes:
    """Name the styles of headings, and replace who and when by the title and the language."""
    found = parts(content)
    found["xl/styles.xml"] = _with_styles(found["xl/styles.xml"], formats)
    about = CORE.format(title=escape(book.title), language=LANGUAGE[book.language])
    found["docProps/core.xml"] = about.encode()
    return archive(found.items())


def _with_styles(styles: bytes, formats: Mapping[str, int]) -> bytes:
    """Make each of these cell formats, by its number, one of the styles that Excel knows by name."""
    ElementTree.register_namespace("", MAIN)
    root = fromstring(styles)
    bases, used, names = (
        next(root.iter(f"{{{MAIN}}}{part}")) for part in ("cellStyleXfs", "cellXfs", "cellStyles")
    )
    for name, (style, number) in STYLES.items():
        cell = used[formats[name]]
        base = {key: cell.attrib[key] for key in ("numFmtId", "fontId", "fillId", "borderId")}
        cell.set("xfId", str(len(bases)))
        given = {"name": style, "xfId": str(len(bases)), "builtinId": str(number)}
        ElementTree.SubElement(names, f"{{{MAIN}}}cellStyle", given)
        ElementTree.SubElement(bases, f"{{{MAIN}}}xf", base)
    for counted in (bases, names):
        counted.set("count", str(len(counted)))
    written: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written
