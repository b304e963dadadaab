"""What may somebody type in who comes back to what they have sent?"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import Field, StringField
from wtforms.validators import InputRequired, ValidationError

from engage.consultations.forms import TellingForm
from engage.respond import codes

PLAIN = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}


class PairForm(TellingForm):
    """The reference and the code, however they were typed."""

    reference = StringField(
        _l("Reference number"), [InputRequired(_l("Enter your reference number"))], render_kw=PLAIN
    )
    code = StringField(_l("Your code"), [InputRequired(_l("Enter your code"))], render_kw=PLAIN)

    def validate_reference(self, field: Field) -> None:
        self.read_reference = codes.read_reference(field.data or "")
        if self.read_reference is None:
            raise ValidationError(
                _l("Check the reference number: it has 12 letters and digits, such as 7KQ4-9XWD-M2TB")
            )

    def validate_code(self, field: Field) -> None:
        self.read_code = codes.read_return_code(field.data or "")
        if self.read_code is None:
            raise ValidationError(
                _l("Check the code: it has 16 letters and digits, such as 7KQ4-9XWD-M2TB-0D5H")
            )
