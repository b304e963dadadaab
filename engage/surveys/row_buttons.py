"""What do the buttons beside the rows of a form do?

They are named as its fields are, by the way to what they are about: ``options-add``, ``options-2-up``,
``scales-1-points-2-delete``. A pressed button changes what stands in the form; nothing that was typed is
lost, and nothing is stored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from engage.bilingual import LANGUAGES
from engage.surveys.numerals import whole_number
from engage.surveys.text import lines
from engage.surveys.typed_rows import MOST_ROWS, Typed

_BUTTON = re.compile(
    r"(?P<holder>(?:[a-z_]{1,40}-[0-9]{1,3}-)?)(?P<list>[a-z_]{1,40})-(?:(?P<at>[0-9]{1,3})-)?(?P<verb>[a-z]{2,9})"
)
_BULLET = re.compile(r"[-*•–·]\s+")
CODE = "code"
GONE = "_gone"  # after the name of a list: the row that was deleted last, until it is put back
PROBLEMS: dict[str, tuple[str, ...]] = {
    "no_position": ("number",),
    "lines_differ": (),
    "nothing_pasted": (),
    "too_many_rows": ("limit",),
}


class CannotPress(ValueError):
    """What a button asks for cannot be done: why, and the name of the field or button to go to."""

    def __init__(self, name: str, code: str, **parameters: Any) -> None:
        super().__init__(name, code)
        self.name, self.code, self.parameters = name, code, parameters


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

    `first` is the language written first. Raises CannotPress.
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


def pressing_what_waits(typed: Typed, first: str) -> Typed:
    """The form after the buttons that somebody wrote something for, and did not press before saving.

    Lines in a box for pasting become rows; then rows go to the positions typed beside them. Raises
    CannotPress.
    """
    while (name := next(_waiting(typed), "")) and (after := press(typed, name, first).typed) != typed:
        typed = after
    return typed


def _waiting(typed: Typed, prefix: str = "") -> Iterator[str]:
    """The names of these buttons: the first of them is to be pressed first."""
    for name, said in typed.fields.items():
        before, pasted, language = name.rpartition("_pasted_")
        if pasted and language in LANGUAGES and said.strip():
            yield f"{prefix}{before}-paste"
    lists = {name: rows for name, rows in typed.lists.items() if not name.endswith(GONE)}
    if not prefix:
        for name, rows in lists.items():
            for at, row in enumerate(rows):
                yield from _waiting(row, f"{name}-{at}-")
    for name, rows in lists.items():
        movable = rows if len(rows) > 1 else ()  # a single row has no field for a position
        placed = [at for at, row in enumerate(movable) if row["position"].strip()]
        for at in sorted(placed, key=lambda at: _position(rows, at)):
            yield f"{prefix}{name}-{at}-move"


_Change: TypeAlias = "Callable[[tuple[Typed, ...], int], tuple[tuple[Typed, ...], int, str]]"


def _press_in(holder: Typed, button: Button, first: str) -> tuple[Typed, str]:
    rows = holder.rows(button.list)
    if button.verb in ("add", "duplicate", "restore") and len(rows) >= MOST_ROWS:
        raise CannotPress(button.name(None, "add"), "too_many_rows", limit=MOST_ROWS)
    if button.verb == "paste":
        return _pasted(holder, button, first)
    if button.verb == "restore":
        return _restored(holder, button, first)
    if button.verb == "add":
        return holder.holding(button.list, (*rows, Typed())), _first_field(button, len(rows), first)
    if button.at is None or button.at >= len(rows):
        return holder, ""
    if button.verb == "move" and not _position(rows, button.at):
        raise CannotPress(button.name(button.at, "position"), "no_position", number=len(rows))
    if button.verb == "delete" and not rows[button.at].is_blank:
        gone = rows[button.at].writing(place=str(button.at))
        holder = holder.holding(button.list + GONE, (gone,))
    changed, at, back = _OF_ROW[button.verb](rows, button.at)
    return holder.holding(button.list, changed), _focus(button, changed, at, back, first)


def _focus(button: Button, rows: tuple[Typed, ...], at: int, back: str, first: str) -> str:
    """Where one comes back to; what stands at an end has no button that leads beyond it."""
    if not rows:
        return button.name(None, "add")
    at = min(at, len(rows) - 1)
    if back == "up" and at == 0:
        back = "down"
    elif back == "down" and at == len(rows) - 1:
        back = "up"
    return _first_field(button, at, first) if back == "field" or len(rows) == 1 else button.name(at, back)


def _first_field(button: Button, at: int, first: str) -> str:
    """The first field of a row. A scale's is its title, everything else has a label."""
    return button.name(at, f"{'title' if button.list == 'scales' else 'label'}_{first}")


def _restored(holder: Typed, button: Button, first: str) -> tuple[Typed, str]:
    """The row that was deleted last, at its old place again."""
    rows, left = holder.rows(button.list), holder.rows(button.list + GONE)
    if not left:
        return holder, ""
    at = min(whole_number(left[0]["place"]) or 0, len(rows))
    there = (*rows[:at], left[0].without("place"), *rows[at:])
    back = holder.holding(button.list, there).holding(button.list + GONE, ())
    return back, _first_field(button, at, first)


def _up(rows: tuple[Typed, ...], at: int) -> tuple[tuple[Typed, ...], int, str]:
    return _to(rows, at, at - 1, "up")


def _down(rows: tuple[Typed, ...], at: int) -> tuple[tuple[Typed, ...], int, str]:
    return _to(rows, at, at + 1, "down")


def _move(rows: tuple[Typed, ...], at: int) -> tuple[tuple[Typed, ...], int, str]:
    """To the position that stands in the row's own field."""
    target = _position(rows, at) - 1
    return _to((*rows[:at], rows[at].without("position"), *rows[at + 1 :]), at, target, "field")


def _position(rows: tuple[Typed, ...], at: int) -> int:
    """The position, from 1, that stands in a row's own field; 0 when the list has none such."""
    wanted = whole_number(rows[at]["position"]) or 0
    return wanted if 0 < wanted <= len(rows) else 0


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
_OF_LIST = ("add", "paste", "restore")


# --- pasting ----------------------------------------------------------------------------------------------


def _pasted(holder: Typed, button: Button, first: str) -> tuple[Typed, str]:
    """Make a row of each line, or write lines of one language into as many rows that lack them."""
    boxes = {language: f"{button.list}_pasted_{language}" for language in LANGUAGES}
    pasted = {language: _lines(holder[box]) for language, box in boxes.items()}
    rows = holder.rows(button.list)
    given = [language for language in LANGUAGES if pasted[language]]
    box = button.name(None, "paste").removesuffix("-paste") + f"_pasted_{first}"
    if not given:
        raise CannotPress(box, "nothing_pasted")
    if len(given) == 2 and len(pasted["en"]) != len(pasted["cy"]):
        raise CannotPress(box, "lines_differ")
    done = holder.without(*boxes.values())
    lacking = [at for at, row in enumerate(rows) if not row.is_blank and not row[f"label_{given[0]}"].strip()]
    if len(given) == 1 and len(lacking) == len(pasted[given[0]]):
        return done.holding(button.list, _completed(rows, lacking, given[0], pasted[given[0]])), _first_field(
            button, lacking[0], given[0]
        )
    kept = tuple(row for row in rows if not row.is_blank)
    if len(kept) + len(pasted[given[0]]) > MOST_ROWS:
        raise CannotPress(box, "too_many_rows", limit=MOST_ROWS)
    new = (
        Typed({f"label_{language}": pasted[language][at] for language in given})
        for at in range(len(pasted[given[0]]))
    )
    return done.holding(button.list, (*kept, *new)), _first_field(button, len(kept), first)


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
