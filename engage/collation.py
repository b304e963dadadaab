"""In which order do names come in each language?

Welsh has letters of two characters: "ch" follows "c", so that cyngor comes before chwarae. Case, accents and
punctuation matter only between words that are otherwise the same.
"""

from __future__ import annotations

import re
import unicodedata

LETTERS = [
    *(
        "a",
        "b",
        "c",
        "ch",
        "d",
        "dd",
        "e",
        "f",
        "ff",
        "g",
        "ng",
        "h",
        "i",
        "j",
        "k",
        "l",
        "ll",
        "m",
        "n",
        "o",
    ),
    *("p", "ph", "q", "r", "rh", "s", "t", "th", "u", "v", "w", "x", "y", "z"),
]
PLACE = {letter: number for number, letter in enumerate(LETTERS)}
WELSH = re.compile(r"ch|dd|ff|ng|ll|ph|rh|th|[0-9]+|[a-z]| ")
ENGLISH = re.compile(r"[0-9]+|[a-z]| ")
APART = (("bangor", "ban|gor"), ("llang", "llan|g"))  # names in which n and g are two letters

Key = tuple[tuple[tuple[int, int], ...], str, str]


def key(text: str, language: str) -> Key:
    """What to sort by, as in `sorted(names, key=lambda name: key(name, "cy"))`."""
    folded = text.casefold()
    base = "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
    if language == "cy":
        for together, apart in APART:
            base = base.replace(together, apart)
    letters = (WELSH if language == "cy" else ENGLISH).findall(base)
    return tuple(_rank(letter) for letter in letters), folded, text.swapcase()


def _rank(letter: str) -> tuple[int, int]:
    if letter == " ":
        return 0, 0
    return (1, int(letter)) if letter.isdecimal() else (2, PLACE[letter])
