"""What must the English and the Welsh of a text have in common, whatever they say?

The same numbers, however they are written; the same placeholders; as many links of each sort, because a page
or a mailbox may have an address of its own in each language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from engage.bilingual import Bilingual
from engage.surveys.placeholders import PLACEHOLDER, names

_LINK = re.compile(
    r"(?:https?://|mailto:|tel:)[^\s<>()\[\]]+"
    r"|(?<=\]\()[^\s<>()\[\]]+"  # the address in Markdown's [text](address)
    r"|[^\s<>()\[\]@:]{1,64}@[^\s<>()\[\]@]{1,255}"  # a bare e-mail address
)
_NUMBER = re.compile(
    r"[0-9]{1,3}(?:[,\u00a0\u202f][0-9]{3}){1,6}(?:\.[0-9]{1,9})?|[0-9]{1,20}(?:\.[0-9]{1,9})?"
)
_SEPARATORS = str.maketrans("", "", ",\u00a0\u202f")


@lru_cache(maxsize=8192)  # a survey is checked again after each change, and most of its texts are the same
def differences(text: Bilingual) -> tuple[tuple[str, str, str], ...]:
    """For each thing that differs: its problem's code, and what is in the English and in the Welsh alone."""
    return tuple(_differences(text))


def _differences(text: Bilingual) -> Iterator[tuple[str, str, str]]:
    for code, find in (
        ("numbers_differ", _numbers),
        ("placeholders_differ", lambda words: {f"{{{name}}}": 1 for name in names(words)}),
    ):
        english, welsh = find(text.en), find(text.cy)
        if english != welsh:
            yield code, _only(english, welsh), _only(welsh, english)
    yield from _of_links(_LINK.findall(text.en), _LINK.findall(text.cy))


def _numbers(text: str) -> dict[str, int]:
    """Every number in the text, once, without separators and empty decimals."""
    plain = PLACEHOLDER.sub(" ", _LINK.sub(" ", text))
    found = (Decimal(number.translate(_SEPARATORS)) for number in _NUMBER.findall(plain))
    return {f"{number.normalize():f}": 1 for number in found}


def _of_links(english: list[str], welsh: list[str]) -> Iterator[tuple[str, str, str]]:
    """Only how many there are of each sort counts, but the links themselves are named."""
    first, second = (Counter(map(_sort, links)) for links in (english, welsh))
    odd = {sort for sort in first | second if first[sort] != second[sort]}
    if odd:
        one, other = (Counter(each for each in links if _sort(each) in odd) for links in (english, welsh))
        yield "links_differ", _only(one, other), _only(other, one)


def _sort(link: str) -> str:
    if link.startswith("tel:"):
        return "tel"
    return "mailto" if "@" in link and not link.startswith("http") else "http"


def _only(one: dict[str, int], other: dict[str, int]) -> str:
    """What is in one of two, or there more often, such as "12, 40" or "2 × https://a.example"."""
    return ", ".join(
        name if number == 1 else f"{number} × {name}"
        for name, number in sorted(one.items())
        if number > other.get(name, 0)
    )
