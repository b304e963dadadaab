"""What stands in a form whose lists can grow, and what do the buttons beside its rows do?

A field is named by the way to it, from 0: ``title_en``, ``options-0-label_en``,
``scales-1-points-2-label_cy``. So are buttons: ``options-add``, ``options-2-up``. A pressed button changes
what stands in the form; nothing that was typed is lost, and nothing is stored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from engage.bilingual import LANGUAGES
from engage.surveys.numerals import whole_number
from engage.surveys.text import lines

MOST_ROWS = 300  # in one list: what is beyond them is not read
_NAME = re.compile(r"(?:[a-z_]{1,40}-[0-9]{1,3}-){0,2}[a-z_]{1,40}")
_BUTTON = re.compile(
    r"(?P<holder>(?:[a-z_]{1,40}-[0-9]{1,3}-)?)(?P<list>[a-z_]{1,40})-(?:(?P<at>[0-9]{1,3})-)?(?P<verb>[a-z]{2,9})"
)
_BULLET = re.compile(r"[-*•–·]\s+")
CODE = "code"


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of a form, or of one of its rows, and the rows of its lists, each by its name."""

    fields: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[Typed, ...]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """What stands in a field; empty when it was not sent."""
        return self.fields.get(name, "")

    def rows(self, name: str) -> tuple[Typed, ...]:
        return self.lists.get(name, ())

    @property
    def is_blank(self) -> bool:
        """Does nothing stand in it?"""
        return not any(text.strip() for text in self.fields.values()) and all(
            row.is_blank for rows in self.lists.values() for row in rows
        )

    def holding(self, name: str, rows: Iterable[Typed]) -> Typed:
        """The same with these rows in that list."""
        return replace(self, lists={**self.lists, name: tuple(rows)})

    def writing(self, **fields: str) -> Typed:
        """The same with these words in those fields."""
        return replace(self, fields={**self.fields, **fields})

    def without(self, *names: str) -> Typed:
        """The same with nothing in these fields."""
        return replace(self, fields={n: text for n, text in self.fields.items() if n not in names})


class LinesDiffer(ValueError):
    """The pasted lists have different numbers of lines, so that nobody can tell which belong together."""


# --- reading ----------------------------------------------------------------------------------------------


def read(sent: Iterable[tuple[str, str]]) -> Typed:
    """What was sent, whatever it is; what cannot be the name of a field is left out."""
    tree: dict[Any, Any] = {}
    for name, text in sent:
        if not _NAME.fullmatch(name):
            continue
        here, *ways = tree, *name.split("-")
        for step in ways[:-1]:
            here = here.setdefault(int(step) if step.isdecimal() else step, {})
            if not isinstance(here, dict):
                break
        else:
            here.setdefault(ways[-1], text)
    return _typed(tree)


def _typed(tree: Mapping[str, Any]) -> Typed:
    fields = {name: held for name, held in tree.items() if isinstance(held, str)}
    lists = {
        name: tuple(_typed(held[at]) for at in sorted(held)[:MOST_ROWS])
        for name, held in tree.items()
        if isinstance(held, dict)
    }
    return Typed(fields, lists)


# --- buttons ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Button:
    """Which list a button is about, by the way to it, and which of its rows; None: the whole list."""

    holder: tuple[str, int] | None
    list: str
    at: int | None
    verb: str

    @classmethod
    def named(cls, name: str) -> Button | None:
        """The button with this name; None for a name that no button has."""
        found = _BUTTON.fullmatch(name)
        if found is None or (found["verb"] in _OF_LIST) == (found["at"] is not None):
            return None
        if found["verb"] not in _OF_LIST and found["verb"] not in _OF_ROW:
            return None
        way = found["holder"].split("-")
        holder = (way[0], int(way[1])) if found["holder"] else None
        return cls(holder, found["list"], int(found["at"]) if found["at"] else None, found["verb"])

    def name(self, at: int | None, verb: str) -> str:
        """The name of another button, or of a field, of the same list."""
        way = [*map(str, self.holder or ()), self.list, *([] if at is None else [str(at)]), verb]
        return "-".join(way)


@dataclass(frozen=True, slots=True)
class Pressed:
    """The form after a button was pressed, and the field or button to which one comes back."""

    typed: Typed
    focus: str


def press(typed: Typed, name: str, first: str) -> Pressed:
    """Do what this button says; a name that no button has does nothing.

    `first` is the language written first. Raises LinesDiffer when two pasted lists do not fit each other.
    """
    button = Button.named(name)
    if button is None:
        return Pressed(typed, "")
    if button.holder is None:
        changed, focus = _press_in(typed, button, first)
        return Pressed(changed, focus)
    name_of, at = button.holder
    rows = typed.rows(name_of)
    if at >= len(rows):
        return Pressed(typed, "")
    changed, focus = _press_in(rows[at], button, first)
    return Pressed(typed.holding(name_of, (*rows[:at], changed, *rows[at + 1 :])), focus)


_Change: TypeAlias = "Callable[[tuple[Typed, ...], int], tuple[tuple[Typed, ...], int, str]]"


def _press_in(holder: Typed, button: Button, first: str) -> tuple[Typed, str]:
    rows = holder.rows(button.list)
    if button.verb == "paste":
        return _pasted(holder, button, first)
    if button.verb == "add":
        added = (*rows, Typed())[:MOST_ROWS]
        return holder.holding(button.list, added), _first_field(button, len(added) - 1, first)
    if button.at is None or button.at >= len(rows):
        return holder, ""
    changed, at, back = _OF_ROW[button.verb](rows, button.at)
    changed = changed[:MOST_ROWS]
    if not changed:
        return holder.holding(button.list, changed), button.name(None, "add")
    at = min(at, len(changed) - 1)
    focus = _first_field(button, at, first) if back == "field" else button.name(at, back)
    return holder.holding(button.list, changed), focus


def _first_field(button: Button, at: int, first: str) -> str:
    """The first field of a row. A scale's is its title, everything else has a label."""
    return button.name(at, f"{'title' if button.list == 'scales' else 'label'}_{first}")


def _up(rows: tuple[Typed, ...], at: int) -> tuple[tuple[Typed, ...], int, str]:
    return _to(rows, at, at - 1, "up")


def _down(rows: tuple[Typed, ...], at: int) -> tuple[tuple[Typed, ...], int, str]:
    return _to(rows, at, at + 1, "down")


def _move(rows: tuple[Typed, ...], at: int) -> tuple[tuple[Typed, ...], int, str]:
    """To the position, from 1, that stands in the row's own field."""
    wanted = whole_number(rows[at]["position"])
    rows = (*rows[:at], rows[at].without("position"), *rows[at + 1 :])
    return _to(rows, at, at if wanted is None else wanted - 1, "field")


def _to(rows: tuple[Typed, ...], at: int, target: int, back: str) -> tuple[tuple[Typed, ...], int, str]:
    target = max(0, min(target, len(rows) - 1))
    others = rows[:at] + rows[at + 1 :]
    return (*others[:target], rows[at], *others[target:]), target, back


def _duplicate(rows: tuple[Typed, ...], at: int) -> tuple[tuple[Typed, ...], int, str]:
    return (*rows[: at + 1], rows[at].without(CODE), *rows[at + 1 :]), at + 1, "field"


def _delete(rows: tuple[Typed, ...], at: int) -> tuple[tuple[Typed, ...], int, str]:
    return rows[:at] + rows[at + 1 :], at, "field"


_OF_ROW: dict[str, _Change] = {
    "up": _up,
    "down": _down,
    "move": _move,
    "duplicate": _duplicate,
    "delete": _delete,
}
_OF_LIST = ("add", "paste")


# --- pasting ----------------------------------------------------------------------------------------------


def _pasted(holder: Typed, button: Button, first: str) -> tuple[Typed, str]:
    """Make a row of each line, or write lines of one language into as many rows that lack them."""
    boxes = {language: f"{button.list}_pasted_{language}" for language in LANGUAGES}
    pasted = {language: _lines(holder[box]) for language, box in boxes.items()}
    rows = holder.rows(button.list)
    given = [language for language in LANGUAGES if pasted[language]]
    if len(given) == 2 and len(pasted["en"]) != len(pasted["cy"]):
        raise LinesDiffer
    done = holder.without(*boxes.values())
    if not given:
        return done, button.name(None, "add")
    lacking = [at for at, row in enumerate(rows) if not row.is_blank and not row[f"label_{given[0]}"].strip()]
    if len(given) == 1 and len(lacking) == len(pasted[given[0]]):
        return done.holding(button.list, _completed(rows, lacking, given[0], pasted[given[0]])), _first_field(
            button, lacking[0], given[0]
        )
    kept = tuple(row for row in rows if not row.is_blank)
    new = (
        Typed({f"label_{language}": pasted[language][at] for language in given})
        for at in range(len(pasted[given[0]]))
    )
    return done.holding(button.list, (*kept, *new)[:MOST_ROWS]), _first_field(button, len(kept), first)


def _completed(
    rows: tuple[Typed, ...], lacking: list[int], language: str, texts: list[str]
) -> tuple[Typed, ...]:
    words = dict(zip(lacking, texts, strict=True))
    return tuple(
        row.writing(**{f"label_{language}": words[at]}) if at in words else row for at, row in enumerate(rows)
    )


def _lines(text: str) -> list[str]:
    """The lines in which something stands, without what marks them as a list."""
    return [stripped for line in lines(text).split("\n") if (stripped := _BULLET.sub("", line.strip(), 1))]
