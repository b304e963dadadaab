"""How long does it take to write a full release as files, beside writing bare cells with the same library?

    python -m bench.files

Prints one line of JSON: 20 questions of 5 options by the 9 protected characteristics in their detailed
groups, each beside everyone else, in Welsh. `floor_seconds` is a workbook of as many cells, written with
`write` of XlsxWriter and nothing else; `ratio` is the XLSX by that. The other formats stand beside it, but
not the PDF, which takes minutes and is drawn in the background.
"""

from __future__ import annotations

import io
import json
from datetime import date
from functools import partial

import xlsxwriter

from bench.breakdown import KEY, invented, seconds, survey
from engage.analysis.about import About
from engage.analysis.breakdown import release_tables
from engage.analysis.epochs import Kind
from engage.analysis.formats import Format
from engage.analysis.formats_service import MAKERS
from engage.analysis.rule import USUAL
from engage.analysis.sheets import Book, book
from engage.bilingual import Bilingual
from engage.equality.characteristics import Level

RESPONSES, LANGUAGE = 5_000, "cy"
TIMES = 5
RATIO, SECONDS = 3.0, 2.0  # the goals: of the XLSX by the bare cells; of the XLSX, within a request
ABOUT = About(
    name=Bilingual("bench-1", "bench-1"),
    consultation=Bilingual("Bench", "Mainc"),
    council=Bilingual("Glynmorfa County Council", "Cyngor Sir Glynmorfa"),
    counted_up_to=date(2026, 5, 1),
    epoch=1,
    kind=Kind.FINAL,
    received=RESPONSES,
    people=RESPONSES,
    level=Level.DETAILED,
    rule=USUAL,
)


def cells(found: Book) -> list[list[tuple[int | str, ...]]]:
    """The cells of every table, sheet by sheet; of links their words."""
    return [
        [tuple(getattr(cell, "text", cell) for cell in row) for row in sheet.grid.rows]
        for sheet in found.sheets
        if sheet.grid
    ]


def bare(sheets: list[list[tuple[int | str, ...]]]) -> bytes:
    """Write the same cells, and nothing else."""
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True})
    for rows in sheets:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write(number, place, cell)
    workbook.close()
    return file.getvalue()


def main() -> None:
    asked = survey()
    tables = release_tables(asked, invented(asked, RESPONSES), KEY)
    sheets = cells(book(tables, ABOUT, LANGUAGE))

    def write(kind: Format) -> bytes:
        return MAKERS[kind](tables, ABOUT, LANGUAGE)

    write(Format.XLSX)  # imports
    taken, floor = seconds(lambda: write(Format.XLSX), TIMES), seconds(lambda: bare(sheets), TIMES)
    measured: dict[str, object] = {
        "measures": "files",
        "tables": len(tables),
        "cells": sum(len(row) for rows in sheets for row in rows),
        "xlsx_seconds": round(taken, 3),
        "floor_seconds": round(floor, 3),
        "ratio": round(taken / floor, 2),
        "goal_ratio": RATIO,
        "goal_seconds": SECONDS,
    }
    for kind in (Format.ODS, Format.HTML, Format.CSVW, Format.JSON):
        measured[f"{kind.name.lower()}_seconds"] = round(seconds(partial(write, kind), 1), 3)
    for kind in (Format.XLSX, Format.ODS, Format.HTML, Format.CSVW, Format.JSON):
        measured[f"{kind.name.lower()}_bytes"] = len(write(kind))
    print(json.dumps(measured))


if __name__ == "__main__":
    main()
