"""Which rows of a release are untold, because they may hold hardly fewer people than another?

The same people have the same figure wherever they are counted, so unlike figures are of unlike people: where
one row holds everybody in another and a few more, they would tell what these few answered. So no row is told
beside one in which there may be fewer people more than the threshold. Each group is a part of everyone, a
group within a value of the filter is a part of the group, two groups together are a part of each. All this
follows from rounded figures alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, combinations
from typing import TypeAlias

from engage.analysis.audited import PAIR
from engage.analysis.columns import Choice
from engage.analysis.disclosure import untold
from engage.analysis.tables import Figure, SafeTable

Condition: TypeAlias = tuple[str, str]  # of which characteristic, or of the filter, which group or value
People: TypeAlias = frozenset[Condition]  # all for whom these hold, such as disabled people who came by post


def without_near(tables: Sequence[SafeTable]) -> tuple[SafeTable, ...]:
    """Leave untold each row that is near one it is a part of, and everyone else that is near a group."""
    bases: defaultdict[object, _Bases] = defaultdict(_Bases)
    for table in tables:
        bases[_counted(table)].hear(table)
    return tuple(_without_near(table, bases[_counted(table)]) for table in tables)


def _counted(table: SafeTable) -> object:
    return table.subject.key, table.subject.level


def _people(table: SafeTable, group: Choice) -> People:
    """Who stand in the row of this group."""
    by = zip(table.by.key.split(PAIR), group.code.split(PAIR), strict=True) if table.by.key else ()
    return frozenset(by) | ({(table.within.column, table.within.code)} if table.within else set())


class _Bases:
    """How many people there are in each row about one subject, as released."""

    def __init__(self) -> None:
        self._told: dict[People, Figure] = {}
        self._together: defaultdict[tuple[People, str], int] = defaultdict(int)

    def hear(self, table: SafeTable) -> None:
        for row in table.rows:
            people, base = _people(table, row.group), table.base(row)
            self._told[people] = base
            for condition in people:
                self._together[people - {condition}, condition[0]] += _least(table, base)

    def told(self, people: People) -> Figure:
        return self._told.get(people)

    def beside(self, people: People, condition: Condition) -> int:
        """At least how many there are for whom another one holds instead of this condition?"""
        return self._together[people - {condition}, condition[0]]


def _least(table: SafeTable, base: Figure) -> int:
    """At least how many people is that?"""
    return 0 if base is None else base - table.rule.off


def _without_near(table: SafeTable, bases: _Bases) -> SafeTable:
    rows, others = (
        [
            place
            for place, row in enumerate(rows)
            if table.base(row) is not None and is_near(table, place, bases)
        ]
        for rows, is_near in ((table.rows, _is_near), (table.others, _are_others_near))
    )
    return untold(table, rows, others) if rows or others else table


def _is_near(table: SafeTable, place: int, bases: _Bases) -> bool:
    """May hardly fewer people stand in this row than in one that it is a part of?"""
    row = table.rows[place]
    people, base = _people(table, row.group), table.base(row)
    return any(
        _may_be_few(
            table,
            bases.told(whole),
            base,
            max(bases.beside(people, each) for each in people - whole) - _least(table, base),
        )
        for whole in _wholes(people)
    )


def _wholes(people: People) -> Iterator[People]:
    """Everybody for whom only some of these conditions hold, or none."""
    some = chain.from_iterable(combinations(people, size) for size in range(len(people)))
    return map(frozenset, some)


def _are_others_near(table: SafeTable, place: int, bases: _Bases) -> bool:
    """May hardly fewer people be in another group than stand in one other row?

    Everyone else than one of two groups is the other one: the same people. Where a group is hidden, a part
    of it that is told may have been rounded up.
    """
    base = table.base(table.others[place])
    if _may_be_few(table, bases.told(frozenset()), base, _least(table, table.base(table.rows[place]))):
        return True
    groups = [table.base(row) for row in table.rows]
    beside = sum(_least(table, each) for number, each in enumerate(groups) if number != place)
    return len(groups) > 2 and any(
        _may_be_few(table, base, table.rule.threshold if each is None else each, beside - _least(table, each))
        for number, each in enumerate(groups)
        if number != place
    )


def _may_be_few(table: SafeTable, whole: Figure, part: Figure, beside: int) -> bool:
    """May there be fewer people of the whole beside this part than the threshold?

    There are as many as are known to stand `beside` it, and as the figures are apart.
    """
    if whole is None or part is None:
        return False
    return max(beside, whole - part - 2 * table.rule.off) < table.rule.threshold
