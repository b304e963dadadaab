"""Do names come in the order of each language?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.collation import key


def in_order(words: list[str], language: str) -> list[str]:
    return sorted(words, key=lambda word: key(word, language))


@pytest.mark.parametrize(
    "words",
    [
        ["cyngor", "chwarae"],  # ch is a letter of its own, after c
        ["lori", "llan"],
        ["Rogerstone", "Rhondda"],
        ["dydd", "ddoe"],
        ["fflam", "gafr"],
        ["gŵr", "ngwlad", "hwyl"],  # ng comes after g
        ["pysgod", "pharmacy"],
        ["tyrfa", "theatr"],
        ["Bangor", "Banw"],  # here n and g are two letters
        ["Llangollen", "Llanwnda"],
        ["Tŷ", "tŷ gwyn", "tyddyn"],  # a word before a longer one that begins with it
        ["ardal 2", "ardal 10"],  # numbers as numbers
    ],
)
def test_welsh_words_come_in_the_order_of_the_welsh_alphabet(words):
    assert in_order(words[::-1], "cy") == words


def test_english_words_come_in_the_order_of_the_english_alphabet():
    words = ["children", "cycling", "llama", "lorry", "Rhondda", "Rogerstone"]
    assert in_order(words[::-1], "en") == words


@pytest.mark.parametrize("language", ["en", "cy"])
def test_accents_and_case_matter_only_between_words_that_are_otherwise_the_same(language):
    assert in_order(["tyb", "TŶ", "tŷ", "ty"], language) == ["ty", "tŷ", "TŶ", "tyb"]


@given(st.lists(st.text(max_size=20)), st.sampled_from(["en", "cy"]))
def test_any_text_can_be_sorted(words, language):
    assert in_order(words, language) == in_order(words[::-1], language)
