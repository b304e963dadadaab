"""What did several published wordings of one survey ask, taken together?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import singledispatch
from typing import Protocol, TypeVar

from engage.errors import Conflict
from engage.surveys.definition import (
    Allocation,
    Matrix,
    MatrixScale,
    PostcodeQuestion,
    Question,
    Ranking,
    ScaleQuestion,
    SeveralChoices,
    SingleChoice,
    Step,
)
from engage.surveys.placeholders import filled


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


T = TypeVar("T", bound=_Coded)


def asked(versions: Iterable[Sequence[Step]]) -> tuple[tuple[Step, Question], ...]:
    """List every question at its place, once, from the steps of each version, newest version first.

    The data of a block's items are filled in. The newest words and order stand; options that only an older
    version offered follow at the end.
    Raises Conflict when one id was used for questions of two kinds.
    """
    found: dict[str, tuple[Step, Question]] = {}
    for steps in versions:
        for step in map(filled, steps):
            for question in step.page.questions:
                key = step.key(question)
                if key in found:
                    newer_step, newer = found[key]
                    found[key] = newer_step, merged(newer, question)
                else:
                    found[key] = step, question
    return tuple(found.values())


def cells(steps: Iterable[Step]) -> dict[str, frozenset[str]]:
    """The columns that the matrices of one version have, by the key of the question."""
    return {
        step.key(question): frozenset(
            f"{step.key(question)}.{row.code}.{scale.code}"
            for row in question.rows
            for scale in question.scales
        )
        for step in steps
        for question in step.page.questions
        if isinstance(question, Matrix)
    }


def merged(newer: Question, older: Question) -> Question:
    """Return the newer question with every code that the older one offered as well."""
    if newer.kind != older.kind:
        raise Conflict(f"{newer.id} was asked as {older.kind} and as {newer.kind}")
    return _merged(newer, older)


def _union(newer: tuple[T, ...], older: tuple[T, ...]) -> tuple[T, ...]:
    known = {thing.code for thing in newer}
    return newer + tuple(thing for thing in older if thing.code not in known)


@singledispatch
def _merged(newer: Question, older: Question) -> Question:
    return newer


@_merged.register(SingleChoice)
@_merged.register(SeveralChoices)
@_merged.register(Ranking)
@_merged.register(Allocation)
def _(
    newer: SingleChoice | SeveralChoices | Ranking | Allocation,
    older: SingleChoice | SeveralChoices | Ranking | Allocation,
) -> Question:
    return replace(newer, options=_union(newer.options, older.options))


@_merged.register
def _(newer: ScaleQuestion, older: ScaleQuestion) -> Question:
    points = _union(newer.points, older.points)
    return replace(newer, points=points, not_applicable=newer.not_applicable or older.not_applicable)


@_merged.register
def _(newer: PostcodeQuestion, older: PostcodeQuestion) -> Question:
    return replace(newer, areas=_union(newer.areas, older.areas))


@_merged.register
def _(newer: Matrix, older: Matrix) -> Question:
    earlier = {scale.code: scale for scale in older.scales}
    scales = tuple(_scale(scale, earlier.get(scale.code, scale)) for scale in newer.scales)
    return replace(newer, rows=_union(newer.rows, older.rows), scales=_union(scales, older.scales))


def _scale(newer: MatrixScale, older: MatrixScale) -> MatrixScale:
    points = _union(newer.points, older.points)
    return replace(newer, points=points, not_applicable=newer.not_applicable or older.not_applicable)
