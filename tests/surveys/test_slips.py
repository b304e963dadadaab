"""Is a slip of the pen told from a change of what people are asked?"""

from __future__ import annotations

import pytest

from engage.bilingual import Bilingual
from engage.surveys.slips import NEGATION, NUMBERS, WORDING, doubts


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("How do you recieve it?", "How do you receive it?"),
        ("The council will decide.", "The council, will decide."),  # a comma
        ("the the library", "the library"),  # twice
        ("Your libary", "Your library"),
        ("Should they be open?", "Should They be open?"),
        ("Goverment", "Government"),
        ("Ydych chi'n cytnuo?", "Ydych chi'n cytuno?"),
        ("", ""),
    ],
)
def test_a_few_letters_are_no_doubt(before, after):
    assert doubts(Bilingual(before, "Yr un"), Bilingual(after, "Yr un")) == ()
    assert doubts(Bilingual("The same", before), Bilingual("The same", after)) == ()


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("It costs £100.", "It costs £1,000.", (NUMBERS,)),
        ("in 2027", "in 2028", (NUMBERS,)),
        ("We will close it.", "We will not close it.", (NEGATION, WORDING)),
        ("You can go.", "You can't go.", (NEGATION, WORDING)),
        ("I now agree", "I not agree", (NEGATION, WORDING)),
        ("agree", "disagree", (WORDING,)),
        ("happy", "unhappy", (WORDING,)),
        ("should close", "could close", (WORDING,)),
        ("more", "most", (WORDING,)),
        ("a b c d e", "a b c d", (WORDING,)),
        ("wrod thign seond ritgh", "word thing second right", (WORDING,)),  # too many at once
        ("", "Something", (WORDING,)),
    ],
)
def test_what_may_mean_something_else_is_doubted(before, after, why):
    assert doubts(Bilingual(before, "x"), Bilingual(after, "x")) == why


def test_welsh_negatives_are_known():
    assert NEGATION in doubts(Bilingual("x", "Rwy'n cytuno"), Bilingual("x", "Nid wyf yn cytuno"))
