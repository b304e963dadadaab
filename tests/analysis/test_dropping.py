"""Is as little as possible made coarser or left out, always the same way, until an audit finds nothing?"""

from __future__ import annotations

import pytest

from engage.analysis.audited import Failure, Kind
from engage.analysis.dropping import CannotBeMended, dropped, telling, what_was_done
from engage.equality.characteristics import Level
from tests.analysis import people

UNIVERSE = people.of(
    people.VIEW,
    people.FEEL,
    level=Level.DETAILED,
    characteristics=("age", "sex", "race"),
    dimensions=("language",),
    intersections=(("age", "sex"),),
    filter="view",
)


def failure(table: str, by: str = "", level: Level | None = None, within: str = "") -> Failure:
    filtered = ("view", within) if within else None
    return Failure(table, by, level, "", "", Kind.EXACT, filter=filtered)


def names(universe) -> list[tuple[str, str, str]]:
    return [(t.subject.key, t.by.key, t.within.code if t.within else "") for t in universe.tables()]


def test_the_closed_list_holds_the_filter_and_pairs_and_language():
    listed = names(UNIVERSE)
    assert len(listed) == len(set(listed))
    whole, divisions = [each for each in listed if not each[2]], ("age", "sex", "race", "language", "age*sex")
    assert whole == [
        *((each, "", "") for each in divisions),
        *((asked, by, "") for asked in ("view", "feel") for by in ("", *divisions)),
    ]
    within = [each[:2] for each in listed if each[2] == "for"]
    assert within == [
        *((each, "") for each in ("age", "sex", "race")),
        *(("feel", by) for by in ("", "age", "sex", "race")),
    ]
    assert {each[2] for each in listed} == {"", "for", "neither", "against"}


@pytest.mark.parametrize(
    "found", [failure("view", "race", Level.DETAILED), failure("race", "", Level.DETAILED)]
)
def test_a_characteristic_takes_its_next_coarser_level_in_every_table(found):
    universe = dropped(UNIVERSE, [found, found])
    assert universe.levels == {"age": Level.DETAILED, "sex": Level.DETAILED, "race": Level.STANDARD}
    assert names(universe) == names(UNIVERSE)


def test_at_the_coarsest_level_the_table_alone_is_left_out():
    coarsest = UNIVERSE.at(dict.fromkeys(UNIVERSE.levels, Level.SUMMARY))
    universe = dropped(coarsest, [failure("view", "race", Level.SUMMARY)])
    assert [each for each in names(coarsest) if each not in names(universe)] == [("view", "race", "")]


def test_a_level_with_the_same_groups_would_not_help():
    """Sex has the same two groups at every level."""
    universe = dropped(UNIVERSE, [failure("view", "sex", Level.DETAILED)])
    assert ("view", "sex", "") not in names(universe)
    assert universe.levels == UNIVERSE.levels


def test_a_table_within_a_filter_is_left_out_of_every_value():
    """Were it left out of one alone, the others and the whole would tell it."""
    universe = dropped(UNIVERSE, [failure("feel", "race", Level.DETAILED, within="for")])
    gone = [each for each in names(UNIVERSE) if each not in names(universe)]
    assert gone == [("feel", "race", value) for value in ("for", "neither", "against")]


@pytest.mark.parametrize(
    ("by", "level"), [("age*sex", Level.SUMMARY), ("language", Level.SUMMARY), ("", None)]
)
def test_what_has_no_levels_is_left_out(by, level):
    universe = dropped(UNIVERSE, [failure("view", by, level)])
    assert [each for each in names(UNIVERSE) if each not in names(universe)] == [("view", by, "")]


COARSEST = UNIVERSE.at(dict.fromkeys(UNIVERSE.levels, Level.SUMMARY))


def test_what_hides_something_in_earlier_figures_alone_costs_tables_about_the_same():
    universe, found = COARSEST, failure("feel", "religion", Level.SUMMARY)
    kept = {each for each in names(COARSEST) if each[0] != "feel"}
    universe = dropped(universe, [found])
    assert set(names(universe)) == {*kept, ("feel", "", "")}
    universe = dropped(universe, [found])
    assert set(names(universe)) == kept


def test_what_hides_something_that_is_not_asked_any_more_costs_the_next_best_until_nothing_is_left():
    universe, found = COARSEST, failure("nothing", "age", Level.SUMMARY)
    universe = dropped(universe, [found])
    sizes = {("age", "", value) for value in ("", "for", "neither", "against")}
    assert set(names(COARSEST)) - set(names(universe)) == sizes
    universe = dropped(universe, [found])
    assert {each[1:] for each in names(universe)} == {("", "")}
    universe = dropped(universe, [found])
    assert names(universe) == []
    with pytest.raises(CannotBeMended):
        dropped(universe, [found])


def test_whatever_is_found_again_and_again_it_comes_to_an_end():
    universe, steps = UNIVERSE, 0
    while listed := list(universe.tables()):
        first = listed[0]
        level = first.by.level or first.subject.level
        within = first.within.code if first.within else ""
        universe = dropped(universe, [failure(first.subject.key, first.by.key, level, within)])
        steps += 1
    assert steps <= len(names(UNIVERSE)) + 2 * len(UNIVERSE.levels)


def test_what_was_done_is_told_in_one_line_for_each_division():
    found = [failure("view", "race", Level.DETAILED), failure("view", "age", Level.DETAILED)]
    found += [failure("view", "language", Level.SUMMARY)]
    found += [failure("feel", by, Level.DETAILED, "for") for by in ("age", "race")]
    found += [failure("feel", within="for"), failure("age", within="for", level=Level.DETAILED)]
    lines = [*what_was_done(UNIVERSE, dropped(UNIVERSE, found))]
    assert all(line.complete for line in lines)
    assert [line.en.partition(": ")[2] for line in lines] == [
        "Age; Race (ethnic group)",
        "Language of the response: View",
        "Everyone (filter: View): Age; Feel",
        "Age (filter: View): every table",
        "Race (ethnic group) (filter: View): every table",
    ]
    assert lines[0].en.startswith("Shown in larger groups than planned")
    assert {line.en.partition(":")[0] for line in lines[1:]} == {
        "Not shown, because something could have been worked out about a few people"
    }
    assert [*what_was_done(UNIVERSE, UNIVERSE)] == []


def test_tables_by_groups_that_hide_every_answer_are_left_out_and_nothing_else():
    asked = people.of(people.VIEW, people.FEEL, characteristics=("sex", "race"), filter="view")
    tables = people.release(asked, people.invented(asked, 24, seed=1))
    universe, told = telling(asked, tables)
    assert told == tuple(
        table
        for listed, table in zip(asked.tables(), tables, strict=True)
        if listed.name not in universe.left_out
    )
    gone = [table for table in tables if table not in told]
    assert gone
    assert all(table.by.key or table.within for table in gone)
    assert {count for table in gone for row in table.rows for count in row.counts} == {None}
    assert telling(universe, told) == (universe, told)
    values = {name: {t.within for t in gone if t.subject.key == name[1] and t.by.key == name[2] and t.within}
              for name in universe.left_out if name.filtered}  # fmt: skip
    assert all(len(each) == 3 for each in values.values())  # of every value, or of none
