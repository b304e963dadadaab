"""Which figures of a table may be released?

Everything that leaves goes through `protect`: cells, bases, toplines, those who were asked. A council may
have a stricter rule; by the usual one a count n becomes
5⌊n/5⌋ or 5⌊n/5⌋ + 5, the second with probability (n mod 5)/5 drawn from the cell key: right on average, never
5 or more away, and 0 stays 0. What then is below 10 is hidden, so a hidden figure is anything from 0 to 9 and
a shown 10 anything from 6 to 14. Each figure stands for itself; rows and columns need not add up.
"""

from __future__ import annotations

from collections.abc import Sequence

from engage.analysis.columns import Choice, Subject
from engage.analysis.keys import WHOLE, Hmac, cell_key
from engage.analysis.rule import USUAL, Rule
from engage.analysis.tables import _MADE_SAFE, TOTALS, Figure, SafeRow, SafeTable, Table
from engage.analysis.told import NOTHING, Most, Told


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
    if table.with_others:
        figures = _without_near_others(figures, len(table.by.choices), table.subject.of_asked, rule)
    return _safe(table.subject, table.by, figures, table.within, rule, with_others=table.with_others)


def _without_near_others(
    figures: list[list[Figure]], groups: int, of_asked: bool, rule: Rule
) -> list[list[Figure]]:
    """Hide everyone else where they are hardly more people than another row.

    The same people have the same figure in every row. So where one row holds all people of another and a few
    more, unlike figures prove what one of these few answered. Everyone together is everyone else and the
    group, and everyone else of three groups or more is each of the other groups and the rest.
    """
    bases = [row[-1 if of_asked else -TOTALS] for row in figures[:groups]]
    least = [max((base or 0) - rule.off, 0) for base in bases]
    together = sum(least)

    def is_near(group: int) -> bool:
        rests = (together - least[group] - least[other] for other in range(groups) if other != group)
        return bases[group] is None or (groups > 2 and min(rests) < rule.threshold)

    nothing: list[Figure] = [None] * len(figures[0])
    others = (nothing if is_near(group) else row for group, row in enumerate(figures[groups:]))
    return [*figures[:groups], *others]


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
    shape = [len(subject.choices) + TOTALS] * len(by.choices) * (2 if with_others else 1)
    known = all(
        figure is None or (figure >= rule.threshold and figure % rule.base == 0)
        for row in figures
        for figure in row
    )
    if [len(row) for row in figures] != shape or not known:
        raise ValueError(f"these are not the released figures of {subject.key} by {by.key}")
    return _safe(subject, by, figures, within, rule, with_others=with_others)


def figures_of(table: SafeTable) -> list[list[Figure]]:
    """Return the released figures alone, in a shape that JSON can hold: the groups, then everyone else."""
    return [[*row.counts, row.answered, row.asked] for row in (*table.rows, *table.others)]


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
        _row(group, figures, subject.of_asked) for group, figures in zip(groups, released, strict=True)
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


def _row(group: Choice, figures: Sequence[Figure], of_asked: bool) -> SafeRow:
    """Hide the whole row of a group whose base is hidden."""
    *counts, answered, asked = figures
    if (asked if of_asked else answered) is None:
        return SafeRow(group, (None,) * len(counts), None, None)
    return SafeRow(group, tuple(counts), answered, asked)
