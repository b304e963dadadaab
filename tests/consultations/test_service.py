"""What can officers do with a consultation, what can they not, and does every deed leave its trace?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from engage.accounts.models import AuditEvent
from engage.accounts.permissions import Role
from engage.accounts.service import Action
from engage.bilingual import Bilingual
from engage.consultations import queries, service
from engage.consultations.checks import Code, Problem
from engage.consultations.details import BILINGUAL, Details
from engage.consultations.documents import Paper
from engage.consultations.models import Consultation, Document
from engage.database import db, unit_of_work
from engage.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.consultations.files import PDF
from tests.factories import NOON, make_consultation, make_council, make_officer

WORDS = Bilingual("Words.", "Geiriau.")
PAPERS = {"en": Paper("plan.pdf", PDF), "cy": Paper("cynllun.pdf", PDF)}
DRAFT = Details(
    opens_at=NOON + timedelta(days=1), closes_at=NOON + timedelta(days=30), title=Bilingual("Our buses")
)
TEXTS = dict.fromkeys(BILINGUAL, WORDS) | {"title": Bilingual("Buses", "Bysiau")}
FULL = replace(DRAFT, **TEXTS, topics=("transport",))


def deeds() -> list[str]:
    return list(db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def unpublished(council, **fields) -> Consultation:
    return make_consultation(council, published_at=None, **fields)


VERBS = {
    "change": lambda who, of: service.change(who, of.id, FULL, now=NOON),
    "change_contact": lambda who, of: service.change_contact(
        who, of.id, contact=WORDS, other_formats=WORDS, now=NOON
    ),
    "publish": lambda who, of: service.publish(who, of.id, now=NOON),
    "add_document": lambda who, of: service.add_document(who, of.id, title=WORDS, **PAPERS, now=NOON),
    "remove_document": lambda who, of: service.remove_document(who, of.id, 1, now=NOON),
    "report": lambda who, of: service.report(who, of.id, WORDS, now=NOON),
}
NEEDED = dict.fromkeys(VERBS, Role.AUTHOR) | {"publish": Role.APPROVER, "report": Role.APPROVER}


@pytest.mark.parametrize("verb", VERBS)
def test_another_councils_officer_cannot_learn_that_it_exists(council, verb):
    theirs = unpublished(council)
    with pytest.raises(NotFound):
        VERBS[verb](make_officer(), theirs)
    assert deeds() == []


@pytest.mark.parametrize("verb", VERBS)
def test_an_officer_without_the_permission_is_refused(council, verb):
    others = [role for role in Role if role != NEEDED[verb]]
    with pytest.raises(NotAllowed):
        VERBS[verb](make_officer(council, *others), unpublished(council))
    assert deeds() == []


def test_only_an_author_begins_a_draft(council):
    with pytest.raises(NotAllowed):
        service.add(make_officer(council, Role.APPROVER), DRAFT, now=NOON)


def test_a_draft_may_have_a_title_in_one_language_only(officer):
    draft = service.add(officer, DRAFT, now=NOON)
    assert (draft.slug_en, draft.slug_cy, draft.published_at) == ("our-buses", None, None)
    assert draft.council_id == officer.council_id
    assert deeds() == [Action.CONSULTATION_ADDED]


def test_an_address_that_is_proposed_gets_a_number_when_it_is_taken(officer):
    first, second, third = (service.add(officer, DRAFT, now=NOON) for _ in range(3))
    assert [each.slug_en for each in (first, second, third)] == ["our-buses", "our-buses-2", "our-buses-3"]


def test_an_address_that_was_typed_and_is_taken_is_refused(officer):
    make_consultation(slug_en="taken", slug_cy="cymerwyd")
    with pytest.raises(Invalid) as refused:
        service.add(officer, replace(DRAFT, slug=Bilingual("taken", "cymerwyd")), now=NOON)
    assert refused.value.problems == (Problem(Code.TAKEN, "slug_en"), Problem(Code.TAKEN, "slug_cy"))


def test_an_address_does_not_tell_of_another_councils_draft(officer):
    unpublished(make_council(), slug_en="secret", slug_cy="cyfrinach")
    mine = service.add(officer, replace(DRAFT, slug=Bilingual("secret", "cyfrinach")), now=NOON)
    assert mine.slug == Bilingual("secret", "cyfrinach")


def test_of_two_drafts_with_the_same_address_only_one_is_published(officer):
    same = {"slug_en": "same", "slug_cy": "yr-un"}
    mine, theirs = unpublished(officer.council, **same), unpublished(make_council(), **same)
    service.publish(officer, mine.id, now=NOON)
    with pytest.raises(Invalid) as refused:
        service.publish(make_officer(theirs.council), theirs.id, now=NOON)
    assert refused.value.problems == (Problem(Code.TAKEN, "slug_en"), Problem(Code.TAKEN, "slug_cy"))


def test_an_address_does_not_tell_of_what_another_council_publishes_later(officer):
    same = {"slug_en": "our-buses", "slug_cy": "ein-bysiau"}
    later = NOON + timedelta(hours=1)
    theirs = make_consultation(published_at=later, held_at=NOON, **same)
    proposed = service.add(officer, DRAFT, now=NOON)
    assert proposed.slug_en == "our-buses"
    service.change(officer, proposed.id, DRAFT, now=NOON)
    typed = service.change(officer, proposed.id, replace(FULL, slug=theirs.slug), now=NOON)
    assert service.problems(typed, now=NOON) == ()
    assert service.problems(typed, now=NOON, due_at=later) == ()
    assert Problem(Code.TAKEN, "slug_en") in service.problems(typed, now=later)


@pytest.mark.parametrize("wait", [None, timedelta(hours=1), timedelta(days=1)])
def test_whoever_publishes_after_another_council_set_a_time_gets_a_number(officer, wait):
    theirs = make_consultation(
        published_at=NOON + timedelta(hours=1), held_at=NOON, slug_en="our-buses", slug_cy="ein-bysiau"
    )
    draft = service.add(officer, replace(FULL, slug=Bilingual("our-buses", "bysiau")), now=NOON)
    opens = NOON + timedelta(days=1)
    published = service.publish(officer, draft.id, now=NOON, due_at=NOON + wait if wait else None)
    assert published.slug == Bilingual("our-buses-2", "bysiau")
    assert queries.published("our-buses-2", "en", now=opens) == published
    assert queries.published("our-buses", "en", now=opens) == theirs


def test_a_draft_is_written_anew_and_keeps_its_own_address(officer):
    draft = service.add(officer, FULL, now=NOON)
    changed = service.change(officer, draft.id, replace(FULL, slug=draft.slug, area=WORDS), now=NOON)
    assert (changed.slug, changed.area) == (Bilingual("buses", "bysiau"), WORDS)
    assert deeds() == [Action.CONSULTATION_ADDED, Action.CONSULTATION_CHANGED]


def test_what_is_published_cannot_be_written_anew(officer):
    with pytest.raises(Conflict):
        service.change(officer, make_consultation(officer.council).id, FULL, now=NOON)


def test_whom_to_ask_can_change_after_publication(officer):
    of = make_consultation(officer.council)
    service.change_contact(officer, of.id, contact=Bilingual("Ann", "Ann"), other_formats=WORDS, now=NOON)
    assert of.contact == Bilingual("Ann", "Ann")
    assert deeds() == [Action.CONSULTATION_CHANGED]


def test_whom_to_ask_cannot_lose_a_language_after_publication(officer):
    of = make_consultation(officer.council)
    with pytest.raises(Invalid) as refused:
        service.change_contact(
            officer, of.id, contact=Bilingual("Ann"), other_formats=Bilingual("", " "), now=NOON
        )
    assert [problem.field for problem in refused.value.problems] == [
        "contact_cy",
        "other_formats_en",
        "other_formats_cy",
    ]


def test_a_complete_draft_is_published(officer):
    draft = service.add(officer, FULL, now=NOON)
    assert service.problems(draft, now=NOON) == ()
    assert service.publish(officer, draft.id, now=NOON).published_at == NOON
    assert deeds() == [Action.CONSULTATION_ADDED, Action.CONSULTATION_PUBLISHED]


def test_publishing_twice_changes_nothing(officer):
    draft = service.add(officer, FULL, now=NOON)
    service.publish(officer, draft.id, now=NOON)
    again = service.publish(officer, draft.id, now=NOON + timedelta(days=1))
    assert again.published_at == NOON
    assert deeds() == [Action.CONSULTATION_ADDED, Action.CONSULTATION_PUBLISHED]


@pytest.mark.parametrize("name", BILINGUAL)
@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_draft_without_a_text_in_a_language_is_not_published(officer, name, language):
    words = {"en": "Words.", "cy": "Geiriau."} | {language: " \n"}
    draft = service.add(officer, replace(FULL, slug=WORDS, **{name: Bilingual(**words)}), now=NOON)
    with pytest.raises(Invalid) as refused:
        service.publish(officer, draft.id, now=NOON)
    assert refused.value.problems == (Problem(Code.MISSING, f"{name}_{language}"),)


@pytest.mark.parametrize(
    ("details", "problem"),
    [
        (replace(FULL, topics=()), Problem(Code.MISSING, "topics")),
        (replace(FULL, opens_at=NOON - timedelta(2), closes_at=NOON), Problem(Code.PAST, "closes_day")),
        (replace(FULL, title=Bilingual("Buses", "🚌")), Problem(Code.MISSING, "slug_cy")),
    ],
)
def test_other_problems_stand_in_the_way_too(officer, details, problem):
    draft = service.add(officer, details, now=NOON)
    assert service.problems(draft, now=NOON) == (problem,)


def test_an_empty_draft_has_every_problem_at_once(officer):
    draft = service.add(officer, DRAFT, now=NOON)
    missing = 2 * len(BILINGUAL) - 1  # it has a title in English
    assert len(service.problems(draft, now=NOON)) == missing + len(["slug_cy", "topics"])


def test_publishing_joins_the_callers_transaction(officer):
    draft = service.add(officer, FULL, now=NOON)

    @unit_of_work
    def publish_and_fail() -> None:
        service.publish(officer, draft.id, now=NOON)
        raise Conflict

    with pytest.raises(Conflict):
        publish_and_fail()
    db.session.expire_all()
    assert db.session.get(Consultation, draft.id).published_at is None
    assert deeds() == [Action.CONSULTATION_ADDED]


def test_a_document_is_added_and_removed_in_both_languages(officer):
    of = make_consultation(officer.council)
    document = service.add_document(officer, of.id, title=WORDS, **PAPERS, now=NOON)
    assert (document.file_name, document.content("cy")) == (Bilingual("plan.pdf", "cynllun.pdf"), PDF)
    service.remove_document(officer, of.id, document.id, now=NOON)
    assert db.session.scalars(select(Document)).all() == []
    assert deeds() == [Action.DOCUMENT_ADDED, Action.DOCUMENT_REMOVED]


def test_a_document_of_another_consultation_is_not_found(officer):
    one, other = make_consultation(officer.council), make_consultation(officer.council)
    document = service.add_document(officer, one.id, title=WORDS, **PAPERS, now=NOON)
    with pytest.raises(NotFound):
        service.remove_document(officer, other.id, document.id, now=NOON)


def test_a_document_needs_a_title_in_both_languages(officer):
    with pytest.raises(Invalid):
        service.add_document(
            officer, make_consultation(officer.council).id, title=Bilingual("Plan"), **PAPERS, now=NOON
        )


def test_the_outcome_is_told_after_closing_and_can_be_told_anew(officer):
    of = make_consultation(officer.council)
    service.report(officer, of.id, WORDS, now=of.closes_at)
    later = service.report(officer, of.id, Bilingual("More.", "Mwy."), now=of.closes_at + timedelta(days=1))
    assert (later.outcome, later.reported_at) == (Bilingual("More.", "Mwy."), of.closes_at)
    assert deeds() == [Action.OUTCOME_REPORTED] * 2


def test_there_is_no_outcome_before_closing(officer):
    of = make_consultation(officer.council)
    with pytest.raises(Conflict):
        service.report(officer, of.id, WORDS, now=of.closes_at - timedelta(seconds=1))


@pytest.mark.parametrize("outcome", [Bilingual(), Bilingual("Told."), Bilingual("", "Dywedwyd.")])
def test_an_outcome_is_told_in_both_languages_or_not_at_all(officer, outcome):
    of = make_consultation(officer.council)
    with pytest.raises(Invalid) as refused:
        service.report(officer, of.id, outcome, now=of.closes_at)
    assert len(refused.value.problems) == len(outcome.missing)
