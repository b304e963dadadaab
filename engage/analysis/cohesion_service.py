"""What can be done with figures on cohesion? Our own are shared or not, published ones are entered."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from hashlib import sha256

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.analysis import cohesion_queries as queries
from engage.analysis.cohesion_models import CohesionShare, NationalFigure
from engage.analysis.cohesion_page import named
from engage.analysis.models import Release
from engage.bilingual import Bilingual
from engage.database import db, fetch, unit_of_work
from engage.errors import Conflict, NotFound


class Overtaken(Conflict):
    """Somebody else has changed the figure meanwhile."""


@dataclass(frozen=True, kw_only=True)
class Entered:
    """What an officer says of a published figure."""

    measure: str
    tenths: int
    survey: Bilingual
    place: Bilingual
    period: Bilingual
    people: int | None
    source: Bilingual
    address: str
    published_on: date
    note: Bilingual


@unit_of_work
def share(officer: Officer, consultation_id: int, epoch: int, *, now: datetime) -> None:
    """Let the other councils of the installation see the measures of cohesion of these figures.

    Raises NotFound, also for interim figures, NotAllowed, or Conflict for those of a joint consultation.
    """
    release = queries.to_share(officer, consultation_id, epoch).release
    db.session.refresh(fetch(Release, release.id), with_for_update=True)
    if queries.share_of(release.id):
        return
    row = CohesionShare(
        release_id=release.id, council_id=officer.council_id, agreed_at=now, agreed_by_id=officer.id
    )
    db.session.add(row)
    accounts.record(officer, Action.COHESION_SHARED, release, at=now)


@unit_of_work
def withdraw(officer: Officer, consultation_id: int, epoch: int, *, now: datetime) -> None:
    """Share these figures no longer: from now on nobody else sees them. Raises NotFound or NotAllowed."""
    release = queries.to_share(officer, consultation_id, epoch).release
    db.session.refresh(fetch(Release, release.id), with_for_update=True)
    row = queries.share_of(release.id)
    if row:
        db.session.delete(row)
        accounts.record(officer, Action.COHESION_WITHDRAWN, release, at=now)


@unit_of_work
def enter(officer: Officer, entered: Entered, *, now: datetime) -> NationalFigure:
    """Keep a figure that somebody else published. Raises NotFound for an unknown measure, or NotAllowed."""
    accounts.require(officer, Permission.MAKE_RELEASE, officer.council_id)
    return _keep(NationalFigure(council_id=officer.council_id), officer, entered, now)


def state(row: NationalFigure) -> str:
    """What a figure says, in short: whoever changes it says so which they saw."""
    says = [getattr(row, each.name) for each in fields(Entered)]
    return sha256(repr(says).encode()).hexdigest()


@unit_of_work
def change(officer: Officer, figure_id: int, entered: Entered, *, seen: str, now: datetime) -> NationalFigure:
    """Say something else of it. Raises NotFound, NotAllowed, or Overtaken if it is not as it was `seen`."""
    row = queries.figure(officer, figure_id)
    db.session.refresh(row, with_for_update=True)
    if state(row) != seen:
        raise Overtaken
    return _keep(row, officer, entered, now)


def _keep(row: NationalFigure, officer: Officer, entered: Entered, now: datetime) -> NationalFigure:
    if entered.measure not in named("en"):
        raise NotFound
    for name, value in vars(entered).items():
        setattr(row, name, value)
    row.entered_at, row.entered_by_id = now, officer.id
    db.session.add(row)
    accounts.record(officer, Action.NATIONAL_FIGURE_ENTERED, row, at=now)
    return row


@unit_of_work
def delete(officer: Officer, figure_id: int, *, now: datetime) -> None:
    """Delete a published figure. Raises NotFound or NotAllowed."""
    row = queries.figure(officer, figure_id)
    accounts.record(officer, Action.NATIONAL_FIGURE_DELETED, row, at=now)
    db.session.delete(row)
