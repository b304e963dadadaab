"""Which words are new, and which are gone, between two wordings?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
MOST = 1500  # pieces that are compared, since it takes as long as their square


class Fate(StrEnum):
    KEPT = "kept"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, and what became of them."""

    fate: Fate
    words: str


def changes(old: str, new: str) -> tuple[Piece, ...]:
    """Both wordings in one: without the new pieces it is the old one, without those gone the new one."""
    return tuple(_pieces(_parted(old), _parted(new)))


def old_side(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces if piece.fate != Fate.NEW)


def new_side(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces if piece.fate != Fate.GONE)


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for step, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if step == "equal":
            yield Piece(Fate.KEPT, "".join(old[a:b]))
            continue
        if b > a:
            yield Piece(Fate.GONE, "".join(old[a:b]))
        if d > c:
            yield Piece(Fate.NEW, "".join(new[c:d]))


def _parted(text: str) -> list[str]:
    """Words, or of a longer text lines, or of an endless one the whole."""
    for parted in (_WORDS.findall(text), text.splitlines(keepends=True)):
        if len(parted) <= MOST:
            return parted
    return [text]
