"""When are schools usually on holiday?

Each council sets the dates of its schools. These are the weeks that are usual in Wales and in England, and
they stand in for a school year of which a council has entered nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter

DAY, WEEK = timedelta(days=1), timedelta(days=7)
NEW_YEAR = (9, 1)  # month and day with which a school year begins


@dataclass(frozen=True, slots=True)
class Break:
    """Days on which people are hard to reach; both ends are included."""

    code: str
    first: date
    last: date

    def days(self) -> set[date]:
        return {self.first + DAY * number for number in range((self.last - self.first).days + 1)}


def school_year(day: date) -> int:
    """The year in which the school year of this day began."""
    return day.year if (day.month, day.day) >= NEW_YEAR else day.year - 1


def usual(year: int) -> tuple[Break, ...]:
    """The usual holidays of the school year that begins in this year, in their order."""
    spring = year + 1
    christmas, holy_week = _monday(date(year, 12, 25)), _monday(easter(spring))
    return (
        _weeks("autumn_half_term", _monday(date(year, 10, 31)), 1),
        _weeks("christmas_holiday", christmas, 2),
        _weeks("spring_half_term", _monday(date(spring, 2, 18)), 1),
        _weeks("easter_holiday", holy_week, 2),
        _weeks("whitsun_half_term", _monday(date(spring, 5, 31)), 1),
        Break("summer_holiday", date(spring, 7, 22), date(spring, 8, 31)),
    )


def school_breaks(first: date, last: date, own: Iterable[tuple[date, date]]) -> tuple[Break, ...]:
    """The school holidays that touch these days: a council's own wherever it has entered its school year."""
    entered = [Break("own_holiday", *each) for each in own]
    known = {school_year(each.first) for each in entered}
    years = range(school_year(first), school_year(last) + 1)
    supposed = [each for year in years if year not in known for each in usual(year)]
    touching = [each for each in (*entered, *supposed) if each.first <= last and each.last >= first]
    return tuple(sorted(touching, key=lambda each: each.first))


def _monday(day: date) -> date:
    """The Monday on or before this day."""
    return day - DAY * day.weekday()


def _weeks(code: str, monday: date, number: int) -> Break:
    """Whole weeks from a Monday on."""
    return Break(code, monday, monday + WEEK * number - DAY)
