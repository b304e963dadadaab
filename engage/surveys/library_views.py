"""At which addresses does a council keep its library of questions?"""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock
from engage.accounts.permissions import Permission, may
from engage.equality.library import CURRENT, SETS
from engage.errors import NotFound
from engage.surveys import library, library_service
from engage.surveys.becoming import shown_for, still_said
from engage.surveys.definition import Definition, Section
from engage.surveys.draft_service import Overtaken
from engage.surveys.explain import explain
from engage.surveys.forms import KINDS, ConfirmForm
from engage.surveys.library_forms import MATCHED_MEANWHILE, EntryForm, codes_form
from engage.surveys.question_set import QuestionSet
from engage.web import Room, accepted, current_officer, language, officers_only, status

room = Room("surveys_library", __name__)
officers_only(room)


@room.page(en="/officers/library", cy="/swyddogion/llyfrgell")
def index() -> ResponseReturnValue:
    """What there is: the sets of the product, and what the council has saved."""
    words = request.args.get("q", "")
    return render_template(
        "surveys/library/index.html",
        sets=library.SETS.values(),
        equality=SETS[CURRENT],
        entries=library_service.entries(current_officer(), words),
        words=words,
    )


@room.page(en="/officers/library/sets/<set_id>", cy="/swyddogion/llyfrgell/setiau/<set_id>")
def show_set(set_id: str) -> ResponseReturnValue:
    """A set of the product, in both languages."""
    if set_id not in library.SETS:
        raise NotFound
    return render_template("surveys/library/set.html", **shown(library.SETS[set_id]))


@room.page(en="/officers/library/<int:entry_id>", cy="/swyddogion/llyfrgell/<int:entry_id>")
def entry(entry_id: int) -> ResponseReturnValue:
    """Something that the council has saved, in both languages."""
    kept = library_service.entry(current_officer(), entry_id)
    return render_template(
        "surveys/library/entry.html",
        kept=kept,
        may_edit=_may_edit(),
        unsaid=library_service.is_unsaid(kept),
        became=library_service.to_say(kept),
        **shown(library_service.set_of(kept)),
    )


@room.page(
    en="/officers/library/<int:entry_id>/rename",
    cy="/swyddogion/llyfrgell/<int:entry_id>/ailenwi",
    methods=["GET", "POST"],
)
def rename(entry_id: int) -> ResponseReturnValue:
    """Give it another title or date."""
    kept = library_service.entry(current_officer(), entry_id)
    library_service.require_author(current_officer())
    form = EntryForm(data={"title_en": kept.title.en, "title_cy": kept.title.cy})
    if request.method == "GET":
        form.dated(kept.edition)
    if accepted(form):
        library_service.rename(
            current_officer(), entry_id, title=form.title, edition=form.edition, now=clock.now()
        )
        flash(_("The title and the date are saved"))
        return redirect(url_for(".entry", entry_id=entry_id))
    return render_template("surveys/library/rename.html", kept=kept, form=form), status(form)


@room.page(
    en="/officers/library/<int:entry_id>/codes",
    cy="/swyddogion/llyfrgell/<int:entry_id>/codau",
    methods=["GET", "POST"],
)
def codes(entry_id: int) -> ResponseReturnValue:
    """Say what has become of the questions and options of the edition that it replaces."""
    kept = library_service.entry(current_officer(), entry_id)
    library_service.require_author(current_officer())
    typed = request.form.to_dict()
    standing, sent = still_said(kept.became or {}, typed), still_said(typed, typed)
    asked = library_service.to_say(kept, {**standing, **sent})
    if not asked:
        raise NotFound
    form, overtaken = codes_form(asked, standing, library_service.mark(kept), sent), False
    if accepted(form) and form.is_whole:
        try:
            library_service.say(
                current_officer(), entry_id, form.said, seen=form.seen.data or "", now=clock.now()
            )
        except Overtaken:
            overtaken, form.seen.data = True, library_service.mark(kept)
        else:
            flash(_("How the editions match is saved"))
            return redirect(url_for(".entry", entry_id=entry_id))
    page = render_template(
        "surveys/library/codes.html",
        kept=kept,
        form=form,
        more=request.method == "POST" and not form.is_whole,
        shown_for=shown_for,
        overtaken=MATCHED_MEANWHILE if overtaken else "",
    )
    return page, 409 if overtaken else status(form)


@room.page(
    en="/officers/library/<int:entry_id>/withdraw",
    cy="/swyddogion/llyfrgell/<int:entry_id>/tynnu",
    methods=["GET", "POST"],
)
def withdraw(entry_id: int) -> ResponseReturnValue:
    """Ask first, then offer it no more."""
    kept = library_service.entry(current_officer(), entry_id)
    library_service.require_author(current_officer())
    form = ConfirmForm()
    if accepted(form):
        library_service.withdraw(current_officer(), entry_id, now=clock.now())
        flash(_("It is withdrawn from the library"))
        return redirect(url_for(".index"))
    return render_template("surveys/library/withdraw.html", kept=kept, form=form), status(form)


def _may_edit() -> bool:
    return may(current_officer().role_names, Permission.EDIT_CONSULTATION)


def shown(shared: QuestionSet) -> dict[str, Any]:
    """What every page needs that shows a set."""
    alone = Definition(
        title=shared.title, sections=(Section(id="set", title=shared.title, parts=shared.pages),)
    )
    explained = partial(explain, definition=alone, lang=language())
    return {"shared": shared, "kinds": KINDS, "explained": explained}
