"""How do figures on cohesion stand in a spreadsheet?

In the layout of those of a whole release (`sheets`): cover, contents and notes, then one table a sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engage import dates
from engage.analysis import cohesion_words as say
from engage.analysis import file_words, words
from engage.analysis.about import About
from engage.analysis.cohesion_page import Beside, Block, Part, Row, Shown, per_cent
from engage.analysis.panel import Cell
from engage.analysis.plain import one_line
from engage.analysis.rule import Rule
from engage.analysis.sheets import (
    NARROWEST,
    NUMBERS,
    PROSE,
    WIDEST,
    Book,
    Column,
    Grid,
    Heading,
    Line,
    Link,
    Look,
    Sheet,
)
from engage.analysis.statistics import Percentage

LABELS = (say.QUESTION, say.STATEMENT, say.COUNTED, say.KIND, say.WHOSE, say.DETAILS)
VALUES = (say.SHARE, say.LOWER, say.UPPER, say.BASE, say.MARK)
LOOKS = (Look.PERCENT, Look.PERCENT, Look.PERCENT, Look.NUMBER, Look.NUMBER)


def book(shown: Beside, about: About, language: str) -> Book:
    """Lay out everything that the view shows; both languages have the same sheets and the same figures."""
    heading = title(about, language)
    tables = (_strand(place, part, about.rule, language) for place, part in enumerate(shown.parts, 1))
    listed = (_notes(about, language), *tables, *_sources(shown, language))
    return Book(language, heading, (_cover(heading, about, language), _contents(listed, language), *listed))


def title(about: About, language: str) -> str:
    """What the file is called inside."""
    return one_line(f"{say.TITLE[language]}: {about.consultation[language]}")


def _cover(heading: str, about: About, language: str) -> Sheet:
    lines: tuple[Line, ...] = (
        *(text[language] for text in say.COVER_SAYS),
        Heading(file_words.ABOUT[language]),
        *(f"{name}: {one_line(fact)}" for name, fact in about.facts(language)),
        Heading(file_words.IN_THIS_FILE[language]),
        Link(file_words.CONTENTS[language], file_words.CONTENTS[language]),
        Link(file_words.NOTES_TITLE[language], file_words.NOTES[language]),
    )
    return Sheet(file_words.COVER[language], heading, lines)


def _contents(listed: Iterable[Sheet], language: str) -> Sheet:
    rows = tuple(
        (Link(sheet.name, sheet.name), sheet.title.removeprefix(f"{sheet.name}: ")) for sheet in listed
    )
    columns = Column(file_words.SHEET[language], NARROWEST), Column(file_words.SHOWS[language], PROSE)
    name = file_words.CONTENTS[language]
    return Sheet(name, name, (), Grid(name.lower(), columns, rows))


def _notes(about: About, language: str) -> Sheet:
    told = (*(text[language] for text in say.READING), *about.protection(language))
    numbered = ((str(place), one_line(text)) for place, text in enumerate(told, 1))
    shorthand = ((mark, meaning[language]) for mark, meaning in words.shorthand(about.rule).items())
    columns = Column(file_words.NOTE[language], NARROWEST), Column(file_words.MEANING[language], PROSE)
    name = file_words.NOTES[language]
    grid = Grid(name.lower(), columns, (*numbered, *shorthand))
    return Sheet(name, file_words.NOTES_TITLE[language], (_to_contents(language),), grid)


def _to_contents(language: str) -> Link:
    return Link(file_words.TO_CONTENTS[language], file_words.CONTENTS[language])


# --- tables -----------------------------------------------------------------------------------------------


def _strand(place: int, part: Part, rule: Rule, language: str) -> Sheet:
    name = f"{file_words.TABLE[language]} {place}"
    columns = (
        *(Column(heading[language], WIDEST) for heading in LABELS),
        *(Column(heading[language], NUMBERS, look) for heading, look in zip(VALUES, LOOKS, strict=True)),
    )
    rows = tuple((*labels(*line, language), *values(line[-1], language)) for line in lines_of(part))
    meanings = words.shorthand(rule)
    used = [mark for mark in meanings if any(mark in row for row in rows)]
    lines: tuple[Line, ...] = (
        file_words.ONE_TABLE[language],
        *(f"{mark}: {meanings[mark][language]}" for mark in used),
        _to_contents(language),
    )
    return Sheet(name, f"{name}: {part.title}", lines, Grid(f"strand_{place}", columns, rows))


def lines_of(part: Part) -> Iterator[tuple[Block, Shown, Row]]:
    """Every figure of a strand."""
    for block, shown in part.measures():
        yield from ((block, shown, row) for row in shown.rows)


def labels(block: Block, shown: Shown, row: Row, language: str) -> tuple[str, ...]:
    """What a figure is about, in the order of `LABELS`."""
    counted = " / ".join(block.counted) or say.NONE[language]
    told = block.title, shown.title, counted, say.KINDS[row.kind][language], row.whose, ", ".join(row.details)
    return tuple(one_line(text) for text in told)


def values(row: Row, language: str) -> tuple[Cell, ...]:
    """The figure, in the order of `VALUES`."""
    none = say.NONE[language]
    if row.percentage is None:
        tenths = row.national.tenths if row.national else 0
        missing = words.UNAVAILABLE
        return whole(tenths), missing, missing, missing if row.people is None else row.people, none
    share, ends = row.percentage, row.ends or (row.percentage, row.percentage)
    mark = share.mark if share.value is not None else ""
    base = row.base if row.people is None else row.people
    return (_share(share, language), *(_share(end, language) for end in ends), base, mark or none)


def whole(tenths: int) -> Cell:
    """A published share, as a number where it is whole."""
    return per_cent(tenths).removesuffix("%") if tenths % 10 else tenths // 10


def _share(percentage: Percentage, language: str) -> Cell:
    if percentage.value is None:
        return percentage.mark
    return percentage.bound[language] if percentage.bound else percentage.value


def _sources(shown: Beside, language: str) -> tuple[Sheet, ...]:
    """Where the published figures come from, if there are any."""
    found = {each.key: each for part in shown.parts for each in part.nationals}
    if not found:
        return ()
    headings = (say.WHOSE, say.DETAILS, say.SHARE, say.SOURCE, say.ADDRESS, say.PUBLISHED, say.NOTE)
    columns = tuple(
        Column(heading[language], WIDEST, Look.PERCENT if heading is say.SHARE else Look.WORDS)
        for heading in headings
    )
    rows = tuple(
        (
            one_line(each.survey[language]),
            one_line(f"{each.place[language]}, {each.period[language]}"),
            whole(each.tenths),
            one_line(each.source[language]),
            each.address or say.NONE[language],
            dates.day(each.published_on, language),
            one_line(each.note[language]) or say.NONE[language],
        )
        for each in found.values()
    )
    grid = Grid("sources", columns, rows)
    lines: tuple[Line, ...] = (file_words.ONE_TABLE[language], _to_contents(language))
    return (Sheet(say.SOURCES[language], say.SOURCES_TITLE[language], lines, grid),)
