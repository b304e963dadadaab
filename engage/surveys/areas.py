"""In which area does a postcode lie? The postcode itself goes no further than here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from engage.surveys.definition import Area, PostcodeQuestion

EXAMPLE = "AB12 3CD"
BEGINNING = re.compile(r"[A-Z]{1,2}(?:[0-9][A-Z0-9]?(?: [0-9](?:[A-Z]{2}|[A-Z])?)?)?")  # "ZZ", "ZZ1", "ZZ1 2"
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
_LONGEST = 40  # characters; what is longer is no postcode


def postcode(typed: str) -> str | None:
    """Write a postcode the one way, such as "AB12 3CD", however it was typed; None when it is not one."""
    if len(typed) > _LONGEST:
        return None
    found = _POSTCODE.fullmatch("".join(filter(str.isalnum, typed)).upper())
    return f"{found[1]} {found[2]}" if found else None


def beginning(written: str) -> str:
    """Write the beginning of a postcode the one way: capitals, single spaces."""
    return " ".join(written.upper().split())


def area(code: str, areas: Sequence[Area]) -> str:
    """Return the code of the area that names the longest beginning of this postcode, or ELSEWHERE."""
    known = {beginning(written): each.code for each in areas for written in each.postcodes}
    return next((known[part] for part in _beginnings(code) if part in known), PostcodeQuestion.ELSEWHERE)


def _beginnings(code: str) -> Iterator[str]:
    """From the whole postcode to the letters of its town.

    "ZZ1" begins "ZZ1 2AB" and "ZZ1A 2AB", but not "ZZ11 2AB".
    """
    outward, inward = code.split()
    for length in range(len(inward), 0, -1):
        yield f"{outward} {inward[:length]}"
    yield outward
    if outward[-1].isalpha():
        yield outward[:-1]
    yield outward.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ").rstrip("0123456789")
