"""What may somebody type in who may be written to?

Nobody has to say, and each purpose is a choice of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, RadioField, SelectChoice, SelectMultipleField
from wtforms.validators import Email, Length, Optional

from engage.bilingual import LANGUAGES
from engage.consultations.forms import Needed
from engage.surveys.contact import NAMES, Purpose


class ContactForm(FlaskForm):
    """An e-mail address, and, where there are several, for which purposes. The view checks the token."""

    class Meta:
        csrf = False

    email = EmailField(
        _l("Email address"),
        [
            Optional(),
            Length(max=254, message=_l("Enter an email address that has 254 characters or fewer")),
            Email(message=_l("Enter an email address, such as name@example.org")),
        ],
    )
    purposes = SelectMultipleField(_l("The council may use it:"), validate_choice=False)

    def __init__(self, offered: Sequence[str], lang: str, *, is_shared: bool = False, **values: Any) -> None:
        super().__init__(**values)
        self.email.render_kw = {"autocomplete": "off" if is_shared else "email", "spellcheck": "false"}
        self.offered = tuple(offered)
        self.purposes.choices = [SelectChoice(each, NAMES[Purpose(each)][lang]) for each in offered]

    @property
    def chosen(self) -> tuple[str, ...]:
        """The purposes agreed to: the only one there is, by giving an address at all."""
        if len(self.offered) == 1:
            return self.offered
        return tuple(each for each in self.offered if each in (self.purposes.data or ()))

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        super().validate(extra_validators)
        if self.email.data and not self.chosen:
            self.purposes.errors = [
                _("Choose what the council may use your email address for, or leave it empty")
            ]
        if len(self.offered) > 1 and self.chosen and not self.email.data:
            self.email.errors = [_("Enter your email address, or choose nothing below it")]
        return not self.problems

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What is wrong, for the error summary."""
        return [
            (f"#{field.id}", str(error)) for field in (self.email, self.purposes) for error in field.errors
        ]


class SlipForm(ContactForm):
    """What stands on the slip of a paper form."""

    language = RadioField(
        _l("Language of the slip"),
        [Needed()],
        choices=[SelectChoice("en", _l("English")), SelectChoice("cy", _l("Welsh"))],
        validate_choice=False,
    )

    def __init__(self, offered: Sequence[str], lang: str, **values: Any) -> None:
        super().__init__(offered, lang, **values)
        self.email.flags.required = self.purposes.flags.required = True

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        super().validate(extra_validators)
        if not self.email.data:
            self.email.errors = [_("Enter the email address on the slip")]
        if self.language.data not in LANGUAGES:
            self.language.errors = [_("Choose the language of the slip")]
        return not self.problems

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [*super().problems, *((f"#{self.language.id}", str(each)) for each in self.language.errors)]
