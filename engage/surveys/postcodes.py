"""What does a published list of postcodes say of each?

Two layouts are read, as CSV, as a ZIP with one CSV in it, or as XLSX. Welsh Government, "Postcode to WIMD
rank lookup": "Welsh Postcode", "LSOA Code", "WIMD 2019 LSOA Rank", "WIMD 2019 Overall Decile", "WIMD 2019
Overall Quintile" and others, under rows of notes. Office for National Statistics, Postcode Directory and
Postcode Lookup: "pcds" or "pcd7", "doterm", "ctry25cd" or "ctry", "lsoa21cd" or "lsoa11", "imd20ind" or
"imd", "wd25cd" or "osward" and others. Headings are compared by their letters and digits alone. Postcodes
that are not in use any more count too: people go on giving them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from engage.bilingual import Bilingual
from engage.equality.deprivation import QUINTILES
from engage.errors import Invalid
from engage.surveys import areas, postcode_columns
from engage.surveys.definition import CODE, PostcodeQuestion
from engage.surveys.naming_new import slug
from engage.surveys.postcode_columns import Headings, WrongColumn
from engage.surveys.postcode_rows import RowProblem, Rows, rows
from engage.surveys.text import line

MOST_POSTCODES = 300_000  # Wales has 90,000 in use, and as many that are not any more
MOST_AREAS = 200
MOST_PROBLEMS = 50
LONGEST_NAME = 200
HEADINGS_WITHIN = 40  # rows, of notes for the most part
WALES = "W"  # how the codes of the Office for National Statistics begin

PROBLEMS = (
    "unreadable",
    "unknown_layout",
    "no_column",
    "several_columns",
    "no_country",
    "unknown_edition",
    "too_many_rows",
    "too_many_areas",
    "no_rows",
    "not_postcode",
    "not_quintile",
    "not_decile",
    "not_rank",
    "no_code",
    "two_names",
    "twice",
)


@dataclass(frozen=True, slots=True)
class Area:
    """An area that a list knows, under the code that answers have; a name may be missing."""

    code: str
    name: Bilingual
    as_written: str  # in the file


@dataclass(frozen=True, slots=True)
class Postcodes:
    """What one file says: its areas, and the place among these of each postcode."""

    layout: str  # the headings that were read, as they stand in the file
    areas: tuple[Area, ...]
    of: Mapping[str, int]
    left_out: int = 0  # rows that are of another country or council, or say nothing


@dataclass(frozen=True, slots=True)
class Wards:
    """Which columns an officer wants to be read, by their headings; "" is found or left out."""

    code: str = ""
    name_en: str = ""
    name_cy: str = ""
    authority: str = ""  # the code of the only local authority that counts, such as W06999001


def read_quintiles(content: bytes, edition: str = "") -> Postcodes:
    """Read the quintile of the Welsh Index of Multiple Deprivation of every Welsh postcode.

    `edition` is the year of the index, for a file of ranks that does not say it. Raises Invalid with a
    `RowProblem` for each wrong row, at most `MOST_PROBLEMS`.
    """
    found, every = _opened(content)
    try:
        rule = postcode_columns.quintile(found, edition)
        is_welsh = postcode_columns.country(found, rule)
    except WrongColumn as wrong:
        raise Invalid([RowProblem(found.row, wrong.kind, wrong.value)]) from None
    reader = _Reader(found)
    quintiles = tuple(Area(each.code, each.label, str(n)) for n, each in enumerate(QUINTILES, 1))
    for number, row in every:
        value = row[rule.at].strip()
        if not is_welsh(row) or not value or (rule.zero_is_nothing and value == "0"):
            reader.left_out += 1
        elif (place := rule.place(value)) is None:
            reader.refuse(number, rule.problem, value)
        else:
            reader.put(number, row, place)
    return reader.result(f"{found.names[found.postcode]}, {found.names[rule.at]}", quintiles)


def read_areas(content: bytes, wards: Wards = Wards()) -> Postcodes:
    """Read in which area, such as a ward, every postcode lies.

    Raises Invalid with a `RowProblem` for each wrong row, at most `MOST_PROBLEMS`.
    """
    found, every = _opened(content)
    try:
        at = postcode_columns.named(found, wards.code) if wards.code else postcode_columns.ward(found)
        names = [
            postcode_columns.named(found, each) if each else None for each in (wards.name_en, wards.name_cy)
        ]
        authority = postcode_columns.authority(found) if wards.authority else None
    except WrongColumn as wrong:
        raise Invalid([RowProblem(found.row, wrong.kind, wrong.value)]) from None
    reader, known = _Reader(found), _Areas()
    for number, row in every:
        written = line(row[at])
        elsewhere = authority is not None and row[authority].strip().upper() != wards.authority.upper()
        if elsewhere or not written:
            reader.left_out += 1
            continue
        english, welsh = (line(row[each])[:LONGEST_NAME] if each is not None else "" for each in names)
        name = Bilingual(english or welsh, welsh or english)
        place = known.place(written, name)
        if place is None:
            reader.refuse(number, "no_code", written)
        elif known.areas[place].name != name:
            reader.refuse(number, "two_names", f"{written}: {english or welsh}")
        elif len(known.areas) > MOST_AREAS:
            raise Invalid([RowProblem(number, "too_many_areas", f"{MOST_AREAS:,}")])
        else:
            reader.put(number, row, place)
    return reader.result(f"{found.names[found.postcode]}, {found.names[at]}", tuple(known.areas))


class _Areas:
    """Areas in the order in which a file names them."""

    def __init__(self) -> None:
        self.areas: list[Area] = []
        self._places: dict[str, int | None] = {}
        self._codes = {PostcodeQuestion.ELSEWHERE, PostcodeQuestion.DECLINED}

    def place(self, written: str, name: Bilingual) -> int | None:
        """The place of the area that is written so; None if it gives no code, or one that another has."""
        if written not in self._places:
            self._places[written] = self._new(written, name)
        return self._places[written]

    def _new(self, written: str, name: Bilingual) -> int | None:
        code = slug(written, "area")
        if not CODE.fullmatch(code) or code in self._codes:
            return None
        self._codes.add(code)
        self.areas.append(Area(code, name, written[:LONGEST_NAME]))
        return len(self.areas) - 1


@dataclass
class _Reader:
    """Collects postcodes, and what is wrong with rows; enough of that ends it."""

    headings: Headings
    of: dict[str, int] = field(default_factory=dict)
    left_out: int = 0
    problems: list[RowProblem] = field(default_factory=list)

    def refuse(self, row: int, kind: str, value: str) -> None:
        self.problems.append(RowProblem(row, kind, value[:LONGEST_NAME]))
        if len(self.problems) == MOST_PROBLEMS:
            raise Invalid(self.problems)

    def put(self, number: int, row: Sequence[str], place: int) -> None:
        written = row[self.headings.postcode]
        postcode = areas.postcode(written)
        if postcode is None:
            self.refuse(number, "not_postcode", written.strip())
        elif self.of.setdefault(postcode, place) != place:
            self.refuse(number, "twice", postcode)
        elif len(self.of) > MOST_POSTCODES:
            raise Invalid([RowProblem(number, "too_many_rows", f"{MOST_POSTCODES:,}")])

    def result(self, layout: str, known: tuple[Area, ...]) -> Postcodes:
        """Everything. Raises Invalid if there is nothing, or if something was wrong."""
        if self.problems:
            raise Invalid(self.problems)
        if not self.of:
            raise Invalid([RowProblem(0, "no_rows")])
        return Postcodes(layout[:LONGEST_NAME], known, self.of, self.left_out)


def _opened(content: bytes) -> tuple[Headings, Rows]:
    """The headings, and the rows under them, each as long as they are. Raises Invalid."""
    seen: list[str] = []
    for sheet in rows(content):
        every = iter(sheet)
        for number, row in islice(every, HEADINGS_WITHIN):
            if found := postcode_columns.headings(number, row):
                return found, _filled(every, len(row))
            seen = seen or [cell.strip() for cell in row if cell.strip()]
    raise Invalid([RowProblem(0, "unknown_layout" if seen else "no_rows", ", ".join(seen)[:LONGEST_NAME])])


def _filled(every: Rows, width: int) -> Iterator[tuple[int, list[str]]]:
    for number, row in every:
        if any(cell.strip() for cell in row):
            yield number, [*row[:width], *[""] * (width - len(row))]
