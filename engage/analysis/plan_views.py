"""At which addresses do officers plan which tables there will be?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage import clock
from engage.accounts.permissions import Permission
from engage.analysis import planning, queries, service, words
from engage.analysis import rule_queries as rules
from engage.analysis.forms import MoreTablesForm, OrganisationsForm, PlanForm
from engage.analysis.groupings import CIRCUMSTANCES
from engage.analysis.universe import Plan
from engage.equality.characteristics import Level
from engage.errors import NotFound
from engage.web import Room, accepted, current_officer, language, officers_only, status

room = Room("analysis_plan", __name__)
officers_only(room)

EN = "/officers/consultations/<int:consultation_id>/breakdown/plan"
CY = "/swyddogion/ymgynghoriadau/<int:consultation_id>/dadansoddiad/cynllun"


@room.page(en=EN, cy=CY, methods=["GET", "POST"])
def plan(consultation_id: int) -> ResponseReturnValue:
    """Choose how finely people are grouped, and by which characteristics."""
    known = _to_plan(consultation_id)
    if known is None:
        return _back(consultation_id)
    costs = _costs(consultation_id)
    form = PlanForm(planning.characteristics(known.definition), known.plan, language(), costs=costs)
    if accepted(form):
        chosen = replace(
            known.plan,
            level=Level(form.level.data),
            interim_level=Level(form.interim_level.data),
            characteristics=tuple(form.characteristics.data),
            intersections=tuple(
                pair for pair in known.plan.intersections if set(pair) <= set(form.characteristics.data)
            ),
        )
        return _decide(consultation_id, chosen)
    consultation = queries.consultation(current_officer(), consultation_id)
    return render_template("analysis/plan.html", consultation=consultation, form=form), status(form)


@room.page(en=f"{EN}/more", cy=f"{CY}/rhagor", methods=["GET", "POST"])
def more(consultation_id: int) -> ResponseReturnValue:
    """Choose pairs of characteristics, language and channel, and the one filter."""
    known = _to_plan(consultation_id)
    if known is None:
        return _back(consultation_id)
    offered = [
        each for each in planning.characteristics(known.definition) if each.code in known.plan.characteristics
    ]
    filters = planning.filters(known.definition)
    form = MoreTablesForm(offered, filters, known.plan, language(), costs=_costs(consultation_id))
    if accepted(form):
        chosen = replace(
            known.plan,
            dimensions=tuple(form.dimensions.data),
            intersections=form.intersections,
            filter=form.filter.data if form.filter else known.plan.filter,
        )
        return _decide(consultation_id, chosen)
    consultation = queries.consultation(current_officer(), consultation_id)
    rule = rules.of_council(consultation.council_id)
    return render_template("analysis/more.html", consultation=consultation, form=form, rule=rule), status(
        form
    )


@room.page(en=f"{EN}/organisations", cy=f"{CY}/sefydliadau", methods=["GET", "POST"])
def organisations(consultation_id: int) -> ResponseReturnValue:
    """Choose the answers of those whose responses are not counted."""
    known = _to_plan(consultation_id)
    if known is None:
        return _back(consultation_id)
    asking = request.args.get("question", known.plan.organisation_question)
    options = planning.options_of(known.definition, asking)
    if asking and not options:
        raise NotFound
    form = OrganisationsForm(options, known.plan, language(), costs=_costs(consultation_id))
    if accepted(form):
        chosen = replace(known.plan, organisation_question=asking, organisation_codes=tuple(form.codes.data))
        return _decide(consultation_id, chosen)
    return render_template(
        "analysis/organisations.html",
        consultation=queries.consultation(current_officer(), consultation_id),
        form=form,
        asking=asking,
        questions=planning.choosing_questions(known.definition),
    ), status(form)


def _to_plan(consultation_id: int) -> queries.Planning | None:
    """The survey and the plan as it stands, None when there is nothing to plan."""
    officer = current_officer()
    queries.consultation(officer, consultation_id, Permission.MAKE_RELEASE)
    return queries.planning_of(officer, consultation_id)


def _costs(consultation_id: int) -> bool:
    """Are there figures, so that other tables mean a new set?"""
    return queries.release(consultation_id) is not None


def _decide(consultation_id: int, chosen: Plan) -> ResponseReturnValue:
    """Keep the plan. Once there are figures, the form was not accepted unless the cost was known."""
    service.decide_plan(current_officer(), consultation_id, chosen, now=clock.now(), knowing_the_cost=True)
    flash(_("The plan is saved"))
    return _back(consultation_id)


def _back(consultation_id: int) -> ResponseReturnValue:
    return redirect(url_for("analysis.overview", consultation_id=consultation_id))


def planned(known: queries.Planning) -> dict[str, Any]:
    """A plan in words."""
    definition, plan = known.definition, known.plan
    names = {each.code: each.name for each in planning.characteristics(definition)}
    circumstances = [title for name, (title, _labels) in CIRCUMSTANCES.items() if name in plan.dimensions]
    labels = planning.values_of(definition, plan.filter)
    return {
        "level": words.LEVELS[plan.level],
        "interim_level": words.LEVELS[plan.interim_level],
        "characteristics": [name for code, name in names.items() if code in plan.characteristics],
        "more": [*circumstances, *(words.both(names[a], names[b]) for a, b in plan.intersections)],
        "filter": planning.filters(definition).get(plan.filter),
        "organisations": planning.organisations(plan, definition),
        "rule": rules.of_council(current_officer().council_id),
        "bodies": [
            labels[each.code][language()] if each.code in labels else each.code for each in plan.bodies
        ],
    }
