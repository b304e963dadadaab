"""How large is the share of favourable answers to each measure of cohesion, by what was released?

Every figure is a sum of released toplines, or comes from one. Where a part of it is hidden, so is the sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engage.analysis import words
from engage.analysis.intervals import Interval, interval
from engage.analysis.rule import USUAL, Rule
from engage.analysis.statistics import Percentage, percentage
from engage.analysis.tables import Figure, SafeTable
from engage.bilingual import Bilingual
from engage.surveys.cohesion_2026_11 import COHESION_2026_11
from engage.surveys.definition import Definition, Question, Step
from engage.surveys.library import SETS
from engage.surveys.question_set import Origin, QuestionSet
from engage.surveys.standard import opinion_steps
from engage.surveys.strands import Measure, Strand

CURRENT = COHESION_2026_11  # the edition in whose words measures are named


class Kind(StrEnum):
    """Whose answers are told."""

    OWN = "own"  # of the consultation that the page is about
    RESIDENTS = "residents"  # of the same, held by several councils: who live in that of whoever reads
    EARLIER = "earlier"  # of another one of the same council
    OTHER = "other"  # of another council, which agreed to it
    NATIONAL = "national"  # published by somebody else


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a survey asks a measure."""

    key: str  # of what is counted
    favourable: tuple[str, ...]
    edition: date  # of the set whose words it has
    of_some: bool  # whether somebody is asked depends on earlier answers


@dataclass(frozen=True, slots=True)
class Reading:
    """How many gave a favourable answer; None where a figure is hidden.

    Where only a part of the sum is hidden, the interval is as wide as whatever may be there makes it.
    """

    count: Figure  # the sum of released figures
    base: Figure  # people who answered, those who don't know too
    share: Percentage
    interval: Interval | None
    edition: date
    of_some: bool
    is_left_out: bool = False  # of the release, so that nothing can be worked out


@dataclass(frozen=True, kw_only=True)
class Surveyed:
    """The readings of one consultation, by measure."""

    key: int  # of the release from which they are
    kind: Kind
    council: Bilingual
    title: Bilingual
    closed: date
    is_interim: bool
    rule: Rule = USUAL  # by which its figures were made safe
    readings: Mapping[str, Reading]


@dataclass(frozen=True, kw_only=True)
class National:
    """A figure that somebody else published, as an officer entered it."""

    key: int
    measure: str  # or several together
    tenths: int  # of a per cent
    survey: Bilingual
    place: Bilingual
    period: Bilingual
    people: int | None  # who were asked
    source: Bilingual
    address: str
    published_on: date
    note: Bilingual  # such as how its words differ


def strands() -> tuple[Strand, ...]:
    return CURRENT.strands


def asked(definition: Definition) -> dict[str, Asked]:
    """Where a survey asks each measure, by the measure's code; of two places the first.

    A question inside a block is about its items, and so it measures something else.
    """
    found: dict[str, Asked] = {}
    for step in opinion_steps(definition):
        for question in step.page.questions if not step.item else ():
            for code, place in _asked(step, question):
                found.setdefault(code, place)
    return found


def _asked(step: Step, question: Question) -> Iterator[tuple[str, Asked]]:
    origin = Origin.read(question.origin)
    shared = SETS.get(origin.set)
    if shared is None or origin.fingerprint:
        return
    of_some = bool(step.conditions or question.show_if)
    for measure in _measures_of(shared, origin.question):
        yield measure.code, Asked(_key(question, measure), measure.favourable, shared.edition, of_some)


def _measures_of(shared: QuestionSet, question: str) -> Iterator[Measure]:
    for strand in shared.strands:
        yield from (measure for measure in strand.measures if measure.question == question)


def _key(question: Question, measure: Measure) -> str:
    """What is counted is called so: `kinds.coded`."""
    return ".".join((question.id, measure.row, measure.scale)) if measure.row else question.id


def readings(
    definition: Definition, tables: Iterable[SafeTable], people: Figure = None, within: str = ""
) -> dict[str, Reading]:
    """Read each measure that a survey asks from the toplines of its release, or within a value of its filter.

    people: how many are counted in the release, as released. The same people are always the same figure, so
    that a question has been asked of all of them if it is theirs.
    """
    toplines = {
        table.subject.key: table
        for table in tables
        if table.subject.level is None
        and not table.by.key
        and (table.within.code if table.within else "") == within
    }
    return {
        code: _reading(toplines[place.key], place, people) if place.key in toplines else _left_out(place)
        for code, place in asked(definition).items()
    }


def _left_out(place: Asked) -> Reading:
    nothing = Percentage(None, mark=words.UNAVAILABLE)
    return Reading(None, None, nothing, None, place.edition, of_some=False, is_left_out=True)


def _reading(table: SafeTable, place: Asked, people: Figure) -> Reading:
    (row,) = table.rows
    counts = [
        count
        for choice, count in zip(table.subject.choices, row.counts, strict=True)
        if choice.code in place.favourable
    ]
    base, shown = table.base(row), [count for count in counts if count is not None]
    hidden = len(counts) - len(shown)
    count = None if hidden else sum(shown)
    return Reading(
        count,
        base,
        percentage(count, base, least_base=table.least_base),
        _between(table, sum(shown), sum(shown) + hidden * table.rule.hidden, len(counts)),
        place.edition,
        place.of_some and (people is None or row.asked != people),
    )


def _between(table: SafeTable, least: int, most: int, parts: int) -> Interval | None:
    """The interval of a share whose count is no less and no more than this, a sum of so many figures."""
    base = table.base(table.rows[0])
    lowest, highest = (
        interval(count, base, count_roundings=parts, rule=table.rule) for count in (least, most)
    )
    return Interval(lowest.lower, highest.upper) if lowest and highest else None
