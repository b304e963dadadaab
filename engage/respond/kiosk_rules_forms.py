"""What does a kiosk have to know of a question, so that it can say what is wrong while there is no network?

The sentences are those of `answer_forms`, made here for every case, because the device knows no language.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engage.bilingual import Bilingual
from engage.respond import kiosk
from engage.surveys import areas
from engage.surveys.answer_forms import sentence
from engage.surveys.choices import choices, points
from engage.surveys.definition import (
    Allocation,
    DateQuestion,
    LongText,
    Matrix,
    NumberQuestion,
    PostcodeQuestion,
    Question,
    Ranking,
    SeveralChoices,
    ShortText,
    Step,
)
from engage.surveys.fields import (
    FieldProblem,
    cell_field,
    date_fields,
    names,
    other_field,
    points_field,
    rank_field,
)
from engage.surveys.presentation import View
from engage.surveys.selected import OTHER_LIMIT

GIVEN = "{given}"  # stands in a sentence where the device puts in a number
DATES = (
    "date_needs_day",
    "date_needs_month",
    "date_needs_year",
    "date_needs_day_month",
    "date_needs_day_year",
    "date_needs_month_year",
    "date_year_digits",
    "date_not_real",
)


def rules(step: Step, question: Question, view: View, lang: str) -> dict[str, Any]:
    """The question as `static/js/kiosk-answers.js` takes it."""
    key = step.key(question)
    said = _Said(key, lang)
    required = {"total": question.total} if isinstance(question, Allocation) else {}
    return {
        "key": key,
        "kind": question.kind,
        "title": view["title"],
        "heading": view["heading"],
        "required": question.required,
        "show_if": kiosk.data(question.show_if) if question.show_if else None,
        "fields": list(names(question, key)),
        "said": said.each("unknown_option", f"required_{question.kind}", **required)
        if not isinstance(question, Matrix)
        else {},
        **_own(question, said),
    }


class _Said:
    """Sentences about one question in one language."""

    def __init__(self, key: str, lang: str) -> None:
        self.key, self.lang = key, lang

    def one(self, code: str, **parameters: Any) -> str:
        return sentence(FieldProblem(self.key, code, self.key, (self.key,), parameters), self.lang)

    def each(self, *codes: str, **parameters: Any) -> dict[str, str]:
        return {code: self.one(code, **parameters) for code in codes}


def _own(question: Question, said: _Said) -> dict[str, Any]:
    """What only questions of this kind have."""
    match question:
        case Matrix():
            return {"cells": list(_cells(question, said))}
        case Ranking():
            return _ranking(question, said)
        case Allocation():
            return _allocation(question, said)
        case NumberQuestion():
            return _number(question, said)
        case DateQuestion():
            return _date(question, said)
        case ShortText() | LongText():
            return {"limit": question.limit, "too_long": said.one("too_long", limit=question.limit)}
        case PostcodeQuestion():
            known = [(areas.beginning(part), each.code) for each in question.areas for part in each.postcodes]
            return {
                "areas": dict(known),
                "elsewhere": question.ELSEWHERE,
                "not_postcode": said.one("not_postcode", example=areas.EXAMPLE),
            }
        case SeveralChoices():
            return _several(question, said) | {"options": _options(question, said)}
        case _:
            return {"options": _options(question, said)}


def _options(question: Question, said: _Said) -> list[dict[str, Any]]:
    return [
        {
            "code": option.code,
            "exclusive": said.one("exclusive", option=option.label) if option.exclusive else "",
            **(_other(said, option.code, option.label, option.other_required) if option.other else {}),
        }
        for option in choices(question)
    ]


def _other(said: _Said, code: str, label: Bilingual, required: bool) -> dict[str, Any]:
    """The box beside an option, in which somebody says more."""
    return {
        "other": other_field(said.key, code),
        "other_limit": OTHER_LIMIT,
        "other_required": said.one("other_required", option=label) if required else "",
        "other_too_long": said.one("other_too_long", option=label, limit=OTHER_LIMIT),
        "other_unchosen": said.one("other_unchosen", option=label),
    }


def _several(question: SeveralChoices, said: _Said) -> dict[str, Any]:
    found: dict[str, Any] = {"minimum": question.minimum, "maximum": question.maximum}
    if question.minimum:
        found["too_few"] = said.one("too_few", minimum=question.minimum)
    if question.maximum is not None:
        found["too_many"] = said.one("too_many", maximum=question.maximum)
    return found


def _cells(question: Matrix, said: _Said) -> Iterable[dict[str, Any]]:
    for row in question.rows:
        for scale in question.scales:
            needed = (
                said.one("required_cell", row=row.label, scale=scale.title)
                if scale.title
                else said.one("required_row", row=row.label)
            )
            yield {
                "row": row.code,
                "scale": scale.code,
                "field": cell_field(said.key, row.code, scale.code),
                "codes": [point.code for point in points(scale)],
                "required": needed if question.required else "",
            }


def _ranking(question: Ranking, said: _Said) -> dict[str, Any]:
    places = range(1, (question.top or len(question.options)) + 1)
    return {
        "ranks": [[option.code, rank_field(said.key, option.code)] for option in question.options],
        "places": len(places),
        "all": question.top is None,
        "rank_twice": [said.one("rank_twice", place=place) for place in places],
        "rank_missing": [said.one("rank_missing", place=place) for place in places],
    }


def _allocation(question: Allocation, said: _Said) -> dict[str, Any]:
    return {
        "points": [
            [option.code, points_field(said.key, option.code), said.one("not_points", option=option.label)]
            for option in question.options
        ],
        "total": question.total,
        "wrong_total": said.one("wrong_total", total=question.total, given=GIVEN),
    }


def _number(question: NumberQuestion, said: _Said) -> dict[str, Any]:
    low, high = question.minimum, question.maximum
    fraction = (
        said.one("too_many_decimals", decimals=question.decimals)
        if question.decimals
        else said.one("not_whole_number")
    )
    return {
        "minimum": low,
        "maximum": high,
        "decimals": question.decimals,
        "fraction": fraction,
        "not_number": said.one("not_number"),
        "outside": _bounds(said, "number", ("too_low", "too_high"), ("minimum", "maximum"), low, high),
    }


def _date(question: DateQuestion, said: _Said) -> dict[str, Any]:
    first, last = question.earliest, question.latest
    return {
        "parts": list(date_fields(said.key)),
        "earliest": first.isoformat() if first else "",
        "latest": last.isoformat() if last else "",
        "dates": said.each(*DATES),
        "outside": _bounds(said, "date", ("too_early", "too_late"), ("earliest", "latest"), first, last),
    }


def _bounds(
    said: _Said, kind: str, codes: tuple[str, str], names: tuple[str, str], low: Any, high: Any
) -> str:
    """The one sentence that says what the bounds are; empty when there are none."""
    if low is not None and high is not None:
        return said.one(f"{kind}_outside", **dict(zip(names, (low, high), strict=True)))
    if low is not None:
        return said.one(f"{kind}_{codes[0]}", **{names[0]: low})
    return said.one(f"{kind}_{codes[1]}", **{names[1]: high}) if high is not None else ""
