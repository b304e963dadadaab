"""Which instants does an officer mean by a day and a time by the clock in London?

A council says "closes on 25 October at 11:59pm" and means: until the end of that minute. So the closing
instant, the first at which the consultation is closed, is one minute after the time that was entered and is
shown.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from engage.dates import LONDON, london

MINUTE = timedelta(minutes=1)
YEARS = range(2000, 2100)
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))? ?(am|pm|yb|yp|yh)?", re.ASCII)
_NUMBER = re.compile(r"\d{1,4}", re.ASCII)


class NoSuchTime(ValueError):
    """Clocks went forward over this time: there is no such moment."""


def read_day(day: str, month: str, year: str) -> date:
    """The date in these three texts. Raises ValueError if it is none, or not in YEARS."""
    parts = [part.strip() for part in (year, month, day)]
    if not all(_NUMBER.fullmatch(part) for part in parts) or int(parts[0]) not in YEARS:
        raise ValueError("not a date")
    return date(*(int(part) for part in parts))


def read_time(text: str) -> time:
    """The time in a text such as "23:59", "9am", "5.30pm", or in Welsh "9yb", "5.30yh". Raises ValueError."""
    found = _TIME.fullmatch(" ".join(text.casefold().split()))
    if not found or not (found[2] or found[3]):
        raise ValueError("not a time")
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and not 1 <= hour <= 12:
        raise ValueError("not an hour of half a day")
    if half:
        hour = hour % 12 + (0 if half in ("am", "yb") else 12)
    return time(hour, minute)


def opening(on: date, at: time) -> datetime:
    """The instant, in UTC, at which a consultation opens. Raises NoSuchTime."""
    return _instant(on, at)


def closing(on: date, at: time) -> datetime:
    """The first instant, in UTC, after the minute that ends a consultation. Raises NoSuchTime.

    Of an hour that comes twice it is the second: nobody who trusted the clock is too late.
    """
    return _instant(on, at.replace(fold=1)) + MINUTE


def last_minute(closes_at: datetime) -> datetime:
    """The minute in which answers can last be sent: what people are told."""
    return closes_at - MINUTE


def entered(moment: datetime) -> tuple[date, time]:
    """The day and the time by the clock in London, as an officer entered them."""
    local = moment.astimezone(LONDON)
    return local.date(), time(local.hour, local.minute)


def _instant(on: date, at: time) -> datetime:
    moment = london(on, at)
    if entered(moment) != (on, at.replace(fold=0)):
        raise NoSuchTime
    return moment
