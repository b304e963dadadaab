"""Which notable differences does a file tell, in one language?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engage.analysis import file_words as say
from engage.analysis import findings_words as told
from engage.analysis import words
from engage.analysis.comparisons import Share
from engage.analysis.findings import Connection, Difference, findings
from engage.analysis.panel import PLACES, Cell
from engage.analysis.plain import one_line
from engage.analysis.statistics import percentage
from engage.analysis.tables import SafeTable

LEAST_RATE = 10**-PLACES


@dataclass(frozen=True, slots=True)
class Notable:
    """One group beside everyone else in one answer."""

    question: str
    answer: str
    characteristic: str
    group: str
    share: Cell  # in per cent of the base
    base: int
    other_share: Cell  # of everyone else
    other_base: int
    mark: str  # on the two percentages
    h: float  # Cohen's h
    q: Cell  # at which rate of false discoveries, over all tests of the report, it still counts
    sentences: str

    @property
    def heading(self) -> str:
        return f"{self.question}: {self.answer} – {self.characteristic}: {self.group}"


@dataclass(frozen=True, slots=True)
class Connected:
    """One whole table that could be tested, and how closely its groups and answers are connected."""

    question: str
    characteristic: str
    v: float  # Cramér's V
    statistic: float  # chi-square
    freedom: int
    q: Cell

    @property
    def heading(self) -> str:
        return f"{self.question} – {self.characteristic}"


@dataclass(frozen=True, slots=True)
class Told:
    """How many comparisons were made, and what came of them, in the order of the survey."""

    tests: int
    differences: tuple[Notable, ...]  # that stood out
    connections: tuple[Connected, ...]  # all that were tested

    def counts(self, language: str) -> tuple[str, str]:
        """Say how many of each."""
        return (
            f"{told.TESTS_MADE[language]} {self.tests:,}",
            f"{told.NOTABLE[language]} {len(self.differences):,}",
        )


def notable(tables: Sequence[SafeTable], language: str) -> Told | None:
    """Tell what stands out; None where nothing is compared."""
    if not any(table.others for table in tables):
        return None
    found = findings(tables)
    connections = tuple(_connected(each, language) for each in found.connections)
    return Told(found.tests, tuple(_told(each, language) for each in found.notable), connections)


def _told(each: Difference, language: str) -> Notable:
    group, others = each.comparison.group, each.comparison.others
    return Notable(
        one_line(each.subject.heading[language]),
        one_line(each.choice.label[language]),
        one_line(each.by.heading[language]),
        one_line(each.group.label[language]),
        _share(group, language),
        group.base,
        _share(others, language),
        others.base,
        words.UNCERTAIN if each.comparison.is_of_few else "",
        round(each.comparison.h, PLACES),
        _rate(each.q, language),
        one_line(each.sentences[language]),
    )


def _connected(each: Connection, language: str) -> Connected:
    return Connected(
        one_line(each.subject.heading[language]),
        one_line(each.by.heading[language]),
        round(each.association.v, PLACES),
        round(each.association.statistic, PLACES),
        each.association.freedom,
        _rate(each.q, language),
    )


def _rate(q: float, language: str) -> Cell:
    """Write a rate so that none looks like nought."""
    return say.UNDER_LEAST[language] if q < LEAST_RATE else round(q, PLACES)


def _share(share: Share, language: str) -> Cell:
    found = percentage(share.count, share.base)
    return found.bound[language] if found.bound else found.value or found.mark
