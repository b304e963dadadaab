"""At which addresses does an author move, copy and delete parts of a survey, and take a change back?"""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from engage import clock
from engage.bilingual import Bilingual, other_language
from engage.consultations import queries as consultations
from engage.errors import NotFound
from engage.surveys import draft_queries, draft_service, queries
from engage.surveys.arranging import Wish
from engage.surveys.contents import key_at
from engage.surveys.deeds import Deed
from engage.surveys.definition import Definition, Section
from engage.surveys.draft_views import (
    CY,
    EN,
    Draft,
    change,
    done,
    may_change,
    opened,
    seen_revision,
    tell_undone,
)
from engage.surveys.edit_forms import MoveForm
from engage.surveys.explained_views import Explainer
from engage.surveys.placing import SURVEY, find, fits, held, key_of, parent_of, part_of, walk
from engage.surveys.problem_forms import sentence
from engage.surveys.problems import Problem
from engage.surveys.steering import EQUALITY, holder, title
from engage.surveys.traces import broken
from engage.web import Room, accepted, current_officer, language, officers_only, status

room = Room("surveys_arrange", __name__)
officers_only(room)


@room.page(en=f"{EN}/arrange", cy=f"{CY}/trefnu", methods=["GET", "POST"])
def arrange(consultation_id: int) -> ResponseReturnValue:
    """Do what a button of the contents asks for; what would break conditions is asked about first."""
    draft = opened(consultation_id)
    asked = request.values.get("do", "")
    if not asked:
        return redirect(draft.address())
    if request.method == "GET":
        return _ask(draft, Wish.read(asked))
    if seen_revision() != draft.revision:
        raise draft_service.Overtaken
    return _fulfil(draft, Wish.read(asked), sure="sure" in request.form)


@room.page(en=f"{EN}/move/<part>", cy=f"{CY}/symud/<part>", methods=["GET", "POST"])
def move(consultation_id: int, part: str) -> ResponseReturnValue:
    """Choose another place for a part."""
    draft = opened(consultation_id)
    if request.method == "POST" and seen_revision() != draft.revision:
        raise draft_service.Overtaken
    path, found = find(draft.definition, part)
    if not path:
        raise NotFound
    parent = parent_of(draft.definition, path)
    now = {"holder": key_of(parent), "position": str(path[-1] + 1), "revision": draft.revision}
    form = MoveForm(data=now)
    form.holder.choices = _places(draft.definition, part)
    if accepted(form):
        return _fulfil(draft, Wish("to", part, form.holder.data, form.at))
    page = render_template(
        "surveys/edit/move.html",
        consultation=draft.consultation,
        form=form,
        name=title(found),
        number=len(held(parent)),
    )
    return page, status(form)


@room.page(en=f"{EN}/undo", cy=f"{CY}/dadwneud", methods=["POST"])
def undo(consultation_id: int) -> ResponseReturnValue:
    """Take back the last change."""
    draft = opened(consultation_id)
    last = draft_queries.changes(draft.survey)[:1]
    draft_service.undo(current_officer(), consultation_id, seen=seen_revision(), now=clock.now())
    for taken in last:
        tell_undone(taken.deed, taken.subject)
    return redirect(draft.address())


@room.page(en=f"{EN}/only-slips", cy=f"{CY}/dim-ond-gwallau", methods=["POST"])
def confirm(consultation_id: int) -> ResponseReturnValue:
    """Take it that the last change only mended slips, so that the other language is not out of date."""
    draft = opened(consultation_id)
    draft_service.confirm(current_officer(), consultation_id, seen=seen_revision(), now=clock.now())
    flash(_("Both languages count as saying the same"))
    return redirect(draft.address())


@room.page(en=f"{EN}/history", cy=f"{CY}/hanes")
def history(consultation_id: int) -> ResponseReturnValue:
    """Who did what to the draft, and when."""
    consultation = consultations.for_officer(current_officer(), consultation_id)
    survey = queries.draft(current_officer(), consultation_id)
    if survey is None:
        raise NotFound
    return render_template(
        "surveys/edit/history.html",
        consultation=consultation,
        survey=survey,
        changes=draft_queries.changes(survey),
        remembered=draft_service.REMEMBERED,
        may_change=may_change(survey),
    )


def _fulfil(draft: Draft, wish: Wish, *, sure: bool = False) -> ResponseReturnValue:
    before, seen = draft.definition, seen_revision()
    kept = draft_queries.kept_ids(draft.survey) if wish.deed == Deed.DUPLICATED else frozenset[str]()
    after, at = wish.fulfilled(before, kept)
    if not sure and broken(before, after):
        return redirect(url_for(".arrange", consultation_id=draft.consultation.id, do=str(wish)))
    subject = title(part_of(before, wish.key))
    survey = change(draft, lambda now: wish.fulfilled(now, kept)[0], wish.deed, subject)
    return done(draft, seen, survey, wish.deed, subject, at)


def _ask(draft: Draft, wish: Wish) -> ResponseReturnValue:
    """Say what the deed would break, and ask whether it shall be done."""
    definition = draft.definition
    spoilt = [
        (*_at_fault(definition, each), each.code, sentence(each, language()))
        for each in broken(definition, wish.fulfilled(definition)[0])
    ]
    return render_template(
        "surveys/edit/sure.html",
        consultation=draft.consultation,
        draft=draft,
        wish=wish,
        name=title(part_of(definition, wish.key)),
        spoilt=dict.fromkeys(spoilt),  # a condition can speak of the same question twice
    )


def _at_fault(definition: Definition, problem: Problem) -> tuple[Bilingual, str | Markup]:
    """What the part is called whose condition a deed would break, and the condition as it is now."""
    key = EQUALITY if problem.place.path == EQUALITY else key_at(problem)
    found = holder(definition, key)
    return found.title, Explainer(definition, language())(found.condition) if found.condition else ""


def _places(definition: Definition, key: str) -> list[tuple[str, str]]:
    """Every holder in which the part could be, by its key, with what it is called after what holds it."""
    part = part_of(definition, key)
    if isinstance(part, Section):
        return [(SURVEY, _said(definition.title))]
    found, names = [], list[str]()
    for path, home in walk(definition):
        names[len(path) - 1 :] = [_said(title(home))]
        if fits(part, home):
            found.append((key_of(home), " › ".join(names)))
    return found


def _said(words: Bilingual) -> str:
    return words[language()] or words[other_language(language())]
