"""Do papers become the same data as answers online, each once, whoever keys them and however often?"""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from random import Random

import pytest
from lxml import html

from engage.accounts.models import AuditEvent
from engage.accounts.permissions import Role
from engage.config import settings
from engage.database import db
from engage.errors import Invalid, NotFound
from engage.respond import attachment_service as attachments
from engage.respond import keying_queries as queries
from engage.respond import ledger_service
from engage.respond.folding import values
from engage.respond.keying_models import Keying, SpoiltAnswer
from engage.respond.keying_queries import Task
from engage.respond.keying_service import Elsewhere
from engage.respond.ledger_models import Decision
from engage.respond.models import EqualityAnswers, Response
from engage.sealing import open_sealed
from engage.surveys.definition import KINDS, FileQuestion
from tests.examples import EVERY_KIND, ROUTED, SHORT
from tests.factories import NOON, make_consultation, make_officer
from tests.officers import send, upload
from tests.respond.conftest import Browser, publish
from tests.respond.keying_people import kinds_answered, person
from tests.respond.office import ALL_KINDS, EVERYBODY, TODAY, Office, fact

PAPERS = 50
CAME = f"{TODAY.day} {TODAY.month} {TODAY.year}"  # as it is typed
[PHOTOS] = [each for each in EVERY_KIND.questions() if isinstance(each, FileQuestion)]


def responses(channel: str = "paper") -> list[Response]:
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(Response).filter_by(channel=channel).order_by(Response.id).all()


def equality_of(response: Response) -> dict:
    row = db.session.query(EqualityAnswers).filter_by(response_uuid=response.uuid).one_or_none()
    return values(open_sealed(row.sealed, settings().equality_key, response.uuid)) if row else {}


def answer_online(browser: Browser, lang: str, fields: dict) -> Response:
    """Go through every page of the website with these fields, and send."""
    known = {response.id for response in responses("online")}
    words = {"en": ("consultations/papers/answer", "new"), "cy": ("ymgynghoriadau/papurau/ateb", "newydd")}
    browser.open(f"/{lang}/{'/'.join(words[lang])}")
    for _page in range(40):
        if browser.page.xpath("//main//form[@method='post']"):
            here = {name: fields[name] for name in _names(browser) if name in fields}
            browser.send(here)
        elif new := [each for each in responses("online") if each.id not in known and each.sent_at]:
            return new[0]
        else:
            browser.onward()
        assert browser.response.status_code == 200, browser.errors
    raise AssertionError("no end")


def same_in_both(response: Response) -> dict:
    """The answers with the files themselves: where one is kept has another name each time."""
    answers = dict(response.answers)
    if PHOTOS.id in answers:
        kept = answers[PHOTOS.id]
        files = [attachments.file_of(response.uuid, each) for each in kept["value"]]
        told = [kept["other"][each] for each in kept["value"]]
        answers[PHOTOS.id] = kept | {"value": [file.content for file in files], "other": told}
    return answers


def _names(browser: Browser) -> set[str]:
    return set(browser.page.xpath("//main//form[@method='post']//@name"))


# --- the proof ------------------------------------------------------------------------------------------


def test_papers_keyed_twice_are_the_same_data_as_the_same_answers_online(browsers, signed_in):
    office, chance = Office(ALL_KINDS, percent=100, expected=PAPERS), Random(4)
    first, second, third = signed_in(office.one), signed_in(office.two), signed_in(office.three)
    everybody, online, sent_files = [], [], 0
    for number in range(1, PAPERS + 1):
        lang = chance.choice(("en", "cy"))
        form = office.form(lang)
        fields, typed = person(form, chance)
        everybody.append(typed)
        page = office.address(f"/{number}/{form.id}")
        assert send(first, page, **typed).status_code == 303
        if fields and chance.random() < 0.4:
            letter, name = f"Annwyl bawb, ŵ {number}".encode(), f"llythyr {number}.txt"
            files = office.address(f"/{number}/files")
            assert send(first, files, **{PHOTOS.id: upload(letter, name)}).status_code == 303
            fields[PHOTOS.id] = [(io.BytesIO(letter), name)]
            sent_files += 1
        assert responses() == responses()[: number - 1]  # nothing counts before it was keyed twice
        slip = chance.random() < 0.3
        typed["received"] = CAME  # which a second person is not shown
        wrong = typed | ({"q-visits": "7"} if typed.get("q-visits") != "7" else {"q-visits": ""})
        assert send(second, page, **(wrong if slip else typed)).status_code == 303
        if slip:
            assert len(responses()) == number - 1
            settling = office.address(f"/{number}/differences")
            visits = next(asked.number for asked in form.questions() if asked.key == "visits")
            assert send(third, settling, **{f"use-{visits}": "first"}).status_code == 303
        if fields:
            online.append(answer_online(browsers(), lang, fields))
    assert set(kinds_answered(office.form(), everybody)) == set(KINDS) - {"file"}
    assert sent_files > 10
    papers = responses()
    assert len(papers) == PAPERS
    assert [same_in_both(paper) for paper in papers] == [same_in_both(each) for each in online]
    assert [equality_of(paper) for paper in papers] == [equality_of(each) for each in online]
    assert [paper.language for paper in papers] == [each.language for each in online]
    closed = office.close()
    assert (closed.counted, closed.keyed_twice) == (PAPERS, PAPERS)
    assert 5 < closed.differed < 25


# --- once, and by whom ----------------------------------------------------------------------------------


def test_a_paper_sent_twice_is_stored_once(app, time):
    office = Office(SHORT)
    for _press in range(3):
        office.key(office.one, office.sheet(1, {"q-longer_hours": "1"}))
    (stored,) = responses()
    assert stored.answers == {"longer_hours": {"value": "yes", "language": "en"}}
    assert (stored.channel, stored.batch_id, stored.received_on) == ("paper", office.batch_id, NOON.date())


def test_a_second_keying_is_by_another_person_and_shows_nothing_of_the_first(signed_in):
    office = Office(SHORT, percent=100)
    office.key(office.one, office.sheet(1, {"q-longer_hours": "2"}), lot=EVERYBODY)
    page = office.address(f"/1/{office.form().id}")
    mine, others = (signed_in(each).get(page).get_data(as_text=True) for each in (office.one, office.two))
    field = re.compile(r'name="q-longer_hours"[^>]*value="([^"]*)"')
    assert field.search(mine).group(1) == "2"
    assert field.search(others).group(1) == ""
    assert responses() == []
    with pytest.raises(Elsewhere):
        office.key(office.one, office.sheet(1, {"q-longer_hours": "1"}), Task.SECOND)
    office.key(office.two, office.sheet(1, {"q-longer_hours": "2"}), Task.SECOND)
    assert len(responses()) == 1


def test_the_overseer_keys_blind_too_what_was_drawn(app, time):
    office = Office(SHORT, percent=100)
    paper = office.key(office.one, office.sheet(1, {"q-longer_hours": "2"}), lot=EVERYBODY)
    of = queries.batch(office.chief, office.id, office.batch_id)
    assert queries.task(office.chief, of, paper) == Task.SECOND


@pytest.mark.parametrize(("percent", "drawn"), [(0, 0), (30, 3), (100, 10)])
def test_the_lot_draws_the_share_that_the_batch_asks_for(app, time, percent, drawn):
    office = Office(SHORT, percent=percent)
    for number in range(10):
        office.key(office.one, office.sheet(number + 1), lot=lambda _most, n=number: n * 10)
    assert len(queries.stand(office.batch_id).waiting) == drawn


def test_a_paper_is_found_again_by_its_keyer_or_the_overseer_alone_until_the_batch_closes(app, time):
    office = Office(SHORT)
    paper = office.key(office.one, office.sheet(7, {"q-longer_hours": "2"}))
    of = queries.batch(office.one, office.id, office.batch_id)
    assert queries.task(office.one, of, paper) == queries.task(office.chief, of, paper) == Task.AGAIN
    with pytest.raises(NotFound):
        queries.task(office.two, of, paper)
    office.close("One was torn")
    assert queries.paper_at(office.batch_id, 7) is None
    assert db.session.query(Keying).count() == 0
    assert len(responses()) == 1


def test_a_keyer_mends_what_was_keyed_wrongly_in_the_same_response(app, time):
    office = Office(ALL_KINDS)
    office.key(office.one, office.sheet(1, {"q-visits": "3", "e-age": "2"}))
    (before,) = responses()
    reference = before.reference
    office.key(office.one, office.sheet(1, {"q-visits": "8", "e-age": "3"}, lang="cy"), Task.AGAIN)
    (after,) = responses()
    assert after.reference == reference
    assert after.answers == {"visits": {"value": 8, "language": "cy"}}
    assert after.changed_at == NOON
    assert equality_of(after) == {"age": "age_20_to_24"}


def test_another_clerk_cannot_key_over_a_paper_and_loses_nothing_that_was_typed(signed_in):
    office = Office(SHORT)
    client, page = signed_in(office.two), office.address(f"/1/{office.form().id}")
    form = client.get(page)
    assert form.status_code == 200
    office.key(office.one, office.sheet(1, {"q-longer_hours": "2"}))
    assert client.get(page).location == office.address()
    assert "There is nothing left to key on paper 1" in client.get(office.address()).text
    (stored,) = responses()
    assert stored.answers["longer_hours"]["value"] == "no"


@pytest.mark.parametrize("who", ["two", "chief"])
def test_whoever_was_not_first_puts_nothing_in_place_of_it_and_keeps_what_they_typed(signed_in, who):
    office = Office(EVERY_KIND)
    client, page = signed_in(getattr(office, who)), office.address(f"/1/{office.form().id}")
    shown = html.document_fromstring(client.get(page).get_data(as_text=True)).get_element_by_id("page-form")
    office.key(office.one, office.sheet(1, {"q-ideas": "Mine"}))
    sent = client.post(page, data={**dict(shown.form_values()), "q-ideas": "A bench"})
    assert sent.status_code == 422
    assert "Somebody else has keyed this paper meanwhile" in sent.get_data(as_text=True)
    assert "A bench</textarea>" in sent.get_data(as_text=True)
    (stored,) = responses()
    assert stored.answers["ideas"]["value"] == "Mine"


def test_what_was_typed_under_a_wrong_number_is_saved_under_the_right_one(signed_in):
    office = Office(EVERY_KIND)
    client, page = signed_in(office.two), office.address(f"/1/{office.form().id}")

    def typed(response):
        form = html.document_fromstring(response.get_data(as_text=True)).get_element_by_id("page-form")
        return {name: value.strip() for name, value in form.form_values()}

    shown = typed(client.get(page))
    assert "moved" not in shown
    for number in (1, 2):
        office.key(office.one, office.sheet(number, {"q-ideas": "Mine"}))
    refused = typed(client.post(page, data={**shown, "q-ideas": "A bench"}))
    assert (refused["moved"], refused["q-ideas"]) == ("", "A bench")
    for wrong, said in (
        ("x", "Enter the number that is written on the paper"),
        ("2", "Somebody else has keyed"),
    ):
        again = client.post(page, data={**refused, "moved": wrong})
        assert again.status_code == 422
        assert said in again.get_data(as_text=True)
        assert typed(again)["moved"] == wrong
    assert client.post(page, data={**refused, "moved": "3"}).status_code == 303
    assert queries.paper_at(office.batch_id, 3).keyings[0].officer_id == office.two.id
    assert sorted(each.answers["ideas"]["value"] for each in responses()) == ["A bench", "Mine", "Mine"]


def test_what_was_shown_as_a_first_keying_is_no_second_one(signed_in):
    office = Office(EVERY_KIND, percent=100)
    client, page = signed_in(office.two), office.address(f"/1/{office.form().id}")
    shown = html.document_fromstring(client.get(page).get_data(as_text=True)).get_element_by_id("page-form")
    office.key(office.one, office.sheet(1, {"q-ideas": "Mine"}), lot=EVERYBODY)
    sent = client.post(page, data={**dict(shown.form_values()), "q-ideas": "A bench"})
    assert sent.status_code == 422
    assert db.session.query(Keying).count() == 1


# --- what is no answer, what is late, what is left out --------------------------------------------------


def test_codes_are_kept_by_question_and_part_and_never_among_the_answers(app, time):
    office = Office(ALL_KINDS)
    office.key(
        office.one, office.sheet(1, {"q-heard": "x", "q-services--good": "d2", "q-visits": "3", "e-sex": "o"})
    )
    (stored,) = responses()
    assert set(stored.answers) == {"services", "visits"}
    assert equality_of(stored) == {}
    rows = db.session.query(SpoiltAnswer).all()
    assert {(row.is_equality, row.key, row.part, row.code) for row in rows} == {
        (False, "heard", "", "x"),
        (False, "services", "libraries.good", "d"),
        (True, "sex", "", "o"),
    }
    office.close()
    db.session.expire_all()
    assert {row.paper_id for row in db.session.query(SpoiltAnswer)} == {None}


def test_what_could_not_be_read_is_told_by_question_also_once_the_batch_is_closed(signed_in):
    office = Office(ALL_KINDS)
    for number in (1, 2):
        office.key(office.one, office.sheet(number, {"q-heard": "x", "q-visits": "3", "e-sex": "o"}))
    client = signed_in(office.one)
    for _ in ("open", "closed"):
        page = html.document_fromstring(client.get(office.address()).text)
        (table,) = page.xpath("//table[contains(caption, 'What could not be taken as an answer')]")
        rows = [[cell.text_content().strip() for cell in row] for row in table.xpath(".//tbody/tr")]
        assert [row[1:] for row in rows] == [["0", "0", "2"], ["2", "0", "0"]]
        assert rows[0][0] == "Questions about equality"
        office.close()


def test_a_paper_counts_as_blank_only_when_somebody_says_that_it_is(signed_in):
    office = Office(SHORT)
    client, page = signed_in(office.one), office.address(f"/1/{office.form().id}")
    asked = send(client, page)
    assert asked.status_code == 422
    assert "tick that it is blank" in asked.text
    assert responses() == []
    assert send(client, page, blank="yes").status_code == 303
    assert [each.answers for each in responses()] == [{}]


def test_the_ledger_says_how_many_papers_wait(signed_in):
    office = Office(SHORT, percent=100)
    office.key(office.one, office.sheet(1, {"q-longer_hours": "1"}), lot=EVERYBODY)
    keeper = signed_in(make_officer(office.one.council, Role.AUTHOR))
    ledger = f"/en/officers/consultations/{office.id}/ledger"
    assert "Beside these, 1 paper form has come" in keeper.get(ledger).text
    office.key(office.two, office.sheet(1, {"q-longer_hours": "1"}), Task.SECOND)
    assert "Beside these" not in keeper.get(ledger).text


@pytest.mark.parametrize(
    ("post_until", "received_on", "late"),
    [
        (None, date(2026, 7, 10), False),
        (None, date(2026, 7, 11), True),
        (NOON + timedelta(days=40), date(2026, 7, 11), False),
        (NOON + timedelta(days=40), date(2026, 7, 21), True),
    ],
)
def test_what_comes_after_the_day_that_people_were_told_is_late_and_can_be_taken_in_again(
    app, time, post_until, received_on, late
):
    office = Office(SHORT, post_until=post_until)  # closes on 10 July
    office.key(office.one, office.sheet(1, {"q-longer_hours": "1"}, received_on=received_on))
    found = [(row.reason, row.officer_id, row.undone_at) for row in db.session.query(Decision)]
    assert found == ([("late", None, None)] if late else [])
    assert len(responses()) == 1
    assert queries.stand(office.batch_id).late == late
    office.close()
    assert queries.stand(office.batch_id).late == late


def test_a_blank_paper_is_counted_as_blank_until_something_is_keyed(app, time):
    office = Office(SHORT)
    office.key(office.one, office.sheet(1))
    (decision,) = db.session.query(Decision).all()
    assert (decision.reason, decision.undone_at) == ("blank", None)
    office.key(office.one, office.sheet(1, {"q-longer_hours": "1"}), Task.AGAIN)
    db.session.expire_all()
    assert [row.undone_at for row in db.session.query(Decision)] == [NOON]


def test_what_the_form_led_past_is_shown_before_it_is_left_out(signed_in):
    office = Office(ROUTED)
    client, page = signed_in(office.one), office.address(f"/1/{office.form().id}")
    typed = {"q-who": "2", "q-travel": "1", "q-comments": "Yes"}
    shown = send(client, page, **typed)
    assert shown.status_code == 422
    text = shown.get_data(as_text=True)
    assert "3. How do you travel?" in text
    assert responses() == []
    passed = re.search(r'name="passed" value="([^"]*)"', text).group(1)
    assert send(client, page, **typed, passed=passed).status_code == 303
    (stored,) = responses()
    assert set(stored.answers) == {"who", "comments"}


def test_a_paper_is_not_blank_because_the_question_is_empty_on_which_the_others_hang(signed_in):
    office = Office(ROUTED)
    client, page = signed_in(office.one), office.address(f"/1/{office.form().id}")
    refused = send(client, page, **{"q-travel": "1"})
    assert refused.status_code == 422
    assert "Nothing that is keyed counts: this question has no answer" in refused.text
    assert 'href="#q-who"' in refused.text
    assert 'id="blank"' not in refused.text
    told = send(client, page, **{"q-travel": "1", "q-comments": "Yes"})
    assert "What decides about it has no answer." in told.text
    assert responses() == []
    assert send(client, page, **{"q-who": "1", "q-travel": "1"}).status_code == 303
    assert set(responses()[0].answers) == {"who", "travel"}


def test_what_would_be_left_out_when_two_keyings_are_settled_is_told_first(signed_in):
    office = Office(ROUTED, percent=100)
    office.key(office.one, office.sheet(1, {"q-who": "1", "q-travel": "1"}), lot=EVERYBODY)
    office.key(office.two, office.sheet(1, {"q-who": "x", "q-travel": "1"}), Task.SECOND)
    client, page = signed_in(office.three), office.address("/1/differences")
    told = send(client, page, **{"use-1": "second"})
    assert told.status_code == 422
    assert "3. How do you travel?" in told.text
    assert "What decides about it has no answer." in told.text
    assert responses() == []
    assert send(client, page, **{"use-1": "first"}).status_code == 303
    assert set(responses()[0].answers) == {"who", "travel"}


def test_what_an_officer_has_decided_stands_when_a_paper_is_mended(app, time):
    office = Office(SHORT)  # closes on 10 July
    sheet = office.sheet(1, {"q-longer_hours": "1"}, received_on=date(2026, 7, 11))
    office.key(office.one, sheet)
    keeper, (came,) = make_officer(office.one.council, Role.AUTHOR), responses()
    ledger_service.undo(keeper, office.id, came.reference, now=NOON)
    mended = office.sheet(1, {"q-longer_hours": "2"}, received_on=date(2026, 7, 11))
    office.key(office.one, mended, Task.AGAIN)
    db.session.expire_all()
    assert responses()[0].answers["longer_hours"]["value"] == "no"
    assert [row.undone_by for row in db.session.query(Decision)] == [keeper.id]


def test_a_slip_is_said_beside_its_field_and_everything_typed_stays(signed_in):
    office = Office(EVERY_KIND)
    client, page = signed_in(office.one), office.address(f"/1/{office.form().id}")
    shown = send(client, page, **{"q-heard": "9", "q-ideas": "A bench", "received": "tomorrow"})
    text = shown.get_data(as_text=True)
    assert shown.status_code == 422
    for wanted in ("1. This is no number of a box here: 9", "A bench</textarea>", 'value="tomorrow"'):
        assert wanted in text
    assert responses() == []


def test_a_lost_token_loses_nothing(signed_in):
    office = Office(EVERY_KIND)
    page = office.address(f"/1/{office.form().id}")
    shown = signed_in(office.one).post(page, data={"q-ideas": "A bench", "language": "cy"})
    assert shown.status_code == 422
    assert "A bench</textarea>" in shown.get_data(as_text=True)


def test_the_language_switch_keeps_what_was_typed(signed_in):
    office = Office(EVERY_KIND)
    page = f"/cy/swyddogion/ymgynghoriadau/{office.id}/papur/{office.batch_id}/1/{office.form().id}"
    shown = signed_in(office.one).post(page, data={"q-heard": "9", "q-ideas": "Mainc", "switch": "1"})
    assert shown.status_code == 200
    assert "Mainc</textarea>" in shown.get_data(as_text=True)
    assert responses() == []


# --- two keyings ----------------------------------------------------------------------------------------


def test_what_differs_waits_and_is_settled_question_by_question(signed_in):
    office = Office(EVERY_KIND, percent=100)
    office.key(office.one, office.sheet(1, {"q-visits": "3", "q-heard": "1", "q-use": "1"}), lot=EVERYBODY)
    office.key(office.two, office.sheet(1, {"q-visits": "8", "q-heard": "x", "q-use": "1"}), Task.SECOND)
    assert responses() == []
    with pytest.raises(Invalid) as refused:
        office.close("x")
    assert refused.value.problems == ("unsettled",)
    client, page = signed_in(office.three), office.address("/1/differences")
    numbers = {asked.key: asked.number for asked in office.form().questions()}
    undecided = send(client, page, **{f"use-{numbers['visits']}": "first"})
    assert undecided.status_code == 422
    choice = {f"use-{numbers['visits']}": "neither", f"use-{numbers['heard']}": "second"}
    wrong = send(client, page, **choice, **{"q-visits": "99"})
    assert wrong.status_code == 422
    assert send(client, page, **choice, **{"q-visits": "5"}).status_code == 303
    (stored,) = responses()
    assert {key: each["value"] for key, each in stored.answers.items()} == {"visits": 5, "use": ["libraries"]}
    assert [row.key for row in db.session.query(SpoiltAnswer)] == ["heard"]


OTHERWISE = {"received_on": TODAY - timedelta(days=1), "helped": True}


@pytest.mark.parametrize("differs", [*OTHERWISE, "lang"])
def test_what_differs_about_the_paper_itself_is_settled_too(signed_in, differs):
    office = Office(SHORT, percent=100)
    office.key(office.one, office.sheet(1, {"q-longer_hours": "1"}), lot=EVERYBODY)
    second = office.sheet(1, {"q-longer_hours": "1"}, **OTHERWISE)
    if differs == "lang":
        second = second._replace(facts=fact(language="cy"))
    else:
        second = second._replace(facts=fact(**{differs: OTHERWISE[differs]}))
    assert office.key(office.two, second, Task.SECOND).differed
    assert responses() == []
    client, page = signed_in(office.three), office.address("/1/differences")
    shown = client.get(page).text
    assert "Here too the two keyings differ." in shown
    if differs != "helped":  # nothing says which is right
        assert send(client, page).status_code == 422
    rights = {"language": "cy", "received": "8 6 2026", "helped": "yes"}
    assert send(client, page, **rights).status_code == 303
    (stored,) = responses()
    assert (stored.language, stored.received_on) == ("cy", date(2026, 6, 8))
    assert office.close().helped == 1


def test_a_second_person_is_not_shown_the_day_that_the_first_has_typed(signed_in):
    office = Office(SHORT, percent=100)
    office.key(office.one, office.sheet(1, {"q-longer_hours": "1"}), lot=EVERYBODY)
    client, page = signed_in(office.two), office.address(f"/1/{office.form().id}")
    refused = send(client, page, **{"q-longer_hours": "1"})
    assert refused.status_code == 422
    assert "Enter the day on which the paper came" in refused.text
    assert send(client, page, **{"q-longer_hours": "1", "received": CAME}).status_code == 303
    assert len(responses()) == 1


def test_who_comes_to_a_paper_that_is_finished_is_told_and_led_back(signed_in):
    office = Office(SHORT, percent=100)
    office.key(office.one, office.sheet(1, {"q-longer_hours": "1"}), lot=EVERYBODY)
    office.key(office.two, office.sheet(1, {"q-longer_hours": "1"}), Task.SECOND)
    client = signed_in(office.three)
    for page, told in (
        (office.address("/1/differences"), "There is nothing left to settle on paper 1"),
        (office.address(f"/1/{office.form().id}"), "There is nothing left to key on paper 1"),
    ):
        assert client.get(page).location == office.address()
        assert told in client.get(office.address()).text


def test_what_is_typed_for_a_batch_that_was_closed_meanwhile_is_kept_and_told(signed_in):
    office = Office(SHORT)
    client, page = signed_in(office.one), office.address(f"/1/{office.form().id}")
    form = dict(html.document_fromstring(client.get(page).text).get_element_by_id("page-form").form_values())
    office.close()
    late = client.post(page, data=form | {"q-longer_hours": "1"})
    assert late.status_code == 422
    assert "Somebody has closed this batch meanwhile." in late.text
    assert 'name="q-longer_hours" type="text"' in late.text
    assert responses() == []


def test_a_code_in_a_matrix_is_shown_with_the_row_and_the_scale_it_is_about(signed_in):
    office = Office(EVERY_KIND, percent=100)
    office.key(office.one, office.sheet(1, {"q-services--good": "d2"}), lot=EVERYBODY)
    office.key(office.two, office.sheet(1, {"q-services--good": "x"}), Task.SECOND)
    shown = signed_in(office.three).get(office.address("/1/differences")).text
    assert "Libraries: They are good: too many boxes ticked" in shown
    assert "They are good: cannot be read" in shown


def test_what_is_kept_for_comparing_is_sealed(app, time, dump):
    office = Office(ALL_KINDS, percent=100)
    office.key(office.one, office.sheet(1, {"q-street": "Heol Hir", "q-where": "ZZ1 1AB"}), lot=EVERYBODY)
    everything = dump()
    assert "Heol Hir" not in everything
    assert "ZZ1 1AB" not in everything


def test_everybody_is_told_what_waits_for_somebody_else_and_that_the_batch_cannot_be_closed(signed_in):
    office = Office(SHORT, percent=100)
    first, second = signed_in(office.one), signed_in(office.two)
    token = first.get(office.address("/close")).text.split('name="csrf_token" value="')[1].split('"')[0]
    office.key(office.one, office.sheet(1, {"q-longer_hours": "1"}), lot=EVERYBODY)
    assert "The lot fell on 1 paper that you have keyed." in first.get(office.address()).text
    assert "Paper 1" in second.get(office.address()).text
    refused = first.post(office.address("/close"), data={"csrf_token": token, "reason": "Torn"})
    assert refused.status_code == 409
    assert "1 paper waits for a second person to key it" in refused.text
    shown = first.get(office.address("/close"))
    assert (shown.status_code, "page-form" in shown.text) == (200, False)
    office.key(office.two, office.sheet(1, {"q-longer_hours": "2"}), Task.SECOND)
    assert "1 paper is to be settled" in first.get(office.address("/close")).text
    assert "The lot fell" not in first.get(office.address()).text


# --- the batch ------------------------------------------------------------------------------------------


def test_a_batch_closes_when_the_numbers_agree_or_with_a_reason(app, time):
    office = Office(SHORT, expected=2)
    office.key(office.one, office.sheet(1, {"q-longer_hours": "1"}))
    with pytest.raises(Invalid) as refused:
        office.close()
    assert refused.value.problems == ("reason",)
    office.key(office.one, office.sheet(2, {"q-longer_hours": "1"}))
    assert office.close().counted == 2
    assert office.close("again").closing_reason == ""
    with pytest.raises(Elsewhere):
        office.key(office.one, office.sheet(3, {"q-longer_hours": "1"}))
    actions = [event.action for event in db.session.query(AuditEvent).order_by(AuditEvent.id)]
    assert actions.count("papers_opened") == actions.count("papers_closed") == 1


def test_a_batch_is_opened_filled_and_closed_on_the_pages(signed_in):
    office = Office(SHORT)
    client = signed_in(office.one)
    index = f"/en/officers/consultations/{office.id}/paper"
    assert send(client, f"{index}/new", name="", percent="200").status_code == 422
    opened = send(client, f"{index}/new", name="Post of June", expected="2", percent="0")
    assert opened.status_code == 302
    batch = opened.location
    assert client.get(f"{batch}?number=0&mark=ZZZZ").status_code == 422
    to_paper = client.get(f"{batch}?number=1&mark={office.form().id}")
    saved = send(client, to_paper.location, **{"q-longer_hours": "1"})
    assert saved.status_code == 303
    assert f"/2/{office.form().id}" in saved.location
    last = send(client, saved.location, **{"q-longer_hours": "2"})
    assert last.location.endswith(batch)
    assert "Every paper of the stack is keyed" in client.get(batch).text
    assert send(client, f"{batch}/close").status_code == 302
    assert "Post of June" in client.get(index).get_data(as_text=True)
    assert client.get(batch).status_code == 200
    welsh = batch.replace("/en/officers/consultations", "/cy/swyddogion/ymgynghoriadau").replace(
        "paper", "papur"
    )
    assert client.get(welsh).status_code == 200


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.ANALYST, Role.APPROVER])
def test_who_may_not_enter_responses_keys_nothing(signed_in, role):
    office = Office(SHORT)
    client = signed_in(make_officer(office.consultation.council, role))
    for more in ("", f"/1/{office.form().id}", "/close"):
        assert client.get(office.address(more)).status_code == 403


def test_a_form_of_another_consultation_is_not_found(signed_in):
    office = Office(SHORT)
    publish(ROUTED, make_consultation(office.consultation.council))
    other = office.form().id._replace(version_id=office.form().id.version_id + 1)
    assert signed_in(office.one).get(office.address(f"/1/{other}")).status_code == 404
