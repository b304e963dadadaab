"""Can an author say in the browser of whom something is asked, and see the ways through the survey?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select

from engage import clock
from engage.accounts.models import Officer
from engage.accounts.permissions import Role
from engage.bilingual import Bilingual
from engage.database import db
from engage.surveys import definition as d
from engage.surveys import draft_service, editing
from engage.surveys.deeds import Deed
from engage.surveys.document import from_json
from engage.surveys.models import DraftChange, Survey
from engage.surveys.texts import changed
from tests.examples import BUDGET, EVERY_KIND, ROUTED, SHORT
from tests.factories import make_council, make_officer
from tests.officers import sign_in
from tests.surveys.builders import MATRIX, block, number, page, several, single, survey
from tests.surveys.test_views import arrange, text

SOUND = {
    "g-join": "all", "g_1-question": "who", "g_1-of": "who", "g_1-test": "is", "g_1-codes": ["yes"],
}  # fmt: skip
TANGLED = survey(
    page("one", single("who"), several("some"), number("age"), MATRIX),
    page(
        "two", single("why"), show_if=d.Not(d.AnyOf((d.Is("m", ("yes",), "r", "s"), d.Between("age", 1, 2))))
    ),
    block(page("three", single("in_block")), picked_by="some", show_if=d.Is("who", ("yes", "gone"))),
    page("four", single("last", show_if=d.Answered("nobody")), show_if=d.All(())),
    equality=d.EqualityModule("2026-11", show_if=d.Is("who", ("yes",))),
)
AGE = {"g_1__question": "age", "g_1__of": "age", "g_1__test": "between"}
TANGLED = changed(TANGLED, lambda _key, was: Bilingual(was.en, was.cy.replace("page", "tudalen")))
PARTS = ["section:section", "page:two", "block:block", "page:three", "question:last", "page:four", "equality"]


def document(response) -> html.HtmlElement:
    return html.document_fromstring(response.get_data(as_text=True))


def draft(address: str) -> d.Definition:
    """What the database holds now."""
    db.session.rollback()
    return from_json(db.session.scalar(select(Survey.draft).filter_by(consultation_id=number_in(address))))


def number_in(address: str) -> int:
    return int(address.split("/")[4])


def press(client: FlaskClient, address: str, page, **fields):
    """Send the form of a page that was just shown, with these fields changed."""
    form = document(page).get_element_by_id("page-form")
    data: dict[str, list[str]] = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value)
    return client.post(
        address, data=data | {name.replace("__", "-"): value for name, value in fields.items()}
    )


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("lang", ["en", "cy"])
def test_any_route_is_shown_and_saved_as_it_is(app: Flask, part, lang):
    client, address = arrange(app, TANGLED)
    if lang == "cy":
        address = address.replace("/en/officers/consultations", "/cy/swyddogion/ymgynghoriadau")
        here = f"{address.replace('/survey', '/arolwg')}/llwybro/{part}"
    else:
        here = f"{address}/routing/{part}"
    shown = client.get(here)
    assert shown.status_code == 200
    saved = press(client, here, shown, do="save")
    if part in ("section:section", "page:three"):  # without a condition: what is not begun is not saved
        assert saved.status_code == 422
    else:
        assert saved.status_code == 302, text(saved)
    assert draft(address) == TANGLED
    assert db.session.scalars(select(DraftChange)).all() == []


def test_a_route_is_built_with_menus_and_buttons_alone(app: Flask):
    client, address = arrange(app, ROUTED)
    here = f"{address}/routing/page:bus"
    page = client.get(here)
    page = press(client, here, page, do="remove g_1")
    page = press(client, here, page, do="add g")
    page = press(client, here, page, g_1__question="age", do="show g_1")
    assert "Under 16" in text(page)
    page = press(client, here, page, g_1__codes=["under_16"], do="group g")
    page = press(client, here, page, g_2_1__question="who", do="show g_2_1")
    page = press(client, here, page, g__join="any", g_2_1__codes=["organisation"], do="add g_2")
    page = press(client, here, page, g_2_2__question="travel", do="show g_2_2")
    page = press(client, here, page, g_2_2__test="is_not", g_2_2__codes=["car"], do="refresh")
    clauses = (
        "“Under 16” is chosen in “How old are you?”; or (“An organisation” is chosen in “Are you answering "
        "as:”; and “By car” is not chosen in “How do you travel?”)"
    )
    assert f"Only asked if: {clauses}." in text(page)
    assert "Dim ond os yw'r canlynol yn wir y gofynnir hyn: dewiswyd “O dan 16”" in text(page)
    assert press(client, here, page, do="save").location == f"{address}/ways#page:bus"
    expected = d.AnyOf(
        (
            d.Is("age", ("under_16",)),
            d.All((d.Is("who", ("organisation",)), d.Not(d.Is("travel", ("car",))))),
        )
    )
    changed = draft(address)
    assert changed == editing.change_fields(ROUTED, "page:bus", show_if=expected)
    change = db.session.scalar(select(DraftChange))
    assert (change.deed, change.subject) == (Deed.ROUTED, Bilingual("The bus", "Y bws"))
    assert "The route is saved" in text(client.get(f"{address}/ways"))


def test_only_questions_on_earlier_pages_are_offered(app: Flask):
    client, address = arrange(app, TANGLED)

    def offered(part: str) -> list[str]:
        return document(client.get(f"{address}/routing/{part}")).xpath("//optgroup/option/@value")[:9]

    before = ["who", "some", "age", "m"]
    assert offered("page:two")[:4] == before
    assert set(offered("question:in_block")) == {*before, "why"}
    assert set(offered("page:four")) <= {*before, "why"}
    assert "in_block" not in offered("equality")
    assert {"last", "why"} <= set(offered("equality"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"g_1__question": "", "g_1__of": ""}, "Choose a question, or remove the condition. Condition: 1"),
        ({"g_1__question": "last", "g_1__of": "last"}, "Choose a question on an earlier page. Condition: 1"),
        ({"g_1__codes": []}, "Tick at least one option. Condition: 1"),
        ({"g_1__codes": ["gone"]}, "Untick what the question does not offer. Condition: 1"),
        ({"g_1__test": "between"}, "Choose what the answer is. Condition: 1"),
        (AGE | {"g_1__low": "", "g_1__high": ""},
         "Enter a lowest number, a highest number or both. Condition: 1"),
        (AGE | {"g_1__low": "9", "g_1__high": "8"},
         "The highest number must not be below the lowest. Condition: 1"),
        (AGE | {"g_1__low": "?", "g_1__high": "x"},
         "Enter a number in digits, such as 16. Condition: 1"),
        ({"g_1__question": "m", "g_1__of": "m", "g_1__row": "gone", "g_1__scale": "gone"},
         "Choose a statement that the question has. Condition: 1"),
        ({"g_2__join": "any"}, "Add a condition to this group, or remove the group. Group: 2"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("lang", ["en", "cy"])
def test_what_is_not_finished_is_named_and_nothing_is_stored(app: Flask, fields, said, lang):
    sound = editing.change_fields(TANGLED, "page:four", show_if=d.Is("who", ("yes",)))
    client, address = arrange(app, sound)
    here = f"{address}/routing/page:four"
    if lang == "cy":
        here = here.replace("/en/officers/consultations", "/cy/swyddogion/ymgynghoriadau")
        here = here.replace("/survey/routing", "/arolwg/llwybro")
    refused = press(client, here, client.get(here), **fields, do="save")
    assert refused.status_code == 422
    assert lang == "cy" or said in text(refused)
    assert draft(address) == sound


def test_the_language_switch_keeps_what_was_typed(app: Flask):
    client, address = arrange(app, TANGLED)
    here = f"{address}/routing/page:two"
    shown = press(client, here, client.get(here), g_2__low="many", switch="1")
    assert document(shown).get_element_by_id("g_2-low").get("value") == "many"
    assert not document(shown).xpath("//*[contains(@class, 'govuk-error-message')]")
    again = press(client, here, shown, switch="errors")
    assert document(again).xpath("//*[@id='g_2-low-error']")
    assert draft(address) == TANGLED


def test_when_somebody_else_was_first_nothing_typed_is_lost(app: Flask):
    client, address = arrange(app, ROUTED)
    here = f"{address}/routing/page:bus"
    shown = client.get(here)
    author = db.session.scalar(select(Officer).order_by(Officer.id).limit(1))
    draft_service.change(
        author, number_in(address), lambda was: replace(was, minutes=99), seen=revision(shown),
        deed=Deed.CHANGED, subject=Bilingual("a", "b"), now=clock.now(),
    )  # fmt: skip
    late = press(client, here, shown, g_1__codes=["car"], do="save")
    assert late.status_code == 409
    assert "Nothing that you typed is lost." in text(late)
    assert document(late).xpath("//input[@name='g_1-codes' and @checked]/@value") == ["car"]
    assert draft(address) == replace(ROUTED, minutes=99)
    assert press(client, here, late, do="save").status_code == 302
    expected = editing.change_fields(ROUTED, "page:bus", show_if=d.Is("travel", ("car",)))
    assert draft(address) == replace(expected, minutes=99)


def revision(page) -> int:
    return int(document(page).xpath("//input[@name='revision']/@value")[0])


def test_everybody_is_asked_again_at_the_press_of_a_button(app: Flask):
    client, address = arrange(app, ROUTED)
    here = f"{address}/routing/page:bus"
    assert press(client, here, client.get(here), do="everybody").status_code == 302
    assert draft(address) == editing.change_fields(ROUTED, "page:bus", show_if=None)
    assert "Ask everybody" not in text(client.get(here))


@pytest.mark.parametrize(
    "rubbish",
    [
        {},
        {"do": "remove g"},
        {"do": "add g_9_9_9"},
        {"do": "group"},
        {"do": "show g_x"},
        {"do": "\x00", "revision": "²"},
        {"g-join": "maybe", "do": "refresh"},
        {"g-join": "all", "g_1-question": "\U0001f600" * 500, "g_1-test": "is", "g_1-codes": ["<b>"] * 50},
        SOUND | {"revision": "-1"},
        {"_".join(["g"] + ["1"] * depth) + "-join": "any" for depth in range(90)},
    ],
    ids=str,
)  # fmt: skip
def test_rubbish_in_every_field_is_answered_with_a_page(app: Flask, rubbish):
    client, address = arrange(app, TANGLED)
    here = f"{address}/routing/page:two"
    token = document(client.get(here)).xpath("//input[@name='csrf_token']/@value")[0]
    answer = client.post(here, data={"csrf_token": token, **rubbish})
    assert answer.status_code in (200, 409, 422)
    assert draft(address) == TANGLED


@pytest.mark.parametrize(
    "part", ["page:nowhere", "survey", "item:block/x", "rubbish", "question:", "equality"]
)
def test_what_is_not_there_is_not_found(app: Flask, part):
    client, address = arrange(app, SHORT)
    assert client.get(f"{address}/routing/{part}").status_code == 404


@pytest.mark.parametrize(
    "definition", [SHORT, ROUTED, BUDGET, EVERY_KIND, TANGLED], ids=lambda it: it.title.en
)
@pytest.mark.parametrize("lang", ["en", "cy"])
def test_the_ways_name_everything_that_is_asked(app: Flask, definition, lang):
    client, address = arrange(app, definition)
    here = f"{address}/ways"
    if lang == "cy":
        here = here.replace("/en/officers/consultations", "/cy/swyddogion/ymgynghoriadau")
        here = here.replace("/survey/ways", "/arolwg/ffyrdd")
    shown = text(client.get(here))
    for part in (*definition.sections, *definition.pages()):
        assert part.title[lang] in shown


def test_the_ways_say_who_is_asked_and_what_comes_next(app: Flask):
    client, address = arrange(app, ROUTED)
    shown = text(client.get(f"{address}/ways"))
    assert "Shortest way: 2 pages" in shown
    assert "Longest way: 3 pages" in shown
    assert "Only asked if: “By bus” is chosen in “How do you travel?”." in shown
    assert "The survey ends here: check the answers" in shown
    assert "Every page and every question can be reached by somebody." in shown


def test_what_nobody_can_be_asked_is_said_at_once_with_a_way_to_mend_it(app: Flask):
    client, address = arrange(app, TANGLED)
    page = client.get(f"{address}/ways")
    assert "There is no question with this id: nobody" in text(page)
    said = (
        "A condition speaks of an option that is not there: “gone”. "
        "Choose again from the options of this question:"
    )
    assert f"{said} “question in English”" in text(page)
    links = document(page).xpath("//h2[text()='To mend']/following-sibling::ul[1]//a/@href")
    assert {link.rsplit("/", 1)[1] for link in links} >= {"question:last", "block:block", "page:four"}
    assert all(client.get(link).status_code == 200 for link in links)


@pytest.mark.parametrize(
    ("role", "codes"),
    [(Role.AUTHOR, (200, 200)), (Role.TRANSLATOR, (200, 403)), (Role.APPROVER, (200, 403))],
)
def test_whoever_may_not_change_routes_sees_the_ways_without_links(app: Flask, role, codes):
    client, address = arrange(app, ROUTED, role)
    found = client.get(f"{address}/ways"), client.get(f"{address}/routing/page:bus")
    assert tuple(page.status_code for page in found) == codes
    assert ("Change who is asked" in text(found[0])) == (role == Role.AUTHOR)


def test_another_council_finds_nothing(app: Flask):
    _, address = arrange(app, ROUTED)
    stranger = sign_in(app.test_client(), make_officer(make_council()))
    assert stranger.get(f"{address}/ways").status_code == 404
    assert stranger.get(f"{address}/routing/page:bus").status_code == 404


def test_before_there_is_a_survey_there_are_no_ways(app: Flask):
    client, address = arrange(app, None)
    assert client.get(f"{address}/ways").status_code == 404
