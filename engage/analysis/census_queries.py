"""Which tables of the census has a council, and what do they say of its residents?"""

from __future__ import annotations

from sqlalchemy import select

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.analysis.census_groups import residents
from engage.analysis.census_models import CensusDraft, CensusTable
from engage.database import db, fetch


def tables(officer: Officer) -> list[CensusTable]:
    """All tables of the officer's council. Raises NotAllowed."""
    accounts.require(officer, Permission.SEE_BREAKDOWNS, officer.council_id)
    mine = select(CensusTable).filter_by(council_id=officer.council_id)
    return list(db.session.scalars(mine.order_by(CensusTable.characteristic, CensusTable.level)))


def table(officer: Officer, table_id: int, permission: Permission = Permission.SEE_BREAKDOWNS) -> CensusTable:
    """One of them. Raises NotFound or NotAllowed."""
    found = fetch(CensusTable, table_id)
    accounts.require(officer, permission, found.council_id)
    return found


def of_level(council_id: int, level: str) -> dict[str, CensusTable]:
    """What a council has at one level, by characteristic."""
    found = select(CensusTable).filter_by(council_id=council_id, level=level)
    return {each.characteristic: each for each in db.session.scalars(found)}


def one(council_id: int, characteristic: str, level: str) -> CensusTable | None:
    """What a council has of one characteristic at one level."""
    return of_level(council_id, level).get(characteristic)


def people_of(table: CensusTable) -> dict[str, int]:
    """Residents by the code of our group."""
    return residents(table.people, table.mapping)


def draft(officer: Officer, draft_id: int) -> CensusDraft:
    """A file that waits to be put into groups. Raises NotFound or NotAllowed."""
    found = fetch(CensusDraft, draft_id)
    accounts.require(officer, Permission.MAKE_RELEASE, found.council_id)
    return found


def drafts(officer: Officer) -> list[CensusDraft]:
    """All that wait in the officer's council, the newest first."""
    mine = select(CensusDraft).filter_by(council_id=officer.council_id)
    return list(db.session.scalars(mine.order_by(CensusDraft.brought_at.desc(), CensusDraft.id.desc())))


def require_bringer(officer: Officer) -> None:
    """Raise NotAllowed for somebody who may not bring tables."""
    accounts.require(officer, Permission.MAKE_RELEASE, officer.council_id)
