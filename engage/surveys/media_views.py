"""At which address is a picture?"""

from __future__ import annotations

from flask import Response
from flask.typing import ResponseReturnValue

from engage.surveys import media_service
from engage.surveys.pictures import content_type
from engage.web import Room

room = Room("surveys_pictures", __name__, public=True)
FOR_EVER = "public, max-age=31536000, immutable"  # a name stands for one content


@room.page(en="/pictures/<file>", cy="/lluniau/<file>")
def show(file: str) -> ResponseReturnValue:
    """A picture. Who knows its name knows what is in it."""
    shown = Response(media_service.picture(file), mimetype=content_type(file))
    shown.headers["Cache-Control"] = FOR_EVER
    return shown
