"""Which survey file waits at a consultation, and which files does a survey give out?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.consultations import queries as consultations
from engage.database import db
from engage.errors import NotFound
from engage.surveys import formats, queries
from engage.surveys.import_models import BroughtFile, Stage
from engage.surveys.interchange import write_yaml
from engage.surveys.xlsform import write_xlsform


def waiting(officer: Officer, consultation_id: int) -> BroughtFile | None:
    """The file that somebody brought and nobody has taken in yet. Raises NotFound or NotAllowed."""
    consultations.for_officer(officer, consultation_id, Permission.EDIT_CONSULTATION)
    return db.session.scalar(select(BroughtFile).filter_by(consultation_id=consultation_id))


def stuck(*, touched_before: datetime) -> list[tuple[int, int]]:
    """Files whose reading has not come further since then, by their key and number."""
    unread = select(BroughtFile.id, BroughtFile.number).where(
        BroughtFile.stage.in_([Stage.WAITING, Stage.READING]), BroughtFile.touched_at < touched_before
    )
    return [(row.id, row.number) for row in db.session.execute(unread)]


def export(officer: Officer, consultation_id: int, kind: formats.Format) -> bytes:
    """The draft as a file. Raises NotFound, also when there is none or no such file, or NotAllowed."""
    survey = queries.draft(officer, consultation_id)
    if survey is None:
        raise NotFound
    match kind:
        case formats.Format.YAML:
            return write_yaml(survey.definition).encode()
        case formats.Format.XLSFORM:
            return write_xlsform(survey.definition)
    raise NotFound
