"""Does an author write a survey in the browser, and is nothing lost when somebody else does too?"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from engage import clock
from engage.accounts.permissions import Role
from engage.bilingual import Bilingual
from engage.database import db
from engage.equality.library import SETS
from engage.surveys import draft_service, edit_service, editing, queries, service, translation_service
from engage.surveys.deeds import Deed
from engage.surveys.definition import Answered, AnyOf, Block, Definition, EqualityModule, Not, Page
from engage.surveys.interchange import write_yaml
from engage.surveys.models import Survey
from engage.surveys.placing import part_of
from engage.surveys.starting import TEMPLATES
from engage.surveys.workflow import State
from tests.examples import ALL, BUDGET, EVERY_KIND
from tests.factories import make_consultation, make_council, make_officer
from tests.officers import send, sign_in
from tests.surveys.builders import single
from tests.surveys.test_editing import TWO_SECTIONS

RUBBISH = [
    "",
    " ",
    "x" * 30_000,
    "\x00\x07",
    "<script>alert(1)</script>",
    "-1",
    "9" * 40,
    "section:s",
    "{",
    "ŵ🦊",
    "%s{0}",
]


class Desk:
    """An author at work on a survey that is not published."""

    def __init__(
        self, app: Flask, definition: Definition | None = TWO_SECTIONS, *roles: Role, first="en"
    ) -> None:
        now = clock.now()
        self.app, self.author = app, make_officer()
        council = self.author.council
        times = {"opens_at": now, "closes_at": now.replace(year=now.year + 1)}
        consultation = make_consultation(council, published_at=None, **times)
        self.id = consultation.id
        if definition:
            edit_service.begin(self.author, self.id, definition, written_in=first, now=now)
        officer = make_officer(council, *roles) if roles else self.author
        self.client: FlaskClient = sign_in(app.test_client(), officer)
        self.address = f"/en/officers/consultations/{self.id}/survey"

    @property
    def survey(self) -> Survey:
        db.session.rollback()
        return queries.draft(self.author, self.id)

    @property
    def definition(self) -> Definition:
        return self.survey.definition

    def get(self, path: str = "") -> html.HtmlElement:
        page = self.client.get(self.address + path)
        assert page.status_code == 200, page.status_code
        return html.document_fromstring(page.get_data(as_text=True))

    def text(self, path: str = "") -> str:
        return words(self.client.get(self.address + path))

    def send(self, path: str, **fields):
        return send(self.client, self.address + path, **fields)

    @cached_property
    def token(self) -> str:
        """What a form of this session has to bring with it."""
        return self.get("/settings").xpath("//input[@name='csrf_token']/@value")[0]

    def post(self, path: str, **fields):
        usual = {"csrf_token": self.token, "revision": str(self.survey.revision)}
        return self.client.post(self.address + path, data=usual | fields)

    def press(self, value: str):
        """Press the button of the contents with this value."""
        assert self.get().xpath("//button[@form='arrange-form' and @value=$value]", value=value), value
        return self.post("/arrange", do=value)

    def elsewhere(self, **fields) -> None:
        """Somebody else changes the page "p"."""
        changed = {"title": Bilingual("Theirs", "Eu heiddo nhw")} | fields
        edit = lambda d: replace_part(d, "page:p", **changed)  # noqa: E731
        seen = self.survey.revision
        usual = {"seen": seen, "deed": Deed.CHANGED, "subject": changed["title"], "now": clock.now()}
        draft_service.change(self.author, self.id, edit, **usual)


def replace_part(definition: Definition, key: str, **fields) -> Definition:
    return editing.change_fields(definition, key, **fields)


def words(response) -> str:
    page = html.document_fromstring(response.get_data(as_text=True))
    return " ".join(page.find(".//main").text_content().split())


def main_of(response) -> html.HtmlElement:
    return html.document_fromstring(response.get_data(as_text=True)).find(".//main")


# --- the contents ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("definition", [*ALL, TWO_SECTIONS], ids=lambda d: d.title.en)
def test_the_contents_name_everything_in_its_order(app: Flask, definition):
    shown = Desk(app, definition).text()
    at = 0
    for section in definition.sections:
        at = shown.index(section.title.en, at)
        for page in (
            p for part in section.parts for p in (part.pages if isinstance(part, Block) else [part])
        ):
            at = shown.index(page.title.en, at)
            for question in page.questions:
                at = shown.index(question.title.en, at)


def test_every_action_says_what_it_is_about(app: Flask):
    page = Desk(app).get()
    buttons = page.xpath("//button[@form='arrange-form']")
    names = ["".join(button.itertext()) for button in buttons]
    assert len(buttons) > 15
    assert all(": " in name for name in names)
    assert "Move down: page in English" in names
    up = page.xpath("//button[starts-with(@value, 'up page:p') or starts-with(@value, 'down page:o')]")
    assert up == [], "what is first cannot go up, what is last cannot go down"


def test_the_language_written_first_is_shown_first(app: Flask):
    desk = Desk(app, BUDGET, first="cy")
    page = next(BUDGET.pages())
    labels = desk.get(f"/pages/{page.id}").xpath("//fieldset[1]//label/text()")
    assert labels[:2] == ["Welsh", "English"]


@pytest.mark.parametrize("first", ["en", "cy"])
def test_the_contents_are_in_the_language_of_the_page_as_far_as_they_are_there(app: Flask, first):
    shown, *_others = BUDGET.pages()
    alone = shown.questions[0]
    lacking = replace_part(BUDGET, f"question:{alone.id}", title=Bilingual("Only English"))
    desk = Desk(app, lacking, first=first)
    welsh = desk.address.replace("/en/officers/consultations", "/cy/swyddogion/ymgynghoriadau")
    for address, lang in ((desk.address, "en"), (welsh.replace("/survey", "/arolwg"), "cy")):
        page = html.document_fromstring(desk.client.get(address).text)
        assert shown.title[lang] in page.get_element_by_id(f"page-{shown.id}").text_content()
        assert "Only English" in page.get_element_by_id(f"question-{alone.id}").text_content()


def test_what_is_missing_and_to_be_mended_is_marked_where_it_is(app: Flask):
    title = replace(part_of(TWO_SECTIONS, "page:p"), title=Bilingual("Only English"))
    desk = Desk(app, replace_part(TWO_SECTIONS, "section:s", parts=(title,)))
    row = desk.get().get_element_by_id("page-p")
    assert "Missing in Welsh" in row.text_content()
    assert "to mend" not in row.text_content(), "what is missing is told once"
    unmade = replace(title, title=Bilingual("Both", "Y ddwy"), questions=(single("q", ()),))
    row = Desk(app, replace_part(TWO_SECTIONS, "section:s", parts=(unmade,))).get()
    assert "to mend" in row.get_element_by_id("question-q").text_content()


@pytest.mark.parametrize("role", [Role.APPROVER, Role.ANALYST, Role.TRANSLATOR])
def test_whoever_may_not_write_sees_the_contents_without_actions(app: Flask, role):
    page = Desk(app, TWO_SECTIONS, role).get()
    assert page.xpath("//main//button") == []
    assert "page in English" in page.find(".//main").text_content()


@pytest.mark.parametrize(("role", "there"), [(Role.AUTHOR, 1), (Role.TRANSLATOR, 1), (Role.APPROVER, 0)])
def test_nobody_is_led_to_a_refusal(app: Flask, role, there):
    desk = Desk(app, TWO_SECTIONS, role)
    links = desk.get().xpath("//nav[@class='engage-subnav']//a")
    assert sum(link.text == "Languages" for link in links) == there
    for link in links:
        assert desk.client.get(link.get("href")).status_code in (200, 302), link.text


def test_nothing_can_be_changed_while_it_is_with_the_approver(app: Flask):
    desk = Desk(app)
    token = desk.get("/settings").xpath("//input[@name='csrf_token']/@value")[0]
    desk.survey.state = State.APPROVAL
    db.session.commit()
    assert desk.get().xpath("//main//button") == []
    assert desk.client.get(f"{desk.address}/pages/p").status_code == 409
    typed = {"csrf_token": token, "revision": "0", "title_en": "Typed meanwhile", "title_cy": "x"}
    page = desk.client.post(f"{desk.address}/pages/p", data=typed)
    assert page.status_code == 409
    assert "with its approver" in words(page)
    assert "Typed meanwhile" in page.get_data(as_text=True)


def test_a_published_survey_can_be_written_on(app: Flask):
    desk = Desk(app)
    survey = desk.survey
    survey.freeze(desk.author.id, clock.now())
    db.session.commit()
    assert desk.press("delete question:r").status_code == 302
    assert "What people answer is the published version" in desk.text()
    assert queries.published_version(desk.id).definition == TWO_SECTIONS


# --- arranging ------------------------------------------------------------------------------------------


def shape(definition: Definition) -> str:
    """Ids in order, such as "s(p(q r) o)"."""

    def one(part) -> str:
        inner = next((getattr(part, n) for n in ("parts", "pages", "questions") if hasattr(part, n)), ())
        return f"{part.id}({' '.join(map(one, inner))})" if inner else part.id

    return " ".join(map(one, definition.sections))


BEFORE = "s(p(q r) o) t(block(in_block(i)) last(z))"


@pytest.mark.parametrize(
    ("value", "after", "said"),
    [
        ("down page:p", "s(o p(q r)) t(block(in_block(i)) last(z))", "Moved: page in English"),
        ("up page:o", "s(o p(q r)) t(block(in_block(i)) last(z))", "Moved: page in English"),
        ("down section:s", "t(block(in_block(i)) last(z)) s(p(q r) o)", None),
        ("up question:r", "s(p(r q) o) t(block(in_block(i)) last(z))", "Moved: question in English"),
        ("duplicate page:o", "s(p(q r) o o_2) t(block(in_block(i)) last(z))", "Duplicated: page in English"),
        ("duplicate question:q", "s(p(q q_2 r) o) t(block(in_block(i)) last(z))", "Duplicated:"),
        ("delete page:o", "s(p(q r)) t(block(in_block(i)) last(z))", "Deleted: page in English"),
        ("delete block:block", "s(p(q r) o) t(last(z))", "Deleted:"),
        ("delete section:t", "s(p(q r) o)", "Deleted: t in English"),
    ],
)
def test_a_button_does_what_it_says_and_it_can_be_undone(app: Flask, value, after, said):
    desk = Desk(app)
    assert shape(desk.definition) == BEFORE
    answer = desk.press(value)
    if said is None:  # a condition would break: it is asked about first
        assert "/arrange?do=" in answer.location
        return
    assert answer.location == desk.address
    assert shape(desk.definition) == after
    page = desk.get()
    banner = page.xpath("//*[@role='alert']")[0]
    assert said in " ".join(banner.text_content().split())
    fields = dict(banner.xpath(".//form")[0].form_values())
    back = desk.client.post(f"{desk.address}/undo", data=fields)
    assert back.location == desk.address
    assert desk.definition == TWO_SECTIONS
    assert "Taken back." in desk.text()


def test_it_is_said_beside_the_part_what_was_done_to_it(app: Flask):
    desk = Desk(app)
    desk.press("up question:r")
    row = desk.get().get_element_by_id("question-r")
    assert row.xpath("./*[@role='alert' and @autofocus]")


def test_deleting_what_conditions_speak_of_is_asked_about_first(app: Flask):
    desk = Desk(app)
    asked = desk.press("delete question:q").location
    assert desk.definition == TWO_SECTIONS
    page = main_of(desk.client.get(asked))
    said = " ".join(page.text_content().split())
    assert "question in English" in said
    assert "“question in English” is answered" in said
    assert "The question will not be there any more." in said
    fields = dict(page.xpath(".//form[.//input[@name='sure']]")[0].form_values())
    assert desk.client.post(f"{desk.address}/arrange", data=fields).location == desk.address
    assert shape(desk.definition) == "s(p(r) o) t(block(in_block(i)) last(z))"


def test_a_condition_that_speaks_of_the_same_question_twice_is_named_once(app: Flask):
    twice = AnyOf((Answered("q"), Not(Answered("q"))))
    desk = Desk(app, editing.change_fields(TWO_SECTIONS, "page:last", show_if=twice))
    page = main_of(desk.client.get(desk.press("delete question:q").location))
    cards = [" ".join(card.text_content().split()) for card in page.xpath(".//*[@class='engage-card']")]
    assert len(cards) == len(set(cards))
    assert any("Only asked if" in card for card in cards)


@pytest.mark.parametrize(
    ("key", "holder", "position", "after"),
    [
        ("page:o", "block:block", "1", "s(p(q r)) t(block(o in_block(i)) last(z))"),
        ("page:o", "section:t", "99", "s(p(q r)) t(block(in_block(i)) last(z) o)"),
        ("question:r", "page:o", "1", "s(p(q) o(r)) t(block(in_block(i)) last(z))"),
        ("page:p", "section:s", "2", "s(o p(q r)) t(block(in_block(i)) last(z))"),
    ],
)
def test_a_part_is_moved_to_a_place(app: Flask, key, holder, position, after):
    desk = Desk(app)
    assert desk.send(f"/move/{key}", holder=holder, position=position).location == desk.address
    assert shape(desk.definition) == after


def test_a_move_that_breaks_a_condition_is_asked_about_first(app: Flask):
    desk = Desk(app)
    asked = desk.send("/move/section:t", position="1").location
    said = words(desk.client.get(asked))
    assert "The question will come later" in said
    assert desk.definition == TWO_SECTIONS


@pytest.mark.parametrize(
    ("holder", "position"), [("page:p", "1"), ("", "1"), ("section:s", "0"), ("section:s", "x")]
)
def test_a_place_that_is_none_is_refused(app: Flask, holder, position):
    desk = Desk(app)
    page = desk.send("/move/page:o", holder=holder, position=position)
    assert page.status_code == 422
    assert "There is a problem" in words(page)


@pytest.mark.parametrize(
    "value", ["up", "fly page:p", "to page:p", "to page:p section:s x", "delete page:nowhere"]
)
def test_a_button_that_is_none_does_nothing(app: Flask, value):
    desk = Desk(app)
    assert desk.post("/arrange", do=value).status_code == 404
    assert desk.client.get(f"{desk.address}/arrange?do={value}").status_code == 404
    assert desk.post("/arrange").location == desk.address
    assert desk.definition == TWO_SECTIONS


def test_what_somebody_else_has_changed_is_not_moved_under_their_hands(app: Flask):
    desk = Desk(app)
    desk.elsewhere()
    page = desk.post("/arrange", do="delete page:o", revision="0")
    assert page.status_code == 409
    assert "Somebody else has changed the survey" in words(page)
    assert part_of(desk.definition, "page:o")
    page = desk.post("/undo", revision="0")
    assert page.status_code == 409


def test_there_is_an_end_to_undoing(app: Flask):
    page = Desk(app).post("/undo")
    assert page.status_code == 409
    assert "There is nothing to take back" in words(page)


def test_the_history_tells_who_did_what_and_takes_the_last_back(app: Flask):
    desk = Desk(app)
    assert "Nothing has been changed since the survey began." in desk.text("/history")
    desk.press("down page:p")
    desk.press("delete question:r")
    rows = [" ".join(row.text_content().split()) for row in desk.get("/history").xpath("//tbody/tr")]
    assert [re.sub(r"^.*? Officer", "Officer", row) for row in rows] == [
        f"{desk.author.name} Deleted: question in English Undo: question in English",
        f"{desk.author.name} Moved: page in English",
    ]
    fields = dict(desk.get("/history").xpath("//main//form")[0].form_values())
    desk.client.post(f"{desk.address}/undo", data=fields)
    assert shape(desk.definition) == "s(o p(q r)) t(block(in_block(i)) last(z))"


# --- sections and pages ---------------------------------------------------------------------------------


def test_a_page_is_added_and_its_id_stays_when_its_words_change(app: Flask):
    desk = Desk(app)
    typed = {"title_en": "Your street", "title_cy": "Eich stryd", "body_en": "One\r\n\r\ntwo", "ends": "y"}
    assert desk.send("/add-page?to=section:s&at=1", **typed).location == desk.address
    page: Page = part_of(desk.definition, "page:your_street")
    assert (page.title, page.body, page.ends) == (
        Bilingual("Your street", "Eich stryd"),
        Bilingual("One\n\ntwo"),
        True,
    )
    assert shape(desk.definition).startswith("s(p(q r) your_street o)")
    desk.send("/pages/your_street", title_en="Where you live", safe_exit="y")
    page = part_of(desk.definition, "page:your_street")
    assert (page.title.en, page.safe_exit, page.ends) == ("Where you live", True, True)


@pytest.mark.parametrize(("first", "id"), [("en", "street"), ("cy", "stryd")])
def test_ids_come_from_the_words_written_first(app: Flask, first, id):
    desk = Desk(app, first=first)
    desk.send("/add-page?to=block:block", title_en="Street", title_cy="Stryd")
    assert f"block(in_block(i) {id})" in shape(desk.definition)


def test_a_section_is_added_and_changed(app: Flask):
    desk = Desk(app)
    desk.send("/add-section", title_en="Third", title_cy="Trydydd")
    assert [section.id for section in desk.definition.sections] == ["s", "t", "third"]
    desk.send("/sections/third", title_en="Last")
    assert part_of(desk.definition, "section:third").title == Bilingual("Last", "Trydydd")


def test_saving_what_was_not_changed_leaves_no_trace(app: Flask):
    desk = Desk(app)
    for path in ("/pages/p", "/sections/s", "/blocks/block", "/settings"):
        assert desk.send(path).location == desk.address
    assert desk.survey.revision == 0
    assert desk.definition == TWO_SECTIONS


@pytest.mark.parametrize("path", ["/add-page?to=section:s", "/add-section", "/pages/p", "/sections/s"])
def test_a_title_is_needed_in_one_language(app: Flask, path):
    desk = Desk(app)
    page = desk.send(path, title_en=" ", title_cy="")
    assert page.status_code == 422
    assert "Enter a title in English or in Welsh" in words(page)
    assert desk.send(path, title_en="", title_cy="Un").status_code == 302


@pytest.mark.parametrize("first", ["en", "cy"])
@pytest.mark.parametrize("path", ["/add-section", "/pages/p", "/settings"])
def test_that_a_title_is_needed_is_said_at_the_field_that_is_written_first(app: Flask, path, first):
    desk = Desk(app, first=first)
    page = html.document_fromstring(desk.send(path, title_en="", title_cy="").get_data(as_text=True))
    assert page.xpath("//*[@class='govuk-error-summary']//a/@href") == [f"#title_{first}"]


@pytest.mark.parametrize(
    "path",
    [
        "/add-page?to=page:p", "/add-page?to=section:x", "/add-page?to=survey",
        "/add-block?to=block:block", "/pages/x", "/pages/block", "/sections/p", "/blocks/p",
        "/move/page:x", "/move/survey", "/move/x",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(app: Flask, path):
    desk = Desk(app)
    assert desk.client.get(desk.address + path).status_code == 404


@pytest.mark.parametrize("path", ["/add-page", "/add-block"])
def test_without_a_place_there_is_nothing_to_add_to(app: Flask, path):
    desk = Desk(app)
    assert desk.client.get(desk.address + path).location == desk.address


def test_markdown_is_shown_rendered_and_nothing_is_saved(app: Flask):
    desk = Desk(app)
    page = desk.send("/pages/p", body_en="- one\n- two", body_cy="**tri**", show="body")
    main = main_of(page)
    assert page.status_code == 200
    assert [li.text for li in main.xpath(".//section[@autofocus]//li")] == ["one", "two"]
    assert main.xpath(".//section[@autofocus]//strong")[0].text == "tri"
    assert main.xpath(".//textarea[@name='body_en']")[0].text.strip() == "- one\n- two"
    assert desk.definition == TWO_SECTIONS


def test_the_switch_of_language_keeps_what_was_typed(app: Flask):
    desk = Desk(app, BUDGET)
    section = BUDGET.sections[0]
    welsh = desk.address.replace("/en/officers/consultations", "/cy/swyddogion/ymgynghoriadau")
    welsh = welsh.replace("/survey", "/arolwg")
    page_path, section_path = f"tudalennau/{next(BUDGET.pages()).id}", f"adrannau/{section.id}"
    adding = f"ychwanegu-tudalen?to=section:{section.id}"
    fields = {"title_en": "Typed", "title_cy": "", "switch": "1", "revision": "0"}
    for path in (page_path, section_path, "gosodiadau", adding, "ychwanegu-adran"):
        token = desk.get("/settings").xpath("//input[@name='csrf_token']/@value")[0]
        page = desk.client.post(f"{welsh}/{path}", data=fields | {"csrf_token": token})
        assert page.status_code == 200
        shown = html.document_fromstring(page.get_data(as_text=True))
        assert shown.get("lang") == "cy"
        assert shown.get_element_by_id("title_en").get("value") == "Typed"
    assert desk.definition == BUDGET


# --- when somebody else was first -----------------------------------------------------------------------


def test_nothing_typed_is_lost_when_somebody_else_was_first(app: Flask):
    desk = Desk(app)
    desk.elsewhere()
    page = desk.send("/pages/p", title_en="Mine", body_cy="Fy ngeiriau", revision="0")
    assert page.status_code == 409
    main, said = main_of(page), words(page)
    assert "Somebody else has changed the survey" in said
    assert desk.author.name in said
    assert "Theirs" in said
    assert main.xpath(".//input[@name='title_en']")[0].get("value") == "Mine"
    assert main.xpath(".//textarea[@name='body_cy']")[0].text.strip() == "Fy ngeiriau"
    assert part_of(desk.definition, "page:p").title.en == "Theirs"
    again = dict(main.xpath(".//form[@id='page-form']")[0].form_values())
    assert desk.client.post(f"{desk.address}/pages/p", data=again).location == desk.address
    assert part_of(desk.definition, "page:p").title.en == "Mine"


@pytest.mark.parametrize(
    "path", ["/settings", "/add-page?to=section:s", "/add-section", "/sections/s", "/blocks/block"]
)
def test_every_form_comes_back_with_what_was_typed(app: Flask, path):
    desk = Desk(app)
    desk.elsewhere()
    field = "items-0-label_en" if "block" in path else "title_en"
    page = desk.send(path, **{field: "Mine", "revision": "0"})
    assert page.status_code == 409
    assert main_of(page).xpath(f".//input[@name='{field}']")[0].get("value") == "Mine"
    again = dict(main_of(page).xpath(".//form[@id='page-form']")[0].form_values())
    assert desk.client.post(desk.address + path, data=again).location == desk.address


def test_what_was_typed_is_given_back_when_its_part_is_gone(app: Flask):
    desk = Desk(app)
    desk.press("delete page:o")
    page = desk.post("/pages/o", title_en="Typed in vain", body_cy="Yn ofer", revision="0")
    assert page.status_code == 409
    assert "Typed in vain" in words(page)
    assert "Yn ofer" in words(page)


# --- repeated pages -------------------------------------------------------------------------------------


def test_repeated_pages_are_added_with_their_items(app: Flask):
    desk = Desk(app)
    form = "/add-block?to=section:s&at=1"
    desk.send(form, **{"items-0-label_en": "North", "items-0-label_cy": "Gogledd", "do": "save"})
    block: Block = part_of(desk.definition, "block:north")
    assert [(item.code, item.label) for item in block.items] == [("north", Bilingual("North", "Gogledd"))]
    assert shape(desk.definition).startswith("s(p(q r) north o)")


def test_items_and_their_data_are_changed_in_one_form(app: Flask):
    desk = Desk(app)
    more = desk.send("/blocks/block", do="items-add", **{"items-0-label_en": "First"})
    assert main_of(more).xpath(".//input[@name='items-2-label_en']")
    assert main_of(more).xpath(".//input[@name='items-0-label_en']")[0].get("value") == "First"
    assert desk.definition == TWO_SECTIONS
    desk.send("/blocks/block", do="save", **{"items-0-data-0-text_en": "£5", "items-0-label_en": "First"})
    item = part_of(desk.definition, "block:block").items[0]
    assert (item.code, item.label.en, dict(item.data)["amount"].en) == ("x", "First", "£5")


def test_an_item_is_moved_to_a_position(app: Flask):
    desk = Desk(app)
    desk.send("/blocks/block", do="save", items_pasted_en="Second\nThird")
    codes = [item.code for item in part_of(desk.definition, "block:block").items]
    page = desk.client.get(f"{desk.address}/blocks/block")
    fields = main_of(page).xpath(".//input[contains(@name, '-position')]/@name")
    assert fields == [f"items-{at}-position" for at in range(len(codes))]
    beyond = desk.send("/blocks/block", do="items-0-move", **{"items-0-position": "9"})
    assert f"Enter a position from 1 to {len(codes)}" in words(beyond)
    moved = desk.send("/blocks/block", do="items-0-move", **{"items-0-position": str(len(codes))})
    order = main_of(moved).xpath(".//input[contains(@name, '-code') and starts-with(@name, 'items')]/@value")
    assert order == [*codes[1:], codes[0]]
    assert [item.code for item in part_of(desk.definition, "block:block").items] == codes, "not saved yet"
    desk.send("/blocks/block", do="save", **{"items-0-position": str(len(codes))})
    assert [item.code for item in part_of(desk.definition, "block:block").items] == order


def test_the_page_of_a_block_names_what_stands_for_the_item(app: Flask):
    said = Desk(app).text("/pages/in_block")
    assert "{amount}, {item}" in said


def test_an_item_without_a_label_is_refused(app: Flask):
    desk = Desk(app)
    page = desk.send("/blocks/block", do="save", **{"items-0-label_en": "", "items-0-label_cy": ""})
    assert page.status_code == 422
    assert "Enter what the item is called" in words(page)
    assert desk.definition == TWO_SECTIONS


def test_lines_and_names_that_nobody_pressed_a_button_for_are_not_forgotten(app: Flask):
    desk = Desk(app)
    refused = desk.send("/blocks/block", do="save", new_name="Cost")
    assert refused.status_code == 422
    assert "Press “Add data”" in words(refused)
    assert main_of(refused).xpath(".//input[@name='new_name']")[0].get("value") == "Cost"
    assert desk.definition == TWO_SECTIONS
    desk.send("/blocks/block", do="save", items_pasted_en="South\nWest")
    assert [item.label.en for item in part_of(desk.definition, "block:block").items[-2:]] == ["South", "West"]


# --- settings -------------------------------------------------------------------------------------------


def test_a_text_that_nobody_touched_stays_to_the_letter(app: Flask):
    desk = Desk(app, replace(TWO_SECTIONS, intro=Bilingual("Welcome\n", "Croeso\n")))  # as files have it
    desk.send("/settings", minutes="7")
    assert (desk.definition.minutes, desk.definition.intro) == (7, Bilingual("Welcome\n", "Croeso\n"))
    desk.send("/settings", intro_en="Welcome all")
    assert desk.definition.intro == Bilingual("Welcome all", "Croeso\n")


def test_the_settings_of_a_survey_are_changed(app: Flask):
    desk = Desk(app)
    sent = desk.send(
        "/settings",
        title_cy="Teitl",
        intro_en="Welcome",
        minutes="7",
        written_in="cy",
        equality="2026-11",
        characteristics=["age", "sex"],
        welsh_effects_en="the hub",
        contact=["draw", "outcome", "rubbish"],
    )
    assert sent.location == desk.address
    definition = desk.definition
    assert definition.title == Bilingual("survey in English", "Teitl")
    assert (definition.intro.en, definition.minutes, definition.contact) == (
        "Welcome",
        7,
        ("outcome", "draw"),
    )
    assert definition.equality == EqualityModule("2026-11", ("age", "sex"))
    assert definition.welsh_effects == Bilingual("the hub")
    assert definition.sections == TWO_SECTIONS.sections
    assert desk.survey.written_in == "cy"


USUAL = tuple(each.code for each in SETS["2026-11"].choose())


@pytest.mark.parametrize(
    ("ticked", "kept"),
    [
        ((), ()),
        (USUAL, ()),  # the same as none: all usual ones
        ((*USUAL, "household_income"), (*USUAL, "household_income")),
        (("age", "household_income"), ("age", "household_income")),
    ],
)
def test_household_income_is_asked_only_when_it_is_ticked(app: Flask, ticked, kept):
    desk = Desk(app)
    desk.send("/settings", equality="2026-11", characteristics=list(ticked))
    assert desk.definition.equality == EqualityModule("2026-11", kept)


def test_of_whom_equality_questions_are_asked_stays_as_it_was(app: Flask):
    module = EqualityModule("2026-11", ("age",), show_if=Answered("q"))
    desk = Desk(app, replace(TWO_SECTIONS, equality=module))
    desk.send("/settings", minutes="3")
    assert desk.definition.equality == module
    desk.send("/settings", equality="none")
    assert desk.definition.equality is None


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("minutes", "0", "Enter whole minutes, from 1 to 240"),
        ("minutes", "ten", "Enter whole minutes, from 1 to 240"),
        ("minutes", "241", "Enter whole minutes, from 1 to 240"),
        ("written_in", "fr", "Choose the language that you write first"),
        ("equality", "1999", "Choose whether equality questions are asked"),
        ("title_en", "x" * 501, "use 500 characters or fewer"),
    ],
)
def test_settings_that_cannot_be_are_refused(app: Flask, field, typed, said):
    desk = Desk(app)
    page = desk.send("/settings", **{field: typed})
    assert page.status_code == 422
    assert said in words(page)
    assert desk.definition == TWO_SECTIONS


# --- beginning ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("written_in", ["en", "cy"])
@pytest.mark.parametrize("name", ["empty", *TEMPLATES])
def test_a_survey_begins_empty_or_with_a_template(app: Flask, name, written_in):
    desk = Desk(app, None)
    assert desk.client.get(desk.address).location == f"{desk.address}/start"
    assert desk.send("/start", begin_with=name, written_in=written_in).location == desk.address
    survey = desk.survey
    assert survey.written_in == written_in
    assert survey.definition.title == survey.consultation.title
    found = service.problems(desk.author, desk.id, now=clock.now())
    expected = {"empty": {"empty"}, "cohesion": {"empty"}}.get(name, set())
    assert {problem.code for problem in found if hasattr(problem, "place")} <= expected
    assert "The survey has begun." in desk.text()
    assert desk.client.get(f"{desk.address}/start").location == desk.address


def test_a_survey_begins_as_a_copy_of_a_draft_or_a_version_of_the_same_council(app: Flask):
    desk = Desk(app, None)
    for definition in (BUDGET, EVERY_KIND):
        consultation = make_consultation(desk.author.council, published_at=None)
        service.import_draft(desk.author, consultation.id, write_yaml(BUDGET), now=clock.now())
        survey = queries.draft(desk.author, consultation.id)
        version = survey.freeze(desk.author.id, clock.now())
        db.session.commit()
        service.import_draft(desk.author, consultation.id, write_yaml(EVERY_KIND), now=clock.now())
        name = f"version-{version.id}" if definition is BUDGET else f"draft-{survey.id}"
        new = make_consultation(desk.author.council, published_at=None)
        address = f"/en/officers/consultations/{new.id}/survey"
        options = main_of(desk.client.get(f"{address}/start")).xpath(
            ".//select[@name='source']/option/@value"
        )
        assert name in options
        sent = send(desk.client, f"{address}/start", begin_with="copy", source=name, written_in="en")
        assert sent.location == address
        assert queries.draft(desk.author, new.id).definition == replace(definition, title=new.title)


def test_another_councils_survey_cannot_be_copied(app: Flask):
    other = Desk(app)
    desk = Desk(app, None)
    page = desk.send("/start", begin_with="copy", source=f"draft-{other.survey.id}")
    assert page.status_code == 422
    assert queries.draft(desk.author, desk.id) is None
    make_consultation(desk.author.council, published_at=None)


def test_nothing_begins_without_a_choice(app: Flask):
    desk = Desk(app, None)
    page = desk.send("/start")
    assert page.status_code == 422
    assert "Choose how you want to begin" in words(page)


def test_two_beginnings_make_one_survey(app: Flask):
    desk = Desk(app)
    with pytest.raises(edit_service.AlreadyBegun):
        edit_service.begin(desk.author, desk.id, BUDGET, written_in="en", now=clock.now())
    assert desk.definition == TWO_SECTIONS


# --- rubbish and strangers ------------------------------------------------------------------------------

FORMS = {
    "/settings": ("title_en", "intro_cy", "minutes", "written_in", "equality", "characteristics", "contact"),
    "/add-section": ("title_en", "title_cy"),
    "/add-page?to=section:s&at=zzz": ("title_en", "body_en", "ends", "safe_exit", "show"),
    "/sections/s": ("title_en", "revision"),
    "/pages/p": ("title_cy", "body_cy", "ends", "revision", "show"),
    "/add-block?to=section:s&at=-3": ("picked_by", "do", "new_name", "items-0-label_en"),
    "/blocks/block": ("picked_by", "do", "items-0-code", "items-0-label_cy", "names-0-code", "revision"),
    "/move/page:o": ("holder", "position", "revision"),
    "/arrange": ("do", "revision", "sure"),
    "/undo": ("revision",),
}  # fmt: skip


@pytest.mark.parametrize("path", FORMS)
def test_rubbish_in_any_field_is_never_an_error_of_ours(app: Flask, path):
    desk = Desk(app)
    for name in FORMS[path]:
        for rubbish in RUBBISH:
            usual = {"title_en": "A", "title_cy": "B"}
            before = desk.survey.draft
            assert desk.post(path, **(usual | {name: rubbish})).status_code in (200, 302, 404, 409, 422)
            if desk.survey.draft != before:
                assert desk.client.get(desk.address).status_code == 200


@pytest.mark.parametrize("rubbish", RUBBISH)
def test_rubbish_begins_no_survey(app: Flask, rubbish):
    desk = Desk(app, None)
    for name in ("begin_with", "source", "written_in"):
        page = desk.send(
            "/start", **({"begin_with": "copy", "source": "draft-1", "written_in": "en"} | {name: rubbish})
        )
        assert page.status_code == 422


PATHS = (
    *("/settings", "/add-section", "/add-page?to=section:s", "/sections/s", "/pages/p", "/history", "/read"),
    *("/add-block?to=section:s", "/blocks/block", "/move/page:p", "/arrange?do=up page:o"),
)


@pytest.mark.parametrize("path", PATHS)
def test_another_council_and_the_public_find_nothing(app: Flask, path):
    desk = Desk(app)
    stranger = sign_in(app.test_client(), make_officer(make_council()))
    assert stranger.get(desk.address + path).status_code == 404
    assert app.test_client().get(desk.address + path).location.startswith("/en/sign-in")


@pytest.mark.parametrize("definition", [BUDGET, EVERY_KIND], ids=lambda d: d.title.en)
def test_every_page_is_there_in_welsh(app: Flask, definition):
    desk = Desk(app, definition)
    welsh = desk.address.replace("/en/officers/consultations", "/cy/swyddogion/ymgynghoriadau")
    welsh = welsh.replace("/survey", "/arolwg")
    page = next(definition.pages())
    paths = [
        "",
        "/gosodiadau",
        "/hanes",
        "/darllen",
        "/ychwanegu-adran",
        f"/tudalennau/{page.id}",
        f"/symud/page:{page.id}",
    ]
    for path in paths:
        response = desk.client.get(welsh + path)
        assert response.status_code == 200, path


def test_a_draft_that_is_wrong_in_every_way_can_still_be_seen(app: Flask):
    first = BUDGET.sections[0]
    twice = replace(first, parts=first.parts * 2)
    bad = Page(id="Not a code/at all", title=Bilingual(), questions=())
    empty = Block(id="", items=(), pages=(replace(bad, id=""),), picked_by="nobody")
    odd = replace(first, id="x", parts=(bad, empty))
    desk = Desk(app, replace(BUDGET, sections=(twice, twice, odd)))
    assert desk.client.get(desk.address).status_code == 200
    assert desk.client.get(f"{desk.address}/read").status_code == 200
    assert desk.press(f"duplicate section:{first.id}").status_code == 302
    assert len(desk.definition.sections) == 4


# --- one language alone ---------------------------------------------------------------------------------


def row_of(desk: Desk, id: str) -> str:
    return " ".join(desk.get().get_element_by_id(id).text_content().split())


@pytest.mark.parametrize(
    ("path", "typed", "row"),
    [
        ("/pages/p", {"title_en": "Other words"}, "page-p"),
        ("/pages/p", {"title_cy": "Geiriau eraill"}, "page-p"),
        ("/sections/s", {"title_cy": "Geiriau eraill"}, "section-s"),
        ("/questions/q", {"options-0-label_cy": "Geiriau eraill"}, "question-q"),
    ],
)
def test_whoever_changes_one_language_alone_has_to_follow_in_the_other_or_say_it_was_a_slip(
    app: Flask, path, typed, row
):
    desk = Desk(app)
    desk.send(path, **typed)
    alone = "English" if "title_en" in typed else "Welsh"
    page = desk.get()
    said = " ".join(page.find(".//main").text_content().split())
    assert f"You changed the {alone} alone" in said
    assert "Out of date" in row_of(desk, row)
    assert "To mend in the survey1 thing" in said
    assert translation_service.problems(desk.survey)
    revision = page.xpath("//form[@class='engage-turned']/input[@name='revision']/@value")[0]
    assert desk.post("/only-slips", revision=revision).location == desk.address
    assert "Both languages count as saying the same" in desk.text()
    assert "Out of date" not in row_of(desk, row)
    assert not translation_service.problems(desk.survey)


def test_whoever_changes_both_languages_or_follows_later_is_not_asked(app: Flask):
    desk = Desk(app)
    desk.send("/pages/p", title_en="Other words", title_cy="Geiriau eraill")
    assert "alone" not in desk.text()
    desk.send("/pages/p", title_en="More words")
    assert "Out of date" in row_of(desk, "page-p")
    desk.send("/pages/p", title_cy="Mwy o eiriau")
    assert "Out of date" not in desk.text()
    assert not translation_service.problems(desk.survey)


def test_what_was_out_of_date_before_is_not_settled_with_a_slip(app: Flask):
    desk = Desk(app)
    desk.send("/pages/p", title_en="Other words")
    desk.get()
    desk.send("/pages/p", title_en="Other words.", body_en="A", body_cy="B")
    assert "alone" not in desk.text()
    desk.post("/only-slips")
    assert "Out of date" in row_of(desk, "page-p")


def test_a_slip_is_confirmed_only_of_what_was_seen(app: Flask):
    desk = Desk(app)
    desk.send("/pages/p", title_cy="Geiriau eraill")
    seen = desk.survey.revision
    desk.elsewhere(body=Bilingual("A", "B"))
    assert desk.post("/only-slips", revision=str(seen)).status_code == 409
    assert desk.post("/only-slips", revision="x").status_code == 409


def test_missing_words_of_an_option_are_marked_at_its_question(app: Flask):
    desk = Desk(app)
    desk.send("/questions/q", **{"options-0-label_cy": ""})
    assert "Missing" in row_of(desk, "question-q")
    assert "Missing" not in row_of(desk, "question-r")


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.APPROVER])
def test_whoever_sees_a_question_can_comment_on_it(app: Flask, role):
    desk = Desk(app, TWO_SECTIONS, role)
    for id, key in (("question-r", "question:r"), ("page-p", "page:p"), ("section-s", "section:s")):
        link = desk.get().get_element_by_id(id).xpath("./div//a[starts-with(., 'Comment')]/@href")[0]
        form = main_of(desk.client.get(link))
        assert form.xpath("//select/option[@selected]/@value") == [key]
