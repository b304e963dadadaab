"""How are words marked that are in neither of the site's languages, so that they are read out rightly?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Protocol, TypeVar

from markupsafe import Markup

from engage.respond.visit import Questionnaire
from engage.surveys.definition import Step
from engage.surveys.presentation import View
from engage.surveys.ways import Way

WORDS = frozenset({"title", "hint", "label", "other_label", "statement", "unit", "area"})


class Form(Protocol):
    """A page's questions as they are to be shown, and what is wrong on it."""

    @property
    def questions(self) -> list[View]: ...
    @property
    def problems(self) -> list[tuple[str, str]]: ...


F = TypeVar("F", bound=Form)


def in_its_tongue(form: F, asked: Questionnaire, step: Step) -> F:
    """The form with its words marked, if the survey is asked in a further language and they are its own."""
    way = asked.way
    if way is None or not way.tag or step.section not in asked.definition.sections:
        return form
    found = problems(form.problems, form.questions, way)
    in_tongue = partial(marked, form.questions, way)
    return replace(form, lay_out=in_tongue, problems=found)  # type: ignore[type-var]


def marked(views: Iterable[View], way: Way) -> list[View]:
    """Laid out questions, with every word of the survey's own in this language."""
    return [_marked(view, way) for view in views]


def problems(found: Iterable[tuple[str, str]], views: Iterable[View], way: Way) -> list[tuple[str, str]]:
    """Links and sentences of an error summary; a title that begins one is in this language."""
    titles = sorted((view["title"] for view in views), key=len, reverse=True)
    return [(href, _after_title(text, titles, way)) for href, text in found]


def words(text: str, way: Way) -> Markup:
    """A text in this language."""
    return Markup('<span lang="{}" dir="{}">{}</span>').format(way.tag, way.direction, text)


def _after_title(text: str, titles: Iterable[str], way: Way) -> str:
    for title in titles:
        if title and text.startswith(title):
            return Markup("{}{}").format(words(title, way), text[len(title) :])
    return text


def _marked(value: Any, way: Way, name: str = "") -> Any:
    if isinstance(value, str):
        return words(value, way) if name in WORDS and value else value
    if isinstance(value, Mapping):
        return {key: _marked(each, way, key) for key, each in value.items()}
    if isinstance(value, list):
        return [_marked(each, way) for each in value]
    return value
