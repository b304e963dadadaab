"""How is what somebody answered under one dated set read in the codes of a later one?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from engage.equality.asking import Answers
from engage.equality.characteristics import AskedIf, Category, Level, StandardSet

Recoded: TypeAlias = Mapping[str, Mapping[str, str]]  # by question: the codes of before, and those of today


def read(answers: Answers, since: Sequence[StandardSet]) -> dict[str, str | list[str]]:
    """Return answers in the codes of the last of these sets, which took each other's place in this order.

    What has no code there was not said.
    """
    given = {key: [said] if isinstance(said, str) else list(said or ()) for key, said in answers.items()}
    for each in since:
        for key, codes in each.recoded.items():
            given[key] = [codes.get(code, code) for code in given.get(key, ())]
    found: dict[str, str | list[str]] = {}
    for question in since[-1].questions:
        if said := [code for code in question.codes if code in given.get(question.id, ())]:
            found[question.id] = said if question.kind == "several" else said[0]
    return found


def problems(before: StandardSet, after: StandardSet) -> Iterator[str]:
    """Name what must not be in a set that takes the place of another: figures of both are compared.

    A question that is asked still is of the same kind, asks whomever it asked before, and has all codes of
    before or recodes them, to "" if one says nothing any more. An answer stays in its group, or that has
    another code.
    """
    now = {question.id: question for question in after.questions}
    for question in [each for each in before.questions if each.id in now]:
        recoded, today = after.recoded.get(question.id, {}), now[question.id]
        for code in question.codes:
            if recoded.get(code, code) not in ("", *today.codes):
                yield f"{question.id}: {code} has no code any more"
        if (question.kind, question.minimum_age) != (today.kind, today.minimum_age):
            yield f"{question.id}: another kind of question"
        if today.asked_if and not _asked_as_before(question.asked_if, today.asked_if, after.recoded):
            yield f"{question.id}: some who were asked are asked no more"
    characteristics = {each.code: each for each in after.characteristics}
    for one in before.characteristics:
        if one.code in characteristics:
            codes = {old: new for q in one.questions for old, new in after.recoded.get(q.id, {}).items()}
            for level in Level:
                yield from _moved(one.levels[level], characteristics[one.code].levels[level], codes)


def _asked_as_before(before: AskedIf | None, today: AskedIf, recoded: Recoded) -> bool:
    """Is everybody asked still who was asked before? What others answered would be passed over."""
    if before is None or before.question != today.question:
        return False
    codes = recoded.get(before.question, {})
    return {codes.get(code, code) for code in before.codes} <= {"", *today.codes}


def _moved(before: Sequence[Category], after: Sequence[Category], codes: Mapping[str, str]) -> Iterator[str]:
    """Answers that fall into another group, where one of the two is in both sets."""
    groups = {held: category.code for category in after for held in category.holds}
    names, known = {category.code for category in before}, {category.code for category in after}
    for category in before:
        for held in category.holds:
            group = groups.get("+".join(codes.get(code, code) for code in held.split("+")))
            if group != category.code and (category.code in known or group in names):
                yield f"{category.code}: {held} is in another group"
