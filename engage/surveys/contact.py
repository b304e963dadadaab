"""For which purposes may a survey ask where somebody can be written to?

Each is its own consent and its own list, and no list leads to anybody's answers.
"""

from __future__ import annotations

from enum import StrEnum

from engage.bilingual import Bilingual


class Purpose(StrEnum):
    """Why the council would write to somebody."""

    OUTCOME = "outcome"
    DRAW = "draw"
    FURTHER = "further"


PURPOSES = tuple(Purpose)
NAMES = {
    Purpose.OUTCOME: Bilingual("To hear what happens next", "I glywed beth sy'n digwydd nesaf"),
    Purpose.DRAW: Bilingual("To take part in the prize draw", "I gymryd rhan yn y raffl"),
    Purpose.FURTHER: Bilingual(
        "To be invited to further work on this subject", "I gael gwahoddiad i waith pellach ar y pwnc hwn"
    ),
}
