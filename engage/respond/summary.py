"""What has this person answered, in words, in the order in which they were asked?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from engage.surveys.definition import Answer, LongText, Question, Section, ShortText, Step
from engage.surveys.journey import Journey
from engage.surveys.playback import playback

Address: TypeAlias = Callable[[Step, str], str]  # of the page where the answer under a key can be changed


@dataclass(frozen=True, slots=True)
class Line:
    """One question and what was said to it, as `components/summary_list.html` takes it."""

    term: str
    detail: str | list[str]  # one line or several; empty when it was skipped
    lang: str | None  # of the detail, when it is not that of the page
    href: str | None
    change: str  # what the link changes, in words that say it also away from its place
    words_lang: str | None = None  # of the question and of what was chosen, when it is not that of the page


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
    words_lang: str | None = None


def chapters(
    journey: Journey,
    answers: Mapping[str, Answer],
    lang: str,
    change: Address | None = None,
    *,
    tongue: str = "",
    own: Collection[Section] = (),
) -> list[Chapter]:
    """Everything that this journey asks, with its answers in the words of the page's language.

    The words of its `own` sections are in the `tongue` of the variant, if it has one.
    """
    asking = [step for step in journey.asked if journey.questions(step)]
    return [
        Chapter(
            section.title[lang],
            [
                Group(
                    item.label[lang] if item else "",
                    [
                        line(step, question, answers.get(step.key(question)), lang, change, spoken)
                        for step in of_item
                        for question in journey.questions(step)
                    ],
                )
                for item, of_item in groupby(of_section, lambda step: step.item)
            ],
            spoken,
        )
        for section, of_section in groupby(asking, lambda step: step.section)
        for spoken in [tongue if tongue and section in own else None]
    ]


def set_aside(steps: Iterable[Step], journey: Journey, answers: Mapping[str, Answer], lang: str) -> list[str]:
    """The questions that were answered, but are not asked any more because of other answers."""
    kept = journey.kept()
    asked = ((step, question) for step in steps for question in step.page.questions)
    keys = [(step.key(question), step, question) for step, question in asked]
    return [
        _named(step, question, lang) for key, step, question in keys if key in answers and key not in kept
    ]


def _named(step: Step, question: Question, lang: str) -> str:
    title = str(question.title[lang])
    return f"{step.item.label[lang]}: {title}" if step.item else title


def line(
    step: Step,
    question: Question,
    answer: Answer | None,
    lang: str,
    change: Address | None = None,
    spoken: str | None = None,
) -> Line:
    """One question and what was said to it; `spoken` is the language of its words, if not the page's."""
    own_words = isinstance(question, ShortText | LongText)
    said = playback(question, answer, lang) if answer else []
    title = question.title[lang]
    return Line(
        title,
        said[0] if len(said) == 1 else said,
        answer.language if answer and own_words and (spoken or answer.language != lang) else None,
        change(step, step.key(question)) if change else None,
        f"{step.item.label[lang]}: {title}" if step.item else title,
        spoken,
    )
