"""What did the person type: a text, a number, a date, a postcode?

Each reader returns the answer's value, or None for no answer, and notes problems on the sheet.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from engage.surveys import areas, numerals
from engage.surveys.definition import (
    DateQuestion,
    FileQuestion,
    LongText,
    NumberQuestion,
    PostcodeQuestion,
    ShortText,
)
from engage.surveys.fields import Sheet, date_fields, decline_field
from engage.surveys.text import line, lines

_PARTS = ("day", "month", "year")
_DIGITS = re.compile(r"[0-9]{1,8}")


def short_text(question: ShortText, sheet: Sheet) -> str | None:
    """One line."""
    return _within(question.limit, line(sheet.first(sheet.key)), sheet)


def long_text(question: LongText, sheet: Sheet) -> str | None:
    """Several lines."""
    return _within(question.limit, lines(sheet.first(sheet.key)), sheet)


def _within(limit: int, text: str, sheet: Sheet) -> str | None:
    if len(text) > limit:
        sheet.refuse("too_long", limit=limit, length=len(text))
    return text or None


def number(question: NumberQuestion, sheet: Sheet) -> int | float | None:
    """A whole number or, when the question has decimals, one with a fraction."""
    typed = sheet.first(sheet.key).strip()
    if not typed:
        return None
    value = numerals.number(typed)
    if value is None:
        sheet.refuse("not_number")
        return None
    _check_number(question, value, sheet)
    return float(value) if question.decimals else int(value)


def _check_number(question: NumberQuestion, value: Decimal, sheet: Sheet) -> None:
    low, high = question.minimum, question.maximum
    if value != round(value, question.decimals):
        if question.decimals:
            sheet.refuse("too_many_decimals", decimals=question.decimals)
        else:
            sheet.refuse("not_whole_number")
    elif (low is None or value >= low) and (high is None or value <= high):
        return
    elif low is not None and high is not None:
        sheet.refuse("number_outside", minimum=low, maximum=high)
    elif low is not None:
        sheet.refuse("number_too_low", minimum=low)
    else:
        sheet.refuse("number_too_high", maximum=high)


def day(question: DateQuestion, sheet: Sheet) -> str | None:
    """An ISO date."""
    fields = date_fields(sheet.key)
    typed = [sheet.first(field).strip() for field in fields]
    if not any(typed):
        return None
    if missing := [at for at, part in enumerate(typed) if not part]:
        code = "_".join(("date_needs", *(_PARTS[at] for at in missing)))
        sheet.refuse_parts(code, tuple(fields[at] for at in missing))
    elif len(typed[2]) != 4 and _DIGITS.fullmatch(typed[2]):
        sheet.refuse_parts("date_year_digits", fields[2:])
    elif (value := _real_date(typed)) is None:
        sheet.refuse_parts("date_not_real", fields)
    else:
        _check_date(question, value, fields, sheet)
        return value.isoformat()
    return None


def _real_date(typed: list[str]) -> date | None:
    if not all(_DIGITS.fullmatch(part) for part in typed):
        return None
    try:
        return date(int(typed[2]), int(typed[1]), int(typed[0]))
    except ValueError:
        return None


def _check_date(question: DateQuestion, value: date, fields: tuple[str, ...], sheet: Sheet) -> None:
    first, last = question.earliest, question.latest
    if (first is None or value >= first) and (last is None or value <= last):
        return
    if first is not None and last is not None:
        sheet.refuse_parts("date_outside", fields, earliest=first, latest=last)
    elif first is not None:
        sheet.refuse_parts("date_too_early", fields, earliest=first)
    else:
        sheet.refuse_parts("date_too_late", fields, latest=last)


def area(question: PostcodeQuestion, sheet: Sheet) -> str | None:
    """The code of the area in which the postcode lies; the postcode itself is thrown away."""
    if question.may_decline and sheet.first(decline_field(sheet.key)):
        return question.DECLINED  # whatever else they typed: who would rather not say is not looked up
    typed = sheet.first(sheet.key)
    if not typed.strip():
        return None
    code = areas.postcode(typed)
    if code is None:
        sheet.refuse("not_postcode", example=areas.EXAMPLE)
        return None
    if question.lookup:
        return _listed(question, sheet.looked_up(question.lookup, code))
    return areas.area(code, question.areas)


def _listed(question: PostcodeQuestion, found: str | None) -> str:
    """A list that was replaced since may name areas that the question did not have: those are elsewhere."""
    return found if found in {area.code for area in question.areas} and found else question.ELSEWHERE


def nothing(_question: FileQuestion, _sheet: Sheet) -> None:
    """Nothing that a field of text can say is a file."""
