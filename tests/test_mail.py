"""Is every letter sent once, to few, in its language, and is nothing of it left behind?"""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from engage import mail, smtp
from engage.database import db, unit_of_work
from engage.mail import LettersToday, OutgoingLetter
from engage.smtp import Letter, NotTaken
from tests import mail_server
from tests.factories import NOON

LETTER = Letter(
    to="somebody@example.org",
    subject="Eich cod dychwelyd: Ŵy a thŷ",
    text="Dyma eich cod.\n" + "ŷ" * 200 + "\n",
    html="<p>Dyma eich cod.</p>",
    language="cy",
    sender="Cyngor Sŵn",
    reply_to="cyngor@example.org",
)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def mailbox(app, time, monkeypatch):
    with mail_server.running() as box:
        turned_on = replace(
            app.extensions["settings"], mail_server=box.address, mail_from="no-reply@engage.example"
        )
        monkeypatch.setitem(app.extensions, "settings", turned_on)
        yield box


def waiting() -> list[OutgoingLetter]:
    db.session.rollback()
    return list(db.session.query(OutgoingLetter).populate_existing())


def test_a_letter_arrives_in_its_language_and_leaves_nothing_behind(mailbox):
    mail.post(LETTER, sender=b"me", now=NOON)
    (came,) = mailbox.letters
    assert came["Subject"] == LETTER.subject
    assert came["From"] == "Cyngor Sŵn <no-reply@engage.example>"
    assert (came["To"], came["Reply-To"]) == ("somebody@example.org", "cyngor@example.org")
    assert (came["Content-Language"], came["Auto-Submitted"]) == ("cy", "auto-generated")
    assert came["Message-ID"].endswith("@engage.example>")
    text, html = came.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert text.get_content().replace("\r\n", "\n") == LETTER.text
    assert "=?utf-8?" in came.as_bytes().decode("ascii").split("\n\n")[0]  # no bare ŵ in a header
    assert waiting() == []


def test_nothing_of_a_letter_can_be_read_in_the_database(mailbox, app):
    mailbox.replies = ["451 later"]
    mail.post(LETTER, sender=b"me", now=NOON)
    (row,) = waiting()
    for word in (b"somebody", b"example.org", b"Dyma", b"Eich"):
        assert word not in row.sealed
    assert b"somebody" not in b"".join(each.fingerprint for each in db.session.query(LettersToday))


def test_without_a_mail_server_nothing_is_written(app):
    assert not mail.is_on()
    mail.post(LETTER, sender=b"me", now=NOON)
    assert waiting() == []


def test_a_letter_belongs_to_the_transaction_of_whoever_posts_it(mailbox):
    @unit_of_work
    def deed(fails: bool) -> None:
        mail.post(LETTER, sender=b"me", now=NOON)
        if fails:
            raise KeyError

    with pytest.raises(KeyError):
        deed(True)
    assert waiting() == []
    deed(False)
    assert len(waiting()) == 1
    mail.tidy(now=NOON)
    assert len(mailbox.letters) == 1


def test_a_hundred_letters_to_one_address_are_five(mailbox):
    for number in range(100):
        mail.post(
            replace(LETTER, to="Somebody@example.org "[: 20 + number % 2]), sender=b"%d" % number, now=NOON
        )
    assert len(mailbox.letters) == mail.TO_ONE_ADDRESS


def test_one_sender_writes_to_ten_addresses_a_day_and_again_on_the_next(mailbox, time):
    for number in range(30):
        mail.post(replace(LETTER, to=f"number{number}@example.org"), sender=b"me", now=NOON)
    assert len(mailbox.letters) == mail.FROM_ONE_SENDER
    time.moment = tomorrow = NOON + timedelta(days=1)
    mail.tidy(now=tomorrow)
    assert db.session.query(LettersToday).count() == 0
    mail.post(LETTER, sender=b"me", now=tomorrow)
    assert len(mailbox.letters) == mail.FROM_ONE_SENDER + 1


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_no_text_can_add_a_header_or_a_recipient(line_end):
    bad = replace(
        LETTER, subject=f"Hello{line_end}Bcc: all@example.org", sender=f"A{line_end}To: b@c.example"
    )
    written = smtp.message(bad, sent_from="a@example.org", message_id="<x@example.org>", at=NOON)
    assert (written["Bcc"], len(written.get_all("To"))) == (None, 1)


@pytest.mark.parametrize(
    "to", ["a@example.org\nBcc: b@example.org", "a@example.org, b@example.org", "a", "ŵyn@example.org"]
)
def test_an_address_is_one_address(to):
    with pytest.raises(NotTaken) as refused:
        smtp.message(replace(LETTER, to=to), sent_from="a@example.org", message_id="<x@y.example>", at=NOON)
    assert (refused.value.why, refused.value.for_good) == ("not an address that a letter can have", True)


def test_a_letter_that_cannot_be_written_is_given_up_and_holds_up_no_other(mailbox):
    @unit_of_work
    def several() -> None:
        for number, to in enumerate(("ŵyn@example.org", "oen@example.org")):
            mail.post(replace(LETTER, to=to), sender=b"me", now=NOON + number * MINUTE)

    several()
    mail.tidy(now=NOON + MINUTE)
    assert [came["To"] for came in mailbox.letters] == ["oen@example.org"]
    assert [(row.why, row.sealed) for row in waiting()] == [("not an address that a letter can have", b"")]


def test_a_server_that_says_later_is_asked_again_at_growing_pauses(mailbox):
    mailbox.replies = ["451 later"] * 2
    mail.post(LETTER, sender=b"me", now=NOON)
    mail.tidy(now=NOON + 0.5 * MINUTE)  # too early
    mail.tidy(now=NOON + MINUTE)
    mail.tidy(now=NOON + 4 * MINUTE)  # too early again
    assert mailbox.letters == []
    mail.tidy(now=NOON + 5 * MINUTE)
    assert len(mailbox.letters) == 1
    assert waiting() == []


def test_after_seven_tries_a_letter_is_given_up_and_only_the_reason_is_left(mailbox):
    mailbox.replies = ["451 somebody@example.org is away"] * 20
    mail.post(LETTER, sender=b"me", now=NOON)
    for hour in range(48):
        mail.tidy(now=NOON + hour * 60 * MINUTE)
    (row,) = waiting()
    assert (row.tries, row.sealed, row.why) == (7, b"", "SMTPDataError (451)")
    assert mail.standing().waiting == 0
    assert len(mail.standing().given_up) == 1
    mail.tidy(now=NOON + timedelta(days=40))
    assert waiting() == []


def test_a_server_that_refuses_for_good_is_not_asked_again(mailbox):
    mailbox.replies = ["550 nobody here"]
    mail.post(LETTER, sender=b"me", now=NOON)
    assert [(row.why, row.sealed) for row in waiting()] == [("SMTPDataError (550)", b"")]


def test_a_server_that_is_not_there_does_no_harm(mailbox, app, monkeypatch):
    away = replace(app.extensions["settings"], mail_server="smtp://127.0.0.1:1")
    monkeypatch.setitem(app.extensions, "settings", away)
    mail.post(LETTER, sender=b"me", now=NOON)
    assert [row.why for row in waiting()] == ["ConnectionRefusedError"]


def test_workers_at_the_same_time_send_each_letter_once(mailbox, app):
    @unit_of_work
    def several() -> None:
        for number in range(8):
            mail.post(replace(LETTER, to=f"number{number}@example.org"), sender=b"me", now=NOON)

    several()
    db.session.remove()

    def worker() -> None:
        with app.app_context():
            mail.send_due(now=NOON)

    workers = [threading.Thread(target=worker) for _ in range(4)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert sorted(came["To"] for came in mailbox.letters) == [f"number{n}@example.org" for n in range(8)]


def test_what_a_worker_took_and_did_not_finish_is_sent_later_under_the_same_id(mailbox):
    mailbox.replies = ["451 later"]
    mail.post(LETTER, sender=b"me", now=NOON)
    (row,) = waiting()
    assert mail._take(row.uuid, NOON + MINUTE) is not None  # and dies here
    mail.tidy(now=NOON + 5 * MINUTE)
    assert mailbox.letters == []
    mail.tidy(now=NOON + 6 * MINUTE)
    assert [came["Message-ID"] for came in mailbox.letters] == [f"<{row.uuid.hex()}@engage.example>"]


@pytest.mark.parametrize(
    ("address", "host", "port", "secure", "user"),
    [
        ("smtp://mail.example.org", "mail.example.org", 25, False, ""),
        ("smtp://me%40x:p%2Fw@mail.example.org:587", "mail.example.org", 587, False, "me@x"),
        ("smtps://me:pw@mail.example.org", "mail.example.org", 465, True, "me"),
    ],
)
def test_the_address_of_a_server_is_read(address, host, port, secure, user):
    found = smtp.server(address)
    assert (found.host, found.port, found.secure, found.user) == (host, port, secure, user)


@pytest.mark.parametrize("address", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://h/x"])
def test_what_is_no_address_of_a_server_is_refused(address):
    with pytest.raises(ValueError, match=address):
        smtp.server(address)


def test_a_password_is_not_sent_in_the_clear_to_another_machine(mailbox):
    elsewhere = smtp.server(mailbox.address.replace("://", "://me:pw@"))
    pretended = replace(elsewhere, host="0.0.0.0")  # reaches us, and is not taken for this machine
    written = smtp.message(LETTER, sent_from="a@b.example", message_id="<x@y.example>", at=NOON)
    with pytest.raises(smtp.NotTaken, match="no TLS"):
        smtp.hand_over(written, pretended)
    assert mailbox.letters == []
