"""Released tables with figures of one's choice, for what is worked out from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from engage.analysis.columns import EVERYONE, FIRST, Choice, Subject
from engage.analysis.disclosure import reopen
from engage.analysis.tables import Figure, SafeTable
from engage.bilingual import Bilingual
from engage.equality.characteristics import Level

Figures = Mapping[str, Sequence[Figure]]  # by group: each choice's count, answered, asked


def subject(key: str, *codes: str, level: Level | None = None, several: bool = False, **fields) -> Subject:
    """Something that is counted, with a choice for each code; `several`: more than one can be ticked."""
    choices = tuple(
        Choice(code, Bilingual(code, f"{code} (cy)"), f"{key}.{code}" if several else key, FIRST + place)
        for place, code in enumerate(codes)
    )
    title = Bilingual(key.capitalize(), f"{key.capitalize()} (cy)")
    return Subject(key=key, question=key, title=title, choices=choices, level=level, **fields)


def alone(about: Subject, *figures: Figure) -> SafeTable:
    """What everyone together answered."""
    return reopen(about, EVERYONE, [figures])


def crossed(about: Subject, by: str, groups: Figures, others: Figures | None = None) -> SafeTable:
    """What each group answered, and everyone else."""
    characteristic = subject(by, *groups, level=Level.SUMMARY)
    rows = [*groups.values(), *(others or {}).values()]
    return reopen(about, characteristic, rows, with_others=others is not None)


def rounded(counts: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Round true counts as they are released, up or down at random and right on average; -1: hidden."""
    over = counts % 5
    found = counts - over + 5 * (chance.random(counts.shape) < over / 5)
    return np.where(found < 10, -1, found)
