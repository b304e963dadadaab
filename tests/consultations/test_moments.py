"""Is the moment that an officer means the one that is stored, in summer and in winter?"""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.consultations.moments import (
    NoSuchTime,
    closing,
    entered,
    last_minute,
    opening,
    read_day,
    read_time,
)
from engage.dates import moment


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("25", "10", "2026"), date(2026, 10, 25)),
        ((" 1 ", "4", "2027"), date(2027, 4, 1)),
        (("29", "2", "2028"), date(2028, 2, 29)),
    ],
)
def test_a_day_is_read_from_three_fields(typed, expected):
    assert read_day(*typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        ("31", "4", "2026"), ("29", "2", "2027"), ("0", "1", "2026"), ("1", "13", "2026"), ("1", "1", "26"),
        ("1", "1", "1999"), ("1", "1", "2100"), ("", "", ""), ("1", "", "2026"), ("x", "1", "2026"),
        ("-1", "1", "2026"),
        ("1.5", "1", "2026"), ("²", "1", "2026"), ("١", "1", "2026"), ("1", "1", "99999999999999999999"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(ValueError, match=r".+"):
        read_day(*typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("23:59", time(23, 59)),
        ("9:05", time(9, 5)),
        ("17.30", time(17, 30)),
        ("9am", time(9)),
        ("9 AM", time(9)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("11.59 pm", time(23, 59)),
        ("9yb", time(9)),  # y bore
        ("5.30yp", time(17, 30)),  # y prynhawn
        ("8yh", time(20)),  # yr hwyr
        ("0:00", time(0)),
    ],
)
def test_a_time_is_read_as_people_write_it(typed, expected):
    assert read_time(typed) == expected


@pytest.mark.parametrize(
    "typed", ["", "9", "24:00", "23:60", "13pm", "0am", "noon", "9:5", "9:30:00", "²:00", "٩:٠٠", "-1:00"]
)
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(ValueError, match=r".+"):
        read_time(typed)


@pytest.mark.parametrize(
    ("on", "at", "opens", "closes"),
    [
        # winter: London keeps Greenwich time
        ((2026, 1, 15), (9, 0), (2026, 1, 15, 9, 0), (2026, 1, 15, 9, 1)),
        # summer: London is an hour ahead
        ((2026, 7, 15), (9, 0), (2026, 7, 15, 8, 0), (2026, 7, 15, 8, 1)),
        # 25 October 2026 has 25 hours; its end is in winter time
        ((2026, 10, 25), (23, 59), (2026, 10, 25, 23, 59), (2026, 10, 26, 0, 0)),
        # 1:30am comes twice: it opens at the first and closes after the second
        ((2026, 10, 25), (1, 30), (2026, 10, 25, 0, 30), (2026, 10, 25, 1, 31)),
        # the minute before the clocks go forward
        ((2026, 3, 29), (0, 59), (2026, 3, 29, 0, 59), (2026, 3, 29, 1, 0)),
    ],
)
def test_the_clock_in_london_tells_the_instant(on, at, opens, closes):
    assert opening(date(*on), time(*at)) == datetime(*opens, tzinfo=UTC)
    assert closing(date(*on), time(*at)) == datetime(*closes, tzinfo=UTC)


@pytest.mark.parametrize("instant", [opening, closing])
@pytest.mark.parametrize("at", [time(1, 0), time(1, 59)])
def test_a_time_over_which_the_clocks_go_forward_is_refused(instant, at):
    with pytest.raises(NoSuchTime):
        instant(date(2026, 3, 29), at)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Sunday 25 October 2026, 11:59pm"), ("cy", "Dydd Sul 25 Hydref 2026, 11:59pm")],
)
def test_people_are_told_the_minute_that_was_entered(language, words):
    assert moment(last_minute(closing(date(2026, 10, 25), time(23, 59))), language) == words


@given(
    st.dates(date(2020, 1, 1), date(2060, 1, 1)),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
)
def test_what_was_entered_comes_back_to_be_edited(on, at):
    try:
        opens, closes = opening(on, at), closing(on, at)
    except NoSuchTime:
        return
    assert entered(opens) == entered(last_minute(closes)) == (on, at)
    assert closes > opens
