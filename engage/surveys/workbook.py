"""Which rows stand in a spreadsheet that somebody sent, and is it one that may be opened at all?

An XLSX file is a ZIP archive of XML. Before any library opens it, its parts are counted and looked through
once, and what could grow without bound is refused: archives that unfold to too much, document types (and so
entities), endless rows. XLS files cannot grow; their size alone is limited.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from engage.consultations.archives import BROKEN
from engage.errors import Invalid
from engage.surveys.problems import Place, Problem

PROBLEMS: dict[str, tuple[str, ...]] = {
    "file_too_big": ("limit",),
    "workbook_unreadable": (),
    "workbook_unfolds": (),
    "workbook_doctype": (),
    "workbook_locked": (),
}
LIMIT = 3_000_000  # bytes of a file
MOST_PARTS = 300
_SIGNATURES = {b"PK\x03\x04": ".xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": ".xls"}
_CHUNK = 65_536
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a file may unfold to: the bytes and the elements of all parts together."""

    unpacked: int = 30_000_000
    elements: int = 250_000  # a survey of 200 questions has 20,000


OF_A_SURVEY = Bounds()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows under the headings, as texts by heading; the first of them is row 2. Empty rows are kept."""

    headings: tuple[str, ...]
    rows: tuple[dict[str, str], ...]


def is_workbook(content: bytes) -> bool:
    return content.startswith(tuple(_SIGNATURES))


def sheets(content: bytes, extra: str) -> dict[str, Sheet]:
    """The sheets of an XLSForm by name, and the one called `extra`, if they are there. Raises Invalid."""
    if len(content) > LIMIT:
        raise _refusal("file_too_big", limit=LIMIT)
    kind = next((kind for start, kind in _SIGNATURES.items() if content.startswith(start)), "")
    if kind == ".xlsx":
        require_harmless(content)
    elif not kind:
        raise _refusal("workbook_unreadable")
    try:
        return _opened(content, kind, extra)
    except Invalid:
        raise
    except Exception:  # whatever three libraries raise for broken files
        raise _refusal("workbook_unreadable") from None


def _refusal(code: str, **parameters: Any) -> Invalid:
    return Invalid([Problem(code, Place(), parameters)])


# --- looking through an archive -------------------------------------------------------------------------


def require_harmless(content: bytes, bounds: Bounds = OF_A_SURVEY) -> None:
    """Raise Invalid unless the archive can be opened without growing beyond bounds."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _look_through(archive, bounds)
    except BROKEN:
        raise _refusal("workbook_unreadable") from None


def _look_through(archive: zipfile.ZipFile, bounds: Bounds) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > bounds.unpacked:
        raise _refusal("workbook_unfolds")
    if any(part.flag_bits & 1 for part in parts):
        raise _refusal("workbook_locked")
    seen = _Counter(bounds.elements)
    for part in parts:
        with archive.open(part) as stream:
            seen.read(stream)


class _Counter:
    """Counts the elements of all parts together; a document type ends it."""

    def __init__(self, most: int) -> None:
        self._elements, self._most = 0, most

    def read(self, stream: Any) -> None:
        chunk = stream.read(_CHUNK)
        if (begins := chunk.lstrip(_BEFORE_XML)) and not begins.startswith(b"<"):
            return  # a picture, whatever it is called
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._element
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            while chunk:
                parser.Parse(chunk, False)
                chunk = stream.read(_CHUNK)
            parser.Parse(b"", True)
        except expat.ExpatError:
            raise _refusal("workbook_unreadable") from None

    def _element(self, _name: str, _attributes: Any) -> None:
        self._elements += 1
        if self._elements > self._most:
            raise _refusal("workbook_unfolds")

    def _doctype(self, *_declared: Any) -> None:
        raise _refusal("workbook_doctype")


# --- opening --------------------------------------------------------------------------------------------


def _opened(content: bytes, kind: str, extra: str) -> dict[str, Sheet]:
    from pyxform.xls2json_backends import definition_to_dict, get_definition_data

    read = definition_to_dict(get_definition_data(content), file_type=kind)
    found = {
        name: Sheet(tuple(heading[0]), tuple(getattr(read, name) or ()))
        for name in ("survey", "choices", "settings", "external_choices", "entities", "osm")
        if (heading := getattr(read, f"{name}_header", None))
    }
    if extra in (read.sheet_names or ()):
        lines = _column_of_xlsx(content, extra) if kind == ".xlsx" else _column_of_xls(content, extra)
        found[extra] = Sheet((extra,), tuple({extra: line} for line in lines))
    return found


def _column_of_xlsx(content: bytes, name: str) -> Sequence[str]:
    """The texts in the first column of a sheet."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        book[name].reset_dimensions()  # what some programs say of them is wrong
        cells = book[name].iter_rows(max_col=1, values_only=True)
        return [str(row[0]) for row in cells if row and row[0] is not None]
    finally:
        book.close()


def _column_of_xls(content: bytes, name: str) -> Sequence[str]:
    import xlrd

    book = xlrd.open_workbook(file_contents=content)
    return [str(cell) for cell in book.sheet_by_name(name).col_values(0) if cell]
