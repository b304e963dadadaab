"""What is counted, and in which columns of a snapshot does it stand?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from engage.analysis import words
from engage.bilingual import LANGUAGES, Bilingual
from engage.equality.characteristics import Level

NOT_ASKED = 0
NOT_ANSWERED = 1
FIRST = 2  # the first real code of a column; its last is at most 255

Coder: TypeAlias = Callable[[Any], bytes]  # the value of an answer, in one byte for each column
Labels: TypeAlias = Iterable[tuple[str, Bilingual]]


@dataclass(frozen=True, slots=True)
class Column:
    """One byte for each response: `NOT_ASKED`, `NOT_ANSWERED`, or `FIRST` + a place in `codes`."""

    key: str
    codes: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.codes) > 256 - FIRST:
            raise ValueError(f"{self.key} has {len(self.codes)} codes; a byte holds {256 - FIRST}")

    @property
    def size(self) -> int:
        """How many different bytes may stand in it."""
        return FIRST + len(self.codes)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that is counted: the responses whose `column` holds `value`."""

    code: str
    label: Bilingual
    column: str
    value: int


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What one table counts: a question, one row of a matrix, one option's share, or a characteristic.

    Its percentages are of those who answered; `of_asked` makes them of those who were asked.
    """

    key: str
    question: str  # the id of the question, or the code of the characteristic
    title: Bilingual
    parts: tuple[Bilingual, ...] = ()  # which item of a block, which row, which option
    choices: tuple[Choice, ...]
    of_asked: bool = False
    level: Level | None = None  # of a characteristic; None for what a survey asks
    is_known: bool = False  # of every response, without a question that somebody could leave out
    least_base: int = 30  # no percentage is given of fewer people in one of its groups

    @property
    def column(self) -> str:
        """The column that says who was asked and who answered."""
        return self.choices[0].column

    @cached_property
    def heading(self) -> Bilingual:
        pieces = (self.title, *self.parts)
        return Bilingual(*(" – ".join(piece[language] for piece in pieces) for language in LANGUAGES))


@dataclass(frozen=True, kw_only=True)
class Coded:
    """One question at its place in the survey, ready to code many answers."""

    key: str  # under which the answer is kept
    columns: tuple[Column, ...]
    subjects: tuple[Subject, ...]
    code: Coder
    texts: frozenset[str] = frozenset()  # codes of choices of the first subject that come with a text or file


def choices_of(column: Column, labels: Labels) -> tuple[Choice, ...]:
    """Count each of these codes of one column."""
    places = {code: FIRST + place for place, code in enumerate(column.codes)}
    return tuple(Choice(code, label, column.key, places[code]) for code, label in labels)


EVERYONE = Subject(
    key="",
    question="",
    title=Bilingual(),
    choices=(Choice("everyone", words.EVERYONE, "", 0),),
)
