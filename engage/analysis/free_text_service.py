"""Who reads what people wrote, and what is there to read?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.analysis import queries
from engage.analysis.free_text import Asked, places, shuffled
from engage.analysis.keys import epoch_key
from engage.analysis.versions import asked
from engage.config import settings
from engage.consultations.models import Consultation
from engage.database import db, unit_of_work
from engage.errors import NotFound
from engage.respond.written_queries import Written, written
from engage.surveys import queries as surveys
from engage.surveys.models import Survey, SurveyVersion
from engage.surveys.standard import opinion_steps

PAGE = 50  # texts


@dataclass(frozen=True, slots=True)
class Texts:
    """One page of what was written at one place."""

    place: Asked
    texts: Sequence[Written]
    number: int
    pages: int


def is_ready(consultation: Consultation, *, now: datetime) -> bool:
    """Can no answer come in any more? A list that grows by one text at a time tells who wrote it."""
    return now >= consultation.answers_until


def places_of(officer: Officer, consultation_id: int) -> list[Asked]:
    """Every place for texts, the newest wording. Raises NotFound or NotAllowed."""
    queries.consultation(officer, consultation_id, Permission.READ_WRITTEN)
    versions = select(SurveyVersion.id).join(Survey).where(Survey.consultation_id == consultation_id)
    ids = db.session.scalars(versions.order_by(SurveyVersion.number.desc())).all()
    return list(places(asked(opinion_steps(surveys.version(id).definition) for id in ids)))


def read(officer: Officer, consultation_id: int, name: str, number: int, *, now: datetime) -> Texts:
    """One page of the texts at a place, and keep in mind that this officer reads them.

    Raises NotFound, also while answers can come in, or NotAllowed.
    """
    consultation = queries.consultation(officer, consultation_id, Permission.READ_WRITTEN)
    place = next((each for each in places_of(officer, consultation_id) if each.name == name), None)
    if place is None or not is_ready(consultation, now=now):
        raise NotFound
    key = epoch_key(settings().release_key, f"texts of {consultation_id}", 0)
    texts = shuffled(written(consultation_id, place.key, place.option), key, place.name)
    pages = max(1, -(-len(texts) // PAGE))
    if not 1 <= number <= pages:
        raise NotFound
    if number == 1:
        _note_read(officer, consultation, now=now)
    return Texts(place, texts[(number - 1) * PAGE : number * PAGE], number, pages)


@unit_of_work
def _note_read(officer: Officer, consultation: Consultation, *, now: datetime) -> None:
    accounts.record(officer, Action.TEXTS_READ, consultation, at=now)
