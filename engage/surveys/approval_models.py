"""Who took a survey which step further, what was said about it, and what had each officer seen?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.accounts.models import Officer
from engage.database import Json, Model, Utc


class Handover(Model):
    """One step of a survey on its way to the public. Rows are only ever added."""

    __tablename__ = "handover"

    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"), index=True)
    move: Mapped[str] = mapped_column(String(20))  # workflow.Move
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    officer: Mapped[Officer] = relationship(lazy="joined")
    at: Mapped[datetime] = mapped_column(Utc)
    revision: Mapped[int]  # of the draft that was handed over
    note: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(2), default="en")  # of the note: that of the page
    own: Mapped[bool] = mapped_column(default=False)  # approved by somebody who had worked on it
    due_at: Mapped[datetime | None] = mapped_column(Utc)  # the minute for which publication was set


class CommentThread(Model):
    """What is discussed about one part of a survey, or about all of it."""

    __tablename__ = "comment_thread"

    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"), index=True)
    about: Mapped[str] = mapped_column(String(100))  # texts.key_of, such as "question:belong"; "": all of it
    revision: Mapped[int]  # of the draft that it was begun about
    resolved_at: Mapped[datetime | None] = mapped_column(Utc)
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    resolved_by: Mapped[Officer | None] = relationship(lazy="joined")
    comments: Mapped[list[Comment]] = relationship(order_by="Comment.id", lazy="selectin")


class Comment(Model):
    """One contribution to a thread."""

    __tablename__ = "comment"

    thread_id: Mapped[int] = mapped_column(ForeignKey("comment_thread.id"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    officer: Mapped[Officer] = relationship(lazy="joined")
    at: Mapped[datetime] = mapped_column(Utc)
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))  # of the page on which it was written


class LastLook(Model):
    """Every text as an officer last declared to have looked at it."""

    __tablename__ = "last_look"
    __table_args__ = (UniqueConstraint("survey_id", "officer_id"),)

    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    revision: Mapped[int]
    at: Mapped[datetime] = mapped_column(Utc)
    seen: Mapped[dict[str, Any]] = mapped_column(Json)  # changes.to_json
