"""How much time is there to answer, when holidays do not count?"""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from engage.consultations.school_weeks import school_breaks, school_year, usual
from engage.consultations.time_given import LEAST_WEEKS, time_given


def days(first: date, last: date, nation: str = "wales", own=()) -> tuple[int, int, int]:
    found = time_given(first, last, nation, own)
    return found.days, found.days_lost, found.weeks


@pytest.mark.parametrize(
    ("first", "last", "counted"),
    [
        (date(2026, 9, 7), date(2026, 10, 18), (42, 0, 6)),  # nothing in the way
        (date(2026, 10, 19), date(2026, 11, 29), (42, 7, 5)),  # autumn half term
        (date(2026, 11, 30), date(2027, 1, 24), (56, 14, 6)),  # Christmas lies within the schools' holiday
        (date(2026, 12, 24), date(2027, 1, 1), (9, 9, 0)),  # nobody can answer then
        (date(2027, 3, 1), date(2027, 4, 25), (56, 14, 6)),  # Easter, with its two bank holidays
        (date(2027, 4, 26), date(2027, 5, 30), (35, 1, 4)),  # one bank holiday
        (date(2027, 7, 19), date(2027, 9, 5), (49, 41, 1)),  # the summer, which holds a bank holiday
        (date(2027, 6, 14), date(2027, 6, 14), (1, 0, 0)),
    ],
)
def test_a_day_in_several_holidays_is_lost_once(first, last, counted):
    assert days(first, last) == counted


def test_enough_begins_at_the_measure_and_not_before():
    first = date(2026, 9, 7)
    assert time_given(first, date(2026, 10, 18), "wales", []).is_enough
    assert not time_given(first, date(2026, 10, 17), "wales", []).is_enough
    assert LEAST_WEEKS == 6


def test_what_a_council_enters_replaces_the_usual_weeks_of_that_school_year_alone():
    own = [(date(2026, 10, 19), date(2026, 10, 25))]
    assert days(date(2026, 10, 12), date(2026, 11, 8), own=own) == (28, 7, 3)
    assert days(date(2026, 10, 26), date(2026, 11, 1), own=own) == (7, 0, 1)  # the usual week counts as time
    assert days(date(2027, 10, 25), date(2027, 10, 31), own=own) == (7, 7, 0)  # not in the next school year


@pytest.mark.parametrize("nation", ["wales", "england"])
def test_both_nations_have_bank_holidays(nation):
    assert days(date(2026, 5, 4), date(2026, 5, 4), nation) == (1, 1, 0)


def test_a_holiday_that_only_touches_the_time_is_told_with_the_days_inside_it():
    found = time_given(date(2026, 10, 30), date(2026, 11, 5), "wales", [])
    assert [(each.code, each.days) for each in found.lost] == [("autumn_half_term", 3)]


@pytest.mark.parametrize(
    ("year", "christmas"),
    [
        (2026, (date(2026, 12, 21), date(2027, 1, 3))),
        (2028, (date(2028, 12, 25), date(2029, 1, 7))),  # Christmas Day is a Monday
        (2027, (date(2027, 12, 20), date(2028, 1, 2))),  # and a Saturday
    ],
)
def test_schools_are_closed_at_christmas_for_two_whole_weeks(year, christmas):
    found = {each.code: (each.first, each.last) for each in usual(year)}
    assert found["christmas_holiday"] == christmas


@pytest.mark.parametrize("year", range(2020, 2060))
def test_usual_holidays_follow_each_other_and_stay_in_their_school_year(year):
    found = usual(year)
    assert all(school_year(day) == year for each in found for day in each.days())
    assert all(one.last < other.first for one, other in pairwise(found))


def test_only_breaks_that_touch_the_days_are_listed():
    assert school_breaks(date(2026, 9, 7), date(2026, 9, 30), []) == ()
