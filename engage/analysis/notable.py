"""Which notable differences does a file tell, in one language?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engage.analysis import findings_words as told
from engage.analysis import words
from engage.analysis.comparisons import Share
from engage.analysis.findings import Difference, findings
from engage.analysis.panel import Cell
from engage.analysis.plain import one_line
from engage.analysis.statistics import SURE_BASE, percentage
from engage.analysis.tables import SafeTable


@dataclass(frozen=True, slots=True)
class Notable:
    """One group beside everyone else in one answer."""

    within: str  # of whose responses alone this is; empty: of all
    question: str
    answer: str
    characteristic: str
    group: str
    share: Cell  # in per cent of the base
    base: int
    other_share: Cell  # of everyone else
    other_base: int
    mark: str  # on the two percentages
    h: str  # Cohen's h, to two places
    sentences: str

    @property
    def heading(self) -> str:
        within = f" – {self.within}" if self.within else ""
        return f"{self.question}: {self.answer} – {self.characteristic}: {self.group}{within}"


@dataclass(frozen=True, slots=True)
class Told:
    """How many comparisons were made, and the differences that stood out, in the order of the survey."""

    tests: int
    differences: tuple[Notable, ...]

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
    return Told(found.tests, tuple(_told(each, language) for each in found.notable))


def _told(each: Difference, language: str) -> Notable:
    group, others = each.comparison.group, each.comparison.others
    return Notable(
        one_line(each.within.label[language]) if each.within else "",
        one_line(each.subject.heading[language]),
        one_line(each.choice.label[language]),
        one_line(each.by.heading[language]),
        one_line(each.group.label[language]),
        _share(group, language),
        group.base,
        _share(others, language),
        others.base,
        words.UNCERTAIN if min(group.base, others.base) < SURE_BASE else "",
        f"{each.comparison.h:.2f}",
        one_line(each.sentences[language]),
    )


def _share(share: Share, language: str) -> Cell:
    found = percentage(share.count, share.base)
    return found.bound[language] if found.bound else found.value or found.mark
