"""Does the page that holds a whole release mark what it shows, and nothing else?"""

from __future__ import annotations

from engage.analysis import words
from engage.analysis.page import ABREAST, page
from tests.analysis.files import ABOUT
from tests.analysis.safe import alone, subject


def test_of_several_parts_those_are_marked_in_which_a_percentage_is_uncertain():
    """Of 60 people 25 answered: only the share who did not is a percentage, in the last part."""
    many = subject("many", *(f"option_{number}" for number in range(ABREAST + 2)))
    counts = (25, *[None] * (ABREAST + 1))
    (section,) = page([alone(many, *counts, 25, 60)], ABOUT, "en").sections
    marked = [[row[-1] for body in table.bodies for row in body.rows] for table in section.tables[:2]]
    assert marked == [[""], [words.UNCERTAIN]]
