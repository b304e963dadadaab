"""At which addresses do officers enter, change and delete figures on cohesion that others published?"""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock
from engage.analysis import cohesion_queries as queries
from engage.analysis import cohesion_service as service
from engage.analysis.cohesion_forms import TEXTS, FigureForm
from engage.analysis.cohesion_page import named, per_cent
from engage.analysis.cohesion_views import CY, EN
from engage.analysis.forms import ConfirmForm
from engage.dates import LONDON
from engage.web import Room, accepted, current_officer, language, officers_only, status

room = Room("analysis_cohesion_figures", __name__)
officers_only(room)


@room.page(en=f"{EN}/figures/add", cy=f"{CY}/ffigurau/ychwanegu", methods=["GET", "POST"])
def add() -> ResponseReturnValue:
    """Enter a published figure."""
    queries.require_enterer(current_officer())
    form = FigureForm(named(language()).items(), clock.now().astimezone(LONDON).date())
    if accepted(form):
        service.enter(current_officer(), _entered(form), now=clock.now())
        flash(_("The published figure is saved"))
        return redirect(url_for("analysis_cohesion.index"))
    return render_template("analysis/cohesion/figure.html", form=form, figure=None), status(form)


@room.page(en=f"{EN}/figures/<int:figure_id>", cy=f"{CY}/ffigurau/<int:figure_id>", methods=["GET", "POST"])
def edit(figure_id: int) -> ResponseReturnValue:
    """Change a published figure, or what is said of it."""
    figure = queries.figure(current_officer(), figure_id)
    (held,) = queries.national([figure])
    form = FigureForm(named(language()).items(), clock.now().astimezone(LONDON).date(), held)
    form.seen.data = form.seen.data or service.state(figure)
    if accepted(form):
        try:
            service.change(current_officer(), figure_id, _entered(form), seen=form.seen.data, now=clock.now())
        except service.Overtaken:
            form.overtake(service.state(queries.figure(current_officer(), figure_id)))
        else:
            flash(_("The published figure is saved"))
            return redirect(url_for("analysis_cohesion.index"))
    return render_template("analysis/cohesion/figure.html", form=form, figure=figure), status(form)


@room.page(
    en=f"{EN}/figures/<int:figure_id>/delete",
    cy=f"{CY}/ffigurau/<int:figure_id>/dileu",
    methods=["GET", "POST"],
)
def delete(figure_id: int) -> ResponseReturnValue:
    """Ask once, then delete a published figure."""
    figure = queries.figure(current_officer(), figure_id)
    form = ConfirmForm()
    if accepted(form):
        service.delete(current_officer(), figure_id, now=clock.now())
        flash(_("The published figure is deleted"))
        return redirect(url_for("analysis_cohesion.index"))
    page = render_template(
        "analysis/cohesion/delete.html",
        figure=figure,
        form=form,
        named=named(language())[figure.measure],
        share=per_cent(figure.tenths),
    )
    return page, status(form)


def _entered(form: FigureForm) -> service.Entered:
    return service.Entered(
        measure=form.measure.data,
        tenths=form.tenths,
        people=form.asked,
        address=form.link.data,
        published_on=form.published_on,
        note=form.bilingual("note"),
        **{name: form.bilingual(name) for name in TEXTS},
    )
