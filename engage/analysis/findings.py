"""In which answers does a group differ notably from everyone else, and how is that told?

All tests of one report are judged together: with hundreds of them, dozens would look large by chance.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace

from engage.analysis import findings_words as told
from engage.analysis.columns import Choice, Subject
from engage.analysis.comparisons import RATE, Association, Comparison, Share, adjusted, associate, compare
from engage.analysis.statistics import percentage
from engage.analysis.tables import SafeTable
from engage.bilingual import LANGUAGES, Bilingual

UNJUDGED = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One group beside everyone else in one answer."""

    subject: Subject
    by: Subject
    group: Choice
    choice: Choice
    comparison: Comparison
    q: float = UNJUDGED  # at which rate of false discoveries, over all tests of the report, it still counts

    @property
    def is_notable(self) -> bool:
        return self.q < RATE and self.comparison.is_wide

    @property
    def test(self) -> Hashable:
        """What this was a test of: of two groups each is everyone else to the other, and that is one test."""
        pair = frozenset((self.comparison.group, self.comparison.others))
        two = len(self.by.choices) == 2
        place = self.subject.key, self.by.key, self.choice.code
        return *place, pair if two else self.group.code

    @property
    def heading(self) -> Bilingual:
        """What was asked and the answer; by what people were grouped and the group."""
        return Bilingual(
            *(
                f"{self.subject.heading[each]}: {self.choice.label[each]} – "
                f"{self.by.heading[each]}: {self.group.label[each]}"
                for each in LANGUAGES
            )
        )

    @property
    def sentences(self) -> Bilingual:
        """What may be said of it, if it is notable."""
        higher = self.comparison.difference > 0
        if self.subject.of_asked:
            pattern = told.HIGHER_OF_ASKED if higher else told.LOWER_OF_ASKED
        else:
            pattern = told.HIGHER if higher else told.LOWER
        return Bilingual(*(pattern[each].format(**self._figures(each)) for each in LANGUAGES))

    def _figures(self, language: str) -> dict[str, str]:
        group, others = self.comparison.group, self.comparison.others
        return {
            "question": self.subject.heading[language],
            "answer": self.choice.label[language],
            "by": self.by.heading[language],
            "group": self.group.label[language],
            "share": _about(group, language),
            "base": f"{group.base:,}",
            "other": _about(others, language),
            "other_base": f"{others.base:,}",
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One whole table: are groups and answers connected at all?"""

    subject: Subject
    by: Subject
    association: Association
    q: float = UNJUDGED


@dataclass(frozen=True, slots=True)
class Findings:
    """Every test of one report, in the order of its tables, and how many tests that were."""

    tests: int
    differences: tuple[Difference, ...]
    connections: tuple[Connection, ...]

    @property
    def notable(self) -> tuple[Difference, ...]:
        """The notable differences in the order of the report, never in that of their size; each told once."""
        found: dict[Hashable, Difference] = {}
        for each in self.differences:
            if each.is_notable:
                found.setdefault(each.test, each)
        return tuple(found.values())

    def of(self, subject: Subject, by: Subject) -> Findings:
        """What was found in one table; judged, and counted, together with all tests of the report."""
        return Findings(
            self.tests,
            tuple(each for each in self.differences if (each.subject, each.by) == (subject, by)),
            tuple(each for each in self.connections if (each.subject, each.by) == (subject, by)),
        )


def findings(tables: Iterable[SafeTable]) -> Findings:
    """Compare every group with everyone else in every answer, and judge all tests of the report together.

    tables: all that one report shows; those of everyone together have no groups and are passed over.
    """
    crossed = [table for table in tables if table.others]
    differences = [found for table in crossed for found in _differences(table)]
    connections = [found for table in crossed for found in _connections(table)]
    tests = {each.test: each.comparison.p for each in differences}
    judged = adjusted([*tests.values(), *(each.association.p for each in connections)])
    rates = dict(zip(tests, judged[: len(tests)], strict=True))
    return Findings(
        len(judged),
        tuple(replace(each, q=rates[each.test]) for each in differences),
        tuple(replace(each, q=q) for each, q in zip(connections, judged[len(tests) :], strict=True)),
    )


def _differences(table: SafeTable) -> Iterator[Difference]:
    for row, others in zip(table.rows, table.others, strict=True):
        base, other_base = table.base(row), table.base(others)
        for choice, count, other in zip(table.subject.choices, row.counts, others.counts, strict=True):
            if found := compare(count, base, other, other_base, table.rule):
                yield Difference(
                    subject=table.subject,
                    by=table.by,
                    group=row.group,
                    choice=choice,
                    comparison=found,
                )


def _connections(table: SafeTable) -> Iterator[Connection]:
    """Test the whole table, if everybody is in one group and gave one answer."""
    columns = [{choice.column for choice in subject.choices} for subject in (table.subject, table.by)]
    if max(map(len, columns)) > 1 or table.subject.of_asked:
        return
    if found := associate([row.counts for row in table.rows], table.rule):
        yield Connection(subject=table.subject, by=table.by, association=found)


def size(h: float) -> Bilingual:
    """Name Cohen's h."""
    return next(name for least, name in told.SIZES.items() if abs(h) >= least)


def _about(share: Share, language: str) -> str:
    found = percentage(share.count, share.base)
    text = found.text(language)
    said = text if found.bound else told.ABOUT[language].format(percent=text)
    return f"{said} {found.mark}".rstrip()
