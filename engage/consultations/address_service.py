"""Which addresses are free for a consultation?"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, count

from sqlalchemy import or_, select

from engage.bilingual import LANGUAGES, Bilingual
from engage.consultations import slugs
from engage.consultations.checks import Code, Problem
from engage.consultations.details import Details
from engage.consultations.models import Consultation
from engage.database import db
from engage.errors import Invalid


def addressed(details: Details, council_id: int, but: int | None = None) -> Details:
    """The details with a slug where a title can make one. Raises Invalid if one that was typed is taken."""
    if taken := taken_addresses(details.slug, council_id, but):
        raise Invalid(taken)
    slug = {
        language: details.slug[language]
        or _free(slugs.proposed(details.title[language]), language, council_id, but)
        for language in LANGUAGES
    }
    return replace(details, slug=Bilingual(**slug))


def taken_addresses(slug: Bilingual, council_id: int, but: int | None) -> list[Problem]:
    """For each language in which the address is taken, the problem."""
    return [
        Problem(Code.TAKEN, f"slug_{language}")
        for language in LANGUAGES
        if slug[language] and _is_taken(slug[language], language, council_id, but)
    ]


def _free(slug: str, language: str, council_id: int, but: int | None) -> str:
    """The slug, or the first one with a number behind it that is not taken."""
    tries = chain([slug], (slugs.numbered(slug, number) for number in count(2)))
    return next(each for each in tries if not each or not _is_taken(each, language, council_id, but))


def _is_taken(slug: str, language: str, council_id: int, but: int | None) -> bool:
    """Has something published, or another draft of this council, this slug already?

    Drafts of other councils do not count: nobody may learn from an address that they exist.
    """
    column = Consultation.slug_en if language == "en" else Consultation.slug_cy
    known = or_(Consultation.published_at.is_not(None), Consultation.council_id == council_id)
    return (
        db.session.scalar(
            select(Consultation.id).where(column == slug, known, Consultation.id != (but or 0)).limit(1)
        )
        is not None
    )
