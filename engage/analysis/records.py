"""What stands in records, one for each response, with which analysts work?

A record holds the codes that were counted: options, points, bands, whether a text was written, and of people
only the groups of the release. No text, no time, no reference, and an order that says nothing.

Nobody can be picked out by what they are: every combination of groups that stands in the records is that of
ten people or more, by a stricter rule of more (k-anonymity by hiding single values; Sweeney, 2002,
doi:10.1142/S0218488502001648).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from engage.analysis import record_words as say
from engage.analysis.columns import FIRST, NOT_ANSWERED, NOT_ASKED, Column, Subject
from engage.analysis.keys import Hmac
from engage.analysis.rule import USUAL, Rule
from engage.analysis.snapshot import Codes, Snapshot
from engage.analysis.tables import SafeTable
from engage.analysis.universe import Universe
from engage.bilingual import LANGUAGES, Bilingual

Values: TypeAlias = NDArray[np.int16]
NOTHING: Mapping[str, Collection[str]] = MappingProxyType({})
HIDDEN = -1  # beside `NOT_ASKED`, `NOT_ANSWERED` and the codes from `FIRST` on
LONGEST_NAME = 50  # letters of a variable, with room for a number: statistics programs take 64 bytes
RESERVED = frozenset(
    ["ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"]
)  # words of SPSS
_NO_NAME = re.compile(r"[^A-Za-z0-9_]+")


class TooFew(ValueError):
    """Of so few people there are no records."""


@dataclass(frozen=True, kw_only=True)
class Variable:
    """One column of the records: its name, what was asked, and its codes with their labels."""

    name: str
    title: Bilingual
    codes: tuple[str, ...]
    labels: tuple[Bilingual, ...]
    is_of_people: bool  # what they are, not what they answered


@dataclass(frozen=True, eq=False, repr=False)
class Records:
    """Everybody's values, shape (variables, people)."""

    variables: tuple[Variable, ...]
    values: Values


def hidden(alone: SafeTable) -> frozenset[int]:
    """The values of a characteristic that the release hides, because fewer than the threshold hold them."""
    figures = zip(alone.subject.choices, alone.rows[0].counts, strict=True)
    return frozenset(choice.value for choice, figure in figures if figure is None)


def records(
    universe: Universe,
    snapshot: Snapshot,
    people: Sequence[SafeTable],
    *,
    kept: NDArray[np.bool_],
    telling: Mapping[str, Collection[str]] = NOTHING,
    key: bytes,
    rule: Rule = USUAL,
) -> Records:
    """Make the records of the responses that are `kept`, shape (responses,).

    `people` are the released tables, alone, of what people are, the one that matters most first. `telling`
    are the keys of other questions by which somebody could be found, such as where they live, each with those
    that decide whether it is asked: they are guarded in the same way, after what people are. `key` decides
    the order, and `rule`, that of the release, how many people are enough. Raises TooFew.
    """
    if int(kept.sum()) < rule.threshold:
        raise TooFew
    places = {column.key: place for place, column in enumerate(snapshot.columns)}
    order = _order(snapshot.references[kept], key)

    def values(column: str) -> Values:
        codes: Values = snapshot.codes[places[column]][kept][order].astype(np.int16)
        return codes

    asked = {column.key: values(column.key) for each in universe.questions for column in each.columns}
    told = [_of_people(values(table.subject.column), hidden(table)) for table in people]
    if universe.plan.bodies and universe.plan.filter in asked:
        asked[universe.plan.filter] = _own_residents(universe, asked[universe.plan.filter])
    tell = {
        each.key: [column.key for column in each.columns]
        for each in universe.questions
        if each.key in telling
    }
    places_lived = [*chain.from_iterable(tell.values())]
    guarded = held_by_many([*told, *(asked[column] for column in places_lived)], rule.threshold)
    asked |= dict(zip(places_lived, guarded[len(told) :], strict=True))
    asked |= _hidden_with(asked, tell, telling)
    variables = [*_asked(universe), *(_person(table.subject) for table in people)]
    return Records(_named(variables), np.array([*asked.values(), *guarded[: len(told)]], np.int16))


def _order(references: Codes, key: bytes) -> NDArray[np.intp]:
    """An order in which nothing can be found without the key, always the same one."""
    digest = Hmac(key).digest
    numbers = np.frombuffer(b"".join(digest(each.tobytes())[:8] for each in references), ">u8")
    return np.argsort(numbers, kind="stable")


def _own_residents(universe: Universe, values: Values) -> Values:
    """Of the residents of several bodies only those of the lead are told from everybody else."""
    lead, choices = universe.plan.bodies[0], universe.filter.choices if universe.filter else ()
    own = [choice.value for choice in choices if choice.code == lead.code]
    return np.where(np.isin(values, own), values, HIDDEN).astype(np.int16)


def _of_people(values: Values, hidden: Collection[int]) -> Values:
    """Whoever was not asked and whoever did not say are one: not to be asked tells something too."""
    told = np.where(values == NOT_ASKED, NOT_ANSWERED, values)
    return np.where(np.isin(told, list(hidden)), HIDDEN, told).astype(np.int16)


# --- nobody stands out ----------------------------------------------------------------------------------


def held_by_many(columns: Iterable[Values], least: int = USUAL.threshold) -> list[Values]:
    """Hide values until every combination over all columns is held by this many people.

    Column after column, in each class of those who are alike so far: values of too few are hidden, and with
    them the next smallest ones until the hidden are enough people too. So each class, the hidden one
    included, has enough people, as long as there are enough in all.
    """
    found: list[Values] = []
    alike: list[NDArray[np.intp]] = []  # the people of each class
    for values in columns:
        guarded = values.copy()
        if not found:
            alike = [np.arange(len(values))]
        for people in alike:
            guarded[people] = _held_by_many(values[people], least)
        alike = [part for people in alike for part in _parts(people, guarded[people])]
        found.append(guarded)
    return found


def _held_by_many(values: Values, least: int) -> Values:
    present, numbers = np.unique(values, return_counts=True)
    counts = dict(zip(present.tolist(), numbers.tolist(), strict=True))
    gone = {value for value, count in counts.items() if value == HIDDEN or count < least}
    smallest = sorted(counts.keys() - gone, key=lambda value: (counts[value], value))
    while gone and smallest and sum(counts[value] for value in gone) < least:
        gone.add(smallest.pop(0))
    return np.where(np.isin(values, list(gone)), HIDDEN, values).astype(np.int16)


def _parts(people: NDArray[np.intp], values: Values) -> list[NDArray[np.intp]]:
    """Divide people by what they hold."""
    order = np.argsort(values, kind="stable")
    borders = np.flatnonzero(np.diff(values[order])) + 1
    return np.split(people[order], borders)


def _hidden_with(
    asked: Mapping[str, Values],
    columns: Mapping[str, Sequence[str]],
    deciding: Mapping[str, Collection[str]],
) -> dict[str, Values]:
    """Hide these columns of questions wherever something is hidden that decides whether they are asked.

    Even that somebody was not asked would tell of it. Those who were alike stay alike, so nobody stands out.
    """
    gone = {key: np.any([asked[each] == HIDDEN for each in own], axis=0) for key, own in columns.items()}
    return {
        each: np.where(np.any([gone[by] for by in gone.keys() & deciding[key]], axis=0), HIDDEN, asked[each])
        for key, own in columns.items()
        for each in own
    }


# --- variables ------------------------------------------------------------------------------------------


def _asked(universe: Universe) -> Iterator[Variable]:
    for question in universe.questions:
        for column in question.columns:
            yield _variable(column, question.subjects)


def _variable(column: Column, subjects: Sequence[Subject]) -> Variable:
    """Label a column by what is counted from it; of something to be ticked one code alone is counted."""
    for subject in subjects:
        labels = {each.value: each.label for each in subject.choices if each.column == column.key}
        if len(labels) == len(column.codes):
            return _plain(column, subject.heading, (labels[FIRST + at] for at in range(len(column.codes))))
        if labels:
            (option,) = labels.values()
            title = Bilingual(*(f"{subject.heading[each]} – {option[each]}" for each in LANGUAGES))
            return _plain(column, title, (say.NOT_TICKED, say.TICKED))
    raise ValueError(f"nothing is counted from {column.key}")


def _plain(
    column: Column, title: Bilingual, labels: Iterable[Bilingual], *, of_people: bool = False
) -> Variable:
    return Variable(
        name=column.key, title=title, codes=column.codes, labels=tuple(labels), is_of_people=of_people
    )


def _person(subject: Subject) -> Variable:
    column = Column(f"person.{subject.key}", tuple(choice.code for choice in subject.choices))
    labels = (choice.label for choice in subject.choices)
    return _plain(column, subject.heading, labels, of_people=True)


def _named(variables: Iterable[Variable]) -> tuple[Variable, ...]:
    """Give each a name that every program takes, and none twice, capitals or not."""
    taken: set[str] = set()
    found = []
    for variable in variables:
        name = next(each for each in _names(variable.name) if each.lower() not in taken)
        taken.add(name.lower())
        found.append(replace(variable, name=name))
    return tuple(found)


def _names(key: str) -> Iterator[str]:
    stem = _NO_NAME.sub("_", key).strip("_")[:LONGEST_NAME]
    if not stem[:1].isalpha() or stem.upper() in RESERVED:
        stem = f"q_{stem}"
    yield stem
    yield from (f"{stem}_{number}" for number in count(2))
