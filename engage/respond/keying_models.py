"""Which papers are in a batch, who has keyed each, and what on them was no answer?

A number in a stack leads to somebody's answers only as long as the batch is open. Closing it deletes papers
and keyings, and takes the spoilt answers off their papers; what is left are the responses, and totals.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.database import Model, Utc
from engage.respond.ledger_models import Batch


class PaperBatch(Model):
    """The rules of a batch of papers and, once it is closed, its totals."""

    __tablename__ = "paper_batch"
    __table_args__ = (CheckConstraint("percent_twice BETWEEN 0 AND 100", name="a_percentage"),)

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), unique=True)
    batch: Mapped[Batch] = relationship(lazy="joined")
    percent_twice: Mapped[int]  # of the papers, drawn by lot, that another person keys again
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    closing_reason: Mapped[str] = mapped_column(Text, default="")  # why although the numbers do not agree
    counted: Mapped[int | None]  # the totals, from closing on
    keyed_twice: Mapped[int | None]
    differed: Mapped[int | None]
    helped: Mapped[int | None]  # papers that say that somebody helped


class Paper(Model):
    """One paper of an open batch."""

    __tablename__ = "paper"
    __table_args__ = (UniqueConstraint("batch_id", "number"),)

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    number: Mapped[int]  # that is written on it, its place in the stack
    form: Mapped[str] = mapped_column(String(12))  # paper_ids.FormId
    needs_second: Mapped[bool]  # was it drawn to be keyed twice?
    differed: Mapped[bool] = mapped_column(default=False)  # were the two keyings not the same?
    is_counted: Mapped[bool] = mapped_column(default=False)  # is it a response already?
    keyings: Mapped[list[Keying]] = relationship(
        order_by="Keying.turn", cascade="all, delete-orphan", lazy="selectin"
    )


class Keying(Model):
    """What one person has keyed of a paper, sealed under EQUALITY_KEY, for it holds equality answers too."""

    __tablename__ = "keying"
    __table_args__ = (UniqueConstraint("paper_id", "turn"),)

    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    turn: Mapped[int]  # 1, 2 by another person, 3 for the third look
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    uuid: Mapped[bytes] = mapped_column(LargeBinary(16), unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(Utc)


class SpoiltAnswer(Model):
    """What stood on a paper where an answer should be. `paper_id` is None once the batch is closed."""

    __tablename__ = "spoilt_answer"

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("survey_version.id"))
    is_equality: Mapped[bool]
    key: Mapped[str] = mapped_column(String(90))  # of the question's answer
    part: Mapped[str] = mapped_column(String(90))  # such as a row and a scale; "": all of it
    code: Mapped[str] = mapped_column(String(1))  # keying.Spoilt
