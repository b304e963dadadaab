"""Does a postcode become a quintile or an area at once, on every way in, and is it nowhere afterwards?"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from datetime import date

import docx
import pytest
from sqlalchemy import event

from engage.accounts.models import AuditEvent, Officer
from engage.accounts.permissions import Role
from engage.bilingual import Bilingual
from engage.consultations.models import Consultation
from engage.database import db
from engage.respond import importing_service, importing_work_service, keying_service, paper_service, queries
from engage.respond.importing_columns import Tool
from engage.respond.importing_models import ImportedFile
from engage.respond.importing_service import Brought
from engage.respond.keying_models import Keying
from engage.respond.keying_queries import Task, content
from engage.respond.keying_service import Sheet
from engage.respond.models import Response
from engage.respond.visit import Questionnaire
from engage.surveys import postcode_service
from engage.surveys.definition import (
    Area,
    Definition,
    EqualityModule,
    Option,
    Page,
    PostcodeQuestion,
    Section,
    SingleChoice,
)
from engage.surveys.postcode_service import About
from engage.surveys.postcodes import Wards, read_areas, read_quintiles
from tests.factories import NOON, make_council, make_officer
from tests.officers import send, sign_in
from tests.respond.conftest import Browser, publish
from tests.respond.office import fact
from tests.respond.test_database_away import disk_full
from tests.respond.test_journeys import begin
from tests.respond.test_sent import come_back, do, pair
from tests.surveys import postcode_files as files

both = Bilingual
WARDS = (
    Area("w05999001", both("Harbour", "Yr Harbwr"), ()),
    Area("w05999002", both("Old Town", "Yr Hen Dref"), ()),
)
SURVEY = Definition(
    title=both("The hub", "Yr hyb"),
    sections=(
        Section(
            id="one",
            title=both("About you", "Amdanoch chi"),
            parts=(
                Page(
                    id="place",
                    title=both("Where you live", "Ble rydych chi'n byw"),
                    questions=(
                        SingleChoice(
                            id="view",
                            title=both("Do you want the hub?", "Ydych chi eisiau'r hyb?"),
                            options=(
                                Option("yes", both("Yes", "Ydw")),
                                Option("no", both("No", "Nac ydw")),
                            ),
                        ),
                        PostcodeQuestion(
                            id="ward",
                            title=both("Which ward do you live in?", "Ym mha ward ydych chi'n byw?"),
                            areas=WARDS,
                            lookup="wards",
                        ),
                    ),
                ),
            ),
        ),
    ),
    equality=EqualityModule("2026-11", ("age", "wimd_quintile")),
)
QUINTILE = "wimd_quintile"
FIRST = "Quintile 1: the most deprived 20% of areas in Wales"
OTHER = "ZY9 9ZZ"  # a postcode that is in no list


@pytest.fixture
def author(app) -> Officer:
    """An author of a Welsh council that has both lists."""
    officer = make_officer(make_council(), Role.AUTHOR)
    about = About(name=both("Wards", "Wardiau"), source=both("A", "B"), dated_on=date(2025, 5, 1))
    postcode_service.keep_quintiles(officer, about, read_quintiles(files.WELSH.encode()), now=NOON)
    wards = read_areas(files.WARDS.encode(), Wards("Ward", "Ward name", "Enw'r ward"))
    postcode_service.keep_areas(officer, about, wards, now=NOON)
    return officer


@pytest.fixture
def version(author):
    from tests.factories import make_consultation

    return publish(SURVEY, make_consultation(council=author.council))


@pytest.fixture
def gone(dump) -> Callable[[str], bool]:
    """Is a postcode in no table but that of the lists, however it is written? Councils have an address."""

    def nowhere(postcode: str) -> bool:
        rows = [row for row in dump().splitlines() if not row.startswith(("postcode_entry ", "council "))]
        plain = "".join("\n".join(rows).lower().split())
        return postcode.lower().replace(" ", "") not in plain

    return nowhere


def sent() -> tuple[dict, dict]:
    """The opinions and the equality answers of the only response."""
    db.session.rollback()
    (response,) = db.session.query(Response).all()
    (found,) = queries.sent_responses(response.consultation_id)
    return {key: answer["value"] for key, answer in found.answers.items()}, found.equality


def to_quintile(browser: Browser, version, lang: str = "en", **opinions) -> Browser:
    """The page that asks for the quintile."""
    begin(browser, version, lang)
    browser.send({"view": "yes", **opinions})
    browser.onward()
    browser.onward()
    browser.send({"age": "age_35_to_44"})
    return browser


# --- online ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "ward", "quintile"),
    [
        ("ZZ1 1AA", "w05999001", "quintile_1"),
        ("zz11ab", "w05999001", "quintile_1"),
        (" zz1  2aa ", "w05999002", "quintile_2"),
        ("ZZ1 3AA", "elsewhere", "quintile_5"),  # which the list of wards does not have
        (OTHER, "elsewhere", "elsewhere"),
    ],
)
def test_a_postcode_becomes_what_the_lists_say_and_is_stored_nowhere(
    browser, version, gone, caplog, typed, ward, quintile
):
    caplog.set_level(logging.INFO)
    to_quintile(browser, version, ward=typed)
    browser.send({QUINTILE: typed})
    assert "".join(typed.split()).upper() not in "".join(browser.text.split()).upper()
    browser.send()
    assert sent() == (
        {"view": "yes", "ward": ward},
        {"age": "age_35_to_44", "wimd_quintile": quintile},
    )
    assert gone(typed)
    assert "".join(typed.split()).lower() not in "".join(caplog.text.lower().split())
    assert "".join(typed.split()).lower() not in _kept_by_the_browser(browser)


def _kept_by_the_browser(browser: Browser) -> str:
    """Its cookies as they are sent, and what the signed one says."""
    cookies = [cookie.value for cookie in browser.client._cookies.values()]
    with browser.client.session_transaction() as session:
        return "".join((*cookies, *map(str, session.values()))).replace(" ", "").lower()


def test_two_tabs_are_shown_the_areas_and_the_postcode_goes_no_further_than_the_form(
    browser, browsers, version, gone
):
    begin(browser, version, "en")
    other = browsers()
    other.open(browser.address)
    browser.send({"view": "yes", "ward": "ZZ1 1AA"})
    assert other.send({"view": "yes", "ward": "ZZ1 2AA"}).status_code == 409
    shown = other.page.xpath("//main")[0].text_content()
    assert ("Harbour" in shown, "Old Town" in shown, "ZZ1" in shown) == (True, True, False)
    assert gone("ZZ1 2AA")
    other.send({"version:ward": "mine"})
    response = db.session.query(Response).populate_existing().one()
    assert response.answers["ward"]["value"] == "w05999002"
    assert gone("ZZ1 2AA")


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_while_nothing_can_be_stored_the_postcode_waits_in_the_form_alone(browser, version, gone, caplog):
    begin(browser, version, "en")
    with disk_full():
        assert browser.send({"view": "yes", "ward": "ZZ1 1AA"}).status_code == 503
        assert browser.response.headers["Cache-Control"] == "no-store"
        assert "ZZ1" not in browser.page.xpath("//main")[0].text_content()
    assert "ZZ1" not in caplog.text
    browser.send()
    assert db.session.query(Response).one().answers["ward"]["value"] == "w05999001"
    assert gone("ZZ1 1AA")


def test_no_address_ever_holds_the_postcode(browser, version, monkeypatch):
    seen = []
    opened = browser.client.open

    def noted(address, *args, **options):
        seen.append(str(address))
        return opened(address, *args, **options)

    monkeypatch.setattr(browser.client, "open", noted)
    to_quintile(browser, version, ward="ZZ1 1AA")
    browser.send({QUINTILE: "ZZ1 1AA"})
    assert len(seen) > 5
    assert not [address for address in seen if "zz1" in address.lower()]


def test_answers_are_checked_by_the_area_and_never_by_the_postcode(browser, version):
    begin(browser, version, "en")
    browser.send({"view": "yes", "ward": "ZZ1 1AA"})
    assert browser.title == "Check your answers"
    assert "Harbour" in browser.text
    assert "ZZ1" not in browser.text
    browser.follow("Change: Which ward do you live in?")
    assert browser.typed()["ward"] == [""]
    assert "Harbour" in browser.text


@pytest.mark.parametrize(("lang", "said"), [("en", "AB12 3CD"), ("cy", "AB12 3CD")])
def test_what_is_no_postcode_is_refused_beside_the_field_with_an_example(browser, version, lang, said, gone):
    to_quintile(browser, version, lang)
    browser.send({QUINTILE: "Main Street"})
    assert browser.response.status_code == 422
    assert browser.typed()[QUINTILE] == ["Main Street"]
    assert [said in each for each in browser.errors] == [True]
    assert gone("Main Street")


def test_the_switch_keeps_the_postcode_in_the_form_alone(browser, version, gone):
    to_quintile(browser, version)
    browser.switch({QUINTILE: "ZZ1 1AA"})
    assert (browser.page.get("lang"), browser.typed()[QUINTILE]) == ("cy", ["ZZ1 1AA"])
    assert gone("ZZ1 1AA")
    browser.send()
    assert "Cwintel 1: yr 20% o ardaloedd mwyaf difreintiedig yng Nghymru" in browser.text
    assert "ZZ1 1AA" not in browser.text


def test_whoever_would_rather_not_say_is_not_looked_up(browser, version):
    to_quintile(browser, version)
    browser.send({QUINTILE: "ZZ1 1AA", f"{QUINTILE}--decline": "yes"})
    assert "Prefer not to say" in browser.text
    browser.follow("Change: What is your postcode?")
    assert browser.typed()[f"{QUINTILE}--decline"] == ["yes"]
    assert "Your area:" not in browser.text
    browser.send()
    browser.send()
    assert sent()[1] == {"age": "age_35_to_44", "wimd_quintile": "prefer_not_to_say"}


def test_a_tick_can_be_taken_back(browser, version):
    to_quintile(browser, version)
    browser.send({f"{QUINTILE}--decline": "yes"})
    browser.follow("Change: What is your postcode?")
    data = {name: value for name, value in browser.typed().items() if name != f"{QUINTILE}--decline"}
    browser.open(browser.address, "POST", data=data)
    browser.send()
    assert sent()[1] == {"age": "age_35_to_44"}


def test_nobody_has_to_answer(browser, version):
    to_quintile(browser, version)
    browser.send()
    browser.send()
    assert sent() == ({"view": "yes"}, {"age": "age_35_to_44"})


def test_an_answer_that_was_sent_can_be_changed(browser, browsers, version, gone):
    to_quintile(browser, version, ward="ZZ1 1AA")
    browser.send({QUINTILE: "ZZ1 1AA"})
    browser.send()
    other = come_back(browsers(), pair(browser))
    assert FIRST in other.text
    do(other, "change")
    other.open(f"{other.address.rpartition('/')[0]}/equality/2")
    assert (other.title, other.typed()[QUINTILE]) == ("What is your postcode?", [""])
    other.send({QUINTILE: "ZZ1 2AA"})
    other.send()
    assert sent() == (
        {"view": "yes", "ward": "w05999001"},
        {"age": "age_35_to_44", "wimd_quintile": "quintile_2"},
    )
    assert gone("ZZ1 1AA")
    assert gone("ZZ1 2AA")


def test_a_part_that_a_script_saves_while_somebody_types_is_looked_up_too(browser, version, gone):
    begin(browser, version, "en")
    browser.open(browser.address, "POST", data={**browser.typed(), "ward": "ZZ1 2AA", "then": "type_on"})
    db.session.rollback()
    assert gone("ZZ1 2AA")


def test_an_answer_sent_after_closing_is_shown_as_its_area(browser, version, time):
    begin(browser, version, "en")
    time.moment = version.survey.consultation.answers_until
    browser.send({"ward": "ZZ1 1AA"})
    assert browser.response.status_code == 409
    assert "ZZ1" not in browser.text


def test_the_list_of_another_council_says_nothing(browser, version, author):
    other = make_officer(make_council(), Role.AUTHOR)
    about = About(name=both("Wards", "Wardiau"), source=both("A", "B"), dated_on=date(2025, 5, 1))
    text = f"Postcode,WIMD quintile\n{OTHER},3\n"
    postcode_service.keep_quintiles(other, about, read_quintiles(text.encode()), now=NOON)
    to_quintile(browser, version)
    browser.send({QUINTILE: OTHER})
    browser.send()
    assert sent()[1][QUINTILE] == "elsewhere"


def test_a_list_that_was_replaced_names_no_area_that_the_survey_did_not_have(browser, version, author):
    text = files.WARDS.replace("W05999001", "W05999009")
    (wards,) = [each for each in _lookups(author) if each.code == "wards"]
    about = About(name=wards.name, source=wards.source, dated_on=wards.dated_on)
    found = read_areas(text.encode(), Wards("Ward", "Ward name", "Enw'r ward"))
    postcode_service.keep_areas(author, about, found, now=NOON, replaces=wards.id)
    begin(browser, version, "en")
    browser.send({"view": "yes", "ward": "ZZ1 1AA"})
    assert "Not in the list of postcodes" in browser.text


def _lookups(officer: Officer):
    from engage.surveys import postcode_queries

    return postcode_queries.lookups(officer)


def test_pages_that_ask_for_no_postcode_gain_no_statement(browser, version):
    """Nor does one that asks for it, while nothing is typed."""
    begin(browser, version, "en")
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_more):
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        browser.send({"view": "yes"})
        without = [each for each in statements if "postcode" in each]
        statements.clear()
        browser.open(f"/en/respond/{browser.address.split('/')[3]}/page/1")
        browser.send({"ward": "ZZ1 1AA"})
        looked = [each for each in statements if "postcode" in each]
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert without == []
    assert len(looked) == 1


# --- other ways in --------------------------------------------------------------------------------------


def test_somebody_is_helped_to_answer(app, browser, version, author, gone):
    desk = sign_in(browser.client, author)
    consultation = version.survey.consultation
    started = send(
        desk,
        f"/en/officers/consultations/{consultation.id}/enter-for-somebody",
        channel="telephone",
        language="en",
        agreed="y",
    )
    assert started.status_code == 302, started.status
    browser.open(started.location)
    browser.send({"view": "no", "ward": "ZZ1 2AA"})
    assert "Old Town" in browser.text
    assert gone("ZZ1 2AA")


def test_a_paper_is_keyed_by_its_postcode_and_kept_by_its_area(version, author, gone):
    consultation: Consultation = version.survey.consultation
    one, two = (make_officer(consultation.council, Role.CLERK) for _each in range(2))
    batch = keying_service.open_batch(
        one, consultation.id, name="Library", expected=None, percent_twice=100, now=NOON
    )
    form = paper_service.form_of(consultation.id, paper_service.editions(consultation.id)[0], "en")

    def key(officer: Officer, task: Task, **typed: str) -> None:
        fields = {"q-view": "1", "e-age": "2", **typed}
        sheet = Sheet(1, str(form.id), fact(), fields)
        keying_service.key(
            officer, consultation.id, batch.batch_id, sheet, task=task, now=NOON, lot=lambda _most: 0
        )

    key(one, Task.FIRST, **{"q-ward": "ZZ1 1AA", f"e-{QUINTILE}": "zz12aa"})
    (keying,) = db.session.query(Keying).all()
    assert content(keying).typed == {
        "q-view": "1",
        "q-ward": "=w05999001",
        "e-age": "2",
        f"e-{QUINTILE}": "=quintile_2",
    }
    key(two, Task.SECOND, **{"q-ward": "zz11aa", f"e-{QUINTILE}": "ZZ1 2AA"})
    assert sent() == (
        {"view": "yes", "ward": "w05999001"},
        {"age": "age_16_to_19", "wimd_quintile": "quintile_2"},
    )
    assert gone("ZZ1 1AA")
    assert gone("ZZ1 2AA")


def test_a_ticked_box_on_paper_is_keyed_as_its_number(version):
    form = paper_service.form_of(
        version.survey.consultation.id,
        paper_service.editions(version.survey.consultation.id)[0],
        "en",
    )
    from engage.respond.keying_form import read_form

    keyed = read_form(form, {"q-view": "1", f"e-{QUINTILE}": "1"}, "en")
    assert keyed.equality[QUINTILE].value == "prefer_not_to_say"
    assert keyed.problems == ()


def test_the_keying_page_takes_a_postcode_and_says_what_the_box_is(browser, version, gone):
    consultation = version.survey.consultation
    clerk = make_officer(consultation.council, Role.CLERK)
    batch = keying_service.open_batch(
        clerk, consultation.id, name="Library", expected=None, percent_twice=0, now=NOON
    )
    form = paper_service.form_of(consultation.id, paper_service.editions(consultation.id)[0], "en")
    desk = sign_in(browser.client, clerk)
    address = f"/en/officers/consultations/{consultation.id}/paper/{batch.batch_id}/1/{form.id}"
    assert "Prefer not to say" in desk.get(address).get_data(as_text=True)
    wrong = send(desk, address, **{"q-view": "1", "q-ward": "nowhere"})
    assert wrong.status_code == 422
    assert "AB12 3CD" in wrong.get_data(as_text=True)
    kept = send(desk, address, **{"q-view": "1", "q-ward": "ZZ1 1AA", f"e-{QUINTILE}": OTHER})
    assert kept.status_code == 303, kept.status
    assert sent() == ({"view": "yes", "ward": "w05999001"}, {QUINTILE: "elsewhere"})
    assert gone("ZZ1 1AA")
    assert gone(OTHER)


@pytest.mark.parametrize(
    ("said", "quintile"),
    [
        ("ZZ1 2AA", "quintile_2"),
        (OTHER, "elsewhere"),
        ("3", "quintile_3"),
        ("Quintile 4", "quintile_4"),
        ("Cwintel 4", "quintile_4"),
        ("Prefer not to say", "prefer_not_to_say"),
    ],
)
def test_a_column_of_another_tool_holds_postcodes_or_quintiles(version, author, gone, said, quintile):
    consultation_id = version.survey.consultation_id
    table = f"id,Do you want the hub?,What is your postcode?\n1,Yes,{said}\n"
    brought = Brought("a.csv", table.encode(), Tool.OTHER, "en")
    file = importing_service.bring(author, consultation_id, brought, now=NOON)
    file = db.session.get(ImportedFile, file.id, populate_existing=True)
    columns = ["number", "q--view--whole", f"e--{QUINTILE}--whole"]
    importing_service.map_columns(author, consultation_id, file.id, columns, {}, seen=file.revision, now=NOON)
    importing_work_service.work(file.id, file.revision, now=NOON)
    file = db.session.get(ImportedFile, file.id, populate_existing=True)
    importing_service.store(author, consultation_id, file.id, leave_out=False, seen=file.revision, now=NOON)
    assert sent() == ({"view": "yes"}, {QUINTILE: quintile})
    assert gone("ZZ1 2AA")


def test_a_kiosk_does_not_ask_and_the_officer_is_told(browsers, version, author):
    asked = Questionnaire.of(1, "digest", SURVEY)
    ids = [
        question.id
        for step in (*asked.at_kiosk.steps, *asked.at_kiosk.equality)
        for question in step.page.questions
    ]
    assert ids == ["view", "age"]
    assert asked.at_kiosk.digest != asked.digest
    clerk = make_officer(author.council, Role.CLERK)
    desk = sign_in(browsers().client, clerk)
    page = desk.get(f"/en/officers/consultations/{version.survey.consultation_id}/kiosks").get_data(
        as_text=True
    )
    assert "Which ward do you live in?" in page
    assert "What is your postcode?" in page


@pytest.mark.parametrize(
    ("lang", "path", "said"),
    [
        ("en", "consultations/{}/paper/standard", "We turn your postcode into an area and do not keep it."),
        ("cy", "ymgynghoriadau/{}/papur/safonol", "Rydym yn troi eich cod post yn ardal"),
        ("en", "consultations/{}/answer/questions", "We turn it into an area and do not keep it."),
        ("cy", "ymgynghoriadau/{}/ateb/cwestiynau", "Beth yw eich cod post?"),
    ],
)
def test_forms_to_print_and_to_read_say_what_becomes_of_the_postcode(browser, version, lang, path, said):
    slug = getattr(version.survey.consultation, f"slug_{lang}")
    browser.open(f"/{lang}/{path.format(slug)}")
    assert said in browser.text


def test_a_paper_form_has_a_box_for_whoever_would_rather_not_say(browser, version):
    slug = version.survey.consultation.slug_en
    browser.open(f"/en/consultations/{slug}/paper/standard")
    *_others, last = browser.page.xpath("//div[contains(@class, 'question')]//ul[@class='options']")
    assert " ".join(last.text_content().split()) == "1Prefer not to say"
    document = browser.client.get(f"/en/consultations/{slug}/paper/standard/form.docx")
    assert document.status_code == 200
    text = "".join(part.text for part in docx.Document(io.BytesIO(document.data)).paragraphs)
    assert text.count("1 ☐  Prefer not to say") == 1


def test_a_draft_is_tried_out_with_the_councils_lists(browser, version, author, gone):
    desk = sign_in(browser.client, author)
    consultation_id = version.survey.consultation_id
    browser.open(f"/en/officers/consultations/{consultation_id}/survey/preview/answer")
    browser.send({"view": "yes", "ward": "ZZ1 1AA"})
    assert "Harbour" in browser.text
    assert "ZZ1" not in browser.text
    page = f"/en/officers/consultations/{consultation_id}/survey/preview/1"
    assert send(desk, page, ward="ZZ1 1AA").status_code == 302
    assert gone("ZZ1 1AA")


def test_what_officers_do_with_lists_is_traced_without_a_postcode(version, author, dump):
    rows = [row for row in dump().splitlines() if row.startswith("audit_event ")]
    assert sum("postcodes_brought" in row for row in rows) == 2
    assert not [row for row in rows if "ZZ1" in row]
    assert db.session.query(AuditEvent).count() >= 2


def test_no_file_of_the_lists_is_kept(author, dump):
    assert "Harbour 1" not in dump()
