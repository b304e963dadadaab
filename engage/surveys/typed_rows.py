"""What stands in a form whose lists can grow?

A field is named by the way to it, from 0: ``title_en``, ``options-0-label_en``,
``scales-1-points-2-label_cy``. What the buttons beside the rows do says `row_buttons`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

MOST_ROWS = 300  # in one list: what is beyond them is not read
_NAME = re.compile(r"(?:[a-z_]{1,40}-[0-9]{1,3}-){0,2}[a-z_]{1,40}")


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of a form, or of one of its rows, and the rows of its lists, each by its name."""

    fields: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[Typed, ...]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """What stands in a field; empty when it was not sent."""
        return self.fields.get(name, "")

    def rows(self, name: str) -> tuple[Typed, ...]:
        return self.lists.get(name, ())

    def flat(self, prefix: str = "") -> Iterator[tuple[str, str]]:
        """Each field by the whole of its name, which begins with this."""
        yield from ((prefix + name, text) for name, text in self.fields.items())
        for name, rows in self.lists.items():
            for at, row in enumerate(rows):
                yield from row.flat(f"{prefix}{name}-{at}-")

    @property
    def is_blank(self) -> bool:
        """Does nothing stand in it?"""
        return not any(text.strip() for text in self.fields.values()) and all(
            row.is_blank for rows in self.lists.values() for row in rows
        )

    def holding(self, name: str, rows: Iterable[Typed]) -> Typed:
        """The same with these rows in that list."""
        return replace(self, lists={**self.lists, name: tuple(rows)})

    def writing(self, **fields: str) -> Typed:
        """The same with these words in those fields."""
        return replace(self, fields={**self.fields, **fields})

    def without(self, *names: str) -> Typed:
        """The same with nothing in these fields."""
        return replace(self, fields={n: text for n, text in self.fields.items() if n not in names})


def read(sent: Iterable[tuple[str, str]]) -> Typed:
    """What was sent, whatever it is; what cannot be the name of a field is left out."""
    tree: dict[Any, Any] = {}
    for name, text in sent:
        if not _NAME.fullmatch(name):
            continue
        here, *ways = tree, *name.split("-")
        for step in ways[:-1]:
            here = here.setdefault(int(step) if step.isdecimal() else step, {})
            if not isinstance(here, dict):
                break
        else:
            here.setdefault(ways[-1], text)
    return _typed(tree)


def _typed(tree: Mapping[str, Any]) -> Typed:
    fields = {name: held for name, held in tree.items() if isinstance(held, str)}
    lists = {
        name: tuple(_typed(held[at]) for at in sorted(held)[:MOST_ROWS])
        for name, held in tree.items()
        if isinstance(held, dict)
    }
    return Typed(fields, lists)
