"""What can bodies of a joint consultation prove about the people outside them, alone or put together?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from functools import cache
from itertools import chain, combinations

import numpy as np
import pytest

from engage.analysis.audit import quick, step_by_step
from engage.analysis.audited import Public, Whose
from engage.analysis.bodies import seen_by
from engage.analysis.columns import EVERYONE, FIRST, Choice
from engage.analysis.disclosure import reopen
from engage.analysis.dropping import dropped
from engage.analysis.exports import everything
from engage.analysis.universe import Body
from engage.bilingual import Bilingual
from engage.equality.characteristics import Level
from engage.surveys.definition import SingleChoice
from tests.analysis import people
from tests.analysis.attacker import (
    ANSWERED,
    HIDDEN,
    NO_VALUE,
    Cell,
    Figure,
    Survey,
    attack,
    base_of,
    read,
    told_by_unlike_figures,
    too_narrow,
    untold_rows,
)
from tests.analysis.safe import subject

COUNTY = SingleChoice(
    id="county", title=people.both("County"), options=people.options("glyn", "ystrad", "arwen", "elsewhere")
)
SHARES = {"glyn": 0.5, "ystrad": 0.38, "arwen": 0.04, "elsewhere": 0.04, None: 0.04}
BODIES = tuple(Body(code, place, code) for place, code in enumerate(("glyn", "ystrad", "arwen"), 1))
GROUPS = [*chain.from_iterable(combinations(BODIES, size) for size in (1, 2, 3))]
ABOUT = ("sex", "race")
VIEWS = ("for", "neither", "against")
RESPONSES = 300
PUBLIC = Public(
    characteristics=people.STANDARD.choose(ABOUT),
    asked_of_all=frozenset({"sex", "race", "view", "county"}),
    joint=frozenset({"county"}),
    all_counted=True,
)


@cache
def invented(seed: int):
    asked = people.of(
        people.VIEW, COUNTY, level=Level.SUMMARY, characteristics=ABOUT, filter="county", bodies=BODIES
    )
    chance = np.random.default_rng(seed)
    live = chance.choice(list(SHARES), size=RESPONSES, p=list(SHARES.values()))
    everybody = [
        replace(
            each, answers=each.answers | {"county": people.answer(county)} if county else _no_county(each)
        )
        for each, county in zip(people.invented(asked, RESPONSES, seed), live, strict=True)
    ]
    return asked, everybody


def _no_county(person):
    return {key: said for key, said in person.answers.items() if key != "county"}


@cache
def released(seed: int):
    """What is given out in the end, after the audit."""
    asked, everybody = invented(seed)
    while True:
        tables = people.release(asked, everybody)
        report = step_by_step(tables, RESPONSES, public=PUBLIC)
        if report.safe:
            return asked, tables
        asked = dropped(asked, report.failures)


def files(tables, bodies):
    """Read the files of these bodies, and nothing else: what is about everyone, and about each body."""
    found: dict[Cell, Figure] = {}
    for body in bodies:
        found |= read(everything(seen_by(body, tables), "release", "en"))
    return found


def published(asked, bodies) -> Survey:
    """What everybody can read in the survey; all who are outside these bodies are together."""
    codes = tuple(each.code for each in bodies)
    groups = {each.key: tuple(choice.code for choice in each.choices) for each in asked.characteristics}
    options = {"view": VIEWS, "county": codes}
    return Survey(options, frozenset({"county"}), groups, frozenset(groups), filter="county")


def given_away(figures, survey: Survey, slack: int = 4, untold: Collection[Cell] = ()) -> list[Cell]:
    """The small numbers of people outside these bodies that follow from their files."""
    bounds = attack(figures, survey, slack, untold=untold)
    outside = [cell._replace(within=NO_VALUE) for cell in figures if not cell.within]
    return too_narrow(bounds, [cell for cell in outside if cell in bounds.low and cell.question != "county"])


@pytest.mark.parametrize("bodies", GROUPS, ids=lambda bodies: "+".join(each.code for each in bodies))
@pytest.mark.parametrize("seed", [0, 1])
def test_taking_bodies_away_from_the_whole_shows_no_small_number(seed, bodies):
    asked, tables = released(seed)
    figures = files(tables, bodies)
    assert {cell.within for cell in figures} == {"", *(each.code for each in bodies)}
    untold = {cell for body in bodies for cell in untold_rows(seen_by(body, tables))}
    assert given_away(figures, published(asked, bodies), untold=untold) == []


@pytest.mark.parametrize("bodies", GROUPS, ids=lambda bodies: "+".join(each.code for each in bodies))
def test_unlike_figures_of_a_body_and_of_the_whole_tell_nothing_about_a_few_people(bodies):
    asked, tables = released(0)
    figures, truth = files(tables, bodies), true_numbers(bodies)
    told = [
        (whole, part)
        for whole, part in told_by_unlike_figures(figures, published(asked, bodies))
        if part.question == "view" and part.within and not whole.group.startswith("not:")
    ]
    assert {part.within for _, part in told} >= {each.code for each in bodies[:1]} - {"arwen"}
    assert all(truth[base_of(whole)] - truth[base_of(part)] >= 10 for whole, part in told)


@pytest.mark.parametrize("bodies", GROUPS, ids=lambda bodies: "+".join(each.code for each in bodies))
def test_there_are_small_differences_to_protect(bodies):
    truth = true_numbers(bodies)
    outside = (Cell("view", view, "race", group, NO_VALUE) for view in VIEWS for group in races())
    assert any(truth[cell] < 10 for cell in outside)


@pytest.mark.parametrize(
    "bodies",
    [each for each in GROUPS if BODIES[0] in each],
    ids=lambda bodies: "+".join(each.code for each in bodies),
)
def test_the_attack_succeeds_where_only_small_numbers_are_left_out(bodies):
    """The same files with true numbers, except those under 10."""
    asked, tables = released(0)
    truth = true_numbers(bodies)

    def said(cell: Cell) -> str:
        return str(truth[cell]) if truth[cell] > 9 else HIDDEN

    figures = {
        cell: Figure(said(cell), said(base_of(cell)))
        for cell in files(tables, bodies)
        if cell.question == "view" and cell.answer in VIEWS and not cell.group.startswith("not:")
    }
    assert given_away(figures, published(asked, bodies), slack=0)


def true_numbers(bodies) -> Counter[Cell]:
    """How many people there truly are in each set: of everyone, of each body, and outside these bodies."""
    _asked, everybody = invented(0)
    found: Counter[Cell] = Counter()
    for person in everybody:
        county = person.answers.get("county", {}).get("value")
        within = county if county in {each.code for each in bodies} else NO_VALUE
        answers = [person.answers["view"]["value"], ANSWERED] if "view" in person.answers else []
        groups = [("", ""), *((about, group_of(about, person)) for about in ABOUT)]
        for answer in answers:
            for about, group in groups:
                found[Cell("view", answer, about, group)] += 1
                found[Cell("view", answer, about, group, within)] += 1
    return found


def races() -> list[str]:
    (race,) = (each for each in invented(0)[0].characteristics if each.key == "race")
    return [choice.code for choice in race.choices]


def group_of(about: str, person) -> str:
    for each in invented(0)[0].chosen:
        if each.subject.key == about:
            code = each.coded([person])[0]
            return next((c.code for c in each.subject.choices if c.value == code), "")
    raise KeyError(about)


# --- what the check of a release finds --------------------------------------------------------------------


def within(code: str, value: int) -> Choice:
    return Choice(code, Bilingual(code, code), "county", FIRST + value)


def counted(everyone: int, *bodies: int):
    """How many answered a question: in all, and of each body's residents."""
    about = subject("view", "for", "against")
    values = (None, *(within(each.code, place) for place, each in enumerate(BODIES[: len(bodies)])))
    return [
        reopen(about, EVERYONE, [(number, None, number, number)], value)
        for number, value in zip((everyone, *bodies), values, strict=True)
    ]


@pytest.mark.parametrize(
    ("everyone", "bodies", "together"),
    [
        (40, (25, 25), 2),  # 44 at the most, less 42 at the least
        (60, (25, 25, 25), 3),  # 64 at the most, less 63
    ],
)
def test_few_people_outside_several_bodies_are_found(everyone, bodies, together):
    tables = counted(everyone, *bodies)
    report = quick(tables, 100, public=Public(asked_of_all=frozenset({"view"}), joint=frozenset({"county"})))
    found = [each for each in report.failures if each.whose is Whose.OUTSIDE and each.choice == ANSWERED]
    assert found
    assert len(bodies) == together


def test_few_people_outside_a_pair_of_three_bodies_are_found():
    tables = counted(60, 40, 30, None)
    report = quick(tables, 100, public=Public(asked_of_all=frozenset({"view"}), joint=frozenset({"county"})))
    assert Whose.OUTSIDE in {each.whose for each in report.failures}


def test_enough_people_outside_are_no_secret():
    tables = counted(100, 25, 25)
    report = quick(tables, 150, public=Public(asked_of_all=frozenset({"view"}), joint=frozenset({"county"})))
    assert not [each for each in report.failures if each.whose is Whose.OUTSIDE and each.choice == ANSWERED]
