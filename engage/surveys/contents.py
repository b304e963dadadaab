"""What stands in a survey's list of contents, in its order?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engage.bilingual import Bilingual
from engage.surveys.definition import Block, Definition, ListItem
from engage.surveys.placing import held, key_of
from engage.surveys.problems import Problem
from engage.surveys.steering import title
from engage.surveys.translation import State

_NO_STATES: Mapping[str, State] = {}


@dataclass(frozen=True, slots=True)
class Entry:
    """A section, page, block or question, and what it holds.

    `anchor` is empty where a draft holds the same id before: an address leads to the first alone.
    """

    sort: str  # "section", "page", "block" or "question"
    key: str
    part: Any
    title: Bilingual
    position: int  # from 0 in its holder
    of: int  # how many there are in its holder
    to_mend: int  # problems of its own
    anchor: str
    entries: tuple[Entry, ...]
    to_translate: State | None = None  # the worst state of its own texts: MISSING, STALE or nothing to do

    @property
    def is_routed(self) -> bool:
        """Is it not for everybody who comes to it?"""
        return bool(self.part.show_if or (isinstance(self.part, Block) and self.part.picked_by))

    @property
    def missing(self) -> tuple[str, ...]:
        """The languages in which it has no title, if it is to have one."""
        return () if isinstance(self.part, Block) else self.part.title.missing


def contents(
    definition: Definition, problems: Iterable[Problem], states: Mapping[str, State] = _NO_STATES
) -> tuple[Entry, ...]:
    """The sections with all that is in them, and how many of these problems each part has itself.

    `states` says where the texts of the survey stand, by their keys. Words that a part lacks in one language
    are told by that, and not once more as a problem.
    """
    to_translate = _to_translate(states)
    told = (
        each
        for each in problems
        if each.code != "missing_words" or to_translate.get(key_at(each)) != State.MISSING
    )
    return tuple(_entries(definition, Counter(map(key_at, told)), to_translate, set()))


def _to_translate(states: Mapping[str, State]) -> dict[str, State]:
    """For the keys of parts the worst state of their texts; those of variants stand elsewhere."""
    found: dict[str, State] = {}
    for wanted in (State.STALE, State.MISSING):
        found |= {key.partition("/")[0]: state for key, state in states.items() if state == wanted}
    return found


def _entries(
    holder: Any, to_mend: Mapping[str, int], to_translate: Mapping[str, State], seen: set[str]
) -> Iterator[Entry]:
    parts = held(holder)
    for position, part in enumerate(parts):
        key = key_of(part)
        sort, _, id = key.partition(":")
        anchor = "" if key in seen else f"{sort}-{id}"
        seen.add(key)
        inner = tuple(_entries(part, to_mend, to_translate, seen))
        yield Entry(
            sort,
            key,
            part,
            title(part),
            position,
            len(parts),
            to_mend.get(key, 0),
            anchor,
            inner,
            to_translate.get(key),
        )


def key_at(problem: Problem) -> str:
    """The key of the part that a problem is about."""
    place = problem.place
    if place.question:
        return f"question:{place.question}"
    if place.page:
        return f"page:{place.page}"
    *_, last = place.path.split(" › ")
    return f"section:{place.section}" if last == place.section else f"block:{last}"


def counted(entries: Iterable[Entry], sort: str) -> int:
    """How many entries of this sort there are among these and inside them."""
    return sum((each.sort == sort) + counted(each.entries, sort) for each in entries)


def repeats(items: Iterable[ListItem]) -> Bilingual:
    """For what the pages of a block are repeated: the labels of its items."""
    labels = [item.label for item in items]
    return Bilingual(
        ", ".join(label.en or label.cy for label in labels),
        ", ".join(label.cy or label.en for label in labels),
    )
