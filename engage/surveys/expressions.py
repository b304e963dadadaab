"""How is a logical expression of another tool read? As a tree of names, texts, numbers and functions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

LONGEST = 5_000  # characters of an expression
DEEPEST = 60  # brackets inside each other


class Unreadable(ValueError):
    """The expression says what no condition of ours can say."""


@dataclass(frozen=True, slots=True)
class Ref:
    """The answer to a question, by its name; without a name, to the one that holds the expression."""

    name: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A text in quotation marks or a number, as it was written."""

    text: str
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A function of some expressions; comparisons, ``and``, ``or`` and ``not`` are written so, too."""

    name: str
    arguments: tuple[Expression, ...]


Expression: TypeAlias = Ref | Literal | Call


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a tool writes its expressions: `token` has the groups ref, text, number, name, sign and end."""

    token: re.Pattern[str]
    words: Mapping[str, str] = field(default_factory=dict)  # its own words for those of XPath


XPATH = Grammar(
    re.compile(
        r"\s*(?:\$\{\s*(?P<ref>[^{}\s]+)\s*\}|(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>-?\d+(?:\.\d+)?)"
        r"|(?P<name>[A-Za-z][\w:-]*)|(?P<sign><=|>=|!=|[=<>(),.])|(?P<end>$))"
    )
)
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_TYPOGRAPHIC = str.maketrans("‘’“”", "''\"\"")  # which spreadsheets put in on their own


def parsed(text: str, grammar: Grammar = XPATH) -> Expression:
    """Read an expression. Raises Unreadable."""
    if len(text) > LONGEST:
        raise Unreadable
    return _Parser(text.translate(_TYPOGRAPHIC), grammar).whole()


class _Parser:
    """Reads one expression from left to right."""

    def __init__(self, text: str, grammar: Grammar) -> None:
        self._tokens = _tokens(text, grammar)
        self._at = 0
        self._depth = 0

    def whole(self) -> Expression:
        read = self._joined("or")
        if self._tokens[self._at][0] != "end":
            raise Unreadable
        return read

    def _takes(self, *words: str) -> str:
        kind, word = self._tokens[self._at]
        if kind in ("sign", "name") and word in words:
            self._at += 1
            return word
        return ""

    def _joined(self, word: str) -> Expression:
        read = [self._next(word)]
        while self._takes(word):
            read.append(self._next(word))
        return Call(word, tuple(read)) if len(read) > 1 else read[0]

    def _next(self, word: str) -> Expression:
        return self._joined("and") if word == "or" else self._compared()

    def _compared(self) -> Expression:
        left = self._single()
        if sign := self._takes(*COMPARISONS):
            right = self._single()
            if isinstance(left, Literal):
                return Call(_MIRRORED.get(sign, sign), (right, left))
            return Call(sign, (left, right))
        return left

    def _single(self) -> Expression:
        kind, word = self._tokens[self._at]
        self._at += 1
        if kind == "ref":
            return Ref(word)
        if kind == "text":
            return Literal(word[1:-1])
        if kind == "number":
            return Literal(word, float(word))
        if word == ".":
            return Ref("")
        return self._inside(kind, word)

    def _inside(self, kind: str, word: str) -> Expression:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Unreadable
        read = self._nested(kind, word)
        self._depth -= 1
        return read

    def _nested(self, kind: str, word: str) -> Expression:
        if word == "!":
            return Call("not", (self._single(),))
        if word == "(":
            read = self._joined("or")
            self._require(")")
            return read
        if kind != "name":
            raise Unreadable
        self._require("(")
        return Call(word, self._arguments())

    def _require(self, sign: str) -> None:
        if not self._takes(sign):
            raise Unreadable

    def _arguments(self) -> tuple[Expression, ...]:
        if self._takes(")"):
            return ()
        read = [self._joined("or")]
        while self._takes(","):
            read.append(self._joined("or"))
        self._require(")")
        return tuple(read)


def _tokens(text: str, grammar: Grammar) -> list[tuple[str, str]]:
    found, at = list[tuple[str, str]](), 0
    while (match := grammar.token.match(text, at)) and match.lastgroup and match.lastgroup != "end":
        kind, word = match.lastgroup, match[match.lastgroup]
        found.append((kind, word if kind in ("text", "ref") else grammar.words.get(word, word)))
        at = match.end()
    if not match:
        raise Unreadable
    return [*found, ("end", "")]
