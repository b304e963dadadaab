"""What can be done with lists of postcodes? They are kept as a whole, named, replaced and deleted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, cast

from sqlalchemy import Table, insert
from sqlalchemy import delete as delete_rows

from engage.accounts import service as accounts
from engage.accounts.models import Nation, Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.bilingual import Bilingual
from engage.database import db, unit_of_work
from engage.equality.deprivation import LOOKUP
from engage.errors import Conflict, NotFound
from engage.surveys import postcode_queries as queries
from engage.surveys.naming_new import new_code
from engage.surveys.postcode_models import PostcodeEntry, PostcodeLookup
from engage.surveys.postcodes import Area, Postcodes

AT_ONCE = 5000  # rows in one statement
QUINTILES = Bilingual("WIMD quintiles", "Cwinteli MALlC")
_ENTRIES = cast(Table, PostcodeEntry.__table__)


class InUse(Conflict):
    """A published survey asks with the list."""

    page = "postcodes_in_use"


@dataclass(frozen=True, kw_only=True)
class About:
    """What an officer says about a file."""

    name: Bilingual
    source: Bilingual
    dated_on: date


@unit_of_work
def keep_quintiles(
    officer: Officer, about: About, found: Postcodes, *, now: datetime, is_invented: bool = False
) -> PostcodeLookup:
    """Keep the quintiles of a Welsh council's postcodes, in place of those before.

    Raises NotAllowed, or NotFound in England, where there are none.
    """
    require_wales(officer)
    lookup = queries.of_council(officer.council_id).get(LOOKUP) or _new(officer, LOOKUP)
    _fill(lookup, officer, about, found, found.areas, now=now, is_invented=is_invented)
    return lookup


@unit_of_work
def keep_areas(
    officer: Officer,
    about: About,
    found: Postcodes,
    *,
    now: datetime,
    replaces: int | None = None,
    is_invented: bool = False,
) -> PostcodeLookup:
    """Keep areas and their postcodes as a list of their own, or in place of the list with the id `replaces`.

    A name that the file does not have stays as it was. Raises NotFound or NotAllowed.
    """
    queries.require_bringer(officer)
    if replaces is None:
        taken = queries.of_council(officer.council_id).keys() | {LOOKUP}
        lookup, before = _new(officer, new_code(about.name, "en", taken, "areas")), {}
    else:
        lookup = of_areas(officer, replaces)
        before = {area.code: area.name for area in lookup.areas}
    areas = tuple(_named(area, area.name or before.get(area.code, area.name)) for area in found.areas)
    _fill(lookup, officer, about, found, areas, now=now, is_invented=is_invented)
    return lookup


@unit_of_work
def name_areas(
    officer: Officer, lookup_id: int, names: Mapping[str, Bilingual], *, now: datetime
) -> PostcodeLookup:
    """Call areas by these names, by their codes. Raises NotFound or NotAllowed."""
    lookup = of_areas(officer, lookup_id)
    lookup.rows = _rows(_named(area, names.get(area.code, area.name)) for area in lookup.areas)
    accounts.record(officer, Action.POSTCODES_NAMED, lookup, at=now)
    return lookup


@unit_of_work
def delete(officer: Officer, lookup_id: int, *, now: datetime) -> None:
    """Delete a list and its postcodes. Raises NotFound, NotAllowed, or InUse."""
    lookup = queries.lookup(officer, lookup_id, Permission.EDIT_CONSULTATION)
    if queries.uses(lookup):
        raise InUse
    accounts.record(officer, Action.POSTCODES_DELETED, lookup, at=now)
    _empty(lookup)
    db.session.delete(lookup)


def require_wales(officer: Officer) -> None:
    """Raise NotAllowed for somebody who may not bring lists, NotFound where the index has no areas."""
    queries.require_bringer(officer)
    if officer.council.nation != Nation.WALES:
        raise NotFound


def of_areas(officer: Officer, lookup_id: int) -> PostcodeLookup:
    """A list whose areas have names of the council's own. Raises NotFound or NotAllowed."""
    lookup = queries.lookup(officer, lookup_id, Permission.EDIT_CONSULTATION)
    if lookup.is_of_quintiles:
        raise NotFound
    return lookup


def _new(officer: Officer, code: str) -> PostcodeLookup:
    return PostcodeLookup(council_id=officer.council_id, code=code)


def _named(area: Area, name: Bilingual) -> Area:
    return Area(area.code, name, area.as_written)


def _rows(areas: Iterator[Area] | tuple[Area, ...]) -> list[list[str]]:
    return [[area.code, area.name.en, area.name.cy, area.as_written] for area in areas]


def _fill(
    lookup: PostcodeLookup,
    officer: Officer,
    about: About,
    found: Postcodes,
    areas: tuple[Area, ...],
    *,
    now: datetime,
    is_invented: bool,
) -> None:
    columns = {
        **vars(about),
        "layout": found.layout,
        "rows": _rows(areas),
        "postcodes": len(found.of),
        "left_out": found.left_out,
        "brought_at": now,
        "brought_by_id": officer.id,
        "is_invented": is_invented,
    }
    for column, value in columns.items():
        setattr(lookup, column, value)
    db.session.add(lookup)
    accounts.record(officer, Action.POSTCODES_BROUGHT, lookup, at=now)
    _empty(lookup)
    entries: Iterator[dict[str, Any]] = (
        {"lookup_id": lookup.id, "postcode": postcode, "area": areas[place].code}
        for postcode, place in found.of.items()
    )
    while some := list(islice(entries, AT_ONCE)):
        db.session.execute(insert(_ENTRIES), some)


def _empty(lookup: PostcodeLookup) -> None:
    db.session.execute(delete_rows(_ENTRIES).where(_ENTRIES.c.lookup_id == lookup.id))
