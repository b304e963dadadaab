"""What can somebody do with the files that come with their answers? Each is kept with the draft at once."""

from __future__ import annotations

from datetime import datetime

from engage.accounts import service as accounts
from engage.accounts.models import Officer
from engage.accounts.service import Action
from engage.consultations.documents import size
from engage.database import db, unit_of_work
from engage.errors import NotFound
from engage.respond import attachment_service as attachments
from engage.respond import handed, ledger_queries, service
from engage.respond.attachment_service import File
from engage.respond.enclosures import Enclosure
from engage.respond.ledger import Reason
from engage.respond.models import Response
from engage.respond.visit import Visit
from engage.surveys.answers import PageReading
from engage.surveys.definition import Answer, FileQuestion


@unit_of_work
def add(
    code: str, question: FileQuestion, key: str, enclosure: Enclosure, *, language: str, now: datetime
) -> Visit:
    """Keep one more file, once however often it is sent; the first thing kept makes the draft.

    Raises handed.Refused when there is no room, AlreadySent or Closed.
    """
    visit = service.taken(code, now)
    answer, total = visit.answers.get(key), len(enclosure.content)
    if visit.kept:
        if attachments.is_there(visit.kept.uuid, key, enclosure):
            return visit
        total += attachments.size_of_all(visit.kept.uuid)
    else:
        visit = service.put(visit, PageReading((), {}, ()), language=language, now=now)
    handed.require_room(question, answer, total)
    assert visit.kept
    id = attachments.put_under(visit.kept.uuid, key, enclosure)
    called = f"{enclosure.name}, {size(len(enclosure.content))}"
    return _answered(visit, key, handed.with_file(answer, id, called, language), language, now)


@unit_of_work
def remove(code: str, key: str, id: str, *, language: str, now: datetime) -> Visit:
    """Take a file away; nothing happens if it is not there. Raises AlreadySent or Closed."""
    visit = service.taken(code, now)
    answer = visit.answers.get(key)
    if visit.kept is None or answer is None or id not in answer.other:
        return visit
    attachments.forget_one(visit.kept.uuid, id)
    return _answered(visit, key, handed.without_file(answer, id), language, now)


def _answered(visit: Visit, key: str, answer: Answer | None, language: str, now: datetime) -> Visit:
    reading = PageReading((key,), {key: answer} if answer else {}, ())
    return service.put(visit, reading, language=language, now=now)


def own(visit: Visit, id: str) -> File:
    """A file that came with this person's answers. Raises NotFound."""
    found = attachments.file_of(visit.kept.uuid, id) if visit.kept else None
    if found is None:
        raise NotFound
    return found


@unit_of_work
def read(officer: Officer, consultation_id: int, reference: str, id: str, *, now: datetime) -> File:
    """A file that came with a response, for an officer; it is remembered who has had it.

    Raises NotFound, also for what was withdrawn or entered by this officer for somebody, or NotAllowed.
    """
    consultation = ledger_queries.for_keeper(officer, consultation_id)
    entry = ledger_queries.entry(consultation.id, reference)
    promised = ledger_queries.entered_for_somebody(officer, [entry])
    is_read = entry.kind == "response" and entry.reason != Reason.WITHDRAWN and not promised
    response = db.session.get(Response, entry.id) if is_read else None
    found = attachments.file_of(response.uuid, id) if response else None
    if response is None or found is None:
        raise NotFound
    accounts.record(officer, Action.ATTACHMENT_READ, response, at=now)
    return found
