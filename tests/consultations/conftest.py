"""What tests of consultations may ask for: a clock that stands still, and somebody who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage import clock
from tests.factories import NOON, make_council, make_officer
from tests.officers import sign_in


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """The time of the application is NOON until a test calls `at(moment)`."""

    def stand(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    stand(NOON)
    return stand


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody who is not signed in."""
    return app.test_client()


@pytest.fixture
def council(app: Flask):
    return make_council()


@pytest.fixture
def officer(council):
    """An officer of the council who may do everything."""
    return make_officer(council)


@pytest.fixture
def desk(client: FlaskClient, officer) -> FlaskClient:
    """This officer, signed in."""
    return sign_in(client, officer)
