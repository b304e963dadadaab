"""Where does a survey stand on its way to the public, and who may take it which step further?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engage.accounts.permissions import Permission, may


class State(StrEnum):
    """How far the draft has come. Publishing makes a version and leaves a draft that may be changed again."""

    DRAFT = "draft"
    TRANSLATION = "translation"
    APPROVAL = "approval"
    APPROVED = "approved"
    SCHEDULED = "scheduled"  # published at a moment that has not come yet; once it has: a draft again


class Move(StrEnum):
    """One step of a survey on its way."""

    TRANSLATE = "translate"
    HAND_BACK = "hand_back"
    SEND = "send"
    TAKE_BACK = "take_back"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    PUBLISH = "publish"
    SCHEDULE = "schedule"
    CALL_BACK = "call_back"


@dataclass(frozen=True, slots=True)
class Transition:
    """From which states a move leads to which, and what whoever makes it must be allowed to do."""

    origins: frozenset[State]
    target: State
    permission: Permission


def _from(*origins: State, to: State, permission: Permission) -> Transition:
    return Transition(frozenset(origins), to, permission)


S, P, M = State, Permission, Move
WRITING = (S.DRAFT, S.TRANSLATION)
TRANSITIONS: dict[Move, Transition] = {
    M.TRANSLATE: _from(S.DRAFT, to=S.TRANSLATION, permission=P.EDIT_CONSULTATION),
    M.HAND_BACK: _from(S.TRANSLATION, to=S.DRAFT, permission=P.TRANSLATE),
    M.SEND: _from(*WRITING, to=S.APPROVAL, permission=P.EDIT_CONSULTATION),
    M.TAKE_BACK: _from(S.APPROVAL, S.APPROVED, to=S.DRAFT, permission=P.EDIT_CONSULTATION),
    M.SEND_BACK: _from(S.APPROVAL, S.APPROVED, to=S.DRAFT, permission=P.PUBLISH_SURVEY),
    M.APPROVE: _from(S.APPROVAL, to=S.APPROVED, permission=P.PUBLISH_SURVEY),
    M.PUBLISH: _from(S.APPROVED, to=S.DRAFT, permission=P.PUBLISH_SURVEY),
    M.SCHEDULE: _from(S.APPROVED, to=S.SCHEDULED, permission=P.PUBLISH_SURVEY),
    M.CALL_BACK: _from(S.SCHEDULED, to=S.APPROVED, permission=P.PUBLISH_SURVEY),
}


def standing(state: State, published_at: datetime | None, now: datetime) -> State:
    """The state at this moment: what was to be published at a given minute is a draft again after it."""
    if state == State.SCHEDULED and published_at is not None and published_at <= now:
        return State.DRAFT
    return State(state)


def may_be_edited(state: State) -> bool:
    """Can the draft be changed? What somebody is approving stays as it is until it is taken back."""
    return state in WRITING


def moves(state: State, roles: Iterable[str]) -> list[Move]:
    """What somebody with these roles can do with a survey in this state."""
    roles = list(roles)
    return [
        move
        for move, transition in TRANSITIONS.items()
        if state in transition.origins and may(roles, transition.permission)
    ]


def may_approve(roles: Iterable[str], *, own: bool) -> bool:
    """Whoever approves what is their own work must hold both roles, and the record then says so."""
    roles = list(roles)
    return may(roles, Permission.PUBLISH_SURVEY) and (not own or may(roles, Permission.EDIT_CONSULTATION))
