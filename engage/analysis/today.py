"""How are questions and answers of an earlier version read in the ids and codes of the newest one?

Answers can only follow a question that is still of the same kind. One that became another kind of question
is counted by itself, as it was asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import singledispatch
from typing import Any, TypeAlias, TypeVar

from engage.surveys.definition import (
    Allocation,
    Definition,
    Matrix,
    MatrixScale,
    Option,
    Question,
    Ranking,
    Row,
    ScaleQuestion,
    SeveralChoices,
    SingleChoice,
    Step,
)
from engage.surveys.recoding import Recoding, read_today, since

Following: TypeAlias = Mapping[str, tuple[Recoding, ...]]
Named = TypeVar("Named", Option, Row)


def following(older: Definition, newest: Definition) -> Following:
    """What has become of each question of the older version that is not as it was, oldest recoding first."""
    recodings, kinds = since(older.recodings, newest.recodings), {q.id: q.kind for q in newest.questions()}
    found = {question.id: _path(question.id, recodings) for question in older.questions()}
    return {
        question.id: path
        for question in older.questions()
        if (path := found[question.id]) and kinds.get(path[-1].becomes, question.kind) == question.kind
    }


def _path(question: str, recodings: Iterable[Recoding]) -> tuple[Recoding, ...]:
    """The recodings that one question has gone through, under each of the names that it had."""
    path: list[Recoding] = []
    for recoding in recodings:
        if recoding.question == question:
            path.append(recoding)
            question = recoding.becomes
    return tuple(path)


def read(key: str, value: Any, paths: Following) -> tuple[str, Any] | None:
    """The key and the value of an answer today; None when it says nothing that could be counted today."""
    path = paths.get(key.partition("@")[0])
    return next(iter(read_today({key: value}, path).items()), None) if path else (key, value)


def read_key(key: str, paths: Following) -> str:
    """The key of an answer today; empty when its question is asked no more."""
    question, at, place = key.partition("@")
    path = paths.get(question)
    if not path:
        return key
    return f"{path[-1].becomes}{at}{place}" if path[-1].becomes else ""


def asked_today(steps: Iterable[Step], paths: Following) -> tuple[Step, ...]:
    """The steps of an earlier version with its questions in the ids and codes of today."""
    return tuple(_step(step, paths) for step in steps) if paths else tuple(steps)


def _step(step: Step, paths: Following) -> Step:
    questions = tuple(
        _question(question, paths[question.id]) if question.id in paths else question
        for question in step.page.questions
    )
    kept = tuple(question for question in questions if question.id)
    return replace(step, page=replace(step.page, questions=kept))


def _question(question: Question, path: Sequence[Recoding]) -> Question:
    for recoding in path:
        question = replace(_recoded(question, recoding), id=recoding.becomes)
    return question


@singledispatch
def _recoded(question: Question, recoding: Recoding) -> Question:
    return question


@_recoded.register(SingleChoice)
@_recoded.register(SeveralChoices)
@_recoded.register(Ranking)
@_recoded.register(Allocation)
def _(question: SingleChoice | SeveralChoices | Ranking | Allocation, recoding: Recoding) -> Question:
    return replace(question, options=tuple(_options(question.options, recoding)))


@_recoded.register
def _(question: ScaleQuestion, recoding: Recoding) -> Question:
    points = tuple(_options(question.points, recoding))
    return replace(question, points=points, not_applicable=_one(question.not_applicable, recoding))


@_recoded.register
def _(question: Matrix, recoding: Recoding) -> Question:
    rows = _renamed((recoding.row(row.code), row) for row in question.rows)
    scales = tuple(_scale(scale, recoding) for scale in question.scales)
    return replace(question, rows=tuple(rows), scales=scales)


def _scale(scale: MatrixScale, recoding: Recoding) -> MatrixScale:
    points = tuple(_options(scale.points, recoding))
    return replace(scale, points=points, not_applicable=_one(scale.not_applicable, recoding))


def _one(option: Option | None, recoding: Recoding) -> Option | None:
    return next(_options((option,), recoding), None) if option else None


def _options(options: Iterable[Option], recoding: Recoding) -> Iterator[Option]:
    yield from _renamed((recoding.code(option.code), option) for option in options)


def _renamed(named: Iterable[tuple[str, Named]]) -> Iterator[Named]:
    """Each under its code of today, once; what means nothing today is left out."""
    known: set[str] = set()
    for code, each in named:
        if code and code not in known:
            known.add(code)
            yield replace(each, code=code)
