"""At which addresses does an officer write a question?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from engage.accounts.permissions import Permission
from engage.bilingual import LANGUAGES, other_language
from engage.consultations import queries as consultations
from engage.errors import Conflict, NotFound
from engage.surveys import (
    draft_queries,
    draft_service,
    draft_views,
    editing,
    library,
    postcode_queries,
    queries,
    question_forms,
)
from engage.surveys.checks import problems_of
from engage.surveys.choices import choices
from engage.surveys.deeds import Deed
from engage.surveys.definition import CODE, KINDS, Definition, Page, Question
from engage.surveys.draft_views import CY, EN, Draft, seen_revision
from engage.surveys.forms import KINDS as KIND_NAMES
from engage.surveys.look_views import drawn
from engage.surveys.naming_new import unused
from engage.surveys.placing import find, parent_of, part_of
from engage.surveys.question_forms import MORE, SAVE, QuestionForm
from engage.surveys.question_kinds import EXAMPLES, GROUPS
from engage.surveys.question_look import look
from engage.surveys.special_category import CONDITIONS
from engage.surveys.text import line
from engage.surveys.traces import broken
from engage.web import Room, current_officer, language, officers_only, switching

room = Room("surveys_questions", __name__)
officers_only(room)
OWN = "own"  # the button that makes a question of the library the survey's own


def opened(consultation_id: int) -> Draft:
    """Open the draft to be changed. What was sent is taken in any state: nothing that was typed gets lost.

    Raises NotFound, NotAllowed or, when a page is merely asked for, WithApprover.
    """
    if request.method == "GET":
        return draft_views.opened(consultation_id)
    officer = current_officer()
    consultation = consultations.for_officer(officer, consultation_id, Permission.EDIT_CONSULTATION)
    survey = queries.draft(officer, consultation_id)
    if survey is None:
        raise NotFound
    return Draft(consultation, survey)


@room.page(en=f"{EN}/pages/<page_id>/questions/add", cy=f"{CY}/tudalennau/<page_id>/cwestiynau/ychwanegu")
def choose(consultation_id: int, page_id: str) -> ResponseReturnValue:
    """Which kinds of question there are, each with an example."""
    on = opened(consultation_id)
    return render_template(
        "surveys/edit/question_kinds.html",
        consultation=on.consultation,
        page=part_of(on.definition, f"page:{page_id}"),
        groups=GROUPS,
        group_names=question_forms.GROUP_NAMES,
        kinds=KIND_NAMES,
        sentences=question_forms.KIND_SENTENCES,
        examples=EXAMPLES,
        choices=choices,
    )


@room.page(
    en=f"{EN}/pages/<page_id>/questions/add/<kind>",
    cy=f"{CY}/tudalennau/<page_id>/cwestiynau/ychwanegu/<kind>",
    methods=["GET", "POST"],
)
def add(consultation_id: int, page_id: str, kind: str) -> ResponseReturnValue:
    """Write a new question of this kind at the end of a page."""
    on = opened(consultation_id)
    if kind not in KINDS:
        raise NotFound
    page, gone = _page_or_last(on.definition, page_id)
    form = question_forms.new(kind, on.first) if request.method == "GET" else _sent(on, kind, None)
    return _work(on, page, form, partial(_added, on, form, page), Deed.ADDED, "gone" if gone else "")


@room.page(en=f"{EN}/questions/<question_id>", cy=f"{CY}/cwestiynau/<question_id>", methods=["GET", "POST"])
def edit(consultation_id: int, question_id: str) -> ResponseReturnValue:
    """Change a question. If somebody deletes it meanwhile, what was typed can still be put on its page."""
    on = opened(consultation_id)
    try:
        path, before = find(on.definition, f"question:{question_id}")
    except NotFound:
        if request.method == "GET":
            raise
        form = _sent(on, "single", None)
        page, _gone = _page_or_last(on.definition, form.typed["page"])
        return _work(on, page, form, partial(_added, on, form, page), Deed.ADDED, "gone")
    page = parent_of(on.definition, path)
    if library.is_kept(before):
        return _kept(on, page, before)
    stored = request.method == "GET"
    form = question_forms.stored(before, on.first) if stored else _sent(on, before.kind, before)
    return _work(on, page, form, partial(_changed, question_id), Deed.CHANGED)


def _kept(on: Draft, page: Page, question: Question) -> ResponseReturnValue:
    """Show a question of the library, whose words stay until somebody makes it the survey's own."""
    overtaken = ""
    if request.form.get("do") == OWN:
        try:
            draft_views.change(
                on,
                partial(_changed, question.id, question=library.made_our_own(question)),
                Deed.CHANGED,
                question.title,
            )
        except Conflict as conflict:
            overtaken = conflict.page
        else:
            return redirect(on.address(".edit", question_id=question.id))
    elif request.method == "POST" and not switching():
        overtaken = draft_service.Overtaken.page
    shown = render_template(
        "surveys/edit/question_kept.html",
        consultation=on.consultation,
        survey=on.survey,
        page=page,
        question=question,
        overtaken=overtaken,
        changes=on.since(seen_revision()) if overtaken == draft_service.Overtaken.page else (),
        languages=(on.first, other_language(on.first)),
        looks=_looks(question),
    )
    return shown, 409 if overtaken else 200


def _looks(question: Question) -> dict[str, Markup]:
    """The question as a resident sees it in each language."""
    return {
        each: drawn(each, "components/question.html", "question", look(question, each)) for each in LANGUAGES
    }


def _page_or_last(definition: Definition, page_id: str) -> tuple[Page, bool]:
    """The page with this id; the last one, and True, if it was deleted meanwhile. Raises NotFound."""
    try:
        return part_of(definition, f"page:{page_id}"), False
    except NotFound:
        *_others, last = [None, *definition.pages()]
        if last is None or request.method == "GET":
            raise
        return last, True


def _added(
    on: Draft, form: QuestionForm, page: Page, definition: Definition, question: Question
) -> Definition:
    kept = draft_queries.kept_ids(on.survey)
    code, taken = line(form.typed["code"]), editing.ids(definition, "question")
    own = CODE.fullmatch(code) is not None
    id = (
        unused(code, taken | kept)
        if own
        else editing.new_id(definition, "question", question.title, on.first, kept)
    )
    return editing.add(definition, f"page:{page.id}", form.reading.named(id))


def _changed(question_id: str, definition: Definition, question: Question) -> Definition:
    return editing.change(definition, f"question:{question_id}", lambda _before: question)


def _sent(on: Draft, kind: str, before: Question | None) -> QuestionForm:
    fields = request.form.items(multi=True)
    kept = draft_queries.kept_codes(on.survey, f"question:{before.id}") if before else frozenset[str]()
    lists = {code: areas for code, (_name, areas) in _lists(on).items()}
    return question_forms.sent(fields, kind, on.first, before, switching=switching(), kept=kept, lists=lists)


def _lists(on: Draft) -> dict[str, Any]:
    """The council's lists of postcodes from which a question can take its areas, by code."""
    return postcode_queries.of_areas(on.consultation.council_id)


Place = Callable[[Definition, Question], Definition]


def _work(
    on: Draft, page: Page, form: QuestionForm, place: Place, deed: Deed, overtaken: str = ""
) -> ResponseReturnValue:
    """Show the form, or keep what was typed in it and lead back to the survey."""
    if form.pressed in (SAVE, MORE) and not form.problems:
        try:
            return _keep(on, page, form, place, deed)
        except Conflict as conflict:
            overtaken = overtaken or conflict.page
    elif form.pressed and seen_revision() != on.revision:
        overtaken = overtaken or draft_service.Overtaken.page
    return _page(on, page, form, place, overtaken), _status(form, overtaken)


def _status(form: QuestionForm, overtaken: str) -> int:
    if switching():
        return 200
    return 409 if overtaken and form.pressed in (SAVE, MORE) else 422 if form.problems else 200


def _keep(on: Draft, page: Page, form: QuestionForm, place: Place, deed: Deed) -> ResponseReturnValue:
    before, question = on.revision, form.reading.question
    spoilt = broken(on.definition, place(on.definition, question))
    after = draft_views.change(on, lambda definition: place(definition, question), deed, question.title)
    at = f"question:{question.id}" if form.before else f"page:{page.id}"
    back = draft_views.done(on, before, after, deed, question.title, at)
    if spoilt:
        flash(_("Conditions elsewhere speak of an answer that is gone. “Ways through” says which to mend."))
    if form.pressed == MORE:
        return redirect(url_for(".choose", consultation_id=on.consultation.id, page_id=page.id))
    return back


def _page(on: Draft, page: Page, form: QuestionForm, place: Place, overtaken: str) -> str:
    question = form.reading.question
    if form.before or not form.is_blank:
        then = place(on.definition, question)
        id = question.id if form.before else _new_id(on.definition, then)
        form.advise(problems_of(then, id), id, language())
    return render_template(
        "surveys/edit/question.html",
        consultation=on.consultation,
        survey=on.survey,
        page=page,
        form=form,
        problems=form.problems,
        overtaken=overtaken,
        changes=on.since(seen_revision()) if overtaken == draft_service.Overtaken.page else (),
        kinds=KIND_NAMES,
        words=question_forms.LIST_WORDS,
        more_fields=question_forms.MORE_FIELDS,
        autocompletes=question_forms.AUTOCOMPLETE_NAMES,
        conditions=CONDITIONS,
        lists={code: name for code, (name, _areas) in _lists(on).items()} if form.kind == "postcode" else {},
        looks=_looks(question),
    )


def _new_id(before: Definition, after: Definition) -> str:
    """The id of the question that is in the second definition alone."""
    known = {question.id for question in before.questions()}
    return next(question.id for question in after.questions() if question.id not in known)
