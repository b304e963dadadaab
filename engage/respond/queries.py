"""Who is answering, and what has been sent?"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple, TextIO, cast

from sqlalchemy import Connection, Integer, Select, Table, bindparam, exists, func, select
from sqlalchemy import cast as cast_to

from engage import database
from engage.accounts.models import Council, Officer
from engage.bilingual import Bilingual
from engage.config import settings
from engage.consultations import queries as consultations
from engage.consultations.models import Consultation
from engage.database import InOne, alone, db, moment, reading
from engage.errors import NotFound
from engage.respond import codes, export, meanwhile
from engage.respond.channel import TAKES_FILES, Channel
from engage.respond.folding import unfold, values
from engage.respond.ledger_models import Decision
from engage.respond.models import ClearedCode, ContactDetails, EqualityAnswers, Response
from engage.respond.visit import Host, Kept, Occasion, Questionnaire, Visit
from engage.sealing import open_sealed
from engage.surveys import queries as surveys
from engage.surveys.answers import PageReading
from engage.surveys.definition import Answers, answers_from_json
from engage.surveys.models import Survey, SurveyVersion
from engage.surveys.ways import STANDARD

READY = 64  # questionnaires and consultations kept ready in each process
CLOCKS_DIFFER = timedelta(minutes=2)  # those of the servers, at most
AT_ONCE = 2000  # rows in memory while sent responses are read


class Sent(NamedTuple):
    """One response that was sent. `equality` holds a code, or several, by the id of the question."""

    uuid: bytes
    version_id: int
    language: str
    channel: str
    answers: dict[str, Any]  # definition.answers_to_json
    equality: dict[str, Any]


class Draft(NamedTuple):
    """By what a draft is found without its code."""

    version_id: int
    variant: str
    channel: str
    code_hash: bytes


class Contact(NamedTuple):
    """Where somebody may be written to, in which language and for which purpose."""

    email: str
    language: str
    purpose: str  # surveys.contact.Purpose


# --- somebody who is answering --------------------------------------------------------------------------

# Every page begins with one of these statements: built once, from plain columns, which is the quickest way.
_version, _survey, _consultation, _council = (
    cast(Table, model.__table__) for model in (SurveyVersion, Survey, Consultation, Council)
)
_response, _equality, _contact, _cleared = (
    cast(Table, model.__table__) for model in (Response, EqualityAnswers, ContactDetails, ClearedCode)
)
_OCCASION = InOne(
    _council.c.slug,
    _council.c.name,
    _council.c.colour,
    _council.c.logo.is_not(None),
    _council.c.is_demo,
    _consultation.c.id,
    _consultation.c.title,
    _consultation.c.slug_en,
    _consultation.c.slug_cy,
    _consultation.c.published_at,
    _consultation.c.opens_at,
    _consultation.c.closes_at,
    _consultation.c.grace_minutes,
    _consultation.c.uses_partial,
    _consultation.c.draft_days,
)
_VISIT = (
    select(
        _version.c.digest,
        _OCCASION.label("occasion"),
        _response.c.uuid,
        _response.c.answers,
        _response.c.revision,
        _response.c.sent_at,
        _response.c.reference,
        _response.c.locks,
        _cleared.c.id.label("cleared"),
    )
    .join(_survey, _survey.c.id == _version.c.survey_id)
    .join(_consultation, _consultation.c.id == _survey.c.consultation_id)
    .join(_council, _council.c.id == _consultation.c.council_id)
    .outerjoin(_response, _response.c.code_hash == bindparam("code_hash"))
    .outerjoin(_cleared, _cleared.c.code_hash == bindparam("code_hash"))
    .where(_version.c.id == bindparam("version_id"))
)
_EQUALITY = select(_equality.c.sealed).where(_equality.c.response_uuid == bindparam("uuid"))
_CONTACT = (
    select(_contact.c.uuid, _contact.c.sealed, _contact.c.language, _contact.c.purpose)
    .where(_contact.c.code_hash == bindparam("code_hash"))
    .order_by(_contact.c.purpose)
)


ANALYSED = ~exists().where(Decision.response_id == Response.id, Decision.undone_at.is_(None))


def visit(code: str) -> Visit:
    """Look up, in one read, whoever has this code. Raises NotFound for a code that we did not make."""
    with alone() as connection:
        return visit_within(connection, code)


def visit_within(transaction: Connection, code: str) -> Visit:
    """Look up whoever has this code as this transaction sees it. Raises NotFound."""
    secret = settings().secret_key
    known = codes.read(code, secret)
    if known is None:
        raise NotFound
    return _visit(transaction, code, known.opens, known.digest(secret))


def draft_within(transaction: Connection, draft: Draft) -> Visit:
    """The visit of a draft whose code nobody knows here. Raises NotFound."""
    opens = codes.Opens(draft.version_id, _number(draft.version_id, draft.variant), Channel(draft.channel))
    return _visit(transaction, "", opens, draft.code_hash)


def _number(version_id: int, variant: str) -> int:
    """The variant's place in the version, from 1; 0 for the standard survey. Raises NotFound."""
    numbers = {each.code: at for at, each in enumerate(surveys.version(version_id).definition.variants, 1)}
    numbers[STANDARD] = 0
    if variant not in numbers:
        raise NotFound
    return numbers[variant]


def _visit(transaction: Connection, code: str, opens: codes.Opens, code_hash: bytes) -> Visit:
    row = transaction.execute(_VISIT, {"version_id": opens.version_id, "code_hash": code_hash}).first()
    if row is None:
        raise NotFound
    asked = _questionnaire(row.digest, opens.version_id, opens.variant)
    if opens.channel not in TAKES_FILES:
        asked = asked.at_kiosk if opens.channel is Channel.KIOSK else asked.without_files
    kept = _kept(row, opens)
    is_cleared = kept is None and row.cleared is not None
    return Visit(code, _occasion(row.occasion), asked, kept, opens.channel, opens.changes, is_cleared)


@lru_cache(maxsize=READY)
def _occasion(written: str) -> Occasion:
    """What `_OCCASION` says: it is the same for all who answer, until an officer changes it."""
    slug, name, colour, has_logo, is_demo, *consultation = json.loads(written)
    key, title, in_english, in_welsh, published, opens, closes, grace, uses_partial, days = consultation
    return Occasion(
        key,
        Host(slug, Bilingual.from_json(name), colour, bool(has_logo), bool(is_demo)),
        Bilingual.from_json(title),
        Bilingual(in_english, in_welsh),
        moment(published),
        cast(datetime, moment(opens)),
        cast(datetime, moment(closes)),
        timedelta(minutes=grace),
        bool(uses_partial),
        days,
    )


def _kept(row: Any, opens: codes.Opens) -> Kept | None:
    if row.uuid is None:
        return None
    answers, locked = answers_from_json(row.answers), opens.is_locked(row.locks)
    return Kept(row.uuid, answers, row.revision, row.sent_at, row.reference, locked)


def _questionnaire(digest: str, version_id: int, variant: int = 0) -> Questionnaire:
    try:
        return _ready(digest, version_id, variant)
    except surveys.Corrected:  # after the digest was read, or before what this request sees
        version = surveys.version(version_id)
        return Questionnaire.of(version_id, version.digest, version.definition, variant)


@lru_cache(maxsize=READY)
def _ready(digest: str, version_id: int, variant: int) -> Questionnaire:
    """The version, ready to be asked. What has one digest never changes."""
    version = surveys.version(version_id)
    if version.digest != digest:
        raise surveys.Corrected
    return Questionnaire.of(version_id, digest, version.definition, variant)


def questionnaire_of(consultation_id: int, variant: str = STANDARD) -> Questionnaire:
    """What somebody who begins now is asked. Raises NotFound when no survey is published in this variant."""
    version_id, number = place_of_variant(consultation_id, variant)
    return _questionnaire(surveys.version(version_id).digest, version_id, number)


def questionnaire_of_version(version_id: int, number: int) -> Questionnaire:
    """A version in the variant at this place, 0 for the standard survey. Raises NotFound."""
    version = surveys.version(version_id)
    if number > len(version.definition.variants):
        raise NotFound
    return _questionnaire(version.digest, version_id, number)


def place_of_variant(consultation_id: int, variant: str) -> tuple[int, int]:
    """The version that is asked now, and the variant's place in it, from 1; 0 for the standard survey.

    Raises NotFound when no survey is published, or not in this variant.
    """
    version = surveys.published_version(consultation_id)
    if variant == STANDARD:
        return version.id, 0
    offered = {way.code for way in _questionnaire(version.digest, version.id).ways}
    for number, each in enumerate(version.definition.variants, start=1):
        if each.code == variant and variant in offered:
            return version.id, number
    raise NotFound


def same_in(visit: Visit, variant: str = STANDARD) -> Visit:
    """Somebody's visit with the code that opens the same answers in another variant. Raises NotFound."""
    version = surveys.version(visit.questionnaire.version_id)
    number = _number(version.id, variant)
    code = codes.in_variant(visit.code, number, settings().secret_key)
    if code is None:
        raise NotFound
    other = _questionnaire(version.digest, version.id, number)
    return replace(visit, code=code, questionnaire=other)


def equality_answers(of: Visit) -> Answers:
    """What this person has answered to the equality questions so far."""
    if of.kept is None or not of.questionnaire.equality:
        return {}
    sealed = db.session.execute(_EQUALITY, {"uuid": of.kept.uuid}).scalar()
    return unfold(open_sealed(sealed, settings().equality_key, of.kept.uuid)) if sealed else {}


def return_code(of: Visit) -> str:
    """What opens this person's answers on another device."""
    return codes.return_code(of.code, settings().secret_key)


def contacts(of: Visit) -> list[Contact]:
    """What was left with the draft: where somebody may be written to, once for each purpose."""
    if not of.questionnaire.definition.contact:
        return []
    return contacts_under(codes.digest(of.code, settings().secret_key))


def contact_left(of: Visit) -> PageReading:
    """The same as one answer, of which two are told apart."""
    left = contacts(of)
    return meanwhile.contact(left[0].email if left else "", [each.purpose for each in left])


def contacts_under(code_hash: bytes) -> list[Contact]:
    """The same, of the draft whose code has this digest."""
    rows = db.session.execute(_CONTACT, {"code_hash": code_hash})
    return [Contact(_email(row.sealed, row.uuid), row.language, row.purpose) for row in rows]


def _email(sealed: bytes, uuid: bytes) -> str:
    found: str = json.loads(open_sealed(sealed, settings().contact_key, uuid))["email"]
    return found


def reference_of(code_hash: bytes) -> str:
    """The reference of what was received under this key. Raises NotFound."""
    found = db.session.scalar(select(Response.reference).where(Response.code_hash == code_hash))
    if found is None:
        raise NotFound
    return found


def takes_answers(visit: Visit, now: datetime) -> bool:
    """Are answers still taken from this person? Around the deadline the database's clock decides."""
    is_near = abs(visit.occasion.answers_until - now) < CLOCKS_DIFFER
    return visit.may_answer(database.its_time(now) if is_near else now)


# --- what was sent --------------------------------------------------------------------------------------


def count_sent(consultation_id: int) -> int:
    """How many responses were sent, but for those that are not analysed."""
    query = select(func.count()).where(
        Response.consultation_id == consultation_id, Response.sent_at.is_not(None), ANALYSED
    )
    return db.session.scalar(query) or 0


def live(officer: Officer, consultation_id: int) -> tuple[Consultation, int]:
    """A consultation of the officer's council and how many have answered it; before a release, no more.

    Raises NotFound or NotAllowed.
    """
    consultation = consultations.for_officer(officer, consultation_id)
    return consultation, count_sent(consultation_id)


def sent_responses(consultation_id: int) -> Iterator[Sent]:
    """Every response that was sent, read a few at a time, in an order that does not tell who came first."""
    query = _sent(
        consultation_id,
        Response.uuid,
        Response.version_id,
        Response.language,
        Response.channel,
        Response.answers,
        EqualityAnswers.sealed,
    ).outerjoin(EqualityAnswers, EqualityAnswers.response_uuid == Response.uuid)
    key = settings().equality_key
    for uuid, version_id, language, channel, answers, sealed in _stream(query):
        equality = values(open_sealed(sealed, key, uuid)) if sealed else {}
        yield Sent(uuid, version_id, language, channel, answers, equality)


def write_sent(consultation_id: int, out: TextIO) -> int:
    """Write every response that was sent as CSV, for operators; return how many there are.

    Never equality answers or contact details, which are other stores. Texts that a spreadsheet would take for
    formulas have an apostrophe before them.
    """
    numbers = dict(_rows(_versions(consultation_id)))
    steps = {id: _questionnaire(surveys.version(id).digest, id).steps for id in numbers}
    names = list(dict.fromkeys(name for of_version in steps.values() for name in export.columns(of_version)))
    written = 0
    table = csv.DictWriter(out, [*export.LEADING, *names], restval="")
    table.writeheader()
    for reference, version_id, *rest, answers in _stream(_sent(consultation_id, *_EXPORTED)):
        leading = (reference, numbers[version_id], *rest)
        row = dict(zip(export.LEADING, leading, strict=True))
        table.writerow(row | export.cells(steps[version_id], answers))
        written += 1
    return written


def _versions(consultation_id: int) -> Any:
    """The id and the number of every published version, the oldest first."""
    mine = select(SurveyVersion.id, SurveyVersion.number).join(Survey)
    return mine.where(Survey.consultation_id == consultation_id).order_by(SurveyVersion.number)


_EXPORTED = (
    Response.reference,
    Response.version_id,
    Response.language,
    Response.channel,
    Response.variant,
    cast_to(Response.partial, Integer),
    Response.answers,
)


def _sent(consultation_id: int, *columns: Any) -> Select[Any]:
    """Responses that were sent and are analysed, ordered by a random number that says nothing else."""
    mine = Response.consultation_id == consultation_id
    sent = Response.sent_at.is_not(None)
    return select(*columns).where(mine, sent, ANALYSED).order_by(Response.uuid)


def _rows(query: Select[Any]) -> Iterator[Any]:
    yield from db.session.execute(query)


def _stream(query: Select[Any]) -> Iterator[Any]:
    """Read a few rows at a time."""
    with reading() as transaction:
        yield from transaction.execute(query, execution_options={"yield_per": AT_ONCE})
