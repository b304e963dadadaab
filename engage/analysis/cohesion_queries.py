"""Which consultations and published figures can stand beside each other on cohesion, and who may see them?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import or_, select

from engage.accounts import service as accounts
from engage.accounts.models import Council, Officer
from engage.accounts.permissions import Permission
from engage.analysis import queries
from engage.analysis.bodies import body_of
from engage.analysis.cohesion import Kind, National, Surveyed, asked, readings
from engage.analysis.cohesion_models import CohesionShare, NationalFigure
from engage.analysis.epochs import Kind as ReleaseKind
from engage.analysis.models import Release
from engage.analysis.queries import Released
from engage.consultations.joint_models import Partner
from engage.consultations.models import Consultation
from engage.database import db, fetch
from engage.dates import LONDON
from engage.errors import Conflict, NotFound
from engage.surveys import queries as surveys

LASTING = (ReleaseKind.FINAL, ReleaseKind.CORRECTION)  # what is shared and compared: interim figures go
MOST = 30  # consultations of one council, or shared ones, that are offered: the newest


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A release that can stand beside another one."""

    kind: Kind
    release: Release
    consultation: Consultation
    council: Council


# --- the own council --------------------------------------------------------------------------------------


def own(officer: Officer) -> list[Offered]:
    """The newest lasting figures of each consultation of the council that measures cohesion, newest first.

    Raises NotAllowed.
    """
    accounts.require(officer, Permission.SEE_CONSULTATIONS, officer.council_id)
    return _of_council(officer.council)


def earlier(officer: Officer, released: Released) -> list[Offered]:
    """Those of consultations that closed before this one and measure something of the same.

    Of a joint one that another council leads they are still those of the officer's own.
    """
    accounts.require(officer, Permission.SEE_BREAKDOWNS, officer.council_id)
    measured = asked(released.definition).keys()
    closes_at = released.consultation.closes_at
    return [
        each
        for each in _of_council(officer.council)
        if each.consultation.closes_at < closes_at and measured & _measured(each.release)
    ]


def _of_council(council: Council) -> list[Offered]:
    joint = select(Partner.consultation_id).filter_by(council_id=council.id)
    lasting = (
        select(Release, Consultation)
        .join(Consultation, Consultation.id == Release.consultation_id)
        .where(
            or_(Consultation.council_id == council.id, Consultation.id.in_(joint)),
            Release.kind.in_(LASTING),
            Release.made_at.is_not(None),
        )
        .order_by(Consultation.closes_at.desc(), Consultation.id.desc(), Release.epoch.desc())
    )
    newest: dict[int, Offered] = {}
    for release, consultation in db.session.execute(lasting):
        if consultation.council_id != council.id and not body_of(release.plan.bodies, council.id):
            continue
        offered = Offered(kind=Kind.EARLIER, release=release, consultation=consultation, council=council)
        newest.setdefault(consultation.id, offered)
    return [each for each in newest.values() if _measured(each.release)][:MOST]


def _measured(release: Release) -> set[str]:
    """The measures that a release has, by the newest wording of its survey."""
    return set(asked(surveys.version(release.version_ids[0]).definition))


# --- other councils ---------------------------------------------------------------------------------------


def shared(officer: Officer) -> list[Offered]:
    """The newest figures of each consultation that others share, newest first. Raises NotAllowed."""
    accounts.require(officer, Permission.SEE_BREAKDOWNS, officer.council_id)
    theirs = (
        select(Release, Consultation)
        .join(CohesionShare, CohesionShare.release_id == Release.id)
        .join(Consultation, Consultation.id == Release.consultation_id)
        .where(CohesionShare.council_id != officer.council_id, Release.made_at.is_not(None))
        .order_by(Consultation.closes_at.desc(), Consultation.id.desc(), Release.epoch.desc())
    )
    newest: dict[int, Offered] = {}
    for release, consultation in db.session.execute(theirs):
        offered = Offered(
            kind=Kind.OTHER, release=release, consultation=consultation, council=consultation.council
        )
        newest.setdefault(consultation.id, offered)
    return list(newest.values())[:MOST]


def shared_beside(officer: Officer, released: Released) -> list[Offered]:
    """Those of them that measure something of the same."""
    measured = asked(released.definition).keys()
    return [each for each in shared(officer) if measured & _measured(each.release)]


def shared_one(officer: Officer, release_id: int) -> Offered:
    """One of them. Raises NotFound, also for what is there and not shared, or NotAllowed."""
    accounts.require(officer, Permission.SEE_BREAKDOWNS, officer.council_id)
    release = fetch(Release, release_id)
    share = share_of(release.id)
    if share is None or share.council_id == officer.council_id or release.made_at is None:
        raise NotFound
    consultation = fetch(Consultation, release.consultation_id)
    return Offered(kind=Kind.OTHER, release=release, consultation=consultation, council=consultation.council)


def share_of(release_id: int) -> CohesionShare | None:
    """That a release is shared, if it is."""
    return db.session.scalar(select(CohesionShare).filter_by(release_id=release_id))


def shared_releases(consultation_id: int) -> list[Release]:
    """The figures of a consultation that are shared, newest first."""
    found = select(Release).join(CohesionShare, CohesionShare.release_id == Release.id)
    mine = found.where(Release.consultation_id == consultation_id)
    return list(db.session.scalars(mine.order_by(Release.epoch.desc())))


def may_be_shared(release: Release) -> bool:
    """Are these figures lasting, and one council's alone? None of several decides for the others."""
    return _is_lasting(release) and not release.bodies


def _is_lasting(release: Release) -> bool:
    return bool(release.made_at) and release.kind in LASTING


def to_share(officer: Officer, consultation_id: int, epoch: int | None = None) -> Released:
    """The lasting figures of this epoch, or the newest, for whoever may share them.

    Raises NotFound, also for interim figures and for a survey that measures no cohesion, NotAllowed, or
    Conflict for figures of a joint consultation.
    """
    found = queries.consultation(officer, consultation_id, Permission.SHARE_FIGURES)
    for release in queries.releases(consultation_id):
        is_asked_for = epoch in (None, release.epoch)
        if is_asked_for and _is_lasting(release) and _measured(release):
            if not may_be_shared(release):
                raise Conflict
            return queries.opened(found, release)
    raise NotFound


# --- readings ---------------------------------------------------------------------------------------------


def surveyed(released: Released, kind: Kind) -> Surveyed:
    """What a release says of each measure that its survey asks."""
    consultation, release = released.consultation, released.release
    return Surveyed(
        key=release.id,
        kind=kind,
        council=consultation.council.name,
        title=consultation.title,
        closed=consultation.last_minute.astimezone(LONDON).date(),
        is_interim=release.kind not in LASTING,
        rule=release.rule,
        readings=readings(released.definition, released.tables, release.people),
    )


def residents(released: Released) -> Surveyed | None:
    """The same of the residents of whoever reads; None where one council consults alone."""
    mine = released.residents
    if mine is None:
        return None
    found = readings(released.definition, released.tables, within=mine.code)
    return replace(surveyed(released, Kind.RESIDENTS), title=mine.label, readings=found)


def open_shared(offered: Offered) -> Surveyed:
    """What another council shares: its measures alone, for `shared` and `shared_one` have said who may."""
    return surveyed(queries.opened(offered.consultation, offered.release), Kind.OTHER)


# --- published figures ------------------------------------------------------------------------------------


def figures(officer: Officer) -> list[NationalFigure]:
    """The published figures that the officer's council has entered, the newest first. Raises NotAllowed."""
    accounts.require(officer, Permission.SEE_BREAKDOWNS, officer.council_id)
    mine = select(NationalFigure).filter_by(council_id=officer.council_id)
    return list(
        db.session.scalars(mine.order_by(NationalFigure.published_on.desc(), NationalFigure.id.desc()))
    )


def figure(
    officer: Officer, figure_id: int, permission: Permission = Permission.MAKE_RELEASE
) -> NationalFigure:
    """One of them. Raises NotFound or NotAllowed."""
    found = fetch(NationalFigure, figure_id)
    accounts.require(officer, permission, found.council_id)
    return found


def require_enterer(officer: Officer) -> None:
    """Raise NotAllowed for somebody who may not enter published figures."""
    accounts.require(officer, Permission.MAKE_RELEASE, officer.council_id)


def national(rows: list[NationalFigure]) -> Iterator[National]:
    """These figures without their rows."""
    for row in rows:
        yield National(
            key=row.id,
            measure=row.measure,
            tenths=row.tenths,
            survey=row.survey,
            place=row.place,
            period=row.period,
            people=row.people,
            source=row.source,
            address=row.address,
            published_on=row.published_on,
            note=row.note,
        )
