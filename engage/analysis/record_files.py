"""How are records written as CSV with a description that programs read?

As CSV on the Web (W3C, 2015): the records hold codes, and a second file says what each code means. No cell
can be taken for a formula.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from engage.analysis import record_words as say
from engage.analysis import words
from engage.analysis.archive import archive
from engage.analysis.columns import FIRST, NOT_ANSWERED, NOT_ASKED
from engage.analysis.csvw import CONTEXT, DIALECT
from engage.analysis.exports import END
from engage.analysis.plain import safe_text
from engage.analysis.records import HIDDEN, Records, Variable
from engage.analysis.rule import USUAL, Rule
from engage.bilingual import LANGUAGES, Bilingual


class Kind(StrEnum):
    """A kind of file that holds the records."""

    CSVW = "zip"
    SAV = "sav"


RECORDS, LABELS = "records.csv", "labels.csv"
DESCRIPTION = f"{RECORDS}-metadata.json"  # where a program looks for it
MARKS = {HIDDEN: say.HIDDEN, NOT_ANSWERED: say.NOT_ANSWERED, NOT_ASKED: say.NOT_ASKED}


@dataclass(frozen=True, kw_only=True)
class AboutRecords:
    """What the files say of themselves."""

    consultation: Bilingual
    council: Bilingual
    epoch: int
    delete_by: Bilingual  # the last day, as it is written
    rule: Rule = USUAL  # of the figures that the records stand behind


def file_name(kind: Kind, language: str) -> str:
    """What the file is called in this language, such as "records.sav"."""
    return f"{say.FILE[language]}.{kind}"


def csv_archive(records: Records, about: AboutRecords, language: str) -> bytes:
    """Write the records, the labels of their codes in both languages, their description, and the notes."""
    described = json.dumps(_description(records, about, language), ensure_ascii=False, indent=1)
    return archive(
        (
            (DESCRIPTION, described.encode()),
            (RECORDS, _records(records)),
            (LABELS, _labels(records)),
            (f"{words.FILE_NOTES[language]}.txt", notes(about, language).encode("utf-8-sig")),
        )
    )


def notes(about: AboutRecords, language: str) -> str:
    """How to read the records, and what may not be done with them."""
    marks = [f"{mark} {label[language]}" for mark, label in say.MISSING.items()]
    last = f"{say.DELETE_BY[language]} {about.delete_by[language]}"
    return END.join((about.consultation[language], "", *lines(about, language), last, "", *marks, ""))


def lines(about: AboutRecords, language: str) -> list[str]:
    return [text[language] for text in say.notes(about.rule)]


def missing(variable: Variable) -> Mapping[str, Bilingual]:
    """What stands where there is no code, and what it means."""
    return say.MISSING_OF_PEOPLE if variable.is_of_people else say.MISSING


def _records(records: Records) -> bytes:
    columns = [
        [_cell(variable, value) for value in values.tolist()]
        for variable, values in zip(records.variables, records.values, strict=True)
    ]
    return _csv([variable.name for variable in records.variables], zip(*columns, strict=True))


def _cell(variable: Variable, value: int) -> str:
    return MARKS[value] if value in MARKS else safe_text(variable.codes[value - FIRST])


def _labels(records: Records) -> bytes:
    rows = (
        (variable.name, code, *(safe_text(label[each]) for each in LANGUAGES))
        for variable in records.variables
        for code, label in (
            *zip(map(safe_text, variable.codes), variable.labels, strict=True),
            *missing(variable).items(),
        )
    )
    return _csv(("variable", "code", *(f"label_{each}" for each in LANGUAGES)), rows)


def _csv(header: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator=END)
    writer.writerow(header)
    writer.writerows(rows)
    return written.getvalue().encode("utf-8-sig")


def _description(records: Records, about: AboutRecords, language: str) -> dict[str, Any]:
    labels = {"variable": "", "code": ""} | {f"label_{each}": each for each in LANGUAGES}
    return {
        "@context": [CONTEXT, {"@language": language}],
        "dc:title": _both(about.consultation),
        "dc:publisher": _both(about.council),
        "dc:description": [text for note in say.notes(about.rule) for text in _both(note)],
        "notes": [{"epoch": about.epoch, "delete_by": about.delete_by.to_json()}],
        "dialect": DIALECT,
        "tables": [
            {"url": RECORDS, "tableSchema": {"columns": [_column(each) for each in records.variables]}},
            {
                "url": LABELS,
                "tableSchema": {
                    "columns": [
                        {"name": name, "titles": name, "datatype": "string"}
                        | ({"lang": lang} if lang else {})
                        for name, lang in labels.items()
                    ],
                    "primaryKey": ["variable", "code"],
                },
            },
        ],
    }


def _column(variable: Variable) -> dict[str, Any]:
    codes = "|".join(re.escape(safe_text(code)) for code in variable.codes)
    return {
        "name": variable.name,
        "titles": variable.name,
        "dc:description": _both(variable.title),
        "datatype": {"base": "string", "format": codes},
        "null": list(missing(variable)),
    }


def _both(text: Bilingual) -> list[dict[str, str]]:
    return [{"@value": text[each], "@language": each} for each in LANGUAGES]
