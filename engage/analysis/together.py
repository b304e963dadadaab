"""Of which subjects was everybody asked who was asked one of them, and which did everybody answer who did?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from engage.analysis.audited import Together
from engage.analysis.universe import Universe
from engage.surveys.definition import Allocation, Question, Ranking, Step


def together(
    universe: Universe, versions: Sequence[Sequence[Step]], lacking: Sequence[Collection[str]]
) -> Iterator[Together]:
    """The subjects of each question that has several: a matrix, or something shared out.

    `lacking` are, for each version, the keys of subjects that its matrices did not have: such ones are
    together with those alone that the same versions had. Of a ranking it is told by `ticking`.
    """

    def had_by(key: str) -> tuple[bool, ...]:
        return tuple(key not in each for each in lacking)

    asked: dict[str, list[Question]] = {}
    for steps in versions:
        for step in steps:
            for question in step.page.questions:
                asked.setdefault(step.key(question), []).append(question)
    for each in universe.questions:
        kinds = asked.get(each.key, [])
        if len(each.subjects) > 1 and not any(isinstance(question, Ranking) for question in kinds):
            shared_out = bool(kinds) and all(isinstance(question, Allocation) for question in kinds)
            alike = groupby(sorted((subject.key for subject in each.subjects), key=had_by), key=had_by)
            for subjects in (tuple(keys) for _had, keys in alike):
                if len(subjects) > 1:
                    yield Together(subjects, shared_out)
