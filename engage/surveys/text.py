"""What is the text that a person meant, when browsers and keyboards write it in different ways?

All of it takes time in proportion to the length of the text, whatever stands in it.
"""

from __future__ import annotations

import unicodedata
from itertools import chain
from textwrap import shorten

_BIDI = chain(range(0x202A, 0x202F), range(0x2066, 0x206A))  # turn the text around them, too
_UNSEEN: dict[int, str | None] = dict.fromkeys(
    chain(range(0x09), range(0x0B, 0x20), range(0x7F, 0xA0), range(0xD800, 0xE000), _BIDI)
)
_TIDIED = _UNSEEN | dict.fromkeys((0x0B, 0x0C, 0x85), "\n")  # other programs end lines with these
_MARKS = 30  # combining marks in a row that Unicode Standard Annex #15, section 13, foresees


def lines(typed: str) -> str:
    """Tidy text of several lines: line feeds alone end a line, letters are in their composed form (NFC)."""
    text = typed.replace("\r\n", "\n").replace("\r", "\n").translate(_TIDIED)
    return unicodedata.normalize("NFC", _bounded(text)).strip()


def line(typed: str) -> str:
    """Tidy text of one line: as `lines` does, and every run of white space is one space."""
    return " ".join(lines(typed).split())


def short(text: str, most: int = 80) -> str:
    """At most so many characters, cut between words, and marked where something was left out."""
    return shorten(text, most, placeholder=" …")


def _bounded(text: str) -> str:
    """Drop what is beyond 30 marks on one letter: to sort longer runs takes quadratic time."""
    if text.isascii():
        return text
    kept, marks = [], 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MARKS:
            kept.append(character)
    return "".join(kept)
