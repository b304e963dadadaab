"""How is a question laid out: what does each macro of templates/components/question.html need?

`standing` is what stands in the fields, by their names: typed just now (`answers.redisplay`) or saved before
(`answers.from_answer`). `errors` pair each problem with its sentence. Placeholders are filled already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from engage.surveys.choices import DECLINED, choices, label, points
from engage.surveys.definition import (
    Allocation,
    Answer,
    Consent,
    DateQuestion,
    FileQuestion,
    LongText,
    Matrix,
    MatrixScale,
    NumberQuestion,
    Option,
    Page,
    PostcodeQuestion,
    Question,
    Ranking,
    ScaleQuestion,
    SeveralChoices,
    ShortText,
    SingleChoice,
    Step,
)
from engage.surveys.fields import (
    FieldProblem,
    cell_field,
    date_fields,
    decline_field,
    files_field,
    forget_field,
    known_field,
    other_field,
    points_field,
    rank_field,
)

Standing: TypeAlias = Mapping[str, Sequence[str]]
Errors: TypeAlias = Sequence[tuple[FieldProblem, str]]
View: TypeAlias = dict[str, Any]


def is_heading(page: Page) -> bool:
    """Is the page's only question also its title, so that the title must not be shown twice?"""
    return len(page.questions) == 1 and page.questions[0].title == page.title


def questions(
    step: Step,
    asked: Iterable[Question],
    standing: Standing,
    errors: Errors,
    lang: str,
    saved: Mapping[str, Answer] | None = None,
) -> list[View]:
    """Lay out those questions of the step that are asked. `saved` are the answers given before, if any."""
    return [_Layout(step, question, standing, errors, lang, saved or {}).view() for question in asked]


def summary(views: Sequence[View], errors: Errors) -> list[tuple[str, str]]:
    """Each error as a link and a sentence, for the error summary.

    Where there are several questions the sentence names its own: the same words twice tell nobody which.
    """
    titles = {view["key"]: view["title"] for view in views}
    return [
        (f"#{problem.fields[0]}", _named(titles[problem.key], text) if len(titles) > 1 else text)
        for problem, text in errors
    ]


def _named(title: str, sentence: str) -> str:
    """Such as "Your street: Enter an answer" or "How old are you? Enter a number"."""
    return f"{title} {sentence}" if title.endswith(("?", ":", ".", "!", "…")) else f"{title}: {sentence}"


class _Layout:
    """One question at its place, being laid out in one language."""

    def __init__(
        self,
        step: Step,
        question: Question,
        standing: Standing,
        errors: Errors,
        lang: str,
        saved: Mapping[str, Answer],
    ) -> None:
        self.page, self.question, self.key = step.page, question, step.key(question)
        self.standing, self.lang, self.saved = standing, lang, saved.get(self.key)
        self.errors = {problem.field: text for problem, text in reversed(errors)}  # the first one counts
        self.at_fault = {name for problem, _ in errors for name in problem.fields}

    def view(self) -> View:
        question = self.question
        usual = {
            "kind": question.kind,
            "key": self.key,
            "title": question.title[self.lang],
            "hint": question.hint[self.lang],
            "error": self.errors.get(self.key),
            "required": question.required,
            "heading": is_heading(self.page),
            "lang": self.lang,
        }
        return usual | LAYOUTS[type(question)](self, question)

    def field(self, name: str) -> View:
        """What stands in one field, and what is wrong with it."""
        stands = self.standing.get(name) or ("",)
        return {"field": name, "value": stands[0], "error": self.errors.get(name)}

    def single(self, question: SingleChoice) -> View:
        return {"options": [self.option(option) for option in question.options]}

    def several(self, question: SeveralChoices) -> View:
        return {"options": [self.option(option) for option in question.options], "maximum": question.maximum}

    def scale(self, question: ScaleQuestion) -> View:
        apart = question.not_applicable
        return {"options": [self.option(point) | {"apart": point is apart} for point in points(question)]}

    def option(self, option: Option) -> View:
        view: View = {
            "code": option.code,
            "label": option.label[self.lang],
            "hint": option.hint[self.lang],
            "checked": option.code in self.standing.get(self.key, ()),
            "exclusive": option.exclusive,
        }
        if option.other:
            box = self.field(other_field(self.key, option.code))
            view |= {"other_label": option.other[self.lang]} | {f"other_{k}": v for k, v in box.items()}
        return view

    def matrix(self, question: Matrix) -> View:
        rows = []
        for row in question.rows:
            cells = [self.field(cell_field(self.key, row.code, scale.code)) for scale in question.scales]
            untitled = len(cells) == 1 and not question.scales[0].title
            error = cells[0]["error"] if untitled else None  # else it stands under the scale's own title
            rows.append({"label": row.label[self.lang], "cells": cells, "error": error})
        return {"scales": [self.matrix_scale(scale) for scale in question.scales], "rows": rows}

    def matrix_scale(self, scale: MatrixScale) -> View:
        options = [
            {"code": point.code, "label": point.label[self.lang], "apart": point is scale.not_applicable}
            for point in points(scale)
        ]
        return {"title": scale.title[self.lang], "options": options}

    def ranking(self, question: Ranking) -> View:
        places = question.top or len(question.options)
        return {"places": places, "ranks": self.beside(question.options, rank_field)}

    def allocation(self, question: Allocation) -> View:
        unit = question.unit[self.lang]
        return {"total": question.total, "unit": unit, "points": self.beside(question.options, points_field)}

    def beside(self, options: Iterable[Option], name: Callable[[str, str], str]) -> list[View]:
        """A field for a number beside each option."""
        return [
            {"label": option.label[self.lang], **self.field(name(self.key, option.code))}
            for option in options
        ]

    def number(self, question: NumberQuestion) -> View:
        return self.text() | {"unit": question.unit[self.lang], "decimals": question.decimals}

    def date(self, _question: DateQuestion) -> View:
        parts = [self.field(name) | {"error": name in self.at_fault} for name in date_fields(self.key)]
        return dict(zip(("day", "month", "year"), parts, strict=True))

    def short_text(self, question: ShortText) -> View:
        return self.text() | {"autocomplete": question.autocomplete}

    def long_text(self, question: LongText) -> View:
        return self.text() | {"limit": question.limit}

    def postcode(self, question: PostcodeQuestion) -> View:
        """The postcode itself was thrown away; `area` is what is known from it, `forget` drops that."""
        saved = str(self.saved.value) if self.saved and self.saved.value != question.DECLINED else ""
        area = label(choices(question), saved)[self.lang] if saved else ""
        forget = forget_field(self.key)
        forgotten = bool(self.standing.get(forget))
        there = {"area": area, "known": known_field(self.key), "forget": forget, "forgotten": forgotten}
        return self.text() | {"autocomplete": "postal-code"} | there | self._decline(question)

    def _decline(self, question: PostcodeQuestion) -> View:
        """The box for whoever would rather not say; without a name there is none."""
        if not question.may_decline:
            return {"decline": ""}
        name = decline_field(self.key)
        ticked = bool(self.standing.get(name))
        return {"decline": name, "declined": ticked, "decline_label": DECLINED.label[self.lang]}

    def consent(self, question: Consent) -> View:
        ticked = question.YES in self.standing.get(self.key, ())
        return {"statement": question.statement[self.lang], "checked": ticked}

    def files(self, question: FileQuestion) -> View:
        """What is kept, by its id and what it is called; `more` is how many files can still be added."""
        kept = list(self.saved.other.items()) if self.saved else []
        more = max(question.maximum - len(kept), 0)
        return {"kept": kept, "more": more, "most": question.maximum, "add": files_field(self.key)}

    def text(self) -> View:
        return {"value": self.field(self.key)["value"]}


LAYOUTS: dict[type[Question], Callable[[_Layout, Any], View]] = {
    SingleChoice: _Layout.single,
    SeveralChoices: _Layout.several,
    ScaleQuestion: _Layout.scale,
    Matrix: _Layout.matrix,
    Ranking: _Layout.ranking,
    Allocation: _Layout.allocation,
    NumberQuestion: _Layout.number,
    DateQuestion: _Layout.date,
    ShortText: _Layout.short_text,
    LongText: _Layout.long_text,
    PostcodeQuestion: _Layout.postcode,
    Consent: _Layout.consent,
    FileQuestion: _Layout.files,
}
