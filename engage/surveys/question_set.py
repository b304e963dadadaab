"""What is a dated set of questions that surveys share, and how does a question say that it comes from one?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from engage.bilingual import Bilingual
from engage.surveys.definition import Page, Question
from engage.surveys.document import part_to_json
from engage.surveys.recoding import Recoding
from engage.surveys.strands import Strand

_DIGITS = 12  # of the fingerprint, in hexadecimal: enough to notice that a question differs


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSet:
    """One edition. `recodings` say what became of the questions and codes of the edition that it replaces.

    Ids of pages and of questions differ from each other throughout the set.
    """

    id: str
    title: Bilingual
    about: Bilingual = Bilingual()  # noqa: RUF009 - an immutable value
    edition: date
    pages: tuple[Page, ...]
    replaces: str = ""  # the id of the earlier edition
    recodings: tuple[Recoding, ...] = ()
    built_in: bool = True  # comes with the product, and is never changed
    strands: tuple[Strand, ...] = ()  # what of it is measured again and again

    def questions(self) -> Iterator[Question]:
        for page in self.pages:
            yield from page.questions

    def page(self, page_id: str) -> Page | None:
        return next((page for page in self.pages if page.id == page_id), None)

    def question(self, question_id: str) -> Question | None:
        return next((each for each in self.questions() if each.id == question_id), None)

    def became(self, question_id: str) -> Recoding:
        """What became of a question of the edition before: without a word about it, it is asked as before."""
        found = (each for each in self.recodings if each.question == question_id)
        return next(found, Recoding(question_id, question_id if self.question(question_id) else ""))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a question comes from: ``set/question``, and of a council's own set its fingerprint after "~"."""

    set: str
    question: str
    fingerprint: str = ""

    @classmethod
    def read(cls, text: str) -> Self:
        name, _, rest = text.partition("/")
        question, _, fingerprint = rest.partition("~")
        return cls(name, question, fingerprint)

    def __str__(self) -> str:
        return f"{self.set}/{self.question}" + (f"~{self.fingerprint}" if self.fingerprint else "")


def kept(question: Question) -> Question:
    """What a survey keeps of a question from a set: its words, options and limits, and nothing else."""
    return replace(question, id="q", required=False, show_if=None, special_category="", origin="")


def fingerprint(question: Question) -> str:
    """Tells a question from any with other words, options or limits."""
    written = json.dumps(part_to_json(kept(question)), sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:_DIGITS]


def origin_of(shared: QuestionSet, question: Question) -> str:
    """What a question from this set says of where it comes from; one that a set has from another, that."""
    if question.origin:
        return question.origin
    return str(Origin(shared.id, question.id, "" if shared.built_in else fingerprint(question)))
