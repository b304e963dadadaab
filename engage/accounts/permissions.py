"""Who may do what? Roles are a table of permissions; an officer holds one or more roles in one council."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Permission(StrEnum):
    """Something that an officer may be allowed to do within the own council."""

    SEE_CONSULTATIONS = "see_consultations"
    EDIT_CONSULTATION = "edit_consultation"
    TRANSLATE = "translate"
    PUBLISH_SURVEY = "publish_survey"
    ENTER_RESPONSES = "enter_responses"
    KEEP_LEDGER = "keep_ledger"
    SEE_CONTACTS = "see_contacts"
    SEE_BREAKDOWNS = "see_breakdowns"
    MAKE_RELEASE = "make_release"
    READ_WRITTEN = "read_written"
    SEE_RECORDS = "see_records"
    SHARE_FIGURES = "share_figures"
    MANAGE_OFFICERS = "manage_officers"
    SEE_AUDIT = "see_audit"


class Role(StrEnum):
    """A named set of permissions."""

    AUTHOR = "author"
    TRANSLATOR = "translator"
    APPROVER = "approver"
    CLERK = "clerk"
    ANALYST = "analyst"
    RECORD_ANALYST = "record_analyst"
    ADMINISTRATOR = "administrator"


P = Permission
ROLES: dict[Role, frozenset[Permission]] = {
    Role.AUTHOR: frozenset(
        {
            P.SEE_CONSULTATIONS,
            P.EDIT_CONSULTATION,
            P.TRANSLATE,
            P.ENTER_RESPONSES,
            P.KEEP_LEDGER,
            P.SEE_CONTACTS,
        }
    ),
    Role.TRANSLATOR: frozenset({P.SEE_CONSULTATIONS, P.TRANSLATE}),
    Role.APPROVER: frozenset({P.SEE_CONSULTATIONS, P.PUBLISH_SURVEY, P.SHARE_FIGURES}),
    Role.CLERK: frozenset({P.SEE_CONSULTATIONS, P.ENTER_RESPONSES}),
    Role.ANALYST: frozenset({P.SEE_CONSULTATIONS, P.SEE_BREAKDOWNS, P.READ_WRITTEN, P.MAKE_RELEASE}),
    Role.RECORD_ANALYST: frozenset({P.SEE_CONSULTATIONS, P.SEE_BREAKDOWNS, P.SEE_RECORDS}),
    Role.ADMINISTRATOR: frozenset({P.SEE_CONSULTATIONS, P.MANAGE_OFFICERS, P.SEE_AUDIT}),
}

# By the same answers, what either of these tells can be joined with records.
APART = frozenset({P.KEEP_LEDGER, P.READ_WRITTEN})


def may(roles: Iterable[str], permission: Permission) -> bool:
    """Does any of these roles hold the permission?"""
    return any(permission in ROLES[Role(role)] for role in roles)


def are_apart(roles: Iterable[str]) -> bool:
    """Do these roles leave what nobody may hold together to different people?"""
    held = {permission for role in roles for permission in ROLES[Role(role)]}
    return P.SEE_RECORDS not in held or held.isdisjoint(APART)
