"""How is a released figure written, in one language?"""

from __future__ import annotations

from collections.abc import Iterable

from engage.analysis import words
from engage.analysis.intervals import Interval, ends
from engage.analysis.room_words import FROM_TO
from engage.analysis.rule import USUAL, Rule
from engage.analysis.statistics import Percentage
from engage.analysis.tables import Figure


def number(figure: Figure) -> str:
    """Write a released count, or the shorthand for a hidden one."""
    return words.HIDDEN if figure is None else f"{figure:,}"


def share(percentage: Percentage, language: str) -> str:
    """Write a percentage with its mark, or the shorthand that stands in its place."""
    text = percentage.text(language)
    return text if percentage.value is None else f"{text} {percentage.mark}".rstrip()


def reach(found: Interval | None, base: Figure, percentage: Percentage, language: str) -> str:
    """Write the range that a percentage may lie in, or the shorthand that stands in place of both."""
    if found is None or base is None or percentage.value is None:
        return percentage.mark
    lower, upper = (end.text(language) for end in ends(found, base))
    return lower if lower == upper else FROM_TO[language].format(lower=lower, upper=upper)


def explained(marks: Iterable[str], language: str, rule: Rule = USUAL) -> tuple[tuple[str, str], ...]:
    """List these marks with their meanings, always in the same order."""
    used = set(marks)
    return tuple((mark, meaning[language]) for mark, meaning in words.shorthand(rule).items() if mark in used)
