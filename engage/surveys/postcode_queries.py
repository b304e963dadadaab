"""What do a council's lists say of a postcode, and which lists are there?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import and_, func, or_, select

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.bilingual import Bilingual
from engage.consultations.models import Consultation
from engage.database import db, fetch
from engage.equality.deprivation import LOOKUP
from engage.surveys import areas, fields
from engage.surveys.definition import Area, PostcodeQuestion, Question
from engage.surveys.fields import Found, LookedUp, Submitted
from engage.surveys.models import Survey, SurveyVersion
from engage.surveys.postcode_checks import named_by
from engage.surveys.postcode_models import PostcodeEntry, PostcodeLookup

AT_ONCE = 400  # postcodes in one statement


def looked_up(consultation_id: int, asked: Mapping[str, Question], submitted: Submitted) -> Submitted:
    """The fields with what the council's lists say of the postcodes in them; `asked` is by key.

    One statement when such a question was answered, else none. Nothing is kept.
    """
    mine = {key: question for key, question in asked.items() if _is_mine(question)}
    if not mine:
        return submitted
    wanted = {
        (question.lookup, postcode)
        for key, question in mine.items()
        if isinstance(question, PostcodeQuestion) and (postcode := _typed(question, key, submitted))
    }
    return LookedUp(submitted, found(consultation_id, wanted))


def _is_mine(question: Question) -> bool:
    return isinstance(question, PostcodeQuestion) and bool(question.lookup)


def _typed(question: PostcodeQuestion, key: str, submitted: Submitted) -> str | None:
    """The postcode in the field, unless they would rather not say."""
    sent = submitted.getlist(key)[:1]
    if question.may_decline and any(submitted.getlist(fields.decline_field(key))):
        return None
    return areas.postcode(sent[0]) if sent else None


def found(consultation_id: int, wanted: Iterable[tuple[str, str]]) -> Found:
    """The area's code of each list and postcode, without those that are in no list of the council."""
    said: dict[tuple[str, str], str] = {}
    for part in _parts(sorted(set(wanted))):
        by_list: dict[str, list[str]] = {}
        for lookup, postcode in part:
            by_list.setdefault(lookup, []).append(postcode)
        either = (
            and_(PostcodeLookup.code == lookup, PostcodeEntry.postcode.in_(every))
            for lookup, every in by_list.items()
        )
        rows = db.session.execute(
            select(PostcodeLookup.code, PostcodeEntry.postcode, PostcodeEntry.area)
            .join(PostcodeLookup, PostcodeLookup.id == PostcodeEntry.lookup_id)
            .join(Consultation, Consultation.council_id == PostcodeLookup.council_id)
            .where(Consultation.id == consultation_id, or_(*either))
        )
        said |= {(row.code, row.postcode): row.area for row in rows}
    return said


def _parts(wanted: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    for start in range(0, len(wanted), AT_ONCE):
        yield wanted[start : start + AT_ONCE]


# --- the lists ------------------------------------------------------------------------------------------


def lookups(officer: Officer) -> list[PostcodeLookup]:
    """All lists of the officer's council, that of quintiles first. Raises NotAllowed."""
    accounts.require(officer, Permission.SEE_CONSULTATIONS, officer.council_id)
    every = of_council(officer.council_id).values()
    return sorted(every, key=lambda each: (not each.is_of_quintiles, each.code))


def lookup(
    officer: Officer, lookup_id: int, permission: Permission = Permission.SEE_CONSULTATIONS
) -> PostcodeLookup:
    """One of them. Raises NotFound or NotAllowed."""
    found = fetch(PostcodeLookup, lookup_id)
    accounts.require(officer, permission, found.council_id)
    return found


def require_bringer(officer: Officer) -> None:
    """Raise NotAllowed for somebody who may not bring lists."""
    accounts.require(officer, Permission.EDIT_CONSULTATION, officer.council_id)


def of_council(council_id: int) -> dict[str, PostcodeLookup]:
    """The lists of a council, by code."""
    found = select(PostcodeLookup).filter_by(council_id=council_id).order_by(PostcodeLookup.code)
    return {each.code: each for each in db.session.scalars(found)}


def of_areas(council_id: int) -> dict[str, tuple[Bilingual, tuple[Area, ...]]]:
    """The lists from which a question can take its areas, by code: their names, and the areas."""
    return {
        code: (each.name, tuple(Area(area.code, area.name, ()) for area in each.areas))
        for code, each in of_council(council_id).items()
        if code != LOOKUP and not each.lacks_names
    }


def known_areas(council_id: int) -> dict[str, tuple[str, ...]]:
    """The codes of the areas of every list that can be used, by the list's code."""
    return {
        code: tuple(area.code for area in each.areas)
        for code, each in of_council(council_id).items()
        if not each.lacks_names
    }


def counts(lookup: PostcodeLookup) -> dict[str, int]:
    """How many postcodes each area has, by its code."""
    by_area = (
        select(PostcodeEntry.area, func.count().label("postcodes"))
        .where(PostcodeEntry.lookup_id == lookup.id)
        .group_by(PostcodeEntry.area)
    )
    return {row.area: row.postcodes for row in db.session.execute(by_area)}


def uses(lookup: PostcodeLookup) -> list[Consultation]:
    """The consultations of the council whose published surveys ask with this list: it must stay for them."""
    rows = db.session.execute(
        select(Consultation, SurveyVersion)
        .join(Survey, Survey.consultation_id == Consultation.id)
        .join(SurveyVersion, SurveyVersion.survey_id == Survey.id)
        .where(Consultation.council_id == lookup.council_id)
        .order_by(Consultation.id)
    )
    found = {row[0].id: row[0] for row in rows if lookup.code in named_by(row[1].definition)}
    return list(found.values())
