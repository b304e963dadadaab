"""Is everything received counted once, does the line add up, and can every decision be undone?"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from engage.accounts.models import AuditEvent
from engage.accounts.permissions import Role
from engage.consultations.models import Consultation
from engage.database import db
from engage.errors import Invalid, NotAllowed, NotFound
from engage.respond import contribution_service, ledger_service, sent_service, service, trace_service
from engage.respond import ledger_queries as ledger
from engage.respond import likeness_queries as likeness
from engage.respond import queries as respond
from engage.respond.channel import Channel
from engage.respond.keying_queries import Task
from engage.respond.ledger import ANALYSED, BY_OFFICERS, REMOVED, Filter, Line, Reason, Tally
from engage.respond.ledger_models import Contribution, DailySalt, Decision, Trace
from engage.respond.ledger_service import Decided, Stays, TheirOwn
from engage.respond.models import Response
from engage.respond.service import Answered
from engage.respond.tracing import Sender, device, words
from engage.surveys.answers import PageReading
from engage.surveys.definition import Answer
from engage.surveys.models import SurveyVersion
from tests.examples import EVERY_KIND, SHORT
from tests.factories import NOON, make_council, make_officer, saved
from tests.officers import send, sign_in
from tests.pages import CheckingClient
from tests.respond.conftest import publish
from tests.respond.office import Office
from tests.respond.test_journeys import begin

LATER = NOON + timedelta(days=1)
SALT = b"s" * 32
EVERYTHING = Filter()


@pytest.fixture
def received(app):
    """A consultation with five responses, two of them on paper in Welsh; and who keeps its ledger."""
    version = publish(SHORT)
    rows = [Answered("en", {"longer_hours": Answer("yes", "en")}, {}, NOON) for _ in range(3)]
    service.add_many(version.id, rows)
    welsh = [Answered("cy", {"longer_hours": Answer("no", "cy")}, {}, NOON) for _ in range(2)]
    service.add_many(version.id, welsh, channel=Channel.PAPER)
    consultation = version.survey.consultation
    return make_officer(consultation.council, Role.AUTHOR), consultation.id


def references(consultation_id: int, only: Filter = EVERYTHING) -> list[str]:
    return [each.reference for each in ledger.page(consultation_id, only, number=1, size=50)]


def token_of(page) -> dict[str, str]:
    return {"csrf_token": page.text.split('name="csrf_token" value="')[1].split('"')[0]}


def petition(consultation_id: int, officer, **fields) -> Contribution:
    usual = {
        "uuid": b"p" * 16, "reference": "AAAA-BBBB-CCCC", "channel": Channel.PETITION, "language": "en",
        "received_on": date(2026, 6, 1), "speaks_for": 120, "texts": {"": "Keep the hub open."},
    }  # fmt: skip
    mine = {"consultation_id": consultation_id, "officer_id": officer.id, "entered_at": NOON}
    return saved(Contribution(**mine | usual | fields))


tallies = st.builds(
    Tally,
    st.sampled_from(sorted(Channel)),
    st.sampled_from(["en", "cy"]),
    st.sampled_from([None, *Reason]),
    st.integers(1, 10**6),
    st.integers(1, 10**6),
)
filters = st.builds(
    Filter,
    st.sampled_from(["", *Channel]),
    st.sampled_from(["", "en", "cy"]),
    st.sampled_from(["", ANALYSED, REMOVED, *Reason]),
)


@given(st.lists(tallies), filters)
def test_the_line_adds_up_for_any_filter(counted, only):
    line = Line.of(tally for tally in counted if only.takes(tally))
    assert line.received == line.analysed + sum(items for _reason, items in line.removed)
    assert line.received == sum(tally.items for tally in counted if only.takes(tally))


@given(st.lists(tallies))
def test_analysed_and_removed_together_are_everything(counted):
    both = [Line.of(t for t in counted if Filter(state=state).takes(t)) for state in (ANALYSED, REMOVED)]
    assert sum(line.received for line in both) == Line.of(counted).received


def test_everything_is_counted_once_and_a_petition_for_its_people(received):
    officer, consultation_id = received
    petition(consultation_id, officer)
    line = Line.of(ledger.tallies(consultation_id))
    assert (line.received, line.analysed, line.people, line.removed) == (6, 6, 125, ())
    assert len(references(consultation_id)) == 6
    assert len(references(consultation_id, Filter("paper", "cy", ANALYSED))) == 2
    assert references(consultation_id, Filter("petition")) == ["AAAA-BBBB-CCCC"]


@pytest.mark.parametrize("reason", [each for each in BY_OFFICERS if each != Reason.DUPLICATE])
def test_what_is_removed_is_not_analysed_until_that_is_undone(received, reason):
    officer, consultation_id = received
    first = references(consultation_id)[0]
    ledger_service.remove(officer, consultation_id, [first], reason, now=LATER, note="Why")
    assert respond.count_sent(consultation_id) == len(list(respond.sent_responses(consultation_id))) == 4
    assert Line.of(ledger.tallies(consultation_id)).removed == ((reason, 1),)
    assert references(consultation_id, Filter(state=reason)) == [first]
    ledger_service.undo(officer, consultation_id, first, now=LATER)
    assert respond.count_sent(consultation_id) == 5
    assert Line.of(ledger.tallies(consultation_id)).removed == ()
    [past] = ledger.rulings(ledger.entry(consultation_id, first))
    assert (past.by, past.undone_by, past.decision.note) == (officer.name, officer.name, "Why")
    assert past.decision.made_at == past.decision.undone_at == LATER


def test_a_decision_counts_as_a_change_and_leaves_its_trace(received):
    officer, consultation_id = received
    first = references(consultation_id)[0]
    ledger_service.remove(officer, consultation_id, [first], Reason.TEST, now=LATER)
    ledger_service.undo(officer, consultation_id, first, now=LATER)
    mine = db.session.query(AuditEvent).filter_by(officer_id=officer.id).order_by(AuditEvent.id)
    deeds = [event.action for event in mine]
    assert deeds == ["decision_made", "decision_undone"]
    changed = db.session.query(respond.Response).filter_by(reference=first).one()
    assert changed.changed_at == LATER


@pytest.mark.parametrize("stays", ["", "ZZZZ-ZZZZ-ZZZZ", "itself", "removed"])
def test_a_duplicate_is_one_of_something_that_stays(received, stays):
    officer, consultation_id = received
    first, second, *_rest = references(consultation_id)
    ledger_service.remove(officer, consultation_id, [second], Reason.TEST, now=LATER)
    known = {"itself": first, "removed": second}.get(stays, stays)
    with pytest.raises(Invalid):
        ledger_service.remove(
            officer, consultation_id, [first], Reason.DUPLICATE, duplicate_of=known, now=LATER
        )
    db.session.rollback()
    assert respond.count_sent(consultation_id) == 4


def test_nobody_decides_twice_or_for_the_person(received):
    officer, consultation_id = received
    first = references(consultation_id)[0]
    with pytest.raises(TheirOwn):
        ledger_service.remove(officer, consultation_id, [first], Reason.WITHDRAWN, now=LATER)
    ledger_service.remove(officer, consultation_id, [first], Reason.LATE, now=LATER)
    with pytest.raises(Decided):
        ledger_service.remove(officer, consultation_id, [first], Reason.TEST, now=LATER)
    ledger_service.undo(officer, consultation_id, first, now=LATER)
    with pytest.raises(Decided):
        ledger_service.undo(officer, consultation_id, first, now=LATER)
    entry = ledger.entry(consultation_id, first)
    ledger_service.decide(entry, consultation_id, Reason.WITHDRAWN, now=LATER)
    db.session.commit()
    with pytest.raises(TheirOwn):
        ledger_service.undo(officer, consultation_id, first, now=LATER)


def test_several_are_removed_together_or_not_at_all(received):
    officer, consultation_id = received
    first, second, third, *_rest = references(consultation_id)
    ledger_service.remove(officer, consultation_id, [second], Reason.TEST, now=LATER)
    with pytest.raises(Decided):
        ledger_service.remove(officer, consultation_id, [first, second, third], Reason.TEST, now=LATER)
    assert db.session.query(Decision).count() == 1


def test_only_who_may_keep_the_ledger_decides(received):
    _officer, consultation_id = received
    council = _officer.council
    first = references(consultation_id)[0]
    with pytest.raises(NotAllowed):
        ledger_service.remove(
            make_officer(council, Role.ANALYST), consultation_id, [first], Reason.TEST, now=LATER
        )
    with pytest.raises(NotFound):
        ledger_service.remove(make_officer(make_council()), consultation_id, [first], Reason.TEST, now=LATER)


# --- what may be duplicates -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (Sender("192.0.2.7", "Phone"), True),
        (Sender("192.0.2.8", "Phone"), False),
        (Sender("192.0.2.7", "Tablet"), False),
    ],
)
def test_a_device_has_a_fingerprint_of_its_own(other, same):
    assert (device(Sender("192.0.2.7", "Phone"), 1, SALT) == device(other, 1, SALT)) is same


def test_a_fingerprint_is_another_one_each_day_and_in_each_consultation():
    sender = Sender("192.0.2.7", "Phone")
    assert len({device(sender, 1, SALT), device(sender, 2, SALT), device(sender, 1, b"t" * 32)}) == 3


def test_a_household_has_one_network():
    one, two = Sender("2001:db8::1", "Phone"), Sender("2001:db8::ffff", "Phone")
    assert device(one, 1, SALT) == device(two, 1, SALT)


def test_long_texts_are_alike_however_they_are_spaced():
    text = "Please keep the hub open on Saturdays, because many of us work all week."
    same = f"  {text.upper().replace(' ', '  ')}\n"
    assert words({"why": Answer(text, "en")}, "x") == words({"why": Answer(same, "en")}, "x")
    assert words({"why": Answer(text, "en")}, "x") != words({"why": Answer(text[1:], "en")}, "x")
    assert words({"why": Answer("Yes.", "en"), "who": Answer(["a"], "en")}, "x") is None


def test_one_browser_that_sends_twice_is_shown_and_others_are_not(app, browsers):
    version = publish(SHORT)
    officer = make_officer(version.survey.consultation.council)
    one, other = browsers(), browsers()
    for browser, agent in (*[(one, "Phone")] * 3, (other, "Tablet")):
        browser.client.environ_base["HTTP_USER_AGENT"] = agent
        begin(browser, version, "en")
        browser.send(longer_hours="yes")
        browser.onward()
        browser.send()
    [group] = likeness.likenesses(version.survey.consultation_id)
    assert (group.kind, len(group.entries)) == ("device", 3)
    of = group.entries[1]
    assert [each.kind for each in likeness.likenesses_of(version.survey.consultation_id, of)] == ["device"]
    # somebody decides about the first of them: whoever has the group before them finds the rest of it
    ledger_service.remove(officer, version.survey.consultation_id, [group.key], Reason.TEST, now=NOON)
    ledger_service.clear(officer, version.survey.consultation_id, group.kind, group.key, now=NOON)
    assert likeness.likenesses(version.survey.consultation_id) == []
    assert likeness.likenesses_of(version.survey.consultation_id, of) == []
    assert respond.count_sent(version.survey.consultation_id) == 3


def test_papers_with_the_same_long_words_are_shown_together_until_they_are_mended(app, time):
    office = Office(EVERY_KIND)
    same = "Keep the library open on Saturdays, for all of us who work."
    for number, text in ((1, same), (2, same.upper()), (3, "The same as my neighbours, but in other words.")):
        office.key(office.one, office.sheet(number, {"q-ideas": text}))
    [group] = likeness.likenesses(office.id)
    assert (group.kind, len(group.entries)) == ("words", 2)
    office.key(
        office.one, office.sheet(2, {"q-ideas": "Something else that is as long as that is."}), Task.AGAIN
    )
    assert likeness.likenesses(office.id) == []


def test_a_change_is_known_by_its_own_words(browsers):
    version = publish(EVERY_KIND)
    same = "Keep the library open on Saturdays, for all of us who work."
    for text in (same, "The same as my neighbours, but in other words."):
        browser = browsers()
        begin(browser, version, "en")
        browser.onward()
        browser.send(ideas=text)
        browser.onward()
        browser.send()
    consultation_id = version.survey.consultation_id
    assert [each.kind for each in likeness.likenesses(consultation_id)] == ["device"]
    changed(browser, NOON, ideas=same)
    assert [each.kind for each in likeness.likenesses(consultation_id)] == ["device", "words"]


def test_who_fills_in_what_nobody_sees_is_counted_and_shown(app, browser):
    version = publish(SHORT)
    begin(browser, version, "en")
    browser.send(longer_hours="yes")
    browser.onward()
    browser.send(website="https://spam.example")
    [group] = likeness.likenesses(version.survey.consultation_id)
    assert (group.kind, len(group.entries), respond.count_sent(version.survey.consultation_id)) == (
        "trapped",
        1,
        1,
    )
    officer = make_officer(version.survey.consultation.council)
    client, [entry] = sign_in(CheckingClient(app), officer), group.entries
    item = client.get(
        f"/en/officers/consultations/{version.survey.consultation_id}/ledger/item/{entry.reference}"
    )
    assert "A field was filled in that people do not see" in item.text
    shown = client.get(item.text.split("Worth a look")[1].split('href="')[1].split('"')[0])
    assert "Responses that look alike" in shown.text


def test_a_large_group_is_shown_a_part_at_a_time_and_cleared_as_a_whole(app, browsers, monkeypatch):
    monkeypatch.setattr(likeness, "SHOWN", 1)
    version = publish(SHORT)
    browser, council = browsers(), version.survey.consultation.council
    for _time in range(2):
        begin(browser, version, "en")
        browser.send(longer_hours="yes")
        browser.onward()
        browser.send()
    [group] = likeness.likenesses(version.survey.consultation_id)
    assert (group.size, len(group.entries)) == (2, 1)
    officer = make_officer(council)
    client = sign_in(CheckingClient(app), officer)
    page = client.get(
        f"/en/officers/consultations/{version.survey.consultation_id}/ledger/alike/device/{group.key}"
    )
    assert "There are 2 of them." in page.text
    ledger_service.clear(officer, version.survey.consultation_id, group.kind, group.key, now=NOON)
    assert likeness.likenesses(version.survey.consultation_id) == []
    alike = f"/en/officers/consultations/{version.survey.consultation_id}/ledger/alike"
    assert "Of 2 responses somebody has said that they are different people's." in client.get(alike).text
    assert client.post(f"{alike}/show-again", data=token_of(client.get(alike))).status_code == 302
    assert [each.key for each in likeness.likenesses(version.survey.consultation_id)] == [group.key]
    assert "somebody has said" not in client.get(alike).text


def test_a_clerk_takes_back_what_they_have_entered_within_a_day(app, received, time):
    _officer, consultation_id = received
    clerk = make_officer(db.session.get(Consultation, consultation_id).council, Role.CLERK)
    petition(consultation_id, clerk, entered_at=NOON)
    client = sign_in(CheckingClient(app), clerk)
    add = f"/en/officers/consultations/{consultation_id}/contributions/add"
    page = client.get(add)
    assert "AAAA-BBBB-CCCC" in page.text
    gone = client.post(
        f"/en/officers/consultations/{consultation_id}/contributions/AAAA-BBBB-CCCC/remove?back=add",
        data=token_of(page),
    )
    assert gone.location.endswith(add)
    assert "It is taken back" in client.get(add).text
    petition(consultation_id, clerk, entered_at=NOON)
    time.moment = NOON + timedelta(days=1)
    assert "AAAA-BBBB-CCCC" not in client.get(add).text


def test_nothing_tells_where_anybody_was(app, browser, dump):
    version = publish(SHORT)
    browser.client.environ_base |= {"HTTP_USER_AGENT": "Curious-Browser", "REMOTE_ADDR": "192.0.2.77"}
    begin(browser, version, "en")
    browser.send(longer_hours="yes")
    browser.onward()
    browser.send()
    assert db.session.query(Trace).filter(Trace.device.is_not(None)).count() == 1
    assert "192.0.2.77" not in dump()
    assert "Curious-Browser" not in dump()


def test_salts_go_with_the_day_and_traces_with_the_consultation(app, browser):
    version = publish(SHORT)
    begin(browser, version, "en")
    browser.send(longer_hours="yes")
    browser.onward()
    browser.send()
    trace_service.forget(now=NOON)
    assert (db.session.query(DailySalt).count(), db.session.query(Trace).count()) == (1, 1)
    trace_service.forget(now=NOON + timedelta(days=1))
    assert (db.session.query(DailySalt).count(), db.session.query(Trace).count()) == (0, 1)
    trace_service.forget(now=NOON + timedelta(days=31) + trace_service.KEPT)
    assert db.session.query(Trace).count() == 0


BUSY = NOON + timedelta(hours=2)


@pytest.fixture
def busy(app):
    """A consultation in which 140 came in one hour, and two or three in others; and who keeps its ledger."""
    version = publish(SHORT)
    answers = {"longer_hours": Answer("yes", "en")}
    hours = {NOON: 2, NOON + timedelta(hours=1): 3, BUSY: 140, NOON + timedelta(hours=3): 2}
    rows = [
        Answered("en", answers, {}, hour + timedelta(minutes=1))
        for hour, many in hours.items()
        for _ in range(many)
    ]
    service.add_many(version.id, rows)
    consultation = version.survey.consultation
    return make_officer(consultation.council, Role.AUTHOR), consultation.id


def test_an_hour_with_many_more_than_usual_is_shown_until_somebody_has_looked(busy):
    officer, consultation_id = busy
    assert likeness.bursts(consultation_id) == [(BUSY, 140, 2, None, "")]
    [burst] = likeness.bursts(consultation_id)
    for _twice in range(2):
        ledger_service.clear(officer, consultation_id, likeness.HOUR, burst.key, now=LATER)
    assert likeness.bursts(consultation_id) == [(BUSY, 140, 2, LATER, officer.name)]
    assert db.session.query(AuditEvent).filter_by(action="hour_seen").count() == 1
    assert ledger.page(consultation_id, Filter(state=REMOVED), number=1, size=50) == []


def test_of_no_other_hour_is_it_told_what_came_in_it(busy):
    _officer, consultation_id = busy
    for key in ("2026-06-10T12", "2026-06-10T13", "2026-06-10", "yesterday", ""):
        with pytest.raises(NotFound):
            likeness.likeness(consultation_id, likeness.HOUR, key)


def test_what_came_in_an_hour_is_decided_about_a_page_at_a_time(app, busy):
    officer, consultation_id = busy
    [burst] = likeness.bursts(consultation_id)
    whole = [likeness.likeness(consultation_id, likeness.HOUR, burst.key, number) for number in (1, 2)]
    assert [len(page.entries) for page in whole] == [likeness.SHOWN, 40]
    assert len({each.reference for page in whole for each in page.entries}) == whole[0].size == 140
    client = sign_in(CheckingClient(app), officer)
    address = f"/en/officers/consultations/{consultation_id}/ledger/alike/hour/{burst.key}"
    assert client.get(f"{address}?page=3").status_code == 404
    assert send(client, f"{address}?page=2", reason="campaign").status_code == 422
    assert send(client, f"{address}?page=2", removed="every", reason="campaign").status_code == 302
    left = likeness.likeness(consultation_id, likeness.HOUR, burst.key)
    assert (left.size, left.entries) == (100, whole[0].entries)
    assert send(client, address, removed="every", reason="campaign").status_code == 302
    assert "none is analysed any more" in client.get(address).get_data(as_text=True)
    assert Line.of(ledger.tallies(consultation_id)).analysed == 7


# --- pages ----------------------------------------------------------------------------------------------


def test_an_officer_decides_and_undoes_on_the_pages(app, received, time):
    officer, consultation_id = received
    client = sign_in(CheckingClient(app), officer)
    first, second, *_rest = references(consultation_id)
    item = f"/en/officers/consultations/{consultation_id}/ledger/item/{first}"
    assert send(client, item).status_code == 422
    refused = send(client, item, reason="duplicate", duplicate_of="AAAA")
    assert "Nothing that is analysed has this reference" in refused.get_data(as_text=True)
    typed = second.replace("-", " ").lower()
    assert send(client, item, reason="duplicate", duplicate_of=typed, note="Same words").status_code == 302
    shown = client.get(item).get_data(as_text=True)
    assert "Same words" in shown
    assert second in shown
    client.post(f"{item}/undo", data={"csrf_token": _token(shown), "decision": 7})
    assert respond.count_sent(consultation_id) == 4  # which is not the decision that stands
    (decided,) = html.document_fromstring(shown).xpath("//input[@name='decision']/@value")
    client.post(f"{item}/undo", data={"csrf_token": _token(shown), "decision": decided})
    assert respond.count_sent(consultation_id) == 5


@pytest.mark.parametrize("part", ["", "/alike"])
@pytest.mark.parametrize("lang", ["en", "cy"])
def test_pages_of_an_empty_ledger_say_so(app, time, lang, part):
    version = publish(SHORT)
    client = sign_in(CheckingClient(app), make_officer(version.survey.consultation.council))
    start = f"/{lang}/officers/consultations" if lang == "en" else f"/{lang}/swyddogion/ymgynghoriadau"
    end = {"": "/ledger", "/alike": "/ledger/alike"}[part]
    end = end if lang == "en" else end.replace("ledger", "llyfr").replace("alike", "tebyg")
    assert client.get(f"{start}/{version.survey.consultation_id}{end}").status_code == 200


def test_the_public_sees_the_line_once_the_consultation_has_closed(app, time):
    version = publish(SHORT)
    consultation = version.survey.consultation
    service.add_many(version.id, [Answered("en", {"longer_hours": Answer("yes", "en")}, {}, NOON)])
    address = f"/en/consultations/{consultation.slug_en}/received"
    client = CheckingClient(app)
    assert client.get(address).status_code == 404
    time.moment = consultation.closes_at
    leading = client.get(address.removesuffix("/received")).get_data(as_text=True)
    assert f'href="{address}"' in leading  # nobody has to know the address
    page = client.get(address)
    assert page.status_code == 200
    assert "What was received" in page.get_data(as_text=True)


def _token(page: str) -> str:
    return page.split('name="csrf_token" value="')[1].split('"')[0]


def test_the_reason_is_not_called_optional(app, received):
    officer, consultation_id = received
    first = references(consultation_id)[0]
    client = sign_in(app.test_client(), officer)
    page = client.get(f"/en/officers/consultations/{consultation_id}/ledger/item/{first}").text
    legend = page.split("Why is it not analysed?")[1].split("</legend>")[0]
    assert "optional" not in legend


# --- duplicates of what does not stay -----------------------------------------------------------------------


def left_out(consultation_id: int) -> list[str]:
    """What is not analysed because it is a duplicate."""
    return references(consultation_id, Filter(state=Reason.DUPLICATE))


@pytest.fixture
def doubled(received):
    """The same, with the second and a petition left out as duplicates of the first; and its visit."""
    officer, consultation_id = received
    first, second, *_rest = references(consultation_id)
    petition(consultation_id, officer)
    ledger_service.remove(
        officer, consultation_id, [second, "AAAA-BBBB-CCCC"], Reason.DUPLICATE, duplicate_of=first, now=LATER
    )
    return officer, consultation_id, first, second


def test_what_stays_for_others_is_not_left_out_while_they_are(app, doubled):
    officer, consultation_id, first, second = doubled
    with pytest.raises(Stays) as refused:
        ledger_service.remove(officer, consultation_id, [first], Reason.TEST, now=LATER)
    assert set(refused.value.references) == {second, "AAAA-BBBB-CCCC"}
    page = send(
        sign_in(CheckingClient(app), officer),
        f"/en/officers/consultations/{consultation_id}/ledger/item/{first}",
        reason="test",
    )
    assert page.status_code == 422
    assert ": " + ", ".join(sorted([second, "AAAA-BBBB-CCCC"])) + ". Let them" in page.text
    assert page.text.count('value="test" checked') == 1  # nothing that was chosen is lost
    for each in (second, "AAAA-BBBB-CCCC"):
        assert f"/item/{each}" in page.text
    for each in (second, "AAAA-BBBB-CCCC"):
        ledger_service.undo(officer, consultation_id, each, now=LATER)
    ledger_service.remove(officer, consultation_id, [first], Reason.TEST, now=LATER)


def test_what_stays_for_others_is_not_taken_back(received):
    officer, consultation_id = received
    first, *_rest = references(consultation_id)
    letter = petition(consultation_id, officer)
    assert contribution_service.may_remove(officer, letter, now=NOON)
    ledger_service.remove(
        officer, consultation_id, [first], Reason.DUPLICATE, duplicate_of="AAAA-BBBB-CCCC", now=NOON
    )
    assert not contribution_service.may_remove(officer, letter, now=NOON)


@pytest.mark.parametrize("deed", [sent_service.withdraw, sent_service.erase])
def test_duplicates_of_what_a_person_takes_back_are_analysed_again(app, browser, deed):
    officer, consultation_id, visit, double = sent_twice(browser)
    ledger_service.remove(
        officer, consultation_id, [double], Reason.DUPLICATE, duplicate_of=visit.reference, now=NOON
    )
    assert respond.count_sent(consultation_id) == 1
    deed(visit, now=LATER)
    assert (left_out(consultation_id), respond.count_sent(consultation_id)) == ([], 1)
    changed = db.session.query(Response.changed_at).filter_by(reference=double).scalar()
    assert changed == LATER  # and so counts as a change for later releases
    desk, why = sign_in(CheckingClient(app), officer), "so this one is analysed in its place"
    ledger_pages = f"/en/officers/consultations/{consultation_id}/ledger/item"
    assert why in desk.get(f"{ledger_pages}/{double}").get_data(as_text=True)
    assert why not in desk.get(f"{ledger_pages}/{visit.reference}").get_data(as_text=True)


@pytest.mark.parametrize("decided_since", [False, True])
def test_they_are_left_out_again_when_it_is_put_back_unless_somebody_decided_since(browser, decided_since):
    officer, consultation_id, visit, double = sent_twice(browser)
    ledger_service.remove(
        officer, consultation_id, [double], Reason.DUPLICATE, duplicate_of=visit.reference, now=NOON
    )
    sent_service.withdraw(visit, now=LATER)
    if decided_since:
        ledger_service.remove(officer, consultation_id, [double], Reason.TEST, now=LATER)
    sent_service.put_back(visit, now=LATER + timedelta(hours=1))
    assert left_out(consultation_id) == ([] if decided_since else [double])
    assert respond.count_sent(consultation_id) == 1


def sent_twice(browser):
    """Somebody's answers, sent by them, and once more by somebody else; and who keeps the ledger."""
    version = publish(SHORT)
    begin(browser, version, "en")
    browser.send(longer_hours="yes")
    browser.onward()
    browser.send()
    visit = respond.visit(browser.address.split("/")[3])
    service.add_many(version.id, [Answered("en", {"longer_hours": Answer("yes", "en")}, {}, NOON)])
    consultation = version.survey.consultation
    double = next(each for each in references(consultation.id) if each != visit.reference)
    return make_officer(consultation.council, Role.AUTHOR), consultation.id, visit, double


def test_of_several_duplicates_of_what_a_person_takes_back_one_is_analysed(browser):
    officer, consultation_id, visit, double = sent_twice(browser)
    version = db.session.query(Response).filter_by(reference=double).one().version_id
    service.add_many(version, [Answered("en", {"longer_hours": Answer("yes", "en")}, {}, NOON)])
    third = next(each for each in references(consultation_id) if each not in (visit.reference, double))
    both, kept = [double, third], {"duplicate_of": visit.reference}
    ledger_service.remove(officer, consultation_id, both, Reason.DUPLICATE, now=NOON, **kept)
    sent_service.withdraw(visit, now=LATER)
    (still,) = left_out(consultation_id)
    assert respond.count_sent(consultation_id) == 1
    (stands,) = {double, third} - {still}
    assert ledger.duplicates_of(consultation_id, ledger.entry(consultation_id, stands)) == [still]
    sent_service.put_back(visit, now=LATER + timedelta(hours=1))
    assert left_out(consultation_id) == sorted(both)
    original = ledger.entry(consultation_id, visit.reference)
    assert ledger.duplicates_of(consultation_id, original) == sorted(both)


HOUR = timedelta(hours=1)


@pytest.fixture
def three(browsers):
    """Three people who said the same: the visits of X, A and B, and who left A and B out."""
    version = publish(SHORT)
    visits = []
    for browser in (browsers() for _person in range(3)):
        begin(browser, version, "en")
        browser.send(longer_hours="yes")
        browser.onward()
        browser.send()
        visits.append(respond.visit(browser.address.split("/")[3]))
    x, *others = visits
    a, b = sorted(others, key=lambda visit: visit.reference)  # in which order it is decided about them
    consultation = version.survey.consultation
    officer = make_officer(consultation.council, Role.AUTHOR)
    ledger_service.remove(
        officer,
        consultation.id,
        [a.reference, b.reference],
        Reason.DUPLICATE,
        duplicate_of=x.reference,
        now=NOON,
    )
    return officer, consultation.id, x, a, b


def analysed(consultation_id: int, *among) -> list:
    """Which of these visits' responses are analysed."""
    shown = set(references(consultation_id, Filter(state=ANALYSED)))
    return [each for each in among if each.reference in shown]


def test_what_is_put_back_is_no_duplicate_of_what_was_withdrawn_meanwhile(three):
    _officer, consultation_id, x, a, b = three
    for hour, each in enumerate((b, a, x), 1):
        sent_service.withdraw(each, now=NOON + hour * HOUR)
    sent_service.put_back(a, now=NOON + 4 * HOUR)
    assert analysed(consultation_id, x, a, b) == [a]
    sent_service.put_back(b, now=NOON + 5 * HOUR)
    assert analysed(consultation_id, x, a, b) == [a]
    assert ledger.duplicates_of(consultation_id, ledger.entry(consultation_id, a.reference)) == [b.reference]
    sent_service.put_back(x, now=NOON + 6 * HOUR)
    assert analysed(consultation_id, x, a, b) == [x]


def test_what_is_put_back_is_a_duplicate_again_of_what_was_put_back_before(three):
    _officer, consultation_id, x, a, b = three
    sent_service.withdraw(x, now=NOON + 1 * HOUR)
    sent_service.withdraw(a, now=NOON + 2 * HOUR)
    sent_service.put_back(x, now=NOON + 3 * HOUR)
    sent_service.put_back(a, now=NOON + 4 * HOUR)
    assert analysed(consultation_id, x, a, b) == [x]
    (ruling,) = ledger.rulings(ledger.entry(consultation_id, a.reference))[1:]  # beside the withdrawal
    assert (ruling.decision.duplicate_of, ruling.decision.undone_at) == (x.reference, None)


def test_whoever_withdraws_and_puts_back_of_one_persons_responses_one_is_analysed(three):
    _officer, consultation_id, *visits = three
    stand = set(range(3))
    for hour, which in enumerate(Random(5).choices(range(3), k=40), 1):
        deed = sent_service.withdraw if which in stand else sent_service.put_back
        deed(visits[which], now=NOON + hour * timedelta(minutes=1))
        stand ^= {which}
        first = min(stand, default=None)
        assert analysed(consultation_id, *visits) == ([] if first is None else [visits[first]])
        assert len(left_out(consultation_id)) == max(0, len(stand) - 1)


def test_what_somebody_has_let_be_analysed_since_is_not_left_out_again(three):
    officer, consultation_id, x, a, b = three
    sent_service.withdraw(x, now=NOON + 1 * HOUR)
    assert analysed(consultation_id, x, a, b) == [a]
    ledger_service.undo(officer, consultation_id, b.reference, now=NOON + 2 * HOUR)
    sent_service.put_back(x, now=NOON + 3 * HOUR)
    assert analysed(consultation_id, x, a, b) == [x, b]
    for hour, deed in enumerate((sent_service.withdraw, sent_service.put_back), 4):
        deed(b, now=NOON + hour * HOUR)
    assert analysed(consultation_id, x, a, b) == [x, b]


def test_what_is_put_back_is_no_duplicate_of_what_an_officer_left_out_meanwhile(three):
    officer, consultation_id, x, a, b = three
    for each in (a, b):
        sent_service.withdraw(each, now=NOON + 1 * HOUR)
    ledger_service.remove(officer, consultation_id, [x.reference], Reason.TEST, now=NOON + 2 * HOUR)
    sent_service.put_back(a, now=NOON + 3 * HOUR)
    assert analysed(consultation_id, x, a, b) == [a]
    ledger_service.undo(officer, consultation_id, x.reference, now=NOON + 4 * HOUR)
    assert analysed(consultation_id, x, a, b) == [x]


def test_what_was_left_out_of_a_set_keeps_the_moment_of_its_decision(three):
    _officer, consultation_id, x, _a, b = three
    sent_service.withdraw(x, now=NOON + 1 * HOUR)
    latest, *_before = ledger.rulings(ledger.entry(consultation_id, b.reference))
    assert (latest.decision.made_at, latest.decision.undone_at) == (NOON, None)


@pytest.fixture
def on_paper(browser):
    """An office with a paper, and what somebody sent online and was left out as its duplicate."""
    office = Office(SHORT)
    office.key(office.one, office.sheet(1, {"q-longer_hours": "1"}))
    (paper,) = references(office.id)
    begin(browser, db.session.query(SurveyVersion).one(), "en")
    browser.send(longer_hours="yes")
    browser.onward()
    browser.send()
    (online,) = set(references(office.id)) - {paper}
    ledger_service.remove(office.chief, office.id, [online], Reason.DUPLICATE, duplicate_of=paper, now=NOON)
    return office, paper, online


RULED_OUT = {
    Reason.BLANK: ({}, NOON.date()),
    Reason.LATE: ({"q-longer_hours": "1"}, date(2026, 7, 11)),
}


@pytest.mark.parametrize("reason", RULED_OUT)
def test_duplicates_of_a_paper_that_a_rule_leaves_out_are_analysed_while_it_is(time, on_paper, reason):
    office, paper, online = on_paper
    typed, received_on = RULED_OUT[reason]
    ruled_out = office.sheet(1, typed, received_on=received_on)
    office.key(office.one, ruled_out, Task.AGAIN, now=NOON + HOUR)
    assert ledger.entry(office.id, paper).reason == reason
    assert references(office.id, Filter(state=ANALYSED)) == [online]
    office.key(office.one, office.sheet(1, {"q-longer_hours": "2"}), Task.AGAIN, now=NOON + 2 * HOUR)
    assert references(office.id, Filter(state=ANALYSED)) == [paper]
    assert left_out(office.id) == [online]
    assert ledger.rewritten(office.id) == [online]  # the paper does not say what it said


def test_what_an_officer_decides_while_a_paper_is_blank_stands_when_it_is_not(time, on_paper):
    office, paper, online = on_paper
    office.key(office.one, office.sheet(1, {}), Task.AGAIN, now=NOON + HOUR)
    ledger_service.remove(office.chief, office.id, [online], Reason.OUT_OF_SCOPE, now=NOON + HOUR)
    ledger_service.undo(office.chief, office.id, online, now=NOON + HOUR)
    office.key(office.one, office.sheet(1, {"q-longer_hours": "2"}), Task.AGAIN, now=NOON + 2 * HOUR)
    assert references(office.id, Filter(state=ANALYSED)) == sorted([paper, online])


def test_whoever_looks_is_told_that_a_paper_was_mended_which_stays_for_another(app, time, on_paper):
    office, paper, online = on_paper
    assert ledger.rewritten(office.id) == []
    office.key(office.one, office.sheet(1, {"q-longer_hours": "2"}), Task.AGAIN, now=NOON + HOUR)
    desk = sign_in(CheckingClient(app), office.chief)
    room = f"/en/officers/consultations/{office.id}/ledger"
    assert online in desk.get(f"{room}/alike").text
    assert "may be analysed nowhere" in desk.get(f"{room}/item/{online}").text
    assert "may be analysed nowhere" not in desk.get(f"{room}/item/{paper}").text


def test_whoever_looks_is_told_that_the_one_that_stays_was_changed(app, browser):
    officer, consultation_id, visit, double = sent_twice(browser)
    letter = petition(consultation_id, officer)
    both = [double, letter.reference]
    ledger_service.remove(
        officer, consultation_id, both, Reason.DUPLICATE, duplicate_of=visit.reference, now=NOON
    )
    assert ledger.rewritten(consultation_id) == []
    changed(browser, LATER)
    assert ledger.rewritten(consultation_id) == sorted(both)
    desk = sign_in(CheckingClient(app), officer)
    room = f"/en/officers/consultations/{consultation_id}/ledger"
    for each in both:
        assert each in desk.get(f"{room}/alike").text
        assert "may be analysed nowhere" in desk.get(f"{room}/item/{each}").text
    assert "The one that stays was changed since" in desk.get(room).text


def test_whoever_looks_is_told_that_a_paper_was_mended_which_was_left_out(app, time, on_paper):
    office, paper, online = on_paper
    ledger_service.undo(office.chief, office.id, online, now=NOON)
    ledger_service.remove(office.chief, office.id, [paper], Reason.DUPLICATE, duplicate_of=online, now=NOON)
    assert ledger.rewritten(office.id) == []
    office.key(office.one, office.sheet(1, {"q-longer_hours": "2"}), Task.AGAIN, now=NOON + HOUR)
    assert left_out(office.id) == ledger.rewritten(office.id) == [paper]
    desk = sign_in(CheckingClient(app), office.chief)
    item = desk.get(f"/en/officers/consultations/{office.id}/ledger/item/{paper}").text
    assert "The answers were changed since" in item


def test_nobody_is_told_to_look_at_what_a_rule_decides_anew_each_time(app, time):
    office = Office(SHORT)
    late = {"received_on": date(2026, 7, 11)}
    office.key(office.one, office.sheet(1, {"q-longer_hours": "1"}, **late))
    office.key(office.one, office.sheet(1, {"q-longer_hours": "2"}, **late), Task.AGAIN, now=NOON + HOUR)
    assert references(office.id, Filter(state=Reason.LATE))
    assert ledger.rewritten(office.id) == []


def changed(browser, now, **answers):
    """The same answers, after the person has changed them."""
    said = {key: Answer(value, "en") for key, value in (answers or {"longer_hours": "no"}).items()}
    visit = respond.visit(browser.address.split("/")[3])
    change = respond.visit(sent_service.begin_change(visit, now=now))
    reading = PageReading(tuple(said), said, ())
    service.save_page(change, reading, language="en", now=now)
    service.send(change.code, language="en", now=now)


def test_what_was_blank_is_analysed_once_the_person_has_answered(browser):
    officer, consultation_id, visit, _double = sent_twice(browser)
    ledger_service.remove(officer, consultation_id, [visit.reference], Reason.BLANK, now=NOON)
    changed(browser, LATER)
    assert ledger.entry(consultation_id, visit.reference).reason is None
    assert ledger.rewritten(consultation_id) == []


def test_what_was_decided_of_answers_that_changed_since_is_shown_to_be_looked_at(app, browser):
    officer, consultation_id, visit, _double = sent_twice(browser)
    ledger_service.remove(officer, consultation_id, [visit.reference], Reason.OUT_OF_SCOPE, now=NOON)
    assert ledger.rewritten(consultation_id) == []
    changed(browser, LATER)
    assert ledger.entry(consultation_id, visit.reference).reason == Reason.OUT_OF_SCOPE
    assert ledger.rewritten(consultation_id) == [visit.reference]
    desk = sign_in(CheckingClient(app), officer)
    room = f"/en/officers/consultations/{consultation_id}/ledger"
    assert visit.reference in desk.get(f"{room}/alike").text
    assert "The answers were changed since" in desk.get(f"{room}/item/{visit.reference}").text


def test_who_reads_a_response_is_recorded(app, browser):
    officer, consultation_id, visit, double = sent_twice(browser)
    desk = sign_in(CheckingClient(app), officer)
    item = f"/en/officers/consultations/{consultation_id}/ledger/item/"
    assert "Should the library open on Saturdays?" in desk.get(item + visit.reference).text
    read = db.session.query(Response.id).filter_by(reference=visit.reference).scalar()
    found = db.session.query(AuditEvent).filter_by(action="response_read", officer_id=officer.id)
    assert [(each.subject_kind, each.subject_id) for each in found] == [("response", read)]
    sent_service.withdraw(visit, now=LATER)
    desk.get(item + visit.reference)  # which nobody reads any more
    assert found.count() == 1
    assert double


def test_an_officer_erases_a_response_for_whoever_has_its_reference_alone(app, browser):
    officer, consultation_id, visit, double = sent_twice(browser)
    ledger_service.remove(
        officer, consultation_id, [double], Reason.DUPLICATE, now=NOON, duplicate_of=visit.reference
    )
    change = sent_service.begin_change(visit, now=NOON)  # and never sent
    db.session.rollback()
    desk = sign_in(CheckingClient(app), officer)
    page = f"/en/officers/consultations/{consultation_id}/ledger/item/{visit.reference}/erase"
    assert "Tick this if whoever sent it has asked" in send(desk, page).text
    assert db.session.query(Response).filter(Response.erased_at.is_not(None)).count() == 0
    assert send(desk, page, asked="y").status_code == 302
    assert desk.get(page).status_code == 404  # there is nothing left
    db.session.rollback()
    erased = db.session.query(Response).filter_by(reference=visit.reference).one()
    assert (erased.answers, erased.erased_at is not None) == ({}, True)
    assert respond.visit(change).kept is None
    assert db.session.query(AuditEvent).filter_by(action="response_erased_for").one().officer_id == officer.id
    assert references(consultation_id, Filter(state=ANALYSED)) == [double]  # which counts in its place
    stranger = sign_in(CheckingClient(app), make_officer(make_council()))
    assert stranger.get(page.replace(visit.reference, double)).status_code == 404


def test_nothing_is_decided_of_answers_that_the_officer_has_not_read(app, browser):
    officer, consultation_id, visit, _double = sent_twice(browser)
    desk = sign_in(CheckingClient(app), officer)
    item = f"/en/officers/consultations/{consultation_id}/ledger/item/{visit.reference}"
    page = desk.get(item).text
    changed(browser, NOON)
    (seen,) = html.document_fromstring(page).xpath("//input[@name='seen']/@value")
    answer = desk.post(item, data={"csrf_token": _token(page), "seen": seen, "reason": "blank"})
    assert answer.status_code == 422
    assert "Somebody has changed their answers since" in answer.text
    assert ledger.entry(consultation_id, visit.reference).reason is None
    assert send(desk, item, reason="out_of_scope").status_code == 302


def test_whoever_comes_to_a_group_after_its_page_was_shown_is_not_decided_about(app, browsers):
    version = publish(SHORT)
    consultation = version.survey.consultation

    def send_one():
        browser = browsers()
        begin(browser, version, "en")
        browser.send(longer_hours="yes")
        browser.onward()
        browser.send()

    send_one()
    send_one()
    [group] = likeness.likenesses(consultation.id)
    desk = sign_in(CheckingClient(app), make_officer(consultation.council))
    alike = f"/en/officers/consultations/{consultation.id}/ledger/alike/device/{group.key}"
    page = html.document_fromstring(desk.get(alike).text)
    (mark,) = page.xpath("//input[@name='mark']/@value")
    fields = token_of(desk.get(alike)) | {"seen": page.xpath("//input[@name='seen']/@value")}
    send_one()
    cleared = desk.post(f"{alike}/clear", data=fields | {"mark": mark})
    assert "Others have come since" in desk.get(cleared.location).text
    assert likeness.cleared(consultation.id) == 0
    assert desk.post(alike, data=fields | {"removed": "every", "reason": "test"}).status_code == 302
    shown = {each.reference for each in group.entries}
    assert set(references(consultation.id, Filter(state=Reason.TEST))) == shown
    assert respond.count_sent(consultation.id) == 1
