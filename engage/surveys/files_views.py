"""At which addresses do officers bring survey files, look at what they would make, and take files away?"""

from __future__ import annotations

from typing import Any

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock
from engage.accounts.permissions import Permission, may
from engage.consultations import queries as consultations
from engage.errors import NotFound
from engage.surveys import checks, draft_service, files_queries, files_service, queries
from engage.surveys.change_forms import FIELDS
from engage.surveys.differences import Differences
from engage.surveys.draft_views import CY, EN
from engage.surveys.files_forms import FORMATS, BringForm, DecideForm
from engage.surveys.formats import Format
from engage.surveys.forms import KINDS
from engage.surveys.losses import losses
from engage.surveys.problem_forms import sentence
from engage.surveys.problems import Problem
from engage.surveys.ways import WAYS
from engage.web import Room, accepted, current_officer, language, officers_only, status

room = Room("surveys_files", __name__)
officers_only(room)

MOST = 100  # problems shown of a file; a long list of nonsense helps nobody
PAGES = {
    "waiting": "reading",
    "reading": "reading",
    "read": "read",
    "refused": "refused",
    "failed": "refused",
}
TYPES = {
    Format.YAML: ("yaml", "application/yaml"),
    Format.XLSFORM: ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@room.page(en=f"{EN}/files", cy=f"{CY}/ffeiliau")
def index(consultation_id: int) -> ResponseReturnValue:
    """Take the survey away as a file, or go on to bring one."""
    officer = current_officer()
    consultation = consultations.for_officer(officer, consultation_id)
    survey = queries.draft(officer, consultation_id)
    may_edit = may(officer.role_names, Permission.EDIT_CONSULTATION)
    return render_template(
        "surveys/files/index.html",
        consultation=consultation,
        may_edit=may_edit,
        waiting=files_queries.waiting(officer, consultation_id) if may_edit else None,
        survey=survey,
        losses=losses(survey.definition) if survey else (),
    )


@room.page(en=f"{EN}/files/bring", cy=f"{CY}/ffeiliau/dod-a-ffeil", methods=["GET", "POST"])
def bring(consultation_id: int) -> ResponseReturnValue:
    """Bring a file, to see first what it would make."""
    officer = current_officer()
    consultation = consultations.for_officer(officer, consultation_id, Permission.EDIT_CONSULTATION)
    form = BringForm()
    if accepted(form):
        files_service.bring(officer, consultation_id, form.name, form.content, now=clock.now())
        return redirect(url_for(".brought", consultation_id=consultation_id))
    page = render_template("surveys/files/bring.html", consultation=consultation, form=form)
    return page, status(form)


@room.page(en=f"{EN}/files/<file_format>", cy=f"{CY}/ffeiliau/<file_format>")
def download(consultation_id: int, file_format: str) -> ResponseReturnValue:
    """The draft as a file that can be edited and brought again."""
    if file_format not in TYPES:
        raise NotFound
    wanted = Format(file_format)
    ending, mimetype = TYPES[wanted]
    file = Response(files_queries.export(current_officer(), consultation_id, wanted), mimetype=mimetype)
    file.headers.set("Content-Disposition", "attachment", filename=f"survey-{consultation_id}.{ending}")
    return file


@room.page(en=f"{EN}/files/brought", cy=f"{CY}/ffeiliau/a-ddaeth", methods=["GET", "POST"])
def brought(consultation_id: int) -> ResponseReturnValue:
    """How far a file has been read, and then what it would make; make it the draft, or throw it away."""
    officer = current_officer()
    consultation = consultations.for_officer(officer, consultation_id, Permission.EDIT_CONSULTATION)
    form, hindered = DecideForm(), ""
    if accepted(form) and files_queries.waiting(officer, consultation_id):
        try:
            return redirect(_decided(consultation_id, form))
        except (files_service.OtherFile, draft_service.Overtaken, draft_service.WithApprover) as conflict:
            hindered = type(conflict).__name__
    file = files_queries.waiting(officer, consultation_id)
    if file is None:
        return redirect(url_for(".index", consultation_id=consultation_id))
    page = render_template(
        f"surveys/files/{PAGES[file.stage]}.html",
        consultation=consultation,
        file=file,
        format=FORMATS[Format(file.format)],
        hindered=hindered,
        sentence=_sentence,
        most=MOST,
        **_shown(consultation_id, file),
    )
    return page, 409 if hindered else 200


@room.page(en=f"{EN}/files/progress", cy=f"{CY}/ffeiliau/cynnydd")
def progress(consultation_id: int) -> ResponseReturnValue:
    """How far the reading has come, for the script of the page that shows it."""
    file = files_queries.waiting(current_officer(), consultation_id)
    if file is None:
        return jsonify(progress=100, over=True)
    return jsonify(progress=file.progress, over=file.stage not in ("waiting", "reading"))


def _decided(consultation_id: int, form: DecideForm) -> str:
    """Do what the pressed button says; where to go on. Raises OtherFile, Overtaken or WithApprover."""
    number, revision = form.seen
    if request.form.get("do") == "forget":
        files_service.forget(current_officer(), consultation_id, number)
        flash(_("The file is thrown away. The draft has not changed."))
        return url_for(".index", consultation_id=consultation_id)
    files_service.accept(current_officer(), consultation_id, number, seen=revision, now=clock.now())
    flash(_("The survey is imported. You can undo that in the history of changes."))
    return url_for("surveys_desk.overview", consultation_id=consultation_id)


def _shown(consultation_id: int, file: Any) -> dict[str, Any]:
    """What a file that was read would make, and in place of which draft."""
    if PAGES[file.stage] != "read":
        return {}
    survey = queries.draft(current_officer(), consultation_id)
    form = DecideForm(formdata=None)
    form.number.data = file.number
    form.revision.data = survey.revision if survey else files_service.NO_DRAFT
    definition = file.definition
    return {
        "between": Differences(survey.definition, definition) if survey else None,
        "fields": FIELDS,
        "ways": WAYS,
        "form": form,
        "survey": survey,
        "same": survey is not None and survey.definition == definition,
        "definition": definition,
        "found": checks.problems(definition),
        "kinds": KINDS,
    }


def _sentence(problem: Problem) -> str:
    return sentence(problem, language())
