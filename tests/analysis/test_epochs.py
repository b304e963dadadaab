"""Can figures be asked for only when comparing them with others tells nothing?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from engage.analysis.epochs import Kind, Moment, Past, Why, left, needed, refusal
from engage.consultations.stage import Stage
from tests.factories import NOON

DAY = timedelta(days=1)


def at(stage: Stage = Stage.OPEN, changed: int = 50, until=NOON, **more: bool) -> Moment:
    return Moment(now=NOON, stage=stage, answers_until=until, changed=changed, **more)


def past(kind: Kind, *days: int) -> list[Past]:
    return [Past(kind, NOON - number * DAY) for number in days]


CASES = [
    (Kind.INTERIM, [], at(), None),
    (Kind.INTERIM, [], at(changed=49), Why.TOO_LITTLE),
    (Kind.INTERIM, [], at(stage=Stage.FORTHCOMING), Why.NOT_OPEN),
    (Kind.INTERIM, [], at(stage=Stage.CLOSED), Why.NOT_OPEN),
    (Kind.INTERIM, past(Kind.INTERIM, 7), at(), None),
    (Kind.INTERIM, past(Kind.INTERIM, 6), at(), Why.TOO_SOON),
    (Kind.INTERIM, past(Kind.INTERIM, 20, 10), at(changed=10**6), Why.OFTEN_ENOUGH),
    (Kind.INTERIM, past(Kind.COMPOSITION, 1), at(), None),
    (Kind.COMPOSITION, [], at(changed=25), None),
    (Kind.COMPOSITION, [], at(changed=24), Why.TOO_LITTLE),
    (Kind.COMPOSITION, past(Kind.COMPOSITION, 1), at(), None),
    (Kind.COMPOSITION, past(Kind.COMPOSITION, 0), at(), Why.TOO_SOON),
    (Kind.COMPOSITION, [], at(stage=Stage.CLOSED), Why.NOT_OPEN),
    (Kind.FINAL, [], at(stage=Stage.CLOSED, changed=0), None),
    (Kind.FINAL, past(Kind.INTERIM, 1), at(stage=Stage.REPORTED, changed=1), None),  # under its own key
    (Kind.FINAL, [], at(stage=Stage.CLOSED, until=NOON + timedelta(seconds=1)), Why.STILL_OPEN),
    (Kind.FINAL, [], at(), Why.STILL_OPEN),
    (Kind.FINAL, past(Kind.FINAL, 1), at(stage=Stage.CLOSED), Why.DONE),
    (Kind.CORRECTION, past(Kind.INTERIM, 1), at(stage=Stage.CLOSED), Why.NOTHING_TO_CORRECT),
    (Kind.CORRECTION, past(Kind.FINAL, 1), at(stage=Stage.CLOSED, changed=0), None),
    (Kind.CORRECTION, past(Kind.FINAL, 1), at(stage=Stage.CLOSED, is_same=True), Why.NOTHING_NEW),
    (
        Kind.CORRECTION,
        past(Kind.FINAL, 9) + past(Kind.CORRECTION, 3, 2, 1),
        at(stage=Stage.CLOSED),
        Why.OFTEN_ENOUGH,
    ),
]


@pytest.mark.parametrize(("kind", "made", "moment", "why"), CASES)
def test_figures_are_refused_for_one_reason_or_none(kind, made, moment, why):
    assert refusal(kind, made, moment) == why


@pytest.mark.parametrize(("counted", "least"), [(0, 25), (250, 25), (1000, 100)])
def test_the_more_have_responded_the_more_must_have_changed(counted, least):
    assert needed(Kind.COMPOSITION, counted) == least
    assert needed(Kind.INTERIM, counted) == 50


@pytest.mark.parametrize(
    ("kind", "made", "expected"),
    [
        (Kind.CORRECTION, [], 3),
        (Kind.CORRECTION, past(Kind.CORRECTION, 1, 2, 3), 0),
        (Kind.INTERIM, past(Kind.INTERIM, 8) + past(Kind.CORRECTION, 1), 1),
        (Kind.COMPOSITION, past(Kind.COMPOSITION, 1, 2, 3, 4), None),
    ],
)
def test_of_some_kinds_there_are_only_so_many(kind, made, expected):
    assert left(kind, made) == expected
