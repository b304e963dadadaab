"""What tests of breakdowns may ask for: a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from engage import clock
from tests.factories import NOON


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """The time of the application is NOON until a test calls `at(moment)`."""

    def stand(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    stand(NOON)
    return stand
