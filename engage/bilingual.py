"""Which words, in both languages, did an officer write?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

LANGUAGES = ("en", "cy")


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text in English and in Welsh. Either may be empty in a draft, neither in what is published."""

    en: str = ""
    cy: str = ""

    def __getitem__(self, language: str) -> str:
        """Return the text in "en" or "cy"; any other language is a KeyError."""
        if language not in LANGUAGES:
            raise KeyError(language)
        return self.en if language == "en" else self.cy

    def __bool__(self) -> bool:
        return bool(self.en or self.cy)

    @property
    def missing(self) -> tuple[str, ...]:
        """The languages in which nothing is written."""
        return tuple(language for language in LANGUAGES if not self[language].strip())

    @property
    def complete(self) -> bool:
        return not self.missing

    def to_json(self) -> dict[str, str]:
        return {"en": self.en, "cy": self.cy}

    @classmethod
    def from_json(cls, words: Mapping[str, str] | None) -> Self:
        words = words or {}
        return cls(en=words.get("en", ""), cy=words.get("cy", ""))


def other_language(language: str) -> str:
    """Return "cy" for "en" and "en" for "cy"."""
    return "cy" if language == "en" else "en"


def both_languages(first: str) -> tuple[str, str]:
    """Both of them, in the order in which they are shown to whoever reads or writes `first` first."""
    return ("cy", "en") if first == "cy" else ("en", "cy")
