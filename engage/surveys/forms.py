"""What may an officer send about a survey?"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired

from engage.surveys.interchange import LIMIT

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
}


class ImportForm(FlaskForm):
    """A survey file; `content` holds its bytes, once it is valid."""

    file = FileField(_l("Survey file"), [FileRequired(_l("Choose a survey file"))])
    content = b""

    def validate_file(self, field: FileField) -> None:
        if field.data:
            self.content = field.data.stream.read(LIMIT + 1)  # one byte too many is enough to know

    def refuse(self) -> None:
        """Say that the file was read, but does not describe a survey."""
        self.file.errors = [_l("The file does not describe a survey: see below what must be mended")]


class ConfirmForm(FlaskForm):
    """Nothing but the button."""
