"""At which addresses do officers see who responded beside who lives in the area, and what would change?"""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engage.analysis import census_queries, census_words, presentation, weighted, weighting_words
from engage.analysis.beside import beside
from engage.analysis.columns import Subject
from engage.analysis.figures import explained
from engage.analysis.queries import Released
from engage.analysis.views import reading
from engage.analysis.weighting import Circumstances, Margin
from engage.errors import NotFound
from engage.web import Room, language, officers_only

room = Room("analysis_representativeness", __name__)
officers_only(room)


@room.page(
    en="/officers/consultations/<int:consultation_id>/breakdown/representativeness",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/dadansoddiad/cynrychiolaeth",
)
def show(consultation_id: int) -> ResponseReturnValue:
    """Each characteristic of the release beside the census, where the council has a table of it."""
    released = reading(consultation_id)
    asked = {each.key for each in released.universe.characteristics}
    every = released.characteristics(_own(released)) if _can_compare(released) else ()
    tables = [table for table in every if table.subject.key in asked]
    found = [(table, _census(released, table.subject)) for table in tables]
    return render_template(
        "analysis/representativeness.html",
        consultation=released.consultation,
        released=released,
        residents=released.residents,
        can_compare=_can_compare(released),
        compared=[
            (table.subject, census, beside(table, census_queries.people_of(census), language()))
            for table, census in found
            if census
        ],
        missing=[table.subject.title[language()] for table, census in found if not census],
        populations=census_words.POPULATIONS,
        any_invented=any(census.is_invented for _table, census in found if census),
        invented=census_words.INVENTED,
        how_to_read=census_words.READING,
    )


@room.page(
    en="/officers/consultations/<int:consultation_id>/breakdown/sensitivity",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/dadansoddiad/sensitifrwydd",
)
def sensitivity(consultation_id: int) -> ResponseReturnValue:
    """Would one question's picture be another with the residents' mix? Off until it is asked for."""
    released = reading(consultation_id)
    found = {
        subject.key: (subject, _census(released, subject)) for subject in released.universe.characteristics
    }
    can = _can_compare(released)
    offered = {key: (subject, census) for key, (subject, census) in found.items() if census and can}
    question, chosen = request.args.get("question", ""), request.args.getlist("by")
    own = _own(released)
    if question and question not in {each.key for each in released.universe.subjects}:
        raise NotFound
    try:
        everyone = released.question(question, within=own) if question else None
        by = {key: released.question(question, key, own) for key in chosen if everyone and key in offered}
    except NotFound:  # left out of these figures
        everyone, by = None, {}
    margins = [Margin(by=by[key], residents=census_queries.people_of(offered[key][1])) for key in by]
    rows = weighted.rows(everyone, margins, _circumstances(released), language()) if everyone else ()
    return render_template(
        "analysis/sensitivity.html",
        consultation=released.consultation,
        released=released,
        residents=released.residents,
        can_compare=can,
        menu=presentation.menu(released.universe.subjects, language()),
        offered=[subject for subject, _census_there in offered.values()],
        chosen=chosen,
        said=request.args.getlist("said"),
        everyone=everyone,
        left_out=bool(question and not everyone),
        rows=rows,
        shorthand=explained(weighted.marks(rows), language(), released.release.rule),
        any_invented=any(offered[key][1].is_invented for key in chosen if key in offered),
        invented=census_words.INVENTED,
        how_to_read=weighting_words.READING,
        leaves_out=bool(released.universe.plan.organisation_question),
    )


def _can_compare(released: Released) -> bool:
    """Can those who responded be set beside the residents whom the council knows from the census?"""
    return released.body is None or released.residents is not None


def _own(released: Released) -> str:
    """Within what the figures are about the council's own residents, where several councils ask."""
    return released.residents.code if released.residents else ""


def _circumstances(released: Released) -> Circumstances:
    """What the plan says and what the officer has said in the address."""
    said = set(request.args.getlist("said"))
    return Circumstances(
        organisations=not released.universe.plan.organisation_question and "people" not in said,
        campaign="no_campaign" not in said,
        residents="residents" in said,
    )


def _census(released: Released, subject: Subject) -> Any:
    """What the council knows of its residents by this characteristic, at the level of the figures."""
    council_id, level = released.consultation.council_id, subject.level
    return census_queries.one(council_id, subject.key, level) if level else None
