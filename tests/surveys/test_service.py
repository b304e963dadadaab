"""Can a survey be imported, frozen and found again, and is nothing half done?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError

from engage.accounts.models import AuditEvent, Council, Officer
from engage.accounts.permissions import Role
from engage.bilingual import Bilingual
from engage.consultations.models import Consultation
from engage.consultations.stage import Stage
from engage.database import db
from engage.errors import Invalid, NotAllowed, NotFound
from engage.surveys import draft_service, queries, service
from engage.surveys.interchange import read_yaml, write_yaml
from engage.surveys.models import Survey, SurveyVersion
from tests import publishing
from tests.examples import ALL, BUDGET, ROUTED, SHORT
from tests.factories import NOON, make_consultation, make_council, make_officer

pytestmark = pytest.mark.usefixtures("app")
LATER = NOON + timedelta(minutes=5)
UNFINISHED = replace(SHORT, title=Bilingual("Only English"), sections=(*SHORT.sections, *SHORT.sections))


def draft_of(council: Council, **fields) -> Consultation:
    return make_consultation(council, published_at=None, **fields)


def imported(definition, **fields) -> tuple[Officer, Consultation]:
    """A consultation, not published, whose survey is this definition."""
    officer = make_officer()
    consultation = draft_of(officer.council, **fields)
    service.import_draft(officer, consultation.id, write_yaml(definition), now=NOON)
    return officer, consultation


def deeds() -> list[tuple[str, str, int, int | None]]:
    events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id))
    return [(each.action, each.subject_kind, each.council_id, each.officer_id) for each in events]


@pytest.mark.parametrize("definition", ALL, ids=lambda definition: definition.title.en)
def test_a_survey_comes_out_as_it_went_in(definition):
    officer, consultation = imported(definition)
    assert read_yaml(queries.export_draft(officer, consultation.id)) == definition


def test_an_import_takes_the_place_of_the_draft_before_and_leaves_a_trace():
    officer, consultation = imported(SHORT)
    survey = service.import_draft(officer, consultation.id, write_yaml(ROUTED), now=LATER)
    assert queries.draft(officer, consultation.id).definition == ROUTED
    assert survey.changed_at == LATER
    assert db.session.scalar(select(func.count(Survey.id))) == 1
    assert [deed[0] for deed in deeds()] == ["survey_imported", "survey_changed"]
    assert {deed[1:] for deed in deeds()} == {("survey", officer.council_id, officer.id)}


def test_an_import_can_be_taken_back():
    officer, consultation = imported(SHORT)
    survey = service.import_draft(officer, consultation.id, write_yaml(ROUTED), now=LATER)
    draft_service.undo(officer, consultation.id, seen=survey.revision, now=LATER)
    assert queries.draft(officer, consultation.id).definition == SHORT


def test_the_console_imports_without_an_officer():
    consultation = draft_of(make_council())
    service.import_draft(None, consultation.id, write_yaml(SHORT), now=NOON)
    assert deeds() == [("survey_imported", "survey", consultation.council_id, None)]


def test_an_unfinished_survey_is_kept():
    officer, consultation = imported(UNFINISHED)
    assert queries.draft(officer, consultation.id).definition == UNFINISHED


@pytest.mark.parametrize(
    "file",
    [
        b"\x00\xff rubbish",
        "just a sentence",
        "- a\n- list",
        "title: {en: 1, cy: [2]}\nsections: nothing",
        "a: &a [x, x]\nb: &b [*a, *a]\nsections: *b",
        "",
    ],
)
def test_a_file_that_is_no_survey_changes_nothing(file):
    officer, consultation = imported(SHORT)
    with pytest.raises(Invalid) as refused:
        service.import_draft(officer, consultation.id, file, now=LATER)
    assert refused.value.problems
    assert queries.draft(officer, consultation.id).definition == SHORT
    assert len(deeds()) == 1


def test_publishing_freezes_the_survey_and_publishes_its_consultation():
    officer, consultation = imported(ROUTED)
    version = publishing.publish(officer, consultation, now=LATER)
    assert (version.number, version.published_at, version.published_by_id) == (1, LATER, officer.id)
    assert version.definition == ROUTED
    assert consultation.published_at == LATER
    assert consultation.stage(LATER) == Stage.OPEN
    assert [deed[:2] for deed in deeds()[1:]] == [
        ("survey_sent_to_approver", "survey"),
        ("own_survey_approved", "survey"),
        ("consultation_published", "consultation"),
        ("survey_published", "survey_version"),
    ]


def test_what_is_published_stays_as_it_is():
    officer, consultation = imported(ROUTED)
    version = publishing.publish(officer, consultation, now=NOON)
    with pytest.raises(service.AlreadyPublished):
        service.publish(officer, consultation.id, now=LATER)
    service.import_draft(officer, consultation.id, write_yaml(SHORT), now=LATER)
    assert queries.draft(officer, consultation.id).definition == SHORT
    assert queries.published_version(consultation.id).definition == ROUTED
    assert db.session.scalar(select(func.count(SurveyVersion.id))) == 1
    assert queries.version(version.id).definition == ROUTED


def test_a_version_does_not_follow_the_draft():
    officer, consultation = imported(ROUTED)
    version = publishing.publish(officer, consultation, now=NOON)
    version.survey.draft = {}
    db.session.commit()
    db.session.expire_all()
    assert db.session.get(SurveyVersion, version.id).definition == ROUTED


def test_every_problem_of_the_survey_and_of_the_consultation_is_told_at_once():
    officer, consultation = imported(UNFINISHED, topics=[], why=Bilingual("Only English"))
    found = service.problems(officer, consultation.id, now=NOON)
    assert {"missing_words", "repeated_code", "missing"} <= {str(problem.code) for problem in found}
    assert {problem.field for problem in found if problem.code == "missing"} == {
        "why_cy",
        "topics",
    }


def test_a_refused_publication_leaves_nothing_behind():
    officer, consultation = imported(SHORT)
    publishing.approve(officer, consultation, now=NOON)
    done = deeds()
    with pytest.raises(Invalid):  # since it was approved, the consultation has closed
        service.publish(officer, consultation.id, now=consultation.closes_at)
    db.session.expire_all()
    assert consultation.published_at is None
    assert db.session.scalar(select(func.count(SurveyVersion.id))) == 0
    assert deeds() == done


def test_a_publication_that_breaks_off_leaves_nothing_behind():
    officer, consultation = imported(SHORT)
    publishing.approve(officer, consultation, now=NOON)
    done = deeds()
    breaks_off = IntegrityError("the trace could not be written", None, Exception())

    @event.listens_for(AuditEvent, "before_insert")
    def no_room_for_the_trace(_mapper, _connection, trace):
        if trace.action == "survey_published":
            raise breaks_off

    try:
        with pytest.raises(IntegrityError):
            service.publish(officer, consultation.id, now=NOON)
    finally:
        event.remove(AuditEvent, "before_insert", no_room_for_the_trace)
    db.session.expire_all()
    assert consultation.published_at is None
    assert db.session.scalar(select(func.count(SurveyVersion.id))) == 0
    assert deeds() == done


def test_without_a_survey_there_is_nothing_to_publish():
    officer = make_officer()
    consultation = draft_of(officer.council)
    with pytest.raises(NotFound):
        service.publish(officer, consultation.id, now=NOON)
    with pytest.raises(NotFound):
        queries.export_draft(officer, consultation.id)
    assert queries.draft(officer, consultation.id) is None


VERBS = {
    "import": lambda officer, id: service.import_draft(officer, id, write_yaml(SHORT), now=NOON),
    "publish": lambda officer, id: service.publish(officer, id, now=NOON),
    "problems": lambda officer, id: service.problems(officer, id, now=NOON),
    "draft": queries.draft,
    "export": queries.export_draft,
}


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
def test_another_council_does_not_learn_that_there_is_a_survey(verb):
    _, consultation = imported(SHORT)
    with pytest.raises(NotFound):
        verb(make_officer(), consultation.id)


@pytest.mark.parametrize(("role", "verb"), [(Role.APPROVER, "import"), (Role.AUTHOR, "publish")])
def test_who_writes_is_not_who_publishes(role, verb):
    _, consultation = imported(SHORT)
    officer = make_officer(consultation.council, role)
    with pytest.raises(NotAllowed):
        VERBS[verb](officer, consultation.id)


def test_a_version_can_be_exported_by_its_own_council_alone():
    officer, consultation = imported(BUDGET)
    version = publishing.publish(officer, consultation, now=NOON)
    assert read_yaml(queries.export_version(officer, version.id)) == BUDGET
    with pytest.raises(NotFound):
        queries.export_version(make_officer(), version.id)


def test_residents_get_the_published_version_from_one_query(app: Flask):
    officer, consultation = imported(BUDGET)
    published = publishing.publish(officer, consultation, now=NOON)
    queries.published_version(consultation.id)
    asked = []

    @event.listens_for(db.engine, "before_cursor_execute")
    def count(_connection, _cursor, statement, *_):
        asked.append(statement)

    version = queries.published_version(consultation.id)
    event.remove(db.engine, "before_cursor_execute", count)
    assert (version.id, version.consultation_id, version.number) == (published.id, consultation.id, 1)
    assert version.definition == BUDGET
    assert version.definition is queries.version(published.id).definition  # parsed once
    assert len(asked) == 1


@pytest.mark.parametrize("find", [queries.published_version, queries.version])
def test_no_version_is_not_found(find):
    consultation = make_consultation()
    with pytest.raises(NotFound):
        find(consultation.id)


def test_the_same_questions_have_the_same_digest_and_others_another():
    digests = []
    for definition in (SHORT, SHORT, ROUTED):
        officer, consultation = imported(definition)
        digests.append(publishing.publish(officer, consultation, now=NOON).digest)
    assert digests[0] == digests[1] != digests[2]


def test_two_officers_who_publish_at_once_make_one_version(app: Flask):
    officer, consultation = imported(SHORT)
    publishing.approve(officer, consultation, now=NOON)
    together = Barrier(2)

    def publish() -> str:
        with app.app_context():
            who = db.session.get(Officer, officer_id)
            together.wait()
            try:
                return str(service.publish(who, consultation_id, now=NOON).number)
            except service.AlreadyPublished:
                return "already published"

    officer_id, consultation_id = officer.id, consultation.id
    db.session.remove()
    with ThreadPoolExecutor(2) as pool:
        said = sorted(each.result() for each in [pool.submit(publish), pool.submit(publish)])
    assert said == ["1", "already published"]
    assert db.session.scalar(select(func.count(SurveyVersion.id))) == 1
