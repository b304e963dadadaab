"""Can anything be proven about a few people from all that is released?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import product

import numpy as np
import pytest

from engage.analysis import breakdown
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
    untold_rows,
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
CHANNELS = ("online", "paper", "telephone", "in_person")


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
def survey_of_237(
    level: Level, seed: int
) -> tuple[dict[Cell, Figure], Survey, Counter[Cell], frozenset[Cell]]:
    """The released figures of an invented survey, what is public about it, the truth, and what is untold."""
    universe = people.of(*QUESTIONS, level=level)
    everybody = people.invented(universe, RESPONSES, seed)
    survey = published(universe)
    truth = Counter(cell for person in everybody for cell in sets_of(person, survey, level))
    tables = people.release(universe, everybody)
    return read(everything(tables, "release", "en")), survey, truth, untold_rows(tables)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_proven_about_a_few_people(level, seed):
    """Not even by whoever knows how many people are counted, which is more than is told."""
    figures, survey, truth, untold = survey_of_237(level, seed)
    bounds = attack(figures, survey, people=RESPONSES, untold=untold)
    assert all(bounds.low[cell] <= truth[cell] <= bounds.high[cell] for cell in bounds.low)  # a sound attack
    assert proven_small(bounds, figures) == []
    assert proven_alike(bounds, figures, survey) == []
    toplines = [cell for cell in figures if not cell.characteristic]
    assert [cell for cell in toplines if bounds.low[cell] == bounds.high[cell]] == []


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("seed", SEEDS)
def test_unlike_figures_tell_nothing_about_a_few_people(level, seed):
    """Not who of them gave an answer: whoever is in the whole alone is one of many who answered."""
    figures, survey, truth, _ = survey_of_237(level, seed)
    rests = rests_of(told_by_unlike_figures(figures, survey), truth)
    assert len(rests) > 10
    assert min(rests) >= USUAL.threshold


def rests_of(told: Iterable[tuple[Cell, Cell]], truth: Counter[Cell]) -> list[int]:
    """How many people are in each whole, and not in the part of it whose figure is another one?"""
    return [truth[base_of(whole)] - truth[base_of(part)] for whole, part in told]


@cache
def divided(seed: int) -> tuple[Universe, list[Received]]:
    """People nearly all of whom came in one way, and pairs of characteristics nearly all of which are one."""
    universe = people.of(
        *QUESTIONS[:4],
        characteristics=("age", "sex", "disability", "religion"),
        intersections=(("sex", "disability"), ("sex", "age")),
        filter="response:channel",
    )
    ways = np.random.default_rng(seed).choice(CHANNELS, size=RESPONSES, p=[0.86, 0.11, 0.02, 0.01])
    everybody = people.invented(universe, RESPONSES, seed)
    return universe, [replace(one, channel=str(way)) for one, way in zip(everybody, ways, strict=True)]


def sets_divided(person: Received, survey: Survey) -> Iterator[Cell]:
    """Every set that a person is in, of everybody and of those who came in the same way, and by pairs."""
    mine = {
        c.code: categorise(c, Level.SUMMARY, person.equality)
        for c in people.STANDARD.choose(tuple(each for each in survey.groups if "*" not in each))
    }
    groups = [("", "")]
    for characteristic, every in survey.groups.items():
        halves = [mine[each] for each in characteristic.split("*")]
        if all(isinstance(each, str) for each in halves):
            group = "*".join(map(str, halves))
            groups.append((characteristic, group))
            groups += [(characteristic, others(each)) for each in every if each != group]
    for (characteristic, group), within in product(groups, ("", person.channel)):
        if characteristic and not group.startswith("not:"):
            yield Cell("", PEOPLE, characteristic, group, within)
            yield Cell("", ANSWERED, characteristic, "", within)
        for question, options in survey.options.items():
            for answer in answers_of(person, question, options if question in survey.several else ()):
                yield Cell(question, answer, characteristic, group, within)


def unlike(seed: int) -> tuple[list[tuple[Cell, Cell]], list[int]]:
    """What unlike figures tell of them, and how few people it is told of."""
    universe, everybody = divided(seed)
    figures = read(everything(people.release(universe, everybody), "release", "en"))
    groups = {each.key: tuple(choice.code for choice in each.choices) for each in universe.divisions}
    survey = replace(published(universe), groups=groups)
    truth = Counter(cell for person in everybody for cell in sets_divided(person, survey))
    told = list(told_by_unlike_figures(figures, survey))
    return told, rests_of(told, truth)


@pytest.mark.parametrize("seed", SEEDS)
def test_unlike_figures_within_a_filter_and_of_pairs_tell_nothing_about_a_few_people(seed):
    """A group within a value beside the whole group, two groups together beside each, all beside everyone."""
    told, rests = unlike(seed)
    assert min(rests) >= USUAL.threshold
    kinds = {(whole.characteristic.count("*"), part.characteristic.count("*")) for whole, part in told}
    assert {(0, 0), (0, 1)} <= kinds
    assert {"", "online", "paper"} <= {part.within for _, part in told}


def test_without_that_rule_they_would_tell_much(monkeypatch):
    """The same people and the same attack."""
    monkeypatch.setattr(breakdown, "without_near", tuple)
    rests = [rest for seed in SEEDS for rest in unlike(seed)[1]]
    assert min(rests) == 1
    assert sum(rest < USUAL.threshold for rest in rests) > 100


@pytest.mark.parametrize("level", LEVELS)
def test_the_survey_has_small_groups_and_groups_of_one_mind_to_guard(level):
    figures, _, truth, _ = survey_of_237(level, 0)
    crossed = [cell for cell in figures if cell.question and cell.characteristic]
    assert sum(truth[cell] == 0 for cell in crossed) > 20
    assert sum(0 < truth[cell] < 10 for cell in crossed) > 50
    assert sum(truth[cell] == truth[cell._replace(answer=ANSWERED)] >= 10 for cell in crossed) >= 2
    assert sum(figure.count != HIDDEN for figure in figures.values()) > 100


@pytest.mark.parametrize("level", LEVELS)
def test_the_attack_succeeds_where_small_counts_are_only_left_out(level):
    """The same attack on the same survey, with true counts except those under 10: it can win."""
    figures, survey, truth, _ = survey_of_237(level, 0)

    def said(cell: Cell) -> str:
        return str(truth[cell]) if truth[cell] >= 10 else HIDDEN

    bare = {cell: Figure(said(cell), said(base_of(cell))) for cell in figures}
    bounds = attack(bare, survey, slack=0)
    assert len(proven_small(bounds, figures)) > 50
    assert len(proven_alike(bounds, figures, survey)) > 10
