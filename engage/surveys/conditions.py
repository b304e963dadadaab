"""Does every condition speak of an earlier question, and of codes which that question has?

Because conditions look backwards alone, no survey can loop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from engage.bilingual import LANGUAGES, Bilingual, other_language
from engage.surveys.choices import choices, points
from engage.surveys.definition import (
    All,
    Allocation,
    Answered,
    AnyOf,
    Between,
    Block,
    Condition,
    Definition,
    Is,
    Matrix,
    Not,
    NumberQuestion,
    Question,
    SeveralChoices,
    Step,
)
from engage.surveys.problems import Place, Problem
from engage.surveys.text import short
from engage.surveys.tour import Stop, Visited, tour

PROBLEMS: dict[str, tuple[str, ...]] = {
    "unknown_question": ("question",),
    "not_earlier": ("question", "title"),
    "into_block": ("question", "title"),
    "unknown_code": ("question", "title", "code"),
    "unknown_row": ("question", "title", "code"),
    "unknown_scale": ("question", "title", "code"),
    "wrong_kind": ("question", "title"),
    "empty_condition": (),
    "limits_crossed": ("lower", "upper"),
    "picker_not_several": ("question", "title"),
    "picker_lacks": ("question", "title", "code", "label"),
    "picker_adds": ("question", "title", "code", "label"),
}


def named(condition: Condition) -> frozenset[str]:
    """The questions of which a condition speaks."""
    match condition:
        case All(conditions) | AnyOf(conditions):
            return frozenset().union(*map(named, conditions))
        case Not(negated):
            return named(negated)
        case Is() | Between() | Answered():
            return frozenset({condition.question})


def changed(condition: Condition, leaf: Callable[[Any], Condition]) -> Condition:
    """The condition with `leaf` of each of its parts that speaks of a question in that part's place."""
    match condition:
        case All(inner):
            return All(tuple(changed(each, leaf) for each in inner))
        case AnyOf(inner):
            return AnyOf(tuple(changed(each, leaf) for each in inner))
        case Not(inner):
            return Not(changed(inner, leaf))
        case _:
            return leaf(condition)


def renamed(condition: Condition, names: Mapping[str, str]) -> Condition:
    """The condition with the questions that `names` gives in place of others."""
    return changed(condition, lambda each: replace(each, question=names.get(each.question, each.question)))


def deciding(step: Step, question: Question | None) -> frozenset[str]:
    """The keys of what decides whether a question of this page is asked, or a page shown that has none."""
    own = question.show_if if question else None
    about = frozenset[str]().union(*map(named, (*step.conditions, *((own,) if own else ()))))
    of_item = {f"{each}@{step.item.code}" for each in about} if step.item else set[str]()
    picked = {step.block.picked_by} if step.block and step.block.picked_by else set[str]()
    return about | of_item | picked


def problems(definition: Definition) -> Iterator[Problem]:
    """What is wrong with the conditions and the pickers of the definition."""
    reader = _Reader(definition)
    for stop in tour(definition):
        yield from reader.visit(stop)
    if definition.equality and definition.equality.show_if:
        yield from reader.at_the_end(definition.equality.show_if, Place(path="equality"))


def earlier(definition: Definition, part: Visited | None) -> tuple[Question, ...]:
    """The questions of which a condition of this part may speak; without a part, one after the last page."""
    reader = _Reader(definition)
    for stop in tour(definition):
        if stop.part is part:
            reader.reach(stop)
            break
        for _ in reader.visit(stop):
            pass  # what is wrong on the way does not matter here
    else:
        reader.reach(None)
    return tuple((reader.before | reader.in_this_block).values())


class _Reader:
    """Goes through a definition from its beginning, and knows which questions came before."""

    def __init__(self, definition: Definition) -> None:
        self.every = {question.id: question for question in definition.questions()}
        self.in_blocks: set[str] = set()  # asked in blocks that are over
        self.before: dict[str, Question] = {}
        self.in_this_block: dict[str, Question] = {}
        self.on_this_page: dict[str, Question] = {}
        self.block: Block | None = None

    def reach(self, stop: Stop | None) -> None:
        """Come to a part, or to the end; a question stands on the page that is already turned to."""
        if stop is None or not isinstance(stop.part, Question):
            self._turn_page(stop.block if stop else None)

    def visit(self, stop: Stop) -> Iterator[Problem]:
        self.reach(stop)
        if stop.part.show_if:
            yield from self._condition(stop.part.show_if, stop.place)
        if isinstance(stop.part, Block) and stop.part.picked_by:
            yield from self._picker(stop.part, stop.part.picked_by, stop.place)
        if isinstance(stop.part, Question):
            self.on_this_page[stop.part.id] = stop.part

    def at_the_end(self, condition: Condition, place: Place) -> Iterator[Problem]:
        """What comes after the last page may speak of every question outside of blocks."""
        self.reach(None)
        yield from self._condition(condition, place)

    def _turn_page(self, block: Block | None) -> None:
        """The questions of the page that is over have come before; those of a block only inside it."""
        (self.in_this_block if self.block else self.before).update(self.on_this_page)
        self.on_this_page = {}
        if block is not self.block:
            self.in_blocks |= set(self.in_this_block)
            self.in_this_block, self.block = {}, block

    def _earlier(self, question: str, place: Place) -> Iterator[Problem]:
        if question in self.in_blocks:
            yield Problem("into_block", place, _about(self.every[question]))
        elif question in self.every:
            yield Problem("not_earlier", place, _about(self.every[question]))
        else:
            yield Problem("unknown_question", place, {"question": question})

    def _condition(self, condition: Condition, place: Place) -> Iterator[Problem]:
        match condition:
            case All(conditions) | AnyOf(conditions):
                if not conditions:
                    yield Problem("empty_condition", place)
                for each in conditions:
                    yield from self._condition(each, place)
            case Not(negated):
                yield from self._condition(negated, place)
            case Is() | Between() | Answered():
                question = self.in_this_block.get(condition.question) or self.before.get(condition.question)
                if question is None:
                    yield from self._earlier(condition.question, place)
                else:
                    yield from _fits(condition, question, place)

    def _picker(self, block: Block, picked_by: str, place: Place) -> Iterator[Problem]:
        picker = self.before.get(picked_by)
        if picker is None:
            yield from self._earlier(picked_by, place)
        elif not isinstance(picker, SeveralChoices):
            yield Problem("picker_not_several", place, _about(picker))
        else:
            offered = {option.code: option.label for option in picker.options if not option.exclusive}
            wanted = {item.code: item.label for item in block.items}
            for code, these, those in (("picker_lacks", wanted, offered), ("picker_adds", offered, wanted)):
                for each in sorted(set(these) - set(those)):
                    about = _about(picker) | {"code": each, "label": _called(these[each], each)}
                    yield Problem(code, place, about)


def _about(question: Question) -> dict[str, Any]:
    """The question for a problem: its id, and what it is called."""
    return {"question": question.id, "title": _called(question.title, question.id)}


def _called(words: Bilingual, code: str) -> Bilingual:
    """The words, shortened: in each language, or else in the other, or else the code."""
    en, cy = (short(words[lang] or words[other_language(lang)] or code) for lang in LANGUAGES)
    return Bilingual(en, cy)


def _fits(condition: Is | Between | Answered, question: Question, place: Place) -> Iterator[Problem]:
    """Can the answer to the question be what the condition speaks of?"""
    match condition:
        case Is():
            yield from _codes_fit(condition, question, place)
        case Between(_, low, high):
            if not isinstance(question, NumberQuestion):
                yield Problem("wrong_kind", place, _about(question))
            if low is None and high is None:
                yield Problem("empty_condition", place)
            if low is not None and high is not None and low > high:
                yield Problem("limits_crossed", place, {"lower": low, "upper": high})


def _codes_fit(condition: Is, question: Question, place: Place) -> Iterator[Problem]:
    def refuse(problem: str, **parameters: Any) -> Problem:
        return Problem(problem, place, _about(question) | parameters)

    known = {option.code for option in choices(question)}
    if isinstance(question, Matrix):
        scales = [scale for scale in question.scales if condition.scale in ("", scale.code)]
        known = {point.code for scale in scales for point in points(scale)}
        if not scales:
            yield refuse("unknown_scale", code=condition.scale)
        if condition.row and condition.row not in {row.code for row in question.rows}:
            yield refuse("unknown_row", code=condition.row)
    elif not known or isinstance(question, Allocation) or condition.row or condition.scale:
        yield refuse("wrong_kind")
        return
    if not condition.codes:
        yield Problem("empty_condition", place)
    if known:
        for code in sorted(set(condition.codes) - known):
            yield refuse("unknown_code", code=code)
