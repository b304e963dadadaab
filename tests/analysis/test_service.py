"""Is a release planned, asked for and made as promised: once, whole, for the right people alone?"""

from __future__ import annotations

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.accounts.models import AuditEvent
from engage.accounts.permissions import Role
from engage.accounts.service import Action
from engage.analysis import breakdown, files_service, planning, queries, service, working_service
from engage.analysis.keeping import Marks
from engage.analysis.keys import rounding_key
from engage.analysis.models import BreakdownPlan, Release, WorkingSnapshot
from engage.analysis.universe import Plan
from engage.bilingual import LANGUAGES
from engage.config import settings
from engage.consultations.models import Consultation
from engage.database import db
from engage.equality.characteristics import Level
from engage.errors import Invalid, NotAllowed, NotFound
from engage.respond.models import Response
from engage.sealing import WrongSeal, open_sealed
from tests.analysis.stored import CLOSED, PEOPLE, SURVEY, add_responses, make_answered, make_survey
from tests.conftest import _empty
from tests.factories import NOON, make_consultation, make_officer

pytestmark = pytest.mark.usefixtures("time")
PLAN = Plan(
    level=Level.SUMMARY,
    characteristics=("age", "sex", "disability"),
    organisation_question="who",
    organisation_codes=("organisation",),
)

GRACE = timedelta(minutes=30)


@pytest.fixture
def consultation(app: Flask) -> Consultation:
    return make_answered()


@pytest.fixture
def analyst(consultation: Consultation):
    return make_officer(consultation.council, Role.ANALYST)


def made(officer, consultation: Consultation, plan: Plan = PLAN) -> Release:
    """The release of this consultation, made under this plan."""
    service.decide_plan(officer, consultation.id, plan, now=NOON)
    service.ask_release(officer, consultation.id, now=NOON)
    return now_stored(consultation)


def now_stored(consultation: Consultation) -> Release:
    db.session.rollback()
    db.session.expire_all()
    return queries.release(consultation.id)


def deeds(*actions: Action) -> list[tuple[str, int | None]]:
    events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id))
    return [(event.action, event.officer_id) for event in events if event.action in actions]


# --- the plan -------------------------------------------------------------------------------------------


def test_a_plan_is_kept_until_another_takes_its_place(consultation, analyst):
    service.decide_plan(analyst, consultation.id, PLAN, now=NOON)
    finer = replace(PLAN, level=Level.DETAILED)
    service.decide_plan(analyst, consultation.id, finer, now=NOON)
    assert queries.planning_of(analyst, consultation.id).plan == finer
    assert db.session.scalar(select(func.count(BreakdownPlan.id))) == 1
    assert deeds(Action.BREAKDOWN_PLANNED) == [("breakdown_planned", analyst.id)] * 2


def test_without_a_plan_the_groups_are_large_and_nobody_is_left_out(consultation, analyst):
    plan = queries.planning_of(analyst, consultation.id).plan
    assert plan == planning.default(SURVEY)
    assert (plan.level, plan.organisation_question) == (Level.SUMMARY, "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"characteristics": ()},
        {"characteristics": ("height",)},
        {"organisation_codes": ()},
        {"organisation_codes": ("company",)},
        {"organisation_question": "comments"},  # not a choice
    ],
)
def test_a_plan_that_the_survey_does_not_fit_is_refused(consultation, analyst, wrong):
    with pytest.raises(Invalid):
        service.decide_plan(analyst, consultation.id, replace(PLAN, **wrong), now=NOON)


def test_once_there_are_figures_another_plan_is_for_those_who_know_what_it_costs(consultation, analyst):
    release = made(analyst, consultation)
    finer = replace(PLAN, level=Level.DETAILED)
    with pytest.raises(service.CostsAnEpoch):
        service.decide_plan(analyst, consultation.id, finer, now=NOON)
    service.decide_plan(analyst, consultation.id, finer, now=NOON, knowing_the_cost=True)
    assert queries.planning_of(analyst, consultation.id).plan == finer
    assert now_stored(consultation).plan == release.plan == PLAN


def test_there_is_nothing_to_plan_without_a_survey(app):
    consultation = make_consultation()
    analyst = make_officer(consultation.council, Role.ANALYST)
    assert queries.planning_of(analyst, consultation.id) is None
    with pytest.raises(NotFound):
        service.decide_plan(analyst, consultation.id, PLAN, now=NOON)


# --- asking ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "now"),
    [
        ({"closes_at": NOON + timedelta(days=1)}, NOON),  # open
        ({}, CLOSED),  # just closed
        ({}, CLOSED + GRACE - timedelta(seconds=1)),  # somebody may still be finishing
        ({"published_at": None}, NOON),  # never before the public
    ],
)
def test_no_release_while_answers_can_come_in(app, fields, now):
    consultation = db.session.get(Consultation, make_survey(**fields).survey.consultation_id)
    analyst = make_officer(consultation.council, Role.ANALYST)
    with pytest.raises(service.NotNow):
        service.ask_release(analyst, consultation.id, now=now)
    assert now_stored(consultation) is None
    assert deeds(Action.RELEASE_ASKED) == []


def test_a_release_can_be_asked_for_from_the_last_moment_of_grace(app):
    consultation = db.session.get(Consultation, make_survey().survey.consultation_id)
    analyst = make_officer(consultation.council, Role.ANALYST)
    service.ask_release(analyst, consultation.id, now=CLOSED + GRACE)
    assert now_stored(consultation).asked_at == CLOSED + GRACE


def test_asking_again_changes_nothing(consultation, analyst):
    first = made(analyst, consultation)
    stored = (first.id, first.made_at, first.figures)
    service.ask_release(analyst, consultation.id, now=NOON + timedelta(days=1))
    again = now_stored(consultation)
    assert (again.id, again.made_at, again.figures) == stored
    assert deeds(Action.RELEASE_ASKED, Action.RELEASE_MADE) == [
        ("release_asked", analyst.id),
        ("release_made", None),
    ]


@pytest.mark.parametrize(
    "verb",
    [
        lambda officer, id: service.decide_plan(officer, id, PLAN, now=NOON),
        lambda officer, id: service.ask_release(officer, id, now=NOON),
        lambda officer, id: files_service.read(officer, id, now=NOON),
        lambda officer, id: files_service.composed(officer, id, now=NOON),
        lambda officer, id: files_service.download(officer, id, "everything.csv", "en", now=NOON),
        lambda officer, id: files_service.export(officer, id, now=NOON),
        lambda officer, id: queries.released(officer, id),
        lambda officer, id: queries.planning_of(officer, id),
    ],
    ids=["decide_plan", "ask", "read", "composed", "download", "export", "released", "planning_of"],
)
def test_only_analysts_of_the_council_may(consultation, analyst, verb):
    made(analyst, consultation)
    with pytest.raises(NotFound):
        verb(make_officer(None, Role.ANALYST), consultation.id)
    with pytest.raises(NotAllowed):
        verb(make_officer(consultation.council, Role.AUTHOR, Role.APPROVER), consultation.id)


# --- making ---------------------------------------------------------------------------------------------


def test_a_release_counts_people_and_leaves_organisations_out(consultation, analyst):
    release = made(analyst, consultation)
    assert release.people % 5 == 0
    assert abs(release.people - (PEOPLE - PEOPLE // 10)) < 5
    who = queries.released(analyst, consultation.id).question("who")
    counts = dict(zip((choice.code for choice in who.subject.choices), who.rows[0].counts, strict=True))
    assert counts == {"resident": 270, "organisation": None}


def test_a_question_that_routing_skips_is_not_counted_as_unanswered(consultation, analyst):
    everyone = replace(PLAN, organisation_question="", organisation_codes=())
    made(analyst, consultation, everyone)
    released = queries.released(analyst, consultation.id)
    assert released.release.people == PEOPLE
    assert abs(released.question("travel").rows[0].asked - 270) < 5  # organisations are not asked


def test_only_rounded_figures_are_stored(consultation, analyst):
    release = made(analyst, consultation)
    figures = [figure for table in release.figures for row in table for figure in row]
    shown = [figure for figure in figures if figure is not None]
    assert 0 < len(shown) < len(figures)
    assert all(figure >= 10 and figure % 5 == 0 for figure in shown)


def test_a_question_and_a_characteristic_of_the_same_name_are_two_things(consultation, analyst):
    made(analyst, consultation)
    released = queries.released(analyst, consultation.id)
    assert [choice.code for choice in released.question("age").subject.choices] == ["under_16", "adult"]
    assert released.characteristics()[0].subject.key == "age"
    assert released.characteristics()[0] != released.question("age")


def test_no_codes_of_people_are_kept_and_the_marks_open_with_their_key_alone(consultation, analyst):
    release = made(analyst, consultation)
    assert db.session.scalar(select(func.count(WorkingSnapshot.id))) == 0
    with pytest.raises(WrongSeal):
        open_sealed(release.marks, settings().equality_key, release.context)
    with pytest.raises(WrongSeal):
        open_sealed(release.marks, settings().snapshot_key, b"release 1 2")
    marks = Marks.from_bytes(open_sealed(release.marks, settings().snapshot_key, release.context))
    assert len(marks.who) == PEOPLE - PEOPLE // 10
    references = db.session.scalars(select(Response.uuid))
    assert not [uuid for uuid in references if uuid[:8] in marks.to_bytes()]


def test_the_same_answers_under_the_same_key_make_the_same_figures_again(consultation, analyst):
    release = made(analyst, consultation)
    universe = queries.universe_of(release)
    snapshot = working_service.everything(release, universe)
    key = rounding_key(settings().release_key, str(consultation.id), release.kind, 0, snapshot.digest)
    assert breakdown.figures(breakdown.release_tables(universe, snapshot, key)) == release.figures
    other = rounding_key(settings().release_key, str(consultation.id), "correction", 0, snapshot.digest)
    assert breakdown.figures(breakdown.release_tables(universe, snapshot, other)) != release.figures


def test_tables_open_again_without_keys_and_without_the_answers(app, consultation, analyst):
    made(analyst, consultation)
    before = queries.released(analyst, consultation.id).tables
    blind = replace(settings(), snapshot_key=b"", release_key=b"", equality_key=b"")
    app.extensions["settings"], kept = blind, settings()
    try:
        now_stored(consultation)
        assert queries.released(analyst, consultation.id).tables == before
    finally:
        app.extensions["settings"] = kept


def test_a_job_that_runs_again_changes_nothing(consultation, analyst):
    release = made(analyst, consultation)
    stored = (release.made_at, release.marks, release.figures)
    service.make_release(release.id, now=NOON + timedelta(hours=1))
    again = now_stored(consultation)
    assert (again.made_at, again.marks, again.figures) == stored
    assert deeds(Action.RELEASE_MADE) == [("release_made", None)]


def test_two_workers_at_once_make_one_release(app, consultation, analyst):
    release = asked_in_vain(consultation, analyst)
    mend(consultation)
    barrier = Barrier(2)

    def work(_worker: int) -> None:
        with app.app_context():
            barrier.wait()
            service.make_release(release.id, now=NOON)

    db.session.rollback()
    with ThreadPoolExecutor(2) as workers:
        list(workers.map(work, range(2)))
    assert NOON <= now_stored(consultation).made_at < NOON + timedelta(minutes=1)
    assert deeds(Action.RELEASE_MADE) == [("release_made", None)]


def test_a_job_that_fails_half_way_leaves_a_release_asked_for_and_a_sweep_makes_it(consultation, analyst):
    release = asked_in_vain(consultation, analyst)
    assert (release.made_at, release.people, release.marks, release.figures) == (None,) * 4
    with pytest.raises(ValueError, match="an answer to who holds a code that no version offers"):
        service.make_release(release.id, now=NOON)
    with pytest.raises(NotFound):
        queries.released(analyst, consultation.id)
    mend(consultation)
    service.resume_releases(now=NOON + timedelta(seconds=59))  # the job may still be under way
    assert now_stored(consultation).made_at is None
    service.resume_releases(now=NOON + service.PATIENCE)
    assert now_stored(consultation).people == PEOPLE


def asked_in_vain(consultation: Consultation, analyst) -> Release:
    """A release whose job found an answer that cannot be."""
    break_one(consultation, "nonsense")
    service.ask_release(analyst, consultation.id, now=NOON)
    return now_stored(consultation)


def mend(consultation: Consultation) -> None:
    break_one(consultation, "resident")


def break_one(consultation: Consultation, code: str) -> None:
    response = db.session.scalars(select(Response).order_by(Response.id).offset(1)).first()
    response.answers = {**response.answers, "who": {"value": code, "language": "en"}}
    db.session.commit()


def test_a_sweep_leaves_what_is_made_alone(consultation, analyst):
    release = made(analyst, consultation)
    service.resume_releases(now=NOON + timedelta(days=1))
    assert now_stored(consultation).made_at == release.made_at


@pytest.mark.parametrize("people", [0, 9])
def test_too_few_people_make_a_release_that_says_nothing(app, people):
    consultation = make_answered(people=people)
    analyst = make_officer(consultation.council, Role.ANALYST)
    service.ask_release(analyst, consultation.id, now=NOON)
    released = queries.released(analyst, consultation.id)
    assert released.release.people is None
    assert released.says_nothing


def test_a_survey_without_equality_questions_has_toplines_alone(app):
    version = make_survey(replace(SURVEY, equality=None))
    add_responses(version, [({"who": "resident"}, {})] * 20)
    consultation = db.session.get(Consultation, version.survey.consultation_id)
    analyst = make_officer(consultation.council, Role.ANALYST)
    service.ask_release(analyst, consultation.id, now=NOON)
    released = queries.released(analyst, consultation.id)
    assert released.characteristics() == ()
    assert released.question("who").rows[0].counts[0] == 20


# --- downloading ----------------------------------------------------------------------------------------


def test_every_download_has_the_same_bytes_and_leaves_a_trace(consultation, analyst):
    made(analyst, consultation)
    first = files_service.export(analyst, consultation.id, now=NOON)
    now_stored(consultation)
    assert files_service.export(None, consultation.id, now=NOON + timedelta(days=400)) == first
    one = files_service.download(analyst, consultation.id, "popeth.csv", "cy", now=NOON)
    assert one == first["cy/popeth.csv"]
    assert deeds(Action.RELEASE_DOWNLOADED) == [
        ("release_downloaded", analyst.id),
        ("release_downloaded", None),
        ("release_downloaded", analyst.id),
    ]


@pytest.mark.parametrize("name", ["popeth.csv", "question-who", "../everything.csv", ""])
def test_there_are_no_other_files(consultation, analyst, name):
    made(analyst, consultation)
    with pytest.raises(NotFound):
        files_service.download(analyst, consultation.id, name, "en", now=NOON)
    assert deeds(Action.RELEASE_DOWNLOADED) == []


def test_files_are_as_long_as_was_said(consultation, analyst):
    release = made(analyst, consultation)
    files = queries.released(analyst, consultation.id).files
    for language in LANGUAGES:
        assert {name: len(content) for name, content in files(language).items()} == release.file_bytes[
            language
        ]


def test_a_file_tells_what_the_tables_show(consultation, analyst):
    made(analyst, consultation)
    released = queries.released(analyst, consultation.id)
    rows = list(csv.DictReader(io.StringIO(released.files("en")["question-travel.csv"].decode("utf-8-sig"))))
    by_sex = released.question("travel", "sex")
    shown = {
        (row["Group code"], row["Option code"]): row["Count"]
        for row in rows
        if row["Characteristic code"] == "sex"
        and row["Option code"] != "not_answered"
        and not row["Group code"].startswith("not:")
    }
    assert shown == {
        (row.group.code, choice.code): "[c]" if count is None else str(count)
        for row in by_sex.rows
        for choice, count in zip(by_sex.subject.choices, row.counts, strict=True)
    }
    assert {row["Release"] for row in rows} == {"buses-1"}


@pytest.mark.postgresql
def test_both_databases_give_the_same_bytes(sqlite_app, postgresql_app):
    found = []
    for app in (sqlite_app, postgresql_app):
        with app.app_context():
            _empty(app)
            consultation = make_answered()
            analyst = make_officer(consultation.council, Role.ANALYST)
            made(analyst, consultation)
            found.append(files_service.export(analyst, consultation.id, now=NOON))
            db.session.remove()
    assert found[0] == found[1]
    assert len(found[0]) == 2 * (1 + 1 + 5 + 1)  # everything, characteristics, five questions, notes


def test_how_many_were_left_out_cannot_be_told_from_two_numbers(consultation, analyst):
    """Responses sent is exact; were the people counted exact too, the difference would be."""
    release = made(analyst, consultation)
    left_out = {PEOPLE - counted for counted in range(release.people - 4, release.people + 5)}
    assert PEOPLE // 10 in left_out
    assert len(left_out) == 9
