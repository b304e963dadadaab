"""What can a clerk do with the files that came in the envelope of a paper? They are answers, as online."""

from __future__ import annotations

from datetime import datetime

from engage.accounts.models import Officer
from engage.database import unit_of_work
from engage.errors import NotFound
from engage.respond import attachment_service as attachments
from engage.respond import handed, keying_service
from engage.respond import keying_queries as queries
from engage.respond import keying_storing_service as storing
from engage.respond.attachment_service import Kept
from engage.respond.enclosures import Enclosure
from engage.respond.handed import Refused
from engage.respond.keying_form import read_form
from engage.respond.keying_models import Paper
from engage.respond.keying_service import key_of
from engage.respond.paper import Form
from engage.surveys.definition import FileQuestion


def questions(form: Form) -> dict[str, FileQuestion]:
    """The questions of a form that are answered with files, by their keys."""
    return {
        asked.key: asked.question for asked in form.questions() if isinstance(asked.question, FileQuestion)
    }


def paper(officer: Officer, consultation_id: int, batch_id: int, number: int) -> tuple[Paper, Form]:
    """A paper that was keyed, of a batch that is open, with its form. Raises NotFound or NotAllowed."""
    of = queries.batch(officer, consultation_id, batch_id, hold=True)
    found = queries.paper_at(batch_id, number)
    if found is None or of.batch.closed_at:
        raise NotFound
    return found, queries.form(consultation_id, found.form)


def files(batch_id: int, number: int) -> list[Kept]:
    """What was enclosed with a paper so far."""
    return attachments.kept_under(storing.files_place(key_of(batch_id, number)))


@unit_of_work
def add(
    officer: Officer,
    consultation_id: int,
    batch_id: int,
    number: int,
    key: str,
    enclosure: Enclosure,
    *,
    now: datetime,
) -> None:
    """Keep one more file, once however often it is sent. Raises NotFound, NotAllowed or handed.Refused."""
    found, form = paper(officer, consultation_id, batch_id, number)
    question = questions(form).get(key)
    if question is None:
        raise NotFound
    paper_key = key_of(batch_id, number)
    place = storing.files_place(paper_key)
    if attachments.is_there(place, key, enclosure):
        return
    keyed, facts = queries.keyed(consultation_id, found, found.keyings[-1])
    before = storing.enclosed(paper_key, facts.language)
    total = attachments.size_of_all(place) + len(enclosure.content)
    handed.require_room(question, before.get(key), total)
    attachments.put_under(place, key, enclosure)
    with_it = read_form(form, keyed.typed, facts.language, storing.enclosed(paper_key, facts.language))
    if key not in with_it.answers:
        raise Refused("file_passed")
    _count_again(officer, consultation_id, batch_id, found, now)


@unit_of_work
def remove(
    officer: Officer, consultation_id: int, batch_id: int, number: int, id: str, *, now: datetime
) -> None:
    """Take a file away; nothing happens if it is not there. Raises NotFound or NotAllowed."""
    found, _form = paper(officer, consultation_id, batch_id, number)
    if id in {file.id for file in files(batch_id, number)}:
        attachments.forget_one(storing.files_place(key_of(batch_id, number)), id)
        _count_again(officer, consultation_id, batch_id, found, now)


def _count_again(officer: Officer, consultation_id: int, batch_id: int, found: Paper, now: datetime) -> None:
    if found.is_counted:
        of = queries.batch(officer, consultation_id, batch_id)
        keyed, facts = queries.keyed(consultation_id, found, found.keyings[-1])
        keying_service.count(consultation_id, of, found, keyed, facts, now)
