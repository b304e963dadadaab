"""How do sent answers stand in a table, one row for each response and one set of columns for the survey?

Cells hold codes and numbers, and the texts that people wrote. Columns, by kind of question, where `key` is
that of the answer and a full stop stands before a part of it:

- single, scale, date, number, texts, postcode (an area's code), consent: ``key``
- several: ``key.option``, 1 or 0
- matrix: ``key.row.scale``, the code of the point
- ranking: ``key.option``, the place from 1
- allocation: ``key.option``, the number
- file: ``key``, what the files are called
- "please say": ``key.option.other``
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engage.surveys.choices import choices
from engage.surveys.definition import (
    Allocation,
    FileQuestion,
    Matrix,
    Question,
    Ranking,
    SeveralChoices,
    Step,
)

LEADING = ("reference", "version", "language", "channel", "variant", "partial")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def columns(steps: Iterable[Step]) -> list[str]:
    """The names of all columns of these steps, in the order of the survey."""
    return [name for step in steps for question in step.page.questions for name in _names(step, question)]


def _names(step: Step, question: Question) -> list[str]:
    key = step.key(question)
    match question:
        case SeveralChoices() | Ranking() | Allocation():
            names = [f"{key}.{option.code}" for option in question.options]
        case Matrix():
            names = [f"{key}.{row.code}.{scale.code}" for row in question.rows for scale in question.scales]
        case _:
            names = [key]
    return names + [f"{key}.{option.code}.other" for option in choices(question) if option.other]


def cells(steps: Iterable[Step], answers: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """What stands in each column that is not empty; `answers` as they are stored."""
    found: dict[str, str] = {}
    for step in steps:
        for question in step.page.questions:
            if answer := answers.get(key := step.key(question)):
                if isinstance(question, FileQuestion):
                    found[key] = safe("; ".join(answer.get("other", {}).values()))
                    continue
                parts = _parts(question, answer["value"])
                found |= {f"{key}{part}": safe(value) for part, value in parts.items()}
                found |= {f"{key}.{code}.other": safe(said) for code, said in answer.get("other", {}).items()}
    return found


def _parts(question: Question, value: Any) -> dict[str, Any]:
    match question:
        case SeveralChoices():
            return {f".{option.code}": int(option.code in value) for option in question.options}
        case Ranking():
            return {f".{code}": place for place, code in enumerate(value, 1)}
        case Allocation():
            return {f".{code}": share for code, share in value.items()}
        case Matrix():
            return {f".{row}.{s}": point for row, scales in value.items() for s, point in scales.items()}
        case _:
            return {"": value}


def safe(value: Any) -> str:
    """Write a cell so that no spreadsheet takes a text for a formula; a number stays one, also below 0."""
    if not isinstance(value, str):
        return str(value)
    return f"'{value}" if value.lstrip(" \n\"'").startswith(_FORMULA) else value
