"""How is a whole release written for programs, in both languages at once?

Questions and groups are named once; tables speak of them by their codes. A hidden figure is null.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from engage.analysis import statistics, words
from engage.analysis.about import About
from engage.analysis.columns import Choice, Subject
from engage.analysis.findings import Connection, Difference, findings
from engage.analysis.panel import PLACES
from engage.analysis.statistics import Percentage, answer_lines, not_answered
from engage.analysis.tables import SafeRow, SafeTable
from engage.bilingual import Bilingual

FORMAT = 1  # the version of this layout


def as_json(tables: Sequence[SafeTable], about: About) -> bytes:
    """Write everything as UTF-8, always in the same order."""
    told = {
        "format": FORMAT,
        "release": _release(about),
        "rule": _rule(about),
        "shorthand": {mark: meaning.to_json() for mark, meaning in words.shorthand(about.rule).items()},
        "questions": _subjects(each.subject for each in tables if each.subject.level is None),
        "characteristics": _subjects(
            subject for each in tables for subject in (each.subject, each.by) if subject.level is not None
        ),
        "tables": [_table(each) for each in tables],
        "differences": _differences(tables),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _release(about: About) -> dict[str, Any]:
    return {
        "name": about.name.to_json(),
        "epoch": about.epoch,
        "consultation": about.consultation.to_json(),
        "council": about.council.to_json(),
        "counted_up_to": about.counted_up_to.isoformat(),
        "kind": about.kind.value,
        "reason": about.reason.to_json() if about.reason else None,
        "analysed": about.received,
        "people": about.people,
        "level": about.level.value,
        "organisations_left_out": [label.to_json() for label in about.left_out],
        "body": about.body.to_json() if about.body else None,
    }


def _rule(about: About) -> dict[str, Any]:
    return {
        "rounded_to": about.rule.base,
        "hidden_below": about.rule.threshold,
        "percentages_from_base": about.rule.least_base,
        "percentages_sure_from_base": statistics.SURE_BASE,
        "lowest_percentage": statistics.LOWEST,
        "highest_percentage": statistics.HIGHEST,
        "explanation": [text.to_json() for text in words.explanation(about.rule)],
        "made_coarser": [text.to_json() for text in about.done],
    }


def _subjects(subjects: Iterable[Subject]) -> dict[str, Any]:
    return {subject.key: _subject(subject) for subject in subjects}


def _subject(subject: Subject) -> dict[str, Any]:
    told: dict[str, Any] = {
        "label": subject.heading.to_json(),
        "codes": {choice.code: choice.label.to_json() for choice in subject.choices},
    }
    if subject.level is not None:
        return told | {"level": subject.level.value}
    return told | {"question": subject.question, "percentages_of_asked": subject.of_asked}


def _table(table: SafeTable) -> dict[str, Any]:
    if not isinstance(table, SafeTable):
        raise TypeError("only a table that went through disclosure control may be written")
    alone = table.subject.level is not None
    told: dict[str, Any] = {"counts": table.subject.key, "by": table.by.key or None}
    told["of"] = "characteristic" if alone else "question"
    if table.within:
        told["within"] = _within(table.within)
    told["groups"] = [_row(table, row) for row in table.rows]
    if table.others:
        told["everyone_else"] = [_row(table, row) for row in table.others]
    return told


def _within(within: Choice) -> dict[str, Any]:
    return {"code": within.code, "label": within.label.to_json()}


def _row(table: SafeTable, row: SafeRow) -> dict[str, Any]:
    answers = answer_lines(table, row)
    told = {
        "group": row.group.code,
        "asked": row.asked,
        "answered": row.answered,
        "counts": {line.code: line.count for line in answers},
        "percentages": {line.code: _percentage(line.percentage) for line in answers},
    }
    if table.subject.is_known:
        return told
    return told | {"not_answered": _percentage(not_answered(table, row).percentage)}


def _differences(tables: Sequence[SafeTable]) -> dict[str, Any]:
    """Tell how many comparisons were made, and what is notable among them."""
    found = findings(tables)
    return {
        "tests": found.tests,
        "notable": [_difference(each) for each in found.notable],
        "connections": [_connection(each) for each in found.connections],
    }


def _difference(each: Difference) -> dict[str, Any]:
    return {
        "counts": each.subject.key,
        "code": each.choice.code,
        "by": each.by.key,
        "group": each.group.code,
        "cohens_h": round(each.comparison.h, PLACES),
        "q": round(each.q, PLACES),
        "sentences": each.sentences.to_json(),
    }


def _connection(each: Connection) -> dict[str, Any]:
    """Write the test of one whole table."""
    return {
        "counts": each.subject.key,
        "by": each.by.key,
        "cramers_v": round(each.association.v, PLACES),
        "chi_square": round(each.association.statistic, PLACES),
        "degrees_of_freedom": each.association.freedom,
        "q": round(each.q, PLACES),
    }


def _percentage(percentage: Percentage) -> dict[str, int | str]:
    """Write what is known: a `value`, or `under` or `over` which it is; the mark, on it or in its place."""
    known: dict[str, int | str] = {}
    if percentage.value is not None:
        known[_BOUNDS[percentage.bound]] = percentage.value
    return known | ({"mark": percentage.mark} if percentage.mark else {})


_BOUNDS: dict[Bilingual | None, str] = {None: "value", words.UNDER: "under", words.OVER: "over"}
