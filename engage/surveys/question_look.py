"""What does a question look like to a resident while it is being written?

What is not written yet is shown by `MISSING`, so that everything has a place and a name.
"""

from __future__ import annotations

from dataclasses import replace

from engage.bilingual import LANGUAGES, Bilingual
from engage.surveys import presentation
from engage.surveys.definition import NOTHING, Definition, Page, Question, Section, Step
from engage.surveys.presentation import View
from engage.surveys.texts import rewritten, texts

MISSING = "[…]"


def look(question: Question, lang: str) -> View:
    """The question as `components/question.html` takes it, under ids of its own."""
    shown = whole(replace(question, id=f"look_{lang}"))
    page = Page(id="look", title=NOTHING, questions=(shown,))
    section = Section(id="look", title=NOTHING, parts=(page,))
    return presentation.questions(Step(1, section, page), page.questions, {}, (), lang)[0]


def whole(question: Question) -> Question:
    """The question with `MISSING` wherever words must still be written."""
    page = Page(id="look", title=NOTHING, questions=(question,))
    survey = Definition(title=NOTHING, sections=(Section(id="look", title=NOTHING, parts=(page,)),))
    lacking = {
        text.key: Bilingual(*(text.words[language] or MISSING for language in LANGUAGES))
        for text in texts(survey)
        if text.required and text.words.missing
    }
    return next(rewritten(survey, lacking).questions())
