"""How is somebody's text written so that no program reads anything but words in it?"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

FORMULA = ("=", "+", "-", "−", "@")  # what a spreadsheet takes for the beginning of a formula
NO_CHARACTERS = ("\ufffe", "\uffff")  # which no XML may hold
LEFT_OUT = {"Cc": " ", "Cf": "", "Cs": ""}  # control characters, those that only steer layout, half ones


@lru_cache(4096)  # the same labels stand in thousands of rows
def one_line(text: str) -> str:
    """Return a text on one line, without invisible characters."""
    return " ".join("".join(_printed(letter) for letter in text).split())


@lru_cache(4096)
def safe_text(text: str) -> str:
    """Return a text on one line that no spreadsheet takes for a formula, if need be behind an apostrophe.

    For files without types of cells. Full-width and small forms of the signs count as the signs.
    """
    line = one_line(text)
    return f"'{line}" if unicodedata.normalize("NFKC", line).lstrip().startswith(FORMULA) else line


def _printed(letter: str) -> str:
    return "" if letter in NO_CHARACTERS else LEFT_OUT.get(unicodedata.category(letter), letter)
