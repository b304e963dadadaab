"""How is a translator's file written as a spreadsheet, and read back?

Only two columns are meant to be written in. Everything is text, nothing a formula. What Engage has to know
again when the file comes back stands in a column of its own and on the second sheet.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import openpyxl
import xlsxwriter

from engage.bilingual import LANGUAGES, Bilingual
from engage.errors import Invalid
from engage.surveys.translation_files import GROUP, LIMIT, MOST_ROWS, FileRefused, Head, Row, Sent, stated
from engage.surveys.workbook import require_harmless

TEXTS, ABOUT = "Texts - Testunau", "Help - Cymorth"
LONGEST = 32_000  # characters in one cell; a longer text travels in the other format alone
LANGUAGE = {"en": "English - Saesneg", "cy": "Cymraeg - Welsh"}
HEADINGS = (
    "Where - Ble", "State - Cyflwr", "{source}", "{target}", "Still right? - Dal yn gywir?",
    "Notes - Nodiadau", "Reference - Cyfeirnod", "For Engage - Ar gyfer Engage",
)  # fmt: skip
WIDTHS = (30, 16, 50, 50, 16, 40, 34, 16)
YES = {"y", "yes", "x", "ok", "ydy", "ydi", "ie", "iawn", "cywir"}
HELP = (
    Bilingual(
        "Write your translation in the coloured column. You can leave rows out and finish them another day.",
        "Ysgrifennwch eich cyfieithiad yn y golofn liw. Gallwch adael rhesi a'u gorffen ddiwrnod arall.",
    ),
    Bilingual(
        "When a text is out of date but its translation is still right, write yes beside it.",
        "Pan fydd testun wedi dyddio ond ei gyfieithiad yn dal yn gywir, ysgrifennwch ydy wrth ei ochr.",
    ),
    Bilingual(
        "Copy words in curly brackets, such as {item}, and web addresses letter by letter. Keep the numbers.",
        "Copïwch eiriau mewn bachau cyrliog, fel {item}, a chyfeiriadau gwe fesul llythyren. "
        "Cadwch y rhifau.",
    ),
    Bilingual(
        "Do not sort the rows, and do not change the other columns.",
        "Peidiwch â threfnu'r rhesi, a pheidiwch â newid y colofnau eraill.",
    ),
)
_HEAD = ("Consultation - Ymgynghoriad", "From - O", "Revision - Diwygiad", "Version - Fersiwn")


def write(head: Head, texts: Iterable[Sent], state: Callable[[Sent], str]) -> bytes:
    """Write a file; `state` says where a text stands, in words."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": "Engage", "subject": head.consultation})
        _write_texts(book, head, [sent for sent in texts if _fits(sent)], state)
        _write_about(book, head)
    return file.getvalue()


def read(content: bytes) -> tuple[Head, list[Row]]:
    """Read a file. Raises FileRefused."""
    if len(content) > LIMIT:
        raise FileRefused("too_big")
    try:
        require_harmless(content)
    except Invalid as refused:
        unreadable = refused.problems[0].code == "workbook_unreadable"
        raise FileRefused("not_workbook" if unreadable else "harmful") from None
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    except Exception:  # whatever a library raises for a broken file
        raise FileRefused("not_workbook") from None
    try:
        return _read(book)
    finally:
        book.close()


def _fits(sent: Sent) -> bool:
    return max(len(sent.row.source), len(sent.row.target)) <= LONGEST


def _write_texts(book: Any, head: Head, texts: Sequence[Sent], state: Callable[[Sent], str]) -> None:
    sheet = book.add_worksheet(TEXTS)
    look = {"text_wrap": True, "valign": "top", "num_format": "@", "font_size": 12}
    plain = book.add_format({**look, "locked": True})
    open_ = book.add_format({**look, "locked": False, "bg_color": "#FFF7DB", "border": 1})
    heading = book.add_format({**look, "bold": True, "bottom": 2})
    names = {"source": LANGUAGE[head.source_language], "target": LANGUAGE[head.target_language]}
    for column, (name, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name.format(**names), heading)
    for number, sent in enumerate(texts, 1):
        row = sent.row
        known = f"{row.seen} {row.group}".strip()
        notes = "\n".join(note for about, note in sent.notes.items() if about != "context")
        context = sent.notes.get("context", "")
        cells = (context, state(sent), row.source, row.target, "", notes[:LONGEST], row.key, known)
        for column, cell in enumerate(cells):
            look_of_cell = open_ if column in (3, 4) else plain
            if cell:
                sheet.write_string(number, column, cell, look_of_cell)
            else:
                sheet.write_blank(number, column, None, look_of_cell)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _write_about(book: Any, head: Head) -> None:
    sheet = book.add_worksheet(ABOUT)
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@", "font_size": 12})
    sheet.set_column(0, 1, 60, wrapped)
    values = (head.consultation, head.source_language, str(head.revision), str(head.version))
    rows = [(LANGUAGE["en"], LANGUAGE["cy"]), *((line.en, line.cy) for line in HELP)]
    rows += list(zip(_HEAD, values, strict=True))
    for number, pair in enumerate(rows):
        for column, cell in enumerate(pair):
            sheet.write_string(number, column, cell, wrapped)
    sheet.protect()


def _read(book: Any) -> tuple[Head, list[Row]]:
    if not {TEXTS, ABOUT} <= set(book.sheetnames):
        raise FileRefused("not_ours")
    for name in (TEXTS, ABOUT):
        book[name].reset_dimensions()  # what some programs say of them is wrong
    said = {
        _text(row[0]): _text(row[1]) for row in book[ABOUT].iter_rows(max_row=50, max_col=2) if len(row) > 1
    }
    consultation, source, revision, version = (said.get(name, "") for name in _HEAD)
    if not consultation.startswith("engage:") or source not in LANGUAGES:
        raise FileRefused("not_ours")
    rows = []
    for number, cells in enumerate(book[TEXTS].iter_rows(min_row=2, max_col=len(HEADINGS)), 2):
        if number > MOST_ROWS:
            raise FileRefused("too_many")
        if any(_text(cell) for cell in cells):
            rows.append(_read_row([*cells, *[None] * (len(HEADINGS) - len(cells))], number))
    return Head(consultation, source, stated(revision), stated(version)), rows


def _read_row(cells: Sequence[Any], number: int) -> Row:
    _where, _state, source, target, right, _notes, key, known = cells
    seen, _apart, group = _text(known).partition(" ")
    return Row(
        _text(key),
        _text(source),
        _text(target),
        seen,
        group if GROUP.fullmatch(group) else "",
        _text(right).strip().lower() in YES,
        str(number),
        "formula" if getattr(target, "data_type", "") == "f" else "",
    )


def _text(cell: Any) -> str:
    """What stands in a cell; a number that a spreadsheet made of digits is text again."""
    value = getattr(cell, "value", None)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).replace("\r\n", "\n").replace("_x000D_", "")
