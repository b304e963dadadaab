"""What is a standard equality question, and into which groups may its answers be counted?

Answers are stored as codes under the id of their question: one code, or a list of codes for a question of
the kind "several". Ids and codes are stable and language-neutral; every word that a resident reads is a
`Bilingual`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from engage.bilingual import Bilingual

NOTHING = Bilingual()
PREFER_NOT_TO_SAY = "prefer_not_to_say"  # the code of that choice in every question
NOT_LISTED = "elsewhere"  # the code of a postcode that is in no list


class Level(StrEnum):
    """How finely a characteristic is broken down, finest first; chosen once for a whole consultation."""

    DETAILED = "detailed"
    STANDARD = "standard"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be ticked. `other` labels the write-in box that belongs to it."""

    code: str
    label: Bilingual
    exclusive: bool = False  # cannot stand beside another choice
    other: Bilingual = NOTHING
    hint: Bilingual = NOTHING


@dataclass(frozen=True, slots=True)
class AskedIf:
    """True when the answer to the earlier `question` is one of `codes`."""

    question: str
    codes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class StandardQuestion:
    """One question as a resident meets it; its last choice is always `PREFER_NOT_TO_SAY`.

    Nobody has to answer, and nobody has to fill in a write-in box. Of the kind "postcode", the choices are
    what the council's list called `lookup` can make of one; its last but one is `NOT_LISTED`.
    """

    id: str
    kind: Literal["single", "several", "postcode"] = "single"
    title: Bilingual
    hint: Bilingual = NOTHING
    choices: tuple[Choice, ...]
    minimum_age: int | None = None  # years; not asked of anyone who has said that they are younger
    asked_if: AskedIf | None = None
    lookup: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(choice.code for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Category:
    """One published group.

    `holds` lists the answers that fall into it: the code given to the last question answered or, for a
    question of the kind "several", the ticked codes joined by "+" in the order of the question.
    """

    code: str
    label: Bilingual
    holds: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Characteristic:
    """One thing about people: how it is asked, and its groups at every level.

    There is one value of each, so they are compared by identity, which also makes them quick keys of a cache.
    """

    code: str
    name: Bilingual
    questions: tuple[StandardQuestion, ...]
    protected: bool  # one of the nine of the Equality Act 2010, section 4
    special_category: bool  # special category data, UK GDPR Article 9(1)
    levels: Mapping[Level, tuple[Category, ...]]
    optional: bool = False  # asked only where it is chosen by name

    @property
    def is_looked_up(self) -> bool:
        """Does it take a list of postcodes that the council has brought?"""
        return any(question.lookup for question in self.questions)


@dataclass(frozen=True, kw_only=True)
class StandardSet:
    """A dated set of characteristics. Once in use it is never edited; a change of wording makes a new set.

    It may take the place of the set `before`; `recoded` says then, by question, which codes of that one are
    called otherwise here, "" for what says nothing any more.
    """

    id: str
    title: Bilingual
    intro: Bilingual  # Markdown: why we ask, that nobody has to answer, and who sees it
    valid_from: date
    characteristics: tuple[Characteristic, ...]
    before: str = ""  # its id
    recoded: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def questions(self) -> tuple[StandardQuestion, ...]:
        return tuple(question for each in self.characteristics for question in each.questions)

    def choose(self, codes: tuple[str, ...] = ()) -> tuple[Characteristic, ...]:
        """Return the named characteristics in the order of the set; none named: all but the optional.

        Raises KeyError, with the known codes, for a code that the set does not hold.
        """
        known = [characteristic.code for characteristic in self.characteristics]
        if unknown := sorted(set(codes) - set(known)):
            raise KeyError(f"{unknown} not among the characteristics {known}")
        return tuple(c for c in self.characteristics if c.code in codes or not (codes or c.optional))
