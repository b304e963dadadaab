"""At which addresses do officers say what has to be said before a consultation goes out?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock
from engage.accounts.permissions import Permission, may
from engage.consultations import preparation_forms as forms
from engage.consultations import preparation_service as service
from engage.consultations import queries
from engage.consultations.preparation import PROTECTED, Preparation
from engage.consultations.school_weeks import school_year, usual
from engage.consultations.service import Held
from engage.web import Room, accepted, current_officer, language, officers_only, own_address, status

room = Room("consultations_preparation", __name__)
officers_only(room)
EN = "/officers/consultations/<int:consultation_id>/preparation"
CY = "/swyddogion/ymgynghoriadau/<int:consultation_id>/paratoi"


@room.page(en=EN, cy=CY)
def show(consultation_id: int) -> ResponseReturnValue:
    """Everything that was said so far."""
    consultation = queries.for_officer(current_officer(), consultation_id)
    said, _revision = service.said(consultation_id)
    free = not consultation.is_held(clock.now()) and not consultation.published_at
    return render_template(
        "consultations/preparation/show.html",
        consultation=consultation,
        said=said,
        may_edit=free and may(current_officer().role_names, Permission.EDIT_CONSULTATION),
        **_names(),
    )


@room.page(en=f"{EN}/fairness", cy=f"{CY}/tegwch", methods=["GET", "POST"])
def fair(consultation_id: int) -> ResponseReturnValue:
    """Say what is decided so far, and how responses will be considered."""

    def said(form: Any) -> dict[str, Any]:
        return {name: form.bilingual(name) for name in ("formative", "consideration")}

    return _edit(consultation_id, forms.FairForm, forms.fair, said, "fair")


@room.page(en=f"{EN}/equality", cy=f"{CY}/cydraddoldeb", methods=["GET", "POST"])
def equality(consultation_id: int) -> ResponseReturnValue:
    """Say who is likely to be affected, how they were involved, and which aims matter."""
    return _edit(consultation_id, forms.EqualityForm, forms.equality, _said("equality_in"), "equality")


@room.page(en=f"{EN}/data-protection", cy=f"{CY}/diogelu-data", methods=["GET", "POST"])
def privacy(consultation_id: int) -> ResponseReturnValue:
    """Say why, by which law and until when personal data are kept."""
    return _edit(consultation_id, forms.PrivacyForm, forms.privacy, _said("privacy_in"), "privacy")


@room.page(en="/officers/school-holidays", cy="/swyddogion/gwyliau-ysgol", methods=["GET", "POST"])
def school_holidays() -> ResponseReturnValue:
    """When the council's schools are on holiday: what it has entered, or else the usual weeks."""
    officer = current_officer()
    queries.require_author(officer)
    form = forms.HolidayForm()
    if accepted(form):
        service.add_school_holiday(officer, *form.days(), now=clock.now())
        flash(_("The holiday is saved"))
        return redirect(_back(url_for(".school_holidays")))
    return render_template(
        "consultations/preparation/school_holidays.html",
        form=form,
        entered=service.school_holidays(officer.council_id),
        usual=usual(school_year(clock.now().date())),
    ), status(form)


@room.page(
    en="/officers/school-holidays/<int:holiday_id>/remove",
    cy="/swyddogion/gwyliau-ysgol/<int:holiday_id>/tynnu",
    methods=["POST"],
)
def remove_school_holiday(holiday_id: int) -> ResponseReturnValue:
    """Take a holiday out."""
    service.remove_school_holiday(current_officer(), holiday_id, now=clock.now())
    flash(_("The holiday is removed"))
    return redirect(url_for(".school_holidays"))


def _edit(
    consultation_id: int,
    form_kind: type[forms.PreparationForm],
    fill: Callable[[Preparation], dict[str, Any]],
    read: Callable[[Any], dict[str, Any]],
    page: str,
) -> ResponseReturnValue:
    """Show one part of what is said, and save it; nothing that was typed is lost when somebody was faster."""
    officer = current_officer()
    consultation = queries.for_officer(officer, consultation_id, Permission.EDIT_CONSULTATION)
    if request.method == "GET":
        service.require_open(consultation, now=clock.now())
    said, revision = service.said(consultation_id)
    form = form_kind(data={**fill(said), "revision": str(revision)})
    if accepted(form):
        changes = read(form)
        try:
            service.change(
                officer,
                consultation_id,
                lambda before: replace(before, **changes),
                seen=form.seen,
                now=clock.now(),
            )
        except service.Overtaken:
            form.overtaken(service.said(consultation_id)[1])
        except Held:
            form.show_held(form.first_field)
        else:
            flash(_("The preparation is saved"))
            return redirect(_back(url_for(".show", consultation_id=consultation_id)))
    back = _back(url_for(".show", consultation_id=consultation_id))
    return render_template(
        f"consultations/preparation/{page}.html", consultation=consultation, form=form, back=back, **_names()
    ), status(form)


def _said(language_of: str) -> Callable[[Any], dict[str, Any]]:
    """What a form says, and in which language, since that is not said in both."""
    return lambda form: {**form.said(), language_of: language()}


def _back(usual_way: str) -> str:
    """The page from which the officer came, when the address names one of ours."""
    return own_address(request.args.get("next")) or usual_way


def _names() -> dict[str, Any]:
    return {
        "group_names": forms.GROUP_NAMES,
        "protected": PROTECTED,
        "aim_names": forms.AIM_NAMES,
        "basis_names": forms.BASIS_NAMES,
    }
