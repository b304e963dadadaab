"""Every way in which a characteristic can be answered, for tests that must hold for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations

from engage.equality.asking import Answers, Given, is_asked
from engage.equality.characteristics import PREFER_NOT_TO_SAY, Characteristic, StandardQuestion


def ways_to_answer(question: StandardQuestion) -> Iterator[Given]:
    """Every real answer to one question: neither skipped nor "prefer not to say"."""
    if question.kind != "several":
        yield from (code for code in question.codes if code != PREFER_NOT_TO_SAY)
        return
    together = [choice.code for choice in question.choices if not choice.exclusive]
    sizes = range(1, len(together) + 1)
    yield from map(list, chain.from_iterable(combinations(together, size) for size in sizes))
    yield from (
        [choice.code] for choice in question.choices if choice.exclusive and choice.code != PREFER_NOT_TO_SAY
    )


def complete_answers(characteristic: Characteristic) -> list[Answers]:
    """Every way of answering every question that is asked."""
    found: list[dict[str, Given]] = [{}]
    for question in characteristic.questions:
        found = [
            {**answers, question.id: given} if asked else answers
            for answers in found
            for asked in [is_asked(question, answers)]
            for given in (ways_to_answer(question) if asked else [None])
        ]
    return list(found)
