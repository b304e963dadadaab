"""Of whom is something asked? Conditions in plain words, in either language.

Every clause is a statement of its own, and labels stand in quotation marks, so that no word has to mutate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engage.bilingual import Bilingual, other_language
from engage.surveys.choices import choices, label, points
from engage.surveys.definition import (
    All,
    Answered,
    AnyOf,
    Between,
    Block,
    Condition,
    Definition,
    Is,
    ListItem,
    Matrix,
    Not,
    Question,
)
from engage.surveys.numerals import written
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
OR = Bilingual(" or ", " neu ")
BOTH = Bilingual("; and ", "; a hefyd ")
EITHER = Bilingual("; or ", "; neu ")
QUOTED = "“{}”"

# A clause, and what it says when it is negated. A question that was not answered makes the second true.
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


def explain(condition: Condition, definition: Definition, lang: str, item: ListItem | None = None) -> str:
    """Say the condition in one sentence. In a block, `item` fills the placeholders in the questions' titles.

    In a draft, what lacks words in this language is named in the other; what is not there, by its code.
    """
    questions = {question.id: question for question in definition.questions()}
    clauses = _Words(questions, lang).clause(condition, negated=False, inside=False)
    sentence = ASKED_IF[lang].format(clauses=clauses)
    words = item.words() if item else {}
    return PLACEHOLDER.sub(lambda m: words[m[1]][lang] if m[1] in words else m[0], sentence)


def repeated(block: Block, definition: Definition, lang: str) -> str:
    """Say for what the pages of a block are asked."""
    items = ", ".join(QUOTED.format(_said(item.label, lang) or item.code) for item in block.items)
    if not block.picked_by:
        return REPEATED[lang].format(items=items)
    titles = {question.id: _said(question.title, lang) for question in definition.questions()}
    question = QUOTED.format(titles.get(block.picked_by) or block.picked_by)
    return PICKED[lang].format(question=question, items=items)


def _said(words: Bilingual, lang: str) -> str:
    """The words in this language, or in the other while they are still to be translated."""
    return words[lang] or words[other_language(lang)]


class _Words:
    """The words of one language for conditions on these questions."""

    def __init__(self, questions: Mapping[str, Question], lang: str) -> None:
        self.questions, self.lang = questions, lang

    def clause(self, condition: Condition, *, negated: bool, inside: bool) -> str:
        """One clause; several joined ones stand in brackets inside another."""
        match condition:
            case Not(inner):
                return self.clause(inner, negated=not negated, inside=inside)
            case All(conditions):
                return self.joined(conditions, EITHER if negated else BOTH, negated, inside)
            case AnyOf(conditions):
                return self.joined(conditions, BOTH if negated else EITHER, negated, inside)
            case Answered(question):
                return self.said(ANSWERED[negated], question)
            case Is():
                return self.chosen(condition, negated)
            case Between():
                return self.between(condition, negated)

    def joined(self, conditions: Sequence[Condition], by: Bilingual, negated: bool, inside: bool) -> str:
        """De Morgan: "not (A and B)" is said as "not A, or not B"."""
        clauses = [
            self.clause(each, negated=negated, inside=len(conditions) > 1 or inside) for each in conditions
        ]
        text = by[self.lang].join(clauses)
        return f"({text})" if inside and len(clauses) > 1 else text

    def chosen(self, condition: Is, negated: bool) -> str:
        template = (SEVERAL_CHOSEN if len(condition.codes) > 1 else CHOSEN)[negated]
        question = self.questions.get(condition.question)
        labels = [QUOTED.format(self.label(question, code, condition.scale)) for code in condition.codes]
        return self.said(
            template,
            condition.question,
            place=self.place(question, condition),
            labels=self.either(labels),
        )

    def between(self, condition: Between, negated: bool) -> str:
        low, high = (
            None if bound is None else written(bound, 6, ",")
            for bound in (condition.minimum, condition.maximum)
        )
        if low is None and high is None:
            return self.said(ANSWERED[negated], condition.question)
        template = WITHIN if low and high else AT_LEAST if low else AT_MOST
        return self.said(template[negated], condition.question, low=low or "", high=high or "")

    def said(self, template: Bilingual, question: str, place: str = "", **words: str) -> str:
        asked = self.questions.get(question)
        title = QUOTED.format((_said(asked.title, self.lang) if asked else "") or question)
        if place:
            title = f"{title}, {place}"
        return template[self.lang].format(question=title, **words)

    def label(self, question: Question | None, code: str, scale: str) -> str:
        options = choices(question) if question else ()
        if isinstance(question, Matrix):
            options = tuple(o for s in question.scales if scale in ("", s.code) for o in points(s))
        known = any(option.code == code for option in options)
        return (_said(label(options, code), self.lang) if known else "") or code

    def place(self, question: Question | None, condition: Is) -> str:
        """Which row, and which of several scales, of a matrix is meant."""
        if not isinstance(question, Matrix):
            return ""
        rows = [_said(row.label, self.lang) or row.code for row in question.rows if row.code == condition.row]
        scales = [_said(s.title, self.lang) for s in question.scales if s.code == condition.scale and s.title]
        return ", ".join(QUOTED.format(text) for text in (*rows, *scales))

    def either(self, texts: Sequence[str]) -> str:
        """Such as “A”, “B” or “C”."""
        *others, last = texts or (QUOTED.format(""),)
        return OR[self.lang].join([", ".join(others), last]) if others else last
