"""Are census tables kept as officers put them into groups, and nobody else's?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.models import AuditEvent, Officer
from engage.accounts.permissions import Role
from engage.analysis import census_queries as queries
from engage.analysis import census_service as service
from engage.analysis.census_models import CensusDraft, CensusTable
from engage.bilingual import Bilingual
from engage.database import db
from engage.equality.characteristics import Level
from engage.errors import Invalid, NotAllowed, NotFound
from tests.analysis import census_files as files
from tests.factories import NOON, make_council, make_officer

ABOUT = service.About(
    characteristic="sex",
    level=Level.SUMMARY,
    source=Bilingual("Invented", "Wedi'i ddyfeisio"),
    taken_on=date(2021, 3, 21),
    population="all",
)
MAPPING = {"Female": "female", "Male": "male"}


@pytest.fixture
def analyst(app: Flask) -> Officer:
    return make_officer(make_council(), Role.ANALYST)


def brought(analyst: Officer, text: str = files.SEX_LONG, about: service.About = ABOUT) -> CensusDraft:
    return service.bring(analyst, "sex.csv", text.encode(), about, now=NOON)


def kept(analyst: Officer, area: str = "W06999001") -> CensusTable:
    return service.keep(analyst, brought(analyst).id, area, MAPPING, now=NOON)


def test_one_area_of_a_file_is_kept_in_our_groups(analyst):
    table = kept(analyst)
    assert (table.area, table.area_code, table.variable) == ("Glynmorfa", "W06999001", "Sex")
    assert queries.people_of(table) == {"female": 61200, "male": 58800}
    assert queries.of_level(analyst.council_id, "summary") == {"sex": table}
    assert (table.source, table.is_invented) == (ABOUT.source, False)


def test_nothing_of_the_file_is_left(analyst):
    kept(analyst)
    assert queries.drafts(analyst) == []


def test_a_table_of_the_same_characteristic_and_level_is_replaced(analyst):
    first = kept(analyst).id
    table = kept(analyst, "E07999002")
    assert table.id == first
    assert queries.people_of(table) == {"female": 40500, "male": 39500}
    assert len(queries.tables(analyst)) == 1


def test_another_level_is_another_table(analyst):
    kept(analyst)
    detailed = service.About(**vars(ABOUT) | {"level": Level.DETAILED})
    service.keep(analyst, brought(analyst, about=detailed).id, "W06999001", MAPPING, now=NOON)
    assert [each.level for each in queries.tables(analyst)] == ["detailed", "summary"]


def test_bringing_and_deleting_leave_a_trace(analyst):
    table_id = kept(analyst).id
    service.delete(analyst, table_id, now=NOON)
    events = db.session.scalars(
        select(AuditEvent).filter_by(subject_kind="census_table").order_by(AuditEvent.id)
    )
    assert [(each.action, each.subject_id) for each in events] == [
        ("census_brought", table_id),
        ("census_deleted", table_id),
    ]
    assert queries.tables(analyst) == []


def test_a_file_with_wrong_rows_is_not_taken_in(analyst):
    with pytest.raises(Invalid):
        brought(analyst, files.SEX_LONG.replace("61200", "many"))
    assert queries.drafts(analyst) == []


def test_nobody_is_counted_twice(analyst):
    race = service.About(**vars(ABOUT) | {"characteristic": "race"})
    draft = brought(analyst, files.RACE_WIDE, race)
    mapping = dict.fromkeys(draft.categories, "") | {"White": "white_british", "White: Irish": "other_groups"}
    with pytest.raises(Invalid) as invalid:
        service.keep(analyst, draft.id, "W06999001", mapping, now=NOON)
    assert invalid.value.problems == (service.TwiceCounted("White: Irish", "White"),)
    assert len(queries.drafts(analyst)) == 1


@pytest.mark.parametrize(
    "mapping", [{"Female": "female", "Male": ""}, {"Female": "female", "Male": "female"}, {}]
)
def test_shares_need_two_groups(analyst, mapping):
    with pytest.raises(service.TooFewGroups):
        service.keep(analyst, brought(analyst).id, "W06999001", mapping, now=NOON)


def test_an_area_that_the_file_does_not_have_is_not_found(analyst):
    with pytest.raises(NotFound):
        kept(analyst, "W99999999")


def test_another_council_has_none_of_it(analyst):
    stranger = make_officer(make_council(), Role.ANALYST)
    draft, table = brought(analyst), kept(analyst)
    for deed in (
        lambda: service.keep(stranger, draft.id, "W06999001", MAPPING, now=NOON),
        lambda: service.forget(stranger, draft.id),
        lambda: service.delete(stranger, table.id, now=NOON),
        lambda: queries.table(stranger, table.id),
    ):
        with pytest.raises(NotFound):
            deed()
    assert queries.tables(stranger) == queries.drafts(stranger) == []


def test_whoever_may_not_make_breakdowns_may_not_bring_tables(analyst):
    author = make_officer(analyst.council, Role.AUTHOR)
    table = kept(analyst)
    for deed in (
        lambda: brought(author),
        lambda: service.delete(author, table.id, now=NOON),
        lambda: queries.tables(author),
    ):
        with pytest.raises(NotAllowed):
            deed()


def test_files_that_nobody_went_on_with_are_thrown_away(analyst):
    brought(analyst)
    service.forget_old_files(now=NOON + timedelta(hours=23))
    assert len(queries.drafts(analyst)) == 1
    service.forget_old_files(now=NOON + timedelta(hours=25))
    assert queries.drafts(analyst) == []
