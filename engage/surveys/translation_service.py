"""What can be done with the translation of a survey?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engage.accounts.models import Officer
from engage.surveys.models import Survey


def follow(
    officer: Officer | None, survey: Survey, before: dict[str, Any], after: dict[str, Any], *, now: datetime
) -> None:
    """Keep the record of what was translated from what, while the draft changes from `before` to `after`."""
