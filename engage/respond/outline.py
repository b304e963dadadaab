"""What would anybody be asked, and when? All questions at once, to read or to print beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count, groupby

from engage.surveys import presentation
from engage.surveys.definition import All, Condition, Definition, Is, Page, Step
from engage.surveys.explain import explain
from engage.surveys.presentation import View


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as `components/question.html` takes it, numbered from 1 through the whole survey."""

    number: int
    view: View
    only_if: str  # a sentence; empty when everybody is asked to whom the section is shown


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the survey."""

    title: str
    item: str  # which item of a block it is about
    body: str  # Markdown
    page: Page  # with what else stands on it
    only_if: str
    questions: list[Asked]


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the survey."""

    title: str
    only_if: str
    sheets: list[Sheet]


def outline(definition: Definition, steps: tuple[Step, ...], lang: str) -> list[Part]:
    """Lay out all these steps, asked or not."""
    sections = tuple(dict.fromkeys(step.section for step in steps))
    whole = replace(definition, sections=sections)  # the questions that conditions may name
    return list(_Outline(whole, lang).parts(steps))


class _Outline:
    def __init__(self, definition: Definition, lang: str) -> None:
        self.definition, self.lang, self.numbers = definition, lang, count(1)

    def parts(self, steps: tuple[Step, ...]) -> Iterator[Part]:
        for section, of_section in groupby(steps, lambda step: step.section):
            sheets = [self.sheet(step) for step in of_section]
            only_if = self.said(step=None, conditions=[section.show_if])
            yield Part(section.title[self.lang], only_if, sheets)

    def sheet(self, step: Step) -> Sheet:
        page, block = step.page, step.block
        picked = Is(block.picked_by, (step.item.code,)) if block and step.item and block.picked_by else None
        conditions = [block.show_if if block else None, picked, page.show_if]
        return Sheet(
            page.title[self.lang],
            step.item.label[self.lang] if step.item else "",
            page.body[self.lang],
            page,
            self.said(step, conditions),
            [
                Asked(next(self.numbers), view, self.said(step, [*conditions, question.show_if]))
                for question, view in zip(page.questions, self.views(step), strict=True)
            ],
        )

    def views(self, step: Step) -> list[View]:
        return presentation.questions(step, step.page.questions, {}, (), self.lang)

    def said(self, step: Step | None, conditions: list[Condition | None]) -> str:
        true = tuple(condition for condition in conditions if condition)
        if not true:
            return ""
        whole = true[0] if len(true) == 1 else All(true)
        return explain(whole, self.definition, self.lang, step.item if step else None)
