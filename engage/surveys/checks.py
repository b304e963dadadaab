"""What must an author mend before a survey can be published?

Each part of the answer has a module of its own. All of it stands in the way of publishing, and all of it is
said at once. `PROBLEMS` lists every code that a problem can have, with its parameters.
"""

from __future__ import annotations

from engage.surveys import (
    conditions,
    library,
    media_checks,
    naming,
    reach,
    shapes,
    special_category,
    standard,
    wording,
)
from engage.surveys.definition import Definition
from engage.surveys.problems import Problem

_PARTS = (naming, shapes, wording, media_checks, special_category, conditions, reach, standard, library)
PROBLEMS: dict[str, tuple[str, ...]] = {
    code: parameters for part in _PARTS for code, parameters in part.PROBLEMS.items()
}


def problems(definition: Definition) -> tuple[Problem, ...]:
    """Everything that is wrong, in the order of the survey's steps; none: it can be published."""
    found = [problem for part in _PARTS for problem in part.problems(definition)]
    return tuple(sorted(found, key=lambda problem: problem.place.step))


def problems_of(definition: Definition, question: str) -> list[Problem]:
    """Those of one question. The words of all others, which are most of the work, are not read for it."""
    others = [problem for part in _PARTS if part is not wording for problem in part.problems(definition)]
    found = [*others, *wording.problems_of(definition, question)]
    return [problem for problem in found if problem.place.question == question]
