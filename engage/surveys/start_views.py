"""At which address does an author begin a survey?"""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock, dates
from engage.accounts.permissions import Permission
from engage.bilingual import Bilingual, other_language
from engage.consultations import queries as consultations
from engage.surveys import draft_queries, edit_service, queries
from engage.surveys.definition import Definition
from engage.surveys.draft_queries import Source
from engage.surveys.draft_views import CY, EN
from engage.surveys.start_forms import StartForm
from engage.surveys.starting import COPY, EMPTY, TEMPLATES, empty
from engage.surveys.starting_queries import template
from engage.web import Room, accepted, current_officer, language, officers_only, status

room = Room("surveys_start", __name__)
officers_only(room)


@room.page(en=f"{EN}/start", cy=f"{CY}/dechrau", methods=["GET", "POST"])
def begin(consultation_id: int) -> ResponseReturnValue:
    """Begin with nothing, with a template or with a copy; once there is a survey, lead to it."""
    officer = current_officer()
    consultation = consultations.for_officer(officer, consultation_id, Permission.EDIT_CONSULTATION)
    if queries.draft(officer, consultation_id):
        return redirect(url_for("surveys_desk.overview", consultation_id=consultation_id))
    form = StartForm(data={"written_in": language()})
    sources = draft_queries.sources(officer, consultation_id)
    form.begin_with.choices = _ways(copies=bool(sources))
    form.offer([(source.name, _called(source)) for source in sources])
    if accepted(form):
        written_in, chosen = form.written_in.data, _chosen(form, consultation.title)
        edit_service.begin(officer, consultation_id, chosen, written_in=written_in, now=clock.now())
        flash(_("The survey has begun. Nothing is shown to the public before somebody publishes it."))
        return redirect(url_for("surveys_desk.overview", consultation_id=consultation_id))
    page = render_template("surveys/start.html", consultation=consultation, form=form, sources=sources)
    return page, status(form)


def _chosen(form: StartForm, title: Bilingual) -> Definition:
    """With what the survey begins, with the title of its consultation."""
    match form.begin_with.data:
        case "empty":
            return empty(title)
        case "copy":
            return replace(draft_queries.source(current_officer(), form.source.data), title=title)
    return replace(template(form.begin_with.data), title=title)


def _ways(*, copies: bool) -> list[tuple[str, str]]:
    lang = language()
    ways = [(EMPTY, _("Empty"))]
    ways += [(name, f"{template(name).title[lang]}: {fits[lang]}") for name, fits in TEMPLATES.items()]
    return [*ways, (COPY, _("A copy of an earlier survey of your council"))] if copies else ways


def _called(source: Source) -> str:
    """Such as "A new hub, version 2, 1 June 2027"."""
    lang = language()
    title = source.title[lang] or source.title[other_language(lang)]
    which = _("version %(number)s", number=source.number) if source.number else _("draft")
    return f"{title}, {which}, {dates.day(source.at, lang)}"
