"""What is made coarser, or left out, when an audit finds that a table gives something away?

Always the least that may help, and always the same for the same findings. A filter goes before what is shown
of everyone, two characteristics together before each by itself, and finer groups before a whole table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from engage.analysis import words
from engage.analysis.audited import Failure
from engage.analysis.columns import Subject
from engage.analysis.tables import SafeTable
from engage.analysis.universe import Listed, Name, Universe
from engage.bilingual import Bilingual


class Dropped(NamedTuple):
    """A universe that gives less away, and what was done about it, in words."""

    universe: Universe
    log: tuple[Bilingual, ...]


class CannotBeMended(ValueError):
    """The audit names only tables that are left out already."""


def dropped(universe: Universe, failures: Iterable[Failure]) -> Dropped:
    """Make what these findings name coarser by one step each. Raises CannotBeMended."""
    failing = {_name(failure) for failure in failures}
    listed = list({each.name: each for each in universe.tables() if each.name in failing}.values())
    coarser = {
        code: level for code in map(_characteristic, listed) if code and (level := universe.coarser(code))
    }
    out = [each for each in listed if _characteristic(each) not in coarser]
    if not listed:
        raise CannotBeMended("nothing is left to make coarser")
    log = [_coarser(each) for each in universe.characteristics if each.key in coarser]
    log += [_left_out(each, universe.filter) for each in out]
    levels = {**universe.levels, **coarser}
    return Dropped(universe.at(levels, universe.left_out.union(each.name for each in out)), tuple(log))


def telling(universe: Universe, tables: Sequence[SafeTable]) -> tuple[Universe, tuple[SafeTable, ...]]:
    """Leave out tables by groups or within the filter that hide every answer: they only make others unsafe.

    Of one that is within the filter, if every value hides every answer. What everyone together answered, and
    each division alone, always stay: that they are hidden is what there is to say.
    """
    listed = list(universe.tables())
    names = {each.name for each in listed if not _always_stays(each)}
    names -= {each.name for each, table in zip(listed, tables, strict=True) if _tells(table)}
    told = tuple(table for each, table in zip(listed, tables, strict=True) if each.name not in names)
    return universe.at(universe.levels, universe.left_out | names), told


def _always_stays(listed: Listed) -> bool:
    return listed.within is None and not listed.by.key


def _tells(table: SafeTable) -> bool:
    return any(count is not None for row in table.rows for count in row.counts)


def _name(failure: Failure) -> Name:
    """The name of the table that a finding is about."""
    alone = not failure.characteristic and failure.level is not None
    return Name(alone, failure.table, failure.characteristic, failure.filter is not None)


def _characteristic(listed: Listed) -> str:
    """The characteristic whose groups can be made larger to mend a table, "" when it can only be left out."""
    if listed.within is not None:
        return ""
    return listed.subject.key if listed.name.alone else listed.by.key


def _coarser(characteristic: Subject) -> Bilingual:
    return words.larger_groups(characteristic.title)


def _left_out(listed: Listed, filtering: Subject | None) -> Bilingual:
    asked = listed.subject.heading
    by = listed.by.title if listed.by.key else None
    of = filtering.title if listed.within and filtering else None
    return words.left_out(asked, by, of)
