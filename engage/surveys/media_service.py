"""What can be done with the pictures of a council, and which of them and of its documents are there?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.consultations import queries as consultations
from engage.consultations.models import Consultation
from engage.database import alone, db, unit_of_work
from engage.errors import NotFound
from engage.surveys import media_checks
from engage.surveys.definition import Definition
from engage.surveys.media_models import StoredPicture
from engage.surveys.pictures import Picture, content_type
from engage.surveys.problems import Problem


@unit_of_work
def add_picture(officer: Officer, consultation_id: int, picture: Picture, *, now: datetime) -> str:
    """Keep a picture for the council of this consultation; return its name. Raises NotFound or NotAllowed."""
    consultation = consultations.for_officer(officer, consultation_id, Permission.EDIT_CONSULTATION)
    if not has_picture(consultation.council_id, picture.file):
        row = StoredPicture(
            council_id=consultation.council_id, file=picture.file, content=picture.content, added_at=now
        )
        db.session.add(row)
        accounts.record(officer, Action.PICTURE_ADDED, row, at=now)
    return picture.file


def picture(file: str) -> bytes:
    """The content of the picture with this name. Raises NotFound."""
    if content_type(file) is None:
        raise NotFound
    query = select(StoredPicture.__table__.c.content).where(StoredPicture.__table__.c.file == file).limit(1)
    with alone() as connection:
        content: bytes | None = connection.execute(query).scalar()
    if content is None:
        raise NotFound
    return content


def has_picture(council_id: int, file: str) -> bool:
    """Does the council have the picture with this name?"""
    query = select(StoredPicture.id).filter_by(council_id=council_id, file=file)
    return db.session.scalar(query) is not None


def problems(consultation: Consultation, definition: Definition) -> Iterator[Problem]:
    """Pictures and documents that the survey shows, but that are not there."""
    files = set(media_checks.files(definition))
    query = select(StoredPicture.file).where(
        StoredPicture.council_id == consultation.council_id, StoredPicture.file.in_(files)
    )
    pictures = set(db.session.scalars(query)) if files else set()
    points = any(panel.documents for page in definition.pages() for panel in page.panels)
    documents = consultations.documents_by_code(consultation.id) if points else {}
    yield from media_checks.unknown(definition, pictures=pictures, documents=documents)
