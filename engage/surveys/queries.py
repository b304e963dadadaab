"""Which survey does a consultation have, as its authors see it and as residents answer it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Select, Table, bindparam, func, select

from engage.accounts.models import Officer
from engage.consultations import queries as consultations
from engage.database import db
from engage.errors import NotFound
from engage.surveys.definition import Definition
from engage.surveys.document import from_json
from engage.surveys.interchange import write_yaml
from engage.surveys.models import Survey, SurveyVersion

PARSED = 64  # definitions kept parsed in each process

# Whoever begins to answer needs these statements: they are built once, from plain columns.
_version, _survey = (cast(Table, model.__table__) for model in (SurveyVersion, Survey))
_VERSIONS = select(
    _version.c.id,
    _version.c.survey_id,
    _survey.c.consultation_id,
    _version.c.number,
    _version.c.digest,
    _version.c.published_at,
).join(_survey, _survey.c.id == _version.c.survey_id)
_NUMBERED = _VERSIONS.where(_version.c.id == bindparam("version_id"))
_LATEST = (
    _VERSIONS.where(_survey.c.consultation_id == bindparam("consultation_id"))
    .order_by(_version.c.number.desc())
    .limit(1)
)


class Corrected(Exception):
    """What was looked for under this digest has been corrected a moment ago: look again."""


@dataclass(frozen=True, slots=True)
class Version:
    """One published wording, as residents answer it: a value that threads may share.

    `digest` names the definition's contents: what was made from it may be kept under it, in any database.
    """

    id: int
    survey_id: int
    consultation_id: int
    number: int
    digest: str
    published_at: datetime
    definition: Definition


def draft(officer: Officer, consultation_id: int) -> Survey | None:
    """The survey that is being written, None when nothing was imported yet. Raises NotFound or NotAllowed."""
    consultations.for_officer(officer, consultation_id)
    return db.session.scalar(select(Survey).filter_by(consultation_id=consultation_id))


def export_draft(officer: Officer, consultation_id: int) -> str:
    """The draft as a YAML file. Raises NotFound, also when there is none, or NotAllowed."""
    survey = draft(officer, consultation_id)
    if survey is None:
        raise NotFound
    return write_yaml(survey.definition)


def export_version(officer: Officer, version_id: int) -> str:
    """A published version as a YAML file. Raises NotFound or NotAllowed."""
    wanted = version(version_id)
    consultations.for_officer(officer, wanted.consultation_id)
    return write_yaml(wanted.definition)


def published_version(consultation_id: int) -> Version:
    """What residents answer now: the latest version. Raises NotFound when none is published."""
    return _one(_LATEST, consultation_id=consultation_id)


def version(version_id: int) -> Version:
    """A published version. Raises NotFound."""
    return _one(_NUMBERED, version_id=version_id)


def _one(query: Select[*tuple[Any, ...]], **given: int) -> Version:
    row = db.session.execute(query, given).one_or_none()
    if row is None:
        raise NotFound
    try:
        return Version(**row._asdict(), definition=_definition(row.digest))
    except Corrected:  # between the two reads
        return _one(query, **given)


@lru_cache(maxsize=PARSED)
def _definition(digest: str) -> Definition:
    """The definition with this digest; loaded and parsed once for as long as it is among those in use."""
    shown = func.coalesce(SurveyVersion.corrected, SurveyVersion.document, type_=SurveyVersion.document.type)
    document = db.session.scalar(select(shown).where(SurveyVersion.digest == digest).limit(1))
    if document is None:
        raise Corrected
    return from_json(document)
