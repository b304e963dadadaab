"""At which addresses does the lead of a joint consultation say which bodies hold it together?"""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock, collation
from engage.accounts import service as accounts
from engage.analysis import bodies_queries as queries
from engage.analysis import bodies_service as service
from engage.analysis.bodies import MOST
from engage.analysis.bodies_forms import OwnAnswerForm, PartnerForm
from engage.analysis.forms import ConfirmForm
from engage.errors import NotFound
from engage.web import Room, accepted, current_officer, language, officers_only, status

room = Room("analysis_bodies", __name__)
officers_only(room)

EN = "/officers/consultations/<int:consultation_id>/breakdown/bodies"
CY = "/swyddogion/ymgynghoriadau/<int:consultation_id>/dadansoddiad/cyrff"


@room.page(en=EN, cy=CY)
def index(consultation_id: int) -> ResponseReturnValue:
    """The body question, the partners and whether they have agreed."""
    standing = queries.standing(current_officer(), consultation_id)
    return render_template(
        "analysis/bodies/index.html",
        consultation=standing.consultation,
        standing=standing,
        may_change=service.may_change(standing.consultation, now=clock.now()),
        may_add=bool(standing.free and len(standing.partners) + 1 < MOST),
    )


@room.page(en=f"{EN}/question", cy=f"{CY}/cwestiwn", methods=["GET", "POST"])
def question(consultation_id: int) -> ResponseReturnValue:
    """Choose the question by which residents are told apart, and the answer of one's own."""
    standing = queries.standing(current_officer(), consultation_id, request.args.get("question", ""))
    if not service.may_change(standing.consultation, now=clock.now()) or standing.partners:
        return _back(consultation_id)
    joint = standing.joint
    asking = request.args.get("question", joint.question if joint else "")
    form = OwnAnswerForm(standing.answers, joint.code if joint else "", language())
    if asking and accepted(form):
        service.choose(current_officer(), consultation_id, asking, form.code.data, now=clock.now())
        flash(_("The question is saved"))
        return _back(consultation_id)
    return render_template(
        "analysis/bodies/question.html",
        consultation=standing.consultation,
        form=form,
        asking=asking,
        questions=standing.questions,
    ), status(form)


@room.page(en=f"{EN}/add", cy=f"{CY}/ychwanegu", methods=["GET", "POST"])
def add(consultation_id: int) -> ResponseReturnValue:
    """Name a partner."""
    standing = queries.standing(current_officer(), consultation_id)
    if not service.may_change(standing.consultation, now=clock.now()) or not standing.free:
        return _back(consultation_id)
    councils = [
        (str(each.id), each.name[language()]) for each in queries.others(standing, accounts.councils())
    ]
    ordered = sorted(councils, key=lambda each: collation.key(each[1], language()))
    form = PartnerForm(ordered, standing.free, language())
    if accepted(form):
        council, code = int(form.council.data), form.code.data
        service.name(current_officer(), consultation_id, council, code, now=clock.now())
        flash(_("The council has been asked"))
        return _back(consultation_id)
    return render_template("analysis/bodies/add.html", consultation=standing.consultation, form=form), status(
        form
    )


@room.page(en=f"{EN}/<int:partner_id>/remove", cy=f"{CY}/<int:partner_id>/dileu", methods=["GET", "POST"])
def remove(consultation_id: int, partner_id: int) -> ResponseReturnValue:
    """Remove a partner from the figures to come."""
    standing = queries.standing(current_officer(), consultation_id)
    partner = next((each for each in standing.partners if each.id == partner_id), None)
    if partner is None:
        raise NotFound
    form = ConfirmForm()
    if accepted(form):
        service.remove(current_officer(), consultation_id, partner_id, now=clock.now())
        flash(_("The council is removed"))
        return _back(consultation_id)
    return render_template(
        "analysis/bodies/remove.html", consultation=standing.consultation, form=form, partner=partner
    ), status(form)


def _back(consultation_id: int) -> ResponseReturnValue:
    return redirect(url_for(".index", consultation_id=consultation_id))
