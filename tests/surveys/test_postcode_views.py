"""Do the pages lead an officer from a downloaded file to a list with which surveys can ask?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import func, select

from engage import clock
from engage.accounts.models import AuditEvent, Officer
from engage.accounts.permissions import Role
from engage.bilingual import Bilingual
from engage.database import db
from engage.surveys import definition as d
from engage.surveys import postcode_checks, postcode_queries, postcode_service, ready_service
from engage.surveys.definition import Area, EqualityModule, PostcodeQuestion
from engage.surveys.interchange import read_yaml, write_yaml
from engage.surveys.losses import losses
from engage.surveys.models import Survey
from engage.surveys.postcode_models import PostcodeEntry, PostcodeLookup
from engage.surveys.postcode_service import About, InUse
from engage.surveys.postcodes import Wards, read_areas, read_quintiles
from engage.surveys.xlsform import read_xlsform, write_xlsform
from tests.examples import SHORT
from tests.factories import NOON, make_consultation, make_council, make_officer
from tests.officers import send, sign_in, upload
from tests.respond.conftest import publish
from tests.surveys import postcode_files as files
from tests.surveys.test_question_edit_views import NEW, stored
from tests.surveys.test_views import arrange

EN, CY = "/en/officers/postcodes", "/cy/swyddogion/codau-post"
DAY = {"day": "27", "month": "11", "year": "2019"}
ABOUT = About(name=Bilingual("Wards", "Wardiau"), source=Bilingual("A", "B"), dated_on=date(2025, 5, 1))
WITH_NAMES = Wards("Ward", "Ward name", "Enw'r ward")


@pytest.fixture
def author(app: Flask) -> Officer:
    return make_officer(make_council(), Role.AUTHOR)


@pytest.fixture
def desk(app: Flask, author: Officer) -> FlaskClient:
    return sign_in(app.test_client(), author)


def text(response) -> str:
    return " ".join(html.document_fromstring(response.get_data(as_text=True)).text_content().split())


def lookups(officer: Officer) -> list[PostcodeLookup]:
    """What there is now, as another request sees it."""
    db.session.rollback()
    db.session.expire_all()
    return postcode_queries.lookups(officer)


def entries(lookup: PostcodeLookup) -> dict[str, str]:
    rows = db.session.execute(select(PostcodeEntry).filter_by(lookup_id=lookup.id)).scalars()
    return {row.postcode: row.area for row in rows}


def wards(officer: Officer, content: str = files.WARDS, **more) -> PostcodeLookup:
    found = read_areas(content.encode(), WITH_NAMES)
    return postcode_service.keep_areas(officer, ABOUT, found, now=NOON, **more)


def quintiles(officer: Officer, content: str = files.WELSH) -> PostcodeLookup:
    return postcode_service.keep_quintiles(officer, ABOUT, read_quintiles(content.encode()), now=NOON)


# --- bringing -------------------------------------------------------------------------------------------


def test_before_there_is_a_list_the_page_says_so(desk):
    assert "There is none yet." in text(desk.get(EN))
    assert "Does dim un eto." in text(desk.get(CY))


@pytest.mark.parametrize(
    ("name", "content"), [("wimd.csv", files.WELSH.encode()), ("wimd.xlsx", files.xlsx(files.WELSH))]
)
def test_quintiles_are_brought_and_shown_with_their_source(desk, author, name, content):
    where = send(desk, f"{EN}/quintiles", file=upload(content, name), **DAY)
    assert where.status_code == 302
    page = text(desk.get(where.location))
    assert "The list of postcodes is kept" in page
    assert "Welsh Government, Welsh Index of Multiple Deprivation 2019" in page
    assert "27 November 2019" in page
    assert "Quintile 1: the most deprived 20% of areas in Wales 1 2" in page
    assert "ZZ1" not in page
    (lookup,) = lookups(author)
    assert (lookup.postcodes, lookup.left_out, lookup.is_invented) == (4, 0, False)
    assert entries(lookup)["ZZ1 1AB"] == "quintile_1"
    assert "WIMD quintiles Welsh Government" in text(desk.get(EN))


def test_the_edition_is_asked_where_the_file_does_not_say_it(desk, author):
    refused = send(desk, f"{EN}/quintiles", file=upload(files.ONS.encode(), "a.csv"), **DAY)
    assert refused.status_code == 422
    assert "The file does not say of which index the ranks are." in text(refused)
    assert lookups(author) == []
    brought = send(desk, f"{EN}/quintiles", file=upload(files.ONS.encode(), "a.csv"), edition="2019", **DAY)
    assert brought.status_code == 302
    assert lookups(author)[0].postcodes == 3


def test_what_is_wrong_is_shown_by_row_in_both_languages_and_nothing_is_kept(desk, author):
    bad = "Welsh Postcode,WIMD quintile\nZZ1 1AA,9\n"
    page = send(desk, f"{CY}/cwinteli", file=upload(bad.encode(), "a.csv"), **DAY)
    assert page.status_code == 422
    assert "2 Nid cwintel o 1 i 5 yw hwn 9" in text(page)
    assert "This is not a quintile from 1 to 5" in text(
        send(desk, f"{EN}/quintiles", file=upload(bad.encode(), "a.csv"), **DAY)
    )
    assert lookups(author) == []


GOOD = files.WELSH.encode()


@pytest.mark.parametrize(
    ("content", "fields", "said"),
    [
        (b"", {}, "Choose a file"),
        (b"x" * (11 * 1024 * 1024 + 1), {}, "It may have 11 MB"),
        (GOOD, {"month": "13"}, "must be a real date"),
        (GOOD, {"year": "2099"}, "The day of the file must be in the past"),
        (GOOD, {"edition": "1066"}, "Choose the index"),
        (GOOD, {"source_cy": ""}, "Enter the source"),
    ],
)
def test_a_form_that_lacks_something_is_shown_again(desk, author, content, fields, said):
    given = {"file": upload(content, "a.csv")} if content else {}
    page = send(desk, f"{EN}/quintiles", **given | DAY | fields)
    assert page.status_code == 422
    assert said in text(page)
    assert lookups(author) == []


def test_a_newer_list_replaces_all_of_the_old_one(desk, author):
    before = quintiles(author)
    newer = files.WELSH.replace("ZZ1  2AA", "ZZ9  9AA")
    send(desk, f"{EN}/quintiles", file=upload(newer.encode(), "a.csv"), **DAY)
    (lookup,) = lookups(author)
    assert lookup.id == before.id
    assert set(entries(lookup)) == {"ZZ1 1AA", "ZZ1 1AB", "ZZ9 9AA", "ZZ1 3AA"}
    assert db.session.scalar(select(func.count()).select_from(PostcodeEntry)) == 4


def test_a_file_that_fails_half_way_leaves_the_old_list(author, monkeypatch):
    quintiles(author)
    found = read_quintiles(files.WELSH.replace("ZZ11AA", "ZZ88AA").encode())
    monkeypatch.setattr(postcode_service, "AT_ONCE", 2)

    class Breaks(dict):
        def items(self):
            yield from list(super().items())[:3]
            raise RuntimeError("the network is away")

    with pytest.raises(RuntimeError):
        postcode_service.keep_quintiles(author, ABOUT, replace(found, of=Breaks(found.of)), now=NOON)
    (lookup,) = lookups(author)
    assert "ZZ1 1AA" in entries(lookup)
    assert len(entries(lookup)) == 4


def test_an_english_council_brings_areas_and_no_quintiles(app):
    officer = make_officer(make_council(nation="england"), Role.AUTHOR)
    desk = sign_in(app.test_client(), officer)
    assert "WIMD" not in text(desk.get(EN))
    assert desk.get(f"{EN}/quintiles").status_code == 404
    file = upload(files.ONS_2025.encode(), "a.csv")
    names = {"name_en": "Wards", "name_cy": "Wardiau", "authority": "E06999001"}
    assert send(desk, f"{EN}/areas", file=file, **names, **DAY).status_code == 302
    assert lookups(officer)[0].postcodes == 1


def test_areas_without_names_are_named_before_they_can_be_used(desk, author):
    names = {"name_en": "Wards", "name_cy": "Wardiau", "authority": "W06999001"}
    where = send(desk, f"{EN}/areas", file=upload(files.ONS_2025.encode(), "a.csv"), **names, **DAY).location
    assert where.endswith("/names")
    (lookup,) = lookups(author)
    assert lookup.lacks_names
    assert postcode_queries.of_areas(author.council_id) == {}
    assert "Needs names" in text(desk.get(EN))
    refused = send(desk, where, **{"w05999001-en": "Harbour"})
    assert refused.status_code == 422
    assert "Enter the name (W05999001, Welsh)" in text(refused)
    done = send(desk, where, **{"w05999001-en": "Harbour", "w05999001-cy": "Yr Harbwr"})
    assert "Harbour W05999001 1" in text(desk.get(done.location))
    assert "Yr Harbwr" in text(desk.get(done.location.replace(EN, CY)))
    assert [each.lacks_names for each in lookups(author)] == [False]
    assert list(postcode_queries.of_areas(author.council_id)) == ["wards"]


def test_names_stay_when_a_newer_file_has_none(desk, author):
    lookup = wards(author)
    newer = files.ONS_2025.replace("W05999001", "W05999002")
    where = send(
        desk, f"{EN}/{lookup.id}/replace", file=upload(newer.encode(), "a.csv"), authority="W06999001", **DAY
    )
    assert where.location.endswith(f"/{lookup.id}")
    (found,) = lookups(author)
    assert (found.code, found.areas[0].name) == ("wards", Bilingual("Old Town", "Yr Hen Dref"))


def test_a_list_is_deleted_unless_a_published_survey_asks_with_it(desk, author):
    lookup = wards(author)
    question = PostcodeQuestion(
        id="ward",
        title=Bilingual("W", "W"),
        areas=(Area("w05999001", Bilingual("H", "H"), ()),),
        lookup="wards",
    )
    page = replace(SHORT.sections[0].parts[0], questions=(question,))
    survey = replace(SHORT, sections=(replace(SHORT.sections[0], parts=(page,)),))
    publish(survey, make_consultation(author.council))
    assert "This list cannot be deleted" in text(desk.get(f"{EN}/{lookup.id}/delete"))
    with pytest.raises(InUse):
        postcode_service.delete(author, lookup.id, now=NOON)
    unused = quintiles(author)
    assert send(desk, f"{EN}/{unused.id}/delete").status_code == 302
    assert [each.code for each in lookups(author)] == ["wards"]
    assert db.session.scalar(select(func.count()).select_from(PostcodeEntry)) == 3
    events = db.session.scalars(
        select(AuditEvent.action).filter_by(subject_kind="postcode_lookup").order_by(AuditEvent.id)
    )
    assert list(events) == ["postcodes_brought", "postcodes_brought", "postcodes_deleted"]


def test_the_switch_keeps_what_was_typed(desk):
    page = send(desk, f"{EN}/areas", name_en="Wards of ours", switch="1")
    assert page.status_code == 200
    assert "Wards of ours" in page.get_data(as_text=True)


# --- surveys --------------------------------------------------------------------------------------------


def survey_of(client_and_address) -> Survey:
    _client, address = client_and_address
    db.session.rollback()
    return db.session.query(Survey).filter_by(consultation_id=int(address.split("/")[-2])).one()


DEPRIVED = replace(SHORT, equality=EqualityModule("2026-11", ("age", "wimd_quintile")))


def problems(survey: Survey) -> list[str]:
    codes = [problem.code for problem in ready_service.problems(survey)]
    return [code for code in codes if code in ("no_quintiles", "no_lookup", "lookup_outdated")]


def test_a_survey_with_quintiles_waits_for_the_councils_list_and_leads_to_it(app):
    client, address = arrange(app, DEPRIVED)
    survey = survey_of((client, address))
    assert problems(survey) == ["no_quintiles"]
    page = client.get(f"{address}/ready").get_data(as_text=True)
    assert "The council has no list of postcodes with their WIMD quintiles." in page
    assert EN in page
    cy = address.replace("/en/officers/consultations", "/cy/swyddogion/ymgynghoriadau").replace(
        "/survey", "/arolwg"
    )
    assert "cwinteli MALlC" in client.get(f"{cy}/parod").get_data(as_text=True)
    officer = make_officer(survey.consultation.council, Role.AUTHOR)
    quintiles(officer)
    assert problems(survey) == []


def test_a_survey_that_asks_for_no_postcode_needs_no_list(app):
    assert problems(survey_of(arrange(app, SHORT))) == []


def test_deprivation_is_asked_among_the_equality_questions_alone():
    areas = tuple(Area(f"quintile_{n}", Bilingual("Q", "C"), ()) for n in range(1, 6))
    question = PostcodeQuestion(id="q", title=Bilingual("P", "C"), areas=areas, lookup="wimd_quintile")
    page = replace(SHORT.sections[0].parts[0], questions=(question,))
    survey = replace(SHORT, sections=(replace(SHORT.sections[0], parts=(page,)),))
    known = {"wimd_quintile": tuple(area.code for area in areas)}
    assert [problem.code for problem in postcode_checks.problems(survey, known)] == ["no_lookup"]


def test_a_question_takes_its_areas_from_the_list(app):
    client, address = arrange(app, SHORT)
    survey = survey_of((client, address))
    officer = make_officer(survey.consultation.council, Role.AUTHOR)
    lookup = wards(officer)
    door = f"{address}{NEW}/postcode"
    assert "Wards" in client.get(door).get_data(as_text=True)
    fields = {"title_en": "Which ward?", "title_cy": "Pa ward?", "code": "ward", "may_decline": "yes"}
    assert send(client, door, lookup="wards", **fields).status_code == 302
    (question,) = [each for each in stored(address).questions() if each.id == "ward"]
    assert (question.lookup, question.may_decline) == ("wards", True)
    assert [area.code for area in question.areas] == ["w05999001", "w05999002"]
    assert question.areas[0].label == Bilingual("Harbour", "Yr Harbwr")
    assert problems(survey_of((client, address))) == []

    wards(officer, files.WARDS.replace("W05999002", "W05999003"), replaces=lookup.id)
    assert problems(survey_of((client, address))) == ["lookup_outdated"]
    assert send(client, f"{address}/questions/ward").status_code == 302
    assert problems(survey_of((client, address))) == []

    postcode_service.delete(officer, lookup.id, now=clock.now())
    assert problems(survey_of((client, address))) == ["no_lookup"]
    assert send(client, f"{address}/questions/ward", title_en="Your ward?").status_code == 302
    (question,) = [each for each in stored(address).questions() if each.id == "ward"]
    assert (question.title.en, question.lookup, len(question.areas)) == ("Your ward?", "wards", 2)


def test_a_question_goes_back_to_areas_of_its_own(app):
    client, address = arrange(app, SHORT)
    survey = survey_of((client, address))
    wards(make_officer(survey.consultation.council, Role.AUTHOR))
    fields = {"title_en": "Which ward?", "title_cy": "Pa ward?", "code": "ward"}
    send(client, f"{address}{NEW}/postcode", lookup="wards", **fields)
    pressed = send(client, f"{address}/questions/ward", lookup="", do="areas-add")
    assert pressed.status_code == 200
    own = {"areas-0-label_en": "Coast", "areas-0-label_cy": "Arfordir", "areas-0-postcodes": "ZZ1"}
    typed = (
        html.document_fromstring(pressed.get_data(as_text=True)).get_element_by_id("page-form").form_values()
    )
    data = dict(typed) | own | {"lookup": "", "do": "save"}
    assert client.post(f"{address}/questions/ward", data=data).status_code == 302
    (question,) = [each for each in stored(address).questions() if each.id == "ward"]
    assert (question.lookup, question.areas[0].postcodes) == ("", ("ZZ1",))


def test_deprivation_is_offered_to_welsh_councils_and_to_whoever_has_it_already(app):
    for nation, definition, offered in (
        ("wales", SHORT, True),
        ("england", SHORT, False),
        ("england", DEPRIVED, True),
    ):
        client, address = arrange(app, definition)
        survey_of((client, address)).consultation.council.nation = nation
        db.session.commit()
        page = client.get(f"{address}/settings").get_data(as_text=True)
        assert ('value="wimd_quintile"' in page) is offered
        assert ("Deprivation needs the council" in page) is offered


def test_the_survey_file_keeps_the_list_and_an_xlsform_says_that_it_cannot():
    question = PostcodeQuestion(
        id="ward",
        title=Bilingual("Ward?", "Ward?"),
        areas=(Area("w1", Bilingual("H", "H"), ()),),
        lookup="wards",
        may_decline=True,
    )
    section = SHORT.sections[0]
    page = replace(section.parts[0], questions=(question,))
    survey = replace(DEPRIVED, sections=(replace(section, parts=(page,)),))
    assert read_yaml(write_yaml(survey)) == survey
    assert read_xlsform(write_xlsform(survey)).definition == survey  # our own form keeps what it cannot say
    said = (
        {loss.what for loss in losses(survey)}
        if hasattr(next(iter(losses(survey))), "what")
        else losses(survey)
    )
    assert "areas" in str(said)
    assert "equality" in str(said)
    assert d.is_looked_up(question)
