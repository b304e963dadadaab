"""At which address does an officer who keeps the ledger fetch a file that came with a response?"""

from __future__ import annotations

from flask import Response

from engage import clock
from engage.respond import enclosing_service
from engage.respond.enclosing_views import saved
from engage.web import Room, current_officer, officers_only

room = Room("respond_attachments", __name__)
officers_only(room)


@room.page(
    en="/officers/consultations/<int:consultation_id>/ledger/item/<reference>/files/<id>",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/llyfr/eitem/<reference>/ffeiliau/<id>",
)
def file(consultation_id: int, reference: str, id: str) -> Response:
    """A file that came with a response, only ever to be saved; who has fetched it is remembered."""
    return saved(enclosing_service.read(current_officer(), consultation_id, reference, id, now=clock.now()))
