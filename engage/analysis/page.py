"""What stands on the one page that holds a whole release, for a screen or for paper?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from engage.analysis import file_words as say
from engage.analysis import words
from engage.analysis.about import About
from engage.analysis.notable import Told, notable
from engage.analysis.panel import Cell, Group, Panel, Row, groups, marks, panels, shown
from engage.analysis.plain import one_line
from engage.analysis.rule import Rule
from engage.analysis.tables import SafeTable

ABREAST = 7  # so many options stand in one table; more are shown in several, so that none is too wide

Cells: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """The groups of one characteristic; without a heading, everyone together."""

    heading: str
    rows: tuple[Cells, ...]  # each the label of a group, then its figures


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    heads: Cells  # the first is that of the groups
    bodies: tuple[Body, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One question, or who responded."""

    id: str
    heading: str
    tables: tuple[Table, ...]
    shorthand: tuple[tuple[str, str], ...]  # the marks that occur, each with its meaning


@dataclass(frozen=True, slots=True)
class Page:
    """Everything, in one language."""

    language: str
    title: str
    facts: tuple[tuple[str, str], ...]
    explanation: Cells
    notable: Told | None
    sections: tuple[Section, ...]


def page(tables: Sequence[SafeTable], about: About, language: str) -> Page:
    """Put a whole release on one page."""
    people = groups(tables, language)
    sections = [_people(people, about.rule, language)] if people else []
    sections += [
        _question(number, panel, about.rule, language)
        for number, panel in enumerate(panels(tables, language), len(sections) + 1)
    ]
    facts = tuple((name, one_line(fact)) for name, fact in about.facts(language))
    title, explanation = one_line(about.title[language]), about.explanation(language)
    return Page(language, title, facts, explanation, notable(tables, language), tuple(sections))


def shorthand(used: Iterable[str], language: str, rule: Rule) -> tuple[tuple[str, str], ...]:
    """Explain these marks."""
    return tuple((mark, words.shorthand(rule)[mark][language]) for mark in used)


def _people(found: Sequence[Group], rule: Rule, language: str) -> Section:
    heads = tuple(each[language] for each in (say.GROUP, say.PEOPLE, say.BASE, say.PERCENTAGE, say.MARK))
    cells = (cell for each in found for cell in (each.count, each.base, each.share, each.mark))
    table = Table(say.WHO_RESPONDED[language], heads, _bodies((each, _of_group(each)) for each in found))
    used = shorthand(marks(cells), language, rule)
    return Section("table-1", say.WHO_RESPONDED[language], (table,), used)


def _of_group(each: Group) -> Cells:
    return shown(each.count), shown(each.base), shown(each.share, "%"), each.mark


def _question(number: int, panel: Panel, rule: Rule, language: str) -> Section:
    cells = (cell for row in panel.rows for cell in _cells(row))
    tables = (*_percentages(panel, language), *_numbers(panel, language))
    used = shorthand(marks(cells), language, rule)
    return Section(f"table-{number}", panel.heading, tables, used)


def _cells(row: Row) -> tuple[Cell, ...]:
    return row.base, *row.shares, row.unanswered, row.mark, *row.counts, row.asked


def _percentages(panel: Panel, language: str) -> Iterator[Table]:
    """Show the shares; each of several tables tells their base, and the last who did not answer."""
    base = say.BASE_ASKED if panel.subject.of_asked else say.BASE_ANSWERED
    for place, part in _parts(panel):
        is_last = part.stop >= len(panel.options)
        ends = (say.UNANSWERED[language],) if is_last else ()
        heads = (say.GROUP[language], base[language], *panel.options[part], *ends, say.MARK[language])
        caption = _caption(panel, say.PERCENTAGES[language], place, language)
        yield Table(caption, heads, _bodies((row, _shares(row, part, is_last)) for row in panel.rows))


def _shares(row: Row, part: slice, is_last: bool) -> Cells:
    shares = (*row.shares[part], *((row.unanswered,) if is_last else ()))
    mark = row.mark if set(shares) - {*words.SHORTHAND} else ""  # of the percentages that stand here
    return shown(row.base), *(shown(each, "%") for each in shares), mark


def _numbers(panel: Panel, language: str) -> Iterator[Table]:
    """Show the numbers of people."""
    for place, part in _parts(panel):
        heads = (say.GROUP[language], *panel.options[part], say.ASKED[language])
        caption = _caption(panel, say.NUMBERS[language], place, language)
        yield Table(caption, heads, _bodies((row, _counts(row, part)) for row in panel.rows))


def _counts(row: Row, part: slice) -> Cells:
    return tuple(shown(each) for each in (*row.counts[part], row.asked))


def _parts(panel: Panel) -> list[tuple[int, slice]]:
    """Say which options stand abreast; the place of a part is 0 where there is only one."""
    starts = range(0, len(panel.options), ABREAST)
    single = len(starts) == 1
    return [(0 if single else n, slice(start, start + ABREAST)) for n, start in enumerate(starts, 1)]


def _caption(panel: Panel, what: str, place: int, language: str) -> str:
    part = f" – {say.PART[language]}: {place}" if place else ""
    return f"{panel.heading} – {what}{part}"


def _bodies(rows: Iterable[tuple[Row | Group, Cells]]) -> tuple[Body, ...]:
    """Part the rows, each with its figures, by characteristic."""
    return tuple(
        Body(heading, tuple((row.group, *figures) for row, figures in own))
        for heading, own in groupby(rows, lambda each: _heading(each[0]))
    )


def _heading(row: Row | Group) -> str:
    """Name what the rows have in common; everyone together is no characteristic."""
    characteristic = "" if row.characteristic == row.group else row.characteristic
    return " – ".join(part for part in (row.within, characteristic) if part)
