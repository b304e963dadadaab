"""How many choices does one person make at once, as far as the survey fixes it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engage.analysis.audited import Ticking
from engage.analysis.kinds import AMONG, PUT_FIRST, places_of
from engage.analysis.today import Following, read_key
from engage.surveys.definition import Question, Ranking, SeveralChoices, Step


def ticking(versions: Sequence[tuple[Sequence[Step], Following]]) -> Iterator[Ticking]:
    """Each subject of several choices that all versions, newest first, ask under the same codes."""
    asked: dict[str, list[Question]] = {}
    recoded: set[str] = set()
    for steps, paths in versions:
        for step in steps:
            for question in step.page.questions:
                asked.setdefault(step.key(question), []).append(question)
                if question.id in paths:
                    recoded |= {step.key(question), read_key(step.key(question), paths)}
    for key, questions in asked.items():
        if key not in recoded:
            yield from _ticking(key, questions)


def _ticking(key: str, questions: Sequence[Question]) -> Iterator[Ticking]:
    several = [each for each in questions if isinstance(each, SeveralChoices)]
    rankings = [each for each in questions if isinstance(each, Ranking)]
    if len(several) == len(questions):
        yield _together([_of_several(key, each) for each in several])
    elif len(rankings) == len(questions):
        places = places_of(rankings[0])
        yield _together([_of_ranking(key, each, places) for each in rankings])


def _of_several(key: str, question: SeveralChoices) -> Ticking:
    alone = frozenset(option.code for option in question.options if option.exclusive)
    others = len(question.options) - len(alone)
    return Ticking(key, max(question.minimum, 1), question.maximum or others, alone)


def _of_ranking(key: str, question: Ranking, places: int) -> Ticking:
    """Whoever ranks all ranks the first few; of the best so many somebody may give fewer."""
    given = min(question.top or len(question.options), places)
    return Ticking(key + AMONG, 1 if question.top else given, given, first=key + PUT_FIRST)


def _together(versions: Sequence[Ticking]) -> Ticking:
    """What is so in every version. What stood alone only in some is one choice like others."""
    alone = frozenset.intersection(*(each.alone for each in versions))
    is_same = all(each.alone == alone for each in versions)
    least = min(each.least for each in versions) if is_same else 1
    return versions[0]._replace(least=least, most=max(each.most for each in versions), alone=alone)
