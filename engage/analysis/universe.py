"""Which tables does a release hold? A closed list, fixed when the consultation is set up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple, Self

from engage.analysis.columns import EVERYONE, Choice, Coded, Column, Subject
from engage.analysis.groupings import (
    CIRCUMSTANCES,
    Circumstance,
    Grouping,
    Intersection,
    circumstance,
    grouping,
    groupings,
    intersection,
)
from engage.analysis.kinds import coded
from engage.analysis.versions import asked
from engage.equality.characteristics import Level, StandardSet
from engage.surveys.definition import Step

MOST_INTERSECTIONS = 3


class Body(NamedTuple):
    """A body of a joint consultation, whose residents are those who gave one answer to the body question."""

    code: str  # of that answer
    council: int  # its id
    slug: str  # by which its files are named


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a consultation decided about its breakdown before there was any figure.

    No characteristics named: all of the standard set that are not optional. `interim_level` is that of
    releases made while the consultation is open. `filter` is the key of the column by whose values the
    tables are given once more. Organisations are those whose answer to `organisation_question` is, or
    contains, one of `organisation_codes`. Of a joint consultation the filter is the body question, and within
    the answers of `bodies` alone tables are given, to each body its own.
    """

    level: Level
    interim_level: Level = Level.SUMMARY
    characteristics: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()  # of `groupings.CIRCUMSTANCES`
    intersections: tuple[tuple[str, str], ...] = ()  # of characteristics, in the order of the set
    filter: str = ""  # a question of one choice, or "response:language", or "response:channel"
    bodies: tuple[Body, ...] = ()  # that have agreed, the lead first; none: one council consults alone
    organisation_question: str = ""
    organisation_codes: tuple[str, ...] = ()

    def leaves_out(self, answers: Mapping[str, Mapping[str, Any]]) -> bool:
        """Say whether these answers, in the JSON shape of `Answer`, are an organisation's."""
        answer = answers.get(self.organisation_question)
        if answer is None:
            return False
        given = answer["value"]
        return not set(self.organisation_codes).isdisjoint([given] if isinstance(given, str) else given)

    @property
    def finest(self) -> Level:
        """The finer one of the two levels."""
        return min(self.level, self.interim_level, key=list(Level).index)


class Name(NamedTuple):
    """What a table is called in the list of those that are left out."""

    alone: bool  # a characteristic alone, not what was asked
    subject: str
    by: str
    filtered: bool  # by the values of the filter


class Listed(NamedTuple):
    """One table: what it counts, into which groups it divides people, and of whom it is."""

    subject: Subject
    by: Subject
    within: Choice | None = None
    with_others: bool = False

    @property
    def name(self) -> Name:
        return Name(self.subject.level is not None, self.subject.key, self.by.key, self.within is not None)


@dataclass(frozen=True, kw_only=True)
class Universe:
    """Toplines, each division alone, each subject by each division; the same within the filter; nothing else.

    A snapshot holds every level of `groupings`; `levels` says which of them each characteristic has here.
    """

    plan: Plan
    questions: tuple[Coded, ...]
    groupings: tuple[Grouping, ...]  # each characteristic at every level at hand, finest first
    circumstances: tuple[Circumstance, ...] = ()
    intersections: tuple[Intersection, ...] = ()
    levels: Mapping[str, Level] = field(default_factory=dict)
    left_out: frozenset[Name] = frozenset()
    one_way: bool = False  # who responded, and nothing of what they answered
    seen_by: Body | None = None  # who reads: within other bodies there is nothing then

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of a snapshot, in their order: what was asked, then what people are."""
        of_questions = tuple(column for question in self.questions for column in question.columns)
        return of_questions + tuple(each.column for each in self.coded)

    @property
    def texts(self) -> Iterator[tuple[Subject, Choice]]:
        """What comes with a text, or a file, that officers may read."""
        for question in self.questions:
            first = question.subjects[0]
            yield from ((first, each) for each in first.choices if each.code in question.texts)

    @property
    def coded(self) -> tuple[Grouping | Circumstance, ...]:
        """What a snapshot holds of people beside what they answered."""
        return (*self.groupings, *self.circumstances)

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        """What was asked."""
        if self.one_way:
            return ()
        return tuple(subject for question in self.questions for subject in question.subjects)

    @cached_property
    def chosen(self) -> tuple[Grouping, ...]:
        """Each characteristic at its level."""
        return tuple(g for g in self.groupings if self.levels[g.subject.key] == g.subject.level)

    @property
    def characteristics(self) -> tuple[Subject, ...]:
        return tuple(each.subject for each in self.chosen)

    @cached_property
    def divisions(self) -> tuple[Subject, ...]:
        """By what people are divided: characteristics, language and channel, two characteristics together.

        Who responded is told by one of them at a time.
        """
        circumstances = tuple(c.subject for c in self.circumstances if c.subject.key in self.plan.dimensions)
        pairs = () if self.one_way else tuple(each.subject for each in self.intersections)
        return (*self.characteristics, *circumstances, *pairs)

    @cached_property
    def filter(self) -> Subject | None:
        """What the filter is about."""
        subjects = (*self.subjects, *(each.subject for each in self.circumstances))
        return next((each for each in subjects if self.plan.filter and each.column == self.plan.filter), None)

    @cached_property
    def values(self) -> tuple[Choice, ...]:
        """The values of the filter within which there are tables; of a joint consultation its bodies."""
        if self.one_way:
            return ()
        bodies = (self.seen_by,) if self.seen_by else self.plan.bodies
        codes = {each.code for each in bodies}
        choices = self.filter.choices if self.filter else ()
        return tuple(each for each in choices if not codes or each.code in codes)

    def tables(self) -> Iterator[Listed]:
        """List every table, in the order of the survey: those of everyone, then those of each value."""
        for within in (None, *self.values):
            yield from (listed for listed in self._tables(within) if listed.name not in self.left_out)

    def _tables(self, within: Choice | None) -> Iterator[Listed]:
        divisions = self.divisions if within is None else self.characteristics
        compared = {each.key for each in divisions if each.key not in self._joint}
        for division in divisions:
            yield Listed(division, EVERYONE, within)
        for subject in self.subjects:
            if within is None or subject.column != within.column:
                for by in (EVERYONE, *(() if self.tells_bodies(subject) else divisions)):
                    yield Listed(subject, by, within, within is None and by.key in compared)

    def tells_bodies(self, subject: Subject) -> bool:
        """Would this question, by characteristics, show the residents of every body to all of them?"""
        return bool(self.plan.bodies) and subject.column == self.plan.filter

    @cached_property
    def _joint(self) -> frozenset[str]:
        return frozenset(each.subject.key for each in self.intersections)

    def at(self, levels: Mapping[str, Level], left_out: Iterable[Name] = ()) -> Self:
        """The same with each characteristic at this level, and without these tables."""
        return replace(self, levels=dict(levels), left_out=frozenset(left_out))

    def coarser(self, characteristic: str) -> Level | None:
        """The next coarser level at which a characteristic has other groups, None where there is none."""
        mine = [each for each in self.groupings if each.subject.key == characteristic]
        now = next((each for each in mine if each in self.chosen), None)
        later = mine[mine.index(now) + 1 :] if now else []
        return next((each.subject.level for each in later if now and each.holds != now.holds), None)


def universe(plan: Plan, versions: Iterable[Sequence[Step]], standard: StandardSet | None) -> Universe:
    """Fix the tables of a consultation from its plan and the steps of each version, newest version first.

    The levels are those of the plan for a release after closing. `standard` is None where no equality
    questions were asked. Raises Conflict when the versions cannot be counted together, KeyError for an
    unknown characteristic.
    """
    characteristics = standard.choose(plan.characteristics) if standard else ()
    found = tuple(each for one in characteristics for each in groupings(one, plan.finest))
    joint = {each.code: each for each in characteristics}
    return Universe(
        plan=plan,
        questions=tuple(coded(step, question) for step, question in asked(versions)),
        groupings=found,
        circumstances=tuple(
            circumstance(name)
            for name in CIRCUMSTANCES
            if name in plan.dimensions or plan.filter == f"response:{name}"
        ),
        intersections=tuple(
            intersection(*(grouping(joint[code], Level.SUMMARY) for code in pair))
            for pair in plan.intersections
            if joint.keys() >= set(pair)
        ),
        levels={each.code: plan.level for each in characteristics},
    )
