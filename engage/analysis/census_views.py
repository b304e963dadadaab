"""At which addresses do officers bring tables of the census, look at them and delete them?"""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock, dates
from engage.accounts.permissions import Permission, may
from engage.analysis import census_forms as forms
from engage.analysis import census_queries as queries
from engage.analysis import census_service as service
from engage.analysis import census_words, words
from engage.analysis.census_groups import likely, residents, suggested
from engage.analysis.forms import ConfirmForm
from engage.equality.characteristics import Category, Characteristic, Level
from engage.equality.library import CURRENT, standard_set
from engage.errors import Invalid
from engage.web import Room, accepted, current_officer, language, officers_only, status

room = Room("analysis_census", __name__)
officers_only(room)

EN, CY = "/officers/census", "/swyddogion/cyfrifiad"


@room.page(en=EN, cy=CY)
def index() -> ResponseReturnValue:
    """What the council has, and what waits to be put into groups."""
    officer = current_officer()
    return render_template(
        "analysis/census/index.html",
        tables=[(each, _named(each)) for each in queries.tables(officer)],
        drafts=[(each, _named(each)) for each in queries.drafts(officer)],
        may_bring=may(officer.role_names, Permission.MAKE_RELEASE),
    )


@room.page(en=f"{EN}/bring", cy=f"{CY}/dod-a-thabl", methods=["GET", "POST"])
def bring() -> ResponseReturnValue:
    """Bring a file and say what it is about."""
    officer = current_officer()
    queries.require_bringer(officer)
    today = clock.now().astimezone(dates.LONDON).date()
    form = forms.BringForm(standard_set(CURRENT).characteristics, language(), today)
    problems: tuple[Any, ...] = ()
    if accepted(form):
        about = service.About(
            characteristic=form.characteristic.data,
            level=form.level.data,
            source=form.source,
            taken_on=form.taken_on,
            population=form.population.data,
        )
        try:
            draft = service.bring(officer, form.name, form.content, about, now=clock.now())
            return redirect(url_for(".groups", draft_id=draft.id))
        except Invalid as invalid:
            problems = invalid.problems
            form.file.errors = [_("The file cannot be used as it is. What is wrong stands under the form")]
    page = render_template("analysis/census/bring.html", form=form, problems=problems, said=forms.said)
    return page, status(form)


@room.page(en=f"{EN}/files/<int:draft_id>", cy=f"{CY}/ffeiliau/<int:draft_id>", methods=["GET", "POST"])
def groups(draft_id: int) -> ResponseReturnValue:
    """Say which area is meant and which of our groups its categories are; see what comes of it."""
    officer = current_officer()
    draft = queries.draft(officer, draft_id)
    areas = service.areas(draft)
    chosen = forms.fields_of(suggested(draft.categories, _characteristic(draft), Level(draft.level)))
    chosen["area"] = likely(officer.council.name.en, areas)
    form = forms.groups_form(draft.categories)(areas, _groups(draft), chosen, language())
    if accepted(form) and "keep" in request.form:
        try:
            table = service.keep(officer, draft_id, form.area.data, form.mapping, now=clock.now())
            flash(_("The census table is kept"))
            return redirect(url_for(".show", table_id=table.id))
        except service.TooFewGroups:
            first = next(iter(form.categories))
            form[first].errors = [_("Put categories into two groups at least, in which people live")]
    area = areas.get(form.area.data or "")
    return render_template(
        "analysis/census/groups.html",
        draft=draft,
        form=form,
        area=area,
        named=_named(draft),
        replaced=queries.one(officer.council_id, draft.characteristic, draft.level),
        shares=_shares(draft, residents(area.people, form.mapping)) if area else [],
    ), status(form)


@room.page(
    en=f"{EN}/files/<int:draft_id>/forget", cy=f"{CY}/ffeiliau/<int:draft_id>/anghofio", methods=["POST"]
)
def forget(draft_id: int) -> ResponseReturnValue:
    """Throw a file away that waits."""
    service.forget(current_officer(), draft_id)
    flash(_("The file is thrown away. Nothing was kept of it."))
    return redirect(url_for(".index"))


@room.page(en=f"{EN}/<int:table_id>", cy=f"{CY}/<int:table_id>")
def show(table_id: int) -> ResponseReturnValue:
    """One table: our groups with their shares, and the categories of the census that are in them."""
    officer = current_officer()
    table = queries.table(officer, table_id)
    return render_template(
        "analysis/census/show.html",
        table=table,
        named=_named(table),
        labels={group.code: group.label[language()] for group in _groups(table)},
        shares=_shares(table, queries.people_of(table)),
        invented=census_words.INVENTED,
        may_bring=may(officer.role_names, Permission.MAKE_RELEASE),
    )


@room.page(en=f"{EN}/<int:table_id>/delete", cy=f"{CY}/<int:table_id>/dileu", methods=["GET", "POST"])
def delete(table_id: int) -> ResponseReturnValue:
    """Ask once, then delete a table."""
    officer = current_officer()
    table = queries.table(officer, table_id, Permission.MAKE_RELEASE)
    form = ConfirmForm()
    if accepted(form):
        service.delete(officer, table_id, now=clock.now())
        flash(_("The census table is deleted"))
        return redirect(url_for(".index"))
    page = render_template("analysis/census/delete.html", table=table, named=_named(table), form=form)
    return page, status(form)


def _characteristic(described: Any) -> Characteristic:
    (found,) = standard_set(CURRENT).choose((described.characteristic,))
    return found


def _groups(described: Any) -> tuple[Category, ...]:
    return _characteristic(described).levels[Level(described.level)]


def _named(described: Any) -> dict[str, str]:
    """What a table is about, in words."""
    return {
        "characteristic": _characteristic(described).name[language()],
        "level": words.LEVELS[Level(described.level)][language()],
        "population": census_words.POPULATIONS[described.population][language()],
        "source": described.source[language()],
    }


def _shares(described: Any, people: dict[str, int]) -> list[tuple[str, str, str]]:
    """Label, residents and share of each of our groups that the table has, in our order."""
    total = sum(people.values())
    return [
        (group.label[language()], f"{people[group.code]:,}", f"{100 * people[group.code] / total:.1f}%")
        for group in _groups(described)
        if group.code in people and total
    ]
