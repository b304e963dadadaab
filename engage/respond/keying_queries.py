"""Which papers are there to key, and what was keyed of one?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import case, func, select

from engage.accounts.models import Officer
from engage.accounts.permissions import Permission, may
from engage.config import settings
from engage.consultations import queries as consultations
from engage.consultations.models import Consultation
from engage.database import db
from engage.errors import NotFound
from engage.respond import keying, paper_ids, paper_service
from engage.respond.channel import Channel
from engage.respond.keying import Typed
from engage.respond.keying_form import Facts, Keyed, differences, read_form
from engage.respond.keying_models import Keying, Paper, PaperBatch, SpoiltAnswer
from engage.respond.keying_signs import Spoilt
from engage.respond.ledger import Reason
from engage.respond.ledger_models import Batch, Decision
from engage.respond.models import Response
from engage.respond.paper import Form
from engage.sealing import open_sealed
from engage.surveys import postcode_queries as postcodes


class Task(StrEnum):
    """What somebody can do with a paper now."""

    FIRST = "first"  # nobody has keyed it
    SECOND = "second"  # another person has, and it was drawn to be keyed twice
    AGAIN = "again"  # they have keyed it themselves, or oversee the batch, and it may be mended
    SETTLE = "settle"  # its two keyings differ
    DONE = "done"  # nothing


KEYED = (Task.FIRST, Task.SECOND, Task.AGAIN)  # for which the whole paper is typed


class Content(NamedTuple):
    """What was keyed of one paper, as it is sealed."""

    typed: dict[str, str]
    facts: Facts

    def to_json(self) -> dict[str, Any]:
        language, received_on, helped = self.facts
        return {"typed": self.typed, "facts": [language, received_on.isoformat(), helped]}

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Content:
        language, received_on, helped = plain["facts"]
        return cls(plain["typed"], Facts(language, date.fromisoformat(received_on), helped))


@dataclass(frozen=True, slots=True)
class Stand:
    """How far a batch is."""

    papers: list[Paper]
    late: int = 0  # of those that are counted: they came after the last day

    @property
    def is_settled(self) -> bool:
        """Is every paper a response, so that the batch can be closed?"""
        return self.counted == self.keyed

    @property
    def keyed(self) -> int:
        return len(self.papers)

    @property
    def counted(self) -> int:
        return sum(paper.is_counted for paper in self.papers)

    @property
    def twice(self) -> list[Paper]:
        return [paper for paper in self.papers if len(paper.keyings) > 1]

    @property
    def differed(self) -> list[Paper]:
        return [paper for paper in self.papers if paper.differed]

    @property
    def waiting(self) -> list[Paper]:
        """Papers that another person has still to key."""
        return [paper for paper in self.papers if paper.needs_second and len(paper.keyings) == 1]

    @property
    def to_settle(self) -> list[Paper]:
        return [paper for paper in self.papers if len(paper.keyings) == 2 and not paper.is_counted]

    @property
    def next_number(self) -> int:
        return max((paper.number for paper in self.papers), default=0) + 1


def for_clerk(officer: Officer, consultation_id: int) -> Consultation:
    """A published consultation for which this officer may key. Raises NotFound or NotAllowed."""
    consultation = consultations.for_officer(officer, consultation_id, Permission.ENTER_RESPONSES)
    if consultation.published_at is None:
        raise NotFound
    return consultation


def batches(officer: Officer, consultation_id: int) -> list[tuple[PaperBatch, Stand]]:
    """The batches of a consultation, the latest first. Raises NotFound or NotAllowed."""
    for_clerk(officer, consultation_id)
    rows = db.session.scalars(
        select(PaperBatch)
        .join(Batch)
        .where(Batch.consultation_id == consultation_id, Batch.channel == Channel.PAPER)
        .order_by(PaperBatch.id.desc())
    )
    return [(row, stand(row.batch_id)) for row in rows]


def batch(officer: Officer, consultation_id: int, batch_id: int, *, hold: bool = False) -> PaperBatch:
    """One batch of papers; held, nobody else changes it meanwhile. Raises NotFound or NotAllowed."""
    for_clerk(officer, consultation_id)
    if hold:
        db.session.execute(select(Batch.id).where(Batch.id == batch_id).with_for_update())
    query = select(PaperBatch).join(Batch).where(Batch.consultation_id == consultation_id)
    query = query.where(PaperBatch.batch_id == batch_id).execution_options(populate_existing=hold)
    row = db.session.scalar(query)
    if row is None:
        raise NotFound
    return row


class Opened(NamedTuple):
    """A batch that an officer has before them, as templates name it."""

    consultation: Consultation
    of: PaperBatch


def opened(officer: Officer, consultation_id: int, batch_id: int) -> Opened:
    """A batch with its consultation. Raises NotFound or NotAllowed."""
    return Opened(for_clerk(officer, consultation_id), batch(officer, consultation_id, batch_id))


def stand(batch_id: int) -> Stand:
    """How far a batch is; of a closed one there are no papers any more."""
    query = select(Paper).filter_by(batch_id=batch_id).order_by(Paper.number)
    late = (
        select(func.count())
        .select_from(Decision)
        .join(Response, Decision.response_id == Response.id)
        .where(Response.batch_id == batch_id, Decision.reason == Reason.LATE, Decision.undone_at.is_(None))
    )
    return Stand(list(db.session.scalars(query)), db.session.scalar(late) or 0)


def not_counted(consultation_id: int) -> int:
    """How many papers are keyed that are no responses yet."""
    papers = select(func.count(Paper.id)).join(Batch, Paper.batch_id == Batch.id)
    mine = papers.where(Batch.consultation_id == consultation_id, Paper.is_counted.is_(False))
    return db.session.scalar(mine) or 0


def open_batches(consultation_id: int) -> int:
    """How many stacks are not closed: papers of theirs may not be keyed yet, or not counted."""
    batches = select(func.count(PaperBatch.batch_id)).join(Batch, PaperBatch.batch_id == Batch.id)
    mine = batches.where(Batch.consultation_id == consultation_id, Batch.closed_at.is_(None))
    return db.session.scalar(mine) or 0


def spoilt(batch_id: int) -> dict[str, dict[Spoilt, int]]:
    """How often something stood on the papers of a batch that is no answer, by the key of the question.

    All about equality stands under "".
    """
    about = case((SpoiltAnswer.is_equality, ""), else_=SpoiltAnswer.key).label("about")
    rows = db.session.execute(
        select(about, SpoiltAnswer.code, func.count().label("times"))
        .where(SpoiltAnswer.batch_id == batch_id)
        .group_by("about", SpoiltAnswer.code)
        .order_by("about", SpoiltAnswer.code)
    )
    found: dict[str, dict[Spoilt, int]] = {}
    for row in rows:
        found.setdefault(row.about, {})[Spoilt(row.code)] = row.times
    return found


def paper_at(batch_id: int, number: int) -> Paper | None:
    """The paper with this number in the stack, if it was keyed."""
    return db.session.scalar(select(Paper).filter_by(batch_id=batch_id, number=number))


def task(officer: Officer, of: PaperBatch, paper: Paper | None) -> Task:
    """What this officer can do with a paper. Raises NotFound for one that is none of their business."""
    if of.batch.closed_at:
        return Task.DONE
    if paper is None:
        return Task.FIRST
    if len(paper.keyings) == 2 and not paper.is_counted:
        return Task.SETTLE
    mine = paper.keyings[0].officer_id == officer.id
    if paper.needs_second and len(paper.keyings) == 1 and not mine:
        return Task.SECOND
    if len(paper.keyings) > 1:
        return Task.DONE
    if mine or oversees(officer):
        return Task.AGAIN
    raise NotFound


def oversees(officer: Officer) -> bool:
    """May this officer look at what others have keyed?"""
    return may(officer.role_names, Permission.KEEP_LEDGER)


def form(consultation_id: int, mark: str) -> Form:
    """The form with this mark. Raises NotFound when there is a slip in it, or it is of other questions."""
    id = paper_ids.read(mark)
    if id is None:
        raise NotFound
    return paper_service.form_with_id(consultation_id, id)


def turned(consultation_id: int, of: Form, typed: Typed) -> dict[str, str]:
    """What was typed, with the areas of the council's lists in place of postcodes, which go no further."""
    found = keying.wanted(of.questions(), typed)
    said = postcodes.found(consultation_id, found.values())
    return keying.turned(of.questions(), typed, said)


def content(of: Keying) -> Content:
    """What was keyed."""
    return Content.from_json(json.loads(open_sealed(of.sealed, settings().equality_key, of.uuid)))


def keyed(consultation_id: int, paper: Paper, of: Keying) -> tuple[Keyed, Facts]:
    """What was keyed, its answers read anew."""
    found = content(of)
    return read_form(form(consultation_id, paper.form), found.typed, found.facts.language), found.facts


@dataclass(frozen=True, slots=True)
class Difference:
    """Two keyings of one paper."""

    paper: Paper
    one: Keyed
    other: Keyed
    numbers: tuple[int, ...]  # of the questions that were not keyed the same
    facts: tuple[Facts, Facts]


def difference(officer: Officer, consultation_id: int, of: PaperBatch, number: int) -> Difference:
    """The two keyings that are to be settled. Raises NotFound when there is nothing to settle."""
    paper = paper_at(of.batch_id, number)
    if paper is None or task(officer, of, paper) != Task.SETTLE:
        raise NotFound
    (one, first), (other, second) = (keyed(consultation_id, paper, each) for each in paper.keyings[:2])
    numbers = tuple(asked.number for asked in differences(one, other))
    return Difference(paper, one, other, numbers, (first, second))
