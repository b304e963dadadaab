"""Who is asked a question, by what they answered to another one, as far as the published survey fixes it?

Whatever else somebody answered is unknown, so a condition is true, false, or neither for a given answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple, Self

from engage.analysis.audited import ANSWERED, UNANSWERED, Steered
from engage.surveys.conditions import renamed
from engage.surveys.definition import (
    All,
    Answered,
    AnyOf,
    Condition,
    Is,
    Not,
    Option,
    Question,
    ScaleQuestion,
    SeveralChoices,
    SingleChoice,
    Step,
)

Verdict = bool | None  # None: it depends on what else was answered


class Value(NamedTuple):
    """What is known of an answer: the codes that are in it for certain, and those that may be.

    An answer has a code at least; without any that may be, there is none.
    """

    sure: frozenset[str]
    possible: frozenset[str]

    @classmethod
    def of(cls, code: str) -> Self:
        return cls(frozenset({code}), frozenset({code}))


NO_ANSWER = Value(frozenset(), frozenset())
Asked = tuple[Condition, ...]  # all that must hold for somebody to be asked


def conditions(steps: Iterable[Step]) -> Iterator[tuple[str, Question, Asked]]:
    """The key of every question, the question, and what must hold for it to be asked."""
    ended: list[Condition] = []
    for step in steps:
        own = _of_item(step)
        here = _to_be_turned_to(step, own)
        alone = [renamed(each.show_if, own) if each.show_if else None for each in step.page.questions]
        for question, also in zip(step.page.questions, alone, strict=True):
            yield step.key(question), question, (*here, *ended, *((also,) if also else ()))
        if step.page.ends:
            some = tuple(each for each in alone if each)  # of which one must hold for the page to be shown
            ended.append(Not(All((*here, AnyOf(some)) if alone and len(some) == len(alone) else here)))


def _of_item(step: Step) -> dict[str, str]:
    """The keys of the questions that are asked of each item of a block, for this one."""
    inside = (question for page in (step.block.pages if step.block else ()) for question in page.questions)
    return {question.id: step.key(question) for question in inside}


def _to_be_turned_to(step: Step, own: Mapping[str, str]) -> Asked:
    """What must hold for a page, its questions apart."""
    picked = step.block.picked_by if step.block else ""
    of_item = (Is(picked, (step.item.code,)),) if picked and step.item else ()
    return (*(renamed(each, own) for each in step.conditions), *of_item)


def steered(asked: str, needed: Asked, by: str, question: Question) -> Iterator[Steered]:
    """How being asked depends on the answers to one question, which stands under the key `by`."""
    if isinstance(question, SeveralChoices):
        for option in question.options:
            yield from _of(asked, needed, by, option.code, dict(_ticked(question.options, option)))
    elif options := _single(question):
        yield from _of(asked, needed, by, "", {each: Value.of(each) for each in options})


def _single(question: Question) -> tuple[str, ...]:
    match question:
        case SingleChoice():
            return tuple(option.code for option in question.options)
        case ScaleQuestion():
            more = (question.not_applicable,) if question.not_applicable else ()
            return tuple(option.code for option in (*question.points, *more))
    return ()


def _ticked(options: Sequence[Option], option: Option) -> Iterator[tuple[str, Value]]:
    """What is known where an option is ticked, and where others are and it is not."""
    others = frozenset(each.code for each in options if each != option)
    beside = frozenset(each.code for each in options if not each.exclusive)
    ticked = Value.of(option.code)
    yield option.code, ticked if option.exclusive else ticked._replace(possible=beside)
    yield ANSWERED, Value(frozenset(), others)


def _of(asked: str, needed: Asked, by: str, tick: str, values: dict[str, Value]) -> Iterator[Steered]:
    known = {
        code: _verdict(All(needed), by, each) for code, each in (values | {UNANSWERED: NO_ANSWER}).items()
    }
    always = frozenset(code for code, verdict in known.items() if verdict)
    never = frozenset(code for code, verdict in known.items() if verdict is False)
    if (always | never) & values.keys():  # that something has to be ticked at all, `Routed` says
        yield Steered(asked, by, tick, always, never)


def _verdict(condition: Condition, by: str, value: Value) -> Verdict:
    match condition:
        case Is(question=question, codes=codes) if question == by and not (condition.row or condition.scale):
            return _holds(frozenset(codes), value)
        case Answered(question) if question == by:
            return bool(value.possible)
        case Not(negated):
            found = _verdict(negated, by, value)
            return None if found is None else not found
        case All(parts):
            return _joined([_verdict(each, by, value) for each in parts], decides=False)
        case AnyOf(parts):
            return _joined([_verdict(each, by, value) for each in parts], decides=True)
    return None


def _holds(codes: frozenset[str], value: Value) -> Verdict:
    """Is one of these codes in the answer?"""
    if value.possible.isdisjoint(codes):
        return False
    return True if value.sure & codes or value.possible <= codes else None


def _joined(verdicts: Sequence[Verdict], *, decides: bool) -> Verdict:
    if decides in verdicts:
        return decides
    return None if None in verdicts else not decides


def in_every(versions: Sequence[Iterable[Steered]]) -> Iterator[Steered]:
    """What all versions of a survey have in common."""
    found = [{each[:3]: each for each in version} for version in versions]
    for place in dict.fromkeys(chain.from_iterable(found)):
        mine = [each[place] for each in found if place in each]
        if len(mine) == len(found):
            always = frozenset.intersection(*(each.always for each in mine))
            never = frozenset.intersection(*(each.never for each in mine))
            if always or never:
                yield mine[0]._replace(always=always, never=never)
