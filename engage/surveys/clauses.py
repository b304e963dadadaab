"""How does a condition stand in a form: as sentences in groups, each of which can be changed by itself?

Any `Condition` can be opened, also one that a file brought. What is made from an unchanged form holds for
exactly the same answers: a double "not" falls away, codes come in the order of the form, and a single
sentence needs no group around it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from engage.surveys.definition import All, Answered, AnyOf, Between, Condition, Is, Not
from engage.surveys.numerals import number as number_written

Path: TypeAlias = tuple[int, ...]  # of a part within the groups around it; the outermost group's is empty
Fields: TypeAlias = Mapping[str, Sequence[str]]  # what stands in each field of the form, by its name
ROOT = "g"
DEEPEST = 60  # groups inside each other that are read from a form


class Says(StrEnum):
    """What a sentence says of an answer; empty while nothing is chosen."""

    NONE = ""
    IS = "is"
    IS_NOT = "is_not"
    BETWEEN = "between"
    NOT_BETWEEN = "not_between"
    ANSWERED = "answered"
    NOT_ANSWERED = "not_answered"


class Join(StrEnum):
    """How many sentences of a group have to be true."""

    ALL = "all"
    ANY = "any"
    NOT_ALL = "not_all"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence about one question. `low` and `high` are as they were typed."""

    question: str = ""
    test: Says = Says.NONE
    codes: tuple[str, ...] = ()
    row: str = ""
    scale: str = ""
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    join: Join = Join.ALL
    parts: tuple[Part, ...] = ()


Part: TypeAlias = Clause | Group
_NEGATED = {Says.IS: Says.IS_NOT, Says.BETWEEN: Says.NOT_BETWEEN, Says.ANSWERED: Says.NOT_ANSWERED}
_PLAIN = {negated: plain for plain, negated in _NEGATED.items()}
_JOINS = {
    (All, True): Join.ALL,
    (All, False): Join.NOT_ALL,
    (AnyOf, True): Join.ANY,
    (AnyOf, False): Join.NONE,
}


# --- from a condition and back --------------------------------------------------------------------------


def opened(condition: Condition | None) -> Group:
    """The form of a condition; without one, a form with one sentence to begin with."""
    if condition is None:
        return Group(parts=(Clause(),))
    part = _opened(condition, true=True)
    return part if isinstance(part, Group) else Group(parts=(part,))


def _opened(condition: Condition, *, true: bool) -> Part:
    match condition:
        case Not(inner):
            return _opened(inner, true=not true)
        case All(conditions) | AnyOf(conditions):
            parts = tuple(_opened(each, true=True) for each in conditions)
            return Group(_JOINS[type(condition), true], parts)
        case Is(question, codes, row, scale):
            return Clause(question, _test(Says.IS, true), codes, row, scale)
        case Between(question, low, high):
            return Clause(question, _test(Says.BETWEEN, true), low=written(low), high=written(high))
        case Answered(question):
            return Clause(question, _test(Says.ANSWERED, true))


def _test(test: Says, true: bool) -> Says:
    return test if true else _NEGATED[test]


def made(group: Group) -> Condition:
    """The condition that the form says. Each of its sentences has to be finished."""
    if len(group.parts) == 1 and group.join in (Join.ALL, Join.ANY):
        return _made(group.parts[0])
    return _made(group)


def _made(part: Part) -> Condition:
    if isinstance(part, Group):
        conditions = tuple(map(_made, part.parts))
        together = All(conditions) if part.join in (Join.ALL, Join.NOT_ALL) else AnyOf(conditions)
        return Not(together) if part.join in (Join.NOT_ALL, Join.NONE) else together
    plain = _PLAIN.get(part.test)
    condition = _sentence(part, plain or part.test)
    return Not(condition) if plain else condition


def _sentence(clause: Clause, test: Says) -> Condition:
    if test == Says.IS:
        return Is(clause.question, clause.codes, clause.row, clause.scale)
    if test == Says.BETWEEN:
        return Between(clause.question, number(clause.low), number(clause.high))
    return Answered(clause.question)


def finished(group: Group) -> Group:
    """The form without sentences that say nothing yet, and without groups in which no others are."""
    parts = (finished(part) if isinstance(part, Group) else part for part in group.parts)
    return replace(group, parts=tuple(part for part in parts if _says_something(part)))


def _says_something(part: Part) -> bool:
    if isinstance(part, Group):
        return bool(part.parts)
    if part.test in (Says.IS, Says.IS_NOT):
        return bool(part.codes)
    if part.test in (Says.BETWEEN, Says.NOT_BETWEEN):
        return number(part.low) is not None or number(part.high) is not None
    return bool(part.test)


def same(one: Group, other: Group) -> bool:
    """Do two forms say the same, word for word?"""
    return _comparable(one) == _comparable(other)


def _comparable(part: Part) -> Part:
    """Without what a form does not keep: the order of codes, and the outermost group of one sentence."""
    if isinstance(part, Clause):
        return replace(part, codes=tuple(sorted(set(part.codes))))
    return replace(part, parts=tuple(map(_comparable, part.parts)))


# --- numbers --------------------------------------------------------------------------------------------


def written(bound: float | None) -> str:
    """Write a bound so that `number` reads exactly the same one."""
    if bound is None:
        return ""
    return str(int(bound)) if bound == int(bound) else repr(bound)


def number(text: str) -> float | None:
    """Read a bound; None when there is none, or when what was typed is no number."""
    if (read := number_written(text)) is not None:
        return int(read) if read == int(read) else float(read)
    return _exact(text)


def _exact(text: str) -> float | None:
    """Read what only `written` writes, such as 1e-07: files may hold any number."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and written(value) == text else None


# --- one form from another ------------------------------------------------------------------------------


def at(group: Group, path: Path) -> Part | None:
    """The part at this path, if there is one."""
    here: Part = group
    for step in path:
        if not isinstance(here, Group) or not 0 <= step < len(here.parts):
            return None
        here = here.parts[step]
    return here


def added(group: Group, path: Path, part: Part) -> Group:
    """The form with one more part at the end of the group at this path; without that group, as it was."""
    if not isinstance(found := at(group, path), Group):
        return group
    return _put(group, path, replace(found, parts=(*found.parts, part)))


def without(group: Group, path: Path) -> Group:
    """The form without the part at this path; the outermost group stays."""
    around = at(group, path[:-1])
    if not path or at(group, path) is None or not isinstance(around, Group):
        return group
    last = path[-1]
    return _put(group, path[:-1], replace(around, parts=around.parts[:last] + around.parts[last + 1 :]))


def _put(group: Group, path: Path, part: Group) -> Group:
    if not path:
        return part
    first, *rest = path
    inner = group.parts[first]
    new = _put(inner, tuple(rest), part) if isinstance(inner, Group) else part
    return replace(group, parts=(*group.parts[:first], new, *group.parts[first + 1 :]))


def walk(group: Group, path: Path = ()) -> Iterator[tuple[Path, Part]]:
    """The group and everything inside it, each part with its path."""
    yield path, group
    for number, part in enumerate(group.parts):
        if isinstance(part, Group):
            yield from walk(part, (*path, number))
        else:
            yield (*path, number), part


# --- fields ---------------------------------------------------------------------------------------------


def name(path: Path) -> str:
    """How the names of a part's fields begin: ``g`` the outermost one's, ``g_1_2`` inside its first part."""
    return "_".join((ROOT, *(str(step + 1) for step in path)))


def path_of(text: str) -> Path | None:
    """The path of a part's fields, or None for anything else."""
    root, *steps = text.split("_")
    if (
        root != ROOT
        or len(steps) > DEEPEST
        or not all(s.isascii() and s.isdigit() and len(s) < 5 for s in steps)
    ):
        return None
    return tuple(int(step) - 1 for step in steps)


def fields(group: Group) -> dict[str, list[str]]:
    """What stands in each field of the form; `read` makes the same form of it."""
    found: dict[str, list[str]] = {}
    for path, part in walk(group):
        begin = name(path)
        if isinstance(part, Group):
            found |= {f"{begin}-join": [part.join]}
            continue
        held = {"question": part.question, "of": part.question, "test": part.test, "row": part.row}
        held |= {"scale": part.scale, "low": part.low, "high": part.high}
        found |= {f"{begin}-{field}": [text] for field, text in held.items()}
        found[f"{begin}-codes"] = list(part.codes)
    return found


def read(sent: Fields) -> Group:
    """Read a form that was sent. Rubbish is left out; what was typed as a number stays as it was typed."""
    part = _read(sent, ())
    return part if isinstance(part, Group) else Group()


def _read(sent: Fields, path: Path) -> Part | None:
    begin = name(path)
    if f"{begin}-join" in sent and len(path) < DEEPEST:
        parts: list[Part] = []
        while part := _read(sent, (*path, len(parts))):
            parts.append(part)
        joined = _one(sent, f"{begin}-join")
        return Group(Join(joined) if joined in set(Join) else Join.ALL, tuple(parts))
    if f"{begin}-question" in sent:
        return _clause(sent, begin)
    return None


def _clause(sent: Fields, begin: str) -> Clause:
    """One sentence. What was said of one question is forgotten as soon as another is chosen."""
    question = _one(sent, f"{begin}-question")
    if question != _one(sent, f"{begin}-of"):
        return Clause(question)
    test = _one(sent, f"{begin}-test")
    return Clause(
        question,
        Says(test) if test in set(Says) else Says.NONE,
        tuple(dict.fromkeys(sent.get(f"{begin}-codes", ()))),
        *(_one(sent, f"{begin}-{field}") for field in ("row", "scale", "low", "high")),
    )


def _one(sent: Fields, field: str) -> str:
    return next(iter(sent.get(field, ())), "")
