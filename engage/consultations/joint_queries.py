"""Which bodies hold a consultation together?"""

from __future__ import annotations

from sqlalchemy import select

from engage.accounts.models import Council
from engage.consultations.joint_models import Joint, Partner
from engage.consultations.models import Consultation
from engage.database import db


def joint(consultation_id: int) -> Joint | None:
    """By which question it is told whose resident somebody is; None: one council consults alone."""
    return db.session.scalar(select(Joint).filter_by(consultation_id=consultation_id))


def partners(consultation_id: int) -> list[Partner]:
    """The councils that were named and have neither left nor been removed, in the order of their naming."""
    mine = select(Partner).filter_by(consultation_id=consultation_id).where(Partner.ended_at.is_(None))
    return list(db.session.scalars(mine.order_by(Partner.id)))


def bodies(consultation: Consultation) -> list[Council]:
    """Who sees figures: the lead, then everybody who has agreed; none where one council consults alone."""
    agreed = [each.council for each in partners(consultation.id) if each.accepted_at]
    return [consultation.council, *agreed] if agreed else []


def of_council(council_id: int) -> list[tuple[Partner, Consultation]]:
    """Everything that this council was ever named for, newest first, each with its consultation."""
    query = (
        select(Partner, Consultation)
        .join(Consultation, Consultation.id == Partner.consultation_id)
        .where(Partner.council_id == council_id)
        .order_by(Partner.id.desc())
    )
    return [(partner, consultation) for partner, consultation in db.session.execute(query)]
