"""Under which key is each row of another tool's table stored, so that it is stored once?"""

from __future__ import annotations

import hmac
import json
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from engage.respond.importing_rows import Heard
from engage.respond.importing_words import same
from engage.surveys.definition import answers_to_json

AT_ONCE = 250  # keys of one content that are looked up together
Stored = Callable[[Sequence[bytes]], Collection[bytes]]  # which of these keys are stored


def keys(
    heard: Sequence[Heard],
    consultation_id: int,
    secret: str,
    *,
    beside: Stored | None = None,
) -> list[bytes]:
    """For each row the key under which it is stored once, in whichever file it comes again.

    It is made of the number that the other tool has given and of all that was understood of the row, so that
    headings do not matter, and people whom two forms have given the same number stay apart. Without a number
    it is made of what was read; then two rows that say the same are two people's, and the second of a file is
    also that of the same file when it comes again. With `beside` rows are of other people than those that are
    stored, whatever they say.
    """

    def key(about: str, time: int) -> bytes:
        return _digest(secret, f"import\x1e{consultation_id}\x1e{time}\x1e{about}")

    def made(after: Mapping[str, int]) -> list[bytes]:
        times = Counter(after)
        found = []
        for about in abouts:
            times[about] += 1
            found.append(key(about, times[about]))
        return found

    abouts = [_about(each) for each in heard]
    plain = made({})
    if beside is None:
        return plain
    there = beside(plain)
    said = {about for about, its in zip(abouts, plain, strict=True) if its in there}
    return made({about: _last(about, key, beside) for about in said})


def marks(heard: Sequence[Heard], consultation_id: int, secret: str) -> list[frozenset[bytes]]:
    """For each row the mark of its number, by which another row is known that has it; none without a number.

    It hangs on no heading and on no tool: a question may be reworded between two exports of the same form.
    Zeros before a number and the case of its letters do not matter, as spreadsheets change both.
    """

    def mark(number: str) -> bytes:
        return _digest(secret, f"import-number\x1e{consultation_id}\x1e{same(number).lstrip('0')}")

    return [frozenset({mark(each.number)} if each.number else ()) for each in heard]


def saying(answers: Mapping[str, Mapping[str, Any]]) -> str:
    """What somebody has said, whatever the language of the page was; empty for nothing."""
    bare = {key: {part: said[part] for part in said if part != "language"} for key, said in answers.items()}
    return json.dumps(bare, sort_keys=True) if bare else ""


def _about(each: Heard) -> str:
    if not each.number:
        return f"content\x1e{each.content}"
    understood = [each.language, answers_to_json(each.answers), answers_to_json(each.equality)]
    return f"number\x1e{each.number}\x1e{json.dumps(understood, sort_keys=True)}"


def _digest(secret: str, said: str) -> bytes:
    return hmac.digest(secret.encode(), said.encode(), "sha256")


def _last(about: str, key: Callable[[str, int], bytes], beside: Stored) -> int:
    """Up to which number those who say this are stored."""
    last = start = 0
    while True:
        some = {key(about, time): time for time in range(start + 1, start + AT_ONCE + 1)}
        found = beside(list(some))
        if not found:
            return last
        last, start = max(some[each] for each in found), start + AT_ONCE
