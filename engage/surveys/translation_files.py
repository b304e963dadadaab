"""What travels in a translator's file, and what becomes of each of its rows when it comes back?

A file belongs to one version of one consultation's survey, and goes from one language to the other. A file
for another version, or from another survey, is refused as a whole. While the draft of the same version moves
on, its rows are still compared one by one: each says what the text was when the file was made, so that
nothing that changed meanwhile is overwritten unseen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from engage.bilingual import other_language
from engage.surveys.translation import State, fingerprint
from engage.surveys.translation_checks import Refusal, refusals
from engage.surveys.translation_sheet import TO_DO, Entry

PROBLEMS = (
    "too_big", "unknown_type", "not_xliff", "old_xliff", "not_workbook", "harmful", "not_ours",
    "other_consultation", "too_many", "other_version", "later_draft", "other_survey",
)  # fmt: skip
ROW_PROBLEMS = (
    "twice", "other_way", "source_changed", "order_in_file", "options_changed", "other_option", "formula",
    "inline_codes",
)  # fmt: skip
LIMIT = 5_000_000  # bytes of a file
MOST_ROWS = 20_000
PARTS = ("section", "block", "page", "question")
GROUP = re.compile(r"[1-9][0-9]{0,4}/[1-9][0-9]{0,4}")


class FileRefused(Exception):
    """A file that is not taken in at all: `code` is one of `PROBLEMS`.

    `numbers` are what the file has and what there is here, such as the two versions.
    """

    def __init__(self, code: str, numbers: tuple[int, int] | None = None) -> None:
        super().__init__(code)
        self.code, self.numbers = code, numbers


@dataclass(frozen=True, slots=True)
class Head:
    """What a file says of itself."""

    consultation: str  # `identity`
    source_language: str
    revision: int  # of the draft from which it was made
    version: int = 1  # of the survey for which it is: the one that follows those before the public

    @property
    def target_language(self) -> str:
        return other_language(self.source_language)


@dataclass(frozen=True, slots=True)
class Row:
    """One text in a file. `place` says where in the file it stands, such as "row 7"."""

    key: str
    source: str
    target: str
    seen: str = ""  # fingerprint of the translation when the file was made; empty: the file lost it
    group: str = ""  # such as "2/5": the second of five options when the file was made
    confirmed: bool = False  # the translator has said that this is right
    place: str = ""
    problem: str = ""  # one of `ROW_PROBLEMS`: the file's row itself cannot be read

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Sent:
    """A row as it goes out, with what helps to translate it."""

    entry: Entry
    row: Row
    notes: Mapping[str, str]  # by what they are about: context, length, terms, earlier source


class Fate(StrEnum):
    """What becomes of a row."""

    GOOD = "good"
    SAME = "same"  # nothing was changed in it
    CONFLICT = "conflict"  # its text was changed in Engage as well
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Judged:
    """A row, what becomes of it, and why."""

    row: Row
    fate: Fate
    entry: Entry | None = None
    reasons: tuple[Refusal, ...] = ()


def identity(council: str, consultation_id: int) -> str:
    """What a file calls a consultation, by its council's short name and its number."""
    return f"engage:{council}/{consultation_id}"


def outgoing(
    entries: Sequence[Entry],
    source_language: str,
    *,
    everything: bool,
    notes: Callable[[Entry], Mapping[str, str]],
) -> list[Sent]:
    """What goes out from this language: what is missing or stale, or everything that has a source."""
    groups = _groups(entries)
    return [
        Sent(entry, _row(entry, groups), notes(entry))
        for entry in entries
        if entry.source_language == source_language
        and entry.source.strip()
        and not entry.locked
        and (everything or entry.state in TO_DO)
    ]


def require_fit(head: Head, here: Head, rows: Iterable[Row], entries: Iterable[Entry]) -> None:
    """Raise FileRefused if the file is not for what is translated here, from which a file would have `here`.

    A file of another survey has none of its pages and questions, though titles and options may be alike.
    """
    if head.consultation != here.consultation:
        raise FileRefused("other_consultation")
    if head.version != here.version:
        raise FileRefused("other_version", (head.version, here.version))
    if head.revision > here.revision:
        raise FileRefused("later_draft", (head.revision, here.revision))
    theirs = {part for row in rows if (part := _part(row.key))}
    if theirs and theirs.isdisjoint(_part(entry.key) for entry in entries):
        raise FileRefused("other_survey")


def judged(head: Head, rows: Sequence[Row], entries: Sequence[Entry]) -> list[Judged]:
    """Say of each row of a file what becomes of it."""
    by_key = {entry.key: entry for entry in entries}
    groups = _groups(entries)
    twice = {key for key, number in Counter(row.key for row in rows).items() if number > 1}
    moved = _moved(rows, by_key)
    return [_judge(head, row, by_key, groups, twice, moved) for row in rows]


def stated(written: str | None) -> int:
    """A number that a file says of itself. Raises FileRefused when it was lost or changed."""
    if written and written.isascii() and written.isdecimal() and len(written) < 10:
        return int(written)
    raise FileRefused("not_ours")


def key_names(entries: Iterable[Entry]) -> dict[str, str]:
    """The keys of texts by the names that files give them."""
    return {entry.name: entry.key for entry in entries}


def _part(key: str) -> str:
    """The page, question and so on of whose texts one has this key; empty: it is of none."""
    part = key.rpartition("|")[2].partition("/")[0]
    return part if part.partition(":")[0] in PARTS else ""


def _row(entry: Entry, groups: Mapping[str, Sequence[str]]) -> Row:
    return Row(entry.key, entry.source, entry.target, fingerprint(entry.target), _place_in(entry, groups))


def _groups(entries: Iterable[Entry]) -> dict[str, list[str]]:
    """The keys of each group of options, rows and so on, in their order."""
    found: dict[str, list[str]] = {}
    for entry in entries:
        if entry.group:
            found.setdefault(entry.group, []).append(entry.key)
    return found


def _place_in(entry: Entry, groups: Mapping[str, Sequence[str]]) -> str:
    if not entry.group:
        return ""
    together = groups[entry.group]
    return f"{together.index(entry.key) + 1}/{len(together)}"


def _moved(rows: Iterable[Row], by_key: Mapping[str, Entry]) -> set[str]:
    """The groups whose rows stand in another order in the file than when it was made."""
    last: dict[str, int] = {}
    moved = set()
    for row in rows:
        entry = by_key.get(row.key)
        if entry and entry.group and row.group:
            number = int(row.group.partition("/")[0])
            if number < last.get(entry.group, 0):
                moved.add(entry.group)
            last[entry.group] = number
    return moved


def _judge(
    head: Head,
    row: Row,
    by_key: Mapping[str, Entry],
    groups: Mapping[str, Sequence[str]],
    twice: set[str],
    moved: set[str],
) -> Judged:
    entry = by_key.get(row.key)
    if entry is None:
        return Judged(row, Fate.BAD, None, (Refusal("gone"),))
    row = replace(row, target=entry.tidied(row.target))
    if row.problem:
        return Judged(row, Fate.BAD, entry, (Refusal(row.problem),))
    if found := tuple(_misplaced(head, row, entry, groups, twice, moved)):
        return Judged(row, Fate.BAD, entry, found)
    same = fingerprint(row.target) == fingerprint(entry.target)
    untouched = fingerprint(row.target) == row.seen
    confirms = same and row.confirmed and entry.state == State.STALE
    if not row.target.strip() or ((same or untouched) and not confirms):
        return Judged(row, Fate.SAME, entry)
    words = replace(entry.text.words, **{entry.target_language: row.target})
    if found := refusals(entry, words) or tuple(_swapped(row, entry, groups, by_key)):
        return Judged(row, Fate.BAD, entry, found)
    overtaken = entry.target.strip() and row.seen != fingerprint(entry.target) and not same
    return Judged(row, Fate.CONFLICT if overtaken else Fate.GOOD, entry)


def _misplaced(
    head: Head,
    row: Row,
    entry: Entry,
    groups: Mapping[str, Sequence[str]],
    twice: set[str],
    moved: set[str],
) -> Iterator[Refusal]:
    """Why a row cannot be about its text as that is now."""
    if row.key in twice:
        yield Refusal("twice")
    if entry.source_language != head.source_language:
        yield Refusal("other_way")
    elif fingerprint(row.source) != fingerprint(entry.source):
        yield Refusal("source_changed")
    if entry.group in moved:
        yield Refusal("order_in_file")
    elif row.group and row.group != _place_in(entry, groups):
        yield Refusal("options_changed")


def _swapped(
    row: Row, entry: Entry, groups: Mapping[str, Sequence[str]], by_key: Mapping[str, Entry]
) -> Iterator[Refusal]:
    """Is this the translation of another option beside it?"""
    for key in groups.get(entry.group, ()):
        other = by_key[key]
        if (
            key != row.key
            and fingerprint(other.target) == fingerprint(row.target)
            and fingerprint(other.source) != fingerprint(entry.source)
        ):
            yield Refusal("other_option", other.text.words)
            return
