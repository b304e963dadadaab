"""Which tables does a release hold? A closed list, fixed when the consultation is set up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engage.analysis.columns import (
    EVERYONE,
    FIRST,
    NOT_ANSWERED,
    NOT_ASKED,
    Coded,
    Column,
    Subject,
    choices_of,
)
from engage.analysis.kinds import coded
from engage.analysis.versions import asked
from engage.equality.characteristics import Characteristic, Level, StandardSet
from engage.equality.coding import Codebook, NotGiven, codebook
from engage.surveys.definition import Step


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a consultation decided before it opened: the level, the characteristics, and who is left out.

    No characteristics named: all of the standard set. Organisations are those whose answer to
    `organisation_question` is, or contains, one of `organisation_codes`.
    """

    level: Level
    characteristics: tuple[str, ...] = ()
    organisation_question: str = ""
    organisation_codes: tuple[str, ...] = ()

    def leaves_out(self, answers: Mapping[str, Mapping[str, Any]]) -> bool:
        """Say whether these answers, in the JSON shape of `Answer`, are an organisation's."""
        answer = answers.get(self.organisation_question)
        if answer is None:
            return False
        given = answer["value"]
        return not set(self.organisation_codes).isdisjoint([given] if isinstance(given, str) else given)


@dataclass(frozen=True)
class Grouping:
    """One characteristic at the level of the plan: its groups, its column, and how people fall into it."""

    subject: Subject
    column: Column
    book: Codebook

    @cached_property
    def codes(self) -> bytes:
        """What the column holds for each place in the outcomes of the codebook, as a table of 256 bytes."""
        return bytes(map(self._code, self.book.outcomes)).ljust(256, bytes((NOT_ASKED,)))

    def _code(self, outcome: str | NotGiven) -> int:
        if isinstance(outcome, str):
            return FIRST + self.column.codes.index(outcome)
        return NOT_ASKED if outcome is NotGiven.NOT_ASKED else NOT_ANSWERED


@dataclass(frozen=True, kw_only=True)
class Universe:
    """Toplines, each characteristic alone, each subject by each characteristic at one level; nothing else."""

    plan: Plan
    questions: tuple[Coded, ...]
    groupings: tuple[Grouping, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of a snapshot, in their order: what was asked, then the characteristics."""
        of_questions = tuple(column for question in self.questions for column in question.columns)
        return of_questions + tuple(grouping.column for grouping in self.groupings)

    @property
    def subjects(self) -> tuple[Subject, ...]:
        return tuple(subject for question in self.questions for subject in question.subjects)

    @property
    def characteristics(self) -> tuple[Subject, ...]:
        return tuple(grouping.subject for grouping in self.groupings)

    def tables(self) -> Iterator[tuple[Subject, Subject]]:
        """List what each table counts and into which groups it divides people, in the order of the survey."""
        for characteristic in self.characteristics:
            yield characteristic, EVERYONE
        for subject in self.subjects:
            for by in (EVERYONE, *self.characteristics):
                yield subject, by


def universe(plan: Plan, versions: Iterable[Sequence[Step]], standard: StandardSet | None) -> Universe:
    """Fix the tables of a consultation from its plan and the steps of each version, newest version first.

    `standard` is None where no equality questions were asked.
    Raises Conflict when the versions cannot be counted together, KeyError for an unknown characteristic.
    """
    characteristics = standard.choose(plan.characteristics) if standard else ()
    return Universe(
        plan=plan,
        questions=tuple(coded(step, question) for step, question in asked(versions)),
        groupings=tuple(_grouping(each, plan.level) for each in characteristics),
    )


def _grouping(characteristic: Characteristic, level: Level) -> Grouping:
    categories = characteristic.levels[level]
    column = Column(f"characteristic:{characteristic.code}", tuple(category.code for category in categories))
    subject = Subject(
        key=characteristic.code,
        question=characteristic.code,
        title=characteristic.name,
        choices=choices_of(column, ((category.code, category.label) for category in categories)),
        level=level,
    )
    return Grouping(subject, column, codebook(characteristic, level))
