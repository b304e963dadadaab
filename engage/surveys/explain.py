"""Of whom is something asked? Conditions in plain words, in either language."""

from __future__ import annotations

from collections.abc import Mapping

from engage.bilingual import Bilingual
from engage.surveys.clause_words import QUOTED, Clauses, Pair, Pairs, in_words, labels, place
from engage.surveys.definition import Block, Condition, Definition, Is, ListItem, Question
from engage.surveys.placeholders import PLACEHOLDER

ASKED_IF = Bilingual(
    "Only asked if: {clauses}.", "Dim ond os yw'r canlynol yn wir y gofynnir hyn: {clauses}."
)
REPEATED = Bilingual(
    "Asked once for each of these: {items}.", "Gofynnir unwaith am bob un o'r rhain: {items}."
)
PICKED = Bilingual(
    "Asked once for each of these that is chosen in {question}: {items}.",
    "Gofynnir unwaith am bob un o'r rhain a ddewiswyd wrth ateb {question}: {items}.",
)
CHOSEN = (
    Bilingual("{labels} is chosen in {question}", "dewiswyd {labels} wrth ateb {question}"),
    Bilingual("{labels} is not chosen in {question}", "ni ddewiswyd {labels} wrth ateb {question}"),
)
SEVERAL_CHOSEN = (
    CHOSEN[0],
    Bilingual(
        "none of {labels} is chosen in {question}", "ni ddewiswyd yr un o {labels} wrth ateb {question}"
    ),
)
ANSWERED = (
    Bilingual("{question} is answered", "atebwyd {question}"),
    Bilingual("{question} is not answered", "nid atebwyd {question}"),
)
WITHIN = (
    Bilingual(
        "a number from {low} to {high} is given in {question}",
        "rhoddwyd rhif o {low} i {high} wrth ateb {question}",
    ),
    Bilingual(
        "no number from {low} to {high} is given in {question}",
        "ni roddwyd rhif o {low} i {high} wrth ateb {question}",
    ),
)
AT_LEAST = (
    Bilingual(
        "{low} or more is given in {question}",
        "rhoddwyd {low} neu fwy wrth ateb {question}",
    ),
    Bilingual(
        "{low} or more is not given in {question}",
        "ni roddwyd {low} neu fwy wrth ateb {question}",
    ),
)
AT_MOST = (
    Bilingual(
        "{high} or less is given in {question}",
        "rhoddwyd {high} neu lai wrth ateb {question}",
    ),
    Bilingual(
        "{high} or less is not given in {question}",
        "ni roddwyd {high} neu lai wrth ateb {question}",
    ),
)
PAIRS = Pairs(ANSWERED, WITHIN, AT_LEAST, AT_MOST)


def explain(condition: Condition, definition: Definition, lang: str, item: ListItem | None = None) -> str:
    """Say the condition in one sentence. In a block, `item` fills the placeholders in the questions' titles.

    In a draft, what lacks words in this language is named in the other; what is not there, by its code.
    """
    questions = {question.id: question for question in definition.questions()}
    clauses = _Words(questions, lang).clause(condition)
    sentence = ASKED_IF[lang].format(clauses=clauses)
    words = item.words() if item else {}
    return PLACEHOLDER.sub(lambda m: words[m[1]][lang] if m[1] in words else m[0], sentence)


def repeated(block: Block, definition: Definition, lang: str) -> str:
    """Say for what the pages of a block are asked."""
    items = ", ".join(QUOTED.format(in_words(item.label, lang) or item.code) for item in block.items)
    if not block.picked_by:
        return REPEATED[lang].format(items=items)
    titles = {question.id: in_words(question.title, lang) for question in definition.questions()}
    question = QUOTED.format(titles.get(block.picked_by) or block.picked_by)
    return PICKED[lang].format(question=question, items=items)


class _Words(Clauses):
    """Questions are called by their titles."""

    def __init__(self, questions: Mapping[str, Question], lang: str) -> None:
        super().__init__(lang, PAIRS)
        self.questions = questions

    def chosen(self, condition: Is, negated: bool) -> str:
        pair = SEVERAL_CHOSEN if len(condition.codes) > 1 else CHOSEN
        question = self.questions.get(condition.question)
        return self.said(
            pair,
            negated,
            condition.question,
            place=place(question, condition, self.lang),
            labels=labels(question, condition, self.lang),
        )

    def said(self, pair: Pair, negated: bool, question: str, *, place: str = "", **words: str) -> str:
        asked = self.questions.get(question)
        title = QUOTED.format((in_words(asked.title, self.lang) if asked else "") or question)
        return pair[negated][self.lang].format(question=", ".join(filter(None, (title, place))), **words)
