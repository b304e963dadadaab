"""In which order does an officer read what people wrote?

In one that says nothing: shuffled for each question under a key of its own, always the same. So nobody learns
from their places which texts of two questions are of one person, when they came, or which record they go
with. Texts are never divided by what people are, not even by large groups: a text is known by its words, and
standing in two such lists it would tell two things about one person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from engage.analysis.keys import Hmac
from engage.bilingual import LANGUAGES, Bilingual
from engage.surveys.choices import choices
from engage.surveys.definition import LongText, Question, ShortText, Step


class Text(Protocol):
    """Something that was written in some response."""

    @property
    def uuid(self) -> bytes: ...


AnyText = TypeVar("AnyText", bound=Text)


@dataclass(frozen=True, slots=True)
class Asked:
    """A place for texts: a question, or the box beside one of its options."""

    key: str
    option: str
    title: Bilingual

    @property
    def name(self) -> str:
        return f"{self.key}/{self.option}" if self.option else self.key


def places(questions: Iterable[tuple[Step, Question]]) -> Iterator[Asked]:
    """Every place of a survey for texts, in its order."""
    for step, question in questions:
        key, title = step.key(question), question.title
        if step.item:
            title = _both(title, step.item.label)
        if isinstance(question, ShortText | LongText):
            yield Asked(key, "", title)
        for option in choices(question):
            if option.other:
                yield Asked(key, option.code, _both(title, option.label))


def _both(first: Bilingual, second: Bilingual) -> Bilingual:
    return Bilingual(*(f"{first[each]} – {second[each]}" for each in LANGUAGES))


def shuffled(texts: Iterable[AnyText], key: bytes, place: str) -> Sequence[AnyText]:
    """Put texts into the order of this place; `key` is the consultation's."""
    digest = Hmac(Hmac(key).digest(f"free text {place}".encode())).digest
    return sorted(texts, key=lambda text: digest(text.uuid))
