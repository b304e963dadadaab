"""Can anything be proven about a few people from all that is released?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from engage.analysis.exports import everything
from engage.analysis.rule import USUAL
from engage.analysis.snapshot import Received
from engage.analysis.universe import Universe
from engage.equality.characteristics import Level
from engage.equality.coding import NotGiven, categorise
from tests.analysis import people
from tests.analysis.attacker import (
    ANSWERED,
    ASKED,
    HIDDEN,
    NOT_ASKED,
    PEOPLE,
    REST,
    UNANSWERED,
    Cell,
    Figure,
    Survey,
    attack,
    base_of,
    others,
    proven_alike,
    proven_small,
    read,
    told_by_unlike_figures,
)

RESPONSES = 237
FIVE = people.options("much_worse", "worse", "same", "better", "much_better")
QUESTIONS = (
    people.VIEW,
    people.USES,
    people.FEEL,
    *(replace(people.VIEW, id=f"view_{number}", options=FIVE) for number in range(4)),
    replace(people.USES, id="uses_2", options=FIVE),
)
ASKED_OF_ALL = frozenset({"age", "sex", "disability", "race", "religion"})
LEVELS = (Level.SUMMARY, Level.DETAILED)
SEEDS = range(4)


def published(universe: Universe) -> Survey:
    """What anybody can read in the survey itself."""
    return Survey(
        options={q.key: tuple(choice.code for choice in q.subjects[0].choices) for q in universe.questions},
        several=frozenset(q.key for q in universe.questions if len(q.columns) > 1),
        groups={c.key: tuple(choice.code for choice in c.choices) for c in universe.characteristics},
        asked_of_all=ASKED_OF_ALL,
    )


def sets_of(person: Received, survey: Survey, level: Level) -> Iterator[Cell]:
    """Every set that a person truly belongs to."""
    groups = [("", "")]
    for characteristic in people.STANDARD.choose(tuple(survey.groups)):
        group = categorise(characteristic, level, person.equality)
        yield from membership(characteristic.code, group)
        groups.append((characteristic.code, group if isinstance(group, str) else REST))
        if isinstance(group, str):
            every = survey.groups[characteristic.code]
            groups += [(characteristic.code, others(each)) for each in every if each != group]
    for characteristic, group in groups:
        yield Cell("", PEOPLE, characteristic, group)
        for question, options in survey.options.items():
            for answer in answers_of(person, question, options if question in survey.several else ()):
                yield Cell(question, answer, characteristic, group)


def membership(characteristic: str, group: str | NotGiven) -> Iterator[Cell]:
    if group is NotGiven.NOT_ASKED:
        yield Cell("", NOT_ASKED, characteristic)
        return
    yield Cell("", ASKED, characteristic)
    if isinstance(group, str):
        yield Cell("", ANSWERED, characteristic)
    else:
        yield Cell("", PEOPLE, characteristic, UNANSWERED)


def answers_of(person: Received, question: str, ticks: tuple[str, ...]) -> Iterator[str]:
    if question not in person.answers:
        yield UNANSWERED
        return
    yield ANSWERED
    value = person.answers[question]["value"]
    yield from value if ticks else (value,)
    yield from (f"not {option}" for option in ticks if option not in value)


@cache
def survey_of_237(level: Level, seed: int) -> tuple[dict[Cell, Figure], Survey, Counter[Cell]]:
    """The released figures of an invented survey, what is public about it, and the truth."""
    universe = people.of(*QUESTIONS, level=level)
    everybody = people.invented(universe, RESPONSES, seed)
    survey = published(universe)
    truth = Counter(cell for person in everybody for cell in sets_of(person, survey, level))
    written = everything(people.release(universe, everybody), "release", "en")
    return read(written), survey, truth


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_proven_about_a_few_people(level, seed):
    """Not even by whoever knows how many people are counted, which is more than is told."""
    figures, survey, truth = survey_of_237(level, seed)
    bounds = attack(figures, survey, people=RESPONSES)
    assert all(bounds.low[cell] <= truth[cell] <= bounds.high[cell] for cell in bounds.low)  # a sound attack
    assert proven_small(bounds, figures) == []
    assert proven_alike(bounds, figures, survey) == []
    toplines = [cell for cell in figures if not cell.characteristic]
    assert [cell for cell in toplines if bounds.low[cell] == bounds.high[cell]] == []


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("seed", SEEDS)
def test_unlike_figures_tell_nothing_about_a_few_people(level, seed):
    """Not who of them gave an answer: whoever is in the whole alone is one of many who answered."""
    figures, survey, truth = survey_of_237(level, seed)
    told = list(told_by_unlike_figures(figures, survey))
    rests = [truth[base_of(whole)] - truth[base_of(part)] for whole, part in told]
    assert len(told) > 10
    assert [rest for rest in rests if rest < USUAL.threshold - USUAL.off] == []


@pytest.mark.parametrize("level", LEVELS)
def test_the_survey_has_small_groups_and_groups_of_one_mind_to_guard(level):
    figures, _, truth = survey_of_237(level, 0)
    crossed = [cell for cell in figures if cell.question and cell.characteristic]
    assert sum(truth[cell] == 0 for cell in crossed) > 20
    assert sum(0 < truth[cell] < 10 for cell in crossed) > 50
    assert sum(truth[cell] == truth[cell._replace(answer=ANSWERED)] >= 10 for cell in crossed) >= 2
    assert sum(figure.count != HIDDEN for figure in figures.values()) > 100


@pytest.mark.parametrize("level", LEVELS)
def test_the_attack_succeeds_where_small_counts_are_only_left_out(level):
    """The same attack on the same survey, with true counts except those under 10: it can win."""
    figures, survey, truth = survey_of_237(level, 0)

    def said(cell: Cell) -> str:
        return str(truth[cell]) if truth[cell] >= 10 else HIDDEN

    bare = {cell: Figure(said(cell), said(base_of(cell))) for cell in figures}
    bounds = attack(bare, survey, slack=0)
    assert len(proven_small(bounds, figures)) > 50
    assert len(proven_alike(bounds, figures, survey)) > 10
