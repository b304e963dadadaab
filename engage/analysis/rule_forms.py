"""What may an officer type in about the rule that protects figures?"""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField
from wtforms.validators import ValidationError

from engage.analysis.forms import Needed
from engage.analysis.rule import (
    BASES,
    HIGHEST_LEAST_BASE,
    HIGHEST_STEP,
    HIGHEST_THRESHOLD,
    USUAL,
    Rule,
    problems,
)


class RuleForm(FlaskForm):
    """The four parts of the rule, none looser than usual."""

    base = RadioField(_l("Round to a multiple of"), [Needed()], coerce=int, validate_choice=False)
    threshold = IntegerField(_l("Hide numbers below"), [Needed()])
    least_base = IntegerField(_l("Fewest people that a percentage can be of"), [Needed()])
    step = IntegerField(_l("Responses that must have changed between interim figures"), [Needed()])

    def __init__(self, rule: Rule) -> None:
        parts = {name: getattr(rule, name) for name in ("base", "threshold", "least_base", "step")}
        super().__init__(data=parts)
        self.base.choices = [(each, str(each)) for each in BASES]

    @property
    def rule(self) -> Rule:
        """What was typed; a part that is no number is 0, which no rule allows."""
        parts = {name: self[name].data or 0 for name in ("base", "threshold", "least_base", "step")}
        return Rule(**parts)

    def validate_base(self, field: RadioField) -> None:
        self._check(field, _("Choose 5 or 10"))

    def validate_threshold(self, field: IntegerField) -> None:
        lowest = max(USUAL.threshold, 2 * (self.base.data or USUAL.base))
        self._check(
            field,
            _(
                "Enter a multiple of what numbers are rounded to, from %(lowest)s to %(highest)s",
                lowest=lowest,
                highest=HIGHEST_THRESHOLD,
            ),
        )

    def validate_least_base(self, field: IntegerField) -> None:
        self._check_range(field, USUAL.least_base, HIGHEST_LEAST_BASE)

    def validate_step(self, field: IntegerField) -> None:
        self._check_range(field, USUAL.step, HIGHEST_STEP)

    def _check_range(self, field: IntegerField, lowest: int, highest: int) -> None:
        self._check(
            field, _("Enter a whole number from %(lowest)s to %(highest)s", lowest=lowest, highest=highest)
        )

    def _check(self, field: RadioField | IntegerField, message: str) -> None:
        """Say one thing of each part by its name, whether it is no number or a looser one."""
        field.errors = []
        if field.name in problems(self.rule):
            raise ValidationError(f"{message} ({field.label.text})")
