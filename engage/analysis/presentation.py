"""How do released tables stand on a page, in one language? Words, numbers and drawings, ready to write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from engage.analysis import charts, words
from engage.analysis.columns import Subject
from engage.analysis.figures import explained, number, reach, share
from engage.analysis.intervals import Interval, interval
from engage.analysis.statistics import NOT_ANSWERED, Line, answer_lines, not_answered
from engage.analysis.tables import SafeTable, rule_of

Row: TypeAlias = tuple[str, ...]  # a label, then what is said of each group


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What one question, or one characteristic, says of some groups, in the order of the survey.

    Rows of shares, of their ranges and of counts have the same labels; `unanswered`, `bases` and `asked` are
    rows without one. How many did not answer is no released figure: there is only their share of those who
    were asked. One of the three drawings is there: bars of everyone, bars to both sides of the middle of a
    scale, or a chart of dots for each answer.
    """

    groups: Row
    shares: tuple[Row, ...]
    ranges: tuple[Row, ...]
    counts: tuple[Row, ...]
    unanswered: Row  # nothing of what is known of every response
    bases: Row
    asked: Row
    bars: charts.Chart | None
    diverging: charts.Diverging | None
    dots: tuple[charts.Dots, ...]
    shorthand: tuple[tuple[str, str], ...]  # the marks that occur, each with its meaning
    says_nothing: bool  # every count is hidden


@dataclass(frozen=True, slots=True)
class Entry:
    """One question in a list of tables, with its parts by key: the rows of a matrix, the items of a block."""

    title: str
    parts: tuple[tuple[str, str], ...]  # the label of the only part is empty


def menu(subjects: Iterable[Subject], language: str) -> tuple[Entry, ...]:
    """List what can be shown, in the order of the survey, the parts of one question together."""
    found: dict[str, Entry] = {}
    for subject in subjects:
        title, label = subject.title[language], " – ".join(part[language] for part in subject.parts)
        name = title if label else subject.key  # two questions may have the same title
        before = found[name].parts if name in found else ()
        found[name] = Entry(title, (*before, (subject.key, label)))
    return tuple(found.values())


def layout(tables: Sequence[SafeTable], language: str, points: Sequence[str] = ()) -> Layout:
    """Put tables of one subject beside each other, such as that of everyone and that of some groups.

    points: the codes of a labelled scale, lowest first, where what was asked has one.
    """
    rows = [(table, row) for table in tables for row in table.rows]
    columns = [answer_lines(table, row) for table, row in rows]
    answers = list(zip(*columns, strict=True))
    silent = [not_answered(table, row) for table, row in rows if not table.subject.is_known]
    found = intervals(tables)
    lines = [*(line for column in columns for line in column), *silent]
    diverging = charts.diverging(tables, points, language)
    return Layout(
        groups=tuple(row.group.label[language] for _, row in rows),
        shares=tuple((each[0].label[language], *_shares(each, language)) for each in answers),
        ranges=tuple(
            (each[0].label[language], *_ranges(each, ends, language))
            for each, ends in zip(answers, zip(*found, strict=True), strict=True)
        ),
        counts=tuple((each[0].label[language], *_counts(each)) for each in answers),
        unanswered=_shares(silent, language),
        bases=tuple(number(table.base(row)) for table, row in rows),
        asked=tuple(number(row.asked) for _, row in rows),
        bars=charts.bars(tables[0], language) if len(rows) == 1 and not diverging else None,
        diverging=diverging,
        dots=tuple(charts.dots(tables, found, language)) if len(rows) > 1 and not diverging else (),
        shorthand=explained(_marks(lines, diverging), language, rule_of(tables)),
        says_nothing=all(line.count is None for line in lines),
    )


def intervals(tables: Sequence[SafeTable]) -> list[tuple[Interval | None, ...]]:
    """Return for each group of these tables the interval of each answer, the same on every page."""
    return [
        tuple(
            interval(count, table.base(row), least_base=table.least_base, rule=table.rule)
            for count in row.counts
        )
        for table in tables
        for row in table.rows
    ]


def _shares(lines: Iterable[Line], language: str) -> Row:
    return tuple(share(line.percentage, language) for line in lines)


def _ranges(lines: Iterable[Line], found: Iterable[Interval | None], language: str) -> Row:
    return tuple(
        reach(ends, line.base, line.percentage, language) for line, ends in zip(lines, found, strict=True)
    )


def _counts(lines: Iterable[Line]) -> Row:
    return tuple(number(line.count) for line in lines)


def _marks(lines: Sequence[Line], diverging: charts.Diverging | None) -> set[str]:
    used = {line.percentage.mark for line in lines}
    used |= {row.shown for row in diverging.rows} if diverging else set()
    if any(line.count is None and line.code != NOT_ANSWERED for line in lines):
        used.add(words.HIDDEN)
    return used
