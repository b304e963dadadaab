"""Under which key is each row of another tool's table stored, so that it is stored once?"""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Sequence

from engage.respond.importing_rows import Heard


def keys(heard: Sequence[Heard], headings: Sequence[str], consultation_id: int, secret: str) -> list[bytes]:
    """For each row the key under which it is stored once, in whichever file it comes again.

    It is made of the number that the other tool has given, within files that have the same headings, for two
    forms may both count from 1. Without a number it is made of what was read; then two rows that say the same
    are two people's, and the second of a file is also that of the same file when it comes again.
    """
    form = "\x1f".join(headings)
    times: Counter[str] = Counter()
    found = []
    for each in heard:
        about = f"number\x1e{form}\x1e{each.number}" if each.number else f"content\x1e{each.content}"
        times[about] += 1
        said = f"import\x1e{consultation_id}\x1e{times[about]}\x1e{about}"
        found.append(hmac.digest(secret.encode(), said.encode(), "sha256"))
    return found
