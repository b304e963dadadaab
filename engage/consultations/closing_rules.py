"""What may a council decide about answers around the closing time?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

LONGEST_GRACE = 24 * 60  # minutes
LONGEST_DRAFT = 365  # days


@dataclass(frozen=True, slots=True)
class Rules:
    """Published with the consultation, on its page and where people start."""

    grace_minutes: int = 30  # after closing, for who has begun to answer
    uses_partial: bool = False  # are answers used that were saved and not sent in time?
    draft_days: int = 60  # how long a draft is kept after it was last saved
    post_until: datetime | None = None  # the first moment at which paper is late; None: at closing
