"""An open consultation, for whoever asks for figures while it is answered."""

from __future__ import annotations

import pytest
from flask import Flask

from engage.accounts.models import Officer
from engage.accounts.permissions import Role
from engage.consultations.models import Consultation
from engage.database import db
from engage.surveys.models import SurveyVersion
from tests.analysis.figures import ABOUT, HANDS, make_open
from tests.conftest import Clock
from tests.factories import make_officer


@pytest.fixture
def version(app: Flask, time: Clock, request: pytest.FixtureRequest) -> SurveyVersion:
    """A module may say in `ABOUT` which characteristics its figures are about."""
    HANDS[:] = [time]
    return make_open(getattr(request.module, "ABOUT", ABOUT))


@pytest.fixture
def consultation(version: SurveyVersion) -> Consultation:
    return db.session.get(Consultation, version.survey.consultation_id)


@pytest.fixture
def analyst(consultation: Consultation) -> Officer:
    return make_officer(consultation.council, Role.ANALYST)
