"""With which words is a route told in a form, and what is an author told who has not finished it?"""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_wtf import FlaskForm
from wtforms import HiddenField

from engage.surveys.clauses import Join, Path, Says, name
from engage.surveys.saying import Fault

TESTS: dict[Says, LazyString] = {
    Says.IS: _l("is one of these:"),
    Says.IS_NOT: _l("is none of these, or there is no answer:"),
    Says.BETWEEN: _l("is a number between these, both included:"),
    Says.NOT_BETWEEN: _l("is no number between these, or there is no answer:"),
    Says.ANSWERED: _l("is given, whatever it is"),
    Says.NOT_ANSWERED: _l("is not given"),
}
JOINS: dict[Join, LazyString] = {
    Join.ALL: _l("All of these are true"),
    Join.ANY: _l("At least one of these is true"),
    Join.NOT_ALL: _l("At least one of these is not true"),
    Join.NONE: _l("None of these is true"),
}
FAULTS: dict[str, LazyString] = {
    "empty_group": _l("Add a condition to this group, or remove the group. Group: %(part)s"),
    "no_question": _l("Choose a question, or remove the condition. Condition: %(part)s"),
    "not_earlier": _l("Choose a question on an earlier page. Condition: %(part)s"),
    "no_test": _l("Choose what the answer is. Condition: %(part)s"),
    "no_codes": _l("Tick at least one option. Condition: %(part)s"),
    "unknown_codes": _l("Untick what the question does not offer. Condition: %(part)s"),
    "unknown_row": _l("Choose a statement that the question has. Condition: %(part)s"),
    "unknown_scale": _l("Choose a scale that the question has. Condition: %(part)s"),
    "no_bounds": _l("Enter a lowest number, a highest number or both. Condition: %(part)s"),
    "not_a_number": _l("Enter a number in digits, such as 16. Condition: %(part)s"),
    "crossed": _l("The highest number must not be below the lowest. Condition: %(part)s"),
}
OVERTAKEN = _l(
    "Somebody else has changed the survey since you opened this page. Nothing that you typed is lost. Look "
    "at it again, and save it if it still fits"
)


class RoutingForm(FlaskForm):
    """The state of the draft that the officer was shown; the sentences are read by `clauses.read`."""

    revision = HiddenField()

    @property
    def seen(self) -> int:
        """The revision that was sent; one that no draft has, if it was rubbish."""
        sent = str(self.revision.data or "")
        return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1


def numbered(path: Path) -> str:
    """How a part is called in the form, such as 2.1."""
    return ".".join(str(step + 1) for step in path) or "–"


def said(fault: Fault) -> str:
    return str(FAULTS[fault.code]) % {"part": numbered(fault.path)}


def links(faults: Iterable[Fault]) -> list[tuple[str, str]]:
    """The faults for the summary, each with a link to its control."""
    return [(f"#{name(fault.path)}-{fault.field}", said(fault)) for fault in faults]
