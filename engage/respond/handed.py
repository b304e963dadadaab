"""Which files has somebody handed in on a page, and why are some of them not kept?

Files are kept before the rest of the page is read: so nothing else that is wrong on the page loses them, and
what a question's field says of them counts for nothing. `PROBLEMS` lists every code that a problem can have.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from engage.respond import enclosures
from engage.respond.enclosures import Enclosure, Unacceptable
from engage.surveys.definition import Answer, FileQuestion
from engage.surveys.fields import FieldProblem

MEGABYTES = enclosures.LARGEST // 1024**2
TOGETHER = 24  # megabytes that come with one person's answers
PROBLEMS: dict[str, tuple[str, ...]] = {
    "file_empty": ("file",),
    "file_too_large": ("file", "megabytes"),
    "file_unknown": ("file",),
    "file_too_many": ("maximum",),
    "files_too_much": ("megabytes",),
    "files_too_often": (),
    "files_not_received": ("megabytes",),
    "file_passed": (),
    "file_again": (),
}


class Refused(ValueError):
    """A file is not kept; `code` is one of PROBLEMS."""

    def __init__(self, code: str, **parameters: Any) -> None:
        super().__init__(code)
        self.code, self.parameters = code, parameters


@dataclass(frozen=True, slots=True)
class Handed:
    """What has become of the files of one page."""

    problems: tuple[FieldProblem, ...] = ()
    stays: bool = False  # a button was pressed that only adds or takes away: the page is shown again
    is_lost: bool = False  # so much came that nothing of it was read


NOTHING = Handed()


def enclosure(name: str, content: bytes) -> Enclosure:
    """What was uploaded, as it can be kept. Raises Refused."""
    try:
        return Enclosure.read(name, content)
    except Unacceptable as refused:
        more = {"megabytes": MEGABYTES} if refused.reason == enclosures.Reason.TOO_LARGE else {}
        raise Refused(f"file_{refused.reason}", file=name[:100], **more) from None


def require_room(question: FileQuestion, answer: Answer | None, total: int) -> None:
    """Is there room for one file more? `total`: bytes of all files with it. Raises Refused."""
    if answer and len(answer.other) >= question.maximum:
        raise Refused("file_too_many", maximum=question.maximum)
    if total > TOGETHER * 1024**2:
        raise Refused("files_too_much", megabytes=TOGETHER)


def with_file(answer: Answer | None, id: str, called: str, language: str) -> Answer:
    """The answer with one file more."""
    other = {**(answer.other if answer else {}), id: called}
    return Answer([*other], answer.language if answer else language, other)


def without_file(answer: Answer, id: str) -> Answer | None:
    """The answer without this file; None when there is no other."""
    other = {each: called for each, called in answer.other.items() if each != id}
    return Answer([*other], answer.language, other) if other else None


def to_choose_again(keys: Iterable[str]) -> Handed:
    """The page was not taken; it is shown again, and no page can be shown with a file in it."""
    return Handed(tuple(FieldProblem(key, "file_again", key, (key,), {}) for key in keys))


def not_received(keys: Iterable[str]) -> Handed:
    """So much came at once that nothing was read."""
    problems = (
        FieldProblem(key, "files_not_received", key, (key,), {"megabytes": MEGABYTES}) for key in keys
    )
    return Handed((next(iter(problems)),), is_lost=True)
