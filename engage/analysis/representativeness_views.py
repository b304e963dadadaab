"""At which address do officers see who responded beside who lives in the area?"""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from engage.accounts.permissions import Permission, may
from engage.analysis import census_queries, census_words, queries
from engage.analysis.beside import beside
from engage.analysis.tables import SafeTable
from engage.web import Room, current_officer, language, officers_only

room = Room("analysis_representativeness", __name__)
officers_only(room)


@room.page(
    en="/officers/consultations/<int:consultation_id>/breakdown/representativeness",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/dadansoddiad/cynrychiolaeth",
)
def show(consultation_id: int) -> ResponseReturnValue:
    """Each characteristic of the release beside the census, where the council has a table of it."""
    officer = current_officer()
    released = queries.released(officer, consultation_id)
    found = [
        (table, _census(released.consultation.council_id, table)) for table in released.characteristics()
    ]
    return render_template(
        "analysis/representativeness.html",
        consultation=released.consultation,
        compared=[
            (table.subject, census, beside(table, census_queries.people_of(census), language()))
            for table, census in found
            if census
        ],
        missing=[table.subject.title[language()] for table, census in found if not census],
        populations=census_words.POPULATIONS,
        invented=census_words.INVENTED,
        reading=census_words.READING,
        may_bring=may(officer.role_names, Permission.MAKE_RELEASE),
    )


def _census(council_id: int, table: SafeTable) -> Any:
    """What the council knows of its residents by this characteristic, at the level of the release."""
    level = table.subject.level
    return census_queries.one(council_id, table.subject.key, level) if level else None
