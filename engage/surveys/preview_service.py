"""How does somebody without an account try a survey out before it is published?"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.config import settings
from engage.consultations import queries as consultations
from engage.consultations import service as consultation_verbs
from engage.database import db, fetch, unit_of_work
from engage.errors import NotFound
from engage.surveys.models import Survey
from engage.surveys.preview_models import PreviewLink

LASTS = timedelta(days=14)
LONGEST = timedelta(days=60)


class LinkOver(NotFound):
    """The link has expired, was withdrawn, or is none of ours."""

    page = "link_over"


@unit_of_work
def make(
    officer: Officer, consultation_id: int, name: str, *, now: datetime, lasts: timedelta = LASTS
) -> str:
    """Make a link for somebody without an account; return its token, which is shown this once.

    Raises NotFound, also when there is no survey, or NotAllowed.
    """
    consultation_verbs.hold(officer, consultation_id, Permission.EDIT_CONSULTATION)
    survey = db.session.scalar(select(Survey).filter_by(consultation_id=consultation_id))
    if survey is None:
        raise NotFound
    token = str(_signer().dumps(secrets.token_hex(16)))
    link = PreviewLink(
        survey_id=survey.id,
        token_hash=_hash(token),
        name=name,
        officer_id=officer.id,
        made_at=now,
        expires_at=now + min(lasts, LONGEST),
    )
    db.session.add(link)
    accounts.record(officer, Action.PREVIEW_LINK_MADE, link, at=now)
    return token


@unit_of_work
def withdraw(officer: Officer, consultation_id: int, link_id: int, *, now: datetime) -> None:
    """Let the link lead nowhere from now on. Raises NotFound or NotAllowed."""
    consultation_verbs.hold(officer, consultation_id, Permission.EDIT_CONSULTATION)
    link = fetch(PreviewLink, link_id)
    survey = fetch(Survey, link.survey_id)
    if survey.consultation_id != consultation_id:
        raise NotFound
    if link.withdrawn_at is None:
        link.withdrawn_at = now
        accounts.record(officer, Action.PREVIEW_LINK_WITHDRAWN, link, at=now)


def links(officer: Officer, consultation_id: int, *, now: datetime) -> list[tuple[PreviewLink, str]]:
    """The links that work now, the newest first, each with who made it. Raises NotFound or NotAllowed."""
    consultations.for_officer(officer, consultation_id)
    mine = (
        select(PreviewLink, Officer.name)
        .join(Survey, Survey.id == PreviewLink.survey_id)
        .join(Officer, Officer.id == PreviewLink.officer_id)
        .where(
            Survey.consultation_id == consultation_id,
            PreviewLink.withdrawn_at.is_(None),
            PreviewLink.expires_at > now,
        )
    )
    return [(link, name) for link, name in db.session.execute(mine.order_by(PreviewLink.id.desc()))]


def opened(token: str, *, now: datetime) -> Survey:
    """The survey whose draft the link lets anybody try out. Raises LinkOver."""
    try:
        _signer().loads(token)
    except BadSignature:
        raise LinkOver from None
    link = db.session.scalar(select(PreviewLink).filter_by(token_hash=_hash(token)))
    if link is None or link.withdrawn_at is not None or link.expires_at <= now:
        raise LinkOver
    return fetch(Survey, link.survey_id)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt="engage preview link")


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
