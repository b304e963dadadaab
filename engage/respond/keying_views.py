"""At which addresses do officers open batches of papers, see how far they are, and close them?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.exceptions import RequestEntityTooLarge

from engage import clock
from engage.consultations.documents import size
from engage.errors import Invalid, NotFound
from engage.respond import handed, handed_forms, paper_service
from engage.respond import keying_enclosed_service as enclosed
from engage.respond import keying_forms as forms
from engage.respond import keying_queries as queries
from engage.respond import keying_service as service
from engage.respond.enclosing_views import REMOVE, kept
from engage.respond.enclosures import Enclosure
from engage.respond.forms import LOST, is_ours
from engage.respond.keying_forms import BatchForm, CloseForm
from engage.respond.keying_queries import Task
from engage.respond.keying_signs import Spoilt
from engage.respond.queries import questionnaire_of
from engage.respond.summary import line
from engage.surveys.definition import FileQuestion, takes_files
from engage.surveys.fields import FieldProblem
from engage.web import Room, accepted, csrf, current_officer, language, officers_only, status

room = Room("keying", __name__)
MOST_AT_ONCE = (handed.TOGETHER + 2) * 1024**2  # bytes
officers_only(room)
EN = "/officers/consultations/<int:consultation_id>/paper"
CY = "/swyddogion/ymgynghoriadau/<int:consultation_id>/papur"


@room.page(en=EN, cy=CY)
def index(consultation_id: int) -> ResponseReturnValue:
    """All batches of a consultation, and the way to its forms."""
    consultation = queries.for_clerk(current_officer(), consultation_id)
    batches = queries.batches(current_officer(), consultation_id)
    has_slips = bool(questionnaire_of(consultation_id).definition.contact)
    return render_template(
        "respond/keying/index.html", consultation=consultation, batches=batches, has_slips=has_slips
    )


@room.page(en=f"{EN}/new", cy=f"{CY}/newydd", methods=["GET", "POST"])
def new(consultation_id: int) -> ResponseReturnValue:
    """Open a batch."""
    consultation = queries.for_clerk(current_officer(), consultation_id)
    form = BatchForm(data={"percent": "10"})
    if accepted(form):
        opened = service.open_batch(current_officer(), consultation_id, **form.rules(), now=clock.now())
        flash(_("The batch is open"))
        return redirect(url_for(".batch", consultation_id=consultation_id, batch_id=opened.batch_id))
    return render_template("respond/keying/new.html", consultation=consultation, form=form), status(form)


@room.page(en=f"{EN}/<int:batch_id>", cy=f"{CY}/<int:batch_id>")
def batch(consultation_id: int, batch_id: int) -> ResponseReturnValue:
    """How far a batch is; and the way to a paper by the number on it and the mark of its form."""
    officer = current_officer()
    opened = queries.opened(officer, consultation_id, batch_id)
    stand = queries.stand(batch_id)
    typed = {name: request.args.get(name, "").strip() for name in ("number", "mark", "do")}
    problems: list[tuple[str, str]] = []
    if "number" in request.args and not opened.of.batch.closed_at:
        address, problems = _to_paper(consultation_id, batch_id, typed)
        if address:
            return redirect(address)
    usual = _usual_mark(consultation_id, stand)
    page = render_template(
        "respond/keying/batch.html",
        **opened._asdict(),
        stand=stand,
        waiting=[paper for paper in stand.waiting if paper.keyings[0].officer_id != officer.id],
        mine=sum(paper.keyings[0].officer_id == officer.id for paper in stand.waiting),
        takes_files=any(map(takes_files, questionnaire_of(consultation_id).definition.questions())),
        typed={"number": typed["number"] or str(stand.next_number), "mark": typed["mark"] or usual},
        spoilt=_spoilt(consultation_id, batch_id),
        problems=problems,
    )
    return page, 422 if problems else 200


def _spoilt(consultation_id: int, batch_id: int) -> list[list[Any]]:
    """What could not be taken as an answer: the title of each question, and how often for each reason."""
    steps, lang = questionnaire_of(consultation_id).steps, language()
    titles = {
        step.key(each): line(step, each, None, lang).change for step in steps for each in step.page.questions
    }
    titles[""] = _("Questions about equality")
    return [
        [titles.get(key, key), *(times.get(why, 0) for why in Spoilt)]
        for key, times in queries.spoilt(batch_id).items()
    ]


def _to_paper(
    consultation_id: int, batch_id: int, typed: dict[str, str]
) -> tuple[str, list[tuple[str, str]]]:
    """Where the paper is keyed, looked at or settled; or what is wrong with its number or mark."""
    number = forms.whole(typed["number"], 1, forms.MOST)
    problems = [] if number else [("#number", str(forms.NUMBER))]
    paper = queries.paper_at(batch_id, number) if number else None
    known: dict[str, Any] = {"consultation_id": consultation_id, "batch_id": batch_id, "number": number}
    if typed["do"] == "files" and not problems:
        nobody = [("#number", _("Nobody has keyed the paper with this number yet"))]
        return (url_for(".files", **known), []) if paper else ("", nobody)
    if paper is None:
        try:
            queries.form(consultation_id, typed["mark"])
        except NotFound:
            problems.append(("#mark", str(forms.MARK)))
    if problems or number is None:
        return "", problems
    of = queries.batch(current_officer(), consultation_id, batch_id)
    try:
        what = queries.task(current_officer(), of, paper)
    except NotFound:
        return "", [("#number", _("Somebody else has keyed the paper with this number"))]
    if what == Task.DONE:
        return "", [("#number", _("This paper is finished: it was keyed twice"))]
    if what == Task.SETTLE:
        return url_for("keying_paper.settle", **known), []
    mark = paper.form if paper else typed["mark"].upper()
    return url_for("keying_paper.key", **known, mark=mark), []


def _usual_mark(consultation_id: int, stand: queries.Stand) -> str:
    """The mark of the paper that was keyed last, or of the standard form in the language of the page."""
    if stand.papers:
        return stand.papers[-1].form
    standard = paper_service.editions(consultation_id)[0]
    return str(paper_service.form_of(consultation_id, standard, language()).id)


@room.page(en=f"{EN}/<int:batch_id>/close", cy=f"{CY}/<int:batch_id>/cau", methods=["GET", "POST"])
def close(consultation_id: int, batch_id: int) -> ResponseReturnValue:
    """Close a batch when its numbers agree, or say why they do not."""
    officer = current_officer()
    opened = queries.opened(officer, consultation_id, batch_id)
    form = CloseForm()
    if accepted(form):
        reason = (form.reason.data or "").strip()
        try:
            service.close(officer, consultation_id, batch_id, reason=reason, now=clock.now())
        except Invalid as refused:
            if "reason" in refused.problems:  # else the page says what is to do first, in the form's place
                form.reason.errors = [*form.reason.errors, str(forms.NO_REASON)]
        else:
            flash(_("The batch is closed"))
            return redirect(url_for(".batch", consultation_id=consultation_id, batch_id=batch_id))
    stand = queries.stand(batch_id)
    page = render_template("respond/keying/close.html", **opened._asdict(), stand=stand, form=form)
    return page, 409 if request.method == "POST" and not stand.is_settled else status(form)


# --- what was enclosed ----------------------------------------------------------------------------------


@room.page(
    en=f"{EN}/<int:batch_id>/<int:number>/files",
    cy=f"{CY}/<int:batch_id>/<int:number>/ffeiliau",
    methods=["GET", "POST"],
)
@csrf.exempt
def files(consultation_id: int, batch_id: int, number: int) -> ResponseReturnValue:
    """Keep scans of what came in the envelope of a paper, question by question."""
    request.max_content_length = MOST_AT_ONCE
    officer = current_officer()
    opened = queries.opened(officer, consultation_id, batch_id)
    paper, form = enclosed.paper(officer, consultation_id, batch_id, number)
    questions = enclosed.questions(form)
    problems: list[tuple[str, str]] = []
    if request.method == "POST" and questions:
        problems = _took_files(consultation_id, batch_id, number, questions)
        if not problems:
            return redirect(
                url_for(".files", consultation_id=consultation_id, batch_id=batch_id, number=number), 303
            )
    page = render_template(
        "respond/keying/files.html",
        **opened._asdict(),
        paper=paper,
        questions=[asked for asked in form.questions() if asked.key in questions],
        kept=[(f.key, f.id, f"{f.name}, {size(f.size)}") for f in enclosed.files(batch_id, number)],
        onward=queries.stand(batch_id).next_number,
        problems=[(f"#{key}", text) for key, text in problems],
        errors=dict(reversed(problems)),
    )
    return page, 422 if request.method == "POST" else 200


def _took_files(
    consultation_id: int, batch_id: int, number: int, questions: dict[str, FileQuestion]
) -> list[tuple[str, str]]:
    """Keep the files that the page brings, or take one away; tell what could not be kept."""
    here = current_officer(), consultation_id, batch_id, number

    def keep(_question: FileQuestion, key: str, enclosure: Enclosure) -> None:
        enclosed.add(*here, key, enclosure, now=clock.now())

    try:
        sent = request.form
    except RequestEntityTooLarge:
        return _said(handed.not_received(questions).problems)
    if not is_ours(sent):
        return [(next(iter(questions)), str(LOST))]
    if gone := sent.get(REMOVE):
        enclosed.remove(*here, gone, now=clock.now())
        flash(_("The file is removed"))
    before = len(enclosed.files(batch_id, number))
    problems = [each for key in questions for each in kept(questions[key], key, keep, _always)]
    if more := len(enclosed.files(batch_id, number)) - before:
        flash(ngettext("%(num)s file is kept with the paper", "%(num)s files are kept with the paper", more))
    elif not problems and not gone:
        return [(next(iter(questions)), _("Choose a file, or go on to the next paper"))]
    return _said(problems)


def _always() -> None:
    """An officer may bring as many files as came."""


def _said(problems: Iterable[FieldProblem]) -> list[tuple[str, str]]:
    return [(problem.field, sentence) for problem, sentence in handed_forms.said(problems)]
