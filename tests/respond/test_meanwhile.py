"""Do two tabs, or two people, on one draft ever overwrite each other without being asked?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from engage.respond import meanwhile, queries, service
from engage.respond.meanwhile import MINE, SAVED
from engage.surveys.answers import PageReading
from engage.surveys.definition import Answer
from tests.examples import BUDGET, EVERY_KIND, ROUTED, SHORT
from tests.factories import NOON
from tests.respond.conftest import Browser, publish
from tests.respond.test_journeys import EVERY_FIELD, begin, stored, values
from tests.respond.test_turning_pages import count_responses

YES, NO, IE = Answer("yes", "en"), Answer("no", "en"), Answer("yes", "cy")
CHOOSE = "Choose which answer to keep"


def sent(answer: Answer | None) -> PageReading:
    return PageReading(("q",), {"q": answer} if answer else {}, ())


def answers(answer: Answer | None) -> dict[str, Answer]:
    return {"q": answer} if answer else {}


@pytest.mark.parametrize(
    ("shown", "stored", "sending", "expected"),
    [
        (None, None, YES, False),  # nobody else was here
        (YES, YES, NO, False),
        (None, YES, YES, False),  # both say the same
        (None, YES, IE, False),  # in two languages
        (YES, IE, NO, False),  # said again in the other language: still what was shown
        (None, YES, NO, True),
        (None, YES, None, True),  # an empty page does not wipe out what another has saved
        (YES, NO, YES, True),  # what was seen before is not what is there now
        (YES, None, NO, True),  # taken back meanwhile
        (YES, None, None, False),
        (None, Answer("other", "en", {"other": "A"}), Answer("other", "en", {"other": "B"}), True),
    ],
)
def test_only_what_was_neither_shown_nor_sent_is_in_dispute(shown, stored, sending, expected):
    seen = meanwhile.marks(("q",), answers(shown))
    assert bool(meanwhile.disputed(seen, answers(stored), sent(sending))) is expected


def test_a_page_without_answers_carries_no_mark_so_that_it_is_the_same_for_everybody():
    assert meanwhile.marks(("q", "r"), {}) == ""


@pytest.mark.parametrize("seen", ["", "q", "=", "q=", "q=zz r=1 q=", "\x00 é=1"])
def test_marks_that_nobody_made_do_no_harm(seen):
    assert meanwhile.disputed(seen, answers(YES), sent(NO)) == ("q",)


def test_what_was_chosen_is_what_is_kept():
    reading = PageReading(("a", "b", "c", "d"), {"a": YES, "b": YES, "c": YES}, ())
    choices = {"a": SAVED, "b": MINE, "d": SAVED}
    settled = meanwhile.settled(reading, {"a": NO, "b": NO, "d": NO, "e": NO}, choices)
    assert settled.answers == {"a": NO, "b": YES, "c": YES, "d": NO}


@pytest.fixture
def tabs(browsers) -> tuple[Browser, Browser]:
    """Two people on the same page of one draft, on which nothing was saved yet."""
    one, other = browsers(), browsers()
    begin(one, publish(ROUTED), "en")
    other.open(one.address)
    return one, other


def test_the_later_save_shows_both_versions_and_overwrites_nothing(tabs):
    one, other = tabs
    one.send(who="resident")
    other.send(who="organisation")
    assert (other.response.status_code, other.title) == (409, CHOOSE)
    assert "Saved meanwhile" in other.text
    assert values(stored()) == {"who": "resident"}


@pytest.mark.parametrize(("choice", "kept"), [(SAVED, "resident"), (MINE, "organisation")])
def test_what_is_chosen_is_kept_and_the_way_goes_on_from_there(tabs, choice, kept):
    one, other = tabs
    page = one.address
    one.send(who="resident")
    other.send(who="organisation")
    other.send({"version:who": choice})
    assert values(stored())["who"] == kept
    assert other.response.status_code == 200
    assert other.address != page


def test_whoever_has_chosen_may_finish_and_clear_the_computer(tabs):
    one, other = tabs
    one.send(who="resident")
    other.send(who="organisation")
    assert "Finish and clear this computer" in other.text
    other.send({"version:who": MINE, "then": "finish"})
    assert values(stored())["who"] == "organisation"
    assert other.address.endswith("/finish")


def test_no_choice_is_an_error_and_nothing_is_lost(tabs):
    one, other = tabs
    one.send(who="resident")
    other.send(who="organisation")
    other.send()
    assert other.errors == [f"{CHOOSE}: {ROUTED.sections[0].parts[0].questions[0].title.en}"]
    assert other.page.findtext(".//title").strip().startswith("Error: ")
    other.send({"version:who": MINE})
    assert values(stored())["who"] == "organisation"


def test_a_third_save_before_the_choice_is_shown_too(tabs, browsers):
    one, other = tabs
    third = browsers()
    third.open(one.address)
    address = one.address
    one.send(who="resident")
    other.send(who="organisation")
    third.open(address)
    third.send(who="resident")
    one.open(address)
    one.send(who="organisation")
    other.send({"version:who": MINE})  # by now both say the same
    assert other.title != CHOOSE
    assert values(stored())["who"] == "organisation"


def test_the_same_answer_twice_or_a_second_click_is_no_dispute(tabs):
    one, other = tabs
    one.send(who="resident")
    other.send(who="resident")
    assert other.response.status_code == 200
    assert count_responses() == 1


def test_both_versions_are_shown_in_the_other_language_with_what_was_chosen(tabs):
    one, other = tabs
    one.send(who="resident")
    other.send(who="organisation")
    other.switch({"version:who": MINE})
    assert (other.page.get("lang"), other.response.status_code) == ("cy", 200)
    assert other.page.xpath("//input[@type='radio'][@checked]/@value") == [MINE]
    assert values(stored()) == {"who": "resident"}
    other.send()
    assert values(stored())["who"] == "organisation"


def test_a_switch_of_the_language_on_a_stale_page_does_not_hide_that_it_is_stale(tabs):
    one, other = tabs
    one.send(who="resident")
    other.switch({"who": "organisation"})
    assert other.page.get("lang") == "cy"
    other.send()
    assert other.response.status_code == 409
    assert values(stored()) == {"who": "resident"}


def test_only_the_questions_in_dispute_are_asked_about(browsers):
    one, other = browsers(), browsers()
    begin(one, publish(EVERY_KIND), "en")
    one.onward()
    other.open(one.address)
    one.send(EVERY_FIELD)
    other.send(EVERY_FIELD | {"street": "Y Bryn", "ideas": "Un.\r\nDau."})
    assert other.page.xpath("//input[@name='disputed']/@value") == ["street", "ideas"]
    other.send({"version:street": SAVED, "version:ideas": MINE})
    assert values(stored())["street"] == "Stryd y Môr"
    assert values(stored())["ideas"] == "Un.\nDau."
    assert values(stored())["share"] == {"libraries": 60, "parks": 40, "buses": 0}


def test_a_lost_token_on_the_page_with_both_versions_loses_neither(tabs):
    one, other = tabs
    one.send(who="resident")
    other.send(who="organisation")
    other.send({"version:who": MINE, "csrf_token": "made-up"})
    assert (other.title, len(other.errors)) == (CHOOSE, 1)
    other.send()
    assert values(stored())["who"] == "organisation"


def test_equality_answers_are_not_overwritten_either(browsers):
    one, other = browsers(), browsers()
    begin(one, publish(BUDGET), "en")
    one.send({"matters": ["none"]})
    one.send()
    one.open(one.address.replace("/check", "/equality/1"))
    other.open(one.address)
    one.send(age="age_35_to_44")
    other.send(age="age_25_to_34")
    assert (other.response.status_code, other.title) == (409, CHOOSE)
    assert "35" in other.text
    other.send({"version:age": MINE})
    code = one.address.split("/")[3]
    assert queries.equality_answers(queries.visit(code))["age"].value == "age_25_to_34"


@pytest.fixture
def at_contact(browsers) -> tuple[Browser, Browser]:
    """Two tabs on the page that asks where somebody may be written to."""
    one, other = browsers(), browsers()
    begin(one, publish(replace(SHORT, contact=("outcome", "draw"))), "en")
    one.send(longer_hours="yes")
    one.open(one.address.replace("/check", "/contact"))
    other.open(one.address)
    one.send(email="first@example.org", purposes=["outcome", "draw"])
    return one, other


LEFT = {"email": "second@example.org", "purposes": ["draw"]}
FIRST = {("first@example.org", "outcome"), ("first@example.org", "draw")}


def left() -> set[tuple[str, str]]:
    return {(each.email, each.purpose) for each in queries.contacts_under(stored().code_hash)}


def test_an_email_address_is_not_overwritten_and_both_are_shown(at_contact):
    _one, other = at_contact
    other.send(LEFT)
    assert (other.response.status_code, other.title) == (409, CHOOSE)
    versions = [each.text_content() for each in other.page.xpath("//*[contains(@class, 'engage-version')]")]
    assert versions == [
        "first@example.org; To take part in the prize draw; To hear what happens next",
        "second@example.org; To take part in the prize draw",
    ]
    assert left() == FIRST


@pytest.mark.parametrize(("choice", "kept"), [(SAVED, FIRST), (MINE, {("second@example.org", "draw")})])
def test_the_address_that_is_chosen_is_kept(at_contact, choice, kept):
    _one, other = at_contact
    other.send(LEFT)
    other.send({"version:contact": choice})
    assert other.title == "Send your answers"
    assert left() == kept


def test_an_address_that_was_not_chosen_is_asked_about_again_in_either_language(at_contact):
    _one, other = at_contact
    other.send(LEFT, then="later")
    other.send()
    assert other.errors == [f"{CHOOSE}: Email address"]
    other.switch({"version:contact": MINE})
    assert (other.page.get("lang"), len(other.errors)) == ("cy", 0)
    other.send({"csrf_token": "made-up"})
    assert len(other.errors) == 1
    other.send()
    assert other.response.request.path.endswith("/yn-nes-ymlaen")
    assert left() == {("second@example.org", "draw")}


def test_an_empty_page_does_not_take_an_address_away_that_it_did_not_show(at_contact):
    one, other = at_contact
    other.send(email="", purposes=[])
    assert other.title == CHOOSE
    assert left() == FIRST
    one.open(one.address.replace("/send", "/contact"))
    one.send(email="", purposes=[])  # this one showed it
    assert left() == set()


def test_a_mistake_or_a_switch_of_the_language_does_not_hide_that_an_address_is_stale(at_contact):
    _one, other = at_contact
    other.send(email="at home", purposes=["draw"])
    assert other.response.status_code == 422
    other.switch()
    other.send(LEFT)
    assert other.response.status_code == 409
    assert left() == FIRST


def test_the_same_address_twice_is_no_dispute(at_contact):
    _one, other = at_contact
    other.send(email="first@example.org", purposes=["draw", "outcome"])
    assert other.title == "Send your answers"


def test_a_third_address_before_the_choice_is_shown_too(at_contact, browsers):
    one, other = at_contact
    other.send(LEFT)
    one.open(one.address.replace("/send", "/contact"))
    one.send(email="third@example.org")
    other.send({"version:contact": MINE})
    assert (other.title, "third@example.org" in other.text) == (CHOOSE, True)
    other.send({"version:contact": MINE})
    assert left() == {("second@example.org", "draw")}


def test_a_race_between_the_look_and_the_save_is_noticed_too(app, time, browser):
    begin(browser, publish(SHORT), "en")
    stale = queries.visit(browser.address.split("/")[3])
    first = PageReading(("longer_hours",), {"longer_hours": YES}, ())
    service.save_page(stale, first, language="en", now=NOON, seen="")
    second = replace(first, answers={"longer_hours": NO})
    with pytest.raises(service.Overtaken) as overtaken:
        service.save_page(stale, second, language="en", now=NOON, seen="")
    assert overtaken.value.keys == ("longer_hours",)
    assert values(stored())["longer_hours"] == "yes"


def test_a_stale_page_of_what_was_sent_is_refused_in_words_with_what_was_typed(browsers):
    one, other = browsers(), browsers()
    begin(one, publish(EVERY_KIND), "en")
    one.onward()
    other.open(one.address)
    one.send(EVERY_FIELD)
    one.onward()
    one.send()
    other.send(street="Y Bryn", visits="four", heard="leaflet")
    assert (other.response.status_code, other.title) == (409, "You have already sent your answers")
    for typed in ("Y Bryn", "four"):
        assert typed in other.text
    assert "Stryd y Môr" not in other.text
    assert values(stored())["street"] == "Stryd y Môr"
