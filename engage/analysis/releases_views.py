"""At which addresses are all figures of a consultation listed, and who has responded so far?"""

from __future__ import annotations

from itertools import pairwise

from flask import Response, get_template_attribute, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from engage import clock
from engage.analysis import bodies_queries, census_queries, census_words, files_service, presentation, queries
from engage.analysis import rule_queries as rules
from engage.analysis.behind import behind
from engage.equality.characteristics import Level
from engage.errors import NotFound
from engage.web import Room, current_officer, language, officers_only

room = Room("analysis_releases", __name__)
officers_only(room)

EN = "/officers/consultations/<int:consultation_id>/breakdown"
CY = "/swyddogion/ymgynghoriadau/<int:consultation_id>/dadansoddiad"


@room.page(en=f"{EN}/releases", cy=f"{CY}/datganiadau")
def index(consultation_id: int) -> ResponseReturnValue:
    """Everything that was given out or asked for, what took its place, and who has looked at it."""
    consultation = queries.consultation(current_officer(), consultation_id)
    releases = queries.releases(consultation_id)
    made = [each for each in releases if each.made_at]
    return render_template(
        "analysis/releases.html",
        consultation=consultation,
        releases=[(each, queries.readers(each.id)) for each in releases],
        so_far=[(each, queries.readers(each.id)) for each in queries.compositions(consultation.id)],
        bodies={each.id: bodies_queries.councils_of(each) for each in releases},
        replaced={older.id: newer for newer, older in pairwise(made)},
    )


@room.page(en=f"{EN}/releases/<int:epoch>/progress", cy=f"{CY}/datganiadau/<int:epoch>/cynnydd")
def progress(consultation_id: int, epoch: int) -> Response:
    """How far the work has come, for the script of the page that shows it."""
    queries.consultation(current_officer(), consultation_id)
    release = queries.release(consultation_id, epoch)
    if release is None:
        raise NotFound
    left = str(get_template_attribute("analysis/pieces.html", "time_left")(release)).strip()
    return jsonify(progress=release.progress, over=not release.is_waited_for, left=left)


@room.page(en=f"{EN}/so-far", cy=f"{CY}/hyd-yma")
def so_far(consultation_id: int) -> ResponseReturnValue:
    """Who has responded so far, in large groups, and nothing of what they answered."""
    consultation = queries.consultation(current_officer(), consultation_id)
    epoch = request.args.get("release", type=int)
    composed = files_service.composed(current_officer(), consultation_id, epoch, now=clock.now())
    tables = composed.characteristics() if composed else ()
    census = census_queries.of_level(consultation.council_id, Level.SUMMARY)
    known = [(each, census[each.subject.key]) for each in tables if each.subject.key in census]
    return render_template(
        "analysis/so_far.html",
        consultation=consultation,
        release=composed.release if composed else None,
        has_closed=clock.now() >= consultation.closes_at,
        rule=rules.of_council(consultation.council_id),
        layouts=[(each.subject, presentation.layout([each], language())) for each in tables],
        compared=known,
        behind=behind([(each, census_queries.people_of(found)) for each, found in known], language()),
        invented=census_words.INVENTED if any(found.is_invented for _each, found in known) else None,
    )
