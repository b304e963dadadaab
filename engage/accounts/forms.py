"""What may an officer type in to sign in?"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length


def printable(text: str | None) -> str:
    """The text without characters that nobody can type and no database keeps."""
    return "".join(c for c in text or "" if c.isprintable())


class SignInForm(FlaskForm):
    """E-mail address and password."""

    email = EmailField(
        _l("Email address"),
        [
            InputRequired(_l("Enter your email address")),
            Length(max=254, message=_l("Email address: use 254 characters or fewer")),
        ],
        filters=[printable],
        render_kw={"autocomplete": "username", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("Password"),
        [
            InputRequired(_l("Enter your password")),
            Length(max=1024, message=_l("Password: use 1,024 characters or fewer")),
        ],
        render_kw={"autocomplete": "current-password"},
    )
