"""What counts as an answer to a question, and what does not?

`read` turns the fields of a form (their names: see `fields`) into an answer, nothing, or problems. Whatever
is sent, it does not fail. `PROBLEMS` lists every code that a problem can have, with its parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from engage.surveys import numerals, selected, typed
from engage.surveys.definition import (
    Allocation,
    Answer,
    Answers,
    DateQuestion,
    FileQuestion,
    Matrix,
    NumberQuestion,
    PostcodeQuestion,
    Question,
    Ranking,
    Step,
)
from engage.surveys.fields import (
    FieldProblem,
    Fields,
    Sheet,
    Submitted,
    cell_field,
    date_fields,
    decline_field,
    forget_field,
    known_field,
    names,
    other_field,
    points_field,
    rank_field,
)

PROBLEMS: dict[str, tuple[str, ...]] = {
    "required_single": (),
    "required_several": (),
    "required_scale": (),
    "required_ranking": (),
    "required_allocation": ("total",),
    "required_number": (),
    "required_date": (),
    "required_short_text": (),
    "required_long_text": (),
    "required_postcode": (),
    "required_consent": (),
    "required_file": (),
    "required_row": ("row",),
    "required_cell": ("row", "scale"),
    "unknown_option": (),
    "exclusive": ("option",),
    "too_few": ("minimum",),
    "too_many": ("maximum",),
    "other_required": ("option",),
    "other_too_long": ("option", "limit"),
    "other_unchosen": ("option",),
    "rank_twice": ("place",),
    "rank_missing": ("place",),
    "not_points": ("option",),
    "wrong_total": ("total", "given"),
    "too_long": ("limit", "length"),
    "not_number": (),
    "not_whole_number": (),
    "too_many_decimals": ("decimals",),
    "number_too_low": ("minimum",),
    "number_too_high": ("maximum",),
    "number_outside": ("minimum", "maximum"),
    "date_needs_day": (),
    "date_needs_month": (),
    "date_needs_year": (),
    "date_needs_day_month": (),
    "date_needs_day_year": (),
    "date_needs_month_year": (),
    "date_year_digits": (),
    "date_not_real": (),
    "date_too_early": ("earliest",),
    "date_too_late": ("latest",),
    "date_outside": ("earliest", "latest"),
    "not_postcode": ("example",),
}
READERS: dict[str, Callable[[Any, Sheet], Any]] = {
    "single": selected.one,
    "several": selected.several,
    "scale": selected.one,
    "matrix": selected.matrix,
    "ranking": selected.ranking,
    "allocation": selected.allocation,
    "consent": selected.consent,
    "number": typed.number,
    "date": typed.day,
    "short_text": typed.short_text,
    "long_text": typed.long_text,
    "postcode": typed.area,
    "file": typed.nothing,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What the fields of one question say. With problems there is no answer."""

    answer: Answer | None
    problems: tuple[FieldProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class PageReading:
    """What the fields of one page say: the good answers by key, and all problems in the order of the page."""

    keys: tuple[str, ...]  # of all questions on the page, answered or not
    answers: Answers
    problems: tuple[FieldProblem, ...]

    def over(self, earlier: Mapping[str, Answer]) -> Answers:
        """The earlier answers with those of this page in their place, also where nothing is answered now."""
        return {key: answer for key, answer in earlier.items() if key not in self.keys} | self.answers


def read_page(
    step: Step,
    questions: Iterable[Question],
    submitted: Submitted,
    language: str,
    earlier: Mapping[str, Answer] | None = None,
) -> PageReading:
    """Read the questions that are asked on a step. See `read`."""
    earlier = earlier or {}
    readings = {
        (key := step.key(question)): read(question, key, submitted, language, earlier.get(key))
        for question in questions
    }
    return PageReading(
        tuple(readings),
        {key: reading.answer for key, reading in readings.items() if reading.answer},
        tuple(problem for reading in readings.values() for problem in reading.problems),
    )


def read(
    question: Question, key: str, submitted: Submitted, language: str, earlier: Answer | None = None
) -> Reading:
    """Read one question from the fields of a page in this language.

    An answer that says the same as the earlier one keeps the language in which it was first given. A postcode
    is not stored and so cannot be shown again: an empty field leaves the earlier area where the page shows
    that, unless it is to be forgotten; what was said by a tick is shown again as one, and goes with it. Files
    are kept before anything is read, so what was kept is the answer, whatever a field says.
    """
    sheet = Sheet(question, key, submitted)
    value = READERS[question.kind](question, sheet)
    if value is None and (_keeps_area(question, earlier, sheet) or _keeps_files(question, earlier)):
        return Reading(earlier)
    if value is None and question.required and not sheet.problems:
        _ask_for(question, sheet)
    if value is None or sheet.problems:
        return Reading(None, tuple(sheet.problems))
    answer = Answer(value, language, sheet.other)
    unchanged = earlier is not None and replace(earlier, language=language) == answer
    return Reading(earlier if unchanged else answer)


def _ask_for(question: Question, sheet: Sheet) -> None:
    if isinstance(question, Matrix):
        return  # it has asked for every row itself
    total = {"total": question.total} if isinstance(question, Allocation) else {}
    sheet.refuse(f"required_{question.kind}", **total)


def _keeps_area(question: Question, earlier: Answer | None, sheet: Sheet) -> bool:
    return (
        isinstance(question, PostcodeQuestion)
        and earlier is not None
        and earlier.value != PostcodeQuestion.DECLINED
        and not sheet.problems
        and bool(sheet.first(known_field(sheet.key)))
        and not sheet.first(forget_field(sheet.key))
    )


def _keeps_files(question: Question, earlier: Answer | None) -> bool:
    return isinstance(question, FileQuestion) and earlier is not None


def redisplay(question: Question, key: str, submitted: Submitted) -> Fields:
    """What stood in the question's fields, exactly as it was sent."""
    return {name: tuple(submitted.getlist(name)) for name in names(question, key)}


def from_answer(question: Question, key: str, answer: Answer) -> Fields:
    """What stands in the question's fields when the answer is shown again; a postcode is no longer known."""
    if isinstance(question, FileQuestion):
        return {}  # what is kept stands beside the field, not in it
    other = {other_field(key, code): (text,) for code, text in answer.other.items()}
    return _fields(question, key, answer.value) | other


def _fields(question: Question, key: str, value: Any) -> Fields:
    match question:
        case Matrix():
            return {
                cell_field(key, row, scale): (point,)
                for row, scales in value.items()
                for scale, point in scales.items()
            }
        case Ranking():
            return {rank_field(key, code): (str(place),) for place, code in enumerate(value, 1)}
        case Allocation():
            return {points_field(key, code): (str(share),) for code, share in value.items()}
        case DateQuestion():
            day = date.fromisoformat(value)
            return {
                name: (str(part),)
                for name, part in zip(date_fields(key), (day.day, day.month, day.year), strict=True)
            }
        case NumberQuestion():
            return {key: (numerals.written(value, question.decimals),)}
        case PostcodeQuestion():
            return {(decline_field if value == question.DECLINED else known_field)(key): ("yes",)}
        case _:
            return {key: tuple(value) if isinstance(value, list) else (value,)}
