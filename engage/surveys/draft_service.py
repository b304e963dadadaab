"""How is a draft changed? Everything that changes one, on any page and from any file, comes through here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, select

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.permissions import Permission
from engage.accounts.service import Action
from engage.bilingual import Bilingual
from engage.consultations.models import Consultation
from engage.database import db, fetch, unit_of_work
from engage.errors import Conflict, NotFound
from engage.surveys import translation_service as translation
from engage.surveys import variant_following
from engage.surveys.all_texts import all_texts
from engage.surveys.deeds import Deed
from engage.surveys.definition import Definition
from engage.surveys.document import from_json, to_json
from engage.surveys.models import DraftChange, Survey
from engage.surveys.workflow import may_be_edited

REMEMBERED = 50  # changes of a draft that can be undone


class Overtaken(Conflict):
    """Somebody has changed the draft since it was shown."""

    page = "draft_overtaken"


class WithApprover(Conflict):
    """What somebody is approving stays as it is until it is taken back."""

    page = "with_approver"


class NothingToUndo(Conflict):
    """There is no change that could be taken back."""

    page = "nothing_to_undo"


@unit_of_work
def change(
    officer: Officer,
    consultation_id: int,
    edit: Callable[[Definition], Definition],
    *,
    seen: int,
    deed: Deed,
    subject: Bilingual,
    now: datetime,
    permission: Permission = Permission.EDIT_CONSULTATION,
) -> Survey:
    """Put the draft through `edit`; `seen` is the revision that the officer was shown.

    An edit that changes nothing leaves no trace. Raises NotFound, NotAllowed, Overtaken, WithApprover, and
    what `edit` raises.
    """
    survey = hold(officer, consultation_id, permission, now=now)
    if survey.revision != seen:
        raise Overtaken
    before = survey.definition
    after = edit(before)
    if after != before:
        after = variant_following.followed(before, after, survey.written_in)
        write(officer, survey, after, deed=deed, subject=subject, now=now)
    return survey


@unit_of_work
def undo(officer: Officer, consultation_id: int, *, seen: int, now: datetime) -> Survey:
    """Take back the last change of the draft. Raises NotFound, NotAllowed, Overtaken or NothingToUndo."""
    survey = hold(officer, consultation_id, Permission.EDIT_CONSULTATION, now=now)
    if survey.revision != seen:
        raise Overtaken
    last = db.session.scalar(
        select(DraftChange).filter_by(survey_id=survey.id).order_by(DraftChange.revision.desc()).limit(1)
    )
    if last is None:
        raise NothingToUndo
    after = last.before
    db.session.delete(last)
    translation.follow(officer, survey, survey.definition, from_json(after), now=now)
    survey.draft, survey.changed_at, survey.revision = after, now, survey.revision + 1
    accounts.record(officer, Action.SURVEY_CHANGED, survey, at=now)
    return survey


@unit_of_work
def confirm(officer: Officer, consultation_id: int, *, seen: int, now: datetime) -> None:
    """Record that the last change only mended slips: the other language still says the same.

    Raises NotFound, NotAllowed, WithApprover or Overtaken.
    """
    survey = hold(officer, consultation_id, Permission.EDIT_CONSULTATION, now=now)
    before = db.session.scalar(
        select(DraftChange.before).filter_by(survey_id=survey.id, revision=seen).limit(1)
    )
    if survey.revision != seen or before is None:
        raise Overtaken
    words = {text.key: text.words for text in all_texts(survey.definition)}
    for key in translation.turned(consultation_id, from_json(before), survey.definition):
        translation.settle(consultation_id, key, words[key])
    survey.draft = to_json(variant_following.unturned(from_json(before), survey.definition))
    accounts.record(officer, Action.TRANSLATION_CONFIRMED, survey, at=now)


def hold(officer: Officer | None, consultation_id: int, permission: Permission, *, now: datetime) -> Survey:
    """The consultation's survey, kept to this transaction; without an officer, for the console.

    Raises NotFound, also when there is none, NotAllowed or WithApprover.
    """
    consultation = fetch(Consultation, consultation_id)
    if officer:
        accounts.require(officer, permission, consultation.council_id)
    db.session.refresh(consultation, with_for_update={"of": Consultation})
    survey = db.session.scalar(select(Survey).filter_by(consultation_id=consultation_id))
    if survey is None:
        raise NotFound
    db.session.refresh(survey)
    if not may_be_edited(survey.standing(now)):
        raise WithApprover
    return survey


def write(
    officer: Officer | None,
    survey: Survey,
    after: Definition,
    *,
    deed: Deed,
    subject: Bilingual,
    now: datetime,
) -> None:
    """Make this the draft, within the transaction that holds it, and remember what it was before."""
    document = to_json(after)
    survey.revision += 1
    db.session.add(
        DraftChange(
            survey_id=survey.id,
            revision=survey.revision,
            before=survey.draft,
            deed=deed,
            subject=subject,
            officer_id=officer.id if officer else None,
            at=now,
        )
    )
    db.session.execute(
        delete(DraftChange).where(
            DraftChange.survey_id == survey.id, DraftChange.revision <= survey.revision - REMEMBERED
        )
    )
    translation.follow(officer, survey, survey.definition, after, now=now)
    survey.draft, survey.changed_at = document, now
    accounts.record(officer, Action.SURVEY_CHANGED, survey, at=now, council_id=survey.consultation.council_id)
