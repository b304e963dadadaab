"""Does an officer write every kind of question in the browser, and lose nothing that was typed?"""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from flask import Flask
from lxml import html

from engage import clock
from engage.accounts.permissions import Role
from engage.bilingual import Bilingual
from engage.database import db
from engage.surveys import definition as d
from engage.surveys import draft_service, editing, queries
from engage.surveys.deeds import Deed
from engage.surveys.models import Survey
from engage.surveys.question_sheet import sheet
from engage.surveys.typed_rows import Typed
from engage.surveys.workflow import State
from tests.examples import EVERY_KIND, ROUTED, SHORT, question
from tests.factories import make_officer
from tests.officers import send, sign_in
from tests.publishing import publish
from tests.surveys.test_views import arrange, text

NEW = "/pages/support/questions/add"
LONG = "x" * 5001


def flat(typed: Typed, prefix: str = "") -> dict[str, str]:
    """The fields of a form by their names, as a browser sends them; codes are left to be made."""
    fields = {f"{prefix}{name}": held for name, held in typed.fields.items() if held}
    for name, rows in typed.lists.items():
        for at, row in enumerate(rows):
            fields |= flat(row, f"{prefix}{name}-{at}-")
    return fields


def stored(address: str) -> d.Definition:
    """The draft as it is stored now."""
    db.session.commit()  # ends a transaction that has only read, and would see no change
    survey = db.session.query(Survey).filter_by(consultation_id=int(address.split("/")[-2])).one()
    db.session.refresh(survey)
    return survey.definition


def form_of(response) -> dict[str, str]:
    """What stands in the fields of the page's form; a browser drops the line end that begins a text area."""
    page = html.document_fromstring(response.get_data(as_text=True))
    values = page.get_element_by_id("page-form").form_values()
    return {name: value.removeprefix("\n") for name, value in values}


@pytest.mark.parametrize("id", [each.id for each in EVERY_KIND.questions()])
def test_every_kind_is_written_from_nothing(app: Flask, id):
    wanted = question(EVERY_KIND, id)
    client, address = arrange(app, SHORT)
    door = f"{address}{NEW}/{wanted.kind}"
    assert client.get(door).status_code == 200
    saved = send(client, door, code=id, **flat(sheet(wanted)))
    assert saved.status_code == 302
    assert question(stored(address), id) == wanted
    again = send(client, f"{address}/questions/{id}")
    assert again.status_code == 302
    assert question(stored(address), id) == wanted


def test_ids_and_codes_are_made_from_the_words(app: Flask):
    client, address = arrange(app, SHORT)
    words = {
        "title_en": "Why?", "title_cy": "Pam?",
        "options-0-label_en": "No reason", "options-2-label_cy": "Un rheswm",
    }  # fmt: skip
    for _ in range(2):
        send(client, f"{address}{NEW}/single", **words)
    ids = [each.id for each in stored(address).questions()]
    assert ids == ["longer_hours", "why", "why_2"]
    made = question(stored(address), "why")
    assert [option.code for option in made.options] == ["no_reason", "un_rheswm"]


def test_what_was_published_keeps_its_ids_and_codes_for_ever(app: Flask):
    client, address = arrange(app, SHORT)
    survey = db.session.query(Survey).one()
    publish(make_officer(survey.consultation.council), survey.consultation, now=clock.now())
    db.session.commit()
    door = f"{address}/questions/longer_hours"
    client.post(door, data=form_of(send(client, door, do="options-0-delete")))
    old = question(SHORT, "longer_hours").options[0]
    send(client, door, **{"options-9-label_en": old.label.en, "options-9-code": old.code})
    codes = [option.code for option in question(stored(address), "longer_hours").options]
    assert codes[-1] == f"{old.code}_2"
    change_it(address, lambda before: editing.delete(before, "question:longer_hours"))
    for typed in ({"code": "longer_hours"}, {"title_en": "Longer hours"}):
        send(client, f"{address}{NEW}/date", **{"title_en": "Mine"} | typed)
    assert [each.id for each in stored(address).questions()] == ["longer_hours_2", "longer_hours_3"]


def test_whoever_writes_in_welsh_finds_welsh_first(app: Flask):
    client, address = arrange(app, SHORT)
    survey = db.session.query(Survey).one()
    survey.written_in = "cy"
    db.session.commit()
    page = client.get(f"{address}{NEW}/long_text").get_data(as_text=True)
    assert page.index('id="title_cy"') < page.index('id="title_en"')
    send(client, f"{address}{NEW}/long_text", title_cy="Pam hynny?")
    assert [each.id for each in stored(address).questions()][1] == "pam_hynny"


@pytest.mark.parametrize("id", [each.id for each in EVERY_KIND.questions()])
@pytest.mark.parametrize(
    "do", ["look", "options-0-down", "scales-0-points-add", "rows-0-delete", "areas-0-duplicate"]
)
def test_buttons_store_nothing_and_keep_what_was_typed(app: Flask, id, do):
    client, address = arrange(app, EVERY_KIND)
    page = send(
        client, f"{address}/questions/{id}", do=do, title_en="Typed just now", hint_cy="Newydd ei deipio"
    )
    assert page.status_code == 200
    assert form_of(page)["title_en"] == "Typed just now"
    assert form_of(page)["hint_cy"] == "Newydd ei deipio"
    assert stored(address) == EVERY_KIND


def test_a_new_row_is_ready_to_be_typed_into(app: Flask):
    client, address = arrange(app, EVERY_KIND)
    page = send(client, f"{address}/questions/heard", do="options-add")
    focused = html.document_fromstring(page.get_data(as_text=True)).xpath("//main//*[@autofocus]/@id")
    assert focused == ["options-2-label_en"]
    assert "Not saved yet." in text(page)


def test_rows_are_copied_moved_and_deleted_and_then_saved(app: Flask):
    client, address = arrange(app, EVERY_KIND)
    door = f"{address}/questions/heard"
    typed = form_of(client.get(door))
    for do in ("options-1-up", "options-0-duplicate", "options-2-delete"):
        typed = form_of(client.post(door, data=typed | {"do": do}))
    assert client.post(door, data=typed).status_code == 302
    options = question(stored(address), "heard").options
    other = question(EVERY_KIND, "heard").options[1]
    assert options == (other, replace(other, code="another_way"))


@pytest.mark.parametrize(("row", "spoilt"), [(0, True), (1, False)])
def test_whoever_deletes_an_option_that_a_condition_names_is_told_at_once(app: Flask, row, spoilt):
    client, address = arrange(app, ROUTED)
    door = f"{address}/questions/travel"
    client.post(door, data=form_of(send(client, door, do=f"options-{row}-delete")))
    assert len(question(stored(address), "travel").options) == 2
    assert ("Conditions elsewhere speak of an answer that is gone" in text(client.get(address))) is spoilt


def test_a_deleted_option_comes_back_through_the_drafts_history(app: Flask):
    client, address = arrange(app, EVERY_KIND)
    door = f"{address}/questions/use"
    client.post(door, data=form_of(send(client, door, do="options-0-delete")))
    assert len(question(stored(address), "use").options) == 3
    officer = db.session.get(type(make_officer()), 1)
    number = int(address.split("/")[-2])
    draft_service.undo(officer, number, seen=queries.draft(officer, number).revision, now=clock.now())
    assert stored(address) == EVERY_KIND


def test_what_stands_apart_from_a_scale_has_a_code_that_can_be_chosen(app: Flask):
    client, address = arrange(app, SHORT)
    door = f"{address}{NEW}/scale"
    apart = {"not_applicable-0-label_en": "No experience of this", "not_applicable-0-code": "no_experience"}
    send(client, door, title_en="How good is it?", code="how_good", **apart)
    made = question(stored(address), "how_good").not_applicable
    assert made == d.Option("no_experience", Bilingual("No experience of this"))


def test_what_stands_apart_from_a_scale_goes_when_its_words_are_taken_out(app: Flask):
    client, address = arrange(app, EVERY_KIND)
    scale = next(each for each in EVERY_KIND.questions() if each.kind == "scale" and each.not_applicable)
    empty = {"not_applicable-0-label_en": "", "not_applicable-0-label_cy": ""}
    assert send(client, f"{address}/questions/{scale.id}", **empty).status_code == 302
    assert question(stored(address), scale.id) == replace(scale, not_applicable=None)


def test_a_pasted_list_becomes_options(app: Flask):
    client, address = arrange(app, SHORT)
    door = f"{address}{NEW}/several"
    pasted = {"options_pasted_en": "Bus\nTrain", "options_pasted_cy": "Bws\nTrên"}
    page = send(client, door, title_en="How?", do="options-paste", **pasted)
    client.post(door, data=form_of(page))
    made = question(stored(address), "how")
    assert [option.label for option in made.options] == [Bilingual("Bus", "Bws"), Bilingual("Train", "Trên")]


def test_a_list_and_a_position_that_nobody_pressed_a_button_for_are_saved_all_the_same(app: Flask):
    client, address = arrange(app, SHORT)
    words = {"title_en": "Why?", "options-0-label_en": "One", "options-1-label_en": "Two"}
    waiting = {"options_pasted_en": "Three", "options-1-position": "1"}
    assert send(client, f"{address}{NEW}/single", **words, **waiting).status_code == 302
    (saved,) = [each for each in stored(address).questions() if each.id == "why"]
    assert [option.label.en for option in saved.options] == ["Two", "One", "Three"]


def test_lists_that_do_not_fit_are_not_saved_either(app: Flask):
    client, address = arrange(app, SHORT)
    before = stored(address)
    pasted = {"options_pasted_en": "One\nTwo", "options_pasted_cy": "Un"}
    refused = send(client, f"{address}{NEW}/single", title_en="Why?", **pasted)
    assert refused.status_code == 422
    assert "different numbers of lines" in text(refused)
    assert form_of(refused)["options_pasted_en"] == "One\nTwo"
    assert stored(address) == before


def test_another_kind_that_was_chosen_and_not_yet_taken_is_not_forgotten(app: Flask):
    client, address = arrange(app, SHORT)
    before = stored(address)
    refused = send(client, f"{address}{NEW}/single", title_en="Why?", new_kind="number")
    assert refused.status_code == 422
    assert "Press “Change the kind” first" in text(refused)
    assert form_of(refused)["new_kind"] == "number"
    assert stored(address) == before


def test_lists_that_do_not_fit_are_refused_and_stay_to_be_mended(app: Flask):
    client, address = arrange(app, SHORT)
    pasted = {"options_pasted_en": "Bus\nTrain", "options_pasted_cy": "Bws"}
    page = send(client, f"{address}{NEW}/several", do="options-paste", **pasted)
    assert page.status_code == 422
    assert "different numbers of lines" in text(page)
    assert form_of(page)["options_pasted_en"].split() == ["Bus", "Train"]


def summary(response) -> list[tuple[str, str]]:
    """The lines of the error summary: the control to which each leads, and what it says."""
    page = html.document_fromstring(response.get_data(as_text=True))
    links = page.xpath("//*[contains(@class, 'govuk-error-summary__list')]//a")
    return [(link.get("href").removeprefix("#"), link.text_content()) for link in links]


@pytest.mark.parametrize(
    ("path", "typed", "said"),
    [
        (
            "/questions/use",
            {"options-0-label_en": LONG, "options-2-label_cy": LONG, "hint_cy": LONG, "least": "x"},
            [
                ("hint_cy", "Hint, Welsh: Use 5,000 characters or fewer"),
                ("options-0-label_en", "Option 1, English: Use 5,000 characters or fewer"),
                ("options-2-label_cy", "Option 3, Welsh: Use 5,000 characters or fewer"),
                ("least", "At least how many are ticked: Enter a whole number from 0 to 300"),
            ],
        ),
        (
            f"{NEW}/matrix",
            {
                "title_en": "Q", "rows-1-label_en": LONG, "scales-0-title_cy": LONG,
                "scales-0-points-0-label_cy": LONG, "scales-0-not_applicable-0-label_en": "n",
                "scales-0-not_applicable-0-hint_en": LONG,
            },
            [
                ("rows-1-label_en", "Statement 2, English: Use 5,000 characters or fewer"),
                ("scales-0-title_cy", "Scale 1, Welsh: Use 5,000 characters or fewer"),
                ("scales-0-points-0-label_cy", "Scale 1, Point 1, Welsh: Use 5,000 characters or fewer"),
                (
                    "scales-0-not_applicable-0-label_en",
                    "Scale 1, An answer apart from the scale, Hint, English: Use 5,000 characters or fewer",
                ),
            ],
        ),
        (
            f"{NEW}/single",
            {"options-1-label_en": "b", "options-1-position": "99", "do": "options-1-move"},
            [("options-1-position", "Option 2: Enter a position from 1 to 3")],
        ),
        (
            f"{NEW}/single",
            {"do": "options-paste"},
            [("options_pasted_en", "Options: Type or paste at least one line first")],
        ),
        (
            "/questions/use",
            {"do": "kind"},
            [("new_kind", "Kind of question: It is of this kind already. Choose another kind")],
        ),
        (
            "/add-block?to=section:one",
            {"do": "names-add", "items-0-label_en": "x"},
            [("new_name", "Enter a name, such as amount")],
        ),
        (
            "/add-block?to=section:one",
            {"items-0-label_en": LONG, "items-0-position": "0"},
            [("items-0-label_en", "Item 1, English: Use 500 characters or fewer")],
        ),
    ],
)  # fmt: skip
def test_each_line_of_the_summary_names_the_field_to_which_it_leads(app: Flask, path, typed, said):
    client, address = arrange(app, EVERY_KIND)
    section = EVERY_KIND.sections[0]
    path = path.replace("support", section.parts[0].id).replace("section:one", f"section:{section.id}")
    page = send(client, address + path, **typed)
    assert page.status_code == 422
    assert summary(page) == said
    beside = html.document_fromstring(page.get_data(as_text=True))
    for field, sentence in said:
        if "not_applicable" not in field:
            message = beside.get_element_by_id(f"{field}-error").text_content()
            assert sentence.endswith(message.removeprefix("Error:").strip())


def test_a_row_that_was_deleted_can_be_put_back_on_the_spot(app: Flask):
    client, address = arrange(app, EVERY_KIND)
    door = f"{address}/questions/use"
    page = send(client, door, do="options-1-delete")
    label = question(EVERY_KIND, "use").options[1].label.en
    assert f"Deleted: {label}" in text(page)
    page = client.post(door, data=form_of(page) | {"do": "options-restore"})
    assert "Deleted:" not in text(page)
    assert client.post(door, data=form_of(page)).status_code == 302
    assert stored(address) == EVERY_KIND


def test_a_row_that_was_not_put_back_is_gone_when_the_question_is_saved(app: Flask):
    client, address = arrange(app, EVERY_KIND)
    door = f"{address}/questions/use"
    client.post(door, data=form_of(send(client, door, do="options-1-delete")))
    before = question(EVERY_KIND, "use").options
    assert question(stored(address), "use").options == before[:1] + before[2:]


def test_the_kind_changes_and_what_both_kinds_have_stays(app: Flask):
    client, address = arrange(app, EVERY_KIND)
    door = f"{address}/questions/use"
    page = send(client, door, do="kind", new_kind="ranking")
    assert "Put in order" in text(page)
    client.post(door, data=form_of(page))
    before, after = question(EVERY_KIND, "use"), question(stored(address), "use")
    assert after == d.Ranking(
        id="use", title=before.title, options=before.options, required=before.required, hint=before.hint
    )


@pytest.mark.parametrize(
    ("kind", "way"),
    [
        ("single", ["short_text"]),
        ("single", ["short_text", "long_text", "date"]),
        ("allocation", ["number"]),
        ("single", ["scale", "consent", "matrix"]),
        ("matrix", ["single"]),
        ("matrix", ["postcode", "number"]),
        ("postcode", ["several", "ranking"]),
        ("short_text", ["long_text"]),
        ("consent", ["single", "date"]),
        ("scale", ["short_text"]),
    ],
)
def test_whoever_changes_the_kind_and_changes_it_back_has_lost_nothing(app: Flask, kind, way):
    client, address = arrange(app, EVERY_KIND)
    wanted = next(each for each in EVERY_KIND.questions() if each.kind == kind)
    door = f"{address}/questions/{wanted.id}"
    typed = form_of(client.get(door))
    for new_kind in [*way, kind]:
        page = client.post(door, data={**typed, "do": "kind", "new_kind": new_kind})
        typed = form_of(page)
    client.post(door, data=typed)
    assert question(stored(address), wanted.id) == wanted


@pytest.mark.parametrize("other", ["ranking", "scale", "matrix", "long_text"])
def test_lines_that_were_refused_are_still_there_in_another_kind(app: Flask, other):
    client, address = arrange(app, SHORT)
    door = f"{address}{NEW}/several"
    pasted = {"options_pasted_en": "Bus\nTrain", "options_pasted_cy": "Bws"}
    page = send(client, door, do="options-paste", **pasted)
    page = client.post(door, data={**form_of(page), "do": "kind", "new_kind": other})
    assert "Bus\nTrain" in [text.replace("\r", "") for text in form_of(page).values()]
    page = client.post(door, data={**form_of(page), "do": "kind", "new_kind": "several"})
    assert form_of(page)["options_pasted_en"].split() == ["Bus", "Train"]
    assert form_of(page)["options_pasted_cy"] == "Bws"


def test_what_is_still_to_be_done_is_said_beside_its_field_and_is_no_refusal(app: Flask):
    client, address = arrange(app, SHORT)
    door = f"{address}/questions/longer_hours"
    typed = {"title_cy": "", "options-1-label_en": "", "options-0-other_en": "Say more"}
    page = html.document_fromstring(send(client, door, do="look", **typed).get_data(as_text=True))
    said = {each.get("id"): each.text_content() for each in page.xpath("//*[@class='engage-advice']")}
    assert said == {
        "title_cy-advice": "Still to be written in Welsh",
        "options-1-label_en-advice": "Still to be written in English",
        "options-0-other_cy-advice": "Still to be written in Welsh",
    }
    assert page.get_element_by_id("title_cy").get("aria-describedby") == "title_cy-advice"
    assert send(client, door, **typed).status_code == 302
    assert question(stored(address), "longer_hours").title == Bilingual(
        question(SHORT, "longer_hours").title.en
    )


def test_numbers_that_cannot_be_read_are_refused_with_a_sentence(app: Flask):
    client, address = arrange(app, EVERY_KIND)
    page = send(client, f"{address}/questions/visits", minimum="two", decimals="9", bands="a")
    assert page.status_code == 422
    assert html.document_fromstring(page.data).findtext(".//title").startswith("Error:")
    assert "Enter a whole number from 0 to 6" in text(page)
    assert form_of(page)["minimum"] == "two"
    assert stored(address) == EVERY_KIND


def test_a_new_question_needs_words(app: Flask):
    client, address = arrange(app, SHORT)
    page = send(client, f"{address}{NEW}/date")
    assert page.status_code == 422
    assert "Write the question in English or in Welsh" in text(page)


def test_both_languages_are_seen_as_a_resident_sees_them(app: Flask):
    client, address = arrange(app, EVERY_KIND)
    page = html.document_fromstring(client.get(f"{address}/questions/moved").get_data(as_text=True))
    english, welsh = page.xpath("//*[@class='engage-look']")
    assert "When did you move here? (optional)" in " ".join(english.text_content().split())
    assert "Pryd symudoch chi yma? (dewisol)" in " ".join(welsh.text_content().split())
    assert "Diwrnod" in welsh.text_content()
    assert page.get_element_by_id("page-form").xpath(".//*[starts-with(@id, 'look_')]") == []


def test_a_question_of_the_library_stays_as_it_is_until_it_is_made_our_own(app: Flask):
    taken = replace(question(SHORT, "longer_hours"), origin="own-1/hours~0")
    client, address = arrange(app, editing.change(SHORT, "question:longer_hours", lambda _before: taken))
    door = f"{address}/questions/longer_hours"
    page = client.get(door)
    assert "Make it our own" in text(page)
    assert "title_en" not in page.get_data(as_text=True)
    assert send(client, door, title_en="Other words").status_code == 409
    assert question(stored(address), "longer_hours") == taken
    assert send(client, door, do="own").location == door
    assert question(stored(address), "longer_hours") == replace(taken, origin="")
    assert "title_en" in form_of(client.get(door))


# --- others at the same survey ----------------------------------------------------------------------------


def change_it(address: str, edit=lambda definition: replace(definition, minutes=99)) -> None:
    number = int(address.split("/")[-2])
    officer = db.session.query(Survey).one().consultation.council_id
    other = make_officer(db.session.get(type(make_officer().council), officer))
    seen = queries.draft(other, number).revision
    draft_service.change(
        other, number, edit, seen=seen, deed=Deed.CHANGED, subject=Bilingual("a", "b"), now=clock.now()
    )


def test_whoever_is_overtaken_loses_nothing_and_hears_what_happened(app: Flask):
    client, address = arrange(app, SHORT)
    door = f"{address}/questions/longer_hours"
    typed = form_of(client.get(door)) | {"title_en": "Mine"}
    change_it(address)
    page = client.post(door, data=typed)
    assert page.status_code == 409
    assert "Somebody else has changed the survey since you opened this page." in text(page)
    assert form_of(page)["title_en"] == "Mine"
    assert stored(address).minutes == 99
    assert client.post(door, data=form_of(page)).status_code == 302
    assert question(stored(address), "longer_hours").title.en == "Mine"
    assert stored(address).minutes == 99


def test_a_question_that_somebody_deletes_meanwhile_can_be_put_back(app: Flask):
    client, address = arrange(app, SHORT)
    door = f"{address}/questions/longer_hours"
    typed = form_of(client.get(door)) | {"title_en": "Mine"}
    page = SHORT.sections[0].parts[0]
    change_it(
        address,
        lambda before: replace(
            before, sections=(replace(before.sections[0], parts=(replace(page, questions=()),)),)
        ),
    )
    shown = client.post(door, data=typed)
    assert "Somebody else has deleted this" in text(shown)
    assert form_of(shown)["title_en"] == "Mine"
    assert client.post(door, data=form_of(shown)).status_code == 302
    assert [each.title.en for each in stored(address).questions()] == ["Mine"]
    assert client.get(f"{address}/questions/nothing").status_code == 404


def test_what_is_with_the_approver_stays_as_it_is_and_what_was_typed_stays_too(app: Flask):
    client, address = arrange(app, SHORT)
    door = f"{address}/questions/longer_hours"
    typed = form_of(client.get(door)) | {"title_en": "Mine"}
    survey = db.session.query(Survey).one()
    survey.state = State.APPROVAL
    db.session.commit()
    page = client.post(door, data=typed)
    assert page.status_code == 409
    assert "The survey is with its approver" in text(page)
    assert form_of(page)["title_en"] == "Mine"
    assert stored(address) == SHORT
    assert client.get(door).status_code == 409


@pytest.mark.parametrize("path", ["/questions/longer_hours", NEW, f"{NEW}/single"])
def test_only_authors_of_the_council_get_in(app: Flask, path):
    for role in (Role.APPROVER, Role.ANALYST, Role.TRANSLATOR):
        client, address = arrange(app, SHORT, role)
        assert client.get(address + path).status_code == 403
    stranger = sign_in(app.test_client(), make_officer())
    assert stranger.get(address + path).status_code == 404
    assert app.test_client().get(address + path).location.startswith("/en/sign-in")


@pytest.mark.parametrize(
    "path",
    [
        "/questions/nothing",
        "/pages/nothing/questions/add",
        f"{NEW}/nothing",
        "/pages/nothing/questions/add/single",
    ],
)
def test_what_is_not_there_is_not_found(app: Flask, path):
    client, address = arrange(app, SHORT)
    assert client.get(address + path).status_code == 404


def test_the_language_switch_keeps_what_was_typed_and_checks_nothing(app: Flask):
    client, address = arrange(app, EVERY_KIND)
    typed = form_of(client.get(f"{address}/questions/visits")) | {
        "minimum": "lots",
        "title_en": "Mine",
        "switch": "1",
    }
    welsh = address.replace("/en/officers/consultations", "/cy/swyddogion/ymgynghoriadau").replace(
        "/survey", "/arolwg"
    )
    page = client.post(f"{welsh}/cwestiynau/visits", data=typed)
    assert page.status_code == 200
    assert form_of(page)["minimum"] == "lots"
    assert stored(address) == EVERY_KIND


# --- rubbish ----------------------------------------------------------------------------------------------

RUBBISH = (
    "",
    "\x00",
    "\ufffe",
    "<script>alert(1)</script>",
    "9" * 40,
    "-1",
    "{item}",
    "' OR 1=1 --",
    "x" * 6000,
    "\t\n",
)


@pytest.mark.parametrize("id", [each.id for each in EVERY_KIND.questions()])
def test_rubbish_in_every_field_is_no_error_of_ours(app: Flask, id):
    client, address = arrange(app, EVERY_KIND)
    chance = random.Random(id)
    door = f"{address}/questions/{id}"
    names = [
        *form_of(client.get(door)),
        "do",
        "kind",
        "new_kind",
        "revision",
        "page",
        "options-x-y",
        "required",
    ]
    for round_number in range(6):
        typed = form_of(client.get(door))
        typed |= {name: chance.choice(RUBBISH) for name in names if name != "csrf_token"}
        if round_number % 2:
            typed["do"] = ""
        response = client.post(door, data=typed)
        assert response.status_code in (200, 302, 409, 422), (typed, response.status_code)
        assert stored(address)
