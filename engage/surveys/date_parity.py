"""Do the English and the Welsh of a text name the same days? A month has a name of its own, which mutates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engage.bilingual import Bilingual
from engage.surveys import parity

_ENGLISH = (
    "January|Jan", "February|Feb", "March|Mar", "April|Apr", "May", "June|Jun", "July|Jul", "August|Aug",
    "September|Sept|Sep", "October|Oct", "November|Nov", "December|Dec",
)  # fmt: skip
_WELSH = (  # with every mutation that the word can have
    "Ionawr|Ion", "Chwefror|Chwef", "Mawrth|Fawrth|Maw", "Ebrill|Ebr", "Mai|Fai", "Mehefin|Fehefin|Meh",
    "Gorffennaf|Orffennaf|Ngorffennaf|Gorff", "Awst", "Medi|Fedi", "Hydref|Hyd",
    "Tachwedd|Dachwedd|Nhachwedd|Thachwedd|Tach", "Rhagfyr|Ragfyr|Rhag",
)  # fmt: skip
_MONTHS = {"en": _ENGLISH, "cy": _WELSH}
_NUMBER_OF = {
    language: {name.lower(): number for number, names in enumerate(months, 1) for name in names.split("|")}
    for language, months in _MONTHS.items()
}
_ORDINAL = {"en": "(?:st|nd|rd|th)?(?: of)?", "cy": "(?:af|ail|ydd|edd|fed|eg|ain)?(?: o)?"}
_BESIDE_A_NUMBER = {
    language: re.compile(
        rf"\b[0-9]{{1,2}}{_ORDINAL[language]} ({'|'.join(months)})\b|\b({'|'.join(months)}) (?=[0-9])", re.I
    )
    for language, months in _MONTHS.items()
}


def differences(text: Bilingual) -> Iterator[tuple[str, str, str]]:
    """What `parity` finds, days and years among the numbers, and months that only one language names."""
    yield from parity.differences(text)
    english, welsh = (_months(text[language], language) for language in ("en", "cy"))
    if english.keys() != welsh.keys():
        yield "dates_differ", _only(english, welsh), _only(welsh, english)


def _months(text: str, language: str) -> dict[int, str]:
    """Each month that stands beside a number, by its own number: "may" and "mai" are words as well."""
    found = _BESIDE_A_NUMBER[language].finditer(" ".join(text.split()))
    names = [match[1] or match[2] for match in found]
    return {_NUMBER_OF[language][name.lower()]: name for name in names}


def _only(one: dict[int, str], other: dict[int, str]) -> str:
    return ", ".join(name for number, name in sorted(one.items()) if number not in other)
