"""How does a question stand in the form in which it is written?

`question_reading` is the way back.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from engage.bilingual import LANGUAGES, Bilingual
from engage.surveys import numerals
from engage.surveys.definition import (
    Allocation,
    Area,
    Consent,
    DateQuestion,
    FileQuestion,
    LongText,
    Matrix,
    MatrixScale,
    NumberQuestion,
    Option,
    PostcodeQuestion,
    Question,
    Ranking,
    ScaleQuestion,
    SeveralChoices,
    ShortText,
    SingleChoice,
)
from engage.surveys.typed_rows import Typed

TICKED = "yes"
PARTS_OF_A_DAY = ("day", "month", "year")


def sheet(question: Question) -> Typed:
    """The question as it stands in its form."""
    common = {
        **_words("title", question.title),
        **_words("hint", question.hint),
        **_tick("required", question.required),
        "special_category": question.special_category,
    }
    return Typed(common | _numbers(question), _lists(question))


def _numbers(question: Question) -> dict[str, str]:
    """The fields that only some kinds have."""
    match question:
        case SeveralChoices():
            return _whole("least", question.minimum or None) | _whole("most", question.maximum)
        case Ranking():
            return _whole("top", question.top)
        case Allocation():
            return _whole("total", question.total) | _words("unit", question.unit)
        case NumberQuestion():
            bounds = _whole("minimum", question.minimum) | _whole("maximum", question.maximum)
            bands = " ".join(map(_number, question.bands))
            return (
                bounds
                | _whole("decimals", question.decimals)
                | _words("unit", question.unit)
                | {"bands": bands}
            )
        case DateQuestion():
            return _day("earliest", question.earliest) | _day("latest", question.latest)
        case ShortText():
            return _whole("limit", question.limit) | {"autocomplete": question.autocomplete}
        case LongText():
            return _whole("limit", question.limit)
        case Consent():
            return _words("statement", question.statement)
        case FileQuestion():
            return _whole("files", question.maximum)
        case PostcodeQuestion():
            return {"lookup": question.lookup} | _tick("may_decline", question.may_decline)
    return {}


def _lists(question: Question) -> dict[str, tuple[Typed, ...]]:
    match question:
        case SingleChoice() | SeveralChoices() | Ranking() | Allocation():
            return {"options": _options(question.options)}
        case ScaleQuestion():
            return _scale_lists(question)
        case Matrix():
            rows = tuple(Typed({"code": row.code, **_words("label", row.label)}) for row in question.rows)
            return {"rows": rows, "scales": tuple(map(_matrix_scale, question.scales))}
        case PostcodeQuestion():
            return {"areas": () if question.lookup else tuple(map(_area, question.areas))}
    return {}


def _scale_lists(scale: ScaleQuestion | MatrixScale) -> dict[str, tuple[Typed, ...]]:
    apart = (scale.not_applicable,) if scale.not_applicable else ()
    return {"points": _options(scale.points), "not_applicable": _options(apart)}


def _matrix_scale(scale: MatrixScale) -> Typed:
    return Typed({"code": scale.code, **_words("title", scale.title)}, _scale_lists(scale))


def _area(area: Area) -> Typed:
    return Typed({"code": area.code, **_words("label", area.label), "postcodes": ", ".join(area.postcodes)})


def _options(options: Iterable[Option]) -> tuple[Typed, ...]:
    return tuple(
        Typed(
            {
                "code": option.code,
                **_words("label", option.label),
                **_words("hint", option.hint),
                **_words("other", option.other),
                **_tick("exclusive", option.exclusive),
                **_tick("other_optional", not option.other_required),
            }
        )
        for option in options
    )


def _words(name: str, words: Bilingual) -> dict[str, str]:
    return {f"{name}_{language}": words[language] for language in LANGUAGES if words[language]}


def _tick(name: str, ticked: bool) -> dict[str, str]:
    return {name: TICKED} if ticked else {}


def _whole(name: str, number: float | None) -> dict[str, str]:
    return {} if number is None else {name: _number(number)}


def _number(number: float) -> str:
    return numerals.written(number, 6)


def _day(name: str, day: date | None) -> dict[str, str]:
    return {f"{name}_{part}": str(getattr(day, part)) for part in PARTS_OF_A_DAY} if day else {}
