"""Does a search find what people mean, whatever accents and capitals they type?"""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.bilingual import Bilingual
from engage.consultations.searching import MOST, finds, fold, search_text, wanted

COMPOSED, DECOMPOSED = (unicodedata.normalize(form, "tŷ") for form in ("NFC", "NFD"))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Tŷ'r Cyffredin", "ty r cyffredin"),
        (COMPOSED, "ty"),
        (DECOMPOSED, "ty"),
        ("Ysgol  GŴYR\n(Abertawe)", "ysgol gwyr abertawe"),
        ("100%_sicr", "100 sicr"),
        ("straße", "strasse"),
        ("", ""),
    ],
)
def test_a_text_is_folded(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("search", "text", "found"),
    [
        ("ty", "Y Tŷ Gwyn", True),
        (DECOMPOSED, f"Y {COMPOSED} Gwyn", True),
        (COMPOSED, f"Y {DECOMPOSED} Gwyn", True),
        ("TŶ gwyn", "y tŷ gwyn", True),
        ("llyfr", "Ein llyfrgelloedd", True),  # the beginning of a word is enough
        ("ty", "A county's quality", False),  # the middle of one is not
        ("tŷ coch", "y tŷ gwyn", False),  # every word must be there
        ("%", "100%", True),  # nothing to look for is everywhere: the caller sees that `wanted` is empty
    ],
)
def test_words_are_found(search, text, found):
    assert finds(wanted(search), text) is found


@pytest.mark.parametrize("rubbish", ["%", "___", "'; --", "\0", "   ", "🙂"])
def test_there_is_nothing_to_look_for_in_rubbish(rubbish):
    assert wanted(rubbish) == ()


def test_no_more_than_a_few_words_are_looked_for():
    assert len(wanted("a b " * 500)) == MOST


def test_both_languages_are_kept_to_be_searched():
    assert (
        search_text([Bilingual("The house", "Y tŷ"), Bilingual("Libraries", "")])
        == " the house y ty libraries"
    )


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)
