"""Are answers that were given under an earlier version counted under the codes of today?"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import update

from engage.analysis import queries, service, working_service
from engage.analysis.planning import fitted
from engage.analysis.snapshot import Received, Snapshot
from engage.analysis.today import asked_today, following, read
from engage.analysis.universe import Plan
from engage.consultations.models import Consultation
from engage.database import db
from engage.equality.characteristics import Level
from engage.respond.models import Response
from engage.surveys import definition as d
from engage.surveys import library
from engage.surveys.cohesion_2026_11 import COHESION_2026_11
from engage.surveys.document import to_json
from engage.surveys.inserting import NEW_SECTION, insert
from engage.surveys.recoding import Recoding, Renamed
from engage.surveys.upgrading import upgrade
from tests.analysis import people
from tests.analysis.people import options
from tests.analysis.stored import add_responses, make_survey
from tests.examples import SHORT
from tests.factories import NOON, make_officer
from tests.surveys.editions import COHESION_2027_11
from tests.surveys.test_library import EVERYTHING

FIRST = insert(SHORT, COHESION_2026_11, EVERYTHING, NEW_SECTION).definition


def wording(*questions: d.Question, recodings: tuple[Recoding, ...] = ()) -> d.Definition:
    steps = people.survey(*questions)
    return d.Definition(title=people.both("Survey"), sections=(steps[0].section,), recodings=recodings)


def renamed(question: d.Question, **names: str) -> Recoding:
    """The question under the id ``today``, with these codes."""
    return Recoding(question.id, "today", tuple(Renamed(old, new) for old, new in names.items()))


@pytest.mark.parametrize(
    ("question", "given", "expected"),
    [
        (people.VIEW, "for", "yes"),
        (people.VIEW, "against", "against"),
        (people.VIEW, "neither", None),  # nothing means the same today
        (people.USES, ["bus", "none"], ["coach", "none"]),
        (people.FEEL, "na", "no_view"),
        (people.RANK, ["b", "a"], ["b", "first"]),
        (people.SHARE, {"a": 60, "b": 40}, {"first": 60, "b": 40}),
        (people.GRID, {"parks": {"now": "low"}}, {"parks": {"now": "bad"}}),
        (people.SAY, "for", "for"),  # words are not codes
    ],
)
def test_each_kind_of_answer_is_read_and_its_question_offers_the_code(question, given, expected):
    names = {"for": "yes", "neither": "", "bus": "coach", "na": "no_view", "a": "first", "low": "bad"}
    names = {} if question is people.SAY else names
    newest = wording(replace(question, id="today"), recodings=(renamed(question, **names),))
    paths = following(wording(question), newest)
    assert read(question.id, given, paths) == (("today", expected) if expected is not None else None)
    (step,) = asked_today(people.survey(question), paths)
    (today,) = step.page.questions
    assert today.id == "today"
    if expected is not None:
        (coded,) = people.of(today).questions
        assert coded.code(expected)


def test_a_question_goes_through_every_recoding_in_turn():
    recodings = (
        Recoding("view", "opinion", (Renamed("for", "yes"),)),
        Recoding("opinion", "stance", (Renamed("yes", "in_favour"),)),
    )
    newest = wording(replace(people.VIEW, id="stance", options=options("in_favour")), recodings=recodings)
    first, second = wording(people.VIEW), wording(replace(people.VIEW, id="opinion"), recodings=recodings[:1])
    assert read("view@park", "for", following(first, newest)) == ("stance@park", "in_favour")
    assert read("opinion", "yes", following(second, newest)) == ("stance", "in_favour")
    assert following(newest, newest) == {}


def test_answers_do_not_follow_into_another_kind_of_question():
    newest = wording(replace(people.USES, id="view_2"), recodings=(Recoding("view", "view_2"),))
    paths = following(wording(people.VIEW), newest)
    assert read("view", "for", paths) == ("view", "for")


def test_a_question_that_is_asked_no_more_is_left_out_with_its_answers():
    newest = wording(people.USES, recodings=(Recoding("view", ""),))
    paths = following(wording(people.VIEW, people.USES), newest)
    (step,) = asked_today(people.survey(people.VIEW, people.USES), paths)
    assert [question.id for question in step.page.questions] == ["uses"]
    given = {"view": people.answer("for"), "uses": people.answer(["bus"])}
    steps = people.survey(people.VIEW, people.USES)
    received = Received.routed(bytes(16), steps, given, {}, paths)
    assert (received.answers, received.asked) == ({"uses": people.answer(["bus"])}, {"uses"})


def test_who_said_what_means_nothing_today_is_not_counted_as_silent():
    recoding = Recoding("view", "view", (Renamed("for", "yes"), Renamed("neither")))
    newest = wording(replace(people.VIEW, options=options("yes", "against")), recodings=(recoding,))
    paths, steps = following(wording(people.VIEW), newest), people.survey(people.VIEW)
    said = {given: {"view": people.answer(given)} for given in ("for", "neither")} | {"": {}}
    asked = {
        given: Received.routed(bytes(16), steps, answers, {}, paths).asked for given, answers in said.items()
    }
    assert asked == {"for": {"view"}, "neither": set(), "": {"view"}}


def test_organisations_are_told_by_the_codes_of_today():
    condition = d.EqualityModule("2026-11", show_if=d.Is("role", ("resident",)))
    newest = wording(
        d.SingleChoice(id="role", title=people.both("Role"), options=options("resident", "organisation")),
        recodings=(Recoding("who", "role", (Renamed("company", "organisation"),)),),
    )
    plan = Plan(level=Level.SUMMARY, organisation_question="who", organisation_codes=("company",))
    found = fitted(plan, replace(newest, equality=condition))
    assert (found.organisation_question, found.organisation_codes) == ("role", ("organisation",))


# --- on both databases ----------------------------------------------------------------------------------

HOURS = {"longer_hours": "yes"}


@pytest.fixture
def two_versions(app, time, monkeypatch) -> Consultation:
    """A survey that took over a later edition of its set while it was open, answered before and after."""
    monkeypatch.setitem(library.SETS, COHESION_2027_11.id, COHESION_2027_11)
    first = make_survey(FIRST)
    survey = first.survey
    survey.draft = to_json(upgrade(FIRST, COHESION_2027_11).after)
    second = survey.freeze(first.published_by_id, NOON)
    db.session.commit()
    belong, belonging = {"belong": {"agreement": "agree"}}, {"belonging": {"agreement": "tend_to_agree"}}
    neither = {"belong": {"agreement": "neither"}}
    before = [
        {"cohesion": belong, "having_a_say": "none", "brings_together": ["outdoors"]},
        {"cohesion": belong, "brings_together": ["volunteering"]},
        {"cohesion": neither, "brings_together": ["outdoors", "volunteering"]},
        {},
    ]
    after = [{"cohesion": belonging, "having_a_say_2": "no", "brings_together": ["green_places"]}, {}]
    add_responses(first, [(HOURS | said, {}) for said in (*before, *after)])
    later = [f"reference-{number}" for number in range(len(before), len(before) + len(after))]
    db.session.execute(update(Response).where(Response.reference.in_(later)).values(version_id=second.id))
    db.session.commit()
    return db.session.get(Consultation, survey.consultation_id)


def counted(snapshot: Snapshot, key: str) -> Counter[str]:
    """How many people stand under each code of a column."""
    at = next(place for place, column in enumerate(snapshot.columns) if column.key == key)
    names = ("not asked", "not answered", *snapshot.columns[at].codes)
    return Counter(names[code] for code in snapshot.codes[at])


def test_the_upgrade_of_a_set_is_counted_as_one_survey(two_versions):
    analyst = make_officer(two_versions.council)
    service.ask_release(analyst, two_versions.id, now=NOON)
    db.session.expire_all()
    release = queries.release(two_versions.id)
    snapshot = working_service.everything(release, queries.planned_universe(release))
    assert counted(snapshot, "cohesion.belonging.agreement") == {"tend_to_agree": 3, "not answered": 2,
                                                                 "not asked": 1}  # fmt: skip
    assert counted(snapshot, "brings_together.green_places")["yes"] == 3
    assert counted(snapshot, "having_a_say") == {"none": 1, "not answered": 3, "not asked": 2}
    assert counted(snapshot, "having_a_say_2") == {"no": 1, "not answered": 1, "not asked": 4}
    columns = {column.key: column.codes for column in snapshot.columns}
    assert set(columns["cohesion.belonging.agreement"]) - {"dont_know"} == {
        "definitely_disagree", "tend_to_disagree", "tend_to_agree", "definitely_agree"
    }  # fmt: skip
    assert "brings_together.volunteering" not in columns
    assert not [key for key in columns if key.startswith("cohesion.belong.")]
    released = queries.released(analyst, two_versions.id)
    assert released.question("cohesion.belonging.agreement").subject.question == "cohesion"


def test_a_row_that_was_added_later_was_not_asked_before(app, time):
    first = make_survey(wording(replace(people.GRID, rows=people.GRID.rows[:1])))
    first.survey.draft = to_json(wording(people.GRID))
    second = first.survey.freeze(first.published_by_id, NOON)
    db.session.commit()
    given = {"grid": {"parks": {"now": "low"}}}
    add_responses(first, [(given, {}), ({}, {}), (given, {})])
    db.session.execute(
        update(Response).where(Response.reference == "reference-2").values(version_id=second.id)
    )
    db.session.commit()
    consultation = db.session.get(Consultation, first.survey.consultation_id)
    service.ask_release(make_officer(consultation.council), consultation.id, now=NOON)
    db.session.expire_all()
    release = queries.release(consultation.id)
    snapshot = working_service.everything(release, queries.planned_universe(release))
    assert counted(snapshot, "grid.parks.now") == {"low": 2, "not answered": 1}
    assert counted(snapshot, "grid.roads.now") == {"not asked": 2, "not answered": 1}
