"""At which addresses does a council take part in consultations that another council leads?"""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock
from engage.accounts.permissions import Permission, may
from engage.analysis import bodies_queries as queries
from engage.analysis import bodies_service as service
from engage.analysis.bodies_forms import AgreeForm
from engage.analysis.forms import ConfirmForm
from engage.web import Room, accepted, current_officer, officers_only, status

room = Room("analysis_joint", __name__)
officers_only(room)

EN, CY = "/officers/joint", "/swyddogion/ar-y-cyd"


@room.page(en=EN, cy=CY)
def index() -> ResponseReturnValue:
    """The consultations of other councils in which this one takes part, or is asked to."""
    return render_template(
        "analysis/joint/index.html", parts=queries.parts(current_officer()), now=clock.now()
    )


@room.page(en=f"{EN}/<int:consultation_id>", cy=f"{CY}/<int:consultation_id>", methods=["GET", "POST"])
def show(consultation_id: int) -> ResponseReturnValue:
    """What taking part means; agree to it."""
    part, form = queries.part(current_officer(), consultation_id), AgreeForm()
    may_agree = may(current_officer().role_names, Permission.MAKE_RELEASE)
    if accepted(form):
        service.accept(current_officer(), consultation_id, now=clock.now())
        flash(_("Your council takes part"))
        return redirect(url_for(".show", consultation_id=consultation_id))
    return render_template(
        "analysis/joint/show.html",
        part=part,
        consultation=part.consultation,
        form=form,
        may_agree=may_agree,
        is_early=service.may_change(part.consultation, now=clock.now()),
    ), status(form)


@room.page(
    en=f"{EN}/<int:consultation_id>/leave", cy=f"{CY}/<int:consultation_id>/gadael", methods=["GET", "POST"]
)
def leave(consultation_id: int) -> ResponseReturnValue:
    """Decline, or take part no longer."""
    service.require_standing(current_officer(), consultation_id)
    part, form = queries.part(current_officer(), consultation_id), ConfirmForm()
    if accepted(form):
        service.leave(current_officer(), consultation_id, now=clock.now())
        flash(_("Your council does not take part"))
        return redirect(url_for(".index"))
    return render_template(
        "analysis/joint/leave.html", part=part, consultation=part.consultation, form=form
    ), status(form)
