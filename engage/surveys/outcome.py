"""What came of reading a file, as plain JSON that can be kept and handed on?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engage.errors import Invalid
from engage.surveys import formats
from engage.surveys.document import to_json
from engage.surveys.problems import Place, Problem

Outcome = dict[str, Any]
MOST = 1_000  # problems that are kept of a file; a longer list helps nobody


def of(content: bytes) -> Outcome:
    """Read a survey file: its document and remarks, or its problems."""
    try:
        reading = formats.read(content)
    except Invalid as refused:
        return {"problems": plain(refused.problems)}
    return {"document": to_json(reading.definition), "remarks": plain(reading.remarks)}


def plain(problems: Iterable[Problem]) -> list[list[Any]]:
    kept = list(problems)[:MOST]
    return [[problem.code, problem.place.path, dict(problem.parameters)] for problem in kept]


def problems(kept: Iterable[list[Any]] | None) -> tuple[Problem, ...]:
    """The problems that were kept."""
    return tuple(Problem(code, Place(path=path), parameters) for code, path, parameters in kept or ())
