"""Where in a definition is a part, and what are the places in which it could be?

A part is named by its key, as in the keys of texts: ``section:s``, ``page:p``, ``block:b``, ``question:q``;
an item of a block is ``item:b/code``. The holder of all sections is `SURVEY`. Where a draft holds an id
twice, its key names the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, TypeAlias

from engage.errors import NotFound
from engage.surveys.definition import Block, Definition, ListItem, Page, Question, Section

SURVEY = "survey"
Part: TypeAlias = Section | Block | Page | Question | ListItem
Holder: TypeAlias = Definition | Section | Block | Page
Path: TypeAlias = tuple[int, ...]  # the position in the survey, in its section, in its block, on its page
_HELD: dict[type[Any], str] = {
    Definition: "sections",
    Section: "parts",
    Block: "pages",
    Page: "questions",
}


def key_of(part: Part | Definition, block: Block | None = None) -> str:
    """The key of a part; an item's needs its block."""
    match part:
        case Definition():
            return SURVEY
        case Question():
            return f"question:{part.id}"
        case ListItem():
            return f"item:{block.id if block else ''}/{part.code}"
        case _:
            return f"{type(part).__name__.lower()}:{part.id}"


def held(holder: Any) -> tuple[Any, ...]:
    """What the holder holds, in order; a question holds nothing."""
    return getattr(holder, _HELD[type(holder)]) if type(holder) in _HELD else ()


def holding(holder: Any, parts: tuple[Any, ...]) -> Any:
    """The holder with these parts instead of its own."""
    return replace(holder, **{_HELD[type(holder)]: parts})


def walk(holder: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Everything inside a holder in order, each with its path from there."""
    for at, part in enumerate(held(holder)):
        yield (*path, at), part
        yield from walk(part, (*path, at))


def find(definition: Definition, key: str) -> tuple[Path, Any]:
    """Where the part with this key is, and the part; the survey's own path is empty. Raises NotFound."""
    if key == SURVEY:
        return (), definition
    for path, part in walk(definition):
        if key_of(part) == key:
            return path, part
    raise NotFound


def part_of(definition: Definition, key: str) -> Any:
    """The part with this key. Raises NotFound."""
    return find(definition, key)[1]


def is_there(definition: Definition, key: str) -> bool:
    """Has the definition a section, block, page or question with this key?"""
    return any(key_of(part) == key for _, part in walk(definition))


def parent_of(definition: Definition, path: Path) -> Any:
    """The holder of what is at this path."""
    here: Any = definition
    for at in path[:-1]:
        here = held(here)[at]
    return here


def block_around(definition: Definition, path: Path) -> Block | None:
    """The block in which the part at this path lies, if any; a block does not lie in itself."""
    here: Any = definition
    for at in path[:-1]:
        here = held(here)[at]
        if isinstance(here, Block):
            return here
    return None


def changed_at(holder: Any, path: Path, change: Callable[[Any], Any]) -> Any:
    """The holder with what is at this path put through `change`."""
    if not path:
        return change(holder)
    at, *rest = path
    parts = held(holder)
    return holding(holder, (*parts[:at], changed_at(parts[at], tuple(rest), change), *parts[at + 1 :]))


def inserted(definition: Definition, into: Path, position: int | None, part: Any) -> Definition:
    """The definition with `part` in the holder at this path, at this position from 0, or last.

    Raises NotFound when such a part cannot be there.
    """

    def put(holder: Any) -> Any:
        if not fits(part, holder):
            raise NotFound
        parts = held(holder)
        at = len(parts) if position is None else max(0, min(position, len(parts)))
        return holding(holder, (*parts[:at], part, *parts[at:]))

    changed: Definition = changed_at(definition, into, put)
    return changed


def without(definition: Definition, path: Path) -> Definition:
    """The definition without what is at this path."""
    *above, at = path
    changed: Definition = changed_at(
        definition, tuple(above), lambda holder: holding(holder, held(holder)[:at] + held(holder)[at + 1 :])
    )
    return changed


def fits(part: Any, holder: Any) -> bool:
    """Can such a part be in such a holder?"""
    match holder:
        case Definition():
            return isinstance(part, Section)
        case Section():
            return isinstance(part, Page | Block)
        case Block():
            return isinstance(part, Page)
        case Page():
            return isinstance(part, Question)
    return False
