"""At which addresses do officers look at a survey, import and publish it?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock
from engage.accounts.permissions import Permission, may
from engage.consultations import queries as consultations
from engage.consultations.checks import Problem as ConsultationProblem
from engage.errors import Invalid, NotFound
from engage.surveys import explain, queries, service
from engage.surveys.forms import KINDS, ConfirmForm, ImportForm
from engage.surveys.mending import spots
from engage.surveys.preview import first_sheets, sheets, standard_sheets
from engage.surveys.problem_forms import sentence
from engage.surveys.problems import Problem
from engage.web import Room, accepted, current_officer, language, officers_only, status

room = Room("surveys_desk", __name__)
officers_only(room)


@room.app_template_test("endpoint_here")
def _endpoint_here(endpoint: str) -> bool:
    return endpoint in current_app.view_functions


MOST = 100  # problems shown of a file; a long list of nonsense helps nobody


@room.page(
    en="/officers/consultations/<int:consultation_id>/survey",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/arolwg",
)
def overview(consultation_id: int) -> ResponseReturnValue:
    """Where a survey stands, and what it asks, in both languages side by side."""
    consultation = consultations.for_officer(current_officer(), consultation_id)
    survey = queries.draft(current_officer(), consultation_id)
    usual = {"consultation": consultation, "may_edit": _may(Permission.EDIT_CONSULTATION)}
    if survey is None:
        return render_template("surveys/none.html", **usual)
    definition = survey.definition
    every = sheets(definition)
    return render_template(
        "surveys/overview.html",
        **usual,
        survey=survey,
        definition=definition,
        version=survey.versions[-1] if survey.versions else None,
        sheets=every,
        first=first_sheets(every),
        standard=standard_sheets(every, definition),
        kinds=KINDS,
        explained=partial(explain.explain, definition=definition, lang=language()),
        repeated=partial(explain.repeated, definition=definition, lang=language()),
        may_publish=_may(Permission.PUBLISH_SURVEY),
        **_to_mend(consultation_id, definition),
    )


@room.page(
    en="/officers/consultations/<int:consultation_id>/survey/import",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/arolwg/mewnforio",
    methods=["GET", "POST"],
)
def import_file(consultation_id: int) -> ResponseReturnValue:
    """Take a file as the draft; show everything that keeps it from being one."""
    officer = current_officer()
    consultation = consultations.for_officer(officer, consultation_id, Permission.EDIT_CONSULTATION)
    service.require_unpublished(consultation_id)
    form, found = ImportForm(), ()
    if accepted(form):
        try:
            service.import_draft(officer, consultation_id, form.content, now=clock.now())
        except Invalid as refused:
            form.refuse()
            found = refused.problems
        else:
            flash(_("The survey is imported"))
            return redirect(url_for(".overview", consultation_id=consultation_id))
    page = render_template(
        "surveys/import.html",
        consultation=consultation,
        form=form,
        found=found[:MOST],
        more=max(0, len(found) - MOST),
        sentence=_sentence,
    )
    return page, status(form)


@room.page(
    en="/officers/consultations/<int:consultation_id>/survey/file",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/arolwg/ffeil",
)
def download(consultation_id: int) -> ResponseReturnValue:
    """The draft as a file that can be edited and imported again."""
    file = Response(queries.export_draft(current_officer(), consultation_id), mimetype="application/yaml")
    file.headers.set("Content-Disposition", "attachment", filename=f"survey-{consultation_id}.yaml")
    return file


@room.page(
    en="/officers/consultations/<int:consultation_id>/survey/publish",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/arolwg/cyhoeddi",
    methods=["GET", "POST"],
)
def publish(consultation_id: int) -> ResponseReturnValue:
    """Say what publishing does and what stands in its way; then do it."""
    officer, now = current_officer(), clock.now()
    consultation = consultations.for_officer(officer, consultation_id, Permission.PUBLISH_SURVEY)
    service.require_unpublished(consultation_id)
    survey = queries.draft(officer, consultation_id)
    if survey is None:
        raise NotFound
    form, code = ConfirmForm(), 200
    if accepted(form):
        try:
            service.publish(officer, consultation_id, now=now)
        except Invalid:
            code = 422
        else:
            flash(_("The survey and its consultation are published in both languages"))
            return redirect(url_for(".overview", consultation_id=consultation_id))
    page = render_template(
        "surveys/publish.html",
        consultation=consultation,
        form=form,
        now=now,
        **_to_mend(consultation_id, survey.definition),
    )
    return page, code


def _may(permission: Permission) -> bool:
    return may(current_officer().role_names, permission)


def _sentence(problem: Problem) -> str:
    return sentence(problem, language())


def _to_mend(consultation_id: int, definition: Any) -> dict[str, Any]:
    """What stands in the way of publishing: in the survey page by page, and in the consultation's details."""
    found: Sequence[service.AnyProblem] = service.problems(
        current_officer(), consultation_id, now=clock.now()
    )
    of_survey = [problem for problem in found if isinstance(problem, Problem)]
    return {
        "spots": spots(of_survey, definition),
        "of_consultation": [problem for problem in found if isinstance(problem, ConsultationProblem)],
        "number_to_mend": len(found),
        "sentence": _sentence,
    }
