"""Can white words be read on a council's colour?"""

from __future__ import annotations

import re

HEX = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
ENOUGH = 4.5  # WCAG 2.2, success criterion 1.4.3, for text


def contrast_with_white(colour: str) -> float:
    """Contrast ratio of `#rrggbb` with white, from 1 to 21.

    Source: WCAG 2.2, contrast ratio and relative luminance. Raises ValueError for another form.
    """
    if not HEX.fullmatch(colour):
        raise ValueError(f"{colour!r} is not a colour of the form #rrggbb")
    return 1.05 / (_luminance(colour) + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
