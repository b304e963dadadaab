"""What may an officer type in about the bodies of a joint consultation?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import AnyOf, InputRequired

from engage.bilingual import Bilingual

Choices = Iterable[tuple[str, str]]


class OwnAnswerForm(FlaskForm):
    """Which answer the lead's own residents give."""

    code = RadioField(
        _l("Answer of your own residents"),
        [InputRequired(_l("Choose the answer of your own residents"))],
        validate_choice=False,
    )

    def __init__(self, answers: Mapping[str, Bilingual], chosen: str, language: str) -> None:
        super().__init__(data={"code": chosen})
        _offer(self.code, answers, language, _l("Choose the answer of your own residents"))


class PartnerForm(FlaskForm):
    """Another council, and the answer that its residents give."""

    council = SelectField(_l("Council"), [InputRequired(_l("Choose a council"))])
    code = RadioField(
        _l("Answer of its residents"),
        [InputRequired(_l("Choose the answer of its residents"))],
        validate_choice=False,
    )

    def __init__(self, councils: Choices, answers: Mapping[str, Bilingual], language: str) -> None:
        super().__init__()
        self.council.choices = [("", str(_l("Choose a council"))), *councils]
        _offer(self.code, answers, language, _l("Choose the answer of its residents"))


class AgreeForm(FlaskForm):
    """That a council takes part."""

    agrees = BooleanField(
        _l("We agree to take part, and to use the figures as described here"),
        [InputRequired(_l("Say that you agree"))],
    )


def _offer(field: RadioField, answers: Mapping[str, Bilingual], language: str, message: str) -> None:
    field.choices = [(code, label[language]) for code, label in answers.items()]
    field.validators = [*field.validators, AnyOf(list(answers), message)]
