"""What would come of importing a table: how many rows are good, and what is wrong with the others?"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from engage.bilingual import Bilingual
from engage.respond.importing_cells import RowProblem, Unknown
from engage.respond.importing_rows import Heard
from engage.respond.importing_standing import Standing, Whose
from engage.surveys.definition import Answers, answers_from_json, answers_to_json

SHOWN = 5  # rows as they would be read
MOST_HERE = 20  # rows that are named because they are here already
MOST_CHANGED = 500  # rows that are named because only their number is
MOST_WORDS = 500  # different words that mean nothing, beside those that come most often


class Shown(NamedTuple):
    """One of the first rows as it would be stored."""

    row: int
    language: str
    received_on: date | None
    answers: Answers
    equality: int  # only how many: they are shown to nobody


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in all rows together."""

    rows: int
    good: int
    known: int  # good rows that are here already
    changed: int  # good rows with the number of one that is here, but other answers
    new: int  # good rows that are stored
    blank: int  # of these, rows without any answer
    undated: int  # rows that are stored and do not say when they were received
    dropped: int  # answers that the survey's routes pass over
    problems: tuple[RowProblem, ...]
    unknown: tuple[tuple[Unknown, int], ...]  # with how often
    shown: tuple[Shown, ...]
    here: tuple[int, ...]  # the first rows of those that are here already
    differ: tuple[int, ...]  # the first rows of those that have changed
    whose: Whose
    earlier: tuple[int, ...]  # batches whose people may be those of rows that are stored, without a sign
    alike: tuple[int, ...]  # rows that are stored, with the answers of somebody who came with these

    @property
    def bad(self) -> int:
        return self.rows - self.good

    @property
    def is_open(self) -> bool:
        """Are there rows of which it has to be said whose they are?"""
        return self.changed > 0 and self.whose == Whose.SAME

    def to_bytes(self) -> bytes:
        """Small, to be sealed: it holds what people have said."""
        plain = {
            "counts": [
                self.rows,
                self.good,
                self.known,
                self.changed,
                self.new,
                self.blank,
                self.undated,
                self.dropped,
            ],
            "problems": [[*each[:4], _written(each.parameters), each.of_answer] for each in self.problems],
            "unknown": [[*word, times] for word, times in self.unknown],
            "shown": [
                (
                    each.row,
                    each.language,
                    each.received_on and each.received_on.isoformat(),
                    answers_to_json(each.answers),
                    each.equality,
                )
                for each in self.shown
            ],
            "here": self.here,
            "differ": self.differ,
            "whose": self.whose,
            "earlier": self.earlier,
            "alike": self.alike,
        }
        return zlib.compress(json.dumps(plain).encode())

    @classmethod
    def from_bytes(cls, content: bytes) -> Report:
        plain = json.loads(zlib.decompress(content))
        rows, good, known, changed, new, blank, undated, dropped = plain["counts"]
        return cls(
            rows,
            good,
            known,
            changed,
            new,
            blank,
            undated,
            dropped,
            tuple(
                RowProblem(row, column, value, code, _read(parameters), of_answer)
                for row, column, value, code, parameters, of_answer in plain["problems"]
            ),
            tuple((Unknown(*each[:3]), each[3]) for each in plain["unknown"]),
            tuple(
                Shown(row, lang, on and date.fromisoformat(on), answers_from_json(answers), equality)
                for row, lang, on, answers, equality in plain["shown"]
            ),
            tuple(plain["here"]),
            tuple(plain["differ"]),
            Whose(plain["whose"]),
            tuple(plain["earlier"]),
            tuple(plain["alike"]),
        )


def report(
    heard: Sequence[Heard], rows: Standing, earlier: Sequence[int] = (), alike: Sequence[int] = ()
) -> Report:
    """Sum up all rows, and how the good ones stand."""
    return Report(
        len(heard),
        len(rows.good),
        len(rows.known),
        len(rows.changed),
        len(rows.new),
        sum(each.is_blank for each, _key in rows.new),
        sum(not each.received_on for each, _key in rows.new),
        sum(each.dropped for each in heard),
        tuple(problem for each in heard for problem in each.problems),
        _unknown(heard),
        tuple(
            Shown(each.row, each.language, each.received_on, each.answers, len(each.equality))
            for each, _key in rows.new[:SHOWN]
        ),
        tuple(each.row for each in rows.known[:MOST_HERE]),
        tuple(each.row for each in rows.changed[:MOST_CHANGED]),
        rows.whose,
        tuple(earlier),
        tuple(alike),
    )


def _unknown(heard: Iterable[Heard]) -> tuple[tuple[Unknown, int], ...]:
    times: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Unknown] = {}
    for each in heard:
        for word in each.unknown:
            times[word.scope, word.word] += 1
            first.setdefault((word.scope, word.word), word)
    return tuple((first[word], number) for word, number in times.most_common(MOST_WORDS))


def _written(parameters: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in parameters.items()}


def _plain(value: Any) -> Any:
    match value:
        case Bilingual():
            return {"words": [value["en"], value["cy"]]}
        case date():
            return {"day": value.isoformat()}
        case _:
            return value


def _read(parameters: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in parameters.items()}


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        return Bilingual(*value["words"]) if "words" in value else date.fromisoformat(value["day"])
    return value
