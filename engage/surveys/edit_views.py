"""At which addresses does an author write the parts of a survey around its questions?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from engage import clock
from engage.equality.library import SETS
from engage.errors import Conflict, NotFound
from engage.surveys import edit_service, editing
from engage.surveys.deeds import Deed
from engage.surveys.definition import Definition, Page, Section
from engage.surveys.draft_views import (
    CY,
    EN,
    Draft,
    change,
    done,
    opened,
    seen_revision,
    showing,
    tell_turned,
)
from engage.surveys.edit_forms import DraftForm, PageForm, SectionForm, SettingsForm
from engage.surveys.placing import SURVEY, block_around, find, fits, part_of
from engage.surveys.steering import title
from engage.web import Room, accepted, current_officer, language, officers_only, status, switching

room = Room("surveys_edit", __name__)
officers_only(room)


@room.page(en=f"{EN}/settings", cy=f"{CY}/gosodiadau", methods=["GET", "POST"])
def settings(consultation_id: int) -> ResponseReturnValue:
    """Write what is said of the whole survey."""
    draft = opened(consultation_id)
    written = {"written_in": draft.first, "revision": draft.revision}
    form = SettingsForm(data=SettingsForm.typed(draft.definition) | written)
    form.offer(SETS, language(), in_wales=draft.consultation.council.nation == "wales")

    def save() -> Any:
        before = draft.definition
        survey = edit_service.change_settings(
            current_officer(),
            consultation_id,
            lambda before: replace(before, **form.fields(), equality=form.module(before.equality)),
            written_in=form.written_in.data,
            seen=seen_revision(),
            subject=form.bilingual("title"),
            now=clock.now(),
        )
        tell_turned(survey, before)
        return survey

    return _work(draft, SURVEY, form, "settings", save, Deed.CHANGED)


@room.page(en=f"{EN}/add-section", cy=f"{CY}/ychwanegu-adran", methods=["GET", "POST"])
def add_section(consultation_id: int) -> ResponseReturnValue:
    """Write a new section, at the end or where the address says."""
    make = partial(Section, parts=())
    return _add(opened(consultation_id), SURVEY, "section", SectionForm, make)


@room.page(en=f"{EN}/add-page", cy=f"{CY}/ychwanegu-tudalen", methods=["GET", "POST"])
def add_page(consultation_id: int) -> ResponseReturnValue:
    """Write a new page in the section or block that the address names."""
    draft = opened(consultation_id)
    if "to" not in request.args:
        return redirect(draft.address())
    return _add(draft, request.args["to"], "page", PageForm, Page)


@room.page(en=f"{EN}/sections/<section_id>", cy=f"{CY}/adrannau/<section_id>", methods=["GET", "POST"])
def section(consultation_id: int, section_id: str) -> ResponseReturnValue:
    """Change what a section says."""
    return _edit(opened(consultation_id), f"section:{section_id}", SectionForm, "section")


@room.page(en=f"{EN}/pages/<page_id>", cy=f"{CY}/tudalennau/<page_id>", methods=["GET", "POST"])
def page(consultation_id: int, page_id: str) -> ResponseReturnValue:
    """Change what a page says beside its questions."""
    return _edit(opened(consultation_id), f"page:{page_id}", PageForm, "page")


def _edit(draft: Draft, key: str, kind: type[DraftForm], template: str) -> ResponseReturnValue:
    try:
        part = part_of(draft.definition, key)
    except NotFound:
        return gone(draft)
    form = kind(data=kind.typed(part) | {"revision": draft.revision})

    def save() -> Any:
        edit = partial(editing.change_fields, key=key, **form.fields())
        return change(draft, edit, Deed.CHANGED, form.bilingual("title") or title(part))

    return _work(draft, key, form, template, save, Deed.CHANGED)


def _add(
    draft: Draft, holder: str, sort: str, kind: type[DraftForm], make: Callable[..., Any]
) -> ResponseReturnValue:
    form = kind(data={"revision": draft.revision})
    try:
        home = part_of(draft.definition, holder)
    except NotFound:
        return gone(draft)
    if not fits(make(id="", title=form.bilingual("title")), home):
        raise NotFound
    new = ""

    def add(before: Definition) -> Definition:
        nonlocal new
        new = editing.new_id(before, sort, form.bilingual("title"), draft.first)
        position = request.args.get("at", type=int)
        return editing.add(before, holder, make(id=new, **form.fields()), position)

    def save() -> Any:
        return change(draft, add, Deed.ADDED, form.bilingual("title"))

    return _work(draft, holder, form, sort, save, Deed.ADDED, at=lambda: f"{sort}:{new}")


def _work(
    draft: Draft,
    key: str,
    form: DraftForm,
    template: str,
    save: Callable[[], Any],
    deed: Deed,
    at: Callable[[], str] | None = None,
) -> ResponseReturnValue:
    """Show the form, or keep what was typed in it and lead back to the contents."""
    seen, refused = seen_revision(), ""
    form.first = draft.first
    if not showing() and accepted(form):
        try:
            survey = save()
        except Conflict as conflict:
            refused = conflict.page
            draft = opened(draft.consultation.id)
            form.revision.data = str(draft.revision)
        else:
            return done(draft, seen, survey, deed, form.bilingual("title"), at() if at else key)
    try:
        path, part = find(draft.definition, key)
    except NotFound:
        return gone(draft)
    block = block_around(draft.definition, (*path, 0))
    page = render_template(
        f"surveys/edit/{template}.html",
        consultation=draft.consultation,
        draft=draft,
        form=form,
        part=None if deed == Deed.ADDED else part,
        block=block,
        placeholders=sorted({name for item in block.items for name in item.words()}) if block else (),
        shown=showing(),
        refused=refused,
        changes=draft.since(seen) if refused else (),
        differences=_differences(form, part) if refused and deed == Deed.CHANGED else (),
    )
    return page, 409 if refused else 200 if showing() or switching() else status(form)


def _differences(form: DraftForm, part: Any) -> list[tuple[Any, str, str]]:
    """What the survey says now where something else was typed: the field, its language, and the words."""
    now = form.typed(part)
    return [
        (field, field.name.rpartition("_")[2], now[field.name])
        for field in form
        if isinstance(now.get(field.name), str) and field.description and now[field.name] != field.data
    ]


def gone(draft: Draft) -> ResponseReturnValue:
    """What was to be written is not there any more: give back what was typed. Raises NotFound for a visit."""
    if request.method == "GET":
        raise NotFound
    typed = {
        name: text
        for name, text in request.form.items()
        if text.strip() and name.rpartition("_")[2] in ("en", "cy")
    }
    page = render_template("surveys/edit/gone.html", consultation=draft.consultation, typed=typed)
    return page, 409
