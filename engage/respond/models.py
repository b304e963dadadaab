"""What have residents answered? Opinions, equality answers and contact details are three stores."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Json, Model, Utc
from engage.surveys.ways import STANDARD

_CHANGED = text("changed_at IS NOT NULL")
_CHANGES = text("change_of IS NOT NULL")


class Response(Model):
    """One resident's answers to one version of a survey: a draft until `sent_at` is set.

    The code that opens it is never stored, only `codes.digest` of it, which also makes sending happen once.
    What is erased leaves the row without answers, so that everything received is still counted.
    """

    __tablename__ = "response"
    __table_args__ = (
        Index("ix_response_consultation_id_sent_at", "consultation_id", "sent_at"),
        Index("ix_response_consultation_id_uuid", "consultation_id", "uuid", unique=True),
        Index(  # few are changed after sending, so it costs sending nothing
            "ix_response_consultation_id_changed_at",
            "consultation_id",
            "changed_at",
            sqlite_where=_CHANGED,
            postgresql_where=_CHANGED,
        ),
        Index("ix_response_change_of", "change_of", sqlite_where=_CHANGES, postgresql_where=_CHANGES),
        CheckConstraint("(sent_at IS NULL) = (reference IS NULL)", name="sent_with_reference"),
    )

    uuid: Mapped[bytes] = mapped_column(LargeBinary(16))  # random: the order of rows tells no time
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("survey_version.id"))
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    reference: Mapped[str | None] = mapped_column(String(20), unique=True)
    language: Mapped[str] = mapped_column(String(2))  # of the page from which it was last saved or sent
    channel: Mapped[str] = mapped_column(String(20))  # channel.Channel
    variant: Mapped[str] = mapped_column(String(20), default=STANDARD)  # in which it was last saved
    answers: Mapped[dict[str, Any]] = mapped_column(Json)  # definition.answers_to_json
    revision: Mapped[int]  # grows by one with every save, so that two at once are noticed
    saved_at: Mapped[datetime] = mapped_column(Utc)
    sent_at: Mapped[datetime | None] = mapped_column(Utc)
    changed_at: Mapped[datetime | None] = mapped_column(Utc)  # last, after sending: changed or erased
    erased_at: Mapped[datetime | None] = mapped_column(Utc)
    change_of: Mapped[int | None] = mapped_column(ForeignKey("response.id"))  # what this draft would change
    partial: Mapped[bool] = mapped_column(default=False)  # not sent by the person, but used by the rule
    received_on: Mapped[date | None]  # when it came, if it was not typed in by the person
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"), index=True)
    left_at: Mapped[str | None] = mapped_column(String(20))  # which page was left, to come back to: "page/3"
    locks: Mapped[int] = mapped_column(SmallInteger, default=0)  # addresses from before the last open nothing


class ClearedCode(Model):
    """What is known of a code that was cleared from a shared computer when nothing is kept under it.

    A browser may offer to send an old page again: by this we know that it is not to be shown.
    """

    __tablename__ = "cleared_code"

    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    cleared_at: Mapped[datetime] = mapped_column(Utc, index=True)


class EqualityAnswers(Model):
    """The equality answers of one response, sealed under EQUALITY_KEY with the response's uuid as context."""

    __tablename__ = "equality_answers"

    response_uuid: Mapped[bytes] = mapped_column(LargeBinary(16), unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class ContactDetails(Model):
    """Where somebody may be written to for one purpose, sealed under CONTACT_KEY with `uuid` as context.

    Whoever agrees to several purposes has a row for each. While a response is a draft, `code_hash` finds them
    again. Sending writes them anew, without any link; `id` is random, so that not even the order of the rows
    is that of the responses.
    """

    __tablename__ = "contact_details"
    __table_args__ = (UniqueConstraint("code_hash", "purpose"),)

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False, sort_order=-1
    )
    uuid: Mapped[bytes] = mapped_column(LargeBinary(16), unique=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    purpose: Mapped[str] = mapped_column(String(20))  # surveys.contact.Purpose
    language: Mapped[str] = mapped_column(String(2))
    given_on: Mapped[date]  # a day, not a moment: a moment would tell whose response it was
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
