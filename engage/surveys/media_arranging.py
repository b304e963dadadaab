"""How does a page look after something was put beside its questions, moved there or taken away?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from engage.bilingual import Bilingual
from engage.errors import NotFound
from engage.surveys import editing
from engage.surveys.definition import Definition
from engage.surveys.media import Image, Panel, Video
from engage.surveys.naming_new import new_code
from engage.surveys.placing import part_of
from engage.surveys.problems import Problem

Medium: TypeAlias = Image | Video | Panel
USUAL = {"images": "picture", "videos": "video", "panels": "panel"}  # what a new one is called without words
_BUTTON = re.compile(r"(images|videos|panels)-([0-9]{1,3})-(up|down|delete)")


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What a button of the list does to one of the things on a page."""

    sort: str
    at: int
    verb: str

    @classmethod
    def named(cls, button: str) -> Arrangement | None:
        """The arrangement behind this button; None for a name that no button has."""
        found = _BUTTON.fullmatch(button)
        return cls(found[1], int(found[2]), found[3]) if found else None


def held(definition: Definition, page_id: str, sort: str) -> tuple[Any, ...]:
    """The pictures, videos or panels of a page. Raises NotFound."""
    found: tuple[Any, ...] = getattr(part_of(definition, f"page:{page_id}"), sort)
    return found


def one(definition: Definition, page_id: str, sort: str, code: str) -> Any:
    """The one with this code. Raises NotFound."""
    for each in held(definition, page_id, sort):
        if each.code == code:
            return each
    raise NotFound


def fresh_code(definition: Definition, page_id: str, sort: str, words: Bilingual, first: str) -> str:
    """A code for a new one, from its words in the language that is written first."""
    taken = {each.code for each in held(definition, page_id, sort)}
    return new_code(words, first, taken, USUAL[sort])


def put(definition: Definition, page_id: str, sort: str, medium: Medium) -> Definition:
    """Put it in the place of the one with its code, or after all others. Raises NotFound without the page."""
    others = held(definition, page_id, sort)
    if any(each.code == medium.code for each in others):
        now = tuple(medium if each.code == medium.code else each for each in others)
    else:
        now = (*others, medium)
    return editing.change_fields(definition, f"page:{page_id}", **{sort: now})


def arranged(definition: Definition, page_id: str, what: Arrangement) -> Definition:
    """Move one up or down, or take it away. Raises NotFound when there is none at that place."""
    parts = held(definition, page_id, what.sort)
    if what.at >= len(parts):
        raise NotFound
    others = parts[: what.at] + parts[what.at + 1 :]
    if what.verb != "delete":
        target = max(0, what.at + (-1 if what.verb == "up" else 1))
        others = (*others[:target], parts[what.at], *others[target:])
    return editing.change_fields(definition, f"page:{page_id}", **{what.sort: others})


def words(definition: Definition, page_id: str, what: Arrangement) -> Bilingual:
    """What the one at that place is called; nothing where it has no words, or there is none."""
    for each in held(definition, page_id, what.sort)[what.at : what.at + 1]:
        called: Bilingual = each.alt if isinstance(each, Image) else each.title
        return called
    return Bilingual()


def problems_of(problems: Iterable[Problem], page_id: str, code: str) -> list[Problem]:
    """Those that are about the one with this code on this page."""
    return [
        each
        for each in problems
        if (each.place.page, each.place.question, each.place.option) == (page_id, "", code)
    ]
