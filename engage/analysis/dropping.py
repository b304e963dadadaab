"""What is made coarser, or left out, when an audit finds that a table gives something away?

Always the least that may help, and always the same for the same findings. A filter goes before what is shown
of everyone, two characteristics together before each by itself, and finer groups before a whole table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from engage.analysis import words
from engage.analysis.audited import PAIR, Failure
from engage.analysis.columns import Subject
from engage.analysis.tables import SafeTable
from engage.analysis.universe import Listed, Name, Universe
from engage.bilingual import Bilingual


class CannotBeMended(ValueError):
    """The audit names only tables that are left out already."""


def dropped(universe: Universe, failures: Iterable[Failure]) -> Universe:
    """Make what these findings name coarser by one step each. Raises CannotBeMended."""
    listed = {each.name: each for each in _blamed(universe, {_name(each) for each in failures})}.values()
    if not listed:
        raise CannotBeMended("nothing is left to make coarser")
    coarser = {
        code: level for code in map(_characteristic, listed) if code and (level := universe.coarser(code))
    }
    out = (each.name for each in listed if _characteristic(each) not in coarser)
    return universe.at({**universe.levels, **coarser}, universe.left_out.union(out))


def _blamed(universe: Universe, failing: set[Name]) -> Sequence[Listed]:
    """The tables of these names; where only earlier figures hide what is given away, the next best.

    Those are tables about the same, then the sizes of the same groups, then whatever tells of groups, then
    whatever is left.
    """
    tables, about = list(universe.tables()), {name[:2] for name in failing}
    divisions = {key for name in failing for key in name.by.split(PAIR)}
    same = [each for each in tables if each.name[:2] in about]
    return (
        [each for each in same if each.name in failing]
        or [each for each in same if not _always_stays(each)]
        or same
        or [each for each in tables if each.name.alone and each.subject.key in divisions]
        or [each for each in tables if not _always_stays(each)]
        or tables
    )


def what_was_done(planned: Universe, made: Universe) -> Iterator[Bilingual]:
    """Tell how the tables that were made differ from those that were planned, each division in one line."""
    coarser = [
        each.title for each in planned.characteristics if made.levels[each.key] != planned.levels[each.key]
    ]
    if coarser:
        yield words.larger_groups(coarser)
    divisions: dict[Bilingual, dict[Name, Bilingual]] = {}
    for each in planned.tables():
        divisions.setdefault(_division(each, planned.filter), {})[each.name] = each.subject.heading
    for division, headings in divisions.items():
        out = [heading for name, heading in headings.items() if name in made.left_out]
        if out:
            yield words.left_out(division, out if len(out) < len(headings) else [words.EVERY_TABLE])


def _division(listed: Listed, filtering: Subject | None) -> Bilingual:
    """Name the groups of a table, and the filter that it is within."""
    groups = listed.by.title if listed.by.key else words.EVERYONE
    return words.filtered(groups, filtering.title) if listed.within and filtering else groups


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
