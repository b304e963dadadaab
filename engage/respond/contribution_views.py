"""At which addresses is a letter, an e-mail, a petition or an event entered?"""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock, dates
from engage.consultations.documents import size
from engage.respond import contribution_service as service
from engage.respond import holding_service, ledger_queries, queries
from engage.respond.contribution_forms import MOST_FILES, ContributionForm
from engage.respond.contribution_service import Said
from engage.respond.enclosures import LARGEST, TYPES
from engage.respond.forms import is_ours
from engage.respond.ledger import Again
from engage.respond.ledger_forms import CHANNELS
from engage.respond.ledger_queries import Entry
from engage.surveys.definition import takes_files
from engage.web import Room, accepted, csrf, current_officer, language, officers_only

room = Room("respond_contributions", __name__)
officers_only(room)
EN = "/officers/consultations/<int:consultation_id>/contributions"
CY = "/swyddogion/ymgynghoriadau/<int:consultation_id>/cyfraniadau"
MOST_AT_ONCE = MOST_FILES * LARGEST + 2 * 1024**2  # bytes: all files together, and what was typed


@room.page(en=f"{EN}/add", cy=f"{CY}/ychwanegu", methods=["GET", "POST"])
@csrf.exempt
def add(consultation_id: int) -> ResponseReturnValue:
    """Enter something that came without following the survey."""
    request.max_content_length = MOST_AT_ONCE
    officer, now = current_officer(), clock.now()
    consultation = service.for_clerk(officer, consultation_id, now=now)
    form = ContributionForm(_questions(consultation.id), today=now.astimezone(dates.LONDON).date())
    is_whole = _took_files(form)
    if request.form.get("do") == "more":
        form.add_row()
    elif is_whole and accepted(form):
        try:
            return _kept(consultation.id, form)
        except service.KeptAlready as before:  # such as after a step back in the browser
            form.ask_which(before.reference, may_correct=before.may_correct)
    recent = service.recent(officer, consultation.id, now=now)
    page = render_template(
        "respond/ledger/add.html", consultation=consultation, form=form, recent=recent, channels=CHANNELS
    )
    return page, 422 if form.problems else 200


def _took_files(form: ContributionForm) -> bool:
    """Hold the files that the page brings, or let one go; was nothing else asked for than to keep it all?"""
    officer, gone = current_officer(), request.form.get("remove", "")
    if request.method == "POST" and is_ours(request.form):
        if gone:
            holding_service.let_go(officer, form.entry, gone)
        room = MOST_FILES - len(holding_service.held(officer, form.entry))
        holding_service.hold(officer, form.entry, form.chosen(room), now=clock.now())
    held = holding_service.held(officer, form.entry)
    form.held = [(file.uuid.hex(), f"{file.name}, {size(file.size)}") for file in held]
    return not gone


def _kept(consultation_id: int, form: ContributionForm) -> ResponseReturnValue:
    officer = current_officer()
    files = holding_service.enclosures(officer, form.entry)
    said = Said(**form.said, files=files, entry=form.entry)
    reference = service.add(officer, consultation_id, said, now=clock.now(), again=form.which)
    flash(
        _("It is corrected, and keeps its reference: %(reference)s", reference=reference)
        if form.which is Again.CORRECTED
        else _(
            "It is kept, and counted in the ledger. Write its reference on the paper: %(reference)s",
            reference=reference,
        )
    )
    return redirect(url_for(".add", consultation_id=consultation_id))


@room.page(en=f"{EN}/<reference>/remove", cy=f"{CY}/<reference>/dileu", methods=["POST"])
def remove(consultation_id: int, reference: str) -> ResponseReturnValue:
    """Take back what was entered by mistake."""
    service.remove(current_officer(), consultation_id, reference, now=clock.now())
    flash(_("It is taken back, as if it had not been entered"))
    back = ".add" if request.args.get("back") == "add" else "respond_ledger.show"
    return redirect(url_for(back, consultation_id=consultation_id))


@room.page(en=f"{EN}/<reference>/files/<name>", cy=f"{CY}/<reference>/ffeiliau/<name>")
def file(consultation_id: int, reference: str, name: str) -> ResponseReturnValue:
    """A file that came with it, only ever to be saved."""
    called, kind, content = service.content(current_officer(), consultation_id, reference, name)
    response = Response(content, mimetype=TYPES[kind])
    response.headers.set("Content-Disposition", "attachment", filename=called)
    return response


def _questions(consultation_id: int) -> list[tuple[str, str]]:
    """The survey's questions in its order, with their titles in the language of the page."""
    asked = queries.questionnaire_of(consultation_id).steps
    questions = {each.id: each for step in asked for each in step.page.questions if not takes_files(each)}
    return [(id, question.title[language()]) for id, question in questions.items()]


def shown(entry: Entry) -> dict[str, object]:
    """What the page of one contribution shows beside what every entry has."""
    contribution = ledger_queries.contribution(entry)
    names = dict(_questions(contribution.consultation_id))
    return {
        "contribution": contribution,
        "texts": [(names.get(key, ""), text) for key, text in contribution.texts.items()],
        "sender": service.sender(contribution),
        "files": service.files(contribution),
        "may_remove": service.may_remove(current_officer(), contribution, now=clock.now()),
    }
