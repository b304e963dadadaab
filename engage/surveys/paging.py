"""On which pages do questions stand, so that every condition looks back to an earlier page?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from engage.bilingual import Bilingual
from engage.surveys.conditions import named
from engage.surveys.definition import NOTHING, All, Condition, Page, Question


@dataclass(frozen=True, slots=True)
class Words:
    """Words between questions, on a condition or for everybody."""

    body: Bilingual
    show_if: Condition | None
    row: int


@dataclass(frozen=True, slots=True)
class Asked:
    question: Question
    row: int


@dataclass
class _Draft:
    body: Bilingual = NOTHING
    questions: list[Question] = field(default_factory=list)
    show_if: Condition | None = None
    full: bool = False

    def takes(self, item: Words | Asked) -> bool:
        """Can the item stand on this page, too?"""
        if not self.body and not self.questions:
            return True
        if self.full:
            return False
        if isinstance(item, Words):
            return not self.questions and not item.show_if
        here = {question.id for question in self.questions}
        return not (item.question.show_if and named(item.question.show_if) & here)

    def put(self, item: Words | Asked) -> None:
        if isinstance(item, Asked):
            self.questions.append(item.question)
            return
        self.body = joined(self.body, item.body)
        if item.show_if:
            self.show_if, self.full = item.show_if, True


def pages(
    items: Iterable[Words | Asked],
    *,
    new_id: Callable[[], str],
    title: Bilingual,
    divided: Callable[[Words | Asked], None],
    whole: bool = False,
) -> Iterator[Page]:
    """One page, or as many as are needed: `divided` is told what had to begin a new one.

    Words stand above the questions of a page. With `whole`, everything stays on one page all the same.
    """
    drafts: list[_Draft] = []
    for item in items:
        if not drafts or not (whole or drafts[-1].takes(item)):
            if drafts and not drafts[-1].full:
                divided(item)
            drafts.append(_Draft())
        drafts[-1].put(item)
    for draft in drafts:
        page = Page(id=new_id(), title=title, body=draft.body, questions=tuple(draft.questions))
        yield replace(page, show_if=draft.show_if)


def both(outer: Condition | None, inner: Condition | None) -> Condition | None:
    """The condition that both are true, as far as there are any."""
    return All((outer, inner)) if outer and inner else outer or inner


def joined(before: Bilingual, after: Bilingual) -> Bilingual:
    """One text after the other, as paragraphs."""
    return Bilingual(*("\n\n".join(filter(None, (before[each], after[each]))) for each in ("en", "cy")))
