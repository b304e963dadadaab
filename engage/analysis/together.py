"""Of which subjects was everybody asked who was asked one of them, and which did everybody answer who did?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engage.analysis.audited import Together
from engage.analysis.universe import Universe
from engage.surveys.definition import Allocation, Question, Ranking, Step


def together(universe: Universe, versions: Sequence[Sequence[Step]]) -> Iterator[Together]:
    """The subjects of each question that has several: a matrix, or something shared out.

    Of a ranking it is told by `ticking`.
    """
    asked: dict[str, list[Question]] = {}
    for steps in versions:
        for step in steps:
            for question in step.page.questions:
                asked.setdefault(step.key(question), []).append(question)
    for each in universe.questions:
        kinds = asked.get(each.key, [])
        if len(each.subjects) > 1 and not any(isinstance(question, Ranking) for question in kinds):
            shared_out = bool(kinds) and all(isinstance(question, Allocation) for question in kinds)
            yield Together(tuple(subject.key for subject in each.subjects), shared_out)
