"""What must an officer say before entering answers for somebody else?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectChoice

from engage.consultations.forms import Needed
from engage.respond.channel import ASSISTED, Channel
from engage.respond.ledger_forms import CHANNELS


class BeginForm(FlaskForm):
    """How the person is spoken with, in which language and variant, and that they agree."""

    channel = RadioField(_l("How do you speak with the person?"), [Needed()], validate_choice=False)
    language = RadioField(
        _l("In which language do they answer?"),
        [Needed()],
        choices=[SelectChoice("cy", _l("Welsh")), SelectChoice("en", _l("English"))],
        validate_choice=False,
    )
    variant = RadioField(_l("In which form?"), [Needed()], validate_choice=False)
    agreed = BooleanField(_l("I have read this out, and the person agrees that I enter their answers"))

    def __init__(self, variants: Iterable[tuple[str, str]], **values: Any) -> None:
        super().__init__(**values)
        self.channel.choices = [SelectChoice(channel, CHANNELS[channel]) for channel in ASSISTED]
        self.variant.choices = [SelectChoice(*each) for each in variants]

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        self._require("channel", ASSISTED, _("Choose how you speak with the person"))
        self._require("language", ("en", "cy"), _("Choose the language in which they answer"))
        variants = [choice.value for choice in self.variant.choices]
        if len(variants) > 1:
            self._require("variant", variants, _("Choose the form"))
        if not self.agreed.data:
            self._refuse("agreed", _("Ask the person, and tick the box if they agree"))
        return not self.errors

    @property
    def chosen(self) -> Channel:
        return Channel(self.channel.data)

    def _require(self, name: str, known: Iterable[str], message: str) -> None:
        if self[name].data not in known:
            self._refuse(name, message)

    def _refuse(self, name: str, message: str) -> None:
        self[name].errors = [*self[name].errors, message]
