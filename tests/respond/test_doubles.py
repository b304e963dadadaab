"""Is one of what officers say is one person's analysed, as long as any of it stands?"""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from engage.respond.doubles import Ruled, doubles, sets, stays
from tests.factories import NOON

OFFICER = 7


def ruled(id: int, reference: str, duplicate_of: str | None, *, at: int = 0, undone_by: int | None = None):
    return Ruled(id, reference, duplicate_of, NOON + at * timedelta(hours=1), undone_by)


names = st.sampled_from("ABCDEFG")
decisions = st.lists(
    st.tuples(names, st.one_of(st.none(), names), st.sampled_from([None, None, None, OFFICER])), max_size=20
)


def of(rows) -> list[Ruled]:
    return [ruled(n, *row[:2], at=n, undone_by=row[2]) for n, row in enumerate(rows)]


@given(decisions, st.sets(names))
def test_one_of_a_set_stays_as_long_as_any_of_it_stands(rows, standing):
    found = doubles(of(rows))
    for together in sets(found, "ABCDEFG"):
        assert (stays(found, together & standing) is None) == (not together & standing)
        assert stays(found, together & standing) in {*(together & standing), None}


@given(decisions)
def test_nothing_is_in_two_sets_and_every_duplicate_is_in_that_of_its_original(rows):
    found = doubles(of(rows))
    several = sets(found, "ABCDEFG")
    for reference, double in found.items():
        assert [double.original in each for each in several if reference in each] == [True]


def test_the_original_stays_then_whatever_was_left_out_first():
    found = doubles([ruled(1, "B", "X"), ruled(2, "A", "X"), ruled(3, "C", "A", at=1)])
    assert sets(found, ["C"]) == [{"A", "B", "C", "X"}]
    assert stays(found, {"A", "B", "C", "X"}) == "X"
    assert stays(found, {"A", "B", "C"}) == "B"
    assert stays(found, {"A", "C"}) == "A"


def test_what_an_officer_has_said_to_stay_stays_whenever_the_other_was_left_out():
    found = doubles([ruled(1, "C", "A"), ruled(2, "A", "X", at=1)])
    assert stays(found, {"A", "C"}) == "A"


def test_the_same_decision_is_known_when_it_is_moved_and_another_takes_its_place():
    moved = [ruled(1, "A", "X"), ruled(2, "A", "B")]
    assert doubles(moved)["A"] == ("X", 1, (2,))
    assert doubles([*moved, ruled(3, "A", "Y", at=1)])["A"] == ("Y", 3, ())


def test_nothing_is_a_duplicate_any_more_once_an_officer_lets_it_be_analysed():
    assert doubles([ruled(1, "A", "X"), ruled(2, "A", "B", undone_by=OFFICER)]) == {}
    assert doubles([ruled(1, "A", "X"), ruled(2, "A", None, at=1, undone_by=OFFICER)]) == {}
    assert doubles([ruled(1, "A", "X"), ruled(2, "A", None, at=1)])["A"].original == "X"


def test_two_of_which_each_was_said_to_be_the_others_duplicate_are_settled_all_the_same():
    found = doubles([ruled(1, "A", "B"), ruled(2, "B", "A", at=1)])
    assert stays(found, {"A", "B"}) == "A"
