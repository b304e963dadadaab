"""Does whoever began under an earlier version finish under it, with its routes and codes, and count today?"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from engage.analysis import queries as analysis
from engage.analysis import service as releases
from engage.analysis import working_service
from engage.consultations.models import Consultation
from engage.database import db
from engage.respond.models import Response
from engage.surveys.definition import Definition, Is, Option
from engage.surveys.document import from_json, to_json
from engage.surveys.recoding import Recoding, Renamed
from tests.examples import ROUTED, both
from tests.factories import make_officer
from tests.respond.conftest import Browser, publish
from tests.respond.test_journeys import begin, values


def _second() -> Definition:
    """Journeys are asked of organisations now, and nothing ends early; two codes have other names."""
    you, residents, everybody = ROUTED.sections
    respondent = you.parts[0]
    who, age = respondent.questions
    who = replace(who, options=(Option("person", both("A person", "Person")), who.options[1]))
    journeys, bus = residents.parts
    travel = journeys.questions[0]
    by_bus = replace(travel.options[0], code="by_bus")
    journeys = replace(journeys, questions=(replace(travel, options=(by_bus, *travel.options[1:])),))
    bus = replace(bus, show_if=Is("travel", ("by_bus",)), ends=False)
    return replace(
        ROUTED,
        sections=(
            replace(you, parts=(replace(respondent, questions=(who, age)),)),
            replace(residents, parts=(journeys, bus), show_if=Is("who", ("organisation",))),
            everybody,
        ),
        recodings=(
            Recoding("who", "who", (Renamed("resident", "person"),)),
            Recoding("travel", "travel", (Renamed("bus", "by_bus"),)),
        ),
    )


SECOND = _second()


def counted(consultation: Consultation, key: str) -> Counter[str]:
    """How many people stand under each code, once a release is made."""
    analyst = make_officer(consultation.council)
    now = consultation.closes_at + timedelta(days=1)
    releases.ask_release(analyst, consultation.id, now=now)
    db.session.expire_all()
    release = analysis.release(consultation.id)
    snapshot = working_service.everything(release, analysis.universe_of(release), lambda _share: None)
    at = next(place for place, column in enumerate(snapshot.columns) if column.key == key)
    names = ("not asked", "not answered", *snapshot.columns[at].codes)
    return Counter(names[code] for code in snapshot.codes[at])


def finish(browser: Browser) -> None:
    """Go on from the answers, which are shown once more, and send them."""
    assert browser.title in ("Check your answers", "Gwiriwch eich atebion")
    browser.onward()
    browser.send()
    assert browser.title in ("Your answers have been sent", "Mae eich atebion wedi'u hanfon")


@pytest.fixture
def two(browsers) -> tuple[Browser, Browser, list[int]]:
    """Somebody who has answered the first page of the first version, and somebody who comes to the second."""
    first = publish(ROUTED)
    early, late = browsers(), browsers()
    begin(early, first, "en")
    early.send(who="resident", age="adult")
    second = publish(SECOND, first.survey.consultation)
    begin(late, second, "en")
    return early, late, [first.id, second.id]


def test_each_goes_the_way_of_their_own_version_to_its_end(two):
    early, late, versions = two
    assert early.title == "How you travel"  # of whom the second version does not ask it
    early.switch({"travel": "bus"})
    assert early.title == "Sut rydych chi'n teithio"
    early.send(travel="bus")
    early.send(better="Amlach")
    finish(early)  # the first version ends here
    late.send(who="person", age="adult")
    assert late.title == "Anything else"
    late.send(comments="None")
    finish(late)
    db.session.rollback()
    rows = {row.version_id: row for row in db.session.query(Response)}
    assert [values(rows[version]) for version in versions] == [
        {"who": "resident", "age": "adult", "travel": ["bus"], "better": "Amlach"},
        {"who": "person", "age": "adult", "comments": "None"},
    ]
    assert all(row.sent_at for row in rows.values())


def test_a_draft_can_go_back_and_change_an_answer_in_the_codes_of_its_version(two):
    early, _late, versions = two
    early.follow("Back")
    assert {"resident", "organisation"} <= set(early.page.xpath("//input[@name='who']/@value"))
    early.send(who="organisation")
    db.session.rollback()
    (row,) = db.session.query(Response).filter_by(version_id=versions[0])
    assert values(row)["who"] == "organisation"
    assert early.title == "Anything else"  # organisations are not asked about journeys in the first version


def test_the_answers_of_both_are_counted_in_the_codes_of_today(two):
    early, late, _versions = two
    early.send(travel="bus")
    early.send(better="")
    finish(early)
    late.send(who="organisation", age="adult")
    late.send(travel="by_bus")
    late.send(better="")
    late.send(comments="")
    finish(late)
    consultation = db.session.query(Consultation).one()
    assert counted(consultation, "who") == {"person": 1, "organisation": 1}
    assert counted(consultation, "travel.by_bus") == {"yes": 2}


def test_the_later_version_is_sound_and_keeps_its_recodings_when_it_is_stored():
    assert from_json(to_json(SECOND)) == SECOND
