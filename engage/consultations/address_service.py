"""Which addresses are free for a consultation?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import chain, count

from sqlalchemy import ColumnElement, or_, select

from engage.bilingual import LANGUAGES, Bilingual
from engage.consultations import slugs
from engage.consultations.checks import Code, Problem
from engage.consultations.details import Details
from engage.consultations.models import Consultation
from engage.database import db
from engage.errors import Invalid


def addressed(details: Details, council_id: int, but: int | None = None, *, now: datetime) -> Details:
    """The details with a slug where a title can make one. Raises Invalid if one that was typed is taken."""
    if taken := taken_addresses(details.slug, council_id, but, now=now):
        raise Invalid(taken)
    known = _known(council_id, now)
    slug = {
        language: details.slug[language]
        or _free(slugs.proposed(details.title[language]), language, known, but)
        for language in LANGUAGES
    }
    return replace(details, slug=Bilingual(**slug))


def taken_addresses(slug: Bilingual, council_id: int, but: int | None, *, now: datetime) -> list[Problem]:
    """For each language in which the address is taken, the problem."""
    known = _known(council_id, now)
    return [
        Problem(Code.TAKEN, f"slug_{language}")
        for language in LANGUAGES
        if slug[language] and _is_taken(slug[language], language, known, but)
    ]


def free_address(slug: Bilingual, council_id: int, but: int) -> Bilingual:
    """The address for what is published now: with a number where another council keeps it for a later minute.

    What waits for its minute keeps its address, which may be printed already; whoever comes after it is not
    refused, because only what nobody knows of would be the reason.
    """
    kept = or_(Consultation.published_at.is_not(None), Consultation.council_id == council_id)
    return Bilingual(**{language: _free(slug[language], language, kept, but) for language in LANGUAGES})


def _free(slug: str, language: str, known: ColumnElement[bool], but: int | None) -> str:
    """The slug, or the first one with a number behind it that is not taken."""
    tries = chain([slug], (slugs.numbered(slug, number) for number in count(2)))
    return next(each for each in tries if not each or not _is_taken(each, language, known, but))


def _known(council_id: int, now: datetime) -> ColumnElement[bool]:
    """What the public sees, and whatever else this council has.

    What other councils draft, or have set to be published later, does not count: nobody may learn from an
    address that it exists.
    """
    return or_(Consultation.published_at <= now, Consultation.council_id == council_id)


def _is_taken(slug: str, language: str, known: ColumnElement[bool], but: int | None) -> bool:
    """Has one of these consultations this slug already?"""
    column = Consultation.slug_en if language == "en" else Consultation.slug_cy
    return (
        db.session.scalar(
            select(Consultation.id).where(column == slug, known, Consultation.id != (but or 0)).limit(1)
        )
        is not None
    )
