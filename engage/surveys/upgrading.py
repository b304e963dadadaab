"""What does a later edition of a set change in a survey that asks its questions, and how is it taken over?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, cast

from engage.bilingual import Bilingual
from engage.surveys.conditions import changed
from engage.surveys.definition import (
    Block,
    Condition,
    Definition,
    Is,
    Page,
    Question,
    Section,
)
from engage.surveys.editing import ids
from engage.surveys.naming_new import unused
from engage.surveys.placing import changed_at, key_of, walk
from engage.surveys.problems import Problem
from engage.surveys.question_set import Origin, QuestionSet, origin_of
from engage.surveys.recoding import Recoding
from engage.surveys.steering import EQUALITY, Holder, holder, title
from engage.surveys.texts import Text, texts
from engage.surveys.traces import broken
from engage.surveys.variant import Variant

_CHOICES = re.compile(r"^(points|not_applicable):")


@dataclass(frozen=True, slots=True)
class Reworded:
    """One text before and after; either is empty when the edition has no such text."""

    field: str
    before: Bilingual
    after: Bilingual


@dataclass(frozen=True, slots=True)
class Succession:
    """One question of the survey, and what the later edition makes of it; None: it has no such question."""

    before: Question
    after: Question | None
    recoding: Recoding  # with the survey's own ids

    @property
    def words(self) -> tuple[Reworded, ...]:
        """The texts that differ, in the order in which they stand."""
        return tuple(_reworded(self.before, self.after, self.recoding)) if self.after else ()


@dataclass(frozen=True, slots=True)
class Rerouted:
    """The condition of one part, before and after."""

    title: Bilingual
    before: Condition | None
    after: Condition | None


@dataclass(frozen=True, slots=True)
class Upgrade:
    """All of it: the survey afterwards, question by question, what routes become, and what is spoilt."""

    after: Definition
    questions: tuple[Succession, ...]
    routes: tuple[Rerouted, ...]
    spoilt: tuple[Problem, ...]


def editions(definition: Definition, sets: Mapping[str, QuestionSet]) -> list[QuestionSet]:
    """The later editions that ask questions which the survey has from the edition before."""
    origins = [Origin.read(question.origin) for question in definition.questions() if question.origin]
    return [
        later
        for later in sets.values()
        if any(origin.set == later.replaces and later.became(origin.question).becomes for origin in origins)
    ]


def upgrade(definition: Definition, later: QuestionSet) -> Upgrade:
    """Take every question of the edition before over into the later one, and have routes follow.

    A question that the later edition no longer asks stays as it is. One that is asked as another kind of
    question gets a new id, because its answers cannot be counted with those from before.
    """
    taken = ids(definition, "question")
    successions = tuple(
        _succession(question, later, taken)
        for question in definition.questions()
        if Origin.read(question.origin).set == later.replaces
    )
    made = {each.before.id: each for each in successions if each.after}
    recodings = tuple(each.recoding for each in made.values() if _says_something(each.recoding))
    following = {each.question: each for each in recodings}
    after = replace(
        _followed(definition, made, following),
        recodings=definition.recodings + recodings,
        variants=tuple(_variant(variant, following) for variant in definition.variants),
    )
    return Upgrade(after, successions, _routes(definition, after), tuple(broken(definition, after)))


def _succession(question: Question, later: QuestionSet, taken: set[str]) -> Succession:
    recoding = later.became(Origin.read(question.origin).question)
    new = later.question(recoding.becomes)
    if new is None:
        return Succession(question, None, replace(recoding, question=question.id, becomes=question.id))
    name = question.id
    if new.kind != question.kind:
        name = unused(new.id, taken)
        taken.add(name)
    after = replace(
        new,
        id=name,
        required=question.required,
        show_if=question.show_if,
        special_category=question.special_category,
        origin=origin_of(later, new),
    )
    return Succession(question, after, replace(recoding, question=question.id, becomes=name))


def _says_something(recoding: Recoding) -> bool:
    return recoding.question != recoding.becomes or bool(recoding.codes or recoding.rows)


# --- the survey afterwards ------------------------------------------------------------------------------


def _followed(
    definition: Definition, made: Mapping[str, Succession], following: Mapping[str, Recoding]
) -> Definition:
    """The survey with the new questions, and with every condition and picker that speaks of them."""
    for path, part in walk(definition):  # the paths stay, whatever becomes of the parts
        definition = changed_at(definition, path, partial(_part, was=part, made=made, following=following))
    module = definition.equality
    if module and module.show_if:
        definition = replace(definition, equality=replace(module, show_if=recoded(module.show_if, following)))
    return definition


def _part(now: Any, was: Any, made: Mapping[str, Succession], following: Mapping[str, Recoding]) -> Any:
    if isinstance(was, Question) and (found := made.get(was.id)) and found.before == was:
        now = found.after
    if now.show_if:
        now = replace(now, show_if=recoded(now.show_if, following))
    if isinstance(now, Block) and now.picked_by in following:
        now = replace(now, picked_by=following[now.picked_by].becomes)
    return now


def recoded(condition: Condition, recodings: Mapping[str, Recoding]) -> Condition:
    """The condition in the ids and codes of today; a code that means nothing today stays, to be mended."""

    def of_today(part: Any) -> Condition:
        recoding = recodings.get(part.question)
        if recoding is None:
            return cast(Condition, part)
        if isinstance(part, Is):
            codes = tuple(dict.fromkeys(recoding.code(code) or code for code in part.codes))
            part = replace(part, codes=codes, row=recoding.row(part.row) or part.row)
        return replace(part, question=recoding.becomes)

    return changed(condition, of_today)


def _routes(before: Definition, after: Definition) -> tuple[Rerouted, ...]:
    """The parts whose conditions are not the same afterwards; every part stands where it stood."""
    pairs = zip(_steered(before), _steered(after), strict=True)
    return tuple(
        Rerouted(was.title, was.condition, now.condition)
        for was, now in pairs
        if was.condition != now.condition
    )


def _steered(definition: Definition) -> Iterator[Holder]:
    for _, part in walk(definition):
        yield Holder(key_of(part), part, title(part), part.show_if)
    if definition.equality:
        yield holder(definition, EQUALITY)


# --- words ----------------------------------------------------------------------------------------------


def _reworded(before: Question, after: Question, recoding: Recoding) -> Iterator[Reworded]:
    old = {_alike(_today(rest, recoding)) or f"gone/{rest}": text for rest, text in _texts(before)}
    new = {_alike(rest): text for rest, text in _texts(after)}
    for rest in (*new, *(rest for rest in old if rest not in new)):
        one, other = old.get(rest), new.get(rest)
        was, now = (text.words if text else Bilingual() for text in (one, other))
        if (text := one or other) and was != now:
            yield Reworded(text.field, was, now)


def _alike(rest: str) -> str:
    """The rest of a text's key, with one name for what can be chosen in any kind of question."""
    return _CHOICES.sub("options:", rest)


def _texts(question: Question) -> Iterator[tuple[str, Text]]:
    """The texts of one question, by what their keys say after its id."""
    page = Page(id="", title=Bilingual(), questions=(question,))
    section = Section(id="", title=Bilingual(), parts=(page,))
    for text in texts(Definition(title=Bilingual(), sections=(section,))):
        of, _, rest = text.key.partition("/")
        if of.startswith("question:") and text.words:
            yield rest, text


def _today(rest: str, recoding: Recoding) -> str:
    """The rest of a text's key in the codes of today; empty when nothing means the same."""
    steps: list[str] = []
    for step in rest.split("/"):
        sort, colon, code = step.partition(":")
        if colon and sort != "scales":
            code = recoding.row(code) if sort == "rows" else recoding.code(code)
            if not code:
                return ""
        steps.append(f"{sort}{colon}{code}")
    return "/".join(steps)


def _variant(variant: Variant, following: Mapping[str, Recoding]) -> Variant:
    """A variant that says of each text what it said, as long as there is such a text."""
    words = ((_key_today(key, following), text) for key, text in variant.words)
    return replace(
        variant,
        words=tuple((key, text) for key, text in words if key),
        outdated=tuple((_key_today(key, following), text) for key, text in variant.outdated),
        media=tuple(replace(each, at=_key_today(each.at, following)) for each in variant.media),
        order=tuple(_key_today(key, following) for key in variant.order),
    )


def _key_today(key: str, following: Mapping[str, Recoding]) -> str:
    of, slash, rest = key.partition("/")
    sort, _, question = of.partition(":")
    if sort != "question" or question not in following:
        return key
    today = _today(rest, following[question])
    return f"question:{following[question].becomes}{slash}{today}" if today or not rest else ""
