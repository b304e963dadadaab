"""What may an officer type in about a breakdown?"""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, SelectMultipleField
from wtforms.validators import AnyOf, InputRequired, ValidationError

from engage.analysis import words
from engage.analysis.universe import Plan
from engage.equality.characteristics import Characteristic, Level
from engage.surveys.definition import Option


class Needed:
    """The field is not optional; what is wrong with it is said elsewhere."""

    field_flags = {"required": True}

    def __call__(self, form: FlaskForm, field: Field) -> None:
        pass


class PlanForm(FlaskForm):
    """How finely people are grouped, and by which characteristics."""

    level = RadioField(
        _l("Level of detail"),
        [
            InputRequired(_l("Choose the level of detail")),
            AnyOf(list(Level), _l("Choose the level of detail")),
        ],
        validate_choice=False,
    )
    characteristics = SelectMultipleField(_l("Characteristics"), [Needed()], validate_choice=False)

    def __init__(self, offered: Iterable[Characteristic], plan: Plan, language: str) -> None:
        super().__init__(data={"level": plan.level, "characteristics": plan.characteristics})
        self.level.choices = [(level, words.LEVELS[level][language]) for level in reversed(Level)]
        self.characteristics.choices = [(each.code, each.name[language]) for each in offered]

    def validate_characteristics(self, field: Field) -> None:
        field.data = _known(field)
        if field.choices and not field.data:
            raise ValidationError(_("Choose at least one characteristic"))


class OrganisationsForm(FlaskForm):
    """Which answers to one question mean that an organisation answers."""

    codes = SelectMultipleField(_l("Answers that mean an organisation"), [Needed()], validate_choice=False)

    def __init__(self, options: Iterable[Option], plan: Plan, language: str) -> None:
        super().__init__(data={"codes": plan.organisation_codes})
        self.codes.choices = [(option.code, option.label[language]) for option in options]

    def validate_codes(self, field: Field) -> None:
        field.data = _known(field)
        if field.choices and not field.data:
            raise ValidationError(_("Choose the answers that mean an organisation, or choose no question"))
        if field.choices and len(field.data) == len(field.choices):
            raise ValidationError(
                _("Leave at least one answer for people: otherwise nobody would be counted")
            )


class ConfirmForm(FlaskForm):
    """Nothing but the button."""


def _known(field: Field) -> list[str]:
    """What was ticked of what was offered, in the order in which it was offered."""
    return [code for code, _label in field.choices if code in (field.data or ())]
