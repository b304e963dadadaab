"""Which sets of questions come with the product, and does a question still say what the set says?

A question of a set is copied into a survey with an `origin`, which is its reference: its words, options and
limits stay those of the set, so that answers of many surveys can be counted together, until somebody makes it
their own. The equality set and the questions on effects on Welsh are referred to by the definition itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from engage.surveys.cohesion_2026_11 import COHESION_2026_11
from engage.surveys.definition import Definition, Page, Question
from engage.surveys.document import part_to_json
from engage.surveys.problems import Problem
from engage.surveys.question_set import Origin, QuestionSet, fingerprint, kept, origin_of
from engage.surveys.tour import tour

PROBLEMS: dict[str, tuple[str, ...]] = {"unknown_origin": ("origin",), "differs_from_origin": ("origin",)}
SETS: dict[str, QuestionSet] = {each.id: each for each in (COHESION_2026_11,)}
_MOST = 200  # references that are read from one file


def is_kept(question: Question) -> bool:
    """Does the question come from a set, so that its words and options are not the survey's to change?"""
    return bool(question.origin)


def source(question: Question) -> Question | None:
    """The question as its set has it; None for a survey's own, and for one of a set that is not built in."""
    origin = Origin.read(question.origin)
    return SETS[origin.set].question(origin.question) if origin.set in SETS else None


def set_of(question: Question) -> QuestionSet | None:
    """The built-in set from which the question comes, if it comes from one."""
    return SETS.get(Origin.read(question.origin).set)


def made_our_own(question: Question) -> Question:
    """The same question without a reference: its words may change, and it is counted by itself."""
    return replace(question, origin="")


def problems(definition: Definition) -> Iterator[Problem]:
    """Questions that say that they come from a set, but do not say what it says."""
    for stop in tour(definition):
        if isinstance(stop.part, Question) and stop.part.origin and (code := _wrong(stop.part)):
            yield Problem(code, stop.place, {"origin": stop.part.origin})


def _wrong(question: Question) -> str:
    origin, original = Origin.read(question.origin), source(question)
    if original is None and not origin.fingerprint:
        return "unknown_origin"
    same = kept(original) == kept(question) if original else origin.fingerprint == fingerprint(question)
    return "" if same else "differs_from_origin"


def taken_in(document: Any) -> Any:
    """A document in which each ``{from: set/id}`` has become the page or question of a built-in set.

    What else stands beside ``from`` is put in place of the set's own, such as an `id` or a `show_if`.
    """
    return _taken_in(document, [_MOST])


def _taken_in(value: Any, left: list[int]) -> Any:
    if isinstance(value, list):
        return [_taken_in(each, left) for each in value]
    if not isinstance(value, dict):
        return value
    if isinstance(name := value.get("from"), str) and left[0] and (found := _written(name)):
        left[0] -= 1
        return found | {key: held for key, held in value.items() if key != "from"}
    return {key: _taken_in(held, left) for key, held in value.items()}


def _written(name: str) -> dict[str, Any] | None:
    """The page or question of this name, such as ``cohesion-2026-11/belonging``, as a document has it."""
    set_id, _, wanted = name.partition("/")
    if set_id not in SETS:
        return None
    shared = SETS[set_id]
    if page := shared.page(wanted):
        return part_to_json(with_origins(shared, page))
    question = shared.question(wanted)
    return part_to_json(replace(question, origin=origin_of(shared, question))) if question else None


def with_origins(shared: QuestionSet, page: Page) -> Page:
    """A page of the set, each of whose questions says where it comes from."""
    questions = (replace(each, origin=origin_of(shared, each)) for each in page.questions)
    return replace(page, questions=tuple(questions))
