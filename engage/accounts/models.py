"""Which councils and officers are there, and what did the officers do?"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from flask_security import UserMixin
from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from engage.bilingual import Bilingual
from engage.database import Json, Model, Utc, Words


class Nation(StrEnum):
    """Where a council is: Welsh Language Standards bind councils in Wales."""

    WALES = "wales"
    ENGLAND = "england"


class Council(Model):
    """A council that consults. Every other row belongs, directly or not, to one council."""

    __tablename__ = "council"

    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[Bilingual] = mapped_column(Words)
    nation: Mapped[str] = mapped_column(String(10))
    colour: Mapped[str] = mapped_column(String(7))  # #rrggbb, at least 4.5:1 against white
    logo: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)  # PNG
    email: Mapped[str] = mapped_column(String(254))
    telephone: Mapped[str] = mapped_column(String(40))
    post: Mapped[Bilingual] = mapped_column(Words)  # postal address
    known_barriers: Mapped[Bilingual] = mapped_column(Words)  # Markdown, for the accessibility statement
    statement_made_on: Mapped[date]
    statement_reviewed_on: Mapped[date]
    is_demo: Mapped[bool] = mapped_column(default=False)
    has_logo: Mapped[bool] = column_property(logo.is_not(None))  # without reading the picture


class Officer(Model, UserMixin):
    """Somebody who works for a council and signs in."""

    __tablename__ = "officer"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    council: Mapped[Council] = relationship(lazy="joined")
    email: Mapped[str] = mapped_column(String(254), unique=True)  # normalised, in lower case
    name: Mapped[str] = mapped_column(String(100))
    password: Mapped[str] = mapped_column(String(255))  # argon2 hash
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)  # what the session cookie names
    role_names: Mapped[list[str]] = mapped_column("roles", Json)  # `roles` is Flask-Security's own


class AuditEvent(Model):
    """One deed of one officer. Rows are only ever added: the database refuses to change or delete them."""

    __tablename__ = "audit_event"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))  # None: from the console
    action: Mapped[str] = mapped_column(String(40))  # service.Action
    subject_kind: Mapped[str] = mapped_column(String(40))  # the table's name
    subject_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(Utc)
