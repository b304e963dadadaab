"""Which items and data does a form for a repeated block hold?

In the form the data of an item stand in the order of the list `names`: ``items-0-data-1-text_en`` is what
the second of them is for the first item.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engage.bilingual import LANGUAGES, Bilingual
from engage.surveys.definition import CODE, Block, ListItem, Option
from engage.surveys.naming_new import new_code, slug, unused
from engage.surveys.text import line, lines
from engage.surveys.typed_rows import Typed

LONGEST = {"label": 500, "text": 2_000}  # characters; the data may be Markdown
OWN = "item"  # the placeholder that is always the item's own label
ADD_NAME, TAKE_OPTIONS = "names-add", "options"  # buttons


@dataclass(frozen=True, slots=True)
class Refusal:
    """What cannot be taken: the field's name, and "too_long", which has a limit, or "no_label"."""

    name: str
    code: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


def written(block: Block) -> Typed:
    """The form as it is when the page is opened."""
    names = list(dict.fromkeys(name for item in block.items for name, _ in item.data))
    rows = tuple(_row(item, names) for item in block.items)
    lists = {"names": tuple(Typed({"code": name}) for name in names), "items": rows}
    return Typed({"picked_by": block.picked_by}, lists)


def _row(item: ListItem, names: list[str]) -> Typed:
    data = dict(item.data)
    cells = tuple(Typed(_both("text", data.get(name, Bilingual()))) for name in names)
    return Typed({"code": item.code, **_both("label", item.label)}, {"data": cells})


def _both(name: str, words: Bilingual) -> dict[str, str]:
    return {f"{name}_{language}": words[language] for language in LANGUAGES}


def named(typed: Typed) -> Typed:
    """The form with a further sort of data, called as was typed; an item's own label cannot be replaced."""
    taken = {*_names(typed), OWN}
    code = slug(line(typed["new_name"]), "data")
    if not code:
        return typed
    row = Typed({"code": unused(code, taken)})
    return typed.holding("names", (*typed.rows("names"), row)).without("new_name")


def with_options(typed: Typed, options: Iterable[Option]) -> Typed:
    """The form with an item for each of these options that has none, under the option's own code."""
    rows = tuple(row for row in typed.rows("items") if not _is_blank(row))
    there = {row["code"] for row in rows}
    new = (option for option in options if option.code not in there and not option.exclusive)
    added = (Typed({"code": option.code, **_both("label", option.label)}) for option in new)
    return typed.holding("items", (*rows, *added))


def _names(typed: Typed) -> list[str]:
    return [row["code"] for row in typed.rows("names")]


class Reading:
    """What was typed, as the items of a block. A code that a row brings with it stays.

    `taken` are the codes that the block's items have in published versions: no new one is called so.
    """

    def __init__(self, typed: Typed, first: str, taken: frozenset[str] = frozenset()) -> None:
        self._taken = taken
        self.refusals = list(_refusals(typed))
        self.picked_by = typed["picked_by"] if CODE.fullmatch(typed["picked_by"]) else ""
        self._kept = {
            at: name
            for at, name in enumerate(_names(typed))
            if CODE.fullmatch(name) and typed.rows("names")[at]["remove"] != "yes"
        }
        self._first = first
        self.items = tuple(self._items(typed))

    def _items(self, typed: Typed) -> Iterator[ListItem]:
        rows = [row for row in typed.rows("items") if not _is_blank(row)]
        brought = {row["code"] for row in rows}
        used: set[str] = set()
        for row in rows:
            code, label = row["code"], _words(row, "label")
            if not CODE.fullmatch(code) or code in used:
                code = new_code(label, self._first, brought | used | self._taken, "item")
            used.add(code)
            yield ListItem(code, label, self._data(row))

    def _data(self, row: Typed) -> tuple[tuple[str, Bilingual], ...]:
        cells = row.rows("data")
        return tuple(
            (name, _words(cells[at], "text") if at < len(cells) else Bilingual())
            for at, name in self._kept.items()
        )

    def block(self, block: Block) -> Block:
        """The block with what was typed."""
        return replace(block, items=self.items, picked_by=self.picked_by)


def _words(row: Typed, name: str) -> Bilingual:
    tidy = line if name == "label" else lines
    return Bilingual(tidy(row[f"{name}_en"]), tidy(row[f"{name}_cy"]))


def _is_blank(row: Typed) -> bool:
    """Does nothing stand in it that somebody has typed?"""
    return row.without("code", "position").is_blank


def _refusals(typed: Typed) -> Iterator[Refusal]:
    for at, row in enumerate(typed.rows("items")):
        start = f"items-{at}-"
        yield from _too_long(row, start, "label")
        if not _is_blank(row) and not _words(row, "label"):
            yield Refusal(f"{start}label_en", "no_label")
        for column, cell in enumerate(row.rows("data")[: len(_names(typed))]):
            yield from _too_long(cell, f"{start}data-{column}-", "text")


def _too_long(row: Typed, start: str, name: str) -> Iterator[Refusal]:
    for language in LANGUAGES:
        if len(row[f"{name}_{language}"].strip()) > LONGEST[name]:
            yield Refusal(f"{start}{name}_{language}", "too_long", {"limit": LONGEST[name]})
