"""What has this person answered, in words, in the order in which they were asked?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from engage.surveys.definition import Answer, LongText, Question, ShortText, Step
from engage.surveys.journey import Journey
from engage.surveys.playback import playback


@dataclass(frozen=True, slots=True)
class Line:
    """One question and what was said to it: nothing when it was skipped."""

    title: str
    said: list[str]
    lang: str | None  # of the text, when it is not that of the page
    number: int  # of the step where it can be changed
    key: str


@dataclass(frozen=True, slots=True)
class Group:
    """The questions about one item of a block, or those of a section that are in no block."""

    title: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one section asked."""

    title: str
    groups: list[Group]


def chapters(journey: Journey, answers: Mapping[str, Answer], lang: str) -> list[Chapter]:
    """Everything that this journey asks, with its answers in the words of the page's language."""
    asking = [step for step in journey.asked if journey.questions(step)]
    return [
        Chapter(section.title[lang], _groups(list(steps), journey, answers, lang))
        for section, steps in groupby(asking, lambda step: step.section)
    ]


def _groups(steps: list[Step], journey: Journey, answers: Mapping[str, Answer], lang: str) -> list[Group]:
    return [
        Group(
            item.label[lang] if item else "",
            [
                _line(step, question, answers.get(step.key(question)), lang)
                for step in of_item
                for question in journey.questions(step)
            ],
        )
        for item, of_item in groupby(steps, lambda step: step.item)
    ]


def _line(step: Step, question: Question, answer: Answer | None, lang: str) -> Line:
    said = playback(question, answer, lang) if answer else []
    own_words = answer is not None and isinstance(question, ShortText | LongText)
    foreign = answer.language if answer and own_words and answer.language != lang else None
    return Line(question.title[lang], said, foreign, step.number, step.key(question))
