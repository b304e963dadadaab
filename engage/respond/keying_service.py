"""What can be done with papers that came by post? Only what is settled becomes a response, and that once."""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, update

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.service import Action
from engage.config import settings
from engage.database import db, unit_of_work
from engage.errors import Conflict, Invalid, NotFound
from engage.respond import keying_queries as queries
from engage.respond import keying_storing_service as storing
from engage.respond.channel import Channel
from engage.respond.keying import Typed
from engage.respond.keying_form import Facts, Keyed, differences, read_form, settled
from engage.respond.keying_models import Keying, Paper, PaperBatch, SpoiltAnswer
from engage.respond.keying_queries import KEYED, Content, Task
from engage.respond.ledger_models import Batch
from engage.sealing import seal


class Elsewhere(Conflict):
    """Somebody else has done something with this paper meanwhile."""


class Sheet(NamedTuple):
    """One paper as a clerk has it in their hands."""

    number: int  # in the stack
    form: str  # its mark
    facts: Facts
    typed: Typed


Lot = Callable[[int], int]  # a whole number from 0 up to below its argument


@unit_of_work
def open_batch(
    officer: Officer,
    consultation_id: int,
    *,
    name: str,
    expected: int | None,
    percent_twice: int,
    now: datetime,
) -> PaperBatch:
    """Begin a stack of papers. Raises NotFound or NotAllowed."""
    queries.for_clerk(officer, consultation_id)
    batch = Batch(
        consultation_id=consultation_id,
        channel=Channel.PAPER,
        name=name,
        expected=expected,
        officer_id=officer.id,
        made_at=now,
    )
    rules = PaperBatch(batch=batch, percent_twice=percent_twice)
    db.session.add(rules)
    accounts.record(officer, Action.PAPERS_OPENED, batch, at=now)
    return rules


@unit_of_work
def key(
    officer: Officer,
    consultation_id: int,
    batch_id: int,
    sheet: Sheet,
    *,
    task: Task,
    now: datetime,
    lot: Lot = secrets.randbelow,
) -> Paper:
    """Keep what was keyed of a paper; once there is nothing left to compare, it becomes a response.

    `task` is what the clerk was shown. Sent twice, it is done once. Raises NotFound, NotAllowed, Invalid with
    what is wrong, or Elsewhere when somebody else was earlier.
    """
    of = queries.batch(officer, consultation_id, batch_id, hold=True)
    form = queries.form(consultation_id, sheet.form)
    keyed = read_form(form, queries.turned(consultation_id, form, sheet.typed), sheet.facts.language)
    if keyed.problems:
        raise Invalid(list(keyed.problems))
    paper = queries.paper_at(batch_id, sheet.number)
    if paper and _is_the_same(officer, paper, keyed, sheet):
        return paper
    if task not in KEYED or not _is_still(task, officer, of, paper):
        raise Elsewhere
    if task == Task.SECOND and paper and paper.form != sheet.form:
        raise Elsewhere
    if paper is None:
        drawn = lot(100) < of.percent_twice
        paper = Paper(batch_id=batch_id, number=sheet.number, form=sheet.form, needs_second=drawn)
        paper.keyings = []
        db.session.add(paper)
    if task != Task.SECOND:
        paper.form = sheet.form
    if task == Task.AGAIN:
        paper.keyings.clear()
        db.session.flush()
    _keep(officer, paper, keyed, sheet.facts, now)
    _count_if_settled(consultation_id, of, paper, now)
    return paper


@unit_of_work
def settle(
    officer: Officer,
    consultation_id: int,
    batch_id: int,
    number: int,
    *,
    seconds: Collection[int],
    anew: Mapping[int, Typed],
    facts: Facts,
    now: datetime,
) -> Paper:
    """Decide between two keyings, question by question; the paper then counts. See `keying_form.settled`.

    Raises NotFound, NotAllowed, or Invalid with what is wrong in what was typed anew.
    """
    of = queries.batch(officer, consultation_id, batch_id, hold=True)
    found = queries.difference(officer, consultation_id, of, number)
    keyed = as_settled(consultation_id, found, seconds=seconds, anew=anew, language=facts.language)
    if keyed.problems:
        raise Invalid(list(keyed.problems))
    _keep(officer, found.paper, keyed, facts, now)
    count(consultation_id, of, found.paper, keyed, facts, now)
    accounts.record(officer, Action.PAPER_SETTLED, of.batch, at=now)
    return found.paper


def as_settled(
    consultation_id: int,
    found: queries.Difference,
    *,
    seconds: Collection[int],
    anew: Mapping[int, Typed],
    language: str,
) -> Keyed:
    """What a paper says once it is decided like this between its two keyings."""
    typed = settled(found.one, found.other, seconds, anew)
    return read_form(found.one.form, queries.turned(consultation_id, found.one.form, typed), language)


@unit_of_work
def close(officer: Officer, consultation_id: int, batch_id: int, *, reason: str, now: datetime) -> PaperBatch:
    """Close a batch: nobody finds a paper by its number any more. Once closed, that changes nothing.

    Raises NotFound, NotAllowed, or Invalid naming "unsettled" or, when the numbers do not agree, "reason".
    """
    of = queries.batch(officer, consultation_id, batch_id, hold=True)
    if of.batch.closed_at:
        return of
    stand = queries.stand(batch_id)
    if not stand.is_settled:
        raise Invalid(["unsettled"])
    if of.batch.expected is not None and of.batch.expected != stand.counted and not reason:
        raise Invalid(["reason"])
    of.batch.closed_at, of.closed_by_id, of.closing_reason = now, officer.id, reason
    of.counted, of.keyed_twice, of.differed = stand.counted, len(stand.twice), len(stand.differed)
    of.helped = sum(queries.content(paper.keyings[-1]).facts.helped for paper in stand.papers)
    storing.forget_unasked_files(batch_id)
    _forget_papers(batch_id, stand.papers)
    accounts.record(officer, Action.PAPERS_CLOSED, of.batch, at=now)
    return of


def _is_still(task: Task, officer: Officer, of: PaperBatch, paper: Paper | None) -> bool:
    """Is the paper still as the clerk was shown it? One that is none of their business now is not."""
    try:
        return queries.task(officer, of, paper) == task
    except NotFound:
        return False


def _is_the_same(officer: Officer, paper: Paper, keyed: Keyed, sheet: Sheet) -> bool:
    """Has this officer keyed exactly this already, as when a button is pressed twice?"""
    mine = [each for each in paper.keyings if each.officer_id == officer.id]
    return bool(
        mine and paper.form == sheet.form and queries.content(mine[-1]) == Content(keyed.typed, sheet.facts)
    )


def _keep(officer: Officer, paper: Paper, keyed: Keyed, facts: Facts, now: datetime) -> None:
    uuid = secrets.token_bytes(16)
    plain = json.dumps(Content(keyed.typed, facts).to_json()).encode()
    kept = Keying(
        turn=len(paper.keyings) + 1,
        officer_id=officer.id,
        uuid=uuid,
        sealed=seal(plain, settings().equality_key, uuid),
        made_at=now,
    )
    paper.keyings.append(kept)
    db.session.flush()


def _count_if_settled(consultation_id: int, of: PaperBatch, paper: Paper, now: datetime) -> None:
    """Let a paper count that needs no second keying, or whose second says the same as the first."""
    first, facts = queries.keyed(consultation_id, paper, paper.keyings[0])
    if len(paper.keyings) == 1:
        if not paper.needs_second:
            count(consultation_id, of, paper, first, facts, now)
        return
    second, other_facts = queries.keyed(consultation_id, paper, paper.keyings[1])
    if differences(first, second) or facts != other_facts:
        paper.differed = True
    else:
        count(consultation_id, of, paper, first, facts, now)


def key_of(batch_id: int, number: int) -> bytes:
    """The key under which a paper becomes a response, once."""
    secret = settings().secret_key.encode()
    return hmac.digest(secret, b"engage paper %d %d" % (batch_id, number), "sha256")


def count(
    consultation_id: int, of: PaperBatch, paper: Paper, keyed: Keyed, facts: Facts, now: datetime
) -> None:
    """Let a paper count as it was keyed, with what was enclosed; again when either was mended."""
    key = key_of(of.batch_id, paper.number)
    if files := storing.enclosed(key, facts.language):
        keyed = read_form(keyed.form, keyed.typed, facts.language, files)
    storing.store(consultation_id, of.batch_id, key, keyed, facts, now=now)
    paper.is_counted = True
    db.session.execute(delete(SpoiltAnswer).where(SpoiltAnswer.paper_id == paper.id))
    of_number = {asked.number: asked for asked in keyed.form.questions()}
    for number, codes in keyed.spoilt.items():
        for part, code in codes.items():
            spoilt = SpoiltAnswer(
                batch_id=of.batch_id,
                paper_id=paper.id,
                version_id=keyed.form.id.version_id,
                is_equality=of_number[number].is_equality,
                key=of_number[number].key,
                part=part,
                code=code,
            )
            db.session.add(spoilt)


def _forget_papers(batch_id: int, papers: list[Paper]) -> None:
    mine = SpoiltAnswer.batch_id == batch_id
    db.session.execute(update(SpoiltAnswer).where(mine).values(paper_id=None))
    for paper in papers:
        db.session.delete(paper)
