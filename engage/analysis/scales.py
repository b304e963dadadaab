"""What was asked on a labelled scale, and what are its points?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engage.surveys.definition import Definition, Matrix, Option, Question, ScaleQuestion
from engage.surveys.standard import opinion_steps


def scales(definition: Definition) -> dict[str, tuple[str, ...]]:
    """The codes of the points, lowest first, by the key of what is counted."""
    return {
        key: tuple(point.code for point in points)
        for step in opinion_steps(definition)
        for question in step.page.questions
        for key, points in _scales(question, step.key(question))
    }


def _scales(question: Question, key: str) -> Iterator[tuple[str, Sequence[Option]]]:
    match question:
        case ScaleQuestion(points=points):
            yield key, points
        case Matrix(rows=rows, scales=found):
            for row in rows:
                for scale in found:
                    yield f"{key}.{row.code}.{scale.code}", scale.points
