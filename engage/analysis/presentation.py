"""How do released tables stand on a page, in one language? Words, numbers and bars, ready to be written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypedDict

from engage.analysis import charts, words
from engage.analysis.columns import Subject
from engage.analysis.statistics import NOT_ANSWERED, Line, Percentage, row_lines
from engage.analysis.tables import Figure, SafeTable

Row: TypeAlias = tuple[str, ...]  # a label, then what is said of each group


class Bar(TypedDict):
    """One bar as `components/chart.html` takes it."""

    label: str
    value: int | None
    shown: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars for one answer, or for everyone's answers."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What one question, or one characteristic, says of some groups, in the order of the survey.

    Rows of shares and of counts have the same labels; `unanswered`, `bases` and `asked` are rows without one.
    How many did not answer is no released figure: there is only their share of those who were asked.
    """

    groups: Row
    shares: tuple[Row, ...]
    counts: tuple[Row, ...]
    unanswered: Row
    bases: Row
    asked: Row
    charts: tuple[Chart, ...]
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


def layout(tables: Sequence[SafeTable], language: str) -> Layout:
    """Put tables of one subject beside each other, such as that of everyone and that of some groups."""
    rows = [(table, row) for table in tables for row in table.rows]
    columns = [row_lines(table, row) for table, row in rows]
    *answers, unanswered = zip(*columns, strict=True)
    lines = [line for column in columns for line in column]
    return Layout(
        groups=tuple(row.group.label[language] for _, row in rows),
        shares=tuple((each[0].label[language], *_shares(each, language)) for each in answers),
        counts=tuple((each[0].label[language], *_counts(each)) for each in answers),
        unanswered=_shares(unanswered, language),
        bases=tuple(number(table.base(row)) for table, row in rows),
        asked=tuple(number(row.asked) for _, row in rows),
        charts=_charts(tables, language),
        shorthand=_shorthand(lines, language),
        says_nothing=all(line.count is None for line in lines),
    )


def number(figure: Figure) -> str:
    """Write a released count, or the shorthand for a hidden one."""
    return words.HIDDEN if figure is None else f"{figure:,}"


def share(percentage: Percentage, language: str) -> str:
    """Write a percentage with its mark, or the shorthand that stands in its place."""
    text = percentage.text(language)
    return text if percentage.value is None else f"{text} {percentage.mark}".rstrip()


def _shares(lines: Iterable[Line], language: str) -> Row:
    return tuple(share(line.percentage, language) for line in lines)


def _counts(lines: Iterable[Line]) -> Row:
    return tuple(number(line.count) for line in lines)


def _charts(tables: Sequence[SafeTable], language: str) -> tuple[Chart, ...]:
    """Draw the answers of everyone alone in one chart, those of several groups in a chart for each answer."""
    if sum(len(table.rows) for table in tables) == 1:
        return tuple(_chart([drawn], language) for drawn in charts.by_group(tables[0]))
    of_tables = [charts.by_choice(table) for table in tables]
    return tuple(_chart(drawn, language) for drawn in zip(*of_tables, strict=True))


def _chart(drawn: Sequence[charts.Chart], language: str) -> Chart:
    bars = [bar for each in drawn for bar in each.bars]
    return Chart(
        drawn[0].title[language],
        tuple(
            Bar(label=bar.label[language], value=bar.length, shown=share(bar.percentage, language))
            for bar in bars
        ),
    )


def _shorthand(lines: Sequence[Line], language: str) -> tuple[tuple[str, str], ...]:
    used = {line.percentage.mark for line in lines}
    if any(line.count is None and line.code != NOT_ANSWERED for line in lines):
        used.add(words.HIDDEN)
    return tuple((mark, meaning[language]) for mark, meaning in words.SHORTHAND.items() if mark in used)
