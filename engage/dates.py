"""How is a moment written for people in the United Kingdom, in either language? And read back?"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from babel.dates import format_date

LONDON = ZoneInfo("Europe/London")
LOCALES = {"en": "en_GB", "cy": "cy"}


def day(when: date | datetime, language: str) -> str:
    """Such as "25 October 2026" or "25 Hydref 2026", by the calendar in London."""
    return format_date(_local_day(when), "d MMMM yyyy", locale=LOCALES[language])


def month(when: date | datetime, language: str) -> str:
    """Such as "October 2026" or "Hydref 2026"."""
    return format_date(_local_day(when), "MMMM yyyy", locale=LOCALES[language])


def weekday(when: date | datetime, language: str) -> str:
    """Such as "Sunday 25 October 2026" or "Dydd Sul 25 Hydref 2026"."""
    return format_date(_local_day(when), "EEEE d MMMM yyyy", locale=LOCALES[language])


def moment(when: datetime, language: str) -> str:
    """Such as "Sunday 25 October 2026, 11:59pm", by the clock in London.

    In the hour that comes twice, because clocks go back, it says which one is meant: "1:30am BST" or "GMT".
    """
    local = when.astimezone(LONDON)
    half = "am" if local.hour < 12 else "pm"
    minute = f":{local.minute:02}" if local.minute else ""
    zone = f" {local.tzname()}" if _comes_twice(local) else ""
    return f"{weekday(when, language)}, {local.hour % 12 or 12}{minute}{half}{zone}"


def london(on: date, at: time) -> datetime:
    """The instant at which clocks in London show this; of an hour that comes twice, the first."""
    return datetime.combine(on, at, LONDON).astimezone(UTC)


def _comes_twice(local: datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _local_day(when: date | datetime) -> date:
    return when.astimezone(LONDON).date() if isinstance(when, datetime) else when
