"""Can a change of wording be a slip of the pen, or might it change what people were asked?

Nobody can tell for certain without knowing what is meant. So whatever is more than a few letters is doubted,
and whoever corrects it is asked.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from engage.bilingual import LANGUAGES, Bilingual

NUMBERS, NEGATION, WORDING = "numbers", "negation", "wording"
NEGATIVE = {
    language: frozenset(words.split())
    for language, words in {
        "en": "no not never none nor neither nothing nobody nowhere cannot without except unless less fewer",
        "cy": "ddim dim nid nad na nac ni byth heb neb oni onid nis peidio peidiwch beidio pheidio llai",
    }.items()
}
WORDS = 3  # that may differ in one text, each by as many letters as a slip of the pen
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SHORT_NOT = re.compile(r"n['’]t$")


def doubts(before: Bilingual, after: Bilingual) -> tuple[str, ...]:
    """Why the change might be more than a slip: some of `NUMBERS`, `NEGATION` and `WORDING`."""
    found = {
        reason
        for language in LANGUAGES
        if before[language] != after[language]
        for reason in _doubts(before[language], after[language], language)
    }
    return tuple(reason for reason in (NUMBERS, NEGATION, WORDING) if reason in found)


def _doubts(before: str, after: str, language: str) -> list[str]:
    old, new = (_WORD.findall(text.casefold()) for text in (before, after))
    found = []
    if Counter(_NUMBER.findall(before)) != Counter(_NUMBER.findall(after)):
        found.append(NUMBERS)
    if _negatives(old, language) != _negatives(new, language):
        found.append(NEGATION)
    if not _is_little(old, new):
        found.append(WORDING)
    return found


def _negatives(words: list[str], language: str) -> Counter[str]:
    return Counter(word for word in words if word in NEGATIVE[language] or _SHORT_NOT.search(word))


def _is_little(old: list[str], new: list[str]) -> bool:
    """The same words but for a few letters in a few of them, or for a word that stood twice in a row."""
    old, new = _once(old), _once(new)
    if len(old) != len(new):
        return False
    changed = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    return len(changed) <= WORDS and all(_is_misspelt(a, b) for a, b in changed)


def _once(words: list[str]) -> list[str]:
    return words[:1] + [after for before, after in pairwise(words) if after != before]


def _is_misspelt(one: str, other: str) -> bool:
    """Do two words begin alike and differ in one letter, or in two if they are long?

    Words of three letters that differ are other words, such as "now" and "not".
    """
    shorter = min(len(one), len(other))
    letters = 0 if shorter < 4 else 1 if shorter < 6 else 2
    return one[0] == other[0] and _distance(one, other) <= letters


def _distance(one: str, other: str) -> int:
    """In how many letters two words differ, two in the wrong order counting once (Damerau 1964)."""
    before, row = list[int](), list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        new = [i]
        for j, b in enumerate(other, start=1):
            least = min(row[j] + 1, new[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                least = min(least, before[j - 2] + 1)
            new.append(least)
        before, row = row, new
    return row[-1]
