"""What does a set of questions measure again and again, so that one survey can stand beside another?"""

from __future__ import annotations

from dataclasses import dataclass

from engage.bilingual import Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """The share of people who gave a favourable answer to a question, or to one row of a matrix.

    What keeps its code in a later edition of the set is the same measure and may stand beside it.
    """

    code: str
    question: str
    row: str = ""
    scale: str = ""
    favourable: tuple[str, ...]  # codes of options or points


@dataclass(frozen=True, slots=True)
class Together:
    """The share of people who gave a favourable answer to each of these measures, as others publish it.

    It cannot be worked out from how many gave each answer.
    """

    code: str
    title: Bilingual
    of: tuple[str, ...]  # codes of measures


@dataclass(frozen=True, slots=True, kw_only=True)
class Strand:
    """Measures that belong together."""

    code: str
    title: Bilingual
    measures: tuple[Measure, ...]
    together: tuple[Together, ...] = ()
