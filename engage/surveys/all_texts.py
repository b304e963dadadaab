"""Which texts has a survey with its variants, and how are many of them put in place of others?

A variant's own texts have the key of the standard text behind the variant's code, such as
``easy_read|page:hours/title``. Variants in further languages have no English and Welsh, and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engage.bilingual import Bilingual
from engage.surveys.definition import Definition
from engage.surveys.every_text import APART
from engage.surveys.texts import Text, rewritten, texts
from engage.surveys.variant import Variant
from engage.surveys.variant_texts import own_texts, with_own_texts
from engage.surveys.variants import put
from engage.surveys.ways import OURS

BILINGUAL = frozenset(way.code for way in OURS)


def all_texts(definition: Definition) -> Iterator[Text]:
    """The standard texts in the order of the survey, empty ones included, then each variant's own texts."""
    yield from texts(definition)
    for variant in _bilingual(definition):
        for text in own_texts(definition, variant):
            yield replace(text, key=f"{variant.code}{APART}{text.key}")


def reworded(definition: Definition, words: Mapping[str, Bilingual]) -> Definition:
    """The survey with these words, by the keys of `all_texts`; a key that is not there changes nothing."""
    definition = rewritten(definition, words)
    for variant in _bilingual(definition):
        before = f"{variant.code}{APART}"
        own = {key.removeprefix(before): text for key, text in words.items() if key.startswith(before)}
        if own:
            definition = put(definition, with_own_texts(variant, own))
    return definition


def variant_of(key: str) -> str:
    """The code of the variant to which a key belongs; empty: it is a standard text."""
    return key.rpartition(APART)[0]


def _bilingual(definition: Definition) -> Iterator[Variant]:
    yield from (variant for variant in definition.variants if variant.code in BILINGUAL)
