"""At which addresses does an officer look at a survey before the public sees it? Nothing is stored."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock
from engage.accounts.permissions import Permission, may
from engage.consultations import queries as consultations
from engage.errors import NotFound
from engage.surveys import presentation, preview_service, queries
from engage.surveys.answer_forms import said
from engage.surveys.answers import read_page, redisplay
from engage.surveys.change_forms import PreviewLinkForm
from engage.surveys.draft_views import CY, EN
from engage.surveys.fields import Fields
from engage.surveys.look_views import papers
from engage.surveys.postcode_queries import looked_up
from engage.surveys.preview import Sheet, marked, sheets
from engage.surveys.variant_forms import known_as
from engage.surveys.ways import WAYS
from engage.web import Room, accepted, current_officer, language, officers_only, status, switching

room = Room("surveys_preview", __name__)
officers_only(room)


@room.page(en=f"{EN}/preview", cy=f"{CY}/rhagolwg")
def begin(consultation_id: int) -> ResponseReturnValue:
    """In which ways it can be tried out, and the links for people without an account."""
    officer, now = current_officer(), clock.now()
    consultation = consultations.for_officer(officer, consultation_id)
    survey = queries.draft(officer, consultation_id)
    if survey is None:
        raise NotFound
    return render_template(
        "surveys/preview_hub.html",
        consultation=consultation,
        sheets=sheets(survey.definition),
        links=preview_service.links(officer, consultation_id, now=now),
        lasts=preview_service.LASTS.days,
        variants=[
            (variant.code, known_as(WAYS[variant.code], language()))
            for variant in survey.definition.variants
            if variant.code in WAYS
        ],
        may_edit=may(officer.role_names, Permission.EDIT_CONSULTATION),
    )


@room.page(en=f"{EN}/preview/links/add", cy=f"{CY}/rhagolwg/dolenni/ychwanegu", methods=["GET", "POST"])
def link(consultation_id: int) -> ResponseReturnValue:
    """Make a link for somebody without an account; its address is shown this once."""
    officer = current_officer()
    consultation = consultations.for_officer(officer, consultation_id, Permission.EDIT_CONSULTATION)
    form, token = PreviewLinkForm(), ""
    if accepted(form):
        token = preview_service.make(officer, consultation_id, form.name.data, now=clock.now())
    page = render_template(
        "surveys/preview_link.html",
        consultation=consultation,
        form=form,
        token=token,
        lasts=preview_service.LASTS.days,
    )
    return page, status(form)


@room.page(
    en=f"{EN}/preview/links/<int:link_id>/withdraw",
    cy=f"{CY}/rhagolwg/dolenni/<int:link_id>/tynnu",
    methods=["POST"],
)
def withdraw(consultation_id: int, link_id: int) -> ResponseReturnValue:
    """Let a link lead nowhere from now on."""
    preview_service.withdraw(current_officer(), consultation_id, link_id, now=clock.now())
    flash(_("The link is withdrawn: it leads nowhere from now on"))
    return redirect(url_for(".begin", consultation_id=consultation_id))


@room.page(
    en="/officers/consultations/<int:consultation_id>/survey/preview/<int:number>",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/arolwg/rhagolwg/<int:number>",
    methods=["GET", "POST"],
)
def preview(consultation_id: int, number: int) -> ResponseReturnValue:
    """Show one page as residents will see it; once it is answered well, go on to the next."""
    consultation = consultations.for_officer(current_officer(), consultation_id)
    survey = queries.draft(current_officer(), consultation_id)
    every = sheets(marked(survey.definition)) if survey else ()
    if not 1 <= number <= len(every):
        raise NotFound
    sheet = every[number - 1]
    errors: presentation.Errors = ()
    if request.method == "POST" and request.form.get("switch") != "1":
        errors = _errors(consultation_id, sheet)
        if not errors and not switching():
            return redirect(_next(consultation_id, number, len(every)))
    asked = presentation.questions(
        sheet.step, sheet.step.page.questions, _standing(sheet), errors, language()
    )
    page = render_template(
        "surveys/preview.html",
        consultation=consultation,
        sheet=sheet,
        total=len(every),
        questions=asked,
        problems=presentation.summary(asked, errors),
        onward=_next(consultation_id, number, len(every)),
        **papers(consultation_id, sheet.step.page),
    )
    return page, 422 if errors and not switching() else 200


def _errors(consultation_id: int, sheet: Sheet) -> presentation.Errors:
    questions = sheet.step.page.questions
    asked = {sheet.step.key(question): question for question in questions}
    typed = looked_up(consultation_id, asked, request.form)
    reading = read_page(sheet.step, questions, typed, language())
    return said(reading.problems, language())


def _standing(sheet: Sheet) -> Fields:
    """What was typed, so that it comes back after a mistake and in the other language."""
    standing: Fields = {}
    for question in sheet.step.page.questions:
        standing |= redisplay(question, sheet.step.key(question), request.form)
    return standing


def _next(consultation_id: int, number: int, total: int) -> str:
    if number < total:
        return url_for(".preview", consultation_id=consultation_id, number=number + 1)
    return url_for("surveys_desk.overview", consultation_id=consultation_id)
