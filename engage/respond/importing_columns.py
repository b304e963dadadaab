"""What may a column of another tool's table be mapped to, and what do its headings say that it is?

A target is a field of one question (see `surveys.fields`), or one of the three facts that belong to the
whole row. A heading is compared by its words alone, whatever stands between them: "Title - Option",
"Title [Option]", "code[sub]" and "code.sub" are all two names in a row.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from engage.bilingual import LANGUAGES, Bilingual
from engage.respond.visit import Questionnaire
from engage.surveys.choices import choices
from engage.surveys.definition import (
    NOTHING,
    Allocation,
    Consent,
    Matrix,
    Option,
    Question,
    Ranking,
    SeveralChoices,
    Step,
)

IGNORED, LANGUAGE, RECEIVED, NUMBER = "", "language", "received", "number"
FACTS = (LANGUAGE, RECEIVED, NUMBER)


About: TypeAlias = tuple[str, bool]  # a question: the key of its answer, and whether it is about equality


class Tool(StrEnum):
    """Who made the file."""

    CITIZEN_SPACE = "citizen_space"
    MICROSOFT_FORMS = "microsoft_forms"
    SNAP = "snap"
    SMARTSURVEY = "smartsurvey"
    LIMESURVEY = "limesurvey"
    OTHER = "other"


class Part(StrEnum):
    """Which part of a question's answer stands in the column."""

    WHOLE = "whole"
    OPTION = "option"  # one column for each option, ticked or not
    OTHER = "other"  # the "please say" text of an option
    CELL = "cell"  # of a matrix
    RANK = "rank"  # the place of an option
    PLACE = "place"  # the option at a place
    POINTS = "points"


UNDATED = {Tool.LIMESURVEY: date(1980, 1, 1)}  # what a tool writes for the day where it keeps none


@dataclass(frozen=True, slots=True)
class Target:
    """One field of one question. `code` is of the option, the row or the place; `scale` of a matrix."""

    name: str
    key: str
    is_equality: bool
    question: Question
    part: Part
    number: int  # of the question, from 1, in the order of the survey
    label: Bilingual = NOTHING  # of the option, the row or the place
    code: str = ""
    scale: str = ""
    item: Bilingual = NOTHING  # of a repeated block

    @property
    def about(self) -> About:
        return self.key, self.is_equality


_RECEIVED = ("received", "date received", "derbyniwyd", "dyddiad derbyn")  # as people put it themselves
# What each tool calls the facts of a row; the first one that is there is taken.
HABITS: dict[Tool, dict[str, tuple[str, ...]]] = {
    Tool.CITIZEN_SPACE: {
        NUMBER: ("response id", "answer id", "respondent id", "id"),
        RECEIVED: (*_RECEIVED, "date submitted", "submitted", "response date", "date"),
        LANGUAGE: ("language",),
    },
    Tool.MICROSOFT_FORMS: {
        NUMBER: ("id", "rhif adnabod"),
        RECEIVED: (*_RECEIVED, "completion time", "amser cwblhau", "start time"),
        LANGUAGE: ("language", "iaith"),
    },
    Tool.SNAP: {
        NUMBER: ("id name", "id unique", "case", "case number", "respondent id", "response id", "id"),
        RECEIVED: (*_RECEIVED, "id completed", "id date", "id end", "id endtime", "date"),
        LANGUAGE: ("id language", "id lang", "language"),
    },
    Tool.SMARTSURVEY: {
        NUMBER: ("userid", "user id", "userno", "response id", "respondent id", "id"),
        RECEIVED: (*_RECEIVED, "completed", "ended", "date completed", "end date", "submitted"),
        LANGUAGE: ("language", "survey language"),
    },
    Tool.LIMESURVEY: {
        NUMBER: ("id", "response id", "rhif yr ymateb"),
        RECEIVED: (*_RECEIVED, "submitdate", "date submitted", "dyddiad cyflwyno"),
        LANGUAGE: ("startlanguage", "start language", "iaith gychwynnol"),
    },
}
HABITS[Tool.OTHER] = {
    fact: tuple(dict.fromkeys(name for each in Tool if each in HABITS for name in HABITS[each][fact]))
    for fact in FACTS
}
_KINDS = frozenset(  # whose answers a table can hold: files are none
    {"single", "several", "scale", "matrix", "ranking", "allocation"}
    | {"number", "date", "short_text", "long_text", "postcode", "consent"}
)
_OTHER = ("other", "arall")
_WRITTEN = ("other please specify", "other please say", "please specify", "comment", "text")
_WORDS = re.compile(r"[^\W_]+")
_NUMBERED = re.compile(r"(?:q|c|question|cwestiwn)? ?\d+ ?(?:[a-z] )?(?=\w)")
_REPEATED = re.compile(r"(?<=\D)\d{1,2}$")  # that a tool adds to a heading which stands there already


def plain(text: str) -> str:
    """A text without what does not matter: case, accents, spaces, and marks between words."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(_WORDS.findall(bare.casefold()))


# --- targets --------------------------------------------------------------------------------------------


def targets(asked: Questionnaire) -> dict[str, Target]:
    """Every field of the survey by its name, in the order of the survey; equality questions come last."""
    found: dict[str, Target] = {}
    number = 0
    for is_equality, steps in ((False, asked.steps), (True, asked.equality)):
        for step in steps:
            for question in step.page.questions:
                number += 1
                found |= {each.name: each for each in _of(step, question, number, is_equality)}
    return found


def _of(step: Step, question: Question, number: int, is_equality: bool) -> Iterator[Target]:
    if question.kind not in _KINDS:
        return
    key = step.key(question)
    item = step.item.label if step.item else NOTHING

    def target(part: Part, label: Bilingual = NOTHING, code: str = "", scale: str = "") -> Target:
        name = "--".join(each for each in ("e" if is_equality else "q", key, part, code, scale) if each)
        return Target(name, key, is_equality, question, part, number, label, code, scale, item)

    if not isinstance(question, Matrix | Allocation):
        yield target(Part.WHOLE)
    match question:
        case SeveralChoices():
            yield from (target(Part.OPTION, each.label, each.code) for each in question.options)
        case Matrix():
            for row in question.rows:
                for scale in question.scales:
                    yield target(Part.CELL, _joined(row.label, scale.title), row.code, scale.code)
        case Ranking():
            yield from (target(Part.RANK, each.label, each.code) for each in question.options)
            for place in range(1, (question.top or len(question.options)) + 1):
                yield target(Part.PLACE, Bilingual(str(place), str(place)), str(place))
        case Allocation():
            yield from (target(Part.POINTS, each.label, each.code) for each in question.options)
    for option in choices(question):
        if option.other:
            yield target(Part.OTHER, option.label, option.code)


def _joined(row: Bilingual, scale: Bilingual) -> Bilingual:
    return Bilingual(*(", ".join(each for each in (row[lang], scale[lang]) if each) for lang in LANGUAGES))


# --- guessing -------------------------------------------------------------------------------------------


def guess(headings: Sequence[str], known: dict[str, Target], tool: Tool) -> list[str]:
    """For each heading the name of the target that it seems to be, or IGNORED; no target comes twice."""
    found = [IGNORED] * len(headings)
    said = [plain(heading) for heading in headings]
    for fact, names in HABITS[tool].items():
        if there := [said.index(name) for name in names if name in said]:
            found[there[0]] = fact
    names_of = _phrases(known, tool)
    wanted = [_named(each, names_of) if not found[at] else () for at, each in enumerate(said)]
    times = Counter(wanted)
    taken: Counter[tuple[str, ...]] = Counter()
    for at, group in enumerate(wanted):
        if group and (len(group) == 1 or times[group] == len(group)) and taken[group] < len(group):
            found[at] = group[taken[group]]  # repeated headings come in the order of the survey
            taken[group] += 1
    return found


def _named(said: str, names_of: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The targets that a heading may name: as it stands, without its number, without a mark of repetition."""
    bare = _NUMBERED.sub("", said, count=1) if _NUMBERED.match(said) else said
    for each in (said, bare, _REPEATED.sub("", said), _REPEATED.sub("", bare)):
        if each in names_of:
            return names_of[each]
    return ()


def _phrases(known: dict[str, Target], tool: Tool) -> dict[str, tuple[str, ...]]:
    """Which targets each phrase names, by preference: sure names first, then those that may be shared."""
    sure: dict[str, list[str]] = defaultdict(list)
    weak: dict[str, list[str]] = defaultdict(list)
    for target in known.values():
        for phrase in dict.fromkeys(_full(target, tool)):
            sure[phrase].append(target.name)
        for phrase in dict.fromkeys(_short(target)):
            weak[phrase].append(target.name)
    return {phrase: tuple(names) for phrase, names in (weak | sure).items() if phrase}


def _full(target: Target, tool: Tool) -> Iterator[str]:
    """Names that speak of the question, and of the part where it is one."""
    question = target.question
    titles = [target.key, *(question.title[lang] for lang in LANGUAGES)]
    if isinstance(question, Consent):
        titles += [question.statement[lang] for lang in LANGUAGES]
    if target.item:
        titles += [f"{target.item[lang]} {question.title[lang]}" for lang in LANGUAGES]
        titles += [f"{question.title[lang]} {target.item[lang]}" for lang in LANGUAGES]
    for title in titles:
        for part in _parts(target, tool):
            yield plain(f"{title} {part}")


def _parts(target: Target, tool: Tool) -> tuple[str, ...]:
    labels = (target.code, *(target.label[lang] for lang in LANGUAGES))
    match target.part:
        case Part.WHOLE:
            return ("",)
        case Part.OPTION if tool == Tool.LIMESURVEY and _option(target).other:
            return ()  # there the column of that name holds what was written
        case Part.CELL:
            return (*labels[1:], f"{target.code} {target.scale}", *(labels[:1] if _is_alone(target) else ()))
        case Part.OTHER:
            said = tuple(_option(target).other[lang] for lang in LANGUAGES)
            longer = tuple(f"{label} {word}" for label in labels for word in (*said, *_WRITTEN, "other"))
            is_plain = tool == Tool.LIMESURVEY or not isinstance(target.question, SeveralChoices)
            return (*said, *longer, *_WRITTEN, *(_OTHER if is_plain else ()))
        case Part.PLACE:
            return (target.code, f"rank {target.code}", f"ranking {target.code}", f"choice {target.code}")
        case _:
            return labels


def _option(target: Target) -> Option:
    return next(each for each in choices(target.question) if each.code == target.code)


def _short(target: Target) -> Iterator[str]:
    """A row of a matrix is often all that a heading says."""
    if target.part == Part.CELL and _is_alone(target):
        yield from (plain(target.label[lang].rpartition(", ")[0] or target.label[lang]) for lang in LANGUAGES)


def _is_alone(target: Target) -> bool:
    return isinstance(target.question, Matrix) and len(target.question.scales) == 1
