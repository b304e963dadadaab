"""What does a whole paper form say, what of it counts, and where do two keyings of it differ?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from engage.respond.hearing import counted
from engage.respond.keying import Entry, Typed, kept_typed, names, read
from engage.respond.keying_signs import Problem, Spoilt
from engage.respond.paper import Asked, Form
from engage.surveys.conditions import deciding
from engage.surveys.definition import Answers, LongText, ShortText

NO_FILES: Answers = {}


class Facts(NamedTuple):
    """What is keyed of a paper besides its answers."""

    language: str  # in which the person wrote
    received_on: date
    helped: bool  # does the paper say that somebody helped?


@dataclass(frozen=True, slots=True)
class Keyed:
    """One paper as it was keyed. `entries` are by the number of the question."""

    form: Form
    typed: dict[str, str]  # as far as it is kept
    entries: dict[int, Entry]
    answers: Answers  # that count, the equality answers apart
    equality: Answers
    dropped: tuple[Asked, ...]  # answered, though the form led past them

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(problem for entry in self.entries.values() for problem in entry.problems)

    @property
    def spoilt(self) -> dict[int, Mapping[str, Spoilt]]:
        """The codes by the number of the question, for those that the person was asked."""
        passed = {asked.number for asked in self.dropped}
        return {n: entry.spoilt for n, entry in self.entries.items() if entry.spoilt and n not in passed}

    @property
    def is_blank(self) -> bool:
        return not self.answers and not self.equality

    @property
    def deciding(self) -> tuple[Asked, ...]:
        """The questions without an answer that decide whether what was dropped is asked."""
        wanted = {
            (key, asked.is_equality) for asked in self.dropped for key in deciding(asked.step, asked.question)
        }
        return tuple(
            asked
            for asked in self.form.questions()
            if (asked.key, asked.is_equality) in wanted
            and names(asked)
            and self.entries[asked.number].answer is None
        )


def read_form(form: Form, typed: Typed, lang: str, files: Answers = NO_FILES) -> Keyed:
    """Read all that was typed, and follow the survey's own routes to what counts of it.

    `files` answer the questions to which something was enclosed with the paper.
    """
    entries = {asked.number: read(asked, typed, lang) for asked in form.questions()}
    kept: dict[str, str] = {}
    for asked in form.questions():
        kept |= kept_typed(asked, typed, entries[asked.number])
    own, equality = (_answers(form, entries, is_equality=part) for part in (False, True))
    answers, counted_equality, asked_keys = counted(form.asked, {**own, **files}, equality)
    dropped = tuple(
        asked
        for asked in form.questions()
        if entries[asked.number].says_something and (asked.key, asked.is_equality) not in asked_keys
    )
    return Keyed(form, kept, entries, answers, counted_equality, dropped)


def _answers(form: Form, entries: Mapping[int, Entry], *, is_equality: bool) -> Answers:
    return {
        asked.key: answer
        for asked in form.questions()
        if asked.is_equality == is_equality and (answer := entries[asked.number].answer)
    }


# --- two keyings of one paper ---------------------------------------------------------------------------


def differences(one: Keyed, other: Keyed) -> tuple[Asked, ...]:
    """The questions for which two people did not key the same; of texts it is the words that matter."""
    return tuple(
        asked
        for asked in one.form.questions()
        if _said(asked, one.entries[asked.number]) != _said(asked, other.entries[asked.number])
    )


def _said(asked: Asked, entry: Entry) -> Any:
    answer = entry.answer
    if answer is None:
        return None, dict(entry.spoilt)
    others = {code: _words(text) for code, text in answer.other.items()}
    is_text = isinstance(asked.question, ShortText | LongText)
    return _words(str(answer.value)) if is_text else answer.value, others, dict(entry.spoilt)


def _words(text: str) -> str:
    """A text without what two people write differently though they read the same: case, spaces, stops."""
    plain = "".join(each if each.isalnum() else " " for each in text.casefold())
    return " ".join(plain.split())


def settled(one: Keyed, other: Keyed, seconds: Collection[int], anew: Mapping[int, Typed]) -> dict[str, str]:
    """What is typed for the paper after the third look: the first keying, but for the questions in `seconds`
    the second, and for those in `anew` what was typed now."""
    typed: dict[str, str] = {}
    for asked in one.form.questions():
        number = asked.number
        source = anew.get(number, (other if number in seconds else one).typed)
        typed |= {name: source[name] for name in names(asked) if source.get(name)}
    return typed
