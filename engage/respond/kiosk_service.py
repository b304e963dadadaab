"""What can be done with kiosks: start, stop, pair a device; and how is what they send stored, once?"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import ColumnElement, or_, update

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.config import settings
from engage.consultations import service as consultation_verbs
from engage.database import db, fetch, unit_of_work
from engage.errors import NotFound
from engage.respond import codes, return_service, service
from engage.respond.kiosk_models import SILENCE, Kiosk
from engage.respond.visit import Visit

CODE_LASTS = timedelta(minutes=60)
LEFT = timedelta(minutes=3)  # for which nobody has done anything


class Started(NamedTuple):
    """A kiosk and its start code, which is shown this once."""

    kiosk_id: int
    code: str


@unit_of_work
def add(officer: Officer, consultation_id: int, name: str, place: str, *, now: datetime) -> Started:
    """Make a kiosk that waits for a device. Raises NotFound or NotAllowed."""
    consultation = consultation_verbs.hold(officer, consultation_id, Permission.ENTER_RESPONSES)
    kiosk = Kiosk(consultation_id=consultation.id, name=name, place=place, officer_id=officer.id, made_at=now)
    db.session.add(kiosk)
    accounts.record(officer, Action.KIOSK_ADDED, kiosk, at=now)
    return Started(kiosk.id, _new_code(kiosk, now))


@unit_of_work
def new_code(officer: Officer, consultation_id: int, kiosk_id: int, *, now: datetime) -> Started:
    """Make another start code. The device that has the kiosk now keeps it until the code is used."""
    kiosk = _held(officer, consultation_id, kiosk_id)
    accounts.record(officer, Action.KIOSK_CODE_MADE, kiosk, at=now)
    return Started(kiosk.id, _new_code(kiosk, now))


@unit_of_work
def stop(officer: Officer, consultation_id: int, kiosk_id: int, *, now: datetime) -> None:
    """Let nobody begin there any more. What still waits on the device is taken when it arrives."""
    kiosk = _held(officer, consultation_id, kiosk_id)
    if kiosk.stopped_at is None:
        kiosk.stopped_at, kiosk.code_hash, kiosk.code_until = now, None, None
        accounts.record(officer, Action.KIOSK_STOPPED, kiosk, at=now)


@unit_of_work
def go_on(officer: Officer, consultation_id: int, kiosk_id: int, *, now: datetime) -> None:
    """Let people answer there again."""
    kiosk = _held(officer, consultation_id, kiosk_id)
    if kiosk.stopped_at is not None:
        kiosk.stopped_at = None
        accounts.record(officer, Action.KIOSK_STARTED_AGAIN, kiosk, at=now)


@unit_of_work
def settle(officer: Officer, consultation_id: int, kiosk_id: int, *, now: datetime) -> None:
    """Note that no device of this kiosk holds responses any more, or that they are lost with it."""
    kiosk = _held(officer, consultation_id, kiosk_id)
    kiosk.settled_at, kiosk.lost_at, kiosk.lost, kiosk.waiting = now, None, 0, 0
    accounts.record(officer, Action.KIOSK_SETTLED, kiosk, at=now)


@unit_of_work
def pair(typed: str, cookie: str = "", *, now: datetime) -> str:
    """Use up a start code; return what the device's cookie holds. Raises NotFound.

    `cookie` is what it held before: of this kiosk, where the device is the same, or of another.
    """
    reference = codes.read_reference(typed)
    if reference is None:
        raise NotFound
    token, before = secrets.token_urlsafe(32), token_hash_of(cookie)
    _leave(Kiosk.code_hash == _code_hash(reference), Kiosk.token_hash != before, now=now)
    used = (
        update(Kiosk)
        .where(Kiosk.code_hash == _code_hash(reference), Kiosk.code_until > now, Kiosk.stopped_at.is_(None))
        .values(code_hash=None, code_until=None, token_hash=_token_hash(token), started_at=now, heard_at=now)
        .returning(Kiosk.id)
    )
    if db.session.execute(used).one_or_none() is None:
        raise NotFound
    if before:
        _leave(Kiosk.token_hash == before, now=now)
        db.session.execute(update(Kiosk).where(Kiosk.token_hash == before).values(token_hash=None))
    return str(_signer().dumps(token))


def _leave(*which: ColumnElement[bool], now: datetime) -> None:
    """Remember of kiosks that lose their device that it may hold responses."""
    may_hold = or_(Kiosk.waiting > 0, Kiosk.heard_at < now - SILENCE)
    lost = {"lost_at": now, "lost": Kiosk.lost + Kiosk.waiting, "waiting": 0}
    db.session.execute(
        update(Kiosk).where(*which, Kiosk.token_hash.is_not(None), may_hold).values(lost),
        execution_options={"synchronize_session": False},
    )


@unit_of_work
def hear(kiosk_id: int, waiting: int, *, now: datetime) -> None:
    """Note that a device is there, and how many responses wait on it."""
    told = update(Kiosk).where(Kiosk.id == kiosk_id)
    db.session.execute(told.values(heard_at=now, waiting=waiting))


@unit_of_work
def count(kiosk_id: int, *, now: datetime) -> None:
    """Note that one more response came from a device."""
    more = update(Kiosk).where(Kiosk.id == kiosk_id)
    db.session.execute(more.values(heard_at=now, sent=Kiosk.sent + 1))


def send(visit: Visit, kiosk_id: int | None, *, language: str, now: datetime) -> str:
    """Send what was answered page by page, and lock its address. Raises as `service.send`."""
    reference = service.send(visit.code, language=language, now=now)
    return_service.lock(visit.code)
    if kiosk_id is not None:
        count(kiosk_id, now=now)
    return reference


def clear(visit: Visit, *, now: datetime) -> None:
    """Leave nothing of a person behind: what was not sent is deleted, what was sent is locked."""
    if visit.reference:
        return_service.lock(visit.code)
    else:
        return_service.throw_away(visit.code, now=now)


def shown(visit: Visit, *, now: datetime) -> str:
    """What a page of somebody carries who may walk away: when it was shown, and what was saved by then."""
    return str(_signer("engage kiosk page").dumps([visit.code, _revision(visit), now.timestamp()]))


def is_left(visit: Visit, carried: str, *, now: datetime) -> bool:
    """Was the page that carries this shown long enough ago, and was nothing saved of this person since?"""
    try:
        code, revision, moment = _signer("engage kiosk page").loads(carried)
    except BadSignature:
        return False
    is_same = (code, revision) == (visit.code, _revision(visit))
    return bool(is_same and now.timestamp() - moment >= LEFT.total_seconds())


def _revision(visit: Visit) -> int:
    return visit.kept.revision if visit.kept else 0


def token_hash_of(cookie: str) -> bytes | None:
    """By what the kiosk of this cookie is found; None for a cookie that we did not make."""
    try:
        return _token_hash(str(_signer().loads(cookie)))
    except BadSignature:
        return None


def _held(officer: Officer, consultation_id: int, kiosk_id: int) -> Kiosk:
    consultation = consultation_verbs.hold(officer, consultation_id, Permission.ENTER_RESPONSES)
    kiosk = fetch(Kiosk, kiosk_id)
    if kiosk.consultation_id != consultation.id:
        raise NotFound
    return kiosk


def _new_code(kiosk: Kiosk, now: datetime) -> str:
    code = service.new_reference()
    kiosk.code_hash, kiosk.code_until = _code_hash(code), now + CODE_LASTS
    return code


def _code_hash(code: str) -> bytes:
    return hmac.digest(settings().secret_key.encode(), b"engage kiosk code" + code.encode(), "sha256")


def _token_hash(token: str) -> bytes:
    return hmac.digest(settings().secret_key.encode(), b"engage kiosk token" + token.encode(), "sha256")


def _signer(salt: str = "engage kiosk") -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt=salt)
