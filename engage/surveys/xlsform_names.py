"""What is everything called in an XLSForm, where one name must not stand for two things?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from engage.surveys.choices import choices, points
from engage.surveys.definition import (
    CODE,
    Allocation,
    Definition,
    Matrix,
    Option,
    Question,
    SeveralChoices,
    SingleChoice,
)
from engage.surveys.xpath import Named

_UNFIT = re.compile(r"[^a-z0-9_]+")
_TAKEN_BY_FORMAT = {"meta", "data", "name", "instanceid", "audit"}


@dataclass
class Names:
    """The names of a form. Questions choose first, so that conditions read well; then pages, and so on."""

    questions: list[Named] = field(default_factory=list)  # in the order of the survey
    by_id: dict[str, Named] = field(default_factory=dict)  # of several with one id the first
    boxes: list[list[str]] = field(default_factory=list)  # for more words, of each question
    _taken: set[str] = field(default_factory=lambda: set(_TAKEN_BY_FORMAT))

    @classmethod
    def of(cls, definition: Definition) -> Names:
        names = cls()
        asked = list(definition.questions())
        own = [names.free(question.id, "question") for question in asked]
        for question, name in zip(asked, own, strict=True):
            named = Named(question, name, names._cells(question, name), _codes(question))
            names.questions.append(named)
            names.by_id.setdefault(question.id, named)
            names.boxes.append([names.free(f"{name}_{chosen}", "other") for chosen, _ in boxes(question)])
        return names

    def free(self, wanted: str, usual: str) -> str:
        """A name that nothing else has, as like the wanted one as can be."""
        stem = _fit(wanted, usual)
        name, number = stem, 1
        while name in self._taken:
            number += 1
            name = f"{stem}_{number}"
        self._taken.add(name)
        return name

    def _cells(self, question: Question, name: str) -> tuple[tuple[str, str, str], ...]:
        if isinstance(question, Allocation):
            codes = [option.code for option in question.options]
            return tuple((code, "", self.free(f"{name}_{code}", "row")) for code in codes)
        if not isinstance(question, Matrix):
            return ()
        several = len(question.scales) > 1
        return tuple(
            (
                row.code,
                scale.code,
                self.free(f"{name}_{scale.code}_{row.code}" if several else f"{name}_{row.code}", "row"),
            )
            for scale in question.scales
            for row in question.rows
        )


def boxes(question: Question) -> list[tuple[str, Option]]:
    """The options that have a box for more words, each with the name of its choice."""
    if not isinstance(question, SingleChoice | SeveralChoices):
        return []
    names = distinct(option.code for option in question.options)
    named = zip(names, question.options, strict=True)
    return [(name, option) for name, option in named if option.other]


def distinct(codes: Iterable[str]) -> list[str]:
    """Names for the choices of one list: the codes, made different where two are the same."""
    names = Names()
    names._taken.clear()
    return [names.free(code, "option") for code in codes]


def _fit(wanted: str, usual: str) -> str:
    if CODE.fullmatch(wanted):
        return wanted
    fit = _UNFIT.sub("_", wanted.lower()).strip("_")
    return fit if fit[:1].isalpha() else f"{usual}_{fit}".rstrip("_")


def _codes(question: Question) -> dict[tuple[str, str], str]:
    if not isinstance(question, Matrix):
        return _named("", choices(question))
    found: dict[tuple[str, str], str] = {}
    for scale in question.scales:
        found |= _named(scale.code, points(scale))
    return found


def _named(scale: str, options: tuple[Option, ...]) -> dict[tuple[str, str], str]:
    codes = [option.code for option in options]
    pairs = list(zip(codes, distinct(codes), strict=True))
    return {(scale, code): name for code, name in reversed(pairs)}
