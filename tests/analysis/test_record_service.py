"""Are records opened only with a reason, for a while, for the right people, and without whoever has gone?"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pyreadstat
import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.accounts.models import AuditEvent
from engage.accounts.permissions import ROLES, Permission, Role
from engage.accounts.service import Action
from engage.analysis import record_making_service as making
from engage.analysis import record_queries as queries
from engage.analysis import record_service as service
from engage.analysis import service as releases
from engage.analysis.archive import parts
from engage.analysis.epochs import Kind as ReleaseKind
from engage.analysis.models import Release
from engage.analysis.record_files import Kind
from engage.analysis.record_models import RecordFile
from engage.consultations.models import Consultation
from engage.database import db
from engage.equality.characteristics import Level
from engage.errors import Invalid, NotAllowed, NotFound
from engage.respond.ledger_models import Decision
from engage.respond.models import Response
from tests.analysis.figures import WRONG
from tests.analysis.stored import make_answered
from tests.analysis.test_service import PLAN
from tests.factories import NOON, make_officer, saved

pytestmark = pytest.mark.usefixtures("time")
REASON = "To see how age and travel hang together."
LATER = NOON + timedelta(days=1)
PEOPLE = 270  # of 300, every tenth speaks for an organisation


@pytest.fixture
def consultation(app: Flask) -> Consultation:
    return make_answered()


@pytest.fixture
def released(consultation: Consultation) -> Consultation:
    officer = make_officer(consultation.council)
    releases.decide_plan(officer, consultation.id, PLAN, now=NOON)
    releases.ask_release(officer, consultation.id, now=NOON)
    as_another_request()
    return consultation


@pytest.fixture
def analyst(consultation: Consultation):
    return make_officer(consultation.council, Role.RECORD_ANALYST)


def as_another_request() -> None:
    db.session.rollback()
    db.session.expire_all()


def opened(officer, consultation, *, people=("age", "sex"), days=7, now=NOON, reason=REASON):
    access = service.open_records(officer, consultation.id, reason=reason, days=days, people=people, now=now)
    as_another_request()
    return access


def look_after(now) -> None:
    service.look_after_records(now=now)
    as_another_request()


def downloaded(officer, access, kind=Kind.CSVW, language="en", now=LATER):
    found = service.download(officer, access.consultation_id, access.id, kind, language, now=now)
    as_another_request()
    return found


def rows(content: bytes) -> list[list[str]]:
    text = parts(content)["records.csv"].decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def events(action: Action) -> list[int | None]:
    as_another_request()
    found = select(AuditEvent.officer_id).filter_by(action=action).order_by(AuditEvent.id)
    return list(db.session.scalars(found))


def gone(consultation: Consultation, number: int = 1, *, after: int = 0) -> None:
    """Of the first so many people those after some withdraw what they said."""
    people = [each for each in db.session.scalars(select(Response)) if "age" in each.answers]
    for response in people[after:number]:
        saved(
            Decision(
                consultation_id=consultation.id, response_id=response.id, reason="withdrawn", made_at=LATER
            )
        )


def test_only_one_role_holds_the_permission():
    assert [role for role in Role if Permission.SEE_RECORDS in ROLES[role]] == [Role.RECORD_ANALYST]


def test_an_analyst_takes_the_records_of_everybody_who_was_counted(released, analyst):
    access = opened(analyst, released)
    header, *body = rows(downloaded(analyst, access))
    assert header[-2:] == ["person_age", "person_sex"]
    assert len(body) == PEOPLE
    assert {row[header.index("who")] for row in body} == {"resident"}
    assert "We run buses." not in str(body)
    assert {row[header.index("person_sex")] for row in body} <= {"female", "male", "[c]", "[x]"}


def test_a_statistics_program_shows_welsh_labels(released, analyst, tmp_path):
    file = tmp_path / "cofnodion.sav"
    file.write_bytes(downloaded(analyst, opened(analyst, released), Kind.SAV, "cy"))
    frame, meta = pyreadstat.read_sav(str(file))
    assert len(frame) == PEOPLE
    assert "Benyw" in meta.variable_value_labels["person_sex"].values()


def test_each_download_is_counted_and_recorded(released, analyst):
    access = opened(analyst, released)
    downloaded(analyst, access)
    downloaded(analyst, access, Kind.SAV, "cy")
    assert queries.access(analyst, released.id, access.id).times == 2
    assert events(Action.RECORDS_DOWNLOADED) == [analyst.id] * 2
    assert events(Action.RECORDS_OPENED) == [analyst.id]


def test_access_ends_by_itself_and_takes_the_files_with_it(released, analyst):
    access = opened(analyst, released, days=7)
    downloaded(analyst, access, now=NOON + timedelta(days=7) - timedelta(seconds=1))
    with pytest.raises(NotFound):
        downloaded(analyst, access, now=NOON + timedelta(days=7))
    look_after(NOON + timedelta(days=7))
    assert db.session.scalar(select(func.count(RecordFile.id))) == 0
    assert events(Action.RECORDS_ENDED) == [None]


def test_an_analyst_can_end_access_earlier(released, analyst):
    access = opened(analyst, released)
    service.end(analyst, released.id, access.id, now=LATER)
    as_another_request()
    with pytest.raises(NotFound):
        downloaded(analyst, access)
    assert db.session.scalar(select(func.count(RecordFile.id))) == 0
    assert events(Action.RECORDS_ENDED) == [analyst.id]


def test_nobody_else_uses_an_analysts_access(released, analyst):
    access = opened(analyst, released)
    with pytest.raises(NotFound):
        downloaded(make_officer(released.council, Role.RECORD_ANALYST), access)
    with pytest.raises(NotAllowed):
        downloaded(make_officer(released.council, *(set(Role) - {Role.RECORD_ANALYST})), access)
    with pytest.raises(NotFound):
        downloaded(make_officer(None, Role.RECORD_ANALYST), access)


def test_whoever_withdraws_is_in_no_file_from_then_on(released, analyst):
    access = opened(analyst, released)
    gone(released)
    with pytest.raises(NotFound):
        downloaded(analyst, access)  # before anybody has made the files again
    look_after(LATER)
    with pytest.raises(NotFound):
        downloaded(analyst, access)
    assert queries.accesses(released.id)[0].ended_at == LATER
    with pytest.raises(service.NoRecords):  # beside the first files they would show who has gone
        opened(make_officer(released.council, Role.RECORD_ANALYST), released)


def test_once_many_have_gone_there_are_records_without_them(released, analyst):
    opened(analyst, released)
    gone(released, 50)
    look_after(LATER)
    again = opened(analyst, released, now=LATER)
    assert len(rows(downloaded(analyst, again))) - 1 == PEOPLE - 50
    gone(released, 51, after=50)  # one more, who would stand alone beside the second files
    look_after(LATER)
    with pytest.raises(service.NoRecords):
        opened(analyst, released, now=LATER)


def test_whoever_goes_while_another_comes_back_is_seen_too(released, analyst):
    gone(released, 1)
    access = opened(analyst, released)
    db.session.query(Decision).one().undone_at = LATER
    db.session.commit()
    gone(released, 2, after=1)
    with pytest.raises(NotFound):
        downloaded(analyst, access)
    assert queries.offer(released.id) is None


def test_what_was_changed_since_the_release_is_not_in_the_records(released, analyst):
    response = next(each for each in db.session.scalars(select(Response)) if "age" in each.answers)
    before = response.answers["travel"]["value"]
    after = ["none"] if before != ["none"] else ["bus"]
    response.answers = {**response.answers, "travel": {"value": after, "language": "en"}}
    db.session.commit()
    assert len(rows(downloaded(analyst, opened(analyst, released)))) - 1 == PEOPLE - 1


def test_the_first_choice_of_groups_holds_for_everybody(released, analyst):
    opened(analyst, released, people=("sex",))
    other = make_officer(released.council, Role.RECORD_ANALYST)
    header, *_body = rows(downloaded(other, opened(other, released, people=("age", "disability"))))
    assert [name for name in header if name.startswith("person_")] == ["person_sex"]


def corrected(consultation: Consultation, **plan) -> None:
    officer = make_officer(consultation.council)
    changed = {"knowing_the_cost": True, "now": LATER}
    releases.decide_plan(officer, consultation.id, replace(PLAN, **plan), **changed)
    releases.ask_release(officer, consultation.id, now=LATER, kind=ReleaseKind.CORRECTION, reason=WRONG)
    as_another_request()
    look_after(LATER)


@pytest.mark.parametrize(
    "other", [{"level": Level.STANDARD}, {"characteristics": ("age", "disability")}], ids=["level", "gone"]
)
def test_after_a_correction_with_other_groups_there_are_no_records(released, analyst, other):
    opened(analyst, released)
    corrected(released, **other)
    assert queries.is_unlike_first(released.id)
    assert queries.offer(released.id) is None
    with pytest.raises(service.NoRecords):
        opened(analyst, released, now=LATER)


def test_after_a_correction_with_the_same_groups_there_are_records_again(released, analyst):
    opened(analyst, released)
    corrected(released, characteristics=("age", "sex"))
    header, *_body = rows(downloaded(analyst, opened(analyst, released, people=("age",), now=LATER)))
    assert [name for name in header if name.startswith("person_")] == ["person_age", "person_sex"]


def test_figures_by_another_rule_hide_something_else(released, analyst):
    first = opened(analyst, released)
    corrected(released, characteristics=("age", "sex"))
    assert queries.offer(released.id)
    db.session.get(Release, first.release_id).hidden_below = 20
    db.session.commit()
    assert queries.offer(released.id) is None


def test_opening_twice_is_opening_once(released, analyst):
    assert opened(analyst, released).id == opened(analyst, released, now=LATER).id


@pytest.mark.parametrize(
    ("fields", "problem"),
    [({"reason": "  "}, "reason"), ({"days": 60}, "days"), ({"people": ("height",)}, "people")],
)
def test_what_is_wrong_is_named(released, analyst, fields, problem):
    with pytest.raises(Invalid) as refused:
        opened(analyst, released, **fields)
    assert list(refused.value.problems) == [problem]


def test_there_are_no_records_before_final_figures(consultation, analyst):
    with pytest.raises(service.NoRecords):
        opened(analyst, consultation)


def test_there_are_no_records_when_too_few_are_left(app):
    consultation = make_answered(people=14)
    officer = make_officer(consultation.council)
    releases.ask_release(officer, consultation.id, now=NOON)
    as_another_request()
    assert queries.offer(consultation.id)  # the number of people is shown
    gone(consultation, 6)
    access = opened(officer, consultation, people=())
    assert queries.access(officer, consultation.id, access.id).is_given_up


def test_new_figures_end_the_access_to_those_before(released, analyst):
    access = opened(analyst, released)
    corrected(released, dimensions=("channel",))
    with pytest.raises(NotFound):
        downloaded(analyst, access)
    assert events(Action.RECORDS_ENDED) == [None]


def test_files_that_were_lost_are_made_again(released, analyst):
    access = opened(analyst, released)
    row = queries.access(analyst, released.id, access.id)
    making.delete_files(row)
    row.begun_at = NOON
    db.session.commit()
    look_after(NOON + timedelta(minutes=1))
    assert queries.access(analyst, released.id, access.id).made_at is None  # somebody may be at it
    look_after(NOON + service.PATIENCE)
    assert queries.access(analyst, released.id, access.id).made_at


def test_files_are_sealed(released, analyst):
    opened(analyst, released)
    for file in db.session.scalars(select(RecordFile)):
        assert b"records.csv" not in file.sealed
        assert b"$FL2" not in file.sealed
