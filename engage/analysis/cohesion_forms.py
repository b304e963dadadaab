"""What may an officer say about a figure on cohesion that somebody else published?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from engage.analysis.cohesion import National
from engage.analysis.cohesion_page import per_cent
from engage.analysis.forms import Needed
from engage.bilingual import LANGUAGES, Bilingual
from engage.consultations.forms import LANGUAGE_NAMES, one_line, tidy
from engage.consultations.moments import read_day

LABEL, NOTE, ADDRESS = 200, 1000, 500  # characters
MOST_PEOPLE = 100_000_000
PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d))? ?%?", re.ASCII)
PEOPLE = re.compile(r"\d{1,3}(?:[ ,]?\d{3}){0,2}", re.ASCII)
TEXTS = ("survey", "place", "period", "source")


class Short:
    """The text is there, in a language, and has no more characters than this."""

    field_flags = {"required": True}

    def __init__(self, missing: Any) -> None:
        self.missing = missing

    def __call__(self, form: FlaskForm, field: Field) -> None:
        if not field.data:
            raise ValidationError(f"{self.missing} ({field.label.text})")
        if len(field.data) > LABEL:
            raise ValidationError(_("Use 200 characters or fewer"))


def _both(title: Any, missing: Any) -> tuple[StringField, StringField]:
    en, cy = (
        StringField(LANGUAGE_NAMES[each], [Short(missing)], description=title, filters=[one_line])
        for each in LANGUAGES
    )
    return en, cy


def _note(language: str) -> TextAreaField:
    return TextAreaField(
        LANGUAGE_NAMES[language], description=_l("What differs, such as the wording"), filters=[tidy]
    )


class FigureForm(FlaskForm):
    """A published share; `tenths`, `asked` and `published_on` are its own, once it is valid."""

    measure = SelectField(_l("What the figure is about"), [Needed()], validate_choice=False)
    share = StringField(_l("Per cent"), [Needed()], filters=[one_line])
    survey_en, survey_cy = _both(_l("Survey"), _l("Enter the name of the survey"))
    place_en, place_cy = _both(_l("Place"), _l("Enter the place that the figure is about"))
    period_en, period_cy = _both(_l("Period"), _l("Enter when people were asked"))
    people = StringField(_l("How many people were asked"), filters=[one_line])
    source_en, source_cy = _both(_l("Title of the source"), _l("Enter the title of the source"))
    link = StringField(_l("Address of the source"), filters=[one_line])
    day = StringField(_l("Day"), filters=[one_line])
    month = StringField(_l("Month"), filters=[one_line])
    year = StringField(_l("Year"), filters=[one_line])
    note_en, note_cy = _note("en"), _note("cy")
    seen = HiddenField()  # what the figure said when the page was opened
    tenths, asked, published_on = 0, None, date(2000, 1, 1)

    def __init__(self, choices: Iterable[tuple[str, str]], today: date, held: National | None = None) -> None:
        super().__init__(data=_typed(held) if held else None)
        self.measure.choices = [("", _("Choose")), *choices]
        self.today = today

    def overtake(self, seen: str) -> None:
        """Say that somebody else was faster; what was typed stays, to be saved over it or not."""
        self.seen.raw_data, self.seen.data = None, seen
        self.measure.errors = [
            _(
                "Somebody else has changed this figure since you opened it. "
                "Save again only if yours is to take its place"
            )
        ]

    def bilingual(self, name: str) -> Bilingual:
        return Bilingual(self[f"{name}_en"].data, self[f"{name}_cy"].data)

    def validate_measure(self, field: SelectField) -> None:
        if not field.data or field.data not in dict(field.choices):
            raise ValidationError(_("Choose what the figure is about"))

    def validate_share(self, field: StringField) -> None:
        found = PERCENT.fullmatch(field.data or "")
        tenths = int(found[1]) * 10 + int(found[2] or 0) if found else -1
        if not 0 <= tenths <= 1000:
            raise ValidationError(_("Enter a percentage from 0 to 100, such as 52 or 52.5"))
        self.tenths = tenths

    def validate_people(self, field: StringField) -> None:
        if not field.data:
            return
        is_number = PEOPLE.fullmatch(field.data)
        number = int(re.sub("[ ,]", "", field.data)) if is_number else 0
        if not 0 < number <= MOST_PEOPLE:
            raise ValidationError(_("Enter a whole number of people, such as 12,500, or leave it empty"))
        self.asked = number

    def validate_link(self, field: StringField) -> None:
        if field.data and not _is_address(field.data):
            raise ValidationError(_("Enter an address that begins with https://, or leave it empty"))

    def validate_note_en(self, field: TextAreaField) -> None:
        if len(field.data or "") > NOTE:
            raise ValidationError(_("Use 1,000 characters or fewer"))
        if bool(self.note_en.data) != bool(self.note_cy.data):
            raise ValidationError(_("Write it in both languages, or leave both empty"))

    def validate_note_cy(self, field: TextAreaField) -> None:
        if len(field.data or "") > NOTE:
            raise ValidationError(_("Use 1,000 characters or fewer"))

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        try:
            self.published_on = read_day(*((each.data or "") for each in (self.day, self.month, self.year)))
        except ValueError:
            self.day.errors = [_("The day of publication must be a real date, such as 14 7 2022")]
        else:
            if self.published_on > self.today:
                self.day.errors = [_("The day of publication must be in the past")]
        return bool(valid and not self.errors)


def _is_address(text: str) -> bool:
    """Is this an address of the web, with a host, that can stand in a link?"""
    try:
        parts = urlsplit(text)
        return (
            parts.scheme in ("http", "https")
            and "." in (parts.hostname or "")
            and parts.username is None
            and text.isprintable()
            and " " not in text
            and len(text) <= ADDRESS
        )
    except ValueError:
        return False


def _typed(held: National) -> dict[str, str]:
    """A figure as it would be typed."""
    texts = {name: getattr(held, name) for name in (*TEXTS, "note")}
    typed = {f"{name}_{each}": text[each] for name, text in texts.items() for each in LANGUAGES}
    day = held.published_on
    return typed | {
        "measure": held.measure,
        "share": per_cent(held.tenths).removesuffix("%"),
        "people": f"{held.people:,}" if held.people else "",
        "link": held.address,
        "day": str(day.day),
        "month": str(day.month),
        "year": str(day.year),
    }
