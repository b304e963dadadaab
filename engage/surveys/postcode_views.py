"""At which addresses do officers bring lists of postcodes, look at them and delete them?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock, dates
from engage.accounts.permissions import Permission, may
from engage.errors import Invalid
from engage.surveys import postcode_forms as forms
from engage.surveys import postcode_queries as queries
from engage.surveys import postcode_service as service
from engage.surveys import postcode_words, postcodes
from engage.surveys.postcode_service import About
from engage.surveys.postcodes import Postcodes
from engage.web import Room, accepted, current_officer, officers_only, status

room = Room("surveys_postcodes", __name__)
officers_only(room)

EN, CY = "/officers/postcodes", "/swyddogion/codau-post"
WALES = "wales"


@room.page(en=EN, cy=CY)
def index() -> ResponseReturnValue:
    """The lists that the council has."""
    officer = current_officer()
    return render_template(
        "surveys/postcodes/index.html",
        lookups=queries.lookups(officer),
        may_bring=_may_bring(),
        has_quintiles=officer.council.nation == WALES,
    )


@room.page(en=f"{EN}/quintiles", cy=f"{CY}/cwinteli", methods=["GET", "POST"])
def bring_quintiles() -> ResponseReturnValue:
    """Bring the quintiles of deprivation of a Welsh council's postcodes."""
    officer = current_officer()
    service.require_wales(officer)
    form = forms.QuintilesForm(_today())

    def keep() -> Any:
        found = postcodes.read_quintiles(form.content, form.edition.data or "")
        about = About(name=service.QUINTILES, source=form.source, dated_on=form.dated_on)
        return service.keep_quintiles(officer, about, found, now=clock.now())

    return _brought("bring_quintiles.html", form, keep)


@room.page(en=f"{EN}/areas", cy=f"{CY}/ardaloedd", methods=["GET", "POST"])
def bring_areas() -> ResponseReturnValue:
    """Bring a list of areas, such as wards."""
    officer = current_officer()
    queries.require_bringer(officer)
    form = forms.AreasForm(_today())

    def keep() -> Any:
        return service.keep_areas(officer, _about(form), _areas(form), now=clock.now())

    return _brought("bring_areas.html", form, keep)


@room.page(en=f"{EN}/<int:lookup_id>/replace", cy=f"{CY}/<int:lookup_id>/newid", methods=["GET", "POST"])
def replace(lookup_id: int) -> ResponseReturnValue:
    """Bring a newer list in place of one of areas."""
    officer = current_officer()
    lookup = service.of_areas(officer, lookup_id)
    form = forms.AreasForm(_today(), lookup.name)

    def keep() -> Any:
        found = _areas(form)
        return service.keep_areas(officer, _about(form), found, now=clock.now(), replaces=lookup_id)

    return _brought("bring_areas.html", form, keep, replaced=lookup)


def _brought(page: str, form: forms.BringForm, keep: Callable[[], Any], **more: Any) -> ResponseReturnValue:
    """Keep what was brought and lead to it, or show the form, with what is wrong in the file."""
    problems: tuple[Any, ...] = ()
    if accepted(form):
        try:
            lookup = keep()
            flash(_("The list of postcodes is kept"))
            return redirect(url_for(".names" if lookup.lacks_names else ".show", lookup_id=lookup.id))
        except Invalid as invalid:
            problems = invalid.problems
            form.refuse()
    shown = render_template(
        f"surveys/postcodes/{page}", form=form, problems=problems, said=forms.said, **more
    )
    return shown, status(form)


def _today() -> date:
    return clock.now().astimezone(dates.LONDON).date()


def _about(form: forms.AreasForm) -> About:
    return About(name=form.bilingual("name"), source=form.source, dated_on=form.dated_on)


def _areas(form: forms.AreasForm) -> Postcodes:
    return postcodes.read_areas(form.content, form.wards)


@room.page(en=f"{EN}/<int:lookup_id>", cy=f"{CY}/<int:lookup_id>")
def show(lookup_id: int) -> ResponseReturnValue:
    """One list: where it comes from, its areas, and how many postcodes each has."""
    lookup = queries.lookup(current_officer(), lookup_id)
    return render_template(
        "surveys/postcodes/show.html",
        lookup=lookup,
        counts=queries.counts(lookup),
        uses=queries.uses(lookup),
        may_bring=_may_bring(),
        invented=postcode_words.INVENTED,
    )


@room.page(en=f"{EN}/<int:lookup_id>/names", cy=f"{CY}/<int:lookup_id>/enwau", methods=["GET", "POST"])
def names(lookup_id: int) -> ResponseReturnValue:
    """Say what the areas are called in both languages."""
    officer = current_officer()
    lookup = service.of_areas(officer, lookup_id)
    form = forms.names_form(lookup.areas)
    if accepted(form):
        service.name_areas(officer, lookup_id, form.names, now=clock.now())
        flash(_("The names are kept"))
        return redirect(url_for(".show", lookup_id=lookup_id))
    return render_template("surveys/postcodes/names.html", lookup=lookup, form=form), status(form)


@room.page(en=f"{EN}/<int:lookup_id>/delete", cy=f"{CY}/<int:lookup_id>/dileu", methods=["GET", "POST"])
def delete(lookup_id: int) -> ResponseReturnValue:
    """Ask once, then delete a list that no published survey needs."""
    officer = current_officer()
    lookup = queries.lookup(officer, lookup_id, Permission.EDIT_CONSULTATION)
    form = forms.ConfirmForm()
    if accepted(form):
        service.delete(officer, lookup_id, now=clock.now())
        flash(_("The list of postcodes is deleted"))
        return redirect(url_for(".index"))
    page = render_template(
        "surveys/postcodes/delete.html", lookup=lookup, form=form, uses=queries.uses(lookup)
    )
    return page, status(form)


def _may_bring() -> bool:
    return may(current_officer().role_names, Permission.EDIT_CONSULTATION)
