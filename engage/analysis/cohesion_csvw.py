"""How do figures on cohesion stand in a file for programs? As CSV on the Web, like a release (`csvw`)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from engage.analysis import cohesion_words as say
from engage.analysis import exports, words
from engage.analysis.about import About
from engage.analysis.archive import archive
from engage.analysis.cohesion_page import Beside, Part, Row
from engage.analysis.cohesion_sheets import LABELS, VALUES, labels, lines_of, title, values
from engage.analysis.csvw import CONTEXT, DIALECT, rule
from engage.analysis.plain import one_line, safe_text
from engage.bilingual import LANGUAGES

FIGURES = "cohesion.csv"
DESCRIPTION = f"{FIGURES}-metadata.json"
HEADINGS = {
    "measure_code": say.MEASURE_CODE,
    "kind_code": say.KIND_CODE,
    "strand": say.STRAND,
    **dict(zip(("question", "statement", "counted", "kind", "whose", "details"), LABELS, strict=True)),
    **dict(zip(("share", "lower", "upper", "base", "mark"), VALUES, strict=True)),
    "source": say.SOURCE,
    "address": say.ADDRESS,
    "published_on": say.PUBLISHED,
    "note": say.NOTE,
}
NUMBERS = ("share", "lower", "upper", "base")


def csvw(shown: Beside, about: About, language: str) -> bytes:
    """Write every figure in one language, with its description."""
    described = json.dumps(_description(about, language), ensure_ascii=False, indent=1)
    return archive(((DESCRIPTION, described.encode()), (FIGURES, _csv(shown.parts, language))))


def _csv(parts: Iterable[Part], language: str) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC, lineterminator=exports.END)
    writer.writerow([heading[language] for heading in HEADINGS.values()])
    for part in parts:
        for block, measure, row in lines_of(part):
            told = (measure.code, row.kind.value, part.title, *labels(block, measure, row, language))
            texts, source = ((safe_text(text) for text in each) for each in (told, _source(row, language)))
            writer.writerow((*texts, *values(row, language), *source))
    return written.getvalue().encode("utf-8-sig")


def _source(row: Row, language: str) -> tuple[str, ...]:
    """Where a published figure comes from; nothing of our own."""
    if row.national is None:
        return ("",) * 4
    each = row.national
    return each.source[language], each.address, each.published_on.isoformat(), one_line(each.note[language])


def _description(about: About, language: str) -> dict[str, Any]:
    return {
        "@context": [CONTEXT, {"@language": language}],
        "url": FIGURES,
        "dialect": DIALECT,
        "dc:title": [{"@value": title(about, each), "@language": each} for each in LANGUAGES],
        "dc:publisher": [{"@value": about.council[each], "@language": each} for each in LANGUAGES],
        "dc:identifier": about.name[language],
        "dc:description": [
            {"@value": text[each], "@language": each}
            for text in (*say.READING, *words.explanation(about.rule))
            for each in LANGUAGES
        ],
        "dc:temporal": {"@value": about.counted_up_to.isoformat(), "@type": "xsd:date"},
        "notes": [rule(about)],
        "tableSchema": {"columns": [_column(name, language) for name in HEADINGS]},
    }


def _column(name: str, language: str) -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "titles": HEADINGS[name][language], "datatype": "string"}
    found["dc:title"] = [{"@value": HEADINGS[name][each], "@language": each} for each in LANGUAGES]
    if name == "published_on":
        found |= {"datatype": "date", "null": [""]}
    if name in NUMBERS:
        found["null"] = [words.HIDDEN, words.UNAVAILABLE]
    return found
