"""What is typed in to add a kiosk, and on the device that is to be it?"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length, ValidationError

from engage.respond import codes


class KioskForm(FlaskForm):
    """A device and where it stands."""

    name = StringField(
        _l("Name of the device"),
        [
            InputRequired(_l("Enter a name for the device")),
            Length(max=100, message=_l("Use no more than 100 characters for the name")),
        ],
        render_kw={"autocomplete": "off"},
    )
    place = StringField(
        _l("Where it stands"),
        [
            InputRequired(_l("Enter where the device stands")),
            Length(max=200, message=_l("Use no more than 200 characters for the place")),
        ],
        render_kw={"autocomplete": "off"},
    )


class StartForm(FlaskForm):
    """The start code, typed in on the device."""

    code = StringField(
        _l("Start code"),
        [InputRequired(_l("Enter the start code"))],
        render_kw={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"},
    )

    def validate_code(self, field: StringField) -> None:
        if field.data and codes.read_reference(field.data) is None:
            raise ValidationError(
                _l("Check what you typed: one of the characters is not right, or one is missing")
            )

    def refuse(self, sentence: str) -> None:
        """Say at the field what is wrong with the code."""
        self.code.errors = [*self.code.errors, sentence]
