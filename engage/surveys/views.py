"""At which addresses do officers see what stands in a survey?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any
from urllib.parse import quote

from flask import (
    get_flashed_messages,
    redirect,
    render_template,
    url_for,
)
from flask.typing import ResponseReturnValue

from engage import clock
from engage.accounts.permissions import Permission, may
from engage.consultations import queries as consultations
from engage.consultations.checks import Problem as ConsultationProblem
from engage.errors import NotFound
from engage.surveys import checks, queries, service, translation_service
from engage.surveys.contact import NAMES
from engage.surveys.contents import contents, counted
from engage.surveys.definition import Definition
from engage.surveys.draft_views import may_change
from engage.surveys.explained_views import Explainer
from engage.surveys.forms import KINDS
from engage.surveys.mending import spots
from engage.surveys.place_names import place_name
from engage.surveys.placing import is_there
from engage.surveys.preview import first_sheets, sheets, standard_sheets
from engage.surveys.problem_forms import sentence
from engage.surveys.problems import Problem
from engage.surveys.translation import State
from engage.web import Room, current_officer, language, officers_only

room = Room("surveys_desk", __name__)
officers_only(room)


@room.page(
    en="/officers/consultations/<int:consultation_id>/survey",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/arolwg",
)
def overview(consultation_id: int) -> ResponseReturnValue:
    """What stands in a survey, and what can be done with each part of it."""
    consultation = consultations.for_officer(current_officer(), consultation_id)
    survey = queries.draft(current_officer(), consultation_id)
    if survey is None and _may(Permission.EDIT_CONSULTATION):
        return redirect(url_for("surveys_start.begin", consultation_id=consultation_id))
    if survey is None:
        return render_template("surveys/none.html", consultation=consultation)
    definition, said = survey.definition, get_flashed_messages(with_categories=True)
    found = checks.problems(definition)
    states = translation_service.states(survey)
    entries = contents(definition, found, states)
    return render_template(
        "surveys/overview.html",
        consultation=consultation,
        survey=survey,
        definition=definition,
        state=survey.standing(clock.now()),
        version=survey.versions[-1] if survey.versions else None,
        entries=entries,
        pages=counted(entries, "page"),
        questions=counted(entries, "question"),
        number_to_mend=len(found) + list(states.values()).count(State.STALE),
        standard=standard_sheets(sheets(definition), definition),
        kinds=KINDS,
        purpose_names=NAMES,
        said=said,
        said_at=_where_said(said, definition),
        may_edit=may_change(survey),
        may_ever_edit=_may(Permission.EDIT_CONSULTATION),
        address=_addresses(consultation_id),
    )


@room.page(
    en="/officers/consultations/<int:consultation_id>/survey/read",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/arolwg/darllen",
)
def read(consultation_id: int) -> ResponseReturnValue:
    """All that a survey asks, in both languages side by side, and what must be mended."""
    consultation = consultations.for_officer(current_officer(), consultation_id)
    survey = queries.draft(current_officer(), consultation_id)
    if survey is None:
        raise NotFound
    definition = survey.definition
    explained = Explainer(definition, language())
    return render_template(
        "surveys/read.html",
        consultation=consultation,
        survey=survey,
        definition=definition,
        first=first_sheets(sheets(definition)),
        kinds=KINDS,
        explained=explained,
        repeated=explained.repeated,
        **_to_mend(consultation_id, definition),
    )


def _addresses(consultation_id: int) -> Callable[[str, str, str], str]:
    """Make the addresses of many parts quickly: those of one endpoint are alike but for the part's id."""

    @cache
    def alike(endpoint: str, parameter: str) -> str:
        values: dict[str, Any] = {"consultation_id": consultation_id, parameter: "PART"}
        return url_for(endpoint, **values)

    return lambda endpoint, parameter, id: alike(endpoint, parameter).replace("PART", quote(id, safe=":"))


def _where_said(said: list[Any], definition: Definition) -> str:
    """The key of the part beside which it is told what was done to it; empty: above everything."""
    for category, message in said:
        if category == "deed" and is_there(definition, message["at"]):
            return str(message["at"])
    return ""


def _may(permission: Permission) -> bool:
    return may(current_officer().role_names, permission)


def _sentence(problem: Problem) -> str:
    return sentence(problem, language())


def _to_mend(consultation_id: int, definition: Any) -> dict[str, Any]:
    """What stands in the way of publishing: in the survey page by page, and in the consultation's details."""
    found: Sequence[service.AnyProblem] = service.problems(
        current_officer(), consultation_id, now=clock.now()
    )
    of_survey = [problem for problem in found if isinstance(problem, Problem)]
    return {
        "spots": spots(of_survey, definition),
        "of_consultation": [problem for problem in found if isinstance(problem, ConsultationProblem)],
        "number_to_mend": len(found),
        "sentence": _sentence,
        "place_of": lambda problem: place_name(definition, problem.place, language()),
    }
