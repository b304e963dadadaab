"""Are moments written as people in either language write them, by the clock in London?"""

from datetime import UTC, date, datetime, time

import pytest

from engage import dates


@pytest.mark.parametrize(
    ("when", "language", "written"),
    [
        (datetime(2026, 10, 25, 23, 59, tzinfo=UTC), "en", "Sunday 25 October 2026, 11:59pm"),  # winter
        (datetime(2026, 10, 25, 23, 59, tzinfo=UTC), "cy", "Dydd Sul 25 Hydref 2026, 11:59pm"),
        (datetime(2026, 6, 30, 22, 59, tzinfo=UTC), "en", "Tuesday 30 June 2026, 11:59pm"),  # summer
        (datetime(2026, 3, 1, 12, 0, tzinfo=UTC), "cy", "Dydd Sul 1 Mawrth 2026, 12pm"),
        (datetime(2026, 3, 1, 0, 5, tzinfo=UTC), "en", "Sunday 1 March 2026, 12:05am"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "en", "Sunday 25 October 2026, 1:30am BST"),  # twice
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "en", "Sunday 25 October 2026, 1:30am GMT"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "cy", "Dydd Sul 25 Hydref 2026, 1:30am GMT"),
        (datetime(2026, 10, 24, 23, 59, tzinfo=UTC), "en", "Sunday 25 October 2026, 12:59am"),
        (datetime(2026, 10, 25, 2, 0, tzinfo=UTC), "en", "Sunday 25 October 2026, 2am"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "en", "Sunday 29 March 2026, 2am"),  # an hour is left out
    ],
)
def test_a_moment(when, language, written):
    assert dates.moment(when, language) == written


@pytest.mark.parametrize(
    ("on", "at", "instant"),
    [
        (date(2026, 1, 5), time(17, 0), datetime(2026, 1, 5, 17, 0, tzinfo=UTC)),
        (date(2026, 7, 5), time(17, 0), datetime(2026, 7, 5, 16, 0, tzinfo=UTC)),
        (date(2026, 10, 25), time(1, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # comes twice
    ],
)
def test_an_instant_of_the_clock_in_london(on, at, instant):
    assert dates.london(on, at) == instant


def test_a_day_is_the_day_in_london():
    assert dates.day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "en") == "1 July 2026"
