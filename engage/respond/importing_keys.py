"""Under which key is each row of another tool's table stored, so that it is stored once?"""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence

from engage.respond.importing_rows import Heard

AT_ONCE = 250  # keys of one content that are looked up together
Stored = Callable[[Sequence[bytes]], Collection[bytes]]  # which of these keys are stored


def keys(
    heard: Sequence[Heard],
    headings: Sequence[str],
    consultation_id: int,
    secret: str,
    *,
    beside: Stored | None = None,
) -> list[bytes]:
    """For each row the key under which it is stored once, in whichever file it comes again.

    It is made of the number that the other tool has given, within files that have the same headings, for two
    forms may both count from 1. Without a number it is made of what was read; then two rows that say the same
    are two people's, and the second of a file is also that of the same file when it comes again. With
    `beside` rows without a number are of other people than those that are stored, whatever they say.
    """
    form = "\x1f".join(headings)

    def key(about: str, time: int) -> bytes:
        said = f"import\x1e{consultation_id}\x1e{time}\x1e{about}"
        return hmac.digest(secret.encode(), said.encode(), "sha256")

    def made(after: Mapping[str, int]) -> list[bytes]:
        times = Counter(after)
        found = []
        for each in heard:
            about = f"number\x1e{form}\x1e{each.number}" if each.number else f"content\x1e{each.content}"
            times[about] += 1
            found.append(key(about, times[about]))
        return found

    plain = made({})
    if beside is None:
        return plain
    there = beside(plain)
    said = {
        f"content\x1e{each.content}"
        for each, its in zip(heard, plain, strict=True)
        if its in there and not each.number
    }
    return made({about: _last(about, key, beside) for about in said})


def _last(about: str, key: Callable[[str, int], bytes], beside: Stored) -> int:
    """Up to which number those who say this are stored."""
    last = start = 0
    while True:
        some = {key(about, time): time for time in range(start + 1, start + AT_ONCE + 1)}
        found = beside(list(some))
        if not found:
            return last
        last, start = max(some[each] for each in found), start + AT_ONCE
