"""Which signs has a clerk typed into a field: numbers of boxes, codes, or nothing for a row?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from engage.surveys.fields import FieldProblem

NOTHING = ("-", ".", "–")
PROBLEMS: dict[str, tuple[str, ...]] = {
    "not_option": ("typed", "most"),
    "one_only": (),
    "code_alone": (),
    "not_as_many": ("needed", "given"),
    "other_not_ticked": ("option",),
}
ONE_DIGIT = 9  # up to so many options, numbers may stand without anything between them
_PARTS = re.compile(r"[\s,;]+")


class Spoilt(StrEnum):
    """Why what stands on paper is no answer."""

    ILLEGIBLE = "x"
    TOO_MANY = "d"  # two boxes ticked where one may be
    OUTSIDE = "o"  # written beside the boxes, or otherwise than was asked


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with what was typed in the field `at`; `of_answer` when the survey's rules say so."""

    at: str
    code: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    of_answer: FieldProblem | None = None


class Wrong(Exception):
    """What was typed cannot be read."""

    def __init__(self, at: str, code: str, **parameters: Any) -> None:
        super().__init__(code)
        self.problem = Problem(at, code, parameters)


def spoilt_code(text: str, *, is_text: bool = False) -> Spoilt | None:
    """The code that was typed, if it is one; in texts after an asterisk, for "x" may be what was written."""
    plain = text.strip().lower()
    marked = plain.removeprefix("*")
    if (is_text and marked == plain) or marked not in set(Spoilt):
        return None
    return Spoilt(marked)


def signs(text: str, most: int, at: str) -> list[str]:
    """The numbers that were typed; short ones may stand together."""
    plain = text.strip()
    parts = [part for part in _PARTS.split(plain) if part]
    if most <= ONE_DIGIT and len(parts) == 1 and not parts[0].startswith("*"):
        parts = [*parts[0]]
    if len(parts) > 1 and any(spoilt_code(part) for part in parts):
        raise Wrong(at, "code_alone")
    return parts


def signs_for_rows(text: str, needed: int, at: str, *, most: int) -> list[str]:
    """As many parts as there are rows, or none at all."""
    parts = [part for part in _PARTS.split(text.strip()) if part]
    if len(parts) == 1 and needed > 1 and most <= ONE_DIGIT:
        parts = [*parts[0]]
    if parts and len(parts) != needed:
        raise Wrong(at, "not_as_many", needed=needed, given=len(parts))
    return parts


def place_of(part: str, most: int, at: str) -> int:
    """The place in a list of what has this number."""
    if not (part.isascii() and part.isdigit() and 1 <= int(part) <= most):
        raise Wrong(at, "not_option", typed=part, most=most)
    return int(part) - 1
