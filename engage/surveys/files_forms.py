"""Which survey file may an officer bring, and what may be done with one that was read?"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, ValidationError

from engage.surveys.formats import LIMIT, Format
from engage.surveys.numerals import whole_number

FORMATS = {
    Format.YAML: _l("Survey file (YAML)"),
    Format.XLSFORM: _l("Spreadsheet (XLSForm)"),
    Format.LIMESURVEY: _l("LimeSurvey structure"),
    Format.UNKNOWN: _l("Not a survey file that we know"),
}


class BringForm(FlaskForm):
    """A survey file; `content` holds its bytes and `name` its name, once it is valid."""

    file = FileField(_l("Survey file"), [FileRequired(_l("Choose a survey file"))])
    content, name = b"", ""

    def validate_file(self, field: FileField) -> None:
        if not field.data:
            return
        self.content = field.data.stream.read(LIMIT + 1)  # one byte too many is enough to know
        self.name = (field.data.filename or "").replace("\\", "/").rpartition("/")[2]
        if len(self.content) > LIMIT:
            raise ValidationError(_l("The file is too big: it may have 3 MB"))
        if not self.content.strip():
            raise ValidationError(_l("The file is empty"))


class DecideForm(FlaskForm):
    """Which file and which draft the officer was shown."""

    number = HiddenField()
    revision = HiddenField()

    @property
    def seen(self) -> tuple[int, int]:
        """The file's number and the draft's revision; what no file or draft has, for anything else."""
        sent = (whole_number(self.number.data or ""), whole_number(self.revision.data or ""))
        return sent[0] or 0, -2 if sent[1] is None else sent[1]
