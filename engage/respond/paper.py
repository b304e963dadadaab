"""What stands on a paper form, and in which order? Keying shows the same questions under the same numbers.

The questions are numbered from 1 through the whole form, those of a repeated block for each of its items,
and the equality questions after all others. Who is asked what stands before it, in `Gate`s; where to go on
after an answer, in `Go`s. Following both leads to exactly those questions that are asked online.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from engage.respond.paper_ids import FormId
from engage.respond.visit import Questionnaire
from engage.surveys.definition import (
    All,
    AnyOf,
    Condition,
    Is,
    ListItem,
    Not,
    Page,
    Question,
    Section,
    Step,
)

END = 0  # where to go when no question is left


class Scope(NamedTuple):
    """Of whose answers a condition speaks: inside a block of those about this item."""

    item: ListItem | None = None
    is_equality: bool = False  # of the equality questions, which are kept apart


@dataclass(frozen=True, slots=True)
class Gate:
    """Whoever does not meet the condition goes on at question `otherwise`; END: they have finished.

    `first` and `last` are the numbers of the questions that are meant; `last` is smaller when there are none.
    """

    condition: Condition
    scope: Scope
    first: int
    last: int
    otherwise: int


@dataclass(frozen=True, slots=True)
class Asked:
    """One question at its place."""

    number: int
    step: Step
    question: Question
    gate: Gate | None
    is_equality: bool = False

    @property
    def key(self) -> str:
        """Under which its answer is kept."""
        return self.step.key(self.question)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the survey."""

    step: Step
    gates: tuple[Gate, ...]  # the outermost first
    begins_item: bool  # its item's name stands before it
    questions: tuple[Asked, ...]
    first: int  # the number of the first question on it or after it

    @property
    def page(self) -> Page:
        return self.step.page


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the survey."""

    section: Section
    gates: tuple[Gate, ...]
    sheets: tuple[Sheet, ...]
    is_equality: bool = False


@dataclass(frozen=True)
class Form:
    """A whole form. `after` tells where to go on after each question if nothing else is said; END at last."""

    id: FormId
    asked: Questionnaire
    parts: tuple[Part, ...]
    after: Mapping[int, int] = field(default_factory=dict)

    def sheets(self) -> Iterator[Sheet]:
        for part in self.parts:
            yield from part.sheets

    def questions(self) -> Iterator[Asked]:
        for sheet in self.sheets():
            yield from sheet.questions

    @cached_property
    def _by_key(self) -> dict[tuple[str, bool], Asked]:
        return {(asked.key, asked.is_equality): asked for asked in self.questions()}

    def meant(self, question: str, scope: Scope) -> Asked:
        """The question of whose answer a condition speaks. Raises KeyError when it is not on the form."""
        about_item = f"{question}@{scope.item.code}" if scope.item else question
        here = (about_item, scope.is_equality)
        return self._by_key[here if here in self._by_key else (question, scope.is_equality)]

    def gates_before(self) -> dict[int, tuple[Gate, ...]]:
        """What is read before each question, the outermost condition first."""
        found: dict[int, tuple[Gate, ...]] = {}
        for part in self.parts:
            for sheet in part.sheets:
                outer = part.gates if sheet is part.sheets[0] else ()
                for gate in (*outer, *sheet.gates):
                    if gate.last >= gate.first:
                        found[gate.first] = (*found.get(gate.first, ()), gate)
                for asked in sheet.questions:
                    if asked.gate:
                        found[asked.number] = (*found.get(asked.number, ()), asked.gate)
        return found


def form(id: FormId, asked: Questionnaire) -> Form:
    """Lay out the form of this version in this variant."""
    return _Layout(id, asked).form()


class _Layout:
    def __init__(self, id: FormId, asked: Questionnaire) -> None:
        self.id, self.asked = id, asked
        self.steps = (*asked.steps, *asked.equality)
        self.opinions = len(asked.steps)
        counts = [len(step.page.questions) for step in self.steps]
        self.first = [
            1 + sum(counts[:at]) for at in range(len(counts) + 1)
        ]  # number of the first on or after
        self.total = sum(counts)

    def form(self) -> Form:
        own = [*self.parts(0, self.opinions)]
        equality = [*self.parts(self.opinions, len(self.steps))]
        return Form(self.id, self.asked, (*own, *equality), self.after())

    def parts(self, begin: int, end: int) -> Iterator[Part]:
        places = groupby(range(begin, end), lambda at: self.steps[at].section)
        for section, group in places:
            here = [*group]
            is_equality = here[0] >= self.opinions
            sheets = tuple(self.sheet(at, here, is_equality) for at in here)
            yield Part(section, self.part_gates(section, here, is_equality), sheets, is_equality)

    def part_gates(self, section: Section, here: list[int], is_equality: bool) -> tuple[Gate, ...]:
        module = self.asked.definition.equality
        condition = module.show_if if module and is_equality else section.show_if
        own = (self.gate(condition, Scope(), here),) if condition else ()
        return (*self.after_uncertain_end(here[0]), *own)

    def after_uncertain_end(self, at: int) -> Iterator[Gate]:
        """The gate behind a page after which the survey ends, if it depends on each of its questions whether
        the page is asked at all: whoever was asked any of them must not go on."""
        before = self.steps[at - 1] if 0 < at < self.opinions else None
        if before is None or not before.page.ends or len(before.page.questions) < 2:
            return
        each = tuple(question.show_if for question in before.page.questions if question.show_if)
        if len(each) == len(before.page.questions):
            picks = before.block.picked_by if before.block else ""
            picked = (Is(picks, (before.item.code,)),) if picks and before.item else ()
            asked = All((*before.conditions, *picked, AnyOf(each)))
            yield self.gate(Not(asked), self.scope(at - 1), [*range(at, self.opinions)])

    def sheet(self, at: int, section: list[int], is_equality: bool) -> Sheet:
        step = self.steps[at]
        of_item = [each for each in section if self._same_item(at, each)]
        begins = bool(step.item) and of_item[0] == at
        gates = tuple(self.sheet_gates(at, section, of_item))
        questions = tuple(self.questions(at, is_equality))
        return Sheet(step, gates, begins, questions, self.first[at])

    def _same_item(self, at: int, other: int) -> bool:
        one, two = self.steps[at], self.steps[other]
        return one.block is two.block and one.item is two.item and one.block is not None

    def sheet_gates(self, at: int, section: list[int], of_item: list[int]) -> Iterator[Gate]:
        step = self.steps[at]
        block = step.block
        if at != section[0]:
            yield from self.after_uncertain_end(at)
        if block and step.item:
            of_block = [each for each in section if self.steps[each].block is block]
            if block.show_if and of_block[0] == at:
                yield self.gate(block.show_if, Scope(), of_block)
            if block.picked_by and of_item[0] == at:
                yield self.gate(Is(block.picked_by, (step.item.code,)), Scope(), of_item)
        if step.page.show_if:
            yield self.gate(step.page.show_if, self.scope(at), [at])

    def scope(self, at: int) -> Scope:
        return Scope(self.steps[at].item, at >= self.opinions)

    def gate(self, condition: Condition, scope: Scope, steps: list[int]) -> Gate:
        first, last = self.first[steps[0]], self.first[steps[-1] + 1] - 1
        return Gate(condition, scope, first, last, self.number(last + 1))

    def number(self, number: int) -> int:
        return number if number <= self.total else END

    def questions(self, at: int, is_equality: bool) -> Iterator[Asked]:
        step = self.steps[at]
        for number, question in enumerate(step.page.questions, start=self.first[at]):
            gate = None
            if question.show_if:
                gate = Gate(question.show_if, self.scope(at), number, number, self.past(at, number))
            yield Asked(number, step, question, gate, is_equality)

    def past(self, at: int, number: int) -> int:
        """Where whoever is not asked a question goes on.

        When it is the last on a page after which the survey ends, the page itself was still asked if any
        other question on it was.
        """
        last = number == self.first[at + 1] - 1
        others = any(question.show_if is None for question in self.steps[at].page.questions)
        return self.past_end(at) if last and others else self.number(number + 1)

    def past_end(self, at: int) -> int:
        ends = self.steps[at].page.ends and at < self.opinions
        return self.number(self.first[self.opinions] if ends else self.first[at + 1])

    def after(self) -> dict[int, int]:
        found = {}
        for at in range(len(self.steps)):
            for number in range(self.first[at], self.first[at + 1]):
                last = number == self.first[at + 1] - 1
                found[number] = self.past_end(at) if last else number + 1
        return found
