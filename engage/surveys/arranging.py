"""Which deed does a button of the contents ask for, and how does the survey look after it?

A button's value says it in words: ``up page:p``, ``down page:p``, ``duplicate page:p``, ``delete page:p``,
and ``to page:p section:s 2`` for a move to the third place of a section.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from engage.errors import NotFound
from engage.surveys import editing
from engage.surveys.deeds import Deed
from engage.surveys.definition import Definition
from engage.surveys.placing import find, held, key_of, parent_of

DEEDS = {
    "up": Deed.MOVED,
    "down": Deed.MOVED,
    "to": Deed.MOVED,
    "duplicate": Deed.DUPLICATED,
    "delete": Deed.DELETED,
}


@dataclass(frozen=True, slots=True)
class Wish:
    """A deed on one part; `holder` and `position`, from 0, only of a move to a place."""

    verb: str
    key: str
    holder: str = ""
    position: int = 0

    @classmethod
    def read(cls, text: str) -> Wish:
        """What a button asks for. Raises NotFound for what no button asks for."""
        match text.split(" "):
            case ["up" | "down" | "duplicate" | "delete" as verb, key]:
                return cls(verb, key)
            case ["to", key, holder, position] if position.isdecimal() and len(position) < 6:
                return cls("to", key, holder, int(position))
        raise NotFound

    def __str__(self) -> str:
        place = f" {self.holder} {self.position}" if self.holder else ""
        return f"{self.verb} {self.key}{place}"

    @property
    def deed(self) -> Deed:
        return DEEDS[self.verb]

    def fulfilled(self, definition: Definition, kept: Collection[str] = ()) -> tuple[Definition, str]:
        """The definition after it, and the key of what to look at then. Raises NotFound.

        `kept` are ids of questions in published versions, which no copy gets.
        """
        match self.verb:
            case "up":
                return editing.shift(definition, self.key, -1), self.key
            case "down":
                return editing.shift(definition, self.key, 1), self.key
            case "to":
                return editing.move(definition, self.key, self.holder, self.position), self.key
            case "duplicate":
                return editing.duplicate(definition, self.key, kept)
        return editing.delete(definition, self.key), _neighbour(definition, self.key)


def _neighbour(definition: Definition, key: str) -> str:
    """The part before this one, or else the one after it, or else what holds it."""
    path, _ = find(definition, key)
    holder = parent_of(definition, path)
    others = held(holder)[: path[-1]][-1:] or held(holder)[path[-1] + 1 :][:1]
    return key_of(others[0] if others else holder)
