"""What may a clerk type about a batch of papers, and what are they told when it cannot be read?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length

from engage.respond.keying_signs import Problem, Spoilt
from engage.surveys import answer_forms

NUMERIC = {"inputmode": "numeric", "autocomplete": "off", "class_": "govuk-input--width-4"}
MOST = 100_000  # papers in a stack
SENTENCES: dict[str, LazyString] = {
    "not_option": _l("This is no number of a box here: %(typed)s. The last number is %(most)s"),
    "one_only": _l("Only one box may be ticked. If two are, type d"),
    "code_alone": _l("Type either numbers or one code"),
    "not_as_many": _l(
        "Type one sign for each row, and - where nothing stands. Needed: %(needed)s. Typed: %(given)s"
    ),
    "other_not_ticked": _l("Type also the number of the box to which this belongs: %(option)s"),
}
CODES = {
    Spoilt.ILLEGIBLE: _l("cannot be read"),
    Spoilt.TOO_MANY: _l("too many boxes ticked"),
    Spoilt.OUTSIDE: _l("written outside the box"),
}
NUMBER = _l("Enter the number that is written on the paper, such as 12")
MARK = _l("Enter the mark at the foot of the paper, such as 7KQ4. There is a slip in what you typed")
RECEIVED = _l("Enter the day on which the paper came, such as 14 3 2026")
FUTURE = _l("Enter a day that is not still to come")
BEFORE = _l("Enter a day that is not before the consultation was published")
LANGUAGE = _l("Choose the language in which the person wrote")
BLANK = _l("Nothing is keyed. If the paper came without any answer, tick that it is blank")
NOTHING_COUNTS = _l(
    "Nothing that is keyed counts: this question has no answer, and decides whether those after it are "
    "asked. Key what the paper shows was meant, such as by what is answered after it. If it does not show "
    "that, enter the paper as a letter instead"
)
ELSEWHERE = _l(
    "Somebody else has keyed this paper meanwhile. Check the number of the paper. What you typed is still "
    "here, but it is not saved"
)
CLOSED = _l(
    "Somebody has closed this batch meanwhile. What you typed is still here, but it is not saved: key the "
    "paper in another batch"
)
PASSED = _l("Some answers are to questions that are not asked. They are left out when you save again")
NO_REASON = _l("The numbers do not agree. Say why, or look for the papers that are missing")
CHOOSE = _l("Choose the first, the second or neither for question %(number)s")


def sentence(problem: Problem, lang: str) -> str:
    """What to do about what was typed in one field."""
    if problem.of_answer:
        return answer_forms.sentence(problem.of_answer, lang)
    words = {name: answer_forms.written(value, lang) for name, value in problem.parameters.items()}
    return str(SENTENCES[problem.code]) % words


class BatchForm(FlaskForm):
    """A new stack of papers."""

    name = StringField(
        _l("What the stack is called"),
        [
            InputRequired(_l("Say what the stack is called")),
            Length(max=200, message=_l("Use no more than 200 characters")),
        ],
    )
    expected = StringField(_l("How many papers are in it"), render_kw={"inputmode": "numeric"})
    percent = StringField(
        _l("How many of 100 papers another person keys again"), render_kw={"inputmode": "numeric"}
    )

    def validate_expected(self, field: StringField) -> None:
        if (field.data or "").strip() and whole(field.data, 1, MOST) is None:
            raise ValidationError(_l("Enter how many papers there are as a whole number, or leave it empty"))

    def validate_percent(self, field: StringField) -> None:
        if whole(field.data, 0, 100) is None:
            raise ValidationError(_l("Enter a whole number from 0 to 100: 0 for none, 100 for all"))

    def rules(self) -> dict[str, Any]:
        """What was chosen, once it is valid."""
        return {
            "name": " ".join(self.name.data.split()),
            "expected": whole(self.expected.data, 1, MOST),
            "percent_twice": whole(self.percent.data, 0, 100),
        }


class CloseForm(FlaskForm):
    """The end of a batch."""

    reason = TextAreaField(
        _l("Why the numbers do not agree"),
        [Length(max=2000, message=_l("Use no more than 2000 characters"))],
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.reason.flags.sometimes = True  # required


def whole(text: str | None, least: int, most: int) -> int | None:
    """The whole number in this text, if it is one within these bounds."""
    plain = (text or "").strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) < 9):
        return None
    return int(plain) if least <= int(plain) <= most else None


def day(text: str) -> date | None:
    """The day in a text such as "14 3 2026" or "14/3/2026"."""
    parts = [part for part in text.replace("/", " ").replace(".", " ").replace("-", " ").split() if part]
    numbers = [whole(part, 1, 9999) for part in parts]
    if len(numbers) != 3 or None in numbers or len(parts[2]) != 4:
        return None
    try:
        return date(numbers[2] or 0, numbers[1] or 0, numbers[0] or 0)
    except ValueError:
        return None


def facts_problems(facts: Mapping[str, str], *, since: date, today: date) -> list[tuple[str, str]]:
    """What is wrong with what was typed about the paper itself: the field, and what to do.

    `since`: the day on which the consultation was published, before which no paper can have come.
    """
    found: list[tuple[str, str]] = []
    if facts.get("language") not in ("en", "cy"):
        found.append(("language", str(LANGUAGE)))
    received = day(facts.get("received", ""))
    if received is None:
        found.append(("received", str(RECEIVED)))
    elif received > today:
        found.append(("received", str(FUTURE)))
    elif received < since:
        found.append(("received", str(BEFORE)))
    return found
