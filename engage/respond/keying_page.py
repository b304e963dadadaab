"""How does the page look on which a paper is keyed: which fields, beside which numbers and labels?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engage.respond.keying import Typed, base, names
from engage.respond.paper import Asked, Form, Part
from engage.surveys.choices import DECLINED, choices, points
from engage.surveys.definition import (
    Allocation,
    LongText,
    Matrix,
    Option,
    PostcodeQuestion,
    Ranking,
    ScaleQuestion,
    ShortText,
)
from engage.surveys.fields import other_field

LINE, LINES, SIGNS = "line", "lines", "signs"


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `label` says what is typed, if it is not the question alone."""

    name: str
    label: str
    value: str
    error: str
    kind: str  # LINE, LINES, or SIGNS for a few digits
    options: tuple[str, ...]  # what has the numbers 1, 2, 3 …


@dataclass(frozen=True, slots=True)
class Row:
    """One question. `rows` are what stands on paper one under the other, a sign to be typed for each."""

    number: int
    title: str
    fields: tuple[Field, ...]
    rows: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One section of the form, or one item of a block in it."""

    title: str
    rows: tuple[Row, ...]


def chapters(form: Form, lang: str, typed: Typed, errors: Mapping[str, str]) -> list[Chapter]:
    """The whole form, with what was typed and what is wrong with it, in the words of this language."""
    return [
        Chapter(title, tuple(row(asked, lang, typed, errors) for asked in of_title))
        for part in form.parts
        for title, of_title in _titled(part, lang)
    ]


def _titled(part: Part, lang: str) -> Iterator[tuple[str, list[Asked]]]:
    """The questions of a section, those of each item of a block apart."""
    found: dict[str, list[Asked]] = {}
    for sheet in part.sheets:
        item = sheet.step.item
        title = part.section.title[lang]
        place = f"{title}: {item.label[lang]}" if item else title
        found.setdefault(place, []).extend(sheet.questions)
    yield from ((title, questions) for title, questions in found.items() if questions)


def row(asked: Asked, lang: str, typed: Typed, errors: Mapping[str, str]) -> Row:
    """One question."""
    question = asked.question
    rows: tuple[str, ...] = ()
    if isinstance(question, Matrix):
        rows = tuple(each.label[lang] for each in question.rows)
    if isinstance(question, Ranking | Allocation):
        rows = tuple(option.label[lang] for option in question.options)
    fields = tuple(
        Field(name, label, typed.get(name, ""), errors.get(name, ""), kind, options)
        for name, label, kind, options in _fields(asked, lang)
    )
    return Row(asked.number, question.title[lang], fields, rows, question.kind)


def _fields(asked: Asked, lang: str) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    question, first = asked.question, base(asked)
    if isinstance(question, Matrix):
        for scale, name in zip(question.scales, names(asked), strict=True):
            yield name, scale.title[lang], SIGNS, _labels(points(scale), lang)
        return
    if not names(asked):
        return
    kind = LINES if isinstance(question, LongText) else LINE if isinstance(question, ShortText) else SIGNS
    yield first, "", kind, _numbered(asked, lang)
    for option in choices(question):
        if option.other:
            yield other_field(first, option.code), option.other[lang], LINE, ()


def _numbered(asked: Asked, lang: str) -> tuple[str, ...]:
    question = asked.question
    if isinstance(question, ScaleQuestion):
        return _labels(points(question), lang)
    if question.kind in ("single", "several", "consent"):
        return _labels(choices(question), lang)
    if isinstance(question, PostcodeQuestion) and question.may_decline:
        return _labels((DECLINED,), lang)
    return ()


def _labels(options: tuple[Option, ...], lang: str) -> tuple[str, ...]:
    return tuple(option.label[lang] for option in options)
