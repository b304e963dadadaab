"""At which address does an officer see how many have answered?"""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from engage import clock
from engage.respond import queries
from engage.web import Room, current_officer, officers_only

room = Room("respond_desk", __name__)
officers_only(room)


@room.page(
    en="/officers/consultations/<int:consultation_id>/responses",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/ymatebion",
)
def live(consultation_id: int) -> ResponseReturnValue:
    """How many have answered: before a release is made, nothing else is counted."""
    consultation, sent = queries.live(current_officer(), consultation_id)
    return render_template(
        "respond/live.html", consultation=consultation, sent=sent, stage=consultation.stage(clock.now())
    )
