"""How does the line of sensitivity stand on a page, in one language?"""

from __future__ import annotations

from collections.abc import Sequence

from engage.analysis.figures import number, share
from engage.analysis.statistics import percentage
from engage.analysis.tables import SafeTable
from engage.analysis.weighting import Circumstances, Margin, Refused, sensitivity
from engage.analysis.weighting_words import REASONS
from engage.analysis.words import SHORTHAND

Row = tuple[
    str, ...
]  # answer, share, weighted share or why there is none, people that it is worth, design effect


def rows(
    everyone: SafeTable, margins: Sequence[Margin], circumstances: Circumstances, language: str
) -> tuple[Row, ...]:
    """One row for each answer to a question, of everyone together."""
    (whole,) = everyone.rows
    base = everyone.base(whole)
    return tuple(
        (
            choice.label[language],
            share(percentage(count, base, least_base=everyone.least_base), language),
            *_weighted(everyone, choice.code, margins, circumstances, language),
        )
        for choice, count in zip(everyone.subject.choices, whole.counts, strict=True)
    )


def marks(of: Sequence[Row]) -> tuple[str, ...]:
    """The marks that stand in these rows."""
    text = " ".join(cell for row in of for cell in row[1:])
    return tuple(mark for mark in SHORTHAND if mark in text)


def _weighted(
    everyone: SafeTable, choice: str, margins: Sequence[Margin], circumstances: Circumstances, language: str
) -> Row:
    try:
        found = sensitivity(everyone, choice, margins, circumstances)
    except Refused as refused:
        why = REASONS[refused.reason][language].format(least=everyone.least_base)
        group = refused.group and refused.group.label[language]
        return (f"{why.rstrip('.:')}: {group}" if group else why), "–", "–"
    return share(found.percentage, language), number(found.n_eff), f"{found.design_effect:.1f}"
