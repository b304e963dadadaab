"""What are people told when an answer cannot be taken? A sentence for every code of `answers.PROBLEMS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString

from engage import dates
from engage.bilingual import Bilingual
from engage.surveys import numerals
from engage.surveys.fields import FieldProblem

SENTENCES: dict[str, LazyString] = {
    "required_single": _l("Select one option"),
    "required_several": _l("Select one or more options"),
    "required_scale": _l("Select one option"),
    "required_ranking": _l("Select a number beside the options: 1 is the most important to you"),
    "required_allocation": _l("Enter numbers that add up to %(total)s"),
    "required_number": _l("Enter a number"),
    "required_date": _l("Enter a date"),
    "required_short_text": _l("Enter an answer"),
    "required_long_text": _l("Enter an answer"),
    "required_postcode": _l("Enter a postcode"),
    "required_consent": _l("Tick the box to continue"),
    "required_file": _l("Add at least one file"),
    "required_row": _l("Select an answer for: %(row)s"),
    "required_cell": _l("Select an answer for: %(row)s, %(scale)s"),
    "unknown_option": _l("Choose from the options on this page"),
    "exclusive": _l("Select either other options, or only this one: %(option)s"),
    "other_required": _l("Say more in the box below: %(option)s"),
    "other_unchosen": _l("Select this option, or delete what you wrote in the box below: %(option)s"),
    "rank_twice": _l("Use each number once. You have used this one twice: %(place)s"),
    "rank_missing": _l("Use every number in turn. This one is missing: %(place)s"),
    "not_points": _l("Enter a whole number, 0 or more, for: %(option)s"),
    "wrong_total": _l("The numbers must add up to %(total)s. They now add up to %(given)s"),
    "not_number": _l("Enter a number in digits, such as 12"),
    "not_whole_number": _l("Enter a whole number, such as 12"),
    "number_too_low": _l("Enter a number that is %(minimum)s or more"),
    "number_too_high": _l("Enter a number that is %(maximum)s or less"),
    "number_outside": _l("Enter a number from %(minimum)s to %(maximum)s"),
    "date_needs_day": _l("The date must include a day"),
    "date_needs_month": _l("The date must include a month"),
    "date_needs_year": _l("The date must include a year"),
    "date_needs_day_month": _l("The date must include a day and a month"),
    "date_needs_day_year": _l("The date must include a day and a year"),
    "date_needs_month_year": _l("The date must include a month and a year"),
    "date_year_digits": _l("The year must have 4 digits, such as 1980"),
    "date_not_real": _l("Enter a date that is in the calendar"),
    "date_too_early": _l("Enter this date or a later one: %(earliest)s"),
    "date_too_late": _l("Enter this date or an earlier one: %(latest)s"),
    "date_outside": _l("Enter a date within this time: %(earliest)s – %(latest)s"),
    "not_postcode": _l("Enter a full postcode, such as %(example)s"),
}
COUNTED: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "too_few": lambda p: ngettext(
        "Select at least %(num)s option", "Select at least %(num)s options", p["minimum"]
    ),
    "too_many": lambda p: ngettext(
        "Select no more than %(num)s option", "Select no more than %(num)s options", p["maximum"]
    ),
    "too_long": lambda p: ngettext(
        "Your answer must be %(num)s character or fewer",
        "Your answer must be %(num)s characters or fewer",
        p["limit"],
    ),
    "other_too_long": lambda p: ngettext(
        "Use no more than %(num)s character in the box below: %(option)s",
        "Use no more than %(num)s characters in the box below: %(option)s",
        p["limit"],
        option=p["option"],
    ),
    "too_many_decimals": lambda p: ngettext(
        "Use no more than %(num)s digit after the point",
        "Use no more than %(num)s digits after the point",
        p["decimals"],
    ),
}


def said(problems: Iterable[FieldProblem], lang: str) -> list[tuple[FieldProblem, str]]:
    """Each problem with its sentence, as `presentation` takes them."""
    return [(problem, sentence(problem, lang)) for problem in problems]


def sentence(problem: FieldProblem, lang: str) -> str:
    """What to do about the problem, in the language of the page."""
    words = {name: written(value, lang) for name, value in problem.parameters.items()}
    if problem.code in COUNTED:
        numbers = {name: value for name, value in problem.parameters.items() if isinstance(value, int)}
        return COUNTED[problem.code](words | numbers)
    return str(SENTENCES[problem.code]) % words


def written(value: Any, lang: str) -> str:
    """A parameter of a problem as people read it."""
    if isinstance(value, Bilingual):
        return value[lang]
    if isinstance(value, date):
        return dates.day(value, lang)
    if isinstance(value, int | float):
        return numerals.written(value, 6, ",")
    return str(value)
