"""Which forms does a consultation have on paper, and where are they kept once they are drawn?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite

from engage.database import alone, db, unit_of_work
from engage.errors import NotFound
from engage.respond import paper, queries
from engage.respond.paper import Form
from engage.respond.paper_ids import FormId
from engage.respond.paper_models import PaperFile
from engage.surveys import media_service
from engage.surveys import queries as surveys
from engage.surveys.ways import BSL, LARGE_PRINT, STANDARD

FILE = cast(Table, PaperFile.__table__)
LOOK = 2  # grows whenever forms are drawn in another way


class Edition(NamedTuple):
    """One way in which the form of a consultation is printed."""

    variant: str  # a code of ways.WAYS, or STANDARD
    is_large: bool

    @property
    def code(self) -> str:
        return LARGE_PRINT if self.is_large else self.variant


def editions(consultation_id: int) -> tuple[Edition, ...]:
    """Every way in which the form is printed: always also in large print, never as a film alone."""
    offered = [way.code for way in queries.questionnaire_of(consultation_id).ways]
    large = Edition(LARGE_PRINT if LARGE_PRINT in offered else STANDARD, True)
    others = (Edition(code, False) for code in offered if code not in (LARGE_PRINT, BSL))
    return (Edition(STANDARD, False), large, *others)


def form_of(consultation_id: int, edition: Edition, lang: str) -> Form:
    """The form that is handed out now. Raises NotFound."""
    version_id, number = queries.place_of_variant(consultation_id, edition.variant)
    asked = queries.questionnaire_of(consultation_id, edition.variant)
    return paper.form(FormId(version_id, number, edition.is_large, lang), asked)


def form_with_id(consultation_id: int, id: FormId) -> Form:
    """The form with this mark, also of an earlier version of this consultation's survey. Raises NotFound."""
    if surveys.version(id.version_id).consultation_id != consultation_id:
        raise NotFound
    return paper.form(id, queries.questionnaire_of_version(id.version_id, id.number))


def picture(file: str) -> bytes:
    """A picture on a form. Raises NotFound."""
    return media_service.picture(file)


def file(form: Form, kind: str, shown: str, draw: Callable[[], bytes], *, now: datetime) -> bytes:
    """The form as a file of this kind. It is drawn only once for all that it shows."""
    digest = sha256(f"{LOOK} {kind} {shown}".encode()).digest()
    with alone() as connection:
        kept = connection.execute(
            select(FILE.c.content).where(*_of(form.id, kind), FILE.c.digest == digest)
        ).scalar()
    if kept is not None:
        return cast(bytes, kept)
    content = draw()
    _keep(form.id, kind, digest, content, now)
    return content


def sizes(form_ids: list[FormId]) -> dict[tuple[str, str], int]:
    """How many bytes each file has that is kept already, by the form's mark and its kind."""
    marks = [str(each) for each in form_ids]
    rows = db.session.execute(select(FILE.c.form, FILE.c.kind, FILE.c.size).where(FILE.c.form.in_(marks)))
    return {(row.form, row.kind): row.size for row in rows}


@unit_of_work
def _keep(id: FormId, kind: str, digest: bytes, content: bytes, now: datetime) -> None:
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    new = {"digest": digest, "content": content, "size": len(content), "made_at": now}
    row = {"version_id": id.version_id, "form": str(id), "kind": kind, **new}
    keys = ["version_id", "form", "kind"]
    db.session.execute(dialect.insert(FILE).values(row).on_conflict_do_update(index_elements=keys, set_=new))


def _of(id: FormId, kind: str) -> tuple[Any, ...]:
    return FILE.c.version_id == id.version_id, FILE.c.form == str(id), FILE.c.kind == kind
