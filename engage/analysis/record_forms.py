"""What may be typed in by somebody who opens records?"""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectChoice, SelectMultipleField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length

from engage.analysis.columns import Subject
from engage.analysis.forms import MOST_WORDS, SHORTEST, Needed


class OpenForm(FlaskForm):
    """Why records are opened, for how long, and with which groups beside the answers."""

    reason = TextAreaField(
        _l("What do you need the records for?"),
        [
            InputRequired(_l("Write what you need the records for")),
            Length(
                min=SHORTEST,
                max=MOST_WORDS,
                message=_l("Write what you need the records for in 20 to 2,000 characters"),
            ),
        ],
    )
    days = RadioField(
        _l("For how long?"),
        [Needed(), AnyOf(["7", "14", "30"], _l("Choose for how long you need the records"))],
        choices=[
            SelectChoice("7", _l("1 week")),
            SelectChoice("14", _l("2 weeks")),
            SelectChoice("30", _l("30 days")),
        ],
        validate_choice=False,
    )
    people = SelectMultipleField(_l("Groups that stand beside the answers"))
    promise = BooleanField(
        _l(
            "I will not try to find out who anybody is, pass the files on, or publish numbers counted in them"
        ),
        [InputRequired(_l("Say that you will keep to the rules"))],
    )

    def __init__(self, offered: Iterable[Subject] | None, language: str) -> None:
        """`offered` is None where it was decided before what stands beside the answers."""
        super().__init__()
        if offered is None:
            del self.people
        else:
            self.people.choices = [SelectChoice(each.key, each.title[language]) for each in offered]

    @property
    def chosen(self) -> list[str]:
        """What was ticked, in the order in which it is offered."""
        if self.people is None:
            return []
        return [each.value for each in self.people.choices if each.value in self.people.data]
