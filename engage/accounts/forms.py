"""What may an officer type in to sign in?"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length


class SignInForm(FlaskForm):
    """E-mail address and password."""

    email = EmailField(
        _l("Email address"),
        [
            InputRequired(_l("Enter your email address")),
            Length(max=254, message=_l("Enter your email address")),
        ],
    )
    password = PasswordField(
        _l("Password"),
        [InputRequired(_l("Enter your password")), Length(max=1024, message=_l("Enter your password"))],
    )
