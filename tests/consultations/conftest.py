"""What tests of consultations may ask for: a time that stands still, and somebody who is signed in."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Clock
from tests.factories import make_council, make_officer
from tests.officers import sign_in


@pytest.fixture(autouse=True)
def noon(time: Clock) -> None:
    """Every test here begins at NOON."""


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
