"""What has been saved in another tab, or by another person, since a page was shown?

Every page carries the marks of the answers that it showed. When what is stored by then is neither that nor
what is being sent, both are shown, and the person says which one stays.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import blake2b

from engage.surveys.answers import PageReading
from engage.surveys.definition import Answer, Answers

SAVED, MINE = "saved", "mine"
CONTACT = "contact"
_MARK_BYTES = 6


def contact(email: str, purposes: Iterable[str]) -> PageReading:
    """Where somebody may be written to, as if it were an answer: then two are told apart as answers are."""
    answers = {CONTACT: Answer([email, *sorted(purposes)], "")} if email else {}
    return PageReading((CONTACT,), answers, ())


def marks(keys: Iterable[str], answers: Mapping[str, Answer]) -> str:
    """What a page remembers of the answers that it shows; nothing while there are none."""
    return " ".join(f"{key}={_mark(answers[key])}" for key in keys if key in answers)


def disputed(seen: str, stored: Mapping[str, Answer], sent: PageReading) -> tuple[str, ...]:
    """The keys under which somebody else has saved what this page neither showed nor sends."""
    shown = dict(mark.rpartition("=")[::2] for mark in seen.split())
    return tuple(
        key
        for key in sent.keys
        if not _same(stored.get(key), sent.answers.get(key))
        and shown.get(key, "") != (_mark(stored[key]) if key in stored else "")
    )


def settled(sent: PageReading, stored: Mapping[str, Answer], choices: Mapping[str, str]) -> PageReading:
    """What is sent, with what was saved meanwhile wherever the person chose that."""
    ours = {key: answer for key, answer in sent.answers.items() if choices.get(key) != SAVED}
    theirs = {key: stored[key] for key in sent.keys if choices.get(key) == SAVED and key in stored}
    answers: Answers = ours | theirs
    return PageReading(sent.keys, answers, sent.problems)


def _same(one: Answer | None, other: Answer | None) -> bool:
    """Do they say the same? In which language it was said is no difference."""
    if one is None or other is None:
        return one is other
    return one.value == other.value and one.other == other.other


def _mark(answer: Answer) -> str:
    said = json.dumps([answer.value, answer.other], sort_keys=True)
    return blake2b(said.encode(), digest_size=_MARK_BYTES).hexdigest()
