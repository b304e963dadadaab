"""Which e-mails are to be sent, and which were?

A letter is written into the outbox by the transaction that makes it due, sealed whole: the database alone
names no recipient and no word. A job hands it to the mail server at once, and a sweep every minute finds
what a crash or a silent server left behind. Whoever sends a letter has taken it for a while, so no two send
it twice; should a worker die between the server's reply and our note of it, the letter goes once more with
the same Message-ID, by which mailboxes know it. What is sent is deleted.

Nobody can turn this against somebody else's mailbox: an address gets few letters a day, and so does a sender.
To count them, a fingerprint is kept until the day is over.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import LargeBinary, String, UniqueConstraint, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from engage import dates, smtp
from engage.config import settings
from engage.database import Model, Utc, db, unit_of_work
from engage.jobs import jobs
from engage.sealing import open_sealed, seal
from engage.smtp import Letter, NotTaken

TO_ONE_ADDRESS, FROM_ONE_SENDER = 5, 10  # letters a day
TRIES = 7
FIRST_PAUSE = timedelta(minutes=1)  # four times as long after each try: the last comes after some 23 hours
TAKEN = timedelta(minutes=5)  # for which a letter is left to whoever sends it
KEPT = timedelta(days=30)  # for which operators can see why one was given up
AT_ONCE = 100
PADDED = 4096  # bytes: the length tells nothing


class OutgoingLetter(Model):
    """One letter that waits to be sent, sealed under CONTACT_KEY with `uuid` as context.

    Of one that was given up only the reason is left, which names nobody.
    """

    __tablename__ = "outgoing_letter"

    uuid: Mapped[bytes] = mapped_column(LargeBinary(16), unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    due_at: Mapped[datetime] = mapped_column(Utc, index=True)  # also: not before somebody has done with it
    tries: Mapped[int] = mapped_column(default=0)
    given_up_at: Mapped[datetime | None] = mapped_column(Utc)
    why: Mapped[str] = mapped_column(String(200), default="")


class LettersToday(Model):
    """How many letters one address, or one sender, has had to do with today."""

    __tablename__ = "letters_today"
    __table_args__ = (UniqueConstraint("day", "fingerprint"),)

    day: Mapped[date]
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(32))
    letters: Mapped[int]


class Standing(NamedTuple):
    """What operators may know: how many letters wait, and why the others were given up."""

    waiting: int
    given_up: list[tuple[datetime, str]]


def is_on() -> bool:
    """Can letters be sent? Without a mail server no page offers one."""
    return bool(settings().mail_server)


def post(letter: Letter, *, sender: bytes, now: datetime) -> None:
    """Let this letter be sent, unless the address or the sender has had enough for today.

    Whoever asked is not told which: it would tell how often others wrote there. `sender` names whose wish it
    was, such as the digest of a code. Within another verb the letter is sent by the next sweep.
    """
    if is_on() and _write(letter, sender, now) and not db.session().info.get("unit_of_work"):
        jobs.enqueue(send_due)


@unit_of_work
def _write(letter: Letter, sender: bytes, now: datetime) -> bool:
    day = now.astimezone(dates.LONDON).date()
    limits = ((letter.to.strip().lower().encode(), TO_ONE_ADDRESS), (sender, FROM_ONE_SENDER))
    counted = [_count(day, whose) <= most for whose, most in limits]
    if all(counted):
        uuid = secrets.token_bytes(16)
        sealed = seal(_plain(letter), settings().contact_key, uuid)
        db.session.add(OutgoingLetter(uuid=uuid, sealed=sealed, due_at=now))
    return all(counted)


def _count(day: date, whose: bytes) -> int:
    """One letter more of this address or sender today: how many are there?"""
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    secret = settings().secret_key.encode()
    fingerprint = hmac.digest(secret, b"engage letters of %s " % day.isoformat().encode() + whose, "sha256")
    statement = dialect.insert(LettersToday).values(day=day, fingerprint=fingerprint, letters=1)
    more = statement.on_conflict_do_update(
        index_elements=["day", "fingerprint"], set_={"letters": LettersToday.letters + 1}
    )
    letters: int = db.session.execute(more.returning(LettersToday.letters)).scalar_one()
    return letters


def _plain(letter: Letter) -> bytes:
    plain = json.dumps(asdict(letter)).encode()
    return plain.ljust(-(-len(plain) // PADDED) * PADDED)


# --- sending --------------------------------------------------------------------------------------------


@jobs.handler
def send_due(*, now: datetime) -> None:
    """Hand over every letter that is due."""
    if not is_on():
        return
    server = smtp.server(settings().mail_server)
    for uuid, letter in _due(now):
        message_id = f"<{uuid.hex()}@{urlsplit(settings().site_url).hostname}>"
        try:
            written = smtp.message(letter, sent_from=settings().mail_from, message_id=message_id, at=now)
            smtp.hand_over(written, server)
        except NotTaken as failed:
            _put_off(uuid, failed, now)
        else:
            _sent(uuid)


@jobs.sweep
def tidy(*, now: datetime) -> None:
    """Send what is left over, and forget what is past."""
    send_due(now=now)
    _forget(now)


def _due(now: datetime) -> Iterator[tuple[bytes, Letter]]:
    """Letters that are due, each taken as it comes, so that nobody else sends it."""
    due = (OutgoingLetter.given_up_at.is_(None), OutgoingLetter.due_at <= now)
    waiting = select(OutgoingLetter.uuid).where(*due).order_by(OutgoingLetter.due_at).limit(AT_ONCE)
    for uuid in list(db.session.scalars(waiting)):
        sealed = _take(uuid, now)
        if sealed is not None:
            yield uuid, Letter(**json.loads(open_sealed(sealed, settings().contact_key, uuid)))


@unit_of_work
def _take(uuid: bytes, now: datetime) -> bytes | None:
    """The sealed letter, if nobody else has just taken it."""
    mine = (OutgoingLetter.uuid == uuid, OutgoingLetter.given_up_at.is_(None), OutgoingLetter.due_at <= now)
    taken = {"due_at": now + TAKEN, "tries": OutgoingLetter.tries + 1}
    statement = update(OutgoingLetter).where(*mine).values(taken).returning(OutgoingLetter.sealed)
    return db.session.scalar(statement, execution_options={"synchronize_session": False})


@unit_of_work
def _sent(uuid: bytes) -> None:
    db.session.execute(delete(OutgoingLetter).where(OutgoingLetter.uuid == uuid))


@unit_of_work
def _put_off(uuid: bytes, failed: NotTaken, now: datetime) -> None:
    """Try again later, or never: then nothing is left but the reason."""
    mine = OutgoingLetter.uuid == uuid
    tries = db.session.scalar(select(OutgoingLetter.tries).where(mine)) or 0
    changed: dict[str, object] = {"why": failed.why}
    if failed.for_good or tries >= TRIES:
        changed |= {"given_up_at": now, "sealed": b""}
    else:
        changed |= {"due_at": now + FIRST_PAUSE * 4 ** (tries - 1)}
    db.session.execute(update(OutgoingLetter).where(mine).values(changed))


@unit_of_work
def _forget(now: datetime) -> None:
    today = now.astimezone(dates.LONDON).date()
    db.session.execute(delete(LettersToday).where(LettersToday.day < today))
    db.session.execute(delete(OutgoingLetter).where(OutgoingLetter.given_up_at < now - KEPT))


def standing() -> Standing:
    """What waits, and what was given up, the latest first."""
    gone = OutgoingLetter.given_up_at
    waiting = db.session.scalar(select(func.count()).where(gone.is_(None))) or 0
    rows = db.session.execute(
        select(gone, OutgoingLetter.why).where(gone.is_not(None)).order_by(gone.desc()).limit(AT_ONCE)
    )
    return Standing(waiting, [(at, why) for at, why in rows if at])
