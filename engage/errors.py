"""What can go wrong in a way that a person should be told about?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class EngageError(Exception):
    """An expected failure. `page` names the template in templates/errors/, `status` the HTTP status."""

    page = "problem"
    status = 500


class NotFound(EngageError):
    """It is not there, or the reader may not know whether it is."""

    page = "not_found"
    status = 404


class NotAllowed(EngageError):
    """The officer is known, the thing may be known, the deed is not theirs."""

    page = "not_allowed"
    status = 403


class Conflict(EngageError):
    """The deed no longer fits the state of things."""

    page = "conflict"
    status = 409


class Invalid(EngageError):
    """What was given cannot be accepted; `problems` says everything that must be mended."""

    page = "invalid"
    status = 422

    def __init__(self, problems: Sequence[Any]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)
