"""Does each body of a joint consultation see the whole and its own residents, and nothing else?"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import cycle

import pytest
from flask import Flask, url_for
from lxml import html
from sqlalchemy import select

from engage.accounts.models import AuditEvent, Officer
from engage.accounts.permissions import Role
from engage.accounts.service import Action
from engage.analysis import bodies_queries, bodies_service, files_service, formats_service, queries, service
from engage.analysis.epochs import Kind
from engage.analysis.formats import Format
from engage.analysis.models import Release
from engage.bilingual import LANGUAGES, Bilingual
from engage.consultations import joint_queries
from engage.database import db
from engage.errors import Invalid, NotAllowed, NotFound
from engage.surveys import ready_service
from engage.surveys.definition import Option, Page, Section, SingleChoice
from engage.surveys.document import to_json
from engage.surveys.models import Survey
from engage.surveys.problem_forms import sentence
from tests.analysis.figures import WRONG
from tests.analysis.stored import SURVEY, add_responses, invented, make_survey
from tests.analysis.test_record_service import downloaded, opened, rows
from tests.analysis.test_representativeness_views import store
from tests.analysis.test_service import PLAN
from tests.factories import NOON, make_consultation, make_council, make_officer, saved
from tests.officers import send, sign_in

pytestmark = pytest.mark.usefixtures("time")
CODES = ("here", "there", "yonder", "elsewhere")
COUNTY = SingleChoice(
    id="county",
    title=Bilingual("Where do you live?", "Ble rydych chi'n byw?"),
    options=tuple(Option(code, Bilingual(code, f"{code}-cy")) for code in CODES),
)
PLACE = Page(id="place", title=Bilingual("Place", "Lle"), questions=(COUNTY,))
JOINT = replace(
    SURVEY,
    sections=(Section(id="first", title=Bilingual("First", "Cyntaf"), parts=(PLACE,)), *SURVEY.sections),
)
EARLY = NOON - timedelta(days=15)  # before it opens
OPEN = NOON - timedelta(days=5)
PEOPLE = 300


@pytest.fixture
def lead(app: Flask) -> Officer:
    return make_officer(make_council(slug="here-council"), Role.ANALYST)


@pytest.fixture
def partner(app: Flask) -> Officer:
    return make_officer(make_council(slug="there"), Role.ANALYST)


@pytest.fixture
def version(lead: Officer):
    dates = {"closes_at": NOON - timedelta(hours=1), "slug_en": "buses", "slug_cy": "bysiau"}
    return make_survey(JOINT, make_consultation(lead.council, **dates))


@pytest.fixture
def consultation(version):
    return version.survey.consultation


@pytest.fixture
def asked(lead, partner, consultation):
    """The partner is asked to take part."""
    bodies_service.choose(lead, consultation.id, "county", "here", now=EARLY)
    return bodies_service.name(lead, consultation.id, partner.council_id, "there", now=EARLY)


@pytest.fixture
def agreed(asked, partner, consultation):
    bodies_service.accept(partner, consultation.id, now=EARLY)
    return consultation


def answered(version) -> None:
    places = cycle(["here", "here", "there", "there", "yonder", "here", "elsewhere"])
    people = [
        (said | {"county": place}, of_self)
        for (said, of_self), place in zip(invented(PEOPLE), places, strict=False)
    ]
    add_responses(version, people)


def release(lead, consultation, version) -> queries.Released:
    answered(version)
    known = queries.planning_of(lead, consultation.id).plan
    plan = replace(PLAN, filter=known.filter, bodies=known.bodies)
    service.decide_plan(lead, consultation.id, plan, now=OPEN)
    service.ask_release(lead, consultation.id, now=NOON)
    db.session.rollback()
    db.session.expire_all()
    return queries.released(lead, consultation.id)


@pytest.fixture
def released(lead, agreed, version) -> queries.Released:
    return release(lead, agreed, version)


def withins(tables) -> set[str]:
    return {table.within.code if table.within else "" for table in tables}


# --- agreeing -------------------------------------------------------------------------------------------


def test_a_council_takes_part_once_it_has_agreed(lead, partner, asked, consultation):
    assert joint_queries.bodies(consultation) == []
    assert [each.code for each in queries.planning_of(lead, consultation.id).plan.bodies] == ["here"]
    kept = bodies_service.accept(partner, consultation.id, now=EARLY)
    assert (kept.accepted_at, kept.accepted_by_id) == (EARLY, partner.id)
    assert joint_queries.bodies(consultation) == [lead.council, partner.council]
    plan = queries.planning_of(lead, consultation.id).plan
    assert ([each.code for each in plan.bodies], plan.filter) == (["here", "there"], "county")


def test_once_people_are_asked_no_council_comes_in(lead, partner, asked, consultation):
    other = make_council()
    with pytest.raises(bodies_service.Opened):
        bodies_service.accept(partner, consultation.id, now=OPEN)
    with pytest.raises(bodies_service.Opened):
        bodies_service.name(lead, consultation.id, other.id, "yonder", now=OPEN)
    with pytest.raises(bodies_service.Opened):
        bodies_service.choose(lead, consultation.id, "county", "here", now=OPEN)


@pytest.mark.parametrize(
    ("council", "code", "wrong"),
    [
        ("lead", "there", "council"),
        ("other", "here", "code"),
        ("other", "nowhere", "code"),
        ("none", "there", "council"),
    ],
)
def test_a_council_that_does_not_fit_is_not_named(lead, consultation, council, code, wrong):
    bodies_service.choose(lead, consultation.id, "county", "here", now=EARLY)
    ids = {"lead": lead.council_id, "other": make_council().id, "none": 999}
    with pytest.raises(Invalid) as refused:
        bodies_service.name(lead, consultation.id, ids[council], code, now=EARLY)
    assert refused.value.problems == (wrong,)


def test_two_councils_cannot_have_the_same_residents(lead, asked, consultation):
    with pytest.raises(Invalid):
        bodies_service.name(lead, consultation.id, make_council().id, "there", now=EARLY)
    with pytest.raises(bodies_service.HasPartners):
        bodies_service.choose(lead, consultation.id, "who", "resident", now=EARLY)


@pytest.mark.parametrize(
    ("question", "code"), [("comments", "x"), ("travel", "bus"), ("nothing", "x"), ("county", "x")]
)
def test_the_body_question_has_one_answer_that_the_survey_offers(lead, consultation, question, code):
    with pytest.raises(Invalid):
        bodies_service.choose(lead, consultation.id, question, code, now=EARLY)


def test_only_analysts_speak_for_their_council(lead, partner, asked, consultation):
    author = make_officer(partner.council, Role.AUTHOR)
    with pytest.raises(NotAllowed):
        bodies_service.accept(author, consultation.id, now=EARLY)
    stranger = make_officer(make_council(), Role.ANALYST)
    for deed in (bodies_service.accept, bodies_service.leave):
        with pytest.raises(NotFound):
            deed(stranger, consultation.id, now=EARLY)
    with pytest.raises(NotFound):
        bodies_service.remove(partner, consultation.id, asked.id, now=EARLY)


def test_both_councils_can_read_what_was_agreed(lead, partner, asked, consultation):
    bodies_service.accept(partner, consultation.id, now=EARLY)
    bodies_service.leave(partner, consultation.id, now=EARLY)
    again = bodies_service.name(lead, consultation.id, partner.council_id, "there", now=EARLY)
    bodies_service.remove(lead, consultation.id, again.id, now=EARLY)
    for council in (lead.council, partner.council):
        told = select(AuditEvent.action, AuditEvent.officer_id).filter_by(council_id=council.id)
        events = [tuple(row) for row in db.session.execute(told.order_by(AuditEvent.id))]
        assert [each for each in events if each[0].startswith("partner")] == [
            (Action.PARTNER_NAMED, lead.id),
            (Action.PARTNER_ACCEPTED, partner.id),
            (Action.PARTNER_LEFT, partner.id),
            (Action.PARTNER_NAMED, lead.id),
            (Action.PARTNER_REMOVED, lead.id),
        ]


# --- figures --------------------------------------------------------------------------------------------


def test_each_body_sees_everyone_and_its_own_residents(lead, partner, released, agreed):
    seen = queries.seen(partner, agreed.id)
    assert withins(released.tables) == {"", "here"}
    assert withins(seen.tables) == {"", "there"}
    everyone = [table for table in released.tables if not table.within]
    assert [table for table in seen.tables if not table.within] == everyone
    assert (seen.is_guest, released.is_guest) == (True, False)
    assert [each.code for each in seen.universe.values] == ["there"]
    assert seen.question("who", "sex", "there").rows


def test_who_lives_where_is_not_told_by_characteristic(released):
    """It would be the tables of all bodies."""
    assert [table.by.key for table in released.tables if table.subject.key == "county"] == [""]


def test_records_tell_of_whose_residents_somebody_is_what_the_lead_may_know(lead, released, agreed):
    analyst = make_officer(lead.council, Role.RECORD_ANALYST)
    header, *body = rows(downloaded(analyst, opened(analyst, agreed)))
    told = [at for at, name in enumerate(header) if name in ("county", "age") or name.startswith("person_")]
    assert len(told) == 4
    assert min(Counter(tuple(row[at] for at in told) for row in body).values()) >= 10
    assert {row[header.index("county")] for row in body} == {"here", "[c]"}


def surveyed_anew(lead, partner, codes) -> queries.Released:
    """Both councils agree while the survey is a draft; then the body question offers other answers."""
    consultation = make_consultation(lead.council, closes_at=NOON - timedelta(hours=1))
    survey = saved(Survey(consultation=consultation, draft=to_json(JOINT), changed_at=EARLY))
    bodies_service.choose(lead, consultation.id, "county", "here", now=EARLY)
    bodies_service.name(lead, consultation.id, partner.council_id, "there", now=EARLY)
    bodies_service.accept(partner, consultation.id, now=EARLY)
    options = tuple(Option(code, Bilingual(code, f"{code}-cy")) for code in codes)
    page = replace(PLACE, questions=(replace(COUNTY, options=options),) if codes else ())
    survey.draft = to_json(
        replace(JOINT, sections=(replace(JOINT.sections[0], parts=(page,)), *SURVEY.sections))
    )
    version = saved(survey.freeze(lead.id, EARLY))
    people = [
        (said | {"county": place} if codes else said, of_self)
        for (said, of_self), place in zip(invented(PEOPLE), cycle(codes or "-"), strict=False)
    ]
    add_responses(version, people)
    service.ask_release(lead, consultation.id, now=NOON)
    db.session.rollback()
    db.session.expire_all()
    return queries.released(lead, consultation.id)


@pytest.mark.parametrize(
    ("codes", "wrong"),
    [
        (("here", "there"), []),
        (("there", "yonder"), [("no_body_answer", "here")]),
        (("hither", "thither"), [("no_body_answer", "here"), ("no_body_answer", "there")]),
        ((), [("no_body_question", "county")]),
    ],
)
def test_a_survey_that_no_longer_tells_residents_apart_is_not_ready(
    app, lead, partner, asked, consultation, codes, wrong
):
    options = tuple(Option(code, Bilingual(code, f"{code}-cy")) for code in codes)
    page = replace(PLACE, questions=(replace(COUNTY, options=options),) if codes else ())
    survey = db.session.scalar(select(Survey).filter_by(consultation_id=consultation.id))
    survey.draft = to_json(replace(JOINT, sections=(replace(JOINT.sections[0], parts=(page,)),)))
    found = [each for each in ready_service.problems(survey) if "_body_" in each.code]
    assert [(each.code, *each.parameters.values()) for each in found] == wrong
    assert all(sentence(each, language) for each in found for language in LANGUAGES)
    bodies_service.remove(lead, consultation.id, asked.id, now=EARLY)
    assert not [each for each in ready_service.problems(survey) if "_body_" in each.code]


@pytest.mark.parametrize(
    ("codes", "of_lead", "of_partner"),
    [
        (("hither", "there"), {""}, {"", "there"}),
        (("here", "thither"), {"", "here"}, {""}),
        (("hither", "thither"), {""}, {""}),
        ((), {""}, {""}),
    ],
)
def test_nobody_gets_the_tables_of_another_body_when_the_survey_has_other_answers(
    app, lead, partner, codes, of_lead, of_partner
):
    released = surveyed_anew(lead, partner, codes)
    id = released.consultation.id
    assert withins(released.tables) == withins(queries.seen(lead, id).tables) == of_lead
    assert withins(queries.seen(partner, id).tables) == of_partner
    for officer in (lead, partner):
        client, base = sign_in(app.test_client(), officer), f"/en/officers/consultations/{id}/breakdown"
        for page in ("", "/people", "/table?question=who", "/differences"):
            assert client.get(base + page).status_code == 200, page
        assert formats_service.download(officer, id, Format.HTML, "en", now=NOON)
    desk = sign_in(app.test_client(), lead)
    bodies = desk.get(f"/en/officers/consultations/{id}/breakdown/bodies").get_data(as_text=True)
    assert "The survey cannot tell all of these residents apart" in bodies


def test_nobody_sees_figures_who_has_not_agreed(lead, partner, asked, version, consultation):
    release(lead, consultation, version)
    with pytest.raises(NotFound):
        queries.seen(partner, consultation.id)
    assert withins(queries.released(lead, consultation.id).tables) == {"", "here"}


def test_figures_keep_their_bodies(lead, partner, released, agreed):
    bodies_service.leave(partner, agreed.id, now=NOON)
    assert withins(queries.seen(partner, agreed.id).tables) == {"", "there"}
    plan = queries.planning_of(lead, agreed.id).plan
    assert ([each.code for each in plan.bodies], plan.filter) == (["here"], "county")
    assert [each.consultation.id for each in bodies_queries.parts(partner)] == [agreed.id]


def test_a_council_that_has_left_is_told_that_its_figures_were_replaced(app, lead, partner, released, agreed):
    desk = sign_in(app.test_client(), partner)
    where = f"/en/officers/consultations/{agreed.id}/breakdown?release=1"
    assert "These figures were replaced" not in desk.get(where).get_data(as_text=True)
    bodies_service.leave(partner, agreed.id, now=NOON)
    old = queries.release(agreed.id)
    kept = {each.name: getattr(old, each.name) for each in Release.__table__.columns if each.name != "id"}
    alone = replace(old.plan, bodies=old.plan.bodies[:1])
    db.session.add(Release(**kept | {"epoch": 2, "kind": Kind.CORRECTION, "plan": alone, "reason": WRONG}))
    db.session.commit()
    page = desk.get(where).get_data(as_text=True)
    assert "These figures were replaced" in page
    assert "it no longer took part" in page
    assert "See the newest figures" not in page
    assert "it no longer took part" not in sign_in(app.test_client(), lead).get(where).get_data(as_text=True)


def test_other_councils_and_other_roles_see_nothing(released, partner, agreed):
    with pytest.raises(NotFound):
        queries.seen(make_officer(make_council(), Role.ANALYST), agreed.id)
    with pytest.raises(NotAllowed):
        queries.seen(make_officer(partner.council, Role.AUTHOR), agreed.id)
    with pytest.raises(NotFound):
        queries.released(partner, agreed.id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_hold_what_their_reader_sees(lead, partner, released, agreed, language):
    name = {"en": "everything", "cy": "popeth"}[language]
    for officer, slug, code in ((lead, "here-council", "here"), (partner, "there", "there")):
        content = files_service.download(officer, agreed.id, f"{name}.{slug}.csv", language, now=NOON)
        rows = [*csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))][1:]
        assert {row[-6] for row in rows} == {"", code}
        told = formats_service.download(officer, agreed.id, Format.JSON, language, now=NOON)
        assert {table["within"]["code"] for table in json.loads(told)["tables"] if table.get("within")} == {
            code
        }
        page = formats_service.download(officer, agreed.id, Format.HTML, language, now=NOON).decode()
        assert {
            each for each in CODES if f"– {COUNTY.options[CODES.index(each)].label[language]} –" in page
        } <= {code}
    for officer, slug in ((lead, "there"), (partner, "here-council")):
        with pytest.raises(NotFound):
            files_service.download(officer, agreed.id, f"{name}.{slug}.csv", language, now=NOON)


def test_both_councils_can_read_who_downloaded(lead, partner, released, agreed):
    files_service.download(partner, agreed.id, "everything.there.csv", "en", now=NOON)
    for council in (lead.council, partner.council):
        told = select(AuditEvent.officer_id).filter_by(
            council_id=council.id, action=Action.RELEASE_DOWNLOADED
        )
        assert list(db.session.scalars(told)) == [partner.id]


# --- pages ----------------------------------------------------------------------------------------------

OPEN_TO_PARTNERS = {
    "analysis.overview": {},
    "analysis.people": {},
    "analysis.table": {"question": "who", "by": "sex", "within": "there"},
    "analysis.file": {"name": "everything.there.csv"},
    "analysis_formats.file": {"name": "breakdown.there.json"},
    "analysis_cohesion.show": {},
    "analysis_cohesion.file": {"name": "cohesion.zip"},
    "analysis_room.differences": {},
    "analysis_joint.show": {},
    "analysis_joint.leave": {},
}
NOT_OF_ONE_CONSULTATION = ("analysis_joint.index",)


def test_a_partner_reaches_figures_and_nothing_else_of_the_consultation(app, partner, released, agreed):
    client = sign_in(app.test_client(), partner)
    usual = {"epoch": 1, "partner_id": 1, "access_id": 1, "name": "everything.here-council.csv"}
    for rule in app.url_map.iter_rules():
        if "consultation_id" in rule.arguments and "GET" in rule.methods:
            allowed = rule.endpoint in OPEN_TO_PARTNERS
            given = {name: usual.get(name, 1) for name in rule.arguments} | {"consultation_id": agreed.id}
            with app.test_request_context():
                lang = {"lang": (rule.defaults or {}).get("lang", "en")}
                extra = OPEN_TO_PARTNERS.get(rule.endpoint, {}) if lang["lang"] == "en" else None
                if allowed and extra is None:
                    continue
                address = url_for(rule.endpoint, **{**given, **(extra or {}), **lang})
            assert client.get(address).status_code == (200 if allowed else 404), address


def test_a_partner_cannot_ask_for_the_tables_of_another(app, partner, released, agreed):
    client = sign_in(app.test_client(), partner)
    base = f"/en/officers/consultations/{agreed.id}/breakdown"
    assert client.get(f"{base}/table?question=who&by=sex&within=here").status_code == 404
    assert client.get(f"{base}/whole/breakdown.here-council.xlsx").status_code == 404
    page = client.get(base).get_data(as_text=True)
    assert "there" in page
    assert "yonder" not in page


def test_the_lead_asks_and_the_partner_agrees_on_their_pages(app, time, lead, partner, consultation):
    time.moment = EARLY
    desk, other = sign_in(app.test_client(), lead), sign_in(app.test_client(), partner)
    base = f"/en/officers/consultations/{consultation.id}/breakdown/bodies"
    assert send(desk, f"{base}/question?question=county", code="here").status_code == 302
    assert send(desk, f"{base}/add", council="", code="").status_code == 422
    assert send(desk, f"{base}/add", council=str(partner.council_id), code="there").status_code == 302
    assert ways(other) == (True, True)
    page = f"/en/officers/joint/{consultation.id}"
    assert "Decline to take part?" in other.get(f"{page}/leave").get_data(as_text=True)
    assert send(other, page).status_code == 422
    assert send(other, page, agrees="y").status_code == 302
    bodies = desk.get(base).get_data(as_text=True)
    assert partner.council.name.en in bodies
    assert "cannot tell all of these residents apart" not in bodies
    for language, path in (("en", "consultations/buses"), ("cy", "ymgynghoriadau/bysiau")):
        shown = app.test_client().get(f"/{language}/{path}").get_data(as_text=True)
        assert partner.council.name[language] in shown
    started = app.test_client().get("/en/consultations/buses/answer").get_data(as_text=True)
    assert partner.council.name.en in started
    assert ways(other) == (True, False)
    assert "Leave the joint consultation?" in other.get(f"{page}/leave").get_data(as_text=True)
    assert send(other, f"{page}/leave").status_code == 302
    assert joint_queries.bodies(consultation) == []


def ways(client) -> tuple[bool, bool]:
    """Does an officer's first page lead to what other councils lead, and say that somebody asks?"""
    page = client.get("/en/officers/consultations").get_data(as_text=True)
    return "/en/officers/joint" in page, "You are asked to take part" in page


def test_the_first_page_leads_analysts_of_partners_alone_to_what_others_lead(
    app, time, lead, partner, asked, consultation
):
    client = sign_in(app.test_client(), partner)
    assert ways(client) == (True, False)
    assert "It has opened without your council" in client.get("/en/officers/joint").get_data(as_text=True)
    time.moment = EARLY
    assert ways(sign_in(app.test_client(), partner)) == (True, True)
    author = make_officer(partner.council, Role.AUTHOR)
    for officer in (lead, author, make_officer(make_council(), Role.ANALYST)):
        assert ways(sign_in(app.test_client(), officer)) == (False, False)


def test_only_the_own_residents_are_set_beside_the_own_census(app, lead, released):
    store(lead)
    where = f"/en/officers/consultations/{released.consultation.id}/breakdown/representativeness"
    page = html.document_fromstring(sign_in(app.test_client(), lead).get(where).text)
    assert "Only your own residents are compared" in page.text_content()
    shown = [row.xpath("./td")[0].text_content().split()[0] for row in page.xpath("//table//tbody/tr")]
    (own,) = (each for each in released.characteristics("here") if each.subject.key == "sex")
    (everybody,) = (each for each in released.characteristics() if each.subject.key == "sex")
    counts = [[str(count) for count in each.rows[0].counts[: len(shown)]] for each in (own, everybody)]
    assert shown == counts[0] != counts[1]


def test_no_question_that_is_offered_with_the_residents_mix_is_a_dead_end(app, lead, released):
    store(lead)
    room = f"/en/officers/consultations/{released.consultation.id}/breakdown/sensitivity"
    desk = sign_in(app.test_client(), lead)
    assert desk.get(f"{room}?question=nothing").status_code == 404
    told = {}
    for subject in released.universe.subjects:
        shown = desk.get(f"{room}?question={subject.key}&by=sex")
        assert shown.status_code == 200
        told[subject.key] = "This table is left out" in shown.text
    assert told["who"] is False
    assert told["county"] is True  # of residents of one county
