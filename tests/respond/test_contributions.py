"""Are letters, e-mails, petitions and events counted as much as answers, and are their files safe?"""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from lxml import html
from PIL import Image
from sqlalchemy import select

from engage.accounts.permissions import Role
from engage.bilingual import Bilingual
from engage.database import db
from engage.errors import NotAllowed, NotFound
from engage.respond import contribution_service as service
from engage.respond import holding_service, queries
from engage.respond import ledger_queries as ledger
from engage.respond.channel import Channel
from engage.respond.contribution_service import NotYet, Said, Settled
from engage.respond.enclosures import LARGEST, Enclosure, Reason, Unacceptable
from engage.respond.forms import LOST
from engage.respond.ledger import Line
from engage.respond.ledger_models import Contribution, ContributionFile, HeldFile
from engage.surveys.definition import takes_files
from tests.examples import EVERY_KIND, SHORT
from tests.factories import NOON, make_consultation, make_council, make_officer
from tests.officers import send, sign_in, upload
from tests.pages import CheckingClient
from tests.respond.conftest import publish

LETTER = {
    "channel": Channel.LETTER,
    "language": "cy",
    "received_on": date(2026, 6, 9),
    "texts": {"": "Cadwch hi."},
}
TYPED = {
    "channel": "letter", "language": "cy", "day": "9", "month": "6", "year": "2026",
    "text": "Cadwch y llyfrgell.",
}  # fmt: skip


@pytest.fixture
def clerk(app, time):
    """A clerk, and the consultation into which they enter."""
    consultation = publish(SHORT).survey.consultation
    return make_officer(consultation.council, Role.CLERK), consultation


def picture(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(out, kind)
    return out.getvalue()


def test_what_came_is_counted_with_the_people_for_whom_it_speaks(clerk):
    officer, consultation = clerk
    said = Said(**LETTER | {"channel": Channel.PETITION, "speaks_for": 320, "sender": "Elin, Porth Elwyn"})
    reference = service.add(officer, consultation.id, said, now=NOON)
    line = Line.of(ledger.tallies(consultation.id))
    assert (line.received, line.analysed, line.people) == (1, 1, 320)
    stored = ledger.contribution(ledger.entry(consultation.id, reference))
    assert (stored.texts, service.sender(stored)) == ({"": "Cadwch hi."}, "Elin, Porth Elwyn")


def test_who_wrote_and_what_came_with_it_are_not_to_be_read_in_the_database(clerk, dump):
    officer, consultation = clerk
    files = [Enclosure.read("llythyr.txt", b"Annwyl Gyngor")]
    service.add(officer, consultation.id, Said(**LETTER, sender="Elin Prys", files=files), now=NOON)
    assert "Elin Prys" not in dump()
    assert "Annwyl" not in dump()


@pytest.mark.parametrize(("days", "late"), [(0, False), (1, True)])
def test_what_comes_after_the_last_day_is_kept_as_late(clerk, days, late):
    officer, consultation = clerk
    consultation.post_until = NOON + timedelta(days=32)
    db.session.commit()
    on = (NOON + timedelta(days=32 + days)).date()
    service.add(officer, consultation.id, Said(**LETTER | {"received_on": on}), now=NOON + timedelta(days=40))
    line = Line.of(ledger.tallies(consultation.id))
    assert (line.received, line.analysed, line.removed) == (1, int(not late), (("late", 1),) if late else ())


def test_a_mistake_is_taken_back_within_a_day_by_who_made_it(clerk):
    officer, consultation = clerk
    reference = service.add(officer, consultation.id, Said(**LETTER), now=NOON)
    for who, when in ((make_officer(consultation.council), NOON), (officer, NOON + timedelta(days=1))):
        with pytest.raises(Settled):
            service.remove(who, consultation.id, reference, now=when)
    service.remove(officer, consultation.id, reference, now=NOON + timedelta(hours=23))
    assert (db.session.query(Contribution).count(), db.session.query(ContributionFile).count()) == (0, 0)


def test_only_who_may_enter_does_and_only_once_it_is_open(clerk):
    _officer, consultation = clerk
    for who, error in (
        (make_officer(consultation.council, Role.ANALYST), NotAllowed),
        (make_officer(make_council()), NotFound),
    ):
        with pytest.raises(error):
            service.add(who, consultation.id, Said(**LETTER), now=NOON)
    later = make_consultation(consultation.council, opens_at=NOON + timedelta(days=1))
    with pytest.raises(NotYet):
        service.add(make_officer(consultation.council), later.id, Said(**LETTER), now=NOON)


# --- files ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "becomes"),
    [
        ("sgan.png", picture(), "sgan.png"),
        ("photo.exe", picture("JPEG"), "photo.png"),  # a small picture is kept as PNG
        ("llythyr.docx", b"%PDF-1.7 etc", "llythyr.pdf"),
        ("../../etc/tŷ.html", b"Annwyl Gyngor", "tŷ.txt"),
        ("", b"%PDF-1.7", "document.pdf"),
    ],
)
def test_a_file_is_what_is_in_it_whatever_it_is_called(name, content, becomes):
    assert Enclosure.read(name, content).name == becomes


@pytest.mark.parametrize("begins", [b"%PDF-1.7", b"Annwyl Gyngor"])
def test_a_paper_may_be_as_large_as_people_are_told(begins):
    assert len(Enclosure.read("a.pdf", begins.ljust(LARGEST)).content) == LARGEST


def test_what_hides_behind_a_picture_goes():
    hidden = picture() + b"<script>alert(1)</script>"
    assert b"script" not in Enclosure.read("a.png", hidden).content


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"x" * (8 * 1024 * 1024 + 1), Reason.TOO_LARGE),
        (b"\x7fELF\x00\x01", Reason.UNKNOWN),
    ],
)
def test_other_files_are_refused_with_the_reason(content, reason):
    with pytest.raises(Unacceptable) as refused:
        Enclosure.read("a", content)
    assert refused.value.reason == reason


# --- pages ----------------------------------------------------------------------------------------------


def test_a_letter_may_be_about_any_question_but_those_that_are_answered_with_files(app):
    consultation = publish(replace(EVERY_KIND, welsh_effects=Bilingual("A hub", "Hyb"))).survey.consultation
    client = sign_in(CheckingClient(app), make_officer(consultation.council, Role.CLERK))
    page = client.get(f"/en/officers/consultations/{consultation.id}/contributions/add").text
    offered = set(html.document_fromstring(page).xpath("//select[@name='about-0-question']/option/@value"))
    asked = queries.questionnaire_of(consultation.id)
    every = {each.id: each for step in asked.steps for each in step.page.questions}
    assert offered - {""} == {id for id, each in every.items() if not takes_files(each)}
    assert "welsh_opportunities" in offered


def test_a_clerk_enters_a_letter_with_a_scan_on_the_page(app, clerk):
    officer, consultation = clerk
    client = sign_in(CheckingClient(app), officer)
    address = f"/cy/swyddogion/ymgynghoriadau/{consultation.id}/cyfraniadau/ychwanegu"
    more = send(
        client, address, **TYPED, do="more", **{"about-0-question": "longer_hours", "about-0-text": "Ie"}
    )
    assert more.status_code == 200
    assert "about-1-text" in more.get_data(as_text=True)
    assert "Cadwch y llyfrgell." in more.get_data(as_text=True)
    kept = send(client, address, **TYPED, do="keep", files=upload(picture(), "sgan.png"))
    assert kept.status_code == 302
    contribution = db.session.query(Contribution).one()
    assert contribution.texts == {"": "Cadwch y llyfrgell."}
    keeper = sign_in(CheckingClient(app), make_officer(consultation.council, Role.AUTHOR))
    there = f"/en/officers/consultations/{consultation.id}"
    assert keeper.get(f"{there}/ledger/item/{contribution.reference}").status_code == 200
    name = db.session.query(ContributionFile).one().uuid.hex()
    file = keeper.get(f"{there}/contributions/{contribution.reference}/files/{name}")
    assert (file.status_code, file.headers["Content-Disposition"]) == (200, "attachment; filename=sgan.png")
    assert keeper.get(f"{there}/contributions/{contribution.reference}/files/{'0' * 32}").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"channel": "online"}, "Choose what came"),
        ({"language": "fr"}, "Choose the language"),
        ({"day": "31"}, "The day must be a real date"),
        ({"day": "", "month": " ", "year": ""}, "Enter the day on which it came"),
        ({"day": "11"}, "The day must be today or in the past"),
        ({"speaks_for": "0"}, "Enter a whole number from 1 to 1,000,000"),
        ({"speaks_for": "²"}, "Enter a whole number from 1 to 1,000,000"),
        ({"text": ""}, "Enter what was said, or add a file"),
        ({"about-0-text": "Yes"}, "Choose the question, or empty the text"),
        ({"about-0-text": "Yes", "about-0-question": "unknown"}, "Choose the question, or empty the text"),
        ({"files": b"\x7fELF\x00"}, "Files must be pictures"),
        ({"organisation": "x" * 201}, "Use 200 characters or fewer"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(app, clerk, wrong, message):
    officer, consultation = clerk
    client = sign_in(CheckingClient(app), officer)
    address = f"/en/officers/consultations/{consultation.id}/contributions/add"
    sent = {**TYPED, "do": "keep", **wrong}
    if "files" in wrong:
        sent["files"] = upload(wrong["files"], "a.png")
    page = send(client, address, **sent)
    assert page.status_code == 422
    assert message in page.get_data(as_text=True)
    assert db.session.query(Contribution).count() == 0


def letters(app, clerk) -> tuple[CheckingClient, str]:
    officer, consultation = clerk
    address = f"/en/officers/consultations/{consultation.id}/contributions/add"
    return sign_in(CheckingClient(app), officer), address


def again(client, address: str, page, **fields):
    """Send the form of a page that came back, with these fields changed."""
    form = html.document_fromstring(page.get_data(as_text=True)).get_element_by_id("page-form")
    data = {**dict(form.form_values()), **fields}
    return client.post(address, data=data, content_type="multipart/form-data")


def test_files_stay_while_something_else_is_wrong_a_question_is_added_or_the_language_is_switched(app, clerk):
    client, address = letters(app, clerk)
    page = send(client, address, **TYPED | {"day": "31"}, do="keep", files=upload(picture(), "one.png"))
    assert (page.status_code, "one.png, 1 kB" in page.get_data(as_text=True)) == (422, True)
    assert "Choose this again" not in page.get_data(as_text=True)  # it is kept
    page = again(client, address, page, do="more", files=upload(b"Notes of the day", "two.txt"))
    in_welsh = f"/cy/swyddogion/ymgynghoriadau/{clerk[1].id}/cyfraniadau/ychwanegu"
    page = again(client, in_welsh, page, switch="yes")
    assert [name in page.get_data(as_text=True) for name in ("one.png", "two.txt")] == [True, True]
    assert again(client, address, page, do="keep", day="9").status_code == 302
    assert [file.name for file in db.session.query(ContributionFile).order_by(ContributionFile.id)] == [
        "one.png",
        "two.txt",
    ]
    assert db.session.query(HeldFile).count() == 0


def test_a_file_that_is_refused_takes_no_other_with_it_and_one_can_be_removed(app, clerk):
    client, address = letters(app, clerk)
    page = send(
        client, address, **TYPED, do="keep", files=[upload(b"\x7fELF\x00", "a"), upload(picture(), "b.png")]
    )
    assert page.status_code == 422
    assert "Files must be pictures" in page.get_data(as_text=True)
    removed = again(client, address, page, remove=db.session.query(HeldFile).one().uuid.hex())
    assert "b.png" not in removed.get_data(as_text=True)
    db.session.commit()  # and so see what others have written since
    assert db.session.query(HeldFile).count() == 0


def test_there_is_room_for_five_large_files_at_once_and_for_no_sixth(app, clerk):
    client, address = letters(app, clerk)
    large = [upload(b"%d " % number * (3 * 1024**2), f"{number}.txt") for number in range(6)]
    page = send(client, address, **TYPED, do="more", files=large)
    page.request.environ["wsgi.input"].close()  # the test client writes much into a file, and leaves it
    assert "Choose 5 files at most" in page.get_data(as_text=True)
    assert again(client, address, page, do="keep").status_code == 302
    assert [file.name for file in db.session.query(ContributionFile).order_by(ContributionFile.id)] == [
        f"{n}.txt" for n in range(5)
    ]


def texts() -> list[str]:
    db.session.rollback()
    db.session.expire_all()  # and so see what others have written since
    return [each.texts.get("", "") for each in db.session.query(Contribution).order_by(Contribution.id)]


def test_a_second_click_enters_nothing_twice(app, clerk):
    client, address = letters(app, clerk)
    blank = client.get(address)
    for _click in range(2):
        sent = again(client, address, blank, **TYPED, do="keep", files=upload(picture(), "one.png"))
        assert sent.status_code == 302
    assert texts() == ["Cadwch y llyfrgell."]
    assert db.session.query(HeldFile).count() == 0


@pytest.mark.parametrize(
    ("which", "found"),
    [("corrected", ["Un arall."]), ("another", ["Cadwch y llyfrgell.", "Un arall."])],
)
def test_a_form_that_was_sent_before_and_changed_is_a_correction_or_another_one(app, clerk, which, found):
    client, address = letters(app, clerk)
    blank = client.get(address)
    again(client, address, blank, **TYPED, do="keep", files=upload(picture(), "one.png"))
    [before] = db.session.query(Contribution)
    reference = before.reference
    changed = TYPED | {"text": "Un arall."}
    page = again(client, address, blank, **changed, do="keep", files=upload(b"Nodiadau", "two.txt"))
    assert page.status_code == 422
    assert f"It is kept already, as {reference}. Choose what this is" in page.get_data(as_text=True)
    assert texts() == ["Cadwch y llyfrgell."]
    assert again(client, address, page, do="keep", again="no such thing").status_code == 422
    for _click in range(2):
        assert again(client, address, page, do="keep", again=which).status_code == 302
    assert texts() == found
    last = db.session.query(Contribution).order_by(Contribution.id.desc()).first()
    names = [file.name for file in service.files(last)]
    if which == "corrected":
        assert (last.reference, names) == (reference, ["one.png", "two.txt"])
    else:
        assert (last.reference == reference, names) == (False, ["two.txt"])
    assert db.session.query(HeldFile).count() == 0


def test_what_was_decided_about_is_not_corrected_by_a_step_back(app, clerk, time):
    client, address = letters(app, clerk)
    blank = client.get(address)
    again(client, address, blank, **TYPED, do="keep")
    time.moment = NOON + timedelta(days=2)
    page = again(client, address, blank, **TYPED | {"text": "Un arall."}, do="keep", again="corrected")
    assert page.status_code == 422
    assert "can no longer be corrected here" in page.get_data(as_text=True)
    assert 'value="corrected"' not in page.get_data(as_text=True)
    assert texts() == ["Cadwch y llyfrgell."]


def test_the_same_on_a_page_that_came_back_is_asked_about(app, clerk):
    client, address = letters(app, clerk)
    send(client, address, **TYPED, do="keep", files=upload(picture(), "one.png"))
    [reference] = db.session.scalars(select(Contribution.reference))
    page = send(client, address, **TYPED, do="keep")  # another form, and the browser chooses no file again
    assert page.status_code == 422
    assert f"It is kept already, as {reference}. Choose what this is" in page.get_data(as_text=True)
    assert again(client, address, page, do="keep", again="corrected").status_code == 302
    assert texts() == ["Cadwch y llyfrgell."]
    [kept] = db.session.query(Contribution)
    assert (kept.reference, len(service.files(kept))) == (reference, 1)
    page = send(client, address, **TYPED, do="keep")
    for _click in range(2):
        assert again(client, address, page, do="keep", again="another").status_code == 302
    assert texts() == ["Cadwch y llyfrgell."] * 2


def test_two_scans_without_a_word_from_one_form_are_two_things(app, clerk):
    client, address = letters(app, clerk)
    blank = client.get(address)
    scans = [upload(f"Llythyr {number}".encode(), f"{number}.txt") for number in range(3)]
    wordless = TYPED | {"text": ""}
    again(client, address, blank, **wordless, do="keep", files=scans[0])
    for scan in scans[1:]:
        assert (
            again(client, address, blank, **wordless, do="keep", again="another", files=scan).status_code
            == 302
        )
    assert texts() == ["", "", ""]


def test_a_lost_token_loses_nothing_that_was_typed(app, clerk):
    client, address = letters(app, clerk)
    page = send(client, address, **TYPED, do="keep", csrf_token="another")
    assert page.status_code == 422
    assert "Cadwch y llyfrgell." in page.get_data(as_text=True)
    assert str(LOST) in page.get_data(as_text=True)
    assert db.session.query(Contribution).count() == 0
    assert again(client, address, page, do="keep").status_code == 302


def test_what_is_held_is_sealed_nobody_elses_and_gone_after_a_day(app, clerk, dump):
    _officer, consultation = clerk
    client, address = letters(app, clerk)
    page = send(client, address, **TYPED, do="more", files=upload(b"Elin, Porth Elwyn", "one.txt"))
    assert "Elin" not in dump()
    other = sign_in(CheckingClient(app), make_officer(consultation.council, Role.CLERK))
    theirs = again(other, address, page, do="more", csrf_token="")
    assert "one.txt" not in theirs.get_data(as_text=True)
    assert holding_service.forget_left(now=NOON + timedelta(hours=23)) == 0
    assert holding_service.forget_left(now=NOON + timedelta(hours=25)) == 1
