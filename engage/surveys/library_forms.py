"""What may be typed in about the library of questions?"""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, SelectChoice, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, ValidationError

from engage.bilingual import Bilingual
from engage.consultations.forms import BilingualForm, bilingual_fields
from engage.surveys.becoming import NOTHING, Asked, Said, doubled
from engage.surveys.definition import Question
from engage.surveys.inserting import Place

TEXTS = {  # what the texts of a question are for
    "title": _l("Question"),
    "hint": _l("Hint"),
    "label": _l("Option or statement"),
    "other": _l("Box for more words"),
    "statement": _l("Statement"),
    "unit": _l("Unit"),
}
OVERTAKEN = _l(
    "Somebody else has changed the survey since you opened this page. Nothing that you chose is lost. Look "
    "at it again, and press the button again if it still fits"
)

MATCHED_MEANWHILE = _l(
    "Somebody else has matched the editions since you opened this page. Nothing that you chose is lost. "
    "Where they chose something else, it is said below. Press the button again if your choices are right"
)
CHOSEN_ABOVE = _l(
    "Choose another question: this one is chosen above already, and a survey cannot ask it twice"
)


def seen(form: FlaskForm) -> int:
    """The revision of the draft that was shown; one that no draft has, if it was rubbish."""
    sent = str(form["revision"].data or "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1


class RevisionForm(FlaskForm):
    """Nothing but the button, and the state of the draft that was shown."""

    revision = HiddenField()


class EntryForm(BilingualForm):
    """The title of something in the library, and from when its wording is."""

    title_en, title_cy = bilingual_fields(_l("Title"), "title", lines=False)
    day = StringField(_l("Day"))
    month = StringField(_l("Month"))
    year = StringField(_l("Year"))

    @property
    def title(self) -> Bilingual:
        return self.bilingual("title")

    @property
    def edition(self) -> date:
        """The date, once the form is valid."""
        return date(*(int(part.data) for part in (self.year, self.month, self.day)))

    def dated(self, when: date) -> None:
        """Fill in the date."""
        self.day.data, self.month.data, self.year.data = str(when.day), str(when.month), str(when.year)

    def validate_title_en(self, field: StringField) -> None:
        if not self.title:
            raise ValidationError(_l("Enter a title in English, in Welsh or in both"))

    def validate_day(self, field: StringField) -> None:
        sent = [part.data or "" for part in (self.day, self.month, self.year)]
        try:
            if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in sent):
                raise ValueError
            if not 2000 <= self.edition.year <= 2999:
                raise ValueError
        except ValueError:
            raise ValidationError(_l("Enter a real date, such as 1 11 2026")) from None


class SaveForm(EntryForm):
    """The same, and of which entry this is a later edition."""

    replaces = SelectField(
        _l("Is this a later edition of something in the library?"), default="", validate_choice=False
    )

    def offer(self, earlier: list[tuple[str, str]]) -> None:
        self.replaces.choices = [
            SelectChoice("", str(_l("No, it is new"))),
            *(SelectChoice(*each) for each in earlier),
        ]

    def validate_replaces(self, field: SelectField) -> None:
        if field.data not in [choice.value for choice in field.choices]:
            raise ValidationError(
                _l("Choose again: what you chose is withdrawn, or has a later edition already")
            )

    @property
    def replaced(self) -> int | None:
        return int(self.replaces.data) if self.replaces.data else None


class CodesForm(FlaskForm):
    """What each thing of the earlier edition is today; the field of each has its name."""

    asked: tuple[Asked, ...] = ()
    seen = HiddenField()  # library_service.mark of what was said when it was shown

    @property
    def by_question(self) -> list[tuple[Question, list[Asked]]]:
        """The same, in the order of the earlier edition's questions."""
        grouped = groupby(self.asked, lambda each: each.question.id)
        return [(found[0].question, found) for found in (list(each) for _id, each in grouped)]

    @property
    def is_whole(self) -> bool:
        """Was everything sent? A question's options follow once it is said which question it is today."""
        return all(self[each.name].raw_data for each in self.asked)

    @property
    def said(self) -> dict[str, str]:
        return {each.name: self[each.name].data or NOTHING for each in self.asked}

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        for name in doubled(self.asked, self.said):
            self[name].errors = [CHOSEN_ABOVE]
        return not self.errors


def codes_form(asked: tuple[Asked, ...], said: Said, mark: str, sent: Said) -> CodesForm:
    """The form for these things, with what is said of them now and was sent; its menus are the template's."""
    fields = {
        each.name: SelectField(choices=[], validate_choice=False, default=said.get(each.name, each.guess))
        for each in asked
    }
    return type("TheseCodesForm", (CodesForm,), {**fields, "asked": asked})(
        MultiDict(sent), data={"seen": mark}
    )


class InsertForm(FlaskForm):
    """Which questions go where."""

    revision = HiddenField()
    chosen = SelectMultipleField(_l("What do you want to insert?"), validate_choice=False)
    place = SelectField(
        _l("Where do you want it?"),
        [InputRequired(_l("Choose where you want it"))],
        validate_choice=False,
    )

    def __init__(self, known: set[str], places: dict[str, Place], pages: set[str]) -> None:
        super().__init__()
        self._known, self._places, self._pages = known, places, pages

    @property
    def picked(self) -> set[str]:
        return set(self.chosen.data or ()) & self._known

    def validate_chosen(self, field: SelectMultipleField) -> None:
        if not self.picked:
            raise ValidationError(_l("Tick at least one question or page"))
        place = self._places.get(self.place.data or "")
        if place and place.on_page and self.picked <= self._pages:
            raise ValidationError(_l("A page without questions cannot go onto another page"))

    def validate_place(self, field: SelectField) -> None:
        if field.data not in self._places:
            raise ValidationError(_l("Choose where you want it"))
