"""At which addresses are questions of a survey kept in the library, and put from it into a survey?"""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock, dates
from engage.accounts.permissions import Permission
from engage.consultations import queries as consultations
from engage.equality.library import CURRENT, SETS
from engage.errors import NotFound
from engage.surveys import library, library_service, queries, steering
from engage.surveys.definition import Definition, Page, Question
from engage.surveys.draft_service import Overtaken
from engage.surveys.explain import explain
from engage.surveys.inserting import NEW_SECTION, Place, places
from engage.surveys.library_forms import OVERTAKEN, TEXTS, InsertForm, RevisionForm, SaveForm, seen
from engage.surveys.library_views import room, shown
from engage.surveys.placing import part_of
from engage.surveys.problem_forms import sentence
from engage.surveys.question_set import Origin, QuestionSet
from engage.surveys.upgrading import editions
from engage.surveys.upgrading import upgrade as upgraded
from engage.web import accepted, current_officer, language, status

EN = "/officers/consultations/<int:consultation_id>/survey/library"
CY = "/swyddogion/ymgynghoriadau/<int:consultation_id>/arolwg/llyfrgell"


@room.page(en=f"{EN}/save/<path:part>", cy=f"{CY}/cadw/<path:part>", methods=["GET", "POST"])
def save(consultation_id: int, part: str) -> ResponseReturnValue:
    """Keep a question or page of a survey under a title and a date."""
    draft = _draft(consultation_id)
    found = part_of(draft["definition"], part)
    if not isinstance(found, Page | Question):
        raise NotFound
    whole = isinstance(found, Page)
    earlier = library_service.latest(current_officer(), whole_page=whole)
    form = SaveForm(data={"title_en": found.title.en[:150], "title_cy": found.title.cy[:150]})
    form.offer([(str(each.id), _either(each.title)) for each in earlier])
    if request.method == "GET":
        form.dated(clock.now().astimezone(dates.LONDON).date())
    if accepted(form):
        kept = library_service.save(
            current_officer(),
            consultation_id,
            part,
            title=form.title,
            edition=form.edition,
            replaces_id=form.replaced,
            now=clock.now(),
        )
        flash(_("It is saved to the library"))
        if library_service.is_unsaid(kept):
            return redirect(url_for(".codes", entry_id=kept.id))
        return redirect(url_for(".entry", entry_id=kept.id))
    page = render_template("surveys/library/save.html", **draft, part=found, whole=whole, form=form)
    return page, status(form)


@room.page(en=EN, cy=CY)
def choose(consultation_id: int) -> ResponseReturnValue:
    """From what can be inserted, in its latest edition, and which later editions there are of what was."""
    draft, words = _draft(consultation_id), request.args.get("q", "")
    every = library_service.sets(current_officer())
    replaced = {each.replaces for each in every.values()}
    found = library_service.entries(current_officer(), words)
    return render_template(
        "surveys/library/choose.html",
        **draft,
        sets=[each for each in library.SETS.values() if each.id not in replaced],
        equality=SETS[CURRENT],
        entries=[each for each in found if library_service.name(each.id) not in replaced],
        words=words,
        later=editions(draft["definition"], every),
    )


@room.page(en=f"{EN}/insert/<set_id>", cy=f"{CY}/mewnosod/<set_id>", methods=["GET", "POST"])
def insert(consultation_id: int, set_id: str) -> ResponseReturnValue:
    """Choose questions and where they go, and put them there."""
    draft, shared = _draft(consultation_id), library_service.offered(current_officer(), set_id)
    form = _insert_form(draft["definition"], shared)
    overtaken = False
    if accepted(form):
        where, _space, key = form.place.data.partition(" ")
        try:
            unrouted = library_service.insert(
                current_officer(),
                consultation_id,
                set_id,
                form.picked,
                Place(where, key),
                seen=seen(form),
                now=clock.now(),
            )
        except Overtaken:
            overtaken, draft = True, _draft(consultation_id)
        else:
            flash(_("The questions are in the survey, as the library has them"))
            for title in unrouted:
                flash(
                    _("Everybody is asked this now, its route stayed behind: %(title)s", title=_either(title))
                )
            return redirect(url_for("surveys_desk.overview", consultation_id=consultation_id))
    page = render_template(
        "surveys/library/insert.html",
        **draft,
        **shown(shared),
        form=form,
        problems=[("#insert", OVERTAKEN)] if overtaken else [],
        there=_there(draft["definition"], shared),
        places=_named_places(draft["definition"]),
    )
    return page, 409 if overtaken else status(form)


@room.page(en=f"{EN}/upgrade/<set_id>", cy=f"{CY}/uwchraddio/<set_id>", methods=["GET", "POST"])
def upgrade(consultation_id: int, set_id: str) -> ResponseReturnValue:
    """Show what a later edition changes, old and new side by side; then take it over."""
    draft, shared = _draft(consultation_id), library_service.offered(current_officer(), set_id)
    form, overtaken = RevisionForm(), False
    if accepted(form):
        try:
            library_service.upgrade(
                current_officer(), consultation_id, set_id, seen=seen(form), now=clock.now()
            )
        except Overtaken:
            overtaken, draft = True, _draft(consultation_id)
        else:
            flash(_("The survey has the later edition"))
            return redirect(url_for("surveys_desk.overview", consultation_id=consultation_id))
    definition, there = draft["definition"], _there(draft["definition"], shared)
    changes = upgraded(definition, shared)
    overtaken = overtaken and changes.after != definition  # else there is nothing left to take over
    page = render_template(
        "surveys/library/upgrade.html",
        **draft,
        shared=shared,
        form=form,
        changes=changes,
        fields=TEXTS,
        new=[question for question in shared.questions() if _is_new(question, changes, there)],
        problems=[("#take-over", OVERTAKEN)] if overtaken else [],
        route_before=partial(explain, definition=definition, lang=language()),
        route_after=partial(explain, definition=changes.after, lang=language()),
        sentence=lambda problem: sentence(problem, language()),
    )
    return page, 409 if overtaken else 200


# --- what the pages need --------------------------------------------------------------------------------


def _draft(consultation_id: int) -> dict[str, Any]:
    """The consultation, and its survey as it is now. Raises NotFound or NotAllowed."""
    officer = current_officer()
    consultation = consultations.for_officer(officer, consultation_id, Permission.EDIT_CONSULTATION)
    survey = queries.draft(officer, consultation_id)
    if survey is None:
        raise NotFound
    return {"consultation": consultation, "revision": survey.revision, "definition": survey.definition}


def _either(words: Any) -> str:
    """The words in the page's language, or else in the other."""
    return str(words[language()] or words.en or words.cy)


def _insert_form(definition: Definition, shared: QuestionSet) -> InsertForm:
    pages = {page.id for page in shared.pages if not page.questions}
    known = pages | {question.id for question in shared.questions()}
    form = InsertForm(known, {str(place): place for place, _part in places(definition)}, pages)
    if request.method == "GET":
        form.chosen.data = sorted(known - _there(definition, shared))
        form.place.data = str(NEW_SECTION)
    return form


def _there(definition: Definition, shared: QuestionSet) -> set[str]:
    """The ids, in the set, of the questions that the survey has from it already."""
    origins = (Origin.read(question.origin) for question in definition.questions() if question.origin)
    return {origin.question for origin in origins if origin.set == shared.id}


def _named_places(definition: Definition) -> list[tuple[Place, str]]:
    """Where something can go, in words."""
    return [(place, _place_name(place, part)) for place, part in places(definition)]


def _place_name(place: Place, part: Any) -> str:
    if place == NEW_SECTION:
        return _("In a new section at the end")
    title = _either(steering.title(part))
    match place.where, place.key.partition(":")[0]:
        case "first", "section":
            return _("First in the section: %(title)s", title=title)
        case "first", "block":
            return _("First in the repeated pages: %(title)s", title=title)
        case "first", _page:
            return _("First on the page: %(title)s", title=title)
        case "after", "question":
            return _("After the question: %(title)s", title=title)
        case "after", "block":
            return _("After the repeated pages: %(title)s", title=title)
    return _("After the page: %(title)s", title=title)


def _is_new(question: Question, changes: Any, there: set[str]) -> bool:
    """Is it asked in the later edition, but not in the survey, whether as it was or as it becomes?"""
    made = {Origin.read(each.after.origin).question for each in changes.questions if each.after}
    return question.id not in there | made
