"""Who may work with the records behind a release, why, and until when?"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.accounts.models import Officer
from engage.database import Json, Model, Utc

MOST_TRIES = 3


class RecordAccess(Model):
    """One officer's access to the records of one release; it ends by itself, and the files with it."""

    __tablename__ = "record_access"
    __table_args__ = (CheckConstraint("asked_at < ends_at", name="ends"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    officer: Mapped[Officer] = relationship()
    reason: Mapped[str] = mapped_column(Text)  # as the officer wrote it
    people: Mapped[list[list[str]]] = mapped_column(Json)  # code and level of each characteristic, in order
    asked_at: Mapped[datetime] = mapped_column(Utc)
    ends_at: Mapped[datetime] = mapped_column(Utc)
    ended_at: Mapped[datetime | None] = mapped_column(Utc)  # the files are deleted
    times: Mapped[int] = mapped_column(default=0)  # that a file was downloaded
    begun_at: Mapped[datetime | None] = mapped_column(Utc)  # the files were last given to a worker to make
    tries: Mapped[int] = mapped_column(default=0)
    progress: Mapped[int] = mapped_column(default=0)  # per cent
    made_at: Mapped[datetime | None] = mapped_column(Utc)
    stood: Mapped[list[int] | None] = mapped_column(Json)  # record_queries.standing, when they were read

    def is_open(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.ends_at

    @property
    def is_given_up(self) -> bool:
        """Can the files not be made?"""
        return self.made_at is None and self.tries > MOST_TRIES

    def is_due(self, now: datetime, patience: timedelta) -> bool:
        """Should the files be given to a worker?"""
        if not self.is_open(now) or self.made_at or self.is_given_up:
            return False
        return self.begun_at is None or now >= self.begun_at + patience


class RecordFile(Model):
    """One file of records, sealed, for as long as the access lasts."""

    __tablename__ = "record_file"
    __table_args__ = (UniqueConstraint("access_id", "language", "kind"),)

    access_id: Mapped[int] = mapped_column(ForeignKey("record_access.id"))
    language: Mapped[str] = mapped_column(String(2))
    kind: Mapped[str] = mapped_column(String(4))  # record_files.Kind
    sealed: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)  # under SNAPSHOT_KEY

    @property
    def context(self) -> bytes:
        """What binds the sealed file to its place."""
        return f"records {self.access_id} {self.language} {self.kind}".encode()
