"""How does a test get a consultation ready, and its survey approved and published?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from engage.accounts.models import Officer
from engage.bilingual import Bilingual
from engage.consultations.models import Consultation
from engage.consultations.preparation import Affected, Aim, NotPolicy, Preparation, Proposal, to_json
from engage.consultations.preparation_models import PreparationRow
from engage.database import db
from engage.surveys import approval_service as approval
from engage.surveys import service as surveys
from engage.surveys.models import Survey, SurveyVersion
from engage.surveys.workflow import Move
from tests.factories import NOON, saved

WORDS = Bilingual("Words.", "Geiriau.")
PREPARED = Preparation(
    formative=Bilingual("Nothing is decided yet.", "Nid oes dim wedi'i benderfynu eto."),
    consideration=Bilingual("The cabinet reads a report.", "Mae'r cabinet yn darllen adroddiad."),
    affected=(Affected("age", "They use it most.", "Two meetings."),),
    aims=(Aim("advance", "It is open to everybody."),),
    purpose="To decide about the library.",
    lawful_basis="public_task",
    policy_document="Policy on special category data, version 2.",
    delete_on=date(2099, 1, 1),
    not_policy=NotPolicy(Bilingual("It only asks.", "Dim ond gofyn mae'n ei wneud."), "Officer", NOON),
)
PROPOSAL = Proposal(
    code="p1",
    title=Bilingual("Longer hours at the library", "Oriau hirach yn y llyfrgell"),
    positive=WORDS,
    negative=WORDS,
    increase=WORDS,
    reduce=WORDS,
    question="longer_hours",
)
A_PROPOSAL = replace(PREPARED, not_policy=None, proposals=(PROPOSAL,))


def prepare(consultation: Consultation, said: Preparation = PREPARED) -> PreparationRow:
    """Say all that has to be said before this consultation goes out."""
    row = db.session.query(PreparationRow).filter_by(consultation_id=consultation.id).one_or_none()
    row = row or PreparationRow(consultation_id=consultation.id, revision=0)
    row.document, row.changed_at = to_json(said), NOON
    return saved(row)


def move(
    officer: Officer, consultation: Consultation, chosen: Move, *, now: datetime, note: str = ""
) -> Survey:
    """Take the survey one step further, as somebody who has just looked at it."""
    seen = approval.way(officer, consultation.id, now=now).survey.revision
    return approval.move(officer, consultation.id, chosen, seen=seen, note=note, now=now)


def approve(officer: Officer, consultation: Consultation, *, now: datetime) -> None:
    """Prepare the consultation, send its survey to the approver and approve it."""
    prepare(consultation)
    move(officer, consultation, Move.SEND, now=now)
    move(officer, consultation, Move.APPROVE, now=now)


def publish(
    officer: Officer, consultation: Consultation, *, now: datetime, due_at: datetime | None = None
) -> SurveyVersion:
    """The survey's version, once it was led all the way to the public."""
    approve(officer, consultation, now=now)
    return surveys.publish(officer, consultation.id, now=now, due_at=due_at)
