"""What can be done with the pictures of a council, and which of them and of its documents are there?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Text, cast, delete, or_, select, union_all

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.consultations import queries as consultations
from engage.consultations.models import Consultation
from engage.database import alone, db, reading, unit_of_work
from engage.errors import NotFound
from engage.jobs import jobs
from engage.surveys import media_checks
from engage.surveys.definition import Definition
from engage.surveys.import_models import BroughtFile
from engage.surveys.library_models import LibraryEntry
from engage.surveys.media import FILE
from engage.surveys.media_models import StoredPicture
from engage.surveys.models import DraftChange, Survey, SurveyVersion
from engage.surveys.pictures import TYPES, Picture, content_type
from engage.surveys.problems import Problem

PATIENCE = timedelta(days=7)  # a picture is kept from the moment it is chosen, its form may be saved later
DOCUMENTS = (  # all that a survey, or a part of one, is stored in
    Survey.draft,
    DraftChange.before,
    SurveyVersion.document,
    SurveyVersion.corrected,
    LibraryEntry.document,
    BroughtFile.document,
)


@unit_of_work
def add_picture(officer: Officer, consultation_id: int, picture: Picture, *, now: datetime) -> str:
    """Keep a picture for the council of this consultation; return its name. Raises NotFound or NotAllowed."""
    consultation = consultations.for_officer(officer, consultation_id, Permission.EDIT_CONSULTATION)
    mine = {"council_id": consultation.council_id, "file": picture.file}
    if there := db.session.scalar(select(StoredPicture).filter_by(**mine)):
        there.added_at = now
    else:
        row = StoredPicture(**mine, content=picture.content, added_at=now)
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


@jobs.nightly
def forget_unused(*, now: datetime) -> None:
    """Delete the pictures that nothing shows, nor has shown as far back as a draft can be taken back."""
    before = now - PATIENCE
    old = set(db.session.scalars(select(StoredPicture.file).where(StoredPicture.added_at < before)))
    if old and (unused := old - _shown()):
        _forget(unused, before)


def _shown() -> set[str]:
    """The names of all pictures in what is stored: one statement, so that none is missed between two."""
    words = [cast(document, Text).label("words") for document in DOCUMENTS]
    named = [select(each).where(or_(*(each.contains(f".{kind}") for kind in TYPES))) for each in words]
    with reading() as connection:
        documents = connection.execution_options(yield_per=20).scalars(union_all(*named))
        return {found[0] for document in documents for found in FILE.finditer(document)}


@unit_of_work
def _forget(files: set[str], before: datetime) -> None:
    """Delete these pictures, but none that was brought again since."""
    db.session.execute(
        delete(StoredPicture).where(StoredPicture.file.in_(files), StoredPicture.added_at < before)
    )


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
