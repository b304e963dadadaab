"""Which rows has a survey structure of LimeSurvey, and which groups, questions and answers do they make?

The file is a table in text: tabs between columns, one row for each group (G), question (Q), subquestion (SQ)
and answer (A), once for every language; settings (S) and their texts (SL) stand before them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engage.errors import Invalid
from engage.surveys.problems import Place, Problem
from engage.surveys.remarks import Notes

PROBLEMS: dict[str, tuple[str, ...]] = {
    "file_too_big": ("limit",),
    "table_unreadable": (),
    "table_too_long": ("limit",),
    "row_astray": (),
    "row_unknown": ("class",),
    "language_refused": ("language",),
    "translation_astray": ("name",),
}
SHEET = "tsv"
LIMIT = 3_000_000  # bytes
MOST_ROWS = 20_000
LANGUAGES = ("en", "cy")


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what stands under each heading."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its subquestions, and its answers by scale."""

    line: Line
    subquestions: list[Line] = field(default_factory=list)
    answers: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Group:
    line: Line
    asked: list[Asked] = field(default_factory=list)


@dataclass
class Structure:
    """A survey in its first language, and the words of each row in every language."""

    settings: dict[str, str] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)  # of the settings, by name and language
    groups: dict[str, list[Group]] = field(default_factory=dict)  # by language

    @property
    def first(self) -> str:
        """The language in which the survey was written."""
        return self.settings.get("language") or next(iter(self.groups), "en")


def is_structure(text: str) -> bool:
    """Does the text begin with the headings of such a file?"""
    headings = {heading.strip().strip('"').lower() for heading in text.partition("\n")[0].split("\t")}
    return {"class", "type/scale", "name"} <= headings


def decoded(content: bytes) -> str:
    """The text of a file; spreadsheets may save it as UTF-16. Raises UnicodeDecodeError."""
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return content.decode("utf-16" if utf16 else "utf-8-sig")


def structure(content: bytes, notes: Notes) -> Structure:
    """Read the rows. Raises Invalid when the file is no such table at all."""
    if len(content) > LIMIT:
        raise _refusal("file_too_big", limit=LIMIT)
    reader = _Builder(notes)
    for line in _lines(content):
        reader.take(line)
    return reader.built


def _refusal(code: str, **parameters: Any) -> Invalid:
    return Invalid([Problem(code, Place(), parameters)])


def _lines(content: bytes) -> Iterator[Line]:
    try:
        text = decoded(content)
        if not is_structure(text) or "\0" in text:
            raise ValueError
        rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=False)
        headings = [heading.strip().lower() for heading in next(rows)]
        for number, row in enumerate(rows, 2):
            if number > MOST_ROWS:
                raise _refusal("table_too_long", limit=MOST_ROWS)
            cells = {name: value.strip() for name, value in zip(headings, row, strict=False) if value.strip()}
            if cells:
                yield Line(number, cells)
    except (ValueError, csv.Error, StopIteration):
        raise _refusal("table_unreadable") from None


class _Builder:
    """Puts rows into the group and question that precede them."""

    def __init__(self, notes: Notes) -> None:
        self.built = Structure()
        self._notes = notes
        self._refused: set[str] = set()

    def take(self, line: Line) -> None:
        kind = line["class"].upper()
        if kind == "S":
            self.built.settings[line["name"]] = line["text"]
        elif kind in ("SL", "G", "Q", "SQ", "A"):
            self._of_language(kind, line)
        elif kind:
            self._notes.refuse("row_unknown", SHEET, line.number, **{"class": kind})

    def _of_language(self, kind: str, line: Line) -> None:
        language = (line["language"] or self.built.first).split("-")[0].lower()
        if language not in LANGUAGES:
            if language not in self._refused:
                self._notes.refuse("language_refused", SHEET, line.number, language=language)
            self._refused.add(language)
        elif kind == "SL":
            self.built.texts[line["name"], language] = line["text"]
        elif kind == "G":
            self.built.groups.setdefault(language, []).append(Group(line))
        else:
            self._inside(kind, line, self.built.groups.get(language, []))

    def _inside(self, kind: str, line: Line, groups: list[Group]) -> None:
        if groups and kind == "Q":
            groups[-1].asked.append(Asked(line))
        elif groups and groups[-1].asked:
            asked = groups[-1].asked[-1]
            (asked.subquestions if kind == "SQ" else asked.answers).append(line)
        else:
            self._notes.refuse("row_astray", SHEET, line.number)
