"""What is a place in a survey called where an officer reads what is to be mended there?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from engage.bilingual import Bilingual, other_language
from engage.surveys.definition import Block, Definition
from engage.surveys.problems import Place
from engage.surveys.steering import title

LONGEST = 60  # characters of one name


def place_name(definition: Definition, place: Place, lang: str) -> str:
    """The words of each part on the way to a place; an id or code only for what has no words."""
    here: Any = definition
    names = []
    for name in place.path.split(" › ") if place.path else ():
        here = next((part for part in _parts(here) if name in _marks(part)), None)
        names.append(called(here, lang) if here is not None else name)
    return " › ".join(names)


def called(part: Any, lang: str) -> str:
    """A part by its own words in this language or else the other; by its id or code when it has none."""
    words = _words(part)
    text = " ".join((words[lang] or words[other_language(lang)] or _marks(part)[0]).split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _words(part: Any) -> Bilingual:
    if isinstance(part, Block):
        return title(part)
    return next(
        (words for name in ("title", "label", "alt") if (words := getattr(part, name, None))), Bilingual()
    )


def _marks(part: Any) -> list[str]:
    """The id or the code by which a path names a part."""
    return [mark for name in ("id", "code") if (mark := getattr(part, name, ""))]


def _parts(whole: Any) -> Iterator[Any]:
    """What stands directly inside a part."""
    for each in fields(whole) if is_dataclass(whole) else ():
        held = getattr(whole, each.name)
        yield from held if isinstance(held, tuple) else [held] if is_dataclass(held) else ()
