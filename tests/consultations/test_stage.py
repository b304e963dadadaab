"""At which moment does a consultation come to its next stage?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from engage.consultations.stage import Stage, stage
from tests.factories import NOON

SECOND = timedelta(seconds=1)
OPENS, CLOSES = NOON, NOON + timedelta(days=30)
PUBLISHED = NOON - timedelta(days=7)


@pytest.mark.parametrize(
    ("published", "reported", "now", "expected"),
    [
        (None, None, NOON, Stage.DRAFT),
        (None, None, CLOSES, Stage.DRAFT),  # the dates of a draft mean nothing
        (PUBLISHED, None, PUBLISHED - SECOND, Stage.DRAFT),
        (PUBLISHED, None, PUBLISHED, Stage.FORTHCOMING),
        (PUBLISHED, None, OPENS - SECOND, Stage.FORTHCOMING),
        (PUBLISHED, None, OPENS, Stage.OPEN),
        (PUBLISHED, None, CLOSES - SECOND, Stage.OPEN),
        (PUBLISHED, None, CLOSES, Stage.CLOSED),
        (PUBLISHED, CLOSES, CLOSES + SECOND, Stage.REPORTED),
    ],
)
def test_the_stage_follows_from_dates_and_facts(published, reported, now, expected):
    assert stage(published, OPENS, CLOSES, reported, now) == expected
