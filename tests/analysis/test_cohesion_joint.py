"""Does each body of a joint consultation see cohesion among everybody and among its own residents?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from engage.accounts.permissions import Role
from engage.analysis import bodies_service, queries, service
from engage.bilingual import Bilingual
from engage.consultations.models import Consultation
from engage.database import db
from engage.surveys.definition import Section
from tests.analysis.cohesive import EVERYBODY, PLAN, answered, make_measured
from tests.analysis.stored import CLOSED, add_responses, make_survey
from tests.analysis.test_bodies import EARLY, OPEN, PLACE
from tests.analysis.test_cohesion_views import INDEX, MOSTLY, address, page, table, text
from tests.factories import NOON, make_consultation, make_council, make_officer
from tests.officers import sign_in

pytestmark = pytest.mark.usefixtures("time")
REGION = replace(
    EVERYBODY,
    sections=(Section(id="first", title=Bilingual("First", "Cyntaf"), parts=(PLACE,)), *EVERYBODY.sections),
)
MEASURE = "cohesion.belong"


@pytest.fixture
def lead(app: Flask):
    return make_officer(make_council(slug="here-council"), Role.ANALYST)


@pytest.fixture
def partner(app: Flask):
    return make_officer(make_council(slug="there"), Role.ANALYST)


@pytest.fixture
def region(lead, partner) -> Consultation:
    """A consultation of both, with final figures: those who live there agree more."""
    dates = {"closes_at": CLOSED, "slug_en": "region", "slug_cy": "rhanbarth"}
    version = make_survey(REGION, make_consultation(lead.council, **dates))
    found = version.survey.consultation
    bodies_service.choose(lead, found.id, "county", "here", now=EARLY)
    bodies_service.name(lead, found.id, partner.council_id, "there", now=EARLY)
    bodies_service.accept(partner, found.id, now=EARLY)
    people = [*answered(200), *answered(200, seed=2, agree=MOSTLY)]
    places = [*["here"] * 200, *["there"] * 150, *["yonder"] * 50]
    said = [({**of, "county": place}, own) for (of, own), place in zip(people, places, strict=True)]
    add_responses(version, said, sent_at=CLOSED - timedelta(hours=2))
    known = queries.planning_of(lead, found.id).plan
    service.decide_plan(lead, found.id, replace(PLAN, filter=known.filter, bodies=known.bodies), now=OPEN)
    service.ask_release(lead, found.id, now=NOON)
    db.session.rollback()
    db.session.expire_all()
    return db.session.get(Consultation, found.id)


def figures(released: queries.Released, within: str) -> str:
    """The share of favourable answers, by hand, from the figures that whoever reads was given."""
    released_table = released.question("cohesion.belong.agreement", within=within)
    (row,) = released_table.rows
    by_code = dict(zip((c.code for c in released_table.subject.choices), row.counts, strict=True))
    favourable = by_code["agree"] + by_code["strongly_agree"]
    return f"{int(100 * favourable / row.answered + 0.5)}%"  # half up


@pytest.mark.parametrize("reader", ["lead", "partner"])
def test_each_body_sees_everybody_and_its_own_residents(app, region, reader, lead, partner):
    officer, code = {"lead": (lead, "here"), "partner": (partner, "there")}[reader]
    released = queries.seen(officer, region.id)
    shown = page(sign_in(app.test_client(), officer), address(region))
    everybody, own = table(shown, MEASURE)
    assert everybody[0].startswith("This consultation")
    assert everybody[1].split()[0] == figures(released, "")
    assert own[0].startswith(f"This consultation: your own residents {code}")
    assert own[1].split()[0] == figures(released, code)


def test_a_partner_is_led_there_and_takes_it_away(app, region, lead, partner):
    desk = sign_in(app.test_client(), partner)
    overview = desk.get(f"/en/officers/consultations/{region.id}/breakdown").get_data(as_text=True)
    assert address(region) in overview
    files = {
        officer: sign_in(app.test_client(), officer).get(
            address(region, more="/files/cohesion.zip?chosen=yes")
        )
        for officer in (lead, partner)
    }
    assert {each.status_code for each in files.values()} == {200}
    assert files[lead].data != files[partner].data
    welsh = page(desk, address(region, "cy"))
    assert "Yr ymgynghoriad hwn: eich preswylwyr chi" in text(welsh)


def test_what_a_partner_took_part_in_is_earlier_than_its_own(app, region, partner):
    ours = make_measured(partner.council)
    ours.closes_at = region.closes_at + timedelta(hours=1)
    db.session.commit()
    desk = sign_in(app.test_client(), partner)
    assert region.title.en in text(page(desk, INDEX["en"]))
    assert region.title.en in table(page(desk, address(ours)), MEASURE)[1][0]


def test_another_council_sees_nothing_of_it(app, region):
    other = sign_in(app.test_client(), make_officer(make_council(), Role.ANALYST))
    assert other.get(address(region)).status_code == 404
    assert other.get(address(region, more="/files/cohesion.zip")).status_code == 404
    assert region.title.en not in text(page(other, INDEX["en"]))
