"""Does the audit know what everybody knows: how many choices one person can make at once?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engage.analysis.audit import audit, quick
from engage.analysis.audited import Contradiction, Public, Ticking
from engage.analysis.guarded import guarded
from engage.analysis.known import Asked, public
from engage.analysis.universe import Plan, universe
from engage.equality.characteristics import Level
from engage.surveys.definition import Option, Ranking
from engage.surveys.recoding import Recoding, Renamed
from tests.analysis import people
from tests.analysis.safe import alone, crossed, subject
from tests.analysis.test_bounds_truth import Truth, check, true_answers

PLAN = Plan(level=Level.SUMMARY, characteristics=("sex", "age"))
NONE = Option("none", people.both("None of these"), exclusive=True)
WAYS = people.options("bus", "train", "bike", "foot")
TRAVEL = replace(people.USES, options=(*WAYS, NONE))
RANK_ALL = Ranking(id="rank", title=people.both("Rank"), options=people.options("a", "b", "c", "d", "e"))
OF_ALL = Ticking("uses", 1, 4, frozenset({"none"}))


def told(*versions, paths=()) -> tuple[Ticking, ...]:
    """What is public when these questions were asked, one in each version, newest first."""
    asked = [people.survey(each) for each in versions]
    tables = universe(PLAN, tuple(asked), people.STANDARD)
    known = [Asked(each, {}, None) for each in asked]
    if paths:
        known[-1] = known[-1]._replace(paths={"uses": paths})
    return public(tables, known, [PLAN]).ticking


@pytest.mark.parametrize(
    ("questions", "found"),
    [
        ([TRAVEL], [OF_ALL]),
        ([replace(TRAVEL, maximum=2)], [OF_ALL._replace(most=2)]),
        ([replace(TRAVEL, minimum=2, maximum=3)], [OF_ALL._replace(least=2, most=3)]),
        ([replace(TRAVEL, maximum=3), replace(TRAVEL, minimum=2, maximum=2)], [OF_ALL._replace(most=3)]),
        ([TRAVEL, replace(TRAVEL, minimum=2, options=WAYS)], [Ticking("uses", 1, 4)]),
        ([people.RANK], [Ticking("rank.top", 1, 2, first="rank.first")]),
        ([RANK_ALL], [Ticking("rank.top", 3, 3, first="rank.first")]),
        ([replace(people.RANK, top=1)], []),
        ([people.VIEW], []),
    ],
)
def test_how_many_can_be_chosen_is_read_from_the_survey(questions, found):
    assert list(told(*questions)) == found


def test_of_a_question_whose_answers_are_read_in_other_codes_nothing_is_sure():
    assert told(TRAVEL, TRAVEL) == (OF_ALL,)
    assert told(TRAVEL, TRAVEL, paths=(Recoding("uses", "uses", (Renamed("bus", "train"),)),)) == ()


USES = subject("uses", "bus", "train", "none", several=True)
TWO = Ticking("uses", 1, 2, frozenset({"none"}))
KNOWN = Public(asked_of_all=frozenset({"uses"}), complete=frozenset({"language"}), ticking=(TWO,))


@pytest.mark.parametrize(
    ("figures", "ticking"),
    [
        ((60, 30, 60, 100, 100), TWO),  # 56 at least take the bus and 56 nothing, of 104 at the most
        ((80, 80, None, 100, 100), TWO._replace(most=1)),  # 152 ticks at the least
        ((60, 60, None, 100, 100), TWO._replace(least=2)),  # 128 at the most, of 95 people or more
    ],
)
def test_figures_that_nobody_can_have_ticked_are_no_figures(figures, ticking):
    tables = [alone(USES, *figures)]
    assert quick(tables, 300, public=replace(KNOWN, ticking=())).safe
    with pytest.raises(Contradiction):
        audit(tables, 300, public=replace(KNOWN, ticking=(ticking,)))


def test_what_an_answer_that_stands_alone_tells_of_another_is_found():
    """Of 14 at the most in one language, 6 at least chose nothing: the others are known to be few."""
    ticked = {"en": (None, 10, 10, 10, 10), "cy": (40, 30, 10, 60, 60)}
    tables = [crossed(USES, "language", ticked)]
    found = failing(tables, KNOWN)
    assert found - failing(tables, replace(KNOWN, ticking=()))


def failing(tables, known):
    return {(each.group, each.choice, each.whose) for each in audit(tables, 70, public=known).failures}


RANKED = (subject("rank.first", "a", "b", "c"), subject("rank.top", "a", "b", "c", several=True))
FIRST_OF = Ticking("rank.top", 1, 2, first="rank.first")


def test_what_is_put_first_is_among_the_first_few():
    tables = [alone(RANKED[0], 60, 20, 20, 100, 100), alone(RANKED[1], 50, 60, 60, 100, 100)]
    assert audit(tables, 300).safe
    with pytest.raises(Contradiction):
        audit(tables, 300, public=Public(ticking=(FIRST_OF,)))


@pytest.mark.parametrize(
    ("question", "limits"),
    [
        (TRAVEL, {}),
        (TRAVEL, {"maximum": 2}),
        (TRAVEL, {"minimum": 2}),
        (TRAVEL, {"minimum": 2, "maximum": 3}),
        (people.RANK, {}),
        (RANK_ALL, {}),
    ],
)
def test_what_follows_from_ticks_is_true(question, limits):
    question = replace(question, **limits)
    asked = people.of(people.VIEW, question, characteristics=("age", "sex"))
    chance = np.random.default_rng(5)
    everybody = [chosen(each, question, chance) for each in people.invented(asked, 150, 7)]
    known = Public(
        characteristics=people.STANDARD.characteristics,
        asked_of_all=frozenset({"age", "sex", "view", *(each.key for each in asked.subjects)}),
        all_counted=True,
        ticking=told(question),
    )
    assert known.ticking
    gathered = guarded(people.release(asked, everybody), 150, known)
    check(gathered, true_answers(gathered, Truth(asked, everybody)))


def chosen(person, question, chance: np.random.Generator):
    """This person with as many choices of the question as may be made, by chance."""
    if question.id not in person.answers:
        return person
    codes = [option.code for option in question.options if not option.exclusive]
    if isinstance(question, Ranking):
        value = [str(each) for each in chance.permutation(codes)][: question.top]
    elif chance.random() < 0.1:
        value = ["none"]
    else:
        number = chance.integers(max(question.minimum, 1), question.maximum or len(codes), endpoint=True)
        value = sorted(chance.permutation(codes)[:number].tolist(), key=codes.index)
    return replace(person, answers=person.answers | {question.id: people.answer(value)})
