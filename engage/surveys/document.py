"""How is a definition written as a document of plain JSON, and read back?

The type hints of `definition` are the format: every dataclass is a mapping of its fields, defaults left out.
Three things have a form of their own: a question also says its `kind`; a condition is a mapping of its name
to what it holds, such as ``{"not": {"answered": "q"}}``; the data of an item are a mapping of names to words.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from datetime import date
from functools import cache, lru_cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from engage.bilingual import Bilingual
from engage.errors import Invalid
from engage.surveys.definition import (
    KINDS,
    All,
    Answered,
    AnyOf,
    Between,
    Block,
    Definition,
    Is,
    Not,
    Page,
    Part,
    Question,
)
from engage.surveys.problems import Place, Problem

PROBLEMS: dict[str, tuple[str, ...]] = {
    "not_mapping": (),
    "not_list": (),
    "not_text": (),
    "not_whole_number": (),
    "not_number": (),
    "not_true_or_false": (),
    "not_date": (),
    "unreadable_text": (),
    "unknown_key": ("key",),
    "missing_key": ("key",),
    "unknown_kind": ("kind",),
    "unknown_condition": ("names",),
}
CONDITIONS: dict[str, type] = {
    "is": Is,
    "between": Between,
    "answered": Answered,
    "all": All,
    "any": AnyOf,
    "not": Not,
}
_NAMES = {kind: name for name, kind in CONDITIONS.items()}
_DATA = tuple[tuple[str, Bilingual], ...]
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # databases refuse some of these
_SHOWN = 40  # characters of a wrong key or kind that are repeated to the author
_REMEMBERED = 1000  # pages and blocks in each process


def to_json(definition: Definition) -> dict[str, Any]:
    """Write the definition as a document; `from_json` gives the same definition back."""
    return _fields_to_json(definition)


def part_to_json(part: Page | Question) -> dict[str, Any]:
    """Write one page or question, as it stands in a document."""
    return _fields_to_json(part)


def from_json(document: Any) -> Definition:
    """Read a document. Raises Invalid with every problem, each with its place."""
    reader = _Reader()
    definition: Definition = reader.read(Definition, _of_today(document), "")
    if reader.problems:
        raise Invalid(reader.problems)
    return definition


def _of_today(document: Any) -> Any:
    """The document as it is written today: `contact` was true or false, and spoke of the outcome alone."""
    if isinstance(document, dict) and isinstance(document.get("contact"), bool):
        return document | {"contact": ["outcome"] if document["contact"] else []}
    return document


def from_stored(document: dict[str, Any]) -> Definition:
    """Read a document that `to_json` made. Its pages are remembered by what they say.

    A survey is read for every page that an author is shown, and most of it is as it was.
    """
    bare = [section | {"parts": []} for section in document["sections"]]
    definition = from_json(document | {"sections": bare})
    parts = [tuple(_part(json.dumps(part)) for part in section["parts"]) for section in document["sections"]]
    pairs = zip(definition.sections, parts, strict=True)
    return replace(definition, sections=tuple(replace(section, parts=its) for section, its in pairs))


@lru_cache(maxsize=_REMEMBERED)
def _part(written: str) -> Part:
    reader = _Reader()
    part: Part = reader.read(Part, json.loads(written), "")
    if reader.problems:
        raise Invalid(reader.problems)
    return part


# --- writing --------------------------------------------------------------------------------------------


def _to_json(value: Any) -> Any:
    if isinstance(value, Bilingual):
        return value.to_json()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_to_json(part) for part in value]
    if type(value) in _NAMES:
        return {_NAMES[type(value)]: _inside_condition(value)}
    if is_dataclass(value):
        return _fields_to_json(value)
    return value


def _inside_condition(condition: Any) -> Any:
    """A condition with a single field is written as what that field holds."""
    kind: type = type(condition)
    only = _only_field(kind)
    return _to_json(getattr(condition, only)) if only else _fields_to_json(condition)


def _fields_to_json(value: Any) -> dict[str, Any]:
    kind: type = type(value)
    written: dict[str, Any] = {"kind": value.kind} if isinstance(value, Question) else {}
    for field, hint in _fields(kind):
        held = getattr(value, field.name)
        if held == field.default:
            continue
        written[field.name] = {n: w.to_json() for n, w in held} if hint == _DATA else _to_json(held)
    return written


# --- reading --------------------------------------------------------------------------------------------


class _Reader:
    """Reads values as their type hints ask, and notes every problem on the way.

    What is broken is read as None; nothing that was read counts once there is a problem.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def read(self, hint: Any, value: Any, path: str) -> Any:
        if hint in _PLAIN:
            return self._plain(hint, value, path)
        if hint == _DATA:
            return self._data(value, path)
        if get_origin(hint) is tuple:
            return self._list(get_args(hint)[0], value, path)
        if get_origin(hint) in (Union, UnionType):
            return self._one_of(get_args(hint), value, path)
        if not isinstance(value, dict):
            return self._refuse("not_mapping", path)
        if hint is Question:
            return self._question(value, path)
        if hint is Bilingual:
            return Bilingual(**self._arguments(Bilingual, value, path))
        return self._build(hint, value, path)

    def _refuse(self, code: str, path: str, **parameters: Any) -> None:
        self.problems.append(Problem(code, Place(path=path), parameters))

    def _plain(self, hint: type, value: Any, path: str) -> Any:
        code, fits = _PLAIN[hint]
        if hint is date:
            value = _date(value)
        if not fits(value):
            return self._refuse(code, path)
        if isinstance(value, str) and _CONTROL.search(value):
            return self._refuse("unreadable_text", path)
        return value

    def _data(self, value: Any, path: str) -> Any:
        if not isinstance(value, dict):
            return self._refuse("not_mapping", path)
        return tuple(
            (self.read(str, name, path), self.read(Bilingual, words, _inside(path, name)))
            for name, words in value.items()
        )

    def _list(self, hint: Any, value: Any, path: str) -> Any:
        if not isinstance(value, list):
            return self._refuse("not_list", path)
        return tuple(self.read(hint, part, _element(path, at, part)) for at, part in enumerate(value, 1))

    def _one_of(self, hints: tuple[Any, ...], value: Any, path: str) -> Any:
        wanted = [hint for hint in hints if hint is not type(None)]
        if len(wanted) == 1:
            return self.read(wanted[0], value, path)
        if not isinstance(value, dict):
            return self._refuse("not_mapping", path)
        if Page in wanted:
            return self._build(Block if "items" in value else Page, value, path)
        return self._condition(value, path)

    def _condition(self, value: dict[str, Any], path: str) -> Any:
        if len(value) != 1 or not (kind := CONDITIONS.get(name := next(iter(value)))):
            return self._refuse("unknown_condition", path, names=", ".join(map(_shown, value)))
        if only := _only_field(kind):
            return kind(self.read(_hints(kind)[only], value[name], _inside(path, name)))
        return self.read(kind, value[name], _inside(path, name))

    def _question(self, value: dict[str, Any], path: str) -> Any:
        if "kind" not in value:
            return self._refuse("missing_key", path, key="kind")
        kind = value["kind"]
        if not isinstance(kind, str) or kind not in KINDS:
            return self._refuse("unknown_kind", path, kind=_shown(kind))
        return self._build(KINDS[kind], {key: held for key, held in value.items() if key != "kind"}, path)

    def _build(self, kind: type, value: dict[str, Any], path: str) -> Any:
        before = len(self.problems)
        found = self._arguments(kind, value, path)
        for field, _ in _fields(kind):
            if field.default is MISSING and value.get(field.name) is None:
                self._refuse("missing_key", path, key=field.name)
        return kind(**found) if len(self.problems) == before else None

    def _arguments(self, kind: type, value: dict[str, Any], path: str) -> dict[str, Any]:
        """Read the fields that are there. A key with nothing after it counts as left out."""
        hints = _hints(kind)
        for key in value:
            if key not in hints:
                self._refuse("unknown_key", path, key=_shown(key))
        return {
            name: self.read(hint, value[name], _inside(path, name))
            for name, hint in hints.items()
            if value.get(name) is not None
        }


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


_PLAIN: dict[Any, Any] = {
    str: ("not_text", lambda value: isinstance(value, str)),
    bool: ("not_true_or_false", lambda value: isinstance(value, bool)),
    int: ("not_whole_number", lambda value: isinstance(value, int) and not isinstance(value, bool)),
    float: ("not_number", _is_number),
    date: ("not_date", lambda value: isinstance(value, date)),
}


def _date(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


# --- places and hints -----------------------------------------------------------------------------------


def _inside(path: str, key: Any) -> str:
    return f"{path} › {_shown(key)}" if path else _shown(key)


def _element(path: str, at: int, value: Any) -> str:
    """Name one part of a list by its position from 1 and, when it has one, by its id or code."""
    name = value.get("id", value.get("code")) if isinstance(value, dict) else None
    return f'{path}[{at}] "{_shown(name)}"' if isinstance(name, str) else f"{path}[{at}]"


def _shown(value: Any) -> str:
    return _CONTROL.sub("", str(value)[:_SHOWN])


@cache
def _fields(kind: type) -> tuple[tuple[Field[Any], Any], ...]:
    """The fields of a dataclass and their type hints, in the order of the definition."""
    hints = get_type_hints(kind)
    return tuple((field, hints[field.name]) for field in fields(kind))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return {field.name: hint for field, hint in _fields(kind)}


@cache
def _only_field(kind: type) -> str:
    """The name of a dataclass's only field; empty when it has more."""
    return fields(kind)[0].name if len(fields(kind)) == 1 else ""
