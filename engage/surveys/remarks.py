"""What was found in a file of another tool: what cannot be taken, and what was taken in another form?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from engage.surveys.definition import Definition
from engage.surveys.problems import Place, Problem


@dataclass(frozen=True, slots=True)
class Reading:
    """A definition that was read, and what is not as it was in the file: nothing is left out unsaid."""

    definition: Definition
    remarks: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Notes:
    """Takes down what is found on the way, each with its sheet and row."""

    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    def refuse(self, code: str, sheet: str, row: int = 0, /, **parameters: Any) -> None:
        self.problems.append(Problem(code, place(sheet, row), parameters))

    def remark(self, code: str, sheet: str, row: int = 0, /, **parameters: Any) -> None:
        self.remarks.append(Problem(code, place(sheet, row), parameters))


def place(sheet: str, row: int = 0) -> Place:
    return Place(path=f"{sheet} › {row}" if row else sheet)


def in_order(found: Iterable[Problem]) -> tuple[Problem, ...]:
    """By sheet and row, each said once."""
    unique = {(problem.code, problem.place.path, repr(problem.parameters)): problem for problem in found}
    return tuple(sorted(unique.values(), key=_order))


def _order(problem: Problem) -> tuple[str, int]:
    sheet, _, row = problem.place.path.partition(" › ")
    return sheet, int(row) if row.isdigit() else 0
