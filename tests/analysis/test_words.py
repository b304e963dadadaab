"""Are the words that travel with files there in both languages?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest

from engage.analysis import findings_words, words
from engage.analysis.rule import USUAL, Rule
from engage.analysis.statistics import HIGHEST, LEAST_BASE, LOWEST, SURE_BASE
from engage.bilingual import LANGUAGES, Bilingual


def found(thing: object) -> Iterator[Bilingual]:
    if isinstance(thing, Bilingual):
        yield thing
    elif isinstance(thing, tuple):
        for each in thing:
            yield from found(each)
    elif isinstance(thing, Mapping):
        yield from found(tuple(thing.values()))


OWN = tuple(value for name, value in vars(words).items() if name.isupper())
STRICTER = Rule(base=10, threshold=20, least_base=60)
ALL = (
    *found(OWN),
    *(
        text
        for rule in (USUAL, STRICTER)
        for text in (*words.explanation(rule), *words.shorthand(rule).values())
    ),
    *findings_words.reading(STRICTER),
    words.band("1", "2"),
    words.ranked_among_the_first(3),
)


@pytest.mark.parametrize("text", ALL, ids=lambda text: text.en)
def test_words_are_complete_and_hold_the_same_numbers_and_shorthand(text):
    assert text.complete
    english, welsh = (re.findall(r"\d+|\[\w+\]", text[language]) for language in LANGUAGES)
    assert sorted(english) == sorted(welsh)


def test_the_words_name_the_limits_that_hold():
    english = " ".join(text.en for text in ALL)
    for limit in (
        f"multiple of {USUAL.base}",
        f"below {USUAL.threshold}",
        f"at least {LEAST_BASE}",
        f"below {SURE_BASE}",
        f"multiple of {STRICTER.base}",
        f"below {STRICTER.threshold}",
        f"at least {STRICTER.least_base}",
    ):
        assert limit in english
    assert (words.UNDER.en, words.OVER.en) == (f"under {LOWEST}%", f"over {HIGHEST}%")


@pytest.mark.parametrize(
    ("lowest", "highest", "english", "welsh"),
    [
        ("1", "4", "1 to 4", "1 i 4"),
        ("20", "", "20 or more", "20 neu fwy"),
        ("", "0", "0 or less", "0 neu lai"),
    ],
)
def test_a_band_of_numbers(lowest, highest, english, welsh):
    assert words.band(lowest, highest) == Bilingual(english, welsh)
