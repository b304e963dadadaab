"""What does a kiosk send, and which answers does it hold by the rules of the survey?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from engage.bilingual import LANGUAGES
from engage.respond.codes import RANDOM_BITS, is_speakable
from engage.respond.visit import Kept, Questionnaire, Visit
from engage.surveys.answers import read_page
from engage.surveys.definition import (
    All,
    Answered,
    Answers,
    AnyOf,
    Between,
    Condition,
    Is,
    Not,
    Step,
    takes_files,
)
from engage.surveys.journey import Journey

LONGEST = 256 * 1024  # bytes of one sealed entry
LARGEST_VERSION = 2**24  # a code has three bytes for it


class Unreadable(ValueError):
    """It is none of what a kiosk of ours sends."""


class Typed:
    """The fields of a form as a device has kept them."""

    def __init__(self, fields: Mapping[str, list[str]]) -> None:
        self._fields = fields

    def getlist(self, key: str, /) -> list[str]:
        return self._fields.get(key, [])


class Entry(NamedTuple):
    """One person's answers, as they were typed in."""

    random: int  # the bits of the return code, by which it is stored once
    version_id: int
    language: str
    pressed_at: datetime  # by the clock of the device, put right by ours when it last heard it
    opinions: Typed
    equality: Typed
    email: str
    purposes: tuple[str, ...]  # for which it may be used


class Heard(NamedTuple):
    """What an entry says. `complete`: nothing in it was refused, and nothing that was required lacks."""

    answers: Answers
    equality: Answers
    complete: bool


def read_entry(plain: bytes) -> Entry:
    """Read what a device has sealed. Raises Unreadable."""
    try:
        sent = json.loads(plain)
        entry = Entry(
            int(sent["random"], 16),
            int(sent["version"]),
            str(sent["language"]),
            datetime.fromtimestamp(sent["pressed_at"] / 1000, UTC),
            Typed(_fields(sent["opinions"])),
            Typed(_fields(sent["equality"])),
            str(sent["email"]),
            tuple(map(str, sent["purposes"])),
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError) as wrong:
        raise Unreadable from wrong
    named = entry.language in LANGUAGES and 0 < entry.version_id < LARGEST_VERSION
    if not named or not 0 <= entry.random < 2**RANDOM_BITS or not is_speakable(entry.random):
        raise Unreadable
    return entry


def _fields(sent: Any) -> dict[str, list[str]]:
    return {str(name): [str(text) for text in texts] for name, texts in sent.items()}


def heard(visit: Visit, entry: Entry) -> Heard:
    """Read the pages as if they had been sent one after the other; what is not asked is dropped."""
    asked = asked_here(visit.questionnaire)
    answers, well = _read(asked.steps, entry.opinions, entry.language)
    visit = replace(visit, questionnaire=asked, kept=Kept(b"", answers, 1, None, None))
    kept = visit.journey.kept()
    lacks = visit.journey.next_step is not None or not kept
    if "equality" not in visit.stages:
        return Heard(kept, {}, well and not lacks)
    given, equality_well = _read(asked.equality, entry.equality, entry.language, visit.equality_answers({}))
    journey = visit.equality_journey(given)
    equality = {key: answer for key, answer in journey.kept().items() if key in given}
    return Heard(kept, equality, well and equality_well and not lacks)


def asked_here(asked: Questionnaire) -> Questionnaire:
    """What can be asked on a device: nobody has files there to send."""
    steps = (_without_files(step) for step in asked.steps)
    return replace(asked, steps=tuple(step for step in steps if step))


def _without_files(step: Step) -> Step | None:
    questions = tuple(question for question in step.page.questions if not takes_files(question))
    if step.page.questions and not questions:
        return None
    return replace(step, page=replace(step.page, questions=questions))


def _read(
    steps: tuple[Step, ...], typed: Typed, language: str, known: Answers | None = None
) -> tuple[Answers, bool]:
    """The answers on these pages, in order, and whether all that was typed could be taken."""
    answers: Answers = {}
    well = True
    for step in steps:
        questions = Journey(steps, {**(known or {}), **answers}).questions(step)
        reading = read_page(step, questions, typed, language)
        well = well and not reading.problems
        answers = reading.over(answers)
    return answers, well


# --- the survey as the device takes it ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Way:
    """When a step is asked, as data."""

    conditions: list[dict[str, Any]]
    picked: dict[str, str] | None
    item: str | None
    ends: bool


def way(step: Step) -> Way:
    """What decides whether somebody is asked this step."""
    block, item = step.block, step.item
    picked = {"question": block.picked_by, "code": item.code} if block and item and block.picked_by else None
    return Way(every(step.conditions), picked, item.code if item else None, step.page.ends)


def every(conditions: Iterable[Condition]) -> list[dict[str, Any]]:
    return [data(condition) for condition in conditions]


def data(condition: Condition) -> dict[str, Any]:
    """A condition as `static/js/kiosk-routing.js` takes it."""
    match condition:
        case Is(question, codes, row, scale):
            return {"is": question, "codes": list(codes), "row": row, "scale": scale}
        case Between(question, minimum, maximum):
            return {"between": question, "minimum": minimum, "maximum": maximum}
        case Answered(question):
            return {"answered": question}
        case All(conditions):
            return {"all": every(conditions)}
        case AnyOf(conditions):
            return {"any": every(conditions)}
        case Not(negated):
            return {"not": data(negated)}
