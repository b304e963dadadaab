"""How do somebody's edits of a file get into the definition from which the file was written?

The file says less than the definition. So what it says now is compared with what it said when it was written:
what is the same stays as the definition has it, what differs is taken over. In a file, no two parts of a sort
have the same name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeAlias

from engage.bilingual import Bilingual
from engage.surveys.definition import Block, Definition, Page, Question, Section

# The sort of a part that may move, such as "question", or the name of the question or block that holds it;
# its name now; and the name that it had.
Renamed: TypeAlias = Mapping[tuple[str, str], str]


def merged(own: Definition, written: Definition, now: Definition, renamed: Renamed) -> Definition:
    """`own` with the edits that lead from what its file said, `written`, to what it says `now`."""
    result: Definition = _Merger(own, written, renamed).merge(own, written, now, "")
    return result


@dataclass(frozen=True, slots=True)
class _Pair:
    own: Any
    written: Any


class _Merger:
    """Knows for every part of the file what it was in the definition, wherever it stands now."""

    def __init__(self, own: Definition, written: Definition, renamed: Renamed) -> None:
        self._renamed = renamed
        pairs = zip(_parts(own), _parts(written), strict=True)
        self._pairs = {_key(theirs): _Pair(mine, theirs) for mine, theirs in pairs}

    def merge(self, own: Any, written: Any, now: Any, holder: str) -> Any:
        if now == written:
            return own
        if isinstance(now, tuple):
            return self._all(own, written, now, holder)
        if not is_dataclass(now) or isinstance(now, type) or _is_condition(now):
            return now
        holder = now.id if isinstance(now, Question | Block) else holder
        if type(now) is type(written) is type(own):
            return self._with(own, written, now, {field.name for field in fields(now)}, holder)
        return self._of_another_kind(own, written, now, holder)

    def _with(self, own: Any, written: Any, now: Any, names: set[str], holder: str) -> Any:
        return replace(now, **{
            name: self.merge(getattr(own, name), getattr(written, name), getattr(now, name), holder)
            for name in names
        })  # fmt: skip

    def _of_another_kind(self, own: Any, written: Any, now: Any, holder: str) -> Any:
        """Another kind of question keeps what the kinds have in common."""
        if not isinstance(own, Question):
            return now
        held = [{field.name for field in fields(each)} for each in (own, written, now)]
        return self._with(own, written, now, set.intersection(*held), holder)

    def _all(self, own: tuple[Any, ...], written: tuple[Any, ...], now: tuple[Any, ...], holder: str) -> Any:
        if not now or not _name(now[0]):
            return now
        if isinstance(now[0], Section | Page | Block | Question):
            pairs, held_by = self._pairs, ""
        else:
            parts = zip(own, written, strict=False)
            pairs, held_by = {_key(theirs): _Pair(mine, theirs) for mine, theirs in parts}, holder
        return tuple(self._one(pairs, each, held_by, holder) for each in now)

    def _one(self, pairs: Mapping[tuple[str, str], _Pair], now: Any, held_by: str, holder: str) -> Any:
        sort, name = _key(now)
        pair = pairs.get((sort, self._renamed.get((held_by or sort, name), name)))
        return self.merge(pair.own, pair.written, now, holder) if pair else now


def _parts(definition: Definition) -> Iterator[Any]:
    """Every section, page, block and question, in the order in which they stand."""
    for section in definition.sections:
        yield section
        for part in section.parts:
            yield part
            for page in part.pages if isinstance(part, Block) else ():
                yield page
                yield from page.questions
            if isinstance(part, Page):
                yield from part.questions


def _key(part: Any) -> tuple[str, str]:
    sort = "question" if isinstance(part, Question) else type(part).__name__.lower()
    return sort, _name(part)


def _name(part: Any) -> str:
    return str(getattr(part, "id", "") or getattr(part, "code", ""))


def _is_condition(value: Any) -> bool:
    return not isinstance(value, Bilingual | Definition) and not _name(value)
