"""Which words do the rows of a LimeSurvey file hold, in both languages?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from engage.bilingual import Bilingual
from engage.surveys import text
from engage.surveys.html_words import markdown, plain
from engage.surveys.limesurvey_rows import LANGUAGES, SHEET, Asked, Line, Structure
from engage.surveys.remarks import Notes

PROBLEMS: dict[str, tuple[str, ...]] = {
    "translation_astray": ("name",),
    "html_refused": ("tag",),
    "script_in_words": (),
}
_SCRIPT = re.compile(r"\{[^\s{}][^{}]*\}")


@dataclass
class Rows:
    """The rows of a survey, each with its twin in the other language."""

    structure: Structure
    notes: Notes

    def __post_init__(self) -> None:
        self._twins = {language: self._by_name(language) for language in LANGUAGES}
        self._check_twins()

    def group_words(self, at: int, column: str, marked: bool = False) -> Bilingual:
        """The name or description of the group at this place, in both languages."""
        words = {}
        for language in LANGUAGES:
            groups = self.structure.groups.get(language, [])
            words[language] = self._read(groups[at].line, column, marked) if at < len(groups) else ""
        return Bilingual(**words)

    def _by_name(self, language: str) -> dict[str, Asked]:
        groups = self.structure.groups.get(language, [])
        return {asked.line["name"]: asked for group in groups for asked in group.asked}

    def _check_twins(self) -> None:
        """What stands in the second language alone would be lost."""
        for name, asked in self._twins["cy" if self.structure.first == "en" else "en"].items():
            if name not in self._twins[self.structure.first]:
                self.refuse("translation_astray", asked.line, name=name)

    def words(self, asked: Asked, line: Line, column: str = "text", marked: bool = False) -> Bilingual:
        words = {}
        for language in LANGUAGES:
            twin = self._twin(asked, line, language)
            words[language] = self._read(twin, column, marked) if twin else ""
        return Bilingual(**words)

    def _twin(self, asked: Asked, line: Line, language: str) -> Line | None:
        """The same row in this language: of the question of the same name, the row with the same code."""
        if language == self.structure.first:
            return line
        other = self._twins[language].get(asked.line["name"])
        if other is None or line is asked.line:
            return other.line if other else None
        key = (line["class"], line["name"], line["type/scale"])
        rows = (*other.subquestions, *other.answers)
        return next((row for row in rows if (row["class"], row["name"], row["type/scale"]) == key), None)

    def _read(self, line: Line, column: str, marked: bool) -> str:
        written = line[column]
        if _SCRIPT.search(written):
            self.refuse("script_in_words", line)
        words, strange = (markdown if marked else plain)(written)
        for tag in sorted(strange):
            self.refuse("html_refused", line, tag=tag)
        return text.lines(words)

    def refuse(self, code: str, line: Line, /, **parameters: Any) -> None:
        self.notes.refuse(code, SHEET, line.number, **parameters)
