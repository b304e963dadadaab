"""What was done to a draft and by whom, and from which surveys of the council could a new one begin?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.bilingual import Bilingual
from engage.consultations import queries as consultations
from engage.consultations.models import Consultation
from engage.database import db, fetch
from engage.errors import NotFound
from engage.surveys import queries
from engage.surveys.definition import Definition
from engage.surveys.models import DraftChange, Survey, SurveyVersion
from engage.surveys.naming import codes
from engage.surveys.placing import key_of, walk


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was done to a draft. `who` is empty for what was done from the console."""

    revision: int  # of the draft after it
    at: datetime
    who: str
    deed: str  # deeds.Deed
    subject: Bilingual


@dataclass(frozen=True, slots=True)
class Source:
    """A survey of the council that can be copied: the draft, or a published version with its number."""

    name: str  # such as "draft-3" or "version-5"
    title: Bilingual  # of its consultation
    number: int  # 0: the draft
    at: datetime  # when it was changed or published


def changes(survey: Survey, *, since: int = -1) -> list[Change]:
    """What was done to the draft after the revision `since`, the latest first, as far as it is remembered."""
    rows = db.session.execute(
        select(DraftChange.revision, DraftChange.at, Officer.name, DraftChange.deed, DraftChange.subject)
        .join(Officer, DraftChange.officer_id == Officer.id, isouter=True)
        .where(DraftChange.survey_id == survey.id, DraftChange.revision > since)
        .order_by(DraftChange.revision.desc())
    )
    return [Change(revision, at, who or "", deed, subject) for revision, at, who, deed, subject in rows]


def sources(officer: Officer, consultation_id: int) -> list[Source]:
    """Every survey of the officer's council that another could copy, the newest consultation first.

    Raises NotFound or NotAllowed.
    """
    consultations.for_officer(officer, consultation_id, Permission.EDIT_CONSULTATION)
    others = (Consultation.council_id == officer.council_id, Consultation.id != consultation_id)
    versions: dict[int, list[tuple[int, int, datetime]]] = {}
    for survey_id, version_id, number, at in db.session.execute(
        select(SurveyVersion.survey_id, SurveyVersion.id, SurveyVersion.number, SurveyVersion.published_at)
        .join(Survey)
        .join(Consultation)
        .where(*others)
        .order_by(SurveyVersion.number.desc())
    ):
        versions.setdefault(survey_id, []).append((version_id, number, at))
    drafts = select(Survey.id, Consultation.title, Survey.changed_at).join(Consultation).where(*others)
    return [
        Source(name, title, number, at)
        for survey_id, title, changed_at in db.session.execute(drafts.order_by(Consultation.id.desc()))
        for name, number, at in (
            (f"draft-{survey_id}", 0, changed_at),
            *((f"version-{each}", number, at) for each, number, at in versions.get(survey_id, ())),
        )
    ]


def source(officer: Officer, name: str) -> Definition:
    """The definition with this `Source.name`. Raises NotFound, also for another council's."""
    kind, _, number = name.partition("-")
    if not number.isdecimal() or len(number) > 9:
        raise NotFound
    if kind == "version":
        version = queries.version(int(number))
        consultations.for_officer(officer, version.consultation_id)
        return version.definition
    survey = fetch(Survey, int(number))
    consultations.for_officer(officer, survey.consultation_id)
    return survey.definition


def kept_ids(survey: Survey) -> frozenset[str]:
    """The ids of the questions in published versions: answers are kept under them."""
    return frozenset(question.id for version in _published(survey) for question in version.questions())


def kept_codes(survey: Survey, key: str) -> frozenset[str]:
    """The codes of a question or block in published versions: answers are kept as these."""
    return frozenset(
        code
        for version in _published(survey)
        for _path, part in walk(version)
        if key_of(part) == key
        for code in codes(part)
    )


def _published(survey: Survey) -> Iterator[Definition]:
    found = db.session.scalars(select(SurveyVersion.id).where(SurveyVersion.survey_id == survey.id))
    return (queries.version(number).definition for number in found)
