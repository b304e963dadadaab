"""Does a release hold its closed list of tables, with the same figure for the same people everywhere?"""

from __future__ import annotations

import json
from collections import Counter

import pytest

from engage.analysis.breakdown import figures, release_tables, reopened
from engage.analysis.disclosure import figures_of, released_count
from engage.analysis.keys import Hmac, record_keys
from engage.analysis.snapshot import freeze, from_bytes
from engage.equality.characteristics import Level
from engage.equality.coding import NotGiven, categorise
from tests.analysis import people

UNIVERSE = people.of(people.VIEW, people.USES, people.SAY, level=Level.STANDARD)
PEOPLE = people.invented(UNIVERSE, 400, seed=9)
SNAPSHOT = freeze(UNIVERSE, PEOPLE)
TABLES = release_tables(UNIVERSE, SNAPSHOT, people.KEY)


def find(subject: str, by: str = ""):
    (found,) = (table for table in TABLES if table.subject.key == subject and table.by.key == by)
    return found


def test_the_list_of_tables_is_closed():
    listed = [(table.subject.key, table.by.key) for table in TABLES]
    asked = ("view", "uses", "say")
    assert listed == [
        *((characteristic, "") for characteristic in people.NINE),
        *((subject, by) for subject in asked for by in ("", *people.NINE)),
    ]


def keys_by_person() -> dict[bytes, int]:
    keys = record_keys(people.KEY, SNAPSHOT.references).tolist()
    return dict(zip(map(bytes, SNAPSHOT.references), keys, strict=True))


def figure(everybody: list) -> int | None:
    """The figure of a set of people, straight from the method."""
    known = keys_by_person()
    return released_count(len(everybody), sum(known[one.reference] for one in everybody), Hmac(people.KEY))


def answer_of(person, question: str) -> object:
    return person.answers[question]["value"] if question in person.answers else None


@pytest.mark.parametrize("characteristic", ["sex", "race", "disability"])
def test_every_figure_is_that_of_its_people(characteristic):
    (thing,) = people.STANDARD.choose((characteristic,))
    for row in find("view", characteristic).rows:
        group = [p for p in PEOPLE if categorise(thing, Level.STANDARD, p.equality) == row.group.code]
        answered = [p for p in group if answer_of(p, "view")]
        if figure(answered) is None:
            assert {row.answered, row.asked, *row.counts} == {None}
            continue
        assert row.counts == tuple(
            figure([p for p in group if answer_of(p, "view") == code])
            for code in ("for", "neither", "against")
        )
        assert row.answered == figure(answered)
        assert row.asked == figure(group)


def test_ticks_are_counted_of_those_who_ticked_anything():
    (row,) = find("uses").rows
    answered = [p for p in PEOPLE if answer_of(p, "uses")]
    assert row.answered == figure(answered)
    assert row.counts == tuple(
        figure([p for p in answered if code in answer_of(p, "uses")]) for code in ("bus", "train", "none")
    )


def test_prefer_not_to_say_and_not_answered_were_asked_and_are_in_no_group():
    (thing,) = people.STANDARD.choose(("sexual_orientation",))
    groups = {p.reference: categorise(thing, Level.STANDARD, p.equality) for p in PEOPLE}
    unsaid = (NotGiven.PREFER_NOT_TO_SAY, NotGiven.NOT_ANSWERED)
    assert set(unsaid) | {NotGiven.NOT_ASKED} <= set(groups.values())
    (row,) = find("sexual_orientation").rows
    assert row.answered == figure([p for p in PEOPLE if isinstance(groups[p.reference], str)])
    assert row.asked == figure([p for p in PEOPLE if groups[p.reference] is not NotGiven.NOT_ASKED])


def test_the_same_people_have_the_same_figure_in_every_table():
    """Everybody was asked everything: a group is the same people in its own table and in each question's."""
    compared = 0
    for by in people.NINE:
        alone = dict(zip((c.code for c in find(by).subject.choices), find(by).rows[0].counts, strict=True))
        for subject in ("view", "uses", "say"):
            for row in find(subject, by).rows:
                if row.asked is not None:
                    assert row.asked == alone[row.group.code]
                    compared += 1
    assert compared > 60


def test_the_order_of_responses_makes_no_difference():
    assert people.release(UNIVERSE, PEOPLE[::-1]) == TABLES


def test_a_snapshot_that_was_stored_makes_the_same_release():
    assert release_tables(UNIVERSE, from_bytes(SNAPSHOT.to_bytes()), people.KEY) == TABLES


def test_another_key_gives_other_figures_as_often_as_chance_would():
    other = people.release(UNIVERSE, PEOPLE, people.OTHER_KEY)
    pairs = Counter(
        old != new
        for before, after in zip(TABLES, other, strict=True)
        for before_row, after_row in zip(figures_of(before), figures_of(after), strict=True)
        for old, new in zip(before_row, after_row, strict=True)
        if old and new and old >= 20
    )
    assert pairs.total() > 300
    assert pairs[True] / pairs.total() == pytest.approx(0.32, abs=0.07)


def test_a_release_comes_back_from_storage():
    assert reopened(UNIVERSE, json.loads(json.dumps(figures(TABLES)))) == TABLES


def test_a_stored_release_of_another_universe_is_refused():
    with pytest.raises(ValueError):  # noqa: PT011 - zip's own words will do
        reopened(people.of(people.VIEW), figures(TABLES))


def test_a_snapshot_of_another_universe_is_refused():
    with pytest.raises(ValueError, match="another universe"):
        release_tables(UNIVERSE, freeze(people.of(people.VIEW), PEOPLE), people.KEY)


@pytest.mark.parametrize("responses", [0, 1])
def test_a_release_of_nearly_nobody_shows_nothing(responses):
    tables = people.release(UNIVERSE, PEOPLE[:responses])
    assert {figure for table in tables for row in figures_of(table) for figure in row} == {None}


def test_a_survey_without_equality_questions_has_toplines_alone():
    universe = people.of(people.VIEW, people.USES, standard=None)
    tables = people.release(universe, PEOPLE)
    assert [(table.subject.key, table.by.key) for table in tables] == [("view", ""), ("uses", "")]
    assert tables[0].rows == find("view").rows


def test_a_survey_without_questions_has_characteristics_alone():
    tables = people.release(people.of(), PEOPLE)
    assert [table.subject.key for table in tables] == list(people.NINE)


def test_no_characteristic_named_means_all_of_the_set():
    universe = people.of(characteristics=())
    assert len(universe.characteristics) == len(people.STANDARD.choose())


def test_an_unknown_characteristic_is_refused():
    with pytest.raises(KeyError, match="height"):
        people.of(people.VIEW, characteristics=("height",))
