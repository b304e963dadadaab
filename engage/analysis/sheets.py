"""How does a release stand in a spreadsheet that everybody can read, whatever program opens it?

As the Analysis Function of the United Kingdom's Government advises: a cover, contents and notes; then one
table a sheet, from the first column on, marked up as a table, with a title above it; every cell is filled, no
cell is merged, nothing is hidden, frozen or filled, and there are no formulas. Colour means nothing.
https://analysisfunction.civilservice.gov.uk/policy-store/releasing-statistics-in-spreadsheets/
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import chain, count
from typing import TypeAlias

from engage.analysis import file_words as say
from engage.analysis import findings_words, words
from engage.analysis.about import About
from engage.analysis.notable import Told, notable
from engage.analysis.panel import Cell, Group, Panel, Row, groups, marks, panels
from engage.analysis.plain import one_line
from engage.analysis.rule import Rule
from engage.analysis.tables import SafeTable

WIDEST, NARROWEST = 44, 12  # characters of a column
NUMBERS, PROSE = 14, 100
LONGEST_LABEL = 200  # characters; a spreadsheet takes 255 in the heading of a column of a table


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to another sheet of the same file."""

    text: str
    sheet: str


class Look(Enum):
    """What a column holds, which decides how it is written."""

    WORDS = "words"
    NUMBER = "number"
    PERCENT = "percent"
    DECIMAL = "decimal"


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    width: int  # characters
    look: Look = Look.WORDS


@dataclass(frozen=True, slots=True)
class Grid:
    """A marked-up table: its headings differ, and every row has a cell in each column."""

    name: str  # a word, unique in the book
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell | Link, ...], ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that heads those after it."""

    text: str


Line: TypeAlias = str | Heading | Link


@dataclass(frozen=True, slots=True)
class Sheet:
    """A title in the first cell, then lines in the first column, then at most one table."""

    name: str  # on its tab
    title: str
    lines: tuple[Line, ...]
    grid: Grid | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """One file in one language."""

    language: str
    title: str
    sheets: tuple[Sheet, ...]


def book(tables: Sequence[SafeTable], about: About, language: str) -> Book:
    """Lay out a whole release; both languages have the same sheets and the same figures."""
    asked, people = panels(tables, language), groups(tables, language)
    own = [_people(people, about.rule, language)] if people else []
    own += [
        _question(number, panel, about.rule, language) for number, panel in enumerate(asked, len(own) + 1)
    ]
    told = notable(tables, language)
    leading = (
        _notes(about, language),
        *_differences(told, about.rule, language),
        *_connections(told, language),
    )
    cover = _cover(about, language), _contents([*leading, *own], language)
    return Book(language, one_line(about.title[language]), (*cover, *leading, *own))


# --- before the tables ------------------------------------------------------------------------------------


def _cover(about: About, language: str) -> Sheet:
    facts = (f"{name}: {one_line(fact)}" for name, fact in about.facts(language))
    lines: tuple[Line, ...] = (
        *(text[language] for text in say.COVER_SAYS),
        Heading(say.ABOUT[language]),
        *facts,
        Heading(say.IN_THIS_FILE[language]),
        Link(say.CONTENTS[language], say.CONTENTS[language]),
        Link(say.NOTES_TITLE[language], say.NOTES[language]),
    )
    return Sheet(say.COVER[language], one_line(about.title[language]), lines)


def _contents(listed: Iterable[Sheet], language: str) -> Sheet:
    rows = tuple((Link(sheet.name, sheet.name), _told(sheet)) for sheet in listed)
    columns = Column(say.SHEET[language], NARROWEST), Column(say.SHOWS[language], PROSE)
    name = say.CONTENTS[language]
    return Sheet(name, name, (), Grid(name.lower(), columns, rows))


def _told(sheet: Sheet) -> str:
    """The title without the name of the sheet, which stands beside it."""
    return sheet.title.removeprefix(f"{sheet.name}: ")


def _notes(about: About, language: str) -> Sheet:
    told = enumerate(about.explanation(language), 1)
    numbered = ((str(number), one_line(text)) for number, text in told)
    shorthand = ((mark, meaning[language]) for mark, meaning in words.shorthand(about.rule).items())
    columns = Column(say.NOTE[language], NARROWEST), Column(say.MEANING[language], PROSE)
    name = say.NOTES[language]
    return Sheet(
        name,
        say.NOTES_TITLE[language],
        (_to_contents(language),),
        Grid(name.lower(), columns, (*numbered, *shorthand)),
    )


def _differences(told: Told | None, rule: Rule, language: str) -> tuple[Sheet, ...]:
    """List what is notable, where anything was compared."""
    if told is None:
        return ()
    columns = (
        Column(say.QUESTION[language], WIDEST),
        _labels(say.ANSWER[language], (each.answer for each in told.differences)),
        _labels(say.CHARACTERISTIC[language], (each.characteristic for each in told.differences)),
        _labels(say.GROUP[language], (each.group for each in told.differences)),
        Column(say.GROUP_SHARE[language], NUMBERS, Look.PERCENT),
        Column(say.GROUP_BASE[language], NUMBERS, Look.NUMBER),
        Column(say.OTHER_SHARE[language], NUMBERS, Look.PERCENT),
        Column(say.OTHER_BASE[language], NUMBERS, Look.NUMBER),
        Column(say.MARK[language], NUMBERS, Look.NUMBER),
        Column(say.COHENS_H[language], NUMBERS, Look.DECIMAL),
        Column(say.RATE[language], NUMBERS, Look.DECIMAL),
        Column(say.MAY_BE_SAID[language], PROSE),
    )
    rows = tuple(
        (
            *(each.question, each.answer, each.characteristic, each.group),
            *(each.share, each.base, each.other_share, each.other_base),
            *(_marked(each.mark, language), each.h, each.q, each.sentences),
        )
        for each in told.differences
    )
    name = say.DIFFERENCES[language]
    sample = findings_words.NOT_A_SAMPLE[language]
    used = _shorthand(marks(cell for row in rows for cell in row), rule, language)
    lines: tuple[Line, ...] = (*told.counts(language), sample, *used, _to_contents(language))
    grid = Grid(name.lower(), columns, rows) if rows else None
    return (Sheet(name, say.NOTABLE[language], lines, grid),)


def _connections(told: Told | None, language: str) -> tuple[Sheet, ...]:
    """List how closely groups and answers are connected, where a whole table could be tested."""
    if told is None or not told.connections:
        return ()
    columns = (
        Column(say.QUESTION[language], WIDEST),
        _labels(say.CHARACTERISTIC[language], (each.characteristic for each in told.connections)),
        Column(say.CRAMERS_V[language], NUMBERS, Look.DECIMAL),
        Column(say.CHI_SQUARE[language], NUMBERS, Look.DECIMAL),
        Column(say.FREEDOM[language], NUMBERS, Look.NUMBER),
        Column(say.RATE[language], NUMBERS, Look.DECIMAL),
    )
    rows = tuple(
        (each.question, each.characteristic, each.v, each.statistic, each.freedom, each.q)
        for each in told.connections
    )
    name = say.CONNECTIONS[language]
    said = (text[language] for text in (*say.CONNECTIONS_SAY, findings_words.NOT_A_SAMPLE))
    lines: tuple[Line, ...] = (*said, _to_contents(language))
    return (Sheet(name, say.CONNECTED[language], lines, Grid(name.lower(), columns, rows)),)


# --- tables -----------------------------------------------------------------------------------------------


def _people(found: Sequence[Group], rule: Rule, language: str) -> Sheet:
    within = _within(found, language)
    columns = (
        *within,
        _labels(say.CHARACTERISTIC[language], (each.characteristic for each in found)),
        _labels(say.GROUP[language], (each.group for each in found)),
        Column(say.PEOPLE[language], NUMBERS, Look.NUMBER),
        Column(say.BASE[language], NUMBERS, Look.NUMBER),
        Column(say.PERCENTAGE[language], NUMBERS, Look.PERCENT),
        Column(say.MARK[language], NUMBERS, Look.NUMBER),
    )
    rows = tuple(
        (
            *_whose(each, within, language),
            *(each.characteristic, each.group, each.count, each.base, each.share),
            _marked(each.mark, language),
        )
        for each in found
    )
    return _table(1, say.WHO_RESPONDED[language], columns, rows, rule, language)


def _question(number: int, panel: Panel, rule: Rule, language: str) -> Sheet:
    within, of_asked = _within(panel.rows, language), panel.subject.of_asked
    base = say.BASE_ASKED if of_asked else say.BASE_ANSWERED
    options = [_shortened(option) for option in panel.options]
    columns = (
        *within,
        _labels(say.CHARACTERISTIC[language], (row.characteristic for row in panel.rows)),
        _labels(say.GROUP[language], (row.group for row in panel.rows)),
        Column(base[language], NUMBERS, Look.NUMBER),
        *(Column(say.in_per_cent(o)[language], NUMBERS, Look.PERCENT) for o in options),
        Column(say.UNANSWERED[language], NUMBERS, Look.PERCENT),
        Column(say.MARK[language], NUMBERS, Look.NUMBER),
        *(Column(say.in_people(o)[language], NUMBERS, Look.NUMBER) for o in options),
        *(() if of_asked else (Column(say.ASKED[language], NUMBERS, Look.NUMBER),)),
    )
    rows = tuple(
        (
            *_whose(row, within, language),
            *(row.characteristic, row.group, row.base, *row.shares, row.unanswered),
            _marked(row.mark, language),
            *row.counts,
            *(() if of_asked else (row.asked,)),
        )
        for row in panel.rows
    )
    return _table(number, panel.heading, columns, rows, rule, language)


def _within(rows: Iterable[Row | Group], language: str) -> tuple[Column, ...]:
    """Say whose responses are counted, where these are not always all."""
    found = {row.within for row in rows}
    return (_labels(say.WITHIN[language], found),) if found - {""} else ()


def _whose(row: Row | Group, within: Sequence[Column], language: str) -> tuple[str, ...]:
    return (row.within or say.ALL[language],) if within else ()


def _table(
    number: int,
    heading: str,
    columns: Sequence[Column],
    rows: tuple[tuple[Cell, ...], ...],
    rule: Rule,
    language: str,
) -> Sheet:
    name = f"{say.TABLE[language]} {number}"
    used = marks(cell for row in rows for cell in row)
    lines: tuple[Line, ...] = (
        say.ONE_TABLE[language],
        *_shorthand(used, rule, language),
        _to_contents(language),
    )
    grid = Grid(name.replace(" ", "_").lower(), _told_apart(columns), rows)
    return Sheet(name, f"{name}: {heading}", lines, grid)


def _labels(heading: str, labels: Iterable[str]) -> Column:
    longest = max((len(label) for label in labels), default=0)
    return Column(heading, max(NARROWEST, min(longest + 2, WIDEST)))


def _marked(mark: str, language: str) -> str:
    return mark or say.NO_MARK[language]


def _shorthand(used: Iterable[str], rule: Rule, language: str) -> tuple[str, ...]:
    """Explain the marks of a table in one line."""
    told = "; ".join(f"{mark} {words.shorthand(rule)[mark][language]}" for mark in used)
    return (f"{say.SHORTHAND[language]}: {told}",) if told else ()


def _to_contents(language: str) -> Link:
    return Link(say.TO_CONTENTS[language], say.CONTENTS[language])


def _told_apart(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Number headings that are the same, in letters of either case, as a table of a spreadsheet needs."""
    used: set[str] = set()
    found = []
    for column in columns:
        candidates = chain([column.heading], (f"{column.heading} {number}" for number in count(2)))
        heading = next(each for each in candidates if each.casefold() not in used)
        used.add(heading.casefold())
        found.append(replace(column, heading=heading))
    return tuple(found)


def _shortened(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[:LONGEST_LABEL]}…"
