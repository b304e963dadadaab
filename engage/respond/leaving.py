"""What does somebody wish to do once a page is kept, and where do they go on when they come back?"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum

from engage.dates import LONDON, london
from engage.respond.visit import Occasion, Visit
from engage.surveys.definition import Step


class Then(StrEnum):
    """The wish, by the button that was pressed. ANYWAY: without those answers that cannot be kept."""

    GO_ON = ""
    LATER = "later"
    LATER_ANYWAY = "later-anyway"
    FINISH = "finish"
    FINISH_ANYWAY = "finish-anyway"
    TYPE_ON = "type-on"  # a script keeps what is typed, now and then

    @classmethod
    def read(cls, text: str) -> Then:
        return cls(text) if text in set(cls) else cls.GO_ON

    @property
    def goes_on(self) -> bool:
        """Is the page to be complete, because the next one follows?"""
        return self is Then.GO_ON

    @property
    def anyway(self) -> Then | None:
        """The same without those answers that cannot be kept; None where that makes no sense."""
        return {Then.LATER: Then.LATER_ANYWAY, Then.FINISH: Then.FINISH_ANYWAY}.get(self)

    @property
    def is_anyway(self) -> bool:
        return self in (Then.LATER_ANYWAY, Then.FINISH_ANYWAY)

    @property
    def finishes(self) -> bool:
        return self in (Then.FINISH, Then.FINISH_ANYWAY)


def place(visit: Visit, left_at: str | None) -> tuple[str, int | None]:
    """The endpoint and the number of the page on which somebody goes on.

    That is the page that they said they were leaving, unless they have answered one further on: then the one
    after that. Never is it one before which something required is missing.
    """
    if visit.reference:
        return "sent", None
    endpoint, number = read_place(left_at)
    if endpoint != "page":
        return endpoint, number
    journey = visit.journey
    last = max((step.number for step in journey.asked if _is_answered(visit, step)), default=0)
    wished = journey.step(number) if number >= last else None
    wished = wished or journey.after(last)
    waiting = journey.next_step
    if waiting and (wished is None or waiting.number < wished.number):
        wished = waiting
    return ("page", wished.number) if wished else ("check", None)


def written_place(endpoint: str, number: int | None = None) -> str:
    """A place as it is stored."""
    return f"{endpoint}/{number}" if number else endpoint


def read_place(text: str | None) -> tuple[str, int]:
    """The endpoint and the number of a stored place; of none, the beginning."""
    endpoint, _, number = (text or "page").partition("/")
    return endpoint, int(number or 0)


def _is_answered(visit: Visit, step: Step) -> bool:
    return any(step.key(question) in visit.answers for question in visit.journey.questions(step))


def days_end(saved_at: datetime, draft_days: int) -> datetime:
    """The first moment after the last day for which a draft is kept that was saved then."""
    last = saved_at.astimezone(LONDON).date() + timedelta(days=draft_days)
    return london(last + timedelta(days=1), time())


def kept_until(occasion: Occasion, saved_at: datetime, now: datetime) -> datetime:
    """The first moment at which this draft is not kept any more: never after answers have ended."""
    ends = occasion.closes_at if now < occasion.closes_at else occasion.closes_at + occasion.grace
    return min(days_end(saved_at, occasion.draft_days), ends)
