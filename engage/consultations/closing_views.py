"""At which addresses does an officer decide about closing, before publication and after it?"""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock
from engage.accounts.permissions import Permission
from engage.consultations import closing_service, notice_service, queries, service
from engage.consultations.checks import Code
from engage.consultations.closing_forms import COUNTED, NOT_COUNTED, RulesForm
from engage.consultations.forms import ClosingForm, spread_moment
from engage.errors import Invalid
from engage.web import Room, accepted, current_officer, officers_only, status

room = Room("consultations_closing", __name__)
officers_only(room)


@room.page(
    en="/officers/consultations/<int:consultation_id>/closing",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/cau",
    methods=["GET", "POST"],
)
def move(consultation_id: int) -> ResponseReturnValue:
    """Let it close later or earlier, and tell the public why."""
    consultation = queries.for_officer(current_officer(), consultation_id, Permission.PUBLISH_SURVEY)
    notice_service.require_open(consultation, now=clock.now())
    form = ClosingForm(was=consultation.closes_at, data=spread_moment("closes", consultation.last_minute))
    if accepted(form) and form.closes_at:
        words = form.bilingual("words")
        try:
            notice_service.move_closing(
                current_officer(), consultation_id, form.closes_at, words, now=clock.now()
            )
        except Invalid as refused:
            _show(form, refused)
        else:
            flash(_("The closing date is moved, and the consultation's page says so in both languages"))
            return redirect(url_for("consultations_desk.overview", consultation_id=consultation_id))
    page = render_template("consultations/desk/closing.html", form=form, consultation=consultation)
    return page, status(form)


@room.page(
    en="/officers/consultations/<int:consultation_id>/closing/rules",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/cau/rheolau",
    methods=["GET", "POST"],
)
def rules(consultation_id: int) -> ResponseReturnValue:
    """Say what becomes of answers around the closing time."""
    consultation = queries.for_officer(current_officer(), consultation_id, Permission.EDIT_CONSULTATION)
    if request.method == "GET":
        closing_service.require_changeable(consultation, now=clock.now())
    form = RulesForm(closes_at=consultation.closes_at, data=_typed(consultation))
    if accepted(form):
        try:
            closing_service.change_rules(current_officer(), consultation_id, form.rules(), now=clock.now())
        except service.Held:
            form.show_held("grace_minutes")
        else:
            flash(_("The draft is saved"))
            return redirect(url_for("consultations_desk.overview", consultation_id=consultation_id))
    page = render_template("consultations/desk/closing_rules.html", form=form, consultation=consultation)
    return page, status(form)


def _typed(consultation: Any) -> dict[str, str]:
    """The rules as their form has them."""
    typed = {
        "grace_minutes": str(consultation.grace_minutes),
        "draft_days": str(consultation.draft_days),
        "partial": COUNTED if consultation.uses_partial else NOT_COUNTED,
    }
    if consultation.last_post:
        typed |= spread_moment("post", consultation.last_post)
    return typed


def _show(form: ClosingForm, refused: Invalid) -> None:
    messages: dict[str, str] = {
        Code.SAME: _("This is the closing date that is set already: enter another"),
        Code.PAST: _("Enter a closing date that is still to come, after the opening"),
        "words_en": _("Tell the public in English why it closes at another time"),
        "words_cy": _("Tell the public in Welsh why it closes at another time"),
    }
    for problem in refused.problems:
        form.show_problem(problem.field, messages.get(problem.field) or messages[problem.code])
