"""Which words name a consultation in its address?"""

from __future__ import annotations

import re

from engage.consultations.searching import fold

LONGEST = 80
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_APOSTROPHES = str.maketrans("", "", "'’‘`")


def is_slug(text: str) -> bool:
    """Small letters a to z and digits, with single hyphens between; at most LONGEST characters."""
    return len(text) <= LONGEST and bool(_SLUG.fullmatch(text))


def proposed(title: str) -> str:
    """A slug made from a title; empty if the title has no letter that an address can have."""
    words = fold(title.translate(_APOSTROPHES)).encode("ascii", "ignore").decode().split()
    slug = "-".join(words)
    if len(slug) > LONGEST:
        slug = slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]
    return slug


def numbered(slug: str, number: int) -> str:
    """The slug with a number behind it, not longer than a slug may be."""
    end = f"-{number}"
    return slug[: LONGEST - len(end)].rstrip("-") + end
