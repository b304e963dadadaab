"""Does a survey get to the public only along its way, with a trace, and is nothing changed meanwhile?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.accounts.models import AuditEvent, Officer
from engage.accounts.permissions import Role
from engage.bilingual import Bilingual
from engage.consultations import preparation_service as preparations
from engage.consultations import queries as consultations
from engage.consultations import service as consultation_verbs
from engage.consultations.models import Consultation
from engage.consultations.queries import Search
from engage.consultations.stage import Stage
from engage.database import db
from engage.errors import Invalid, NotAllowed, NotFound
from engage.surveys import approval_service as approval
from engage.surveys import comment_service as comments
from engage.surveys import draft_service, look_service, queries, ready_service, service
from engage.surveys.approval_models import Handover
from engage.surveys.deeds import Deed
from engage.surveys.interchange import write_yaml
from engage.surveys.models import Survey, SurveyVersion
from engage.surveys.workflow import Move, State
from tests import publishing
from tests.examples import SHORT
from tests.factories import NOON, make_consultation, make_council, make_officer
from tests.publishing import A_PROPOSAL, PREPARED

pytestmark = pytest.mark.usefixtures("app")
DUE = NOON + timedelta(days=2)
LATER = NOON + timedelta(minutes=5)


class Council:
    """One officer of each role, and a consultation with a survey that is ready."""

    def __init__(self) -> None:
        council = make_council()
        self.author = make_officer(council, Role.AUTHOR)
        self.translator = make_officer(council, Role.TRANSLATOR)
        self.approver = make_officer(council, Role.APPROVER)
        self.consultation = make_consultation(council, published_at=None, opens_at=DUE)
        service.import_draft(self.author, self.consultation.id, write_yaml(SHORT), now=NOON)
        publishing.prepare(self.consultation)

    @property
    def id(self) -> int:
        return self.consultation.id

    def move(self, officer: Officer, chosen: Move, note: str = "") -> Survey:
        return publishing.move(officer, self.consultation, chosen, now=NOON, note=note)

    def approved(self) -> Council:
        self.move(self.author, Move.SEND)
        self.move(self.approver, Move.APPROVE)
        return self

    def state(self, now=NOON) -> State:
        return approval.way(self.author, self.id, now=now).state

    def change(self, en: str, now=NOON) -> Survey:
        """Give the survey another title."""
        seen = approval.way(self.author, self.id, now=now).survey.revision
        return draft_service.change(
            self.author,
            self.id,
            lambda before: replace(before, title=Bilingual(en, f"{en}, yn Gymraeg")),
            seen=seen,
            deed=Deed.CHANGED,
            subject=Bilingual(en),
            now=now,
        )


def deeds() -> list[str]:
    return list(db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def test_the_whole_way_leaves_a_trace_of_every_step():
    council = Council()
    council.move(council.author, Move.TRANSLATE, "Please.")
    council.move(council.translator, Move.HAND_BACK)
    council.move(council.author, Move.SEND)
    council.move(council.approver, Move.SEND_BACK, "The title.")
    council.change("Another title")
    council.move(council.author, Move.SEND)
    council.move(council.approver, Move.APPROVE)
    service.publish(council.approver, council.id, now=NOON)
    way = approval.way(council.author, council.id, now=NOON)
    assert [(each.move, each.note, each.own) for each in way.handovers] == [
        ("translate", "Please.", False), ("hand_back", "", False), ("send", "", False),
        ("send_back", "The title.", False), ("send", "", False), ("approve", "", False),
        ("publish", "", False),
    ]  # fmt: skip
    assert (way.state, way.is_published, way.moves) == (State.DRAFT, True, [])
    steps = ("survey_s", "survey_h", "survey_a", "survey_p")
    assert [deed for deed in deeds() if deed.startswith(steps)] == [
        "survey_sent_to_translator", "survey_handed_back", "survey_sent_to_approver", "survey_sent_back",
        "survey_sent_to_approver", "survey_approved", "survey_published",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "chosen", [Move.HAND_BACK, Move.TAKE_BACK, Move.APPROVE, Move.SEND_BACK, Move.CALL_BACK]
)
def test_a_step_that_does_not_fit_the_state_is_refused(chosen):
    council = Council()
    everything = make_officer(council.consultation.council)
    with pytest.raises(approval.NotNow):
        council.move(everything, chosen)
    assert db.session.scalar(select(func.count(Handover.id))) == 0


@pytest.mark.parametrize(
    ("who", "chosen"), [("approver", Move.SEND), ("translator", Move.SEND), ("approver", Move.TRANSLATE)]
)
def test_a_step_needs_its_role(who, chosen):
    council = Council()
    with pytest.raises(NotAllowed):
        council.move(getattr(council, who), chosen)


def test_an_author_does_not_approve_nor_publish():
    council = Council()
    council.move(council.author, Move.SEND)
    with pytest.raises(NotAllowed):
        council.move(council.author, Move.APPROVE)
    council.move(council.approver, Move.APPROVE)
    with pytest.raises(NotAllowed):
        service.publish(council.author, council.id, now=NOON)


def test_another_council_finds_nothing():
    council = Council()
    with pytest.raises(NotFound):
        approval.move(make_officer(), council.id, Move.SEND, seen=1, now=NOON)


def test_whoever_holds_both_roles_approves_their_own_work_and_the_record_says_so():
    council = Council()
    both = make_officer(council.consultation.council, Role.AUTHOR, Role.APPROVER)
    council.move(both, Move.SEND)
    council.move(both, Move.APPROVE)
    assert approval.way(both, council.id, now=NOON).handovers[-1].own
    assert deeds()[-1] == "own_survey_approved"


def test_whoever_was_an_author_once_does_not_approve_what_they_wrote():
    council = Council()
    council.change("Another title")
    council.move(council.author, Move.SEND)
    council.author.role_names = [str(Role.APPROVER)]
    db.session.commit()
    with pytest.raises(NotAllowed):
        council.move(council.author, Move.APPROVE)
    assert Move.APPROVE not in approval.way(council.author, council.id, now=NOON).moves


def test_an_approver_who_saw_an_older_draft_is_told():
    council = Council()
    seen = council.move(council.author, Move.SEND).revision
    council.move(council.author, Move.TAKE_BACK)
    council.change("Another title")
    council.move(council.author, Move.SEND)
    with pytest.raises(draft_service.Overtaken):
        approval.move(council.approver, council.id, Move.APPROVE, seen=seen, now=NOON)
    assert council.state() == State.APPROVAL


def test_what_blocks_publication_blocks_approval():
    council = Council()
    publishing.prepare(council.consultation, replace(PREPARED, formative=Bilingual("Only English")))
    council.move(council.author, Move.SEND)
    with pytest.raises(Invalid) as refused:
        council.move(council.approver, Move.APPROVE)
    assert [line.code for line in refused.value.problems] == ["fair_stage"]
    assert council.state() == State.APPROVAL


def test_only_what_is_approved_is_published():
    council = Council()
    for chosen in (None, Move.SEND):
        if chosen:
            council.move(council.author, chosen)
        with pytest.raises(approval.NotNow):
            service.publish(council.approver, council.id, now=NOON)
    assert db.session.scalar(select(func.count(SurveyVersion.id))) == 0


EDITS = {
    "draft": lambda c, now: c.change("Another", now),
    "undo": lambda c, now: draft_service.undo(c.author, c.id, seen=1, now=now),
    "import": lambda c, now: service.import_draft(c.author, c.id, write_yaml(SHORT), now=now),
    "contact": lambda c, now: consultation_verbs.change_contact(
        c.author, c.id, contact=Bilingual("a", "b"), other_formats=Bilingual("a", "b"), now=now
    ),
    "preparation": lambda c, now: preparations.change(c.author, c.id, lambda before: before, seen=0, now=now),
    "advice": lambda c, now: ready_service.set_aside(
        c.author, c.id, "fair_enough", "Because.", language="en", now=now
    ),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
@pytest.mark.parametrize("how_far", ["sent", "approved", "scheduled"])
def test_nothing_changes_while_somebody_approves_it_or_it_waits(edit, how_far):
    council = Council()
    council.move(council.author, Move.SEND)
    if how_far != "sent":
        council.move(council.approver, Move.APPROVE)
    if how_far == "scheduled":
        service.publish(council.approver, council.id, now=NOON, due_at=DUE)
    before = council.consultation.contact, queries.draft(council.author, council.id).definition
    with pytest.raises((draft_service.WithApprover, consultation_verbs.Held)):
        edit(council, LATER)
    db.session.expire_all()
    assert (council.consultation.contact, queries.draft(council.author, council.id).definition) == before


def test_what_is_taken_back_can_be_changed_again():
    council = Council().approved()
    council.move(council.author, Move.TAKE_BACK)
    assert council.change("Another title").definition.title.en == "Another title"
    EDITS["contact"](council, LATER)


def public(council: Council, now) -> tuple[bool, bool, int]:
    """Does the public find the consultation by its address in each language, and how many in the list?"""
    consultation = council.consultation
    found = []
    for language in ("en", "cy"):
        try:
            found.append(bool(consultations.published(consultation.slug[language], language, now=now)))
        except NotFound:
            found.append(False)
    listed = consultations.search(Search(), [consultation.council], page=1, now=now).total
    return (*found, listed)


def test_at_a_given_minute_both_languages_appear_and_not_before():
    council = Council().approved()
    version = service.publish(council.approver, council.id, now=NOON, due_at=DUE)
    assert version.published_at == DUE
    before, after = DUE - timedelta(seconds=1), DUE
    assert public(council, before) == (False, False, 0)
    assert public(council, after) == (True, True, 1)
    assert council.consultation.stage(before) == Stage.DRAFT
    assert (council.state(before), council.state(after)) == (State.SCHEDULED, State.DRAFT)
    assert approval.way(council.author, council.id, now=after).is_published
    assert "consultation_published" not in deeds()
    assert deeds()[-1] == "publication_scheduled"


def test_once_its_minute_has_come_the_contact_and_the_next_draft_can_change():
    council = Council().approved()
    service.publish(council.approver, council.id, now=NOON, due_at=DUE)
    EDITS["contact"](council, DUE)
    assert council.change("A new version", DUE).definition.title.en == "A new version"


def test_until_then_it_can_be_called_back_and_is_approved_as_before():
    council = Council().approved()
    service.publish(council.approver, council.id, now=NOON, due_at=DUE)
    service.call_back(council.approver, council.id, now=DUE - timedelta(seconds=1))
    assert council.state(DUE) == State.APPROVED
    assert public(council, DUE + timedelta(days=1)) == (False, False, 0)
    assert db.session.scalar(select(func.count(SurveyVersion.id))) == 0
    with pytest.raises(consultation_verbs.Held):
        EDITS["contact"](council, LATER)
    assert service.publish(council.approver, council.id, now=LATER).number == 1


def test_what_the_public_has_seen_is_not_called_back():
    council = Council().approved()
    service.publish(council.approver, council.id, now=NOON, due_at=DUE)
    with pytest.raises(approval.NotNow):
        service.call_back(council.approver, council.id, now=DUE)
    assert public(council, DUE) == (True, True, 1)


@pytest.mark.parametrize("due_at", [NOON, NOON - timedelta(days=1), DUE + timedelta(minutes=1)])
def test_only_a_moment_to_come_by_the_opening_can_be_set(due_at):
    council = Council().approved()
    with pytest.raises(service.TooEarly):
        service.publish(council.approver, council.id, now=NOON, due_at=due_at)
    assert council.state() == State.APPROVED


def test_the_words_of_questions_on_welsh_are_kept_with_the_record():
    council = Council()
    publishing.prepare(council.consultation, A_PROPOSAL)
    council.approved()
    service.publish(council.approver, council.id, now=NOON)
    said, _revision = preparations.said(council.id)
    asked = next(iter(SHORT.questions()))
    assert asked.id == A_PROPOSAL.proposals[0].question
    assert said.proposals[0].asked == asked.title


def race(app: Flask, council: Council, one, other) -> list[str]:
    """Let two servers do something at once; say what each of them came to."""
    together, officer_id = Barrier(2), council.approver.id

    def do(deed) -> str:
        with app.app_context():
            who = db.session.get(Officer, officer_id)
            together.wait()
            try:
                deed(who)
            except (approval.NotNow, service.AlreadyPublished, draft_service.Overtaken) as lost:
                return type(lost).__name__
            return "done"

    db.session.remove()
    with ThreadPoolExecutor(2) as pool:
        return [each.result() for each in [pool.submit(do, one), pool.submit(do, other)]]


def test_of_two_servers_that_set_a_time_one_wins(app: Flask):
    council = Council().approved()
    id = council.id
    said = race(
        app,
        council,
        lambda who: service.publish(who, id, now=NOON, due_at=DUE),
        lambda who: service.publish(who, id, now=NOON),
    )
    assert sorted(said) in (["AlreadyPublished", "done"], ["NotNow", "done"])
    assert db.session.scalar(select(func.count(SurveyVersion.id))) == 1


def test_publishing_and_sending_back_at_once_ends_in_one_of_both(app: Flask):
    council = Council().approved()
    id, seen = council.id, approval.way(council.author, council.id, now=NOON).survey.revision
    said = race(
        app,
        council,
        lambda who: service.publish(who, id, now=NOON),
        lambda who: approval.move(who, id, Move.SEND_BACK, seen=seen, now=NOON),
    )
    assert sorted(said) == ["NotNow", "done"]
    published = db.session.get(Consultation, id).published_at
    versions = db.session.scalar(select(func.count(SurveyVersion.id)))
    assert (published, versions) == ((NOON, 1) if said[0] == "done" else (None, 0))


# --- what is said on the way --------------------------------------------------------------------------------


def test_a_comment_is_answered_settled_and_opened_again():
    council = Council()
    question = f"question:{next(iter(SHORT.questions())).id}"
    thread = comments.comment(council.approver, council.id, question, "Why?", language="en", now=NOON)
    comments.reply(council.author, council.id, thread.id, "Oherwydd.", language="cy", now=LATER)
    comments.settle(council.author, council.id, thread.id, settled=True, now=LATER)
    survey = queries.draft(council.author, council.id)
    (kept,) = comments.threads(survey)
    assert [(each.words, each.language) for each in kept.comments] == [("Why?", "en"), ("Oherwydd.", "cy")]
    assert (kept.about, kept.resolved_by_id) == (question, council.author.id)
    comments.settle(council.approver, council.id, thread.id, settled=False, now=LATER)
    assert comments.threads(survey)[0].resolved_at is None
    assert deeds()[-2:] == ["comment_resolved", "comment_reopened"]


def test_open_threads_come_first():
    council = Council()
    first, second = (
        comments.comment(council.approver, council.id, "", words, language="en", now=NOON) for words in "ab"
    )
    comments.settle(council.author, council.id, first.id, settled=True, now=NOON)
    assert comments.threads(queries.draft(council.author, council.id)) == [second, first]


@pytest.mark.parametrize("about", ["question:nobody", "rubbish", "page:"])
def test_only_what_the_survey_has_is_talked_about(about):
    council = Council()
    with pytest.raises(NotFound):
        comments.comment(council.approver, council.id, about, "Why?", language="en", now=NOON)


def test_a_thread_belongs_to_its_survey():
    one, other = Council(), Council()
    thread = comments.comment(one.approver, one.id, "", "Why?", language="en", now=NOON)
    for wrong in (thread.id, 0, 10**12):
        with pytest.raises(NotFound):
            comments.reply(other.author, other.id, wrong, "So.", language="en", now=NOON)


def test_changes_are_told_text_by_text_since_the_officer_last_looked():
    council = Council()
    survey = queries.draft(council.approver, council.id)
    assert look_service.since(council.approver, survey) is None
    look_service.look(council.approver, council.id, seen=survey.revision, now=NOON)
    assert look_service.since(council.approver, survey).nothing
    council.change("Another title")
    council.consultation.why = Bilingual("Otherwise.", "Fel arall.")
    db.session.commit()
    since = look_service.since(council.approver, survey)
    assert [(each.before.words.en, each.after.words.en) for each in since.survey.words] == [
        (SHORT.title.en, "Another title")
    ]
    assert [(each.key, each.after.en) for each in since.around] == [("consultation/why", "Otherwise.")]
    assert look_service.since(council.author, survey) is None  # each has looked for themselves


def test_looking_at_an_older_draft_is_not_remembered():
    council = Council()
    with pytest.raises(draft_service.Overtaken):
        look_service.look(council.approver, council.id, seen=10**6, now=NOON)


def test_whoever_sends_back_has_looked():
    council = Council()
    council.move(council.author, Move.SEND)
    council.move(council.approver, Move.SEND_BACK, "The title.")
    council.change("Another title")
    since = look_service.since(council.approver, queries.draft(council.approver, council.id))
    assert len(since.survey.words) == 1


# --- advice ---------------------------------------------------------------------------------------------


def test_advice_is_set_aside_kept_and_taken_up_again():
    council = Council()
    advice = {line.code for line in ready_service.answer(council.author, council.id, now=NOON).advice}
    assert "equality_asked" in advice
    ready_service.set_aside(
        council.author, council.id, "equality_asked", "It is of staff.", language="en", now=NOON
    )
    answer = ready_service.answer(council.approver, council.id, now=NOON)
    reason = next(line.reason for line in answer.lines if line.code == "equality_asked")
    assert (reason.words, reason.officer, reason.at) == ("It is of staff.", council.author.name, NOON)
    ready_service.take_up(council.author, council.id, "equality_asked", now=LATER)
    assert {line.code for line in ready_service.answer(council.author, council.id, now=NOON).advice} == advice
    assert deeds()[-2:] == ["advice_set_aside", "advice_taken_up"]


@pytest.mark.parametrize("code", ["fair_stage", "fair_considered", "rubbish", ""])
def test_what_is_no_open_advice_cannot_be_set_aside(code):
    council = Council()
    with pytest.raises(ready_service.NotAdvice):
        ready_service.set_aside(council.author, council.id, code, "Because.", language="en", now=NOON)
    with pytest.raises(ready_service.NotAdvice):
        ready_service.take_up(council.author, council.id, code, now=NOON)


def test_who_may_not_write_sets_nothing_aside():
    council = Council()
    with pytest.raises(NotAllowed):
        ready_service.set_aside(
            council.approver, council.id, "equality_asked", "Because.", language="en", now=NOON
        )
