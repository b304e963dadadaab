"""What is in the files that an officer downloads?

Comma-separated, UTF-8 with a byte order mark so that spreadsheets show ŵ and ŷ, one released count a row,
sorted by code. The same release gives the same bytes every time. Each file is in one language and holds the
codes as well.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import TypeAlias

from engage.analysis import words
from engage.analysis.columns import Subject
from engage.analysis.statistics import Line, lines
from engage.analysis.tables import SafeTable

Cell: TypeAlias = str | int
Row: TypeAlias = tuple[Cell, ...]

END = "\r\n"
FORMULA = ("=", "+", "-", "−", "@")  # what a spreadsheet takes for the beginning of a formula
CODES = (
    1,
    5,
    9,
    3,
)  # the places of the codes of question, characteristic, group and option: the order of rows


def everything(tables: Iterable[SafeTable], release: str, language: str) -> bytes:
    """Write every released count into one file. `release` names the release in each row."""
    rows = [row for table in tables for row in _rows(table, release, language)]
    return _csv(sorted(rows, key=itemgetter(*CODES)), language)


def files(tables: Sequence[SafeTable], release: str, language: str, counted_up_to: str) -> dict[str, bytes]:
    """Write the whole release: everything in one file, a file for each question, and how to read them.

    `counted_up_to` is the date of the last response counted, as written in that language.
    Returns the content of each file by its name.
    """
    found = {_name(words.FILE_EVERYTHING[language]): everything(tables, release, language)}
    by_file: dict[str, list[SafeTable]] = {}
    for table in tables:
        by_file.setdefault(_file_of(table, language), []).append(table)
    found |= {name: everything(own, release, language) for name, own in sorted(by_file.items())}
    found[f"{words.FILE_NOTES[language]}.txt"] = notes(language, counted_up_to)
    return found


def notes(language: str, counted_up_to: str) -> bytes:
    """Write how to read the figures, as plain text."""
    paragraphs = [text[language] for text in words.EXPLANATION]
    shorthand = [f"{mark} {meaning[language]}" for mark, meaning in words.SHORTHAND.items()]
    received = f"{words.COUNTED_UP_TO[language]} {counted_up_to}"
    return _encoded(END.join((*paragraphs, received, "", *shorthand, "")))


def _file_of(table: SafeTable, language: str) -> str:
    if table.subject.level is not None:
        return _name(words.FILE_CHARACTERISTICS[language])
    return _name(f"{words.FILE_QUESTION[language]}-{table.subject.question}")


def _name(stem: str) -> str:
    return f"{stem}.csv"


def _rows(table: SafeTable, release: str, language: str) -> Iterator[Row]:
    for line in lines(table):
        labels = (safe_text(text) for text in _labels(table, line, language))
        yield (safe_text(release), *labels, *_figures(line, language))


def _labels(table: SafeTable, line: Line, language: str) -> tuple[str, ...]:
    """Return code and label of question, option, characteristic, level and group."""
    subject, by = table.subject, table.by
    if subject.level is not None:  # a characteristic alone: what is counted are its groups
        group = line.code, line.label[language]
        return ("",) * 4 + (*_characteristic(subject, language), *group)
    asked = subject.key, subject.heading[language], line.code, line.label[language]
    return (*asked, *_characteristic(by, language), line.group.code, line.group.label[language])


def _characteristic(by: Subject, language: str) -> tuple[str, str, str, str]:
    """Return code and label of a characteristic and of its level, nothing for everyone together."""
    if by.level is None:
        return ("",) * 4
    return by.key, by.title[language], by.level.value, words.LEVELS[by.level][language]


def _figures(line: Line, language: str) -> tuple[Cell, Cell, Cell, Cell]:
    """Return count, base, percentage and the note on it."""
    share = line.percentage
    count = line.missing if line.count is None else line.count
    base = words.HIDDEN if line.base is None else line.base
    if share.value is None:
        return count, base, share.mark, ""
    return count, base, share.bound[language] if share.bound else share.value, share.mark


@lru_cache(4096)  # the same labels stand in thousands of rows
def safe_text(text: str) -> str:
    """Return a text on one line that no spreadsheet takes for a formula, if need be behind an apostrophe.

    Full-width and small forms of the signs count as the signs; invisible characters are left out.
    """
    line = " ".join("".join(_printed(letter) for letter in text).split())
    return f"'{line}" if unicodedata.normalize("NFKC", line).lstrip().startswith(FORMULA) else line


def _printed(letter: str) -> str:
    """Return a space for a control character, nothing for one that only steers layout."""
    return {"Cc": " ", "Cf": ""}.get(unicodedata.category(letter), letter)


def _csv(rows: Iterable[Row], language: str) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC, lineterminator=END)
    writer.writerow([header[language] for header in words.HEADERS])
    writer.writerows(rows)
    return _encoded(written.getvalue())


def _encoded(text: str) -> bytes:
    return text.encode("utf-8-sig")
