"""Which figures of a table may be released?

Everything that leaves goes through `protect`: cells, bases, toplines, those who were asked. A council may
have a stricter rule; by the usual one a count n becomes
5⌊n/5⌋ or 5⌊n/5⌋ + 5, the second with probability (n mod 5)/5 drawn from the cell key: right on average, never
5 or more away, and 0 stays 0. What then is below 10 is hidden, so a hidden figure is anything from 0 to 9 and
a shown 10 anything from 6 to 14. Each figure stands for itself; rows and columns need not add up.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from engage.analysis.columns import Choice, Subject
from engage.analysis.keys import WHOLE, Hmac, cell_key
from engage.analysis.rule import USUAL, Rule
from engage.analysis.tables import _MADE_SAFE, TOTALS, Figure, SafeRow, SafeTable, Table
from engage.analysis.told import NOTHING, Most, Told

UNTOLD = 0  # figures has a row that is hidden as a whole


def protect(table: Table, key: bytes, received: int, rule: Rule = USUAL, told: Told = NOTHING) -> SafeTable:
    """Release a table under the key of its epoch, by the usual rule or a stricter one.

    `received` is how many responses there are in all, which is told exactly, as is what is `told` of some of
    them. No figure goes above it: of 61 people a shown 65 could only be all 61, and would prove that
    everybody did the same.
    """
    hmac, most = Hmac(key), Most.of(table.by, table.within, received, told)
    figures = [
        [
            _at_most(highest - highest % rule.base, released_count(count, key_sum, hmac, rule), rule)
            for count, key_sum in zip(counts, sums, strict=True)
        ]
        for highest, counts, sums in zip(
            (*most.groups.tolist(), *(most.others.tolist() if table.with_others else ())),
            table.counts.tolist(),
            table.sums.tolist(),
            strict=True,
        )
    ]
    return _safe(table.subject, table.by, figures, table.within, rule, with_others=table.with_others)


def untold(table: SafeTable, groups: Collection[int], others: Collection[int]) -> SafeTable:
    """Hide these rows of a table as a whole, and everyone else beside these groups."""
    nothing = (None,) * len(table.subject.choices), None, None

    def without(rows: Sequence[SafeRow], places: Collection[int]) -> tuple[SafeRow, ...]:
        return tuple(
            SafeRow(row.group, *nothing, untold=True) if place in places else row
            for place, row in enumerate(rows)
        )

    rows, rest = without(table.rows, groups), without(table.others, others)
    return replace(table, rows=rows, others=rest, made_safe=_MADE_SAFE)


def released(count: int, key_sum: int, key: bytes, received: int, rule: Rule = USUAL) -> Figure:
    """Release one number of people that stands in no table, by the same rule."""
    return _at_most(received - received % rule.base, released_count(count, key_sum, Hmac(key), rule), rule)


def released_count(count: int, key_sum: int, hmac: Hmac, rule: Rule = USUAL) -> Figure:
    """Round the number of people in a set whose record keys add up to `key_sum`; None: hidden."""
    base, threshold = rule.base, rule.threshold
    if count + base <= threshold:
        return None  # rounded up or down, it is below the threshold
    rounded, over = count - count % base, count % base
    if over and cell_key(hmac, key_sum % WHOLE, count) * base < over * WHOLE:
        rounded += base
    return rounded if rounded >= threshold else None


def _at_most(most: int, figure: Figure, rule: Rule) -> Figure:
    return None if figure is None or most < rule.threshold else min(figure, most)


def reopen(
    subject: Subject,
    by: Subject,
    figures: Sequence[Sequence[Figure]],
    within: Choice | None = None,
    *,
    with_others: bool = False,
    rule: Rule = USUAL,
) -> SafeTable:
    """Make a released table again from the figures that `figures_of` gave for storage.

    Raises ValueError for figures that cannot have been released.
    """
    shape = len(by.choices) * (2 if with_others else 1), {len(subject.choices) + TOTALS, UNTOLD}
    known = all(
        figure is None or (figure >= rule.threshold and figure % rule.base == 0)
        for row in figures
        for figure in row
    )
    if len(figures) != shape[0] or not shape[1].issuperset(map(len, figures)) or not known:
        raise ValueError(f"these are not the released figures of {subject.key} by {by.key}")
    return _safe(subject, by, figures, within, rule, with_others=with_others)


def figures_of(table: SafeTable) -> list[list[Figure]]:
    """Return the released figures alone, in a shape that JSON can hold: the groups, then everyone else.

    A row that is untold is empty.
    """
    rows = (*table.rows, *table.others)
    return [[] if row.untold else [*row.counts, row.answered, row.asked] for row in rows]


def _safe(
    subject: Subject,
    by: Subject,
    released: Sequence[Sequence[Figure]],
    within: Choice | None,
    rule: Rule,
    *,
    with_others: bool,
) -> SafeTable:
    groups = by.choices * 2 if with_others else by.choices
    rows = tuple(
        _row(group, figures, len(subject.choices), subject.of_asked)
        for group, figures in zip(groups, released, strict=True)
    )
    own = len(by.choices)
    return SafeTable(
        subject=subject,
        by=by,
        rows=rows[:own],
        within=within,
        others=rows[own:],
        rule=rule,
        made_safe=_MADE_SAFE,
    )


def _row(group: Choice, figures: Sequence[Figure], choices: int, of_asked: bool) -> SafeRow:
    """Hide the whole row of a group whose base is hidden, or that is untold."""
    if len(figures) == UNTOLD:
        return SafeRow(group, (None,) * choices, None, None, untold=True)
    *counts, answered, asked = figures
    if (asked if of_asked else answered) is None:
        return SafeRow(group, (None,) * len(counts), None, None)
    return SafeRow(group, tuple(counts), answered, asked)
