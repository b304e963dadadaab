"""Which table stands in a file that another tool has made?

A CSV file is UTF-8, or else what Windows writes in these islands (cp1252), which is said. Its quotation marks
have to fit together (RFC 4180, section 2): else answers end early, and rows are lost in others. Of an XLSX
file the values are taken: no formula is ever worked out, and one without a value is the text that somebody
wrote.
A table has one row of headings, or two: then a question stands over its options. Where it could be either,
only somebody who knows the file can say: the second row may be what the first person has said.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import chain, islice
from typing import Any

from engage.errors import Invalid
from engage.surveys.text import line, lines
from engage.surveys.workbook import Bounds, require_harmless

PROBLEMS: dict[str, tuple[str, ...]] = {
    "too_big": (),
    "unreadable": (),
    "quotation": ("line",),
    "too_many_columns": ("most", "given"),
    "too_many_rows": ("most",),
    "no_rows": (),
    "no_rows_in_sheet": (),
}
LARGEST = 8 * 1024 * 1024  # bytes of a file
MOST_COLUMNS, MOST_ROWS = 300, 20_000
LONGEST_CELL = 60_000  # characters; what is longer is refused by the rules of any question
BOUNDS = Bounds(unpacked=200_000_000, elements=15_000_000)
BETWEEN = " - "  # the question and its option in a heading of two rows
_DELIMITERS = (",", ";", "\t")
_SAMPLE = 64 * 1024
_CHUNK = 1024 * 1024
_FORMULA = re.compile(rb"<(?:[\w.-]{1,20}:)?f[\s/>]")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_LONGEST_TAG = 24  # bytes of what that finds
# What openpyxl and the readers under it let through when a file is broken inside.
_BROKEN = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, NotImplementedError, OSError,
    SyntaxError, TypeError, ValueError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


class Unreadable(ValueError):
    """The file holds no table that we could read; `code` is one of PROBLEMS."""

    def __init__(self, code: str, **parameters: int) -> None:
        super().__init__(code)
        self.code, self.parameters = code, parameters


class Either(ValueError):
    """The second row may hold headings, or what somebody has said."""

    def __init__(self, first: Sequence[str], second: Sequence[str]) -> None:
        super().__init__()
        wide = min(max(_width(first), _width(second)), MOST_COLUMNS)
        self.rows = tuple(tuple(_wide([*row], wide)) for row in (first, second))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table with its number as the tool's own program shows it, the first being 1."""

    number: int
    cells: tuple[str, ...]  # as many as there are headings
    beyond: tuple[str, ...] = ()  # of a CSV file: cells after the last heading, so that others may be shifted


@dataclass(frozen=True, slots=True)
class Table:
    """Headings, and rows of texts. `encoding` is empty when the file itself says it."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str = ""
    sheet: str = ""  # the one that was read, where a workbook has several

    def to_bytes(self) -> bytes:
        """Small, to be sealed."""
        rows = [[row.number, row.cells, row.beyond] for row in self.rows]
        return zlib.compress(json.dumps([self.headings, rows, self.encoding, self.sheet]).encode())

    @classmethod
    def from_bytes(cls, content: bytes) -> Table:
        headings, rows, encoding, sheet = json.loads(zlib.decompress(content))
        return cls(
            tuple(headings),
            tuple(Row(number, tuple(cells), tuple(beyond)) for number, cells, beyond in rows),
            encoding,
            sheet,
        )


def read_table(content: bytes, heading_rows: int = 0) -> Table:
    """The table in a file. Raises Unreadable, or Either where the rows of headings have to be counted."""
    if len(content) > LARGEST:
        raise Unreadable("too_big")
    if _is_workbook(content):
        return _table_of_workbook(content, heading_rows)
    text, encoding = _decoded(content)
    return _table(_of_csv(text), heading_rows, encoding, may_shift=True)


def require_well_formed(content: bytes) -> None:
    """Raise Unreadable for a text whose rows cannot be told apart; a workbook is looked at later."""
    if not _is_workbook(content):
        deque(_of_csv(_decoded(content)[0]), maxlen=0)


# --- the two kinds of file ------------------------------------------------------------------------------


def _is_workbook(content: bytes) -> bool:
    return content.startswith(b"PK\x03\x04")


def _decoded(content: bytes) -> tuple[str, str]:
    """The text, and its encoding if that is only our guess."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), ""
        except UnicodeDecodeError:
            raise Unreadable("unreadable") from None
    try:
        text, encoding = content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        text, encoding = content.decode("cp1252", errors="replace"), "cp1252"
    if "\0" in text.partition("\n")[0]:  # no text has that in its headings
        raise Unreadable("unreadable")
    return text, encoding


def _of_csv(text: str) -> Iterator[list[str]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    begins = 1
    try:
        for cells in rows:
            yield cells
            begins = rows.line_num + 1
    except csv.Error:  # also a text longer than the library takes: it is one that was never closed
        raise Unreadable("quotation", line=begins) from None


def _delimiter(text: str) -> str:
    """What parts the cells: whatever parts the headings into most."""
    first = next((each for each in text[:_SAMPLE].splitlines() if each.strip()), "")
    return max(_DELIMITERS, key=lambda each: len(next(csv.reader([first], delimiter=each), [])))


def _table_of_workbook(content: bytes, heading_rows: int) -> Table:
    rows, sheet = _of_workbook(content)
    try:
        return replace(_table(rows, heading_rows), sheet=sheet)
    except Unreadable as wrong:
        if sheet and wrong.code == "no_rows":
            raise Unreadable("no_rows_in_sheet") from None
        raise


def _of_workbook(content: bytes) -> tuple[list[list[str]], str]:
    try:
        require_harmless(content, BOUNDS)
        return _first_sheet(content)
    except (Invalid, *_BROKEN):
        raise Unreadable("unreadable") from None


def _first_sheet(content: bytes) -> tuple[list[list[str]], str]:
    """The rows of the first sheet that has some, and its name if there are others."""
    book = _opened(content, data_only=True)
    written = _opened(content, data_only=False) if _has_formulas(content) else None
    for sheet in book.worksheets:
        behind = _every_row(written[sheet.title]) if written else None
        if rows := list(islice(_texts(_every_row(sheet), behind), MOST_ROWS + 4)):
            return rows, line(sheet.title) if len(book.worksheets) > 1 else ""
    return [], ""


def _opened(content: bytes, *, data_only: bool) -> Any:
    """The workbook with the texts that its cells share as they stand, see `_unescaped`."""
    from openpyxl.cell.text import Text
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
    from openpyxl.xml.functions import iterparse

    class Reader(ExcelReader):  # type: ignore[misc]
        def read_strings(self) -> None:
            """The library's own way loses the escaped underscores, and with them what was never an escape."""
            if part := self.package.find(SHARED_STRINGS):
                with self.archive.open(part.PartName[1:]) as source:
                    for _event, node in iterparse(source):
                        if node.tag == f"{{{SHEET_MAIN_NS}}}si":
                            self.shared_strings.append(Text.from_tree(node).content)
                            node.clear()

    reader = Reader(io.BytesIO(content), read_only=True, data_only=data_only)
    reader.read()
    return reader.wb


def _every_row(sheet: Any) -> Iterator[Sequence[Any]]:
    """The rows that are there; how many the file says that there are is wrong in those of some programs."""
    sheet.reset_dimensions()
    found: Iterator[Sequence[Any]] = sheet.iter_rows(values_only=True)
    return found


def _has_formulas(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return any(_holds_formula(archive, name) for name in sheets)


def _holds_formula(archive: zipfile.ZipFile, name: str) -> bool:
    with archive.open(name) as part:
        before = b""
        while chunk := part.read(_CHUNK):
            if _FORMULA.search(before + chunk):
                return True
            before = chunk[-_LONGEST_TAG:]
    return False


def _texts(shown: Iterable[Sequence[Any]], behind: Iterable[Sequence[Any]] | None) -> Iterator[list[str]]:
    """Cells as texts; a formula that was never worked out is what somebody wrote."""
    if behind is None:
        yield from ([_text(cell) for cell in row[: MOST_COLUMNS + 1]] for row in shown)
        return
    for row, formulas in zip(shown, behind, strict=False):
        pairs = zip(row[: MOST_COLUMNS + 1], formulas, strict=False)
        yield [_text(formula if cell is None else cell) for cell, formula in pairs]


def _text(cell: Any) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return str(int(cell)) if cell.is_integer() else str(cell)
        case datetime():
            whole = cell.time() == time()
            return cell.date().isoformat() if whole else cell.isoformat(" ", "seconds")
        case date():
            return cell.isoformat()
        case _:
            return _unescaped(str(cell))


def _unescaped(text: str) -> str:
    """A text of a workbook with the signs that XML cannot hold, or might change (ECMA-376, ST_Xstring)."""
    found = _ESCAPE.sub(lambda each: chr(int(each[1], 16)), text)
    return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


# --- the table ------------------------------------------------------------------------------------------


def _table(
    lines_read: Iterable[list[str]], heading_rows: int, encoding: str = "", *, may_shift: bool = False
) -> Table:
    """With `may_shift` a text that is not quoted has pushed the cells after it out of their columns."""
    tidied = ((number, [*map(lines, cells)]) for number, cells in enumerate(lines_read, 1))
    numbered = ((number, cells) for number, cells in tidied if any(cells))
    first, second = next(numbered, None), next(numbered, None)
    if first is None or second is None:
        raise Unreadable("no_rows")
    if heading_rows == 0 and _is_over(first[1], second[1]):
        raise Either(first[1], second[1])
    is_double = heading_rows == 2
    headings = _both(first[1], second[1]) if is_double else first[1]
    below = list(islice(numbered if is_double else chain([second], numbered), MOST_ROWS + 1))
    if not below:
        raise Unreadable("no_rows")
    if len(below) > MOST_ROWS:
        raise Unreadable("too_many_rows", most=MOST_ROWS)
    wide = max(_width(cells) for cells in (headings, *(cells for _number, cells in below)))
    if wide > MOST_COLUMNS:
        raise Unreadable("too_many_columns", most=MOST_COLUMNS, given=wide)
    usual = max(len(headings), min(len(cells) for _number, cells in below))  # some tools end all rows alike
    wide, most = (_width(headings), usual) if may_shift else (wide, MOST_COLUMNS + 1)
    named = (heading[:500] or _letters(at) for at, heading in enumerate(_wide(headings, wide)))
    return Table(tuple(named), tuple(_row(number, cells, wide, most) for number, cells in below), encoding)


def _row(number: int, cells: list[str], wide: int, most: int) -> Row:
    """The cells that have a heading, and those beyond if something stands there or they are too many."""
    kept = [cell[:LONGEST_CELL] for cell in cells[: max(wide + 1, _width(cells))]]
    beyond = kept[wide:] if _width(cells) > wide or len(cells) > most else []
    return Row(number, tuple(_wide(kept, wide)), tuple(beyond))


def _width(cells: Sequence[str]) -> int:
    """How many cells there are up to the last one that is not empty."""
    return next((at for at in range(len(cells), 0, -1) if cells[at - 1]), 0)


def _is_over(first: Sequence[str], second: Sequence[str]) -> bool:
    """May the first row be that of questions, over one with their options? Then it has gaps over words."""
    gaps = [below for above, below in zip(first, second, strict=False) if not above and below]
    return bool(gaps) and not any(below.isdecimal() for below in gaps)


def _both(first: list[str], second: list[str]) -> list[str]:
    """One heading from two; a question stands over all options up to the next one."""
    found, over = [], ""
    wide = max(len(first), len(second))
    for above, below in zip(_wide(first, wide), _wide(second, wide), strict=True):
        over = above or (over if below else "")
        found.append(BETWEEN.join(part for part in (over, below) if part))
    return found


def _wide(cells: list[str], wide: int) -> list[str]:
    return cells[:wide] + [""] * (wide - len(cells))


def _letters(at: int) -> str:
    """A, B … Z, AA: as spreadsheets name their columns."""
    return (_letters(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)
