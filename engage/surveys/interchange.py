"""How is a definition written in a file that a person can read and edit?

The file is YAML in UTF-8 and holds the document of `document`. It is read as YAML 1.2 means it: ``yes``,
``no`` and dates are text, only ``true`` and ``false`` are not. Anchors may save repeating a scale; tags and
repeated keys are refused, and so is a file that is, or unfolds to, more than a survey can be.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from engage.errors import Invalid
from engage.surveys.definition import Definition
from engage.surveys.document import from_json, to_json
from engage.surveys.library import taken_in
from engage.surveys.problems import Place, Problem

PROBLEMS: dict[str, tuple[str, ...]] = {
    "file_too_big": ("limit",),
    "not_utf8": (),
    "not_yaml": ("line", "column"),
    "too_deep": ("line", "column"),
    "too_much_repeated": ("line", "column"),
    "repeated_key": ("key", "line", "column"),
    "tag_refused": ("tag", "line", "column"),
}
LIMIT = 1_000_000  # bytes of a file
MOST_NODES = 200_000  # values in a file, each counted as often as an alias repeats it
DEEPEST = 60  # lists and mappings inside each other

_PLAIN_VALUES: tuple[tuple[re.Pattern[str], Callable[[str], Any]], ...] = (
    (re.compile(r"~|null|Null|NULL|"), lambda text: None),
    (re.compile(r"true|True|TRUE|false|False|FALSE"), lambda text: text.lower() == "true"),
    (re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})"), int),
    (re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{0,22}(?:[eE][-+][0-9]{1,3})?"), float),
)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one written in C is 20 times as fast
_PRINTABLE = re.compile(
    r"[\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*"
)


def read_yaml(file: str | bytes) -> Definition:
    """Read a definition. Raises Invalid with every problem; one of the file itself says line and column."""
    return from_json(taken_in(_parsed(_decoded(file))))


def write_yaml(definition: Definition) -> str:
    """Write a definition; `read_yaml` gives the same one back."""
    return yaml.dump(
        to_json(definition), Dumper=_Writer, sort_keys=False, allow_unicode=True, width=10_000, indent=2
    )


def _decoded(file: str | bytes) -> str:
    if isinstance(file, str):
        file = file.encode("utf-8", "surrogatepass")
    if len(file) > LIMIT:
        raise _refusal("file_too_big", limit=LIMIT)
    try:
        return unicodedata.normalize("NFC", file.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _refusal("not_utf8") from None


def _refusal(code: str, mark: Any = None, **parameters: Any) -> Invalid:
    """One problem of the file; `mark` is the place that YAML's parser had reached."""
    if "line" in PROBLEMS[code]:
        parameters |= {"line": mark.line + 1 if mark else 1, "column": mark.column + 1 if mark else 1}
    return Invalid([Problem(code, Place(), parameters)])


# --- reading --------------------------------------------------------------------------------------------


def _parsed(text: str) -> Any:
    try:
        return _Values(text).document()
    except yaml.MarkedYAMLError as error:
        raise _refusal("not_yaml", error.problem_mark or error.context_mark) from None
    except yaml.YAMLError:  # a character that YAML does not allow
        raise _refusal("not_yaml") from None


@dataclass(frozen=True, slots=True)
class _Anchored:
    """A value that may be repeated, how many nodes it counts, and how deep it goes."""

    value: Any
    nodes: int
    height: int


class _Values:
    """Builds plain values from YAML's events, and stops as soon as a file is not one of ours."""

    def __init__(self, text: str) -> None:
        self._events: Iterator[Any] = iter(yaml.parse(text, Loader=_LOADER))
        self._anchors: dict[str, _Anchored] = {}
        self._nodes = 0
        self._reached = 0  # the greatest depth inside the value that is being built

    def document(self) -> Any:
        next(self._events)  # the stream begins
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return None
        value = self._value(next(self._events), 0)
        next(self._events)  # the document ends
        if not isinstance(after := next(self._events), yaml.StreamEndEvent):
            raise _refusal("not_yaml", after.start_mark)
        return value

    def _value(self, event: Any, depth: int) -> Any:
        self._take(event, 1, depth)
        if isinstance(event, yaml.AliasEvent):
            return self._repeated(event, depth)
        if event.tag:
            raise _refusal("tag_refused", event.start_mark, tag=event.tag[:40])
        nodes, reached = self._nodes, self._reached
        self._reached = depth
        value = self._built(event, depth)
        if event.anchor:
            self._anchors[event.anchor] = _Anchored(value, self._nodes - nodes, self._reached - depth)
        self._reached = max(self._reached, reached)
        return value

    def _built(self, event: Any, depth: int) -> Any:
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        return self._list(depth) if isinstance(event, yaml.SequenceStartEvent) else self._mapping(depth)

    def _repeated(self, event: Any, depth: int) -> Any:
        if event.anchor not in self._anchors:  # also what would hold itself
            raise _refusal("not_yaml", event.start_mark)
        anchored = self._anchors[event.anchor]
        self._take(event, anchored.nodes, depth + anchored.height)
        return anchored.value

    def _take(self, event: Any, nodes: int, depth: int) -> None:
        self._nodes += nodes
        self._reached = max(self._reached, depth)
        if self._nodes > MOST_NODES:
            raise _refusal("too_much_repeated", event.start_mark)
        if depth > DEEPEST:
            raise _refusal("too_deep", event.start_mark)

    def _list(self, depth: int) -> list[Any]:
        values = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            values.append(self._value(event, depth + 1))
        return values

    def _mapping(self, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise _refusal("not_yaml", event.start_mark)
            if event.value in values:
                raise _refusal("repeated_key", event.start_mark, key=event.value[:40])
            values[event.value] = self._value(next(self._events), depth + 1)
        return values


def _scalar(event: Any) -> Any:
    if event.implicit[0]:  # written without quotes
        for pattern, meaning in _PLAIN_VALUES:
            if pattern.fullmatch(event.value):
                return meaning(event.value)
    return event.value


# --- writing --------------------------------------------------------------------------------------------


class _Writer(yaml.SafeDumper):
    """Writes texts of several lines as blocks, and no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _write_text(writer: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    block = "\n" in text and _PRINTABLE.fullmatch(text)
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style="|" if block else None)


_Writer.add_representer(str, _write_text)
