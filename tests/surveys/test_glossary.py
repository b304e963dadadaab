"""Are agreed terms found where they stand?"""

from __future__ import annotations

import pytest

from engage.surveys.glossary import MOST, TERMS, terms


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Read our privacy notice.", "en", ["Privacy notice"]),
        ("The age group that you are in", "en", ["Age group"]),  # and not "age" as well
        ("Pages of a packaged message", "en", []),  # inside other words
        ("None of the above, or statistics", "en", ["None of the above", "Statistics"]),
        ("Dim un o’r uchod", "cy", ["None of the above"]),
        ("Council, council and COUNCIL", "en", ["Council"]),
    ],
)
def test_terms_are_found_as_whole_words(text, language, expected):
    assert [term.en for term in terms(text, language)] == expected


def test_a_long_text_does_not_bring_the_whole_glossary():
    assert len(terms(" ".join(term.en for term in TERMS), "en")) == MOST


def test_every_term_is_in_both_languages_and_there_once():
    assert all(term.complete for term in TERMS)
    assert len({term.en for term in TERMS}) == len({term.cy for term in TERMS}) == len(TERMS)
