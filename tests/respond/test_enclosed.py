"""Is what came in the envelope of a paper kept with its answers, like a file online, whenever it is added?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html

from engage.bilingual import Bilingual
from engage.database import db
from engage.respond import attachment_service as attachments
from engage.respond import keying_service as service
from engage.respond.attachment_models import Attachment
from engage.respond.enclosures import Enclosure
from engage.respond.keying_enclosed_service import add, files, remove
from engage.respond.keying_queries import Task
from engage.respond.ledger_models import Decision
from engage.respond.models import Response
from engage.surveys.definition import FileQuestion, Is, Option, Page, SingleChoice
from tests.examples import EVERY_KIND
from tests.factories import NOON
from tests.officers import send, upload
from tests.respond.office import ALL_KINDS, EVERYBODY, Office, fact

GATE = SingleChoice(
    id="gate",
    title=Bilingual("Do you go on?", "A ydych chi'n mynd ymlaen?"),
    options=(Option("yes", Bilingual("Yes", "Ydw")), Option("no", Bilingual("No", "Nac ydw"))),
)


def _gated(sections):
    """The sections, asked of those who go on."""
    return (replace(each, id=f"{each.id}-on", show_if=Is("gate", ("yes",))) for each in sections)


[ASKED] = [each for each in EVERY_KIND.questions() if isinstance(each, FileQuestion)]
LETTER = Enclosure("llythyr.txt", "txt", "Annwyl bawb, ŵ".encode())


def response() -> Response:
    db.session.expire_all()
    return db.session.query(Response).one()


def enclose(office: Office, officer=None, enclosure: Enclosure = LETTER) -> None:
    add(officer or office.one, office.id, office.batch_id, 1, ASKED.id, enclosure, now=NOON)


def test_a_file_that_comes_after_the_paper_counts_is_an_answer_and_can_be_had_again(app):
    office = Office(ALL_KINDS)
    office.key(office.one, office.sheet(typed={"q-quote": "1"}))
    enclose(office)
    enclose(office)  # pressed twice
    found = response()
    answer = found.answers[ASKED.id]
    [(id, called)] = answer["other"].items()
    assert (answer["value"], called) == ([id], "llythyr.txt, 1 kB")
    assert attachments.file_of(found.uuid, id).content == LETTER.content
    assert found.answers["quote"]
    assert db.session.query(Attachment).count() == 1


@pytest.mark.parametrize("differs", [False, True])
def test_a_file_waits_with_its_paper_until_that_was_keyed_twice(app, differs: bool):
    office = Office(ALL_KINDS, percent=100)
    office.key(office.one, office.sheet(typed={"q-visits": "3"}), lot=EVERYBODY)
    enclose(office)
    assert db.session.query(Response).count() == 0
    second = {"q-visits": "4" if differs else "3"}
    office.key(office.two, office.sheet(typed=second), Task.SECOND)
    if differs:
        chosen = {"seconds": set(), "anew": {}, "facts": fact()}
        service.settle(office.three, office.id, office.batch_id, 1, **chosen, now=NOON)
    found = response()
    [id] = found.answers[ASKED.id]["value"]
    assert attachments.file_of(found.uuid, id).content == LETTER.content
    assert {row.response_uuid for row in db.session.query(Attachment)} == {found.uuid}


def test_a_form_with_nothing_but_an_enclosure_is_not_blank(app):
    office = Office(ALL_KINDS)
    office.key(office.one, office.sheet())
    assert [each.reason for each in db.session.query(Decision).filter_by(undone_at=None)] == ["blank"]
    enclose(office)
    assert db.session.query(Decision).filter_by(undone_at=None).count() == 0
    [file] = files(office.batch_id, 1)
    remove(office.one, office.id, office.batch_id, 1, file.id, now=NOON)
    assert ASKED.id not in response().answers
    assert [each.reason for each in db.session.query(Decision).filter_by(undone_at=None)] == ["blank"]
    assert db.session.query(Attachment).count() == 0


def test_keying_a_paper_again_keeps_what_was_enclosed(app):
    office = Office(ALL_KINDS)
    office.key(office.one, office.sheet(typed={"q-visits": "3"}))
    enclose(office)
    office.key(office.one, office.sheet(typed={"q-visits": "4"}), Task.AGAIN)
    found = response()
    assert (found.answers["visits"]["value"], len(found.answers[ASKED.id]["value"])) == (4, 1)


def test_a_file_outlasts_a_slip_by_which_its_question_was_not_asked_and_goes_when_the_stack_is_closed(app):
    first = EVERY_KIND.sections[0]
    asks = Page(id="ask", title=ASKED.title, questions=(GATE,))
    survey = replace(EVERY_KIND, sections=(replace(first, parts=(asks,)), *_gated(EVERY_KIND.sections)))
    office = Office(survey)
    yes, no = {"q-gate": "1", "q-visits": "3"}, {"q-gate": "2"}
    office.key(office.one, office.sheet(typed=yes))
    enclose(office)
    office.key(office.one, office.sheet(typed=no), Task.AGAIN)
    assert ASKED.id not in response().answers
    office.key(office.one, office.sheet(typed=yes), Task.AGAIN)
    assert len(response().answers[ASKED.id]["value"]) == 1
    office.key(office.one, office.sheet(typed=no), Task.AGAIN)
    office.close()
    assert db.session.query(Attachment).count() == 0


def test_a_clerk_adds_and_removes_files_on_a_page_to_which_the_keying_leads(signed_in):
    office = Office(ALL_KINDS)
    clerk = signed_in(office.one)
    typed = {"q-visits": "3", "enclosed": "1"}
    keyed = send(clerk, office.address(f"/1/{office.form().id}"), **typed)
    page = office.address("/1/files")
    assert keyed.headers["Location"].endswith(page)
    refused = send(clerk, page, **{ASKED.id: upload(b"\0\1", "x.pdf")})
    assert refused.status_code == 422
    assert "This file cannot be taken" in refused.text
    sent = send(clerk, page, **{ASKED.id: upload(LETTER.content, "llythyr.exe")})
    assert sent.status_code == 303
    shown = html.document_fromstring(clerk.get(page).text)
    assert "llythyr.txt, 1 kB" in shown.text_content()
    [gone] = shown.xpath("//button[@name='remove']/@value")
    assert send(clerk, page, remove=gone).status_code == 303
    assert files(office.batch_id, 1) == []
    assert send(clerk, page).status_code == 422  # nothing was chosen
    office.close()
    assert clerk.get(page).status_code == 404
