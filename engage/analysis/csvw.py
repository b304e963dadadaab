"""How does a file of figures say what its columns hold, so that programs can check and join it?

As CSV on the Web (W3C, 2015): the file, what describes it, and the codes with their labels in both languages,
in one archive. https://www.w3.org/TR/tabular-metadata/
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from engage.analysis import exports, words
from engage.analysis import file_words as say
from engage.analysis.about import About
from engage.analysis.archive import archive
from engage.analysis.plain import safe_text
from engage.analysis.statistics import row_lines
from engage.analysis.tables import SafeTable
from engage.bilingual import LANGUAGES, Bilingual

CONTEXT = "http://www.w3.org/ns/csvw"
FIGURES, OPTIONS, GROUPS = "figures.csv", "options.csv", "groups.csv"
DESCRIPTION = f"{FIGURES}-metadata.json"  # where a program looks for it
DIALECT = {"encoding": "utf-8", "lineTerminators": [exports.END], "quoteChar": '"', "header": True}
PERCENT = "[0-9]{{1,2}}|{under}|{over}"
NULL = "(null)"  # no code is called that: where a code may be empty, empty is a code too
CAN_BE_EMPTY = ("question_code", "option_code", "characteristic_code")

Codes = dict[tuple[str, str], Bilingual]


def csvw(tables: Sequence[SafeTable], about: About, language: str) -> bytes:
    """Write the figures of a release in one language with their description."""
    options, groups = _options(tables), _groups(tables)
    described = json.dumps(_description(about, language), ensure_ascii=False, indent=1)
    return archive(
        (
            (DESCRIPTION, described.encode()),
            (FIGURES, exports.everything(tables, about.name[language], language)),
            (OPTIONS, _codes(("question_code", "option_code"), options)),
            (GROUPS, _codes(("characteristic_code", "group_code"), groups)),
        )
    )


# --- codes ------------------------------------------------------------------------------------------------


def _options(tables: Iterable[SafeTable]) -> Codes:
    """Label every answer to every question, and that a characteristic alone is none."""
    return {("", ""): say.NO_QUESTION} | {
        (table.subject.key, line.code): line.label
        for table in tables
        if table.subject.level is None
        for line in row_lines(table, table.rows[0])
    }


def _groups(tables: Iterable[SafeTable]) -> Codes:
    """Label every group of every characteristic, and everyone else beside each."""
    found: Codes = {}
    for table in tables:
        if table.subject.level is not None:
            lines = row_lines(table, table.rows[0])
            found |= {(table.subject.key, line.code): line.label for line in lines}
        else:
            found |= {(table.by.key, row.group.code): row.group.label for row in table.rows}
            found |= {
                (table.by.key, f"{exports.OTHERS}{row.group.code}"): _everyone_else(row.group.label)
                for row in table.others
            }
    return found


def _everyone_else(group: Bilingual) -> Bilingual:
    return Bilingual(*(say.everyone_else(group[each])[each] for each in LANGUAGES))


def _codes(names: tuple[str, str], labels: Codes) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC, lineterminator=exports.END)
    writer.writerow((*names, "label_en", "label_cy"))
    for codes, label in sorted(labels.items()):
        writer.writerow(safe_text(text) for text in (*codes, label.en, label.cy))
    return written.getvalue().encode("utf-8-sig")


# --- description ------------------------------------------------------------------------------------------


def _description(about: About, language: str) -> dict[str, Any]:
    return {
        "@context": [CONTEXT, {"@language": language}],
        "dc:title": _both(about.title),
        "dc:publisher": _both(about.council),
        "dc:identifier": about.name[language],
        "dc:description": [_both(text) for text in _texts(about)],
        "dc:temporal": {"@value": about.counted_up_to.isoformat(), "@type": "xsd:date"},
        "notes": [rule(about)],
        "dialect": DIALECT,
        "tables": [
            {
                "url": FIGURES,
                "lang": language,
                "tableSchema": {
                    "columns": list(_columns(about, language)),
                    "foreignKeys": [
                        _refers(("question_code", "option_code"), OPTIONS),
                        _refers(("characteristic_code", "group_code"), GROUPS),
                    ],
                },
            },
            _code_list(OPTIONS, ("question_code", "option_code")),
            _code_list(GROUPS, ("characteristic_code", "group_code")),
        ],
    }


def rule(about: About) -> dict[str, Any]:
    """By which rule the figures are protected, and which release they are from."""
    return {
        "epoch": about.epoch,
        "kind": about.kind.value,
        "rounded_to": about.rule.base,
        "hidden_below": about.rule.threshold,
        "percentages_from_base": about.rule.least_base,
        "shorthand": {mark: meaning.to_json() for mark, meaning in words.shorthand(about.rule).items()},
    }


def _columns(about: About, language: str) -> Iterator[dict[str, Any]]:
    for (name, description), header in zip(say.COLUMNS.items(), say.HEADERS, strict=True):
        yield {
            "name": name,
            "titles": header[language],
            "dc:description": _both(description),
            **_values(name, about, language),
        }


def _values(name: str, about: About, language: str) -> dict[str, Any]:
    """Say which values a column may hold, and what stands where there is none."""
    if name in ("count", "base"):
        number = {"base": "integer", "minimum": about.rule.threshold}
        return {"datatype": number, "null": [words.HIDDEN, words.UNAVAILABLE]}
    if name == "percent":
        pattern = PERCENT.format(under=words.UNDER[language], over=words.OVER[language])
        text = {"base": "string", "format": pattern}
        return {"datatype": text, "null": [words.HIDDEN, words.UNAVAILABLE]}
    return _string(name)


def _string(name: str) -> dict[str, Any]:
    return {"datatype": "string"} | ({"null": [NULL]} if name in CAN_BE_EMPTY else {})


def _refers(names: tuple[str, str], codes: str) -> dict[str, Any]:
    return {
        "columnReference": list(names),
        "reference": {"resource": codes, "columnReference": list(names)},
    }


def _code_list(url: str, names: tuple[str, str]) -> dict[str, Any]:
    keys = [{"name": name, "titles": name} | _string(name) for name in names]
    labels = [
        {"name": f"label_{each}", "titles": f"label_{each}", "datatype": "string", "lang": each}
        for each in LANGUAGES
    ]
    return {"url": url, "tableSchema": {"columns": keys + labels, "primaryKey": list(names)}}


def _texts(about: About) -> Iterator[Bilingual]:
    """Why earlier figures were corrected, if they were, and how these are protected."""
    if about.reason:
        yield Bilingual(*(f"{say.REASON[each]}: {about.reason[each]}" for each in LANGUAGES))
    yield from (*words.explanation(about.rule), *about.done)


def _both(text: Bilingual) -> list[dict[str, str]]:
    return [{"@value": text[each], "@language": each} for each in LANGUAGES]
