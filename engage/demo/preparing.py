"""What do the demonstration's councils say before they consult, and how do surveys get to the public?"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from engage.accounts.models import Officer
from engage.bilingual import Bilingual
from engage.consultations import preparation_service as preparations
from engage.consultations.models import Consultation
from engage.consultations.preparation import Affected, Aim, Preparation, Proposal
from engage.consultations.school_weeks import school_year, usual
from engage.dates import LONDON
from engage.surveys import approval_service as approval
from engage.surveys import comment_service as comments
from engage.surveys import draft_service as drafts
from engage.surveys import service as surveys
from engage.surveys.deeds import Deed
from engage.surveys.models import SurveyVersion
from engage.surveys.texts import rewritten
from engage.surveys.workflow import Move, State

FILE = Path(__file__).parent / "preparations.yaml"
KEPT = timedelta(days=730)  # after closing
WAIT = timedelta(days=6)  # until what is scheduled is published


def prepare(officer: Officer, consultation: Consultation, subject: str, *, now: datetime) -> None:
    """Say everything that has to be said before a consultation on this subject."""
    said = preparation(subject, consultation.council.nation, consultation.closes_at.date() + KEPT)
    preparations.change(officer, consultation.id, lambda _before: said, seen=0, now=now)


def enter_school_holidays(author: Officer, *, now: datetime) -> None:
    """Enter what this council, but not the other one, has set for this school year."""
    for each in usual(school_year(now.date())):
        preparations.add_school_holiday(author, each.first, each.last, now=now)


def send(author: Officer, consultation_id: int, *, now: datetime, note: str = "") -> None:
    """Send the survey to an approver."""
    move(author, consultation_id, Move.SEND, now=now, note=note)


def publish(
    author: Officer, approver: Officer, consultation_id: int, *, now: datetime, due_at: datetime | None = None
) -> SurveyVersion:
    """Take the survey all the way: sent, approved and published."""
    send(author, consultation_id, now=now)
    move(approver, consultation_id, Move.APPROVE, now=now)
    return surveys.publish(approver, consultation_id, now=now, due_at=due_at)


def lead(entry: dict[str, Any], staff: dict[str, Officer], consultation_id: int, *, now: datetime) -> None:
    """Take a draft to the state that its entry names, and discuss it there."""
    author, approver = staff["author"], staff["approver"]
    if entry["state"] == State.TRANSLATION:
        move(author, consultation_id, Move.TRANSLATE, now=now, note=entry["note"])
        return
    if entry["state"] == State.SCHEDULED:
        at_nine = datetime.combine(now.astimezone(LONDON).date() + WAIT, time(9), LONDON)
        publish(author, approver, consultation_id, now=now, due_at=at_nine)
        return
    _discuss(entry, author, approver, consultation_id, now)


def _discuss(
    entry: dict[str, Any], author: Officer, approver: Officer, consultation_id: int, now: datetime
) -> None:
    """The approver sends it back once, with comments; the author answers one of them, and sends it again."""
    send(author, consultation_id, now=now, note=entry["note"])
    begun = [
        comments.comment(approver, consultation_id, each["about"], each["words"], language="en", now=now)
        for each in entry["comments"]
    ]
    move(approver, consultation_id, Move.SEND_BACK, now=now, note=entry["sent_back"])
    for thread, each in zip(begun, entry["comments"], strict=True):
        if "answer" in each:
            comments.reply(author, consultation_id, thread.id, each["answer"], language="en", now=now)
            comments.settle(author, consultation_id, thread.id, settled=True, now=now)
    _reword(
        author,
        consultation_id,
        {key: Bilingual.from_json(words) for key, words in entry["reworded"].items()},
        now,
    )
    send(author, consultation_id, now=now, note=entry["sent_again"])


def _reword(author: Officer, consultation_id: int, words: dict[str, Bilingual], now: datetime) -> None:
    revision = approval.way(author, consultation_id, now=now).survey.revision
    drafts.change(
        author,
        consultation_id,
        lambda before: rewritten(before, words),
        seen=revision,
        deed=Deed.CHANGED,
        subject=next(iter(words.values())),
        now=now,
    )


def move(officer: Officer, consultation_id: int, chosen: Move, *, now: datetime, note: str = "") -> None:
    seen = approval.way(officer, consultation_id, now=now).survey.revision
    approval.move(officer, consultation_id, chosen, seen=seen, note=note, now=now)


def preparation(subject: str, nation: str, delete_on: date) -> Preparation:
    words, shared = _content()["subjects"][subject], _content()["shared"]
    proposals = words["proposals"] if nation == "wales" else []
    return Preparation(
        formative=Bilingual.from_json(words["formative"]),
        consideration=Bilingual.from_json(shared["consideration"]),
        affected=tuple(Affected(**each) for each in words["affected"]),
        aims=tuple(Aim(**each) for each in words["aims"]),
        purpose=shared["purpose"],
        lawful_basis=shared["lawful_basis"],
        policy_document=shared["policy_document"],
        delete_on=delete_on,
        proposals=tuple(_proposal(f"p{number}", each) for number, each in enumerate(proposals, start=1)),
    )


def _proposal(code: str, words: dict[str, Any]) -> Proposal:
    texts = {name: Bilingual.from_json(text) for name, text in words.items() if name != "question"}
    return Proposal(code=code, question=words["question"], **texts)


@cache
def _content() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded
