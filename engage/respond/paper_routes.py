"""After which answer does somebody with a pen go on at which question?

What is known at a question: the answer just given, and that everything was true that had to be true to come
here. A gate ahead that this already decides is passed over; one that it leaves open is read when one comes to
it, because it stands on the paper.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from engage.respond.paper import END, Asked, Form, Gate, Scope
from engage.surveys.choices import choices
from engage.surveys.definition import (
    All,
    Answered,
    AnyOf,
    Between,
    Condition,
    Consent,
    Is,
    Not,
    ScaleQuestion,
    SeveralChoices,
    SingleChoice,
)

Code: TypeAlias = str | None  # None: nothing was ticked
ONE = (SingleChoice, ScaleQuestion, Consent)  # of which one code is the whole answer


@dataclass(frozen=True, slots=True)
class Go:
    """After a question, go on at question `to` (or END).

    Whoever ticked one of `codes` does; None among them means whoever ticked nothing. No codes: everybody.
    """

    to: int
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What must be so. `one` holds the codes that a question's only answer may be, `exactly` all that is
    ticked where several may be, both by the question's number; `true` are conditions, with their scopes."""

    one: dict[int, frozenset[Code]] = field(default_factory=dict)
    exactly: dict[int, frozenset[str]] = field(default_factory=dict)
    true: tuple[tuple[Condition, Scope], ...] = ()


def goes(form: Form) -> dict[int, tuple[Go, ...]]:
    """What is said after each question about where to go on; nothing where it is the next one."""
    return _Walk(form).all()


class _Walk:
    def __init__(self, form: Form) -> None:
        self.form, self.before = form, form.gates_before()
        self.reading = {sheet.first for sheet in form.sheets() if not sheet.questions}

    def all(self) -> dict[int, tuple[Go, ...]]:
        return {asked.number: tuple(self.after(asked)) for asked in self.form.questions()}

    def after(self, asked: Asked) -> Iterator[Go]:
        came, onward = self.known_at(asked), asked.number + 1
        usual = self.target(asked, self.with_nothing(asked, came))
        leads: dict[int, list[Code]] = {}
        for code, known in self.answers(asked, came):
            leads.setdefault(self.target(asked, known), []).append(code)
        if len(leads) == 1 and usual in leads:
            leads = {}
        alone = isinstance(asked.question, ONE) and onward in leads
        everybody = usual != onward and not alone and not (usual == END and self.is_last(asked))
        for to, codes in leads.items():
            if to != onward and not (everybody and to == usual):
                yield Go(to, tuple(codes))
        if everybody:
            yield Go(usual)

    def is_last(self, asked: Asked) -> bool:
        return asked.number == len(self.form.after)

    def with_nothing(self, asked: Asked, came: Known) -> Known:
        """What is known of whoever ticks nothing; where several may be ticked, of everybody."""
        if not isinstance(asked.question, ONE):
            return came
        return Known({**came.one, asked.number: frozenset({None})}, came.exactly, came.true)

    def answers(self, asked: Asked, came: Known) -> Iterator[tuple[Code, Known]]:
        """Each answer that alone may lead somewhere, and what is known with it."""
        question, key = asked.question, asked.number
        if isinstance(question, ONE):
            codes: list[Code] = [option.code for option in choices(question)]
            if isinstance(question, Consent):
                codes.append(None)
            for code in codes:
                yield code, Known({**came.one, key: frozenset({code})}, came.exactly, came.true)
        if isinstance(question, SeveralChoices):
            for option in question.options:
                if option.exclusive:
                    exactly = {**came.exactly, key: frozenset({option.code})}
                    yield option.code, Known(came.one, exactly, came.true)

    def target(self, asked: Asked, known: Known) -> int:
        at = self.form.after[asked.number]
        while at != END and at not in self.reading:
            closed = self.closed(at, known)
            if closed is None:
                break
            at = closed.otherwise
        return at

    def closed(self, at: int, known: Known) -> Gate | None:
        """The gate before this question that is not passed; None when the reader has to look."""
        for gate in self.before.get(at, ()):
            says = self.holds(gate.condition, gate.scope, known)
            if says is False:
                return gate
            if says is None:
                return None
        return None

    # --- what is known ----------------------------------------------------------------------------------

    def known_at(self, asked: Asked) -> Known:
        known = Known()
        for gate in self.passed(asked):
            known = self.learn(known, gate.condition, gate.scope)
        return known

    def passed(self, asked: Asked) -> Iterator[Gate]:
        """Every condition that was true, or one would not have come to this question."""
        for gates in self.before.values():
            for gate in gates:
                if gate.first <= asked.number <= gate.last:
                    yield gate

    def learn(self, known: Known, condition: Condition, scope: Scope) -> Known:
        if isinstance(condition, All):
            for each in condition.conditions:
                known = self.learn(known, each, scope)
            return known
        true = (*known.true, (condition, scope))
        found = self.possible(condition, scope)
        if found is None:
            return Known(known.one, known.exactly, true)
        key, codes = found
        return Known({**known.one, key: known.one.get(key, codes) & codes}, known.exactly, true)

    def possible(self, condition: Condition, scope: Scope) -> tuple[int, frozenset[Code]] | None:
        """The codes that the answer may be when this is true of a question with one code."""
        negated = isinstance(condition, Not)
        plain = condition.condition if isinstance(condition, Not) else condition
        if not isinstance(plain, Is | Answered):
            return None
        asked = self.form.meant(plain.question, scope)
        if not isinstance(asked.question, ONE):
            return None
        every: frozenset[Code] = frozenset({None, *(option.code for option in choices(asked.question))})
        named: frozenset[Code] = frozenset(plain.codes) if isinstance(plain, Is) else every - {None}
        return asked.number, every - named if negated else named

    # --- three answers: true, false, or not to be told from what is known -------------------------------

    def holds(self, condition: Condition, scope: Scope, known: Known) -> bool | None:
        if (condition, scope) in known.true:
            return True
        match condition:
            case Not(inner):
                said = self.holds(inner, scope, known)
                return None if said is None else not said
            case All(conditions):
                return _all([self.holds(each, scope, known) for each in conditions])
            case AnyOf(conditions):
                none = _all([_not(self.holds(each, scope, known)) for each in conditions])
                return _not(none)
            case Is() | Answered():
                return self.of_answer(condition, scope, known)
            case Between():
                return None

    def of_answer(self, condition: Is | Answered, scope: Scope, known: Known) -> bool | None:
        if (Not(condition), scope) in known.true:
            return False
        key = self.form.meant(condition.question, scope).number
        if key in known.exactly:
            return isinstance(condition, Answered) or not known.exactly[key].isdisjoint(condition.codes)
        if key not in known.one:
            return None
        may = known.one[key]
        if isinstance(condition, Answered):
            return True if None not in may else False if may == {None} else None
        return True if may <= set(condition.codes) else False if may.isdisjoint(condition.codes) else None


def _not(said: bool | None) -> bool | None:
    return None if said is None else not said


def _all(said: list[bool | None]) -> bool | None:
    return False if False in said else None if None in said else True
