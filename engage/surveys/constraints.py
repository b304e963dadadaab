"""Which limits does the constraint of an XLSForm set to an answer, and how are ours written as one?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from engage.surveys.definition import (
    DateQuestion,
    LongText,
    NumberQuestion,
    Question,
    SeveralChoices,
    ShortText,
)
from engage.surveys.expressions import COMPARISONS, Call, Expression, Literal, Ref, Unreadable, parsed
from engage.surveys.xpath import plain

_SELF = Ref("")


def constrained(question: Question, constraint: str, codes: Mapping[str, str]) -> Question:
    """The question with the limits that the constraint sets. Raises Unreadable.

    `codes` are our codes for the names of the choices.
    """
    for part in _parts(parsed(constraint)):
        question = _with(question, part, codes)
    return question


def _parts(expression: Expression) -> Iterator[Expression]:
    match expression:
        case Call("and", parts):
            for part in parts:
                yield from _parts(part)
        case Call("true", ()):
            return
        case _:
            yield expression


def _with(question: Question, part: Expression, codes: Mapping[str, str]) -> Question:
    match question, part:
        case NumberQuestion(), Call(sign, (Ref(""), Literal() as bound)) if sign in COMPARISONS:
            whole = question.decimals == 0
            return _bounded(question, "minimum", "maximum", sign, _number(bound), 1 if whole else 0)
        case DateQuestion(), Call(sign, (Ref(""), bound)) if sign in COMPARISONS:
            return _bounded(question, "earliest", "latest", sign, _date(bound), timedelta(days=1))
        case (
            (ShortText() | LongText()),
            Call(sign, (Call("string-length", (Ref(""),)), Literal() as bound)),
        ):
            return _bounded(question, "", "limit", sign, _number(bound), 1)
        case SeveralChoices(), Call(sign, (Call("count-selected", (Ref(""),)), Literal() as bound)):
            return _bounded(question, "minimum", "maximum", sign, _number(bound), 1)
        case SeveralChoices(), _:
            return _excluding(question, codes.get(_excluded(part), ""))
    raise Unreadable


def _bounded(question: Question, low: str, high: str, sign: str, bound: Any, step: Any) -> Question:
    """Set one limit or both; `step` is what lies between a bound that counts and one that does not."""
    if (sign in ("<", ">") and not step) or sign == "!=":
        raise Unreadable
    found = {
        "=": {low: bound, high: bound},
        ">=": {low: bound},
        ">": {low: bound + step},
        "<=": {high: bound},
        "<": {high: bound - step},
    }[sign]
    if not set(found) <= {field.name for field in fields(question)}:
        raise Unreadable
    return replace(question, **found)


def _number(literal: Literal) -> float:
    if literal.number is None:
        raise Unreadable
    return int(literal.number) if literal.number.is_integer() else literal.number


def _date(bound: Expression) -> date:
    match bound:
        case Call("date", (Literal(text, None),)) | Literal(text, None) if len(text) == 10:
            try:
                return date.fromisoformat(text)
            except ValueError:
                raise Unreadable from None
    raise Unreadable


def _excluded(part: Expression) -> str:
    """The choice that this part lets stand only by itself."""
    several = Call(">", (Call("count-selected", (_SELF,)), Literal("1", 1.0)))
    alone = Call("=", (Call("count-selected", (_SELF,)), Literal("1", 1.0)))
    match part:
        case Call("not", (Call("and", (Call("selected", (Ref(""), Literal(name))), rest)),)) if (
            rest == several
        ):
            return name
        case Call("or", (Call("not", (Call("selected", (Ref(""), Literal(name))),)), rest)) if rest == alone:
            return name
    raise Unreadable


def _excluding(question: SeveralChoices, code: str) -> SeveralChoices:
    if code not in {option.code for option in question.options}:
        raise Unreadable
    options = (
        replace(option, exclusive=True) if option.code == code else option for option in question.options
    )
    return replace(question, options=tuple(options))


# --- writing --------------------------------------------------------------------------------------------


def constraint(question: Question, name: Mapping[str, str]) -> str:
    """Our limits as a constraint; `name` is what each code of an option is called. Empty: there are none."""
    match question:
        case NumberQuestion():
            parts = _range(".", question.minimum, question.maximum)
        case DateQuestion():
            bounds = ((">=", question.earliest), ("<=", question.latest))
            parts = [f". {sign} date('{day.isoformat()}')" for sign, day in bounds if day]
        case ShortText() | LongText():
            parts = [f"string-length(.) <= {question.limit}"]
        case SeveralChoices():
            least = question.minimum if question.minimum else None
            parts = _range("count-selected(.)", least, question.maximum)
            parts += [_alone(name[option.code]) for option in question.options if option.exclusive]
        case _:
            parts = []
    return " and ".join(parts)


def _range(of: str, low: float | None, high: float | None) -> list[str]:
    bounds = ((">=", low), ("<=", high))
    return [f"{of} {sign} {plain(bound)}" for sign, bound in bounds if bound is not None]


def _alone(name: str) -> str:
    return f"not(selected(., '{name}') and count-selected(.) > 1)"
