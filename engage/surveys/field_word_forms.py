"""What is a text or a list of a survey called where an officer reads about it?"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

FIELDS: dict[str, LazyString] = {
    "title": _l("Title"),
    "intro": _l("Introduction"),
    "welsh_effects": _l("The proposal that the questions on Welsh are about"),
    "body": _l("Text"),
    "hint": _l("Hint"),
    "label": _l("Answer or label"),
    "other": _l("Box for more words"),
    "unit": _l("Unit"),
    "statement": _l("Statement"),
    "alt": _l("Description of a picture"),
    "address": _l("Address of the video"),
    "transcript": _l("What is said and shown in the video"),
}
LISTS: dict[str, LazyString] = {
    "sections": _l("Sections"),
    "pages": _l("Pages"),
    "questions": _l("Questions"),
    "options": _l("Options"),
    "points": _l("Points of the scale, from the lowest to the highest"),
    "rows": _l("Statements"),
    "scales": _l("Scales"),
    "areas": _l("Areas"),
    "items": _l("Items"),
    "codes": _l("Options"),
}
NUMBERS: dict[str, LazyString] = {
    "minutes": _l("Minutes to answer"),
    "minimum": _l("Lowest number"),
    "maximum": _l("Highest number"),
    "top": _l("How many places"),
    "total": _l("How much there is to share out"),
    "decimals": _l("Digits after the point"),
    "limit": _l("Most characters"),
}
