"""What does a published table of the census say of each area?

Two layouts are read. "Create a custom dataset" of the Office for National Statistics: a row for each area and
category, with the columns "<kind of area> Code", "<kind of area>", then for each variable "<variable> Code"
and "<variable>", last "Observation". Nomis, bulk: a row for each area with the columns "date", "geography",
"geography code", then one column for each category, "<variable>: <category>", of which some are parts of
others.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engage.errors import Invalid

LARGEST = 8 * 1024 * 1024  # bytes
MOST_ROWS = 40_000
MOST_AREAS = 400  # the United Kingdom has 361 local authorities
MOST_PROBLEMS = 50

DEEPER = ": "  # before a part of a category

_CODE = " Code"
_OBSERVATION = "Observation"
_NOMIS = ("date", "geography", "geography code")
_MEASURE = "; measures: Value"
_TOTAL = re.compile(r"(total|all persons|all usual residents)\b", re.IGNORECASE)
_COUNTED = re.compile(r"\s*\(\d+ categories\)")  # how many categories a variable has, after its name

PROBLEMS = (
    "unreadable",
    "unknown_layout",
    "too_many_rows",
    "too_many_areas",
    "no_rows",
    "no_area",
    "no_category",
    "not_number",
    "twice",
)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong where.

    `kind` is one of `PROBLEMS`, `row` counts from 1 with the headings, 0 is the whole file.
    """

    row: int
    kind: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """One area and how many people of each category live in it."""

    code: str
    name: str
    people: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CensusFile:
    """What one file says: its variable as it names it, its categories in its order, its areas."""

    title: str
    categories: tuple[str, ...]
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    """One number as it stands in the file."""

    row: int
    code: str
    area: str
    category: str
    text: str


def read(content: bytes) -> CensusFile:
    """Read a file in either layout.

    Raises Invalid with a `RowProblem` for each wrong row, at most `MOST_PROBLEMS`.
    """
    rows = _rows(content)
    header = [name.strip() for name in rows[0][1]]
    if tuple(name.casefold() for name in header[:3]) == _NOMIS and len(header) > 3:
        title, cells = _wide(header, rows[1:])
    elif len(header) > 4 and len(header) % 2 and header == _long_header(header):
        title, cells = _long(header, rows[1:])
    else:
        raise Invalid([RowProblem(1, "unknown_layout", ", ".join(header)[:200])])
    return _collected(title, cells)


def _rows(content: bytes) -> list[tuple[int, list[str]]]:
    """The rows with something in them, each with its number. Raises Invalid."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error:
        raise Invalid([RowProblem(reader.line_num, "unreadable")]) from None
    if len(rows) > MOST_ROWS:
        raise Invalid([RowProblem(0, "too_many_rows", f"{len(rows):,}")])
    if len(rows) < 2:
        raise Invalid([RowProblem(0, "no_rows")])
    return rows


def _wide(header: Sequence[str], rows: Iterable[tuple[int, list[str]]]) -> tuple[str, Iterator[_Cell]]:
    """A column for each category; totals are left out."""
    names = [name.removesuffix(_MEASURE) for name in header[3:]]
    title = names[0].partition(DEEPER)[0]
    labels = [name.removeprefix(f"{title}{DEEPER}") for name in names]
    kept = [(place, label) for place, label in enumerate(labels, 3) if not _TOTAL.match(label)]
    cells = (
        _Cell(number, row[2], row[1], label, row[place])
        for number, row in _filled(rows, len(header))
        for place, label in kept
    )
    return title, cells


def _long_header(header: Sequence[str]) -> list[str]:
    """What the headings would be, taken from those of the labels: each has one of its code before it."""
    pairs = [(f"{name}{_CODE}", name) for name in header[1:-1:2]]
    return [*(name for pair in pairs for name in pair), _OBSERVATION]


def _long(header: Sequence[str], rows: Iterable[tuple[int, list[str]]]) -> tuple[str, Iterator[_Cell]]:
    """A row for each combination of categories; of several variables they are joined."""
    title = " – ".join(_COUNTED.sub("", name) for name in header[3:-1:2])
    cells = (
        _Cell(number, row[0], row[1], "; ".join(cell.strip() for cell in row[3:-1:2]), row[-1])
        for number, row in _filled(rows, len(header))
    )
    return title, cells


def _filled(rows: Iterable[tuple[int, list[str]]], width: int) -> Iterator[tuple[int, list[str]]]:
    """Every row as long as the headings: what is missing is empty, and said to be no number."""
    for number, row in rows:
        yield number, [*row[:width], *[""] * (width - len(row))]


def _collected(title: str, cells: Iterable[_Cell]) -> CensusFile:
    names: dict[str, str] = {}
    people: dict[str, dict[str, int]] = {}
    problems: dict[int, RowProblem] = {}  # the first of each row
    for cell in cells:
        code, category, count = cell.code.strip(), cell.category.strip(), _number(cell.text)
        kind = _wrong(code, category, count, people.get(code, {}))
        if kind:
            problems.setdefault(
                cell.row, RowProblem(cell.row, kind, cell.text if kind == "not_number" else code)
            )
        elif count is not None:
            names.setdefault(code, cell.area.strip())
            people.setdefault(code, {})[category] = count
    if problems:
        raise Invalid(list(problems.values())[:MOST_PROBLEMS])
    if len(people) > MOST_AREAS:
        raise Invalid([RowProblem(0, "too_many_areas", f"{len(people):,}")])
    categories = dict.fromkeys(category for found in people.values() for category in found)
    areas = tuple(Area(code, names[code], people[code]) for code in people)
    return CensusFile(title, tuple(categories), areas)


def _wrong(code: str, category: str, count: int | None, known: Mapping[str, int]) -> str:
    """What is wrong with one number, "" when nothing is."""
    if not code:
        return "no_area"
    if not category:
        return "no_category"
    if count is None:
        return "not_number"
    return "twice" if category in known else ""


def _number(text: str) -> int | None:
    """How many people: a whole number, which may have commas between its thousands."""
    plain = text.strip().replace(",", "")
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 10 else None
