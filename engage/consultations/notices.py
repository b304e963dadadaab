"""What can change of a consultation that is before the public, so that the public must be told?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    NEW_VERSION = "new_version"  # the survey asks something else from now on
    CORRECTION = "correction"  # a slip of the pen in the words of the survey or of the page
    CLOSES_LATER = "closes_later"
    CLOSES_EARLIER = "closes_earlier"


QUIET = frozenset({Kind.CORRECTION})  # told, but not in the reader's way


def of_closing(was: datetime, becomes: datetime) -> Kind:
    """Which change of the closing date this is."""
    return Kind.CLOSES_LATER if becomes > was else Kind.CLOSES_EARLIER
