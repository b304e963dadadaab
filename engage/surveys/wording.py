"""Is every text complete in both languages, and do the two agree?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Any

from engage.bilingual import Bilingual
from engage.surveys.definition import Block, Definition, ListItem, Matrix
from engage.surveys.parity import differences
from engage.surveys.placeholders import names
from engage.surveys.problems import Place, Problem
from engage.surveys.tour import tour

PROBLEMS: dict[str, tuple[str, ...]] = {
    "missing_words": ("field", "language"),
    "numbers_differ": ("field", "english", "welsh"),
    "placeholders_differ": ("field", "english", "welsh"),
    "links_differ": ("field", "english", "welsh"),
    "unknown_placeholder": ("field", "name"),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """One text that residents read: where it is, what it is for, and whether it may be left out."""

    place: Place
    field: str
    words: Bilingual
    required: bool


def problems(definition: Definition) -> Iterator[Problem]:
    """What is wrong with the words of the definition."""
    for wording in _wordings(definition, Place()):
        yield from _check(wording, set())
    for stop in tour(definition):
        known = _known(stop.block) if stop.block and stop.block is not stop.part else set()
        for wording in _wordings(stop.part, stop.place):
            yield from _check(wording, known)


def _check(wording: Wording, known: set[str]) -> Iterator[Problem]:
    words, place, field = wording.words, wording.place, wording.field
    if (wording.required or words) and words.missing:
        for language in words.missing:
            yield Problem("missing_words", place, {"field": field, "language": language})
        return
    for code, english, welsh in differences(words):
        yield Problem(code, place, {"field": field, "english": english, "welsh": welsh})
    for name in sorted((names(words.en) | names(words.cy)) - known):
        yield Problem("unknown_placeholder", place, {"field": field, "name": name})


def _known(block: Block) -> set[str]:
    """The placeholders that every item of the block can fill."""
    return set.intersection(*(set(item.words()) for item in block.items)) if block.items else set()


def _wordings(part: Any, place: Place) -> Iterator[Wording]:
    """The texts of one part, without those of the parts that are visited themselves."""
    if isinstance(part, Matrix) and len(part.scales) > 1:  # then their titles alone tell them apart
        yield from (
            Wording(place.inside(scale.code, option=scale.code), "title", scale.title, True)
            for scale in part.scales
            if not scale.title
        )
    for field in fields(part):
        held = getattr(part, field.name)
        if isinstance(held, Bilingual):
            yield Wording(place, field.name, held, field.default is MISSING)
        elif isinstance(part, ListItem) and field.name == "data":
            yield from (Wording(place, name, words, True) for name, words in held)
        else:
            inside: tuple[Any, ...] = held if isinstance(held, tuple) else (held,)
            for each in inside:
                if is_dataclass(each) and hasattr(each, "code"):
                    yield from _wordings(each, place.inside(each.code, option=each.code))
