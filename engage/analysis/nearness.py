"""Which row of a table holds hardly fewer people than a whole that is shown beside it?

The same people have the same figure wherever they are counted, so unlike figures are of unlike people. Where
nearly everybody is in one group, what everyone answered beside what this group answered would tell what the
few others did. Like an audit, this reads released figures alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engage.analysis.audited import Failure, Kind, Whose
from engage.analysis.knowing import within_of
from engage.analysis.tables import SafeRow, SafeTable


def too_near(tables: Sequence[SafeTable]) -> Iterator[Failure]:
    """Find groups, and values of the filter, beside which it may be that too few other people answered.

    That nearly everybody is within one value of the filter is found of each table within it.
    """
    wholes = {(each.subject.key, within_of(each)): each for each in tables if not each.by.key}
    near = set()
    for key in dict.fromkeys(key for key, within in wholes if within):
        values = [one for (of, within), one in wholes.items() if of == key and within]
        if whole := wholes.get((key, None)):
            near |= {(key, values[place].within) for place in _near(whole, [one.rows[0] for one in values])}
    for table in tables:
        whole_here = wholes.get((table.subject.key, within_of(table)))
        if table.within and (table.subject.key, table.within) in near:
            yield _failure(table, table.rows[0], Whose.OUTSIDE)
        elif table.by.key and whole_here:
            for place in _near(whole_here, table.rows):
                yield _failure(table, table.rows[place], Whose.OTHER_GROUPS)


def _near(whole: SafeTable, parts: Sequence[SafeRow]) -> Iterator[int]:
    """Which of these parts may leave fewer people of the whole than the threshold, but for itself?"""
    rule, (everyone,) = whole.rule, (whole.base(row) for row in whole.rows)
    bases = [whole.base(part) for part in parts]
    least = [max((base or 0) - rule.off, 0) for base in bases]
    for place, base in enumerate(bases):
        if base is not None and everyone is not None:
            rest = max(everyone - base - 2 * rule.off, sum(least) - least[place])
            if rest < rule.threshold:
                yield place


def _failure(table: SafeTable, row: SafeRow, whose: Whose) -> Failure:
    level = table.by.level if table.by.key else table.subject.level
    within = within_of(table)
    return Failure(table.subject.key, table.by.key, level, row.group.code, "", Kind.NARROW, whose, within)
