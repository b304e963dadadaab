"""What was planned, asked for and released?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import or_, select

from engage import dates
from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.analysis import breakdown, exports, planning
from engage.analysis.bodies import all_of, body_of, file_name, seen_by
from engage.analysis.columns import Choice
from engage.analysis.epochs import Kind, Refusal
from engage.analysis.known import Asked
from engage.analysis.models import BreakdownPlan, Release, ReleaseReader
from engage.analysis.tables import SafeTable
from engage.analysis.today import asked_today
from engage.analysis.universe import Body, Plan, Universe
from engage.bilingual import LANGUAGES, Bilingual
from engage.consultations import joint_queries
from engage.consultations import queries as consultations
from engage.consultations.joint_models import Joint
from engage.consultations.models import Consultation
from engage.consultations.stage import Stage
from engage.database import db, fetch
from engage.errors import NotFound
from engage.surveys import queries as surveys
from engage.surveys.definition import Definition
from engage.surveys.models import Survey, SurveyVersion


class Planning(NamedTuple):
    """The survey that a breakdown will be about, and how it will be broken down as things stand."""

    definition: Definition
    plan: Plan


@dataclass(frozen=True, kw_only=True)
class Released:
    """A release that was made, its tables just as they were released."""

    consultation: Consultation
    release: Release
    definition: Definition  # the newest wording
    universe: Universe
    tables: tuple[SafeTable, ...]
    body: Body | None = None  # of a joint consultation: who reads, and sees no table of another body
    newest: Release | None = None  # of the figures about what people answered, whoever may read them

    @property
    def is_replaced(self) -> bool:
        """Are there newer figures, be it for other councils alone?"""
        return self.newest is not None and self.newest.epoch != self.release.epoch

    @property
    def is_left_out_since(self) -> bool:
        """Were the newest figures made without the council of whoever reads?"""
        return (
            self.body is not None
            and self.is_guest
            and self.newest is not None
            and not body_of(self.newest.plan.bodies, self.body.council)
        )

    @property
    def is_guest(self) -> bool:
        """Does somebody read who is not the lead of the consultation?"""
        return self.body is not None and self.body.council != self.consultation.council_id

    @property
    def values(self) -> tuple[Choice, ...]:
        """The values of the filter within which any number is shown."""
        told = {
            table.within.code
            for table in self.tables
            if table.within and any(row.asked is not None for row in table.rows)
        }
        return tuple(each for each in self.universe.values if each.code in told)

    @property
    def residents(self) -> Choice | None:
        """Of a joint consultation: whose tables whoever reads sees apart, if the survey can tell them."""
        return next(iter(self.universe.values), None) if self.body else None

    @property
    def planning(self) -> Planning:
        return Planning(self.definition, self.universe.plan)

    def question(self, subject: str, by: str = "", within: str = "") -> SafeTable:
        """What was asked, by these groups or of everyone, within a value of the filter. Raises NotFound."""
        for table in self.tables:
            named = table.subject.key, table.by.key, table.within.code if table.within else ""
            if table.subject.level is None and named == (subject, by, within):
                return table
        raise NotFound

    def characteristics(self, within: str = "") -> tuple[SafeTable, ...]:
        """Each characteristic alone, and whatever else divides people."""
        return tuple(
            table
            for table in self.tables
            if table.subject.level is not None and (table.within.code if table.within else "") == within
        )

    @property
    def counted_up_to(self) -> datetime:
        """The last minute in which a response could come that is counted."""
        last, then = self.consultation.last_minute, self.release.counted_up_to
        return min(last, then) if then else last

    @property
    def says_nothing(self) -> bool:
        """Are all figures hidden, because so few people responded?"""
        return all(row.asked is None for table in self.tables for row in table.rows)

    def files(self, language: str) -> dict[str, bytes]:
        """Everything that can be downloaded in this language, by file name."""
        release, day = self.release, self.counted_up_to
        return _files(release, self.tables, day, language, self.body, release.what_was_done)


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
    """What was decided, as far as the survey asks it, or else what holds by default.

    The filter of a joint consultation is the body question, and cannot be another.
    """
    decided = db.session.scalar(select(BreakdownPlan).filter_by(consultation_id=consultation_id))
    found = decided.plan if decided else planning.default(definition)
    joint = joint_queries.joint(consultation_id)
    if joint is not None:
        found = replace(found, filter=joint.question, bodies=_bodies(joint))
    elif found.bodies:
        found = replace(found, filter="", bodies=())
    return planning.fitted(found, definition)


def _bodies(joint: Joint) -> tuple[Body, ...]:
    """The lead and the partners that have agreed, as they stand now."""
    lead = fetch(Consultation, joint.consultation_id).council
    agreed = [each for each in joint_queries.partners(joint.consultation_id) if each.takes_part]
    partners = (Body(each.code, each.council_id, each.council.slug) for each in agreed)
    return (Body(joint.code, lead.id, lead.slug), *partners)


def releases(consultation_id: int) -> list[Release]:
    """All figures of a consultation about what people answered, made or only asked for, newest first."""
    mine = select(Release).filter_by(consultation_id=consultation_id).where(Release.kind != Kind.COMPOSITION)
    return list(db.session.scalars(mine.order_by(Release.epoch.desc())))


def release(consultation_id: int, epoch: int | None = None) -> Release | None:
    """The latest of these that was not refused, or the one of this epoch."""
    for each in releases(consultation_id):
        if each.epoch == epoch or (epoch is None and each.refused_at is None):
            return each
    return None


def failed(consultation_id: int) -> Release | None:
    """The figures that were last asked for, if there was no way to make them safe."""
    last = next(iter(releases(consultation_id)), None)
    return last if last and last.refused_for == Refusal.NOT_SAFE else None


def newest_made(consultation_id: int) -> Release | None:
    """The latest figures that were made."""
    return next((each for each in releases(consultation_id) if each.made_at), None)


def compositions(consultation_id: int) -> Iterator[Release]:
    """Who had responded so far, each time that was made while the consultation was open, the latest first."""
    mine = select(Release).filter_by(consultation_id=consultation_id, kind=Kind.COMPOSITION)
    yield from db.session.scalars(mine.where(Release.made_at.is_not(None)).order_by(Release.epoch.desc()))


def last_composition(consultation_id: int) -> Release | None:
    """The same, also when it was only asked for, or refused."""
    mine = select(Release).filter_by(consultation_id=consultation_id, kind=Kind.COMPOSITION)
    return db.session.scalar(mine.order_by(Release.epoch.desc()).limit(1))


def taking_answers(*, now: datetime) -> list[int]:
    """The consultations that are open and have a published survey."""
    published = select(SurveyVersion.id).join(Survey).where(Survey.consultation_id == Consultation.id)
    query = select(Consultation).where(
        Consultation.opens_at <= now, Consultation.closes_at > now, published.exists()
    )
    return [each.id for each in db.session.scalars(query) if each.stage(now) is Stage.OPEN]


def all_made(consultation_id: int) -> list[Release]:
    """Everything that was ever made, oldest first, who has responded so far too."""
    mine = select(Release).where(Release.consultation_id == consultation_id, Release.made_at.is_not(None))
    return list(db.session.scalars(mine.order_by(Release.epoch)))


def released(officer: Officer | None, consultation_id: int, epoch: int | None = None) -> Released:
    """The consultation's newest figures, or those of this epoch, from what is stored; officer None: console.

    Needs neither a key nor the snapshot. Raises NotFound, also when nothing was made, or NotAllowed.
    """
    found = consultation(officer, consultation_id) if officer else fetch(Consultation, consultation_id)
    row = newest_made(consultation_id) if epoch is None else release(consultation_id, epoch)
    if row is None or row.made_at is None:
        raise NotFound
    return opened(found, row)


def readable(officer: Officer, consultation_id: int) -> Consultation:
    """A consultation of the officer's council, or one of another council with figures for it too.

    Raises NotFound or NotAllowed.
    """
    found = fetch(Consultation, consultation_id)
    if found.council_id == officer.council_id:
        return consultation(officer, consultation_id)
    if not made_for(officer, consultation_id):
        raise NotFound
    accounts.require(officer, Permission.SEE_BREAKDOWNS, officer.council_id)
    return found


def made_for(officer: Officer, consultation_id: int) -> list[Release]:
    """The figures that were made for the officer's council, as lead or as another body, newest first."""
    is_lead = fetch(Consultation, consultation_id).council_id == officer.council_id
    made = (each for each in releases(consultation_id) if each.made_at)
    return [each for each in made if is_lead or body_of(each.plan.bodies, officer.council_id)]


def seen(officer: Officer, consultation_id: int, epoch: int | None = None) -> Released:
    """The same as `released`, for officers of every body of a joint consultation, each with its own tables.

    Raises NotFound or NotAllowed.
    """
    found, row = _seen(officer, consultation_id, epoch)
    return opened(found, row, body_of(row.plan.bodies, officer.council_id))


def body_seeing(officer: Officer, consultation_id: int, epoch: int | None = None) -> Body | None:
    """As which body the officer sees these figures; None: of one council alone. Raises like `seen`."""
    _found, row = _seen(officer, consultation_id, epoch)
    return body_of(row.plan.bodies, officer.council_id)


def file_stem(officer: Officer, consultation_id: int, language: str, epoch: int | None = None) -> str:
    """What every file of these figures begins with, and of no others. Raises like `seen`."""
    found, row = _seen(officer, consultation_id, epoch)
    return release_name(found, row.epoch, language)


def _seen(officer: Officer, consultation_id: int, epoch: int | None) -> tuple[Consultation, Release]:
    found = readable(officer, consultation_id)
    for row in made_for(officer, consultation_id):
        if epoch in (None, row.epoch):
            return found, row
    raise NotFound


def composed(officer: Officer, consultation_id: int, epoch: int | None = None) -> Released | None:
    """Who has responded so far, as it was last made, or in this epoch; None before.

    Raises NotFound, also for another epoch, or NotAllowed.
    """
    found = consultation(officer, consultation_id)
    for row in compositions(consultation_id):
        if epoch in (None, row.epoch):
            return opened(found, row)
    if epoch is not None:
        raise NotFound
    return None


def opened(consultation: Consultation, made: Release, body: Body | None = None) -> Released:
    """Figures that were made, put together again; joint ones as this body sees them, or the lead."""
    universe = universe_of(made)
    tables = breakdown.reopened(universe, made.figures, made.rule)
    body = body or next(iter(universe.plan.bodies), None)
    return Released(
        consultation=consultation,
        release=made,
        definition=surveys.version(made.version_ids[0]).definition,
        universe=replace(universe, seen_by=body),
        tables=seen_by(body, tables) if body else tables,
        body=body,
        newest=None if made.kind == Kind.COMPOSITION else newest_made(consultation.id),
    )


def readers(release_id: int) -> list[tuple[str, datetime]]:
    """Who has looked at these figures, and when first."""
    query = (
        select(Officer.name, ReleaseReader.first_at)
        .join(Officer, Officer.id == ReleaseReader.officer_id)
        .where(ReleaseReader.release_id == release_id)
    )
    return [(name, at) for name, at in db.session.execute(query.order_by(ReleaseReader.first_at))]


def unfinished(*, asked_before: datetime, heard_before: datetime) -> list[int]:
    """The releases that were asked for before one moment and are not made, with nobody at work on them."""
    waiting = select(Release.id).where(
        Release.made_at.is_(None),
        Release.refused_at.is_(None),
        Release.asked_at <= asked_before,
        or_(Release.worked_at.is_(None), Release.worked_at <= heard_before),
    )
    return list(db.session.scalars(waiting.order_by(Release.id)))


def universe_of(release: Release) -> Universe:
    """The tables of a release. Raises Conflict when the survey's versions cannot be counted together."""
    found = planned_universe(release)
    if release.made_at is None:
        return found
    return found.at(release.chosen_levels, release.without)


def planned_universe(release: Release) -> Universe:
    """The same before anything was made coarser."""
    versions = (asked_today(each.steps, each.paths) for each in asked_of(release).values())
    return planning.universe_of(release.plan, release.equality_set, versions, Kind(release.kind))


def asked_of(release: Release) -> dict[int, Asked]:
    """What residents were asked, by version, newest first."""
    definitions = {id: surveys.version(id).definition for id in release.version_ids}
    newest = definitions[release.version_ids[0]]
    return {id: Asked.of(each, newest) for id, each in definitions.items()}


def lengths(
    release: Release, tables: Sequence[SafeTable], counted_up_to: datetime, done: Sequence[Bilingual]
) -> dict[str, Any]:
    """How many bytes each file will have, by language and name; of joint figures the files of all bodies.

    `done` says what was made coarser.
    """
    found = fetch(Consultation, release.consultation_id)
    day = min(found.last_minute, counted_up_to)
    sizes: dict[str, dict[str, int]] = {each: {} for each in LANGUAGES}
    for body in all_of(release.plan.bodies):
        own = seen_by(body, tables) if body else tables
        for language, known in sizes.items():
            written = _files(release, own, day, language, body, done)
            known |= {name: len(content) for name, content in written.items()}
    return sizes


def _files(
    release: Release,
    tables: Sequence[SafeTable],
    day: datetime,
    language: str,
    body: Body | None,
    done: Sequence[Bilingual],
) -> dict[str, bytes]:
    """The files of a release in this language, by name."""
    name = release_name(fetch(Consultation, release.consultation_id), release.epoch, language, body)
    written = exports.files(tables, name, language, dates.day(day, language), done, release.reason)
    return {file_name(each, body): content for each, content in written.items()}


def release_name(consultation: Consultation, epoch: int, language: str, body: Body | None = None) -> str:
    """What tells a release, and whose tables of it these are, from all others."""
    name = f"{consultation.slug[language]}-{epoch}"
    return f"{name}-{body.slug}" if body else name
