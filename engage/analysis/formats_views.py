"""At which addresses does an officer take a whole release away?"""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engage import clock
from engage.analysis import formats, formats_service, queries
from engage.analysis.formats import Format
from engage.bilingual import LANGUAGES
from engage.errors import NotFound
from engage.web import Room, current_officer, language, officers_only

room = Room("analysis_formats", __name__)
officers_only(room)

EN = "/officers/consultations/<int:consultation_id>/breakdown"
CY = "/swyddogion/ymgynghoriadau/<int:consultation_id>/dadansoddiad"


@room.page(en=f"{EN}/whole/<name>", cy=f"{CY}/cyfan/<name>")
def file(consultation_id: int, name: str) -> ResponseReturnValue:
    """Download a release in one format, in the language of the address; a PDF may have to be drawn first."""
    epoch = request.args.get("release", type=int)
    body = queries.body_seeing(current_officer(), consultation_id, epoch)
    kind = formats.names(language(), body).get(name)
    if kind is None:
        raise NotFound
    content = formats_service.download(
        current_officer(), consultation_id, kind, language(), now=clock.now(), epoch=epoch
    )
    if content is None:
        consultation = queries.readable(current_officer(), consultation_id)
        released = queries.seen(current_officer(), consultation_id, epoch)
        return render_template(
            "analysis/drawing.html", consultation=consultation, released=released, again=request.full_path
        ), 202
    response = Response(content, mimetype=formats.TYPES[kind])
    stem = queries.file_stem(current_officer(), consultation_id, language(), epoch)
    response.headers.set("Content-Disposition", "attachment", filename=f"{stem}-{name}")
    return response


def links(released: Any) -> list[dict[str, Any]]:
    """Every format of a release, with its address in both languages, that of the page first."""
    return [
        {"kind": kind.name, "files": [(each, _address(released, kind, each)) for each in _languages(kind)]}
        for kind in Format
    ]


def _languages(kind: Format) -> list[str]:
    """In which languages a format is offered: the file for programs is the same in both."""
    return sorted(LANGUAGES, key=lambda each: each != language())[: 1 if kind is Format.JSON else None]


def _address(released: Any, kind: Format, lang: str) -> str:
    name, id = formats.name(kind, lang, released.body), released.consultation.id
    epoch = released.release.epoch
    return url_for("analysis_formats.file", consultation_id=id, name=name, lang=lang, release=epoch)
