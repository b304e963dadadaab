"""Which form is this sheet of paper from?

Every page of a form shows its mark, such as "7KQ4": the version, the variant, whether it is in large print,
and the language, and last a check character. Whoever keys the paper types it.
"""

from __future__ import annotations

from typing import NamedTuple

from engage.bilingual import LANGUAGES
from engage.respond.codes import ALPHABET

# 31 characters, a prime: then no single slip and no two characters the wrong way round go unnoticed.
_SIGNS = ALPHABET[:31]
_VARIANTS = 64  # more than a survey can have, the standard one with them
_LEAST = 4  # characters
_LONGEST = 12
_LOOK_ALIKE = str.maketrans("OIL", "011")


class FormId(NamedTuple):
    """What a form was printed from. `number` is the variant's place in the version, 0 for the standard."""

    version_id: int
    number: int
    is_large: bool
    lang: str

    def __str__(self) -> str:
        value = self.version_id * _VARIANTS + self.number
        value = (value * 2 + self.is_large) * 2 + LANGUAGES.index(self.lang)
        digits: list[int] = []
        while value or len(digits) < _LEAST - 1:
            value, digit = divmod(value, len(_SIGNS))
            digits.insert(0, digit)
        return "".join(_SIGNS[digit] for digit in (*digits, _check(digits)))


def read(typed: str) -> FormId | None:
    """The form with this mark, however it was typed; None when there is a slip in it."""
    plain = "".join(each for each in typed.upper() if each.isalnum()).translate(_LOOK_ALIKE)
    if not _LEAST <= len(plain) <= _LONGEST or not set(plain) <= set(_SIGNS):
        return None
    *digits, check = (_SIGNS.index(each) for each in plain)
    if check != _check(digits):
        return None
    value = 0
    for digit in digits:
        value = value * len(_SIGNS) + digit
    value, lang = divmod(value, 2)
    value, is_large = divmod(value, 2)
    form = FormId(*divmod(value, _VARIANTS), bool(is_large), LANGUAGES[lang])
    return form if str(form) == plain else None


def _check(digits: list[int]) -> int:
    """The digits, weighted by their places from the right, and the check add up to a multiple of 31."""
    total = sum(digit * weight for weight, digit in enumerate(reversed(digits), start=2))
    return -total % len(_SIGNS)
