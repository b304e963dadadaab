"""A release with everything that a release can hold, and how each of its files is read back."""

from __future__ import annotations

import csv
import io
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeAlias

import odfdo
import openpyxl
from lxml import html

from engage.analysis import formats_service
from engage.analysis.about import About
from engage.analysis.epochs import Kind
from engage.analysis.formats import Format
from engage.analysis.rule import USUAL
from engage.analysis.sheets import Book, Link, book
from engage.analysis.tables import SafeTable
from engage.bilingual import Bilingual
from engage.equality.characteristics import Level
from tests.analysis import people

Grid: TypeAlias = list[list[str]]  # the cells of a table, its headings first
EVERY_SHEET = "44,34,76,1,,0,false,false,false,false,false,-1"  # UTF-8, numbers as they are, all sheets

UNIVERSE = people.of(
    people.VIEW,
    people.USES,
    people.SAY,
    level=Level.STANDARD,
    dimensions=("language",),
    intersections=(("sex", "disability"),),
    filter="view",
)
PEOPLE = [
    replace(each, language="cy" if number % 3 == 0 else "en", channel="online")
    for number, each in enumerate(people.invented(UNIVERSE, 237, seed=4))
]
TABLES = people.release(UNIVERSE, PEOPLE)
ABOUT = About(
    name=Bilingual("buses-1", "bysiau-1"),
    consultation=Bilingual("Buses in Glynmorfa", "Bysiau yng Nglŷn Morfa ŵ"),
    council=Bilingual("Glynmorfa County Council", "Cyngor Sir Glynmorfa"),
    counted_up_to=date(2026, 5, 1),
    epoch=1,
    kind=Kind.FINAL,
    received=237,
    people=235,
    level=Level.STANDARD,
    rule=USUAL,
    left_out=(Bilingual("An organisation", "Sefydliad"),),
    email="consultations@glynmorfa.example",
    telephone="01632 960001",
)


@cache
def written(kind: Format, language: str) -> bytes:
    """The whole release in one file; of the PDF, which takes long, only some pages."""
    return write(kind, TABLES, language)


def write(kind: Format, tables: Sequence[SafeTable], language: str) -> bytes:
    return formats_service.MAKERS[kind](tables[:4] if kind is Format.PDF else tables, ABOUT, language)


@cache
def laid_out(language: str) -> Book:
    return book(TABLES, ABOUT, language)


def grids_of(found: Book) -> dict[str, Grid]:
    """The tables as they are meant to be, by the name of the sheet."""
    return {
        sheet.name: [
            [column.heading for column in sheet.grid.columns],
            *(
                [cell.text if isinstance(cell, Link) else _plain(cell) for cell in row]
                for row in sheet.grid.rows
            ),
        ]
        for sheet in found.sheets
        if sheet.grid
    }


def grids_of_xlsx(content: bytes) -> dict[str, Grid]:
    """The tables that an Excel workbook marks up."""
    found = openpyxl.load_workbook(io.BytesIO(content))
    return {
        sheet.title: [[_plain(cell.value) for cell in row] for row in sheet[table.ref]]
        for sheet in found
        for table in sheet.tables.values()
    }


def grids_of_ods(content: bytes) -> dict[str, Grid]:
    """The tables that an OpenDocument spreadsheet marks up."""
    document = odfdo.Document(io.BytesIO(content))
    found = {}
    for area in document.body.get_elements("//table:database-range"):
        address = str(area.get_attribute("table:target-range-address"))
        first, _, last = address.partition(":")
        name = first.rpartition(".")[0].strip("'")
        rows = document.body.get_table(name=name).get_cells(
            f"{first.rpartition('.')[2]}:{last.rpartition('.')[2]}"
        )
        found[name] = [[_text(cell) for cell in row] for row in rows]
    return found


def _plain(value: object) -> str:
    """Write a number as programs show it who know only one kind of number."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _text(cell: odfdo.Cell) -> str:
    if cell.type == "float":
        return _plain(float(cell.value))
    (words,) = cell.get_elements("text:p/text:a") or cell.get_elements("text:p")
    return words.text


def in_libreoffice(to: str, *files: Path) -> None:
    """Have LibreOffice convert files, beside each other."""
    folder = files[0].parent
    command = ["soffice", f"-env:UserInstallation=file://{folder}/home", "--headless", "--convert-to", to]
    subprocess.run([*command, "--outdir", folder, *files], check=True, capture_output=True, timeout=300)


def sheets_in_libreoffice(*files: Path) -> dict[str, dict[str, Grid]]:
    """Every sheet of these files as LibreOffice reads it, by the stem of the file and the sheet."""
    in_libreoffice(f"csv:Text - txt - csv (StarCalc):{EVERY_SHEET}", *files)
    return {file.stem: {path.stem.partition("-")[2]: _csv(path) for path in _written(file)} for file in files}


def _written(file: Path) -> list[Path]:
    return list(file.parent.glob(f"{file.stem}-*.csv"))


def _csv(path: Path) -> Grid:
    return list(csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))


def figures_of_page(content: bytes) -> list[list[str]]:
    """Every row of every table of the page, its label first."""
    page = html.document_fromstring(content.decode())
    return [
        [" ".join(cell.text_content().split()) for cell in row]
        for row in page.xpath("//tbody/tr[not(contains(@class, 'of'))]")
    ]
