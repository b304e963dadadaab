"""What are new parts, options and items called in conditions and data?

An id or code is made once, from the words that were written first, and stays when the words change.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from engage.bilingual import LANGUAGES, Bilingual
from engage.surveys.definition import CODE
from engage.surveys.naming import RESERVED

LONGEST = 40  # characters, as in CODE
_LONGEST_FROM_WORDS = 32  # leaves room for a number, and a column's heading can still be read
_NUMBERED = re.compile(r"_\d+$")


def new_code(words: Bilingual, first: str, taken: Container[str], usual: str) -> str:
    """A code from the words in the language written `first`, or else in the other; without words, `usual`.

    `usual` must be a code. The new one matches CODE, is not reserved and not among `taken`.
    """
    for language in sorted(LANGUAGES, key=lambda each: each != first):
        if code := slug(words[language], usual):
            return unused(code, taken)
    return unused(usual, taken)


def slug(text: str, usual: str) -> str:
    """The text as a code, cut between words; empty when no letter or digit of it is left.

    "Tŷ newydd?" becomes ``ty_newydd``; what begins with a digit goes after `usual`: ``option_16_to_24``.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", "").lower())
    if words and words[0][0].isdigit():
        words.insert(0, usual)
    code = "_".join(words)
    if len(code) > _LONGEST_FROM_WORDS:
        cut = code[: _LONGEST_FROM_WORDS + 1].rpartition("_")[0]
        code = cut or code[:_LONGEST_FROM_WORDS]
    return code


def unused(code: str, taken: Container[str]) -> str:
    """This code, or the first of ``code_2``, ``code_3`` … that is free; never one that cannot be a code."""
    stem = code if CODE.fullmatch(code) else slug(code, "part") or "part"
    plain = _NUMBERED.sub("", stem)
    base = plain if plain in taken else stem  # "under_16" is no sixteenth "under"
    number, tried = 1, stem
    while tried in taken or tried in RESERVED:
        number += 1
        ending = f"_{number}"
        tried = base[: LONGEST - len(ending)].rstrip("_") + ending
    return tried
