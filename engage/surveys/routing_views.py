"""At which addresses do officers say of whom something is asked, and see the ways through a survey?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from engage import clock
from engage.accounts.permissions import Permission, may
from engage.bilingual import LANGUAGES
from engage.consultations import queries as consultations
from engage.errors import NotFound
from engage.surveys import clauses, draft_service, queries, saying, steering, wayfinding
from engage.surveys.clauses import Clause, Group, Path
from engage.surveys.deeds import Deed
from engage.surveys.definition import Condition, Definition, Question
from engage.surveys.draft_service import Overtaken
from engage.surveys.explained_views import Explainer
from engage.surveys.problem_forms import sentence
from engage.surveys.routing_forms import JOINS, OVERTAKEN, TESTS, RoutingForm, links, numbered, said
from engage.surveys.standard import equality_steps, welsh_effects_section
from engage.surveys.workflow import may_be_edited
from engage.web import Room, current_officer, language, officers_only, switching

room = Room("surveys_routing", __name__)
officers_only(room)

DEPTH = 3  # groups inside each other that an author can make; a file may hold more


@room.page(
    en="/officers/consultations/<int:consultation_id>/survey/ways",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/arolwg/ffyrdd",
)
def map(consultation_id: int) -> ResponseReturnValue:
    """Everything in order: of whom it is asked, where it leads, and what nobody can ever be asked."""
    officer = current_officer()
    consultation = consultations.for_officer(officer, consultation_id)
    survey = queries.draft(officer, consultation_id)
    if survey is None:
        raise NotFound
    definition = survey.definition
    explained = Explainer(definition, language())
    return render_template(
        "surveys/routing/map.html",
        consultation=consultation,
        definition=definition,
        ways=wayfinding.ways(definition),
        astray=[(sentence(each.problem, language()), each) for each in wayfinding.astray(definition)],
        welsh=welsh_effects_section(definition.welsh_effects) if definition.welsh_effects else None,
        equality=steering.holder(definition, steering.EQUALITY) if definition.equality else None,
        equality_pages=len(equality_steps(definition)),
        explained=explained,
        repeated=explained.repeated,
        may_edit=may(officer.role_names, Permission.EDIT_CONSULTATION)
        and may_be_edited(survey.standing(clock.now())),
    )


@room.page(
    en="/officers/consultations/<int:consultation_id>/survey/routing/<path:part>",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/arolwg/llwybro/<path:part>",
    methods=["GET", "POST"],
)
def edit(consultation_id: int, part: str) -> ResponseReturnValue:
    """Say in sentences of whom a section, block, page or question is asked, or the equality questions."""
    place = _place(consultation_id, part)
    before = clauses.opened(place.holder.condition)
    if request.method == "GET":
        return _page(place, before)
    group = saying.settled(clauses.read(request.form.to_dict(flat=False)), place.by_id)
    deed, _space, where = request.form.get("do", "save").partition(" ")
    if switching():
        return _page(place, group, checked=request.form["switch"] == "errors"), 200
    if deed in ("show", "refresh", "add", "group", "remove"):
        path = clauses.path_of(where) or ()
        return _page(place, _after(group, deed, path), focus=_next(group, deed, path))
    if deed == "everybody":
        return _save(place, group, None)
    if place.holder.condition and clauses.same(group, before):
        return redirect(_map(place))
    if list(saying.faults(group, place.by_id)):
        return _page(place, group, checked=True), 422
    return _save(place, group, clauses.made(group))


@dataclass(frozen=True, slots=True)
class _Place:
    """What is steered, as the draft has it now."""

    consultation: Any
    revision: int
    definition: Definition
    holder: steering.Holder
    questions: tuple[Question, ...]  # of which its condition may speak

    @property
    def by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}


def _place(consultation_id: int, part: str) -> _Place:
    officer = current_officer()
    consultation = consultations.for_officer(officer, consultation_id, Permission.EDIT_CONSULTATION)
    survey = queries.draft(officer, consultation_id)
    if survey is None:
        raise NotFound
    definition = survey.definition
    holder = steering.holder(definition, part)
    questions = steering.sayable(definition, part)
    return _Place(consultation, survey.revision, definition, holder, questions)


def _after(group: Group, deed: str, path: Path) -> Group:
    """The form after one of its buttons."""
    match deed:
        case "add":
            return clauses.added(group, path, Clause())
        case "group":
            return clauses.added(group, path, Group(parts=(Clause(),)))
        case "remove":
            return clauses.without(group, path)
    return group


def _next(group: Group, deed: str, path: Path) -> str:
    """The control to which a button leads: in what is new, or before what is gone."""
    found = clauses.at(group, path)
    if deed in ("add", "group") and isinstance(found, Group):
        new = (*path, len(found.parts))
        return f"{clauses.name((*new, 0) if deed == 'group' else new)}-question"
    if deed == "remove":
        return f"{clauses.name(path[:-1])}-join"
    return f"{clauses.name(path)}-test"


def _save(place: _Place, group: Group, condition: Condition | None) -> ResponseReturnValue:
    """Put the condition into the draft; if somebody else was first, show what was typed again."""
    key = place.holder.key
    try:
        draft_service.change(
            current_officer(),
            place.consultation.id,
            partial(steering.steered, key=key, condition=condition),
            seen=RoutingForm().seen,
            deed=Deed.ROUTED,
            subject=place.holder.title,
            now=clock.now(),
        )
    except Overtaken:
        return _page(_place(place.consultation.id, key), group, overtaken=True), 409
    flash(_("The route is saved"))
    return redirect(_map(place))


def _map(place: _Place) -> str:
    return url_for(".map", consultation_id=place.consultation.id, _anchor=place.holder.key)


def _page(
    place: _Place, group: Group, *, focus: str = "", checked: bool = False, overtaken: bool = False
) -> str:
    faults = list(saying.faults(group, place.by_id)) if checked else []
    problems: Sequence[tuple[str, Any]] = links(faults)
    if overtaken:
        problems = [("#save", OVERTAKEN)]
    return render_template(
        "surveys/routing/edit.html",
        consultation=place.consultation,
        holder=place.holder,
        revision=place.revision,
        group=group,
        focus="" if problems else focus,
        problems=problems,
        wrong={f"{clauses.name(fault.path)}-{fault.field}": fault for fault in faults},
        pages=saying.by_page(place.definition, place.questions),
        questions=place.by_id,
        field_name=clauses.name,
        numbered=numbered,
        said=said,
        offered=saying.tests,
        options=saying.options,
        tests=TESTS,
        joins=JOINS,
        depth=DEPTH,
        sentences=_sentences(place.definition, group),
    )


def _sentences(definition: Definition, group: Group) -> dict[str, Markup]:
    """What the form says so far, in both languages; nothing, while no sentence is finished."""
    finished = clauses.finished(group)
    if not finished.parts:
        return {}
    return {lang: Explainer(definition, lang)(clauses.made(finished)) for lang in LANGUAGES}
