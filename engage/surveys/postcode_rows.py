"""Which rows stand in a table that somebody brought, as CSV, as a CSV in a ZIP, or as XLSX?

They are given one after the other, so that a long file is never wholly in memory as rows.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, TypeAlias

from lxml import etree

from engage.consultations.archives import BROKEN
from engage.errors import Invalid
from engage.surveys.workbook import Bounds, require_harmless

LARGEST = 11 * 1024 * 1024  # bytes of a file; a request may have 12 MB
UNPACKED = 200 * 1024 * 1024  # bytes of the CSV in a ZIP
OF_POSTCODES = Bounds(unpacked=300_000_000, elements=6_000_000)
MOST_ROWS = 400_000
MOST_COLUMNS = 500
LONGEST_CELL = 300  # characters
_ZIP = b"PK\x03\x04"
_CHUNK = 65_536
_WORKBOOK, _SHARED = "xl/workbook.xml", "xl/sharedStrings.xml"
_SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")
# What lxml lets through beside that, and cells that point to a text or a row that there is not.
_BROKEN_WORKBOOK = (*BROKEN, etree.XMLSyntaxError, IndexError)

Rows: TypeAlias = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong where.

    `kind` is one of postcodes.PROBLEMS, `row` counts from 1 with all that stands above, 0 is the whole file.
    """

    row: int
    kind: str
    value: str = ""


def rows(content: bytes) -> Iterator[Rows]:
    """The rows of every sheet, each with its number. Raises Invalid, also while they are read."""
    if not content.startswith(_ZIP):
        yield _of_csv(io.BytesIO(content), _encoding(content))
        return
    with _refused(BROKEN):
        archive = zipfile.ZipFile(io.BytesIO(content))
    if _WORKBOOK not in archive.namelist():
        yield _zipped(archive)
        return
    with _refused((Invalid,)):
        require_harmless(content, OF_POSTCODES)
    yield from _of_workbook(archive)


@contextmanager
def _refused(errors: tuple[type[Exception], ...]) -> Iterator[None]:
    """Say of the whole file that it cannot be read instead of raising one of these."""
    try:
        yield
    except errors:
        raise _unreadable(0) from None


def _unreadable(row: int) -> Invalid:
    return Invalid([RowProblem(row, "unreadable")])


def _encoding(content: bytes) -> str:
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _of_csv(stream: IO[bytes], encoding: str) -> Rows:
    text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    reader = csv.reader(text, strict=True)
    count = 0
    try:
        for row in reader:
            count += 1
            if count > MOST_ROWS:
                raise Invalid([RowProblem(reader.line_num, "too_many_rows", f"{MOST_ROWS:,}")])
            yield reader.line_num, [cell[:LONGEST_CELL] for cell in row]
    except csv.Error:
        raise _unreadable(reader.line_num) from None


def _zipped(archive: zipfile.ZipFile) -> Rows:
    """The rows of the only CSV in an archive."""
    found = [each for each in archive.infolist() if each.filename.casefold().endswith(".csv")]
    if len(found) != 1 or found[0].file_size > UNPACKED or found[0].flag_bits & 1:
        raise _unreadable(0)
    with _refused(BROKEN):
        with archive.open(found[0]) as stream:
            encoding = _encoding_of(stream)
        with archive.open(found[0]) as stream:
            yield from _of_csv(stream, encoding)


def _encoding_of(stream: IO[bytes]) -> str:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        while chunk := stream.read(_CHUNK):
            decoder.decode(chunk)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


# --- XLSX: the parts are read as they are, because the usual library takes a minute for a long list -------


def _of_workbook(archive: zipfile.ZipFile) -> Iterator[Rows]:
    names = sorted(
        (each for each in archive.namelist() if _SHEET.fullmatch(each)),
        key=lambda name: (len(name), name),
    )
    with _refused(_BROKEN_WORKBOOK):
        shared = _shared(archive)
    for name in names:
        yield _of_sheet(archive, name, shared)


def _shared(archive: zipfile.ZipFile) -> list[str]:
    """The texts that cells point to."""
    if _SHARED not in archive.namelist():
        return []
    return [_text(part) for part in _parts(archive, _SHARED, "si")]


def _of_sheet(archive: zipfile.ZipFile, name: str, shared: Sequence[str]) -> Rows:
    with _refused(_BROKEN_WORKBOOK):
        for count, part in enumerate(_parts(archive, name, "row"), 1):
            number = int(part.get("r", count))
            if count > MOST_ROWS:
                raise Invalid([RowProblem(number, "too_many_rows", f"{MOST_ROWS:,}")])
            yield number, _cells(part, shared)


def _parts(archive: zipfile.ZipFile, name: str, tag: str) -> Iterator[Any]:
    """Every element with this tag; what was read is forgotten."""
    with archive.open(name) as stream:
        for _event, part in etree.iterparse(
            stream, tag=f"{{*}}{tag}", resolve_entities=False, no_network=True, load_dtd=False
        ):
            yield part
            part.clear()
            while part.getprevious() is not None:
                del part.getparent()[0]


def _cells(row: Any, shared: Sequence[str]) -> list[str]:
    """The texts of a row, with empty ones where a cell is left out."""
    found: list[str] = []
    for cell in row:
        at = _column(cell.get("r", ""))
        if at is not None and len(found) < at <= MOST_COLUMNS:
            found += [""] * (at - len(found))
        found.append(_cell(cell, shared)[:LONGEST_CELL])
    return found


def _cell(cell: Any, shared: Sequence[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    value = next((str(part.text or "") for part in cell if part.tag.rpartition("}")[2] == "v"), "")
    return shared[int(value)] if kind == "s" and value else value


def _text(part: Any) -> str:
    return "".join(each.text or "" for each in part.iter("{*}t"))


def _column(reference: str) -> int | None:
    """The place of the column from 0, from such as "AB12"; None if the cell does not say it."""
    place = 0
    for letter in reference.rstrip("0123456789"):
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1 if place else None
