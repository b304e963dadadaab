"""What can be done towards a consultation's breakdown?

Figures are asked for in one transaction and made in another, outside the request. Making them reads every
response once; from then on there are only the released figures, and sealed marks of what was counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, select

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.analysis import epochs, making_service, planning, queries
from engage.analysis import rule_queries as rules
from engage.analysis import working_service as working
from engage.analysis.audit import step_by_step
from engage.analysis.epochs import NO_REASON, Kind, Moment, Past, Why
from engage.analysis.models import BreakdownPlan, Release
from engage.analysis.universe import Plan
from engage.bilingual import Bilingual
from engage.consultations.models import Consultation
from engage.database import db, fetch, unit_of_work
from engage.errors import Conflict, Invalid, NotFound
from engage.jobs import jobs
from engage.respond import changed_queries as changes
from engage.respond import queries as responses
from engage.surveys import queries as surveys
from engage.surveys.models import Survey, SurveyVersion

PATIENCE = timedelta(minutes=1)  # after which figures that are not made are looked for
SILENCE = timedelta(minutes=10)  # after which whoever makes them is taken to have been killed
ASKED_ALREADY = (Why.BEING_MADE, Why.DONE, Why.NOTHING_NEW)  # for the same figures


class NotNow(Conflict):
    """Figures of this kind cannot be asked for at this moment."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


class CostsAnEpoch(Conflict):
    """There are figures already: another table means figures with a key of their own, and it was not said
    that this is known."""


def ready_at(consultation: Consultation) -> datetime:
    """From when on no answer can come in any more: those who began before closing have a while to finish."""
    return consultation.answers_until


def refusal(consultation: Consultation, kind: Kind, *, now: datetime) -> Why | None:
    """Why figures of this kind cannot be asked for now, None when they can."""
    latest = queries.release(consultation.id)
    if latest and latest.is_waited_for and kind is not Kind.COMPOSITION:
        return Why.BEING_MADE
    made = queries.all_made(consultation.id)
    moment = Moment(
        now=now,
        stage=consultation.stage(now),
        answers_until=ready_at(consultation),
        changed=_changed(consultation.id, kind, made),
        rule=rules.of_council(consultation.council_id),
        is_same=kind is Kind.CORRECTION and _is_same(consultation, made),
    )
    return epochs.refusal(kind, _past(made), moment)


def left(consultation_id: int, kind: Kind) -> int | None:
    """How many more figures of this kind there can be; None: as many as one likes."""
    return epochs.left(kind, _past(queries.all_made(consultation_id)))


def _past(made: Iterable[Release]) -> list[Past]:
    return [Past(Kind(each.kind), each.asked_at) for each in made]


def _changed(consultation_id: int, kind: Kind, made: list[Release]) -> int:
    """How many responses may be different from those of the last figures of this kind."""
    since = [each.counted_up_to for each in made if each.kind == kind and each.counted_up_to]
    if not since:
        return responses.count_sent(consultation_id)
    return changes.count_touched(consultation_id, since[-1])


def _is_same(consultation: Consultation, made: list[Release]) -> bool:
    """Would figures made now say again what the last ones after closing say?"""
    last = next((each for each in reversed(made) if each.kind in epochs.AFTER_CLOSING), None)
    if last is None or last.counted_up_to is None:
        return False
    definition = surveys.published_version(consultation.id).definition
    return (
        last.received == responses.count_sent(consultation.id)
        and changes.count_touched(consultation.id, last.counted_up_to) == 0
        and last.plan == queries.plan(consultation.id, definition)
        and last.version_ids == _version_ids(consultation.id)
        and last.rule == rules.of_council(consultation.council_id)
    )


@unit_of_work
def decide_plan(
    officer: Officer, consultation_id: int, plan: Plan, *, now: datetime, knowing_the_cost: bool = False
) -> BreakdownPlan:
    """Decide how the next figures will be made; those that were asked for keep the plan that they have.

    Raises NotFound, also without a survey, NotAllowed, CostsAnEpoch unless it is known, or Invalid for a plan
    that names what the survey does not ask.
    """
    _hold(officer, consultation_id)
    if queries.release(consultation_id) and not knowing_the_cost:
        raise CostsAnEpoch
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


def ask_release(
    officer: Officer,
    consultation_id: int,
    *,
    now: datetime,
    kind: Kind = Kind.FINAL,
    reason: Bilingual = NO_REASON,
) -> Release:
    """Ask for figures, which are then made in the background.

    Asking for the same again, with the same reason, changes nothing while they are being made, nor
    afterwards as long as nothing is new. Raises NotFound, NotAllowed, NotNow, or Invalid for a correction
    that lacks its reason in either language.
    """
    release = _ask(officer, consultation_id, kind, reason, now=now)
    if release.is_waited_for:
        jobs.enqueue(make_release, release.id)
    return release


@unit_of_work
def _ask(officer: Officer, consultation_id: int, kind: Kind, reason: Bilingual, *, now: datetime) -> Release:
    consultation = _hold(officer, consultation_id)
    latest = queries.release(consultation_id)
    why = refusal(consultation, kind, now=now)
    if latest and why in ASKED_ALREADY and (latest.kind, latest.reason) == (kind, reason):
        return latest
    if why:
        raise NotNow(why)
    if (kind is Kind.CORRECTION) != reason.complete:
        raise Invalid(["reason"])
    release = _new(consultation_id, kind, officer, now=now)
    release.reason = reason
    db.session.add(release)
    accounts.record(officer, Action.RELEASE_ASKED, release, at=now)
    return release


def _new(consultation_id: int, kind: Kind, officer: Officer | None, *, now: datetime) -> Release:
    """Figures of the next epoch, under the plan and the wordings of now."""
    definition = surveys.published_version(consultation_id).definition
    mine = select(func.max(Release.epoch)).where(Release.consultation_id == consultation_id)
    release = Release(
        consultation_id=consultation_id,
        epoch=(db.session.scalar(mine) or 0) + 1,
        kind=kind,
        version_ids=_version_ids(consultation_id),
        equality_set=planning.equality_set(definition),
        asked_at=now,
        asked_by_id=officer.id if officer else None,
    )
    release.plan = queries.plan(consultation_id, definition)
    release.rule = rules.of_council(fetch(Consultation, consultation_id).council_id)
    return release


@jobs.handler
def make_release(release_id: int, *, now: datetime) -> None:
    """Count every response once and keep what may be released; figures that are made stay as they are.

    Raises NotFound, Conflict when versions of the survey cannot be counted together, or ValueError for an
    answer that no version offers: then the release stays asked for.
    """
    release = fetch(Release, release_id)
    db.session.refresh(release)  # another worker, or this very process, may have made it since it was read
    is_alive = release.worked_at is not None and now < release.worked_at + SILENCE
    if release.is_waited_for and not is_alive:
        making_service.make(release, step_by_step, now=now)


@jobs.sweep
def resume_releases(*, now: datetime) -> None:
    """Queue again the releases whose job was lost."""
    for release_id in queries.unfinished(asked_before=now - PATIENCE, heard_before=now - SILENCE):
        jobs.enqueue(make_release, release_id)


@jobs.sweep
def look_who_responds(*, now: datetime) -> None:
    """Make anew who has responded so far, wherever enough has changed; forget whoever was erased."""
    working.forget_erased()
    for consultation_id in queries.taking_answers(now=now):
        if release := _compose(consultation_id, now=now):
            jobs.enqueue(make_release, release.id)


@unit_of_work
def _compose(consultation_id: int, *, now: datetime) -> Release | None:
    consultation = fetch(Consultation, consultation_id)
    last = queries.last_composition(consultation_id)
    if last and (last.is_waited_for or now < last.asked_at + epochs.APART[Kind.COMPOSITION]):
        return None
    if refusal(consultation, Kind.COMPOSITION, now=now):
        return None
    release = _new(consultation_id, Kind.COMPOSITION, None, now=now)
    if release.equality_set is None:
        return None
    db.session.add(release)
    accounts.record(None, Action.RELEASE_ASKED, release, at=now, council_id=consultation.council_id)
    return release


def _hold(officer: Officer, consultation_id: int) -> Consultation:
    """Fetch the consultation and keep it to this transaction: two officers come one after the other."""
    consultation = queries.consultation(officer, consultation_id, Permission.MAKE_RELEASE)
    db.session.refresh(consultation, with_for_update={"of": Consultation})
    return consultation


def _version_ids(consultation_id: int) -> list[int]:
    """The published versions of the consultation's survey, newest first."""
    versions = select(SurveyVersion.id).join(Survey).where(Survey.consultation_id == consultation_id)
    return list(db.session.scalars(versions.order_by(SurveyVersion.number.desc())))
