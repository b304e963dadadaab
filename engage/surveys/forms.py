"""What may an officer send about a survey?"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

KINDS = {
    "single": _l("Choose one"),
    "several": _l("Choose several"),
    "scale": _l("Scale"),
    "matrix": _l("Statements rated on a scale"),
    "ranking": _l("Put in order"),
    "allocation": _l("Share out points"),
    "number": _l("Number"),
    "date": _l("Date"),
    "short_text": _l("Short text"),
    "long_text": _l("Long text"),
    "postcode": _l("Postcode"),
    "consent": _l("Consent"),
    "file": _l("Files"),
}


class ConfirmForm(FlaskForm):
    """Nothing but the button."""
