"""What does a kiosk send, and which answers does it hold by the rules of the survey?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from engage.bilingual import LANGUAGES
from engage.respond.codes import RANDOM_BITS, is_speakable
from engage.respond.hearing import counted
from engage.respond.visit import Questionnaire
from engage.surveys.answers import PageReading, read_page
from engage.surveys.definition import All, Answered, Answers, AnyOf, Between, Condition, Is, Not, Step
from engage.surveys.journey import Journey
from engage.surveys.ways import LARGE_PRINT, OWN_WORDS
from engage.surveys.ways import Way as OtherWay

LONGEST = 256 * 1024  # bytes of one sealed entry
LARGEST_VERSION = 2**24  # a code has three bytes for it
ON_ITS_WAY = timedelta(days=3)  # after answers have ended, for what was sent where there was no network


IN_OTHER_WAYS = OWN_WORDS | {LARGE_PRINT}  # not films, which lead elsewhere, nor yet further languages


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
    variant: int  # its place among the version's variants, from 1; 0: the standard survey
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
            int(sent.get("variant", 0)),
            str(sent["language"]),
            datetime.fromtimestamp(sent["pressed_at"] / 1000, UTC),
            Typed(_fields(sent["opinions"])),
            Typed(_fields(sent["equality"])),
            str(sent["email"]),
            tuple(map(str, sent["purposes"])),
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError) as wrong:
        raise Unreadable from wrong
    named = entry.language in LANGUAGES and 0 < entry.version_id < LARGEST_VERSION and entry.variant >= 0
    if not named or not 0 <= entry.random < 2**RANDOM_BITS or not is_speakable(entry.random):
        raise Unreadable
    return entry


def _fields(sent: Any) -> dict[str, list[str]]:
    return {str(name): [str(text) for text in texts] for name, texts in sent.items()}


def heard(asked: Questionnaire, entry: Entry) -> Heard:
    """Read every page, and keep what counts as the survey's own routes lead; what is not asked is dropped."""
    opinions = _read(asked.steps, entry.opinions, entry.language)
    equality = _read(asked.equality, entry.equality, entry.language)
    kept = counted(asked, opinions.answers, equality.answers)
    refused = {(each.key, False) for each in opinions.problems} | {
        (each.key, True) for each in equality.problems
    }
    lacks = Journey(asked.steps, kept.answers).next_step is not None
    return Heard(kept.answers, kept.equality, not lacks and refused.isdisjoint(kept.asked))


def _read(steps: tuple[Step, ...], typed: Typed, language: str) -> PageReading:
    """What all these pages say together."""
    pages = [read_page(step, step.page.questions, typed, language) for step in steps]
    return PageReading(
        tuple(key for page in pages for key in page.keys),
        {key: answer for page in pages for key, answer in page.answers.items()},
        tuple(problem for page in pages for problem in page.problems),
    )


# --- the survey as the device takes it ------------------------------------------------------------------


def ways(asked: Questionnaire) -> tuple[OtherWay, ...]:
    """The ways besides the standard one in which people can answer on a device."""
    return tuple(each for each in asked.ways if each.code in IN_OTHER_WAYS)


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
