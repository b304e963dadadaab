"""At which address do officers see the notable differences of a release, over all questions?"""

from __future__ import annotations

from functools import partial
from itertools import groupby

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from engage.analysis import findings_words, words
from engage.analysis.findings import findings, size
from engage.analysis.heat import heat
from engage.analysis.views import made, shared
from engage.errors import NotFound
from engage.web import Room, language, officers_only

room = Room("analysis_room", __name__)
officers_only(room)


@room.page(
    en="/officers/consultations/<int:consultation_id>/breakdown/differences",
    cy="/swyddogion/ymgynghoriadau/<int:consultation_id>/dadansoddiad/gwahaniaethau",
)
def differences(consultation_id: int) -> ResponseReturnValue:
    """Every notable difference of a release, on a map and in sentences; of one characteristic if asked."""
    released, by = shared(consultation_id), request.args.get("by", "")
    found = findings(released.tables)
    divisions = tuple({table.by.key: table.by for table in released.tables if table.others}.values())
    if by not in ("", *(each.key for each in divisions)):
        raise NotFound
    notable = [each for each in found.notable if by in ("", each.by.key)]
    return render_template(
        "analysis/differences.html",
        consultation=released.consultation,
        released=released,
        made=made(consultation_id),
        divisions=divisions,
        by=by,
        found=found,
        map=heat(released.tables, found, language(), by),
        notable=[(subject, list(each)) for subject, each in groupby(notable, lambda each: each.subject)],
        address_of=partial(_address, consultation_id, released.release.epoch),
        size=size,
        uncertain=words.shorthand(released.release.rule)[words.UNCERTAIN],
        reading=findings_words.reading(released.release.rule),
    )


def _address(consultation_id: int, epoch: int, question: str, by: str = "") -> str:
    """The way to the table of a question."""
    return url_for(
        "analysis.table", consultation_id=consultation_id, release=epoch, question=question, by=by or None
    )
