"""How does a definition look after one thing was done to its structure?

Every function takes a definition and gives another; what it was not asked to change stays as it was. A part
is named by its key (see `placing`); a key that the definition does not have raises NotFound.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from engage.bilingual import Bilingual
from engage.errors import NotFound
from engage.surveys.definition import Block, Definition, ListItem, Page, Question, Section
from engage.surveys.naming_new import new_code, unused
from engage.surveys.placing import (
    Path,
    changed_at,
    find,
    held,
    inserted,
    key_of,
    parent_of,
    walk,
    without,
)
from engage.surveys.traces import forgotten, repeated, said_again

_KINDS: dict[str, tuple[type[Any], ...]] = {
    "section": (Section,),
    "page": (Page, Block),  # which share their ids
    "block": (Page, Block),
    "question": (Question,),
}


# --- ids ------------------------------------------------------------------------------------------------


def ids(definition: Definition, sort: str) -> set[str]:
    """The ids that a new "section", "page", "block" or "question" cannot have."""
    return {part.id for _, part in walk(definition) if isinstance(part, _KINDS[sort])}


def new_id(
    definition: Definition, sort: str, words: Bilingual, first: str, kept: Collection[str] = ()
) -> str:
    """An id for a new "section", "page", "block" or "question", from its words in the language written first.

    `kept` are ids that are gone from the draft but not from published versions, where they have a meaning.
    """
    return new_code(words, first, ids(definition, sort) | set(kept), sort)


# --- sections, pages, blocks, questions -----------------------------------------------------------------


def add(definition: Definition, holder: str, part: Any, position: int | None = None) -> Definition:
    """Put a new part into its holder, at this position from 0, or last."""
    return inserted(definition, find(definition, holder)[0], position, part)


def change(definition: Definition, key: str, edit: Callable[[Any], Any]) -> Definition:
    """Put one part, with all that it holds, through `edit`, which leaves its id as it is."""
    changed: Definition = changed_at(definition, find(definition, key)[0], edit)
    return changed


def change_fields(definition: Definition, key: str, **fields: Any) -> Definition:
    """Give one part these fields."""
    return change(definition, key, lambda part: replace(part, **fields))


def shift(definition: Definition, key: str, by: int) -> Definition:
    """Move a part up (-1) or down (1) within its holder; beyond either end nothing changes."""
    path, _ = find(definition, key)
    return _moved(definition, path, path[:-1], max(0, path[-1] + by))


def move(definition: Definition, key: str, holder: str, position: int) -> Definition:
    """Move a part into this holder, which may be its own, to this position from 0 there."""
    return _moved(definition, find(definition, key)[0], find(definition, holder)[0], position)


def _moved(definition: Definition, path: Path, into: Path, position: int) -> Definition:
    left = without(definition, path)
    part = held(parent_of(definition, path))[path[-1]]
    level = len(path) - 1
    if len(into) > level and into[:level] == path[:level] and into[level] > path[level]:
        into = (*into[:level], into[level] - 1, *into[level + 1 :])  # what came after has moved up
    return inserted(left, into, position, part)


def delete(definition: Definition, key: str) -> Definition:
    """Take a part away, with all that it holds and what variants say of it."""
    path, part = find(definition, key)
    gone = [key_of(part), *(key_of(inner) for _, inner in walk(part))]
    return forgotten(without(definition, path), gone)


def duplicate(definition: Definition, key: str, kept: Collection[str] = ()) -> tuple[Definition, str]:
    """Put a copy right after a part; also the copy's key.

    Whatever is in the copy has a new id, and conditions in it that speak of what was copied with them speak
    of the copies. What variants say of the part they say of the copy too.
    """
    path, part = find(definition, key)
    naming = _names_of_copies(definition, part, kept)
    copy = repeated(part, naming)
    with_copy = inserted(definition, path[:-1], path[-1] + 1, copy)
    return replace(with_copy, variants=said_again(definition.variants, naming)), key_of(copy)


def _names_of_copies(definition: Definition, part: Any, kept: Collection[str]) -> dict[str, str]:
    """For the key of each copied part the id of its copy."""
    taken = {sort: ids(definition, sort) for sort in ("section", "page", "question")}
    taken["question"] |= set(kept)
    taken["block"] = taken["page"]
    names: dict[str, str] = {}
    for inner in (part, *(inner for _, inner in walk(part))):
        key = key_of(inner)
        sort = key.partition(":")[0]
        names[key] = unused(inner.id, taken[sort])
        taken[sort].add(names[key])
    return names


# --- items of a block -----------------------------------------------------------------------------------


def add_item(definition: Definition, block: str, item: ListItem) -> Definition:
    """Put an item last."""
    return _items(definition, block, lambda items: (*items, item))


def new_item_code(block: Block | None, words: Bilingual, first: str) -> str:
    """A code for a new item, from its words in the language written first."""
    return new_code(words, first, {item.code for item in block.items} if block else set(), "item")


def shift_item(definition: Definition, block: str, code: str, by: int) -> Definition:
    """Move an item up (-1) or down (1); beyond either end nothing changes."""

    def shifted(items: tuple[ListItem, ...]) -> tuple[ListItem, ...]:
        at = _position(items, code)
        others = items[:at] + items[at + 1 :]
        to = max(0, at + by)
        return (*others[:to], items[at], *others[to:])

    return _items(definition, block, shifted)


def duplicate_item(definition: Definition, block: str, code: str) -> Definition:
    """Put a copy of an item, with its data, right after it."""

    def with_copy(items: tuple[ListItem, ...]) -> tuple[ListItem, ...]:
        at = _position(items, code)
        copy = replace(items[at], code=unused(code, {item.code for item in items}))
        return (*items[: at + 1], copy, *items[at + 1 :])

    return _items(definition, block, with_copy)


def delete_item(definition: Definition, block: str, code: str) -> Definition:
    """Take an item away."""

    def rest(items: tuple[ListItem, ...]) -> tuple[ListItem, ...]:
        at = _position(items, code)
        return items[:at] + items[at + 1 :]

    return forgotten(_items(definition, block, rest), [f"{block}/items:{code}"])


def _items(
    definition: Definition, block: str, edit: Callable[[tuple[ListItem, ...]], tuple[ListItem, ...]]
) -> Definition:
    def edited(part: Any) -> Block:
        if not isinstance(part, Block):
            raise NotFound
        return replace(part, items=edit(part.items))

    return change(definition, block, edited)


def _position(items: tuple[ListItem, ...], code: str) -> int:
    for at, item in enumerate(items):
        if item.code == code:
            return at
    raise NotFound
