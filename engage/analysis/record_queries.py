"""Who has opened the records of a consultation, and what could be opened?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.analysis import queries
from engage.analysis.audited import PAIR
from engage.analysis.epochs import AFTER_CLOSING
from engage.analysis.models import Release
from engage.analysis.queries import Released
from engage.analysis.record_models import RecordAccess
from engage.analysis.rule import Rule
from engage.analysis.tables import SafeTable
from engage.consultations.models import Consultation
from engage.database import db, fetch
from engage.errors import NotFound
from engage.respond import queries as responses
from engage.respond.ledger_models import Decision


@dataclass(frozen=True)
class Offer:
    """The release whose records can be opened, and what people are there, one released table for each.

    `chosen` is what stands in the records of this consultation: the first access decided it for all later
    ones, since records with other groups beside them could be joined. None: nobody has decided.
    """

    released: Released
    people: tuple[SafeTable, ...]
    chosen: tuple[SafeTable, ...] | None


def consultation(officer: Officer, consultation_id: int) -> Consultation:
    """A consultation whose records this officer may open. Raises NotFound or NotAllowed."""
    return queries.consultation(officer, consultation_id, Permission.SEE_RECORDS)


def accesses(consultation_id: int) -> list[RecordAccess]:
    """Everybody's access to the records of a consultation, newest first."""
    mine = select(RecordAccess).filter_by(consultation_id=consultation_id)
    return list(db.session.scalars(mine.order_by(RecordAccess.id.desc())))


def own(officer: Officer, consultation_id: int, *, now: datetime) -> RecordAccess | None:
    """The officer's own access that has not ended."""
    mine = (each for each in accesses(consultation_id) if each.officer_id == officer.id)
    return next((each for each in mine if each.is_open(now)), None)


def access(officer: Officer, consultation_id: int, access_id: int) -> RecordAccess:
    """An officer's own access to the records of a consultation. Raises NotFound or NotAllowed."""
    consultation(officer, consultation_id)
    found = fetch(RecordAccess, access_id)
    if (found.consultation_id, found.officer_id) != (consultation_id, officer.id):
        raise NotFound
    return found


def standing(consultation_id: int) -> list[int]:
    """How many responses are analysed, then the ids of those that are not: another list, other records."""
    mine = (Decision.consultation_id == consultation_id, Decision.response_id.is_not(None))
    left_out = select(Decision.response_id).where(*mine, Decision.undone_at.is_(None))
    ids = [id for id in db.session.scalars(left_out.order_by(Decision.response_id)) if id]
    return [responses.count_sent(consultation_id), *ids]


def too_few_gone(consultation_id: int, rule: Rule) -> bool:
    """Have some responses gone or come since any earlier records, and so few that one could see whose?

    Whoever has both files knows the answers of everybody who is in one of them alone.
    """
    now = standing(consultation_id)
    moved = [_moved(each.stood, now) for each in accesses(consultation_id) if each.stood]
    return any(0 < each < rule.step for each in moved)


def _moved(then: Sequence[int], now: Sequence[int]) -> int:
    return max(abs(then[0] - now[0]), len({*then[1:]} ^ {*now[1:]}))


def rule_of(access: RecordAccess) -> Rule:
    """By which rule the figures are protected behind which these records stand."""
    return fetch(Release, access.release_id).rule


def offer(consultation_id: int) -> Offer | None:
    """What can be opened: the newest figures made after closing.

    None where too few people responded, or too few responses have gone since the first records.
    """
    release = queries.newest_made(consultation_id)
    if release is None or release.kind not in AFTER_CLOSING or release.marks is None or not release.people:
        return None
    if too_few_gone(consultation_id, release.rule):
        return None
    return offer_of(release)


def is_behind(access: RecordAccess) -> bool:
    """Have newer figures taken the place of those behind which these records stand?"""
    return fetch(Release, access.release_id).marks is None


def offer_of(release: Release) -> Offer:
    """The same of this release."""
    released = queries.opened(fetch(Consultation, release.consultation_id), release)
    people = tuple(table for table in released.characteristics() if PAIR not in table.subject.key)
    first = next(reversed(accesses(release.consultation_id)), None)
    if first is None:
        return Offer(released, people, None)
    found = {(table.subject.key, str(table.subject.level)): table for table in people}
    chosen = [found[code, level] for code, level in first.people if (code, level) in found]
    return Offer(released, people, tuple(chosen))
