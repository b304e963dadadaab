"""How are the answers written that are then sealed? Small, and of a length that tells little.

The codes stand together, because to count them nothing else is needed; which of them were given in Welsh, and
what was written beside them, stands apart.
"""

from __future__ import annotations

import json
from typing import Any

from engage.surveys.definition import Answer, Answers

PADDED = 1024  # bytes: almost everybody's answers fit, so that all look alike


def fold(answers: Answers) -> bytes:
    """Write the answers as JSON, padded."""
    welsh = [key for key, answer in answers.items() if answer.language == "cy"]
    other = {key: answer.other for key, answer in answers.items() if answer.other}
    return padded(
        {"values": {k: answer.value for k, answer in answers.items()}, "welsh": welsh, "other": other}
    )


def unfold(folded: bytes) -> Answers:
    """Read what `fold` wrote."""
    document = json.loads(folded)
    welsh, other = set(document["welsh"]), document["other"]
    return {
        key: Answer(value, "cy" if key in welsh else "en", other.get(key, {}))
        for key, value in document["values"].items()
    }


def values(folded: bytes) -> dict[str, Any]:
    """The codes alone, by the id of the question."""
    found: dict[str, Any] = json.loads(folded)["values"]
    return found


def padded(document: dict[str, Any]) -> bytes:
    """JSON with spaces behind it up to the next multiple of PADDED."""
    plain = json.dumps(document, separators=(",", ":")).encode()
    return plain.ljust(-(-len(plain) // PADDED) * PADDED)
