"""Can an officer choose what becomes of answers around closing, and is the public told?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from lxml import html

from engage.accounts.permissions import Role
from engage.bilingual import Bilingual
from engage.consultations import closing_service, notice_service
from engage.consultations.closing_rules import Rules
from engage.consultations.service import Frozen, Held
from engage.database import db
from engage.errors import NotAllowed, NotFound
from tests.examples import SHORT
from tests.factories import NOON, make_consultation, make_council, make_officer
from tests.officers import send, sign_in
from tests.pages import CheckingClient
from tests.respond.conftest import publish


@pytest.fixture
def draft(app, time):
    return make_consultation(published_at=None)


@pytest.fixture
def author(draft):
    return make_officer(draft.council, Role.AUTHOR)


@pytest.fixture
def client(app, author):
    return sign_in(app.test_client(), author)


def address(consultation) -> str:
    return f"/en/officers/consultations/{consultation.id}/closing/rules"


def text(response) -> str:
    page = html.document_fromstring(response.get_data(as_text=True))
    return " ".join(page.xpath("//main")[0].text_content().split())


def test_an_officer_chooses_the_rules(client, draft):
    response = send(
        client,
        address(draft),
        grace_minutes="120",
        partial="counted",
        draft_days="14",
        post_day="15",
        post_month="7",
        post_year="2026",
        post_time="5pm",
    )
    assert response.status_code == 302
    db.session.refresh(draft)
    assert (draft.grace_minutes, draft.uses_partial, draft.draft_days) == (120, True, 14)
    assert draft.last_post.isoformat() == "2026-07-15T16:00:00+00:00"
    again = client.get(address(draft)).get_data(as_text=True)
    assert 'value="120"' in again
    assert 'value="17:00"' in again


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"grace_minutes": "1441"}, "Enter whole minutes, from 0 to 1440"),
        ({"grace_minutes": ""}, "Enter whole minutes, from 0 to 1440"),
        ({"grace_minutes": "-1"}, "Enter whole minutes, from 0 to 1440"),
        ({"grace_minutes": "²"}, "Enter whole minutes, from 0 to 1440"),
        ({"draft_days": "0"}, "Enter whole days, from 1 to 365"),
        ({"partial": "x"}, "Choose what becomes of answers that were not sent in time"),
        ({"post_day": "1"}, "The last day for paper must be a real date, such as 5 7 2027"),
        (
            {"post_day": "1", "post_month": "6", "post_year": "2026", "post_time": "5pm"},
            "Paper must be taken at least as long as answers on this website",
        ),
        (
            {"post_day": "1", "post_month": "8", "post_year": "2026"},
            "Enter the time on that day by which paper must be there",
        ),
    ],
)
def test_what_cannot_be_is_said_at_its_field(client, draft, fields, said):
    response = send(client, address(draft), **fields)
    assert response.status_code == 422
    assert said in text(response)
    db.session.refresh(draft)
    assert (draft.grace_minutes, draft.draft_days, draft.post_until) == (30, 60, None)


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (Rules(0), "Nobody can send answers after that."),
        (Rules(1), "If you start before then, you have 1 minute more to send them."),
        (Rules(90), "If you start before then, you have 90 minutes more to send them."),
        (Rules(1440), "If you start before then, you have 24 hours more to send them."),
        (
            Rules(uses_partial=True),
            "If you save answers and do not send them in time, what you saved is counted.",
        ),
        (Rules(), "Answers that you save but do not send in time are not counted."),
    ],
)
def test_the_public_is_told_on_the_page_and_before_starting(app, time, rules, said):
    consultation = make_consultation(grace_minutes=rules.grace_minutes, uses_partial=rules.uses_partial)
    publish(SHORT, consultation)
    client = CheckingClient(app)
    for end in ("", "/answer"):
        assert said in text(client.get(f"/en/consultations/{consultation.slug_en}{end}"))


def test_what_was_published_or_is_with_an_approver_stays(draft, author):
    draft.held_at = NOON
    db.session.commit()
    with pytest.raises(Held):
        closing_service.change_rules(author, draft.id, Rules(0), now=NOON)
    draft.published_at, draft.held_at = NOON, None
    db.session.commit()
    with pytest.raises(Frozen):
        closing_service.change_rules(author, draft.id, Rules(0), now=NOON)


def test_only_authors_of_the_council_choose(draft):
    with pytest.raises(NotFound):
        closing_service.change_rules(make_officer(make_council()), draft.id, Rules(0), now=NOON)
    with pytest.raises(NotAllowed):
        closing_service.change_rules(make_officer(draft.council, Role.ANALYST), draft.id, Rules(0), now=NOON)


def test_paper_is_never_taken_for_a_shorter_time(app):
    consultation = make_consultation(post_until=NOON + timedelta(days=31))
    later = NOON + timedelta(days=40)
    officer = make_officer(consultation.council)
    notice_service.move_closing(officer, consultation.id, later, Bilingual("More.", "Mwy."), now=NOON)
    assert consultation.post_until == later
