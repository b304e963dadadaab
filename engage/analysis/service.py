"""What can be done towards a consultation's breakdown?

A release is asked for in one transaction and made in another, outside the request. Making it reads every
response once; from then on there are only the sealed snapshot and the released figures.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.analysis import breakdown, disclosure, planning, queries
from engage.analysis.keys import epoch_key
from engage.analysis.models import BreakdownPlan, Release
from engage.analysis.snapshot import Received, Snapshot, freeze
from engage.analysis.universe import Plan, Universe
from engage.bilingual import LANGUAGES
from engage.config import settings
from engage.consultations.models import Consultation
from engage.consultations.stage import Stage
from engage.database import db, fetch, unit_of_work
from engage.errors import Conflict, Invalid, NotFound
from engage.jobs import jobs
from engage.respond import queries as responses
from engage.sealing import seal
from engage.surveys import queries as surveys
from engage.surveys.models import Survey, SurveyVersion

EPOCH = 1  # there is one release, after closing
PATIENCE = timedelta(minutes=1)  # after which a release that is not made is looked for


class TooEarly(Conflict):
    """Answers are still coming in."""


class AlreadyAsked(Conflict):
    """The figures of a release do not change any more, and neither does what they are about."""


def ready_at(consultation: Consultation) -> datetime:
    """From when on no answer can come in any more: those who began before closing have a while to finish."""
    return consultation.answers_until


def may_ask(consultation: Consultation, *, now: datetime) -> bool:
    """Tell whether a release can be asked for, as far as time goes."""
    return consultation.stage(now) in (Stage.CLOSED, Stage.REPORTED) and now >= ready_at(consultation)


@unit_of_work
def decide_plan(officer: Officer, consultation_id: int, plan: Plan, *, now: datetime) -> BreakdownPlan:
    """Decide how the breakdown will be made; until a release is asked for, it can be decided anew.

    Raises NotFound, also without a survey, NotAllowed, AlreadyAsked, or Invalid for a plan that names
    what the survey does not ask.
    """
    _hold(officer, consultation_id)
    if queries.release(consultation_id):
        raise AlreadyAsked
    known = queries.planning_of(officer, consultation_id)
    if known is None:
        raise NotFound
    if planning.fitted(plan, known.definition) != plan:
        raise Invalid([plan])
    decided = db.session.scalar(select(BreakdownPlan).filter_by(consultation_id=consultation_id))
    decided = decided or BreakdownPlan(consultation_id=consultation_id)
    decided.plan, decided.decided_at, decided.decided_by_id = plan, now, officer.id
    db.session.add(decided)
    accounts.record(officer, Action.BREAKDOWN_PLANNED, decided, at=now)
    return decided


def ask_release(officer: Officer, consultation_id: int, *, now: datetime) -> Release:
    """Ask for the consultation's release, which is then made in the background; asking again changes nothing.

    Raises NotFound, NotAllowed, or TooEarly while answers can still come in.
    """
    release = _ask(officer, consultation_id, now=now)
    jobs.enqueue(make_release, release.id)
    return release


@unit_of_work
def _ask(officer: Officer, consultation_id: int, *, now: datetime) -> Release:
    consultation = _hold(officer, consultation_id)
    if asked := queries.release(consultation_id):
        return asked
    if not may_ask(consultation, now=now):
        raise TooEarly
    version_ids = _version_ids(consultation_id)
    definition = surveys.published_version(consultation_id).definition
    release = Release(
        consultation_id=consultation_id,
        epoch=EPOCH,
        version_ids=version_ids,
        equality_set=planning.equality_set(definition),
        rounded_to=disclosure.BASE,
        hidden_below=disclosure.THRESHOLD,
        asked_at=now,
        asked_by_id=officer.id,
    )
    release.plan = queries.plan(consultation_id, definition)
    db.session.add(release)
    accounts.record(officer, Action.RELEASE_ASKED, release, at=now)
    return release


@jobs.handler
def make_release(release_id: int, *, now: datetime) -> None:
    """Count every response once and keep what may be released; a release that is made stays as it is.

    Raises NotFound, Conflict when versions of the survey cannot be counted together, or ValueError for an
    answer that no version offers: then the release stays asked for.
    """
    release = fetch(Release, release_id)
    if release.made_at is None:
        _keep(release_id, _made(release), now=now)


@jobs.sweep
def resume_releases(*, now: datetime) -> None:
    """Queue again the releases whose job was lost."""
    for release_id in queries.unfinished(asked_before=now - PATIENCE):
        jobs.enqueue(make_release, release_id)


def download(officer: Officer, consultation_id: int, name: str, language: str, *, now: datetime) -> bytes:
    """Give out one file of the release, always the same bytes. Raises NotFound or NotAllowed."""
    released = queries.released(officer, consultation_id)
    files = released.files(language)
    if name not in files:
        raise NotFound
    _note_download(officer, released, now=now)
    return files[name]


def export(officer: Officer | None, consultation_id: int, *, now: datetime) -> dict[str, bytes]:
    """Give out every file of the release in both languages, by a path that begins with the language.

    Without an officer, for the console. Raises NotFound or NotAllowed.
    """
    released = queries.released(officer, consultation_id)
    files = {
        f"{language}/{name}": content
        for language in LANGUAGES
        for name, content in released.files(language).items()
    }
    _note_download(officer, released, now=now)
    return files


@unit_of_work
def _note_download(officer: Officer | None, released: queries.Released, *, now: datetime) -> None:
    council_id = released.consultation.council_id
    accounts.record(officer, Action.RELEASE_DOWNLOADED, released.release, at=now, council_id=council_id)


def _hold(officer: Officer, consultation_id: int) -> Consultation:
    """Fetch the consultation and keep it to this transaction: two officers come one after the other."""
    consultation = queries.consultation(officer, consultation_id, Permission.MAKE_RELEASE)
    db.session.refresh(consultation, with_for_update={"of": Consultation})
    return consultation


def _version_ids(consultation_id: int) -> list[int]:
    """The published versions of the consultation's survey, newest first."""
    versions = select(SurveyVersion.id).join(Survey).where(Survey.consultation_id == consultation_id)
    return list(db.session.scalars(versions.order_by(SurveyVersion.number.desc())))


def _made(release: Release) -> dict[str, Any]:
    """Everything that a release holds once it is made, by column."""
    universe, consultation = queries.universe_of(release), fetch(Consultation, release.consultation_id)
    snapshot = _snapshot(release, universe)
    key = epoch_key(settings().release_key, str(release.consultation_id), release.epoch)
    received = responses.count_sent(release.consultation_id)
    tables = breakdown.release_tables(universe, snapshot, key, received)
    lengths = {
        language: {
            name: len(content)
            for name, content in queries.files(consultation, release.epoch, tables, language).items()
        }
        for language in LANGUAGES
    }
    return {
        "people": breakdown.people_counted(snapshot, key, received),
        "snapshot": seal(snapshot.to_bytes(), settings().snapshot_key, release.context),
        "figures": breakdown.figures(tables),
        "file_bytes": lengths,
    }


def _snapshot(release: Release, universe: Universe) -> Snapshot:
    asked = queries.asked_of(release)
    sent = responses.sent_responses(release.consultation_id)
    return freeze(
        universe,
        (
            Received.routed(each.uuid, steps, each.answers, each.equality, paths)
            for each in sent
            for steps, paths in (asked[each.version_id],)
        ),
    )


@unit_of_work
def _keep(release_id: int, made: dict[str, Any], *, now: datetime) -> None:
    """Store what was made, unless another worker was faster."""
    release = fetch(Release, release_id)
    db.session.refresh(release, with_for_update=True)
    if release.made_at is not None:
        return
    release.made_at = now
    for column, value in made.items():
        setattr(release, column, value)
    council_id = fetch(Consultation, release.consultation_id).council_id
    accounts.record(None, Action.RELEASE_MADE, release, at=now, council_id=council_id)
