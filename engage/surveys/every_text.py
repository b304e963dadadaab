"""Which texts has a survey with all its variants, under which keys?

A variant's own texts have the key of the standard text behind the variant's code, such as
``easy_read|page:hours/title``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engage.bilingual import Bilingual
from engage.surveys.definition import Definition
from engage.surveys.problems import Place
from engage.surveys.texts import rewritten, texts
from engage.surveys.variant_texts import own_texts, with_own_texts
from engage.surveys.variants import find, put

APART = "|"


@dataclass(frozen=True, slots=True)
class Wording:
    """One text that residents read, standard or of a variant."""

    key: str
    place: Place
    field: str
    words: Bilingual
    variant: str = ""  # the variant's code; "": standard


def wordings(definition: Definition) -> Iterator[Wording]:
    """Every text that is written: the standard ones in the order of the survey, then each variant's."""
    for text in texts(definition):
        if text.words:
            yield Wording(text.key, text.place, text.field, text.words)
    for variant in definition.variants:
        for text in own_texts(definition, variant):
            if text.words:
                key = f"{variant.code}{APART}{text.key}"
                yield Wording(key, text.place, text.field, text.words, variant.code)


def wording(definition: Definition, key: str) -> Wording | None:
    """The text with this key, if it is written."""
    return next((each for each in wordings(definition) if each.key == key), None)


def with_wording(definition: Definition, key: str, words: Bilingual) -> Definition:
    """The survey with these words in place of those under the key."""
    code, apart, inner = key.rpartition(APART)
    if not apart:
        return rewritten(definition, {key: words})
    variant = find(definition, code)
    return put(definition, with_own_texts(variant, {inner: words})) if variant else definition
