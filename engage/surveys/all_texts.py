"""Which texts has a survey with its variants, and how are many of them put in place of others?

A variant's own words have the key of the standard text behind the variant's code, such as
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
from engage.surveys.variants import put, with_words
from engage.surveys.ways import OURS

BILINGUAL = frozenset(way.code for way in OURS)


def all_texts(definition: Definition) -> Iterator[Text]:
    """The standard texts in the order of the survey, empty ones included, then each variant's own words."""
    standard = {text.key: text for text in texts(definition)}
    yield from standard.values()
    for variant in _bilingual(definition):
        own = dict(variant.words)
        for key, text in standard.items():
            if key in own:
                yield replace(text, key=f"{variant.code}{APART}{key}", words=own[key], required=True)


def reworded(definition: Definition, words: Mapping[str, Bilingual]) -> Definition:
    """The survey with these words, by the keys of `all_texts`; a key that is not there changes nothing."""
    definition = rewritten(definition, words)
    for variant in _bilingual(definition):
        before = f"{variant.code}{APART}"
        own = {key.removeprefix(before): text for key, text in words.items() if key.startswith(before)}
        known = {key: text for key, text in own.items() if key in dict(variant.words)}
        if known:
            definition = put(definition, with_words(variant, known))
    return definition


def variant_of(key: str) -> str:
    """The code of the variant to which a key belongs; empty: it is a standard text."""
    return key.rpartition(APART)[0]


def _bilingual(definition: Definition) -> Iterator[Variant]:
    yield from (variant for variant in definition.variants if variant.code in BILINGUAL)
