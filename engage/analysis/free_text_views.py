"""At which addresses do officers read what people wrote in their own words?"""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from engage import clock
from engage.analysis import free_text_service as service
from engage.analysis import queries
from engage.web import Room, current_officer, officers_only

room = Room("analysis_texts", __name__)
officers_only(room)

EN = "/officers/consultations/<int:consultation_id>/written-answers"
CY = "/swyddogion/ymgynghoriadau/<int:consultation_id>/atebion-ysgrifenedig"


@room.page(en=EN, cy=CY)
def index(consultation_id: int) -> ResponseReturnValue:
    """Every place where people could write something."""
    consultation = queries.consultation(current_officer(), consultation_id)
    return render_template(
        "analysis/texts/index.html",
        consultation=consultation,
        places=service.places_of(current_officer(), consultation_id),
        is_ready=service.is_ready(consultation, now=clock.now()),
    )


@room.page(en=f"{EN}/read", cy=f"{CY}/darllen")
def show(consultation_id: int) -> ResponseReturnValue:
    """What was written at one place, some of it on each page."""
    consultation = queries.consultation(current_officer(), consultation_id)
    name, page = request.args.get("question", ""), request.args.get("page", 1, type=int)
    found = service.read(current_officer(), consultation_id, name, page, now=clock.now())
    return render_template(
        "analysis/texts/show.html",
        consultation=consultation,
        found=found,
        address=lambda page: url_for(".show", consultation_id=consultation_id, question=name, page=page),
    )
