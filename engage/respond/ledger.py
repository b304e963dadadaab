"""Why is something that was received not analysed?"""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why one thing received is not among what is analysed."""

    BLANK = "blank"
    DUPLICATE = "duplicate"
    TEST = "test"
    OUT_OF_SCOPE = "out_of_scope"
    WITHDRAWN = "withdrawn"
    LATE = "late"
    CAMPAIGN = "campaign"


BY_OFFICERS = tuple(reason for reason in Reason if reason != Reason.WITHDRAWN)
