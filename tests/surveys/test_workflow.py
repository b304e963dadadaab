"""Who may take a survey which step further?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from engage.accounts.permissions import Role
from engage.surveys.workflow import Move, State, may_approve, may_be_edited, moves, standing
from tests.factories import NOON

M, S = Move, State
LATER = NOON + timedelta(minutes=1)
EXPECTED = {
    (S.DRAFT, Role.AUTHOR): {M.TRANSLATE, M.SEND},
    (S.DRAFT, Role.TRANSLATOR): set(),
    (S.DRAFT, Role.APPROVER): set(),
    (S.TRANSLATION, Role.AUTHOR): {M.HAND_BACK, M.SEND},
    (S.TRANSLATION, Role.TRANSLATOR): {M.HAND_BACK},
    (S.TRANSLATION, Role.APPROVER): set(),
    (S.APPROVAL, Role.AUTHOR): {M.TAKE_BACK},
    (S.APPROVAL, Role.TRANSLATOR): set(),
    (S.APPROVAL, Role.APPROVER): {M.SEND_BACK, M.APPROVE},
    (S.APPROVED, Role.AUTHOR): {M.TAKE_BACK},
    (S.APPROVED, Role.TRANSLATOR): set(),
    (S.APPROVED, Role.APPROVER): {M.SEND_BACK, M.PUBLISH, M.SCHEDULE},
    (S.SCHEDULED, Role.AUTHOR): set(),
    (S.SCHEDULED, Role.TRANSLATOR): set(),
    (S.SCHEDULED, Role.APPROVER): {M.CALL_BACK},
}


@pytest.mark.parametrize(("state", "role"), EXPECTED)
def test_each_role_has_its_own_steps(state, role):
    assert set(moves(state, [role])) == EXPECTED[state, role]


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMINISTRATOR])
def test_whoever_counts_or_administers_moves_nothing(state, role):
    assert moves(state, [role]) == []


def test_only_what_is_being_written_can_be_edited():
    assert [state for state in State if may_be_edited(state)] == [S.DRAFT, S.TRANSLATION]


@pytest.mark.parametrize(
    ("state", "published_at", "stands"),
    [
        (S.SCHEDULED, LATER, S.SCHEDULED),
        (S.SCHEDULED, NOON, S.DRAFT),  # in that very moment it is out
        (S.SCHEDULED, NOON - timedelta(days=1), S.DRAFT),
        (S.SCHEDULED, None, S.SCHEDULED),
        (S.APPROVAL, NOON, S.APPROVAL),
        ("draft", None, S.DRAFT),  # as the database gives it
    ],
)
def test_what_waits_for_its_minute_is_a_draft_again_once_it_has_come(state, published_at, stands):
    assert standing(state, published_at, NOON) is stands


@pytest.mark.parametrize(
    ("roles", "own", "may"),
    [
        ([Role.APPROVER], False, True),
        ([Role.APPROVER], True, False),  # such as somebody who was an author once
        ([Role.APPROVER, Role.AUTHOR], True, True),
        ([Role.AUTHOR], True, False),
        ([Role.AUTHOR], False, False),
    ],
)
def test_only_who_holds_both_roles_approves_their_own_work(roles, own, may):
    assert may_approve(roles, own=own) is may
