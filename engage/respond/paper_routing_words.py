"""How is the way through a paper form said in words, in the language of the form?

Labels stand in quotation marks and questions are called by their numbers, so that no word has to mutate.
"""

from __future__ import annotations

from dataclasses import dataclass

from engage.bilingual import Bilingual
from engage.respond.paper import END, Asked, Form, Gate, Scope
from engage.respond.paper_routes import Go
from engage.surveys.choices import choices
from engage.surveys.clause_words import Clauses, Pair, Pairs, either, labels, place
from engage.surveys.definition import (
    All,
    AnyOf,
    Condition,
    Consent,
    Is,
    Matrix,
    Not,
    PostcodeQuestion,
    Ranking,
)

BEFORE_ONE = Bilingual("Before question {first}", "Cyn cwestiwn {first}")
BEFORE_SEVERAL = Bilingual("Before questions {first} to {last}", "Cyn cwestiynau {first} i {last}")
BEFORE_READING = Bilingual("Before you read on", "Cyn i chi ddarllen ymlaen")
ONLY_ONE = Bilingual(
    "Answer question {first} only if {what} true:", "Atebwch gwestiwn {first} dim ond os yw {what} yn wir:"
)
ONLY_SEVERAL = Bilingual(
    "Answer questions {first} to {last} only if {what} true:",
    "Atebwch gwestiynau {first} i {last} dim ond os yw {what} yn wir:",
)
ONLY_READING = Bilingual("This part is for you if {what} true:", "Mae'r rhan hon i chi os yw {what} yn wir:")
THIS = Bilingual("this is", "hyn")
ALL_OF = Bilingual("all of these are", "pob un o'r rhain")
ANY_OF = Bilingual("at least one of these is", "o leiaf un o'r rhain")
IF_NOT = Bilingual("If not, go to question {to}.", "Os nad yw'n wir, ewch i gwestiwn {to}.")
IF_NOT_END = Bilingual("If not, go to the end of the form.", "Os nad yw'n wir, ewch i ddiwedd y ffurflen.")
GO = Bilingual("Now go to question {to}.", "Nawr ewch i gwestiwn {to}.")
GO_END = Bilingual("Now go to the end of the form.", "Nawr ewch i ddiwedd y ffurflen.")
IF_GO = Bilingual(
    "If you ticked {labels}, go to question {to}.", "Os gwnaethoch chi dicio {labels}, ewch i gwestiwn {to}."
)
IF_GO_END = Bilingual(
    "If you ticked {labels}, go to the end of the form.",
    "Os gwnaethoch chi dicio {labels}, ewch i ddiwedd y ffurflen.",
)
IF_BOX = Bilingual(
    "If you ticked the box, go to question {to}.", "Os gwnaethoch chi dicio'r blwch, ewch i gwestiwn {to}."
)
IF_BOX_END = Bilingual(
    "If you ticked the box, go to the end of the form.",
    "Os gwnaethoch chi dicio'r blwch, ewch i ddiwedd y ffurflen.",
)
IF_NO_BOX = Bilingual(
    "If you did not tick the box, go to question {to}.",
    "Os na wnaethoch chi dicio'r blwch, ewch i gwestiwn {to}.",
)
IF_NO_BOX_END = Bilingual(
    "If you did not tick the box, go to the end of the form.",
    "Os na wnaethoch chi dicio'r blwch, ewch i ddiwedd y ffurflen.",
)

TICKED: Pair = (
    Bilingual("you ticked {labels} at question {n}", "gwnaethoch chi dicio {labels} yng nghwestiwn {n}"),
    Bilingual(
        "you did not tick {labels} at question {n}", "ni wnaethoch chi dicio {labels} yng nghwestiwn {n}"
    ),
)
TICKED_ANY: Pair = (
    TICKED[0],
    Bilingual(
        "you ticked none of {labels} at question {n}",
        "ni wnaethoch chi dicio'r un o {labels} yng nghwestiwn {n}",
    ),
)
TICKED_FOR: Pair = (
    Bilingual(
        "you ticked {labels} for {place} at question {n}",
        "gwnaethoch chi dicio {labels} ar gyfer {place} yng nghwestiwn {n}",
    ),
    Bilingual(
        "you did not tick {labels} for {place} at question {n}",
        "ni wnaethoch chi dicio {labels} ar gyfer {place} yng nghwestiwn {n}",
    ),
)
BOX: Pair = (
    Bilingual("you ticked the box at question {n}", "gwnaethoch chi dicio'r blwch yng nghwestiwn {n}"),
    Bilingual(
        "you did not tick the box at question {n}", "ni wnaethoch chi dicio'r blwch yng nghwestiwn {n}"
    ),
)
PLACED: Pair = (
    Bilingual(
        "you wrote a number beside {labels} at question {n}",
        "gwnaethoch chi ysgrifennu rhif wrth ymyl {labels} yng nghwestiwn {n}",
    ),
    Bilingual(
        "you wrote no number beside {labels} at question {n}",
        "ni wnaethoch chi ysgrifennu rhif wrth ymyl {labels} yng nghwestiwn {n}",
    ),
)
LIVES: Pair = (
    Bilingual(
        "the postcode that you wrote at question {n} is in this area: {labels}",
        "mae'r cod post a ysgrifennoch yng nghwestiwn {n} yn yr ardal hon: {labels}",
    ),
    Bilingual(
        "the postcode that you wrote at question {n} is not in this area: {labels}",
        "nid yw'r cod post a ysgrifennoch yng nghwestiwn {n} yn yr ardal hon: {labels}",
    ),
)
ANSWERED: Pair = (
    Bilingual("you answered question {n}", "gwnaethoch chi ateb cwestiwn {n}"),
    Bilingual("you did not answer question {n}", "ni wnaethoch chi ateb cwestiwn {n}"),
)
WITHIN: Pair = (
    Bilingual(
        "you wrote a number from {low} to {high} at question {n}",
        "gwnaethoch chi ysgrifennu rhif o {low} i {high} yng nghwestiwn {n}",
    ),
    Bilingual(
        "you wrote no number from {low} to {high} at question {n}",
        "ni wnaethoch chi ysgrifennu rhif o {low} i {high} yng nghwestiwn {n}",
    ),
)
AT_LEAST: Pair = (
    Bilingual(
        "you wrote {low} or more at question {n}",
        "gwnaethoch chi ysgrifennu {low} neu fwy yng nghwestiwn {n}",
    ),
    Bilingual(
        "you did not write {low} or more at question {n}",
        "ni wnaethoch chi ysgrifennu {low} neu fwy yng nghwestiwn {n}",
    ),
)
AT_MOST: Pair = (
    Bilingual(
        "you wrote {high} or less at question {n}",
        "gwnaethoch chi ysgrifennu {high} neu lai yng nghwestiwn {n}",
    ),
    Bilingual(
        "you did not write {high} or less at question {n}",
        "ni wnaethoch chi ysgrifennu {high} neu lai yng nghwestiwn {n}",
    ),
)
PAIRS = Pairs(ANSWERED, WITHIN, AT_LEAST, AT_MOST)


@dataclass(frozen=True, slots=True)
class Note:
    """A gate in words: a heading, what is to be done, what has to be true, and what is done otherwise."""

    heading: str
    only: str
    clauses: tuple[str, ...]
    otherwise: str


class Words:
    """The way through one form, in its language."""

    def __init__(self, form: Form) -> None:
        self.form, self.lang = form, form.id.lang

    def note(self, gate: Gate) -> Note:
        """What stands in the box before the questions that are not for everybody."""
        several, none = gate.last > gate.first, gate.last < gate.first
        heading = BEFORE_READING if none else BEFORE_SEVERAL if several else BEFORE_ONE
        only = ONLY_READING if none else ONLY_SEVERAL if several else ONLY_ONE
        otherwise = "" if none else (IF_NOT_END if gate.otherwise == END else IF_NOT)[self.lang]
        numbers = {"first": gate.first, "last": gate.last, "to": gate.otherwise}
        join, clauses = _Clauses(self.form, gate.scope).outermost(gate.condition)
        return Note(
            heading[self.lang].format(**numbers),
            only[self.lang].format(what=join[self.lang], **numbers),
            clauses,
            otherwise.format(**numbers),
        )

    def go(self, asked: Asked, go: Go) -> str:
        """What stands after a question."""
        end = go.to == END
        if not go.codes:
            template = GO_END if end else GO
        elif isinstance(asked.question, Consent):
            ticks = None not in go.codes
            template = (IF_BOX_END if end else IF_BOX) if ticks else (IF_NO_BOX_END if end else IF_NO_BOX)
        else:
            template = IF_GO_END if end else IF_GO
        ticked = either(choices(asked.question), filter(None, go.codes), self.lang)
        return template[self.lang].format(to=go.to, labels=ticked)


class _Clauses(Clauses):
    """Questions are called by their numbers, and answers by what was done with the pen."""

    def __init__(self, form: Form, scope: Scope) -> None:
        super().__init__(form.id.lang, PAIRS)
        self.form, self.scope = form, scope

    def outermost(self, condition: Condition) -> tuple[Bilingual, tuple[str, ...]]:
        """The outermost clauses one by one, and how many of them must be true."""
        negated = False
        while isinstance(condition, Not):
            condition, negated = condition.condition, not negated
        if isinstance(condition, All | AnyOf) and len(condition.conditions) > 1:
            every = isinstance(condition, All) != negated
            clauses = (self.clause(each, negated=negated, inside=True) for each in condition.conditions)
            return (ALL_OF if every else ANY_OF), tuple(clauses)
        return THIS, (self.clause(condition, negated=negated),)

    def chosen(self, condition: Is, negated: bool) -> str:
        question = self.form.meant(condition.question, self.scope).question
        where = place(question, condition, self.lang)
        match question:
            case Consent():
                pair = BOX
            case Ranking():
                pair = PLACED
            case PostcodeQuestion():
                pair = LIVES
            case Matrix() if where:
                pair = TICKED_FOR
            case _:
                pair = TICKED_ANY if len(condition.codes) > 1 else TICKED
        what = labels(question, condition, self.lang)
        return self.said(pair, negated, condition.question, labels=what, place=where)

    def said(self, pair: Pair, negated: bool, question: str, **words: str) -> str:
        number = self.form.meant(question, self.scope).number
        return pair[negated][self.lang].format(n=number, **words)
