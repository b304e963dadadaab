"""What is known when somebody asks whether something is ready, and what does a line of the answer say?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from engage.bilingual import Bilingual
from engage.consultations.checks import Problem as ConsultationProblem
from engage.consultations.preparation import Preparation
from engage.consultations.time_given import TimeGiven, time_given
from engage.surveys import welsh_record
from engage.surveys.definition import Definition, Page
from engage.surveys.problems import Place, Problem

WALES, EVERYWHERE, NOWHERE = frozenset({"wales"}), frozenset({"wales", "england"}), frozenset[str]()
WHOLE = Place()


class Group(StrEnum):
    FAIR = "fair"
    EQUALITY = "equality"
    WELSH = "welsh"
    PRIVACY = "privacy"
    ACCESSIBLE = "accessible"
    SURVEY = "survey"
    LANGUAGES = "languages"


class Verdict(StrEnum):
    MET = "met"
    TO_DO = "to_do"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why advice was set aside, by whom and when."""

    words: str
    officer: str
    at: datetime
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a line found: its words are made from `code` and `parameters`, where it is shown."""

    code: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    place: Place = WHOLE
    anchor: str = ""  # the field on the page where it is mended


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that is known of a consultation and its survey when somebody asks whether it is ready."""

    nation: str
    colour: str
    definition: Definition
    texts: Mapping[str, Bilingual]  # of the consultation: details.BILINGUAL
    documents: int
    opens_on: date
    closes_on: date  # the last day on which people can answer
    said: Preparation
    school_holidays: tuple[tuple[date, date], ...] = ()
    problems: tuple[Problem, ...] = ()  # of the survey, stale words included
    of_consultation: tuple[ConsultationProblem, ...] = ()
    set_aside: Mapping[str, Reason] = field(default_factory=dict)

    @cached_property
    def time(self) -> TimeGiven:
        return time_given(self.opens_on, self.closes_on, self.nation, self.school_holidays)

    @cached_property
    def asked(self) -> dict[str, welsh_record.Asked]:
        return welsh_record.questions(self.definition)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        return tuple(self.definition.pages())


Found = Iterable[Finding]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line before it has looked: where it counts, where it blocks, its source, and where it is mended."""

    code: str
    group: Group
    check: Callable[[Facts], Found]
    source: str
    door: str
    blocks_in: frozenset[str] = EVERYWHERE
    counts_in: frozenset[str] = EVERYWHERE
    counts_if: Callable[[Facts], bool] = lambda facts: True


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page: met, to do, or set aside with a reason."""

    code: str
    group: Group
    is_blocking: bool
    findings: tuple[Finding, ...]
    source: str
    door: str
    reason: Reason | None = None

    @property
    def verdict(self) -> Verdict:
        if not self.findings:
            return Verdict.MET
        return Verdict.SET_ASIDE if self.reason else Verdict.TO_DO
