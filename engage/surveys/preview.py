"""Which pages does an officer see before the public does, and of whom is each asked?"""

from __future__ import annotations

from dataclasses import dataclass, replace

from engage.bilingual import LANGUAGES, Bilingual
from engage.surveys.definition import NOTHING, Definition, Step
from engage.surveys.explain import explain
from engage.surveys.question_look import MISSING
from engage.surveys.standard import equality_intro, equality_steps, opinion_steps
from engage.surveys.texts import rewritten, texts


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the preview. `survey` holds the questions that its conditions name."""

    number: int  # from 1, over the survey's own steps and then the equality questions
    step: Step
    survey: Definition
    intro: Bilingual  # Markdown before the page's own words

    def only_if(self, lang: str) -> list[str]:
        """Of whom the page is asked, one sentence for each condition; none: of everybody."""
        return [explain(each, self.survey, lang, self.step.item) for each in self.step.conditions]

    def routed(self, lang: str) -> list[tuple[str, str]]:
        """The questions on the page that not everybody is asked, each with its title and of whom."""
        return [
            (question.title[lang], explain(question.show_if, self.survey, lang, self.step.item))
            for question in self.step.page.questions
            if question.show_if
        ]


def sheets(definition: Definition) -> tuple[Sheet, ...]:
    """Every page of the survey, every item of a block, the questions on Welsh and on equality included."""
    own = opinion_steps(definition)
    equality = equality_steps(definition)
    about_equality = replace(definition, sections=tuple(step.section for step in equality[:1]))
    shown = [Sheet(number, step, definition, NOTHING) for number, step in enumerate(own, start=1)]
    for number, step in enumerate(equality, start=len(own) + 1):
        intro = equality_intro(definition) if step is equality[0] else NOTHING
        shown.append(Sheet(number, step, about_equality, intro))
    return tuple(shown)


def first_sheets(every: tuple[Sheet, ...]) -> dict[str, Sheet]:
    """Where each page is shown first, by the page's id."""
    return {sheet.step.page.id: sheet for sheet in reversed(every)}


def standard_sheets(every: tuple[Sheet, ...], definition: Definition) -> list[Sheet]:
    """The pages that the survey's authors have not written."""
    return [sheet for sheet in every if sheet.step.section.id not in {s.id for s in definition.sections}]


def marked(definition: Definition) -> Definition:
    """A draft to be tried out: a mark stands where words must still be written."""
    lacking = {
        text.key: Bilingual(*(text.words[each] or MISSING for each in LANGUAGES))
        for text in texts(definition)
        if text.required and text.words.missing
    }
    return rewritten(definition, lacking)
