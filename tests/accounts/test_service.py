"""Who gets in, who may do what, and is every deed kept in mind?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from engage.accounts import service
from engage.accounts.models import AuditEvent, Officer
from engage.accounts.permissions import ROLES, Permission, Role, may
from engage.accounts.service import Action
from engage.bilingual import Bilingual
from engage.database import db
from engage.errors import Invalid, NotAllowed, NotFound
from tests.factories import NOON, PASSWORD, make_council, make_officer

COUNCIL = (
    "name", "nation", "colour", "email", "telephone", "post", "known_barriers", "statement_made_on",
    "statement_reviewed_on",
)  # fmt: skip


def deeds() -> list[tuple[str, int | None]]:
    return [(event.action, event.officer_id) for event in db.session.scalars(select(AuditEvent))]


def test_every_permission_is_somebodys_and_no_role_has_them_all():
    assert set(Permission) == set().union(*ROLES.values())
    assert set(ROLES) == set(Role)
    assert all(ROLES[role] < set(Permission) for role in Role)


@pytest.mark.parametrize("role", Role)
def test_a_role_may_what_its_set_says_and_no_more(role):
    assert {permission for permission in Permission if may([role], permission)} == ROLES[role]


def test_an_author_cannot_approve_and_an_analyst_cannot_write():
    assert not may([Role.AUTHOR, Role.ANALYST, Role.ADMINISTRATOR], Permission.PUBLISH_SURVEY)
    assert not may([Role.APPROVER, Role.ANALYST, Role.ADMINISTRATOR], Permission.EDIT_CONSULTATION)
    assert not may([Role.AUTHOR, Role.APPROVER, Role.ADMINISTRATOR], Permission.SEE_BREAKDOWNS)


def test_what_belongs_to_another_council_is_not_found_whoever_asks(app):
    with pytest.raises(NotFound):
        service.require(make_officer(), Permission.SEE_AUDIT, make_council().id)


def test_what_is_not_an_officers_business_is_not_allowed(app):
    author = make_officer(None, Role.AUTHOR)
    service.require(author, Permission.EDIT_CONSULTATION, author.council_id)
    with pytest.raises(NotAllowed):
        service.require(author, Permission.PUBLISH_SURVEY, author.council_id)


@pytest.mark.parametrize("email", ["ann@example.org", "  ANN@Example.org "])
def test_an_officer_gets_in_with_the_right_password(app, email):
    ann = make_officer(email="ann@example.org")
    assert service.authenticate(email, PASSWORD, now=NOON) == ann
    assert deeds() == [(Action.SIGNED_IN, ann.id)]


@pytest.mark.parametrize(
    ("active", "password"), [(True, ""), (True, PASSWORD + " "), (True, PASSWORD.upper()), (False, PASSWORD)]
)
def test_nobody_gets_in_with_a_wrong_password_or_a_closed_account(app, active, password):
    ann = make_officer(email="ann@example.org", active=active)
    assert service.authenticate("ann@example.org", password, now=NOON) is None
    assert deeds() == [(Action.SIGN_IN_REFUSED, ann.id)]


def test_a_stranger_does_not_get_in(app):
    assert service.authenticate("nobody@example.org", PASSWORD, now=NOON) is None
    assert deeds() == []


def test_an_officer_is_added_with_a_hash_and_a_trace(app):
    council = make_council()
    ann = service.add_officer(
        council, email=" Ann@Example.org ", name="Ann", password=PASSWORD, roles=[Role.ANALYST], now=NOON
    )
    assert (ann.email, ann.role_names, ann.active) == ("ann@example.org", ["analyst"], True)
    assert ann.password.startswith("$argon2id$")
    assert deeds() == [(Action.OFFICER_ADDED, None)]
    with pytest.raises(service.EmailTaken):
        service.add_officer(
            make_council(), email="ANN@example.org", name="", password="a long password", roles=[], now=NOON
        )
    assert len(db.session.scalars(select(Officer)).all()) == 1


def test_the_record_is_the_councils_own_latest_first_in_pages(app):
    ann, stranger = make_officer(name="Ann"), make_officer()
    for number in range(3):
        service.record(ann, Action.SIGNED_IN, ann, at=NOON + timedelta(minutes=number))
    service.record(stranger, Action.SIGNED_IN, stranger, at=NOON)
    db.session.commit()
    first, total = service.audit_trail(ann, page=1, size=2)
    second, _total = service.audit_trail(ann, page=2, size=2)
    assert total == 3
    assert [(event.at, name) for event, name in first + second] == [
        (NOON + timedelta(minutes=number), "Ann") for number in (2, 1, 0)
    ]


@pytest.mark.parametrize("slug", ["nowhere", "", "\0", "x" * 9999])
def test_a_council_that_is_not_there_is_not_found(app, slug):
    make_council()
    with pytest.raises(NotFound):
        service.council(slug)


@pytest.mark.parametrize(
    ("email", "password", "problem"),
    [
        ("bad", "long enough for us", "email"),
        ("a@b@c", "long enough for us", "email"),
        ("a@example.org", "short", "password"),
    ],
)
def test_an_account_needs_an_address_and_a_long_password(app, email, password, problem):
    with pytest.raises(Invalid) as refused:
        service.add_officer(make_council(), email=email, name="A", password=password, roles=(), now=NOON)
    assert refused.value.problems == (problem,)


def test_nobody_may_open_records_who_keeps_the_ledger_or_reads_what_people_wrote(app):
    known = {"email": "a@example.org", "name": "A", "password": PASSWORD, "now": NOON}
    for roles in (list(Role), [Role.AUTHOR, Role.RECORD_ANALYST], [Role.ANALYST, Role.RECORD_ANALYST]):
        with pytest.raises(Invalid) as refused:
            service.add_officer(make_council(), roles=roles, **known)
        assert refused.value.problems == ("roles",)
    assert deeds() == []
    most = [role for role in Role if role is not Role.RECORD_ANALYST]
    assert service.add_officer(make_council(), roles=most, **known).role_names == most


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", "Testshire"),
        ("name", Bilingual("Porth Elwyn", "  ")),
        ("post", Bilingual("", "")),
        ("colour", "#FFF"),
        ("colour", "#ffffff"),
        ("email", "nonsense"),
        ("telephone", "abc"),
    ],
)
def test_a_council_needs_a_name_and_ways_to_reach_it(app, field, value):
    fields = {name: getattr(make_council(), name) for name in COUNCIL} | {"slug": "real"}
    with pytest.raises(Invalid) as refused:
        service.add_council(**{**fields, field: value})
    assert refused.value.problems == (field,)
    assert service.add_council(**fields).slug == "real"


def test_a_real_council_does_not_go_among_the_invented(app):
    make_council(is_demo=True)
    known = {name: getattr(make_council(), name) for name in COUNCIL}
    with pytest.raises(service.AmongTheInvented):
        service.add_council(**{**known, "slug": "real"})
