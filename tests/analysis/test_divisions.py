"""Are pairs of characteristics, everyone else, the language and the filter counted as what they say?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from engage.analysis.breakdown import figures, release_tables, reopened
from engage.analysis.disclosure import released_count
from engage.analysis.keys import Hmac, record_keys
from engage.analysis.known import Asked, public
from engage.analysis.snapshot import Received, freeze
from engage.analysis.statistics import percentage
from engage.equality.characteristics import Level
from engage.equality.coding import categorise
from engage.surveys.definition import EqualityModule, Is, Not
from tests.analysis import people

UNIVERSE = people.of(
    people.VIEW,
    people.USES,
    characteristics=("sex", "disability", "age"),
    dimensions=("language",),
    intersections=(("sex", "disability"),),
    filter="response:channel",
)
PEOPLE = [
    replace(one, language="cy" if number % 3 == 0 else "en", channel="paper" if number % 2 else "online")
    for number, one in enumerate(people.invented(UNIVERSE, 500, seed=3))
]
SNAPSHOT = freeze(UNIVERSE, PEOPLE)
TABLES = release_tables(UNIVERSE, SNAPSHOT, people.KEY)
KEYS = dict(
    zip(
        map(bytes, SNAPSHOT.references),
        record_keys(people.KEY, SNAPSHOT.references).tolist(),
        strict=True,
    )
)


def find(subject: str, by: str, within: str = ""):
    named = (subject, by, within)
    (found,) = (t for t in TABLES if (t.subject.key, t.by.key, t.within.code if t.within else "") == named)
    return found


def figure(everybody: list[Received]) -> int | None:
    """The figure of a set of people, straight from the method."""
    return released_count(len(everybody), sum(KEYS[one.reference] for one in everybody), Hmac(people.KEY))


def group_of(one: Received, code: str) -> object:
    (characteristic,) = people.STANDARD.choose((code,))
    return categorise(characteristic, Level.SUMMARY, one.equality)


def answered(everybody: list[Received]) -> list[Received]:
    return [one for one in everybody if "view" in one.answers]


def test_a_pair_counts_those_in_both_groups():
    rows = find("view", "sex*disability").rows
    assert len(rows) == 4
    for row in rows:
        sex, disability = row.group.code.split("*")
        both = [p for p in PEOPLE if (group_of(p, "sex"), group_of(p, "disability")) == (sex, disability)]
        assert row.answered == figure(answered(both))
    assert rows[0].group.label.en.startswith("Female – ")
    assert find("sex*disability", "").rows[0].asked is not None


def test_of_a_pair_a_percentage_needs_fifty_people():
    table = find("view", "sex*disability")
    assert table.by.least_base == 50
    assert percentage(20, 45, least_base=table.by.least_base).value is None
    assert percentage(20, 50, least_base=table.by.least_base).value == 40


@pytest.mark.parametrize(
    ("by", "untold"),  # ten people of 65 and over do not hide who else is in the other group beside them
    [("age", {"under_25", "age_25_to_64"}), ("sex", set()), ("language", set())],
)
def test_everyone_else_are_those_of_the_other_groups(by, untold):
    table = find("view", by)
    groups = [one.language if by == "language" else group_of(one, by) for one in PEOPLE]
    known = [choice.code for choice in table.by.choices]
    assert [row.group for row in table.others] == [row.group for row in table.rows]
    for row in table.others:
        rest = [
            one
            for one, group in zip(PEOPLE, groups, strict=True)
            if group in known and group != row.group.code
        ]
        assert row.answered == (None if row.group.code in untold else figure(answered(rest)))
        assert row.untold == (row.group.code in untold)
    if len(table.rows) == 2:  # the other group, under the same key
        assert [row.counts for row in table.others] == [row.counts for row in table.rows][::-1]


def test_nothing_is_compared_within_the_filter_or_of_pairs():
    compared = {(t.by.key, t.within is None) for t in TABLES if t.others}
    assert compared == {(by, True) for by in ("sex", "disability", "age", "language")}


def test_the_filter_gives_the_same_tables_of_some_people():
    for channel in ("online", "paper"):
        some = [one for one in PEOPLE if one.channel == channel]
        for row in find("view", "age", channel).rows:
            mine = [one for one in some if group_of(one, "age") == row.group.code]
            assert row.answered == figure(answered(mine))
        (row,) = find("view", "", channel).rows
        assert row.answered == figure(answered(some))
    assert {t.by.key for t in TABLES if t.within} == {"", "sex", "disability", "age"}


def test_a_filter_that_is_a_question_is_not_crossed_with_itself():
    universe = people.of(people.VIEW, people.USES, filter="view")
    crossed = {(listed.subject.key, listed.by.key) for listed in universe.tables() if listed.within}
    assert ("view", "") not in crossed
    assert ("uses", "sex") in crossed


def test_such_tables_come_back_from_storage():
    assert reopened(UNIVERSE, figures(TABLES)) == TABLES


# --- what anybody knows ---------------------------------------------------------------------------------


def known(module: EqualityModule | None, **plan):
    universe = people.of(people.VIEW, characteristics=("age", "sexual_orientation"), **plan)
    return public(universe, [Asked(people.survey(people.VIEW), {}, module)], [universe.plan])


MODULE = EqualityModule(people.STANDARD.id)
RESIDENTS = replace(MODULE, show_if=Not(Is("view", ("neither",))))


@pytest.mark.parametrize(
    ("module", "plan", "asked_of_all"),
    [
        (MODULE, {}, {"view", "age"}),  # of orientation only those are asked who are old enough
        (None, {}, {"view"}),
        (replace(MODULE, characteristics=("sex",)), {}, {"view"}),
        (RESIDENTS, {}, {"view"}),
        (RESIDENTS, {"organisation_question": "view", "organisation_codes": ("neither",)}, {"view", "age"}),
    ],
)
def test_what_everybody_is_asked_is_public(module, plan, asked_of_all):
    assert known(module, **plan).asked_of_all == asked_of_all


@pytest.mark.parametrize(
    ("module", "about", "gated"),
    [
        (MODULE, ("age", "sexual_orientation"), {"sexual_orientation"}),
        (RESIDENTS, ("age", "sexual_orientation"), {"sexual_orientation"}),  # of those who are asked at all
        (None, ("age", "sexual_orientation"), {"sexual_orientation"}),
        (MODULE, ("sex", "sexual_orientation"), set()),
        (replace(MODULE, characteristics=("sexual_orientation",)), ("age", "sexual_orientation"), set()),
    ],
)
def test_that_only_the_young_are_spared_a_question_is_public(module, about, gated):
    universe = people.of(people.VIEW, characteristics=about)
    asked = [Asked(people.survey(people.VIEW), {}, each) for each in (MODULE, module)]
    assert public(universe, asked, [universe.plan]).gated == gated


LEAVING_OUT = {"organisation_question": "view", "organisation_codes": ("neither",)}


@pytest.mark.parametrize(("plan", "before", "is_known"), [
    ({}, {}, True), (LEAVING_OUT, {}, False), ({}, LEAVING_OUT, False),
])  # fmt: skip
def test_that_nobody_is_left_out_is_public_if_no_figures_left_anybody_out(plan, before, is_known):
    universe, earlier = people.of(people.VIEW, **plan), people.of(people.VIEW, **before)
    versions = [Asked(people.survey(people.VIEW), {}, MODULE)]
    assert public(universe, versions, [universe.plan, earlier.plan]).all_counted is is_known


def test_who_was_asked_is_not_taken_for_all_who_were_counted_in_earlier_figures():
    universe, earlier = people.of(people.VIEW, **LEAVING_OUT), people.of(people.VIEW)
    versions = [Asked(people.survey(people.VIEW), {}, RESIDENTS)]
    assert "age" in public(universe, versions, [universe.plan]).asked_of_all
    assert "age" not in public(universe, versions, [universe.plan, earlier.plan]).asked_of_all


def test_everybody_has_a_language():
    assert known(MODULE, dimensions=("language",)).complete == {"language", "response:language"}
