"""At which addresses do officers write consultations and tell what came of them?"""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock
from engage.accounts.permissions import Permission, may
from engage.consultations import joint_queries, queries, service
from engage.consultations import preparation_service as preparations
from engage.consultations.checks import Code
from engage.consultations.details import BILINGUAL
from engage.consultations.document_forms import DocumentForm
from engage.consultations.forms import (
    BilingualForm,
    ConfirmForm,
    ContactForm,
    DetailsForm,
    OutcomeForm,
    spread,
    spread_moment,
)
from engage.consultations.stage import Stage
from engage.consultations.topics import TOPICS
from engage.consultations.views import download
from engage.errors import Invalid
from engage.web import Room, accepted, current_officer, language, officers_only, status

room = Room("consultations_desk", __name__)
officers_only(room)


@room.page(en="/officers/consultations", cy="/swyddogion/ymgynghoriadau")
def index() -> ResponseReturnValue:
    """The council's consultations, drafts too."""
    found = queries.of_council(current_officer(), page=request.args.get("page", 1, type=int))
    named = joint_queries.of_council(current_officer().council_id) if _may(Permission.SEE_BREAKDOWNS) else []
    return render_template(
        "consultations/desk/index.html",
        found=found,
        now=clock.now(),
        may_edit=_may(Permission.EDIT_CONSULTATION),
        takes_part=bool(named),
        is_asked=any(partner.is_asked and each.opens_at > clock.now() for partner, each in named),
        address=lambda page: url_for(".index", page=page),
    )


@room.page(
    en="/officers/consultations/add", cy="/swyddogion/ymgynghoriadau/ychwanegu", methods=["GET", "POST"]
)
def add() -> ResponseReturnValue:
    """Begin a draft."""
    queries.require_author(current_officer())
    form = DetailsForm(language=language(), data={"opens_time": "09:00", "closes_time": "23:59"})
    if accepted(form):
        try:
            draft = service.add(current_officer(), form.details(), now=clock.now())
        except Invalid as refused:
            _show(form, refused)
        else:
            flash(_("The draft is saved"))
            return redirect(url_for(".overview", consultation_id=draft.id))
    return render_template("consultations/desk/edit.html", form=form, consultation=None), status(form)


@room.page(
    en="/officers/consultations/<int:consultation_id>", cy="/swyddogion/ymgynghoriadau/<int:consultation_id>"
)
def overview(consultation_id: int) -> ResponseReturnValue:
    """Where a consultation stands, and what can be done with it."""
    now = clock.now()
    consultation = queries.for_officer(current_officer(), consultation_id)
    stage = consultation.stage(now)
    return render_template(
        "consultations/desk/overview.html",
        consultation=consultation,
        stage=stage,
        problems_to_mend=service.problems(consultation, now=now) if stage == Stage.DRAFT else (),
        topics=TOPICS,
        document_address=_document_address,
        may_edit=_may(Permission.EDIT_CONSULTATION) and not consultation.is_held(now),
        may_keep_ledger=_may(Permission.KEEP_LEDGER),
        may_enter=_may(Permission.ENTER_RESPONSES),
        is_held=consultation.is_held(now),
        may_see_contacts=_may(Permission.SEE_CONTACTS),
        may_see_breakdown=_may(Permission.SEE_BREAKDOWNS),
        may_report=_may(Permission.PUBLISH_SURVEY) and stage in (Stage.CLOSED, Stage.REPORTED),
        may_move_closing=_may(Permission.PUBLISH_SURVEY) and stage in (Stage.FORTHCOMING, Stage.OPEN),
    )


@room.page(
    en="/officers/consultations/<int:consultation_id>/edit",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/golygu",
    methods=["GET", "POST"],
)
def edit(consultation_id: int) -> ResponseReturnValue:
    """Write the details of a draft; of what is published, only the contact can change."""
    consultation = queries.for_officer(current_officer(), consultation_id, Permission.EDIT_CONSULTATION)
    if consultation.published_at and request.method == "GET":
        return redirect(url_for(".contact", consultation_id=consultation_id))
    if request.method == "GET":
        service.require_free(consultation, now=clock.now())
    form = DetailsForm(language=language(), data=_typed(consultation))
    if accepted(form):
        try:
            service.change(current_officer(), consultation_id, form.details(), now=clock.now())
        except Invalid as refused:
            _show(form, refused)
        except service.Held:
            form.show_held("title_en")
        else:
            flash(_("The draft is saved"))
            return redirect(url_for(".overview", consultation_id=consultation_id))
    return render_template("consultations/desk/edit.html", form=form, consultation=consultation), status(form)


@room.page(
    en="/officers/consultations/<int:consultation_id>/contact",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/cyswllt",
    methods=["GET", "POST"],
)
def contact(consultation_id: int) -> ResponseReturnValue:
    """Say anew whom to ask and which formats there are."""
    consultation = queries.for_officer(current_officer(), consultation_id, Permission.EDIT_CONSULTATION)
    form = ContactForm(data=_texts(consultation, "contact", "other_formats"))
    if accepted(form):
        texts = {name: form.bilingual(name) for name in ("contact", "other_formats")}
        try:
            service.change_contact(current_officer(), consultation_id, **texts, now=clock.now())
        except Invalid as refused:
            _show(form, refused)
        except service.Held:
            form.show_held("contact_en")
        else:
            flash(_("The changes are saved"))
            return redirect(url_for(".overview", consultation_id=consultation_id))
    return render_template("consultations/desk/contact.html", form=form, consultation=consultation), status(
        form
    )


@room.page(
    en="/officers/consultations/<int:consultation_id>/outcome",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/canlyniad",
    methods=["GET", "POST"],
)
def outcome(consultation_id: int) -> ResponseReturnValue:
    """Tell the public what came of a consultation that has closed."""
    consultation = queries.for_officer(current_officer(), consultation_id, Permission.PUBLISH_SURVEY)
    service.require_closed(consultation, now=clock.now())
    form = OutcomeForm(data=_texts(consultation, "outcome"))
    if accepted(form):
        try:
            service.report(current_officer(), consultation_id, form.bilingual("outcome"), now=clock.now())
        except Invalid as refused:
            _show(form, refused)
        else:
            flash(_("The outcome is published in both languages"))
            return redirect(url_for(".overview", consultation_id=consultation_id))
    return render_template("consultations/desk/outcome.html", form=form, consultation=consultation), status(
        form
    )


@room.page(
    en="/officers/consultations/<int:consultation_id>/preview",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/rhagolwg",
)
def preview(consultation_id: int) -> ResponseReturnValue:
    """The page as the public will see it once it is open."""
    consultation = queries.for_officer(current_officer(), consultation_id)
    return render_template(
        "consultations/desk/preview.html",
        consultation=consultation,
        stage=Stage.OPEN,
        topics=TOPICS,
        said=preparations.said(consultation_id)[0],
        bodies=joint_queries.bodies(consultation),
        document_address=_document_address,
    )


@room.page(
    en="/officers/consultations/<int:consultation_id>/documents/add",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/dogfennau/ychwanegu",
    methods=["GET", "POST"],
)
def add_document(consultation_id: int) -> ResponseReturnValue:
    """Add a document: a pair of files, one in each language."""
    consultation = queries.for_officer(current_officer(), consultation_id, Permission.EDIT_CONSULTATION)
    if request.method == "GET":
        service.require_free(consultation, now=clock.now())
    form = DocumentForm()
    if accepted(form):
        title, now = form.bilingual("title"), clock.now()
        try:
            service.add_document(current_officer(), consultation_id, title=title, **form.papers, now=now)
        except service.Held:
            form.show_held("title_en")
        else:
            flash(_("The document is added in both languages"))
            return redirect(url_for(".overview", consultation_id=consultation_id))
    return render_template(
        "consultations/desk/add_document.html", form=form, consultation=consultation
    ), status(form)


@room.page(
    en="/officers/consultations/<int:consultation_id>/documents/<int:document_id>/remove",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/dogfennau/<int:document_id>/tynnu",
    methods=["GET", "POST"],
)
def remove_document(consultation_id: int, document_id: int) -> ResponseReturnValue:
    """Ask whether a document shall go; then take it away in both languages."""
    consultation = queries.for_officer(current_officer(), consultation_id, Permission.EDIT_CONSULTATION)
    form = ConfirmForm()
    if accepted(form):
        service.remove_document(current_officer(), consultation_id, document_id, now=clock.now())
        flash(_("The document is removed in both languages"))
        return redirect(url_for(".overview", consultation_id=consultation_id))
    return render_template(
        "consultations/desk/remove_document.html",
        form=form,
        consultation=consultation,
        document=queries.document_of(consultation, document_id),
    )


@room.page(
    en="/officers/consultations/<int:consultation_id>/documents/<int:document_id>",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/dogfennau/<int:document_id>",
)
def document(consultation_id: int, document_id: int) -> ResponseReturnValue:
    """Download a document in the language of the address, also of a draft."""
    consultation = queries.for_officer(current_officer(), consultation_id)
    return download(queries.document_of(consultation, document_id), language())


def _may(permission: Permission) -> bool:
    return may(current_officer().role_names, permission)


def _document_address(document: Any, file_language: str) -> str:
    consultation_id = document.consultation_id
    return url_for(".document", lang=file_language, consultation_id=consultation_id, document_id=document.id)


def _texts(consultation: Any, *names: str) -> dict[str, str]:
    return spread({name: getattr(consultation, name) for name in names})


def _typed(consultation: Any) -> dict[str, Any]:
    """A draft as its form has it."""
    typed = _texts(consultation, *BILINGUAL, "slug")
    typed |= spread_moment("opens", consultation.opens_at)
    typed |= spread_moment("closes", consultation.last_minute)
    return {**typed, "topics": consultation.topics}


def _show(form: BilingualForm, refused: Invalid) -> None:
    """Put what the service found wrong beside the fields it is about."""
    messages = {
        ("slug_en", Code.TAKEN): _("Another consultation has this English address: choose another"),
        ("slug_cy", Code.TAKEN): _("Another consultation has this Welsh address: choose another"),
        ("contact_en", Code.MISSING): _("Say in English whom to ask"),
        ("contact_cy", Code.MISSING): _("Say in Welsh whom to ask"),
        ("other_formats_en", Code.MISSING): _("Say in English which other formats there are"),
        ("other_formats_cy", Code.MISSING): _("Say in Welsh which other formats there are"),
        ("outcome_en", Code.MISSING): _("Write the outcome in English"),
        ("outcome_cy", Code.MISSING): _("Write the outcome in Welsh"),
    }
    for problem in refused.problems:
        form.show_problem(problem.field, messages[problem.field, problem.code])
