"""Which tables of a release does an officer ask to see, and why is one of them not there?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from engage.analysis.columns import EVERYONE, Choice, Subject
from engage.analysis.tables import SafeTable
from engage.analysis.universe import Universe


class Missing(StrEnum):
    """Why a table that can be named is in no release like this."""

    IS_FILTER = "is_filter"  # the question is what the filter is about
    NOT_FILTERED = "not_filtered"  # only characteristics are given within the filter
    LEFT_OUT = "left_out"  # something could have been worked out


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A question, by what people are grouped, within what; and the tables of it that the release holds."""

    subject: Subject
    by: Subject
    within: Choice | None
    tables: tuple[SafeTable, ...]  # of everyone, then of the groups
    missing: Missing | None


def chosen(
    universe: Universe, tables: Sequence[SafeTable], question: str, by: str = "", within: str = ""
) -> Chosen | None:
    """Find what these keys name; None where the survey or the plan has nothing of that name."""
    subjects = {each.key: each for each in universe.subjects}
    divisions = {each.key: each for each in (EVERYONE, *universe.divisions)}
    values = {each.code: each for each in universe.values}
    if question not in subjects or by not in divisions or (within and within not in values):
        return None
    value = values.get(within)
    held = {(each.subject.key, each.by.key, each.within): each for each in tables if not each.subject.level}
    found = tuple(
        held[place] for each in dict.fromkeys(("", by)) if (place := (question, each, value)) in held
    )
    missing = None if (question, by, value) in held else _why(universe, subjects[question], by, value)
    return Chosen(subject=subjects[question], by=divisions[by], within=value, tables=found, missing=missing)


def _why(universe: Universe, subject: Subject, by: str, within: Choice | None) -> Missing:
    if (within and subject.column == within.column) or universe.tells_bodies(subject):
        return Missing.IS_FILTER
    if within and by and by not in {each.key for each in universe.characteristics}:
        return Missing.NOT_FILTERED
    return Missing.LEFT_OUT
