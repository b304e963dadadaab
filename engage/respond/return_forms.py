"""What may somebody type in who comes back?"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired


class ReturnForm(FlaskForm):
    """The return code, however it is written. The view checks the token."""

    class Meta:
        csrf = False

    typed = StringField(
        _l("Your return code"),
        [InputRequired(_l("Enter your return code"))],
        render_kw={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"},
    )
