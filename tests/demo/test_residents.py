"""Do the invented residents answer as real ones could, and differ by group as promised?"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from statistics import mean

import pytest

from engage.analysis.breakdown import release_tables
from engage.analysis.cohesion import asked, strands
from engage.analysis.findings import findings
from engage.analysis.snapshot import Received, freeze
from engage.analysis.universe import Plan, universe
from engage.demo import build
from engage.demo.residents import Resident, residents
from engage.equality.characteristics import Level
from engage.equality.library import CURRENT, standard_set
from engage.surveys.definition import Answer, answers_to_json
from engage.surveys.interchange import read_yaml
from engage.surveys.journey import Journey
from engage.surveys.standard import equality_steps, opinion_steps

INSTRUMENTS = ("cohesion", "budget", "regional_equality")


@cache
def definition(name: str):
    return read_yaml((Path(build.__file__).parent / "instruments" / f"{name}.yaml").read_text())


@cache
def people(name: str, number: int = 150, seed: int = 1) -> tuple[Resident, ...]:
    asked = definition(name)
    return tuple(residents(asked, asked.equality, number, seed))


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_what_they_answer_could_be_sent(name):
    """Nothing required is missing, nothing is answered that is not asked."""
    for steps, chosen in ((opinion_steps, "answers"), (equality_steps, "equality")):
        for person in people(name):
            answers = getattr(person, chosen)
            journey = Journey(steps(definition(name)), answers)
            assert journey.kept() == answers
            if chosen == "answers":
                assert journey.next_step is None


def test_the_same_seed_invents_the_same_people():
    assert people("budget", 5, 7) == people.__wrapped__("budget", 5, 7)
    assert people("budget", 5, 7) != people("budget", 5, 8)


@pytest.mark.parametrize("wanted", [0, 1, 56, build.RESPONSES, 100_000])
def test_as_many_answer_as_are_asked_for(wanted):
    assert sum(build.numbers(wanted)) == wanted


def test_they_answer_in_both_languages():
    languages = [person.language for person in people("cohesion")]
    assert 0.1 < languages.count("cy") / len(languages) < 0.35


def test_disabled_people_rate_lower():
    """By more than chance: 1.2 points of leaning among 1,500 people."""
    ratings: dict[bool, list[int]] = {True: [], False: []}
    points = ["very_bad", "bad", "mixed", "good", "very_good"]
    for person in people("regional_equality", 1500):
        impact = person.equality.get("disability_impact", Answer("", "en")).value
        for answer in person.answers.values():
            for scales in answer.value.values() if isinstance(answer.value, dict) else ():
                if isinstance(scales, dict) and scales.get("own") in points:
                    ratings[impact in ("a_lot", "a_little")].append(points.index(scales["own"]))
    assert mean(ratings[False]) - mean(ratings[True]) > 0.5


def test_enough_answer_the_first_survey_for_notable_differences():
    """So that the pages about them have something to show."""
    entries = build._content()["consultations"]
    place = [entry["slug"]["en"] for entry in entries].index("getting-on-together-first-survey")
    number, asked = build.numbers(build.RESPONSES)[place], definition("cohesion")
    plan = Plan(level=Level.SUMMARY, characteristics=("disability",))
    tables = universe(plan, (opinion_steps(asked),), standard_set(CURRENT))
    received = [
        Received.routed(
            number.to_bytes(16),
            opinion_steps(asked),
            answers_to_json(person.answers),
            {code: answer.value for code, answer in person.equality.items()},
            module=asked.equality,
        )
        for number, person in enumerate(people("cohesion", number, 2026 + place))
    ]
    found = findings(release_tables(tables, freeze(tables, received), bytes(32)))
    assert {each.group.code for each in found.notable} == {"disabled"}


def test_the_whole_is_shared_out():
    assert build._shared_out(600, [20, 30, 0, 50]) == [120, 180, 0, 300]
    assert sum(build._shared_out(7, [1, 1, 1])) == 7


def test_one_consultation_with_figures_measures_every_strand_of_cohesion():
    reported = [each for each in build._content()["consultations"] if each["stage"] == "reported"]
    measured = [asked(read_yaml(build._instrument(each))).keys() for each in reported]
    every = {measure.code for strand in strands() for measure in strand.measures}
    assert any(every <= each for each in measured)
