"""How are figures given out, always the same bytes, and who has had them?"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.service import Action
from engage.analysis import queries
from engage.analysis.bodies import is_file_of
from engage.analysis.models import ReleaseFile, ReleaseReader
from engage.analysis.queries import Released
from engage.bilingual import LANGUAGES
from engage.database import db, unit_of_work
from engage.errors import NotFound

Written = Callable[[], bytes]


def read(officer: Officer, consultation_id: int, epoch: int | None = None, *, now: datetime) -> Released:
    """Open figures for an officer of any of their bodies: the newest, or those of this epoch.

    That they have looked is kept. Raises NotFound or NotAllowed.
    """
    released = queries.seen(officer, consultation_id, epoch)
    _note_reader(officer, released, now=now)
    return released


def composed(
    officer: Officer, consultation_id: int, epoch: int | None = None, *, now: datetime
) -> Released | None:
    """Open who has responded so far, as it was last made, or in this epoch; None before.

    Raises NotFound, also for another epoch, or NotAllowed.
    """
    released = queries.composed(officer, consultation_id, epoch)
    if released:
        _note_reader(officer, released, now=now)
    return released


def download(
    officer: Officer,
    consultation_id: int,
    name: str,
    language: str,
    *,
    now: datetime,
    epoch: int | None = None,
) -> bytes:
    """Give out one CSV file or the notes, always the same bytes. Raises NotFound or NotAllowed."""
    released = queries.seen(officer, consultation_id, epoch)
    if name not in (released.release.file_bytes or {}).get(language, ()) or not is_file_of(
        name, released.body
    ):
        raise NotFound
    return give(officer, released, name, language, lambda: released.files(language)[name], now=now)


def export(
    officer: Officer | None, consultation_id: int, *, now: datetime, epoch: int | None = None
) -> dict[str, bytes]:
    """Give out every file of the release in both languages, by a path that begins with the language.

    Without an officer, for the console. Raises NotFound or NotAllowed.
    """
    released = queries.released(officer, consultation_id, epoch)
    found = {}
    for language in LANGUAGES:
        for name, content in released.files(language).items():
            found[f"{language}/{name}"] = kept(released, name, language, partial(bytes, content))
    _note_download(officer, released, now=now)
    return found


def give(
    officer: Officer | None, released: Released, name: str, language: str, write: Written, *, now: datetime
) -> bytes:
    """Give out a file: the bytes that were given out before, or those that are written now, kept for good."""
    content = kept(released, name, language, write)
    _note_download(officer, released, now=now)
    return content


def kept(released: Released, name: str, language: str, write: Written) -> bytes:
    """The file as it was first given out; `write` makes it the first time, before anybody has to wait."""
    found = _found(released, name, language)
    return zlib.decompress(found or _keep(released, name, language, zlib.compress(write())))


def is_kept(released: Released, name: str, language: str) -> bool:
    """Was this file given out, or made to be?"""
    return _found(released, name, language) is not None


def _found(released: Released, name: str, language: str) -> bytes | None:
    mine = {"release_id": released.release.id, "language": language, "name": name}
    return db.session.scalar(select(ReleaseFile.packed).filter_by(**mine))


@unit_of_work
def _keep(released: Released, name: str, language: str, packed: bytes) -> bytes:
    """Keep a file, unless somebody was faster; return the one that is kept."""
    new = {"release_id": released.release.id, "language": language, "name": name, "packed": packed}
    return packed if _add(ReleaseFile, new) else (_found(released, name, language) or packed)


@unit_of_work
def _note_download(officer: Officer | None, released: Released, *, now: datetime) -> None:
    lead = released.consultation.council_id
    accounts.record(
        officer, Action.RELEASE_DOWNLOADED, released.release, at=now, council_id=lead, also=[lead]
    )
    if officer:
        _note_reader(officer, released, now=now)


def _note_reader(officer: Officer, released: Released, *, now: datetime) -> None:
    mine = select(ReleaseReader.id).filter_by(release_id=released.release.id, officer_id=officer.id)
    if db.session.scalar(mine) is None:
        _first_read(officer, released, now=now)


@unit_of_work
def _first_read(officer: Officer, released: Released, *, now: datetime) -> None:
    new = {"release_id": released.release.id, "officer_id": officer.id, "first_at": now}
    if _add(ReleaseReader, new):
        lead = released.consultation.council_id
        accounts.record(officer, Action.RELEASE_READ, released.release, at=now, also=[lead])


def _add(model: type[ReleaseFile] | type[ReleaseReader], row: dict[str, object]) -> bool:
    """Add a row unless somebody else was faster; say whether it is new."""
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(model).values(row).on_conflict_do_nothing().returning(model.id)
    return db.session.execute(statement).one_or_none() is not None
