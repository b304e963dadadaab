"""Are people counted together who were asked standard questions of two dates?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from engage.analysis import queries, service
from engage.analysis.epochs import Kind
from engage.analysis.known import Asked, public
from engage.analysis.universe import Plan
from engage.database import db
from engage.equality import library
from engage.equality.characteristics import Level
from engage.equality.following import read
from engage.surveys.definition import EqualityModule
from engage.surveys.document import to_json
from engage.surveys.models import Survey
from tests.analysis import people
from tests.analysis.figures import DAY, LATER, ask, close, interim, respond
from tests.analysis.stored import PERSON, SURVEY, add_responses, invented
from tests.equality.later import BOTH
from tests.equality.later import LATER as SET
from tests.factories import NOON, saved

WITH_LATER_SET = replace(SURVEY, equality=EqualityModule(SET.id, show_if=PERSON))


@pytest.fixture(autouse=True)
def later(monkeypatch):
    monkeypatch.setitem(library.SETS, SET.id, SET)


def newer(version):
    """A version of the same survey that asks the later set."""
    survey = db.session.get(Survey, version.survey_id)
    survey.draft = to_json(WITH_LATER_SET)
    return saved(survey.freeze(version.published_by_id, NOON))


def planned(analyst, consultation, **plan):
    found = queries.planning_of(analyst, consultation.id).plan
    service.decide_plan(analyst, consultation.id, replace(found, **plan), now=NOON)


@pytest.mark.parametrize("with_interim", [False, True])
def test_answers_of_both_sets_are_counted_in_the_groups_of_the_later_one(
    version, consultation, analyst, with_interim
):
    planned(analyst, consultation, characteristics=("sex", "religion"), level=Level.DETAILED)
    respond(version, 100, sent_at=NOON - DAY)
    if with_interim:
        assert interim(analyst, consultation).equality_set == "2026-11"
    of_today = [(said, read(of_themselves, (SET,))) for said, of_themselves in invented(360)[160:]]
    add_responses(newer(version), of_today, first=160, sent_at=NOON + DAY)
    close(consultation)
    release = ask(analyst, consultation, Kind.FINAL, LATER)
    assert (release.equality_set, release.received, release.refused_for) == (SET.id, 360, "")
    (alone,) = (
        table
        for table in queries.released(analyst, consultation.id).characteristics()
        if table.by.key == "" and table.subject.key == "religion"
    )
    codes = [choice.code for choice in alone.subject.choices]
    assert "sikh" not in codes
    assert abs((alone.rows[0].asked or 0) - 360 * 0.9) < 5  # but for the organisations
    if alone.subject.level is Level.DETAILED:
        assert BOTH in codes


def test_whoever_was_asked_about_something_that_is_asked_no_more_is_not_counted_by_it():
    plan = Plan(level=Level.SUMMARY)
    survey = people.survey(people.VIEW)
    versions = [
        Asked.of(replace(SURVEY, equality=EqualityModule(each)), WITH_LATER_SET)
        for each in ("2026-11", SET.id)
    ]
    assert [each.module.set for each in versions] == [SET.id, SET.id]
    assert "unpaid_care" not in versions[0].module.characteristics
    assert "religion" in versions[0].module.characteristics
    assert [[one.id for one in each.sets] for each in versions] == [[SET.id], []]
    asked = people.universe(plan, (survey,), SET)
    known = public(asked, versions, [plan])
    assert {"religion", "sex"} <= known.asked_of_all


def test_a_version_that_asked_only_what_is_asked_no_more_asks_nothing_of_today():
    only = replace(SURVEY, equality=EqualityModule("2026-11", ("unpaid_care",)))
    assert Asked.of(only, WITH_LATER_SET).module is None
