"""Does the audit know that a matrix is asked as a whole, and a whole shared out among all options?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engage.analysis.audit import audit
from engage.analysis.audited import Contradiction, Kind, Public, Together
from engage.analysis.columns import FIRST, NOT_ANSWERED, NOT_ASKED
from engage.analysis.guarded import guarded
from engage.analysis.known import Asked, public
from engage.analysis.snapshot import Received, freeze
from engage.analysis.universe import Plan, universe
from engage.equality.characteristics import Level
from engage.surveys.definition import Option
from tests.analysis import people
from tests.analysis.safe import alone, subject
from tests.analysis.test_bounds_truth import Truth, check, true_answers

BANDS = ("none", "from_1", "from_25", "from_50")
HALVES = replace(people.SHARE, options=(Option("a", people.both("A")), Option("b", people.both("B"))))
SHARED = tuple(f"share.{code}" for code in "abcd")


def test_which_subjects_are_answered_together_is_read_from_the_survey():
    asked = people.of(people.VIEW, people.GRID, people.RANK, people.SHARE)
    steps = people.survey(people.VIEW, people.GRID, people.RANK, people.SHARE)
    known = public(asked, [Asked(steps, {}, None)], [Plan(level=asked.plan.level)])
    matrix, shares = known.together
    assert (len(matrix.subjects), matrix.shared_out) == (4, False)
    assert shares == Together(SHARED, True)


def test_rows_and_scales_that_came_later_were_asked_of_nobody_before():
    older = replace(people.GRID, rows=people.GRID.rows[:1], scales=people.GRID.scales[:1])
    newest, before = people.survey(people.VIEW, people.GRID), people.survey(people.VIEW, older)
    both = universe(Plan(level=Level.SUMMARY), (newest, before), None)
    versions = [Asked(newest, {}, None), Asked(before, {}, None)]
    later = ("grid.parks.later", "grid.roads.now", "grid.roads.later")
    assert [version.lacks(both) for version in versions] == [set(), set(later)]

    known = public(both, versions, [both.plan])
    assert known.together == (Together(later, False),)
    assert known.asked_of_all == {"view", "grid.parks.now"}

    answers = ({"grid": people.answer({"parks": {"now": "low"}})}, {})
    came = [
        Received.routed(bytes(15) + bytes((n,)), before, given, {}, lacking=versions[1].lacks(both))
        for n, given in enumerate(answers)
    ]
    frozen = freeze(both, came)
    codes = dict(zip((column.key for column in frozen.columns), frozen.codes.tolist(), strict=True))
    assert codes["grid.parks.now"] == [FIRST, NOT_ANSWERED]
    assert [codes[key] for key in later] == [[NOT_ASKED] * 2] * 3


def sharing(question, number: int, chance: np.random.Generator) -> dict[str, object]:
    """Somebody who shares out a hundred in steps of 25, and rates parks and perhaps roads."""
    given = chance.multinomial(4, [1 / len(question.options)] * len(question.options)) * 25
    grid = {"parks": {"now": "low" if number % 7 else "high", "later": "high"}}
    if number % 3:
        grid["roads"] = {"now": "high", "later": "low"}
    shared = {option.code: int(points) for option, points in zip(question.options, given, strict=True)}
    return {"share": shared, "grid": grid} if number % 9 else {"grid": grid}


@pytest.mark.parametrize("question", [people.SHARE, HALVES], ids=["four options", "two options"])
@pytest.mark.parametrize("asked_of_all", [True, False])
def test_what_follows_is_true(question, asked_of_all):
    asked, chance = people.of(question, people.GRID, characteristics=("sex", "age")), np.random.default_rng(8)
    keys = [each.key for each in asked.questions]
    everybody = [
        people.received(sharing(question, n, chance), number=n, asked=keys, equality=each.equality)
        for n, each in enumerate(people.invented(people.of(), 130, 8))
    ]
    if not asked_of_all:
        everybody[:40] = [replace(each, answers={}, asked=set()) for each in everybody[:40]]
    known = Public(
        asked_of_all=frozenset(each.key for each in asked.subjects) if asked_of_all else frozenset(),
        all_counted=True,
        together=tuple(
            Together(tuple(each.key for each in coded.subjects), coded.key == "share")
            for coded in asked.questions
        ),
    )
    gathered = guarded(people.release(asked, everybody), 130, known)
    check(gathered, true_answers(gathered, Truth(asked, everybody)))


def found(*options, together=True):
    """What somebody finds out who has what each of the options was given, and how many answered."""
    tables = [alone(subject(key, *BANDS), *figures) for key, figures in zip(SHARED, options, strict=False)]
    known = (Together(SHARED[: len(options)], True),) if together else ()
    report = audit(tables, 300, public=Public(together=known))
    return {(each.table, each.choice, each.kind) for each in report.failures}


def test_how_many_answered_is_the_same_for_every_option():
    """Of the first 78 people at least, of the second 54 and three hidden numbers: these are 6 to 9 each."""
    many = (30, 30, 30, None, 80, 90)
    options = many, (50, None, None, None, 80, 90), (None, None, 40, 45, 80, 90), many
    assert found(*options, together=False) == set()
    assert found(*options) >= {("share.b", code, Kind.NARROW) for code in BANDS[1:]}


def test_whoever_gives_less_than_half_to_one_of_two_gives_half_or_more_to_the_other():
    """Of 81 people at least 74 at the most gave half or more to the second: 7 to 9 gave it to the first."""
    options = (60, 20, None, None, 85, 90), (None, None, None, 70, 85, 90)
    assert ("share.a", "from_50", Kind.NARROW) not in found(*options, together=False)
    assert ("share.a", "from_50", Kind.NARROW) in found(*options)
    with pytest.raises(Contradiction):
        found((75, None, None, None, 75, 80), (75, None, None, None, 75, 80))
