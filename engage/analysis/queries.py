"""What was planned, asked for and released?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from engage import dates
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.analysis import breakdown, exports, planning
from engage.analysis.models import BreakdownPlan, Release
from engage.analysis.tables import SafeTable
from engage.analysis.today import Following, asked_today, following
from engage.analysis.universe import Plan, Universe
from engage.consultations import queries as consultations
from engage.consultations.models import Consultation
from engage.database import db, fetch
from engage.errors import NotFound
from engage.surveys import queries as surveys
from engage.surveys.definition import Definition, Step
from engage.surveys.standard import opinion_steps


class Planning(NamedTuple):
    """The survey that a breakdown will be about, and how it will be broken down as things stand."""

    definition: Definition
    plan: Plan


class Asked(NamedTuple):
    """What a version asked, and how its answers are read today."""

    steps: tuple[Step, ...]
    paths: Following


@dataclass(frozen=True, kw_only=True)
class Released:
    """A release that was made, its tables just as they were released."""

    consultation: Consultation
    release: Release
    definition: Definition  # the newest wording
    universe: Universe
    tables: tuple[SafeTable, ...]

    @property
    def planning(self) -> Planning:
        return Planning(self.definition, self.universe.plan)

    def question(self, subject: str, by: str = "") -> SafeTable:
        """What was asked, by this characteristic or of everyone. Raises NotFound."""
        for table in self.tables:
            if table.subject.level is None and (table.subject.key, table.by.key) == (subject, by):
                return table
        raise NotFound

    def characteristics(self) -> tuple[SafeTable, ...]:
        """Each characteristic alone."""
        return tuple(table for table in self.tables if table.subject.level is not None)

    @property
    def says_nothing(self) -> bool:
        """Are all figures hidden, because so few people responded?"""
        return all(row.asked is None for table in self.tables for row in table.rows)

    def files(self, language: str) -> dict[str, bytes]:
        """Everything that can be downloaded in this language, by file name."""
        return files(self.consultation, self.release.epoch, self.tables, language)


def consultation(
    officer: Officer, consultation_id: int, permission: Permission = Permission.SEE_BREAKDOWNS
) -> Consultation:
    """A consultation of the officer's council. Raises NotFound or NotAllowed."""
    return consultations.for_officer(officer, consultation_id, permission)


def planning_of(officer: Officer, consultation_id: int) -> Planning | None:
    """The survey, a draft too, and the plan; None without a survey. Raises NotFound or NotAllowed."""
    consultation(officer, consultation_id)
    try:
        definition = surveys.published_version(consultation_id).definition
    except NotFound:
        draft = surveys.draft(officer, consultation_id)
        if draft is None:
            return None
        definition = draft.definition
    return Planning(definition, plan(consultation_id, definition))


def plan(consultation_id: int, definition: Definition) -> Plan:
    """What was decided, as far as the survey asks it, or else what holds by default."""
    decided = db.session.scalar(select(BreakdownPlan).filter_by(consultation_id=consultation_id))
    return planning.fitted(decided.plan, definition) if decided else planning.default(definition)


def release(consultation_id: int) -> Release | None:
    """The consultation's latest release, made or only asked for."""
    latest = select(Release).filter_by(consultation_id=consultation_id).order_by(Release.epoch.desc())
    return db.session.scalar(latest.limit(1))


def released(officer: Officer | None, consultation_id: int) -> Released:
    """The consultation's release, from what is stored; without an officer, for the console.

    Needs neither a key nor the snapshot. Raises NotFound, also when no release was made, or NotAllowed.
    """
    found = consultation(officer, consultation_id) if officer else fetch(Consultation, consultation_id)
    latest = release(consultation_id)
    if latest is None or latest.made_at is None:
        raise NotFound
    universe = universe_of(latest)
    return Released(
        consultation=found,
        release=latest,
        definition=surveys.version(latest.version_ids[0]).definition,
        universe=universe,
        tables=breakdown.reopened(universe, latest.figures),
    )


def unfinished(*, asked_before: datetime) -> list[int]:
    """The releases that were asked for before this moment and are not made."""
    waiting = select(Release.id).where(Release.made_at.is_(None), Release.asked_at <= asked_before)
    return list(db.session.scalars(waiting.order_by(Release.id)))


def universe_of(release: Release) -> Universe:
    """The tables of a release. Raises Conflict when the survey's versions cannot be counted together."""
    versions = (asked_today(each.steps, each.paths) for each in asked_of(release).values())
    return planning.universe_of(release.plan, release.equality_set, versions)


def asked_of(release: Release) -> dict[int, Asked]:
    """What residents were asked, by version, newest first."""
    definitions = {id: surveys.version(id).definition for id in release.version_ids}
    newest = definitions[release.version_ids[0]]
    return {id: Asked(opinion_steps(each), following(each, newest)) for id, each in definitions.items()}


def files(
    consultation: Consultation, epoch: int, tables: Sequence[SafeTable], language: str
) -> dict[str, bytes]:
    """The files of a release in this language, by name."""
    name = f"{consultation.slug[language]}-{epoch}"
    return exports.files(tables, name, language, dates.day(consultation.last_minute, language))
