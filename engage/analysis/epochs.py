"""When may figures be given out, and when again?

Two sets of figures about almost the same people can be compared, and the difference tells what a few of them
answered. So each set has a key of its own, there are few of them, and enough must have changed between two
that are made while answers come in. Counted as changed are responses that came, went or were edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from engage.analysis.rule import USUAL, Rule
from engage.bilingual import Bilingual
from engage.consultations.stage import Stage


class Kind(StrEnum):
    """What a set of figures is."""

    COMPOSITION = "composition"  # who has responded so far, and nothing of what they answered
    INTERIM = "interim"
    FINAL = "final"
    CORRECTION = "correction"


AFTER_CLOSING = (Kind.FINAL, Kind.CORRECTION)
MOST = {Kind.INTERIM: 2, Kind.CORRECTION: 3}  # repeated often, rounding begins to tell what it hides
APART = {Kind.COMPOSITION: timedelta(days=1), Kind.INTERIM: timedelta(days=7)}
NO_REASON = Bilingual()  # of figures that correct nothing
GROWTH = 10  # a composition is made anew once a tenth has changed, so that there are never very many


class Why(StrEnum):
    """Why figures cannot be asked for now."""

    NOT_OPEN = "not_open"
    STILL_OPEN = "still_open"
    OFTEN_ENOUGH = "often_enough"
    TOO_SOON = "too_soon"
    TOO_LITTLE = "too_little"
    NOTHING_TO_CORRECT = "nothing_to_correct"
    NOTHING_NEW = "nothing_new"
    BEING_MADE = "being_made"
    DONE = "done"


class Refusal(StrEnum):
    """Why figures that were asked for were not made."""

    TOO_LITTLE = "too_little"  # has changed since those before
    NOT_SAFE = "not_safe"  # whatever was left out, or the figures contradict each other


class Past(NamedTuple):
    """A set of figures that was made."""

    kind: Kind
    asked_at: datetime


class Moment(NamedTuple):
    """How a consultation stands at a moment."""

    now: datetime
    stage: Stage
    answers_until: datetime
    changed: int  # responses that may have changed since figures of this kind were last made
    rule: Rule = USUAL
    is_same: bool = False  # are responses, plan, wordings and rule those of the last figures after closing?

    @property
    def is_over(self) -> bool:
        """Can no answer come in any more?"""
        return self.stage in (Stage.CLOSED, Stage.REPORTED) and self.now >= self.answers_until


def refusal(kind: Kind, past: Sequence[Past], at: Moment) -> Why | None:
    """Tell why figures of this kind cannot be asked for, None when they can."""
    if kind in (Kind.INTERIM, Kind.COMPOSITION):
        return _while_open(kind, past, at)
    is_done = any(each.kind is Kind.FINAL for each in past)
    if kind is Kind.FINAL:
        return Why.DONE if is_done else None if at.is_over else Why.STILL_OPEN
    if not is_done:
        return Why.NOTHING_TO_CORRECT
    return _too_often(kind, past) or (Why.NOTHING_NEW if at.is_same else None)


def needed(kind: Kind, counted: int, rule: Rule = USUAL) -> int:
    """How many responses must have changed since figures were made that counted so many."""
    return max(_step(kind, rule), counted // GROWTH if kind is Kind.COMPOSITION else 0)


def _step(kind: Kind, rule: Rule) -> int:
    """How many responses must have changed in any case: half as many for who has responded alone."""
    return {Kind.INTERIM: rule.step, Kind.COMPOSITION: rule.step // 2}.get(kind, 0)


def next_at(kind: Kind, past: Sequence[Past]) -> datetime | None:
    """From when on figures of this kind can be made again, as far as time goes; None: from now on."""
    times = [each.asked_at for each in past if each.kind is kind]
    return max(times) + APART[kind] if times and kind in APART else None


def _while_open(kind: Kind, past: Sequence[Past], at: Moment) -> Why | None:
    if at.stage is not Stage.OPEN:
        return Why.NOT_OPEN
    soonest = next_at(kind, past)
    if why := _too_often(kind, past):
        return why
    if soonest and at.now < soonest:
        return Why.TOO_SOON
    return Why.TOO_LITTLE if at.changed < _step(kind, at.rule) else None


def left(kind: Kind, past: Sequence[Past]) -> int | None:
    """How many more sets of this kind there can be; None: no number of them is too many."""
    return max(0, MOST[kind] - sum(each.kind is kind for each in past)) if kind in MOST else None


def _too_often(kind: Kind, past: Sequence[Past]) -> Why | None:
    return Why.OFTEN_ENOUGH if left(kind, past) == 0 else None
