"""What does a person see of an answer on "check your answers", in the language of the page?"""

from __future__ import annotations

from datetime import date
from typing import Any

from engage import dates
from engage.surveys import numerals
from engage.surveys.choices import choices, label, points
from engage.surveys.definition import (
    Allocation,
    Answer,
    DateQuestion,
    FileQuestion,
    LongText,
    Matrix,
    MatrixScale,
    NumberQuestion,
    Question,
    Ranking,
    Row,
    ShortText,
)


def playback(question: Question, answer: Answer, language: str) -> list[str]:
    """The answer line by line. Texts stay in the language in which they were written."""
    match question:
        case Matrix():
            return _ratings(question, answer.value, language)
        case Ranking() | Allocation():
            return _numbered(question, answer.value, language)
        case NumberQuestion():
            return [_with_unit(question, answer.value, language)]
        case DateQuestion():
            return [dates.day(date.fromisoformat(str(answer.value)), language)]
        case FileQuestion():
            return list(answer.other.values())
        case ShortText() | LongText():
            return [str(answer.value)]
        case _:
            return _labels(question, answer, language)


def _labels(question: Question, answer: Answer, language: str) -> list[str]:
    """The label of each chosen option, and after a colon what the person said beside it."""
    chosen = answer.value if isinstance(answer.value, list) else [str(answer.value)]
    options = choices(question)
    return [
        f"{label(options, code)[language]}: {answer.other[code]}"
        if code in answer.other
        else label(options, code)[language]
        for code in chosen
    ]


def _ratings(question: Matrix, value: Any, language: str) -> list[str]:
    return [
        _rating(row, scale, value[row.code][scale.code], language)
        for row in question.rows
        for scale in question.scales
        if scale.code in value.get(row.code, {})
    ]


def _rating(row: Row, scale: MatrixScale, point: str, language: str) -> str:
    words = (row.label, scale.title, label(points(scale), point))
    return ": ".join(each[language] for each in words if each)


def _numbered(question: Ranking | Allocation, value: Any, language: str) -> list[str]:
    """Such as "1. Longer opening hours" of a ranking, "Longer opening hours: 40" of an allocation."""
    if isinstance(question, Ranking):
        return [
            f"{place}. {label(question.options, code)[language]}" for place, code in enumerate(value, start=1)
        ]
    return [f"{o.label[language]}: {value[o.code]:,}" for o in question.options if o.code in value]


def _with_unit(question: NumberQuestion, value: Any, language: str) -> str:
    """Such as "£1,250.50", "12.5%" or "3 hours": a pound sign stands before, a percent sign close by."""
    number, unit = numerals.written(value, question.decimals, ","), question.unit[language]
    if unit == "£":
        return f"£{value:,.{question.decimals}f}" if "." in number else f"£{number}"
    return f"{number}{unit}" if unit == "%" else f"{number} {unit}".strip()
