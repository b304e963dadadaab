"""Which consultations are there for this reader?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    or_,
    select,
)

from engage.accounts import service as accounts
from engage.accounts.models import Council, Officer
from engage.accounts.permissions import Permission
from engage.bilingual import other_language
from engage.consultations.joint_models import Partner
from engage.consultations.models import Consultation, Document
from engage.consultations.searching import finds, wanted
from engage.consultations.slugs import is_slug
from engage.consultations.stage import Stage
from engage.database import db, fetch
from engage.errors import Conflict, NotFound

PAGE = 20  # consultations on one page of a list


class Ambiguous(Conflict):
    """Several drafts have this short name: use the consultation's number instead."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list: the consultations on it, the page's number, and how much there is in all."""

    consultations: list[Consultation]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a reader looks for; what is empty does not matter."""

    words: str = ""
    council: str = ""  # slug
    topic: str = ""
    stage: Stage | None = None


def published(slug: str, language: str, *, now: datetime) -> Consultation:
    """The published consultation with this slug in this language, or else in the other one. Raises NotFound.

    The caller compares the slug, and sends the reader on to the right address.
    """
    if not is_slug(slug):
        raise NotFound
    for each in (language, other_language(language)):
        if found := db.session.scalar(_WITH_SLUG[each], {"slug": slug, "now": now}):
            return found
    raise NotFound


def by_address(address: str) -> Consultation:
    """The consultation with this slug in either language, or this number, published or not: for the console.

    Raises NotFound, or Ambiguous when drafts of several councils have the slug.
    """
    if address.isdecimal():
        return fetch(Consultation, int(address))
    either = or_(Consultation.slug_en == address, Consultation.slug_cy == address)
    found = list(db.session.scalars(select(Consultation).where(either)))
    chosen = [each for each in found if each.published_at] or found
    if not chosen:
        raise NotFound
    if len(chosen) > 1:
        raise Ambiguous
    return chosen[0]


def document_of(consultation: Consultation, document_id: int) -> Document:
    """A document of this consultation, or NotFound."""
    for document in consultation.documents:
        if document.id == document_id:
            return document
    raise NotFound


def documents_by_code(consultation_id: int) -> dict[str, Document]:
    """The documents of a consultation by their codes, without their files."""
    query = select(Document).filter_by(consultation_id=consultation_id).order_by(Document.id)
    return {document.code: document for document in db.session.scalars(query)}


def search(wish: Search, councils: Iterable[Council], *, page: int, now: datetime) -> Found:
    """One page of the published consultations that fit.

    First the open ones, those that close soonest first; then those that open next; then the closed ones,
    latest first. A council has those that it leads or has joined, and its name counts among their words.
    Raises NotFound for a page that is not there.
    """
    councils = list(councils)
    conditions = [_is_published(now), *_fits(wish, councils, now)]
    return _page(select(Consultation).where(*conditions).order_by(*_by_stage(now)), page)


def latest(stage: Stage, *, now: datetime, size: int) -> list[Consultation]:
    """The first published consultations at this stage, in the order of the list."""
    query = select(Consultation).where(_is_published(now), STAGES[stage](now)).order_by(*_by_stage(now))
    return list(db.session.scalars(query.limit(size)))


def of_council(officer: Officer, *, page: int = 1) -> Found:
    """One page of the consultations of the officer's council, drafts too, the newest first."""
    accounts.require(officer, Permission.SEE_CONSULTATIONS, officer.council_id)
    mine = select(Consultation).where(Consultation.council_id == officer.council_id)
    return _page(mine.order_by(Consultation.id.desc()), page)


def require_author(officer: Officer) -> None:
    """Raise NotAllowed if the officer may not write consultations."""
    accounts.require(officer, Permission.EDIT_CONSULTATION, officer.council_id)


def for_officer(
    officer: Officer, consultation_id: int, permission: Permission = Permission.SEE_CONSULTATIONS
) -> Consultation:
    """A consultation of the officer's own council, at any stage. Raises NotFound or NotAllowed."""
    consultation = fetch(Consultation, consultation_id)
    accounts.require(officer, permission, consultation.council_id)
    return consultation


def _page(query: Select[Consultation], page: int) -> Found:
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    pages = max(1, -(-total // PAGE))
    if not 1 <= page <= pages:
        raise NotFound
    rows = db.session.scalars(query.limit(PAGE).offset((page - 1) * PAGE))
    return Found(list(rows), page, pages, total)


def _is_published(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    return and_(Consultation.published_at.is_not(None), Consultation.published_at <= now)


_WITH_SLUG = {
    language: select(Consultation).where(slug == bindparam("slug"), _is_published(bindparam("now")))
    for language, slug in (("en", Consultation.slug_en), ("cy", Consultation.slug_cy))
}


STAGES: dict[Stage, Callable[[datetime], ColumnElement[bool]]] = {
    Stage.FORTHCOMING: lambda now: Consultation.opens_at > now,
    Stage.OPEN: lambda now: and_(Consultation.opens_at <= now, Consultation.closes_at > now),
    Stage.CLOSED: lambda now: and_(Consultation.closes_at <= now, Consultation.reported_at.is_(None)),
    Stage.REPORTED: lambda now: and_(Consultation.closes_at <= now, Consultation.reported_at.is_not(None)),
}
"""The stages of `stage.stage`, as conditions on published consultations."""


def _by_stage(now: datetime) -> tuple[Any, ...]:
    opened, closed = Consultation.opens_at <= now, Consultation.closes_at <= now
    group = case((closed, 2), (opened, 0), else_=1)
    soonest = case((closed, None), (opened, Consultation.closes_at), else_=Consultation.opens_at)
    return group, soonest, Consultation.closes_at.desc(), Consultation.id


def _fits(wish: Search, councils: list[Council], now: datetime) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wish.council:
        conditions.append(_held_by([c.id for c in councils if c.slug == wish.council]))
    if wish.topic:
        conditions.append(cast(Consultation.topics, String).contains(f'"{wish.topic}"', autoescape=True))
    if wish.stage:
        conditions.append(STAGES[wish.stage](now))
    words = wanted(wish.words)
    if wish.words.strip() and not words:
        conditions.append(Consultation.id.is_(None))  # nothing in it that could be found
    return conditions + [_has_word(word, councils) for word in words]


def _has_word(word: str, councils: list[Council]) -> ColumnElement[bool]:
    named = [c.id for c in councils if finds([word], f"{c.name.en} {c.name.cy}")]
    in_text = Consultation.search_text.contains(f" {word}", autoescape=True)
    return or_(in_text, _held_by(named)) if named else in_text


def _held_by(council_ids: list[int]) -> ColumnElement[bool]:
    """Does one of these councils hold the consultation, alone, as its lead or because it has agreed to?"""
    agreed = select(Partner.consultation_id).where(
        Partner.council_id.in_(council_ids), Partner.accepted_at.is_not(None), Partner.ended_at.is_(None)
    )
    return or_(Consultation.council_id.in_(council_ids), Consultation.id.in_(agreed))
