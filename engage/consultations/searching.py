"""When does a search find a text? Accents, case and language do not matter: `ty` finds `tŷ`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from engage.bilingual import Bilingual

LONGEST = 100  # characters of a search that are read
MOST = 8  # words of a search that are read
_WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """The text without accents, case and punctuation, one space between words."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(_WORD.findall(plain.replace("_", " ")))


def search_text(texts: Iterable[Bilingual]) -> str:
    """What is kept to be searched: the folded words of both languages, a space before each."""
    words = fold(" ".join(f"{text.en} {text.cy}" for text in texts))
    return f" {words}"


def wanted(search: str) -> tuple[str, ...]:
    """The words that must all begin a word of what is found."""
    return tuple(fold(search[:LONGEST]).split()[:MOST])


def finds(words: Iterable[str], text: str) -> bool:
    """Does every one of these words begin a word of this text?"""
    kept = f" {fold(text)}"
    return all(f" {word}" in kept for word in words)
