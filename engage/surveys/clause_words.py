"""How is a condition said in words, clause by clause, whatever its questions are called?

Every clause is a statement of its own, and labels stand in quotation marks, so that no word has to mutate.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from engage.bilingual import Bilingual, other_language
from engage.surveys.choices import choices, points_of
from engage.surveys.definition import (
    All,
    Answered,
    AnyOf,
    Between,
    Condition,
    Is,
    Matrix,
    Not,
    Option,
    Question,
)
from engage.surveys.numerals import written

# What is said, and what when it is negated. A question that was not answered makes the second true.
Pair: TypeAlias = tuple[Bilingual, Bilingual]
OR = Bilingual(" or ", " neu ")
BOTH = Bilingual("; and ", "; a hefyd ")
EITHER = Bilingual("; or ", "; neu ")
QUOTED = "“{}”"


@dataclass(frozen=True, slots=True)
class Pairs:
    """What is said of an answer whatever its options are. `low` and `high` are bounds of a number."""

    answered: Pair
    within: Pair
    at_least: Pair
    at_most: Pair


class Clauses(ABC):
    """Says conditions in one language; what inherits from it says how questions are called."""

    def __init__(self, lang: str, pairs: Pairs) -> None:
        self.lang, self.pairs = lang, pairs

    @abstractmethod
    def said(self, pair: Pair, negated: bool, question: str, **words: str) -> str:
        """One of the pair, about the question with this id."""

    @abstractmethod
    def chosen(self, condition: Is, negated: bool) -> str:
        """That one of the codes was chosen, or none of them."""

    def clause(self, condition: Condition, *, negated: bool = False, inside: bool = False) -> str:
        """One clause; several joined ones stand in brackets inside another."""
        match condition:
            case Not(inner):
                return self.clause(inner, negated=not negated, inside=inside)
            case All(conditions):
                return self._joined(conditions, EITHER if negated else BOTH, negated, inside)
            case AnyOf(conditions):
                return self._joined(conditions, BOTH if negated else EITHER, negated, inside)
            case Answered(question):
                return self.said(self.pairs.answered, negated, question)
            case Is():
                return self.chosen(condition, negated)
            case Between():
                return self._between(condition, negated)

    def _joined(self, conditions: Sequence[Condition], by: Bilingual, negated: bool, inside: bool) -> str:
        """De Morgan: "not (A and B)" is said as "not A, or not B"."""
        several = len(conditions) > 1
        clauses = [self.clause(each, negated=negated, inside=several or inside) for each in conditions]
        text = by[self.lang].join(clauses)
        return f"({text})" if inside and several else text

    def _between(self, condition: Between, negated: bool) -> str:
        low, high = (
            "" if bound is None else written(bound, 6, ",")
            for bound in (condition.minimum, condition.maximum)
        )
        if not low and not high:
            return self.said(self.pairs.answered, negated, condition.question)
        pairs = self.pairs
        pair = pairs.within if low and high else pairs.at_least if low else pairs.at_most
        return self.said(pair, negated, condition.question, low=low, high=high)


# --- what is quoted -------------------------------------------------------------------------------------


def in_words(words: Bilingual, lang: str) -> str:
    """The words in this language, or in the other while they are still to be translated."""
    return words[lang] or words[other_language(lang)]


def labels(question: Question | None, condition: Is, lang: str) -> str:
    """The labels of which the condition speaks; what is not there is named by its code."""
    if isinstance(question, Matrix):
        return either(points_of(question, condition.scale), condition.codes, lang)
    return either(choices(question) if question else (), condition.codes, lang)


def either(options: Iterable[Option], codes: Iterable[str], lang: str) -> str:
    """The labels of these codes, such as “A”, “B” or “C”."""
    label = {option.code: in_words(option.label, lang) for option in options}
    *others, last = [QUOTED.format(label.get(code) or code) for code in codes] or [QUOTED.format("")]
    return OR[lang].join([", ".join(others), last]) if others else last


def place(question: Question | None, condition: Is, lang: str) -> str:
    """Which row, and which of several scales, of a matrix is meant."""
    if not isinstance(question, Matrix):
        return ""
    rows = [in_words(row.label, lang) or row.code for row in question.rows if row.code == condition.row]
    scales = [in_words(s.title, lang) for s in question.scales if s.code == condition.scale and s.title]
    return ", ".join(QUOTED.format(text) for text in (*rows, *scales))
