"""Which question is what was typed into its form?

What is not on the form (id, condition, origin) is kept from the question that was there before. Codes that
are there stay, and new ones are made from the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeAlias

from engage.bilingual import LANGUAGES, Bilingual
from engage.surveys import areas, numerals
from engage.surveys.choices import choices
from engage.surveys.definition import (
    CODE,
    KINDS,
    POINTS,
    Area,
    FileQuestion,
    Matrix,
    MatrixScale,
    Option,
    PostcodeQuestion,
    Question,
    Row,
    ShortText,
)
from engage.surveys.naming_new import new_code, slug, unused
from engage.surveys.question_sheet import PARTS_OF_A_DAY, TICKED
from engage.surveys.shapes import AUTOCOMPLETE
from engage.surveys.special_category import CONDITIONS
from engage.surveys.text import line, lines
from engage.surveys.typed_rows import Typed

LONGEST = 5_000  # characters of one text
WHOLE = {  # the number fields of the kinds: what an empty one means, and what may stand in it
    ("several", "least"): (0, 0, 300),
    ("several", "most"): (None, 1, 300),
    ("ranking", "top"): (None, 1, 300),
    ("allocation", "total"): (100, 1, 1_000_000),
    ("number", "decimals"): (0, 0, 6),
    ("short_text", "limit"): (200, 1, 20_000),
    ("long_text", "limit"): (2000, 1, 20_000),
    ("file", "files"): (1, 1, FileQuestion.MOST),
}
PROBLEMS: dict[str, tuple[str, ...]] = {
    "too_long": ("limit",),
    "not_whole": ("lowest", "highest"),
    "not_a_number": (),
    "not_numbers": (),
    "not_a_date": (),
}
Lists: TypeAlias = Mapping[str, tuple[Area, ...]]
_KEPT = {"id", "show_if", "origin"}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why what stands in a field cannot be taken."""

    name: str  # of the field
    code: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


class Reading:
    """The question that stands in a form, and what of it cannot be taken.

    `kept` are the codes that the question has in published versions: no new one is called so. `lists` are the
    areas of the council's lists of postcodes.
    `places` says under which beginning of a field's name each code of the question stands:
    ``(("good", "agree"), "scales-0-points-2-")``.
    """

    def __init__(
        self,
        typed: Typed,
        kind: str,
        first: str,
        before: Question | None = None,
        kept: frozenset[str] = frozenset(),
        lists: Lists = MappingProxyType({}),
    ) -> None:
        self.typed, self.kind, self.first, self.before, self.kept = typed, kind, first, before, kept
        self.lists = lists
        self.refusals: list[Refusal] = []
        self.places: list[tuple[tuple[str, ...], str]] = [((), "")]
        same = {name: getattr(before, name) for name in _KEPT} if before else {"id": "new"}
        self.question: Question = KINDS[kind](**same, **self._common(), **_READERS[kind](self))

    def named(self, id: str) -> Question:
        """The question under this id."""
        return replace(self.question, id=id)

    def _common(self) -> dict[str, Any]:
        condition = self.typed["special_category"]
        known = condition in CONDITIONS or (self.before and condition == self.before.special_category)
        return {
            "title": self._words(self.typed, "title", ""),
            "hint": self._words(self.typed, "hint", ""),
            "required": self.typed["required"] == TICKED,
            "special_category": condition if known else "",
        }

    # fields

    def _words(self, row: Typed, name: str, prefix: str) -> Bilingual:
        return Bilingual(*(self._text(row, f"{name}_{language}", prefix) for language in LANGUAGES))

    def _text(self, row: Typed, name: str, prefix: str) -> str:
        """Titles and hints may have several lines, what stands beside a box or button has one."""
        tidy = lines if name.startswith(("title", "hint")) else line
        text = tidy(row[name])
        if len(text) > LONGEST:
            self._refuse(prefix + name, "too_long", limit=LONGEST)
        return text[:LONGEST]

    def _refuse(self, name: str, code: str, **parameters: Any) -> None:
        self.refusals.append(Refusal(name, code, parameters))

    def _whole(self, name: str) -> Any:
        usual, lowest, highest = WHOLE[self.kind, name]
        typed = self.typed[name].strip()
        number = numerals.whole_number(typed) if typed else usual
        if typed and (number is None or not lowest <= number <= highest):
            self._refuse(name, "not_whole", lowest=lowest, highest=highest)
            return usual
        return number

    def _bound(self, name: str) -> float | None:
        typed = self.typed[name].strip()
        number = numerals.number(typed)
        if typed and number is None:
            self._refuse(name, "not_a_number")
        return None if number is None else _plain(number)

    def _bands(self) -> tuple[float, ...]:
        parts = self.typed["bands"].replace(";", " ").split()
        numbers = [numerals.number(part.rstrip(",")) for part in parts]
        if None in numbers:
            self._refuse("bands", "not_numbers")
        return tuple(_plain(number) for number in numbers if number is not None)

    def _day(self, name: str) -> date | None:
        typed = [self.typed[f"{name}_{part}"].strip() for part in PARTS_OF_A_DAY]
        if not any(typed):
            return None
        day, month, year = (
            part if part.isascii() and part.isdecimal() and len(part) < 5 else "0" for part in typed
        )
        try:
            return date(int(year) if int(year) > 999 else 0, int(month), int(day))
        except ValueError:
            self._refuse(f"{name}_day", "not_a_date")
            return None

    # lists

    def _coded(
        self,
        rows: Iterable[tuple[str, Typed]],
        usual: str,
        way: tuple[str, ...] = (),
        reserved: Iterable[str] = (),
    ) -> list[tuple[str, str, Typed]]:
        """Each row in which something stands, with its code and the beginning of its fields' names."""
        written = [(prefix, row) for prefix, row in rows if not row.is_blank]
        taken, codes = set(reserved), {}
        for prefix, row in written:  # what has a code already keeps it
            code = line(row["code"])
            free = CODE.fullmatch(code) and code not in self.kept
            if code and code not in taken and (free or code in self.known):
                codes[prefix] = code
                taken.add(code)
        taken |= self.kept
        for prefix, row in written:
            if prefix not in codes:
                codes[prefix] = self._new_code(row, usual, taken)
                taken.add(codes[prefix])
            self.places.append(((*way, codes[prefix]), prefix))
        return [(codes[prefix], prefix, row) for prefix, row in written]

    def _new_code(self, row: Typed, usual: str, taken: set[str]) -> str:
        if typed := slug(line(row["code"]), usual):
            return unused(typed, taken)
        words = "title" if usual == "scale" else "label"
        return new_code(Bilingual(row[f"{words}_en"], row[f"{words}_cy"]), self.first, taken, usual)

    @cached_property
    def known(self) -> set[str]:
        """Every code of the question as it was before, also those that are not well formed."""
        before = self.before
        if isinstance(before, Matrix):
            scales = {code for s in before.scales for code in (s.code, *(p.code for p in s.points))}
            apart = {s.not_applicable.code for s in before.scales if s.not_applicable}
            return {row.code for row in before.rows} | scales | apart
        return {option.code for option in choices(before)} if before else set()

    def _options(self, coded: Iterable[tuple[str, str, Typed]]) -> tuple[Option, ...]:
        return tuple(
            Option(
                code,
                self._words(row, "label", prefix),
                self._words(row, "hint", prefix),
                row["exclusive"] == TICKED,
                self._words(row, "other", prefix),
                row["other_optional"] != TICKED,
            )
            for code, prefix, row in coded
        )

    def _scale(self, holder: Typed, prefix: str = "", way: tuple[str, ...] = ()) -> dict[str, Any]:
        """The points of a scale and what stands apart from it; they share their codes."""
        apart = [each for each in numbered(holder, "not_applicable", prefix)[:1] if _is_called(each[1])]
        coded = self._coded([*numbered(holder, "points", prefix), *apart], "point", way)
        outside = {at for at, _ in apart}
        points = self._options(each for each in coded if each[1] not in outside)
        beside = self._options(each for each in coded if each[1] in outside)
        return {"points": points, "not_applicable": beside[0] if beside else None}

    def _list(self, name: str, usual: str) -> list[tuple[str, str, Typed]]:
        return self._coded(numbered(self.typed, name), usual)

    # kinds

    def _single(self) -> dict[str, Any]:
        return {"options": self._options(self._list("options", "option"))}

    def _several(self) -> dict[str, Any]:
        return self._single() | {"minimum": self._whole("least"), "maximum": self._whole("most")}

    def _points(self) -> dict[str, Any]:
        return self._scale(self.typed)

    def _matrix(self) -> dict[str, Any]:
        rows = tuple(
            Row(code, self._words(row, "label", prefix))
            for code, prefix, row in self._list("rows", "statement")
        )
        scales = tuple(
            MatrixScale(
                code=code, title=self._words(row, "title", prefix), **self._scale(row, prefix, (code,))
            )
            for code, prefix, row in self._list("scales", "scale")
        )
        return {"rows": rows, "scales": scales}

    def _ranking(self) -> dict[str, Any]:
        return self._single() | {"top": self._whole("top")}

    def _allocation(self) -> dict[str, Any]:
        unit = self._words(self.typed, "unit", "") or POINTS
        return self._single() | {"total": self._whole("total"), "unit": unit}

    def _number_field(self) -> dict[str, Any]:
        return {
            "minimum": self._bound("minimum"),
            "maximum": self._bound("maximum"),
            "decimals": self._whole("decimals"),
            "unit": self._words(self.typed, "unit", ""),
            "bands": self._bands(),
        }

    def _date(self) -> dict[str, Any]:
        return {"earliest": self._day("earliest"), "latest": self._day("latest")}

    def _short_text(self) -> dict[str, Any]:
        token = self.typed["autocomplete"]
        before = self.before.autocomplete if isinstance(self.before, ShortText) else ""
        return self._long_text() | {"autocomplete": token if token in AUTOCOMPLETE or token == before else ""}

    def _long_text(self) -> dict[str, Any]:
        return {"limit": self._whole("limit")}

    def _postcode(self) -> dict[str, Any]:
        may_decline = {"may_decline": self.typed["may_decline"] == TICKED}
        if taken := self._listed(self.typed["lookup"]):
            return may_decline | taken
        coded = self._coded(numbered(self.typed, "areas"), "area", reserved=[PostcodeQuestion.ELSEWHERE])
        found = (
            Area(code, self._words(row, "label", prefix), _beginnings(row)) for code, prefix, row in coded
        )
        return may_decline | {"areas": tuple(found)}

    def _listed(self, lookup: str) -> dict[str, Any]:
        """The areas of the council's list; of one that is gone, those that the question had from it."""
        before = self.before
        if areas_of := self.lists.get(lookup):
            return {"lookup": lookup, "areas": areas_of}
        if lookup and isinstance(before, PostcodeQuestion) and before.lookup == lookup:
            return {"lookup": lookup, "areas": before.areas}
        return {}

    def _consent(self) -> dict[str, Any]:
        return {"statement": self._words(self.typed, "statement", "")}

    def _files(self) -> dict[str, Any]:
        return {"maximum": self._whole("files")}


_READERS = {
    "single": Reading._single,
    "several": Reading._several,
    "scale": Reading._points,
    "matrix": Reading._matrix,
    "ranking": Reading._ranking,
    "allocation": Reading._allocation,
    "number": Reading._number_field,
    "date": Reading._date,
    "short_text": Reading._short_text,
    "long_text": Reading._long_text,
    "postcode": Reading._postcode,
    "consent": Reading._consent,
    "file": Reading._files,
}


def numbered(holder: Typed, name: str, prefix: str = "") -> list[tuple[str, Typed]]:
    """The rows of a list, each with the beginning of its fields' names."""
    return [(f"{prefix}{name}-{at}-", row) for at, row in enumerate(holder.rows(name))]


def _is_called(row: Typed) -> bool:
    """Does it say anything in its label? What stands apart from a scale is taken away by emptying that."""
    return any(row[f"label_{language}"].strip() for language in LANGUAGES)


def _plain(number: Decimal) -> float:
    """A whole number as such: a document shows the difference."""
    return int(number) if number == number.to_integral_value() else float(number)


def _beginnings(row: Typed) -> tuple[str, ...]:
    """The beginnings of postcodes that stand in one field, with commas or line ends between them."""
    parts = row["postcodes"].replace(";", ",").replace("\n", ",").split(",")
    return tuple(beginning[:20] for part in parts if (beginning := areas.beginning(line(part))))
