"""What are people asked while things break? A little of everything, and something that only they can say."""

from __future__ import annotations

from bench.journeys import both
from chaos.account import MARK
from engage.equality.library import CURRENT
from engage.surveys.definition import (
    Definition,
    EqualityModule,
    LongText,
    NumberQuestion,
    Option,
    Page,
    Section,
    SeveralChoices,
    ShortText,
    SingleChoice,
)
from engage.surveys.standard import equality_steps

OPTIONS = tuple(Option(f"o{number}", both("Option", number)) for number in range(1, 6))
CORRECTED = "page:page2/title"  # the text in which a slip is put right while people answer
EQUALITY = ("sex", "religion_or_belief")

SURVEY = Definition(
    title=both("Survey", 1),
    sections=(
        Section(
            id="all",
            title=both("Part", 1),
            parts=(
                Page(
                    id="page1",
                    title=both("Page", 1),
                    questions=(
                        ShortText(id=MARK, title=both("Mark", 1), required=True),
                        SingleChoice(id="single1", title=both("Question", 1), options=OPTIONS, required=True),
                    ),
                ),
                Page(
                    id="page2",
                    title=both("Page", 2),
                    questions=(
                        SeveralChoices(id="several", title=both("Question", 2), options=OPTIONS),
                        NumberQuestion(id="number", title=both("Question", 3), minimum=0, maximum=999),
                    ),
                ),
                Page(
                    id="page3",
                    title=both("Page", 3),
                    questions=(
                        SingleChoice(id="single2", title=both("Question", 4), options=OPTIONS, required=True),
                        LongText(id="words", title=both("Question", 5), required=True),
                    ),
                ),
            ),
        ),
    ),
    equality=EqualityModule(set=CURRENT, characteristics=EQUALITY),
)
EQUALITY_KEYS = {step.key(asked) for step in equality_steps(SURVEY) for asked in step.page.questions}
