"""What is in the files that an officer downloads?

Comma-separated, UTF-8 with a byte order mark so that spreadsheets show ŵ and ŷ, one released count a row,
sorted by code. Everyone else than a group is a group of its own, whose code says so. The same release gives
the same bytes every time. Each file is in one language and holds the codes as well.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import TypeAlias

from engage.analysis import file_words as say
from engage.analysis import words
from engage.analysis.columns import Subject
from engage.analysis.epochs import NO_REASON
from engage.analysis.plain import safe_text
from engage.analysis.rule import USUAL, Rule
from engage.analysis.statistics import Line, row_lines
from engage.analysis.tables import SafeTable, rule_of
from engage.bilingual import Bilingual

Cell: TypeAlias = str | int
Row: TypeAlias = tuple[Cell, ...]

END = "\r\n"
OTHERS = "not:"  # before the code of a group: everyone else who is in a group of the same characteristic
CODES = (
    1,
    5,
    9,
    3,
    11,
)  # the places of question, characteristic, group, option and filter: the order of rows


def everything(tables: Iterable[SafeTable], release: str, language: str) -> bytes:
    """Write every released count into one file. `release` names the release in each row."""
    rows = [row for table in tables for row in _rows(table, release, language)]
    return _csv(sorted(rows, key=itemgetter(*CODES)), language)


def files(
    tables: Sequence[SafeTable],
    release: str,
    language: str,
    counted_up_to: str,
    done: Sequence[Bilingual] = (),
    reason: Bilingual = NO_REASON,
) -> dict[str, bytes]:
    """Write the whole release: everything in one file, a file for each question, and how to read them.

    `counted_up_to` is the date of the last response counted, as written in that language; `done` says what
    was made coarser, `reason` what was wrong with the figures that these correct.
    Returns the content of each file by its name.
    """
    found = {_name(words.FILE_EVERYTHING[language]): everything(tables, release, language)}
    by_file: dict[str, list[SafeTable]] = {}
    for table in tables:
        by_file.setdefault(_file_of(table, language), []).append(table)
    found |= {name: everything(own, release, language) for name, own in sorted(by_file.items())}
    found[f"{words.FILE_NOTES[language]}.txt"] = notes(language, counted_up_to, rule_of(tables), done, reason)
    return found


def notes(
    language: str,
    counted_up_to: str,
    rule: Rule = USUAL,
    done: Sequence[Bilingual] = (),
    reason: Bilingual = NO_REASON,
) -> bytes:
    """Write how to read the figures that were made safe by this rule, as plain text."""
    paragraphs = [text[language] for text in words.explanation(rule)]
    coarser = ["", *_done(done, language)] if done else []
    shorthand = [f"{mark} {meaning[language]}" for mark, meaning in words.shorthand(rule).items()]
    received = f"{words.COUNTED_UP_TO[language]} {counted_up_to}"
    corrects = [f"{say.REASON[language]}: {reason[language]}"] if reason else []
    return _encoded(END.join((*paragraphs, received, *corrects, *coarser, "", *shorthand, "")))


def _done(done: Sequence[Bilingual], language: str) -> Iterator[str]:
    for line, details in words.told_once(done, language):
        yield line
        yield from (f"- {detail}" for detail in details)


def _file_of(table: SafeTable, language: str) -> str:
    if table.subject.level is not None:
        return _name(words.FILE_CHARACTERISTICS[language])
    return _name(f"{words.FILE_QUESTION[language]}-{table.subject.question}")


def _name(stem: str) -> str:
    return f"{stem}.csv"


def _rows(table: SafeTable, release: str, language: str) -> Iterator[Row]:
    for line, code, group in _lines(table, language):
        labels = (*_labels(table, line, code, group, language), *_filter(table, language))
        yield (safe_text(release), *(safe_text(text) for text in labels), *_figures(line, language))


def _lines(table: SafeTable, language: str) -> Iterator[tuple[Line, str, str]]:
    """List every released count with the code and the label of its group, then those of everyone else."""
    if not isinstance(table, SafeTable):
        raise TypeError("only a table that went through disclosure control may be written")
    for row in table.rows:
        for line in row_lines(table, row):
            yield line, row.group.code, row.group.label[language]
    for row in table.others:
        for line in row_lines(table, row):
            label = say.everyone_else(row.group.label[language])[language]
            yield line, f"{OTHERS}{row.group.code}", label


def _labels(table: SafeTable, line: Line, code: str, group: str, language: str) -> tuple[str, ...]:
    """Return code and label of question, option, characteristic, level and group."""
    subject, by = table.subject, table.by
    if subject.level is not None:  # a characteristic alone: what is counted are its groups
        return ("",) * 4 + (*_characteristic(subject, language), line.code, line.label[language])
    asked = subject.key, subject.heading[language], line.code, line.label[language]
    return (*asked, *_characteristic(by, language), code, group)


def _filter(table: SafeTable, language: str) -> tuple[str, str]:
    """Return code and label of the answer that all the people counted have given, nothing for all people."""
    return (table.within.code, table.within.label[language]) if table.within else ("", "")


def _characteristic(by: Subject, language: str) -> tuple[str, str, str, str]:
    """Return code and label of a characteristic and of its level, nothing for everyone together."""
    if by.level is None:
        return ("",) * 4
    return by.key, by.heading[language], by.level.value, words.LEVELS[by.level][language]


def _figures(line: Line, language: str) -> tuple[Cell, Cell, Cell, Cell]:
    """Return count, base, percentage and the note on it."""
    share = line.percentage
    count = line.missing if line.count is None else line.count
    base = words.HIDDEN if line.base is None else line.base
    if share.value is None:
        return count, base, share.mark, ""
    return count, base, share.bound[language] if share.bound else share.value, share.mark


def _csv(rows: Iterable[Row], language: str) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC, lineterminator=END)
    writer.writerow([header[language] for header in say.HEADERS])
    writer.writerows(rows)
    return _encoded(written.getvalue())


def _encoded(text: str) -> bytes:
    return text.encode("utf-8-sig")
