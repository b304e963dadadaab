"""Are days compared across languages, whatever the months are called and however they mutate?"""

from __future__ import annotations

import pytest

from engage.bilingual import Bilingual
from engage.surveys.date_parity import differences


@pytest.mark.parametrize(
    ("english", "welsh"),
    [
        ("From 1 March 2027", "O 1 Mawrth 2027"),
        ("Until 12th of May", "Tan 12 Mai"),
        ("On 3 March", "Ar 3 o Fawrth"),
        ("In November 2026", "Yn Nhachwedd 2026"),
        ("July 4 and 5 December", "4 Gorffennaf a 5 Rhagfyr"),
        ("You may add 3 more", "Gallwch ychwanegu 3 arall"),  # no month
        ("1 Sept 2026", "1 Medi 2026"),
    ],
)
def test_the_same_days_are_no_difference(english, welsh):
    assert list(differences(Bilingual(english, welsh))) == []


@pytest.mark.parametrize(
    ("english", "welsh", "expected"),
    [
        ("1 March 2027", "1 Ebrill 2027", ("dates_differ", "March", "Ebrill")),
        ("Closes on 1 March", "Yn cau ar 1", ("dates_differ", "March", "")),
        ("1 March 2027", "2 Mawrth 2027", ("numbers_differ", "1", "2")),
    ],
)
def test_another_day_is_named(english, welsh, expected):
    assert list(differences(Bilingual(english, welsh))) == [expected]
