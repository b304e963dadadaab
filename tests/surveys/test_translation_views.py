"""Can translators do their work in the browser, and with files?"""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from engage import clock
from engage.accounts.permissions import Role
from engage.bilingual import Bilingual
from engage.database import db
from engage.surveys import service, translation_queries, translation_xlsx
from engage.surveys.interchange import write_yaml
from engage.surveys.texts import rewritten
from engage.surveys.translation import State
from tests.examples import BUDGET, SHORT
from tests.factories import NOON, make_council, make_officer, saved
from tests.officers import send, sign_in, upload
from tests.surveys.test_translating import KEY, OPTION, Desk

NAME = "question:longer_hours.title"
YES = "question:longer_hours.options:yes.label"


class Watched(Desk):
    """A desk at which others work as well, in requests of their own."""

    @property
    def survey(self):
        db.session.rollback()
        return super().survey

    def entry(self, key: str = KEY):
        db.session.rollback()
        return super().entry(key)


def arrange(app: Flask, definition=SHORT) -> tuple[Desk, FlaskClient, str]:
    """A survey, its translator at the browser, and the address of the room."""
    desk = Watched(definition)
    client = sign_in(app.test_client(), desk.translator)
    return desk, client, f"/en/officers/consultations/{desk.id}/survey/translation"


def shown(response) -> html.HtmlElement:
    return html.document_fromstring(response.get_data(as_text=True))


def text(response) -> str:
    return " ".join(shown(response).find(".//main").text_content().split())


def test_only_what_is_to_be_done_is_shown_first(app: Flask):
    desk, client, room = arrange(app)
    assert "There are no texts like that." in text(client.get(room))
    desk.write(en="Should it open on Sundays?")
    desk.write_at(OPTION, cy="")
    page = text(client.get(room))
    assert "To do (2)" in page
    assert "English when it was translated" in page
    assert "taken out: Saturdays (end)" in page.replace("the library ", "")
    assert "Should it open on" in page
    total = len(desk_texts(desk))
    assert f"Texts done: {total - 2} of {total}" in page


def desk_texts(desk: Desk):
    from engage.surveys.translation_service import states

    return states(desk.survey)


@pytest.mark.parametrize(
    ("view", "names"),
    [
        ("missing", [YES]),
        ("stale", [NAME]),
        ("to_do", [NAME, YES]),
        ("signed_off", ["page:support.title"]),
        ("asked", ["survey.title"]),
        ("nonsense", None),
    ],
)
def test_the_list_is_cut_by_state(app: Flask, view, names):
    desk, client, room = arrange(app)
    desk.write(en="Should it open on Sundays?")
    desk.write_at(OPTION, cy="")
    desk.save(desk.typed(key="page:support/title", checked=True))
    send(client, f"{room}/text?key=survey/title", do="say", sort="question", said="What is this?")
    found = [
        field.get("name").removeprefix("words-")
        for field in shown(client.get(f"{room}?view={view}")).xpath("//textarea")
    ]
    assert found == (names or found)
    assert names or len(found) == min(20, len(desk_texts(desk)))


def test_the_list_is_cut_by_part_and_by_pages(app: Flask):
    _desk, client, room = arrange(app, BUDGET)
    page = shown(client.get(f"{room}?view=all&part=section:proposals"))
    names = page.xpath("//textarea/@name")
    assert names
    assert all("consultation" not in name for name in names)
    second = shown(client.get(f"{room}?view=all&page=2"))
    assert second.xpath("//textarea/@name")
    assert client.get(f"{room}?view=all&page=999").status_code == 200
    assert client.get(f"{room}?view=all&part=nonsense").status_code == 200


def test_many_texts_are_saved_at_once(app: Flask):
    desk, client, room = arrange(app)
    answer = send(client, f"{room}?view=all", **{f"words-{NAME}": "A ddylai?", f"words-{YES}": "Dylai, wir"})
    assert answer.location == f"{room}?view=all"
    assert "2 translations are saved" in text(client.get(answer.location))
    assert (desk.entry().target, desk.entry(OPTION).target) == ("A ddylai?", "Dylai, wir")


def test_a_tick_signs_off_and_another_says_that_it_is_still_right(app: Flask):
    desk, client, room = arrange(app)
    desk.write(en="New words")
    send(client, room, **{f"right-{NAME}": "y", f"checked-{NAME}": "y"})
    assert desk.state() == State.SIGNED_OFF
    page = text(client.get(f"{room}/text?key={KEY}"))
    assert desk.translator.name in page
    send(client, f"{room}/text?key={KEY}", do="take_back")
    assert desk.state() == State.DONE


def test_what_does_not_fit_comes_back_with_the_problem_and_the_rest_is_saved(app: Flask):
    desk, client, room = arrange(app)
    page = send(
        client, f"{room}?view=all", **{f"words-{NAME}": "Agor 7 diwrnod", f"words-{YES}": "Dylai, wir"}
    )
    assert page.status_code == 422
    document = shown(page)
    assert document.xpath(f"//textarea[@name='words-{NAME}']")[0].text.strip() == "Agor 7 diwrnod"
    assert "The numbers differ. In English alone: –. In Welsh alone: 7" in text(page)
    assert document.xpath("//*[contains(@class, 'error-summary')]//a/@href") == [f"#words-{NAME}"]
    assert desk.entry(OPTION).target == "Dylai, wir"
    assert desk.entry().target != "Agor 7 diwrnod"


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(app: Flask):
    desk, client, room = arrange(app)
    form = shown(client.get(f"{room}?view=all")).get_element_by_id("page-form")
    typed = dict(form.form_values()) | {f"words-{NAME}": "Geiriau'r cyfieithydd"}
    desk.write(en="Other words", cy="Geiriau'r awdur")
    page = client.post(f"{room}?view=all", data=typed)
    assert page.status_code == 422
    assert "Somebody changed this text while you were writing" in text(page)
    assert "Other words" in text(page)
    assert "As it is in Engage: Geiriau'r awdur" in text(page)
    again = dict(shown(page).get_element_by_id("page-form").form_values())
    assert client.post(f"{room}?view=all", data=again).status_code == 302
    assert desk.entry().text.words == Bilingual("Other words", "Geiriau'r cyfieithydd")


@pytest.mark.parametrize("switch", ["1", "errors"])
def test_the_language_switch_keeps_what_was_typed_and_stores_nothing(app: Flask, switch):
    desk, client, room = arrange(app)
    welsh = f"/cy/swyddogion/ymgynghoriadau/{desk.id}/arolwg/cyfieithu"
    for address, other in (
        (f"{room}?view=all", f"{welsh}?view=all"),
        (f"{room}/text?key={KEY}", f"{welsh}/testun?key={KEY}"),
    ):
        form = dict(shown(client.get(address)).get_element_by_id("page-form").form_values())
        page = client.post(other, data=form | {f"words-{NAME}": "Heb ei gadw", "switch": switch})
        assert page.status_code == 200
        assert shown(page).xpath(f"//textarea[@name='words-{NAME}']")[0].text.strip() == "Heb ei gadw"
        assert desk.entry().target != "Heb ei gadw"


def test_an_earlier_translation_is_put_into_the_field_and_not_saved(app: Flask):
    desk, client, room = arrange(app)
    old = desk.entry().target
    desk.save(desk.typed("Geiriau newydd"))
    for address in (f"{room}?view=all", f"{room}/text?key={KEY}"):
        page = send(client, address, use=f"{NAME}=0", **{f"words-{YES}": "Wedi'i deipio"})
        assert page.status_code == 200
        assert shown(page).xpath(f"//textarea[@name='words-{NAME}']")[0].text.strip() == old
        assert desk.entry().target == "Geiriau newydd"
    assert send(client, f"{room}?view=all", use="rubbish").status_code == 200
    assert send(client, f"{room}?view=all", use=f"{NAME}=99").status_code == 200


def test_one_text_is_shown_with_its_context(app: Flask):
    _desk, client, room = arrange(app)
    page = text(client.get(f"{room}/text?key={OPTION}"))
    for words in (
        "Your views",
        "Opening hours",
        "Should the library open on Saturdays?",
        "No, it should not",
    ):
        assert words in page
    assert "A label: keep it short." in page
    links = shown(client.get(f"{room}/text?key={OPTION}")).xpath("//main//a/@href")
    assert any("/cy/" in link and link.endswith("rhagolwg/1") for link in links)


def test_saving_leads_on_to_the_next_text_that_is_to_be_done(app: Flask):
    desk, client, room = arrange(app)
    desk.write(en="New words")
    desk.write_at(OPTION, cy="")
    onward = send(client, f"{room}/text?key={KEY}", do="next", **{f"words-{NAME}": "Newydd"})
    assert onward.location == f"{room}/text?key={OPTION}"
    assert send(client, onward.location, do="next", **{f"words-{YES}": "Dylai"}).location == room
    assert desk.state(OPTION) == State.DONE


def test_questions_and_answers_are_kept_with_the_text(app: Flask):
    desk, client, room = arrange(app)
    address = f"{room}/text?key={KEY}"
    assert send(client, address, do="say", said="").status_code == 422
    assert send(client, address, do="say", sort="answer", said="No question yet").status_code == 422
    assert send(client, address, do="say", sort="question", said="Pa lyfrgell?").location == address
    assert "Question open" in text(client.get(address))
    author = sign_in(app.test_client(), desk.author)
    send(author, address, do="say", sort="answer", said="The one in the square")
    page = text(client.get(address))
    assert "Question open" not in page
    assert f"Answer · {desk.author.name}" in page


def test_a_page_and_everything_are_signed_off(app: Flask):
    desk, client, room = arrange(app)
    desk.write_at(OPTION, cy="")
    page = client.get(f"{room}/sign-off?part=section:views&on=support")
    assert "1 text is missing or out of date and is left out." in text(page)
    send(client, f"{room}/sign-off?part=section:views&on=support")
    states = desk_texts(desk)
    assert states[KEY] == states["page:support/title"] == State.SIGNED_OFF
    assert states["consultation/why"] == State.DONE
    send(client, f"{room}/sign-off")
    assert set(desk_texts(desk).values()) == {State.SIGNED_OFF, State.MISSING}
    assert "There is nothing to sign off here" in text(client.get(f"{room}/sign-off"))


@pytest.mark.parametrize("typed", [f"words-{NAME}", "said"])
def test_taking_a_sign_off_back_keeps_what_was_typed_beside_it(app: Flask, typed):
    desk, client, room = arrange(app)
    send(client, f"{room}/text?key={KEY}", do="save", **{f"checked-{NAME}": "y"})
    assert desk.state() == State.SIGNED_OFF
    page = send(client, f"{room}/text?key={KEY}", do="take_back", **{typed: "Heb ei gadw"})
    assert "is still here, but it is not" in text(page)
    form = shown(page).get_element_by_id("page-form")
    assert dict(form.form_values())[typed].strip() == "Heb ei gadw"
    assert desk.state() == State.DONE


def test_what_changed_while_it_was_read_is_not_signed_off(app: Flask):
    desk, client, room = arrange(app)
    form = dict(shown(client.get(f"{room}/sign-off")).get_element_by_id("page-form").form_values())
    desk.save(desk.typed("Geiriau eraill"))
    client.post(f"{room}/sign-off", data=form)
    assert desk.state() == State.DONE
    assert desk.state(OPTION) == State.SIGNED_OFF


def test_what_is_with_the_approver_stays_as_it_is(app: Flask):
    desk, client, room = arrange(app)
    desk.survey.state = "approval"
    db.session.commit()
    for address in (f"{room}?view=all", f"{room}/text?key={KEY}"):
        assert "The survey is with its approver and stays as it is" in text(client.get(address))
        page = send(client, address, do="save", **{f"words-{NAME}": "Newydd"})
        assert page.status_code == 409
        assert "What you typed is still here, but it is not saved." in text(page)
        assert shown(page).xpath(f"//textarea[@name='words-{NAME}']")[0].text.strip() == "Newydd"
        assert desk.entry().target != "Newydd"


def test_sending_a_question_keeps_the_translation_that_is_typed(app: Flask):
    desk, client, room = arrange(app)
    address = f"{room}/text?key={KEY}"
    page = send(
        client, address, do="say", sort="question", said="Pa lyfrgell?", **{f"words-{NAME}": "Hanner"}
    )
    assert "Your translation is still here, but it is not saved" in text(page)
    assert shown(page).xpath(f"//textarea[@name='words-{NAME}']")[0].text.strip() == "Hanner"
    assert shown(page).xpath("//textarea[@name='said']")[0].text.strip() == ""
    assert "Pa lyfrgell?" in text(page)
    assert desk.entry().target != "Hanner"


@pytest.mark.parametrize("deed", ["save", "next"])
def test_saving_a_translation_keeps_the_question_that_is_typed(app: Flask, deed):
    desk, client, room = arrange(app)
    address = f"{room}/text?key={KEY}"
    page = send(client, address, do=deed, said="Pa lyfrgell?", **{f"words-{NAME}": "Newydd"})
    assert "Your question or note is still here, but it is not sent" in text(page)
    assert "1 translation is saved" in text(page)
    assert shown(page).xpath("//textarea[@name='said']")[0].text.strip() == "Pa lyfrgell?"
    assert desk.entry().target == "Newydd"


@pytest.mark.parametrize("address", ["/text?key=nothing", "/text?key=question:gone/title", "/file?kind=exe"])
def test_what_is_not_there_is_not_found(app: Flask, address):
    _desk, client, room = arrange(app)
    assert client.get(room + address).status_code == 404


@pytest.mark.parametrize("address", ["", f"/text?key={KEY}", "/sign-off", "/files", "/file", "/files/check"])
def test_who_may_not_translate_finds_no_door(app: Flask, address):
    desk, client, room = arrange(app)
    assert client.get(room + address).status_code in (200, 302)
    analyst = sign_in(app.test_client(), make_officer(desk.author.council, Role.ANALYST))
    assert analyst.get(room + address).status_code == 403
    stranger = sign_in(app.test_client(), make_officer(make_council()))
    assert stranger.get(room + address).status_code == 404
    assert app.test_client().get(room + address).location.startswith("/en/sign-in")


def test_the_welsh_pages_are_welsh(app: Flask):
    desk, client, _room = arrange(app)
    desk.write(en="New words")
    welsh = f"/cy/swyddogion/ymgynghoriadau/{desk.id}/arolwg/cyfieithu"
    for address in ("", "?view=all", f"/testun?key={KEY}", "/cadarnhau", "/ffeiliau"):
        page = client.get(welsh + address)
        assert page.status_code == 200
        assert shown(page).get("lang") == "cy"


# --- files ----------------------------------------------------------------------------------------------


def fetched(client: FlaskClient, room: str, **wanted: str) -> bytes:
    answer = client.get(f"{room}/file", query_string=wanted)
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=engage-")
    return answer.data


def in_sheet(content: bytes, **words: str) -> bytes:
    """The spreadsheet with these translations, by the texts' keys."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for row in book[translation_xlsx.TEXTS].iter_rows(min_row=2):
        if row[6].value in words:
            row[3].value = words[row[6].value]
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def bring(client: FlaskClient, room: str, content: bytes, name: str = "texts.xlsx"):
    return send(client, f"{room}/files", file=upload(content, name))


def test_a_spreadsheet_goes_out_and_comes_back(app: Flask):
    desk, client, room = arrange(app)
    desk.write_at(OPTION, cy="")
    content = fetched(client, room, kind="xlsx", texts="all", **{"from": "en"})
    answer = bring(client, room, in_sheet(content, **{KEY: "A ddylai agor?", OPTION: "Dylai"}))
    assert answer.location == f"{room}/files/check"
    page = text(client.get(answer.location))
    assert "Translations that go in: 2" in page
    assert "A ddylai agor?" in page
    assert desk.entry().target != "A ddylai agor?"  # not before it was seen
    send(client, answer.location, do="take_in")
    assert (desk.entry().target, desk.entry(OPTION).target) == ("A ddylai agor?", "Dylai")
    assert "2 translations are taken in" in text(client.get(f"{room}?view=all"))


def test_an_xliff_file_goes_out_and_comes_back(app: Flask):
    desk, client, room = arrange(app)
    desk.write(en="New words")
    content = fetched(client, room, kind="xlf", **{"from": "en"})
    assert content.count(b"<unit") == 1
    assert b"Should the library open on Saturdays?" in content  # what it was translated from
    old = desk.entry().target.replace("'", "&#39;").encode()
    changed = content.replace(desk.entry().target.encode(), b"Geiriau newydd").replace(old, b"Geiriau newydd")
    bring(client, room, changed, "back.xlf")
    send(client, f"{room}/files/check", do="take_in")
    assert desk.entry().text.words == Bilingual("New words", "Geiriau newydd")
    assert desk.state() == State.DONE


def test_bad_rows_stay_out_and_are_named_and_good_ones_go_in(app: Flask):
    desk, client, room = arrange(app)
    content = fetched(client, room, kind="xlsx", texts="all", **{"from": "en"})
    desk.write_at("page:support/title", en="When it opens")
    words = {KEY: "Agor 7 diwrnod?", OPTION: "Dylai, wir", "page:support/title": "Pryd mae'n agor"}
    bring(client, room, in_sheet(content, **words))
    page = text(client.get(f"{room}/files/check"))
    assert "Rows that stay out: 2" in page
    assert "Row in the file: " in page
    assert "The numbers differ. In English alone: –. In Welsh alone: 7" in page
    assert "The source has changed since the file was made" in page
    assert "The survey has been changed 1 time since the file was made." in page
    assert send(client, f"{room}/files/check", do="take_in").location == f"{room}/files/check"
    assert desk.entry(OPTION).target == "Dylai, wir"
    left = text(client.get(f"{room}/files/check"))
    assert "1 translation is taken in" in left
    assert "Agor 7 diwrnod?" in left
    assert "Translations that go in: 0" in left
    send(client, f"{room}/files/check", do="forget")
    assert client.get(f"{room}/files/check").location == f"{room}/files"


def test_two_options_that_were_swapped_are_named_with_their_question(app: Flask):
    desk, client, room = arrange(app)
    content = fetched(client, room, kind="xlsx", texts="all", **{"from": "en"})
    every = translation_queries.sheet(desk.author, desk.id).entries
    options = [each for each in every if each.group == desk.entry(OPTION).group]
    one, other = options[:2]
    bring(client, room, in_sheet(content, **{one.key: other.target, other.key: one.target}))
    page = client.get(f"{room}/files/check")
    inside = " › ".join(words.en for words in desk.entry(OPTION).trail)
    assert inside.endswith("Should the library open on Saturdays?")
    assert text(page).count(f"{inside} This is the translation of another option beside it") == 2
    doors = shown(page).xpath("//a[starts-with(., 'Translate it here')]")
    assert [door.text_content() for door in doors] == [
        f"Translate it here: Option, {each.source}" for each in (one, other)
    ]


@pytest.mark.parametrize(("choice", "words"), [("engage", "Yn Engage"), ("file", "Yn y ffeil")])
def test_what_was_changed_on_both_sides_is_for_somebody_to_choose(app: Flask, choice, words):
    desk, client, room = arrange(app)
    content = fetched(client, room, kind="xlsx", texts="all", **{"from": "en"})
    desk.save(desk.typed("Yn Engage", OPTION))
    bring(client, room, in_sheet(content, **{OPTION: "Yn y ffeil"}))
    page = text(client.get(f"{room}/files/check"))
    assert "As it is in Engage: Yn Engage" in page
    assert "As it is in the file: Yn y ffeil" in page
    send(client, f"{room}/files/check", do="take_in", **{f"choice-{YES}": choice})
    assert desk.entry(OPTION).target == words


def test_a_choice_counts_only_for_the_wording_that_was_seen(app: Flask):
    desk, client, room = arrange(app)
    content = fetched(client, room, kind="xlsx", texts="all", **{"from": "en"})
    desk.save(desk.typed("Yn Engage", OPTION))
    bring(client, room, in_sheet(content, **{OPTION: "Yn y ffeil"}))
    form = dict(shown(client.get(f"{room}/files/check")).get_element_by_id("page-form").form_values())
    desk.save(desk.typed("Eto'n wahanol", OPTION))
    client.post(f"{room}/files/check", data=form | {f"choice-{YES}": "file", "do": "take_in"})
    assert desk.entry(OPTION).target == "Eto'n wahanol"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file must be XLIFF (.xlf) or a spreadsheet (.xlsx) that was fetched from here"),
        (b"%PDF-1.7", "The file must be XLIFF (.xlf) or a spreadsheet (.xlsx) that was fetched from here"),
        (b"<xliff", "The file cannot be read as XLIFF"),
        (b"PK\x03\x04", "The file cannot be read as a spreadsheet. Save it again as .xlsx"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "The file holds something that translators' files"),
        (b"<" + b"x" * 5_000_001, "The file is too big: it may have 5 MB"),
    ],
    ids=["empty", "pdf", "cut", "zip", "entity", "huge"],
)
def test_rubbish_is_refused_with_the_reason(app: Flask, content, said):
    _desk, client, room = arrange(app)
    page = bring(client, room, content)
    assert page.status_code == 422
    assert said in text(page)


def test_no_file_is_nothing_to_check(app: Flask):
    _desk, client, room = arrange(app)
    page = send(client, f"{room}/files")
    assert page.status_code == 422
    assert "Choose the file" in text(page)


def test_the_file_of_another_consultation_and_of_another_council_are_refused(app: Flask):
    _desk, client, room = arrange(app)
    other = Desk()
    stranger = sign_in(app.test_client(), other.translator)
    for kind in ("xlsx", "xlf"):
        theirs = f"/en/officers/consultations/{other.id}/survey/translation"
        content = fetched(stranger, theirs, kind=kind, texts="all", **{"from": "en"})
        page = bring(client, room, content)
        assert page.status_code == 422
        assert "The file belongs to another consultation" in text(page)
    assert client.get(f"{room}/files/check").location == f"{room}/files"


@pytest.mark.parametrize("kind", ["xlsx", "xlf"])
def test_a_file_for_another_version_is_refused_whole_before_and_after_it_was_brought(app: Flask, kind):
    desk, client, room = arrange(app)
    content = fetched(client, room, kind=kind, texts="all", **{"from": "en"})
    assert bring(client, room, content).location == f"{room}/files/check"
    form = dict(shown(client.get(f"{room}/files/check")).get_element_by_id("page-form").form_values())
    survey = desk.survey
    saved(survey.freeze(desk.author.id, clock.now()))
    said = "The file was made for version 1 of the survey, but version 2 is being translated now."
    for page in (
        bring(client, room, content),
        client.get(f"{room}/files/check"),
        client.post(f"{room}/files/check", data=form | {"do": "take_in"}),
    ):
        assert page.status_code == 422
        assert said in text(page)
    assert bring(client, room, fetched(client, room, kind=kind, texts="all")).location


def test_the_file_of_a_survey_that_was_replaced_is_refused_whole(app: Flask):
    desk, client, room = arrange(app)
    content = fetched(client, room, kind="xlf", texts="all")
    service.import_draft(desk.author, desk.id, write_yaml(BUDGET), now=clock.now())
    assert "The file was made from another survey" in text(bring(client, room, content))


def test_what_waits_for_its_minute_is_the_version_that_is_in_work(app: Flask):
    desk, client, room = arrange(app)
    content = fetched(client, room, kind="xlf", texts="all")
    saved(desk.survey.freeze(desk.author.id, clock.now() + timedelta(hours=1)))
    assert bring(client, room, content).location == f"{room}/files/check"


def test_a_file_waits_for_the_officer_who_brought_it_alone(app: Flask):
    desk, client, room = arrange(app)
    bring(client, room, fetched(client, room, kind="xlf", texts="all", **{"from": "en"}), "x.xlf")
    assert client.get(f"{room}/files/check").status_code == 200
    author = sign_in(app.test_client(), desk.author)
    assert author.get(f"{room}/files/check").location == f"{room}/files"


def test_a_file_keeps_no_words_that_would_break_the_draft(app: Flask):
    desk, client, room = arrange(app)
    content = fetched(client, room, kind="xlsx", texts="all", **{"from": "en"})
    bring(client, room, in_sheet(content, **{OPTION: "  Dylai,\n\n wir\u202e  "}))
    send(client, f"{room}/files/check", do="take_in")
    assert desk.entry(OPTION).target == "Dylai, wir"
    assert desk.survey.changed_at - NOON > timedelta(0)


def test_files_go_in_the_direction_in_which_there_is_something_to_translate(app: Flask):
    desk, client, room = arrange(app, rewritten(SHORT, {KEY: Bilingual("", "Dim ond Cymraeg?")}))
    page = text(client.get(f"{room}/files"))
    assert "From English to Welsh" in page
    assert "From Welsh to English" in page
    content = fetched(client, room, kind="xlf", **{"from": "cy"})
    assert b'srcLang="cy" trgLang="en"' in content
    assert content.count(b"<unit") == 1
    del desk
