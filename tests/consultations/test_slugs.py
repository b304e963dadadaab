"""Is what names a consultation in its address fit for one?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.consultations.slugs import LONGEST, is_slug, numbered, proposed


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Council budget 2027: what matters?", "council-budget-2027-what-matters"),
        ("Tŷ'r Gymuned a'r Hyb", "tyr-gymuned-ar-hyb"),
        ("Y dyfodol – Sut?", "y-dyfodol-sut"),
        ("📚", ""),
        ("Библиотека", ""),
    ],
)
def test_a_slug_is_made_from_a_title(title, slug):
    assert proposed(title) == slug


def test_a_long_title_is_cut_between_words():
    slug = proposed("consultation " * 20)
    assert slug == "-".join(["consultation"] * 6)
    assert len(proposed("x" * 200)) == LONGEST


@pytest.mark.parametrize(
    "text",
    ["", "Budget", "tŷ", "-budget", "budget-", "a--b", "a b", "a/b", "a_b", "\0", "a\n", "x" * (LONGEST + 1)],
)
def test_what_no_address_should_have_is_no_slug(text):
    assert not is_slug(text)


@given(st.text(max_size=200), st.integers(2, 10_000))
def test_what_is_proposed_is_a_slug_also_with_a_number(title, number):
    slug = proposed(title)
    assert not slug or (is_slug(slug) and is_slug(numbered(slug, number)))
