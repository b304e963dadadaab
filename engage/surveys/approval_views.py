"""At which addresses does a survey go from its author to the public, and is talked about on the way?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock
from engage.accounts.permissions import Permission
from engage.bilingual import Bilingual
from engage.consultations import queries as consultations
from engage.errors import Invalid, NotFound
from engage.surveys import approval_forms as forms
from engage.surveys import approval_service as service
from engage.surveys import comment_service as comments
from engage.surveys import look_service as looks
from engage.surveys import ready_forms, ready_lines_forms, ready_service
from engage.surveys import service as surveys
from engage.surveys.definition import Definition
from engage.surveys.field_word_forms import FIELDS
from engage.surveys.place_names import called
from engage.surveys.readiness import Verdict
from engage.surveys.texts import key_of
from engage.surveys.tour import tour
from engage.surveys.ways import WAYS
from engage.surveys.welsh_forms import PROPOSAL_NAMES
from engage.surveys.workflow import TRANSITIONS, Move
from engage.web import (
    Room,
    accepted,
    alternate,
    current_officer,
    language,
    officers_only,
    status,
    switching,
)

room = Room("surveys_approval", __name__)
officers_only(room)
SURVEY_EN = "/officers/consultations/<int:consultation_id>/survey"
SURVEY_CY = "/swyddogion/ymgynghoriadau/<int:consultation_id>/arolwg"
EN, CY = f"{SURVEY_EN}/publishing", f"{SURVEY_CY}/y-broses"


@room.page(en=EN, cy=CY)
def show(consultation_id: int) -> ResponseReturnValue:
    """Where the survey is, what can be done with it now, and what was said about it."""
    officer, now = current_officer(), clock.now()
    consultation = consultations.for_officer(officer, consultation_id)
    way = service.way(officer, consultation_id, now=now)
    answer = ready_service.of_survey(way.survey, now=now)
    return render_template(
        "surveys/approval/show.html",
        consultation=consultation,
        way=way,
        answer=answer,
        set_aside=[line for line in answer.lines if line.verdict == Verdict.SET_ASIDE],
        line_words=ready_lines_forms.LINES,
        since=looks.since(officer, way.survey),
        threads=comments.threads(way.survey),
        names=subject_names(way.survey.definition),
        states=forms.STATES,
        done=forms.DONE,
        moves=forms.MOVES,
        paths=forms.PATHS,
    )


@room.page(en=f"{EN}/<move>", cy=f"{CY}/<move>", methods=["GET", "POST"])
def step(consultation_id: int, move: str) -> ResponseReturnValue:
    """Say what a step means; then take it."""
    chosen = next((each for each, path in forms.PATHS.items() if path[language()] == move), None)
    if chosen is None:
        raise NotFound
    alternate(move=forms.PATHS[chosen])
    officer, now = current_officer(), clock.now()
    consultation = consultations.for_officer(officer, consultation_id, TRANSITIONS[chosen].permission)
    way = service.way(officer, consultation_id, now=now)
    if chosen not in way.moves:
        raise service.NotNow
    shown = {"revision": str(way.survey.revision), "last": str(service.last_step(way.survey))}
    form, in_the_way = forms.StepForm(chosen, data=shown), ()
    if accepted(form):
        try:
            _take(consultation_id, chosen, form)
        except Invalid as refused:
            in_the_way = refused.problems
        else:
            flash(str(forms.MOVES[chosen][2]))
            return redirect(url_for(".show", consultation_id=consultation_id))
    page = render_template(
        "surveys/approval/step.html",
        consultation=consultation,
        way=way,
        move=chosen,
        words=forms.MOVES[chosen],
        noted=forms.NOTED,
        form=form,
        answer=ready_service.of_survey(way.survey, now=now),
        line_words=ready_lines_forms.LINES,
        unsettled=comments.unsettled(way.survey),
    )
    return page, 422 if in_the_way else status(form)


@room.page(en=f"{SURVEY_EN}/publish", cy=f"{SURVEY_CY}/cyhoeddi", methods=["GET", "POST"])
def publish(consultation_id: int) -> ResponseReturnValue:
    """Say what publishing does and what stands in its way; then do it, at once or at a given minute."""
    officer, now = current_officer(), clock.now()
    consultation = consultations.for_officer(officer, consultation_id, Permission.PUBLISH_SURVEY)
    surveys.require_unpublished(consultation_id)
    way = service.way(officer, consultation_id, now=now)
    opens_at, closes_at = consultation.opens_at, consultation.closes_at
    last = {"last": str(service.last_step(way.survey))}
    form = forms.PublishForm(language=language(), now=now, opens_at=opens_at, closes_at=closes_at, data=last)
    answer, refused = ready_service.of_survey(way.survey, now=now), False
    if Move.PUBLISH in way.moves and accepted(form):
        written = consultation.slug
        try:
            seen = forms.number_of(form.last.data)
            surveys.publish(officer, consultation_id, last=seen, now=now, due_at=form.due_at)
        except Invalid:
            refused = True
        else:
            flash(_said(form.due_at is not None))
            if consultation.slug != written:
                flash(_readdressed(consultation.slug))
            return redirect(url_for(".show", consultation_id=consultation_id))
    if request.method == "POST" and Move.PUBLISH not in way.moves and not switching():
        raise service.NotNow
    page = render_template(
        "surveys/approval/publish.html",
        consultation=consultation,
        way=way,
        form=form,
        answer=answer,
        now=now,
        states=forms.STATES,
        line_words=ready_lines_forms.LINES,
    )
    return page, 422 if refused else status(form)


@room.page(en=f"{EN}/changes", cy=f"{CY}/newidiadau", methods=["GET", "POST"])
def changes(consultation_id: int) -> ResponseReturnValue:
    """What is otherwise than when this officer last looked, text by text; then remember that they have."""
    officer, now = current_officer(), clock.now()
    consultation = consultations.for_officer(officer, consultation_id)
    way = service.way(officer, consultation_id, now=now)
    form = forms.StepForm(Move.SEND, data={"revision": str(way.survey.revision)})
    if accepted(form):
        seen = forms.number_of(form.revision.data)
        looks.look(officer, consultation_id, seen=seen, now=now)
        flash(_("It is remembered that you have looked at everything as it is now"))
        return redirect(url_for(".show", consultation_id=consultation_id))
    return render_template(
        "surveys/approval/changes.html",
        consultation=consultation,
        way=way,
        form=form,
        since=looks.since(officer, way.survey),
        around_name=_around_name,
        fields=FIELDS,
        ways=WAYS,
    )


@room.page(en=f"{EN}/comment", cy=f"{CY}/sylw", methods=["GET", "POST"])
def comment(consultation_id: int) -> ResponseReturnValue:
    """Begin to talk about a part of the survey; the address can name it."""
    officer = current_officer()
    consultation = consultations.for_officer(officer, consultation_id)
    way = service.way(officer, consultation_id, now=clock.now())
    names = subject_names(way.survey.definition)
    about = request.args.get("about", "")
    form = forms.CommentForm(names.items(), data={"about": about if about in names else ""})
    if accepted(form):
        comments.comment(
            officer,
            consultation_id,
            form.about.data or "",
            form.words.data,
            language=language(),
            now=clock.now(),
        )
        flash(_("Your comment is saved"))
        return redirect(url_for(".show", consultation_id=consultation_id, _anchor="comments"))
    page = render_template("surveys/approval/comment.html", consultation=consultation, form=form)
    return page, status(form)


@room.page(
    en=f"{EN}/comments/<int:thread_id>/reply",
    cy=f"{CY}/sylwadau/<int:thread_id>/ateb",
    methods=["GET", "POST"],
)
def reply(consultation_id: int, thread_id: int) -> ResponseReturnValue:
    """Say something more in a thread."""
    officer, now = current_officer(), clock.now()
    consultation = consultations.for_officer(officer, consultation_id)
    survey = service.way(officer, consultation_id, now=now).survey
    thread = next((each for each in comments.threads(survey) if each.id == thread_id), None)
    if thread is None:
        raise NotFound
    form = forms.ReplyForm()
    if accepted(form):
        words = form.words.data
        comments.reply(officer, consultation_id, thread_id, words, language=language(), now=now)
        flash(_("Your answer is saved"))
        return redirect(url_for(".show", consultation_id=consultation_id, _anchor=f"thread-{thread_id}"))
    page = render_template(
        "surveys/approval/reply.html",
        consultation=consultation,
        thread=thread,
        about=subject_names(survey.definition).get(thread.about) or thread.about,
        form=form,
    )
    return page, status(form)


@room.page(
    en=f"{EN}/comments/<int:thread_id>/settle", cy=f"{CY}/sylwadau/<int:thread_id>/setlo", methods=["POST"]
)
def settle(consultation_id: int, thread_id: int) -> ResponseReturnValue:
    """Say that a thread is settled, or open it again."""
    settled = request.form.get("settled") == "1"
    comments.settle(current_officer(), consultation_id, thread_id, settled=settled, now=clock.now())
    flash(_("The comment is settled") if settled else _("The comment is open again"))
    return redirect(url_for(".show", consultation_id=consultation_id, _anchor=f"thread-{thread_id}"))


def subject_names(definition: Definition) -> Mapping[str, str]:
    """What can be talked about, each with its name in the language of the page."""
    named = {"": _("All of it")}
    for stop in tour(definition):
        named[key_of(stop.part)] = called(stop.part, language())
    return named


def _around_name(key: str) -> str:
    """What a text beside the survey is called, such as ``preparation/proposal:p1/positive``."""
    name = key.rpartition("/")[2]
    return str(ready_forms.DETAIL_NAMES.get(name) or PROPOSAL_NAMES.get(name) or key)


def _take(consultation_id: int, chosen: Move, form: Any) -> None:
    officer, now = current_officer(), clock.now()
    if chosen == Move.CALL_BACK:
        surveys.call_back(officer, consultation_id, now=now)
        return
    note = form.note.data if chosen in forms.NOTED else ""
    service.move(
        officer,
        consultation_id,
        chosen,
        seen=forms.number_of(form.revision.data),
        last=forms.number_of(form.last.data),
        note=note,
        language=language(),
        now=now,
    )


def _said(later: bool) -> str:
    if later:
        return str(_("The time of publication is set. Both languages appear at that minute"))
    return str(_("The survey and its consultation are published in both languages"))


def _readdressed(slug: Bilingual) -> str:
    said = _("The addresses that were written cannot be used: they are now %(en)s and %(cy)s")
    return str(said % {"en": slug.en, "cy": slug.cy})
