"""What has become of answers' codes since a question was asked in other words, and how are they read today?

A survey's definition keeps its recodings in the order in which they were made. Versions that were published
before have fewer: what a newer one has more says how to read their answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Renamed:
    """An old code and the one that means the same today; empty: nothing means the same."""

    old: str
    new: str = ""


@dataclass(frozen=True, slots=True)
class Recoding:
    """What a question's id and codes are called today; what is not named keeps its name.

    `codes` are those of options and points, `rows` a matrix's. An empty `becomes`: it is asked no more.
    """

    question: str
    becomes: str
    codes: tuple[Renamed, ...] = ()
    rows: tuple[Renamed, ...] = ()

    def code(self, old: str) -> str:
        """Today's code; empty when nothing means the same."""
        return _today(self.codes, old)

    def row(self, old: str) -> str:
        return _today(self.rows, old)


def _today(names: Iterable[Renamed], old: str) -> str:
    return next((name.new for name in names if name.old == old), old)


def since(older: Sequence[Recoding], newer: Sequence[Recoding]) -> tuple[Recoding, ...]:
    """The recodings that were made after the older definition was published."""
    return tuple(newer[len(older) :])


def read_today(values: Mapping[str, Any], recodings: Iterable[Recoding]) -> dict[str, Any]:
    """Answers' values, by the keys of their questions, in the ids and codes of today.

    Codes that mean nothing today are left out, and so is an answer of which nothing is left.
    """
    today = dict(values)
    for recoding in recodings:
        today = _recoded(today, recoding)
    return today


def _recoded(values: Mapping[str, Any], recoding: Recoding) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for key, value in values.items():
        question, at, place = key.partition("@")
        if question != recoding.question:
            read[key] = value
        elif recoding.becomes and (known := value_today(value, recoding)) not in ("", [], {}):
            read[f"{recoding.becomes}{at}{place}"] = known
    return read


def value_today(value: Any, recoding: Recoding) -> Any:
    """One answer's value in the codes of today: texts of other questions are not for this."""
    match value:
        case str():
            return recoding.code(value)
        case list():
            return list(dict.fromkeys(filter(None, map(recoding.code, value))))
        case dict() if all(isinstance(inner, dict) for inner in value.values()):
            rows = {recoding.row(row): _row(scales, recoding) for row, scales in value.items()}
            return {row: scales for row, scales in rows.items() if row and scales}
        case dict():
            return _points(value, recoding)
    return value


def _row(scales: Mapping[str, str], recoding: Recoding) -> dict[str, str]:
    codes = {scale: recoding.code(code) for scale, code in scales.items()}
    return {scale: code for scale, code in codes.items() if code}


def _points(shares: Mapping[str, int], recoding: Recoding) -> dict[str, int]:
    """Points that were shared out; those of two options that are one today are added up."""
    today: dict[str, int] = {}
    for old, points in shares.items():
        if code := recoding.code(old):
            today[code] = today.get(code, 0) + points
    return today
