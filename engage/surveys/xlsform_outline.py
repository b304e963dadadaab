"""Which groups and repeats has an XLSForm, and which rows are inside them?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from engage.surveys.remarks import Notes
from engage.surveys.xlsform_rows import Row

PROBLEMS: dict[str, tuple[str, ...]] = {"never_ended": (), "never_begun": (), "row_without_type": ()}
_CONTROL = re.compile(r"(begin|end)[ _](group|repeat|lgroup|looped group)")
_SELECT = re.compile(
    r"(?:(select_one|select one|select one from|select1|add select one prompt using)"
    r"|(select_multiple|select all that apply from|add select multiple prompt using)|(rank)) (\S+)"
    r"( or_other| or other| or specify other)?"
)
_SELECTS = ("select_one", "select_multiple", "rank")


@dataclass(frozen=True, slots=True)
class Node:
    """A row and what is inside it. `kind` is ``group``, ``repeat``, or the type of a question."""

    row: Row
    kind: str
    choices: str = ""  # the name of the list of choices
    or_other: bool = False
    inside: list[Node] = field(default_factory=list)

    @property
    def part(self) -> str:
        """What the row is for us, where one of our own files says so."""
        return self.row["engage_part"]

    def has(self, appearance: str) -> bool:
        return appearance in self.row["appearance"].split()

    def holds(self, kind: str) -> bool:
        """Is this a group of nothing but this kind?"""
        return bool(self.inside) and all(node.kind == kind for node in self.inside)


def outline(rows: Iterable[Row], notes: Notes) -> list[Node]:
    """The rows as a tree. What is left open or closed twice is noted."""
    top: list[Node] = []
    here, open_groups = top, list[tuple[Node, list[Node]]]()
    for row in rows:
        written = row["type"]
        control = _CONTROL.fullmatch(written.lower())
        if not written:
            notes.refuse("row_without_type", "survey", row.number)
        elif control and control[1] == "begin":
            here.append(node := Node(row, "group" if control[2] == "group" else "repeat"))
            open_groups.append((node, here))
            here = node.inside
        elif control and not open_groups:
            notes.refuse("never_begun", "survey", row.number)
        elif control:
            _, here = open_groups.pop()
        else:
            here.append(_asked(row, written))
    for node, _ in open_groups:
        notes.refuse("never_ended", "survey", node.row.number)
    return top


def every(nodes: Iterable[Node]) -> Iterator[Node]:
    """All nodes, each before those inside it."""
    for node in nodes:
        yield node
        yield from every(node.inside)


def _asked(row: Row, written: str) -> Node:
    if select := _SELECT.fullmatch(written):
        kind = next(name for name, found in zip(_SELECTS, select.groups()[:3], strict=True) if found)
        return Node(row, kind, select[4], bool(select[5]))
    return Node(row, {"int": "integer", "string": "text"}.get(written.lower(), written.lower()))
