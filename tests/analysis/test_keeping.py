"""Is a snapshot that was brought up to date as if read anew, and are changes counted right?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.analysis.keeping import Changed, Marks, renewed
from engage.analysis.snapshot import Snapshot, freeze
from tests.analysis import people
from tests.analysis.people import received

UNIVERSE = people.of(
    people.VIEW, characteristics=("sex",), organisation_question="who", organisation_codes=("company",)
)
VIEWS = ("for", "neither", "against")


def person(number: int, view: int):
    """View 3: an organisation."""
    said = {"who": "company"} if view == 3 else {"view": VIEWS[view]}
    return replace(received(said, asked={"view"}), reference=reference(number))


def reference(number: int) -> bytes:
    """Numbers that share a first half are many: the halves are compared one after the other."""
    return (number // 3).to_bytes(8) + (number % 3).to_bytes(8)


def snapshot(views: dict[int, int]) -> Snapshot:
    return freeze(UNIVERSE, [person(*each) for each in views.items()])


views = st.dictionaries(st.integers(0, 40), st.integers(0, 3), max_size=30)


@given(views, views)
@settings(max_examples=200, deadline=None)
def test_reading_what_has_changed_gives_what_reading_everything_gives(before, after):
    touched = {number for number in before.keys() | after.keys() if before.get(number) != after.get(number)}
    come = snapshot({number: after[number] for number in touched & after.keys()})
    again = renewed(snapshot(before), {reference(number) for number in touched}, come)
    assert again.to_bytes() == snapshot(after).to_bytes()


@given(views, views)
@settings(max_examples=100, deadline=None)
def test_every_response_that_came_went_or_was_edited_counts_once(before, after):
    people_before, people_after = (
        {number: view for number, view in each.items() if view != 3} for each in (before, after)
    )
    marks = [Marks.of(snapshot(each), people.KEY) for each in (before, after)]
    shared = people_before.keys() & people_after.keys()
    assert marks[1].changed(Marks.from_bytes(marks[0].to_bytes())) == Changed(
        len(people_before.keys() ^ people_after.keys()),
        sum(people_before[number] != people_after[number] for number in shared),
        len((before.keys() - people_before.keys()) ^ (after.keys() - people_after.keys())),
    )


def test_what_comes_twice_is_replaced():
    one = snapshot({1: 0, 2: 1})
    assert renewed(one, set(), snapshot({2: 2})).to_bytes() == snapshot({1: 0, 2: 2}).to_bytes()


def test_where_other_things_were_coded_only_coming_and_going_counts():
    """Else a new column would make everybody look changed, and too little would seem enough."""
    other = people.of(people.VIEW, people.FEEL, characteristics=("sex",))
    before = Marks.of(snapshot({1: 0, 2: 0}), people.KEY)
    now = Marks.of(freeze(other, [person(2, 1), person(5, 1)]), people.KEY)
    assert now.changed(before) == Changed(2, None)
    assert now.changed(before).least == 2


def test_what_was_coded_for_another_universe_is_not_mixed():
    with pytest.raises(ValueError, match="another universe"):
        renewed(snapshot({1: 0}), set(), freeze(people.of(people.FEEL), []))


def test_marks_tell_nothing_without_the_key():
    one, other = (Marks.of(snapshot({1: 0}), key) for key in (people.KEY, people.OTHER_KEY))
    assert not np.array_equal(one.who, other.who)
    assert not np.array_equal(one.what, other.what)
    assert reference(1)[:8] not in one.to_bytes()
