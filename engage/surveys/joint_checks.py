"""Does a survey still tell whose resident somebody is, where several councils consult together?"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from engage.surveys.definition import Definition, PostcodeQuestion, SingleChoice
from engage.surveys.problems import Place, Problem
from engage.surveys.tour import Stop, tour

PROBLEMS: dict[str, tuple[str, ...]] = {
    "no_body_question": ("question",),
    "no_body_answer": ("code",),
}


def problems(definition: Definition, question: str, codes: Collection[str]) -> Iterator[Problem]:
    """What is missing of the question by which the councils were asked, and of its answers for each of them.

    Without it no council would get figures about its own residents, and after opening nobody can mend that.
    """
    stop = next((each for each in tour(definition) if _is(each, question)), None)
    if stop is None:
        yield Problem("no_body_question", Place(), {"question": question})
        return
    for code in sorted(set(codes) - _answers(stop)):
        yield Problem("no_body_answer", stop.place, {"code": code})


def _is(stop: Stop, question: str) -> bool:
    """One answer, or an area; inside a block it would be about the block's items."""
    asks = isinstance(stop.part, SingleChoice | PostcodeQuestion)
    return asks and stop.part.id == question and stop.block is None


def _answers(stop: Stop) -> set[str]:
    if isinstance(stop.part, SingleChoice):
        return {option.code for option in stop.part.options}
    return {area.code for area in stop.part.areas} if isinstance(stop.part, PostcodeQuestion) else set()
