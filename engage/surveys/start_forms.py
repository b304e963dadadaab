"""What may an author choose who begins a survey?"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, SelectChoice, SelectField
from wtforms.validators import ValidationError

from engage.bilingual import LANGUAGES
from engage.consultations.forms import LANGUAGE_NAMES, Needed
from engage.surveys.starting import COPY


class StartForm(FlaskForm):
    """With what a survey begins, and in which language it is written first."""

    begin_with = RadioField(_l("How do you want to begin?"), [Needed()], validate_choice=False)
    source = SelectField(_l("Survey to copy"), validate_choice=False)
    written_in = RadioField(
        _l("Which language do you write first?"),
        [Needed()],
        choices=[SelectChoice(code, name) for code, name in LANGUAGE_NAMES.items()],
        validate_choice=False,
    )

    def offer(self, sources: list[tuple[str, str]]) -> None:
        """Let one of these surveys be copied, by name and title; none is chosen yet."""
        none = SelectChoice("", str(_l("Choose a survey")))
        self.source.choices = [none, *(SelectChoice(*source) for source in sources)]

    def validate_begin_with(self, field: Field) -> None:
        if field.data not in dict(field.choices):
            raise ValidationError(_l("Choose how you want to begin"))

    def validate_source(self, field: Field) -> None:
        copies = self.begin_with.data == COPY and COPY in dict(self.begin_with.choices)
        if copies and (not field.data or field.data not in {choice.value for choice in field.choices}):
            raise ValidationError(_l("Choose the survey to copy"))

    def validate_written_in(self, field: Field) -> None:
        if field.data not in LANGUAGES:
            raise ValidationError(_l("Choose the language that you write first"))
