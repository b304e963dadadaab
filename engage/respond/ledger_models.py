"""What has a council received, and which of it is not analysed, why, and by whose decision?"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Json, Model, Utc

_STANDING = text("undone_at IS NULL")


class Batch(Model):
    """Responses that were entered together: a stack of paper forms, or a file from another tool."""

    __tablename__ = "batch"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    channel: Mapped[str] = mapped_column(String(20))  # channel.Channel: paper or imported
    name: Mapped[str] = mapped_column(String(200))
    expected: Mapped[int | None]  # how many there are by the count of whoever brought them
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    made_at: Mapped[datetime] = mapped_column(Utc)
    closed_at: Mapped[datetime | None] = mapped_column(Utc)
    undone_at: Mapped[datetime | None] = mapped_column(Utc)


class Contribution(Model):
    """What came without following the survey: a letter, an e-mail, a petition, the notes of an event."""

    __tablename__ = "contribution"
    __table_args__ = (CheckConstraint("speaks_for >= 1", name="speaks_for_somebody"),)

    uuid: Mapped[bytes] = mapped_column(LargeBinary(16), unique=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    channel: Mapped[str] = mapped_column(String(20))  # one of channel.WHOLE
    language: Mapped[str] = mapped_column(String(2))
    received_on: Mapped[date]
    speaks_for: Mapped[int]  # how many people, such as those who signed
    organisation: Mapped[str] = mapped_column(String(200), default="")  # for which it speaks, if any
    sealed_from: Mapped[bytes | None] = mapped_column(
        LargeBinary
    )  # who wrote, under CONTACT_KEY; context uuid
    texts: Mapped[dict[str, Any]] = mapped_column(Json)  # what was said, by id of question; "": of all of it
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    entered_at: Mapped[datetime] = mapped_column(Utc)


class ContributionFile(Model):
    """A file that came with a contribution, such as the scan of a letter; it is sealed as the sender is."""

    __tablename__ = "contribution_file"

    uuid: Mapped[bytes] = mapped_column(LargeBinary(16), unique=True)  # in its address, and its context
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    name: Mapped[str] = mapped_column(String(140))
    kind: Mapped[str] = mapped_column(String(5))  # enclosures.TYPES
    size: Mapped[int]  # bytes
    sealed: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class HeldFile(Model):
    """A file that was chosen on a form which is not finished: it is held for a day, sealed as others are."""

    __tablename__ = "held_file"

    uuid: Mapped[bytes] = mapped_column(LargeBinary(16), unique=True)
    entry: Mapped[bytes] = mapped_column(LargeBinary(16), index=True)  # names the form
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    name: Mapped[str] = mapped_column(String(140))
    kind: Mapped[str] = mapped_column(String(5))  # enclosures.TYPES
    size: Mapped[int]  # bytes
    sealed: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    held_at: Mapped[datetime] = mapped_column(Utc, index=True)


class Decision(Model):
    """Somebody's decision that one thing received is not analysed; it stands until it is undone.

    `officer_id` is None where a rule that was published decided, or the person themselves.
    """

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint(
            "(response_id IS NULL) <> (contribution_id IS NULL)", name="of_a_response_or_a_contribution"
        ),
        *(
            Index(
                f"uq_decision_standing_{thing}",
                f"{thing}_id",
                unique=True,
                sqlite_where=_STANDING,
                postgresql_where=_STANDING,
            )
            for thing in ("response", "contribution")
        ),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    response_id: Mapped[int | None] = mapped_column(ForeignKey("response.id"), index=True)
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"), index=True)
    reason: Mapped[str] = mapped_column(String(20))  # ledger.Reason
    duplicate_of: Mapped[str | None] = mapped_column(String(20))  # the reference of the one that is analysed
    note: Mapped[str] = mapped_column(Text, default="")
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    made_at: Mapped[datetime] = mapped_column(Utc)
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    undone_at: Mapped[datetime | None] = mapped_column(Utc)


class DailySalt(Model):
    """What a day's fingerprints are made with; forgotten with the day, so that none can be made again."""

    __tablename__ = "daily_salt"

    day: Mapped[date] = mapped_column(unique=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary(32))


class Trace(Model):
    """By what likely duplicates of one response are found; never an address or a name, and not for ever.

    `device` is a fingerprint that is another one each day and in each consultation; `words` is one of all
    long texts together. A person decides what they mean.
    """

    __tablename__ = "trace"
    __table_args__ = (
        Index("ix_trace_consultation_id_day_device", "consultation_id", "day", "device"),
        Index("ix_trace_consultation_id_words", "consultation_id", "words"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), unique=True)
    day: Mapped[date]
    device: Mapped[bytes | None] = mapped_column(LargeBinary(8))
    words: Mapped[bytes | None] = mapped_column(LargeBinary(8))
    trapped: Mapped[bool] = mapped_column(default=False)  # a field that nobody sees was filled in
    cleared: Mapped[bool] = mapped_column(default=False)  # somebody has looked, and found nothing wrong


class BusyHour(Model):
    """An hour in which many more came than usual, at which somebody has looked."""

    __tablename__ = "busy_hour"
    __table_args__ = (UniqueConstraint("consultation_id", "hour"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    hour: Mapped[datetime] = mapped_column(Utc)  # at which it begins
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    seen_at: Mapped[datetime] = mapped_column(Utc)
