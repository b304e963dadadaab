"""What is an audit of a release told, and what does it tell?

    audit.audit(tables, received, people=…, told=…, public=…, earlier=…, progress=…) -> Report  # a job
    audit.quick(tables, received, people=…, told=…, public=…, earlier=…) -> Report  # inside a request

Both read released figures and what is public, never a true count; the same input gives the same report. What
`quick` finds is certain, and `audit` finds it too, with whatever else can be proven. `received` responses
came in, which is told exactly, as is what is `told` of some of them; `people`, the number of those counted,
is a figure like the others.

The tables may be of several levels, filters and bodies at once. A table `within` a filter's value is compared
with the same table of everyone; the residents of one body of a joint consultation are such a filter. The
`others` of a table are all who are in another of its groups. The groups of an intersection have the key
and the codes of both characteristics joined by `PAIR`, such as "sex*age" and "female*under_25".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from engage.analysis.tables import Figure, SafeTable
from engage.analysis.told import NOTHING, Told
from engage.equality.characteristics import Characteristic, Level

PAIR = "*"  # joins two characteristics, and two of their groups
ANSWERED, ASKED, UNANSWERED = "*answered", "*asked", "*unanswered"  # in the place of a choice's code


class Routed(NamedTuple):
    """Whoever was asked one question gave one of these answers to another; `exactly`: and the other way."""

    asked: str  # the key of the subject
    chosen: str  # that of the other
    codes: frozenset[str]
    exactly: bool


class Steered(NamedTuple):
    """Whoever answered a question so was asked another one for certain, or for certain was not.

    `always` and `never` hold codes of its choices; of one `tick` its code where it is ticked, `ANSWERED`
    where others are; `UNANSWERED` is whoever gave no answer, asked or not.
    """

    asked: str  # the key of the subject, or of the characteristic, that is asked
    chosen: str  # the key of the subject that decides
    tick: str  # one of the choices that can be ticked; "": one choice is made
    always: frozenset[str]
    never: frozenset[str]
    is_about_people: bool = False  # what is asked is a characteristic: a question may be called as one is


class Ticking(NamedTuple):
    """How many of a subject's choices are counted of each person who answered."""

    subject: str  # its key
    least: int  # of whoever made none of the choices that stand alone
    most: int
    alone: frozenset[str] = frozenset()  # the codes of choices that cannot stand beside others
    first: str = ""  # the key of a subject that counts one of these choices of each, or none


class Together(NamedTuple):
    """Subjects of one question: whoever was asked one of them was asked all.

    `shared_out`: they are the options among which everybody who answered shared out a whole. Their choices
    are the bands `kinds.SHARE_BOUNDS` of it, nothing first.
    """

    subjects: tuple[str, ...]  # their keys
    shared_out: bool


@dataclass(frozen=True, kw_only=True)
class Public:
    """What anybody knows without the figures, from the survey as it was published.

    To name too little makes the audit too mild, to name what is not so makes the figures contradict each
    other: `Contradiction`.
    """

    characteristics: tuple[Characteristic, ...] = ()  # whose levels are compared
    asked_of_all: frozenset[str] = frozenset()  # keys of subjects and characteristics nobody is spared
    gated: frozenset[str] = frozenset()  # characteristics that all but the young are asked with their age
    complete: frozenset[str] = frozenset()  # what everybody has, such as a language: its key and its column
    joint: frozenset[str] = frozenset()  # columns of filters whose values are bodies, each with its readers
    routed: tuple[Routed, ...] = ()  # what was only asked of those who answered so
    steered: tuple[Steered, ...] = ()  # who was asked what, by other answers
    ticking: tuple[Ticking, ...] = ()  # of subjects with several choices at once
    together: tuple[Together, ...] = ()
    all_counted: bool = False  # nobody's response is left out, an organisation's or a set-aside one


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """A release of the same consultation that was given out before, under another key."""

    tables: Sequence[SafeTable]
    received: int
    changed: int  # responses that came, went or were edited between it and the one that is audited
    people: Figure = None  # how many it counted, as released; None: that was not told
    told: Told = NOTHING  # how many responses there were then in each way and language, and texts
    apart: int | None = None  # of those that are not counted, how many came or went; None: nobody knows


class Kind(StrEnum):
    """What can be proven, worst first."""

    NONE = "none"  # nobody
    ALL = "all"  # everybody in the group
    EXACT = "exact"  # the very number
    NARROW = "narrow"  # all but a few numbers are ruled out


class Whose(StrEnum):
    """About which people it is proven."""

    COUNTED = "counted"  # those whom the figure counts
    REST_OF_GROUP = "rest_of_group"  # those of the group who did not answer so
    OTHER_GROUPS = "other_groups"  # those who answered so and are not in the group
    OUTSIDE = "outside"  # those who would be counted but for the filter, or for their body or bodies
    BETWEEN_LEVELS = "between_levels"  # those of the group who are in one, or none, of another level
    REST_OF_HALF = "rest_of_half"  # those of one group of a pair who are not in the other group of it
    CAME = "came"  # those counted now who were not counted so in an earlier release
    GONE = "gone"  # those counted in an earlier release who are not counted so now


class Failure(NamedTuple):
    """Something that the figures give away, with the table that hides it, which may be an earlier one.

    It holds no numbers.
    """

    table: str  # the key of the subject
    characteristic: str  # the key of what the table is by, "" for everyone
    level: Level | None  # of `characteristic`, or of the subject where that is a characteristic
    group: str
    choice: str  # its code, or ANSWERED, ASKED, UNANSWERED
    kind: Kind
    whose: Whose = Whose.COUNTED
    filter: tuple[str, str] | None = None  # column and code of the value that the table is within


@dataclass(frozen=True, slots=True)
class Report:
    """What an audit found, failures in the order of the tables."""

    failures: tuple[Failure, ...]
    checked: int  # hidden figures and complements
    figures: int  # released figures, hidden ones included
    programs: int = 0  # linear programs that were solved

    @property
    def safe(self) -> bool:
        return not self.failures

    def proven(self, kind: Kind) -> int:
        """Return how many failures are of this kind."""
        return sum(failure.kind is kind for failure in self.failures)


class Progress(NamedTuple):
    """How far an audit is: `done` of `total` are settled; None seconds left: nobody can tell yet."""

    done: int
    total: int
    seconds_left: float | None = None


class Contradiction(ValueError):
    """No counts at all fit these figures: they were not released by our rule, or `Public` says too much."""
