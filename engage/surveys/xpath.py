"""How is a condition written as an XPath expression of an XLSForm, and which of them can be read back?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from engage.surveys.definition import (
    All,
    Answered,
    AnyOf,
    Between,
    Condition,
    Consent,
    Is,
    Matrix,
    Not,
    NumberQuestion,
    Question,
    Ranking,
    ScaleQuestion,
    SeveralChoices,
    SingleChoice,
)
from engage.surveys.expressions import COMPARISONS, Call, Expression, Literal, Ref, Unreadable, parsed


class Inexpressible(ValueError):
    """The condition says what no expression can say."""


# --- what expressions speak of --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, as expressions name it; `codes` are the names of its choices with our codes."""

    question: str
    kind: type[Question]
    codes: Mapping[str, str]
    row: str = ""
    scale: str = ""
    part: bool = False  # the name stands for a part of the answer, such as a row
    whole: bool = True  # a number that has no decimals


_ONE = (SingleChoice, ScaleQuestion, Matrix)
_LISTS = (SeveralChoices, Ranking, Consent)


def condition(text: str, asked: Mapping[str, Asked]) -> Condition | None:
    """Read an expression as a condition; None: it is always true. Raises Unreadable."""
    return condition_of(parsed(text), asked)


def condition_of(expression: Expression, asked: Mapping[str, Asked]) -> Condition | None:
    """The same for an expression that is read already."""
    return None if expression == Call("true", ()) else _Reader(asked).read(expression)


class _Reader:
    """Turns expressions into conditions about the questions that there are."""

    def __init__(self, asked: Mapping[str, Asked]) -> None:
        self._asked = asked

    def read(self, expression: Expression) -> Condition:
        match expression:
            case Call("and", parts):
                return _all(tuple(self.read(part) for part in parts))
            case Call("or", parts):
                return _any(tuple(self.read(part) for part in parts))
            case Call("not", (negated,)):
                return _not(self.read(negated))
            case Call("is_empty", (Ref(name),)):
                return self._empty("=", self._question(name))
            case Call("true", ()):
                return All(())
            case Call("false", ()):
                return AnyOf(())
            case Call("selected", (Ref(name), Literal(code))):
                return self._is(name, code, _ONE + _LISTS)
            case Call(sign, (Ref(name), Literal() as literal)) if sign in COMPARISONS:
                return self._compared(sign, name, literal)
            case Call(sign, (Call("count-selected" | "string-length", (Ref(name),)), Literal(text))):
                return self._counted(sign, name, text)
        raise Unreadable

    def _question(self, name: str) -> Asked:
        if name not in self._asked:
            raise Unreadable
        return self._asked[name]

    def _is(self, name: str, code: str, kinds: tuple[type[Question], ...]) -> Is:
        asked = self._question(name)
        if asked.kind not in kinds or code not in asked.codes:
            raise Unreadable
        return Is(asked.question, (asked.codes[code],), row=asked.row, scale=asked.scale)

    def _compared(self, sign: str, name: str, literal: Literal) -> Condition:
        asked = self._question(name)
        if not literal.text and literal.number is None:
            return self._empty(sign, asked)
        if asked.kind is NumberQuestion:
            return _bounded(sign, asked, _number(literal))
        if sign not in ("=", "!="):
            raise Unreadable
        same = self._is(name, literal.text, _ONE)
        return same if sign == "=" else Not(same)

    def _empty(self, sign: str, asked: Asked) -> Condition:
        given = self._given(asked)
        if sign not in ("=", "!="):
            raise Unreadable
        return given if sign == "!=" else Not(given)

    def _counted(self, sign: str, name: str, text: str) -> Condition:
        given = self._given(self._question(name))
        if (sign, text) in ((">", "0"), (">=", "1"), ("!=", "0")):
            return given
        if (sign, text) in (("=", "0"), ("<", "1")):
            return Not(given)
        raise Unreadable

    @staticmethod
    def _given(asked: Asked) -> Condition:
        if asked.part:  # whether it has an answer can be said by naming every code
            return Is(asked.question, tuple(asked.codes.values()), row=asked.row, scale=asked.scale)
        return Answered(asked.question)


def _not(negated: Condition) -> Condition:
    return negated.condition if isinstance(negated, Not) else Not(negated)


def _number(literal: Literal) -> float:
    """A number; one in quotation marks is a number, too."""
    try:
        number = float(literal.text)
    except ValueError:
        raise Unreadable from None
    return int(number) if number.is_integer() else number


def _bounded(sign: str, asked: Asked, number: float) -> Condition:
    name = asked.question
    match sign:
        case "=":
            return Between(name, number, number)
        case "!=":
            return Not(Between(name, number, number))
        case ">=":
            return Between(name, minimum=number)
        case "<=":
            return Between(name, maximum=number)
    if asked.whole and isinstance(number, int):
        return Between(name, minimum=number + 1) if sign == ">" else Between(name, maximum=number - 1)
    beyond = Between(name, maximum=number) if sign == ">" else Between(name, minimum=number)
    return All((Answered(name), Not(beyond)))


def _all(parts: tuple[Condition, ...]) -> Condition:
    """All of these; the two bounds of one number are one condition."""
    match sorted(parts, key=lambda part: isinstance(part, Between) and part.minimum is None):
        case [Between(one, low, None), Between(other, None, high)] if one == other:
            return Between(one, low, high)
    return All(parts)


def _any(parts: tuple[Condition, ...]) -> Condition:
    """Any of these; neighbours that differ in the code alone are one condition."""
    joined: list[Condition] = []
    for part in parts:
        last = joined[-1] if joined else None
        if isinstance(part, Is) and isinstance(last, Is) and replace(last, codes=part.codes) == part:
            joined[-1] = replace(last, codes=(*last.codes, *part.codes))
        else:
            joined.append(part)
    return joined[0] if len(joined) == 1 else AnyOf(tuple(joined))


# --- writing --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Named:
    """A question as it is named in a form: by one name, or by one for each of its cells."""

    question: Question
    name: str
    cells: tuple[tuple[str, str, str], ...]  # row and scale of a matrix, or option and "", and its own name
    codes: Mapping[tuple[str, str], str]  # (scale, code), the name of the choice

    def choice(self, code: str, scale: str = "") -> str:
        if (scale, code) not in self.codes:
            raise Inexpressible
        return self.codes[scale, code]


def expression(condition: Condition, named: Mapping[str, Named]) -> str:
    """Write a condition. Raises Inexpressible."""
    match condition:
        case All(parts):
            return _joined(" and ", "true()", [expression(part, named) for part in parts])
        case AnyOf(parts):
            return _joined(" or ", "false()", [expression(part, named) for part in parts])
        case Not(negated):
            return f"not({expression(negated, named)})"
        case Is():
            return _joined(" or ", "false()", _is_one_of(condition, _of(condition.question, named)))
        case Between():
            return _between(condition, _of(condition.question, named))
        case Answered():
            return _answered(_of(condition.question, named))


def _of(question: str, named: Mapping[str, Named]) -> Named:
    if question not in named:
        raise Inexpressible
    return named[question]


def _joined(word: str, none: str, parts: list[str]) -> str:
    if not parts:
        return none
    return parts[0] if len(parts) == 1 else f"({word.join(parts)})"


def _is_one_of(wanted: Is, named: Named) -> list[str]:
    if isinstance(named.question, Matrix):
        return _in_cells(wanted, named)
    if wanted.row or wanted.scale or not isinstance(named.question, _ONE + _LISTS):
        raise Inexpressible
    names = [named.choice(code) for code in wanted.codes]
    if isinstance(named.question, _LISTS):
        return [f"selected(${{{named.name}}}, '{name}')" for name in names]
    return [f"${{{named.name}}} = '{name}'" for name in names]


def _in_cells(wanted: Is, named: Named) -> list[str]:
    cells = [
        (scale, name)
        for row, scale, name in named.cells
        if wanted.row in ("", row) and wanted.scale in ("", scale)
    ]
    if not cells:
        raise Inexpressible
    return [
        f"${{{name}}} = '{named.codes[scale, code]}'"
        for scale, name in cells
        for code in wanted.codes
        if (scale, code) in named.codes
    ]


def _between(wanted: Between, named: Named) -> str:
    if not isinstance(named.question, NumberQuestion):
        raise Inexpressible
    bounds = ((">=", wanted.minimum), ("<=", wanted.maximum))
    parts = [f"${{{named.name}}} {sign} {plain(bound)}" for sign, bound in bounds if bound is not None]
    return _joined(" and ", f"${{{named.name}}} != ''", parts)


def _answered(named: Named) -> str:
    names = [name for *_, name in named.cells] or [named.name]
    return _joined(" or ", "false()", [f"${{{name}}} != ''" for name in names])


def plain(number: float) -> str:
    """A number without an exponent."""
    return format(Decimal(repr(number)), "f")
