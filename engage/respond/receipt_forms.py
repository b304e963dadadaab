"""What may somebody type in who wants something sent by e-mail?"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField
from wtforms.validators import Email, InputRequired, Length


class EmailForm(FlaskForm):
    """One e-mail address, used once. The view checks the token."""

    class Meta:
        csrf = False

    email = EmailField(
        _l("Email address"),
        [
            InputRequired(_l("Enter an email address, such as name@example.org")),
            Length(max=254, message=_l("Enter an email address that has 254 characters or fewer")),
            Email(_l("Enter an email address, such as name@example.org"), allow_smtputf8=False),
        ],
        render_kw={"autocomplete": "email", "spellcheck": "false"},
    )
