"""What may an officer type in about a breakdown?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, ValidationError

from engage.analysis import words
from engage.analysis.audited import PAIR
from engage.analysis.groupings import CIRCUMSTANCES
from engage.analysis.universe import MOST_INTERSECTIONS, Plan
from engage.bilingual import Bilingual
from engage.consultations.forms import LANGUAGE_NAMES, BilingualForm, tidy
from engage.equality.characteristics import Characteristic, Level
from engage.surveys.definition import Option

MOST_WORDS = 2000  # characters
SHORTEST = 20  # characters of a reason that says something


class Needed:
    """The field is not optional; what is wrong with it is said elsewhere."""

    field_flags = {"required": True}

    def __call__(self, form: FlaskForm, field: Field) -> None:
        pass


class CostForm(FlaskForm):
    """What is decided about tables; once there are figures, whoever decides says that the cost is known."""

    knows_the_cost = BooleanField(
        _l("I understand that other tables mean a new set of figures"),
        [InputRequired(_l("Say that you understand what other tables cost"))],
    )

    def __init__(self, *, costs: bool, **given: Any) -> None:
        super().__init__(**given)
        if not costs:
            del self.knows_the_cost


class PlanForm(CostForm):
    """How finely people are grouped, and by which characteristics."""

    level = RadioField(
        _l("Level of detail"),
        [
            InputRequired(_l("Choose the level of detail")),
            AnyOf(list(Level), _l("Choose the level of detail")),
        ],
        validate_choice=False,
    )
    interim_level = RadioField(
        _l("Level of detail of interim figures"),
        [
            InputRequired(_l("Choose the level of detail of interim figures")),
            AnyOf(list(Level), _l("Choose the level of detail of interim figures")),
        ],
        validate_choice=False,
    )
    characteristics = SelectMultipleField(_l("Characteristics"), [Needed()], validate_choice=False)

    def __init__(
        self, offered: Iterable[Characteristic], plan: Plan, language: str, *, costs: bool = False
    ) -> None:
        levels = {"level": plan.level, "interim_level": plan.interim_level}
        super().__init__(data=levels | {"characteristics": plan.characteristics}, costs=costs)
        self.level.choices = [(level, words.LEVELS[level][language]) for level in reversed(Level)]
        self.interim_level.choices = self.level.choices
        self.characteristics.choices = [(each.code, each.name[language]) for each in offered]

    def validate_interim_level(self, field: Field) -> None:
        order = list(Level)
        if {field.data, self.level.data} <= set(order) and order.index(field.data) < order.index(
            self.level.data
        ):
            raise ValidationError(_("Interim figures cannot be more detailed than the final ones"))

    def validate_characteristics(self, field: Field) -> None:
        field.data = _known(field)
        if field.choices and not field.data:
            raise ValidationError(_("Choose at least one characteristic"))


class MoreTablesForm(CostForm):
    """By what people are divided besides characteristics, and by which filter all is repeated."""

    dimensions = SelectMultipleField(_l("Also divide people by"), validate_choice=False)
    first = SelectField(_l("First pair of characteristics"))
    second = SelectField(_l("Second pair of characteristics"))
    third = SelectField(_l("Third pair of characteristics"))
    filter = SelectField(_l("Filter"))

    def __init__(
        self,
        offered: Sequence[Characteristic],
        filters: Mapping[str, Bilingual],
        plan: Plan,
        language: str,
        *,
        costs: bool = False,
    ) -> None:
        given = [PAIR.join(pair) for pair in plan.intersections] + [""] * MOST_INTERSECTIONS
        chosen = dict(zip(("first", "second", "third"), given, strict=False))
        super().__init__(data=chosen | {"dimensions": plan.dimensions, "filter": plan.filter}, costs=costs)
        self.dimensions.choices = [(name, title[language]) for name, (title, _) in CIRCUMSTANCES.items()]
        pairs = [
            (PAIR.join((a.code, b.code)), words.both(a.name, b.name)[language])
            for a, b in combinations(offered, 2)
        ]
        for field in self.pairs:
            field.choices = [("", str(_l("None"))), *pairs]
        self.filter.choices = [
            ("", str(_l("No filter"))),
            *((key, title[language]) for key, title in filters.items()),
        ]
        if plan.bodies:
            del self.filter  # it is the body question

    @property
    def pairs(self) -> tuple[Field, Field, Field]:
        return self.first, self.second, self.third

    @property
    def intersections(self) -> tuple[tuple[str, str], ...]:
        """The pairs that were chosen, each once."""
        chosen = dict.fromkeys(field.data for field in self.pairs if field.data)
        return tuple((first, second) for first, second in (pair.split(PAIR) for pair in chosen))

    def validate_dimensions(self, field: Field) -> None:
        field.data = _known(field)


class OrganisationsForm(CostForm):
    """Which answers to one question mean that an organisation answers."""

    codes = SelectMultipleField(_l("Answers that mean an organisation"), [Needed()], validate_choice=False)

    def __init__(self, options: Iterable[Option], plan: Plan, language: str, *, costs: bool = False) -> None:
        super().__init__(data={"codes": plan.organisation_codes}, costs=costs)
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


class ReasonForm(BilingualForm):
    """Why figures that were given out are made again, as their files say in either language."""

    reason_en, reason_cy = (
        TextAreaField(
            LANGUAGE_NAMES[each],
            [
                DataRequired(missing),
                Length(SHORTEST, MOST_WORDS, _l("Say what was wrong in 20 to 2,000 characters")),
            ],
            description=_l("What was wrong"),
            filters=[tidy],
        )
        for each, missing in (
            ("en", _l("Write in English what was wrong with the figures")),
            ("cy", _l("Write in Welsh what was wrong with the figures")),
        )
    )


def _known(field: Field) -> list[str]:
    """What was ticked of what was offered, in the order in which it was offered."""
    return [code for code, _label in field.choices if code in (field.data or ())]
