"""What may somebody type in who answers a survey?

The rules of the survey's questions are `surveys.answers`; Flask-WTF guards against forms sent from elsewhere.
A lost token is no reason to throw away what somebody has typed: the page is shown again with all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial

from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import validate_csrf
from wtforms import ValidationError

from engage.surveys import answer_forms, fields, presentation
from engage.surveys.answers import PageReading, from_answer, read_page, redisplay
from engage.surveys.definition import Answer, Question, Step
from engage.surveys.fields import Fields, Submitted
from engage.surveys.presentation import View

TOKEN = "csrf_token"  # noqa: S105 - the name of a field
LOST = _l(
    "This page was not saved, because it was open for a long time or your browser does not keep cookies. "
    "Everything that you entered is still here: check it and try again"
)


@dataclass(frozen=True)
class PageForm:
    """The questions of one page; they are laid out only when they are shown. `reading` is what was sent."""

    keys: tuple[str, ...]
    heading: bool  # the only question is the page's title
    lay_out: Callable[[], list[View]]
    problems: list[tuple[str, str]]  # link and sentence, for the error summary
    reading: PageReading | None = None
    is_blank: bool = False  # nothing stands in any field
    is_lost: bool = False  # the token that says that the page is ours
    amiss: frozenset[str] = frozenset()  # the keys of questions in which something stands that is no answer

    @cached_property
    def questions(self) -> list[View]:
        return self.lay_out()

    @property
    def lasting(self) -> PageReading:
        """What can be kept as it is: where something is amiss, what was saved before stays."""
        assert self.reading
        keys = tuple(key for key in self.reading.keys if key not in self.amiss)
        return PageReading(keys, self.reading.answers, ())


def saved_form(step: Step, asked: Iterable[Question], saved: Mapping[str, Answer], lang: str) -> PageForm:
    """The page with the answers that were saved before."""
    asked_here = {step.key(question): question for question in asked}
    here = {key: saved[key] for key in asked_here if key in saved}
    standing: Fields = {}
    for key, answer in here.items():
        standing |= from_answer(asked_here[key], key, answer)
    lay_out = partial(presentation.questions, step, asked, standing, (), lang, here)
    return PageForm(tuple(asked_here), presentation.is_heading(step.page), lay_out, [], is_blank=not here)


def sent_form(
    step: Step,
    asked: Iterable[Question],
    saved: Mapping[str, Answer],
    lang: str,
    submitted: Submitted,
    *,
    check: bool = True,
    may_lack: bool = False,
) -> PageForm:
    """The page with what has just been sent, exactly as it was typed, and with its problems if `check`.

    `may_lack`: whoever comes back later may leave required questions empty; then that is no problem.
    """
    standing: Fields = {}
    for question in asked:
        standing |= redisplay(question, step.key(question), submitted)
    reading = read_page(step, asked, submitted, lang, saved)
    amiss = _amiss(step, asked, submitted, reading) if reading.problems else frozenset()
    if may_lack:
        reading = replace(reading, problems=tuple(each for each in reading.problems if each.key in amiss))
    errors = answer_forms.said(reading.problems, lang) if check else []
    lay_out = partial(presentation.questions, step, asked, standing, errors, lang, saved)
    problems = presentation.summary(lay_out(), errors) if errors else []
    heading = presentation.is_heading(step.page)
    return PageForm(reading.keys, heading, lay_out, problems, reading, amiss=amiss)


def _amiss(
    step: Step, asked: Iterable[Question], submitted: Submitted, reading: PageReading
) -> frozenset[str]:
    refused = {problem.key for problem in reading.problems}
    return frozenset(
        key
        for question in asked
        if (key := step.key(question)) in refused
        and any(text.strip() for texts in redisplay(question, key, submitted).values() for text in texts)
    )


def with_lost_token(form: PageForm, step: Step, asked: Iterable[Question]) -> PageForm:
    """The same page, saying that it could not be saved although nothing on it is wrong."""
    names = [fields.names(question, step.key(question))[0] for question in asked]
    problems = [(f"#{name}", str(LOST)) for name in names[:1]]
    return replace(form, problems=problems, is_lost=True)


def is_ours(submitted: Mapping[str, str]) -> bool:
    """Tell whether the form was sent from a page that this browser got from us."""
    try:
        validate_csrf(submitted.get(TOKEN))
    except ValidationError:
        return False
    return True
