"""Who has opened the records of a consultation, and what could be opened?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

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


Named: TypeAlias = tuple[str, str]  # a characteristic: its code and its level


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

    None where too few people responded, too few responses have gone since the first records, or these have
    other groups or another rule.
    """
    release = _newest(consultation_id)
    if release is None or too_few_gone(consultation_id, release.rule) or is_unlike_first(consultation_id):
        return None
    people, first = people_of(release), _first(consultation_id)
    return Offer(
        queries.opened(fetch(Consultation, consultation_id), release),
        tuple(people.values()),
        tuple(people[code, level] for code, level in first.people) if first else None,
    )


def is_unlike_first(consultation_id: int) -> bool:
    """Do the newest figures lack groups of the first records, or protect them by another rule?

    Each file hides something else then: whoever joins the two by what people answered has what both show.
    """
    release, first = _newest(consultation_id), _first(consultation_id)
    if release is None or first is None:
        return False
    people = people_of(release)
    lacks = any((code, level) not in people for code, level in first.people)
    return lacks or release.rule.threshold != rule_of(first).threshold


def _newest(consultation_id: int) -> Release | None:
    """The newest figures, if they were made after closing and of enough people."""
    release = queries.newest_made(consultation_id)
    if release is None or release.kind not in AFTER_CLOSING or release.marks is None or not release.people:
        return None
    return release


def _first(consultation_id: int) -> RecordAccess | None:
    return next(reversed(accesses(consultation_id)), None)


def is_behind(access: RecordAccess) -> bool:
    """Have newer figures taken the place of those behind which these records stand?"""
    return fetch(Release, access.release_id).marks is None


def people_of(release: Release) -> dict[Named, SafeTable]:
    """What people are in these figures, one released table for each."""
    released = queries.opened(fetch(Consultation, release.consultation_id), release)
    alone = (table for table in released.characteristics() if PAIR not in table.subject.key)
    return {(table.subject.key, str(table.subject.level)): table for table in alone}
