"""What may somebody type in who answers a survey?

The rules of the survey's questions are `surveys.answers`; Flask-WTF guards against forms sent from elsewhere.
A lost token is no reason to throw away what somebody has typed: the page is shown again with all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import generate_csrf, validate_csrf
from wtforms import ValidationError

from engage.respond import handed_forms
from engage.surveys import answer_forms, fields, presentation
from engage.surveys.answers import PageReading, from_answer, read_page, redisplay
from engage.surveys.definition import Answer, Question, Step, takes_files
from engage.surveys.fields import FieldProblem, Fields, Submitted
from engage.surveys.presentation import View

TOKEN = "csrf_token"  # noqa: S105 - the name of a field
LOST = _l(
    "This page was not saved, because it was open for a long time or your browser does not keep cookies. "
    "Everything that you entered is still here: check it and try again"
)
LOST_WITH_FILES = _l(
    "This page was not saved, because it was open for a long time or your browser does not keep cookies. "
    "Everything that you entered is still here, except the files that you chose: check it and try again"
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
    files: frozenset[str] = frozenset()  # the keys of questions for files, which are kept by themselves
    amiss: frozenset[str] = frozenset()  # the keys of questions in which something stands that is no answer

    @cached_property
    def questions(self) -> list[View]:
        return self.lay_out()

    @property
    def lasting(self) -> PageReading:
        """What can be kept as it is: where something is amiss, what was saved before stays."""
        assert self.reading
        apart = self.amiss | self.files
        keys = tuple(key for key in self.reading.keys if key not in apart)
        answers = self.reading.answers
        return PageReading(
            keys, {key: answers[key] for key in keys if key in answers} if apart else answers, ()
        )


def saved_form(
    step: Step,
    asked: Iterable[Question],
    saved: Mapping[str, Answer],
    lang: str,
    refused: Sequence[FieldProblem] = (),
) -> PageForm:
    """The page with the answers that were saved before. `refused` is said of what was too much to be read."""
    asked_here = {step.key(question): question for question in asked}
    here = {key: saved[key] for key in asked_here if key in saved}
    standing: Fields = {}
    for key, answer in here.items():
        standing |= from_answer(asked_here[key], key, answer)
    errors = handed_forms.said(refused)
    lay_out = partial(presentation.questions, step, asked, standing, errors, lang, here)
    return PageForm(
        tuple(asked_here),
        presentation.is_heading(step.page),
        lay_out,
        presentation.summary(lay_out(), errors) if errors else [],
        is_blank=not here and not errors,
        files=_for_files(asked_here),
    )


def sent_form(
    step: Step,
    asked: Iterable[Question],
    saved: Mapping[str, Answer],
    lang: str,
    submitted: Submitted,
    *,
    check: bool = True,
    may_lack: bool = False,
    refused: Sequence[FieldProblem] = (),
) -> PageForm:
    """The page with what has just been sent, exactly as it was typed, and with its problems if `check`.

    `may_lack`: whoever comes back later may leave required questions empty; then that is no problem.
    `refused` are the problems of files that came with the page: those are always told.
    """
    standing: Fields = {}
    for question in asked:
        standing |= redisplay(question, step.key(question), submitted)
    reading = read_page(step, asked, submitted, lang, saved)
    amiss = _amiss(step, asked, submitted, reading) if reading.problems else frozenset()
    if may_lack:
        reading = replace(reading, problems=tuple(each for each in reading.problems if each.key in amiss))
    told = {problem.key for problem in refused}
    errors = answer_forms.said((p for p in reading.problems if p.key not in told), lang) if check else []
    errors = [*errors, *handed_forms.said(refused)]
    lay_out = partial(presentation.questions, step, asked, standing, errors, lang, saved)
    problems = presentation.summary(lay_out(), errors) if errors else []
    heading = presentation.is_heading(step.page)
    files = _for_files({step.key(question): question for question in asked})
    return PageForm(reading.keys, heading, lay_out, problems, reading, amiss=amiss, files=files)


def _for_files(asked: Mapping[str, Question]) -> frozenset[str]:
    return frozenset(key for key, question in asked.items() if takes_files(question))


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


def with_lost_token(
    form: PageForm, step: Step, asked: Iterable[Question], *, with_files: bool = False
) -> PageForm:
    """The same page, saying first that it could not be saved. `with_files`: nor were the files that came."""
    names = [fields.names(question, step.key(question))[0] for question in asked]
    lost = str(LOST_WITH_FILES if with_files else LOST)
    problems = [*((f"#{name}", lost) for name in names[:1]), *form.problems]
    return replace(form, problems=problems, is_lost=True)


def token() -> str:
    """What the forms of this response carry, by which `is_ours` knows them."""
    return str(generate_csrf())


def is_ours(submitted: Mapping[str, str]) -> bool:
    """Tell whether the form was sent from a page that this browser got from us."""
    try:
        validate_csrf(submitted.get(TOKEN))
    except ValidationError:
        return False
    return True
