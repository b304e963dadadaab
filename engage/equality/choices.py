"""What do the standard questions have in common, and how do their choices become groups?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, combinations

from engage.bilingual import Bilingual
from engage.equality.characteristics import PREFER_NOT_TO_SAY, Category, Choice

RATHER_NOT = Choice(
    PREFER_NOT_TO_SAY,
    Bilingual("Prefer not to say", "Byddai'n well gen i beidio â dweud"),
)
RATHER_NOT_ALONE = replace(RATHER_NOT, exclusive=True)  # for questions with several answers
SELECT_ALL = Bilingual("Select all that apply.", "Dewiswch bob un sy'n berthnasol.")


def as_asked(choices: Iterable[Choice]) -> tuple[Category, ...]:
    """Give every choice a category of its own, under its own words."""
    return tuple(Category(choice.code, choice.label, (choice.code,)) for choice in choices)


def ticked_together(choices: Iterable[Choice]) -> tuple[frozenset[str], ...]:
    """List every way of ticking one or more of the choices that may stand beside others."""
    codes = [choice.code for choice in choices if not choice.exclusive]
    sizes = range(1, len(codes) + 1)
    return tuple(map(frozenset, chain.from_iterable(combinations(codes, size) for size in sizes)))


def in_order(ticked: Iterable[frozenset[str]], choices: Iterable[Choice]) -> tuple[str, ...]:
    """Write each set of ticked codes as `Category.holds` has it."""
    codes = [choice.code for choice in choices]
    return tuple("+".join(code for code in codes if code in each) for each in ticked)
