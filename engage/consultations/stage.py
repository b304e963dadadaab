"""At which stage of its life is a consultation?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    DRAFT = "draft"
    FORTHCOMING = "forthcoming"
    OPEN = "open"
    CLOSED = "closed"
    REPORTED = "reported"


def stage(
    published_at: datetime | None,
    opens_at: datetime,
    closes_at: datetime,
    reported_at: datetime | None,
    now: datetime,
) -> Stage:
    """Compute the stage. The opening moment is open, the closing moment is closed."""
    if published_at is None or published_at > now:
        return Stage.DRAFT
    if now < opens_at:
        return Stage.FORTHCOMING
    if now < closes_at:
        return Stage.OPEN
    return Stage.CLOSED if reported_at is None else Stage.REPORTED
