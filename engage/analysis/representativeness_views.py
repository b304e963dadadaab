"""At which address do officers see who responded beside who lives in the area?"""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from engage.analysis import census_queries, census_words
from engage.analysis.beside import beside
from engage.analysis.tables import SafeTable
from engage.analysis.views import reading
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
    tables = [table for table in released.characteristics() if table.subject.key in asked]
    found = [(table, _census(released.consultation.council_id, table)) for table in tables]
    return render_template(
        "analysis/representativeness.html",
        consultation=released.consultation,
        released=released,
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


def _census(council_id: int, table: SafeTable) -> Any:
    """What the council knows of its residents by this characteristic, at the level of the release."""
    level = table.subject.level
    return census_queries.one(council_id, table.subject.key, level) if level else None
