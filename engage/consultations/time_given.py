"""How much time do people have to answer, when holidays are not counted as time?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from engage.consultations.school_weeks import Break, school_breaks

LEAST_WEEKS = 6  # our own measure: the law names no number, and twelve weeks was a code's until 2012
REGIONS = {"wales": "WLS", "england": "ENG"}
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Lost:
    """A break and how many of its days lie in the time given."""

    code: str
    first: date
    last: date
    days: int


@dataclass(frozen=True, slots=True)
class TimeGiven:
    """All days from opening to closing, and those of them that fall into holidays, each counted once."""

    days: int
    lost: tuple[Lost, ...]
    days_lost: int

    @property
    def days_left(self) -> int:
        return self.days - self.days_lost

    @property
    def weeks(self) -> int:
        """Whole weeks without the holidays."""
        return self.days_left // 7

    @property
    def is_enough(self) -> bool:
        return self.weeks >= LEAST_WEEKS


def time_given(first: date, last: date, nation: str, own: Iterable[tuple[date, date]]) -> TimeGiven:
    """Count the days from opening to closing, both included.

    own: the holidays of its schools that the council has entered. Christmas is 24 December to 1 January,
    Easter is Good Friday to Easter Monday.
    """
    breaks = [
        *_christmas(first, last),
        *_bank_holidays(first, last, nation),
        *school_breaks(first, last, own),
    ]
    whole = Break("whole", first, last).days()
    found, gone = [], set[date]()
    for each in sorted(breaks, key=lambda each: (each.first, each.last)):
        inside = each.days() & whole
        if inside:
            found.append(Lost(each.code, each.first, each.last, len(inside)))
            gone |= inside
    return TimeGiven(len(whole), tuple(found), len(gone))


def _christmas(first: date, last: date) -> list[Break]:
    years = range(first.year - 1, last.year + 1)
    return [Break("christmas", date(year, 12, 24), date(year + 1, 1, 1)) for year in years]


def _bank_holidays(first: date, last: date, nation: str) -> list[Break]:
    """Easter as one break, and every other bank holiday apart from those of Christmas."""
    import holidays  # takes a while, and few pages need it

    known = holidays.country_holidays(
        "GB", subdiv=REGIONS[nation], years=range(first.year, last.year + 1), language="en_GB"
    )
    found = []
    for day, name in known.items():
        if name == "Good Friday":
            found.append(Break("easter", day, day + 3 * DAY))
        elif name != "Easter Monday" and (day.month, day.day) != (1, 1) and not _at_christmas(day):
            found.append(Break("bank_holiday", day, day))
    return found


def _at_christmas(day: date) -> bool:
    return day.month == 12 and day.day >= 24
