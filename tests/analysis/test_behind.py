"""Is it told who has hardly answered yet, and only of groups that may be shown?"""

from __future__ import annotations

from datetime import date

import pytest

from engage.analysis import census_service
from engage.analysis.behind import behind
from engage.analysis.census import Area
from engage.bilingual import Bilingual
from engage.equality.characteristics import Level
from tests.analysis.figures import look
from tests.analysis.safe import alone, subject
from tests.analysis.test_views import address, cells, show, text
from tests.factories import NOON
from tests.officers import sign_in

AGE = subject("age", "young", "middle", "old", level=Level.SUMMARY)
FOUND = alone(AGE, None, 150, 45, 205, 210)


@pytest.mark.parametrize(
    ("residents", "rows"),
    [
        ({"young": 5, "middle": 75, "old": 20}, ()),  # as among residents; the young are hidden
        ({"young": 5, "middle": 45, "old": 50}, (("Age (cy)", "old (cy)", "22%", "50%"),)),
        ({"young": 60, "middle": 30, "old": 10}, ()),  # a hidden group is not in the list
    ],
)
def test_groups_that_are_clearly_fewer_than_among_residents_are_listed(residents, rows):
    assert behind([(FOUND, residents)], "cy") == rows


def store(officer, female: int, male: int, **fields) -> None:
    about = census_service.About(
        characteristic="sex",
        level="summary",
        source=Bilingual("A yearbook", "Blwyddlyfr"),
        taken_on=date(2021, 3, 21),
        population="grown",
    )
    area = Area("W06999001", "Glynmorfa", {"Female": female, "Male": male})
    labels = {"Female": "female", "Male": "male"}
    census_service.store(officer, about, "Sex", area, labels, now=NOON, **fields)


@pytest.fixture
def desk(app, analyst):
    return sign_in(app.test_client(), analyst)


def test_while_the_consultation_is_open_officers_see_whom_to_reach(desk, consultation, analyst):
    look(NOON)
    assert "Once your council has brought tables" in text(show(desk, address(consultation, "/so-far")))
    store(analyst, 5_000, 95_000)
    page = show(desk, address(consultation, "/so-far"))
    assert [label for label, _ in cells(page, "behind")] == ["Sex"]
    assert [row[0] for _, row in cells(page, "behind")] == ["Male"]
    assert "A group whose number is hidden is not in this list." in text(page)


def test_that_no_group_is_behind_is_said(desk, consultation, analyst):
    look(NOON)
    store(analyst, 60_000, 40_000)
    page = show(desk, address(consultation, "/so-far"))
    assert page.xpath(".//caption[@id='behind-caption']") == []
    assert "No group that can be shown is a clearly smaller share" in text(page)
