"""What can be done with census tables? A file is read, put into our groups, and kept, replaced or deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete as delete_rows

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.analysis import census_queries as queries
from engage.analysis.census import Area, read
from engage.analysis.census_groups import FEWEST_GROUPS, residents, wrong_mapping
from engage.analysis.census_models import CensusDraft, CensusTable
from engage.bilingual import Bilingual
from engage.database import db, unit_of_work
from engage.errors import Invalid, NotFound
from engage.jobs import jobs

PATIENCE = timedelta(days=1)  # for which a file waits to be put into groups


@dataclass(frozen=True, kw_only=True)
class About:
    """What an officer says about a table."""

    characteristic: str
    level: str
    source: Bilingual
    taken_on: date
    population: str


@dataclass(frozen=True, slots=True)
class TwiceCounted:
    """A category that is a part of another one which is counted too."""

    category: str
    whole: str


class TooFewGroups(Invalid):
    """Shares need two groups at least."""


@unit_of_work
def bring(officer: Officer, name: str, content: bytes, about: About, *, now: datetime) -> CensusDraft:
    """Read a file; it waits until somebody says which area and which groups its numbers are.

    Raises NotAllowed, or Invalid with every `census.RowProblem`.
    """
    accounts.require(officer, Permission.MAKE_RELEASE, officer.council_id)
    found = read(content)
    draft = CensusDraft(
        council_id=officer.council_id,
        **vars(about),
        variable=found.title[:300],
        brought_at=now,
        brought_by_id=officer.id,
        name=name[:200],
        categories=list(found.categories),
        areas=[
            [area.code, area.name, [area.people.get(category) for category in found.categories]]
            for area in found.areas
        ],
    )
    db.session.add(draft)
    return draft


def areas(draft: CensusDraft) -> dict[str, Area]:
    """The areas of a file, by code, in its order."""
    return {
        code: Area(
            code,
            name,
            {
                category: count
                for category, count in zip(draft.categories, people, strict=True)
                if count is not None
            },
        )
        for code, name, people in draft.areas
    }


@unit_of_work
def keep(
    officer: Officer, draft_id: int, area_code: str, mapping: Mapping[str, str], *, now: datetime
) -> CensusTable:
    """Keep one area of a file in our groups; what was there of this characteristic and level is replaced.

    mapping: our group, or "", by category. Raises NotFound, also for an area that the file does not have,
    NotAllowed, TooFewGroups, or Invalid with every `TwiceCounted`.
    """
    draft = queries.draft(officer, draft_id)
    area = areas(draft).get(area_code)
    if area is None:
        raise NotFound
    if twice := wrong_mapping(mapping):
        raise Invalid([TwiceCounted(*each) for each in twice])
    table = store(officer, _about(draft), draft.variable, area, mapping, now=now)
    db.session.delete(draft)
    return table


def _about(draft: CensusDraft) -> About:
    return About(
        characteristic=draft.characteristic,
        level=draft.level,
        source=draft.source,
        taken_on=draft.taken_on,
        population=draft.population,
    )


@unit_of_work
def store(
    officer: Officer,
    about: About,
    variable: str,
    area: Area,
    mapping: Mapping[str, str],
    *,
    now: datetime,
    is_invented: bool = False,
) -> CensusTable:
    """Keep the residents of one area in our groups, in place of what was there.

    Raises NotAllowed or TooFewGroups.
    """
    accounts.require(officer, Permission.MAKE_RELEASE, officer.council_id)
    counted = residents(area.people, mapping)
    if sum(people > 0 for people in counted.values()) < FEWEST_GROUPS:
        raise TooFewGroups([])
    table = queries.one(officer.council_id, about.characteristic, about.level)
    table = table or CensusTable(council_id=officer.council_id)
    columns = {
        **vars(about),
        "variable": variable,
        "brought_at": now,
        "brought_by_id": officer.id,
        "area_code": area.code[:50],
        "area": area.name[:200],
        "categories": [[each, people, mapping.get(each, "")] for each, people in area.people.items()],
        "is_invented": is_invented,
    }
    for column, value in columns.items():
        setattr(table, column, value)
    db.session.add(table)
    accounts.record(officer, Action.CENSUS_BROUGHT, table, at=now)
    return table


@unit_of_work
def forget(officer: Officer, draft_id: int) -> None:
    """Throw a file away that waits. Raises NotFound or NotAllowed."""
    db.session.delete(queries.draft(officer, draft_id))


@unit_of_work
def delete(officer: Officer, table_id: int, *, now: datetime) -> None:
    """Delete a table; comparisons with it are not shown any more. Raises NotFound or NotAllowed."""
    table = queries.table(officer, table_id, Permission.MAKE_RELEASE)
    accounts.record(officer, Action.CENSUS_DELETED, table, at=now)
    db.session.delete(table)


@jobs.sweep
@unit_of_work
def forget_old_files(*, now: datetime) -> None:
    """Throw away the files that nobody went on with."""
    db.session.execute(delete_rows(CensusDraft).where(CensusDraft.brought_at < now - PATIENCE))
