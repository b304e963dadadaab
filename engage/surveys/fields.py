"""How are the fields of a question named on a page, and what is read from them?

Every name begins with the key of the step's question, such as ``support`` or ``support@libraries``:

======================  ==========================================================================
single, scale           ``key``, holding a code
several                 ``key``, once for each ticked code
both, "please say"      ``key--other--code``, the text that belongs to the option `code`
matrix                  ``key--row--scale``, the codes of the row and the scale; holding a code
ranking                 ``key--rank--option``, holding the option's place from 1
allocation              ``key--points--option``, holding a number
number, short_text, long_text, postcode   ``key``
postcode                ``key--known``, holding anything: the page shows the area given before, and an empty
                        field leaves it; ``key--forget``, holding anything: it is to be dropped
postcode                ``key--decline``, holding anything: they would rather not say
date                    ``key--day``, ``key--month``, ``key--year``
consent                 ``key``, holding "yes"
file                    ``key``, with files; ``key--files``, holding anything: keep them, and stay on the page
======================  ==========================================================================

The id of a control is its field's name; in a group of radio buttons or checkboxes, the first one's is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from engage.surveys.choices import choices
from engage.surveys.definition import (
    Allocation,
    DateQuestion,
    Matrix,
    PostcodeQuestion,
    Question,
    Ranking,
)

Fields: TypeAlias = dict[str, tuple[str, ...]]  # what stands in each field, by its name


class Submitted(Protocol):
    """The fields of a form as they came in, such as a werkzeug MultiDict."""

    def getlist(self, key: str, /) -> list[str]: ...


class Filled(dict[str, list[str]]):
    """Fields that were filled in from something other than a page, as a page would have sent them."""

    def getlist(self, key: str, /) -> list[str]:
        return self.get(key, [])


Found: TypeAlias = Mapping[tuple[str, str], str]  # the area's code by list and postcode


class LookedUp:
    """Fields as they came in, and what the council's lists say of the postcodes that stand in them."""

    def __init__(self, submitted: Submitted, found: Found) -> None:
        self._submitted, self.found = submitted, found

    def getlist(self, key: str, /) -> list[str]:
        return self._submitted.getlist(key)


class NotLookedUp(RuntimeError):
    """Fields were read without the council's lists: nobody's answer may go amiss in silence."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """Why an answer cannot be taken. Its words are made where it is shown, from `code` and `parameters`.

    `key` is that of the question's answer. The message stands at `field`: the name of a control or, when it
    is about the question as a whole, `key` again. `fields` are the controls at fault: go to the first.
    A parameter is a number, a date, an example, or words in both languages.
    """

    key: str
    code: str
    field: str
    fields: tuple[str, ...]
    parameters: Mapping[str, Any]


def other_field(key: str, option: str) -> str:
    return f"{key}--other--{option}"


def cell_field(key: str, row: str, scale: str) -> str:
    return f"{key}--{row}--{scale}"


def rank_field(key: str, option: str) -> str:
    return f"{key}--rank--{option}"


def points_field(key: str, option: str) -> str:
    return f"{key}--points--{option}"


def date_fields(key: str) -> tuple[str, str, str]:
    return f"{key}--day", f"{key}--month", f"{key}--year"


def known_field(key: str) -> str:
    return f"{key}--known"


def forget_field(key: str) -> str:
    return f"{key}--forget"


def decline_field(key: str) -> str:
    return f"{key}--decline"


def files_field(key: str) -> str:
    return f"{key}--files"


def names(question: Question, key: str) -> tuple[str, ...]:
    """Every field of the question, in the order of the page."""
    match question:
        case Matrix():
            return tuple(
                cell_field(key, row.code, scale.code) for row in question.rows for scale in question.scales
            )
        case Ranking():
            return tuple(rank_field(key, option.code) for option in question.options)
        case Allocation():
            return tuple(points_field(key, option.code) for option in question.options)
        case DateQuestion():
            return date_fields(key)
        case PostcodeQuestion():
            return (
                key,
                known_field(key),
                forget_field(key),
                *((decline_field(key),) if question.may_decline else ()),
            )
        case _:
            return key, *(other_field(key, option.code) for option in choices(question) if option.other)


class Sheet:
    """The fields of one question while they are read: what stands in them, and what is wrong with it."""

    def __init__(self, question: Question, key: str, submitted: Submitted) -> None:
        self.key = key
        self.problems: list[FieldProblem] = []
        self.other: dict[str, str] = {}  # "please say" texts by option code
        self._question = question
        self._submitted = submitted

    def first(self, name: str) -> str:
        """What stands in a field; empty when it was not sent."""
        sent = self._submitted.getlist(name)
        return sent[0] if sent else ""

    def looked_up(self, lookup: str, postcode: str) -> str | None:
        """What the council's list says of a postcode; None when it does not have it. Raises NotLookedUp."""
        if not isinstance(self._submitted, LookedUp):
            raise NotLookedUp(lookup)
        return self._submitted.found.get((lookup, postcode))

    def every(self, name: str) -> set[str]:
        """All that was sent under one name."""
        return set(self._submitted.getlist(name)) - {""}

    def refuse(self, code: str, /, **parameters: Any) -> None:
        """Note a problem of the question as a whole."""
        first = names(self._question, self.key)[:1] or (self.key,)
        self.problems.append(FieldProblem(self.key, code, self.key, first, parameters))

    def refuse_field(self, code: str, name: str, /, **parameters: Any) -> None:
        """Note a problem of one control, with a message of its own."""
        self.problems.append(FieldProblem(self.key, code, name, (name,), parameters))

    def refuse_parts(self, code: str, parts: tuple[str, ...], /, **parameters: Any) -> None:
        """Note a problem of some controls that share the question's message."""
        self.problems.append(FieldProblem(self.key, code, self.key, parts, parameters))
