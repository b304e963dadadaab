"""Which texts has a survey, and how is one of them put in place of another?

Every text has a key made of ids and codes, such as ``question:belong/options:yes/label``: it stays the same
while words change and parts move. Translations, variants and corrections speak of texts by their keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from typing import Any

from engage.bilingual import Bilingual
from engage.surveys.definition import Block, Definition, ListItem, Matrix, Page, Question, Section
from engage.surveys.problems import Place
from engage.surveys.tour import Stop, Visited, tour

Change = Callable[[str, Bilingual], Bilingual]


@dataclass(frozen=True, slots=True)
class Text:
    """One text that residents read: where it is, what it is for, and whether it may be left out."""

    key: str
    place: Place
    field: str  # such as "title" or "hint"; of an item's data the name
    words: Bilingual
    required: bool
    block: Block | None = None  # the block in which it stands, whose items fill its placeholders


def texts(definition: Definition) -> Iterator[Text]:
    """Every text in the order of the survey, those that are empty included."""
    for field in fields(definition):
        held = getattr(definition, field.name)
        if isinstance(held, Bilingual):
            required = field.default is MISSING
            yield Text(f"survey/{field.name}", Place(), field.name, held, required)
    for stop in tour(definition):
        yield from _at(stop)


def texts_of(definition: Definition, question: str) -> Iterator[Text]:
    """The texts of the question with this id."""
    for stop in tour(definition):
        if isinstance(stop.part, Question) and stop.part.id == question:
            yield from _at(stop)


def rewritten(definition: Definition, words: Mapping[str, Bilingual]) -> Definition:
    """The definition with these texts, by their keys; a key that it does not have changes nothing."""
    return changed(definition, lambda key, old: words.get(key, old))


def changed(definition: Definition, change: Change) -> Definition:
    """The definition with every text put through `change`, which is given its key and its words."""
    new: dict[str, Any] = {
        field.name: change(f"survey/{field.name}", held)
        for field in fields(definition)
        if isinstance(held := getattr(definition, field.name), Bilingual)
    }
    sections = tuple(_changed(section, "", change) for section in definition.sections)
    return replace(definition, **new, sections=sections)


def key_of(part: Visited) -> str:
    """The beginning of the keys of a part's texts, such as ``page:about_you``."""
    sort = "question" if isinstance(part, Question) else type(part).__name__.lower()
    return f"{sort}:{part.id}"


def _at(stop: Stop) -> Iterator[Text]:
    block = stop.block if stop.block is not stop.part else None
    yield from _of(stop.part, key_of(stop.part), stop.place, block)


def _of(part: Any, key: str, place: Place, block: Block | None) -> Iterator[Text]:
    """The texts of one part, without those of the parts that are visited themselves."""
    for field in fields(part):
        held = getattr(part, field.name)
        if isinstance(held, Bilingual):
            yield Text(f"{key}/{field.name}", place, field.name, held, field.default is MISSING, block)
        elif isinstance(part, ListItem) and field.name == "data":
            for name, words in held:
                yield Text(f"{key}/data:{name}", place, name, words, True, block)
        else:
            for inner, each in _inside(key, field.name, held):
                own = place.inside(each.code, option=each.code)
                apart = isinstance(part, Matrix) and field.name == "scales" and len(part.scales) > 1
                for text in _of(each, inner, own, block):  # the titles alone tell several scales apart
                    title = apart and text.key == f"{inner}/title"
                    yield replace(text, required=True) if title else text


def _inside(key: str, name: str, held: Any) -> Iterator[tuple[str, Any]]:
    """The coded parts that a field holds, one or several, each with the beginning of its keys."""
    for each in held if isinstance(held, tuple) else (held,):
        if is_dataclass(each) and hasattr(each, "code"):
            yield f"{key}/{name}:{each.code}", each


def _changed(part: Any, key: str, change: Change) -> Any:
    if isinstance(part, Section | Block | Page | Question):
        key = key_of(part)
    new: dict[str, Any] = {}
    for field in fields(part):
        held = getattr(part, field.name)
        if isinstance(held, Bilingual):
            new[field.name] = change(f"{key}/{field.name}", held)
        elif isinstance(part, ListItem) and field.name == "data":
            new[field.name] = tuple((name, change(f"{key}/data:{name}", words)) for name, words in held)
        elif isinstance(held, tuple):
            new[field.name] = tuple(_part(each, f"{key}/{field.name}", change) for each in held)
        else:
            new[field.name] = _part(held, f"{key}/{field.name}", change)
    return replace(part, **{name: value for name, value in new.items() if value != getattr(part, name)})


def _part(each: Any, key: str, change: Change) -> Any:
    if isinstance(each, Section | Block | Page | Question):
        return _changed(each, "", change)
    return _changed(each, f"{key}:{each.code}", change) if hasattr(each, "code") else each
