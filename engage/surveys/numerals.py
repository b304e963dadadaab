"""Which number did the person write?"""

from __future__ import annotations

import re
from decimal import Decimal

_SIGN = r"(?P<sign>[-+\u2212]?)"  # U+2212 is the minus sign of typographers
_WHOLE = r"(?P<whole>[0-9]{1,15}|[0-9]{1,3}(?:[ ,][0-9]{3}){1,4})"
_NUMBER = re.compile(rf"{_SIGN} ?£? ?{_WHOLE}(?:\.(?P<part>[0-9]{{1,10}}))?")
_LONGEST = 40  # characters; what is longer is no number


def number(text: str) -> Decimal | None:
    """Read a number such as "1,250.50", "£1 250" or "-3"; None for anything else, "3,5" included.

    A comma or a space may only stand where it parts thousands, so that nobody's 3,5 becomes 35.
    """
    found = _NUMBER.fullmatch(" ".join(text.split())) if len(text) <= _LONGEST else None
    if not found:
        return None
    digits = found["whole"].replace(",", "").replace(" ", "")
    value = Decimal(f"{digits}.{found['part'] or 0}")
    return -value if value and found["sign"] in ("-", "\u2212") else value


def whole_number(text: str) -> int | None:
    """Read a whole number; None for anything else."""
    value = number(text)
    return int(value) if value is not None and value == value.to_integral_value() else None


def written(value: float, decimals: int, separator: str = "") -> str:
    """Write a number with at most so many decimals, and with none for nothing: 12.5 and not 12.50."""
    text = f"{value:,.{decimals}f}".replace(",", separator)
    return text.rstrip("0").rstrip(".") if decimals else text
